"""Signing in turn at one machine, and exporting what was signed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from cpscore.desktop.opinion.export import ExportPage
from cpscore.desktop.opinion.plan import HAND, NOT, PlanCard
from cpscore.desktop.opinion.signing import SignPage
from cpscore.desktop.opinion.turns import TurnCard, VoidCard
from cpscore.places import resources_folder
from cpscore.workflow.demo import (
    FORM,
    PASSPHRASE,
    RECTIFIED,
    ink_of,
    write_opinion,
)
from cpscore.workflow.formats import Format
from cpscore.workflow.opinion import close_opinion, finalise, opinion, sign_opinion, signed_opinion
from cpscore.workflow.opinion_state import OpinionState
from cpscore.workflow.settle import decide_veto
from tests.desktop.leading import Leading, choose, write

WHOSE = "示例化工有限公司"
OPINION, SUMMARY = f"验收意见-{WHOSE}.pdf", f"评分汇总表-{WHOSE}.pdf"


@pytest.fixture
def written(leading: Leading) -> Leading:
    """The opinion is written and waits for signatures."""
    decide_veto(leading.desk, leading.id, FORM, "v8", sustained=False, reason=RECTIFIED, by="乙")
    write_opinion(leading.sample)
    return leading


@pytest.fixture
def two_sign(written: Leading) -> Leading:
    """The leader and one member sign with their keys."""
    finalise(written.desk, written.id, ("m1", "m2"), {})
    return written


def state(one: Leading) -> OpinionState:
    return opinion(one.desk, one.id).state


def signing(one: Leading) -> SignPage:
    return one.open(SignPage, "sign")


def plan(page: SignPage) -> PlanCard:
    assert page.plan is not None
    return page.plan


def turn(page: SignPage) -> TurnCard:
    assert page.turn is not None
    return page.turn


def sign(one: Leading, page: SignPage, passphrase: str = PASSPHRASE) -> None:
    card = turn(page)
    if card.pad is not None:
        write(card.pad)
    card.passphrase.field.setText(passphrase)
    card.action.click()
    one.settle()


def words(page: SignPage | ExportPage) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.text() and not one.isHidden()]


# The plan ----------------------------------------------------------------------------------------


def test_who_holds_a_key_here_signs_with_it(written: Leading) -> None:
    page = signing(written)
    assert plan(page).by_key == ("m1", "m2", "m3", "m4", "m5")
    # The leader signs with the key: there is no other choice.
    assert plan(page).ways["m2"].count() == 1


def test_who_signs_by_hand_writes_before_the_sheet_is_laid_out(written: Leading) -> None:
    page = signing(written)
    choose(plan(page).ways["m4"], HAND)
    choose(plan(page).ways["m5"], HAND)
    choose(plan(page).ways["m3"], NOT)
    assert plan(page).why.text() == "还要手写：专家丁、专家戊"
    assert not plan(page).action.isEnabled()
    page.show_pad(plan(page).waiting[0])
    assert page.pad is not None
    page.pad.take()
    assert page.pad.wrong.text() == "签名板是空的，请手写签名后再继续。"
    assert page.pad.member.id == "m4"
    write(page.pad.pad)
    page.pad.take()
    # The next one in turn.
    assert page.pad.member.id == "m5"
    write(page.pad.pad)
    page.pad.take()
    assert plan(page).action.isEnabled()
    plan(page).action.click()
    written.settle()
    assert (state(written).state, state(written).expected) == ("signing", ("m1", "m2"))
    assert state(written).by_hand == ("m4", "m5")
    assert "✓ 手写" in words(page)
    assert "不签" in words(page)


def test_paragraphs_nobody_wrote_are_counted_before_it_is_final(leading: Leading) -> None:
    decide_veto(leading.desk, leading.id, FORM, "v8", sustained=False, reason=RECTIFIED, by="乙")
    assert "意见还有 7 段没有写。" in words(signing(leading))
    # A pad takes its place, and gives it back: now comes what cannot be changed any more.
    page = signing(leading)
    member = next(one for one in page.one.review.members if one.id == "m5")
    choose(plan(page).ways["m5"], HAND)
    page.show_pad(member)
    assert page.pad is not None
    write(page.pad.pad)
    page.pad.take()
    assert "意见还有 7 段没有写。" in words(page)
    write_opinion(leading.sample)
    assert not [text for text in words(signing(leading)) if text.startswith("意见还有")]


def test_who_signs_sees_what_they_sign(two_sign: Leading) -> None:
    page = signing(two_sign)
    two_sign.qtbot.waitUntil(lambda: page.preview.shown is not None, timeout=20_000)
    before = page.preview.shown
    assert before is not None
    assert before.pdf == signed_opinion(two_sign.desk, page.one)
    sign(two_sign, page)
    two_sign.qtbot.waitUntil(lambda: page.preview.shown is not before, timeout=20_000)
    assert page.preview.shown is not None
    assert page.preview.shown.pages[0] != before.pages[0]


# In turn -----------------------------------------------------------------------------------------


def test_the_leader_first_then_the_members_and_the_leader_closes(two_sign: Leading) -> None:
    page = signing(two_sign)
    assert turn(page).member.id == "m2"
    sign(two_sign, page)
    assert state(two_sign).signed == ("m2",)
    assert turn(page).member.id == "m1"
    sign(two_sign, page)
    assert state(two_sign).signed == ("m2", "m1")
    # Now only the leader's last signature is open; it has no pad.
    assert turn(page).member.id == "m2"
    assert turn(page).pad is None
    sign(two_sign, page)
    assert state(two_sign).state == "closed"
    assert "签名齐全，意见表完成。" in words(page)
    assert two_sign.window.bar.status.text() == "签名 2 / 2"


def test_an_empty_pad_and_an_empty_passphrase_are_refused(two_sign: Leading) -> None:
    page = signing(two_sign)
    card = turn(page)
    card.passphrase.field.setText(PASSPHRASE)
    card.sign()
    assert card.wrong.text() == "签名板是空的，请手写签名后再继续。"
    card.passphrase.clear()
    assert card.pad is not None
    write(card.pad)
    assert card.wrong.isHidden()
    card.sign()
    assert card.asked.below.text() == "请输入口令"
    assert state(two_sign).signed == ()


def test_a_wrong_passphrase_keeps_the_handwriting(two_sign: Leading) -> None:
    page = signing(two_sign)
    sign(two_sign, page, "not it")
    assert "口令" in two_sign.said
    card = turn(page)
    assert card.passphrase.text == ""
    assert card.pad is not None
    assert not card.pad.ink.empty
    assert state(two_sign).signed == ()


def test_another_members_key_is_refused_in_words(two_sign: Leading) -> None:
    page = signing(two_sign)
    choose(turn(page).choice, two_sign.sample.identities["m3"].sha256)
    sign(two_sign, page)
    assert two_sign.said == "打开的身份与这位专家登记的不是同一个。没有签名。请选本人的身份。"
    assert state(two_sign).signed == ()


def test_members_sign_in_the_order_they_like(written: Leading) -> None:
    finalise(written.desk, written.id, ("m1", "m2", "m3"), {})
    sign_opinion(written.desk, written.id, "m2", written.sample.identities["m2"], ink_of("m2"))
    page = signing(written)
    assert turn(page).member.id == "m1"
    member = written.sample.review.member("m3")
    assert member is not None
    page.take_turn(member)
    sign(written, page)
    assert state(written).signed == ("m2", "m3")


def test_voiding_needs_a_reason_and_says_it_afterwards(two_sign: Leading) -> None:
    page = signing(two_sign)
    [card] = page.findChildren(VoidCard)
    card.opening.click()
    card.sure.click()
    assert card.asked.below.text().startswith("请写明原因")
    card.reason.setPlainText("错了一个字")
    card.sure.click()
    [voided] = state(two_sign).voided
    assert (state(two_sign).state, voided.edition, voided.reason) == ("writing", 1, "错了一个字")
    assert two_sign.said == "签名已作废，可以回去修改。"
    assert "错了一个字" in words(page)


def test_only_the_leader_leads_the_signing(two_sign: Leading) -> None:
    two_sign.sit("m1")
    assert not signing(two_sign).allowed
    assert not two_sign.open(ExportPage, "export").allowed


# Export ------------------------------------------------------------------------------------------


@pytest.fixture
def closed(two_sign: Leading) -> Leading:
    """Signed and closed."""
    desk, id, keys = two_sign.desk, two_sign.id, two_sign.sample.identities
    for member in ("m2", "m1"):
        sign_opinion(desk, id, member, keys[member], ink_of(member))
    close_opinion(desk, id, keys["m2"])
    return two_sign


def export(
    one: Leading, monkeypatch: pytest.MonkeyPatch, folder: Path, passphrase: str = PASSPHRASE
) -> ExportPage:
    folder.mkdir(exist_ok=True)
    page = one.open(ExportPage, "export")
    monkeypatch.setattr(one.window, "choose_folder", lambda _title: folder)
    page.write()
    assert page.where.text() == str(folder)
    page.write()
    assert page.asked.below.text() == "请输入口令"
    page.passphrase.field.setText(passphrase)
    page.action.click()
    return page


def test_every_file_is_written_and_verified(
    closed: Leading, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = export(closed, monkeypatch, tmp_path / "out")
    closed.settle()
    names = {path.name for path in (tmp_path / "out").iterdir()}
    sheets = {SUMMARY, OPINION, *(f"评分表-专家{one}.pdf" for one in "甲乙丙丁戊")}
    assert names >= sheets
    assert {one.path.name for one, _ in page.written} == names
    signed = [found for _, found in page.written if found]
    assert all(found.trustworthy for found in signed)
    unsigned = {one.path.name for one, found in page.written if not found}
    assert unsigned == {f"阅读件-{WHOSE}.pdf", f"签到表-{WHOSE}.pdf"}
    said = f"写好 {len(names)} 个文件；有签名的 {len(signed)} 个，{len(signed)} 个核验可信"
    assert said in words(page)
    assert "可信：签名齐全、完好，签名之后没有改动。" in words(page)
    assert page.passphrase.text == ""


def test_other_formats_and_an_own_template_are_asked_for(
    closed: Leading, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    page = closed.open(ExportPage, "export")
    monkeypatch.setattr(closed.window, "choose_folder", lambda _title: tmp_path / "out")
    template = resources_folder() / "templates" / "sample.docx"
    monkeypatch.setattr(closed.window, "choose_files", lambda *_about: (template,))
    page.ask()
    page.ask_template()
    assert "sample.docx" in words(page)
    page.formats[Format.PDF].check.click()
    page.formats[Format.XLSX].check.click()
    page.passphrase.field.setText(PASSPHRASE)
    page.action.click()
    closed.settle()
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names >= {
        f"{name}-{WHOSE}.{kind}"
        for name, kind in (("评分汇总表", "xlsx"), ("验收意见", "xlsx"), ("报告", "docx"))
    }
    assert not names & {f"阅读件-{WHOSE}.pdf", f"评分汇总表-{WHOSE}.docx"}


def test_a_wrong_passphrase_writes_nothing(
    closed: Leading, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    export(closed, monkeypatch, tmp_path / "out", "not it")
    closed.settle()
    assert "口令" in closed.said
    assert list((tmp_path / "out").iterdir()) == []


def test_cancelling_says_what_is_left(
    closed: Leading, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    export(closed, monkeypatch, tmp_path / "out")
    closed.window.jobs.running[0].cancel()
    closed.settle()
    assert closed.said.startswith("已取消。写好的文件留在文件夹里")


def test_before_it_is_signed_only_scores_and_summary_go_out(
    two_sign: Leading, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = export(two_sign, monkeypatch, tmp_path / "out")
    two_sign.settle()
    assert "意见表还没有签完，这次只导出评分表和汇总表。" in words(page)
    assert not (tmp_path / "out" / OPINION).exists()
    assert {one.kind for one, _ in page.written} >= {"score", "summary"}
