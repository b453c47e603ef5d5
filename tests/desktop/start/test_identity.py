"""Who has a key already brings it: a PKCS#12 file, or a USB key (SoftHSM); both sign a ballot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cpscore.desktop.score.submit_page import SubmitPage
from cpscore.desktop.start.identity import IdentityPage
from cpscore.desktop.start.identity_token import SETTING
from cpscore.desktop.start.new_review import NewReviewPage
from cpscore.desktop.start.page import StartPage
from cpscore.desktop.start.review import ReviewPage
from cpscore.desktop.start.seat import SeatPage
from cpscore.desktop.window import Window
from cpscore.signing.findings import Person
from cpscore.signing.identity import create_identity
from cpscore.workflow.demo import FORM, fill
from cpscore.workflow.desk import Desk
from cpscore.workflow.paper import paper
from cpscore.workflow.people import cards, create_card, keep_token
from cpscore.workflow.verify import verify_file
from tests.desktop.conftest import PASSPHRASE
from tests.desktop.leading import write
from tests.softhsm import LABEL, PIN, WRONG, Stick, driver

P = TypeVar("P", bound=QWidget)
Open = Callable[[Desk], Window]
WHO = Person("孙𬱟", "示例大学", "教授")

judge = pytest.mark.judge


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stick:
    """An empty USB key, plugged in."""
    return Stick.made(tmp_path / "stick", monkeypatch)


def page(window: Window, kind: type[P]) -> P:
    """The page on screen, which is of that kind."""
    assert isinstance(window.pages.page, kind), window.pages.page
    return window.pages.page


def comes(window: Window, qtbot: QtBot, kind: type[P]) -> P:
    """The page of that kind, once it is on screen."""
    qtbot.waitUntil(lambda: isinstance(window.pages.page, kind), timeout=60_000)
    return page(window, kind)


def over(window: Window, qtbot: QtBot) -> None:
    """Until no job runs any more."""
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=60_000)


def way(window: Window, number: int) -> IdentityPage:
    """The identity page on its second or third way."""
    one = page(window, IdentityPage)
    one.ways[number][0].click()
    assert [card.isVisible() for _, card in one.ways] == [at == number for at in range(3)]
    return one


# A file ------------------------------------------------------------------------------------------


def test_a_file_becomes_the_identity_of_this_machine(
    desk: Desk, open_window: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "专家.p12"
    path.write_bytes(create_identity(WHO, PASSPHRASE, now=desk.now(), serial=9))
    window = open_window(desk)
    one = way(window, 1)
    one.file.take()
    assert one.file.chosen.below.text() == "请选择身份文件"
    monkeypatch.setattr(window, "choose_files", lambda _title, _filter: (path,))
    one.file.ask_file()
    one.file.take()
    assert one.file.asked.below.text() == "请输入口令"
    one.file.passphrase.field.setText("falsch")
    one.file.take()
    over(window, qtbot)
    assert "口令不对" in one.banner.text
    assert one.file.passphrase.text == ""
    assert cards(desk) == ()
    one.file.passphrase.field.setText(PASSPHRASE)
    one.file.take()
    comes(window, qtbot, StartPage)
    assert [(card.person, card.token) for card in cards(desk)] == [(WHO, "")]
    assert window.card == cards(desk)[0]


@pytest.mark.parametrize(("data", "said"), [(b"text", "已损坏"), (None, "找不到")])
def test_a_file_that_is_none_is_refused_in_words(
    desk: Desk, open_window: Open, qtbot: QtBot, tmp_path: Path, data: bytes | None, said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    path = tmp_path / "a.p12"
    if data is not None:
        path.write_bytes(data)
    window = open_window(desk)
    one = way(window, 1)
    monkeypatch.setattr(window, "choose_files", lambda _title, _filter: (path,))
    one.file.ask_file()
    one.file.passphrase.field.setText(PASSPHRASE)
    one.file.take()
    over(window, qtbot)
    assert said in one.banner.text
    assert cards(desk) == ()


# A USB key ---------------------------------------------------------------------------------------


@judge
def test_a_usb_key_becomes_the_identity_of_this_machine(
    desk: Desk, open_window: Open, qtbot: QtBot, stick: Stick, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(desk)
    one = way(window, 2).token
    monkeypatch.setattr(window, "choose_files", lambda _title, _filter: (driver(),))
    one.ask_driver()
    one.search.click()
    over(window, qtbot)
    assert "没有可以签名的密钥和证书" in page(window, IdentityPage).banner.text
    assert not one.found.isVisible()
    assert desk.store.setting(SETTING) is None

    stick.new("p256", WHO, desk.now())
    one.search.click()
    over(window, qtbot)
    assert one.found.isVisible()
    assert one.certificates.currentText() == f"{WHO.name}　{WHO.organisation}　（{LABEL}）"
    one.take()
    assert one.asked.below.text() == "请输入 PIN"
    one.pin.field.setText(WRONG)
    one.take()
    over(window, qtbot)
    assert "PIN 不对" in page(window, IdentityPage).banner.text
    assert one.pin.text == ""
    assert cards(desk) == ()
    one.pin.field.setText(PIN)
    one.take()
    comes(window, qtbot, StartPage)
    assert [(card.person, card.token) for card in cards(desk)] == [(WHO, LABEL)]
    # The next time the driver that worked stands there first.
    window.go("identity")
    assert way(window, 2).token.drivers.currentData() == str(driver())


@judge
def test_of_several_certificates_one_has_to_be_chosen(
    desk: Desk, open_window: Open, qtbot: QtBot, stick: Stick, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick.new("p256", WHO, desk.now(), "a1")
    stick.new("p256", Person("专家甲"), desk.now(), "b2")
    window = open_window(desk)
    one = way(window, 2).token
    monkeypatch.setattr(window, "choose_files", lambda _title, _filter: (driver(),))
    one.ask_driver()
    one.search.click()
    over(window, qtbot)
    one.pin.field.setText(PIN)
    one.take()
    assert one.named.below.text() == "请选择本人的证书"
    one.certificates.setCurrentIndex(
        next(at for at, key in enumerate(one.keys) if key.person == WHO)
    )
    one.take()
    comes(window, qtbot, StartPage)
    assert [card.person for card in cards(desk)] == [WHO]


def test_a_file_that_is_no_driver_is_refused_in_words(
    desk: Desk, open_window: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "driver.so"
    path.write_text("no machine code", encoding="utf-8")
    window = open_window(desk)
    one = way(window, 2).token
    monkeypatch.setattr(window, "choose_files", lambda _title, _filter: (path,))
    one.ask_driver()
    one.search.click()
    over(window, qtbot)
    assert "不能用驱动「driver.so」：它不是 PKCS#11 驱动" in page(window, IdentityPage).banner.text


@judge
def test_a_seat_in_a_usb_key_is_taken_with_its_pin(
    desk: Desk, open_window: Open, qtbot: QtBot, stick: Stick
) -> None:
    other = create_card(desk, Person("专家甲"), PASSPHRASE)
    card = keep_token(desk, stick.new("p256", WHO, desk.now()), PIN)
    window = open_window(desk)
    window.sit(other)
    window.go("seat", sha256=card.sha256)
    one = page(window, SeatPage)
    assert one.asked.name.text() == "USB 密钥的 PIN"
    assert LABEL in one.asked.below.text()
    one.enter()
    assert one.asked.below.text() == "请输入 PIN"
    stick.pull_out()
    one.field.field.setText(PIN)
    one.enter()
    over(window, qtbot)
    assert f"没有找到 USB 密钥「{LABEL}」" in one.banner.text
    stick.plug_in()
    one.field.field.setText(PIN)
    one.enter()
    comes(window, qtbot, StartPage)
    assert window.card == card


@judge
def test_a_review_and_a_ballot_are_signed_with_a_usb_key(
    desk: Desk, open_window: Open, qtbot: QtBot, stick: Stick, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    card = keep_token(desk, stick.new("rsa2048", WHO, desk.now()), PIN)
    folder = tmp_path / "folder"
    folder.mkdir()
    window = open_window(desk)
    window.sit(card)
    monkeypatch.setattr(window, "choose_folder", lambda _title: folder)
    window.go("new-review")
    plan = page(window, NewReviewPage)
    plan.enterprise.name.setText("示例化工有限公司")
    plan.enterprise.boxes["双超"].setChecked(True)
    for one, name in zip(plan.members.lines[1:], ("专家甲", "专家丙"), strict=True):
        one.fields[0].setText(name)
    plan.make()
    assert plan.secret.below.text() == "请输入 PIN"
    plan.secret.typed.field.setText(WRONG)
    plan.make()
    over(window, qtbot)
    assert "PIN 不对" in plan.banner.text
    assert desk.store.reviews() == []
    plan.secret.typed.field.setText(PIN)
    plan.make()
    review = comes(window, qtbot, ReviewPage).one.review
    over(window, qtbot)

    fill(desk, paper(desk, review.id, FORM, "m1"))
    window.go("submit", review_id=review.id, form_id=FORM, member_id="m1")
    sheet = page(window, SubmitPage)
    assert sheet.signing.secret.name.text() == "USB 密钥的 PIN"
    write(sheet.pad)
    sheet.ask_folder()
    stick.pull_out()
    sheet.passphrase.field.setText(PIN)
    sheet.action.click()
    over(window, qtbot)
    assert "没有找到 USB 密钥" in sheet.banner.text
    assert sheet.paper.submitted is None
    stick.plug_in()
    sheet.action.click()
    over(window, qtbot)
    assert sheet.paper.submitted is not None
    [ballot] = folder.glob("*.cpsballot")
    assert verify_file(ballot).trustworthy
