"""Small real PDFs, and the ways a signed one gets tampered with."""

import hashlib
import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from reportlab.pdfgen.canvas import Canvas

from cpscore.rules.sheet import SignaturePlace
from cpscore.signing.cms import sign_digest
from cpscore.signing.identity import Identity
from cpscore.signing.pdf import _Update, certify, close, sign, with_signature_fields
from tests.signing.conftest import NOW

LEADER, MEMBER, CLOSING = "组长", "member-2", "close"


def page(pages: int = 1) -> bytes:
    """A sheet as reportlab draws it and pikepdf saves it, classic tables and all."""
    drawn = BytesIO()
    canvas = Canvas(drawn, invariant=1)
    canvas.setTitle("验收意见")
    for number in range(pages):
        canvas.drawString(72, 700, f"score 95 page {number}")
        canvas.bookmarkPage(f"p{number}")
        canvas.addOutlineEntry(f"p{number}", f"p{number}")
        canvas.showPage()
    canvas.save()
    saved = BytesIO()
    with pikepdf.open(BytesIO(drawn.getvalue())) as pdf:
        pdf.save(
            saved,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            force_version="1.7",
            deterministic_id=True,
        )
    return saved.getvalue()


def ink() -> bytes:
    """Handwriting for a signature place."""
    drawn = BytesIO()
    canvas = Canvas(drawn, pagesize=(150, 50), invariant=1)
    canvas.line(5, 5, 140, 40)
    canvas.drawString(20, 20, "signed")
    canvas.save()
    return drawn.getvalue()


def place(field: str, height: float, on_page: int = 0) -> SignaturePlace:
    """A signature place at this height of a page."""
    return SignaturePlace(field, on_page, 72.25, height, 150, 50)


def one_signature(leader: Identity) -> bytes:
    """A score sheet: its only signer certifies it."""
    fields = with_signature_fields(page(), [place(LEADER, 100)])
    return certify(fields, LEADER, leader, at=NOW, appearance=ink())


def three_signatures(leader: Identity, member: Identity) -> bytes:
    """An opinion sheet: certified, signed, closed."""
    places = [place(LEADER, 100), place(MEMBER, 200), place(CLOSING, 300)]
    pdf = certify(with_signature_fields(page(2), places), LEADER, leader, at=NOW, appearance=ink())
    pdf = sign(pdf, MEMBER, member, at=NOW, appearance=ink(), reason="同意")
    return close(pdf, CLOSING, leader, at=NOW, appearance=ink())


def updated(pdf: bytes, change: Callable[[BasePdfFileWriter], object]) -> bytes:
    """The PDF with an incremental update as an editor would write it."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def paint_over(writer: BasePdfFileWriter) -> None:
    """A white box over the page and another score on top."""
    paint = generic.StreamObject(stream_data=b"1 1 1 rg 0 0 600 800 re f")
    writer.add_stream_to_page(0, writer.add_object(paint))


def annotate(writer: BasePdfFileWriter) -> None:
    """A comment on the page."""
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/Text"),
            generic.pdf_name("/Rect"): generic.ArrayObject(
                [generic.NumberObject(number) for number in (10, 10, 50, 50)]
            ),
            generic.pdf_name("/Contents"): generic.pdf_string("不同意"),
        }
    )
    reference, _ = writer.find_page_for_modification(0)
    writer.register_annotation(reference, writer.add_object(note))


def retitle(writer: BasePdfFileWriter) -> None:
    """Another title."""
    writer.set_info(
        generic.DictionaryObject({generic.pdf_name("/Title"): generic.pdf_string("评估意见")})
    )


def resaved(pdf: bytes) -> bytes:
    """Opened and saved by another program."""
    saved = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(saved, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return saved.getvalue()


def strange_signature(
    pdf: bytes,
    stranger: Identity,
    field: str,
    *,
    new_field: bool = True,
    also: Callable[[BasePdfFileWriter], object] = lambda _: None,
) -> bytes:
    """A signature made past our own checks: in a field of its own, or with more than itself."""
    writer = _Update(BytesIO(pdf))
    spec = SigFieldSpec(field, box=(300, 100, 400, 150))
    steps = PdfCMSEmbedder(new_field_spec=spec).write_cms(
        field, writer, existing_fields_only=not new_field
    )
    next(steps)
    also(writer)
    value = SignatureObject(timestamp=NOW, subfilter=SigSeedSubFilter.PADES, bytes_reserved=3000)
    steps.send(SigObjSetup(value))
    prepared, output = steps.send(SigIOSetup("sha256"))
    steps.send(sign_digest(stranger, prepared.document_digest, at=None))
    return bytes(output.getvalue())


def ranged(pdf: bytes, identity: Identity, numbers: list[int]) -> bytes:
    """The last signature made again over other ranges of the file, with a key of one's own."""
    found = list(re.finditer(rb"/ByteRange \[([\d ]+)\] *", pdf))[-1]
    old = [int(number) for number in found[1].split()]
    text = f"/ByteRange {numbers}".replace(",", "").encode()
    patched = pdf[: found.start()] + text.ljust(len(found[0])) + pdf[found.end() :]
    digest = hashlib.sha256()
    for start, length in zip(numbers[::2], numbers[1::2], strict=False):
        digest.update(patched[max(start, 0) : max(start, 0) + length])
    made = sign_digest(identity, digest.digest(), at=None).hex().upper().encode()
    room = old[2] - old[1] - 2
    return patched[: old[1] + 1] + made.ljust(room, b"0") + patched[old[2] - 1 :]


def byte_range(pdf: bytes) -> list[int]:
    """The numbers of the last signature."""
    return [int(number) for number in re.findall(rb"/ByteRange \[([\d ]+)\]", pdf)[-1].split()]


def put_back(pdf: bytes, name: int, offset: int) -> bytes:
    """The PDF with a table that brings an older object back to life."""
    previous = int(re.findall(rb"startxref\n(\d+)\n", pdf)[-1])
    root = re.findall(rb"/Root \d+ 0 R", pdf)[-1].decode()
    size = re.findall(rb"/Size \d+", pdf)[-1].decode()
    return (
        pdf
        + (
            f"xref\n{name} 1\n{offset:010d} 00000 n \ntrailer\n"
            f"<< {root} {size} /Prev {previous} >>\nstartxref\n{len(pdf)}\n%%EOF\n"
        ).encode()
    )
