"""The opinion: saved as one writes, drawn as one writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cpscore.desktop.opinion.announce import AnnouncePage, sentences
from cpscore.desktop.opinion.page import OpinionPage
from cpscore.desktop.opinion.signing import SignPage
from cpscore.desktop.panel.compare import PanelPage
from cpscore.documents.picture import text as page_text
from cpscore.workflow.demo import ADVICE, FORM, RECTIFIED, write_opinion
from cpscore.workflow.opinion import finalise, opinion, write_text
from cpscore.workflow.settle import decide_veto
from tests.desktop.leading import Leading
from tests.workflow.test_procedures import begun, collected


@pytest.fixture
def decided(leading: Leading) -> Leading:
    """The panel has a verdict."""
    decide_veto(leading.desk, leading.id, FORM, "v8", sustained=False, reason=RECTIFIED, by="乙")
    return leading


def writing(one: Leading) -> OpinionPage:
    page = one.open(OpinionPage, "opinion")
    one.qtbot.waitUntil(
        lambda: page.preview.shown is not None and not page.preview.jobs.busy, timeout=20_000
    )
    return page


def test_the_conclusion_is_filled_in_and_the_rest_waits(decided: Leading) -> None:
    page = writing(decided)
    texts = {card.paragraph.id: card.field.text for card in page.paragraphs}
    assert texts.pop("1.7") == "经5位专家评分，综合得分78.70分，否决项均不成立，结论：合格。"
    assert set(texts.values()) == {""}
    assert page.state.text() == "合格　78.70"
    assert {id: field.text() for id, field in page.head.fields.items()} == {
        "organiser": "示例市生态环境局",
        "enterprise": "示例化工有限公司",
        "attendees": "示例市生态环境局、示例化工有限公司、示例咨询有限公司",
    }


@pytest.mark.parametrize("scale", [100, 200])
def test_the_pages_follow_the_writing_without_a_flash_or_a_jump(
    decided: Leading, scale: int
) -> None:
    decided.window.change({"scale": scale})
    decided.window.resize(1920, 1080)
    page = writing(decided)
    preview, card = page.preview, page.paragraphs[0]
    sheets, bar = tuple(preview.sheets), preview.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    at = bar.value()
    assert at > 0
    # Somebody writes on while pages are drawn: of many texts the last is what comes to stand.
    for so_far in ("资", "资料", "资料齐", "资料齐全。"):
        card.field.setPlainText(so_far)
        page.flush()
    decided.qtbot.waitUntil(
        lambda: preview.shown is not None and "资料齐全。" in page_text(preview.shown.pdf),
        timeout=10_000,
    )
    decided.qtbot.waitUntil(lambda: not preview.jobs.busy, timeout=20_000)
    # The same sheets show it, where they were: none went away and came back.
    assert tuple(preview.sheets) == sheets
    assert all(sheet.isVisible() for sheet in sheets)
    assert bar.value() == at
    assert preview.shown is not None
    assert [sheet.picture for sheet in sheets] == list(preview.shown.pages)


def test_a_pause_saves_and_draws_anew(decided: Leading) -> None:
    page = writing(decided)
    before = page.preview.shown
    assert before is not None
    assert len(before.pages) == 3
    card = page.paragraphs[0]
    card.field.setPlainText("资料齐全。")
    assert opinion(decided.desk, decided.id).state.texts == {}
    decided.qtbot.waitUntil(
        lambda: page.preview.shown is not before and not page.preview.jobs.busy, timeout=10_000
    )
    assert opinion(decided.desk, decided.id).state.texts == {"1.1": "资料齐全。"}
    assert decided.window.bar.status.text() == "✓ 已保存 14:03:22"
    assert page.preview.shown is not None
    assert isinstance(page.preview.shown.pages[0], QImage)
    assert page.preview.shown.pages[0] != before.pages[0]


def test_leaving_saves_what_was_typed_last(decided: Leading) -> None:
    page = writing(decided)
    page.paragraphs[1].field.setPlainText("已落实。")
    page.head.fields["attendees"].setText("三方")
    page.show_dissent()
    page.dissent.fields["m4"].setPlainText("方案实施一项我保留意见。")
    decided.window.home()
    state = opinion(decided.desk, decided.id).state
    assert state.texts == {"1.2": "已落实。"}
    assert state.fields == {"attendees": "三方"}
    assert state.dissents == {"m4": "方案实施一项我保留意见。"}
    # What was reserved stands there when the page is opened again.
    assert not writing(decided).dissent.isHidden()


def test_a_members_remark_is_taken_over_where_the_cursor_is(decided: Leading) -> None:
    page = writing(decided)
    card = page.paragraphs[2]
    card.current.emit(card)
    assert [chip.text() for chip in card.chips] == [
        "专家甲　3#锅炉改造合同缺设备清单；COD…",
        "专家丙　2#泵房有轻微滴漏，已当场指出。",
        "专家丁　两项中费方案未完工，无替代方案。",
    ]
    assert not card.offers.isHidden()
    assert page.paragraphs[0].offers.isHidden()
    card.chips[1].click()
    card.saver.flush()
    assert opinion(decided.desk, decided.id).state.texts["1.3"] == "2#泵房有轻微滴漏，已当场指出。"


def test_a_conclusion_that_no_longer_fits_the_result_says_so(decided: Leading) -> None:
    write_text(decided.desk, decided.id, "1.7", "综合得分90分。")
    page = writing(decided)
    card = page.paragraphs[6]
    assert not card.differs.isHidden()
    card.differs.click()
    assert card.differs.isHidden()
    assert "78.70" in card.field.text


def test_without_a_verdict_nothing_is_signed_or_announced(leading: Leading) -> None:
    page = writing(leading)
    assert page.state.text() == "还没有结论"
    assert not page.sign.isEnabled()
    assert not page.announce.isEnabled()
    assert page.sign.accessibleDescription().startswith("还没有结论")


def test_while_it_is_signed_it_can_only_be_read(decided: Leading) -> None:
    finalise(decided.desk, decided.id, ("m1", "m2"), {})
    page = writing(decided)
    assert all(card.field.isReadOnly() for card in page.paragraphs)
    assert all(field.isReadOnly() for field in page.head.fields.values())
    page.sign.click()
    decided.settle()
    decided.page(SignPage)


def test_in_a_narrow_window_text_and_page_take_turns(decided: Leading) -> None:
    decided.window.resize(820, 600)
    page = decided.open(OpinionPage, "opinion")
    assert page.writing.isVisible()
    assert not page.preview.isVisible()
    page.halves.look.click()
    assert page.preview.isVisible()
    assert not page.writing.isVisible()
    decided.qtbot.waitUntil(lambda: page.preview.shown is not None, timeout=20_000)
    page.halves.look.click()
    assert page.writing.isVisible()


def test_the_announcement_fills_the_screen_and_escape_leaves(decided: Leading) -> None:
    write_opinion(decided.sample)
    writing(decided)
    page = decided.open(AnnouncePage, "announce")
    assert decided.window.isFullScreen()
    assert not decided.window.bar.isVisible()
    assert page.enterprise.text() == "示例化工有限公司"
    assert page.result.text() == "合格　78.70"
    assert page.text.text() == (
        f"经5位专家评分，综合得分78.70分，否决项均不成立，结论：合格。{ADVICE}"
    )
    assert page.result.font().pixelSize() > 3 * page.text.font().pixelSize()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    QApplication.processEvents()
    decided.page(OpinionPage)
    assert not decided.window.isFullScreen()
    assert decided.window.bar.isVisible()


def test_three_sentences_are_announced_at_most(decided: Leading) -> None:
    write_text(decided.desk, decided.id, "2", "一。二。三。四。")
    assert sentences(opinion(decided.desk, decided.id))[1:] == ("一。", "二。")


def test_only_the_leader_writes(decided: Leading) -> None:
    decided.sit("m3")
    assert not decided.open(OpinionPage, "opinion").allowed
    assert not decided.open(AnnouncePage, "announce").allowed


def test_a_form_without_result_words_is_signed_from_the_window_too(
    leading: Leading, tmp_path: Path
) -> None:
    sample = begun(leading.desk, leading.sample.identities, "henan-acceptance")
    leading.sample = sample
    compare = leading.open(PanelPage, "panel", form_id="henan-acceptance")
    assert not compare.draft.isEnabled()
    collected(sample, tmp_path)
    compare = leading.open(PanelPage, "panel", form_id="henan-acceptance")
    assert compare.draft.isEnabled()
    page = writing(leading)
    assert page.state.text() == "已评完，本表没有结论用语"
    assert page.sign.isEnabled()
    assert not page.announce.isEnabled()
    assert leading.open(SignPage, "sign").plan.action.isEnabled()
