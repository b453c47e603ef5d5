"""A form (评分表): what is asked, what it is worth, when it fails, and how it is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from cpscore.rules.expressions import (
    AllOf,
    Answer,
    Answered,
    AnyOf,
    AskedIf,
    Compared,
    Expression,
    InCategory,
    Relation,
)
from cpscore.rules.fields import Field, FieldType, Option
from cpscore.rules.layout import Layout

# Whoever speaks of forms finds all their parts here.
__all__ = [
    "CATEGORIES",
    "AllOf",
    "Answer",
    "Answered",
    "AnyOf",
    "AskedIf",
    "Choice",
    "Compared",
    "Conclusion",
    "Condition",
    "Expression",
    "Field",
    "FieldType",
    "FilledBy",
    "Form",
    "Grade",
    "InCategory",
    "Item",
    "Kind",
    "MergeRule",
    "Note",
    "OpinionPart",
    "Option",
    "Panel",
    "Paragraph",
    "Part",
    "Question",
    "Relation",
    "Row",
    "Section",
    "Source",
    "Status",
    "Veto",
    "printed_number",
]

# One vocabulary in every form: 双超 (第一类), 高耗能 (第二类), 双有 (第三类), 其他.
CATEGORIES = ("双超", "高耗能", "双有", "其他")


class Status(StrEnum):
    """Where a form stands: as the authority printed it, with demonstration items, or brought by a
    user.
    """

    OFFICIAL = "official"
    PROVISIONAL = "provisional"
    ADOPTED = "adopted"


class FilledBy(StrEnum):
    """Who fills a form in: each expert on a paper of their own, or one party once per review."""

    EXPERT = "expert"
    PANEL = "panel"
    ENTERPRISE = "enterprise"


class Kind(StrEnum):
    """How an item is scored; a bonus may have steps to choose from."""

    POINTS = "points"
    CHOICE = "choice"
    COUNT = "count"
    BONUS = "bonus"


class MergeRule(StrEnum):
    """How the members' scores become the panel's; no source states one (`mean` is our default)."""

    MEAN = "mean"
    ITEM_MEAN = "item-mean"
    TRIMMED_MEAN = "trimmed-mean"
    MEDIAN = "median"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Row:
    """A printed criterion or numbered line that an item's weight covers."""

    id: str
    number: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One step of a stepped item."""

    id: str
    text: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Item:
    """One printed weight, and the rows it covers.

    `count` items lose `per` points an occurrence, at most `cap`. `nonzero` is the ★ of some
    regions: zero points fail. On `objective` items all experts must agree. `hidden` items stay
    out of the enterprise's copy. `label` is a short name of our own where nothing is printed.
    """

    id: str
    number: str | None
    title: str | None
    max: Decimal
    step: Decimal
    rows: tuple[Row, ...]
    kind: Kind = Kind.POINTS
    label: str | None = None
    not_applicable: bool = False
    choices: tuple[Choice, ...] = ()
    per: Decimal | None = None
    cap: Decimal | None = None
    nonzero: bool = False
    objective: bool = False
    hidden: bool = False
    article: str = ""

    @property
    def stepped(self) -> bool:
        """Whether one of a few steps is chosen."""
        return bool(self.choices)

    @property
    def name(self) -> str:
        """What to call the item where there is room for a few words only."""
        return self.label or self.title or (self.rows[0].text if self.rows else self.id)


@dataclass(frozen=True, slots=True)
class Section:
    """Items under one heading.

    `cap` limits what they may add up to, `floor` (percent) is what they must reach.
    """

    id: str
    title: str | None
    items: tuple[Item, ...]
    label: str | None = None
    cap: Decimal | None = None
    floor: Decimal | None = None
    article: str = ""

    @property
    def max(self) -> Decimal:
        """The most points the section can give."""
        full = sum((item.max for item in self.items), Decimal(0))
        return full if self.cap is None else min(full, self.cap)

    @property
    def bonus(self) -> bool:
        """Whether all its items are a bonus on top of the regular points."""
        return bool(self.items) and all(item.kind is Kind.BONUS for item in self.items)


@dataclass(frozen=True, slots=True)
class Part:
    """One question inside a veto; `asked_if` says when it is asked at all.

    `detail` is the label of what is to be written beside the answer (a permit's number).
    """

    id: str
    text: str
    answers: tuple[Answer, ...] = (Answer.YES, Answer.NO)
    asked_if: AskedIf = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Veto:
    """A veto question (否决项); without parts it is computed from the points by `fails_when`.

    `grade` is the grade a sustained veto leads to: the lowest where the source names none. `mark`
    is the number before the text as the source prints it (1．), where that is not `1.`.
    """

    id: str
    number: str | None
    group: str | None
    text: str
    parts: tuple[Part, ...]
    fails_when: Expression
    grade: str | None = None
    article: str = ""
    mark: str = ""

    @property
    def printed(self) -> str:
        """The number with the sign behind it, as it stands before the text."""
        return printed_number(self)

    @property
    def computed(self) -> bool:
        """Whether nobody is asked: the points decide."""
        return not self.parts


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a form without points; its answers decide nothing by themselves.

    `mark` as for a veto.
    """

    id: str
    number: str | None
    group: str | None
    text: str
    parts: tuple[Part, ...]
    article: str = ""
    mark: str = ""

    @property
    def printed(self) -> str:
        """The number with the sign behind it, as it stands before the text."""
        return printed_number(self)


def printed_number(question: Veto | Question) -> str:
    """A question's number before its text: as the source prints it, else with a full stop."""
    return question.mark or (f"{question.number}." if question.number else "")


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold for a grade beyond the points.

    `grades` that demand it (empty: all but the lowest).
    """

    id: str
    text: str
    when: Expression
    grades: tuple[str, ...] = ()
    article: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """A band of points, its ends open or closed exactly as printed.

    `award` is the title given with it.
    """

    id: str
    label: str
    lower: Decimal
    lower_closed: bool
    upper: Decimal
    upper_closed: bool
    award: str | None = None
    article: str = ""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A result the panel chooses, where no points decide.

    One that is not `noted` stands on the panel's summary and not in the opinion.
    """

    id: str
    label: str
    award: str | None = None
    article: str = ""
    noted: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of an opinion: what the official sheet asks to be written there.

    `fill` names what the program may pre-fill it from: `conclusion`, or nothing; `of` is the form
    whose conclusion it is, empty for all forms of the review.
    """

    id: str
    number: str | None
    text: str
    fill: str | None = None
    of: str = ""


@dataclass(frozen=True, slots=True)
class OpinionPart:
    """A numbered part of an opinion sheet; without paragraphs it is one text itself."""

    id: str
    title: str
    paragraphs: tuple[Paragraph, ...] = ()

    @property
    def places(self) -> tuple[Paragraph, ...]:
        """Where text is written in this part."""
        return self.paragraphs or (Paragraph(self.id, None, self.title),)


@dataclass(frozen=True, slots=True)
class Source:
    """The document something is taken from, the article, and the number, where it prints one."""

    document: str
    article: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """How many members it takes and how their scores become one.

    `round` (places) is applied before grading, where the form declares it; `drop` and `least`
    belong to the trimmed mean. Spreads of at least `spread_percent` of an item's maximum and
    `spread_points` are pointed out. `assigned` lets an expert score assigned sections only.
    """

    minimum: int = 3
    rule: MergeRule = MergeRule.MEAN
    round: int | None = None
    drop: int = 1
    least: int = 5
    spread_percent: Decimal = Decimal(20)
    spread_points: Decimal = Decimal(2)
    assigned: bool = False
    article: str = ""

    @property
    def applied(self) -> MergeRule:
        """The rule in use: where members score sections only, none has a whole total to merge."""
        agreed = self.rule is MergeRule.AGREED
        return MergeRule.ITEM_MEAN if self.assigned and not agreed else self.rule


@dataclass(frozen=True, slots=True)
class Note:
    """A contradiction, silence or reading of the source, printed and not hidden.

    `about` is an id or empty.
    """

    about: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A definition, whole and checked: nothing downstream looks for mistakes in it again."""

    id: str
    version: str
    title: str
    status: Status
    source: Source
    stage: str
    total: Decimal | None
    layout: Layout
    filled_by: FilledBy = FilledBy.EXPERT
    issuer: str = ""
    fields: tuple[Field, ...] = ()
    sections: tuple[Section, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    questions: tuple[Question, ...] = ()
    grades: tuple[Grade, ...] = ()
    conditions: tuple[Condition, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    opinion: tuple[OpinionPart, ...] = ()
    panel: Panel = field(default_factory=Panel)
    notes: tuple[Note, ...] = ()

    @property
    def items(self) -> Iterator[Item]:
        """All items in the order of the source."""
        return (item for section in self.sections for item in section.items)

    @property
    def scored(self) -> bool:
        """Whether points are given at all."""
        return self.total is not None

    @property
    def ends(self) -> tuple[Decimal, ...]:
        """Every point where one band meets another, and the outermost ends."""
        return tuple(sorted({end for grade in self.grades for end in (grade.lower, grade.upper)}))

    @property
    def ranked(self) -> tuple[Grade, ...]:
        """The grades from the lowest up; of two that begin at one point the closed one is lower.

        The first is where a veto leads when the source names no consequence.
        """
        return tuple(sorted(self.grades, key=lambda grade: (grade.lower, not grade.lower_closed)))

    @property
    def depends_on_category(self) -> bool:
        """Whether any question is asked of some enterprises only."""
        return any(
            isinstance(part.asked_if, InCategory)
            for parts in (*(v.parts for v in self.vetoes), *(q.parts for q in self.questions))
            for part in parts
        )

    def item(self, id: str) -> Item:
        """The item of that id, which is one of the form's own."""
        return next(item for item in self.items if item.id == id)

    def veto(self, id: str) -> Veto:
        """The veto of that id."""
        return next(veto for veto in self.vetoes if veto.id == id)

    def grade(self, id: str) -> Grade:
        """The grade of that id."""
        return next(grade for grade in self.grades if grade.id == id)
