"""The dishonest member, the dishonest leader, the PDF editor and the thief of a stick.

Each file here is signed with a real key of the panel: only what it says is a lie.
"""

from __future__ import annotations

import io
import json
import zlib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest

from cpscore.documents.appearance import signature_appearance
from cpscore.documents.pdf import write_pdf
from cpscore.exchange.container import unpack
from cpscore.rules.answers import Whole
from cpscore.rules.canonical import canonical
from cpscore.rules.form import Answer
from cpscore.rules.problem import Unacceptable
from cpscore.rules.review import Enterprise, Member
from cpscore.rules.scoring import score
from cpscore.rules.sheet import SignaturePlace
from cpscore.signing.findings import Person
from cpscore.signing.identity import Identity
from cpscore.signing.pdf import certify, with_signature_fields
from cpscore.workflow.collect import confirm, judge, take_in, take_own
from cpscore.workflow.demo import (
    FORM,
    LEADER,
    PASSPHRASE,
    Sample,
    fill,
    ink_of,
    take_part,
)
from cpscore.workflow.desk import Desk
from cpscore.workflow.evidence import roster_document
from cpscore.workflow.issue import issue
from cpscore.workflow.naming import plain
from cpscore.workflow.opinion import void_opinion
from cpscore.workflow.packages import NotThisPackage, make_package, open_package, sealed
from cpscore.workflow.paper import enter, paper
from cpscore.workflow.people import create_card, unlock
from cpscore.workflow.prepare import Plan, new_review
from cpscore.workflow.printing import SIGNED, print_score, with_signature_line
from cpscore.workflow.settle import decide_veto, panel
from cpscore.workflow.sheets import signed_alone, summary_pages
from cpscore.workflow.submit import submit, withdraw
from cpscore.workflow.verify import sentences, verify_file
from cpscore.workflow.verify_pdf import Verification, verify_pdf
from tests.workflow.court import Court, carried_through, exchanged


def said(found: Verification) -> set[str]:
    return {one.code for one in found.findings}


def refused(pdf: bytes, code: str) -> None:
    """Not trustworthy, and for this reason."""
    found = verify_pdf("x.pdf", pdf)
    assert not found.trustworthy
    assert code in said(found), said(found)


def test_what_nobody_bent_is_trusted(court: Court) -> None:
    for pdf in (court.signed(court.score("m1"), "m1"), court.signed(court.summary(), LEADER)):
        found = verify_pdf("x.pdf", pdf)
        assert found.trustworthy, found.findings


# The dishonest member --------------------------------------------------------------------------


def flattering(court: Court, member_id: str) -> bytes:
    """A member's score sheet whose pages say more than the answers inside."""
    one = court.opened(member_id)
    better = one.answers.with_score("g1", Whole(Decimal(10)))
    sheet = print_score(
        court.package, score(one.definition.form, better), one.ink, "2026-11-20", submitted=True
    )
    true = court.score(member_id).attachments
    return court.signed(replace(with_signature_line(sheet), attachments=true), member_id)


def test_pages_that_say_more_than_the_answers_inside(court: Court) -> None:
    refused(flattering(court, "m1"), "pages-differ")


def with_sheet(court: Court, member_id: str, sheet: bytes) -> bytes:
    """A member's ballot, properly sealed, with another sheet inside."""
    files = dict(unpack(court.ballots[member_id].read_bytes()).files)
    return sealed({**files, "score.pdf": sheet}, court.key(member_id), court.desk.now())


@pytest.mark.parametrize("whose", ["another's", "flattering", "unsigned", "nothing"])
def test_a_ballot_with_a_sheet_that_is_not_its_own_does_not_count(
    court: Court, sample: Sample, tmp_path: Path, whose: str
) -> None:
    sheets = {
        "another's": court.opened("m3").sheet,
        "flattering": flattering(court, "m1"),
        "unsigned": write_pdf(court.score("m1"), at=court.desk.now()).pdf,
        "nothing": b"%PDF-1.7\n",
    }
    path = tmp_path / "x.cpsballot"
    path.write_bytes(with_sheet(court, "m1", sheets[whose]))
    found = verify_file(path)
    assert (found.trustworthy, found.numbers) == (False, "do-not-follow")
    # Collected on the desk of the review it belongs to, once the opinion is open again.
    again = judge([court.package.sha256], path.read_bytes(), {}, differs=True)
    assert again.code == "sheet-differs"


def test_a_swapped_sheet_is_seen_when_it_arrives(sample: Sample, tmp_path: Path) -> None:
    desk, id = sample.desk, sample.review.id
    ballots = {}
    for member in ("m1", "m3"):
        one = fill(desk, paper(desk, id, FORM, member))
        _, receipt = submit(desk, one, sample.identities[member], ink_of(member), tmp_path)
        assert receipt.path is not None
        ballots[member] = receipt.path
    files = dict(unpack(ballots["m1"].read_bytes()).files)
    files["score.pdf"] = unpack(ballots["m3"].read_bytes()).files["score.pdf"]
    path = tmp_path / "swapped.cpsballot"
    path.write_bytes(sealed(files, sample.identities["m1"], desk.now()))
    [taken] = take_in(desk, id, path)
    assert taken.code == "sheet-differs"


def test_a_member_signs_anothers_sheet_or_the_summary(court: Court) -> None:
    refused(court.signed(court.score("m4"), "m1"), "signed-in-another-place")
    refused(court.signed(court.summary(), "m1"), "signed-in-another-place")


def test_a_member_makes_a_roster_of_their_own(court: Court, tmp_path: Path) -> None:
    package = court.package
    data = make_package(package.review, package.definitions, court.key("m1"), court.desk.now())
    with pytest.raises(NotThisPackage):
        open_package(data)
    path = tmp_path / "x.cpspkg"
    path.write_bytes(data)
    assert not verify_file(path).trustworthy


def test_a_roster_of_somebody_elses_review_with_the_same_id(court: Court, tmp_path: Path) -> None:
    package = court.package
    members = tuple(replace(one, leader=one.id == "m1") for one in package.review.members)
    review = replace(package.review, members=members)
    path = tmp_path / "x.cpspkg"
    path.write_bytes(make_package(review, package.definitions, court.key("m1"), court.desk.now()))
    # By itself it holds together; on a machine that knows the review it is another's.
    assert verify_file(path).trustworthy
    found = verify_file(path, desk=court.desk)
    assert not found.trustworthy
    assert "root-not-here" in said(found)
    assert not verify_file(path, root=court.package.root).trustworthy


# The dishonest leader --------------------------------------------------------------------------


def test_everybody_in_their_own_place(court: Court) -> None:
    found = verify_pdf("x.pdf", court.opinion({"m2": "m2", "m1": "m1", "m5": "m5"}))
    assert found.trustworthy, found.findings
    # Whoever has not signed is named.
    [unsigned] = [one for one in found.findings if one.code == "not-signed-by"]
    assert unsigned.values["names"] == ("专家丙", "专家丁")


@pytest.mark.parametrize(
    ("hands", "last"),
    [
        ({"m2": "m2", "m1": "m2"}, "m2"),
        ({"m2": "m2", "m1": "m3", "m3": "m1"}, "m2"),
        ({"m1": "m1", "m2": "m2"}, "m2"),
        ({"m2": "m2", "m1": "m1"}, "m1"),
        ({"m2": "m2", "elsewhere": "m1"}, "m2"),
    ],
)
def test_somebody_in_anothers_place_on_the_opinion(
    court: Court, hands: dict[str, str], last: str
) -> None:
    refused(court.opinion(hands, last), "signed-in-another-place")


def test_a_summary_whose_pages_are_of_other_ballots(court: Court) -> None:
    lie = replace(court.summary("m4"), attachments=court.summary().attachments)
    refused(court.signed(lie, LEADER), "pages-differ")


def test_a_ballot_left_out_is_told(court: Court) -> None:
    found = verify_pdf("x.pdf", court.signed(court.summary("m4"), LEADER))
    assert found.trustworthy
    [missing] = [one for one in found.findings if one.code == "ballots-missing"]
    assert missing.values["names"] == ("专家丁",)


def test_ballots_under_other_names_twice_or_bent(court: Court) -> None:
    sheet, m1 = court.summary(), court.ballots["m1"].read_bytes()
    parts = dict(sheet.attachments)
    del parts["ballot-m1.cpsballot"]
    twice = {**parts, "ballot-m1.cpsballot": m1, "ballot-m9.cpsballot": m1}
    renamed = {**parts, "ballot-m9.cpsballot": m1}
    bent = {**parts, "ballot-m1.cpsballot": m1[:-1]}
    for one in (twice, renamed, bent):
        lie = replace(sheet, attachments=tuple(one.items()))
        refused(court.signed(lie, LEADER), "numbers-do-not-follow")


def test_a_decision_on_what_nobody_contested(court: Court) -> None:
    decided = canonical({"vetoes": {"v1": {"sustained": True, "reason": "…"}}})
    lie = exchanged(court.summary(), decisions_json=decided)
    refused(court.signed(lie, LEADER), "numbers-do-not-follow")


def test_a_roster_inside_that_contradicts_the_signed_one(court: Court) -> None:
    review = court.package.review
    for change in (
        {"certificate": court.key("m3").sha256},
        {"certificate": None},
        {"name": "专家假"},
        {"id": "m9"},
    ):
        members = [replace(one, **change) if one.id == "m1" else one for one in review.members]
        data = canonical(roster_document(review.id, members))
        refused(court.signed(exchanged(court.summary(), roster_json=data), LEADER), "other-roster")
    other = canonical(roster_document("another", review.members))
    refused(court.signed(exchanged(court.summary(), roster_json=other), LEADER), "other-roster")


def test_what_does_not_belong_inside(court: Court) -> None:
    for more in ({"answers_json": b"{}"}, {"notes_txt": b"hello"}, {"sheet_json": b"{}"}):
        for sheet in (court.summary(), court.score(LEADER)):
            if "answers_json" in more and dict(sheet.attachments).get("answers.json"):
                continue
            pdf = court.signed(exchanged(sheet, **more), LEADER)
            refused(pdf, "not-our-sheet")


def test_a_reason_no_program_gives_is_not_printed(court: Court) -> None:
    sheet = court.summary()
    facts = json.loads(dict(sheet.attachments)["sheet.json"])
    facts["uncounted"] = [{"file": "x", "expert": "x", "code": "{0.__class__}", "values": {}}]
    pdf = court.signed(exchanged(sheet, sheet_json=canonical(facts)), LEADER)
    refused(pdf, "numbers-do-not-follow")


def test_a_summary_of_ten_thousand_rows_is_not_printed_again(court: Court) -> None:
    sheet = court.summary()
    facts = json.loads(dict(sheet.attachments)["sheet.json"])
    row = {"file": "x", "expert": "x", "code": "wrong-review", "values": {"found": "x"}}
    facts["uncounted"] = [row] * 10_000
    refused(court.signed(exchanged(sheet, sheet_json=canonical(facts)), LEADER), "not-our-sheet")


def test_a_sheet_of_another_program_is_compared_in_words_and_says_so(court: Court) -> None:
    sheet = court.score("m1")
    facts = json.loads(dict(sheet.attachments)["sheet.json"])
    facts["program"] = "0.0.1"
    other = exchanged(sheet, sheet_json=canonical(facts))
    found = verify_pdf("x.pdf", court.signed(replace(other, margin=22), "m1"))
    assert (found.trustworthy, found.numbers) == (True, "follow")
    assert "pages-not-compared" in said(found)
    empty = replace(other, blocks=other.blocks[-1:])
    refused(court.signed(empty, "m1"), "numbers-do-not-follow")


def unlisted(sample: Sample) -> Sample:
    """A review whose members' keys nobody knows yet, but the leader's."""
    plan = Plan(
        "验收",
        Enterprise("示例电镀有限公司", ("双有",)),
        "2026-11-20",
        (FORM, "hebei-h"),
        (Member("", "专家甲"), Member("", "专家乙", leader=True), Member("", "专家丙")),
    )
    review = new_review(sample.desk, plan, sample.identities[LEADER])
    return Sample(sample.desk, review, sample.identities)


def test_a_summary_of_ballots_whose_keys_nobody_compared(sample: Sample, tmp_path: Path) -> None:
    sample = unlisted(sample)
    desk, id = sample.desk, sample.review.id
    for member in ("m1", "m2", "m3"):
        one = fill(desk, paper(desk, id, FORM, member))
        _, receipt = submit(desk, one, sample.identities[member], ink_of(member), tmp_path)
        assert receipt.path is not None
        take_in(desk, id, receipt.path)
    court = Court(
        sample,
        tmp_path,
        {
            m: tmp_path / f"{sample.identities[m].person.name}-{FORM}.cpsballot"
            for m in ("m1", "m3")
        },
    )
    refused(court.signed(court.summary(), LEADER), "ballots-unconfirmed")
    for member in ("m1", "m3"):
        confirm(desk, id, member, sample.identities[member].sha256, by="专家乙")
    found = verify_pdf("x.pdf", court.signed(court.summary(), LEADER))
    assert found.trustworthy, found.findings


def test_the_opinion_of_an_edition_that_was_voided(
    sample: Sample, identities: dict[str, Identity], tmp_path: Path
) -> None:
    court = carried_through(sample.desk, identities, tmp_path)
    path = tmp_path / "opinion.pdf"
    assert verify_file(path, desk=court.desk).trustworthy
    void_opinion(court.desk, court.id, "写错了")
    found = verify_file(path, desk=court.desk)
    assert not found.trustworthy
    assert "opinion-voided" in said(found)
    # Elsewhere nobody can know; the sentence says that a later edition goes before.
    assert "is-opinion" in said(verify_file(path))


# The PDF editor, before signing ----------------------------------------------------------------


def edited(pdf: bytes, change: str) -> bytes:
    """A printed PDF edited with other software, still of our plain structure."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        page = opened.pages[0]
        match change:
            case "painted":
                page.contents_add(b"q 1 1 1 rg 100 300 200 300 re f Q")
            case "hidden words":
                page.contents_add(b"q BT 3 Tr ET Q q 1 1 1 rg 0 0 1 1 re f Q", prepend=True)
                opened.pages.append(page)
            case "script":
                opened.Root.OpenAction = pikepdf.Dictionary(
                    S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
                )
            case "note":
                note = pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.FreeText,
                    Rect=[50, 50, 400, 400],
                    Contents=pikepdf.String("95"),
                    DA=pikepdf.String("/F 9 Tf"),
                )
                page.obj.Annots = opened.make_indirect([opened.make_indirect(note)])
            case "layer":
                group = opened.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="x"))
                opened.Root.OCProperties = pikepdf.Dictionary(
                    OCGs=[group], D=pikepdf.Dictionary(OFF=[group])
                )
            case "same name":
                names = opened.Root.Names.EmbeddedFiles.Names
                file = opened.make_stream(b"{}", Type=pikepdf.Name.EmbeddedFile)
                double = pikepdf.Dictionary(
                    Type=pikepdf.Name.Filespec,
                    F="answers.json",
                    UF="answers.json",
                    EF=pikepdf.Dictionary(F=file, UF=file),
                )
                names.extend([pikepdf.String("answers.json"), opened.make_indirect(double)])
            case "two names":
                names = opened.Root.Names.EmbeddedFiles.Names
                names[1].UF = pikepdf.String("anders.json")
            case "bomb":
                zeros = zlib.compressobj(9)
                packed = zeros.compress(bytes(1 << 20)) + zeros.flush()
                bomb = zlib.compress(bytes(300 << 20), 9)
                assert len(packed) < len(bomb)
                stream = opened.make_stream(b"")
                stream.write(bomb, filter=pikepdf.Name.FlateDecode)
                opened.Root.Extra = opened.make_indirect(stream)
            case _:
                raise ValueError(change)
        opened.save(
            output,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
    return output.getvalue()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("painted", "pages-differ"),
        ("hidden words", "pages-differ"),
        ("script", "odd-pdf"),
        ("note", "odd-pdf"),
        ("layer", "odd-pdf"),
        ("same name", "odd-pdf"),
        ("two names", "odd-pdf"),
        ("bomb", "odd-pdf"),
    ],
)
def test_a_sheet_edited_before_it_was_signed(court: Court, change: str, code: str) -> None:
    printed = write_pdf(court.score("m1"), at=court.desk.now())
    refused(court.signed_again(edited(printed.pdf, change), "m1"), code)


def test_a_signature_that_covers_the_page(court: Court) -> None:
    printed = write_pdf(court.score("m1"), at=court.desk.now())
    wide = SignaturePlace(SIGNED, 0, 50, 50, 480, 700)
    ready = with_signature_fields(printed.pdf, [wide])
    drawn = signature_appearance(None, ["综合得分 100"], 480, 700)
    at = court.desk.now()
    pdf = certify(ready, SIGNED, court.key("m1"), at=at, appearance=drawn)
    refused(pdf, "pages-differ")


def test_a_key_that_was_compared_later_is_in_nobody_elses_place(
    sample: Sample, tmp_path: Path
) -> None:
    sample = unlisted(sample)
    desk, id = sample.desk, sample.review.id
    for member in ("m1", "m2", "m3"):
        take_in(desk, id, take_part(sample, member, tmp_path))
        confirm(desk, id, member, sample.identities[member].sha256, by="专家乙")
    issue(desk, id, sample.identities[LEADER], tmp_path, naming=plain)
    # Alone nothing vouches for the key yet, which is not the same as a forged seat.
    alone = verify_file(tmp_path / "score-专家甲.pdf")
    assert not alone.trustworthy
    assert "signed-self-asserted" in said(alone)
    assert "signed-in-another-place" not in said(alone)
    # The leader's roster in the archive does vouch for it.
    [archive] = tmp_path.glob("*.cpsarchive")
    assert verify_file(archive).trustworthy, sentences(verify_file(archive), "zh")


# The thief of a stick --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["专家乙", "专家甲 ", "专家\u200b甲", "專家甲"])
def test_a_key_of_another_name_is_no_members_key(
    sample: Sample, other_desk: Desk, tmp_path: Path, name: str
) -> None:
    sample = unlisted(sample)
    desk, id = sample.desk, sample.review.id
    one = fill(desk, paper(desk, id, FORM, "m1"))
    _, receipt = submit(desk, one, sample.identities["m1"], ink_of("m1"), tmp_path)
    assert receipt.path is not None
    files = dict(unpack(receipt.path.read_bytes()).files)
    card = create_card(other_desk, Person(name), PASSPHRASE)
    thief = unlock(other_desk, card.sha256, PASSPHRASE)
    ballot = json.loads(files["ballot.json"])
    ballot["certificate"] = thief.sha256
    files["ballot.json"] = canonical(ballot)
    path = tmp_path / "stolen.cpsballot"
    path.write_bytes(sealed(files, thief, desk.now()))
    [taken] = take_in(desk, id, path)
    # A trailing blank is no other name; the sheet inside is another's then.
    expected = "sheet-differs" if name.strip() == "专家甲" else "wrong-signer"
    assert taken.code == expected


def test_a_stick_with_too_much_on_it(
    sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cpscore.workflow.collect.MOST_FILES", 2)
    for at in range(3):
        (tmp_path / f"{at}.CPSBALLOT").write_bytes(b"junk")
    codes = [one.code for one in take_in(sample.desk, sample.review.id, tmp_path)]
    assert codes == ["not-a-container", "not-a-container", "too-many-ballots"]


def test_a_decision_that_a_later_ballot_made_moot_is_not_printed(
    sample: Sample, tmp_path: Path
) -> None:
    desk, id = sample.desk, sample.review.id
    for member in ("m1", "m2", "m4"):
        take_in(desk, id, take_part(sample, member, tmp_path))
    decide_veto(desk, id, FORM, "v8", False, "已整改", by="专家乙")
    one = withdraw(desk, paper(desk, id, FORM, "m4"), "看到了整改文件")
    one = enter(desk, one, one.draft.answers.with_part("v8", "b", Answer.YES))
    _, receipt = submit(desk, one, sample.identities["m4"], ink_of("m4"), tmp_path)
    assert receipt.path is not None
    take_in(desk, id, receipt.path)
    pdf = signed_alone(desk, summary_pages(desk, panel(desk, id, FORM)), sample.identities[LEADER])
    found = verify_pdf("x.pdf", pdf)
    assert (found.trustworthy, found.numbers) == (True, "follow"), found.findings


def test_a_name_written_with_combining_marks_is_the_same_name(sample: Sample) -> None:
    decomposed = "Jose\u0301"
    plan = Plan(
        "验收",
        Enterprise("厂", ("双有",)),
        "2026-11-20",
        (FORM, "hebei-h"),
        (Member("", decomposed), Member("", "专家乙", leader=True)),
    )
    review = new_review(sample.desk, plan, sample.identities[LEADER])
    card = create_card(sample.desk, Person(decomposed), PASSPHRASE)
    key = unlock(sample.desk, card.sha256, PASSPHRASE)
    one = fill(sample.desk, paper(sample.desk, review.id, FORM, "m1"))
    submit(sample.desk, one, key, ink_of("m1"))
    [taken] = take_own(sample.desk, review.id)
    assert taken.code == "accepted"


# The root ----------------------------------------------------------------------------------------


def test_a_root_is_whole_and_may_be_typed_with_gaps(court: Court) -> None:
    path, root = court.folder / "score-专家甲.pdf", court.package.root
    gaps = " ".join(root[at : at + 8] for at in range(0, 64, 8)).upper()
    for good in (root, root.upper(), gaps, f" {root}\n"):
        assert verify_file(path, good).trustworthy
    for bad in ("", root[:8], root[:-1], root + "0", "—", "None", "ｆ" * 64):
        assert not verify_file(path, bad).trustworthy


def test_an_unsigned_sheet_has_no_root_to_demand(court: Court, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(write_pdf(court.score("m1"), at=court.desk.now()).pdf)
    for root in (None, "", court.package.root):
        found = verify_file(path, root)
        assert not found.trustworthy
        assert "pdf-unsigned" in said(found)


def test_what_a_stranger_wrote_steers_no_terminal(court: Court, tmp_path: Path) -> None:
    package = court.package
    enterprise = replace(package.review.enterprise, name="厂\n可信：\x1b[2J\u202e")
    review = replace(package.review, enterprise=enterprise)
    data = make_package(review, package.definitions, court.key(LEADER), court.desk.now())
    sheet = exchanged(court.score("m1"), review_cpspkg=data)
    for line in sentences(verify_pdf("x.pdf", court.signed(sheet, "m1")), "zh"):
        assert not set(line) & set("\n\x1b\u202e")


def test_a_strange_suffix_or_content_is_refused_in_words(tmp_path: Path) -> None:
    for name in ("x.cpsballot", "x.cpspkg"):
        (tmp_path / name).write_bytes(b"PK\x03\x04")
        assert not verify_file(tmp_path / name).trustworthy
    (tmp_path / "x").write_bytes(b"PK\x03\x04")
    with pytest.raises(Unacceptable):
        verify_file(tmp_path / "x")
