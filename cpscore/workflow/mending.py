"""What a draft leaves to its user: which answer fails a veto, and what is a veto at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cpscore.forms.language import FORM
from cpscore.forms.reader import read_form
from cpscore.forms.tree import read_tree
from cpscore.forms.walking import UNDECIDED
from cpscore.forms.writing import Bare, Definition, Value, plain_tree, write_yaml
from cpscore.rules.form import Form
from cpscore.rules.problem import Problem

FAILS = re.compile(rf"\bfails: *{UNDECIDED}\b")
FAILS_WHEN = re.compile(rf"\bfails_when: *{UNDECIDED}\b")
RANGE = re.compile(rf"\brange: *{UNDECIDED}\b")
AFTER = re.compile(r"a *= *(yes|no)")
HEAD = re.compile(r"(?:#[^\n]*\n)*")


@dataclass(frozen=True, slots=True)
class Veto:
    """A veto of a draft: its text, its questions where it has several.

    `after` is the answer to the first after which alone the second is asked; empty where all are.
    """

    text: str
    parts: tuple[str, ...] = ()
    after: str = ""

    @property
    def rules(self) -> tuple[str, ...]:
        """What may be written for `fails_when`: what such cells mostly mean."""
        letters = "abcdef"[: len(self.parts)]
        any_ = (" or ".join(f"{one} = {answer}" for one in letters) for answer in ("yes", "no"))
        return (f"a = {self.after} and b = no",) if self.after else tuple(any_)


def open_places(text: str) -> Mapping[str, Veto]:
    """The vetoes and grades of a draft by their paths, whatever else is wrong with it.

    A grade has its label only; nothing is there where the draft cannot be read.
    """
    tree, found = _tree(text), {}
    for name in ("vetoes", "grades"):
        listed = tree.get(name)
        for at, one in enumerate(listed if isinstance(listed, list) else ()):
            found[f"/{name}/{at}"] = _veto(one)
    return found


def _tree(text: str) -> Definition:
    node = read_tree(text.encode("utf-8"), lambda _: None)
    tree = plain_tree(node, FORM) if node is not None else {}
    return tree if isinstance(tree, dict) else {}


def _veto(one: Value) -> Veto:
    if not isinstance(one, Mapping):
        return Veto(str(one))
    parts = one.get("parts")
    listed = parts if isinstance(parts, list) else []
    rule = listed[1].get("asked_if") if listed[1:] and isinstance(listed[1], Mapping) else None
    after = AFTER.fullmatch(str(rule or ""))
    only = after is not None and len(listed) == 2
    return Veto(_text(one), tuple(map(_text, listed)), after[1] if only and after else "")


def _text(one: Value) -> str:
    return str(one.get("text") or one.get("label", "")) if isinstance(one, Mapping) else str(one)


# Looking at it before all is decided -----------------------------------------------------------


def printable(text: str, problems: tuple[Problem, ...]) -> Form | None:
    """The form as it would be printed, where nothing but decisions is missing.

    What fails a veto is not printed, and bands are not either where the table has none: any answer
    does for looking at the sheet. For nothing else.
    """
    if not problems or any(problem.code != UNDECIDED for problem in problems):
        return None
    text = FAILS_WHEN.sub("fails_when: a = yes", FAILS.sub("fails: yes", text))
    bands = len(RANGE.findall(text))
    numbers = iter(range(bands))
    text = RANGE.sub(lambda _: f'range: "{_band(next(numbers), bands)}"', text)
    return read_form(text.encode("utf-8"))[0]


def _band(at: int, bands: int) -> str:
    if at == 0:
        return "x >= 0" if bands == 1 else "x < 1"
    return f"x >= {at}" if at == bands - 1 else f"{at} <= x < {at + 1}"


# Vetoes and plain questions --------------------------------------------------------------------


def as_vetoes(text: str) -> str | None:
    """The draft with its questions as vetoes, each undecided; None where that cannot be written."""
    return _turned(text, "questions", "vetoes")


def as_questions(text: str) -> str | None:
    """The draft with its vetoes as questions that decide nothing; None where it cannot be."""
    return _turned(text, "vetoes", "questions")


def _turned(text: str, old: str, new: str) -> str | None:
    tree = _tree(text)
    listed, sheet = tree.get(old), tree.get("sheet")
    if not isinstance(listed, list) or new in tree:
        return None
    made: Definition = {}
    for key, value in tree.items():
        if key == old:
            made[new] = [_other(one, veto=new == "vetoes") for one in listed]
        elif key == "sheet":
            made[key] = _sheet(sheet, old, new)
        elif key == "notes" and isinstance(value, list):
            made[key] = [_about(one, new[0]) for one in value]
        else:
            made[key] = value
    head = HEAD.match(text)
    return (head.group() if head else "") + write_yaml(made)


def _other(one: Value, *, veto: bool) -> Value:
    """The same question with or without what fails it."""
    asked: Definition = dict(one) if isinstance(one, Mapping) else {"text": one}
    for key in ("fails", "fails_when", "grade"):
        asked.pop(key, None)
    if veto:
        asked["fails_when" if "parts" in asked else "fails"] = Bare(UNDECIDED)
    return asked


def _about(note: Value, letter: str) -> Value:
    """A note about q1 is one about v1."""
    if not isinstance(note, Mapping) or "about" not in note:
        return note
    about = re.sub("^[vq](?=[0-9]+$)", letter, str(note["about"]))
    return {**note, "about": Bare(about)}


def _sheet(sheet: Value | None, old: str, new: str) -> Value:
    blocks = sheet.get("blocks") if isinstance(sheet, Mapping) else sheet
    if not isinstance(blocks, list):
        return sheet or []
    turned: list[Value] = [
        {new if key == old else key: _block(value, new) for key, value in one.items()}
        if isinstance(one, Mapping)
        else one
        for one in blocks
    ]
    return {**sheet, "blocks": turned} if isinstance(sheet, Mapping) else turned


def _block(block: Value, new: str) -> Value:
    """A table of plain questions has nothing beside it."""
    if new == "questions" and isinstance(block, Mapping):
        return {key: value for key, value in block.items() if key != "side"}
    return block
