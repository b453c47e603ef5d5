"""Collecting: whatever arrives is kept and shown, and counts only when it is believed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from cpscore.rules.answers import Whole
from cpscore.rules.ijson import Tree
from cpscore.rules.problem import Failure
from cpscore.rules.review import Enterprise, Member
from cpscore.signing.findings import Person
from cpscore.signing.identity import Identity
from cpscore.workflow.answering import answer
from cpscore.workflow.ballots import UnknownMember
from cpscore.workflow.collect import (
    Taken,
    box,
    confirm,
    own_ballots,
    received,
    strays,
    take_in,
    take_own,
)
from cpscore.workflow.demo import FORM, PASSPHRASE, Sample, fill, ink_of, sample_review, take_part
from cpscore.workflow.desk import Desk
from cpscore.workflow.packages import make_package, open_package
from cpscore.workflow.paper import Paper, enter, paper
from cpscore.workflow.people import create_card, unlock
from cpscore.workflow.prepare import (
    OtherRoot,
    Plan,
    new_review,
    package_of,
    take_package,
    write_package,
)
from cpscore.workflow.submit import submit, withdraw


def states(desk: Desk, review_id: str) -> list[str]:
    return [place.state for place in box(desk, review_id, FORM)]


def test_each_member_has_a_row_from_missing_to_accepted(sample: Sample, tmp_path: Path) -> None:
    desk, id = sample.desk, sample.review.id
    assert states(desk, id) == ["missing"] * 5
    path = take_part(sample, "m3", tmp_path)
    [taken] = take_in(desk, id, path)
    assert (taken.code, taken.identity) == ("accepted", "listed")
    assert states(desk, id) == ["missing", "missing", "accepted", "missing", "missing"]
    # Taken in twice, it is still one ballot.
    assert take_in(desk, id, path) == (taken,)
    assert states(desk, id).count("accepted") == 1


def test_a_stick_is_taken_in_whole_and_a_bad_file_hinders_no_other(
    sample: Sample, tmp_path: Path
) -> None:
    desk, id = sample.desk, sample.review.id
    good = take_part(sample, "m1", tmp_path)
    damaged = bytearray(good.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (tmp_path / "b.cpsballot").write_bytes(damaged)
    (tmp_path / "c.cpsballot").write_bytes(b"")
    (tmp_path / "d.cpsballot").write_bytes(good.read_bytes()[:-5])
    (tmp_path / "e.cpsballot").mkdir()
    (tmp_path / "notes.txt").write_text("not a ballot")
    taken = {one.file: one.code for one in take_in(desk, id, tmp_path)}
    assert taken[good.name] == "accepted"
    assert sorted(taken) == sorted(
        [good.name, "b.cpsballot", "c.cpsballot", "d.cpsballot", "e.cpsballot"]
    )
    assert all(code != "accepted" for name, code in taken.items() if name != good.name)
    # The directory could not be read; the other three are kept and shown.
    assert sorted(one.file for one in strays(desk, id)) == [
        "b.cpsballot",
        "c.cpsballot",
        "d.cpsballot",
    ]
    assert all(desk.store.fetch(one.sha256) is not None for one in strays(desk, id))


def test_of_two_revisions_the_later_counts(sample: Sample, tmp_path: Path) -> None:
    desk, id = sample.desk, sample.review.id
    first = take_part(sample, "m1", tmp_path)
    one = withdraw(desk, paper(desk, id, FORM, "m1"), "看漏")
    one = enter(desk, one, one.draft.answers.with_score("g1", Whole(Decimal(7))))
    _, receipt = submit(desk, one, sample.identities["m1"], ink_of("m1"), tmp_path)
    assert receipt.path is not None
    # Even when the older one arrives later.
    take_in(desk, id, receipt.path)
    take_in(desk, id, first)
    [mine, *_] = box(desk, id, FORM)
    assert mine.taken is not None
    assert mine.taken.answers is not None
    assert mine.taken.answers.scores["g1"] == Whole(Decimal(7))
    assert [one.code for one in mine.others] == ["older-ballot"]


def test_two_different_ballots_of_one_revision_are_a_fork_and_neither_counts(
    sample: Sample, other_desk: Desk, tmp_path: Path
) -> None:
    desk, id = sample.desk, sample.review.id
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    path = take_part(sample, "m1", here)
    take_package(other_desk, write_package(desk, id, there))
    one = fill(other_desk, paper(other_desk, id, FORM, "m1"))
    one = enter(other_desk, one, one.draft.answers.with_score("g1", Whole(Decimal(10))))
    _, receipt = submit(other_desk, one, sample.identities["m1"], ink_of("m1"), there)
    assert receipt.path is not None
    take_in(desk, id, path)
    take_in(desk, id, receipt.path)
    [mine, *_] = box(desk, id, FORM)
    assert (mine.state, [one.code for one in mine.others]) == ("problem", ["forked-ballot"] * 2)


def test_a_ballot_of_another_review_is_named_so(
    sample: Sample, other_desk: Desk, tmp_path: Path
) -> None:
    stranger = sample_review(other_desk, sample.identities)
    [taken] = take_in(sample.desk, sample.review.id, take_part(stranger, "m1", tmp_path))
    assert taken.code == "wrong-review"
    assert states(sample.desk, sample.review.id) == ["missing"] * 5


def forged_package(sample: Sample, folder: Path, key: Identity) -> Path:
    """A package for the same review with a roster that somebody else signed, as its leader."""
    package = package_of(sample.desk, sample.review.id)
    review = replace(
        package.review,
        members=tuple(
            replace(one, leader=one.id == "m1", certificate=key.sha256)
            if one.id == "m1"
            else replace(one, leader=False)
            for one in package.review.members
        ),
    )
    path = folder / "forged.cpspkg"
    path.write_bytes(make_package(review, package.definitions, key, sample.desk.now()))
    return path


def test_a_roster_somebody_else_made_up_for_the_same_review_proves_nothing(
    sample: Sample, other_desk: Desk, tmp_path: Path
) -> None:
    card = create_card(other_desk, Person("专家甲"), PASSPHRASE)
    key = unlock(other_desk, card.sha256, PASSPHRASE)
    take_package(other_desk, forged_package(sample, tmp_path, key))
    one = fill_all(other_desk, sample.review.id, "m1")
    _, receipt = submit(other_desk, one, key, ink_of("m1"), tmp_path)
    assert receipt.path is not None
    [taken] = take_in(sample.desk, sample.review.id, receipt.path)
    assert taken.code == "wrong-review"
    assert states(sample.desk, sample.review.id) == ["missing"] * 5


def test_a_package_of_a_known_review_must_be_signed_with_the_same_key(
    sample: Sample, other_desk: Desk, tmp_path: Path
) -> None:
    card = create_card(other_desk, Person("专家甲"), PASSPHRASE)
    key = unlock(other_desk, card.sha256, PASSPHRASE)
    path = write_package(sample.desk, sample.review.id, tmp_path)
    assert take_package(other_desk, path) == take_package(other_desk, path)
    with pytest.raises(OtherRoot):
        take_package(other_desk, forged_package(sample, tmp_path, key))
    assert package_of(other_desk, sample.review.id).data == path.read_bytes()


def unlisted(sample: Sample, *forms: str) -> Sample:
    """A review whose members' keys nobody knows yet, but the leader's."""
    plan = Plan(
        "验收",
        Enterprise("示例电镀有限公司", ("双有",)),
        "2026-11-20",
        forms or (FORM, "hebei-h"),
        (Member("", "专家甲"), Member("", "专家乙", leader=True), Member("", "专家丙")),
    )
    review = new_review(sample.desk, plan, sample.identities["m2"])
    return Sample(sample.desk, review, sample.identities)


def test_a_key_nobody_knows_is_self_asserted_until_the_codes_were_compared(
    sample: Sample, tmp_path: Path
) -> None:
    sample = unlisted(sample)
    desk, id = sample.desk, sample.review.id
    one = fill_all(desk, id, "m1")
    _, receipt = submit(desk, one, sample.identities["m1"], ink_of("m1"), tmp_path)
    assert receipt.path is not None

    def taken() -> Taken:
        [mine, *_] = box(desk, id, FORM)
        assert mine.taken is not None
        return mine.taken

    take_in(desk, id, receipt.path)
    assert taken().identity == "self-asserted"
    confirm(desk, id, "m1", sample.identities["m1"].sha256, by="专家乙")
    assert taken().identity == "confirmed"


def test_another_key_in_a_members_name_does_not_count_once_theirs_is_confirmed(
    sample: Sample, other_desk: Desk, tmp_path: Path
) -> None:
    sample = unlisted(sample)
    desk, id = sample.desk, sample.review.id
    one = fill_all(desk, id, "m1")
    _, receipt = submit(desk, one, sample.identities["m1"], ink_of("m1"), tmp_path)
    assert receipt.path is not None
    take_in(desk, id, receipt.path)
    confirm(desk, id, "m1", sample.identities["m1"].sha256, by="专家乙")
    impostor = create_card(other_desk, Person("专家甲"), PASSPHRASE)
    take_package(other_desk, write_package(desk, id, tmp_path))
    false = fill_all(other_desk, id, "m1")
    key = unlock(other_desk, impostor.sha256, PASSPHRASE)
    _, forged = submit(other_desk, false, key, ink_of("m2"), tmp_path)
    assert forged.path is not None
    [taken] = take_in(desk, id, forged.path)
    assert taken.code == "wrong-signer"
    assert states(desk, id)[0] == "accepted"


def test_of_two_keys_in_a_members_name_the_one_that_was_compared_is_confirmed(
    sample: Sample, other_desk: Desk, tmp_path: Path
) -> None:
    sample = unlisted(sample, FORM, "hebei-e", "hebei-h")
    desk, id = sample.desk, sample.review.id
    take_package(other_desk, write_package(desk, id, tmp_path))
    impostor = create_card(other_desk, Person("专家甲"), PASSPHRASE)
    key = unlock(other_desk, impostor.sha256, PASSPHRASE)
    _, forged = submit(other_desk, fill_all(other_desk, id, "m1"), key, ink_of("m2"), tmp_path)
    sound = {"v1": "yes", "v2": "yes", "v3": "no", "v4": "no"}
    tree: Tree = {
        "expert": "专家甲",
        "enterprise": {"categories": ["双有"]},
        "scores": {"w1": "15", "w2": "40", "w3": "30", "w4": "15"},
        "vetoes": {veto: {"a": said} for veto, said in sound.items()},
    }
    one = answer(desk, paper(desk, id, "hebei-e", "m1"), tree)
    _, true = submit(desk, one, sample.identities["m1"], ink_of("m1"), tmp_path)
    for receipt in (forged, true):
        assert receipt.path is not None
        take_in(desk, id, receipt.path)
    confirm(desk, id, "m1", sample.identities["m1"].sha256, by="专家乙")
    assert [(one.sha256, one.code) for one in received(desk, id)] == [
        (forged.sha256, "wrong-signer"),
        (true.sha256, "accepted"),
    ]
    with pytest.raises(UnknownMember):
        confirm(desk, id, "m1", impostor.sha256, by="专家乙")


def fill_all(desk: Desk, review_id: str, member_id: str) -> Paper:
    return fill(desk, paper(desk, review_id, FORM, member_id))


def test_a_changed_byte_anywhere_in_a_package_is_found(sample: Sample, tmp_path: Path) -> None:
    data = write_package(sample.desk, sample.review.id, tmp_path).read_bytes()
    for at in range(0, len(data), len(data) // 60):
        changed = bytearray(data)
        changed[at] ^= 0x20
        with pytest.raises(Failure):
            open_package(bytes(changed))


def test_what_was_submitted_on_this_machine_needs_no_stick(sample: Sample, tmp_path: Path) -> None:
    desk, id = sample.desk, sample.review.id
    assert take_own(desk, id) == ()
    take_part(sample, "m2", tmp_path)
    [waiting] = own_ballots(desk, id)
    [taken] = take_own(desk, id)
    assert (taken.code, taken.file, taken.sha256) == (
        "accepted",
        waiting.file_name,
        waiting.sha256,
    )
    assert states(desk, id) == ["missing", "accepted", "missing", "missing", "missing"]
    # From the stick it is the same ballot, and it is taken in once.
    assert own_ballots(desk, id) == ()
    assert len(take_in(desk, id, tmp_path)) == 1
    assert [one.file for one in received(desk, id)] == [waiting.file_name]
