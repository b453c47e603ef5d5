"""One expert's paper: every edit is on disk, undo goes back across restarts, submitting locks."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from cpscore.rules.answers import Whole
from cpscore.rules.form import Answer
from cpscore.rules.ink import Ink
from cpscore.rules.problem import Unacceptable
from cpscore.workflow.ballots import open_ballot
from cpscore.workflow.demo import FORM, Sample, fill, ink_of
from cpscore.workflow.desk import open_desk
from cpscore.workflow.failures import EmptyInk, NoReason, WrongIdentity
from cpscore.workflow.paper import Locked, enter, paper, phrases, redo, undo
from cpscore.workflow.submit import (
    Incomplete,
    NotSubmitted,
    ballot_bytes,
    submit,
    withdraw,
    write_ballot,
)
from tests.workflow.conftest import counting, ticking


def test_an_edit_is_there_after_a_restart_and_so_is_its_undo(sample: Sample) -> None:
    desk, id = sample.desk, sample.review.id
    one = paper(desk, id, FORM, "m1")
    assert one.saved_at is None
    one = enter(desk, one, one.draft.answers.with_score("g1", Whole(Decimal("8.5"))))
    one = enter(desk, one, one.draft.answers.with_score("g1", Whole(Decimal(9))))
    one = enter(desk, one, one.draft.answers.with_part("v8", "a", Answer.YES))
    desk.close()
    again = open_desk(desk.data, now=ticking(), fresh=counting())
    back = paper(again, id, FORM, "m1")
    assert back.draft == one.draft
    assert back.saved_at is not None
    for _ in range(2):
        back = undo(again, back)
    assert back.draft.answers.scores == {"g1": Whole(Decimal("8.5"))}
    assert paper(again, id, FORM, "m1").draft == back.draft
    assert redo(again, back).draft.answers.scores == {"g1": Whole(Decimal(9))}
    again.close()


def test_what_the_form_does_not_allow_is_refused_and_leaves_no_entry(sample: Sample) -> None:
    desk, id = sample.desk, sample.review.id
    one = paper(desk, id, FORM, "m1")
    before = desk.store.head()
    for wrong in ("10.5", "8.25"):
        with pytest.raises(Unacceptable):
            enter(desk, one, one.draft.answers.with_score("g1", Whole(Decimal(wrong))))
    assert desk.store.head() == before
    assert paper(desk, id, FORM, "m1").draft == one.draft


def test_taking_back_a_veto_answer_takes_its_follow_up_along(sample: Sample) -> None:
    desk, id = sample.desk, sample.review.id
    one = paper(desk, id, FORM, "m1")
    one = enter(desk, one, one.draft.answers.with_part("v8", "a", Answer.YES))
    one = enter(desk, one, one.draft.answers.with_part("v8", "b", Answer.NO))
    one = enter(desk, one, one.draft.answers.with_part("v8", "a", Answer.NO))
    assert one.draft.answers.vetoes["v8"].parts == {"a": Answer.NO}
    assert "/vetoes/v8/b" not in one.result.missing


def test_a_paper_is_submitted_once_complete_signed_by_its_own_expert(
    sample: Sample, tmp_path: Path
) -> None:
    desk, id = sample.desk, sample.review.id
    one = paper(desk, id, FORM, "m1")
    with pytest.raises(Incomplete) as open_places:
        submit(desk, one, sample.identities["m1"], ink_of("m1"))
    assert open_places.value.values["open"] == 17
    one = fill(desk, one)
    with pytest.raises(EmptyInk):
        submit(desk, one, sample.identities["m1"], Ink(1000, ()))
    with pytest.raises(WrongIdentity):
        submit(desk, one, sample.identities["m2"], ink_of("m1"))
    with pytest.raises(NotSubmitted):
        ballot_bytes(desk, one)
    locked, receipt = submit(desk, one, sample.identities["m1"], ink_of("m1"), tmp_path)
    assert receipt.path is not None
    assert receipt.path.read_bytes() == ballot_bytes(desk, locked)
    with pytest.raises(Locked):
        enter(desk, locked, locked.draft.answers.with_remark("g1", "改"))
    with pytest.raises(Locked):
        submit(desk, locked, sample.identities["m1"], ink_of("m1"))
    opened = open_ballot(receipt.path.read_bytes())
    assert opened.answers == one.draft.answers
    assert (opened.member.name, opened.ballot.revision) == ("专家甲", 1)
    assert opened.ink == ink_of("m1")


def test_withdrawing_needs_a_reason_and_keeps_the_old_ballot(sample: Sample) -> None:
    desk, id = sample.desk, sample.review.id
    one, first = submit(
        desk, fill(desk, paper(desk, id, FORM, "m1")), sample.identities["m1"], ink_of("m1")
    )
    with pytest.raises(NoReason):
        withdraw(desk, one, "  ")
    open_again = withdraw(desk, one, "第3项漏看一份合同")
    assert (open_again.submitted, open_again.revision) == (None, 2)
    changed = enter(desk, open_again, open_again.draft.answers.with_score("g3", Whole(Decimal(21))))
    again, second = submit(desk, changed, sample.identities["m1"], ink_of("m1"))
    assert desk.store.fetch(first.sha256) is not None
    opened = open_ballot(ballot_bytes(desk, again))
    assert (opened.ballot.revision, opened.ballot.reason) == (2, "第3项漏看一份合同")
    assert opened.ballot.previous is not None
    assert second.sha256 != first.sha256
    assert second.file_name != first.file_name


def test_a_ballot_can_be_written_again(sample: Sample, tmp_path: Path) -> None:
    desk, id = sample.desk, sample.review.id
    one, receipt = submit(
        desk, fill(desk, paper(desk, id, FORM, "m3")), sample.identities["m3"], ink_of("m3")
    )
    assert receipt.path is None
    assert write_ballot(desk, one, tmp_path).read_bytes() == ballot_bytes(desk, one)


def test_phrases_used_before_are_offered_most_frequent_first(sample: Sample) -> None:
    desk, id = sample.desk, sample.review.id
    one = paper(desk, id, FORM, "m1")
    for about, words in (("g1", "资料不全"), ("g2", "与现场不符"), ("g3", "资料不全")):
        one = enter(desk, one, one.draft.answers.with_remark(about, words))
    assert phrases(desk, FORM) == ("资料不全", "与现场不符")
    assert phrases(desk, "hebei-h") == ()
