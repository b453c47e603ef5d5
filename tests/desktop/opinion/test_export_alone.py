"""A review without an opinion sheet is exported from its own page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from cpscore.desktop.opinion.export import ExportPage
from cpscore.desktop.start.review import ReviewPage
from cpscore.rules.review import Enterprise, Member
from cpscore.workflow.demo import PASSPHRASE, Sample
from cpscore.workflow.paper import enter, paper
from cpscore.workflow.prepare import Plan, new_review
from tests.desktop.leading import Leading


@pytest.fixture
def worksheets(untaken: Leading) -> Leading:
    """A review of the association's worksheets, the leader its only member with a key here."""
    one = untaken
    members = tuple(
        Member("", name, leader=name == "专家乙") for name in ("专家甲", "专家乙", "专家丙")
    )
    plan = Plan(
        "审核", Enterprise("示例园区", ("其他",)), "2026-11-20", ("cppc-worksheets",), members
    )
    review = new_review(one.desk, plan, one.sample.identities["m2"])
    one.sample = Sample(one.desk, review, one.sample.identities)
    return one


def export(one: Leading, monkeypatch: pytest.MonkeyPatch, folder: Path) -> ExportPage:
    page = one.open(ReviewPage, "review")
    [button] = [found for found in page.findChildren(QPushButton) if found.text() == "导出"]
    button.click()
    one.settle()
    made = one.page(ExportPage)
    folder.mkdir()
    monkeypatch.setattr(one.window, "choose_folder", lambda _title: folder)
    made.write()
    made.passphrase.field.setText(PASSPHRASE)
    made.action.click()
    one.settle()
    return made


def test_what_was_filled_in_goes_out(
    worksheets: Leading, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    one = worksheets
    leader = one.sample.review.leader
    assert leader is not None
    sheet = paper(one.desk, one.id, "cppc-worksheets", leader.id)
    enter(one.desk, sheet, sheet.draft.answers.with_field("scope", "电镀园区"))
    page = export(one, monkeypatch, tmp_path / "out")
    said = [label.text() for label in page.findChildren(QLabel)]
    assert "本次评审没有意见表，只导出填写的各表。" in said
    assert [crumb.text for crumb in page.crumbs] == ["开始", "示例园区"]
    assert {made.path.name for made, _ in page.written} == {
        "清洁生产审核工作表-示例园区.pdf",
        "阅读件-示例园区.pdf",
        "签到表-示例园区.pdf",
        "示例园区-2026-11-20.cpsarchive",
    }
    assert all(found.trustworthy for _, found in page.written if found)


def test_where_nothing_is_filled_in_it_is_said(
    worksheets: Leading, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    export(worksheets, monkeypatch, tmp_path / "out")
    assert "还没有填写任何一张" in worksheets.said
    assert list((tmp_path / "out").iterdir()) == []
