"""Every character that matters is drawn, measured and can be copied; what cannot be is named."""

import io
import unicodedata
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from cpscore.documents import fonts
from cpscore.places import resources_folder
from cpscore.rules.sheet import Face
from tests import judges

FOLDER = resources_folder() / "fonts"
FACES = sorted(fonts.CHAINS)
STANDARD = "".join((FOLDER / "hanzi-8105.txt").read_text(encoding="utf-8").split())
SIGNS = (
    "□☐☑☒■✓✔✗✘①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㎡㎥℃‰≥≤＜＞／×÷±“”‘’—…《》〔〕【】·、。，；：！？（）"
    "％～ⅠⅡⅢⅣ㈠㈡αβμΩ²³₂"
)
RARE = "䶮𬱟㐂𠅤𠮷㙍"


def gbk() -> str:
    """Every character of GBK's two-byte part."""
    codes = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    decoded = (code.decode("gbk", errors="ignore") for code in codes)
    return "".join(text for text in decoded if len(text) == 1 and not text.isascii())


def drawn(lines: list[str], face: str) -> bytes:
    """A PDF with these lines, one below the other."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, initialFontName=fonts.load("song"), invariant=1)
    for number, line in enumerate(lines):
        text = canvas.beginText(40, 780 - 16 * number)
        for font, run in fonts.runs(line, face):
            text.setFont(font, 10)
            text.textOut(run)
        canvas.drawText(text)
    canvas.save()
    return buffer.getvalue()


def copied(pdf: bytes) -> list[str]:
    """The lines of a one-page PDF as pdfium copies them."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        textpage = page.get_textpage()
        text: str = textpage.get_text_range()
        textpage.close()
        page.close()
    return text.splitlines()


def missing_in(text: str, face: str) -> str:
    try:
        fonts.runs(text, face)
    except fonts.MissingCharacter as failure:
        return failure.characters
    return ""


def in_lines(text: str) -> list[str]:
    return [text[start : start + 45] for start in range(0, len(text), 45)]


def test_every_face_of_a_sheet_has_fonts() -> None:
    assert {str(face) for face in Face} <= set(fonts.CHAINS)


@pytest.mark.parametrize("face", FACES)
def test_a_face_draws_the_whole_standard_list_in_its_own_hand(face: str) -> None:
    assert len(STANDARD) == 8105
    assert fonts.runs(STANDARD, face) == [(face, STANDARD)]


@pytest.mark.parametrize("face", FACES)
def test_a_face_and_its_fallbacks_draw_gbk_signs_and_rare_characters(face: str) -> None:
    text = gbk() + SIGNS + RARE
    assert len(gbk()) > 21_000
    assert "".join(run for _, run in fonts.runs(text, face)) == text


@pytest.mark.parametrize("face", FACES)
def test_figures_have_one_width(face: str) -> None:
    assert len({fonts.width(digit, face, 10) for digit in "0123456789"}) == 1


@pytest.mark.parametrize("face", FACES)
def test_ticked_and_empty_boxes_come_from_one_font(face: str) -> None:
    assert fonts.runs("□☑☐☒✓", face) == [("rare", "□☑☐☒✓")]


def test_letters_and_figures_in_body_text_come_from_song() -> None:
    assert fonts.runs("得分85.5分", "fang") == [("fang", "得分"), ("song", "85.5"), ("fang", "分")]


def test_missing_characters_are_named_once_each_in_their_order() -> None:
    with pytest.raises(fonts.MissingCharacter) as caught:
        fonts.runs("甲😀乙\ue000丙😀", "song")
    assert caught.value.code == "missing-character"
    assert caught.value.values == {"characters": "😀\ue000", "codes": ("U+1F600", "U+E000")}
    with pytest.raises(fonts.MissingCharacter):
        fonts.width("甲😀", "song", 10)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("甲\x00乙\x07\x7f", "甲乙"),
        ("甲\t乙\n丙\r丁\u2028戊\xa0己", "甲 乙 丙 丁 戊 己"),
        ("甲　乙", "甲　乙"),
        ("\ufeff甲\u200b乙\u200d丙\xad丁", "甲乙丙丁"),
        ("葛\U000e0100 邊\ufe00", "葛 邊"),
        ("甲\u202e乙\u2066丙", "甲乙丙"),
        ("cafe\u0301 lu\u0308\u030c", "café lǚ"),
        ("\uf900\u212b", "\uf900\u212b"),
    ],
)
def test_what_has_no_look_is_left_out_and_blanks_become_spaces(text: str, expected: str) -> None:
    assert fonts.printable(text) == expected


def test_an_accent_without_its_letter_is_missing() -> None:
    with pytest.raises(fonts.MissingCharacter):
        fonts.runs("专\u0301", "song")


def test_a_lone_surrogate_is_missing() -> None:
    with pytest.raises(fonts.MissingCharacter):
        fonts.runs("\ud842", "song")


@given(st.text(), st.sampled_from(FACES))
def test_any_text_is_drawn_whole_once_its_missing_characters_are_gone(text: str, face: str) -> None:
    missing = missing_in(text, face)
    kept = "".join(char for char in fonts.printable(text) if char not in missing)
    assert set(missing) <= set(fonts.printable(text))
    assert "".join(run for _, run in fonts.runs(kept, face)) == kept
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in kept)


@pytest.mark.parametrize("face", FACES)
def test_a_width_is_what_reportlab_advances(face: str) -> None:
    text = "验收 85.5 分，" + SIGNS + RARE
    advanced = sum(pdfmetrics.stringWidth(run, font, 16) for font, run in fonts.runs(text, face))
    assert fonts.width(text, face, 16) == pytest.approx(advanced, abs=1e-6)


@pytest.mark.parametrize("face", FACES)
def test_rare_characters_are_copied_exactly(face: str) -> None:
    lines = ["孙𬱟、王䶮、李𠅤、𠮷㐂㙍 A-1", "甲𠮷", SIGNS]
    assert copied(drawn(lines, face)) == lines


@pytest.mark.parametrize("face", FACES)
def test_every_standard_character_is_copied(face: str) -> None:
    lines = in_lines(STANDARD)
    assert sum(ord(char) > 0xFFFF for char in STANDARD) == 196
    assert copied(drawn(lines, face)) == lines


def test_the_same_text_gives_the_same_bytes() -> None:
    lines = ["孙𬱟 验收 85.5 分 ☑合格", STANDARD[:40]]
    assert drawn(lines, "fang") == drawn(lines, "fang")


@pytest.mark.judge
def test_poppler_copies_rare_characters_too(tmp_path: Path) -> None:
    pdf = tmp_path / "rare.pdf"
    lines = ["孙𬱟、王䶮、李𠅤、𠮷㐂㙍", *in_lines("".join(c for c in STANDARD if ord(c) > 0xFFFF))]
    pdf.write_bytes(drawn(lines, "song"))
    assert judges.pdf_text(pdf).split() == lines
    assert "yes yes yes" in judges.pdf_fonts(pdf)


def test_each_font_is_described_and_licensed() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    rows = [
        line for line in readme.splitlines() if line.startswith("| `") and ".ttf` | CPS" in line
    ]
    files = {row.split("`")[1] for row in rows}
    assert files == {path.name for path in FOLDER.glob("*.ttf")}
    for row in rows:
        licence = (FOLDER / row.split("`")[-2]).read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_the_window_can_load_every_font(qapp: QApplication) -> None:
    families = set()
    for path in sorted(FOLDER.glob("*.ttf")):
        number = QFontDatabase.addApplicationFont(str(path))
        families.update(QFontDatabase.applicationFontFamilies(number))
        QFontDatabase.removeApplicationFont(number)
    assert families == {"CPS Hei", "CPS Song", "CPS Fang", "CPS More", "CPS Rare"}
