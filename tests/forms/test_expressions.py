"""The small sentences: what they mean, and that no text whatever crashes them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpscore.forms.expressions import Band, NotUnderstood, read_band, read_expression
from cpscore.rules.form import AllOf, Answer, Answered, AnyOf, Compared, Expression, Relation
from cpscore.rules.form_document import expression

A_NO, B_NO = Answered("a", Answer.NO), Answered("b", Answer.NO)
A_YES = Answered("a", Answer.YES)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("a = no", A_NO),
        ("a=no", A_NO),
        ("a ＝ 否", A_NO),
        ("a = na", Answered("a", Answer.NA)),
        ("a = 不适用", Answered("a", Answer.NA)),
        ("a = yes and b = no", AllOf((A_YES, B_NO))),
        ("a = no or b = no", AnyOf((A_NO, B_NO))),
        ("a = no 或 b = no", AnyOf((A_NO, B_NO))),
        ("a = yes and b = no or a = no", AnyOf((AllOf((A_YES, B_NO)), A_NO))),
        ("a = yes and (b = no or a = no)", AllOf((A_YES, AnyOf((B_NO, A_NO))))),
        ("total < 70", Compared("total", "", Relation.BELOW, Decimal(70))),
        ("total≤70", Compared("total", "", Relation.AT_MOST, Decimal(70))),
        ("section 2 >= 60%", Compared("section", "2", Relation.AT_LEAST, Decimal(60), True)),
        ("section 2 ≥ 60.5 ％", Compared("section", "2", Relation.AT_LEAST, Decimal("60.5"), True)),
        ("总分 < 70", Compared("total", "", Relation.BELOW, Decimal(70))),
        ("章节 2 >= 60%", Compared("section", "2", Relation.AT_LEAST, Decimal(60), True)),
        ("评分项 1.1 > 0", Compared("item", "1.1", Relation.ABOVE, Decimal(0))),
        ("item 1.1 > 0", Compared("item", "1.1", Relation.ABOVE, Decimal(0))),
        ("item 回用 > 0", Compared("item", "回用", Relation.ABOVE, Decimal(0))),
    ],
)
def test_a_sentence_means(text: str, meaning: Expression) -> None:
    assert read_expression(text) == meaning


@pytest.mark.parametrize(
    "text",
    [
        *("", "a", "a =", "= no", "a = maybe", "a = no and", "and a = no", "a = no b = no"),
        *("(a = no", "a = no)", "(" * 50 + "a = no" + ")" * 50, "a = no or " * 100),
        *("total", "total <", "total < x", "total = 5", "section >= 60", "item 1 > -1"),
        *("a < no", "total < 1 < 2", "total < 9999999999999999"),
    ],
)
def test_what_is_no_sentence_is_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read_expression(text)


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("x < 60", Band(None, True, Decimal(60), False)),
        ("x <= 60", Band(None, True, Decimal(60), True)),
        ("x >= 60", Band(Decimal(60), True, None, True)),
        ("x > 60", Band(Decimal(60), False, None, True)),
        ("60 <= x <= 90", Band(Decimal(60), True, Decimal(90), True)),
        ("60≤x＜75", Band(Decimal(60), True, Decimal(75), False)),
        ("80 < x < 90.5", Band(Decimal(80), False, Decimal("90.5"), False)),
        ("60 <= x", Band(Decimal(60), True, None, True)),
    ],
)
def test_a_band_means(text: str, band: Band) -> None:
    assert read_band(text) == band


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "60",
        "x = 60",
        "x < y",
        "60 > x",
        "60 <= x >= 70",
        "x > 60 < 70",
        "60-90",
        "x < 6 7",
    ],
)
def test_what_is_no_band_is_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read_band(text)


PIECES = st.lists(st.sampled_from("a=no x<60>()%或 yes total"), max_size=30).map("".join)


def understood(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except NotUnderstood:
        return False
    return True


@given(st.text(max_size=40) | PIECES)
def test_no_text_crashes(text: str) -> None:
    # A band begins or ends with points and x, a sentence never does.
    assert not (understood(read_expression, text) and understood(read_band, text))


def written(value: Expression) -> str:
    match value:
        case Answered(part, answer):
            return f"{part} = {answer.value}"
        case AllOf(members):
            return " and ".join(f"({written(member)})" for member in members)
        case AnyOf(members):
            return " or ".join(f"({written(member)})" for member in members)
        case Compared(of, id, relation, limit, percent):
            return f"{of} {id} {relation.value} {limit}{'%' if percent else ''}"


LEAVES = st.builds(Answered, st.sampled_from("abc"), st.sampled_from(Answer)) | st.builds(
    Compared,
    st.just("item"),
    st.sampled_from(["1", "1.1", "g1"]),
    st.sampled_from(Relation),
    st.integers(0, 999).map(Decimal),
    st.booleans(),
)
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(AllOf, st.tuples(inner, inner)) | st.builds(AnyOf, st.tuples(inner, inner))
    ),
    max_leaves=6,
)


@given(EXPRESSIONS)
def test_what_is_written_is_read(value: Expression) -> None:
    assert read_expression(written(value)) == value


def test_expressions_in_json_are_those_of_the_contract() -> None:
    assert expression(read_expression("a = yes and b = no")) == {
        "all": [{"part": "a", "is": "yes"}, {"part": "b", "is": "no"}]
    }
    assert expression(read_expression("section 2 >= 60% or total < 70.50")) == {
        "any": [
            {"of": "section", "id": "2", "is": ">=", "value": "60", "unit": "percent"},
            {"of": "total", "id": None, "is": "<", "value": "70.5", "unit": "points"},
        ]
    }
