"""One file goes round: signed on machines that know nothing of each other, and never merged."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pytest

from cpscore.documents.picture import text as page_text
from cpscore.exchange.reply import PART, write_reply
from cpscore.rules.declining import Declining, Reply
from cpscore.rules.ink import Ink
from cpscore.rules.review import Enterprise, Review
from cpscore.signing.copies import saved_states
from cpscore.signing.identity import Identity
from cpscore.signing.inspect import inspect_pdf
from cpscore.signing.pdf import UnusablePdf, sign
from cpscore.workflow.collect import take_in
from cpscore.workflow.declining import NoWords, decline
from cpscore.workflow.demo import (
    FORM,
    LEADER,
    OPINION,
    RECTIFIED,
    Sample,
    ink_of,
    sample_review,
    take_part,
    write_opinion,
)
from cpscore.workflow.desk import Desk, open_desk
from cpscore.workflow.failures import EmptyInk, WrongIdentity
from cpscore.workflow.opinion import (
    NotToSign,
    Opinion,
    close_opinion,
    finalise,
    opinion,
    preview,
    sign_opinion,
    signed_opinion,
    void_opinion,
    write_dissent,
)
from cpscore.workflow.packages import sealed
from cpscore.workflow.prepare import Plan, new_review, take_package, write_package
from cpscore.workflow.replies import give_effect, hear, heard, pending, write_words
from cpscore.workflow.round_file import NotARound, WouldReplace, open_round
from cpscore.workflow.round_leader import (
    confirm_signer,
    forks,
    go_on_with,
    returned,
    signers,
    take_back,
    take_out,
)
from cpscore.workflow.round_member import (
    RoundChanged,
    RoundRefused,
    look_at,
    sign_round,
    signed_before,
    signed_here,
    write_round,
)
from cpscore.workflow.settle import decide_veto
from cpscore.workflow.verify import verify_file
from tests.judges import mutool_sign, openssl, pdfsig
from tests.workflow.conftest import counting, ticking

THREE = ("m1", LEADER, "m3")


@dataclass
class Round:
    """The leader's desk, a stick, and as many members' desks as are asked for."""

    sample: Sample
    stick: Path
    desks: Callable[[str], Desk]

    @property
    def desk(self) -> Desk:
        return self.sample.desk

    @property
    def id(self) -> str:
        return self.sample.review.id

    @property
    def now(self) -> Opinion:
        return opinion(self.desk, self.id)

    @property
    def file(self) -> Path:
        """The file on the stick."""
        return self.stick / f"传签-示例化工有限公司-第{self.now.state.edition}版.pdf"

    def sign(self, member_id: str, path: Path | None = None) -> Path:
        """A member signs on a machine of their own, which has never seen the review."""
        where = path or self.file
        desk = self.desks(member_id)
        found = look_at(desk, where)
        key = self.sample.identities[member_id]
        write_round(sign_round(desk, found, member_id, key, ink_of(member_id), where), where)
        return where

    def back(self, path: Path | None = None) -> str:
        """What becomes of a copy that is brought to the leader."""
        [one] = take_back(self.desk, self.id, path or self.file)
        return one.code


@pytest.fixture(scope="module")
def made_once(
    tmp_path_factory: pytest.TempPathFactory, identities: Mapping[str, Identity]
) -> tuple[Path, Review]:
    """An archive in which everything is settled and written, and nothing is laid out."""
    base = tmp_path_factory.mktemp("settled")
    desk = open_desk(base / "leader", now=ticking(), fresh=counting())
    sample = sample_review(desk, identities)
    for member_id in identities:
        take_in(desk, sample.review.id, take_part(sample, member_id, base))
    decide_veto(desk, sample.review.id, FORM, "v8", sustained=False, reason=RECTIFIED, by="专家乙")
    write_opinion(sample)
    desk.close()
    return base / "leader", sample.review


@pytest.fixture
def settled(
    made_once: tuple[Path, Review], identities: Mapping[str, Identity], tmp_path: Path
) -> Iterator[Sample]:
    """A copy of it: ballots are slow to examine."""
    base, review = made_once
    shutil.copytree(base, tmp_path / "leader")
    desk = open_desk(tmp_path / "leader", now=ticking(), fresh=counting("f"))
    yield Sample(desk, review, identities)
    desk.close()


@pytest.fixture
def going(settled: Sample, tmp_path: Path) -> Iterator[Round]:
    """The leader has certified, and the file is on the stick."""
    made: dict[str, Desk] = {}

    def desk_of(member_id: str) -> Desk:
        folder, prefix = tmp_path / f"laptop-{member_id}", f"b{member_id[-1]}"
        if member_id not in made:
            made[member_id] = open_desk(folder, now=ticking(), fresh=counting(prefix))
        return made[member_id]

    stick = tmp_path / "stick"
    stick.mkdir()
    desk, id, keys = settled.desk, settled.review.id, settled.identities
    finalise(desk, id, tuple(keys), {})
    sign_opinion(desk, id, LEADER, keys[LEADER], ink_of(LEADER))
    take_out(desk, id, stick)
    yield Round(settled, stick, desk_of)
    for one in made.values():
        one.close()


# The way round -----------------------------------------------------------------------------------


@pytest.mark.judge
def test_members_hand_the_file_on_and_every_judge_accepts_it(going: Round, tmp_path: Path) -> None:
    assert going.now.state.out == going.file.name
    for member_id in ("m4", "m1", "m5", "m3"):
        going.sign(member_id)
    [back] = take_back(going.desk, going.id, going.stick)
    assert (back.code, back.values["names"]) == ("round-accepted", "专家丁、专家甲、专家戊、专家丙")
    state = going.now.state
    assert (state.signed, state.out) == ((LEADER, "m4", "m1", "m5", "m3"), "")
    one = close_opinion(going.desk, going.id, going.sample.identities[LEADER])
    signed = signed_opinion(going.desk, one)
    assert signed is not None
    path = tmp_path / "opinion.pdf"
    path.write_bytes(signed)
    assert inspect_pdf(signed).whole
    assert verify_file(path, desk=going.desk).trustworthy
    assert verify_file(path).trustworthy
    last = inspect_pdf(signed).signatures[-1]
    assert (last.field, last.locks) == ("closing", True)
    judged(path, 6)
    with pikepdf.open(path) as pdf:
        # The leader's first signature lets others only sign; the last one locks every field.
        fields = {str(one.T): one.V for one in pdf.Root.AcroForm.Fields}
        assert pdf.Root.Perms.DocMDP.objgen == fields[LEADER].objgen
        [first] = fields[LEADER].Reference
        assert (first.TransformMethod, first.TransformParams.P) == ("/DocMDP", 2)
        [last_rule] = [
            one for one in fields["closing"].Reference if "/Action" in one.TransformParams
        ]
        assert (last_rule.TransformMethod, last_rule.TransformParams.Action) == (
            "/FieldMDP",
            "/All",
        )
        assert all("/Reference" not in fields[id] for id in ("m1", "m3", "m4", "m5"))


def judged(path: Path, signatures: int) -> None:
    """Poppler, MuPDF and OpenSSL find every signature valid, the last one over the whole file.

    MuPDF says of all earlier ones that the file was edited since, which is its own limit.
    """
    said = pdfsig(path)
    assert said.count("Signature is Valid.") == signatures
    assert said.count("Total document signed") == 1
    said = mutool_sign(path)
    assert said.count("The document is unchanged since signing.") == 1
    edited = "The signature is valid but there have been edits since signing."
    assert said.count(edited) == signatures - 1
    data = path.read_bytes()
    found = list(re.finditer(rb"/ByteRange\s?\[\s?0 (\d+) (\d+) (\d+)\s?\]", data))
    assert len(found) == signatures
    for one in found:
        first, second, rest = (int(number) for number in one.groups())
        content, cms = path.with_suffix(".content"), path.with_suffix(".cms")
        content.write_bytes(data[:first] + data[second : second + rest])
        cms.write_bytes(bytes.fromhex(data[first + 1 : second - 1].decode()))
        asked = ("cms", "-verify", "-binary", "-noverify", "-inform", "DER")
        files = ("-in", str(cms), "-content", str(content), "-out", str(path.with_suffix(".out")))
        assert "CMS Verification successful" in openssl(*asked, *files)


def test_a_member_sees_what_they_sign_though_the_review_is_not_here(going: Round) -> None:
    found = look_at(going.desks("m1"), going.file)
    assert (found.edition, found.here, found.bad) == (1, False, ())
    assert [mark.signed.signer for mark in found.marks] == ["专家乙"]
    assert [one.id for one in found.awaited] == ["m1", "m3", "m4", "m5"]
    assert found.review.enterprise.name == "示例化工有限公司"


def test_a_package_of_the_same_review_has_to_have_the_same_root(
    going: Round, tmp_path: Path
) -> None:
    desk = going.desks("m1")
    take_package(desk, write_package(going.desk, going.id, tmp_path))
    assert look_at(desk, going.file).here
    going.sign("m1")
    kinds = [entry.kind for entry in desk.store.entries(going.id)]
    assert kinds == ["package-taken", "round-signed-here"]


def test_only_in_ones_own_place_with_ones_own_key_and_by_hand(going: Round) -> None:
    desk, keys = going.desks("m1"), going.sample.identities
    found = look_at(desk, going.file)
    with pytest.raises(WrongIdentity):
        sign_round(desk, found, "m1", keys["m3"], ink_of("m1"), going.file)
    with pytest.raises(EmptyInk):
        sign_round(desk, found, "m1", keys["m1"], Ink(1000, ()), going.file)
    for place in (LEADER, "closing", "m9"):
        with pytest.raises(NotToSign):
            sign_round(desk, found, place, keys[LEADER], ink_of("m1"), going.file)
    going.sign("m1")
    with pytest.raises(NotToSign):
        going.sign("m1")


def test_a_file_that_changed_under_the_eyes_is_not_signed(going: Round) -> None:
    desk = going.desks("m1")
    found = look_at(desk, going.file)
    going.sign("m3")
    with pytest.raises(RoundChanged):
        sign_round(desk, found, "m1", going.sample.identities["m1"], ink_of("m1"), going.file)


def test_signing_another_copy_is_said_before_it_makes_a_fork(going: Round, tmp_path: Path) -> None:
    untouched = going.file.read_bytes()
    going.sign("m1")
    desk = going.desks("m1")
    assert signed_before(desk, look_at(desk, going.file), "m1") is None
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(untouched)
    assert (signed_before(desk, look_at(desk, copy), "m1") or "").startswith("2026-11-20T09:")
    assert signed_before(desk, look_at(desk, copy), "m3") is None
    # The signature is kept: what was signed goes on from this copy, and from no other.
    kept = signed_here(desk, look_at(desk, copy), "m1")
    assert kept is not None
    assert kept.data == going.file.read_bytes()
    assert signed_here(desk, look_at(desk, going.file), "m1") is None
    going.sign("m3", copy)
    assert signed_here(desk, look_at(desk, copy), "m1") is None
    assert signed_before(desk, look_at(desk, copy), "m1")


# Coming back -------------------------------------------------------------------------------------


def test_the_same_and_older_copies_change_nothing(going: Round, tmp_path: Path) -> None:
    older = tmp_path / "older.pdf"
    older.write_bytes(going.file.read_bytes())
    assert going.back() == "round-same"
    assert going.now.state.out == ""
    going.sign("m1")
    assert going.back() == "round-accepted"
    assert going.back() == "round-same"
    before = going.now.state
    assert going.back(older) == "round-older"
    assert going.now.state == before
    codes = [one.code for one in returned(going.desk, going.id)]
    assert codes == ["round-same", "round-accepted", "round-same", "round-older"]


def test_a_returned_copy_is_not_overwritten_before_it_is_taken_in(going: Round) -> None:
    going.sign("m1")
    with pytest.raises(WouldReplace):
        take_out(going.desk, going.id, going.stick)
    going.back()
    take_out(going.desk, going.id, going.stick)
    assert [mark.field for mark in inspect_pdf(going.file.read_bytes()).signatures] == [
        LEADER,
        "m1",
    ]


def test_a_copy_in_another_folder_is_not_overwritten_by_one_that_lacks_its_signature(
    going: Round, tmp_path: Path
) -> None:
    there = tmp_path / going.file.name
    there.write_bytes(going.file.read_bytes())
    going.sign("m3", there)
    kept = there.read_bytes()
    going.sign("m1")
    mine = look_at(going.desk, going.file)
    with pytest.raises(WouldReplace):
        write_round(mine, there)
    assert there.read_bytes() == kept
    write_round(mine, tmp_path / "elsewhere.pdf")
    assert (tmp_path / "elsewhere.pdf").read_bytes() == mine.data


def test_two_copies_signed_apart_are_a_fork_and_never_merged(going: Round, tmp_path: Path) -> None:
    apart = tmp_path / "apart.pdf"
    apart.write_bytes(going.file.read_bytes())
    going.sign("m1")
    going.sign("m4")
    going.sign("m3", apart)
    assert going.back() == "round-accepted"
    assert going.back(apart) == "round-forked"
    assert going.now.state.signed == (LEADER, "m1", "m4")
    [fork] = forks(going.desk, going.now)
    assert (fork.theirs, fork.ours) == (("专家丙",), ("专家甲", "专家丁"))
    assert going.desk.store.fetch(fork.sha256) == apart.read_bytes()
    # The way out: the other signs again on the copy that goes on.
    take_out(going.desk, going.id, going.stick)
    going.sign("m3")
    assert going.back() == "round-accepted"
    assert going.now.state.signed == (LEADER, "m1", "m4", "m3")


def test_a_folder_with_too_much_in_it_says_what_was_not_looked_at(
    going: Round, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cpscore.workflow.round_leader.MOST_FILES", 2)
    many = tmp_path / "many"
    many.mkdir()
    for name in ("1.pdf", "2.pdf"):
        (many / name).write_bytes(b"of another program")
    shutil.copy(going.file, many / "3.pdf")
    [left] = take_back(going.desk, going.id, many)
    assert (left.file, left.code) == ("many", "too-many-copies")
    assert left.values == {"most": 2, "left": 1}
    (many / "1.pdf").unlink()
    [one] = take_back(going.desk, going.id, many)
    assert one.code == "round-same"


def test_after_the_end_a_copy_signed_apart_is_kept_and_changes_nothing(
    going: Round, tmp_path: Path
) -> None:
    desk, keys = going.desk, going.sample.identities
    apart = tmp_path / "apart.pdf"
    apart.write_bytes(going.file.read_bytes())
    going.sign("m3", apart)
    for member_id in ("m1", "m3", "m4", "m5"):
        sign_opinion(desk, going.id, member_id, keys[member_id], ink_of(member_id))
    close_opinion(desk, going.id, keys[LEADER])
    before = going.now.state
    assert going.back() == "round-older"
    assert going.back(apart) == "round-forked"
    assert going.now.state == before
    [fork] = forks(desk, going.now)
    assert fork.theirs == ("专家丙",)
    with pytest.raises(NotToSign):
        go_on_with(desk, going.id, fork.sha256)


def test_the_leader_may_go_on_with_the_other_copy(going: Round, tmp_path: Path) -> None:
    apart = tmp_path / "apart.pdf"
    apart.write_bytes(going.file.read_bytes())
    going.sign("m1")
    going.sign("m3", apart)
    going.sign("m5", apart)
    going.back()
    going.back(apart)
    [fork] = forks(going.desk, going.now)
    with pytest.raises(NotToSign):
        go_on_with(going.desk, going.id, going.now.state.final)
    assert go_on_with(going.desk, going.id, fork.sha256).state.signed == (LEADER, "m3", "m5")
    [other] = forks(going.desk, going.now)
    assert (other.theirs, other.ours) == (("专家甲",), ("专家丙", "专家戊"))


def test_a_signature_made_here_while_the_file_is_away_forks_it(going: Round) -> None:
    desk, keys = going.desk, going.sample.identities
    going.sign("m1")
    sign_opinion(desk, going.id, "m3", keys["m3"], ink_of("m3"))
    assert going.back() == "round-forked"
    [fork] = forks(desk, going.now)
    assert (fork.theirs, fork.ours) == (("专家甲",), ("专家丙",))


@pytest.mark.parametrize("bend", ["byte", "tail", "resaved"])
def test_an_altered_file_is_kept_shown_and_refused(going: Round, bend: str) -> None:
    going.sign("m1")
    data = bytearray(going.file.read_bytes())
    match bend:
        case "byte":
            data[len(data) // 3] ^= 1
        case "tail":
            data += b"\n1 0 obj\n<<>>\nendobj\n"
        case _:
            with pikepdf.open(going.file) as pdf:
                pdf.save(going.stick / "again.pdf")
            data = bytearray((going.stick / "again.pdf").read_bytes())
            (going.stick / "again.pdf").unlink()
    going.file.write_bytes(bytes(data))
    before = going.now.state
    assert going.back() in ("round-altered", "not-a-round")
    assert going.now.state == before
    [kept] = returned(going.desk, going.id)
    assert going.desk.store.fetch(kept.sha256) == bytes(data)


def test_nobody_signs_an_altered_file(going: Round) -> None:
    going.sign("m1")
    data = going.file.read_bytes() + b"\n% and more\n"
    going.file.write_bytes(data)
    desk = going.desks("m3")
    found = look_at(desk, going.file)
    assert "pdf-changed-after-signing" in [why.code for why in found.bad]
    with pytest.raises(RoundRefused):
        sign_round(desk, found, "m3", going.sample.identities["m3"], ink_of("m3"), going.file)


def test_a_copy_of_a_voided_edition_is_named_as_such(going: Round) -> None:
    old = going.sign("m1")
    void_opinion(going.desk, going.id, "第5段数字写错")
    assert going.back(old) == "round-other-edition"
    finalise(going.desk, going.id, tuple(going.sample.identities), {})
    [one] = take_back(going.desk, going.id, old)
    assert (one.code, one.values) == ("round-other-edition", {"found": "1", "present": "2"})


def test_what_is_no_round_is_passed_over_in_a_folder_and_said_alone(
    going: Round, tmp_path: Path
) -> None:
    other = going.stick / "other.pdf"
    other.write_bytes(preview(going.desk, going.now))
    assert [one.code for one in take_back(going.desk, going.id, going.stick)] == ["round-same"]
    assert going.back(other) == "not-a-round"
    with pytest.raises(NotARound):
        open_round(b"%PDF-1.7")
    assert going.back(tmp_path / "none.pdf") == "unreadable-file"


# Declining ---------------------------------------------------------------------------------------


def test_refusing_makes_an_edition_without_the_place_and_with_the_words(going: Round) -> None:
    desk, id = going.desk, going.id
    going.sign("m1")
    going.back()
    with pytest.raises(NoWords):
        decline(desk, id, "m4", "  ", Declining.REFUSE)
    with pytest.raises(NotToSign):
        decline(desk, id, LEADER, "不同意", Declining.REFUSE)
    one = decline(desk, id, "m4", "两项中费方案未完工，\n我不能签名。", Declining.REFUSE)
    state = one.state
    assert (state.state, state.edition, state.signed) == ("signing", 2, ())
    assert state.expected == ("m1", "m2", "m3", "m5")
    [voided] = state.voided
    assert (voided.edition, voided.signed) == (1, (LEADER, "m1"))
    assert voided.reason == "专家丁拒绝签名，说明已印入新的一版"
    pdf = signed_opinion(desk, one)
    assert pdf is not None
    said = page_text(pdf)
    assert "专家丁 拒绝签名的说明" in said
    assert "两项中费方案未完工，" in said
    assert "拒绝签名，说明见后页" in said
    assert "m4" not in inspect_pdf(pdf).unsigned
    # The words can be taken back only with another edition.
    void_opinion(desk, id, "专家丁改变主意")
    one = write_dissent(desk, id, "m4", "")
    assert (one.state.declined, one.state.dissents) == ({}, {})


def test_reserving_is_headed_as_such(going: Round) -> None:
    one = decline(going.desk, going.id, "m5", "能耗数据依据不足。", Declining.RESERVE)
    pdf = signed_opinion(going.desk, one)
    assert pdf is not None
    said = page_text(pdf)
    assert "专家戊 的保留意见" in said
    assert "未签名，保留意见见后页" in said
    assert "拒绝签名" not in said


def test_who_signed_by_hand_keeps_their_handwriting_when_another_declines(settled: Sample) -> None:
    desk, id, keys = settled.desk, settled.review.id, settled.identities
    finalise(desk, id, ("m1", LEADER), {"m4": ink_of("m4"), "m5": ink_of("m5")})
    sign_opinion(desk, id, LEADER, keys[LEADER], ink_of(LEADER))
    state = decline(desk, id, "m4", "不同意。", Declining.REFUSE).state
    assert (state.expected, state.by_hand) == (("m1", LEADER), ("m5",))


def test_words_are_carried_to_the_leader_who_gives_effect_to_them(going: Round) -> None:
    desk, keys = going.desks("m4"), going.sample.identities
    found = look_at(desk, going.file)
    with pytest.raises(NoWords):
        write_words(desk, found, "m4", keys["m4"], " ", Declining.REFUSE, going.stick)
    with pytest.raises(WrongIdentity):
        write_words(desk, found, "m4", keys["m5"], "不同意", Declining.REFUSE, going.stick)
    path = write_words(desk, found, "m4", keys["m4"], "方案未完工。", Declining.REFUSE, going.stick)
    assert path.name == "拒绝签名-专家丁-第1版.cpsreply"
    said = hear(going.desk, going.id, path)
    assert (said.code, said.identity) == ("reply-accepted", "listed")
    # Nothing follows by itself; twice brought is once there.
    assert going.now.state.edition == 1
    hear(going.desk, going.id, path)
    [waits] = pending(going.desk, going.now)
    one = give_effect(going.desk, going.id, waits.sha256)
    assert (one.state.edition, one.state.declined) == (2, {"m4": Declining.REFUSE})
    assert pending(going.desk, one) == ()
    [old] = heard(going.desk, one)
    assert old.code == "reply-other-edition"
    with pytest.raises(NotToSign):
        give_effect(going.desk, going.id, waits.sha256)


def test_words_brought_twice_stand_where_they_came_first(going: Round, tmp_path: Path) -> None:
    keys, came = going.sample.identities, []
    for member_id in ("m4", "m5", "m3"):
        desk = going.desks(member_id)
        given = (look_at(desk, going.file), member_id, keys[member_id])
        path = write_words(desk, *given, "方案未完工。", Declining.REFUSE, tmp_path)
        came.append((path, hear(going.desk, going.id, path).at))
    first, _ = came[0]
    first.rename(tmp_path / "again.cpsreply")
    hear(going.desk, going.id, tmp_path / "again.cpsreply")
    found = [(one.file, one.at) for one in heard(going.desk, going.now)]
    assert found == [(path.name, at) for path, at in came]


def test_bent_and_foreign_words_are_kept_and_not_used(going: Round, tmp_path: Path) -> None:
    desk, keys = going.desks("m4"), going.sample.identities
    found = look_at(desk, going.file)
    path = write_words(desk, found, "m4", keys["m4"], "方案未完工。", Declining.REFUSE, tmp_path)
    data = path.read_bytes()
    at = data.index("方案".encode())
    for number, bent in enumerate((data[:-1], data[:at] + b"\xe5" + data[at + 1 :], b"PK")):
        file = tmp_path / f"{number}.cpsreply"
        file.write_bytes(bent)
        assert hear(going.desk, going.id, file).code in ("damaged-container", "not-a-container")
    assert hear(going.desk, going.id, tmp_path / "none.cpsreply").code == "unreadable-file"
    assert pending(going.desk, going.now) == ()
    assert len(heard(going.desk, going.now)) == 3


def test_words_in_anothers_name_are_not_used(going: Round, tmp_path: Path) -> None:
    keys, now = going.sample.identities, going.desk.now()
    said = Reply(going.id, 1, "0" * 64, "m4", Declining.REFUSE, "不同意", "2026-11-20", "0.2.0")
    for name, reply, key, code in (
        ("another", said, keys["m5"], "reply-by-another"),
        ("review", replace(said, review="r2"), keys["m4"], "reply-other-review"),
        ("nobody", replace(said, member="m9"), keys["m4"], "reply-other-review"),
        ("later", replace(said, edition=7), keys["m4"], "reply-other-edition"),
    ):
        path = tmp_path / f"{name}.cpsreply"
        path.write_bytes(sealed({PART: write_reply(reply)}, key, now))
        assert hear(going.desk, going.id, path).code == code
    assert pending(going.desk, going.now) == ()


# Keys nobody knew --------------------------------------------------------------------------------


@pytest.fixture
def unlisted(desk: Desk, sample: Sample, tmp_path: Path) -> Sample:
    """A review on whose roster nobody's key stands but the leader's; 丙's ballot is not in yet."""
    members = tuple(
        replace(one, certificate=None) for one in sample.review.members if one.id in THREE
    )
    plan = Plan(
        "验收", Enterprise("示例电镀有限公司", ("双有",)), "2026-11-20", (FORM, OPINION), members
    )
    review = new_review(desk, plan, sample.identities[LEADER])
    one = Sample(desk, review, {id: sample.identities[id] for id in THREE})
    for member_id in ("m1", LEADER, "m3"):
        take_in(desk, review.id, take_part(one, member_id, tmp_path))
    return one


def test_a_key_nobody_knows_is_a_claim_until_the_codes_are_compared(
    unlisted: Sample, tmp_path: Path
) -> None:
    desk, id, keys = unlisted.desk, unlisted.review.id, unlisted.identities
    finalise(desk, id, tuple(keys), {})
    sign_opinion(desk, id, LEADER, keys[LEADER], ink_of(LEADER))
    path = take_out(desk, id, tmp_path)
    other = open_desk(tmp_path / "other", now=ticking(), fresh=counting("e"))
    with pytest.raises(WrongIdentity):
        sign_round(other, look_at(other, path), "m1", keys["m3"], ink_of("m1"), path)
    write_round(sign_round(other, look_at(other, path), "m1", keys["m1"], ink_of("m1"), path), path)
    other.close()
    assert [one.code for one in take_back(desk, id, path)] == ["round-accepted"]
    mark = signers(desk, opinion(desk, id))["m1"]
    assert (mark.signed.identity, mark.signed.certificate) == ("self-asserted", keys["m1"].sha256)
    confirm_signer(desk, id, "m1")
    assert signers(desk, opinion(desk, id))["m1"].signed.identity == "confirmed"


def test_a_key_nobody_compared_is_in_its_own_place(unlisted: Sample, tmp_path: Path) -> None:
    desk, id, keys = unlisted.desk, unlisted.review.id, unlisted.identities
    finalise(desk, id, (LEADER, "m1"), {"m3": ink_of("m3")})
    sign_opinion(desk, id, LEADER, keys[LEADER], ink_of(LEADER))
    sign_opinion(desk, id, "m1", keys["m1"], ink_of("m1"))
    close_opinion(desk, id, keys[LEADER])
    signed = signed_opinion(desk, opinion(desk, id))
    assert signed is not None
    path = tmp_path / "opinion.pdf"
    path.write_bytes(signed)
    found = verify_file(path)
    assert not found.trustworthy
    assert found.findings[0].code == "not-compared-yet"
    assert [one.identity for one in found.signatures] == ["listed", "self-asserted", "listed"]
    confirm_signer(desk, id, "m1")
    assert verify_file(path, None, desk).trustworthy


def test_a_stranger_in_anothers_place_is_refused(going: Round) -> None:
    data = sign(going.file.read_bytes(), "m1", going.sample.identities["m3"], at=going.desk.now())
    going.file.write_bytes(data)
    [one] = take_back(going.desk, going.id, going.file)
    assert (one.code, [why.code for why in one.reasons]) == ("round-altered", ["signed-by-another"])


def test_a_voided_file_cannot_be_taken_out(going: Round, tmp_path: Path) -> None:
    void_opinion(going.desk, going.id, "改")
    with pytest.raises(NotToSign):
        take_out(going.desk, going.id, tmp_path)
    with pytest.raises(NotToSign):
        confirm_signer(going.desk, going.id, "m1")
    with pytest.raises(UnusablePdf):
        saved_states(b"no")
