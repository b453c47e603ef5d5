"""Forms without points in the window: filled by their definition, undone, submitted, printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cpscore.desktop.filling.fields import ChoiceEntry, LineEntry, TextEntry, TicksEntry
from cpscore.desktop.filling.page import FillPage
from cpscore.desktop.filling.tables import TableEntry
from cpscore.desktop.score.page import ScorePage
from cpscore.desktop.score.submit_page import SubmitPage
from cpscore.desktop.start.review import ReviewPage
from cpscore.desktop.window import Window
from cpscore.rules.answers import VetoAnswer
from cpscore.rules.form import Answer
from cpscore.rules.review import Enterprise, Member, Review
from cpscore.workflow.desk import Desk
from cpscore.workflow.filling import sheet_so_far
from cpscore.workflow.paper import Paper, paper
from cpscore.workflow.people import Card, unlock
from cpscore.workflow.prepare import Plan, new_review
from tests.desktop.conftest import PASSPHRASE

FORMS = (
    "hebei-b", "hebei-f", "henan-application", "cppc-worksheets", "cppc-checklist",
    "guangzhou-carbon", "henan-acceptance", "henan-evaluation", "own-vetoes", "hebei-g",
)  # fmt: skip
# Vetoes and a conclusion, and no points.
VETOES = """\
id: own-vetoes
title: 否决检查
source: 测试
stage: 验收
vetoes:
  - {id: v1, number: "1", text: 提供虚假材料的, fails: yes}
  - {id: v2, number: "2", text: 污染物排放达到标准, fails: no, not_applicable: yes}
  - {id: v3, number: "3", text: 发生过事故的, fails: yes}
conclusions:
  - {id: pass, label: 通过}
  - {id: fail, label: 不通过}
"""


class At:
    """The leader at the window, with a review of every kind of form without points."""

    def __init__(self, window: Window, review: Review, qtbot: QtBot) -> None:
        self.window, self.review, self.qtbot = window, review, qtbot

    @property
    def leader(self) -> str:
        assert self.review.leader is not None
        return self.review.leader.id

    def open(self, form_id: str, at: str = "") -> FillPage:
        self.window.go(
            "score", review_id=self.review.id, form_id=form_id, member_id=self.leader, at=at
        )
        assert isinstance(self.window.pages.page, FillPage)
        return self.window.pages.page

    def kept(self, form_id: str) -> Paper:
        return paper(self.window.desk, self.review.id, form_id, self.leader)


@pytest.fixture
def at(open_window: Callable[[Desk], Window], desk: Desk, leader: Card, qtbot: QtBot) -> At:
    (desk.data / "forms").mkdir()
    (desk.data / "forms" / "own-vetoes.yaml").write_text(VETOES, encoding="utf-8")
    members = (Member("", "专家甲"), Member("", leader.person.name, leader=True))
    plan = Plan("验收", Enterprise("示例化工有限公司", ("双有",)), "2026-11-20", FORMS, members)
    review = new_review(desk, plan, unlock(desk, leader.sha256, PASSPHRASE))
    return At(open_window(desk), review, qtbot)


def type_into(entry: LineEntry, text: str) -> None:
    entry.field.setFocus()
    entry.field.clear()
    QTest.keyClicks(entry.field, text)
    QTest.keyClick(entry.field, Qt.Key.Key_Return)


def answer(page: FillPage, question: str, part: str, value: Answer) -> None:
    QTest.mouseClick(
        page.cards[question].choices[part].buttons[value.value], Qt.MouseButton.LeftButton
    )


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def test_the_form_decides_which_page_scores_it(at: At) -> None:
    for form_id in FORMS[:-1]:
        at.open(form_id)
    at.window.go("score", review_id=at.review.id, form_id="hebei-g", member_id=at.leader)
    assert isinstance(at.window.pages.page, ScorePage)


def test_fields_and_questions_are_kept_as_they_are_entered(at: At) -> None:
    page = at.open("hebei-b")
    enterprise = page.entries["enterprise"]
    assert isinstance(enterprise, LineEntry)
    assert enterprise.offer.isVisible()
    enterprise.offer.click()
    legal, applied = page.entries["legal"], page.entries["applied"]
    assert isinstance(legal, LineEntry)
    assert isinstance(applied, LineEntry)
    type_into(legal, "Zhang San")
    type_into(applied, "2026.11.3")
    way, kind = page.entries["way"], page.entries["kind"]
    assert isinstance(way, ChoiceEntry)
    assert isinstance(kind, TicksEntry)
    way.buttons["self"].click()
    kind.ticks["other"].check.click()
    kind.ticks["exceeding"].check.click()
    answer(page, "q1", "a", Answer.YES)
    assert page.status is not None
    answers = at.kept("hebei-b").draft.answers
    assert answers.fields == {
        "enterprise": "示例化工有限公司",
        "legal": "Zhang San",
        "applied": "2026-11-03",
        "way": "self",
        "kind": ("exceeding", "other"),
    }
    assert answers.questions == {"q1": VetoAnswer({"a": Answer.YES})}
    assert page.count.text().startswith("已填 6 / ")


def test_undo_goes_back_through_everything_and_shows_where(at: At) -> None:
    page = at.open("hebei-b")
    legal = page.entries["legal"]
    assert isinstance(legal, LineEntry)
    type_into(legal, "A")
    answer(page, "q2", "a", Answer.NA)
    page.steps.undo.click()
    page.steps.undo.click()
    assert legal.field.text() == ""
    assert at.kept("hebei-b").draft.answers.fields == {}
    page.steps.redo.click()
    assert legal.field.text() == "A"
    again = at.open("hebei-b")  # and across a restart of the page
    again.steps.undo.click()
    assert at.kept("hebei-b").draft.answers.fields == {}


def test_pressing_an_answer_again_takes_it_back(at: At) -> None:
    page = at.open("hebei-b")
    answer(page, "q1", "a", Answer.NO)
    answer(page, "q1", "a", Answer.NO)
    assert at.kept("hebei-b").draft.answers.questions == {}


def test_a_day_that_is_none_is_refused_beside_its_field(at: At) -> None:
    page = at.open("hebei-b")
    applied = page.entries["applied"]
    assert isinstance(applied, LineEntry)
    type_into(applied, "tomorrow")
    assert "年月日" in applied.place.below.text()
    assert at.kept("hebei-b").draft.answers.fields == {}


def test_a_number_that_is_none_is_refused_beside_its_field(at: At) -> None:
    page = at.open("henan-evaluation")
    points = page.entries["points"]
    assert isinstance(points, LineEntry)
    type_into(points, "many")
    assert "请写数字" in points.place.below.text()
    assert at.kept("henan-evaluation").draft.answers.fields == {}
    type_into(points, " 85.50 ")
    assert "请写数字" not in points.place.below.text()
    assert at.kept("henan-evaluation").draft.answers.fields == {"points": "85.50"}


def test_a_question_that_hangs_on_another_is_asked_once_that_is_answered_so(at: At) -> None:
    page = at.open("hebei-f")
    rectified = page.cards["q3"].parts["a"]
    assert not rectified.isVisible()
    answer(page, "q2", "a", Answer.YES)
    assert rectified.isVisible()
    answer(page, "q3", "a", Answer.NO)
    answer(page, "q2", "a", Answer.NO)
    assert not rectified.isVisible()


def test_what_is_written_beside_an_answer_is_kept_and_printed(at: At) -> None:
    page = at.open("henan-application")
    answer(page, "q1", "a", Answer.YES)
    field = page.cards["q1"].details["a"].field
    field.setFocus()
    QTest.keyClicks(field, "No. 7")
    QTest.keyClick(field, Qt.Key.Key_Return)
    one = at.kept("henan-application")
    assert one.draft.answers.questions["q1"].details == {"a": "No. 7"}
    assert "No. 7" in text_of(sheet_so_far(at.window.desk, one))


def test_rows_are_added_typed_and_removed(at: At) -> None:
    page = at.open("cppc-worksheets")
    team, plan = page.entries["team"], page.entries["plan"]
    assert isinstance(team, TableEntry)
    assert isinstance(plan, TableEntry)
    for row, name in enumerate(("Zhang", "Li")):
        item = team.grid.item(row, 0)
        assert item is not None
        item.setText(name)
        QApplication.processEvents()
    first, second = at.kept("cppc-worksheets").draft.answers.fields["team"]
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert [*first.values(), *second.values()] == ["Zhang", "Li"]
    assert team.grid.rowCount() == 3  # another one waits
    team.grid.setCurrentCell(0, 0)
    team.remove.click()
    assert len(at.kept("cppc-worksheets").draft.answers.fields["team"]) == 1
    page.steps.undo.click()
    assert len(at.kept("cppc-worksheets").draft.answers.fields["team"]) == 2
    # Fixed rows have their names, and none are added.
    assert plan.grid.rowCount() == 10
    assert not plan.add.isVisible()
    last = plan.grid.item(9, 0)
    assert last is not None
    last.setText("June")
    QApplication.processEvents()
    one = at.kept("cppc-worksheets")
    assert len(one.draft.answers.fields["plan"]) == 10
    assert "June" in text_of(sheet_so_far(at.window.desk, one))


def test_long_text_is_kept_while_one_writes_and_when_one_leaves(at: At) -> None:
    page = at.open("guangzhou-carbon")
    comments = page.entries["comments"]
    assert isinstance(comments, TextEntry)
    QTest.keyClicks(comments.field, "good")
    at.qtbot.waitUntil(lambda: not comments.timer.isActive(), timeout=3_000)
    assert at.kept("guangzhou-carbon").draft.answers.fields["comments"] == "good"
    QTest.keyClicks(comments.field, " work")
    at.window.go("forms")
    assert "work" in str(at.kept("guangzhou-carbon").draft.answers.fields["comments"])


def test_the_panel_chooses_and_the_expert_submits(at: At, tmp_path: Path) -> None:
    page = at.open("guangzhou-carbon")
    assert page.action.text() == "检查并提交"
    page.check()
    checked = at.window.pages.page
    assert isinstance(checked, SubmitPage)
    assert "结论未选" in [one.text() for one in checked.checked.links]
    checked.checked.links[0].click()
    page = at.window.pages.page
    assert isinstance(page, FillPage)
    assert page.conclusion is not None
    assert page.conclusion.buttons["pass"].hasFocus()
    page.conclusion.buttons["pass"].click()
    assert at.kept("guangzhou-carbon").result.complete


def test_an_empty_question_is_named_and_found(at: At) -> None:
    page = at.open("henan-acceptance", at="/questions/q4/a")
    assert page.cards["q4"].choices["a"].buttons["yes"].hasFocus()
    page.check()
    checked = at.window.pages.page
    assert isinstance(checked, SubmitPage)
    assert len(checked.checked.links) == 6
    assert all("未答" in one.text() for one in checked.checked.links)


def test_a_form_filled_in_once_is_written_as_pdf(
    at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = at.open("hebei-f")
    monkeypatch.setattr(at.window, "choose_folder", lambda _title: tmp_path)
    page.write()
    at.qtbot.waitUntil(lambda: not at.window.jobs.busy, timeout=20_000)
    QApplication.processEvents()
    [written] = tmp_path.glob("*.pdf")
    assert "初审" in text_of(written.read_bytes())
    assert "读回核对一致" in page.banner.text


def test_the_review_offers_them_and_says_who_fills_them_in(at: At) -> None:
    at.window.go("review", review_id=at.review.id)
    page = at.window.pages.page
    assert isinstance(page, ReviewPage)
    texts = [one.text() for one in page.findChildren(QLabel)]
    for mine in page.one.mine:
        assert mine.form.title in texts
    assert {mine.form.id for mine in page.one.mine} == set(FORMS)
    assert "企业填报、主管部门核对，由组长录入" in texts


def test_the_sheet_is_drawn_beside_it_and_follows(at: At) -> None:
    page = at.open("guangzhou-carbon")
    at.qtbot.waitUntil(lambda: page.preview.shown is not None, timeout=20_000)
    before = page.preview.shown
    assert page.conclusion is not None
    page.conclusion.buttons["fail"].click()
    at.qtbot.waitUntil(lambda: page.preview.shown is not before, timeout=20_000)


def test_what_a_form_with_points_asks_beside_them_is_reached_from_what_is_missing(
    at: At, desk: Desk, leader: Card
) -> None:
    (desk.data / "forms").mkdir(exist_ok=True)
    (desk.data / "forms" / "both.yaml").write_text(BOTH, encoding="utf-8")
    plan = Plan("验收", Enterprise("某企业"), "2026-11-20", ("both",), at.review.members)
    at.review = new_review(desk, plan, unlock(desk, leader.sha256, PASSPHRASE))
    at.window.go("score", review_id=at.review.id, form_id="both", member_id=at.leader)
    scored = at.window.pages.page
    assert isinstance(scored, ScorePage)
    scored.check()
    checked = at.window.pages.page
    assert isinstance(checked, SubmitPage)
    checked.checked.links[-1].click()
    page = at.window.pages.page
    assert isinstance(page, FillPage)
    answer(page, "q1", "a", Answer.YES)
    assert at.kept("both").result.missing == ("/scores/1.1",)


BOTH = """\
id: both
title: 打分又提问的表
total: 10
questions: [可以吗]
sections: [{items: [{title: 现场, max: 10, rows: [整洁]}]}]
grades:
  - {id: good, label: 合格, range: x >= 6}
  - {id: bad, label: 不合格, range: x < 6}
"""


# Vetoes where nobody gives points ----------------------------------------------------------------


def test_a_failing_veto_asks_why_and_a_clear_one_forgets_it(at: At) -> None:
    page = at.open("own-vetoes")
    card = page.cards["v1"]
    assert card.reason.isHidden()
    answer(page, "v1", "a", Answer.YES)
    assert card.reason.isVisible()
    card.why.setFocus()
    QTest.keyClicks(card.why, "forged")
    QTest.keyClick(card.why, Qt.Key.Key_Return)
    assert at.kept("own-vetoes").draft.answers.vetoes["v1"].reason == "forged"
    page.book.stack.undo()
    assert card.why.text() == ""
    page.book.stack.redo()
    assert card.why.text() == "forged"
    answer(page, "v1", "a", Answer.NO)
    assert card.reason.isHidden()
    assert at.kept("own-vetoes").draft.answers.vetoes["v1"].reason == ""


def test_the_list_before_submitting_leads_to_the_reason(at: At) -> None:
    page = at.open("own-vetoes")
    for id, value in (("v1", Answer.YES), ("v2", Answer.YES), ("v3", Answer.NO)):
        answer(page, id, "a", value)
    assert page.conclusion is not None
    page.conclusion.buttons["fail"].click()
    page.check()
    submitting = at.window.pages.page
    assert isinstance(submitting, SubmitPage)
    [lack] = submitting.checked.links
    assert lack.text() == "否决项 1：写明不符合的理由"
    lack.click()
    again = at.window.pages.page
    assert isinstance(again, FillPage)
    assert again.cards["v1"].why.hasFocus()


def test_an_answer_never_makes_the_whole_grow_or_shrink(at: At) -> None:
    page = at.open("own-vetoes")
    seen = [page.count.text()]
    for id, value in (("v1", Answer.NO), ("v2", Answer.NA), ("v3", Answer.NO)):
        answer(page, id, "a", value)
        seen.append(page.count.text())
    assert seen == [f"已填 {done} / 4" for done in range(4)]


def test_keys_answer_as_in_a_veto_and_go_on(at: At) -> None:
    at.window.activateWindow()
    assert QTest.qWaitForWindowActive(at.window)
    page = at.open("own-vetoes", at="/vetoes/v1")

    def key(one: Qt.Key) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, one)

    key(Qt.Key.Key_N)
    key(Qt.Key.Key_0)
    key(Qt.Key.Key_Y)
    # The third fails: why is asked before anything else.
    assert page.cards["v3"].why.hasFocus()
    QTest.keyClicks(page.cards["v3"].why, "spill")
    key(Qt.Key.Key_Return)
    kept = at.kept("own-vetoes").draft.answers
    assert [kept.vetoes[id].parts["a"] for id in ("v1", "v2", "v3")] == [
        Answer.NO, Answer.NA, Answer.YES,
    ]  # fmt: skip
    assert kept.vetoes["v3"].reason == "spill"
    assert page.conclusion is not None
    assert page.conclusion.buttons["pass"].hasFocus()


def test_a_question_that_hangs_on_another_is_counted_from_the_start(at: At) -> None:
    page = at.open("hebei-f")

    def count() -> tuple[int, int]:
        done, whole = page.count.text().removeprefix("已填 ").split(" / ")
        return int(done), int(whole)

    done, whole = count()
    answer(page, "q2", "a", Answer.YES)
    assert count() == (done + 1, whole)
    page.cards["q3"].choices["a"].buttons["yes"].click()
    assert count() == (done + 2, whole)
    answer(page, "q2", "a", Answer.NO)
    # Nothing happened, so nothing had to be put right: the third is done with the second.
    assert count() == (done + 2, whole)


def test_taking_the_answer_back_that_made_it_moot_brings_the_other_back(at: At) -> None:
    page = at.open("hebei-f")
    for id, value in (("q2", "yes"), ("q3", "no"), ("q2", "no")):
        page.cards[id].choices["a"].buttons[value].click()
    assert "q3" not in at.kept("hebei-f").draft.answers.questions
    page.book.stack.undo()
    kept = at.kept("hebei-f").draft.answers.questions
    assert kept["q2"].parts == {"a": Answer.YES}
    assert kept["q3"].parts == {"a": Answer.NO}
    page.book.stack.redo()
    assert "q3" not in at.kept("hebei-f").draft.answers.questions
