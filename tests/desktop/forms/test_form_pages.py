"""The forms in the window: the list, each as its sheet, a table dropped, corrected and adopted."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cpscore.desktop.forms.form_page import FormPage
from cpscore.desktop.forms.list_page import FormsPage
from cpscore.desktop.widgets import CardButton
from cpscore.forms.catalogue import find
from cpscore.rules.form import Status
from cpscore.workflow.definitions import export_form
from cpscore.workflow.desk import Desk
from cpscore.workflow.forms import draft_named, drafts
from cpscore.workflow.prepare import forms_on_offer
from tests.desktop.forms.steps import At, press, texts

MINE = """\
id: mine
title: 某市清洁生产评分表
total: 10
vetoes:
  - {text: 有违法行为, fails: undecided}
sections:
  - items:
      - {title: 现场, max: 9, rows: [现场整洁]}
grades:
  - {id: good, label: 合格, range: x >= 6}
  - {id: bad, label: 不合格, range: x < 6}
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(MINE, encoding="utf-8")
    return path


def test_every_form_is_listed_with_where_it_stands(at: At, desk: Desk) -> None:
    page = at.window.pages.page
    assert isinstance(page, FormsPage)
    cards = {one.accessibleName() for one in page.findChildren(CardButton)}
    assert cards == {form.title for form in forms_on_offer(desk)}
    assert "暂定：条目为示例" in texts(page)


@pytest.mark.parametrize("form_id", ["hebei-g", "guangdong", "hebei-b", "cppc-worksheets"])
def test_a_form_is_shown_as_the_sheet_it_prints(at: At, form_id: str) -> None:
    at.window.go("form", form_id=form_id)
    page = at.window.pages.page
    assert isinstance(page, FormPage)
    at.qtbot.waitSignal(page.preview.drawn, timeout=20_000).wait()
    assert page.preview.shown is not None
    assert page.preview.shown.pages
    said = " ".join(texts(page))
    assert page.form.source.document in said
    assert "✓ 没有问题" in said
    provisional = page.form.status is Status.PROVISIONAL
    assert ("导入官方表 → 检查 → 采用" in said) is provisional


def test_a_table_is_dropped_mended_and_adopted(at: At, mine: Path, desk: Desk) -> None:
    page = at.drop(mine)
    assert {problem.code for problem in page.one.problems} >= {"undecided"}
    assert not page.action.isEnabled()
    assert 6 in page.editor.marked or 5 in page.editor.marked
    # One press writes the decision; the rest is typed.
    press(page.problems, "答“是”即否决")
    at.checked()
    assert "fails: yes" in page.editor.text
    page.editor.put((8, "max: 9", "max: 10"))
    at.checked()
    assert page.one.problems == ()
    assert page.action.isEnabled()
    at.qtbot.waitUntil(lambda: page.drawn is not None, timeout=20_000)
    QTest.mouseClick(page.action, Qt.MouseButton.LeftButton)
    at.settle()
    shown = at.window.pages.page
    assert isinstance(shown, FormPage)
    assert "已采用第 1 版" in shown.banner.text
    assert "mine" in {form.id for form in forms_on_offer(desk)}
    assert drafts(desk) == ()


def test_what_is_typed_is_kept_without_asking_and_undone(at: At, mine: Path, desk: Desk) -> None:
    page = at.drop(mine)
    page.editor.go(2, 8)
    QTest.keyClicks(page.editor, "new ")
    assert page.timer.interval() == 300
    at.checked()
    assert draft_named(desk, page.one.name).text == MINE.replace("某市", "new 某市")
    while page.editor.document().isUndoAvailable():
        page.editor.undo()
    at.checked()
    assert draft_named(desk, page.one.name).text == MINE


def test_leaving_before_the_pause_loses_nothing(at: At, mine: Path, desk: Desk) -> None:
    page = at.drop(mine)
    name = page.one.name
    page.editor.go(2, 8)
    QTest.keyClicks(page.editor, "last ")
    at.window.go("forms")
    assert "title: last " in draft_named(desk, name).text
    at.window.go("draft", name=name)
    assert "title: last " in at.draft.editor.text


def test_a_problem_leads_to_its_line(at: At, mine: Path) -> None:
    page = at.drop(mine)
    problem = next(one for one in page.one.problems if one.code == "undecided")
    press(page.problems, f"第 {problem.line} 行，第 {problem.column} 列")
    assert page.editor.textCursor().blockNumber() + 1 == problem.line
    assert page.editor.hasFocus()
    assert "有违法行为" in " ".join(texts(page.problems))


def test_a_new_line_begins_where_the_last_one_did(at: At, mine: Path) -> None:
    page = at.drop(mine)
    page.editor.go(5, 99)
    QTest.keyClick(page.editor, Qt.Key.Key_Return)
    assert page.editor.textCursor().block().text() == "  "


def test_the_id_of_an_official_form_is_refused_in_words(at: At, mine: Path) -> None:
    text = MINE.replace("undecided", "yes").replace("max: 9", "max: 10")
    mine.write_text(text.replace("id: mine", "id: hebei-g"), encoding="utf-8")
    page = at.drop(mine)
    QTest.mouseClick(page.action, Qt.MouseButton.LeftButton)
    assert at.draft is page
    assert "官方表" in page.banner.text


def test_a_draft_put_aside_is_offered_back(at: At, mine: Path, desk: Desk) -> None:
    page = at.drop(mine)
    press(page, "放到一边")
    shown = at.window.pages.page
    assert isinstance(shown, FormsPage)
    assert drafts(desk) == ()
    press(shown.banner, "恢复")
    assert at.draft.editor.text == MINE


def test_a_word_or_excel_table_becomes_a_draft(at: At, tmp_path: Path) -> None:
    found = find("hebei-e")
    assert found is not None
    assert found.form is not None
    export_form(found.form, found.yaml, tmp_path / "附录E.xlsx")
    page = at.drop(tmp_path / "附录E.xlsx")
    assert page.one.source == "附录E.xlsx"
    assert "咨询" in page.editor.text


def test_what_cannot_be_read_is_said_on_the_page(at: At, tmp_path: Path) -> None:
    (tmp_path / "broken.docx").write_bytes(b"nothing")
    at.window.open_file(tmp_path / "broken.docx")
    at.settle()
    page = at.window.pages.page
    assert isinstance(page, FormsPage)
    assert "Word" in page.banner.text


def test_a_table_may_be_dropped_on_any_page(at: At, mine: Path) -> None:
    at.window.home()
    assert at.drop(mine).editor.text == MINE
    at.window.back()
    assert isinstance(at.window.pages.page, FormsPage)


def test_correcting_an_adopted_form_begins_with_it(at: At, mine: Path) -> None:
    text = MINE.replace("undecided", "yes").replace("max: 9", "max: 10")
    mine.write_text(text, encoding="utf-8")
    QTest.mouseClick(at.drop(mine).action, Qt.MouseButton.LeftButton)
    at.settle()
    shown = at.window.pages.page
    assert isinstance(shown, FormPage)
    press(shown, "修改…")
    page = at.draft
    page.editor.put((8, "现场整洁", "现场整洁有序"))
    page.adopt()
    again = at.window.pages.page
    assert isinstance(again, FormPage)
    assert again.form.version == "2"


def test_remarks_are_ticked_off(at: At, mine: Path, desk: Desk) -> None:
    name = at.drop(mine).one.name
    notes = desk.data / "drafts" / f"{name}.json"
    notes.write_text(
        '{"source":"x.docx","remarks":[{"code":"line-not-understood",'
        '"values":{"row":3,"found":"备注"},"done":false}]}',
        encoding="utf-8",
    )
    at.window.go("draft", name=name)
    page = at.draft
    assert page.one.waiting == 1
    [line] = page.remarks.lines
    assert "备注" in line.words.text()
    line.check.click()
    assert page.one.waiting == 0
    assert draft_named(desk, name).waiting == 0
