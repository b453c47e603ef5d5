"""What a form's layout is filled with: one expert's answers, or nothing yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from cpscore.documents.sheets.labels import (
    BY_POINTS,
    FIRST_ROW,
    IN_ORDER,
    NEXT_ROW,
    NOT_APPLICABLE,
    NOT_ASSIGNED,
    NUMERALS,
    OPEN_ROW,
    OURS_INSIDE,
    SEE_APPENDED,
    TIMES,
)
from cpscore.documents.sheets.words import box, filled, points_text
from cpscore.rules.answers import (
    Answers,
    Chosen,
    Counted,
    NotApplicable,
    Split,
    VetoAnswer,
    Whole,
    asked_parts,
    items_in,
)
from cpscore.rules.form import Answer, Answered, Form, Item, Part, Question, Section, Veto
from cpscore.rules.ink import Ink
from cpscore.rules.layout import Column, ScoreTable
from cpscore.rules.points import plain
from cpscore.rules.scoring import ScoreResult, VetoState
from cpscore.rules.tally import points_for

# Where a cell of notes is longer than this, the remark stands on the appended page.
LONGEST_NOTE = 60
WORDS = {Answer.YES: "是", Answer.NO: "否"}
ROOM = "　　　"


@dataclass(frozen=True, slots=True)
class Filling:
    """Values for a form's printed page; `values` by field id, `texts` by paragraph id.

    `public` leaves out what the definition hides from the enterprise; on a `blank` sheet every
    part of a question is still to be answered.
    """

    form: Form
    answers: Answers = field(default_factory=Answers)
    result: ScoreResult | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    ink: Ink | None = None
    signature: str | None = None
    signer: str = ""
    date: str = ""
    public: bool = False
    blank: bool = False

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections with the items that this copy shows."""
        shown = (
            replace(section, items=tuple(one for one in section.items if not self.hides(one)))
            for section in self.form.sections
        )
        return tuple(section for section in shown if section.items)

    def hides(self, item: Item) -> bool:
        """Whether this copy leaves an item out."""
        return self.public and item.hidden

    @property
    def hides_remarks(self) -> bool:
        """Whether this copy leaves out what experts wrote beside the items."""
        tables = (one for one in self.form.layout.blocks if isinstance(one, ScoreTable))
        columns = (column for table in tables for column in table.columns)
        return self.public and any(one.hidden and one.show == "note" for one in columns)

    def columns(self, columns: tuple[Column, ...]) -> tuple[Column, ...]:
        """The columns that this copy shows."""
        return tuple(one for one in columns if not (self.public and one.hidden))

    @property
    def ticked(self) -> str | None:
        """The grade or conclusion whose box is ticked."""
        verdict = self.result.verdict if self.result else None
        return verdict.id if verdict else None

    def said(self, text: str) -> str:
        """A line of the layout with its values and boxes; `{total}` is the points of all."""
        return filled(text, {"total": self.total() or ROOM, **self.values}, self.ticked)

    def total(self, sections: tuple[str, ...] = ()) -> str:
        """The points so far, of all or of these sections; nothing while none are given."""
        points = self.result.points if self.result else None
        if points is None or not self.answers.scores:
            return ""
        if sections:
            # An expert who scores other sections has no points of these.
            theirs = [points.sections[id] for id in sections if id in points.sections]
            return points_text(sum(theirs, Fraction(0))) if theirs else NOT_ASSIGNED
        return points_text(points.total, self.form.ends)

    def score(self, item: Item) -> tuple[str, str | None]:
        """An item's cell, and the exact number in it; a split shows its rows and the sum."""
        match given := self.answers.scores.get(item.id):
            case None:
                assigned = items_in(self.form, self.answers.sections)
                theirs = any(one.id == item.id for one in assigned)
                return "" if theirs else NOT_ASSIGNED, None
            case Whole(points):
                return plain(points), plain(points)
            case Split(rows):
                each = [plain(rows[row.id]) if row.id in rows else OPEN_ROW for row in item.rows]
                total = plain(points_for(item, given) or Decimal(0))
                addends = [FIRST_ROW.format(each[0]), *(NEXT_ROW.format(one) for one in each[1:])]
                return "\n".join([total, *addends]), total
            case Chosen() | Counted():
                total = plain(points_for(item, given) or Decimal(0))
                if isinstance(given, Counted):
                    return TIMES.format(points=total, count=given.count), total
                return total, total
            case NotApplicable():
                return NOT_APPLICABLE, None

    def note(self, about: str) -> str:
        """A short remark for a cell; long ones stand on the appended page."""
        text = self.remark(about)
        return text if len(text) <= LONGEST_NOTE else SEE_APPENDED

    def remark(self, about: str) -> str:
        """What the expert wrote about an item or a veto, its reason included."""
        score = self.answers.scores.get(about)
        why = score.reason if isinstance(score, NotApplicable) else ""
        reason = self.answers.vetoes.get(about, VetoAnswer()).reason
        written = (why, reason, self.answers.remarks.get(about, ""))
        return "\n".join(text for text in written if text)

    def boxes(self, question: Veto | Question, answer: Answer) -> str:
        """The cell under 是 or 否: a box, or one for each part that is asked."""
        if not question.parts:
            return box(self._computed(question) is answer)
        given = self._given(question)
        asked = self._asked(question)
        if len(question.parts) == 1:
            return box(asked[0].id in given and given[asked[0].id] is answer) if asked else "—"
        return "\n".join(
            f"{NUMERALS[number]}{box(given.get(part.id) is answer) if part in asked else '—'}"
            for number, part in enumerate(question.parts)
        )

    def _computed(self, veto: Veto | Question) -> Answer | None:
        """Whether the points make a veto fail; None while they are not final."""
        found = self.result.vetoes if self.result else ()
        states = {VetoState.FAILED: Answer.YES, VetoState.CLEAR: Answer.NO}
        return next((states.get(one.state) for one in found if one.id == veto.id), None)

    def answer(self, question: Veto | Question) -> str:
        """All boxes of a question in one cell, 是□ 否□, a line for each part."""
        given, asked = self._given(question), self._asked(question)
        several = len(question.parts) > 1
        return "\n".join(
            (NUMERALS[number] if several else "")
            + (
                "　　".join(
                    f"{WORDS[answer]}{box(given.get(part.id) is answer)}"
                    for answer in part.answers
                    if answer is not Answer.NA
                )
                if part in asked
                else "—"
            )
            for number, part in enumerate(question.parts)
        )

    def details(self, question: Veto | Question) -> tuple[tuple[str, str], ...]:
        """What is to be written beside the answers, and what was."""
        entered = self.answers.vetoes if isinstance(question, Veto) else self.answers.questions
        written = entered.get(question.id, VetoAnswer()).details
        return tuple(
            (part.detail, written.get(part.id, "")) for part in question.parts if part.detail
        )

    def beneath(self, question: Veto | Question, *, na_column: bool) -> str:
        """What is printed below a question: its parts as we ask them, and 不适用."""
        parts = question.parts
        if not parts:
            return OURS_INSIDE.format(BY_POINTS)
        out = [part for part in parts if self._not_applicable(question, part, na_column=na_column)]
        if len(parts) == 1:
            return OURS_INSIDE.format(NOT_APPLICABLE) if out else ""
        if all(part.text in question.text for part in parts):
            named = IN_ORDER.format(NUMERALS[: len(parts)])
            marks = [NUMERALS[parts.index(part)] + NOT_APPLICABLE for part in out]
            return OURS_INSIDE.format("；".join([named, *marks]))
        lines = [
            NUMERALS[number] + part.text + (f"（{NOT_APPLICABLE}）" if part in out else "")
            for number, part in enumerate(parts)
        ]
        return OURS_INSIDE.format("\n".join(lines)) if lines else ""

    def _not_applicable(self, question: Veto | Question, part: Part, *, na_column: bool) -> bool:
        na = self._given(question).get(part.id) is Answer.NA and not na_column
        return na or part not in self._asked(question)

    def _given(self, question: Veto | Question) -> Mapping[str, Answer]:
        entered = self.answers.vetoes if isinstance(question, Veto) else self.answers.questions
        return entered.get(question.id, VetoAnswer()).parts

    def _asked(self, question: Veto | Question) -> tuple[Part, ...]:
        """The parts with boxes: those asked, and those that an open answer may yet have asked."""
        if self.blank:
            return question.parts
        given, asked = self._given(question), asked_parts(question, self.answers)
        open_ones: set[str] = set()
        boxed: list[Part] = []
        for part in question.parts:
            if part in asked or self._undecided(part, open_ones):
                boxed.append(part)
                open_ones |= {part.id} - given.keys()
        return tuple(boxed)

    def _undecided(self, part: Part, open_ones: set[str]) -> bool:
        match part.asked_if:
            case Answered(other, _, ""):
                return other in open_ones
            case Answered(other, _, question):
                given = self.answers.questions.get(question, VetoAnswer()).parts
                return other not in given
            case _:
                return False
