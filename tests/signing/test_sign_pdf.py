"""Signing PDFs: the recipe, its order, and what foreign verifiers say."""

import logging
import re
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from cpscore.signing.findings import Change
from cpscore.signing.identity import Identity
from cpscore.signing.inspect import inspect_pdf
from cpscore.signing.pdf import (
    FieldNotFree,
    SigningClosed,
    UnusablePdf,
    certify,
    close,
    sign,
    with_signature_fields,
)
from tests.judges import JudgeRefused, mutool_sign, openssl, pdf_text, pdfsig, qpdf_check
from tests.signing import conftest
from tests.signing.sheets import (
    CLOSING,
    LEADER,
    MEMBER,
    byte_range,
    ink,
    one_signature,
    page,
    place,
    three_signatures,
)

NOW = conftest.NOW


@pytest.fixture(scope="module")
def score_sheet(leader: Identity) -> bytes:
    return one_signature(leader)


@pytest.fixture(scope="module")
def opinion(leader: Identity, member: Identity) -> bytes:
    return three_signatures(leader, member)


def test_the_whole_recipe_is_whole(opinion: bytes, leader: Identity, member: Identity) -> None:
    found = inspect_pdf(opinion)
    assert found.whole
    assert found.problems == found.unsigned == ()
    assert found.certified
    assert found.closed
    assert found.covered
    seen = [
        (one.field, one.finding.signer, one.certifies, one.locks, one.changed_after, one.revision)
        for one in found.signatures
    ]
    assert seen == [
        (LEADER, conftest.LEADER, True, False, Change.SIGNATURES, 3),
        (MEMBER, conftest.MEMBER, False, False, Change.SIGNATURES, 4),
        (CLOSING, conftest.LEADER, False, True, Change.NOTHING, 5),
    ]
    assert [one.finding.sha256 for one in found.signatures] == [
        leader.sha256,
        member.sha256,
        leader.sha256,
    ]
    assert found.signatures[1].finding.certificate == member.certificate
    assert found.signatures[1].reason == "同意"
    assert {one.finding.claimed for one in found.signatures} == {NOW}


def test_a_sheet_with_one_signature_is_certified_and_closed_by_it(score_sheet: bytes) -> None:
    found = inspect_pdf(score_sheet)
    assert found.whole
    assert found.certified
    assert found.closed
    assert [one.changed_after for one in found.signatures] == [Change.NOTHING]


def test_members_sign_in_any_order(leader: Identity, member: Identity) -> None:
    names = [LEADER, "m1", "m2", "m3", CLOSING]
    pdf = with_signature_fields(page(), [place(n, 100.0 + 60 * i) for i, n in enumerate(names)])
    pdf = certify(pdf, LEADER, leader, at=NOW)
    for number, field in enumerate(("m3", "m1", "m2")):
        pdf = sign(pdf, field, member, at=NOW + timedelta(minutes=number), appearance=ink())
        found = inspect_pdf(pdf)
        assert found.problems == ("field-unsigned",)
        assert CLOSING in found.unsigned
        assert found.covered
    pdf = close(pdf, CLOSING, leader, at=NOW)
    assert inspect_pdf(pdf).whole
    assert [one.field for one in inspect_pdf(pdf).signatures] == [LEADER, "m3", "m1", "m2", CLOSING]


def test_the_fields_are_made_at_once_and_always_the_same() -> None:
    places = [place(LEADER, 100), place(MEMBER, 200, on_page=1)]
    pdf = with_signature_fields(page(2), places)
    assert pdf == with_signature_fields(page(2), places)
    assert pdf.startswith(page(2))
    assert pdf.count(b"%%EOF") == 2
    with pikepdf.open(BytesIO(pdf)) as opened:
        widgets = [widget for sheet in opened.pages for widget in sheet.Annots]
        assert [str(widget.T) for widget in widgets] == [LEADER, MEMBER]
        assert [float(edge) for edge in widgets[0].Rect] == [72.25, 100, 222.25, 150]
        assert len(opened.pages[1].Annots) == 1
        assert {bytes(widget.AP.N.read_bytes()) for widget in widgets} == {b""}


def test_a_signature_adds_and_takes_nothing_away(opinion: bytes) -> None:
    states = [match.end() for match in re.finditer(rb"%%EOF\n", opinion)]
    assert opinion.startswith(page(2))
    assert len(states) == 5
    assert states[-1] == len(opinion)
    with pikepdf.open(BytesIO(opinion)) as signed, pikepdf.open(BytesIO(page(2))) as plain:
        assert dict(signed.docinfo) == dict(plain.docinfo)
        drawn = signed.Root.AcroForm.Fields[0].AP.N
        assert b" l S" in drawn.read_bytes()
        assert "/Font" in drawn.Resources
    assert b"/ObjStm" not in opinion
    assert b"/XRef" not in opinion


def test_the_claimed_time_keeps_its_zone(leader: Identity) -> None:
    beijing = datetime(2026, 3, 6, 8, 0, 1, 500, tzinfo=timezone(timedelta(hours=8)))
    fields = with_signature_fields(page(), [place(LEADER, 100)])
    found = inspect_pdf(certify(fields, LEADER, leader, at=beijing))
    assert found.signatures[0].finding.claimed == beijing.replace(microsecond=0)
    assert found.whole
    with pytest.raises(ValueError, match="offset"):
        certify(fields, LEADER, leader, at=datetime(2026, 3, 6))  # noqa: DTZ001


def test_the_order_is_kept(leader: Identity, opinion: bytes, score_sheet: bytes) -> None:
    fields = with_signature_fields(page(), [place(LEADER, 100), place(MEMBER, 200)])
    certified = certify(fields, LEADER, leader, at=NOW)
    for act, pdf, field, reason in (
        (certify, certified, MEMBER, "signed"),
        (certify, page(), LEADER, None),
        (certify, b"%PDF-1.7 nothing", LEADER, "damaged"),
        (certify, b"nothing", LEADER, "not-a-pdf"),
        (sign, fields, LEADER, "unsigned"),
        (close, fields, LEADER, "unsigned"),
        (sign, certified + b"\n", MEMBER, "changed-after-signing"),
    ):
        with pytest.raises(FieldNotFree if reason is None else UnusablePdf) as refused:
            act(pdf, field, leader, at=NOW)
        assert refused.value.values == ({"field": field} if reason is None else {"reason": reason})
    for field in (LEADER, "nowhere"):
        with pytest.raises(FieldNotFree):
            sign(certified, field, leader, at=NOW)
    for pdf in (opinion, score_sheet):
        with pytest.raises(SigningClosed):
            sign(pdf, MEMBER, leader, at=NOW)
    with pytest.raises(UnusablePdf):
        with_signature_fields(certified, [place("more", 300)])


@pytest.mark.parametrize("names", [["a", "a"], ["a.b"], [""]])
def test_field_names_are_plain_and_distinct(names: list[str]) -> None:
    with pytest.raises(ValueError, match="field names"):
        with_signature_fields(page(), [place(name, 100) for name in names])


def test_what_is_not_plain_cannot_take_fields() -> None:
    packed, locked = BytesIO(), BytesIO()
    with pikepdf.open(BytesIO(page())) as pdf:
        pdf.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        pdf.save(
            locked,
            encryption=pikepdf.Encryption(owner="x", user="y", R=4),
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    for other, reason in ((packed, "damaged"), (locked, "encrypted")):
        with pytest.raises(UnusablePdf) as refused:
            with_signature_fields(other.getvalue(), [place(LEADER, 100)])
        assert refused.value.values == {"reason": reason}


def test_pyhanko_agrees(opinion: bytes, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    reader = PdfFileReader(BytesIO(opinion))
    signatures: list[EmbeddedPdfSignature] = list(reader.embedded_signatures)
    assert len(signatures) == 3
    for signature in signatures:
        signature.compute_integrity_info(diff_policy=DEFAULT_DIFF_POLICY)
        summary = signature.summarise_integrity_info()
        assert summary["docmdp_ok"]
        assert isinstance(summary["diff_result"], DiffResult)


def bent(pdf: bytes, place: int) -> bytes:
    """The PDF with one bit changed."""
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


@pytest.mark.judge
def test_poppler_accepts_each_signature_and_no_bent_byte(opinion: bytes, tmp_path: Path) -> None:
    file = tmp_path / "opinion.pdf"
    file.write_bytes(opinion)
    said = pdfsig(file)
    assert said.count("Signature is Valid") == 3
    assert said.count("ETSI.CAdES.detached") == 3
    assert said.count("SHA-256") == 3
    assert "孙𬱟" in said
    assert "Total document signed" in said
    file.write_bytes(bent(opinion, opinion.index(b"stream") + 20))
    assert pdfsig(file).count("Signature is Valid") == 0


@pytest.mark.judge
def test_mupdf_accepts_each_signature_and_no_bent_byte(opinion: bytes, tmp_path: Path) -> None:
    file = tmp_path / "opinion.pdf"
    file.write_bytes(opinion)
    said = mutool_sign(file)
    # Of earlier signers it says "edits since signing" whatever came after: a limit of its own.
    assert said.count("The signature is valid but there have been edits since signing") == 2
    assert said.count("The document is unchanged since signing") == 1
    file.write_bytes(bent(opinion, opinion.index(b"stream") + 20))
    try:
        refused = mutool_sign(file)
    except JudgeRefused as error:
        refused = str(error)
    assert "unchanged" not in refused
    assert "signature is valid" not in refused


@pytest.mark.judge
def test_openssl_accepts_the_last_signature_and_no_bent_byte(
    opinion: bytes, leader: Identity, tmp_path: Path
) -> None:
    content, made, root = (tmp_path / name for name in ("content", "made.p7s", "cert.pem"))
    _, first, second, rest = byte_range(opinion)
    gap = bytes.fromhex(opinion[first + 1 : second - 1].decode())
    made.write_bytes(gap[: 4 + int.from_bytes(gap[2:4])])
    certificate = x509.load_der_x509_certificate(leader.certificate)
    root.write_bytes(certificate.public_bytes(Encoding.PEM))
    signed = opinion[:first] + opinion[second : second + rest]
    asked = (
        f"cms -verify -cades -binary -inform DER -in {made} -content {content} "
        f"-CAfile {root} -purpose any -no_check_time -out {tmp_path / 'out'}"
    ).split()
    content.write_bytes(signed)
    assert "CAdES Verification successful" in openssl(*asked)
    content.write_bytes(bent(signed, 500))
    with pytest.raises(JudgeRefused, match="verification failure"):
        openssl(*asked)


@pytest.mark.judge
def test_the_file_stays_sound_and_shows_the_ink(opinion: bytes, tmp_path: Path) -> None:
    file = tmp_path / "opinion.pdf"
    file.write_bytes(opinion)
    assert "No syntax or stream encoding errors" in qpdf_check(file)
    assert pdf_text(file).count("signed") == 3
