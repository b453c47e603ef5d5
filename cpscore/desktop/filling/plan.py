"""What there is to fill in, in the order of the sheet: read off the layout, part by part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from cpscore.rules.form import Conclusion, Field, Form, Question, Veto
from cpscore.rules.layout import (
    FieldGrid,
    GradeBoxes,
    LayoutBlock,
    Line,
    QuestionTable,
    Statement,
    VetoTable,
)

NAMED = re.compile(r"\{([^{}]+)\}")
TICK = "tick:"


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields that stand side by side."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions under a heading, empty where none is printed; vetoes are asked alike."""

    heading: str
    questions: tuple[Question | Veto, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The conclusions, one of which is chosen."""

    label: str
    conclusions: tuple[Conclusion, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the sheet that heads what follows."""

    text: str


Part: TypeAlias = "Fields | Asked | Chosen | Said"


def parts(form: Form) -> tuple[Part, ...]:
    """Everything to fill in, each once; what the layout leaves out stands at the end."""
    return tuple(_Plan(form).parts())


class _Plan:
    def __init__(self, form: Form) -> None:
        self.form = form
        self.fields = {field.id: field for field in form.fields}
        self.left: list[str] = [field.id for field in form.fields]
        self.questions, self.vetoes, self.conclusions = True, True, True

    def parts(self) -> Iterator[Part]:
        for block in self.form.layout.blocks:
            yield from self.block(block)
        for id in tuple(self.left):
            yield from self.row([id])
        yield from self.asked("", self.form.questions)
        yield from self.vetoed("")
        yield from self.chosen("")

    def block(self, block: LayoutBlock) -> Iterator[Part]:
        match block:
            case Line(texts):
                yield from self.named(texts)
            case Statement(text):
                if not NAMED.search(text):
                    yield Said(text)
                yield from self.named([text])
            case FieldGrid(rows):
                for row in rows:
                    yield from self.row(row)
            case QuestionTable(heading=heading):
                yield from self.asked(heading, self.form.questions)
            case VetoTable(heading=heading):
                yield from self.vetoed(heading)
            case GradeBoxes(label):
                yield from self.chosen(label)
            case _:
                pass

    def named(self, texts: Iterable[str]) -> Iterator[Part]:
        names = [name for text in texts for name in NAMED.findall(text)]
        yield from self.row(names)
        if any(name.startswith(TICK) for name in names):
            yield from self.chosen("")

    def row(self, ids: Iterable[str]) -> Iterator[Part]:
        mine = [id for id in dict.fromkeys(ids) if id in self.left]
        self.left = [id for id in self.left if id not in mine]
        if mine:
            yield Fields(tuple(self.fields[id] for id in mine))

    def asked(self, heading: str, questions: tuple[Question, ...]) -> Iterator[Part]:
        if self.questions and questions:
            yield Asked(heading, questions)
        self.questions = False

    def vetoed(self, heading: str) -> Iterator[Part]:
        # Beside a table of points the score page asks them.
        vetoes = () if self.form.scored else self.form.vetoes
        asked = tuple(veto for veto in vetoes if veto.parts)
        if self.vetoes and asked:
            yield Asked(heading, asked)
        self.vetoes = False

    def chosen(self, label: str) -> Iterator[Part]:
        if self.conclusions and self.form.conclusions:
            yield Chosen(label, self.form.conclusions)
        self.conclusions = False
