"""Whether a file can be trusted: never more lenient than the foreign verifiers, and stricter."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from cpscore.rules.canonical import canonical
from cpscore.rules.problem import Unacceptable
from cpscore.rules.review import Enterprise, Member
from cpscore.signing.identity import short_code
from cpscore.workflow.demo import FORM, Sample, take_part
from cpscore.workflow.prepare import Plan, new_review
from cpscore.workflow.verify import sentences, verification_document, verify_file
from tests.judges import mutool_sign, pdfsig, qpdf_check
from tests.tampering import bending
from tests.tampering.bending import (
    Bend,
    attachment_exchanged,
    commented,
    older_state_back,
    painted_over,
    scripted,
    signed_by,
    stranger,
)
from tests.workflow.court import Court


@pytest.fixture(scope="module")
def issued(court: Court) -> Path:
    """The sheets of the sample review."""
    return court.folder


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("opinion.pdf", "not-inside"),
        ("summary.pdf", "follow"),
        ("score-专家甲.pdf", "follow"),
        ("score-专家丁.pdf", "follow"),
    ],
)
def test_the_sheets_are_trustworthy(issued: Path, name: str, numbers: str) -> None:
    found = verify_file(issued / name)
    assert (found.trustworthy, found.kind, found.numbers) == (True, "pdf", numbers)
    assert {one.identity for one in found.signatures} == {"listed"}
    document = verification_document(found, "zh")
    assert document["root_sha256"] == found.root
    assert canonical(document)


def test_the_opinion_names_every_signer_and_the_leader(issued: Path) -> None:
    found = verify_file(issued / "opinion.pdf")
    assert [(one.signer, one.role) for one in found.signatures] == [
        ("专家乙", "组长"),
        ("专家甲", "评分人"),
        ("专家丙", "评分人"),
        ("专家丁", "评分人"),
        ("专家戊", "评分人"),
        ("专家乙", "组长"),
    ]
    assert [one.changed_after for one in found.signatures] == ["signatures"] * 5 + ["nothing"]


def words_of(path: Path) -> str:
    return "\n".join(sentences(verify_file(path), "zh"))


def test_the_words_say_whose_key_it_was_and_what_the_time_is_worth(issued: Path) -> None:
    found = verify_file(issued / "opinion.pdf")
    words = "\n".join(sentences(found, "zh"))
    for one in found.signatures:
        assert one.certificate is not None
        assert (
            f"{one.signer}（{one.role}）：签名完好，密钥（短码 {short_code(one.certificate)}）"
            in words
        )
    assert "没有第三方的时间戳" in words
    # mutool says of all but the last that the file was edited since: it is told what that means.
    assert "mutool" in words
    assert "评分汇总表" in words
    alone = words_of(issued / "summary.pdf")
    assert "没有第三方的时间戳" in alone
    assert "mutool" not in alone
    assert "重新算出" in alone


def test_a_reading_copy_is_told_what_it_is_and_its_originals_are_verified(
    issued: Path, tmp_path: Path
) -> None:
    found = verify_file(issued / "reading.pdf")
    codes = [one.code for one in found.findings]
    assert codes == ["reading-copy", "reading-sound", "reading-same"]
    assert (found.trustworthy, found.root) == (False, verify_file(issued / "summary.pdf").root)
    [sound] = [one for one in found.findings if one.code == "reading-sound"]
    assert sound.values["count"] == 7
    for change, expected in (
        (painted, ["reading-copy", "reading-sound", "reading-differs"]),
        (with_an_original_bent, ["reading-copy", "reading-not-sound", "reading-differs"]),
        (without_an_original, ["reading-copy", "reading-sound", "reading-differs"]),
    ):
        path = tmp_path / "reading.pdf"
        path.write_bytes(change((issued / "reading.pdf").read_bytes()))
        bent = verify_file(path)
        assert [one.code for one in bent.findings] == expected
        assert not bent.trustworthy


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(output, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return output.getvalue()


def painted(data: bytes) -> bytes:
    """A page of the reading copy painted over."""
    return changed(data, lambda pdf: pdf.pages[1].contents_add(b"q 1 0 0 rg 90 90 99 99 re f Q"))


def with_an_original_bent(data: bytes) -> bytes:
    """An original inside painted over: its signature is still there."""

    def bend(pdf: pikepdf.Pdf) -> None:
        file = pdf.Root.Names.EmbeddedFiles.Names[1].EF.F
        file.write(painted_over(file.read_bytes()))

    return changed(data, bend)


def without_an_original(data: bytes) -> bytes:
    """One of the originals is not inside."""

    def leave_out(pdf: pikepdf.Pdf) -> None:
        names = pdf.Root.Names.EmbeddedFiles.Names
        del names[0:2]
        if "/AF" in pdf.Root:
            del pdf.Root.AF
        pdf.remove_unreferenced_resources()

    return changed(data, leave_out)


def test_what_bears_no_signature_is_not_called_a_forgery(issued: Path, tmp_path: Path) -> None:
    found = verify_file(issued / "attendance.pdf")
    assert [one.code for one in found.findings] == ["nothing-signed", "pdf-unsigned"]
    assert not found.trustworthy
    # A sheet whose places for signatures are all empty may have had some.
    data = (issued / "opinion.pdf").read_bytes()
    ends = [at for at in range(len(data)) if data.startswith(b"%%EOF", at)]
    path = tmp_path / "opinion.pdf"
    path.write_bytes(data[: ends[1] + 6])
    codes = [one.code for one in verify_file(path).findings]
    assert codes == ["not-trustworthy", "pdf-unsigned", "pdf-field-unsigned"]


def test_an_opinion_on_its_round_names_who_is_awaited_and_accuses_nobody(
    issued: Path, tmp_path: Path
) -> None:
    data = (issued / "opinion.pdf").read_bytes()
    ends = [at for at in range(len(data)) if data.startswith(b"%%EOF", at)]
    path = tmp_path / "opinion.pdf"
    awaited = []
    for end in ends[2:-1]:
        path.write_bytes(data[: end + 6])
        found = verify_file(path)
        assert not found.trustworthy
        said = {one.code: one for one in found.findings}
        assert "opinion-not-closed" in said
        assert not said.keys() & {"signed-in-another-place", "not-signed-by"}
        waits = said.get("opinion-waits")
        awaited.append(len(waits.values["names"]) if waits else 0)
    assert awaited == [4, 3, 2, 1, 0]
    whole = "\n".join(sentences(verify_file(issued / "opinion.pdf"), "zh"))
    assert whole.count("（组长）") == whole.count("（组长，最后定稿）") == 1


@pytest.mark.parametrize(
    ("bend", "code"),
    [
        (painted_over, "changed-page"),
        (commented, "changed-note"),
        (bending.retitled, "changed-info"),
        (bending.retitled_in_place, "changed-info"),
        (bending.described_anew, "changed-info"),
        (scripted, "changed-catalog"),
        (attachment_exchanged, "changed-attachment"),
        (signed_by(stranger()), "changed-signature"),
        (older_state_back, "changed-tail"),
    ],
)
def test_what_changed_since_is_said(issued: Path, tmp_path: Path, bend: Bend, code: str) -> None:
    path = tmp_path / "opinion.pdf"
    path.write_bytes(bend((issued / "opinion.pdf").read_bytes()))
    codes = [one.code for one in verify_file(path).findings]
    assert {one for one in codes if one.startswith("changed-")} == {code}
    assert codes.count("signed-then-changed") >= 5


def test_a_broken_signature_accuses_nobody_of_anothers_place(issued: Path, tmp_path: Path) -> None:
    data = bytearray((issued / "score-专家甲.pdf").read_bytes())
    data[data.rfind(b"/Contents <") + 40] ^= 1
    path = tmp_path / "score.pdf"
    path.write_bytes(data)
    codes = {one.code for one in verify_file(path).findings}
    assert "pdf-signature-broken" in codes
    assert "signed-in-another-place" not in codes


def test_a_pdf_with_something_in_front_is_called_none(issued: Path, tmp_path: Path) -> None:
    path = tmp_path / "opinion.pdf"
    path.write_bytes(b"%x\n" + (issued / "opinion.pdf").read_bytes())
    found = verify_file(path)
    assert [one.code for one in found.findings] == ["not-trustworthy", "pdf-not-a-pdf"]


def test_only_the_review_of_the_printed_root_will_do(issued: Path) -> None:
    root = verify_file(issued / "opinion.pdf").root
    assert root is not None
    assert verify_file(issued / "opinion.pdf", root.upper()).trustworthy
    # As openssl writes a fingerprint.
    pairs = (root[at : at + 2].upper() for at in range(0, 64, 2))
    assert verify_file(issued / "opinion.pdf", ":".join(pairs)).trustworthy
    found = verify_file(issued / "opinion.pdf", "0" * 64)
    assert not found.trustworthy
    assert [one.code for one in found.findings[:2]] == ["not-trustworthy", "root-differs"]


def flipped(data: bytes) -> bytes:
    changed = bytearray(data)
    changed[len(data) // 3] ^= 1
    return bytes(changed)


def saved_again(data: bytes) -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(output)
    return output.getvalue()


def retitled(data: bytes) -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.docinfo["/Title"] = "另一份意见"
        pdf.save(output)
    return output.getvalue()


def without_last_signature(data: bytes) -> bytes:
    ends = [at for at in range(len(data)) if data.startswith(b"%%EOF", at)]
    return data[: ends[-2] + 6]


TAMPERED: dict[str, Callable[[bytes], bytes]] = {
    "a byte flipped": flipped,
    "saved again": saved_again,
    "title changed": retitled,
    "last signature cut off": without_last_signature,
    "bytes appended": lambda data: data + b"\n%",
    "truncated": lambda data: data[:-100],
    "emptied": lambda _: b"%PDF-1.7\n",
}


@pytest.mark.parametrize("how", TAMPERED)
def test_what_was_tampered_with_is_not_trusted(issued: Path, tmp_path: Path, how: str) -> None:
    for name in ("opinion.pdf", "summary.pdf", "score-专家甲.pdf"):
        path = tmp_path / name
        path.write_bytes(TAMPERED[how]((issued / name).read_bytes()))
        found = verify_file(path)
        assert not found.trustworthy, (how, name)
        assert verification_document(found, "en")["text"]


def test_a_file_of_another_kind_is_not_ours_to_judge(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(b"hello")
    with pytest.raises(Unacceptable):
        verify_file(tmp_path / "x.txt")
    for suffix in ("pdf", "cpsballot", "cpspkg"):
        path = tmp_path / f"x.{suffix}"
        path.write_bytes(b"%PDF-1.7" if suffix == "pdf" else b"hello")
        found = verify_file(path)
        assert (found.trustworthy, found.kind) == (
            False,
            {"pdf": "pdf", "cpsballot": "ballot", "cpspkg": "package"}[suffix],
        )


@pytest.mark.judge
def test_foreign_judges_accept_what_we_accept(issued: Path) -> None:
    for path in sorted(
        {*issued.glob("*.pdf")} - {issued / "reading.pdf", issued / "attendance.pdf"}
    ):
        said = pdfsig(path)
        expected = 6 if path.name == "opinion.pdf" else 1
        assert said.count("Signature is Valid.") == expected
        assert "Total document signed" in said
        qpdf_check(path)
        assert "Signature Invalid" not in mutool_sign(path)


@pytest.mark.judge
def test_foreign_judges_see_a_changed_byte(issued: Path, tmp_path: Path) -> None:
    path = tmp_path / "opinion.pdf"
    path.write_bytes(flipped((issued / "opinion.pdf").read_bytes()))
    assert "Signature is Valid." not in pdfsig(path)


def test_an_honest_sheet_whose_key_nobody_compared_is_not_called_a_forgery(
    sample: Sample, tmp_path: Path
) -> None:
    plan = Plan(
        "验收",
        Enterprise("示例电镀有限公司", ("双有",)),
        "2026-11-20",
        (FORM, "hebei-h"),
        (Member("", "专家甲"), Member("", "专家乙", leader=True), Member("", "专家丙")),
    )
    review = new_review(sample.desk, plan, sample.identities["m2"])
    ballot = take_part(Sample(sample.desk, review, sample.identities), "m1", tmp_path)
    found = verify_file(ballot)
    assert not found.trustworthy
    assert found.findings[0].code == "not-compared-yet"
    assert "2026-11-20 09:" in str(verification_document(found, "zh")["text"])
    changed = bytearray(ballot.read_bytes())
    changed[len(changed) // 2] ^= 1
    ballot.write_bytes(changed)
    assert verify_file(ballot).findings[0].code == "not-trustworthy"
