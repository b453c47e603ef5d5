"""What goes out beside the signed sheets: the reading copy, the 签到表, Word and Excel files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from cpscore.documents.archival import About
from cpscore.documents.excel import write_xlsx
from cpscore.documents.pdf import write_pdf
from cpscore.documents.reading import TITLE, Original, bookmark, reading_copy
from cpscore.documents.sheets.attendance import attendance_sheet
from cpscore.documents.sheets.placeholders import Written, placeholders
from cpscore.documents.template import MOST_BYTES, fill_docx
from cpscore.documents.word import write_docx
from cpscore.files import read_capped
from cpscore.rules.sheet import Sheet
from cpscore.workflow.archive import IssuedSheet
from cpscore.workflow.desk import Desk
from cpscore.workflow.opinion import Opinion, wording_of
from cpscore.workflow.prepare import safe_name
from cpscore.workflow.printing import SAY, print_score
from cpscore.workflow.settle import Panel
from cpscore.workflow.sheets import Signing, opinion_pages, summary_pages

READING, ATTENDANCE, REPORT = "reading.pdf", "attendance.pdf", "report"


class Format(StrEnum):
    """The kinds of files an authority asks for."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"


WRITERS = {Format.DOCX: write_docx, Format.XLSX: write_xlsx}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What goes along with the signed sheets.

    With `pdf` the reading copy and the 签到表, with `docx` and `xlsx` every sheet to be worked on.
    `template` is a Word template of the user's own, filled in for each form.
    """

    formats: frozenset[Format] = frozenset()
    template: bytes | None = None


def wanted(formats: Iterable[Format], template: Path | None) -> Wanted:
    """What was asked for, the template read from its file. Raises Unreadable."""
    return Wanted(frozenset(formats), read_capped(template, MOST_BYTES) if template else None)


SIGNED_ONLY, READING_COPY = Wanted(), Wanted(frozenset({Format.PDF}))


@dataclass(frozen=True, slots=True)
class Beside:
    """A file that goes along unsigned: `kind` is `reading`, `attendance`, `copy` or `report`."""

    name: str
    kind: str
    make: Callable[[], bytes]


def reports(desk: Desk, one: Opinion, wanted: Wanted) -> Iterator[Beside]:
    """The user's own template filled in, at once: one that is refused stops the export."""
    for panel in one.panels if wanted.template is not None else ():
        made = _report(desk, one, panel, wanted.template or b"")
        yield Beside(f"{REPORT}{_suffix(one, panel)}.docx", "report", partial(bytes, made))


def beside(
    desk: Desk, one: Opinion, wanted: Wanted, issued: Sequence[IssuedSheet]
) -> Iterator[Beside]:
    """The files that go along with the issued sheets, which may be written after this call.

    Making one raises MissingCharacter.
    """
    if Format.PDF in wanted.formats:
        yield Beside(READING, "reading", partial(_reading, desk, one, issued))
        yield Beside(ATTENDANCE, "attendance", partial(attendance, desk, one))
    for name, make in _sheets(desk, one):
        for format, write in WRITERS.items():
            if format in wanted.formats:
                yield Beside(f"{name}.{format}", "copy", partial(_copy, desk, make, write))


def attendance(desk: Desk, one: Opinion) -> bytes:
    """签到表, to be signed by hand."""
    return write_pdf(attendance_sheet(one.review), at=desk.now()).pdf


def _reading(desk: Desk, one: Opinion, issued: Sequence[IssuedSheet]) -> bytes:
    given = [Original(sheet.name, _title(sheet.name, sheet.kind), sheet.data) for sheet in issued]
    about = About(TITLE, desk.now(), subject=one.review.enterprise.name)
    return reading_copy(given, about)


def _title(name: str, kind: str) -> str:
    return bookmark(kind, name.removesuffix(".pdf").removeprefix(kind).lstrip("-"))


def _copy(desk: Desk, make: Callable[[], Sheet], write: Callable[..., bytes]) -> bytes:
    return write(make(), at=desk.now())


def _sheets(desk: Desk, one: Opinion) -> Iterator[tuple[str, Callable[[], Sheet]]]:
    """The names and sheets that are written again to be worked on: no ink, no signature."""
    for panel in one.panels:
        suffix = _suffix(one, panel)
        for place in panel.places:
            ballot = place.taken.ballot if place.taken else None
            if ballot:
                name = f"score-{safe_name(place.member.name)}{suffix}"
                day = ballot.ballot.at[:10]
                yield (
                    name,
                    partial(print_score, ballot.package, ballot.result, None, day, submitted=True),
                )
        yield f"summary{suffix}", partial(summary_pages, desk, panel)
    yield "opinion", partial(_opinion_sheet, one)


def _opinion_sheet(one: Opinion) -> Sheet:
    wording = wording_of(one)
    first = one.panels[0] if one.panels and one.panels[0].result else None
    # The day is left to whoever signs this copy by hand.
    return opinion_pages(one.package, one.form, wording, first, Signing(""), ())


def _report(desk: Desk, one: Opinion, panel: Panel, template: bytes) -> bytes:
    assert panel.result is not None
    written = Written(one.form, one.texts, one.state.dissents)
    values = placeholders(panel.result, one.review, written, say=SAY, root=one.package.root)
    return fill_docx(template, values, at=desk.now())


def _suffix(one: Opinion, panel: Panel) -> str:
    return f"-{panel.form.id}" if len(one.panels) > 1 else ""
