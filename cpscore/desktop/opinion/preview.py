"""The pages as they will be printed, drawn beside the text while one writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pypdfium2 import PdfPage
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from cpscore.desktop.jobs import Cancelled, Jobs, Progress
from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import now, px
from cpscore.desktop.widgets import box, clear
from cpscore.documents.pdfium import opened
from cpscore.rules.problem import Failure

MOST_WIDE, MARGIN = 900, 24
POINTS = 72


@dataclass(frozen=True)
class Drawn:
    """The pages of a PDF as pictures, `width` device pixels wide."""

    pdf: bytes
    width: int
    pages: tuple[QImage, ...]


def draw_pages(pdf: bytes, width: int, ratio: float, tell: Progress) -> Drawn:
    """Draw every page; between two pages it may be cancelled."""
    images = []
    with opened(pdf) as document:
        document.init_forms()  # else signatures are not drawn
        for at, page in enumerate(document):
            tell(at / len(document), "")
            images.append(picture(page, width / page.get_width()))
            images[-1].setDevicePixelRatio(ratio)
    return Drawn(pdf, width, tuple(images))


def picture(page: PdfPage, scale: float) -> QImage:
    """A page as a picture; `scale` 1 gives 72 pixels an inch."""
    bitmap = page.render(scale=scale, prefer_bgrx=True)
    size = bitmap.width, bitmap.height, bitmap.stride
    # A copy: the bitmap's own memory goes with it.
    return QImage(bytes(bitmap.buffer), *size, QImage.Format.Format_RGB32).copy()


class Sheet(QWidget):
    """One page; a screen reader hears which."""

    def __init__(self, picture: QImage, at: int, pages: int) -> None:
        super().__init__()
        self.picture = picture
        self.setAccessibleName(tr("第 {at} 页，共 {pages} 页", at=at, pages=pages))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_picture(self, picture: QImage) -> None:
        """The same page, written anew."""
        self.picture = picture
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return self.picture.deviceIndependentSize().toSize() + QSize(2, 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(1, 1, self.picture)
        painter.setPen(QPen(now().colour("control_line"), 1))
        painter.drawRect(QRect(0, 0, self.width() - 1, self.height() - 1))


class Preview(QScrollArea):
    """Shows pages as wide as there is room; they are drawn in a thread of the preview's own.

    Writing goes on meanwhile: the window's jobs, which make a page wait, are not for this.
    """

    drawn = Signal()
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.jobs = Jobs(self)
        self.make: Callable[[], bytes] | None = None
        self.stale = self.cut_off = False
        self.shown: Drawn | None = None
        self.sheets: list[Sheet] = []
        self.place = QVBoxLayout()
        self.place.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.place.setContentsMargins(px(MARGIN), px(MARGIN), px(MARGIN), px(MARGIN))
        self.place.setSpacing(px(16))
        self.setWidget(box(self.place, "body"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("版面预览"))
        self.setStyleSheet(f"QScrollArea {{ background: {now().colour('quiet').name()} }}")
        self.viewport().setAutoFillBackground(False)

    @property
    def wanted(self) -> int:
        """How wide a page is drawn, in device pixels."""
        bar = self.verticalScrollBar().sizeHint().width()
        room = self.width() - 2 * px(MARGIN) - bar - 2
        return max(160, round(min(room, px(MOST_WIDE)) * self.devicePixelRatioF()))

    def draw(self, make: Callable[[], bytes]) -> None:
        """Draw what `make` will return in the thread; of several wishes the last counts."""
        self.make = make
        self.stale, self.cut_off = True, False
        self._go_on()

    def resume(self) -> None:
        """Draw what `stop` cut off, unless something else was wished for since."""
        if self.make is not None and self.cut_off:
            self.draw(self.make)

    def _go_on(self) -> None:
        if not self.stale or self.jobs.busy or self.make is None or not self.isVisible():
            return
        make, width, ratio = self.make, self.wanted, self.devicePixelRatioF()
        self.stale = False
        self.jobs.start(
            lambda tell: draw_pages(make(), width, ratio, tell),
            self._show,
            self._failed,
            over=self._go_on,
        )

    def _show(self, drawn: Drawn) -> None:
        """Where the paper stays the same only what is on it changes: nothing flashes or jumps."""
        self.shown = drawn
        sizes = [one.size() for one in drawn.pages]
        if sizes == [sheet.picture.size() for sheet in self.sheets]:
            for sheet, one in zip(self.sheets, drawn.pages, strict=True):
                sheet.show_picture(one)
        else:
            self._lay(drawn.pages)
        self.drawn.emit()

    def _lay(self, pages: Sequence[QImage]) -> None:
        at = self.verticalScrollBar().value()
        clear(self.place)
        self.sheets = [Sheet(one, number, len(pages)) for number, one in enumerate(pages, start=1)]
        for sheet in self.sheets:
            self.place.addWidget(sheet)
        self.widget().adjustSize()
        self.verticalScrollBar().setValue(at)

    def _failed(self, failure: Failure) -> None:
        if not isinstance(failure, Cancelled):
            self.failed.emit(failure)

    def stop(self) -> None:
        """Wait for the thread: before the page or the archive goes, and while others draw."""
        self.cut_off = self.stale or self.jobs.busy
        self.stale = False
        self.jobs.stop()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._go_on()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.shown is None or abs(self.shown.width - self.wanted) > 4:
            self.stale = self.make is not None
            self._go_on()
