"""From files to results: finding a form, scoring one expert's answers, merging a panel's."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cpscore.files import Unreadable, read_capped
from cpscore.forms.catalogue import Found, find, open_file, shipped
from cpscore.forms.procedures import FoundProcedure, holds_procedure, open_procedure, procedures
from cpscore.rules.answers_reading import read_answers
from cpscore.rules.canonical import Json
from cpscore.rules.decisions import read_decisions
from cpscore.rules.form import Form
from cpscore.rules.form_document import form_sha256
from cpscore.rules.ijson import MOST_BYTES, Tree, read, unreadable
from cpscore.rules.merging import Decisions, PanelResult, decision_problems, merge
from cpscore.rules.panel import (
    Sorted,
    Submission,
    read_submission,
    sort_submissions,
)
from cpscore.rules.problem import Problem, Unacceptable
from cpscore.rules.scoring import ScoreResult, score

DEFINITIONS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Checked:
    """A definition file and everything wrong with it."""

    path: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """The panel's result, and which files it came from."""

    result: PanelResult
    files: Sorted


# Forms -----------------------------------------------------------------------------------------


def all_forms(data: Path) -> tuple[Found, ...]:
    """The shipped forms and this user's own, bad files among them with their problems."""
    return tuple(shipped(data))


def listed(form: Form, path: Path) -> dict[str, Json]:
    """A form's entry in the list."""
    return {
        "id": form.id,
        "title": form.title,
        "status": str(form.status),
        "version": form.version,
        "sha256": form_sha256(form),
        "file": shown(str(path)),
    }


def find_form(name: str, data: Path) -> Form:
    """The form in a file, or of an id. Raises Unacceptable with all that is wrong."""
    return find_definition(name, data)[0]


def find_definition(name: str, data: Path) -> tuple[Form, bytes]:
    """The same, with the bytes of its definition."""
    found = open_file(Path(name)) if names_a_file(name) else find(name, data)
    if found is None:
        raise Unacceptable([Problem("unknown-id", values={"name": name}, file=shown(name))])
    if found.form is None:
        raise Unacceptable(checked(name, found).problems)
    return found.form, found.yaml


def names_a_file(name: str) -> bool:
    """Whether a name is meant as a path: it looks like one."""
    return name != Path(name).name or name.endswith(DEFINITIONS)


def all_procedures(data: Path) -> tuple[FoundProcedure, ...]:
    """The shipped procedures and this user's own, bad files among them with their problems."""
    return tuple(procedures(data, _ids(data)))


def check_forms(names: Iterable[str], data: Path) -> tuple[Checked, ...]:
    """Every definition file with everything wrong with it; of a folder, every definition in it.

    A procedure is checked as one: its forms are those shipped and this user's own.
    """
    files = [file for name in names for file in _files(name)]
    together = {file for file in files if holds_procedure(Path(file))}
    ids = _ids(data) if together else []
    return tuple(
        checked(
            file, open_procedure(Path(file), ids) if file in together else open_file(Path(file))
        )
        for file in files
    )


def _ids(data: Path) -> list[str]:
    return [one.form.id for one in shipped(data) if one.form]


def _files(name: str) -> list[str]:
    """A file, or the definitions in a folder; a folder without any is named itself."""
    try:
        inside = sorted(Path(name).iterdir())
    except (OSError, ValueError):
        return [name]
    found = [one for one in inside if one.suffix in DEFINITIONS and not one.name.startswith(".")]
    return [str(one) for one in found] or [name]


def checked(name: str, found: Found | FoundProcedure) -> Checked:
    """A file's problems, by the name it was given."""
    told = (
        unreadable(str(one.values["reason"])) if one.code == Unreadable.code else one
        for one in found.problems
    )
    return Checked(shown(name), tuple(one.inside(shown(name)) for one in told))


# Answers ---------------------------------------------------------------------------------------


def score_file(form: Form, path: str) -> ScoreResult:
    """One expert's result. Raises Unacceptable with every problem of the file."""
    tree, found = tree_in(path)
    if found and found[0].code == "unreadable":
        raise Unacceptable(found)
    answers, problems = read_answers(form, tree)
    every = (*found, *(problem.inside(shown(path)) for problem in problems))
    if every or answers is None:
        raise Unacceptable(every)
    return score(form, answers)


def merge_files(form: Form, paths: Sequence[str], decided: str | None) -> Merged:
    """The panel's result from unsigned answers; what cannot count is listed.

    Raises Unacceptable where nothing counts, or a decision is not one to be made.
    """
    files = sort_submissions(form, [submission(form, path) for path in paths])
    decisions, wrong = decisions_in(form, decided)
    if not files.counted:
        lost = (problem for one in files.rejected for problem in one.problems)
        raise Unacceptable((*lost, *wrong))
    result = merge(form, files.counted, decisions)
    if decided is not None:
        moot = (problem.inside(shown(decided)) for problem in decision_problems(result))
        wrong = (*wrong, *moot)
    if wrong:
        raise Unacceptable(wrong)
    return Merged(result, files)


def submission(form: Form, path: str) -> Submission:
    """One member's file, whatever it holds."""
    tree, found = tree_in(path)
    return read_submission(form, shown(path), tree, found)


def decisions_in(form: Form, path: str | None) -> tuple[Decisions, tuple[Problem, ...]]:
    """What the panel decided, with every problem of the file."""
    if path is None:
        return Decisions(), ()
    tree, found = tree_in(path)
    if found and found[0].code == "unreadable":
        return Decisions(), found
    decisions, problems = read_decisions(form, tree)
    return decisions, (*found, *(problem.inside(shown(path)) for problem in problems))


# Files -----------------------------------------------------------------------------------------


def tree_in(path: str) -> tuple[Tree, tuple[Problem, ...]]:
    """The JSON in a file, and what is wrong with it as JSON."""
    data = content(path, MOST_BYTES)
    if isinstance(data, Problem):
        return None, (data,)
    tree, problems = read(data)
    return tree, tuple(problem.inside(shown(path)) for problem in problems)


def content(path: str, most: int) -> bytes | Problem:
    """The bytes of a file, or why it cannot be read."""
    try:
        return read_capped(Path(path), most)
    except Unreadable as failure:
        return unreadable(failure.reason).inside(shown(path))


def shown(path: str) -> str:
    """The path as text, whatever bytes it is made of on the disk."""
    return os.fsencode(path).decode("utf-8", "replace")
