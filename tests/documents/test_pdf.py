"""What the writer promises: the same bytes each time, PDF/A-3u, text that can be copied."""

import io
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Name

from cpscore.documents import picture
from cpscore.documents.appearance import signature_appearance
from cpscore.documents.archival import About, archival
from cpscore.documents.canvas import draw
from cpscore.documents.drawing import Box, edges, handwriting
from cpscore.documents.fonts import MissingCharacter
from cpscore.documents.inside import attachments
from cpscore.documents.pdf import write_pdf
from cpscore.rules.ink import Ink
from cpscore.rules.sheet import Cell, Face, Grid, Row, Sheet, SignatureLine, Text
from tests.documents.samples import INK
from tests.documents.test_lines import flat
from tests.judges import pdf_fonts, pdf_text, qpdf_check

AT = datetime(2026, 11, 20, 15, 41, 7, tzinfo=timezone(timedelta(hours=8)))
RARE = "孙𬱟、㐂田、欧阳䶮、𠅤、□☑√"
FILES = (("merge.json", b"{}"), ("评分.json", b"[1]"))
SHEET = Sheet(
    title="清洁生产审核验收意见",
    caption="附录H（规范性附录）",
    subtitle="副题",
    blocks=(
        Text("一、总体评价", Face.HEI, keep_with_next=True),
        Text(f"专家：{RARE}。投入 312.5 万元，COD 减排 3.2 t/a。", indent=2),
        Grid(
            (85, 85), (Row((Cell("企业名称", face=Face.SONG_BOLD), Cell("示例化工", shaded=True))),)
        ),
        SignatureLine("验收专家组组长（签名）：", "leader", INK, "孙𬱟", "2026年11月20日"),
    ),
    footer="核对码 7F3A-92C1",
    subject="示例<化工>&有限公司",
    author="孙𬱟",
    attachments=FILES,
)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return write_pdf(SHEET, at=AT).pdf


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.Pdf.open(io.BytesIO(pdf))


def test_the_same_sheet_gives_the_same_bytes(pdf: bytes) -> None:
    assert write_pdf(SHEET, at=AT).pdf == pdf
    assert write_pdf(SHEET, at=AT + timedelta(seconds=1)).pdf != pdf


def test_all_text_can_be_copied(pdf: bytes) -> None:
    text = flat(picture.text(pdf))
    for wanted in (RARE, SHEET.title, SHEET.caption, SHEET.subtitle, "COD减排3.2t/a", "第1页共1页"):
        assert flat(wanted) in text


def test_it_says_that_it_is_an_archive_file(pdf: bytes) -> None:
    with opened(pdf) as document:
        xmp = document.Root.Metadata.read_bytes().decode()
        assert "<pdfaid:part>3</pdfaid:part>" in xmp
        assert "<pdfaid:conformance>U</pdfaid:conformance>" in xmp
        assert "2026-11-20T15:41:07+08:00" in xmp
        assert document.docinfo["/CreationDate"] == "D:20261120154107+08'00'"
        assert document.docinfo["/Subject"] == "示例<化工>&有限公司"
        assert document.Root.Lang == "zh-CN"
        [intent] = document.Root.OutputIntents
        assert intent.S == Name.GTS_PDFA1
        assert len(intent.DestOutputProfile.read_bytes()) > 500
        assert "/Encrypt" not in document.trailer
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/ObjStm" not in pdf


def test_every_font_is_inside(pdf: bytes) -> None:
    with opened(pdf) as document:
        descriptors = [
            thing.FontDescriptor
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == Name.Font
        ]
        assert len(descriptors) >= 4
        assert all("/FontFile2" in one for one in descriptors)


def test_attachments_travel_inside(pdf: bytes) -> None:
    assert attachments(pdf) == dict(FILES)
    with opened(pdf) as document:
        assert len(document.Root.AF) == 2
        assert all(file.AFRelationship == Name.Data for file in document.Root.AF)


def test_bookmarks_lead_to_title_and_headings(pdf: bytes) -> None:
    with opened(pdf) as document, document.open_outline() as outline:
        [root] = outline.root
        assert root.title == SHEET.title
        assert [child.title for child in root.children] == ["一、总体评价"]


def test_the_place_of_a_signature_lies_where_the_line_is() -> None:
    printed = write_pdf(SHEET, at=AT)
    [place] = printed.places
    assert (place.field, place.page) == ("leader", 0)
    assert place.width >= 150
    assert place.height >= 40
    assert 56 < place.x < place.x + place.width < 595 - 56
    assert 0 < place.y < place.y + place.height < 842


def test_a_character_that_no_font_has_stops_the_export_with_its_name() -> None:
    with pytest.raises(MissingCharacter) as failure:
        write_pdf(Sheet("题", (Text("好\U0010fffd"),)), at=AT)
    assert failure.value.values["codes"] == ("U+10FFFD",)


def test_a_time_without_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="zone"):
        archival(draw(()), About("题", datetime(2026, 11, 20)))  # noqa: DTZ001


def test_pages_become_pictures(pdf: bytes) -> None:
    [page] = picture.pages(pdf, 1)
    assert page.startswith(b"\x89PNG")


def test_lines_that_meet_are_drawn_once() -> None:
    boxes = [Box(0, 0, 10, 5), Box(10, 0, 10, 5), Box(0, 5, 20, 5), Box(50, 0, 10, 5)]
    found = list(edges(boxes))
    assert len(found) == len(set(found))
    assert sum(not upright and at == 5 for _, upright, at, _, _ in found) == 2
    assert (0.5, False, 5, 0, 20) in found


def test_ink_keeps_its_shape_and_stays_in_its_box() -> None:
    slipped = Ink(2000, (((0, 0), (2500, -200)), ((1000, 1100),)))
    pen = handwriting(slipped, 10, 10, 100, 30)
    points = [point for stroke in pen.strokes for point in stroke]
    assert all(10 <= x <= 110.001 and 10 <= y <= 40.001 for x, y in points)
    (x0, y0), (x1, y1) = pen.strokes[0]
    assert (x1 - x0) / (y0 - y1) == pytest.approx(2500 / 200)


@pytest.mark.parametrize("ink", [INK, None, Ink(1000, ())])
def test_a_signature_appearance_holds_all_its_lines(ink: Ink | None) -> None:
    lines = ("孙𬱟", "2026-11-20 15:41:07（自报时间）" * 3, "示例大学环境学院")
    data = signature_appearance(ink, lines, 170, 42)
    with opened(data) as document:
        [page] = document.pages
        assert [float(edge) for edge in page.mediabox] == [0, 0, 170, 42]
        strokes = re.findall(rb"[\d.]+ l\b", page.Contents.read_bytes())
        assert bool(strokes) == (ink is INK)
    assert all(flat(line) in flat(picture.text(data)) for line in lines)


@pytest.mark.judge
def test_foreign_programs_agree(pdf: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(pdf)
    assert "No syntax or stream encoding errors" in qpdf_check(path)
    fonts = [line.split() for line in pdf_fonts(path).splitlines()[2:]]
    assert fonts
    assert all(words[-5:-2] == ["yes", "yes", "yes"] for words in fonts)
    assert flat(RARE) in flat(pdf_text(path))
