"""What travels inside a PDF, read as strictly as `archival` writes it.

A viewer shows what scripts, layers, notes and attachments of the same name make of a page; a
stream of a few bytes can inflate to all of a computer's memory. Our own files hold none of it.
"""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Iterator

import pikepdf

from cpscore.rules.problem import Failure

# All streams of a file together; a summary with a panel's ballots has a few.
MOST_INFLATED = 256 << 20
MOST_OBJECTS = 50_000
# Whatever acts, hides or shows something by itself.
ACTIVE = frozenset(
    {
        *("/AA", "/JS", "/JavaScript", "/Launch", "/OpenAction", "/XFA", "/RichMediaContent"),
        *("/OC", "/OCProperties", "/Alternates", "/Collection", "/Requirements", "/PS"),
        *("/URI", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/ResetForm", "/Hide"),
        *("/Named", "/SetOCGState", "/Rendition", "/Movie", "/Sound", "/Thread", "/Threads"),
        *("/Thumb", "/UserUnit", "/PageLabels", "/Dur", "/PresSteps", "/TemplateInstantiated"),
    }
)
# What would fetch a stream's content, or a picture's, from another file.
ELSEWHERE = frozenset({"/F", "/FFilter", "/FDecodeParms", "/Ref", "/OPI"})
FILTERS = ((), ("/FlateDecode",), ("/ASCII85Decode", "/FlateDecode"))
# What a bent PDF makes a library raise; nothing else is caught where one is read.
HOSTILE = (
    pikepdf.PdfError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    NotImplementedError,
    OSError,
    zlib.error,
)


class OddPdf(Failure):
    """A PDF with something inside that ours never have: `reason` is `too-large`, `active`,
    `attachments` or `damaged`.
    """

    code = "odd-pdf"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


def attachments(pdf: bytes) -> dict[str, bytes]:
    """The files inside a PDF by name, once nothing else in it is odd. Raises OddPdf."""
    try:
        with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as opened:
            inflated = _inflated(opened)
            if any(_active(one) for one in opened.objects) or _annotated(opened):
                raise OddPdf("active")
            return _attached(opened, inflated)
    except HOSTILE as error:
        raise OddPdf("damaged") from error


def field_boxes(pdf: bytes) -> list[tuple[float, ...]]:
    """The fields on the pages: zero-based page, and the box in points. Raises OddPdf."""
    try:
        with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as opened:
            return [
                (number, *(float(edge) for edge in note.Rect))
                for number, page in enumerate(opened.pages)
                for note in page.obj.get("/Annots", ())
            ]
    except HOSTILE as error:
        raise OddPdf("damaged") from error


def _inflated(pdf: pikepdf.Pdf) -> dict[tuple[int, int], bytes]:
    """The content of every stream, by its object; never more than the limit in memory."""
    left = MOST_INFLATED
    found = {}
    for count, one in enumerate(pdf.objects):
        if count >= MOST_OBJECTS:
            raise OddPdf("too-large")
        if isinstance(one, pikepdf.Stream):
            content = _content(one, left)
            left -= len(content)
            if one.get("/Type") == "/EmbeddedFile":
                found[one.objgen] = content
    return found


def _content(stream: pikepdf.Stream, most: int) -> bytes:
    names = stream.get("/Filter", ())
    filters = (
        (str(names),) if isinstance(names, pikepdf.Name) else tuple(str(name) for name in names)
    )
    if filters not in FILTERS:
        raise OddPdf("damaged")
    content = stream.read_raw_bytes()
    if "/ASCII85Decode" in filters:
        content = base64.a85decode(content.strip().removesuffix(b"~>"))
    if "/FlateDecode" in filters:
        inflater = zlib.decompressobj()
        content = inflater.decompress(content, most + 1)
    if len(content) > most:
        raise OddPdf("too-large")
    return content


def _active(found: pikepdf.Object) -> bool:
    """Whether an object, or what stands directly inside it, acts or hides."""
    pending = [found]
    while pending:
        one = pending.pop()
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            if ACTIVE & set(one.keys()) or str(one.get("/S", "")) in ACTIVE:
                return True
            if isinstance(one, pikepdf.Stream) and ELSEWHERE & set(one.keys()):
                return True
            inner: Iterator[pikepdf.Object] = iter([one[key] for key in one.keys()])  # noqa: SIM118
        elif isinstance(one, pikepdf.Array):
            inner = iter(one)
        else:
            continue
        pending += [part for part in inner if _compound(part) and not part.is_indirect]
    return False


def _compound(found: object) -> bool:
    return isinstance(found, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array)


def _annotated(pdf: pikepdf.Pdf) -> bool:
    """Whether anything but signature fields lies on a page."""
    notes = [note for page in pdf.pages for note in page.obj.get("/Annots", ())]
    return any(note.get("/Subtype") != "/Widget" or note.get("/FT") != "/Sig" for note in notes)


def _attached(pdf: pikepdf.Pdf, inflated: dict[tuple[int, int], bytes]) -> dict[str, bytes]:
    """The files by name: one flat list, each name once, each file under one name only."""
    if "/Names" not in pdf.Root and not inflated:
        return {}
    named = pdf.Root.Names
    listed = list(named.EmbeddedFiles.Names)
    found = {}
    for name, entry in zip(listed[::2], listed[1::2], strict=True):
        file = entry.EF.F
        if not str(name) == str(entry.F) == str(entry.UF) or entry.EF.UF.objgen != file.objgen:
            raise OddPdf("attachments")
        found[str(name)] = inflated[file.objgen]
    several = len(found) * 2 != len(listed)
    if several or len(inflated) != len(found) or set(named.keys()) != {"/EmbeddedFiles"}:
        raise OddPdf("attachments")
    return found
