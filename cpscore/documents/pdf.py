"""A sheet written as PDF/A-3u, with the places where signatures go."""

from __future__ import annotations

from datetime import datetime

from cpscore.documents.archival import About, archival
from cpscore.documents.canvas import draw
from cpscore.documents.compose import compose
from cpscore.documents.drawing import places
from cpscore.rules.sheet import Printed, Sheet


def write_pdf(sheet: Sheet, *, at: datetime) -> Printed:
    """A sheet as PDF/A-3u; the same sheet at the same time gives the same bytes.

    `at` is the claimed time, with its zone. Raises MissingCharacter, naming the characters, where
    no shipped font has one.
    """
    pages = compose(sheet)
    about = About(sheet.title, at, sheet.language, sheet.author, sheet.subject)
    drawn = draw(pages, bookmarks=sheet.bookmarks, marked=True)
    pdf = archival(drawn, about, sheet.attachments, pages)
    return Printed(pdf, places(pages))
