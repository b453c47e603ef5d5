"""What is typed into a score cell, understood."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpscore.desktop.score.entry import common, understood
from cpscore.messages import LANGUAGES, say
from cpscore.rules.answers import Chosen, Counted, Score, Split, Whole
from cpscore.rules.form import Choice, Item, Kind, Row
from cpscore.rules.problem import Problem

ROWS = (Row("1", None, "甲"), Row("2", None, "乙"))
ITEM = Item("g", None, "证明材料", Decimal(25), Decimal("0.5"), ROWS)
STEPS = (
    Choice("lead", "领先", Decimal(10)),
    Choice("sound", "先进", Decimal(5)),
    Choice("other", "其他", Decimal(0)),
)
CHOICE = Item("x", None, "水平", Decimal(10), Decimal(1), (), Kind.CHOICE, choices=STEPS)
COUNT = Item("y", None, "违规", Decimal(6), Decimal(1), (), Kind.COUNT, per=Decimal(2))
BONUS = Item("z", None, "加分", Decimal(3), Decimal(1), (), Kind.BONUS)


@pytest.mark.parametrize(
    ("typed", "points"),
    [
        ("20.5", "20.5"), ("20.", "20"), (".5", "0.5"), ("0", "0"), ("25", "25"), (" 7 ", "7"),
        (".", "25"), ("-2", "23"), ("-4.5", "20.5"), ("-25", "0"), ("-0", "25"),
        ("２０．５", "20.5"), ("２０。５", "20.5"), ("。", "25"), ("－２", "23"), ("—2", "23"),
        ("18分", "18"), ("007", "7"),
    ],
)  # fmt: skip
def test_points_however_they_are_typed(typed: str, points: str) -> None:
    assert understood(ITEM, None, typed, None) == Whole(Decimal(points))


@pytest.mark.parametrize("typed", ["", " ", "　"])
def test_nothing_typed_is_not_zero(typed: str) -> None:
    assert understood(ITEM, None, typed, Whole(Decimal(3))) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("25.5", "above-maximum"), ("26", "above-maximum"), ("9" * 40, "above-maximum"),
        ("20.3", "off-step"), ("-0.2", "off-step"), ("-26", "negative"), ("abc", "not-a-number"),
        ("1e1", "not-a-number"), ("1,5", "not-a-number"), ("二十", "not-a-number"),
        ("+3", "not-a-number"), ("..", "not-a-number"), ("٣", "not-a-number"),
    ],
)  # fmt: skip
def test_what_is_wrong_names_the_items_own_limit(typed: str, code: str) -> None:
    problem = understood(ITEM, None, typed, None)
    assert isinstance(problem, Problem)
    assert problem.code == code
    for language in LANGUAGES:
        assert "25" in say(problem.code, {"path": problem.path, **problem.values}, language)


def test_rows_share_the_weight() -> None:
    first = understood(ITEM, "1", "20", Whole(Decimal(3)))
    assert first == Split({"1": Decimal(20)})
    assert understood(ITEM, "2", ".", first) == Split({"1": Decimal(20), "2": Decimal(5)})
    assert understood(ITEM, "2", "5.5", first) == Problem(
        "over-weight", "/scores/g", {"item": "证明材料", "max": "25"}
    )
    assert understood(ITEM, "1", "25", first) == Split({"1": Decimal(25)})
    assert understood(ITEM, "1", "", first) is None
    problem = understood(ITEM, "1", "-2", first)
    assert isinstance(problem, Problem)
    assert problem.code == "negative"


@pytest.mark.parametrize(
    ("item", "typed", "score"),
    [
        (CHOICE, "10", Chosen("lead")), (CHOICE, "5", Chosen("sound")),
        (CHOICE, ".", Chosen("lead")),
        (CHOICE, "0", Chosen("other")), (COUNT, "2", Counted(2)), (COUNT, "０", Counted(0)),
        (BONUS, "3", Whole(Decimal(3))), (BONUS, ".", Whole(Decimal(3))), (CHOICE, "", None),
        (COUNT, "", None),
    ],
)  # fmt: skip
def test_other_kinds_of_items(item: Item, typed: str, score: Score | None) -> None:
    assert understood(item, None, typed, None) == score


@pytest.mark.parametrize(
    ("item", "typed", "code"),
    [
        (CHOICE, "7", "not-an-answer"), (CHOICE, "lead", "not-an-answer"),
        (COUNT, "1.5", "wrong-type"), (COUNT, "-1", "negative"), (COUNT, "9" * 10, "wrong-type"),
        (COUNT, "两次", "wrong-type"), (BONUS, "4", "above-maximum"),
    ],
)  # fmt: skip
def test_what_other_kinds_refuse(item: Item, typed: str, code: str) -> None:
    problem = understood(item, None, typed, None)
    assert isinstance(problem, Problem)
    assert problem.code == code
    for language in LANGUAGES:
        assert say(problem.code, {"path": problem.path, **problem.values}, language)


@given(st.text(max_size=20), st.sampled_from([ITEM, CHOICE, COUNT, BONUS]))
def test_no_text_at_all_is_trouble(typed: str, item: Item) -> None:
    score = understood(item, None, typed, None)
    if isinstance(score, Whole):
        assert 0 <= score.points <= item.max
    row = understood(ITEM, "1", typed, None)
    assert row is None or isinstance(row, (Split, Problem))


@pytest.mark.parametrize(
    ("item", "values"),
    [
        (ITEM, ("25", "22", "20", "18")), (CHOICE, ("10", "5", "0")), (COUNT, ("0", "1", "2", "3")),
        (BONUS, ("3", "2", "1", "0")),
    ],
)  # fmt: skip
def test_common_values_are_all_possible(item: Item, values: tuple[str, ...]) -> None:
    assert common(item) == values
    for value in values:
        assert not isinstance(understood(item, None, value, None), Problem)
