"""Beginning: a first start, a new review, a package on another machine; real desks and files."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cpscore.desktop.start.identity import IdentityPage
from cpscore.desktop.start.new_review import NewReviewPage
from cpscore.desktop.start.page import StartPage
from cpscore.desktop.start.review import ReviewPage
from cpscore.desktop.start.verify import VerifyPage
from cpscore.desktop.widgets import into_view
from cpscore.desktop.window import Window
from cpscore.signing.findings import Person
from cpscore.workflow.desk import Desk, open_desk
from cpscore.workflow.people import Card, cards, create_card
from cpscore.workflow.prepare import forms_of
from tests.desktop.conftest import PASSPHRASE, afternoon, fresh_ids

P = TypeVar("P")
Open = Callable[[Desk], Window]


def page(window: Window, kind: type[P]) -> P:
    """The page on screen, which is of that kind."""
    assert isinstance(window.pages.page, kind)
    return window.pages.page


def wait(window: Window, qtbot: QtBot) -> None:
    """Until no job runs any more."""
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=20_000)


def drop(window: Window, *paths: Path) -> None:
    """Let files fall on the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    window.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )
    )  # fmt: skip
    QApplication.processEvents()


def typed(focus: QWidget | None, text: str) -> None:
    """As an input method types: QTest's own keys know no Chinese."""
    assert focus is not None
    for sign in text:
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, sign)
        QApplication.sendEvent(focus, event)


# A first start -----------------------------------------------------------------------------------


def test_a_first_start_makes_an_identity_by_keyboard_alone(
    desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(desk)
    page(window, IdentityPage)
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    for text in ("孙\U0002c29f", "示例大学", "教授", "今天天气很好", None, "今天天气很好"):
        focus = QApplication.focusWidget()
        if text is not None:
            typed(focus, text)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    page(window, IdentityPage).second.entered.emit()
    qtbot.waitUntil(lambda: isinstance(window.pages.page, StartPage), timeout=20_000)
    assert [one.person for one in cards(desk)] == [Person("孙\U0002c29f", "示例大学", "教授")]
    assert "孙\U0002c29f" in page(window, StartPage)._greeting()
    assert window.bar.seat.text() == "孙\U0002c29f"


@pytest.mark.parametrize(
    ("name", "first", "second", "where", "said"),
    [
        ("", "今天天气很好", "今天天气很好", "named", "请填写姓名"),
        ("甲", "短", "短", "weighed", "口令至少 6 位"),
        ("甲", "今天天气很好", "今天天气不好", "compared", "两遍口令不一样"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    desk: Desk, open_window: Open, name: str, first: str, second: str, where: str, said: str
) -> None:
    one = page(open_window(desk), IdentityPage)
    one.name.setText(name)
    one.first.field.setText(first)
    one.second.field.setText(second)
    one.make()
    assert getattr(one, where).below.text() == said
    assert cards(desk) == ()


def test_the_window_opens_on_the_seat_that_was_taken_last(
    desk: Desk, leader: Card, open_window: Open
) -> None:
    other = create_card(desk, Person("专家甲"), PASSPHRASE)
    window = open_window(desk)
    window.sit(leader)
    assert open_window(desk).card == leader
    window.sit(other)
    assert open_window(desk).card == other


# A new review ------------------------------------------------------------------------------------


def fill(one: NewReviewPage) -> None:
    """What a leader types."""
    one.enterprise.name.setText("示例化工有限公司")
    one.enterprise.boxes["双超"].setChecked(True)
    one.visit.organiser.setText("示例市生态环境局")
    for line, name in zip(one.members.lines[1:], ("专家甲", "专家丙"), strict=True):
        line.fields[0].setText(name)
    one.secret.typed.field.setText(PASSPHRASE)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def test_a_new_review_becomes_a_package_that_another_machine_believes(
    desk: Desk, leader: Card, open_window: Open, qtbot: QtBot, stick: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    window = open_window(desk)
    window.go("new-review")
    monkeypatch.setattr(window, "choose_folder", lambda _title: stick)
    one = page(window, NewReviewPage)
    fill(one)
    one.members.add()
    one.members.lines[-1].fields[0].setText("专家丁")
    one.action.click()
    wait(window, qtbot)
    hub = page(window, ReviewPage)
    assert "可以拔出" in hub.banner.text
    (package,) = stick.glob("*.cpspkg")

    member = open_desk(tmp_path / "member", now=afternoon, fresh=fresh_ids())
    create_card(member, Person("专家甲"), PASSPHRASE)
    other = open_window(member)
    assert page(other, StartPage).current is None
    drop(other, package)
    theirs = page(other, ReviewPage)
    assert theirs.one.review == hub.one.review
    assert [one.name for one in theirs.one.review.members] == [
        "专家乙",
        "专家甲",
        "专家丙",
        "专家丁",
    ]
    assert theirs.one.member is not None
    assert theirs.one.member.name == "专家甲"
    assert not theirs.one.leading
    assert [form.id for form in forms_of(member, theirs.one.review.id)] == [
        "hebei-f",
        "hebei-g",
        "hebei-h",
    ]
    member.close()


def test_no_folder_no_review(
    desk: Desk, leader: Card, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(desk)
    window.go("new-review")
    monkeypatch.setattr(window, "choose_folder", lambda _title: None)
    one = page(window, NewReviewPage)
    fill(one)
    one.make()
    assert "没有选文件夹" in one.banner.text
    assert desk.store.reviews() == []


def test_a_wrong_passphrase_is_said_and_nothing_is_made(
    desk: Desk, leader: Card, open_window: Open, qtbot: QtBot, stick: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    window = open_window(desk)
    window.go("new-review")
    monkeypatch.setattr(window, "choose_folder", lambda _title: stick)
    one = page(window, NewReviewPage)
    fill(one)
    one.secret.typed.field.setText("falsch geschrieben")
    one.make()
    wait(window, qtbot)
    assert "口令" in one.banner.text
    assert desk.store.reviews() == []
    assert list(stick.iterdir()) == []


def test_what_a_plan_lacks_is_said(desk: Desk, leader: Card, open_window: Open) -> None:
    window = open_window(desk)
    window.go("new-review")
    one = page(window, NewReviewPage)
    one.make()
    assert one.enterprise.named.below.text() == "请填写企业名称"
    one.enterprise.name.setText("厂")
    one.make()
    assert "请至少选一类" in one.enterprise.below.text()
    one.enterprise.boxes["其他"].setChecked(True)
    one.make()
    assert "其他专家" in one.banner.text
    assert one.enough.isVisible()
    for line in one.members.lines[1:]:
        line.fields[0].setText("专家甲")
    assert not one.enough.isVisible()
    one.make()
    assert "两位「专家甲」" in one.banner.text
    assert desk.store.reviews() == []


def test_a_line_can_be_taken_away_and_the_others_stay(
    desk: Desk, leader: Card, open_window: Open
) -> None:
    window = open_window(desk)
    window.go("new-review")
    members = page(window, NewReviewPage).members
    for line, name in zip(members.lines[1:], ("甲", "丙"), strict=True):
        line.fields[0].setText(name)
    members._drop(members.lines[1])
    assert [one.name for one in members.members] == ["专家乙", "丙"]
    assert [one.leader for one in members.members] == [True, False]


# Files that fall on the window -------------------------------------------------------------------


def test_a_damaged_package_is_refused_in_words(
    desk: Desk, leader: Card, open_window: Open, tmp_path: Path
) -> None:
    window = open_window(desk)
    bad = tmp_path / "bad.cpspkg"
    bad.write_bytes(b"no package")
    drop(window, bad)
    assert "不是 cpscore 的文件" in page(window, StartPage).banner.text


def test_an_unknown_file_is_named(
    desk: Desk, leader: Card, open_window: Open, tmp_path: Path
) -> None:
    window = open_window(desk)
    other = tmp_path / "照片.jpg"
    other.write_bytes(b"x")
    drop(window, other)
    assert "照片.jpg" in page(window, StartPage).banner.text


def test_a_pdf_goes_to_be_verified(
    desk: Desk, leader: Card, open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window(desk)
    pdf = tmp_path / "x.pdf"
    pdf.write_bytes(b"%PDF-1.4 nothing")
    drop(window, pdf)
    one = page(window, VerifyPage)
    wait(window, qtbot)
    assert one.found is not None
    assert not one.found.trustworthy


def test_a_stranger_is_told_and_sees_no_scores(
    desk: Desk, leader: Card, open_window: Open, qtbot: QtBot, stick: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    window = open_window(desk)
    window.go("new-review")
    monkeypatch.setattr(window, "choose_folder", lambda _title: stick)
    one = page(window, NewReviewPage)
    fill(one)
    one.make()
    wait(window, qtbot)
    review_id = page(window, ReviewPage).one.review.id
    window.sit(create_card(desk, Person("路人"), PASSPHRASE))
    window.go("review", review_id=review_id)
    theirs = page(window, ReviewPage).one
    assert theirs.member is None
    assert not theirs.leading
    assert theirs.panels == ()
    assert theirs.mine == ()


def test_what_is_wrong_is_scrolled_into_view(
    desk: Desk, leader: Card, open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(desk)
    window.resize(1024, 600)
    window.go("new-review")
    one = page(window, NewReviewPage)
    one.enterprise.name.setText("厂")
    qtbot.wait(10)
    one.action.setFocus()
    into_view(one.action)
    qtbot.waitUntil(lambda: not one.action.visibleRegion().isEmpty(), timeout=20_000)
    assert one.enterprise.below.visibleRegion().isEmpty()
    one.action.click()
    qtbot.waitUntil(lambda: not one.enterprise.below.visibleRegion().isEmpty(), timeout=20_000)
