"""After submitting: the start page says what was handed in, where it went, and leads back."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from cpscore.desktop.score.page import ScorePage
from cpscore.desktop.start.handed_in import HandedOver
from cpscore.desktop.start.page import StartPage
from cpscore.workflow.demo import FORM
from cpscore.workflow.paper import paper
from tests.desktop.leading import Leading


def home(one: Leading) -> StartPage:
    one.sit("m3")
    one.window.home()
    one.settle()
    one.window.activateWindow()
    assert QTest.qWaitForWindowActive(one.window)
    return one.page(StartPage)


def button(page: StartPage, text: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text() == text)


def test_what_was_submitted_is_shown_with_its_receipt_and_its_file(untaken: Leading) -> None:
    page = home(untaken)
    assert isinstance(page.going_on, HandedOver)
    receipt = paper(untaken.desk, untaken.id, FORM, "m3").submitted
    assert receipt is not None
    assert receipt.path is not None
    assert receipt.path.name == receipt.file_name
    words = [one.text() for one in page.going_on.findChildren(QLabel)]
    assert any(f"回执码 {receipt.code}" in one and "第 1 版" in one for one in words)
    assert f"写到了 {receipt.path}" in words
    assert "已提交" in words


def test_withdrawing_begins_where_it_stands(untaken: Leading) -> None:
    page = home(untaken)
    button(page, "撤回…").click()
    untaken.settle()
    scoring = untaken.page(ScorePage)
    assert scoring.submitted.asking.isVisible()
    assert scoring.submitted.field.hasFocus()
    scoring.submitted.field.setText("漏看了监测报告")
    scoring.submitted.take_back()
    assert not scoring.book.locked
    page = home(untaken)
    assert not isinstance(page.going_on, HandedOver)
    assert page.going_on.next.text() == "继续评分"


def test_a_ballot_that_was_not_written_says_so(untaken: Leading) -> None:
    # Withdrawn and submitted anew without a stick: the older file is not this revision's.
    receipt = paper(untaken.desk, untaken.id, FORM, "m3").submitted
    assert receipt is not None
    body = {"form": FORM, "member": "m3", "ballot": receipt.sha256, "file": "专家丙-2.cpsballot"}
    now = untaken.desk.at()
    withdrawn = {"form": FORM, "member": "m3", "reason": "漏项"}
    untaken.desk.store.append(untaken.id, "withdrawn", withdrawn, by="专家丙", at=now)
    untaken.desk.store.append(untaken.id, "submitted", body, by="专家丙", at=now)
    page = home(untaken)
    words = [one.text() for one in page.going_on.findChildren(QLabel)]
    assert "专家丙-2.cpsballot 还没有写到 U 盘" in words
