"""Small things users stumble over: the way in the top bar, the keys, the language, old messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cpscore import __main__ as program
from cpscore.cli.parser import parse
from cpscore.desktop import app
from cpscore.desktop.pages import Crumb
from cpscore.desktop.start.verify import VerifyPage
from cpscore.desktop.topbar import Trail
from cpscore.desktop.window import Window
from cpscore.workflow.desk import Desk
from cpscore.workflow.people import Card
from tests.desktop.leading import Leading, made_once, seat_on, untaken

__all__ = ["made_once", "seat_on", "untaken"]

Open = Callable[[Desk], Window]


def test_the_way_is_shortened_with_an_ellipsis_and_never_cut(
    dressed: QApplication, qtbot: QtBot
) -> None:
    trail = Trail()
    qtbot.addWidget(trail)
    crumbs = Crumb("开始", "start"), Crumb("示例精细化工（集团）股份有限公司", "review")
    trail.resize(1200, 40)
    trail.show_way(crumbs, "清洁生产审核验收评分表")
    trail.show()
    assert [one.text() for one, _ in trail.texts] == [whole for _, whole in trail.texts]
    trail.resize(330, 40)
    company, here = (one for one, _ in trail.texts[1:])
    assert company.text().endswith("…")
    assert company.toolTip() == "示例精细化工（集团）股份有限公司"
    assert here.text() == "清洁生产审核验收评分表"
    trail.resize(200, 40)
    assert here.text().endswith("…")
    assert trail.way.sizeHint().width() <= 200
    trail.resize(1200, 40)
    assert here.text() == "清洁生产审核验收评分表"


@pytest.mark.parametrize(
    ("arguments", "language"),
    [([], None), (["--lang", "en"], "en"), (["--sample", "--lang", "zh"], "zh")],
)
def test_the_language_asked_for_reaches_the_window(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], language: str | None
) -> None:
    asked: list[object] = []

    def run(_argv: Sequence[str], **options: object) -> int:
        asked.append(options["language"])
        return 0

    monkeypatch.setattr(app, "run", run)
    assert program.main(arguments) == 0
    assert asked == [language]


def test_a_command_speaks_chinese_unless_it_is_told_otherwise() -> None:
    assert parse(["forms", "list"]).lang == "zh"
    assert parse(["--lang", "en", "forms", "list"]).lang == "en"


def test_what_was_verified_stays_on_screen_in_another_language(untaken: Leading) -> None:
    ballot = next(iter(sorted(untaken.stick.glob("*.cpsballot"))))
    untaken.window.go("verify")
    untaken.page(VerifyPage).look(ballot)
    untaken.settle()
    before = untaken.page(VerifyPage)
    untaken.window.change({"language": "en"})
    untaken.settle()
    after = untaken.page(VerifyPage)
    assert after is not before
    assert after.found is not None
    assert after.found.file == str(ballot)


def test_a_message_goes_when_somebody_goes_on(
    desk: Desk, leader: Card, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(desk)
    page = window.pages.page
    assert page is not None
    seen: list[str] = []

    def chosen(*_: object) -> str:
        seen.append(page.banner.text)
        return ""

    monkeypatch.setattr("cpscore.desktop.window.QFileDialog.getExistingDirectory", chosen)
    page.banner.say("口令不对", "red")
    window.choose_folder("哪里？")
    assert seen == [""]
