"""Checking, signing, submitting to a real folder, and withdrawing."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from cpscore.desktop.score.page import ScorePage
from cpscore.desktop.score.submit_page import SubmitPage
from cpscore.desktop.window import Window
from cpscore.rules.answers import Whole
from cpscore.rules.form import Answer
from cpscore.workflow.demo import SCORES
from cpscore.workflow.paper import Paper, enter
from cpscore.workflow.verify import verify_file
from tests.desktop.conftest import PASSPHRASE
from tests.desktop.score.conftest import Seat

LEFT = Qt.MouseButton.LeftButton


def texts(root: QWidget) -> list[str]:
    return [one.text() for one in root.findChildren(QLabel) if one.isVisible()]


def filled(seat: Seat) -> Paper:
    """The whole form of 甲."""
    one = seat.paper()
    answers = one.draft.answers
    for item, points in zip(one.form.items, SCORES["m1"].split(), strict=True):
        one = enter(seat.window.desk, one, answers.with_score(item.id, Whole(Decimal(points))))
        answers = one.draft.answers
    sound = {"v4": Answer.NO, "v7": Answer.NO, "v8": Answer.NO}
    for veto in one.form.vetoes:
        if veto.id != "v3":  # asked of other enterprises
            answer = sound.get(veto.id, Answer.YES)
            one = enter(seat.window.desk, one, one.draft.answers.with_part(veto.id, "a", answer))
    assert one.result.complete
    return one


def to_submit(seat: Seat) -> SubmitPage:
    page = seat.open()
    QTest.mouseClick(page.band.action, LEFT)
    seat.settle()
    return seat.submit_page


def draw(page: SubmitPage) -> None:
    pad = page.pad
    QTest.mousePress(pad, LEFT, pos=QPoint(pad.width() // 3, 40))
    for step in range(8):
        QTest.mouseMove(pad, QPoint(pad.width() // 3 + 12 * step, 40 + 30 * (step % 2)))
    QTest.mouseRelease(pad, LEFT, pos=QPoint(pad.width() // 3 + 100, 90))
    assert not page.pad.ink.empty


def sign(seat: Seat, page: SubmitPage, folder: Path, passphrase: str = PASSPHRASE) -> None:
    draw(page)
    page.passphrase.field.setText(passphrase)
    page.signing.folder = folder
    QTest.mouseClick(page.action, LEFT)
    seat.settle()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def test_everything_missing_is_listed_and_leads_to_its_place(seat: Seat) -> None:
    seat.open()
    for points in ("9", "18"):
        seat.enter(points)
    page = to_submit(seat)
    links = page.checked.links
    assert len(links) == len(seat.paper().result.missing) == 7 + 7
    assert links[0].text() == "相关证明材料（25 分）未评"
    assert not page.action.isEnabled()
    QTest.mouseClick(links[0], LEFT)
    seat.settle()
    assert seat.window.pages.page.place == ("item", "g3")  # type: ignore[union-attr]
    seat.window.back()
    page = seat.submit_page
    QTest.mouseClick(page.checked.links[-1], LEFT)
    assert seat.window.pages.page.place == ("veto", "v8")  # type: ignore[union-attr]


def test_a_reason_that_lacks_is_advised_and_does_not_hinder(seat: Seat, stick: Path) -> None:
    one = filled(seat)
    enter(seat.window.desk, one, one.draft.answers.with_part("v6", "a", Answer.NO))
    page = to_submit(seat)
    [advice] = page.checked.links
    assert advice.text() == "否决项 其他 6：写明不符合的理由"
    assert "不合格" in texts(page)
    QTest.mouseClick(advice, LEFT)
    shown = seat.window.pages.page
    assert isinstance(shown, ScorePage)
    assert shown.place == ("veto", "v6")
    seat.window.back()
    sign(seat, seat.submit_page, stick)
    assert seat.paper().submitted is not None
    assert seat.submit_page.checked.links == []


def test_submitting_by_hand_and_key(seat: Seat, stick: Path) -> None:
    filled(seat)
    page = to_submit(seat)
    assert page.checked.links == []
    assert "合格" in texts(page)
    sign(seat, page, stick)
    [ballot] = stick.iterdir()
    assert any("可以拔出" in text for text in texts(page))
    one = seat.paper()
    assert one.submitted is not None
    assert f"回执码 {one.submitted.code}" in texts(page)
    # The leader asks for the code of the key: it stands here to be read aloud, and stays.
    assert seat.window.card is not None
    code = seat.window.card.code
    assert code in texts(page)
    assert page.right.next.hasFocus()
    again = seat.open()
    assert any(code in text for text in texts(again.submitted))
    said = verify_file(ballot)
    assert said.trustworthy, said.findings


@pytest.mark.parametrize(
    ("lacking", "said"),
    [("ink", "签名板是空的"), ("passphrase", "请输入口令"), ("folder", "请选择写到哪里")],
)
def test_nothing_is_submitted_while_something_lacks(
    seat: Seat, stick: Path, lacking: str, said: str
) -> None:
    filled(seat)
    page = to_submit(seat)
    if lacking != "ink":
        draw(page)
    if lacking != "passphrase":
        page.passphrase.field.setText(PASSPHRASE)
    if lacking != "folder":
        page.signing.folder = stick
    QTest.mouseClick(page.action, LEFT)
    seat.settle()
    assert any(said in text for text in texts(page))
    assert seat.paper().submitted is None
    assert list(stick.iterdir()) == []


def test_a_wrong_passphrase_changes_nothing(seat: Seat, stick: Path) -> None:
    filled(seat)
    page = to_submit(seat)
    sign(seat, page, stick, "wrong")
    assert "口令" in page.banner.text
    assert seat.paper().submitted is None
    assert page.isEnabled()
    page.passphrase.field.setText(PASSPHRASE)
    QTest.mouseClick(page.action, LEFT)
    seat.settle()
    assert seat.paper().submitted is not None


def test_a_stick_that_refuses_leaves_the_ballot_safe_here(
    seat: Seat, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(seat)
    page = to_submit(seat)
    sign(seat, page, stick / "not-there")
    assert "U 盘可能已拔出" in page.banner.text
    assert seat.paper().submitted is not None
    assert not any("可以拔出" in text for text in texts(page))
    assert any("还没有写到 U 盘" in text for text in texts(page))
    assert page.right.next is page.right.again
    monkeypatch.setattr(Window, "choose_folder", lambda *_: stick)
    QTest.mouseClick(page.right.again, LEFT)
    seat.settle()
    assert len(list(stick.iterdir())) == 1
    assert any("可以拔出" in text for text in texts(page))
    assert page.banner.text == ""


def test_submitted_is_locked(seat: Seat, stick: Path) -> None:
    filled(seat)
    sign(seat, to_submit(seat), stick)
    before = seat.paper()
    page = seat.open()
    assert page.submitted.isVisible()
    assert not page.band.action.isVisible()
    page.go_to("/scores/g1")
    seat.enter("1")
    seat.press(Qt.Key.Key_Home, Qt.Key.Key_Delete)
    QTest.keyClick(seat.focus, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    page.go_to("/vetoes/v1")
    seat.type("n")
    seat.press(Qt.Key.Key_Delete)
    page.side.add("资料不全")
    area = page.table.visualRect(page.table.currentIndex())
    assert page.table.delegate.spots(area, page.table.currentIndex()) == []
    assert seat.paper() == before


def test_withdrawing_needs_a_reason_and_keeps_the_old_one(seat: Seat, stick: Path) -> None:
    filled(seat)
    sign(seat, to_submit(seat), stick)
    page = seat.open()
    QTest.mouseClick(page.submitted.withdraw, LEFT)
    QTest.mouseClick(page.submitted.sure, LEFT)
    assert "原因" in page.banner.text
    assert seat.paper().submitted is not None
    QTest.keyClicks(page.submitted.field, "wrong number")
    QTest.mouseClick(page.submitted.sure, LEFT)
    assert seat.paper().submitted is None
    assert seat.paper().revision == 2
    assert not page.submitted.isVisible()
    assert page.band.action.isVisible()
    seat.enter("8")
    sign(seat, to_submit(seat), stick)
    assert sorted(one.name for one in stick.iterdir()) == [
        "专家甲-hebei-g-2.cpsballot", "专家甲-hebei-g.cpsballot"
    ]  # fmt: skip


def test_the_ballot_is_written_once_more(
    seat: Seat, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(seat)
    sign(seat, to_submit(seat), stick)
    page = seat.open()
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setattr(Window, "choose_folder", lambda *_: other)
    QTest.mouseClick(page.submitted.write, LEFT)
    seat.settle()
    [first], [second] = stick.iterdir(), other.iterdir()
    assert first.read_bytes() == second.read_bytes()
    assert "可以拔出" in page.banner.text
