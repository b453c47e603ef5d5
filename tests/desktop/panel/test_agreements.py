"""What the panel agrees on, on its page: a conclusion, scores; and what was only typed so far."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from cpscore.desktop.panel.agreed import AgreedCard, ConclusionCard, ScoreCard
from cpscore.desktop.panel.compare import PanelPage
from cpscore.desktop.panel.decisions import ContestedCard, DecidedCard
from cpscore.workflow.demo import FORM
from cpscore.workflow.settle import panel
from tests.desktop.leading import Leading
from tests.desktop.panel.agreeing import AGREED, CARBON, COMMENTS, agreeing, differing

T = TypeVar("T")


def compare(one: Leading, form_id: str) -> PanelPage:
    return one.open(PanelPage, "panel", form_id=form_id)


def words(page: PanelPage) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.text() and not one.isHidden()]


def card(page: PanelPage, kind: type[T], key: str) -> T:
    found = dict(page.cards)[key]
    assert isinstance(found, kind), found
    return found


def test_members_who_chose_differently_are_shown_and_the_panel_decides(leading: Leading) -> None:
    leading.sample = differing(leading.sample)
    page = compare(leading, CARBON)
    open_card = card(page, ConclusionCard, "conclusion")
    assert [made.text() for made in open_card.choices.values()] == ["通过", "不通过"]
    said = words(page)
    for one in ("选“通过”：专家乙、专家丙", "选“不通过”：专家甲", f"“{COMMENTS}”——专家甲"):
        assert one in said
    assert not [one for one in said if one.startswith("各专家选的结论不同")]
    open_card.choices["fail"].click()
    assert open_card.asked.below.text() == "请写明原因。原因会留在记录里，并印在汇总表上。"
    assert panel(leading.desk, leading.id, CARBON).result.verdict is None  # type: ignore[union-attr]
    open_card.asked.area.setPlainText("核算边界须先更正")
    open_card.choices["fail"].click()
    result = panel(leading.desk, leading.id, CARBON).result
    assert result is not None
    assert result.verdict is not None
    assert result.verdict.id == "fail"
    card(page, AgreedCard, "conclusion")
    said = words(page)
    for one in ("决定：不通过", "核算边界须先更正", "专家乙　11-20 14:03 记录"):
        assert one in said


def test_a_form_without_points_shows_no_empty_table(leading: Leading) -> None:
    leading.sample = differing(leading.sample)
    page = compare(leading, CARBON)
    assert page.table.isHidden()
    said = words(page)
    assert "本表不打分，没有分数可汇总。" in said
    assert "3 人中 3 人" in said
    assert "极差" not in said


def test_a_conclusion_is_decided_anew_or_left_as_it_is(leading: Leading) -> None:
    leading.sample = differing(leading.sample)
    page = compare(leading, CARBON)
    first = card(page, ConclusionCard, "conclusion")
    first.asked.area.setPlainText("边界不清")
    first.choices["fail"].click()
    card(page, AgreedCard, "conclusion").revising.click()
    again = card(page, ConclusionCard, "conclusion")
    assert again.asked.area.toPlainText() == ""
    assert "现在的决定：不通过" in words(page)
    again.asked.area.setPlainText("再想想")
    again.stayed.emit()
    card(page, AgreedCard, "conclusion").revising.click()
    again = card(page, ConclusionCard, "conclusion")
    assert again.asked.area.toPlainText() == ""
    again.asked.area.setPlainText("现场补正，核对无误")
    again.choices["pass"].click()
    agreed = panel(leading.desk, leading.id, CARBON).result.decisions.conclusion  # type: ignore[union-attr]
    assert agreed is not None
    assert (agreed.id, agreed.reason) == ("pass", "现场补正，核对无误")
    assert "决定：通过" in words(page)


def test_the_points_agreed_on_are_checked_beside_the_field(leading: Leading) -> None:
    leading.sample = agreeing(leading.sample)
    page = compare(leading, AGREED)
    one = card(page, ScoreCard, "score/g2")
    assert "专家甲 18，专家乙 17，专家丙 19；满分 22" in words(page)
    assert "score/g9" in dict(page.cards)
    assert "score/g5" in dict(page.cards)
    for typed, why in (
        ("", "「方案实施」填的不是数字，请用半角数字填写（0–22）。"),
        ("23", "「方案实施」最高 22 分，请填 0–22。"),
        ("-1", "「方案实施」不能填负数。最高 22 分，最低 0 分。"),
    ):
        one.points.setText(typed)
        one.sure.click()
        assert one.amount.below.text() == why
    one.points.setText("１８．５")
    one.sure.click()
    assert one.amount.below.text() == "0–22"
    assert one.asked.below.text().startswith("请写明原因")
    one.asked.area.setPlainText("一项方案实施不全")
    one.sure.click()
    result = panel(leading.desk, leading.id, AGREED).result
    assert result is not None
    assert result.decisions.agreed_scores["g2"].points == Decimal("18.5")
    card(page, AgreedCard, "score/g2")
    assert "商定 18.5 分" in words(page)
    assert "专家乙　11-20 14:03 记录" in words(page)


def test_once_every_score_is_agreed_on_there_is_a_result(leading: Leading) -> None:
    leading.sample = agreeing(leading.sample)
    page = compare(leading, AGREED)
    assert not page.draft.isEnabled()
    keys = [key for key, one in page.cards if isinstance(one, ScoreCard)]
    for key in keys:
        one = card(page, ScoreCard, key)
        one.points.setText("1")
        one.asked.area.setPlainText("商定")
        one.sure.click()
    result = panel(leading.desk, leading.id, AGREED).result
    assert result is not None
    assert result.settled
    assert page.draft.isEnabled()
    card(page, AgreedCard, keys[0]).revising.click()
    again = card(page, ScoreCard, keys[0])
    again.points.setText("0.5")
    again.asked.area.setPlainText("改为半分")
    again.sure.click()
    assert "商定 0.5 分" in words(page)


def test_what_is_typed_waits_when_the_page_is_left(leading: Leading) -> None:
    page = compare(leading, FORM)
    card(page, ContestedCard, "v8").reason.setPlainText("处罚已整改，材")
    assert page.leave()
    page = compare(leading, FORM)
    one = card(page, ContestedCard, "v8")
    assert one.reason.toPlainText() == "处罚已整改，材"
    one.no.click()
    back = card(page, DecidedCard, "v8")
    assert back.more.isHidden()
    back.undoing.click()
    back.reason.setPlainText("材料有疑")
    assert page.leave()
    page = compare(leading, FORM)
    back = card(page, DecidedCard, "v8")
    assert not back.more.isHidden()
    assert back.reason.toPlainText() == "材料有疑"
    back.sure.click()
    assert card(page, ContestedCard, "v8").reason.toPlainText() == ""


def test_one_decision_does_not_empty_the_other_cards(leading: Leading) -> None:
    leading.sample = agreeing(leading.sample)
    page = compare(leading, AGREED)
    other = card(page, ScoreCard, "score/g3")
    other.points.setText("20")
    other.asked.area.setPlainText("现场整洁")
    one = card(page, ScoreCard, "score/g2")
    one.points.setText("18")
    one.asked.area.setPlainText("多数")
    one.sure.click()
    for shown in (page, compare(leading, AGREED)):
        other = card(shown, ScoreCard, "score/g3")
        assert (other.points.text(), other.asked.area.toPlainText()) == ("20", "现场整洁")


def test_typing_is_kept_after_a_moment_of_rest(leading: Leading) -> None:
    page = compare(leading, FORM)
    card(page, ContestedCard, "v8").reason.setPlainText("整改")
    key = f"panel.typed/{leading.id}/{FORM}/veto/v8"
    leading.qtbot.waitUntil(lambda: leading.desk.store.setting(key) == "整改", timeout=20_000)


def test_other_reviews_and_forms_begin_empty(leading: Leading) -> None:
    page = compare(leading, FORM)
    card(page, ContestedCard, "v8").reason.setPlainText("这一家的理由")
    assert page.leave()
    leading.sample = agreeing(leading.sample)
    page = compare(leading, AGREED)
    kept = [one for _, one in page.cards if isinstance(one, ScoreCard)]
    assert {one.asked.area.toPlainText() for one in kept} == {""}


def test_an_archive_that_cannot_be_written_holds_the_page_once(leading: Leading) -> None:
    page = compare(leading, FORM)
    card(page, ContestedCard, "v8").reason.setPlainText("整改")
    execute = leading.desk.store._db.execute
    execute("PRAGMA query_only = ON")
    assert not page.leave()
    assert leading.said
    assert page.leave()
    execute("PRAGMA query_only = OFF")
    assert page.leave()
    assert card(compare(leading, FORM), ContestedCard, "v8").reason.toPlainText() == "整改"


def test_the_table_shows_what_was_agreed_on_and_leads_to_its_card(leading: Leading) -> None:
    leading.sample = agreeing(leading.sample)
    page = compare(leading, AGREED)
    heads = page.model.heads
    assert heads[-1] == "商定"
    last = len(heads) - 1
    differing_row, same_row = (
        next(at for at, one in enumerate(page.model.lines) if one.item == id) for id in ("g2", "g1")
    )
    open_cell = page.model.index(differing_row, last)
    assert open_cell.data() == "待商定"
    assert open_cell.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "方案实施 商定 待商定 按回车商定分数"
    )
    page.table.setCurrentIndex(open_cell)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    one = card(page, ScoreCard, "score/g2")
    assert one.points.hasFocus()
    one.points.setText("18.5")
    one.asked.area.setPlainText("以现场台账为准")
    one.sure.click()
    cell = page.model.index(differing_row, last)
    assert cell.data() == "18.5"
    # Pressing it again opens the decision to be made anew.
    page.table.activated.emit(cell)
    assert card(page, ScoreCard, "score/g2").points.hasFocus()
    # Where all gave the same there is nothing to settle.
    scores = {one.text for one in page.model.lines[same_row].cells[1:4]}
    assert (len(scores) == 1) is ("score/g1" not in dict(page.cards))
