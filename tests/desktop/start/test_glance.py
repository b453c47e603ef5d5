"""The archive at a glance: looked at once, remembered until something happens in a review."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cpscore.desktop.start import glance as module
from cpscore.desktop.start.glance import Glance
from cpscore.desktop.start.overview import Overview, overview
from cpscore.desktop.start.page import StartPage
from cpscore.desktop.window import Window
from cpscore.rules.answers import Whole
from cpscore.rules.points import read_points
from cpscore.rules.review import Enterprise, Member
from cpscore.workflow.desk import Desk
from cpscore.workflow.paper import enter, paper
from cpscore.workflow.people import Card, unlock
from cpscore.workflow.prepare import Plan, new_review
from tests.desktop.conftest import PASSPHRASE


def reviews(desk: Desk, leader: Card, count: int) -> list[str]:
    identity = unlock(desk, leader.sha256, PASSPHRASE)
    members = (Member("", "专家甲"), Member("", leader.person.name, leader=True))
    forms = ("hebei-g", "hebei-h")
    plans = [
        Plan("验收", Enterprise(f"企业{at}", ("双超",)), f"2026-11-{at + 1:02}", forms, members)
        for at in range(count)
    ]
    return [new_review(desk, plan, identity).id for plan in plans]


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The reviews that were looked at, in order."""
    seen: list[str] = []

    def counted(desk: Desk, review_id: str, card: Card | None) -> Overview:
        seen.append(review_id)
        return overview(desk, review_id, card)

    monkeypatch.setattr(module, "overview", counted)
    return seen


def test_what_was_seen_is_remembered(desk: Desk, leader: Card, looked: list[str]) -> None:
    ids = reviews(desk, leader, 4)
    first = Glance(desk, leader)
    first.look(60)
    assert sorted(looked) == sorted(ids)
    first.keep()
    looked.clear()
    again = Glance(desk, leader)
    assert again.waiting == []
    assert again.lines == first.lines
    assert looked == []


def test_only_a_review_in_which_something_happened_is_looked_at_again(
    desk: Desk, leader: Card, looked: list[str]
) -> None:
    ids = reviews(desk, leader, 3)
    first = Glance(desk, leader)
    first.look(60)
    first.keep()
    looked.clear()
    one = paper(desk, ids[1], "hebei-g", "m2")
    points = read_points("9")
    assert points is not None
    enter(desk, one, one.draft.answers.with_score("g1", Whole(points)))
    again = Glance(desk, leader)
    again.look(60)
    assert looked == [ids[1]]


def test_another_person_or_language_sees_their_own(
    desk: Desk, leader: Card, looked: list[str]
) -> None:
    reviews(desk, leader, 2)
    first = Glance(desk, leader)
    first.look(60)
    first.keep()
    looked.clear()
    assert len(Glance(desk, None).waiting) == 2
    english = Glance(desk.speaking("en"), leader)
    assert len(english.waiting) == 2
    english.look(60)
    english.keep()
    assert Glance(desk, leader).waiting == []  # nobody's is forgotten for another's


def test_the_latest_work_comes_first_and_time_is_kept(
    desk: Desk, leader: Card, looked: list[str]
) -> None:
    ids = reviews(desk, leader, 3)
    glance = Glance(desk, leader)
    glance.look(0)
    assert looked == [ids[2]]
    assert len(glance.waiting) == 2
    assert glance.current is not None
    assert glance.current.review.id == ids[2]


def test_the_page_looks_on_while_the_window_answers(
    open_window: Callable[[Desk], Window],
    desk: Desk,
    leader: Card,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reviews(desk, leader, 4)
    monkeypatch.setattr("cpscore.desktop.start.page.AT_ONCE", 0)
    monkeypatch.setattr("cpscore.desktop.start.page.MOMENT", 0)
    window = open_window(desk)
    page = window.pages.page
    assert isinstance(page, StartPage)
    qtbot.waitUntil(lambda: not page.glance.waiting, timeout=10_000)
    QApplication.processEvents()
    assert page.current is not None
    assert {one.enterprise for one in page.archive.lines} == {"企业0", "企业1", "企业2"}
    window.go("forms")
    assert Glance(desk, leader).waiting == []
