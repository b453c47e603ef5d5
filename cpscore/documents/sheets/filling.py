"""What a form's layout is filled with: one expert's answers, or nothing yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from cpscore.documents.sheets.labels import (
    FIRST_ROW,
    IN_ORDER,
    NEXT_ROW,
    NOT_APPLICABLE,
    NUMERALS,
    OPEN_ROW,
    OURS_INSIDE,
    SEE_APPENDED,
    TIMES,
)
from cpscore.documents.sheets.words import box, points_text
from cpscore.rules.answers import (
    Answers,
    Chosen,
    Counted,
    NotApplicable,
    Split,
    VetoAnswer,
    Whole,
    asked_parts,
)
from cpscore.rules.form import Answer, Form, Item, Part, Question, Veto
from cpscore.rules.ink import Ink
from cpscore.rules.points import plain
from cpscore.rules.scoring import ScoreResult, points_for

# Where a cell of notes is longer than this, the remark stands on the appended page.
LONGEST_NOTE = 60


@dataclass(frozen=True, slots=True)
class Filling:
    """Values for a form's printed page; `values` by field id, `texts` by paragraph id."""

    form: Form
    answers: Answers = field(default_factory=Answers)
    result: ScoreResult | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    ink: Ink | None = None
    signature: str | None = None
    signer: str = ""
    date: str = ""

    @property
    def ticked(self) -> str | None:
        """The grade or conclusion whose box is ticked."""
        verdict = self.result.verdict if self.result else None
        return verdict.id if verdict else None

    def total(self) -> str:
        """The points so far, for the total's cell; nothing while none are given."""
        points = self.result.points if self.result else None
        if points is None or not self.answers.scores:
            return ""
        return points_text(points.total, self.form.ends)

    def score(self, item: Item) -> tuple[str, str | None]:
        """An item's cell, and the exact number in it; a split shows its rows and the sum."""
        match given := self.answers.scores.get(item.id):
            case None:
                return "", None
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
        given = self._given(question)
        asked = self._asked(question)
        if len(question.parts) == 1:
            return box(asked[0].id in given and given[asked[0].id] is answer) if asked else "—"
        return "\n".join(
            f"{NUMERALS[number]}{box(given.get(part.id) is answer) if part in asked else '—'}"
            for number, part in enumerate(question.parts)
        )

    def beneath(self, question: Veto | Question, *, na_column: bool) -> str:
        """What is printed below a question: its parts as we ask them, and 不适用."""
        parts = question.parts
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
        return asked_parts(question, self.answers)
