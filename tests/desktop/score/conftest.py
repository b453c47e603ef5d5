"""A review on a real desk, and a window with its score page open."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cpscore.desktop.score.page import ScorePage
from cpscore.desktop.score.submit_page import SubmitPage
from cpscore.desktop.window import Window
from cpscore.rules.review import Enterprise, Member, Review
from cpscore.signing.findings import Person
from cpscore.store.archive import Identity
from cpscore.workflow.desk import Desk, open_desk
from cpscore.workflow.paper import Paper, paper
from cpscore.workflow.people import Card, cards, create_card, unlock
from cpscore.workflow.prepare import Plan, new_review
from tests.desktop.conftest import PASSPHRASE, afternoon, fresh_ids

FORMS = ("hebei-g", "hebei-c", "hebei-e", "hebei-h", "kinds")
# A form of the user's own with every kind of item.
KINDS = """\
id: kinds
version: "1"
title: 各种填法
status: provisional
source: {document: 测试}
stage: 验收
total: 100
sections:
  - title: 基本项
    items:
      - {id: water, title: 回用, max: 60, rows: [有计量, 有台账]}
      - id: level
        title: 水平
        choices: [{text: 领先, points: 20}, {text: 先进, points: 10}, {text: 其他, points: 0}]
      - {id: fines, title: 违规, max: 10, per: 2, cap: 10}
      - {id: waste, title: 危险废物, max: 10, not_applicable: yes}
  - title: 加分项
    items:
      - {id: prize, title: 奖励, max: 5, kind: bonus}
      - id: rank
        title: 等次
        kind: bonus
        choices:
          - {id: one, text: 一等, points: 5}
          - {id: two, text: 二等, points: 5}
          - {id: none, text: 没有, points: 0}
grades:
  - {id: fail, label: 不合格, range: x < 60}
  - {id: pass, label: 合格, range: x >= 60}
"""
NAMES = ("专家甲", "专家乙")


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Identity, ...]:
    """Two identities, made once: a good key file is slow to make."""
    desk = open_desk(tmp_path_factory.mktemp("keys"), now=afternoon, fresh=fresh_ids())
    try:
        for name in NAMES:
            create_card(desk, Person(name, "示例大学", "教授"), PASSPHRASE)
        return tuple(desk.store.identities())
    finally:
        desk.close()


@pytest.fixture(scope="session")
def prepared(
    tmp_path_factory: pytest.TempPathFactory, kept: tuple[Identity, ...]
) -> tuple[Path, str]:
    """A data folder with the review in it, to be copied."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    (folder / "forms").mkdir(parents=True)
    (folder / "forms" / "kinds.yaml").write_text(KINDS, encoding="utf-8")
    desk = open_desk(folder, now=afternoon, fresh=fresh_ids())
    try:
        return folder, _review(desk, kept).id
    finally:
        desk.close()


def _review(desk: Desk, kept: tuple[Identity, ...]) -> Review:
    for one in kept:
        desk.store.add_identity(one)
    members = tuple(
        Member(f"m{at}", card.person.name, leader=at == 2, certificate=card.sha256)
        for at, card in enumerate(sorted(cards(desk), key=_at), start=1)
    )
    leader = max(cards(desk), key=_at)
    plan = Plan("验收", Enterprise("示例化工有限公司", ("双超",)), "2026-11-20", FORMS, members)
    return new_review(desk, plan, unlock(desk, leader.sha256, PASSPHRASE))


def _at(card: Card) -> int:
    return NAMES.index(card.person.name)


class Seat:
    """One person before the window: what they see, press and type."""

    def __init__(self, window: Window, review_id: str) -> None:
        self.window, self.review_id = window, review_id

    def open(self, form_id: str = "hebei-g", member_id: str = "m1", **more: object) -> ScorePage:
        """The score page of a form."""
        wanted = NAMES[int(member_id[1:]) - 1]
        card = next(one for one in cards(self.window.desk) if one.person.name == wanted)
        self.window.sit(card)
        arguments = {"review_id": self.review_id, "form_id": form_id, "member_id": member_id}
        self.window.go("score", **arguments, **more)
        self.settle()
        page = self.window.pages.page
        assert isinstance(page, ScorePage)
        return page

    def settle(self) -> None:
        """Wait until nothing moves."""
        while self.window.jobs.busy:
            QApplication.processEvents()
        for _ in range(3):
            QApplication.processEvents()

    @property
    def focus(self) -> QWidget:
        """What has the keyboard."""
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def type(self, text: str) -> None:
        """Type letters where the keyboard is; each key goes to what has the focus by then."""
        for sign in text:
            QTest.keyClicks(self.focus, sign)

    def press(self, *keys: Qt.Key) -> None:
        """Press keys."""
        for key in keys:
            QTest.keyClick(self.focus, key)
            QApplication.processEvents()

    def enter(self, text: str) -> None:
        """Type, and press Enter."""
        self.type(text)
        self.press(Qt.Key.Key_Return)

    def paper(self, form_id: str = "hebei-g", member_id: str = "m1") -> Paper:
        """The paper as the disk has it."""
        return paper(self.window.desk, self.review_id, form_id, member_id)

    @property
    def submit_page(self) -> SubmitPage:
        """The page on screen, which is the one that submits."""
        page = self.window.pages.page
        assert isinstance(page, SubmitPage)
        return page


@pytest.fixture
def data(tmp_path: Path, prepared: tuple[Path, str]) -> Path:
    """A copy of the prepared data folder."""
    shutil.copytree(prepared[0], tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def desk(data: Path) -> Iterator[Desk]:
    """The desk on it."""
    opened = open_desk(data, now=afternoon, fresh=fresh_ids())
    yield opened
    opened.close()


@pytest.fixture
def seat(desk: Desk, open_window: Callable[[Desk], Window], prepared: tuple[Path, str]) -> Seat:
    """Somebody in front of a window on it."""
    window = open_window(desk)
    window.activateWindow()
    return Seat(window, prepared[1])
