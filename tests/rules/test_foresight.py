"""What is sure while a paper is open: held against Beijing's and Yunnan's kind of form."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from cpscore.forms.catalogue import open_file
from cpscore.rules.answers import Answers, NotApplicable, Score, Split, Whole
from cpscore.rules.foresight import foreseen, reach, unavoidable
from cpscore.rules.form import Form
from cpscore.rules.scoring import conditions_met, score

REGIONS = Path(__file__).parents[1] / "forms" / "regions"


def region(name: str) -> Form:
    form = open_file(REGIONS / f"{name}.yaml").form
    assert form is not None
    return form


YUNNAN, BEIJING = region("yunnan"), region("beijing")


def answers(**points: str) -> Answers:
    return Answers("专家甲", scores={id: Whole(Decimal(one)) for id, one in points.items()})


def test_nothing_is_sure_of_an_empty_paper() -> None:
    assert set(foreseen(YUNNAN, Answers()).values()) == {None}
    assert unavoidable(BEIJING, Answers()) == ()


def test_a_star_at_zero_is_lost_at_once_and_above_zero_it_holds() -> None:
    assert foreseen(YUNNAN, answers(star="0"))["nonzero-star"] is False
    assert foreseen(YUNNAN, answers(star="0.5"))["nonzero-star"] is True


def test_a_floor_is_lost_once_nothing_left_can_reach_it() -> None:
    # 70 % of 100: with 19 of 50 there are 69 at most.
    assert foreseen(YUNNAN, answers(training="19"))["floor-survey"] is False
    assert foreseen(YUNNAN, answers(training="20"))["floor-survey"] is None
    assert foreseen(YUNNAN, answers(training="40", system="30"))["floor-survey"] is True


def test_what_does_not_apply_leaves_the_floor_to_the_rest() -> None:
    entered = answers(training="34").with_score("system", NotApplicable("无"))
    assert foreseen(YUNNAN, entered)["floor-survey"] is False
    entered = answers(training="35").with_score("system", NotApplicable("无"))
    assert foreseen(YUNNAN, entered)["floor-survey"] is True


def test_rows_that_are_open_can_still_give_the_whole_weight() -> None:
    first = next(BEIJING.items)
    entered = Answers("专家甲", scores={first.id: Split({first.rows[0].id: Decimal(1)})})
    least, most = reach(BEIJING, entered)
    assert least.items[first.id] == 1
    assert most.items[first.id] == first.max


def test_a_veto_computed_from_the_total_fails_once_the_total_is_out_of_reach() -> None:
    big = [item.id for item in BEIJING.items if item.max == 30]
    entered = answers(**dict.fromkeys(big, "5"))
    assert [veto.number for veto in unavoidable(BEIJING, entered)] == ["3"]
    assert unavoidable(BEIJING, answers(**dict.fromkeys(big, "20"))) == ()


def test_of_what_was_not_assigned_nothing_is_foreseen() -> None:
    entered = Answers("专家甲", sections=("main",))
    found = foreseen(YUNNAN, entered.with_score("star", Whole(Decimal(0))))
    assert found["nonzero-star"] is False
    assert found["floor-survey"] is None


def entries(form: Form) -> st.SearchStrategy[Mapping[str, Score]]:
    """Any points for any of the items that are scored by a number."""
    numbers = {
        item.id: st.one_of(
            st.integers(0, int(item.max)).map(lambda one: Whole(Decimal(one))),
            *([st.just(NotApplicable("无"))] if item.not_applicable else []),
        )
        for item in form.items
        if not item.choices and item.per is None
    }
    return st.fixed_dictionaries({}, optional=numbers)


@given(entries(YUNNAN), entries(YUNNAN))
def test_what_is_sure_stays_so(first: Mapping[str, Score], more: Mapping[str, Score]) -> None:
    # Whatever is open is filled in somehow: what was foreseen must have come true.
    early = Answers("专家甲", scores=first)
    full = {item.id: Whole(Decimal(0)) for item in YUNNAN.items}
    late = Answers("专家甲", scores={**full, **more, **first})
    met = conditions_met(YUNNAN, score(YUNNAN, late).points)
    for id, sure in foreseen(YUNNAN, early).items():
        assert sure is None or met[id] is sure
