"""From a plain PDF to one that an archive takes: PDF/A-3u, with what it says about itself."""

from __future__ import annotations

import io
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, String

from cpscore.documents.drawing import Page
from cpscore.documents.fonts import printable
from cpscore.documents.structure import give_structure
from cpscore.places import resources_folder

PROGRAM = "cpscore"

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
  xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
  xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>U</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{optional}<xmp:CreatorTool>{program}</xmp:CreatorTool>
<pdf:Producer>{program}</pdf:Producer>
<xmp:CreateDate>{time}</xmp:CreateDate>
<xmp:ModifyDate>{time}</xmp:ModifyDate>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
CREATOR = "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\n"
DESCRIPTION = (
    '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:description>\n'
)


@dataclass(frozen=True, slots=True)
class About:
    """What a PDF says about itself; `at` is the claimed time, with its zone."""

    title: str
    at: datetime
    language: str = "zh-CN"
    author: str = ""
    subject: str = ""


def archival(
    plain: bytes,
    about: About,
    attachments: Sequence[tuple[str, bytes]] = (),
    pages: Sequence[Page] = (),
) -> bytes:
    """The PDF as PDF/A-3u, the same bytes for the same input; `attachments` are names and bytes.

    It must have all its fonts embedded already. With the `pages` it was drawn of, marked, it tells
    their structure.
    """
    if about.at.tzinfo is None:
        raise ValueError("a time without its zone says nothing on paper")
    with Pdf.open(io.BytesIO(plain)) as pdf:
        _describe(pdf, about)
        _give_colour(pdf)
        _attach(pdf, attachments, about.at)
        if pages:
            give_structure(pdf, pages)
        buffer = io.BytesIO()
        pdf.save(
            buffer,
            force_version="1.7",
            fix_metadata_version=False,
            object_stream_mode=ObjectStreamMode.disable,
            deterministic_id=True,
        )
    return buffer.getvalue()


def _describe(pdf: Pdf, about: About) -> None:
    title, author, subject = (
        printable(" ".join(text.split())) for text in (about.title, about.author, about.subject)
    )
    optional = CREATOR.format(escape(author)) if author else ""
    optional += DESCRIPTION.format(escape(subject)) if subject else ""
    xmp = XMP.format(
        title=escape(title),
        language=escape(about.language),
        optional=optional,
        program=PROGRAM,
        time=about.at.isoformat(timespec="seconds"),
    )
    metadata = pdf.make_stream(xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Metadata = metadata
    pdf.Root.Lang = String(about.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    written = {
        "Title": title,
        "Author": author,
        "Subject": subject,
        "Creator": PROGRAM,
        "Producer": PROGRAM,
        "CreationDate": pdf_date(about.at),
        "ModDate": pdf_date(about.at),
    }
    info = Dictionary({f"/{key}": String(text) for key, text in written.items() if text})
    pdf.trailer.Info = pdf.make_indirect(info)


def _give_colour(pdf: Pdf) -> None:
    profile = pdf.make_stream((resources_folder() / "colour" / "srgb.icc").read_bytes(), N=3)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([intent])


def _attach(pdf: Pdf, attachments: Sequence[tuple[str, bytes]], at: datetime) -> None:
    if not attachments:
        return
    files = []
    names = []
    for name, data in sorted(attachments):
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        stream = pdf.make_stream(
            data,
            Type=Name.EmbeddedFile,
            Subtype=Name("/" + kind),
            Params=Dictionary(Size=len(data), ModDate=String(pdf_date(at))),
        )
        file = pdf.make_indirect(
            Dictionary(
                Type=Name.Filespec,
                F=String(name),
                UF=String(name),
                EF=Dictionary(F=stream, UF=stream),
                AFRelationship=Name.Data,
            )
        )
        files.append(file)
        names.extend([String(name), file])
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array(names)))
    pdf.Root.AF = Array(files)


def pdf_date(at: datetime) -> str:
    """A time as PDF writes it."""
    offset = at.strftime("%z")
    return f"D:{at:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"
