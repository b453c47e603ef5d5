"""A new review begins with a procedure: its forms in one click, its panel, its dates."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QApplication, QLabel

from cpscore.desktop.start.new_review import NewReviewPage
from cpscore.desktop.start.procedures import procedure_name
from cpscore.desktop.start.review import ReviewPage
from cpscore.desktop.widgets import Pill
from cpscore.desktop.window import Window
from cpscore.rules.review import Enterprise, Member
from cpscore.workflow.desk import Desk
from cpscore.workflow.people import Card, unlock
from cpscore.workflow.prepare import Plan, new_review, procedures_on_offer
from tests.desktop.conftest import PASSPHRASE

Open = Callable[[Desk], Window]


@pytest.fixture
def page(open_window: Open, desk: Desk, leader: Card) -> NewReviewPage:
    window = open_window(desk)
    window.go("new-review")
    assert isinstance(window.pages.page, NewReviewPage)
    return window.pages.page


def choose(page: NewReviewPage, id: str) -> None:
    page.procedure.choose(id)


def said(page: NewReviewPage) -> list[str]:
    QApplication.processEvents()
    return [one.text() for one in page.facts.findChildren(QLabel) if one.isVisible()]


def test_every_procedure_is_one_click(page: NewReviewPage, desk: Desk) -> None:
    offered = procedures_on_offer(desk)
    assert len(offered) >= 8
    for one in offered:
        choose(page, one.id)
        assert page.plan.forms == one.forms
        assert page.plan.stage == one.stage
        assert procedure_name(one.forms, "") == one.title


def test_dates_follow_from_the_day_and_say_what_is_not_considered(page: NewReviewPage) -> None:
    choose(page, "hebei-acceptance")
    page.visit.day.setDate(QDate(2026, 11, 20))
    assert "2026-12-11" in said(page)  # 15 working days
    assert any("公休日未计入" in text for text in said(page))
    page.visit.day.setDate(QDate(2026, 11, 23))
    assert "2026-12-14" in said(page)


def test_a_provisional_procedure_says_so_before_it_is_chosen(page: NewReviewPage) -> None:
    marked = {
        one.id
        for one, card in zip(page.procedure.offered, page.procedure.cards, strict=True)
        if any("暂定" in pill.text() for pill in card.findChildren(Pill))
    }
    assert marked == {"guangzhou", "shenzhen"}


def test_a_provisional_form_says_so_where_it_is_chosen(page: NewReviewPage) -> None:
    choose(page, "hebei-acceptance")
    assert "暂定：条目为示例" not in said(page)
    choose(page, "guangzhou")
    assert "暂定：条目为示例" in said(page)
    assert "广州市清洁生产企业（八）" in said(page)


def test_the_review_keeps_its_dates_in_sight(open_window: Open, desk: Desk, leader: Card) -> None:
    procedure = next(one for one in procedures_on_offer(desk) if one.id == "hebei-acceptance")
    members = (Member("", "专家甲"), Member("", leader.person.name, leader=True))
    plan = Plan("验收", Enterprise("某企业", ("双超",)), "2026-11-20", procedure.forms, members)
    review = new_review(desk, plan, unlock(desk, leader.sha256, PASSPHRASE))
    window = open_window(desk)
    window.go("review", review_id=review.id)
    shown = window.pages.page
    assert isinstance(shown, ReviewPage)
    words = [one.text() for one in shown.findChildren(QLabel)]
    assert "2026-12-11" in words
    assert [one for one in words if "（15 个工作日，" in one]
    assert [one for one in words if one.startswith("公休日未计入")]
