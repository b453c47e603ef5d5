"""Printing what a preview shows: each page at its actual size, drawn at the printer's own mesh."""

from __future__ import annotations

from collections.abc import Iterator

from pypdfium2 import PdfPage
from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from cpscore.desktop.jobs import Progress
from cpscore.desktop.opinion.preview import Preview, picture
from cpscore.desktop.pages import Page
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import column, link, row
from cpscore.documents.pdfium import opened
from cpscore.rules.problem import Failure

MESH = 300  # dots an inch: handwriting and 仿宋 in small print stay sharp
POINTS = 72
NONE = QMarginsF(0, 0, 0, 0)


class Printable(QWidget):
    """A preview, and above it the way to paper."""

    def __init__(self, page: Page, preview: Preview) -> None:
        super().__init__()
        self.page, self.preview = page, preview
        self.button = link(tr("打印…"), self.ask)
        self.button.setAccessibleName(tr("打印版面预览"))
        # Preview and bar share the colour of the table the sheets lie on.
        self.setLayout(column(row(None, self.button, margins=(16, 4, 16, 4)), preview, gap=0))

    def ask(self) -> None:
        """Ask which printer and which pages; where there is none, say what to do instead."""
        shown = self.preview.shown
        if shown is None:
            self.page.banner.say(tr("还没有可以打印的页面，请稍等。"), "amber")
        elif not has_printer():
            words = tr("这台电脑上没有打印机。可以导出 PDF，在有打印机的电脑上按实际大小打印。")
            self.page.banner.say(words, "amber")
        else:
            printer = printer_for(shown.pdf, self.page.title)
            dialog = asking(printer, shown.pdf, self)
            dialog.accepted.connect(lambda: self.start(shown.pdf, printer))
            dialog.setWindowModality(Qt.WindowModality.WindowModal)
            dialog.show()

    def start(self, pdf: bytes, printer: QPrinter) -> None:
        """Print beside the window."""
        self.page.run(tr("正在打印…"), lambda tell: print_pages(pdf, printer, tell), self._printed)

    def _printed(self, pages: int) -> None:
        self.page.banner.say(tr("✓ 已送到打印机：{pages} 页，实际大小。", pages=pages))


class NotPrinted(Failure):
    """The printer took no pages, or stopped taking them."""

    code = "not-printed"


def has_printer() -> bool:
    """Whether the system knows any printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def printer_for(pdf: bytes, name: str) -> QPrinter:
    """A printer set for this document: its paper, no margins of the printer's own."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(MESH)
    printer.setDocName(name)
    with opened(pdf) as document:
        _lay(printer, *document[0].get_size())
    return printer


def asking(printer: QPrinter, pdf: bytes, parent: QWidget) -> QPrintDialog:
    """The system's own dialog, with a choice of pages; open it, and print once it is accepted."""
    with opened(pdf) as document:
        pages = len(document)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setMinMax(1, pages)
    dialog.setFromTo(1, pages)
    return dialog


def print_pages(pdf: bytes, printer: QPrinter, tell: Progress) -> int:
    """Print the chosen pages, as many times as was chosen; between two it may be cancelled.

    Returns how many pages went to the printer. Raises NotPrinted.
    """
    painter = QPainter()
    try:
        with opened(pdf) as document:
            document.init_forms()  # else signatures are not drawn
            wanted = list(_wanted(printer, len(document)))
            for done, at in enumerate(wanted):
                tell(done / len(wanted), "")
                _lay(printer, *document[at].get_size())
                if not (printer.newPage() if done else painter.begin(printer)):
                    raise NotPrinted
                _draw(painter, document[at], printer.resolution() / POINTS)
    except Failure:
        printer.abort()
        raise
    finally:
        # A failure is told on in another thread: no painter may go along with it.
        ended = painter.isActive() and painter.end()
    if not ended:
        raise NotPrinted
    return len(wanted)


def _draw(painter: QPainter, page: PdfPage, scale: float) -> None:
    """A page at its actual size."""
    width, height = page.get_size()
    painter.drawImage(QRectF(0, 0, width * scale, height * scale), picture(page, scale))


def _wanted(printer: QPrinter, pages: int) -> Iterator[int]:
    """The pages that were chosen, counted from 0; copies the driver cannot make are made here."""
    first, last = printer.fromPage() or 1, printer.toPage() or pages
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    for _ in range(copies):
        yield from range(first - 1, min(last, pages))


def _lay(printer: QPrinter, width: float, height: float) -> None:
    """The paper of the next page, in points: upright or across, as the page is."""
    across = width > height
    upright = QSizeF(min(width, height), max(width, height))
    size = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    turned = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    layout = QPageLayout(size, turned, NONE)
    # From the corner of the paper: else a printer's own margins would move everything.
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)
