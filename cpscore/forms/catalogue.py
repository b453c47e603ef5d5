"""Where forms come from: the shipped ones, the user's own, or a file somebody names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cpscore.files import Unreadable, Why, read_capped
from cpscore.forms.reader import read_form
from cpscore.forms.tree import MOST_BYTES
from cpscore.places import forms_folder
from cpscore.rules.form import Form, Status
from cpscore.rules.problem import Problem

SUFFIX = ".yaml"


@dataclass(frozen=True, slots=True)
class Found:
    """A definition file: its bytes, and the form in it or the problems that stand in the way."""

    path: Path
    yaml: bytes
    form: Form | None
    problems: tuple[Problem, ...]


def shipped(data: Path | None = None) -> Iterator[Found]:
    """The shipped forms, then the user's own in `<data>/forms`, each folder by file name.

    A bad file stands in the list with its problems and hinders no other. A form of the user's own
    stands in the place of a provisional one of its id, never of an official one.
    """
    ours, *rest = (list(map(open_file, _files(folder))) for folder in _folders(data))
    theirs = [one for found in rest for one in found]
    adopted = {one.form.id for one in theirs if one.form}
    kept = [one for one in ours if not (_provisional(one) and one.form and one.form.id in adopted)]
    taken = {one.form.id for one in kept if one.form}
    yield from kept
    yield from (_refused(one) if one.form and one.form.id in taken else one for one in theirs)


def _provisional(found: Found) -> bool:
    return found.form is not None and found.form.status is Status.PROVISIONAL


def _refused(found: Found) -> Found:
    assert found.form is not None
    problem = Problem("duplicate-id", "/id", {"id": found.form.id}, str(found.path), 1, 1)
    return replace(found, form=None, problems=(problem,))


def find(name: str, data: Path | None = None) -> Found | None:
    """A form by its id, or by the path of its file; None where there is neither.

    An id that is both shipped and the user's own is the shipped one's, unless that is provisional;
    a bad file goes by the name it has.
    """
    waiting: Found | None = None
    for folder in _folders(data):
        # A form's file is mostly called like its id: look there first.
        for path in sorted(_files(folder), key=lambda path: path.stem != name):
            found = open_file(path)
            if found.form.id == name if found.form else path.stem == name:
                if not _provisional(found):
                    return found
                waiting = waiting or found
    if waiting is not None:
        return waiting
    found = open_file(Path(name))
    missing = any(problem.values.get("reason") is Why.MISSING for problem in found.problems)
    return None if missing else found


def open_file(path: Path) -> Found:
    """The definition in a file; what cannot be read is a problem `unreadable-file`, not a raise."""
    try:
        data = read_capped(path, MOST_BYTES)
    except Unreadable as failure:
        problem = Problem(failure.code, values=failure.values, file=str(path))
        return Found(path, b"", None, (problem,))
    form, problems = read_form(data, str(path))
    return Found(path, data, form, problems)


def _folders(data: Path | None) -> Iterator[Path]:
    yield forms_folder()
    if data is not None:
        yield data / "forms"


def _files(folder: Path) -> list[Path]:
    # A folder that is not there holds no forms.
    return sorted(folder.glob(f"*{SUFFIX}"))
