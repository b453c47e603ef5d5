"""The members' answers merged: exact, in any order, nothing decided by arithmetic that nobody
decided.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpscore.rules.answers import Answers, Chosen, Counted, NotApplicable, Whole
from cpscore.rules.form import Answered, AnyOf, Form, MergeRule, Panel
from cpscore.rules.merging import (
    AgreedConclusion,
    AgreedScore,
    Decisions,
    PanelResult,
    VetoDecision,
    decision_problems,
)
from cpscore.rules.outcome import average, panel_document
from cpscore.rules.panel import Sorted
from cpscore.rules.points import Average
from cpscore.rules.scoring import score
from tests.rules.samples import (
    BARE,
    CHOSEN,
    PLAIN,
    REBASED,
    RICH,
    answered,
    bands,
    barely,
    by,
    codes,
    compared,
    computed,
    d,
    form,
    item,
    merged,
    plainly,
    section,
    totals,
    veto,
    whole,
)


def exact(result: PanelResult) -> Fraction:
    assert result.total is not None
    return result.total.exact


def shown(result: PanelResult) -> str:
    assert result.total is not None
    return result.total.shown


def verdict(result: PanelResult) -> str | None:
    return result.verdict.id if result.verdict else None


# Rules -----------------------------------------------------------------------------------------


def test_the_plain_mean_is_graded_exactly_as_it_is() -> None:
    result = merged(BARE, totals("60", "60", "59"))
    assert (exact(result), shown(result), verdict(result)) == (Fraction(179, 3), "59.67", "g0")
    assert verdict(merged(BARE, totals("60", "61", "59"))) == "g1"


def test_a_mean_a_hair_below_a_band_is_never_shown_on_it() -> None:
    fine = replace(
        BARE, sections=(section("s1", item("i1", "60", step=d("0.001")), item("i2", "40")),)
    )
    ballots = [
        Answers(expert=f"甲{at}", scores=whole(i1=points, i2="0"))
        for at, points in enumerate(("60", "60", "59.988"))
    ]
    result = merged(fine, ballots)
    assert (exact(result), shown(result)) == (Fraction("59.996"), "59.996")
    assert verdict(result) == "g0"


def test_rounding_before_grading_lifts_over_the_end() -> None:
    close = totals("60", "60", "59")
    assert verdict(merged(by(MergeRule.MEAN, round=0), close)) == "g1"
    assert verdict(merged(by(MergeRule.MEAN, round=1), close)) == "g0"
    assert merged(by(MergeRule.MEAN, round=0), totals("59", "60")).total == Average(
        Fraction("59.5"), "59.50", d("60")
    )


def test_rounding_leaves_the_exact_value_exact_and_prints_the_decimals_declared() -> None:
    total = merged(by(MergeRule.MEAN, round=1), totals("60", "60", "59")).total
    assert total == Average(Fraction(179, 3), "59.67", d("59.7"))
    assert average(total) == {"exact": "179/3", "shown": "59.67", "rounded": "59.7"}
    assert total is not None
    assert total.printed == "59.7"
    # Sixty is sixty point nought where one decimal is declared.
    even = merged(by(MergeRule.MEAN, round=1), totals("60", "60")).total
    assert even is not None
    assert even.printed == "60.0"


def test_the_trimmed_mean_drops_one_high_and_one_low_from_five_on() -> None:
    of = by(MergeRule.TRIMMED_MEAN)
    assert exact(merged(of, totals("0", "60", "61", "62", "100"))) == 61
    assert exact(merged(of, totals("0", "60", "62", "100"))) == Fraction("55.5")
    assert exact(merged(of, totals("0", "0", "60", "61", "100", "100"))) == Fraction("55.25")
    two = by(MergeRule.TRIMMED_MEAN, drop=2, least=6)
    assert exact(merged(two, totals("0", "0", "60", "61", "100", "100"))) == Fraction("60.5")


def test_the_median_is_the_middle_total() -> None:
    of = by(MergeRule.MEDIAN)
    assert exact(merged(of, totals("0", "60", "100"))) == 60
    assert exact(merged(of, totals("0", "60", "61", "100"))) == Fraction("60.5")


def test_the_mean_of_each_item_is_summed_after_caps() -> None:
    capped = form(section("s1", item("i1", "60"), item("i2", "60"), cap=d("100")), total="100")
    ballots = [
        Answers(expert=name, scores=whole(i1=first, i2=second))
        for name, first, second in (("甲", "60", "60"), ("乙", "20", "20"), ("丙", "40", "40"))
    ]
    assert exact(merged(by(MergeRule.ITEM_MEAN, capped), ballots)) == 80
    assert exact(merged(by(MergeRule.MEAN, capped), ballots)) == Fraction(220, 3)


def test_an_item_has_mean_ends_and_spread() -> None:
    result = merged(BARE, [
        Answers(expert=name, scores=whole(i1=points, i2="40"))
        for name, points in (("甲", "8.5"), ("乙", "8"), ("丙", "9.5"))
    ])  # fmt: skip
    first = result.items[0]
    assert first.scores == {"甲": Fraction("8.5"), "乙": 8, "丙": Fraction("9.5")}
    assert first.mean is not None
    assert (first.mean.exact, first.mean.shown) == (Fraction(26, 3), "8.67")
    assert (first.min, first.max, first.spread) == (8, Fraction("9.5"), Fraction("1.5"))


def test_what_does_not_apply_to_some_is_averaged_over_the_others() -> None:
    ballots = [
        Answers(expert=name, scores={**whole(i1="60", i3="50", i4="50"), "i2": given})
        for name, given in (
            ("甲", NotApplicable("无")),
            ("乙", Whole(d("20"))),
            ("丙", Whole(d("40"))),
        )
    ]
    second = merged(REBASED, ballots).items[1]
    assert second.scores == {"甲": None, "乙": 20, "丙": 40}
    assert second.mean is not None
    assert second.mean.exact == 30
    # 200, 180 and 200 of 200.
    assert exact(merged(REBASED, ballots)) == Fraction(580, 3)
    none = [replace(one, scores={**one.scores, "i2": NotApplicable("无")}) for one in ballots]
    alone = merged(REBASED, none).items[1]
    assert (alone.mean, alone.min, alone.max, alone.spread) == (None, None, None, None)
    assert exact(merged(by(MergeRule.ITEM_MEAN, REBASED), none)) == 200


# Agreed scores ---------------------------------------------------------------------------------

AGREED = by(MergeRule.AGREED)


def split_on_i2(first: str = "40", other: str = "17") -> list[Answers]:
    return [
        Answers(expert=name, scores=whole(i1="40", i2=points))
        for name, points in (("甲", first), ("乙", first), ("丙", other))
    ]


def test_agreed_scores_stand_where_all_gave_the_same() -> None:
    result = merged(AGREED, split_on_i2("20", "20"))
    assert (exact(result), verdict(result)) == (60, "g1")
    assert [one.agreed for one in result.items] == [40, 20]


def test_an_item_not_agreed_on_stands_in_the_way() -> None:
    result = merged(AGREED, split_on_i2())
    assert (result.total, result.grade, result.verdict) == (None, None, None)
    assert codes(result.reasons) == ["agreed-open"]
    assert [one.about for one in result.reasons] == ["i2"]


def test_a_recorded_agreement_is_the_score() -> None:
    decided = Decisions(agreed_scores={"i2": AgreedScore(Decimal("19.5"), "讨论一致")})
    result = merged(AGREED, split_on_i2(), decided)
    assert (exact(result), verdict(result)) == (Fraction("59.5"), "g0")
    assert result.items[1].agreed == Fraction("19.5")
    # Under another rule there is nothing to agree on.
    assert merged(BARE, split_on_i2(), decided).items[1].agreed is None


def test_that_an_item_does_not_apply_has_to_be_agreed_too() -> None:
    of = by(MergeRule.AGREED, REBASED)

    def ballot(name: str, applies: bool) -> Answers:
        second = Whole(d("40")) if applies else NotApplicable("无")
        return Answers(expert=name, scores={**whole(i1="60", i3="50", i4="50"), "i2": second})

    everybody = merged(of, [ballot(name, False) for name in "甲乙丙"])
    assert (exact(everybody), everybody.reasons[0].code) == (200, "points-grade")
    some = merged(of, [ballot("甲", False), ballot("乙", True), ballot("丙", True)])
    assert (some.total, codes(some.reasons)) == (None, ["agreed-open"])
    decided = Decisions(agreed_scores={"i2": AgreedScore(Decimal(20), "适用")})
    assert exact(merged(of, [ballot(name, False) for name in "甲乙丙"], decided)) == 180


# Objective items -------------------------------------------------------------------------------


def objectively(*points: str) -> list[Answers]:
    return [
        Answers(expert=f"甲{at}", scores=whole(i1="60", i2="40", i3="50", i4=given))
        for at, given in enumerate(points)
    ]


def test_on_an_objective_item_all_must_agree() -> None:
    assert verdict(merged(REBASED, objectively("50", "50", "50"))) == "g1"
    result = merged(REBASED, objectively("50", "50", "49.5"))
    assert result.grade is not None
    assert result.verdict is None
    assert codes(result.reasons) == ["points-grade", "objective-differs"]
    assert ("objective-differs", "i4") in [(one.code, one.about) for one in result.flags]


def test_a_recorded_agreement_settles_an_objective_item() -> None:
    of = by(MergeRule.AGREED, REBASED)
    result = merged(of, objectively("50", "50", "49.5"))
    assert codes(result.reasons) == ["agreed-open"]
    decided = Decisions(agreed_scores={"i4": AgreedScore(Decimal(50), "查证")})
    assert verdict(merged(of, objectively("50", "50", "49.5"), decided)) == "g1"


# Vetoes ----------------------------------------------------------------------------------------


def panel(*answers: str, id: str = "v1") -> list[Answers]:
    return [plainly(f"甲{at}", **{id: given}) for at, given in enumerate(answers)]


def state(result: PanelResult, id: str = "v1") -> str:
    return next(str(one.state) for one in result.vetoes if one.veto.id == id)


def decided(sustained: bool, id: str = "v1") -> Decisions:
    return Decisions(vetoes={id: VetoDecision(sustained, "合议")})


def test_a_veto_nobody_finds_failed_is_clear() -> None:
    result = merged(PLAIN, panel("a=no", "a=no", "a=no"))
    assert (state(result), verdict(result)) == ("clear", "g1")


def test_a_veto_all_find_failed_is_sustained() -> None:
    result = merged(PLAIN, panel("a=yes", "a=yes", "a=yes"))
    assert result.grade is not None
    assert (state(result), result.grade.id, verdict(result)) == ("sustained", "g1", "g0")
    assert codes(result.reasons) == ["points-grade", "veto-sustained"]


@pytest.mark.parametrize("answers", [("a=yes", "a=yes", "a=no"), ("a=yes", "a=no", "a=no")])
def test_a_contested_veto_leaves_no_verdict_until_it_is_decided(answers: Sequence[str]) -> None:
    ballots = panel(*answers)
    result = merged(PLAIN, ballots)
    assert (state(result), result.verdict) == ("contested", None)
    assert codes(result.reasons) == ["points-grade", "veto-contested"]
    assert codes(result.flags) == ["contested-veto", *["same-fraction"] * 3]
    for sustained, end in ((True, "g0"), (False, "g1")):
        settled = merged(PLAIN, ballots, decided(sustained))
        assert (state(settled), verdict(settled)) == ("settled", end)
        assert decision_problems(settled) == ()
        assert "contested-veto" not in codes(settled.flags)
    sustained_codes = codes(merged(PLAIN, ballots, decided(True)).reasons)
    assert sustained_codes == ["points-grade", "veto-settled"]


def test_a_contested_veto_names_who_finds_what() -> None:
    result = merged(PLAIN, panel("a=yes", "a=no", "a=yes"))
    values = result.reasons[-1].values
    assert (values["failed"], values["others"]) == ("甲0、甲2", "甲1")
    reasoned = [*panel("a=no"), plainly("乙", v1="a=yes").with_reason("v1", "看到")]
    assert next(iter(merged(PLAIN, reasoned).vetoes)).reasons == {"乙": "看到"}


@pytest.mark.parametrize("answers", [("a=no",) * 3, ("a=yes",) * 3])
@pytest.mark.parametrize("sustained", [True, False])
def test_a_decision_on_a_veto_that_is_not_contested_changes_nothing(
    answers: Sequence[str], sustained: bool
) -> None:
    plain, with_decision = (
        merged(PLAIN, panel(*answers), decisions) for decisions in (None, decided(sustained))
    )
    assert verdict(plain) == verdict(with_decision)
    assert [one.fails for one in plain.vetoes] == [one.fails for one in with_decision.vetoes]
    assert [(one.path, one.code) for one in decision_problems(with_decision)] == [
        ("/vetoes/v1", "not-asked")
    ]


def test_a_veto_that_applies_to_nobody_does_not_apply() -> None:
    result = merged(PLAIN, panel("a=no", "a=no", "a=no"))
    assert state(result, "v5") == "not_applicable"
    assert codes(decision_problems(merged(PLAIN, panel(*["a=no"] * 3), decided(True, "v5")))) == [
        "not-asked"
    ]


def test_not_applicable_to_some_and_clear_to_others_is_clear() -> None:
    one, two, three = panel("a=no", "a=no", "a=no")
    concerned = replace(two, categories=("双有",))
    clear = replace(concerned, vetoes={**concerned.vetoes, **answered(v3="a=no b=yes", v5="a=no")})
    assert state(merged(PLAIN, [one, clear, three]), "v5") == "clear"
    failed = replace(clear, vetoes={**clear.vetoes, **answered(v5="a=yes")})
    assert state(merged(PLAIN, [one, failed, three]), "v5") == "contested"


def test_a_computed_veto_follows_the_panels_total() -> None:
    of = replace(BARE, vetoes=(computed("low", "70"),))
    high, low = merged(of, totals("60", "70", "80")), merged(of, totals("60", "70", "79.5"))
    assert (state(high, "low"), verdict(high)) == ("clear", "g1")
    assert (state(low, "low"), verdict(low)) == ("sustained", "g0")
    # Members whose own totals differ about it contest nothing.
    assert "contested-veto" not in codes(high.flags)
    assert codes(decision_problems(merged(of, totals("60", "70"), decided(True, "low")))) == [
        "not-asked"
    ]


def test_a_computed_veto_sees_the_rounded_total() -> None:
    of = replace(by(MergeRule.MEAN, round=0), vetoes=(computed("low", "70"),))
    assert verdict(merged(of, totals("69", "70", "70"))) == "g1"


def test_a_computed_veto_is_open_while_the_panel_has_no_total() -> None:
    of = replace(by(MergeRule.AGREED), vetoes=(computed("low", "70"),))
    waiting = merged(of, totals("60", "80"))
    assert waiting.total is None
    assert state(waiting, "low") == "open"
    assert not waiting.vetoes[0].fails
    document = panel_document(waiting, Sorted((), (), ()), lambda code, _: code)
    found = {"甲1": "failed", "甲2": "clear"}
    assert document["vetoes"] == [{"id": "low", "answers": found, "state": None, "decision": None}]


# What stands in the way ------------------------------------------------------------------------


def test_too_few_counted_members_give_no_verdict() -> None:
    result = merged(BARE, totals("80", "80"))
    assert result.grade is not None
    assert result.verdict is None
    assert codes(result.flags) == ["too-few"]
    assert "too-few" in codes(result.reasons)
    assert verdict(merged(by(MergeRule.MEAN, minimum=2), totals("80", "80"))) == "g1"


def test_everything_in_the_way_is_named_at_once() -> None:
    ballots = [plainly("甲", v1="a=yes", v2="a=yes b=no"), plainly("乙")]
    assert codes(merged(PLAIN, ballots).reasons) == [
        "points-grade", "too-few", "veto-contested", "veto-contested",
    ]  # fmt: skip


def test_nobody_at_all_is_no_result_but_no_accident() -> None:
    result = merged(PLAIN, [])
    assert (result.points, result.total, result.grade, result.verdict) == (None,) * 4
    assert codes(result.reasons) == ["too-few"]


ASSIGNED = by(MergeRule.MEAN, PLAIN, assigned=True, minimum=2)


def test_members_with_assigned_sections_are_merged_by_items() -> None:
    first = replace(plainly("甲"), scores=whole(i1="30", i2="30"), sections=("s1",))
    second = replace(plainly("乙"), scores=whole(i3="20"), sections=("s2",))
    both = replace(plainly("丙"), scores=whole(i1="40", i2="20", i3="30"))
    result = merged(ASSIGNED, [first, second, both])
    # 35 + 25 + 25, not the mean of 60, 20 and 90.
    assert (exact(result), verdict(result)) == (85, "g1")
    assert result.items[2].scores == {"乙": 20, "丙": 30}
    assert "outlier" not in codes(result.flags)
    assert result.rule is MergeRule.ITEM_MEAN


def test_an_item_nobody_scored_is_not_zero_and_not_left_out() -> None:
    halves = [
        replace(plainly(name), scores=whole(i1="40", i2="30"), sections=("s1",)) for name in "甲乙"
    ]
    result = merged(ASSIGNED, halves)
    assert (result.total, result.grade, result.verdict) == (None, None, None)
    assert [(one.code, one.about) for one in result.reasons] == [("item-unscored", "i3")]


def test_conditions_are_measured_by_the_panels_points() -> None:
    of = replace(
        form(section("s1", item("i1", "60"), item("i2", "40", nonzero=True)), total="100"),
        vetoes=(veto("v1", fails=AnyOf((Answered("a", "yes"), compared("item", "i1", "<", "1")))),),
    )
    ballots = [
        Answers(expert=name, scores=whole(i1="60", i2=points), vetoes=answered(v1="a=no"))
        for name, points in (("甲", "0"), ("乙", "0"), ("丙", "0.5"))
    ]
    assert merged(of, ballots).conditions == {"nonzero-i2": True}
    zero = [replace(one, scores=whole(i1="60", i2="0")) for one in ballots]
    result = merged(of, zero)
    assert (result.conditions, verdict(result)) == ({"nonzero-i2": False}, "g0")
    assert codes(result.reasons) == ["points-grade", "condition-unmet"]
    assert merged(of, []).conditions == {"nonzero-i2": None}


# Conclusions -----------------------------------------------------------------------------------


def concluding(*ids: str) -> list[Answers]:
    return [
        Answers(
            expert=f"甲{at}",
            questions=answered(q1="a=yes", q2="a=no"),
            fields={"name": "厂"},
            conclusion=id,
        )
        for at, id in enumerate(ids)
    ]


def test_a_conclusion_all_chose_is_the_panels() -> None:
    result = merged(CHOSEN, concluding("pass", "pass", "pass"))
    assert (verdict(result), result.reasons, result.total) == ("pass", (), None)


def test_where_members_chose_differently_the_panel_decides() -> None:
    ballots = concluding("pass", "fail", "pass")
    result = merged(CHOSEN, ballots)
    assert (verdict(result), codes(result.reasons)) == (None, ["conclusion-differs"])
    decided = Decisions(conclusion=AgreedConclusion("fail", "合议"))
    settled = merged(CHOSEN, ballots, decided)
    assert (verdict(settled), settled.reasons, decision_problems(settled)) == ("fail", (), ())


def test_a_conclusion_all_share_is_not_decided_away() -> None:
    decided = Decisions(conclusion=AgreedConclusion("fail", "合议"))
    result = merged(CHOSEN, concluding("pass", "pass", "pass"), decided)
    assert verdict(result) == "pass"
    assert [(one.path, one.code) for one in decision_problems(result)] == [
        ("/conclusion", "not-asked")
    ]


# Flags -----------------------------------------------------------------------------------------


def flagged(of: Form, ballots: Sequence[Answers]) -> list[tuple[str, str]]:
    return [(one.code, one.about) for one in merged(of, ballots).flags]


@pytest.mark.parametrize(
    ("low", "spread"), [("60", False), ("48.5", False), ("48", True), ("0", True)]
)
def test_a_spread_of_a_fifth_of_the_maximum_is_pointed_out(low: str, spread: bool) -> None:
    ballots = [
        Answers(expert=name, scores=whole(i1=points, i2="10"))
        for name, points in (("甲", "60"), ("乙", "60"), ("丙", low))
    ]
    assert (("spread", "i1") in flagged(BARE, ballots)) is spread


def test_a_spread_of_little_points_is_left_alone() -> None:
    small = form(section("s1", item("i1", "2"), item("i2", "98")), total="100")
    ballots = [
        Answers(expert=name, scores=whole(i1=points, i2="50"))
        for name, points in (("甲", "2"), ("乙", "0.5"), ("丙", "2"))
    ]
    assert flagged(small, ballots) == []
    assert flagged(by(MergeRule.MEAN, small, spread_points=d("1.5")), ballots) == [("spread", "i1")]
    assert ("spread", "i1") in flagged(
        small, [*ballots, replace(ballots[0], expert="丁", scores=whole(i1="0", i2="50"))]
    )
    nothing = by(MergeRule.MEAN, small, spread_points=d("0"), spread_percent=d("0"))
    assert flagged(nothing, ballots[::2]) == [("too-few", "")]


@pytest.mark.parametrize(("low", "out"), [("70.5", False), ("70", True), ("0", True)])
def test_a_member_a_tenth_away_from_the_others_is_pointed_out(low: str, out: bool) -> None:
    ballots = [
        Answers(expert=name, scores=whole(i1="60", i2=f"{d(total) - 60}"))
        for name, total in (("甲", "80"), ("乙", "80"), ("丙", "80"))
    ]
    odd = Answers(
        expert="丁", scores=whole(i1=f"{min(d(low), d(60))}", i2=f"{max(d(low) - 60, d(0))}")
    )
    assert (("outlier", "丁") in flagged(BARE, [*ballots, odd])) is out
    assert ("outlier", "甲") not in flagged(BARE, [*ballots, odd])


def test_what_the_others_have_in_the_middle_is_said() -> None:
    ballots = totals("50", "62", "68", "80")
    values = {one.about: one.values for one in merged(BARE, ballots).flags if one.code == "outlier"}
    assert values == {
        "甲1": {"expert": "甲1", "total": "50", "others": "68.00"},
        "甲4": {"expert": "甲4", "total": "80", "others": "62.00"},
    }


def test_of_two_members_none_is_the_outlier() -> None:
    assert "outlier" not in codes(merged(BARE, totals("0", "100")).flags)
    assert ("outlier", "甲1") in flagged(BARE, totals("50", "80", "80"))


def test_a_member_who_gave_everything_the_same_share_is_pointed_out() -> None:
    same = plainly("甲", i1="20", i2="15", i3="15")
    other = plainly("乙", i1="20", i2="15", i3="15.5")
    assert flagged(PLAIN, [same, other, replace(other, expert="丙")]) == [("same-fraction", "甲")]
    [flag] = merged(PLAIN, [same, other, replace(other, expert="丙")]).flags
    assert flag.values == {"expert": "甲", "percent": "50"}
    # Two items are too few to say anything.
    assert flagged(BARE, totals("100", "100", "100")) == []


def test_only_points_can_have_the_same_share() -> None:
    ballots = [
        Answers(
            expert=name,
            scores={
                **whole(i1="25", i4=bonus, i5="3"), "i2": Chosen("lead"), "i3": Counted(0),
            },
            vetoes=answered(v1="a=no"),
        )
        for name, bonus in (("甲", "4"), ("乙", "0"))
    ]  # fmt: skip
    # Steps, deductions and bonuses have none: the one item left says nothing.
    assert "same-fraction" not in codes(merged(RICH, ballots).flags)
    # An item worth nothing has no share.
    items = (item("i1", "50"), item("i2", "30"), item("i3", "20"), item("i4", "0"))
    nothing = form(section("s1", *items), total="100")
    given_all = [Answers(expert="甲", scores=whole(i1="25", i2="15", i3="10", i4="0"))]
    assert ("same-fraction", "甲") in flagged(nothing, given_all)


def test_a_veto_without_a_number_goes_by_its_id() -> None:
    of = replace(BARE, vetoes=(replace(veto("v1"), number=None), replace(veto("v2"), number="2")))
    ballots = [
        replace(one, vetoes=answered(v1=first, v2=first))
        for one, first in zip(totals("60", "60", "60"), ("a=yes", "a=no", "a=no"), strict=True)
    ]
    contested = merged(of, ballots).reasons[1:]
    assert [one.values["number"] for one in contested] == ["v1", "2"]
    failed = score(of, ballots[0]).reasons[1:]
    assert [one.values["number"] for one in failed] == ["v1", "2"]


# Laws ------------------------------------------------------------------------------------------

RULES = [by(rule, minimum=1) for rule in MergeRule] + [by(MergeRule.MEAN, round=0)]
halves = st.integers(0, 200).map(lambda n: f"{Decimal(n) / 2}")


@pytest.mark.parametrize("of", [replace(PLAIN, panel=one.panel) for one in RULES])
@given(data=st.data())
@settings(max_examples=30)
def test_the_order_of_ballots_never_matters(of: Form, data: st.DataObject) -> None:
    points = st.integers(0, 60).map(lambda n: f"{Decimal(n) / 2}")
    ballots = [
        plainly(
            name,
            data.draw(points), data.draw(points), data.draw(points),
            v1=data.draw(st.sampled_from(["a=yes", "a=no"])),
        )
        for name in data.draw(st.lists(st.sampled_from("甲乙丙丁戊己"), min_size=1, unique=True))
    ]  # fmt: skip
    shuffled = data.draw(st.permutations(ballots))
    assert merged(of, shuffled) == merged(of, ballots)


@pytest.mark.parametrize("of", RULES)
@given(
    first=st.lists(halves, min_size=1, max_size=7),
    at=st.integers(0, 6),
    more=st.integers(0, 200),
)
@settings(max_examples=40)
def test_raising_a_members_score_never_lowers_the_panels_total(
    of: Form, first: list[str], at: int, more: int
) -> None:
    at %= len(first)
    higher = min(d("100"), d(first[at]) + Decimal(more) / 2)
    second = [*first[:at], f"{higher}", *first[at + 1 :]]
    before, after = (merged(of, totals(*points)) for points in (first, second))
    if before.total and after.total:
        assert after.total.exact >= before.total.exact
        ranked = [one.id for one in of.ranked]
        grades = [one.grade.id for one in (before, after) if one.grade]
        assert ranked.index(grades[1]) >= ranked.index(grades[0])


@pytest.mark.parametrize("rule", [MergeRule.MEAN, MergeRule.MEDIAN, MergeRule.TRIMMED_MEAN])
@given(points=st.lists(halves, min_size=1, max_size=8))
@settings(max_examples=40)
def test_the_panels_total_lies_among_its_members(rule: MergeRule, points: list[str]) -> None:
    middle = exact(merged(by(rule), totals(*points)))
    given = [Fraction(one) for one in points]
    assert min(given) <= middle <= max(given)


@given(points=st.lists(halves, min_size=3, max_size=7), failing=st.sets(st.integers(0, 6)))
@settings(max_examples=40)
def test_the_panels_verdict_is_never_above_its_grade(points: list[str], failing: set[int]) -> None:
    of = replace(BARE, grades=bands("0", "60", "80", "100"), vetoes=(veto("v1", grade="g1"),))
    ballots = [
        replace(one, vetoes=answered(v1="a=yes" if at in failing else "a=no"))
        for at, one in enumerate(totals(*points))
    ]
    result = merged(of, ballots)
    contested = 0 < len(failing & set(range(len(points)))) < len(points)
    assert (result.verdict is None) is contested
    assert result.grade is not None
    if result.verdict:
        assert result.verdict.id <= result.grade.id


@given(st.randoms(use_true_random=False))
def test_merging_by_items_is_the_mean_of_totals_where_nothing_is_capped(
    chance: random.Random,
) -> None:
    ballots = [
        plainly(name, f"{chance.randint(0, 40)}", f"{chance.randint(0, 30)}") for name in "甲乙丙"
    ]
    assert exact(merged(PLAIN, ballots)) == exact(merged(by(MergeRule.ITEM_MEAN, PLAIN), ballots))


def test_the_default_panel_is_three_and_the_plain_mean() -> None:
    assert (Panel().minimum, Panel().rule, Panel().round) == (3, "mean", None)
    assert merged(BARE, [barely("甲", "1")]).rule is MergeRule.MEAN
