"""What a preview shows goes to paper as it is: every page, at its actual size."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cpscore.desktop.jobs import Cancelled
from cpscore.desktop.opinion.page import OpinionPage
from cpscore.desktop.opinion.printing import MESH, Printable, asking, print_pages, printer_for
from cpscore.workflow.demo import write_opinion
from tests.desktop.leading import Leading


def never(_share: float, _code: str) -> None:
    """Progress nobody watches."""


def to_file(pdf: bytes, path: Path) -> QPrinter:
    """The printer of the document, printing into a PDF file instead of on paper."""
    printer = printer_for(pdf, "意见")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def small(page: pypdfium2.PdfPage) -> Image.Image:
    """The page as 300 x 424 dots, each the mean of many: letters drawn otherwise look alike."""
    grey = page.render(scale=2).to_pil().convert("L")
    return grey.resize((300, 424), Image.Resampling.BOX)


def apart(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are apart, on average, of 255."""
    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0])


@pytest.fixture
def sheet(leading: Leading) -> bytes:
    """The opinion's pages as they are previewed."""
    write_opinion(leading.sample)
    page = leading.open(OpinionPage, "opinion")
    leading.qtbot.waitUntil(lambda: page.preview.shown is not None, timeout=20_000)
    assert page.preview.shown is not None
    page.preview.stop()
    return page.preview.shown.pdf


def test_every_page_comes_out_at_its_size_and_looks_the_same(sheet: bytes, tmp_path: Path) -> None:
    path = tmp_path / "printed.pdf"
    given = pypdfium2.PdfDocument(sheet)
    given.init_forms()
    assert print_pages(sheet, to_file(sheet, path), never) == len(given)
    printed = pypdfium2.PdfDocument(path)
    assert len(printed) == len(given) > 2
    for ours, theirs in zip(given, printed, strict=True):
        assert theirs.get_size() == pytest.approx(ours.get_size(), abs=1)
        one, other = small(ours), small(theirs)
        same = apart(one, other)
        # Moved by 0.7 mm either way it is far less like: it stands where it should.
        moved = [
            apart(one, ImageChops.offset(other, *by)) for by in ((1, 0), (-1, 0), (0, 1), (0, -1))
        ]
        assert same < min(moved) / 2
        assert ImageStat.Stat(one).mean[0] < 254
    printed.close()
    given.close()


def test_only_the_chosen_pages_are_printed(sheet: bytes, tmp_path: Path) -> None:
    printer = to_file(sheet, tmp_path / "printed.pdf")
    assert printer.resolution() == MESH
    # Whatever margins a printer has, the sheet begins at the corner of the paper.
    assert printer.fullPage()
    printer.setFromTo(2, 3)
    told: list[float] = []
    assert print_pages(sheet, printer, lambda share, _code: told.append(share)) == 2
    assert told == [0, 0.5]
    with (
        pypdfium2.PdfDocument(tmp_path / "printed.pdf") as printed,
        pypdfium2.PdfDocument(sheet) as given,
    ):
        assert len(printed) == 2
        assert printed[0].get_size() == pytest.approx(given[1].get_size(), abs=1)


def test_a_cancelled_print_leaves_the_printer_free(sheet: bytes, tmp_path: Path) -> None:
    printer = to_file(sheet, tmp_path / "printed.pdf")

    def cancelled(share: float, _code: str) -> None:
        if share:
            raise Cancelled

    with pytest.raises(Cancelled) as kept:
        print_pages(sheet, printer, cancelled)
    # As long as anybody holds the failure, all that was at work when it came is there, too.
    assert kept.tb is not None
    assert not printer.paintingActive()
    again = to_file(sheet, tmp_path / "again.pdf")
    assert print_pages(sheet, again, never) == 3


def test_the_dialog_offers_the_pages_there_are(sheet: bytes, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    printer = printer_for(sheet, "意见")
    dialog = asking(printer, sheet, parent)
    assert (dialog.minPage(), dialog.maxPage()) == (1, 3)
    assert dialog.testOption(dialog.PrintDialogOption.PrintPageRange)


def test_a_machine_without_a_printer_says_what_to_do(leading: Leading) -> None:
    page = leading.open(OpinionPage, "opinion")
    [printable] = page.findChildren(Printable)
    page.preview.stop()
    page.preview.shown = None
    printable.button.click()
    assert leading.said == "还没有可以打印的页面，请稍等。"
    page.draw()
    leading.qtbot.waitUntil(lambda: page.preview.shown is not None, timeout=20_000)
    printable.button.click()
    assert leading.said.startswith("这台电脑上没有打印机。可以导出 PDF")


def test_printing_runs_beside_the_window_and_says_when_it_is_done(
    leading: Leading, tmp_path: Path
) -> None:
    page = leading.open(OpinionPage, "opinion")
    leading.qtbot.waitUntil(lambda: page.preview.shown is not None, timeout=20_000)
    [printable] = page.findChildren(Printable)
    assert page.preview.shown is not None
    pdf = page.preview.shown.pdf
    printable.start(pdf, to_file(pdf, tmp_path / "printed.pdf"))
    leading.settle()
    with pypdfium2.PdfDocument(tmp_path / "printed.pdf") as printed:
        assert leading.said == f"✓ 已送到打印机：{len(printed)} 页，实际大小。"
    QApplication.processEvents()
