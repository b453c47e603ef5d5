"""Values as they were read become a frozen `Form`: defaults filled in, nothing judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from cpscore.forms.expressions import Band
from cpscore.forms.printing import layout
from cpscore.forms.walking import Values
from cpscore.rules.expressions import leaves_of
from cpscore.rules.form import (
    AllOf,
    Answer,
    Answered,
    AskedIf,
    Choice,
    Compared,
    Conclusion,
    Condition,
    Expression,
    Field,
    FieldType,
    FilledBy,
    Form,
    Grade,
    InCategory,
    Item,
    Kind,
    MergeRule,
    Note,
    OpinionPart,
    Option,
    Panel,
    Paragraph,
    Part,
    Question,
    Row,
    Section,
    Source,
    Status,
    Veto,
)
from cpscore.rules.layout import Layout

T = TypeVar("T")
STEP = Decimal("0.5")


def build(values: Values) -> Form:
    """The form of a definition's values."""
    total = values["total"]
    step = values["step"] or STEP
    form = Form(
        id=values["id"],
        version=values["version"] or "1",
        title=values["title"],
        status=values["status"] or Status.ADOPTED,
        source=_source(values["source"]),
        issuer=values["issuer"] or "",
        stage=values["stage"] or "",
        filled_by=values["filled_by"] or (FilledBy.PANEL if values["opinion"] else FilledBy.EXPERT),
        total=total,
        fields=_all(values["fields"], _field),
        sections=_all(values["sections"], lambda one, at: _section(one, at, step)),
        vetoes=_all(values["vetoes"], _veto),
        questions=_all(values["questions"], _question),
        grades=_all(values["grades"], lambda one, _: _grade(one, total or Decimal(0))),
        conditions=_all(values["conditions"], _condition),
        conclusions=_all(values["conclusions"], _conclusion),
        opinion=_all(values["opinion"], _opinion_part),
        panel=_panel(values["panel"]),
        notes=_all(values["notes"], _note),
        layout=Layout(values["title"]),
    )
    return replace(form, layout=layout(values["sheet"], form))


def _all(values: list[Any] | None, make: Callable[[Any, int], T]) -> tuple[T, ...]:
    """Every member, made with its place counted from 1."""
    return tuple(make(one, at) for at, one in enumerate(values or (), start=1))


def letter(at: int) -> str:
    """a, b, c … for the first, second, third …"""
    return chr(ord("a") + at - 1) if at <= 26 else str(at)


def given(values: Values, *names: str) -> Values:
    """The keys that were written, so that the others keep the default of the value they go into."""
    return {name: values[name] for name in names if values[name] is not None}


def _source(values: Values | None) -> Source:
    if values is None:
        return Source("")
    return Source(values["document"], **given(values, "article", "number"))


def _section(values: Values, at: int, step: Decimal) -> Section:
    id = values["id"] or str(at)
    return Section(
        id=id,
        title=values["title"],
        items=_all(values["items"], lambda one, place: _item(one, f"{id}.{place}", step)),
        **given(values, "label", "cap", "floor", "article"),
    )


def _item(values: Values, id: str, step: Decimal) -> Item:
    choices = _all(values["choices"], _choice)
    most = max((choice.points for choice in choices), default=Decimal(0))
    return Item(
        id=values["id"] or id,
        number=values["number"],
        title=values["title"],
        max=most if values["max"] is None else values["max"],
        step=values["step"] or step,
        rows=_all(values["rows"], _row),
        kind=values["kind"] or kind_of(values),
        choices=choices,
        **given(values, "label", "per", "cap"),
        **given(values, "not_applicable", "nonzero", "objective", "hidden", "article"),
    )


def kind_of(values: Values) -> Kind:
    """How an item is scored where it does not say so itself."""
    if values["choices"] is not None:
        return Kind.CHOICE
    return Kind.POINTS if values["per"] is None else Kind.COUNT


def _row(values: Values, at: int) -> Row:
    return Row(values["id"] or values["number"] or str(at), values["number"], values["text"])


def _choice(values: Values, at: int) -> Choice:
    return Choice(values["id"] or letter(at), values["text"], values["points"])


def _part(values: Values, at: int) -> Part:
    offered = (Answer.YES, Answer.NO)
    return Part(
        id=values["id"] or letter(at),
        text=values["text"],
        answers=(*offered, Answer.NA) if values["not_applicable"] else offered,
        asked_if=_asked_if(values),
        detail=values["detail"],
    )


def _asked_if(values: Values) -> AskedIf:
    if values["asked_of"] is not None:
        return InCategory(tuple(values["asked_of"]))
    asked: AskedIf = values["asked_if"]
    return asked


def _parts(values: Values) -> tuple[Part, ...]:
    """The parts as listed, or the one question that a cell without parts is."""
    if values["parts"] is not None:
        return _all(values["parts"], _part)
    return (_part({"asked_if": None} | values | {"id": None}, 1),)


def _question(values: Values, at: int) -> Question:
    before: Answered | None = values["asked_if"]
    if before:
        # What is named is an earlier question, which has one part.
        values = values | {"asked_if": Answered("a", before.answer, before.part)}
    return Question(
        id=values["id"] or f"q{at}",
        number=values["number"],
        group=values["group"],
        text=values["text"],
        parts=_parts(values),
        **given(values, "article", "mark"),
    )


def _veto(values: Values, at: int) -> Veto:
    fails = _fails_when(values)
    return Veto(
        id=values["id"] or f"v{at}",
        number=values["number"],
        group=values["group"],
        text=values["text"],
        parts=() if values["parts"] is None and computed(fails) else _parts(values),
        fails_when=fails,
        **given(values, "grade", "article", "mark"),
    )


def _fails_when(values: Values) -> Expression:
    if values["fails_when"] is not None:
        expression: Expression = values["fails_when"]
        return expression
    return Answered("a", Answer(values["fails"])) if values["fails"] else AllOf(())


def computed(expression: Expression) -> bool:
    """Whether an expression is about points alone."""
    leaves = list(leaves_of(expression))
    return bool(leaves) and all(isinstance(leaf, Compared) for leaf in leaves)


def _grade(values: Values, total: Decimal) -> Grade:
    band: Band = values["range"]
    return Grade(
        id=values["id"],
        label=values["label"],
        lower=Decimal(0) if band.lower is None else band.lower,
        lower_closed=band.lower_closed,
        upper=total if band.upper is None else band.upper,
        upper_closed=band.upper_closed,
        **given(values, "award", "article"),
    )


def _condition(values: Values, at: int) -> Condition:
    return Condition(
        id=values["id"] or f"c{at}",
        text=values["text"],
        when=values["when"],
        grades=tuple(values["grades"] or ()),
        **given(values, "article"),
    )


def _conclusion(values: Values, _: int) -> Conclusion:
    return Conclusion(values["id"], values["label"], **given(values, "award", "article", "noted"))


def _option(values: Values, at: int) -> Option:
    return Option(values["id"] or str(at), values["label"], **given(values, "group"))


def _field(values: Values, _: int) -> Field:
    return Field(
        id=values["id"],
        label=values["label"],
        type=values["type"] or FieldType.TEXT,
        required=bool(values["required"]),
        options=_all(values["options"], _option),
        columns=_all(values["columns"], _option),
        rows=_all(values["rows"], _option),
        heads=tuple(values["heads"] or ()),
        **given(values, "foot"),
    )


def _opinion_part(values: Values, at: int) -> OpinionPart:
    id = values["id"] or str(at)
    return OpinionPart(
        id=id,
        title=values["title"],
        paragraphs=_all(values["paragraphs"], lambda one, place: _paragraph(one, f"{id}.{place}")),
    )


def _paragraph(values: Values, id: str) -> Paragraph:
    return Paragraph(
        values["id"] or id,
        values["number"],
        values["text"],
        values["fill"],
        **given(values, "of"),
    )


def _panel(values: Values | None) -> Panel:
    if values is None:
        return Panel()
    plain = ("minimum", "round", "drop", "least", "spread_percent", "spread_points", "assigned")
    return Panel(rule=values["rule"] or MergeRule.MEAN, **given(values, *plain, "article"))


def _note(values: Values, _: int) -> Note:
    return Note(values["about"] or "", values["text"], values["source"] or "")
