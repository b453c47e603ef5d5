"""A form's own facts, and that its hash sees every one of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

import pytest

from cpscore.rules.canonical import canonical, sha256
from cpscore.rules.form import (
    Answered,
    Conclusion,
    Field,
    FieldType,
    Form,
    InCategory,
    Item,
    Kind,
    Note,
    OpinionPart,
    Option,
    Panel,
    Paragraph,
    Part,
    Question,
    Row,
    Source,
)
from cpscore.rules.form_document import form_bytes, form_document, form_sha256
from cpscore.rules.layout import (
    Column,
    FieldGrid,
    GradeBoxes,
    Layout,
    Line,
    OpinionBox,
    QuestionTable,
    ScoreTable,
    Statement,
    VetoTable,
)
from cpscore.rules.scoring import all_conditions
from tests.rules.samples import BARE, CHOSEN, PLAIN, REBASED, RICH, YES, d, item, section, veto

COLUMN = Column("text", "内容", 100)

# Everything a definition can say, each said at least once.
EVERYTHING = replace(
    RICH,
    issuer="某厅",
    source=Source("文件", "附录", "1号"),
    fields=(
        Field(
            "f",
            "标签",
            FieldType.TABLE,
            required=True,
            options=(Option("o", "一"),),
            columns=(Option("c", "二"),),
            rows=(Option("r", "三"),),
        ),
    ),
    sections=(
        *RICH.sections,
        *REBASED.sections[:1],
        section(
            "s9",
            item("i9", "4", rows=2, label="短", objective=True, hidden=True, article="x"),
            label="节",
            article="y",
        ),
    ),
    vetoes=(
        *RICH.vetoes,
        *(replace(one, article="6.2") for one in PLAIN.vetoes),
        veto("v9", Part("a", "问", (YES,), InCategory(("双有",)), "证号"), group="组"),
    ),
    questions=(
        Question("q", "1", "组", "问", (Part("a", "问", asked_if=Answered("a", YES)),), "7"),
    ),
    conclusions=(Conclusion("pass", "通过", "称号", "8"),),
    opinion=(OpinionPart("p", "一", (Paragraph("p1", "1", "写", "conclusion"),)),),
    panel=Panel(round=2, article="9"),
    notes=(Note("i1", "说明", "附录"),),
    grades=tuple(replace(one, award="称号", article="6") for one in RICH.grades),
    layout=Layout(
        "表",
        "附录",
        (
            Line(("a", "b")),
            VetoTable((COLUMN,), "头", "边"),
            ScoreTable((COLUMN,), "总分", True, ("一", "二")),
            GradeBoxes("结论", ("甲", "乙"), 30),
            Statement("文", True),
            FieldGrid((("f", "g"), ("h",)), 40),
            OpinionBox("组长", False),
            QuestionTable((COLUMN,), "头"),
        ),
    ),
)  # fmt: skip


def other(leaf: object) -> object:
    """A value of the same type, but another."""
    match leaf:
        case bool():
            return not leaf
        case StrEnum():
            return next(one for one in type(leaf) if one is not leaf)
        case Decimal() | int():
            return leaf + 1
        case str():
            return leaf + "x"
    raise AssertionError(leaf)


def variants(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """The value with one leaf changed, for every leaf; entries taken away count as well."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            for where, changed in variants(getattr(value, field.name), f"{path}.{field.name}"):
                yield where, replace(value, **{field.name: changed})
    elif isinstance(value, tuple):
        for at, member in enumerate(value):
            yield f"{path}[-{at}]", value[:at] + value[at + 1 :]
            for where, changed in variants(member, f"{path}[{at}]"):
                yield where, (*value[:at], changed, *value[at + 1 :])
    elif value is not None:
        yield path, other(value)


def test_the_hash_sees_every_fact_of_a_form() -> None:
    before, seen = form_bytes(EVERYTHING), 0
    for where, changed in variants(EVERYTHING):
        assert isinstance(changed, Form)
        assert form_bytes(changed) != before, where
        seen += 1
    assert seen > 400


def test_the_document_shows_its_own_hash() -> None:
    document = form_document(EVERYTHING)
    without = {name: value for name, value in document.items() if name != "sha256"}
    assert document["sha256"] == sha256(canonical(without)) == form_sha256(EVERYTHING)
    assert list(document)[:3] == ["id", "version", "sha256"]


def test_the_document_has_the_shape_of_the_contract() -> None:
    document = form_document(RICH)
    [first, second, third] = document["sections"]  # type: ignore[misc, union-attr]
    assert (document["total"], first["max"], first["floor"], third["max"]) == (
        "110",
        "60",
        "60",
        "10",
    )  # type: ignore[index, call-overload]
    assert second["items"][0] | {"rows": None} == {  # type: ignore[index, call-overload, operator]
        "id": "i3", "number": None, "title": "item i3", "label": None, "max": "40", "step": "5",
        "kind": "count", "not_applicable": False, "nonzero": False, "objective": False,
        "hidden": False, "article": "", "rows": None, "per": "5", "cap": "20",
    }  # fmt: skip
    assert first["items"][1]["choices"][1] == {"id": "good", "text": "先进", "points": "5"}  # type: ignore[index, call-overload]
    vetoes = form_document(PLAIN)["vetoes"]
    asked = [[part["asked_if"] for part in one["parts"]] for one in vetoes]  # type: ignore[index, call-overload, union-attr]
    assert asked == [
        [None],
        [None, {"part": "a", "is": "yes"}],
        [None, {"category": ["双超", "双有"]}, {"category": ["高耗能"]}],
        [None, {"part": "a", "is": "na"}],
        [{"category": ["双有"]}],
    ]
    assert vetoes[1]["fails_when"] == {
        "all": [{"part": "a", "is": "yes"}, {"part": "b", "is": "no"}]
    }  # type: ignore[index, call-overload]
    assert vetoes[3]["parts"][0]["answers"] == ["yes", "no", "na"]  # type: ignore[index, call-overload]
    assert form_document(CHOSEN)["total"] is None


def test_a_section_gives_what_its_items_give_up_to_its_cap() -> None:
    assert [one.max for one in RICH.sections] == [60, 40, 10]
    assert [one.bonus for one in RICH.sections] == [False, False, True]
    assert section("s").bonus is False


def test_an_item_has_a_short_name() -> None:
    def named(**more: object) -> str:
        base = Item("i1", None, None, d("1"), d("1"), (Row("1", None, "条款"),))
        return replace(base, **more).name  # type: ignore[arg-type]

    assert named(label="短", title="长") == "短"
    assert named(title="长") == "长"
    assert named() == "条款"
    assert named(rows=()) == "i1"


def test_a_form_knows_its_ends_and_ranks() -> None:
    assert PLAIN.ends == (0, 60, 100)
    assert [one.id for one in replace(PLAIN, grades=PLAIN.grades[::-1]).ranked] == ["g0", "g1"]
    assert [one.id for one in PLAIN.items] == ["i1", "i2", "i3"]
    assert PLAIN.item("i2").max == 30
    assert PLAIN.veto("v2").parts[1].id == "b"
    assert PLAIN.grade("g1").lower == 60


def test_a_form_says_whether_it_scores_and_asks_by_category() -> None:
    assert (PLAIN.scored, CHOSEN.scored) == (True, False)
    assert (PLAIN.depends_on_category, BARE.depends_on_category) == (True, False)
    part = Part("a", "问", asked_if=InCategory(("双有",)))
    assert replace(
        CHOSEN, questions=(Question("q", None, None, "问", (part,)),)
    ).depends_on_category


def test_an_opinion_without_paragraphs_is_one_text() -> None:
    assert OpinionPart("p2", "二").places == (Paragraph("p2", None, "二"),)
    paragraphs = (Paragraph("p1", "1", "写"),)
    assert OpinionPart("p", "一", paragraphs).places == paragraphs


def test_floors_and_stars_are_conditions_too() -> None:
    assert [one.id for one in all_conditions(RICH)] == ["top", "any", "floor-s1", "nonzero-i1"]


def test_a_floor_is_called_what_its_section_is_called() -> None:
    def called(**more: object) -> str:
        of = replace(BARE, sections=(section("s1", floor=d("60"), **more),))
        return all_conditions(of)[0].text

    assert called(title="标题", label="短") == "标题 ≥ 60%"
    assert called(title=None, label="短") == "短 ≥ 60%"
    assert called(title=None) == "s1 ≥ 60%"


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_document(kind: Kind) -> None:
    assert form_bytes(replace(BARE, sections=(section("s", item("i", "1", kind=kind)),)))
