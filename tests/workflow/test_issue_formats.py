"""What goes out beside the signed sheets, made from a whole review."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from pikepdf import Pdf

from cpscore.documents.picture import text as page_text
from cpscore.documents.template import TemplateForbidden
from cpscore.documents.word import write_docx
from cpscore.places import resources_folder
from cpscore.rules.answers import Whole
from cpscore.rules.canonical import sha256
from cpscore.rules.review import Enterprise, Member
from cpscore.rules.sheet import Sheet
from cpscore.signing.identity import Identity
from cpscore.workflow.collect import take_in
from cpscore.workflow.demo import (
    FORM,
    LEADER,
    RECTIFIED,
    Sample,
    ink_of,
    sign_all,
    take_part,
    write_opinion,
)
from cpscore.workflow.desk import Desk
from cpscore.workflow.formats import READING_COPY, SIGNED_ONLY, Format, Wanted, wanted
from cpscore.workflow.issue import Issued, NothingFilled, issue
from cpscore.workflow.naming import chinese
from cpscore.workflow.opinion import write_dissent
from cpscore.workflow.paper import enter, paper
from cpscore.workflow.prepare import Plan, new_review, package_of
from cpscore.workflow.settle import decide_veto
from cpscore.workflow.submit import submit
from cpscore.workflow.verify import verify_file

DISSENT = "两项中费方案没有完工，应写明。"
WHOSE = "示例化工有限公司"
SEATS = ("m1", LEADER, "m3")
HIDING = """
id: hiding
title: 某市清洁生产审核验收评分表
total: 100
sections:
  - title: 现场
    items:
      - {title: 现场管理, max: 60}
      - {title: 内部核查, max: 40, hidden: yes}
grades:
  - {id: pass, label: 合格, range: x >= 60}
  - {id: fail, label: 不合格, range: x < 60}
"""
SUMMARY, OPINION = f"评分汇总表-{WHOSE}", f"验收意见-{WHOSE}"


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
    names = [SUMMARY, OPINION, *(f"评分表-{one.name}" for one in signed.review.members)]
    wanted_files = {f"{name}.{format}" for name in names for format in Format}
    archive = {name for name, one in made.items() if one.kind == "archive"}
    assert set(made) == wanted_files | archive | {f"阅读件-{WHOSE}.pdf", f"签到表-{WHOSE}.pdf"}
    assert {one.kind for one in made.values() if not one.signed} == {
        "reading",
        "attendance",
        "copy",
    }
    _check_reading(folder, signed)
    _check_summary(folder)
    _check_opinion(folder, signed)


def _check_reading(folder: Path, signed: Sample) -> None:
    data = (folder / f"阅读件-{WHOSE}.pdf").read_bytes()
    text = page_text(data)
    assert DISSENT in text
    assert all(one.name in text for one in signed.review.members)
    with Pdf.open(io.BytesIO(data)) as made:
        inside = {name: one.get_file().read_bytes() for name, one in made.attachments.items()}
        with made.open_outline() as outline:
            titles = [one.title for one in outline.root]
    assert inside == {name: (folder / name).read_bytes() for name in inside}
    assert {f"{SUMMARY}.pdf", f"{OPINION}.pdf", "评分表-专家甲.pdf"} <= set(inside)
    assert {"评分汇总表", "意见", "评分表 专家甲"} <= set(titles)


def _check_summary(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / f"{SUMMARY}.xlsx")
    found = [cell.value for page in book for row in page.iter_rows() for cell in row]
    assert any(str(one).startswith("=ROUND(AVERAGE(") for one in found)
    cached = openpyxl.load_workbook(folder / f"{SUMMARY}.xlsx", data_only=True)
    assert 78.7 in [cell.value for page in cached for row in page.iter_rows() for cell in row]
    proof = "".join(str(cell.value) for row in book["核对"].iter_rows() for cell in row)
    assert sha256((folder / f"{SUMMARY}.pdf").read_bytes()) in proof
    assert "签名的PDF为准" in proof
    assert "专家丁 的选票" in proof
    assert "78.70" in page_text((folder / f"{SUMMARY}.pdf").read_bytes())


def _check_opinion(folder: Path, signed: Sample) -> None:
    document = docx.Document(str(folder / f"{OPINION}.docx"))
    words = "".join(document.element.body.itertext())
    assert DISSENT in words
    assert sha256((folder / f"{OPINION}.pdf").read_bytes()) in words
    for one in signed.review.members:
        assert one.name in words


def test_the_signed_sheets_alone(signed: Sample, tmp_path: Path) -> None:
    made = exported(signed, tmp_path / "out", SIGNED_ONLY)
    assert all(one.signed for one in made.values())


def test_an_own_template_is_filled(signed: Sample, tmp_path: Path) -> None:
    sample = resources_folder() / "templates" / "sample.docx"
    made = exported(signed, tmp_path / "out", wanted([], sample))
    assert made[f"报告-{WHOSE}.docx"].kind == "report"
    words = "".join(docx.Document(str(made[f"报告-{WHOSE}.docx"].path)).element.body.itertext())
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


# What the enterprise is given, and reviews without an opinion ------------------------------------


def prepared(desk: Desk, identities: Mapping[str, Identity], forms: tuple[str, ...]) -> Sample:
    """A review of these forms, three at the table, two of whom have the same name in a file."""
    keys = {id: identities[id] for id in SEATS}
    members = tuple(
        Member(id, key.person.name, leader=id == LEADER, certificate=key.sha256)
        for id, key in keys.items()
    )
    plan = Plan("审核", Enterprise(WHOSE, ("双超",)), desk.now().date().isoformat(), forms, members)
    return Sample(desk, new_review(desk, plan, keys[LEADER]), keys)


def test_a_review_without_an_opinion_goes_out_with_what_was_filled_in(
    desk: Desk, identities: Mapping[str, Identity], tmp_path: Path
) -> None:
    sample = prepared(desk, identities, ("cppc-worksheets", "cppc-checklist"))
    id, leader = sample.review.id, sample.identities[LEADER]
    with pytest.raises(NothingFilled):
        issue(desk, id, leader, tmp_path)
    one = paper(desk, id, "cppc-worksheets", LEADER)
    enter(desk, one, one.draft.answers.with_field("scope", "孙𬱟负责的电镀园区"))
    made = exported(sample, tmp_path / "out", Wanted(frozenset(Format)))
    sheet = f"清洁生产审核工作表-{WHOSE}"
    assert set(made) >= {f"{sheet}.pdf", f"{sheet}.docx", f"{sheet}.xlsx", f"签到表-{WHOSE}.pdf"}
    assert "孙𬱟负责的电镀园区" in page_text(made[f"{sheet}.pdf"].path.read_bytes())
    assert not any(one.kind in {"score", "summary", "opinion"} for one in made.values())
    [archive] = [one for one in made.values() if one.kind == "archive"]
    assert verify_file(archive.path).trustworthy


def test_where_a_form_hides_something_the_enterprise_has_a_copy_of_its_own(
    desk: Desk, identities: Mapping[str, Identity], tmp_path: Path
) -> None:
    (desk.data / "forms").mkdir(exist_ok=True)
    (desk.data / "forms" / "hiding.yaml").write_text(HIDING, encoding="utf-8")
    sample = prepared(desk, identities, ("hiding",))
    id = sample.review.id
    for member in SEATS:
        one = paper(desk, id, "hiding", member)
        for item in one.form.items:
            one = enter(desk, one, one.draft.answers.with_score(item.id, Whole(item.max)))
        _, receipt = submit(desk, one, sample.identities[member], ink_of(member), tmp_path)
        assert receipt.path is not None
        take_in(desk, id, receipt.path)
    made = exported(sample, tmp_path / "out", READING_COPY)
    copies = {name for name, one in made.items() if one.kind == "enterprise"}
    assert copies == {f"评分表-{one.name}-企业留存件.pdf" for one in sample.review.members}
    text = page_text(made["评分表-专家乙-企业留存件.pdf"].path.read_bytes())
    assert "现场管理" in text
    assert "内部核查" not in text
    assert "企业留存件（送达）" in text
    assert "没有签名，以签名的原件为准" in "".join(text.split())
    assert "内部核查" in page_text(made["评分表-专家乙.pdf"].path.read_bytes())
    assert "summary" in {one.kind for one in made.values()}


def test_files_of_one_name_are_told_apart(desk: Desk, identities: Mapping[str, Identity]) -> None:
    sample = prepared(desk, identities, ("hebei-c", "hebei-e", "hebei-d"))
    package = package_of(desk, sample.review.id)
    alike = [Member("a", "王/明"), Member("b", "王:明"), Member("c", "李四", leader=True)]
    review = replace(package.review, members=tuple(alike))
    names = chinese(replace(package, review=review))
    first, second = package.scored
    assert [names.of("score", first, member=id) for id in "abc"] == [
        "评分表-王_明-附录C",
        "评分表-王_明 (2)-附录C",
        "评分表-李四-附录C",
    ]
    # Nor does a number behind a name make it another's.
    review = replace(review, members=(*alike[:2], Member("d", "王_明 (2)"), alike[2]))
    people = chinese(replace(package, review=review)).people
    assert people["d"] == "王_明 (2) (2)"
    assert names.of("summary", second) == f"评分汇总表-{WHOSE}-附录E"
    assert names.of("opinion") == f"审核意见-{WHOSE}"
