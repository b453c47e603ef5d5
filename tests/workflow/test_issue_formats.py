"""What goes out beside the signed sheets, made from a whole review."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import docx
import openpyxl
import pytest
from pikepdf import Pdf

from cpscore.documents.picture import text as page_text
from cpscore.documents.template import TemplateForbidden
from cpscore.documents.word import write_docx
from cpscore.places import resources_folder
from cpscore.rules.sheet import Sheet
from cpscore.signing.identity import Identity
from cpscore.workflow.collect import take_in
from cpscore.workflow.demo import (
    FORM,
    LEADER,
    RECTIFIED,
    Sample,
    sign_all,
    take_part,
    write_opinion,
)
from cpscore.workflow.formats import SIGNED_ONLY, Format, Wanted, wanted
from cpscore.workflow.issue import Issued, issue
from cpscore.workflow.opinion import write_dissent
from cpscore.workflow.settle import decide_veto

DISSENT = "两项中费方案没有完工，应写明。"


@pytest.fixture
def signed(sample: Sample, tmp_path: Path) -> Sample:
    """Scored, settled, written and signed by all."""
    desk, id = sample.desk, sample.review.id
    for member in sample.identities:
        take_in(desk, id, take_part(sample, member, tmp_path))
    decide_veto(desk, id, FORM, "v8", sustained=False, reason=RECTIFIED, by="专家乙")
    write_opinion(sample)
    write_dissent(desk, id, "m4", DISSENT)
    sign_all(sample)
    return sample


def exported(sample: Sample, folder: Path, asked: Wanted) -> Mapping[str, Issued]:
    folder.mkdir()
    leader: Identity = sample.identities[LEADER]
    made = issue(sample.desk, sample.review.id, leader, folder, wanted=asked)
    assert {one.path.name for one in made} == {one.name for one in folder.iterdir()}
    return {one.path.name: one for one in made}


def test_everything_asked_for_is_written_and_nothing_else(signed: Sample, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    made = exported(signed, folder, Wanted(frozenset(Format)))
    names = ["summary", "opinion", *(f"score-{one.name}" for one in signed.review.members)]
    wanted_files = {f"{name}.{format}" for name in names for format in Format}
    assert set(made) >= wanted_files | {"reading.pdf", "attendance.pdf"}
    assert {one.kind for one in made.values() if not one.signed} == {
        "reading",
        "attendance",
        "copy",
    }
    _check_reading(folder, signed)
    _check_summary(folder)
    _check_opinion(folder, signed)


def _check_reading(folder: Path, signed: Sample) -> None:
    data = (folder / "reading.pdf").read_bytes()
    text = page_text(data)
    assert DISSENT in text
    assert all(one.name in text for one in signed.review.members)
    with Pdf.open(io.BytesIO(data)) as made:
        inside = {name: one.get_file().read_bytes() for name, one in made.attachments.items()}
        with made.open_outline() as outline:
            titles = [one.title for one in outline.root]
    assert inside == {name: (folder / name).read_bytes() for name in inside}
    assert {"summary.pdf", "opinion.pdf", "score-专家甲.pdf"} <= set(inside)
    assert {"评分汇总表", "意见", "评分表 专家甲"} <= set(titles)


def _check_summary(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "summary.xlsx")
    found = [cell.value for page in book for row in page.iter_rows() for cell in row]
    assert any(str(one).startswith("=ROUND(AVERAGE(") for one in found)
    cached = openpyxl.load_workbook(folder / "summary.xlsx", data_only=True)
    assert 78.7 in [cell.value for page in cached for row in page.iter_rows() for cell in row]
    assert "78.70" in page_text((folder / "summary.pdf").read_bytes())


def _check_opinion(folder: Path, signed: Sample) -> None:
    document = docx.Document(str(folder / "opinion.docx"))
    words = "".join(document.element.body.itertext())
    assert DISSENT in words
    for one in signed.review.members:
        assert one.name in words


def test_the_signed_sheets_alone(signed: Sample, tmp_path: Path) -> None:
    made = exported(signed, tmp_path / "out", SIGNED_ONLY)
    assert all(one.signed for one in made.values())


def test_an_own_template_is_filled(signed: Sample, tmp_path: Path) -> None:
    sample = resources_folder() / "templates" / "sample.docx"
    made = exported(signed, tmp_path / "out", wanted([], sample))
    assert made["report.docx"].kind == "report"
    words = "".join(docx.Document(str(made["report.docx"].path)).element.body.itertext())
    for part in (signed.review.enterprise.name, "78.70", DISSENT, "合格"):
        assert part in words


def test_a_refused_template_stops_before_anything_is_written(
    signed: Sample, tmp_path: Path
) -> None:
    hostile = write_docx(Sheet("{{ ''.__class__ }}", ()), at=signed.desk.now())
    folder = tmp_path / "out"
    folder.mkdir()
    leader = signed.identities[LEADER]
    with pytest.raises(TemplateForbidden):
        issue(signed.desk, signed.review.id, leader, folder, wanted=Wanted(template=hostile))
    assert list(folder.iterdir()) == []
