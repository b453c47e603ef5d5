"""Who scores which sections, entered with the panel; and nothing typed is lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cpscore.desktop.start.new_review import NewReviewPage
from cpscore.desktop.start.review import ReviewPage
from cpscore.desktop.window import Window
from cpscore.workflow.desk import Desk
from cpscore.workflow.people import Card
from tests.desktop.conftest import PASSPHRASE
from tests.desktop.score.regional import YUNNAN, install

Open = Callable[[Desk], Window]


@pytest.fixture
def page(open_window: Open, desk: Desk, leader: Card) -> NewReviewPage:
    install(desk)
    window = open_window(desk)
    window.go("new-review")
    found = window.pages.page
    assert isinstance(found, NewReviewPage)
    found.procedure.choose(YUNNAN)
    found.enterprise.name.setText("示例磷化工有限公司")
    for line, name in zip(found.members.lines[1:], ("专家甲", "专家丙"), strict=True):
        line.fields[0].setText(name)
    return found


def untick(page: NewReviewPage, section: str, *names: str) -> None:
    for name in names:
        line = page.division.names.index(name)
        page.division.boxes[YUNNAN, section, line].setChecked(False)


def test_only_forms_that_divide_the_work_ask_who_scores_what(page: NewReviewPage) -> None:
    assert page.dividing.isVisible()
    page.procedure.choose("hebei-acceptance")
    assert page.dividing.isHidden()
    assert all(not one.sections for one in page.plan.members)


def test_what_is_unticked_goes_into_the_roster(
    page: NewReviewPage, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    untick(page, "survey", "专家甲")
    untick(page, "main", "专家丙")
    monkeypatch.setattr(page.shell, "choose_folder", lambda _title: tmp_path)
    page.secret.typed.field.setText(PASSPHRASE)
    window = page.window()
    page.make()
    assert isinstance(window, Window)
    qtbot.waitUntil(lambda: isinstance(window.pages.page, ReviewPage), timeout=20_000)
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=20_000)
    made = window.pages.page
    assert isinstance(made, ReviewPage)
    review = made.one.review
    assert {one.name: dict(one.sections) for one in review.members} == {
        "专家乙": {},
        "专家甲": {YUNNAN: ("main",)},
        "专家丙": {YUNNAN: ("survey",)},
    }
    words = [one.text() for one in made.findChildren(QLabel)]
    assert [one for one in words if one.startswith("评：")] == ["评：验收评分", "评：问卷"]


def test_a_section_nobody_scores_is_said_at_once_and_holds_the_page(page: NewReviewPage) -> None:
    untick(page, "survey", "专家甲", "专家乙")
    assert page.division.below.isHidden()
    untick(page, "survey", "专家丙")
    assert page.division.below.text() == "「问卷」没有分给任何一位专家。"
    page.make()
    assert page.banner.text == ""
    assert page.isVisible()


def test_a_name_that_is_corrected_keeps_its_ticks(page: NewReviewPage) -> None:
    untick(page, "survey", "专家甲")
    page.members.lines[1].fields[0].setText("专家戊")
    assert page.division.of("专家戊") == {YUNNAN: ("main",)}
    page.members.add()
    page.members.lines[-1].fields[0].setText("专家己")
    assert page.division.of("专家戊") == {YUNNAN: ("main",)}
    assert page.division.of("专家己") == {}


def test_a_name_that_is_another_s_while_it_is_typed_takes_nobodys_ticks(
    page: NewReviewPage,
) -> None:
    untick(page, "survey", "专家甲")
    for typed in ("专家", "专家甲", "专家甲乙"):
        page.members.lines[2].fields[0].setText(typed)
    assert page.division.of("专家甲") == {YUNNAN: ("main",)}
    assert page.division.of("专家甲乙") == {}
    # Nor does a name that goes and comes back lose its own.
    page.members.lines[1].fields[0].setText("")
    page.members.lines[1].fields[0].setText("专家甲")
    assert page.division.of("专家甲") == {YUNNAN: ("main",)}
    assert page.division.of("专家甲乙") == {}


def test_what_was_entered_is_there_in_another_size_and_language(page: NewReviewPage) -> None:
    untick(page, "survey", "专家甲")
    page.visit.organiser.setText("某市生态环境局")
    page.enterprise.boxes["双有"].setChecked(True)
    before, window = page.plan, page.window()
    assert isinstance(window, Window)
    window.change({"scale": 125, "language": "en"})
    QApplication.processEvents()
    again = window.pages.page
    assert isinstance(again, NewReviewPage)
    assert again is not page
    assert again.plan == before
