"""An official table in Word, from the file to a review that uses it; and out again to Excel."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from cpscore.desktop.forms.form_page import FormPage
from cpscore.desktop.widgets import Words
from cpscore.desktop.window import Window
from cpscore.forms.catalogue import find
from cpscore.rules.form import AllOf, Answer, Answered
from cpscore.rules.form_document import form_document, form_sha256
from cpscore.rules.review import Enterprise, Member
from cpscore.workflow.desk import Desk
from cpscore.workflow.forms import draft_named
from cpscore.workflow.people import Card, unlock
from cpscore.workflow.prepare import Plan, forms_of, forms_on_offer, new_review, package_of
from tests.desktop.conftest import PASSPHRASE
from tests.desktop.forms.steps import At, press, texts
from tests.forms.official import as_word, official
from tests.forms.tables import table

YES, NO = "答“是”即否决", "答“否”即否决"
QUESTIONS = """
| 序号 | 核查内容 | 是 | 否 |
| 1 | 是否取得许可证 | □ | □ |
| 2 | 是否开展监测 | □ | □ |
"""

MINE = """\
id: mine
title: 某市评分表
total: 10
sections: [{items: [{title: 现场, max: 10}]}]
grades: [{id: good, label: 合格, range: x >= 6}, {id: bad, label: 差, range: x < 6}]
"""


@pytest.fixture
def word(tmp_path: Path) -> Path:
    """附录G as a Word file with merged cells."""
    path = tmp_path / "附录G.docx"
    path.write_bytes(as_word(official("G")))
    return path


def line_of(at: At, words: str) -> int:
    """The line of the draft where words stand."""
    lines = at.draft.editor.text.splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


def decide(at: At) -> None:
    """Answer what the table leaves open, as domain knowledge says, pressing what is offered."""
    for chosen in (NO, NO, NO, YES, NO, NO, YES):
        press_first(at, chosen)
    press_first(at, "第 1 问答“是”、第 2 问答“否”即否决")


def cards(at: At) -> list[list[QPushButton]]:
    """The buttons of each card that is on the page now."""
    place = at.draft.problems.place
    found = [place.itemAt(at_).widget() for at_ in range(place.count())]
    return [one.findChildren(QPushButton) for one in found if one is not None]


def press_first(at: At, text: str) -> None:
    """Press what a problem's own card offers; the card above all the others decides several."""
    own = [one for one in cards(at) if one and one[0].text().startswith("第 ")]
    chosen = next(one for buttons in own for one in buttons if one.text() == text)
    QTest.mouseClick(chosen, Qt.MouseButton.LeftButton)
    at.checked()


def test_a_word_table_is_imported_decided_adopted_and_used(
    at: At, word: Path, desk: Desk, leader: Card
) -> None:
    page = at.drop(word)
    # Nothing but decisions is missing: the sheet is there to compare already.
    assert {problem.code for problem in page.one.problems} == {"undecided"}
    at.qtbot.waitUntil(lambda: page.drawn is not None, timeout=20_000)
    assert "还有没定的地方" in page.told.text()
    decide(at)
    assert {one.path for one in page.one.problems} == {"/grades/0/range", "/grades/1/range"}
    assert [one.text() for one in page.problems.findChildren(Words) if one.text() == "合格"]
    page.editor.put((line_of(at, "label: 合格") + 1, "undecided", "x >= 60"))
    page.editor.put((line_of(at, "label: 不合格") + 1, "undecided", "x < 60"))
    at.checked()
    assert page.one.problems == ()
    assert page.waiting.isHidden()
    QTest.mouseClick(page.action, Qt.MouseButton.LeftButton)
    at.settle()
    shown = at.window.pages.page
    assert isinstance(shown, FormPage)

    form = shown.form
    official_form = find("hebei-g")
    assert official_form is not None
    assert official_form.form is not None
    assert [item.max for item in form.items] == [item.max for item in official_form.form.items]
    first, last = Answered("a", Answer.YES), Answered("b", Answer.NO)
    assert form.vetoes[7].fails_when == AllOf((first, last))
    member = Member("", "专家甲", "示例单位", leader=True)
    plan = Plan("验收", Enterprise("示例厂", ("双超",)), "2026-11-20", (form.id,), (member,))
    review = new_review(desk, plan, unlock(desk, leader.sha256, PASSPHRASE))
    [used] = package_of(desk, review.id).review.forms
    assert used.sha256 == form_sha256(form)


def test_another_version_changes_no_review_that_has_begun(
    at: At, tmp_path: Path, desk: Desk, leader: Card
) -> None:
    (tmp_path / "mine.yaml").write_text(MINE, encoding="utf-8")
    at.drop(tmp_path / "mine.yaml").adopt()
    plan = Plan(
        "验收",
        Enterprise("示例厂", ("双超",)),
        "2026-11-20",
        ("mine",),
        (Member("", "专家甲", "示例单位", leader=True),),
    )
    begun = new_review(desk, plan, unlock(desk, leader.sha256, PASSPHRASE))
    before = package_of(desk, begun.id)
    shown = at.window.pages.page
    assert isinstance(shown, FormPage)
    press(shown, "修改…")
    at.draft.editor.put((line_of(at, "现场"), "现场", "现场整洁"))
    at.checked().adopt()

    [now] = [form for form in forms_on_offer(desk) if form.id == "mine"]
    after = package_of(desk, begun.id)
    assert now.version == "2"
    assert form_sha256(now) != before.review.forms[0].sha256
    assert after.sha256 == before.sha256
    assert [item.title for form in forms_of(desk, begun.id) for item in form.items] == ["现场"]


def test_all_vetoes_are_decided_with_one_press_and_undone_with_one(at: At, word: Path) -> None:
    page = at.drop(word)
    before = page.editor.text
    several = next(one for one in cards(at)[0] if one.text() == "都答“是”即否决")
    QTest.mouseClick(several, Qt.MouseButton.LeftButton)
    at.checked()
    assert page.editor.text.count("fails: yes\n") == 7
    page.editor.undo()
    at.checked()
    assert page.editor.text == before


def test_the_sheet_stays_as_it_was_while_the_definition_is_broken_and_says_so(
    at: At, word: Path
) -> None:
    page = at.drop(word)
    at.qtbot.waitUntil(lambda: page.drawn is not None, timeout=20_000)
    drawn = page.drawn
    page.editor.put((line_of(at, "max: 22"), "max: 22", "max: viel"))
    at.checked()
    assert page.drawn is drawn
    assert not page.waiting.isHidden()
    assert "改出问题之前的样子" in page.told.text()
    page.editor.undo()
    at.checked()
    assert "还有没定的地方" in page.told.text()


def test_a_remark_leads_to_its_place_in_the_definition(at: At, word: Path) -> None:
    page = at.drop(word)
    # Its number stands apart in the definition.
    remark = next(one for one in page.one.remarks if one.remark.code == "several-questions")
    assert str(remark.remark.values["found"]).startswith("5.对于已经发布")
    press(page.remarks.lines[0].parentWidget(), "在定义里找")
    assert "text: 对于已经发布" in page.editor.textCursor().block().text()
    assert page.editor.hasFocus()
    page.seek("㊙")
    assert "没有找到" in page.banner.text


def test_questions_become_vetoes_and_questions_again(at: At, tmp_path: Path) -> None:
    path = tmp_path / "核查.docx"
    path.write_bytes(as_word(table(QUESTIONS, "现场核查表")))
    page = at.drop(path)
    before = page.editor.text
    assert page.one.form is not None
    assert [one.id for one in page.one.form.questions] == ["q1", "q2"]
    press(page.remarks, "这些是否决项")
    at.checked()
    assert [one.path for one in page.one.problems] == ["/vetoes/0/fails", "/vetoes/1/fails"]
    press(page.problems, "都不是否决项")
    at.checked()
    assert page.editor.text == before


@pytest.mark.parametrize("form_id", ["hebei-g", "hebei-b", "guangdong", "cppc-checklist"])
def test_a_form_is_exported_to_excel_and_comes_back_as_the_same(
    at: At, form_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, desk: Desk
) -> None:
    monkeypatch.setattr(Window, "choose_folder", lambda *_: tmp_path)
    at.window.go("form", form_id=form_id)
    page = at.window.pages.page
    assert isinstance(page, FormPage)
    form = page.form
    for _ in range(2):
        press(page, "导出 Excel…")
        at.settle()
    first, second = sorted(tmp_path.glob("*.xlsx"), key=lambda path: len(path.name))
    assert str(second) in page.banner.text
    # What lay there already was not written over.
    assert first.read_bytes() == second.read_bytes()

    draft = at.drop(first)
    assert draft.one.form is not None
    assert form_document(draft.one.form) == form_document(form)
    assert draft_named(desk, draft.one.name).waiting == 0


def test_no_folder_no_file(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Window, "choose_folder", lambda *_: None)
    at.window.go("form", form_id="hebei-g")
    page = at.window.pages.page
    assert page is not None
    press(page, "导出 Excel…")
    assert page.banner.text == ""
    assert "导出 Excel…" not in texts(page)
