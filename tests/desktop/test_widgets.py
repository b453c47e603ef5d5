"""The widgets every page is made of."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cpscore.desktop.widgets import (
    Banner,
    Chips,
    InkPad,
    Labelled,
    Meter,
    PassphraseField,
    Pill,
    Words,
    column,
    flow,
    secondary,
    strength,
)
from cpscore.rules.ink import Ink

WAVE = ((20, 70), (60, 20), (100, 90), (180, 30), (260, 80))


@pytest.fixture
def pad(dressed: QApplication, qtbot: QtBot) -> InkPad:
    made = InkPad()
    qtbot.addWidget(made)
    made.resize(300, 100)
    made.show()
    return made


def draw(pad: InkPad, points: tuple[tuple[int, int], ...]) -> None:
    first, *rest = (QPoint(*one) for one in points)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=first)
    for one in rest:
        QTest.mouseMove(pad, one)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[-1]))


def test_an_untouched_pad_is_empty_and_a_dot_is_no_signature(pad: InkPad) -> None:
    assert pad.ink.empty
    draw(pad, ((50, 50), (51, 50)))
    assert pad.ink.strokes
    assert pad.ink.empty


def test_strokes_are_thousandths_of_the_height_whatever_the_size(pad: InkPad) -> None:
    draw(pad, WAVE)
    before = pad.ink
    assert not before.empty
    assert before.width == 3000
    x, y = before.strokes[0][0]
    assert abs(x - 200) < 40  # a pixel of the small pad is ten of them
    assert abs(y - 700) < 40  # a pixel of the small pad is ten of them
    pad.resize(900, 300)
    QApplication.processEvents()
    assert pad.ink == before
    draw(pad, tuple((3 * x, 3 * y) for x, y in WAVE))
    again = pad.ink.strokes[1]
    for one, other in zip(before.strokes[0], again, strict=True):
        assert abs(one[0] - other[0]) < 40  # a pixel of the small pad is ten of them
        assert abs(one[1] - other[1]) < 40  # a pixel of the small pad is ten of them


def test_a_stroke_outside_the_sheet_stays_on_it(pad: InkPad) -> None:
    draw(pad, ((10, 10), (900, -50), (250, 400)))
    assert all(0 <= x <= 3000 and 0 <= y <= 1000 for x, y in pad.ink.strokes[0])


def test_backspace_takes_a_stroke_back_and_delete_all(pad: InkPad, qtbot: QtBot) -> None:
    draw(pad, WAVE)
    draw(pad, WAVE)
    with qtbot.waitSignal(pad.changed):
        QTest.keyClick(pad, Qt.Key.Key_Backspace)
    assert len(pad.ink.strokes) == 1
    QTest.keyClick(pad, Qt.Key.Key_Delete)
    assert pad.ink == Ink(3000, ())


def test_a_finger_writes(pad: InkPad) -> None:
    device = QTest.createTouchDevice(QPointingDevice.DeviceType.TouchScreen)
    touch = QTest.touchEvent(pad, device)
    touch.press(0, QPoint(20, 70), pad)
    touch.commit()
    for at in WAVE[1:]:
        touch.move(0, QPoint(*at), pad)
        touch.commit()
    touch.release(0, QPoint(*WAVE[-1]), pad)
    touch.commit()
    assert len(pad.ink.strokes) == 1
    assert not pad.ink.empty


def test_ink_that_was_kept_is_shown_and_can_be_drawn(pad: InkPad) -> None:
    kept = Ink(2600, (((100, 100), (900, 900), (1800, 200)),))
    shown = InkPad(kept)
    shown.resize(520, 200)
    assert shown.ink == kept
    assert blue(shown.grab().toImage())
    assert not blue(pad.grab().toImage())


def blue(image: QImage) -> bool:
    return any(
        image.pixelColor(x, y).blue() > image.pixelColor(x, y).red() + 80
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    )


def test_the_pad_keeps_its_proportions(pad: InkPad) -> None:
    pad.resize(500, 100)
    assert pad.sheet.width() / pad.sheet.height() == pytest.approx(3, rel=0.01)
    assert (pad.sheet.left(), pad.sheet.center().y()) == (1, 50)


def test_the_pad_is_as_tall_as_its_width_allows(pad: InkPad) -> None:
    assert pad.heightForWidth(300) == 100
    assert pad.heightForWidth(900) == 160


# Passphrases -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("passphrase", "worth"),
    [("", 0), ("abc12", 0), ("aaaaaaaa", 1), ("abcdef", 1), ("abcdef123", 2), ("今天天气很好", 3),
     ("correct horse battery", 3)],
)  # fmt: skip
def test_strength_is_a_hint(passphrase: str, worth: int) -> None:
    assert strength(passphrase) == worth


def test_a_passphrase_is_hidden_until_asked(dressed: QApplication, qtbot: QtBot) -> None:
    field = PassphraseField("口令")
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClicks(field.field, "geheim")
    assert field.text == "geheim"
    assert field.field.displayText() != "geheim"
    field.eye.click()
    assert field.field.displayText() == "geheim"
    field.clear()
    assert field.text == ""


@pytest.mark.parametrize(("modifier", "warned"), [
    (Qt.KeyboardModifier.NoModifier, True), (Qt.KeyboardModifier.ShiftModifier, False)
])  # fmt: skip
def test_capitals_without_shift_mean_caps_lock(
    dressed: QApplication, qtbot: QtBot, modifier: Qt.KeyboardModifier, warned: bool
) -> None:
    field = PassphraseField("口令")
    qtbot.addWidget(field)
    field.show()
    QTest.keyPress(field.field, "A", modifier)
    assert field.hint.isVisible() is warned


# The rest --------------------------------------------------------------------------------------


def test_a_banner_says_one_thing_until_it_is_closed(dressed: QApplication, qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    assert banner.text == ""
    banner.say("一", "red", (("重试", lambda: banner.say("二")),))
    assert banner.text == "一"
    assert banner.accessibleName() == "一"
    banner.choices.itemAt(0).widget().click()  # type: ignore[attr-defined]
    assert banner.text == "二"
    banner.hide()
    assert banner.text == ""


def test_words_are_never_markup(dressed: QApplication, qtbot: QtBot) -> None:
    for made in (Words("<b>厂</b>"), Pill("<i>一</i>")):
        qtbot.addWidget(made)
        assert made.textFormat() is Qt.TextFormat.PlainText


def test_a_field_complains_in_words_and_takes_it_back(dressed: QApplication, qtbot: QtBot) -> None:
    field = Labelled("姓名", QLineEdit(), "与名单一致")
    qtbot.addWidget(field)
    field.complain("请填写姓名")
    assert field.below.text() == "请填写姓名"
    assert field.field.accessibleDescription() == "请填写姓名"
    assert field.field.property("state") == "bad"
    field.complain("")
    assert field.below.text() == "与名单一致"
    assert field.field.property("state") == ""


def test_chips_tell_what_was_pressed(dressed: QApplication, qtbot: QtBot) -> None:
    chips = Chips(["25", "22"], about="相关证明材料")
    qtbot.addWidget(chips)
    chip = chips.findChildren(QWidget, options=Qt.FindChildOption.FindChildrenRecursively)
    first = next(one for one in chip if one.accessibleName() == "相关证明材料 25")
    with qtbot.waitSignal(chips.pressed) as told:
        first.click()  # type: ignore[attr-defined]
    assert told.args == ["25"]
    chips.offer([])
    assert chips.isHidden()


def test_a_flow_breaks_into_lines(dressed: QApplication, qtbot: QtBot) -> None:
    line = flow(*(secondary("按钮") for _ in range(6)))
    whole = QWidget()
    whole.setLayout(column(line, None))
    qtbot.addWidget(whole)
    assert line.heightForWidth(1000) < line.heightForWidth(200)


@pytest.mark.parametrize(("value", "open_"), [(0.0, 0.0), (0.6, 0.3), (1.0, 0.5), (7.0, -1.0)])
def test_a_meter_draws_any_share_and_says_it(
    dressed: QApplication, qtbot: QtBot, value: float, open_: float
) -> None:
    meter = Meter(value, open_, (0.6, 0.8), "已评 7 / 9 项")
    qtbot.addWidget(meter)
    meter.resize(200, 22)
    image = meter.grab().toImage()
    green = image.pixelColor(1 + int(min(value, 1) * 197), 11)
    assert meter.accessibleName() == "已评 7 / 9 项"
    assert (green.green() > green.red() + 40) is (value >= 1)
