"""Inspecting PDFs: every kind of tampering is found, and every file is answered."""

import re
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.writer import BasePdfFileWriter

from cpscore.signing.findings import Change
from cpscore.signing.identity import Identity
from cpscore.signing.inspect import inspect_pdf
from cpscore.signing.pdf import certify, close, sign, with_signature_fields
from tests.judges import pdfsig
from tests.signing.conftest import NOW
from tests.signing.sheets import (
    CLOSING,
    LEADER,
    MEMBER,
    annotate,
    byte_range,
    one_signature,
    page,
    paint_over,
    place,
    put_back,
    ranged,
    resaved,
    retitle,
    strange_signature,
    three_signatures,
    updated,
)

CONTENT = "changed-after-signing"


@pytest.fixture(scope="module")
def score_sheet(leader: Identity) -> bytes:
    return one_signature(leader)


@pytest.fixture(scope="module")
def opinion(leader: Identity, member: Identity) -> bytes:
    return three_signatures(leader, member)


@pytest.fixture(scope="module")
def certified(leader: Identity) -> bytes:
    """Certified, with one field still free."""
    fields = with_signature_fields(page(), [place(LEADER, 100), place(MEMBER, 200)])
    return certify(fields, LEADER, leader, at=NOW)


def states(pdf: bytes) -> list[int]:
    """Where each saved state ends."""
    return [match.end() for match in re.finditer(rb"%%EOF\n", pdf)]


@pytest.mark.parametrize("step", [29, 31])
def test_a_bent_byte_anywhere_is_found(score_sheet: bytes, opinion: bytes, step: int) -> None:
    pdf, step = (score_sheet, step) if step == 29 else (opinion, 3 * step)
    for where in range(0, len(pdf), step):
        bent = pdf[:where] + bytes([pdf[where] ^ (1 << where % 8)]) + pdf[where + 1 :]
        found = inspect_pdf(bent)
        assert not found.whole, where


@pytest.mark.parametrize("change", [paint_over, annotate, retitle])
def test_what_is_added_afterwards_is_found(
    opinion: bytes, change: Callable[[BasePdfFileWriter], object]
) -> None:
    found = inspect_pdf(updated(opinion, change))
    assert found.problems == (CONTENT,)
    assert not found.covered
    assert all(one.intact for one in found.signatures)
    assert {one.changed_after for one in found.signatures} == {Change.CONTENT}


@pytest.mark.parametrize("change", [paint_over, annotate, retitle])
def test_what_is_added_between_signatures_is_found(
    certified: bytes, member: Identity, change: Callable[[BasePdfFileWriter], object]
) -> None:
    assert inspect_pdf(strange_signature(certified, member, MEMBER, new_field=False)).whole
    for pdf in (
        strange_signature(updated(certified, change), member, MEMBER, new_field=False),
        strange_signature(certified, member, MEMBER, new_field=False, also=change),
    ):
        found = inspect_pdf(pdf)
        assert found.problems == (CONTENT,)
        assert [one.changed_after for one in found.signatures] == [
            Change.CONTENT,
            Change.NOTHING,
        ]
        assert found.covered


def test_saved_by_another_program_nothing_is_left(opinion: bytes) -> None:
    found = inspect_pdf(resaved(opinion))
    assert not found.whole
    assert "signature-broken" in found.problems
    assert not any(one.intact for one in found.signatures)


def test_a_strangers_signature_in_a_new_field_is_found(
    opinion: bytes, certified: bytes, member: Identity
) -> None:
    for pdf in (opinion, certified):
        found = inspect_pdf(strange_signature(pdf, member, "stranger"))
        assert CONTENT in found.problems
        assert found.signatures[0].changed_after is Change.CONTENT
        assert found.signatures[-1].field == "stranger"


def test_a_signature_after_the_closing_one_is_found(leader: Identity, member: Identity) -> None:
    names = [LEADER, MEMBER, CLOSING]
    pdf = with_signature_fields(page(), [place(n, 100.0 + 60 * i) for i, n in enumerate(names)])
    pdf = close(certify(pdf, LEADER, leader, at=NOW), CLOSING, leader, at=NOW)
    assert inspect_pdf(pdf).closed
    found = inspect_pdf(strange_signature(pdf, member, MEMBER, new_field=False))
    assert "signed-after-closing" in found.problems


def test_a_cut_off_signature_leaves_its_field_open(opinion: bytes) -> None:
    for keep, unsigned in ((4, (CLOSING,)), (3, (MEMBER, CLOSING))):
        found = inspect_pdf(opinion[: states(opinion)[keep - 1]])
        assert found.problems == ("field-unsigned",)
        assert found.unsigned == unsigned
        assert found.covered
    assert inspect_pdf(opinion[: states(opinion)[1]]).problems == ("unsigned",)


def test_an_older_state_put_back_is_found(opinion: bytes) -> None:
    name = int(re.findall(rb"(\d+) 0 obj\n<<\n/FT /Sig", opinion)[0])
    first = opinion.index(b"%d 0 obj" % name, states(opinion)[0])
    for pdf in (put_back(opinion, name, first), put_back(opinion, name, opinion.rindex(b"xref"))):
        found = inspect_pdf(pdf)
        assert CONTENT in found.problems
        assert {one.changed_after for one in found.signatures} == {Change.CONTENT}
    assert not inspect_pdf(opinion + opinion[states(opinion)[1] :]).whole


@pytest.mark.parametrize("more", [b"\n", b" ", b"\0", b"%", b"%%EOF\n", b"x" * 100_000])
def test_bytes_appended_are_found(opinion: bytes, more: bytes) -> None:
    found = inspect_pdf(opinion + more)
    assert CONTENT in found.problems
    assert len(found.signatures) == 3
    assert not found.covered
    assert not inspect_pdf(opinion[:-1]).whole


def test_tricks_with_the_byte_range_are_found(certified: bytes, member: Identity) -> None:
    pdf = sign(certified, MEMBER, member, at=NOW)
    zero, first, second, rest = byte_range(pdf)
    assert inspect_pdf(ranged(pdf, member, [zero, first, second, rest])).whole
    for numbers in (
        [zero, first, second + 10, rest - 10],
        [zero, first - 10, second, rest],
        [zero, first + 1, second, rest],
        [zero, first + 40, second, rest],
        [zero, first, second - 1, rest + 1],
        [zero, first, second - 40, rest + 40],
        [zero, first, second, rest - 1],
        [zero, first, second, rest + 1],
        [zero, first, second, rest - 300],
        [1, first - 1, second, rest],
        [zero, first, second, rest, len(pdf), 0],
        [zero, 10, 20, first - 20, second, rest],
        [zero, first],
        [zero, len(pdf)],
        [-1, first, second, rest],
        [second, rest, zero, first],
    ):
        found = inspect_pdf(ranged(pdf, member, numbers))
        assert not found.whole, numbers
        assert "signature-broken" in found.problems, numbers


def test_the_gap_holds_the_signature_and_nothing_else(score_sheet: bytes) -> None:
    _, first, second, _ = byte_range(score_sheet)
    digits = score_sheet[first + 1 : second - 1]
    for other in (
        digits.lower(),
        digits[:-1] + b"1",
        digits[:-2] + b" 0",
        b" " + digits[:-1],
        digits[:-40] + b">" + b" " * 39,
        b"0" * len(digits),
    ):
        assert len(other) == len(digits)
        found = inspect_pdf(score_sheet[: first + 1] + other + score_sheet[second - 1 :])
        assert not found.whole


def test_the_first_signature_has_to_certify(member: Identity) -> None:
    fields = with_signature_fields(page(), [place(MEMBER, 100)])
    found = inspect_pdf(strange_signature(fields, member, MEMBER, new_field=False))
    assert found.problems == ("not-certified",)
    assert found.signatures[0].intact


def test_content_that_waits_for_its_object_is_found(leader: Identity, member: Identity) -> None:
    waiting = 400

    def refer(writer: BasePdfFileWriter) -> None:
        reference, _ = writer.find_page_for_modification(0)
        sheet = reference.get_object()
        ahead = generic.IndirectObject(waiting, 0, writer)
        sheet["/Contents"] = generic.ArrayObject([sheet.raw_get("/Contents"), ahead])
        writer.update_container(sheet)

    def appear(writer: BasePdfFileWriter) -> None:
        paint = generic.StreamObject(stream_data=b"1 1 1 rg 0 0 600 800 re f")
        writer.objects[(0, waiting)] = paint
        writer._lastobj_id = waiting

    fields = with_signature_fields(page(), [place(LEADER, 100), place(MEMBER, 200)])
    prepared = certify(updated(fields, refer), LEADER, leader, at=NOW)
    pdf = strange_signature(prepared, member, MEMBER, new_field=False, also=appear)
    assert b"400 0 obj" in pdf
    assert CONTENT in inspect_pdf(pdf).problems


@pytest.mark.parametrize(
    "hidden",
    [
        b"5 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\n",
        b"%5 0 obj\n",
        b"trailer\n<< /Root 5 0 R >>\n",
        b"%" + b"x" * 60 + b"\n",
        b"\n" * 60,
    ],
)
def test_what_no_table_lists_is_found(certified: bytes, member: Identity, hidden: bytes) -> None:
    # A viewer that mends a damaged file gathers objects by their looks: the last one drawn wins.
    assert inspect_pdf(strange_signature(certified, member, MEMBER, new_field=False)).whole
    found = inspect_pdf(strange_signature(certified + hidden, member, MEMBER, new_field=False))
    assert not found.whole


def test_what_hides_behind_a_false_length_is_found(leader: Identity) -> None:
    hidden = b"endstream\nendobj\n5 0 obj\n<< /Length 0 >>\nstream\n"
    listed = built(CATALOG, b"<< /Fields [] >>", b"<< /Length 4 >>\nstream\n1234\nendstream")
    assert inspect_pdf(listed).problems == ("unsigned",)
    for bent in (
        built(CATALOG, b"<< /Fields [] >>", b"<< /Length 4 >>\nstream\n" + hidden + b"\nendstream"),
        built(CATALOG, b"<< /Fields [] >>", b"<< /Length 4 /Length 9 >>\nstream\n1234\nendstream"),
        built(CATALOG, b"<< /Fields [] >>\n%9 0 obj"),
        listed.replace(b"%PDF-1.7\n", b"%PDF-1.7\n%5 0 obj << >> endobj\n"),
        listed.replace(b"trailer\n<< ", b"trailer\n<< %"),
    ):
        assert inspect_pdf(bent).problems == ("damaged",)


def test_another_look_under_the_mouse_is_found(certified: bytes, member: Identity) -> None:
    def look(writer: BasePdfFileWriter) -> None:
        field = writer.root["/AcroForm"]["/Fields"][1]
        page = generic.StreamObject(
            {
                generic.pdf_name("/Type"): generic.pdf_name("/XObject"),
                generic.pdf_name("/Subtype"): generic.pdf_name("/Form"),
                generic.pdf_name("/BBox"): generic.ArrayObject(
                    [generic.NumberObject(number) for number in (0, 0, 10, 10)]
                ),
            },
            stream_data=b"1 0 0 rg 0 0 10 10 re f",
        )
        drawn = writer.add_object(page)
        field["/AP"] = generic.DictionaryObject(
            {generic.pdf_name("/N"): drawn, generic.pdf_name("/R"): drawn}
        )
        writer.update_container(field)

    found = inspect_pdf(strange_signature(certified, member, MEMBER, new_field=False, also=look))
    assert found.problems == (CONTENT,)


def test_a_moved_or_renamed_field_is_found(certified: bytes, member: Identity) -> None:
    def move(writer: BasePdfFileWriter) -> None:
        field = writer.root["/AcroForm"]["/Fields"][1]
        field["/Rect"] = generic.ArrayObject(
            [generic.NumberObject(number) for number in (0, 0, 600, 800)]
        )

    found = inspect_pdf(strange_signature(certified, member, MEMBER, new_field=False, also=move))
    assert found.problems == (CONTENT,)


def encrypted(pdf: bytes) -> bytes:
    """The PDF under a password."""
    saved = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(
            saved,
            encryption=pikepdf.Encryption(owner="x", user="", R=4),
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return saved.getvalue()


def test_what_is_no_signed_pdf_gets_its_answer(opinion: bytes) -> None:
    assert inspect_pdf(b"").problems == ("not-a-pdf",)
    assert inspect_pdf(b"PK\x03\x04").problems == ("not-a-pdf",)
    assert inspect_pdf(b"\n" + opinion).problems == ("not-a-pdf",)
    assert inspect_pdf(page()).problems == ("unsigned",)
    assert inspect_pdf(encrypted(page())).problems == ("encrypted",)
    assert inspect_pdf(page()[:-20]).problems == ("damaged",)
    fields = with_signature_fields(page(), [place(LEADER, 100)])
    assert inspect_pdf(fields).problems == ("unsigned",)
    assert inspect_pdf(fields).unsigned == (LEADER,)


def test_every_cut_is_answered(opinion: bytes) -> None:
    for end in range(0, len(opinion), 251):
        assert not inspect_pdf(opinion[:end]).whole


@given(st.binary(max_size=200))
def test_any_bytes_are_answered(junk: bytes) -> None:
    assert not inspect_pdf(junk).whole
    assert not inspect_pdf(b"%PDF-1.7\n" + junk).whole


@settings(max_examples=60)
@given(st.data())
def test_any_patch_is_answered(score_sheet: bytes, data: st.DataObject) -> None:
    where = data.draw(st.integers(0, len(score_sheet)))
    length = data.draw(st.integers(0, 40))
    patch = data.draw(
        st.binary(max_size=20)
        | st.sampled_from([b"<<", b">>", b"[", b"/Prev 1", b"endobj", b"null", b"(", b"%"])
    )
    other = score_sheet[:where] + patch + score_sheet[where + length :]
    assert inspect_pdf(other).whole == (other == score_sheet)


def built(*objects: bytes) -> bytes:
    """A PDF of these objects, the first its catalog."""
    pdf, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(pdf))
        pdf += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n"
    return pdf + head + rows + tail % (len(objects) + 1, len(pdf))


CATALOG = b"<< /Type /Catalog /AcroForm 2 0 R >>"
MANY = 2_000_000


@pytest.mark.parametrize(
    "heavy",
    [
        built(CATALOG, b"[" + b"0 " * MANY + b"]"),
        built(CATALOG, b"1" * MANY),
        built(CATALOG, b"/" + b"a" * MANY),
        built(CATALOG, b"(" * MANY),
        built(CATALOG, b"[" * MANY),
        built(CATALOG, b"<<" + b"".join(b"/k%d 1" % n for n in range(MANY // 8)) + b">>"),
        built(b"<< /Type /Catalog /AcroForm 1 0 R /Fields [1 0 R] /Kids [1 0 R] >>"),
        b"%PDF-1.7\n" + b"/ByteRange [0 1 2 3] " * (MANY // 20),
        b"%PDF-1.7\n" + b"startxref\n9\n%%EOF\n" * (MANY // 18),
        b"%PDF-1.7\nxref\n0 9999999\n" + b"0000000000 65535 f \n" * 9 + b"startxref\n9\n%%EOF\n",
        b"%PDF-1.7\n" + bytes(10_000_000),
    ],
    ids=[
        "array",
        "number",
        "name",
        "string",
        "nest",
        "keys",
        "circle",
        "ranges",
        "tails",
        "table",
        "zeros",
    ],
)
def test_no_heavy_file_takes_long(heavy: bytes) -> None:
    begin = time.process_time()
    assert not inspect_pdf(heavy).whole
    assert time.process_time() - begin < 10


@pytest.mark.judge
def test_poppler_is_more_lenient_than_we_are(opinion: bytes, tmp_path: Path) -> None:
    file = tmp_path / "opinion.pdf"
    for change, valid in ((paint_over, 3), (annotate, 3), (retitle, 3)):
        file.write_bytes(updated(opinion, change))
        assert pdfsig(file).count("Signature is Valid") == valid
    file.write_bytes(opinion[: states(opinion)[3]])
    assert pdfsig(file).count("Signature is Valid") == 2
