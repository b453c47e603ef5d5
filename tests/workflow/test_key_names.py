"""A USB key often bears more than a name (专家甲@1024): what counts is that it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from cpscore.rules.declining import Declining
from cpscore.rules.review import Enterprise
from cpscore.signing.findings import Person
from cpscore.signing.identity import Identity
from cpscore.workflow.collect import take_in
from cpscore.workflow.demo import (
    FORM,
    LEADER,
    OPINION,
    PASSPHRASE,
    RECTIFIED,
    Sample,
    fill,
    ink_of,
    sample_review,
    sign_all,
    take_part,
    write_opinion,
)
from cpscore.workflow.desk import Desk
from cpscore.workflow.failures import WrongIdentity
from cpscore.workflow.issue import issue
from cpscore.workflow.opinion import finalise, sign_opinion
from cpscore.workflow.paper import paper
from cpscore.workflow.people import NoSuchIdentity, card_of, create_card, unlock
from cpscore.workflow.prepare import Plan, new_review
from cpscore.workflow.replies import hear, write_words
from cpscore.workflow.round_leader import take_out
from cpscore.workflow.round_member import look_at
from cpscore.workflow.settle import decide_veto
from cpscore.workflow.submit import submit
from cpscore.workflow.verify import verify_file


@pytest.fixture
def keys(desk: Desk, identities: Mapping[str, Identity]) -> Mapping[str, Identity]:
    """The sample's keys; that of 专家甲 is called otherwise."""
    card = create_card(desk, Person("专家甲@1024"), PASSPHRASE)
    return {**identities, "m1": unlock(desk, card.sha256, PASSPHRASE)}


def prepared(desk: Desk, keys: Mapping[str, Identity], *, listed: bool) -> Sample:
    """The sample with the names of always, and the key of 专家甲 on the roster or not."""
    plain = sample_review(desk, keys).review.members
    members = (
        replace(plain[0], name="专家甲", certificate=keys["m1"].sha256 if listed else None),
        *plain[1:],
    )
    enterprise = Enterprise("示例电镀有限公司", ("双有",))
    plan = Plan("验收", enterprise, "2026-11-20", (FORM, OPINION), members)
    return Sample(desk, new_review(desk, plan, keys[LEADER]), keys)


def test_a_key_on_the_roster_signs_all_there_is_whatever_it_calls_itself(
    desk: Desk, keys: Mapping[str, Identity], tmp_path: Path
) -> None:
    sample = prepared(desk, keys, listed=True)
    id, member = sample.review.id, sample.review.members[0]
    assert card_of(desk, member).sha256 == keys["m1"].sha256
    ballots = [take_part(sample, one, tmp_path) for one in keys]
    for path in ballots:
        [taken] = take_in(desk, id, path)
        assert (taken.code, taken.identity) == ("accepted", "listed")
    decide_veto(desk, id, FORM, "v8", False, RECTIFIED, by="专家乙")
    write_opinion(sample)
    sign_all(sample)
    signed = [one.path for one in issue(desk, id, keys[LEADER], tmp_path) if one.signed]
    for path in (*signed, *ballots):
        found = verify_file(path, None, desk)
        assert found.trustworthy, (path.name, found.findings)
        assert "专家甲@1024" not in {one.signer for one in found.signatures}


def test_words_of_a_key_on_the_roster_are_its_members(
    desk: Desk, keys: Mapping[str, Identity], tmp_path: Path
) -> None:
    sample = prepared(desk, keys, listed=True)
    id = sample.review.id
    for one in keys:
        take_in(desk, id, take_part(sample, one, tmp_path))
    decide_veto(desk, id, FORM, "v8", False, RECTIFIED, by="专家乙")
    finalise(desk, id, tuple(keys), {})
    sign_opinion(desk, id, LEADER, keys[LEADER], ink_of(LEADER))
    found = look_at(desk, take_out(desk, id, tmp_path))
    path = write_words(desk, found, "m1", keys["m1"], "不同意。", Declining.REFUSE, tmp_path)
    said = hear(desk, id, path)
    assert (said.code, said.identity) == ("reply-accepted", "listed")


def test_a_key_that_is_not_known_has_nothing_but_its_name(
    desk: Desk, keys: Mapping[str, Identity]
) -> None:
    sample = prepared(desk, keys, listed=False)
    one = fill(desk, paper(desk, sample.review.id, FORM, "m1"))
    with pytest.raises(NoSuchIdentity):
        card_of(desk, sample.review.members[0])
    with pytest.raises(WrongIdentity):
        submit(desk, one, keys["m1"], ink_of("m1"))
