"""One expert's answers to one form: the values, how they change, and what is asked of whom."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from cpscore.rules.form import (
    Answer,
    Answered,
    Form,
    InCategory,
    Item,
    Part,
    Question,
    Veto,
)

V = TypeVar("V")

MOST_MARKS = 30


@dataclass(frozen=True, slots=True)
class Whole:
    """One number for the item's whole weight."""

    points: Decimal


@dataclass(frozen=True, slots=True)
class Split:
    """The item's weight split over its rows; it counts when all rows are there."""

    rows: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The step chosen on a stepped item."""

    choice: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many occurrences a deduction item had."""

    count: int


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The item does not concern this enterprise; it leaves the denominator."""

    reason: str


Score: TypeAlias = Whole | Split | Chosen | Counted | NotApplicable
FieldValue: TypeAlias = "str | tuple[str, ...] | tuple[Mapping[str, str], ...]"


@dataclass(frozen=True, slots=True)
class VetoAnswer:
    """The answers to the parts of a veto or question, why, and what was written beside them."""

    parts: Mapping[str, Answer] = field(default_factory=dict)
    reason: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything one expert entered on one form; what is absent is open, never zero."""

    expert: str = ""
    categories: tuple[str, ...] = ()
    scores: Mapping[str, Score] = field(default_factory=dict)
    vetoes: Mapping[str, VetoAnswer] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    conclusion: str | None = None
    questions: Mapping[str, VetoAnswer] = field(default_factory=dict)
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    sections: tuple[str, ...] | None = None

    def with_score(self, item: str, score: Score | None) -> Answers:
        """These answers with one score entered, or taken away."""
        return replace(self, scores=changed(self.scores, item, score))

    def with_part(self, veto: str, part: str, answer: Answer | None) -> Answers:
        """These answers with one veto part answered, or taken back."""
        before = self.vetoes.get(veto, VetoAnswer())
        return self._with_veto(veto, replace(before, parts=changed(before.parts, part, answer)))

    def with_reason(self, veto: str, reason: str) -> Answers:
        """These answers with the reason given for a veto."""
        return self._with_veto(veto, replace(self.vetoes.get(veto, VetoAnswer()), reason=reason))

    def with_remark(self, about: str, text: str) -> Answers:
        """These answers with a remark on an item or veto; empty text takes it away."""
        return replace(self, remarks=changed(self.remarks, about, text or None))

    def with_answer(self, question: str, part: str, answer: Answer | None) -> Answers:
        """These answers with one part of a question answered, or taken back."""
        before = self.questions.get(question, VetoAnswer())
        after = replace(before, parts=changed(before.parts, part, answer))
        return replace(self, questions=changed(self.questions, question, _kept(after)))

    def with_detail(self, about: Veto | Question, part: str, text: str) -> Answers:
        """These answers with what is written beside an answer; empty text takes it away."""
        if isinstance(about, Veto):
            before = self.vetoes.get(about.id, VetoAnswer())
            after = replace(before, details=changed(before.details, part, text or None))
            return self._with_veto(about.id, after)
        before = self.questions.get(about.id, VetoAnswer())
        after = replace(before, details=changed(before.details, part, text or None))
        return replace(self, questions=changed(self.questions, about.id, _kept(after)))

    def with_field(self, field: str, value: FieldValue | None) -> Answers:
        """These answers with a field filled in; an empty value takes it away."""
        return replace(self, fields=changed(self.fields, field, value or None))

    def with_conclusion(self, conclusion: str | None) -> Answers:
        """These answers with the conclusion chosen, or taken back."""
        return replace(self, conclusion=conclusion)

    def _with_veto(self, veto: str, answer: VetoAnswer) -> Answers:
        return replace(self, vetoes=changed(self.vetoes, veto, _kept(answer)))


def _kept(answer: VetoAnswer) -> VetoAnswer | None:
    """An answer with something in it."""
    return answer if answer.parts or answer.reason or answer.details else None


def changed(mapping: Mapping[str, V], key: str, value: V | None) -> Mapping[str, V]:
    """A mapping with one entry set, or taken away by None."""
    others = {name: member for name, member in mapping.items() if name != key}
    return others if value is None else others | {key: value}


def expert_name(text: str) -> str:
    """A name as names are compared: trimmed and in NFC."""
    trimmed = text.strip()
    return unicodedata.normalize("NFC", trimmed) if _stream_safe(trimmed) else trimmed


def _stream_safe(text: str) -> bool:
    """Whether no letter carries more than 30 marks (UAX #15): sorting a million takes minutes."""
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run > MOST_MARKS:
            return False
    return True


def asked(
    part: Part,
    parts: Mapping[str, Answer],
    categories: Iterable[str],
    questions: Mapping[str, VetoAnswer] = MappingProxyType({}),
) -> bool:
    """Whether a part is asked of this enterprise, the other parts and questions being answered so.

    A question that is asked only if another was answered so has one question before it, asked of
    everybody: no chain of them is followed.
    """
    match part.asked_if:
        case None:
            return True
        case Answered(other, answer, ""):
            return parts.get(other) is answer
        case Answered(other, answer, question):
            return questions.get(question, VetoAnswer()).parts.get(other) is answer
        case InCategory(wanted):
            return any(category in wanted for category in categories)


def asked_parts(question: Veto | Question, answers: Answers) -> tuple[Part, ...]:
    """The parts of a question that this enterprise is asked, given what is answered so far.

    An answer to a part that is no longer asked does not make others asked.
    """
    given = (answers.vetoes if isinstance(question, Veto) else answers.questions).get(question.id)
    parts = given.parts if given else {}
    return reached(question.parts, parts, answers.categories, answers.questions)


def reached(
    parts: Iterable[Part],
    given: Mapping[str, Answer],
    categories: Iterable[str],
    questions: Mapping[str, VetoAnswer] = MappingProxyType({}),
) -> tuple[Part, ...]:
    """The parts that are asked; they stand in order and ask only about earlier ones."""
    taken: list[Part] = []
    counting: dict[str, Answer] = {}
    for part in parts:
        if asked(part, counting, categories, questions):
            taken.append(part)
            if part.id in given:
                counting[part.id] = given[part.id]
    return tuple(taken)


def items_in(form: Form, sections: tuple[str, ...] | None) -> tuple[Item, ...]:
    """The items of the sections an expert is assigned; all of them where nothing is assigned."""
    return tuple(
        item
        for section in form.sections
        if sections is None or section.id in sections
        for item in section.items
    )
