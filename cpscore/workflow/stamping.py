"""What an adopted definition says of itself (id, version, status), written into its own text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from cpscore.forms.language import FORM
from cpscore.forms.reader import read_form
from cpscore.forms.tree import Table, read_tree
from cpscore.forms.writing import Bare, plain_tree, write_yaml
from cpscore.rules.form import Form

# Texts, that is: in quotes wherever YAML might take them for something else.
WORDY = ("version", "title")


def stamped(text: str, values: Mapping[str, str]) -> str:
    """A definition with other values for keys at its top; all else, comments too, stays as it is.

    The text is one that is read without problems.
    """
    before = _read(text)
    assert before is not None
    lines = text.splitlines()
    for name, value in values.items():
        lines = _with_line(lines, name, value)
    changed = "\n".join(lines) + "\n"
    # An enumeration's value is equal to its member.
    if _read(changed) == replace(before, **values):  # type: ignore[arg-type]
        return changed
    # Written as nobody writes it (all on one line, say): the same definition in our own lines.
    return _rewritten(text, values)


def _read(text: str) -> Form | None:
    form, _ = read_form(text.encode("utf-8"))
    return form


def _with_line(lines: list[str], name: str, value: str) -> list[str]:
    line = f'{name}: "{value}"' if name in WORDY else f"{name}: {value}"
    at = next((at for at, one in enumerate(lines) if re.match(rf"{name}\s*:", one)), None)
    if at is not None:
        return [*lines[:at], line, *lines[at + 1 :]]
    first = next((at for at, one in enumerate(lines) if re.match(r"id\s*:", one)), -1)
    return [*lines[: first + 1], line, *lines[first + 1 :]]


def _rewritten(text: str, values: Mapping[str, str]) -> str:
    tree = read_tree(text.encode("utf-8"), lambda _problem: None)
    assert isinstance(tree, Table)
    definition = {
        name: plain_tree(node, FORM.keys[name].shape) for name, node in tree.members.items()
    }
    more = {name: value if name in WORDY else Bare(value) for name, value in values.items()}
    return write_yaml({**definition, **more})
