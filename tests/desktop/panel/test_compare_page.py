"""The panel's page: what it says, and how the panel decides."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel, QPushButton

from cpscore.desktop.opinion.page import OpinionPage
from cpscore.desktop.opinion.signing import SignPage
from cpscore.desktop.panel.collect import CollectPage
from cpscore.desktop.panel.compare import PanelPage
from cpscore.desktop.panel.decisions import ContestedCard, DecidedCard
from cpscore.rules.review import Enterprise
from cpscore.workflow.collect import confirm, take_in
from cpscore.workflow.demo import FORM, RECTIFIED, Sample, take_part
from cpscore.workflow.opinion import finalise
from cpscore.workflow.prepare import Plan, new_review
from cpscore.workflow.settle import decide_veto, decisions_of, panel
from tests.desktop.leading import Leading, unlisted


def compare(one: Leading) -> PanelPage:
    return one.open(PanelPage, "panel", form_id=FORM)


def words(page: PanelPage | SignPage) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.text() and not one.isHidden()]


def contested(page: PanelPage) -> ContestedCard:
    [card] = [card for _, card in page.cards if isinstance(card, ContestedCard)]
    return card


def decided(page: PanelPage) -> DecidedCard:
    [card] = [card for _, card in page.cards if isinstance(card, DecidedCard)]
    return card


def test_the_head_says_where_the_panel_stands(leading: Leading) -> None:
    page = compare(leading)
    said = words(page)
    for one in (
        "78.70",
        "5 人中 5 人",
        "14.5",
        "1 项意见不一致，待裁定",
        "裁定后得出",
        "差异 7 分",
        "认为成立（否决）：专家丁",
        "认为不成立：专家甲、专家乙、专家丙、专家戊",
        "“未见整改验收文件”——专家丁",
        "“两项中费方案未完工，无替代方案。”——专家丁",
    ):
        assert one in said
    assert not page.draft.isEnabled()
    assert page.draft.accessibleDescription() == "现在还不能起草：裁定后得出"


def test_a_decision_needs_a_reason(leading: Leading) -> None:
    page = compare(leading)
    card = contested(page)
    card.no.click()
    assert card.asked.below.text() == "请写明原因。原因会留在记录里，并印在汇总表上。"
    assert decisions_of(leading.desk, leading.id, FORM) == {}


def test_the_panel_decides_and_takes_it_back_with_reasons(leading: Leading) -> None:
    page = compare(leading)
    card = contested(page)
    card.reason.setPlainText(RECTIFIED)
    card.no.click()
    made = decisions_of(leading.desk, leading.id, FORM)["v8"]
    assert (made.sustained, made.reason, made.by) == (False, RECTIFIED, "专家乙")
    for one in ("裁定：不成立", RECTIFIED, "专家乙　11-20 14:03 记录", "均不成立"):
        assert one in words(page)
    assert page.draft.isEnabled()
    back = decided(page)
    back.undoing.click()
    back.sure.click()
    assert back.asked.below.text().startswith("请写明原因")
    back.reason.setPlainText("材料有疑问")
    back.sure.click()
    assert decisions_of(leading.desk, leading.id, FORM) == {}
    assert not page.draft.isEnabled()


def test_a_sustained_veto_fails_the_enterprise_in_words(leading: Leading) -> None:
    page = compare(leading)
    card = contested(page)
    assert card.yes.text() == "成立（不合格）"
    card.reason.setPlainText("未完成整改")
    card.yes.click()
    result = panel(leading.desk, leading.id, FORM).result
    assert result is not None
    assert result.verdict is not None
    assert result.verdict.label == "不合格"
    assert "裁定：成立" in words(page)
    assert "1 项成立" in words(page)
    page.draft.click()
    leading.settle()
    leading.page(OpinionPage)


def test_once_it_is_being_signed_nothing_is_decided_any_more(leading: Leading) -> None:
    decide_veto(leading.desk, leading.id, FORM, "v8", sustained=False, reason="已整改", by="乙")
    finalise(leading.desk, leading.id, ("m1", "m2"), {})
    page = compare(leading)
    assert "0 / 2　正在签名；改动会作废已有签名" in words(page)
    back = decided(page)
    back.undoing.click()
    back.reason.setPlainText("再想想")
    back.sure.click()
    assert leading.said.startswith("意见表已经定稿")
    assert "v8" in decisions_of(leading.desk, leading.id, FORM)


def test_too_few_ballots_stand_in_the_way(untaken: Leading) -> None:
    [first, *_] = sorted(untaken.stick.glob("*.cpsballot"))
    page = compare(untaken)
    assert "还没有收到可以计入的选票。先去收票。" in words(page)
    assert not page.draft.isEnabled()
    take_in(untaken.desk, untaken.id, first)
    page = compare(untaken)
    said = words(page)
    assert "5 人中 1 人" in said
    assert "票数不足" in said
    assert "待解决" in said


def test_only_the_leader_sees_it(leading: Leading) -> None:
    leading.sit("m4")
    page = compare(leading)
    assert not page.allowed
    assert "78.70" not in " ".join(words(page))


def test_keys_nobody_compared_are_pointed_out_before_anything_is_signed(
    untaken: Leading, tmp_path: Path
) -> None:
    one = unlisted(untaken)
    take_in(one.desk, one.id, take_part(one.sample, "m1", tmp_path))
    for shown in (words(compare(one)), words(one.open(SignPage, "sign"))):
        assert "还没有当面核对密钥：专家甲。" in shown
    confirm(one.desk, one.id, "m1", one.sample.identities["m1"].sha256, by="专家乙")
    assert not [text for text in words(compare(one)) if text.startswith("还没有当面核对")]


def test_of_several_forms_each_has_its_own_box_and_panel(untaken: Leading) -> None:
    forms = ("hebei-c", "hebei-e", "hebei-d")
    plan = Plan("评估", Enterprise("示例化工有限公司", ("双超",)), "2026-11-20", forms,
                untaken.sample.review.members)  # fmt: skip
    review = new_review(untaken.desk, plan, untaken.sample.identities["m2"])
    untaken.sample = Sample(untaken.desk, review, untaken.sample.identities)
    page = untaken.open(PanelPage, "panel", form_id="hebei-c")
    other = next(form for form in page.panel.package.scored if form.id == "hebei-e")
    [tab] = [one for one in page.findChildren(QPushButton) if one.text() == other.title]
    tab.click()
    untaken.settle()
    assert untaken.page(PanelPage).panel.form == other
    untaken.page(PanelPage).back.click()
    untaken.settle()
    assert untaken.page(CollectPage).form_id == "hebei-e"
