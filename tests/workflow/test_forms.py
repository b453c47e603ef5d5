"""A form of one's own: from a table or a text to a draft, corrected, adopted, never lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from cpscore.files import Unreadable
from cpscore.forms.catalogue import find, shipped
from cpscore.forms.reader import read_form
from cpscore.places import forms_folder
from cpscore.rules.form import Form, Status
from cpscore.rules.form_document import form_sha256
from cpscore.rules.problem import Unacceptable
from cpscore.workflow.definitions import export_form
from cpscore.workflow.demo import FORM, Sample
from cpscore.workflow.desk import Desk
from cpscore.workflow.forms import (
    DraftNotReady,
    OfficialId,
    adopt,
    begin_draft,
    blank_sheet,
    discard_draft,
    draft_named,
    drafts,
    restore_draft,
    save_draft,
    see_remark,
    take_definition,
)
from cpscore.workflow.prepare import forms_of, forms_on_offer, package_of
from cpscore.workflow.stamping import stamped

PLAIN = """\
# 某市的评分表
id: mine  # 编号
title: 某市清洁生产评分表
total: 10
sections:
  - items:
      - {title: 现场, max: 10, rows: [现场整洁]}
grades:
  - {id: good, label: 合格, range: x >= 6}
  - {id: bad, label: 不合格, range: x < 6}
"""


def draft_of(desk: Desk, folder: Path, text: str, name: str = "mine.yaml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return take_definition(desk, path).name


def offered(desk: Desk, id: str) -> Form:
    [form] = [one for one in forms_on_offer(desk) if one.id == id]
    return form


# Drafts ----------------------------------------------------------------------------------------


def test_a_draft_is_kept_as_it_was_written_and_checked(desk: Desk, tmp_path: Path) -> None:
    name = draft_of(desk, tmp_path, PLAIN)
    broken = PLAIN.replace("max: 10", "max: 9")
    saved = save_draft(desk, name, broken)
    assert saved.form is None
    assert [problem.line for problem in saved.problems]
    assert draft_named(desk, name) == saved
    assert draft_named(desk, name).text == broken
    assert save_draft(desk, name, PLAIN).problems == ()
    assert [one.name for one in drafts(desk)] == [name]


def test_two_drafts_of_a_name_stand_side_by_side(desk: Desk, tmp_path: Path) -> None:
    names = [draft_of(desk, tmp_path, PLAIN) for _ in range(3)]
    assert names == ["mine", "mine-2", "mine-3"]


def test_a_text_that_windows_saved_is_read(desk: Desk, tmp_path: Path) -> None:
    for encoding in ("utf-8-sig", "gb18030"):
        path = tmp_path / f"{encoding}.yml"
        path.write_bytes(PLAIN.replace("\n", "\r\n").encode(encoding))
        assert take_definition(desk, path).text == PLAIN


def test_what_cannot_be_read_makes_no_draft(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xff\xff\xff")
    (tmp_path / "b.docx").write_bytes(b"no zip at all")
    for name, failure in (("a.yaml", Unacceptable), ("b.docx", Unacceptable), ("c", Unreadable)):
        with pytest.raises(failure):
            take_definition(desk, tmp_path / name)
    assert drafts(desk) == ()


def test_a_table_becomes_a_draft_and_its_remarks_are_ticked_off(desk: Desk, tmp_path: Path) -> None:
    found = find("hebei-g")
    assert found is not None
    assert found.form is not None
    export_form(found.form, found.yaml, tmp_path / "g.xlsx")
    one = take_definition(desk, tmp_path / "g.xlsx")
    assert one.source == "g.xlsx"
    assert one.form is not None or one.problems
    assert draft_named(desk, one.name) == one
    for at in range(len(one.remarks)):
        one = see_remark(desk, one.name, at, done=True)
    assert one.waiting == 0
    assert draft_named(desk, one.name) == one


def test_a_draft_put_aside_can_be_had_back(desk: Desk, tmp_path: Path) -> None:
    name = draft_of(desk, tmp_path, PLAIN)
    aside = discard_draft(desk, name)
    assert drafts(desk) == ()
    draft_of(desk, tmp_path, PLAIN)
    back = restore_draft(desk, aside)
    assert [one.name for one in drafts(desk)] == [back, name]
    assert draft_named(desk, back).text == PLAIN


# Adopting --------------------------------------------------------------------------------------


def test_an_adopted_form_is_on_offer_and_says_so(desk: Desk, tmp_path: Path) -> None:
    form = adopt(desk, draft_of(desk, tmp_path, "status: official\n" + PLAIN))
    assert (form.id, form.status, form.version) == ("mine", Status.ADOPTED, "1")
    assert offered(desk, "mine") == form
    kept = (desk.data / "forms" / "mine.yaml").read_text(encoding="utf-8")
    assert kept.startswith("# ") or "# 某市的评分表" in kept
    assert drafts(desk) == ()


def test_adopting_again_is_a_new_version_with_its_own_hash(desk: Desk, tmp_path: Path) -> None:
    first = adopt(desk, draft_of(desk, tmp_path, PLAIN))
    again = begin_draft(desk, "mine")
    assert again.form == first
    save_draft(desk, again.name, again.text.replace("现场整洁", "现场整洁有序"))
    second = adopt(desk, again.name)
    assert (first.version, second.version) == ("1", "2")
    assert form_sha256(first) != form_sha256(second)
    assert offered(desk, "mine") == second
    [earlier] = (desk.data / "forms" / "earlier").iterdir()
    assert read_form(earlier.read_bytes())[0] == first


@pytest.mark.parametrize(("version", "following"), [("2024-1", "2024-2"), ("试行", "试行.2")])
def test_versions_count_on(desk: Desk, tmp_path: Path, version: str, following: str) -> None:
    text = PLAIN + f'version: "{version}"\n'
    assert adopt(desk, draft_of(desk, tmp_path, text)).version == version
    assert adopt(desk, draft_of(desk, tmp_path, text)).version == following


def test_a_review_keeps_the_version_it_began_with(sample: Sample) -> None:
    desk, id = sample.desk, sample.review.id
    before = package_of(desk, id).sha256
    own = begin_draft(desk, FORM)
    save_draft(desk, own.name, own.text.replace("现场", "厂区"))
    adopt(desk, own.name)
    assert package_of(desk, id).sha256 == before
    begun = next(form for form in forms_of(desk, id) if form.id == FORM)
    assert form_sha256(begun) == next(one.sha256 for one in sample.review.forms if one.id == FORM)


def test_a_draft_with_problems_is_not_adopted(desk: Desk, tmp_path: Path) -> None:
    name = draft_of(desk, tmp_path, PLAIN.replace("total: 10", "total: 11"))
    with pytest.raises(DraftNotReady):
        adopt(desk, name)
    assert draft_named(desk, name).problems
    assert not (desk.data / "forms").exists()


def test_nobody_takes_the_id_of_an_official_form(desk: Desk, tmp_path: Path) -> None:
    name = draft_of(desk, tmp_path, PLAIN.replace("id: mine", "id: hebei-g"))
    with pytest.raises(OfficialId):
        adopt(desk, name)
    assert draft_named(desk, name).form is not None
    # Nor by putting the file where adopted forms are.
    (desk.data / "forms").mkdir(exist_ok=True)
    (desk.data / "forms" / "x.yaml").write_text(draft_named(desk, name).text, encoding="utf-8")
    assert offered(desk, "hebei-g").status is Status.OFFICIAL
    assert [one.problems[0].code for one in shipped(desk.data) if one.problems] == ["duplicate-id"]


def test_an_adopted_form_takes_the_place_of_a_provisional_one(desk: Desk, tmp_path: Path) -> None:
    assert offered(desk, "guangdong").status is Status.PROVISIONAL
    adopt(desk, draft_of(desk, tmp_path, PLAIN.replace("id: mine", "id: guangdong")))
    assert offered(desk, "guangdong").status is Status.ADOPTED
    found = find("guangdong", desk.data)
    assert found is not None
    assert found.form == offered(desk, "guangdong")


def test_an_official_form_begins_a_draft_under_another_id(desk: Desk) -> None:
    one = begin_draft(desk, "hebei-g")
    assert one.form is not None
    official = next(found.form for found in shipped() if found.form and found.form.id == "hebei-g")
    assert one.form == replace(official, id="hebei-g-2", status=Status.ADOPTED)
    assert adopt(desk, one.name).id == "hebei-g-2"


# Stamping --------------------------------------------------------------------------------------


def test_stamping_keeps_every_comment(desk: Desk) -> None:
    for path in sorted(forms_folder().glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        made = stamped(text, {"version": "9", "status": "adopted"})
        form, _ = read_form(made.encode("utf-8"))
        assert form is not None
        assert (form.version, form.status) == ("9", Status.ADOPTED)
        assert text.count("#") == made.count("#")


def test_a_definition_on_one_line_is_stamped_too() -> None:
    text = '{id: a, title: 表, questions: [可以吗], "status": official}'
    made, _ = read_form(stamped(text, {"status": "adopted", "version": "1.10"}).encode("utf-8"))
    assert made is not None
    assert (made.id, made.status, made.version) == ("a", Status.ADOPTED, "1.10")


# Looking ---------------------------------------------------------------------------------------


def test_the_blank_sheet_of_every_form_is_drawn(desk: Desk) -> None:
    for form in forms_on_offer(desk):
        with pypdfium2.PdfDocument(blank_sheet(desk, form)) as pdf:
            text = "".join(page.get_textpage().get_text_range() for page in pdf)
        title = form.layout.title or form.title
        assert title[:4] in text.replace("\r", "").replace("\n", "")
