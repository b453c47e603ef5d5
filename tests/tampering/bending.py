"""What people do to files: with an editor, with other software, with a hex editor."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    append_signature_field,
)
from pyhanko.sign.signers.cms_embedder import SigMDPSetup

from cpscore.exchange.container import MANIFEST, SIGNATURE
from cpscore.signing.cms import DIGEST
from cpscore.signing.findings import Person
from cpscore.signing.identity import Identity, create_identity, open_identity
from cpscore.signing.pdf import _signed, certify
from cpscore.workflow.packages import sealed

Bend = Callable[[bytes], bytes]
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def flipped(share: float) -> Bend:
    """One bit turned, so far into the file."""

    def bend(data: bytes) -> bytes:
        changed = bytearray(data)
        changed[min(int(len(data) * share), len(data) - 1)] ^= 1
        return bytes(changed)

    return bend


def flipped_at(place: int) -> Bend:
    """One bit turned at this place, from the end where it is negative."""

    def bend(data: bytes) -> bytes:
        changed = bytearray(data)
        changed[place] ^= 1
        return bytes(changed)

    return bend


def cut(data: bytes) -> bytes:
    """The copy ended early."""
    return data[: len(data) * 2 // 3]


def longer(data: bytes) -> bytes:
    """Something hangs on behind."""
    return data + b"\n% more"


# PDF -------------------------------------------------------------------------------------------


def updated(data: bytes, change: Callable[[BasePdfFileWriter], None]) -> bytes:
    """The PDF with an update behind it, as editors save."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def painted_over(data: bytes) -> bytes:
    """A white box and another number over the page."""

    def paint(writer: BasePdfFileWriter) -> None:
        reference = writer.find_page_for_modification(0)[0]
        page = reference.get_object()
        box = generic.StreamObject(stream_data=b"q 1 1 1 rg 80 300 400 90 re f Q")
        drawn = writer.add_object(box)
        old = page.raw_get("/Contents")
        parts = old if isinstance(old, generic.ArrayObject) else generic.ArrayObject([old])
        page["/Contents"] = generic.ArrayObject([*parts, drawn])
        writer.update_container(page)

    return updated(data, paint)


def commented(data: bytes) -> bytes:
    """A note on the page."""

    def note(writer: BasePdfFileWriter) -> None:
        page = writer.find_page_for_modification(0)[0].get_object()
        made = generic.DictionaryObject(
            {
                generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
                generic.pdf_name("/Subtype"): generic.pdf_name("/Text"),
                generic.pdf_name("/Rect"): generic.ArrayObject(
                    [generic.NumberObject(one) for one in (100, 100, 120, 120)]
                ),
                generic.pdf_name("/Contents"): generic.pdf_string("95"),
            }
        )
        old = page.get("/Annots", generic.ArrayObject())
        page["/Annots"] = generic.ArrayObject([*old, writer.add_object(made)])
        writer.update_container(page)

    return updated(data, note)


def scripted(data: bytes) -> bytes:
    """Something happens when the file is opened."""

    def act(writer: BasePdfFileWriter) -> None:
        writer.root["/OpenAction"] = generic.DictionaryObject(
            {
                generic.pdf_name("/S"): generic.pdf_name("/JavaScript"),
                generic.pdf_name("/JS"): generic.pdf_string("this.print()"),
            }
        )
        writer.update_root()

    return updated(data, act)


def layered(data: bytes) -> bytes:
    """A layer that some viewers show and others do not."""

    def layer(writer: BasePdfFileWriter) -> None:
        group = writer.add_object(
            generic.DictionaryObject(
                {
                    generic.pdf_name("/Type"): generic.pdf_name("/OCG"),
                    generic.pdf_name("/Name"): generic.pdf_string("x"),
                }
            )
        )
        shown = generic.DictionaryObject({generic.pdf_name("/OFF"): generic.ArrayObject([group])})
        writer.root["/OCProperties"] = generic.DictionaryObject(
            {
                generic.pdf_name("/OCGs"): generic.ArrayObject([group]),
                generic.pdf_name("/D"): shown,
            }
        )
        writer.update_root()

    return updated(data, layer)


def page_exchanged(data: bytes) -> bytes:
    """The page hangs elsewhere, another one in its place."""

    def exchange(writer: BasePdfFileWriter) -> None:
        page = writer.find_page_for_modification(0)[0].get_object()
        drawn = generic.StreamObject(stream_data=b"1 0 0 rg 80 300 400 90 re f")
        page["/Contents"] = writer.add_object(drawn)
        writer.update_container(page)

    return updated(data, exchange)


def attachment_exchanged(data: bytes) -> bytes:
    """Other data inside."""

    def exchange(writer: BasePdfFileWriter) -> None:
        listed = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
        made = generic.StreamObject(
            {generic.pdf_name("/Type"): generic.pdf_name("/EmbeddedFile")}, stream_data=b"{}"
        )
        file = listed[1]
        file["/EF"]["/F"] = file["/EF"]["/UF"] = writer.add_object(made)
        writer.update_container(file["/EF"])

    return updated(data, exchange)


def uncertified(data: bytes) -> bytes:
    """What the first signature forbids is taken out of the catalog."""

    def take_out(writer: BasePdfFileWriter) -> None:
        del writer.root["/Perms"]
        writer.update_root()

    return updated(data, take_out)


def without_form(data: bytes) -> bytes:
    """No viewer finds a signature any more."""

    def take_out(writer: BasePdfFileWriter) -> None:
        del writer.root["/AcroForm"]
        writer.update_root()

    return updated(data, take_out)


def packed_objects(data: bytes) -> bytes:
    """Saved again with its objects packed into streams."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return output.getvalue()


def behind_a_prefix(data: bytes) -> bytes:
    """Something stands before it, which viewers and unzip skip."""
    return b"x" * 64 + data


def retitled(data: bytes) -> bytes:
    """Another title, by an update."""

    def name(writer: BasePdfFileWriter) -> None:
        info = generic.DictionaryObject(
            {generic.pdf_name("/Title"): generic.pdf_string("另一份意见")}
        )
        writer.set_info(writer.add_object(info))

    return updated(data, name)


def retitled_in_place(data: bytes) -> bytes:
    """The title that is there, written anew and nothing else."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        info = pdf.trailer.Info
        info.Title = "另一份意见"
        return written_anew(data, info.objgen[0], info.unparse(resolved=True))


def described_anew(data: bytes) -> bytes:
    """Another title in the XMP metadata, which readers show as well."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        metadata = pdf.Root.Metadata
        body = metadata.read_bytes().replace("意见".encode(), "异见".encode())
        head = f"<</Type/Metadata/Subtype/XML/Length {len(body)}>>\nstream\n".encode()
        return written_anew(data, metadata.objgen[0], head + body + b"\nendstream")


def written_anew(data: bytes, number: int, body: bytes) -> bytes:
    """One object written anew behind the file, with a table and a trailer, and nothing else."""
    start = data.rindex(b"startxref")
    trailer = data[data.rindex(b"trailer", 0, start) : start]
    before = data[start:].split()[1]
    trailer = re.sub(rb"/Prev \d+", b"", trailer).rstrip()
    assert trailer.endswith(b">>")
    place = len(data)
    added = b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, place)
    end = b"%s/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (trailer[:-2], before, place + len(added))
    return data + added + table + end


def saved_again(data: bytes) -> bytes:
    """Opened and saved by other software."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(output)
    return output.getvalue()


def without_last_signature(data: bytes) -> bytes:
    """The last saved state is gone."""
    return data[: data.rindex(b"%%EOF", 0, len(data) - 6) + 6]


def older_state_back(data: bytes) -> bytes:
    """A viewer is sent back to the table of the state before."""
    tables = [at for at in range(len(data)) if data.startswith(b"startxref\n", at)]
    older = data[tables[-2] :].split(b"\n")[1]
    return data + b"startxref\n" + older + b"\n%%EOF\n"


def stranger() -> Identity:
    """A key that is on nobody's roster."""
    made = create_identity(Person("路人"), "x", now=NOON, serial=7)
    return open_identity(made, "x")


def signed_by(key: Identity) -> Bend:
    """One more signature in a field of its own, by software that minds no certification."""

    def bend(data: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
        append_signature_field(writer, SigFieldSpec("stranger"))
        output = io.BytesIO()
        writer.write(output)
        return _signed(output.getvalue(), "stranger", key, NOON, None, "", None)

    return bend


def while_signing(
    unsigned: bytes, bend: Bend, leader: Identity, member: Identity, fields: tuple[str, str, str]
) -> bytes:
    """The leader certifies; a member bends the file and signs it; the leader closes with software
    that does not look. `fields` are the leader's, the member's and the closing one.
    """
    first, second, last = fields
    pdf = bend(certify(unsigned, first, leader, at=NOON))
    pdf = _signed(pdf, second, member, NOON, None, "", None)
    closing = SigMDPSetup(
        DIGEST, field_lock=FieldMDPSpec(FieldMDPAction.ALL), docmdp_perms=MDPPerm.NO_CHANGES
    )
    return _signed(pdf, last, leader, NOON, None, "", closing)


# Containers ------------------------------------------------------------------------------------


def entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return output.getvalue()


def zipped_again(data: bytes) -> bytes:
    """Unpacked and packed by other software, nothing else."""
    return zipped(entries(data))


def with_more(data: bytes) -> bytes:
    """A file more in it."""
    return zipped({**entries(data), "more.txt": b"95"})


def with_a_comment(data: bytes) -> bytes:
    """A comment of the ZIP file itself."""
    return data[:-2] + b"\x05\x00hello"


def with_a_name_twice(data: bytes) -> bytes:
    """One file twice, of which most readers show the last."""
    files = list(entries(data).items())
    name, content = next(one for one in files if one[0] != "mimetype")
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for one in (*files, (name, content + b" ")):
            made.writestr(*one)
    return output.getvalue()


def with_another_directory(data: bytes) -> bytes:
    """The list at the end calls a file by another name than its own head does."""
    at = data.rindex(b"signature001.p7s")
    return data[:at] + b"signature002.p7s" + data[at + 16 :]


def with_a_strange_name(data: bytes) -> bytes:
    """A name that looks like another."""
    return zipped({**entries(data), "r\u0435view.json": b"{}"})


def sealed_again(key: Identity, files: Mapping[str, bytes]) -> bytes:
    """Files in a container of their own, signed with somebody's key."""
    own = {"mimetype", MANIFEST, SIGNATURE}
    return sealed({name: one for name, one in files.items() if name not in own}, key, NOON)


def with_another_first(data: bytes) -> bytes:
    """The first file in it bent, wrapped up again."""
    files = entries(data)
    name = next(one for one in files if one != "mimetype")
    return zipped({**files, name: files[name] + b" "})
