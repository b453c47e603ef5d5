"""A definition is read once, at the edge: a frozen form, or every problem with its place."""

from __future__ import annotations

from dataclasses import replace

from cpscore.forms.building import build
from cpscore.forms.checks import check
from cpscore.forms.language import FORM
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
    form = build(Walker(report).read(tree, FORM, ""))
    lost = [problem.path for problem in report if problem.code not in HARMLESS]
    for problem in check(form, lost):
        line, column = place(tree, problem.path)
        report(replace(problem, line=line, column=column))
    return form


def place(tree: Node, path: str) -> tuple[int, int]:
    """Line and column of what a pointer names, or of the nearest written thing around it."""
    line, column = tree.line, tree.column
    for step in path.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(tree, Table) and name in tree.members:
            line, column = tree.keys[name].line, tree.keys[name].column
            tree = tree.members[name]
        elif isinstance(tree, Sequence) and name.isdecimal() and int(name) < len(tree.members):
            tree = tree.members[int(name)]
            line, column = tree.line, tree.column
        else:
            break
    return line, column
