"""The look: every role in every palette, readable, and at every scale."""

import re

import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetrics, QRawFont
from PySide6.QtWidgets import QApplication, QLabel

from cpscore.desktop.palettes import PALETTES, PILLS, TEXT_ON, Colours
from cpscore.desktop.theme import FAMILIES, SCALES, Theme, apply, now

LEAST = 4.5
LEAST_LINE = 3.0


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    one = QColor(colour)
    parts = [one.redF(), one.greenF(), one.blueF()]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2), 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


PAIRS = [(text, ground) for text, grounds in TEXT_ON.items() for ground in grounds]


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda one: one.name)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(palette: Colours, text: str, ground: str) -> None:
    ratio = contrast(getattr(palette, text), getattr(palette, ground))
    assert ratio >= LEAST, f"{text} on {ground}: {ratio:.2f}"


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda one: one.name)
def test_focus_can_be_seen(palette: Colours) -> None:
    assert contrast(palette.focus, palette.card) >= LEAST_LINE
    assert contrast(palette.focus, palette.paper) >= LEAST_LINE


def test_pills_use_pairs_that_were_measured() -> None:
    assert {(ink, fill) for fill, ink in PILLS.values()} <= set(PAIRS)


def test_the_measure_itself_knows_black_on_white() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") < LEAST  # known to fail, by a hair


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda one: one.name)
def test_the_style_sheet_has_no_blank_left(palette: Colours) -> None:
    sheet = Theme(palette, 100).sheet()
    assert "$" not in sheet
    assert set(re.findall(r"#[0-9A-F]{6}", sheet)) <= {
        getattr(palette, name) for name in palette.__slots__
    }


@pytest.mark.parametrize("scale", SCALES)
def test_lengths_grow_with_the_scale_and_none_vanishes(scale: int) -> None:
    theme = Theme(scale=scale)
    assert theme.px(15) == round(15 * scale / 100)
    assert theme.px(1) >= 1
    assert theme.px(0) == 0
    assert f"font-size: {theme.px(15)}px" in theme.sheet()


def test_our_own_chinese_faces_are_used(dressed: QApplication, faces: tuple[str, ...]) -> None:
    assert faces == FAMILIES
    assert QFontInfo(dressed.font()).family() == FAMILIES[0]
    raw = QRawFont.fromFont(dressed.font())
    assert all(raw.supportsCharacter(ord(one)) for one in "清洁生产审核验收评分")


def test_numbers_are_tabular(dressed: QApplication) -> None:
    for bold in (False, True):
        metrics = QFontMetrics(now().font(bold=bold))
        assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_another_scale_reaches_words_at_once(dressed: QApplication) -> None:
    label = QLabel("合格")
    label.ensurePolished()
    small = label.sizeHint()
    apply(dressed, Theme(scale=200))
    label.ensurePolished()
    assert label.sizeHint().height() > 1.8 * small.height()
