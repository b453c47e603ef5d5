"""A ballot being filled in: every edit can be undone, all the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpscore.rules.answers import Answers, NotApplicable, Score, Split, Whole
from cpscore.rules.draft import (
    Draft,
    Edit,
    Step,
    edit_document,
    edit_of,
    edit_to,
    first_problem,
    fold,
)
from cpscore.rules.form import Form
from cpscore.rules.problem import Unacceptable
from tests.rules.samples import CHOSEN, NO, PLAIN, REBASED, YES, answered, d, plainly, whole

EMPTY = Answers(expert="甲", categories=("其他",))


def draft_of(of: Form, *states: Answers) -> Draft:
    """A draft that went through these states."""
    draft = Draft(of, states[0])
    for state in states[1:]:
        edit = edit_to(of, draft.answers, state)
        assert edit is not None
        draft = draft.made(edit)
    return draft


def test_an_edit_names_its_place_with_before_and_after() -> None:
    one = EMPTY.with_score("i1", Whole(d("8")))
    assert edit_to(PLAIN, EMPTY, one) == Edit("scores", "i1", None, "8")
    assert edit_to(PLAIN, one, EMPTY) == Edit("scores", "i1", "8", None)
    split = one.with_score("i1", Split({"1": d("2.5")}))
    assert edit_to(PLAIN, one, split) == Edit("scores", "i1", "8", {"rows": {"1": "2.5"}})
    assert edit_to(PLAIN, one, one) is None
    answer = EMPTY.with_part("v1", "a", NO)
    assert edit_to(PLAIN, EMPTY, answer) == Edit("vetoes", "v1", None, {"a": "no"})
    remark = EMPTY.with_remark("i2", "好")
    assert edit_to(PLAIN, EMPTY, remark) == Edit("remarks", "i2", None, "好")
    concluded = replace(EMPTY, conclusion="pass")
    assert edit_to(CHOSEN, EMPTY, concluded) == Edit("conclusion", "", None, "pass")


def test_an_edit_is_undone_and_made_again() -> None:
    states = [EMPTY, EMPTY.with_score("i1", Whole(d("8")))]
    states.append(states[1].with_part("v1", "a", YES))
    draft = draft_of(PLAIN, *states)
    assert draft.answers == states[2]
    assert draft.undo().answers == states[1]
    assert draft.undo().undo().answers == states[0]
    assert draft.undo().undo().undo() == draft.undo().undo()
    assert draft.undo().undo().redo().redo() == draft
    assert draft.redo() == draft
    edit = edit_to(PLAIN, states[1], states[1].with_remark("i1", "好"))
    assert edit is not None
    assert draft.undo().made(edit).undone == ()


def test_taking_back_what_made_a_part_asked_takes_its_answer_along() -> None:
    asked = plainly(v2="a=yes b=no")
    draft = draft_of(PLAIN, asked, asked.with_part("v2", "a", NO))
    assert draft.done[-1].after == {"a": "no"}
    assert draft.answers == plainly(v2="a=no")
    assert draft.undo().answers == asked


def test_a_conclusion_is_edited_and_undone() -> None:
    draft = draft_of(CHOSEN, Answers(expert="甲"), Answers(expert="甲", conclusion="pass"))
    assert draft.answers.conclusion == "pass"
    assert draft.undo().answers.conclusion is None
    assert draft.undo().redo() == draft


@pytest.mark.parametrize(
    ("edit", "path", "code"),
    [
        (Edit("scores", "i1", None, "41"), "/scores/i1", "above-maximum"),
        (Edit("scores", "i9", None, "1"), "/scores/i9", "unknown-id"),
        (Edit("vetoes", "v2", None, {"a": "no", "b": "no"}), "/vetoes/v2/b", "not-asked"),
        (Edit("elsewhere", "x", None, "1"), "/elsewhere", "unknown-id"),
        (Edit("conclusion", "", None, "pass"), "/conclusion", "not-asked"),
    ],
)
def test_an_edit_that_cannot_stand_is_refused(edit: Edit, path: str, code: str) -> None:
    problem = first_problem(PLAIN, EMPTY, edit)
    assert problem is not None
    assert (problem.path, problem.code) == (path, code)
    with pytest.raises(Unacceptable):
        Draft(PLAIN, EMPTY).made(edit)
    assert first_problem(PLAIN, EMPTY, Edit("scores", "i1", None, "40")) is None


def test_an_edit_is_kept_as_it_was() -> None:
    edit = Edit("scores", "i1", None, {"rows": {"1": "2"}})
    assert edit_of(edit_document(edit)) == edit


points = st.integers(0, 60).map(lambda n: Whole(Decimal(n) / 2))
changes = st.one_of(
    st.tuples(st.just("score"), st.sampled_from(["i1", "i2", "i3"]), st.one_of(st.none(), points)),
    st.tuples(st.just("na"), st.just("i2"), st.text("一二三", min_size=1)),
    st.tuples(st.just("remark"), st.sampled_from(["i1", "i4"]), st.text("甲乙", max_size=2)),
    st.tuples(st.sampled_from(["undo", "redo"]), st.none(), st.none()),
)


def moved(answers: Answers, kind: str, id: str, value: object) -> Answers:
    if kind == "remark":
        return answers.with_remark(id, str(value))
    score: Score | None = NotApplicable(str(value)) if kind == "na" else value  # type: ignore[assignment]
    return answers.with_score(id, score)


@given(st.lists(changes, max_size=25))
def test_a_history_leads_to_the_same_draft(history: Sequence[tuple[str, str, object]]) -> None:
    empty = Answers(expert="甲")
    draft, steps, path = Draft(REBASED, empty), [], [empty]
    for kind, id, value in history:
        if kind == "undo":
            draft = draft.undo()
            steps.append(Step("undo"))
            path = path[:-1] or path
        elif kind == "redo":
            draft = draft.redo()
            steps.append(Step("redo"))
            if draft.answers != path[-1]:
                path.append(draft.answers)
        else:
            edit = edit_to(REBASED, draft.answers, moved(draft.answers, kind, id, value))
            if edit:
                draft = draft.made(edit)
                steps.append(Step("edit", edit_document(edit)))
                path.append(draft.answers)
        assert draft.answers == path[-1]
    assert fold(REBASED, empty, steps) == draft
    while draft.done:
        draft = draft.undo()
    assert draft.answers == empty


def test_a_history_may_end_where_it_began() -> None:
    assert fold(PLAIN, EMPTY, []) == Draft(PLAIN, EMPTY)
    both = [Step("undo"), Step("redo")]
    assert fold(PLAIN, EMPTY, both).answers == EMPTY
    filled = replace(EMPTY, scores=whole(i1="1"), vetoes=answered(v1="a=no"))
    assert edit_to(PLAIN, EMPTY, filled) == Edit("scores", "i1", None, "1")
