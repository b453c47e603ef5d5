"""The reading copy of signed sheets, and the attendance sheet."""

import io
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Pdf

from cpscore.documents import picture
from cpscore.documents.archival import About
from cpscore.documents.canvas import draw
from cpscore.documents.drawing import Page
from cpscore.documents.pdf import write_pdf
from cpscore.documents.reading import MARK, Original, reading_copy
from cpscore.documents.sheets.attendance import attendance_sheet
from tests.documents.kinds import SHEETS
from tests.documents.samples import NAMES, review
from tests.judges import pdf_fonts, qpdf_check

AT = datetime(2026, 11, 20, 15, 41, 7, tzinfo=timezone(timedelta(hours=8)))
ABOUT = About("阅读件", AT, subject="示例化工有限公司")

GIVEN = ("hebei-f", "hebei-c", "hebei-g", "summary", "summary-hebei-g", "hebei-h")


def originals() -> list[Original]:
    return [
        Original(f"{name}.pdf", f"表 {name}", write_pdf(SHEETS[name](), at=AT).pdf)
        for name in GIVEN
    ]


def test_every_page_is_there_marked_and_as_it_was() -> None:
    given = originals()
    made = reading_copy(given, ABOUT)
    before = [page for one in given for page in picture.text(one.pdf).split("\f")]
    after = picture.text(made).split("\f")
    assert len(after) == len(before)
    for old, new in zip(before, after, strict=True):
        assert MARK in new
        assert "".join(new.replace(MARK, "").split()) == "".join(old.split())


def test_bookmarks_lead_to_each_sheet_and_its_parts() -> None:
    given = originals()
    with Pdf.open(io.BytesIO(reading_copy(given, ABOUT))) as made:
        pages = [page.objgen for page in made.pages]
        with made.open_outline() as outline:
            assert [one.title for one in outline.root] == [one.title for one in given]
            summary = next(one for one in outline.root if one.title == "表 summary")
            assert [one.title for one in summary.children][:2] == ["一、各项得分", "二、否决项"]
            found = [pages.index(one.destination[0].objgen) for one in outline.root]  # type: ignore[index, union-attr]
        assert found == sorted(set(found))
        assert "/AcroForm" not in made.Root


def test_the_originals_travel_inside_byte_for_byte() -> None:
    given = originals()
    with Pdf.open(io.BytesIO(reading_copy(given, ABOUT))) as made:
        inside = {name: spec.get_file().read_bytes() for name, spec in made.attachments.items()}
    assert inside == {one.name: one.pdf for one in given}


def test_a_drawn_signature_is_seen_and_no_field_stays() -> None:
    plain = Pdf.open(io.BytesIO(draw([Page(200, 200, ())])))
    look = plain.make_stream(
        b"0 0 0 rg 0 0 100 100 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form
    )
    look.BBox = pikepdf.Array([0, 0, 100, 100])
    field = plain.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Sig,
            T=pikepdf.String("s"),
            F=4,
            Rect=pikepdf.Array([50, 50, 150, 150]),
            AP=pikepdf.Dictionary(N=look),
        )
    )
    plain.pages[0].Annots = pikepdf.Array([field])
    plain.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
    buffer = io.BytesIO()
    plain.save(buffer)
    made = reading_copy([Original("s.pdf", "签名", buffer.getvalue())], ABOUT)
    [shown] = picture.pages(made)
    [blank] = picture.pages(
        reading_copy([Original("s.pdf", "签名", draw([Page(200, 200, ())]))], ABOUT)
    )
    assert shown != blank
    with Pdf.open(io.BytesIO(made)) as opened:
        assert "/Annots" not in opened.pages[0]


def test_the_same_originals_give_the_same_bytes() -> None:
    given = originals()[:2]
    assert reading_copy(given, ABOUT) == reading_copy(given, ABOUT)


@pytest.mark.judge
def test_foreign_programs_accept_it(tmp_path: Path) -> None:
    path = tmp_path / "reading.pdf"
    path.write_bytes(reading_copy(originals(), ABOUT))
    qpdf_check(path)
    assert all(line.split()[-5] == "yes" for line in pdf_fonts(path).splitlines()[2:])


def test_the_attendance_sheet_names_the_panel_and_leaves_room() -> None:
    sheet = attendance_sheet(replace(review(5), place="公司三楼会议室"))
    text = picture.text(write_pdf(sheet, at=AT).pdf)
    for name in NAMES[:5]:
        assert name in text
    for part in (
        "示例化工有限公司",
        "2026年11月20日",
        "公司三楼会议室",
        "组长",
        "非标准附录",
        "17",
    ):
        assert part in text
    assert "\f" not in text
