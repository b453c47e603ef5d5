"""A leader's desk with every ballot in, made once and copied for each test, and a window on it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from cpscore.desktop.pages import Page
from cpscore.desktop.widgets import InkPad
from cpscore.desktop.window import Window
from cpscore.rules.review import Enterprise, Member
from cpscore.workflow.collect import take_in
from cpscore.workflow.demo import FORM, LEADER, Sample, sample_identities, sample_review, take_part
from cpscore.workflow.desk import Desk, open_desk
from cpscore.workflow.people import cards
from cpscore.workflow.prepare import Plan, new_review
from tests.desktop.conftest import afternoon, fresh_ids

P = TypeVar("P")
EVERYBODY = ("m1", "m2", "m3", "m4", "m5")


@dataclass
class Leading:
    """The window with the leader at it, and the sample on its desk."""

    window: Window
    sample: Sample
    qtbot: QtBot
    stick: Path

    @property
    def desk(self) -> Desk:
        """The leader's desk."""
        return self.sample.desk

    @property
    def id(self) -> str:
        """The review."""
        return self.sample.review.id

    def sit(self, member_id: str) -> None:
        """Another member takes the seat."""
        wanted = self.sample.identities[member_id].sha256
        self.window.sit(next(one for one in cards(self.desk) if one.sha256 == wanted))

    def open(self, kind: type[P], route: str, **arguments: object) -> P:
        """Open a page of the review."""
        self.window.go(route, review_id=self.id, **arguments)
        self.settle()
        return self.page(kind)

    def page(self, kind: type[P]) -> P:
        """The page on screen, which is of that kind."""
        assert isinstance(self.window.pages.page, kind), self.window.pages.page
        return self.window.pages.page

    def settle(self) -> None:
        """Until no job runs any more."""
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.window.jobs.busy, timeout=20_000)
        QApplication.processEvents()

    @property
    def said(self) -> str:
        """What the banner of the page says."""
        page = self.window.pages.page
        assert isinstance(page, Page)
        return page.banner.text


def write(pad: InkPad) -> None:
    """Sign on a pad with the mouse."""
    steps = (QPoint(60, 40), QPoint(140, 90), QPoint(190, 50), QPoint(260, 100))
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=steps[0])
    for step in steps[1:]:
        QTest.mouseMove(pad, step)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=steps[-1])


def choose(box: QComboBox, value: object) -> None:
    """Choose the entry of that value."""
    box.setCurrentIndex(box.findData(value))


def unlisted(one: Leading) -> Leading:
    """Another review, whose members' keys nobody knows yet but the leader's."""
    members = (Member("", "专家甲"), Member("", "专家乙", leader=True), Member("", "专家丙"))
    enterprise = Enterprise("示例电镀有限公司", ("双有",))
    plan = Plan("验收", enterprise, "2026-11-20", (FORM, "hebei-h"), members)
    review = new_review(one.desk, plan, one.sample.identities["m2"])
    one.sample = Sample(one.desk, review, one.sample.identities)
    return one


@cache
def made(base: Path) -> Sample:
    """Five members have submitted: the ballots, a desk that took none in, and one that has all."""
    stick = base / "untaken" / "stick"
    stick.mkdir(parents=True)
    desk = open_desk(base / "untaken" / "data", now=afternoon, fresh=fresh_ids())
    sample = sample_review(desk, sample_identities(desk))
    for member in EVERYBODY:
        take_part(sample, member, stick)
    desk.close()
    shutil.copytree(base / "untaken", base / "taken")
    desk = open_desk(base / "taken" / "data", now=afternoon, fresh=fresh_ids())
    take_in(desk, sample.review.id, stick)
    desk.close()
    return sample


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Sample]:
    """Made once for all folders of tests: key files are slow to make, and ballots to examine."""
    base = tmp_path_factory.getbasetemp() / "leading"
    return base, made(base)


Seat = Callable[[str], Leading]


@pytest.fixture
def seat_on(
    made_once: tuple[Path, Sample],
    tmp_path: Path,
    open_window: Callable[[Desk], Window],
    qtbot: QtBot,
) -> Iterator[Seat]:
    """Seats the leader at a copy of one of the two desks."""
    base, sample = made_once
    opened: list[Leading] = []

    def sit(name: str) -> Leading:
        shutil.copytree(base / name, tmp_path / "leading")
        ids, data = count(1), tmp_path / "leading" / "data"
        desk = open_desk(
            data, now=afternoon, fresh=lambda: f"00000000-0000-4000-9000-{next(ids):012}"
        )
        copy = Sample(desk, sample.review, sample.identities)
        one = Leading(open_window(desk), copy, qtbot, tmp_path / "leading" / "stick")
        one.sit(LEADER)
        opened.append(one)
        return one

    yield sit
    for one in opened:
        one.window.close()
        one.desk.close()


@pytest.fixture
def untaken(seat_on: Seat) -> Leading:
    """Everybody submitted on this laptop, nothing was collected yet."""
    return seat_on("untaken")


@pytest.fixture
def leading(seat_on: Seat) -> Leading:
    """Every ballot is in; one veto is contested."""
    return seat_on("taken")
