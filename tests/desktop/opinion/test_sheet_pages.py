"""A sheet by itself, to be read and printed: one's own scores, and the panel's summary."""

from __future__ import annotations

from cpscore.desktop.opinion.printing import Printable
from cpscore.desktop.opinion.sheet_pages import OwnSheetPage, SummaryPage
from cpscore.desktop.score.theirs import TheirsPage
from cpscore.documents.picture import text as page_text
from cpscore.documents.sheets.labels import UNSIGNED
from cpscore.signing.inspect import inspect_pdf
from cpscore.workflow.demo import FORM
from tests.desktop.leading import Leading


def shown(one: Leading, page: OwnSheetPage | SummaryPage) -> bytes:
    one.qtbot.waitUntil(lambda: page.preview.shown is not None, timeout=20_000)
    assert page.preview.shown is not None
    return page.preview.shown.pdf


def test_a_submitted_sheet_is_the_signed_one(leading: Leading) -> None:
    leading.sit("m3")
    page = leading.open(OwnSheetPage, "sheet", form_id=FORM, member_id="m3")
    pdf = shown(leading, page)
    assert [mark.field for mark in inspect_pdf(pdf).signatures] == ["signed"]
    assert "专家丙" in page_text(pdf)
    assert len(page.findChildren(Printable)) == 1


def test_nobody_reads_anothers_sheet(leading: Leading) -> None:
    leading.sit("m3")
    leading.open(TheirsPage, "sheet", form_id=FORM, member_id="m1")
    assert not leading.open(SummaryPage, "summary", form_id=FORM).allowed


def test_the_leader_reads_the_summary_before_it_is_issued(leading: Leading) -> None:
    page = leading.open(SummaryPage, "summary", form_id=FORM)
    said = page_text(shown(leading, page))
    assert "78.70" in said
    assert UNSIGNED in said
    assert all(f"专家{one}" in said for one in "甲乙丙丁戊")
