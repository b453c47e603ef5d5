"""A definition is read once, at the edge: a frozen form, or every problem with its place."""

from __future__ import annotations

from dataclasses import replace

from cpscore.forms.building import build
from cpscore.forms.checks import check
from cpscore.forms.language import FORM, LANGUAGE
from cpscore.forms.tree import Node, Sequence, Table, read_tree
from cpscore.forms.walking import Walker
from cpscore.rules.form import Form
from cpscore.rules.problem import Problem

# Nobody mends more than this at a time, and a hostile file has no end of them.
MOST_PROBLEMS = 200
# These take no value away, so that what follows from the values can still be judged.
HARMLESS = {"unknown-key", "duplicate-key"}


class _Enough(Exception):
    """More problems than anybody wants to read."""


class _Report(list[Problem]):
    def __call__(self, problem: Problem) -> None:
        if len(self) >= MOST_PROBLEMS:
            raise _Enough
        self.append(problem)


def read_form(data: bytes, file: str = "") -> tuple[Form | None, tuple[Problem, ...]]:
    """The form in a YAML file's bytes, or None with all its problems; `file` is their file's name.

    Problems stand in the order of the file; line and column count from 1, paths are JSON pointers
    into the file.
    """
    report = _Report()
    form = None
    try:
        form = _read(data, report)
    except _Enough:
        report.append(Problem("too-many-problems", "", {"most": MOST_PROBLEMS}, line=1, column=1))
    problems = sorted(report, key=lambda problem: (problem.line or 0, problem.column or 0))
    return (None if problems else form), tuple(problem.inside(file) for problem in problems)


def _read(data: bytes, report: _Report) -> Form | None:
    tree = read_tree(data, report)
    if tree is None:
        return None
    values = Walker(report).read(tree, FORM, "")
    if (values["language"] or LANGUAGE) > LANGUAGE:
        # Whatever else looks wrong may be right in that language.
        report.clear()
        newer = {"language": values["language"], "known": LANGUAGE}
        report(placed(Problem("language-too-new", "/language", newer), tree))
        return None
    form = build(values)
    lost = [problem.path for problem in report if problem.code not in HARMLESS]
    for problem in check(form, lost):
        report(placed(problem, tree))
    return form


def placed(problem: Problem, tree: Node) -> Problem:
    """The problem with the place of what its pointer names, or of the nearest thing around it.

    Steps that are left out in writing (`sheet:` with a bare list of blocks) leave the pointer too.
    """
    line, column, path = tree.line, tree.column, ""
    steps = problem.path.split("/")[1:]
    for at, step in enumerate(steps):
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(tree, Sequence) and not name.isdecimal():
            continue
        if isinstance(tree, Table) and name in tree.members:
            line, column = tree.keys[name].line, tree.keys[name].column
            tree = tree.members[name]
        elif isinstance(tree, Sequence) and int(name) < len(tree.members):
            tree = tree.members[int(name)]
            line, column = tree.line, tree.column
        else:
            path = "/".join((path, *steps[at:]))
            break
        path = f"{path}/{step}"
    return replace(problem, path=path, line=line, column=column)
