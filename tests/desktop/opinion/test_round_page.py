"""The file goes from window to window: leader, members on machines of their own, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cpscore.desktop.jobs import Progress
from cpscore.desktop.opinion import going_round, round_page
from cpscore.desktop.opinion.declining import DeclineCard
from cpscore.desktop.opinion.page import OpinionPage
from cpscore.desktop.opinion.progress import ProgressCard
from cpscore.desktop.opinion.round_page import RoundPage
from cpscore.desktop.opinion.rounds import ForkCard, ReplyCard
from cpscore.desktop.opinion.signing import SignPage
from cpscore.desktop.opinion.turns import TurnCard
from cpscore.desktop.start.verify import VerifyPage
from cpscore.desktop.window import Window
from cpscore.files import NotWritten, Why
from cpscore.rules.declining import Declining
from cpscore.rules.review import Member
from cpscore.signing.inspect import inspect_pdf
from cpscore.signing.token import NoTokens
from cpscore.workflow.demo import FORM, LEADER, PASSPHRASE, RECTIFIED, ink_of, write_opinion
from cpscore.workflow.desk import Desk, open_desk
from cpscore.workflow.opinion import finalise, opinion, sign_opinion, signed_opinion
from cpscore.workflow.opinion_state import OpinionState
from cpscore.workflow.people import cards
from cpscore.workflow.round_leader import Returned, signers, take_back, take_out
from cpscore.workflow.round_member import look_at, sign_round, write_round
from cpscore.workflow.settle import decide_veto
from cpscore.workflow.verify import verify_file
from tests.desktop.conftest import afternoon, fresh_ids
from tests.desktop.leading import Leading, write

P = TypeVar("P", bound=QWidget)


@dataclass
class Away:
    """A member's own machine, with nothing on it but their identity."""

    window: Window
    desk: Desk
    qtbot: QtBot

    def settle(self) -> None:
        """Until no job runs any more."""
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.window.jobs.busy, timeout=20_000)
        QApplication.processEvents()

    def drop(self, path: Path) -> RoundPage:
        """A file falls on the window."""
        self.window.open_file(path)
        self.settle()
        page = self.window.pages.page
        assert isinstance(page, RoundPage), page
        return page

    def sign(self, page: RoundPage) -> None:
        """By hand and with the passphrase."""
        card = page.turn
        assert card is not None
        assert card.pad is not None
        write(card.pad)
        card.passphrase.field.setText(PASSPHRASE)
        card.action.click()
        self.settle()
        # Signing is one job, writing the file back another.
        self.qtbot.waitUntil(lambda: page.signed is not None, timeout=20_000)
        self.settle()


Machines = Callable[[str], Away]


@pytest.fixture
def going(leading: Leading) -> Leading:
    """The opinion is laid out for three keys, and the leader has certified it."""
    desk, id = leading.desk, leading.id
    decide_veto(desk, id, FORM, "v8", sustained=False, reason=RECTIFIED, by="乙")
    write_opinion(leading.sample)
    finalise(desk, id, ("m1", LEADER, "m3"), {})
    sign_opinion(desk, id, LEADER, leading.sample.identities[LEADER], ink_of(LEADER))
    return leading


@pytest.fixture
def machine(
    going: Leading,
    open_window: Callable[[Desk], Window],
    qtbot: QtBot,
    tmp_path: Path,
) -> Iterator[Machines]:
    """Makes machines of members."""
    made: list[Away] = []

    def of(member_id: str) -> Away:
        desk = open_desk(tmp_path / f"of-{member_id}", now=afternoon, fresh=fresh_ids())
        kept = going.desk.store.identity(going.sample.identities[member_id].sha256)
        assert kept is not None
        desk.store.add_identity(kept)  # type: ignore[arg-type]  # none of them is in a USB key
        made.append(Away(open_window(desk), desk, qtbot))
        return made[-1]

    yield of
    for one in made:
        one.window.close()
        one.desk.close()


def state(one: Leading) -> OpinionState:
    return opinion(one.desk, one.id).state


def words(page: QWidget) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.text() and not one.isHidden()]


def press(page: QWidget, text: str) -> None:
    """Press the button of that name."""
    found = [one for one in page.findChildren(QPushButton) if one.text() == text]
    [shown] = [one for one in found if not one.isHidden()]
    shown.click()
    # What was put in place is shown by the event loop.
    QApplication.processEvents()


def only(page: QWidget, kind: type[P]) -> P:
    """The one card of its kind that is shown."""
    [found] = [one for one in page.findChildren(kind) if not one.isHidden()]
    return found


def out(one: Leading, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The leader writes the file to a stick."""
    folder.mkdir(exist_ok=True)
    page = one.open(SignPage, "sign")
    monkeypatch.setattr(one.window, "choose_folder", lambda _title: folder)
    press(page, "把传签文件拷出…")
    one.settle()
    assert one.said == "✓ 已写好并读回核对：传签-示例化工有限公司-第1版.pdf。可以拔出。"
    return folder / "传签-示例化工有限公司-第1版.pdf"


def test_the_whole_round(
    going: Leading, machine: Machines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = out(going, tmp_path / "stick", monkeypatch)
    page = going.page(SignPage)
    # While it is away nobody is asked to sign here.
    assert page.turn is None
    assert "「传签-示例化工有限公司-第1版.pdf」已拷出，还没有收回。" in words(page)
    for member_id, next_words in (
        ("m3", "还没有签：专家甲。可以直接交给其中一位，或交还组长。"),
        ("m1", "各位都签过了，请交还组长收尾。"),
    ):
        away = machine(member_id)
        signing = away.drop(path)
        said = words(signing)
        assert "示例化工有限公司" in said
        assert "清洁生产审核验收意见　第 1 版　2026-11-20" in said
        assert "✓ 没有改动" in said
        assert "专家乙" in said
        away.qtbot.waitUntil(lambda page=signing: page.preview.shown is not None, timeout=20_000)
        away.sign(signing)
        said = words(signing)
        assert f"已写回「{path.name}」并读回核对。可以拔出。" in said
        assert next_words in said
    going.window.open_file(path)
    going.qtbot.waitUntil(lambda: state(going).signed == (LEADER, "m3", "m1"), timeout=20_000)
    going.settle()
    assert going.said == "✓ 已收回，新增签名：专家丙、专家甲。"
    # Now only the leader's last signature is open.
    card = page.turn
    assert card is not None
    card.passphrase.field.setText(PASSPHRASE)
    card.action.click()
    going.settle()
    assert state(going).state == "closed"
    signed = signed_opinion(going.desk, opinion(going.desk, going.id))
    assert signed is not None
    whole = tmp_path / "opinion.pdf"
    whole.write_bytes(signed)
    assert inspect_pdf(signed).whole
    assert verify_file(whole).trustworthy
    # A closed file needs no signature: it is verified.
    away.window.home()
    away.window.open_file(whole)
    away.settle()
    assert isinstance(away.window.pages.page, VerifyPage)


def test_the_leader_can_sign_here_though_the_file_is_away(
    going: Leading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out(going, tmp_path / "stick", monkeypatch)
    page = going.page(SignPage)
    assert page.away is not None
    page.away.stay.click()
    assert page.turn is not None
    assert page.turn.member.id == "m1"


def test_an_altered_file_offers_no_place(going: Leading, machine: Machines, tmp_path: Path) -> None:
    path = take_out(going.desk, going.id, tmp_path)
    path.write_bytes(path.read_bytes() + b"\n% more\n")
    page = machine("m1").drop(path)
    assert page.turn is None
    said = words(page)
    assert "有问题，不能签名" in said
    assert "签名之后又加了签名以外的内容。" in said
    assert "这一份有问题，不能签名。原件没有改动，请向组长再要一份。" in said


def test_who_has_no_place_is_told_why(going: Leading, machine: Machines, tmp_path: Path) -> None:
    path = take_out(going.desk, going.id, tmp_path)
    page = machine("m5").drop(path)
    assert page.turn is None
    assert "这份意见没有给专家戊留签名位置。要签名请与组长联系。" in words(page)


def test_a_stick_that_is_gone_loses_no_signature(
    going: Leading, machine: Machines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    path = take_out(going.desk, going.id, stick)
    away = machine("m1")
    page = away.drop(path)

    # It was read a moment ago; when it is to be written, the stick is full, say.
    def full(_signed: object, where: Path) -> None:
        raise NotWritten(where, Why.FULL, kept=True)

    monkeypatch.setattr(round_page, "write_round", full)
    away.sign(page)
    assert "已签名，还没有写进这个文件" in words(page)
    assert "磁盘已满" in page.banner.text
    monkeypatch.undo()
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setattr(away.window, "choose_folder", lambda _title: other)
    press(page, "再写一份…")
    away.settle()
    assert "✓ 已签名" in words(page)
    found = inspect_pdf((other / path.name).read_bytes())
    assert [mark.field for mark in found.signatures] == [LEADER, "m1"]


def test_a_signature_that_was_not_written_is_offered_when_the_file_is_opened_next(
    going: Leading, machine: Machines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = take_out(going.desk, going.id, tmp_path)
    away = machine("m1")
    page = away.drop(path)

    def full(_signed: object, where: Path) -> None:
        raise NotWritten(where, Why.FULL, kept=True)

    monkeypatch.setattr(round_page, "write_round", full)
    away.sign(page)
    monkeypatch.undo()
    away.window.home()
    away.settle()
    page = away.drop(path)
    assert "已签名，还没有写进这个文件" in words(page)
    # It is not to be signed a second time.
    assert page.turn is None
    press(page, "写回这个文件")
    away.settle()
    assert f"已写回「{path.name}」并读回核对。可以拔出。" in words(page)
    found = inspect_pdf(path.read_bytes())
    assert [mark.field for mark in found.signatures] == [LEADER, "m1"]


def test_a_dropped_file_that_is_no_opinion_leaves_the_page_as_it_was(
    going: Leading, machine: Machines, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    path = take_out(going.desk, going.id, stick)
    away = machine("m1")
    page = away.drop(path)
    other = tmp_path / "other.pdf"
    other.write_bytes(b"%PDF-1.7")
    assert page.takes(other)
    away.settle()
    assert page.banner.text
    away.sign(page)
    assert "✓ 已签名" in words(page)
    assert [mark.field for mark in inspect_pdf(path.read_bytes()).signatures] == [LEADER, "m1"]


def test_pages_that_work_cut_off_are_drawn_when_it_fails(
    going: Leading, machine: Machines, tmp_path: Path
) -> None:
    path = take_out(going.desk, going.id, tmp_path)
    away = machine("m1")
    page = away.drop(path)
    page.preview.stop()
    page.preview.shown = None
    data, times = path.read_bytes(), count()

    def slow() -> bytes:
        if next(times) == 0:
            page.preview.jobs.running[0].stop.wait()
        return data

    def failing(_tell: Progress) -> None:
        raise NoTokens(driver="x.so")

    page.preview.draw(slow)
    page.run("…", failing, page.show_file)
    away.qtbot.waitUntil(lambda: page.preview.shown is not None, timeout=20_000)
    assert page.preview.shown is not None
    assert page.preview.shown.pdf == data


def test_a_fork_is_shown_with_both_ways_out(going: Leading, tmp_path: Path) -> None:
    desk, id, keys = going.desk, going.id, going.sample.identities
    path = take_out(desk, id, tmp_path)
    data = path.read_bytes()
    for member_id in ("m1", "m3"):
        copy = tmp_path / f"{member_id}.pdf"
        copy.write_bytes(data)
        found = look_at(desk, copy)
        write_round(
            sign_round(desk, found, member_id, keys[member_id], ink_of(member_id), copy), copy
        )
    page = going.open(SignPage, "sign")
    page.take((tmp_path / "m1.pdf", tmp_path / "m3.pdf"))
    going.settle()
    assert state(going).signed == (LEADER, "m1")
    fork = only(page, ForkCard)
    said = words(fork)
    assert "那一份上另有签名：专家丙；本机这一份上另有签名：专家甲。" in said
    assert "用本机这一份继续：再拷出一次，请专家丙在它上面重新签。" in said
    fork.choose.click()
    going.settle()
    assert state(going).signed == (LEADER, "m3")
    assert "那一份上另有签名：专家甲；本机这一份上另有签名：专家丙。" in words(only(page, ForkCard))


def test_what_came_before_one_cancelled_is_shown(
    going: Leading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, id, keys = going.desk, going.id, going.sample.identities
    path = take_out(desk, id, tmp_path)
    found = look_at(desk, path)
    write_round(sign_round(desk, found, "m1", keys["m1"], ink_of("m1"), path), path)
    page = going.open(SignPage, "sign")
    assert page.away is not None

    def then_cancel(*given: object) -> tuple[Returned, ...]:
        came = take_back(*given)  # type: ignore[arg-type]
        going.window.jobs.running[0].cancel()
        return came

    monkeypatch.setattr(going_round, "take_back", then_cancel)
    page.take((path, tmp_path / "never.pdf"))
    going.settle()
    assert going.said == "已停止。已经完成的部分不受影响。"
    assert state(going).signed == (LEADER, "m1")
    # The page stands where the round stands: it is the next one's turn.
    assert page.one.state == state(going)
    assert page.away is None
    assert only(page, TurnCard).member.id == "m3"


def test_refusing_here_needs_words_and_says_who_signs_again(going: Leading) -> None:
    page = going.open(SignPage, "sign")
    turn = only(page, TurnCard)
    assert turn.member.id == "m1"
    press(turn, "拒绝签名…")
    card = only(page, DeclineCard)
    card.action.click()
    assert card.asked.below.text() == "请写明理由。文字会按原文印在意见表后面。"
    card.field.setPlainText("两项中费方案未完工。")
    card.action.click()
    going.settle()
    now = state(going)
    assert (now.edition, now.declined, now.expected) == (
        2,
        {"m1": Declining.REFUSE},
        (LEADER, "m3"),
    )
    assert going.said == (
        "第 1 版作废：专家甲拒绝签名，说明已印入新的一版。现在是第 2 版。签过的要重新签：专家乙。"
    )
    said = words(page)
    assert "第 1 版作废" in said
    assert "作废的签名：专家乙" in said
    assert "拒绝签名" in said
    # The void edition can be looked at.
    going.qtbot.waitUntil(lambda: page.preview.shown is not None, timeout=20_000)
    press(page, "看第 1 版")
    void = now.voided[0].pdf
    going.qtbot.waitUntil(
        lambda: (
            page.preview.shown is not None
            and page.preview.shown.pdf == going.desk.store.fetch(void)
        ),
        timeout=20_000,
    )
    assert going.said == "右边是已经作废的第 1 版。"
    # Voided once more, the words stand where they can be read, and the plan keeps to them.
    page.void("改一个字")
    going.settle()
    assert page.plan is not None
    assert page.plan.by_key == (LEADER, "m3", "m4", "m5")
    assert "专家甲：拒绝签名" in words(going.open(OpinionPage, "opinion"))


def test_changing_ones_mind_goes_back_to_signing(going: Leading) -> None:
    page = going.open(SignPage, "sign")
    press(only(page, TurnCard), "保留意见…")
    press(only(page, DeclineCard), "不写了")
    assert only(page, TurnCard).member.id == "m1"
    assert state(going).edition == 1


def test_words_are_carried_from_one_machine_to_the_other(
    going: Leading, machine: Machines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = take_out(going.desk, going.id, tmp_path)
    away = machine("m3")
    page = away.drop(path)
    monkeypatch.setattr(away.window, "choose_folder", lambda _title: tmp_path)
    press(only(page, TurnCard), "保留意见…")
    card = only(page, DeclineCard)
    card.field.setPlainText("能耗数据依据不足。")
    card.action.click()
    assert card.secret.below.text() == "请输入口令"
    card.secret.typed.field.setText(PASSPHRASE)
    card.action.click()
    away.settle()
    reply = tmp_path / "保留意见-专家丙-第1版.cpsreply"
    assert page.banner.text == f"✓ 已写好并读回核对：{reply.name}。可以拔出，请交给组长。"
    # A member's window has no use for it, the leader's takes it in.
    away.window.go("start")
    away.window.open_file(reply)
    assert away.window.pages.page is not None
    assert (
        away.window.pages.page.banner.text == "这是专家的书面意见，请交给组长，在组长的电脑上收。"
    )
    going.window.home()
    going.window.open_file(reply)
    going.qtbot.waitUntil(lambda: isinstance(going.window.pages.page, SignPage), timeout=20_000)
    page_here = going.page(SignPage)
    going.qtbot.waitUntil(lambda: bool(page_here.findChildren(ReplyCard)), timeout=20_000)
    going.settle()
    assert going.said == "书面意见已收到，等组长处理。"
    waits = only(page_here, ReplyCard)
    assert "能耗数据依据不足。" in words(waits)
    assert "用本人已知的密钥签的。" in words(waits)
    waits.give.click()
    going.settle()
    assert (state(going).edition, state(going).declined) == (2, {"m3": Declining.RESERVE})


def test_a_machine_without_an_identity_says_what_to_do(
    going: Leading, machine: Machines, tmp_path: Path
) -> None:
    path = take_out(going.desk, going.id, tmp_path)
    away = machine("m1")
    away.window.card = None
    page = away.drop(path)
    assert any("还没有身份" in text for text in words(page))
    assert cards(away.desk)


def test_a_key_nobody_compared_is_named_with_its_code(going: Leading) -> None:
    one = opinion(going.desk, going.id)
    [mark] = signers(going.desk, one).values()
    claimed = replace(mark, signed=replace(mark.signed, identity="self-asserted"))
    compared: list[Member] = []
    card = ProgressCard(one, {LEADER: claimed}, None, None, compared.append)
    going.qtbot.addWidget(card)
    said = f"密钥自称，短码 {mark.code}。请专家乙念出来核对。"
    assert said in [label.text() for label in card.findChildren(QLabel)]
    [sure] = [found for found in card.findChildren(QPushButton) if found.text() == "已核对"]
    sure.click()
    assert [member.id for member in compared] == [LEADER]
