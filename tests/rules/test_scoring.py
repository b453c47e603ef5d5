"""One expert's answers: points, vetoes, grade and verdict."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpscore.rules.answers import (
    Answers,
    Chosen,
    Counted,
    NotApplicable,
    Score,
    Split,
    VetoAnswer,
    Whole,
)
from cpscore.rules.form import Answered, AnyOf, Condition, Form, Grade, Item, Kind
from cpscore.rules.scoring import grade_of, in_band, score
from tests.rules.samples import (
    BARE,
    CHOSEN,
    CLEAR,
    NO,
    PLAIN,
    REBASED,
    RICH,
    YES,
    answered,
    bands,
    barely,
    codes,
    compared,
    computed,
    d,
    form,
    item,
    plainly,
    section,
    states,
    veto,
    whole,
)


def label(of: Form, answers: Answers) -> str | None:
    verdict = score(of, answers).verdict
    return verdict.id if verdict else None


# What is open ----------------------------------------------------------------------------------


def test_what_is_open_is_named_in_the_order_of_the_form() -> None:
    empty = Answers(expert="甲", categories=("双超", "高耗能"))
    scores = tuple(f"/scores/{id}" for id in ("i1", "i2", "i3"))
    parts = ("v1/a", "v2/a", "v3/a", "v3/b", "v3/c", "v4/a")
    assert score(PLAIN, empty).missing == (*scores, *(f"/vetoes/{part}" for part in parts))


def test_open_is_not_zero() -> None:
    nothing = score(PLAIN, Answers())
    zero = score(PLAIN, plainly(i1="0", i2="0", i3="0"))
    assert (nothing.complete, zero.complete) == (False, True)
    assert nothing.points is not None
    assert nothing.points.items == {}
    assert zero.points is not None
    assert set(zero.points.items) == {"i1", "i2", "i3"}


def test_until_all_is_answered_there_is_a_provisional_grade_only() -> None:
    result = score(PLAIN, replace(plainly(), scores=whole(i1="40", i2="22.5")))
    assert result.missing == ("/scores/i3",)
    assert result.points is not None
    assert result.points.total == Fraction("62.5")
    assert result.provisional is not None
    assert result.provisional.id == "g1"
    assert (result.grade, result.verdict) == (None, None)
    assert codes(result.reasons) == ["still-open"]


def test_a_split_counts_when_all_its_rows_are_there() -> None:
    rows = {"1": d("10"), "2": d("12.5")}
    partly = score(PLAIN, replace(plainly(), scores={**whole(i2="30", i3="30"), "i1": Split(rows)}))
    assert partly.missing == ("/scores/i1/rows/3",)
    assert partly.points is not None
    assert partly.points.total == 60
    full = Split({**rows, "3": d("0")})
    result = score(PLAIN, replace(plainly(), scores={**whole(i2="30", i3="30"), "i1": full}))
    assert result.complete
    assert result.points is not None
    assert result.points.total == Fraction("82.5")


def test_a_part_opens_when_the_one_before_asks_for_it() -> None:
    assert score(PLAIN, plainly(v2="a=yes")).missing == ("/vetoes/v2/b",)
    assert score(PLAIN, plainly(v4="a=na")).missing == ("/vetoes/v4/b",)
    assert score(PLAIN, plainly(v2="b=no")).missing == ("/vetoes/v2/a",)


def test_an_answer_that_is_no_longer_asked_asks_for_nothing() -> None:
    chain = veto(
        "v1",
        *(
            replace(part, id=id, asked_if=asked)
            for id, asked in (("a", None), ("b", Answered("a", YES)), ("c", Answered("b", YES)))
            for part in (veto("x").parts[0],)
        ),
        fails=Answered("c", YES),
    )
    of = replace(BARE, vetoes=(chain,))
    stale = replace(barely("甲", "60"), vetoes=answered(v1="a=no b=yes c=yes"))
    assert score(of, stale).complete
    assert states(score(of, stale)) == {"v1": "clear"}


# Vetoes ----------------------------------------------------------------------------------------

TABLE = [
    # category, veto, answers, state
    ("其他", "v1", "", "unanswered"),
    ("其他", "v1", "a=no", "clear"),
    ("其他", "v1", "a=yes", "failed"),
    ("其他", "v2", "a=no", "clear"),
    ("其他", "v2", "a=yes", "unanswered"),
    ("其他", "v2", "a=yes b=yes", "clear"),
    ("其他", "v2", "a=yes b=no", "failed"),
    ("其他", "v2", "a=no b=no", "clear"),
    ("其他", "v3", "a=no", "clear"),
    ("其他", "v3", "a=no b=no c=no", "clear"),
    ("双超", "v3", "a=no", "unanswered"),
    ("双超", "v3", "a=no b=yes", "clear"),
    ("双有", "v3", "a=no b=no", "failed"),
    ("高耗能", "v3", "a=no c=no", "failed"),
    ("高耗能", "v3", "a=no b=no c=yes", "clear"),
    ("双超 高耗能", "v3", "b=no", "failed"),
    ("双超 高耗能", "v3", "a=no b=yes", "unanswered"),
    ("其他", "v4", "a=yes", "clear"),
    ("其他", "v4", "a=no", "failed"),
    ("其他", "v4", "a=na", "unanswered"),
    ("其他", "v4", "a=na b=yes", "clear"),
    ("其他", "v4", "a=na b=no", "failed"),
    ("其他", "v5", "", "not_applicable"),
    ("双超 高耗能 其他", "v5", "a=yes", "not_applicable"),
    ("双有", "v5", "", "unanswered"),
    ("双有 其他", "v5", "a=yes", "failed"),
]


@pytest.mark.parametrize(("categories", "id", "given", "state"), TABLE)
def test_a_veto_says_what_its_answers_say(categories: str, id: str, given: str, state: str) -> None:
    answers = replace(
        plainly(), categories=tuple(categories.split()), vetoes={**CLEAR, **answered(**{id: given})}
    )
    assert states(score(PLAIN, answers))[id] == state


def test_a_veto_of_which_every_asked_part_is_not_applicable_does_not_apply() -> None:
    part = replace(veto("x").parts[0], answers=(*veto("x").parts[0].answers, "na"))
    of = replace(BARE, vetoes=(veto("v1", part),))
    answers = replace(barely("甲", "60"), vetoes=answered(v1="a=na"))
    assert states(score(of, answers)) == {"v1": "not_applicable"}
    assert label(of, answers) == "g1"


def test_a_failed_veto_leads_to_the_lowest_grade_whatever_the_points() -> None:
    result = score(PLAIN, plainly(v1="a=yes"))
    assert result.grade is not None
    assert result.grade.id == "g1"
    assert result.verdict is not None
    assert result.verdict.id == "g0"
    assert codes(result.reasons) == ["points-grade", "veto-failed"]


def test_the_reason_of_a_veto_stands_beside_its_state() -> None:
    answers = replace(plainly(), vetoes={**CLEAR, "v1": VetoAnswer({"a": YES}, "未批先建")})
    assert score(PLAIN, answers).vetoes[0].reason == "未批先建"


def test_a_veto_with_parts_that_also_looks_at_points_waits_for_all_of_them() -> None:
    either = AnyOf((Answered("a", YES), compared("total", "", "<", "70")))
    of = replace(BARE, vetoes=(veto("v1", fails=either),))
    partly = Answers(expert="甲", scores=whole(i1="60"), vetoes=answered(v1="a=no"))
    assert states(score(of, partly)) == {"v1": "clear"}
    assert states(score(of, replace(partly, scores=whole(i1="60", i2="9.5")))) == {"v1": "failed"}
    assert states(score(of, replace(partly, scores=whole(i1="60", i2="10")))) == {"v1": "clear"}


# Grades ----------------------------------------------------------------------------------------


def grade(id: str, ends: str) -> Grade:
    """`[0,70)` in words."""
    lower, upper = ends[1:-1].split(",")
    return Grade(id, id, d(lower), ends[0] == "[", d(upper), ends[-1] == "]")


@pytest.mark.parametrize(
    ("ends", "inside", "outside"),
    [
        ("[0,70)", ["0", "69.99"], ["70"]),
        ("[70,90]", ["70", "90"], ["69.999", "90.001"]),
        ("(90,100]", ["90.001", "100"], ["90", "100.001"]),
        ("(80,90)", ["80.5", "89.5"], ["80", "90"]),
        ("[80,80]", ["80"], ["79.999", "80.001"]),
    ],
)
def test_the_ends_of_a_band_are_open_or_closed_as_printed(
    ends: str, inside: list[str], outside: list[str]
) -> None:
    band = grade("x", ends)
    assert all(in_band(band, Fraction(point)) for point in inside)
    assert not any(in_band(band, Fraction(point)) for point in outside)


def test_points_outside_all_bands_have_no_grade() -> None:
    assert grade_of(BARE, Fraction(101)) is None


def test_of_two_bands_that_begin_at_one_point_the_single_point_is_the_lower() -> None:
    grades = (grade("top", "(80,100]"), grade("edge", "[80,80]"), grade("low", "[0,80)"))
    of = replace(BARE, grades=grades)
    assert [one.id for one in of.ranked] == ["low", "edge", "top"]
    assert label(of, barely("甲", "80")) == "edge"


def test_a_veto_may_name_the_grade_it_leads_to_but_never_lifts() -> None:
    of = replace(BARE, grades=bands("0", "60", "80", "100"), vetoes=(veto("v1", grade="g1"),))
    failing = answered(v1="a=yes")
    assert label(of, replace(barely("甲", "100"), vetoes=failing)) == "g1"
    assert label(of, replace(barely("甲", "70"), vetoes=failing)) == "g1"
    assert label(of, replace(barely("甲", "50"), vetoes=failing)) == "g0"


def test_of_several_vetoes_the_lowest_grade_holds() -> None:
    grades = bands("0", "60", "80", "100")
    of = replace(BARE, grades=grades, vetoes=(veto("v1", grade="g1"), veto("v2")))
    both = replace(barely("甲", "100"), vetoes=answered(v1="a=yes", v2="a=yes"))
    assert label(of, both) == "g0"
    assert codes(score(of, both).reasons) == ["points-grade", "veto-failed", "veto-failed"]


# Section 5 of the rules ------------------------------------------------------------------------


def rich(i1: str = "50", i2: str = "lead", i3: int = 0, **more: str) -> Answers:
    bonus: dict[str, Score] = {"i4": Whole(d("0")), "i5": Whole(d("0")), **whole(**more)}
    scores: dict[str, Score] = {"i1": Whole(d(i1)), "i2": Chosen(i2), "i3": Counted(i3), **bonus}
    return Answers(expert="甲", scores=scores, vetoes=answered(v1="a=no"))


def total(of: Form, answers: Answers) -> Fraction:
    result = score(of, answers)
    assert result.points is not None
    return result.points.total


def test_the_total_may_be_another_than_100() -> None:
    assert RICH.total == 110
    assert total(RICH, rich()) == 100
    assert total(RICH, rich(i4="8")) == 108


def test_a_bonus_has_a_cap_and_never_lifts_past_the_total() -> None:
    assert total(RICH, rich(i4="8", i5="6")) == 110
    assert total(RICH, rich(i1="40", i4="8", i5="6")) == 100
    capped = replace(RICH, total=Decimal(100), grades=bands("0", "60", "80", "100"))
    assert total(capped, rich(i4="8", i5="6")) == 100


def test_each_occurrence_costs_until_the_cap() -> None:
    assert [total(RICH, rich(i3=times)) for times in (0, 1, 3, 4, 5, 1000)] == [
        100, 95, 85, 80, 80, 80,
    ]  # fmt: skip
    # 扣完为止: without a cap nothing below zero.
    of = form(section("s1", item("i1", "10", kind=Kind.COUNT, per=d("3"))), total="10")
    answers = [Answers(scores={"i1": Counted(times)}) for times in (3, 4, 99)]
    assert [total(of, one) for one in answers] == [1, 0, 0]


def test_a_deduction_may_stand_beside_the_points() -> None:
    of = form(
        section("s1", item("i1", "100")),
        section("s2", item("i2", "0", kind=Kind.COUNT, per=d("2"), cap=d("10"))),
        total="100",
    )
    answers = [
        Answers(scores={"i1": Whole(d(points)), "i2": Counted(times)})
        for points, times in (("100", 2), ("100", 9), ("5", 9))
    ]
    assert [total(of, one) for one in answers] == [96, 90, 0]
    first = score(of, answers[0]).points
    assert first is not None
    assert first.sections == {"s1": 100, "s2": -4}


def test_a_stepped_item_is_worth_its_step() -> None:
    worth = [total(RICH, rich(i2=step)) for step in ("lead", "good", "rest")]
    assert worth == [100, 95, 90]


def test_what_only_a_higher_grade_demands_is_no_reason_below_it() -> None:
    demanding = Condition("top", "i1 in full", compared("item", "i1", ">=", "60"), ("g2",))
    of = replace(BARE, grades=bands("0", "60", "80", "100"), conditions=(demanding,))
    good, plain = (score(of, Answers(scores=whole(i1="50", i2=i2))) for i2 in ("40", "20"))
    assert (good.grade, good.verdict) == (of.grade("g2"), of.grade("g1"))
    assert codes(good.reasons) == ["points-grade", "condition-unmet"]
    assert plain.verdict == of.grade("g1")
    assert codes(plain.reasons) == ["points-grade"]


def test_a_starred_item_may_not_be_zero() -> None:
    of = replace(
        form(section("s1", item("i1", "60"), item("i2", "40", nonzero=True)), total="100"),
        grades=bands("0", "60", "80", "100"),
    )
    assert label(of, Answers(scores=whole(i1="60", i2="0.5"))) == "g1"
    result = score(of, Answers(scores=whole(i1="60", i2="0")))
    assert [(one.id, one.met) for one in result.conditions] == [("nonzero-i2", False)]
    assert result.verdict is not None
    assert result.verdict.id == "g0"
    assert codes(result.reasons) == ["points-grade", "condition-unmet"]


@pytest.mark.parametrize(("i1", "met"), [("26", True), ("25.5", False)])
def test_a_section_has_its_floor(i1: str, met: bool) -> None:
    result = score(RICH, rich(i1=i1, i4="8"))
    floor = next(one for one in result.conditions if one.id == "floor-s1")
    assert floor.met is met
    assert result.verdict is not None
    # 60 % of 60; below it nothing but the lowest grade is left.
    assert (result.verdict.id == "g0") is not met


def test_several_conditions_must_hold_at_once() -> None:
    met = {one.id: one.met for one in score(RICH, rich()).conditions}
    assert met == {"top": True, "any": True, "floor-s1": True, "nonzero-i1": True}
    # `top` is asked of the best grade alone.
    assert label(RICH, rich(i1="40")) == "g2"
    assert label(RICH, rich(i1="39.5")) == "g1"
    assert score(RICH, rich(i1="39.5")).grade == RICH.ranked[2]


def test_conditions_are_open_while_points_are() -> None:
    result = score(RICH, replace(rich(), scores=whole(i1="50")))
    assert {one.met for one in result.conditions} == {None}


@pytest.mark.parametrize(("i1", "state"), [("19.5", "failed"), ("20", "clear"), ("20.5", "clear")])
def test_a_veto_may_be_computed_from_the_total(i1: str, state: str) -> None:
    of = form(
        section("s1", item("i1", "60"), item("i2", "50")),
        total="110",
        vetoes=(computed("low", "70"),),
    )
    answers = Answers(scores=whole(i1=i1, i2="50"))
    result = score(of, answers)
    assert states(result) == {"low": state}
    assert result.grade is not None
    assert result.verdict is not None
    assert (result.grade.id, result.verdict.id) == ("g1", "g0" if state == "failed" else "g1")
    assert states(score(of, Answers(scores=whole(i2="50")))) == {"low": "unanswered"}


@pytest.mark.parametrize(("i2", "state"), [("5.5", "failed"), ("6", "clear")])
def test_a_share_of_the_total_is_of_its_full_mark(i2: str, state: str) -> None:
    share = replace(computed("low", "0"), fails_when=compared("total", "", "<", "60", percent=True))
    of = form(section("s1", item("i1", "60"), item("i2", "50")), total="110", vetoes=(share,))
    assert states(score(of, Answers(scores=whole(i1="60", i2=i2)))) == {"low": state}


def rebased(i1: str, i2: str | None, i3: str | None, i4: str) -> Answers:
    scores: dict[str, Score] = {
        id: NotApplicable("无") if points is None else Whole(d(points))
        for id, points in (("i1", i1), ("i2", i2), ("i3", i3), ("i4", i4))
    }
    return Answers(expert="甲", scores=scores)


def test_what_does_not_apply_leaves_the_denominator() -> None:
    assert total(REBASED, rebased("60", "40", "50", "50")) == 200
    assert total(REBASED, rebased("60", None, "50", "50")) == 200
    assert total(REBASED, rebased("30", None, "50", "40")) == 150
    assert total(REBASED, rebased("60", None, None, "39")) == 180
    points = score(REBASED, rebased("30", None, "50", "40")).points
    assert points is not None
    assert points.sections == {"s1": 50, "s2": 90}


def test_a_floor_is_measured_on_what_applies() -> None:
    met = [score(REBASED, rebased(i1, None, "50", "50")).conditions[0].met for i1 in ("42", "41.5")]
    assert met == [True, False]


def test_a_section_that_does_not_apply_cannot_miss_its_floor() -> None:
    optional = section("s2", item("i2", "40", not_applicable=True, nonzero=True), floor=d("60"))
    of = form(section("s1", item("i1", "60")), optional, total="100")
    result = score(of, Answers(scores={"i1": Whole(d("60")), "i2": NotApplicable("无")}))
    assert {one.met for one in result.conditions} == {True}
    assert result.verdict is not None
    assert result.verdict.id == "g1"


def test_what_does_not_apply_breaks_no_condition_and_fails_no_veto() -> None:
    optional = item("i2", "40", not_applicable=True)
    limits = [compared("item", "i2", relation, "20") for relation in ("<", "<=", ">=", ">")]
    vetoes = [replace(computed(f"v{at}", "0"), fails_when=one) for at, one in enumerate(limits)]
    conditions = [Condition(f"c{at}", "", one) for at, one in enumerate(limits)]
    of = form(section("s1", item("i1", "60"), optional), total="100", vetoes=tuple(vetoes))
    of = replace(of, conditions=tuple(conditions))
    result = score(of, Answers(scores={"i1": Whole(d("60")), "i2": NotApplicable("无")}))
    assert set(states(result).values()) == {"clear"}
    assert {one.met for one in result.conditions} == {True}
    at_the_limit = score(of, Answers(scores=whole(i1="60", i2="20")))
    assert list(states(at_the_limit).values()) == ["clear", "failed", "failed", "clear"]
    assert [one.met for one in at_the_limit.conditions] == [False, True, True, False]


def test_a_capped_section_is_rebased_to_what_it_can_still_give() -> None:
    # 30 points capped at 20; without the item of 15 the other can give 15 of the 20.
    capped = section("s1", item("i1", "15"), item("i2", "15", not_applicable=True), cap=d("20"))
    of = form(capped, section("s2", item("i3", "80")), total="100")
    scores: dict[str, Score] = {**whole(i1="15", i3="80"), "i2": NotApplicable("无")}
    points = score(of, Answers(scores=scores)).points
    assert points is not None
    assert points.sections == {"s1": 20, "s2": 80}
    assert points.total == 100


def test_a_bonus_inside_a_section_is_part_of_no_denominator() -> None:
    mixed = section(
        "s1",
        item("i1", "90"),
        item("i2", "10", not_applicable=True),
        item("i3", "5", kind=Kind.BONUS, not_applicable=True),
    )
    of = form(mixed, total="105")
    scores: dict[str, Score] = {**whole(i1="45", i3="5"), "i2": NotApplicable("无")}
    assert total(of, Answers(scores=scores)) == 55
    assert total(of, Answers(scores={**scores, "i3": NotApplicable("无")})) == 50


def test_where_nothing_applies_there_are_no_points() -> None:
    of = form(section("s1", item("i1", "100", not_applicable=True)), total="100")
    assert total(of, Answers(scores={"i1": NotApplicable("无")})) == 0


def test_an_expert_may_score_assigned_sections_only() -> None:
    of = replace(
        PLAIN, panel=replace(PLAIN.panel, assigned=True), vetoes=(veto("v1"), computed("low", "70"))
    )
    answers = Answers(scores=whole(i3="30"), vetoes=answered(v1="a=no"), sections=("s2",))
    result = score(of, answers)
    assert result.complete
    assert result.points is not None
    assert result.points.total == 30
    # 30 of 30 is no 不合格: there is no whole to grade.
    assert (result.grade, result.verdict) == (None, None)
    assert states(result) == {"v1": "clear", "low": "unanswered"}
    assert score(of, replace(answers, sections=("s1", "s2"))).missing == (
        "/scores/i1",
        "/scores/i2",
    )
    everything = replace(answers, scores=whole(i1="40", i2="30", i3="30"), sections=("s1", "s2"))
    assert label(of, everything) == "g1"


def test_a_form_without_points_ends_in_the_conclusion_chosen() -> None:
    answers = Answers(
        expert="甲",
        questions=answered(q1="a=yes", q2="a=no"),
        fields={"name": "某厂"},
        conclusion="pass",
    )
    result = score(CHOSEN, answers)
    assert (result.points, result.grade, result.complete) == (None, None, True)
    assert result.verdict == CHOSEN.conclusions[0]
    open_one = score(
        CHOSEN, replace(answers, questions=answered(q2="a=yes"), fields={}, conclusion=None)
    )
    assert open_one.missing == ("/questions/q1/a", "/questions/q2/b", "/fields/name", "/conclusion")
    assert open_one.verdict is None


# Laws ------------------------------------------------------------------------------------------

halves = st.integers(0, 120).map(lambda n: Fraction(n, 2))


def scores_for(one: Item) -> st.SearchStrategy[Score]:
    most = int(2 * one.max)
    match one.kind:
        case Kind.CHOICE:
            return st.sampled_from([Chosen(choice.id) for choice in one.choices])
        case Kind.COUNT:
            return st.integers(0, 50).map(Counted)
        case _:
            points = st.integers(0, most).map(lambda n: Whole(Decimal(n) / 2))
            return st.one_of(points, st.just(NotApplicable("无"))) if one.not_applicable else points


def ballots(of: Form) -> st.SearchStrategy[Answers]:
    scores = st.fixed_dictionaries({one.id: scores_for(one) for one in of.items})
    vetoes = st.fixed_dictionaries(
        {one.id: st.sampled_from([YES, NO]) for one in of.vetoes if not one.computed}
    )
    return st.builds(
        lambda given, found: Answers(
            expert="甲",
            scores=given,
            vetoes={id: VetoAnswer({"a": answer}) for id, answer in found.items()},
        ),
        scores,
        vetoes,
    )


RULES = [BARE, RICH, REBASED]


@pytest.mark.parametrize("of", RULES, ids=["bare", "rich", "rebased"])
@given(data=st.data())
@settings(max_examples=40)
def test_raising_a_score_never_lowers_a_total(of: Form, data: st.DataObject) -> None:
    answers = data.draw(ballots(of))
    raised = data.draw(st.sampled_from(list(of.items)))
    before = answers.scores[raised.id]
    higher: Score
    match before:
        case Whole(points):
            higher = Whole(data.draw(st.decimals(points, raised.max, places=1)))
        case Counted(count):
            higher = Counted(data.draw(st.integers(0, count)))
        case Chosen(id):
            worth = {choice.id: choice.points for choice in raised.choices}
            better = [choice for choice, points in worth.items() if points >= worth[id]]
            higher = Chosen(data.draw(st.sampled_from(better)))
        case _:
            higher = before
    assert total(of, answers.with_score(raised.id, higher)) >= total(of, answers)


@pytest.mark.parametrize("of", RULES, ids=["bare", "rich", "rebased"])
@given(data=st.data())
@settings(max_examples=40)
def test_the_verdict_is_never_above_the_grade(of: Form, data: st.DataObject) -> None:
    result = score(of, data.draw(ballots(of)))
    assert result.points is not None
    assert of.total is not None
    assert 0 <= result.points.total <= of.total
    ranked = [one.id for one in of.ranked]
    assert result.grade is not None
    assert isinstance(result.verdict, Grade)
    assert ranked.index(result.verdict.id) <= ranked.index(result.grade.id)


@pytest.mark.parametrize("of", RULES, ids=["bare", "rich", "rebased"])
@given(data=st.data())
@settings(max_examples=40)
def test_taking_an_answer_away_leaves_no_verdict(of: Form, data: st.DataObject) -> None:
    answers = data.draw(ballots(of))
    gone = data.draw(st.sampled_from(list(of.items)))
    result = score(of, answers.with_score(gone.id, None))
    assert result.missing == (f"/scores/{gone.id}",)
    assert (result.grade, result.verdict) == (None, None)


@given(halves)
def test_each_point_lies_in_exactly_one_band(point: Fraction) -> None:
    for of in (BARE, replace(BARE, grades=bands("0", "10", "30.5", "60"))):
        inside = [one for one in of.grades if in_band(one, point)]
        assert len(inside) == (point <= Fraction(of.ranked[-1].upper))
