"""What the leader sees of the file that goes round: away, back, signed apart, and void editions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from cpscore.desktop.opinion.declining import declining_words
from cpscore.desktop.panel.leading import short_time
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    Pill,
    Words,
    box,
    button,
    column,
    flow,
    link,
    primary,
    row,
    rule,
    secondary,
    selectable,
)
from cpscore.messages import Language, say
from cpscore.rules.declining import Declining
from cpscore.rules.review import Review
from cpscore.workflow.opinion_state import Voided
from cpscore.workflow.replies import Heard
from cpscore.workflow.round_leader import Fork, Returned

Act = Callable[[], object]
USED = ("round-accepted", "round-same", "round-older", "round-forked")


class AwayCard(Card):
    """The file is on its way: signing here meanwhile would make a second one."""

    def __init__(self, file: str, names: Sequence[str], back: Act, stay: Act) -> None:
        self.back = primary(tr("收回传签文件…"), back)
        self.stay = link(tr("不等了，在这里继续签"), stay)
        super().__init__(
            flow(Pill(tr("正在传签"), "amber")),
            Words(tr("「{file}」已拷出，还没有收回。", file=file), "subheading", wrap=True),
            Words(
                tr("等着签名的：{names}。一位签完可以直接交给下一位。", names=tr("、").join(names)),
                wrap=True,
            ),
            Words(tr("收回之前不要在这里签：会变成两份，不能合并。"), "muted", wrap=True),
            flow(self.back, self.stay),
            surface="current",
            gap=10,
        )  # fmt: skip


class RoundCard(Card):
    """Sending the file round, and taking it back."""

    def __init__(self, out: Act, back: Act, *, away: bool) -> None:
        words = tr("再拷一份…") if away else tr("把传签文件拷出…")
        self.out = secondary(words, out)
        buttons: list[QPushButton] = [self.out]
        if not away:
            self.back = secondary(tr("收回传签文件…"), back)
            buttons.append(self.back)
        hint = tr("成员也可以在自己的电脑上签：一个文件依次传，签完交回。拖到窗口里就收回。")
        super().__init__(
            Words(tr("传签"), "subheading"), Words(hint, "muted", wrap=True), flow(*buttons), gap=8
        )


class ForkCard(Card):
    """Two copies that were signed apart, and the ways out, while there are any (`choose`)."""

    def __init__(self, fork: Fork, choose: Act | None) -> None:
        theirs, ours = tr("、").join(fork.theirs), tr("、").join(fork.ours)
        who = tr(
            "那一份上另有签名：{theirs}；本机这一份上另有签名：{ours}。", theirs=theirs, ours=ours
        )
        out: list[QWidget] = [Words(tr("本机这一份已经收尾，以它为准。"), wrap=True)]
        self.choose = secondary(tr("改用那一份继续"), choose)
        if choose is not None:
            here = tr("用本机这一份继续：再拷出一次，请{theirs}在它上面重新签。", theirs=theirs)
            there = tr("或者改用那一份继续：请{ours}在那一份上重新签。", ours=ours)
            button = box(row(self.choose, None))
            out = [Words(here, wrap=True), Words(there, wrap=True), button]
        super().__init__(
            flow(Pill(tr("两份分开签了"), "red")),
            Words(who, wrap=True),
            Words(tr("两份不能合并，都已保留。"), "muted", wrap=True),
            *out,
            surface="amber",
            gap=8,
        )


class ReplyCard(Card):
    """A member's words that came on a stick; the leader gives effect to them."""

    def __init__(self, said: Heard, give: Act) -> None:
        assert said.reply is not None
        assert said.member is not None
        refuses = said.reply.how is Declining.REFUSE
        self.give = secondary(tr("按此重新定稿"), give)
        identity = (
            Words(tr("密钥还没有核对过，短码 {code}。", code=said.key_code), "amber", wrap=True)
            if said.identity == "self-asserted"
            else Words(tr("用本人已知的密钥签的。"), "muted", wrap=True)
        )
        super().__init__(
            flow(
                Pill(declining_words(said.reply.how), "red" if refuses else "amber"),
                Words(said.member.name, "strong"),
                Words(short_time(said.reply.at), "muted"),
            ),
            selectable(Words(said.reply.text, wrap=True)),
            identity,
            Words(tr("重新定稿后，现在这一版和上面的签名作废，各位要重新签。"), "muted", wrap=True),
            row(self.give, None),
            surface="amber",
            gap=8,
        )


def refused_card(files: Sequence[Returned], language: Language) -> Card:
    """Files that came and were not used, with the reasons; all of them are kept."""
    lines: list[QWidget] = []
    for one in files:
        reasons = [say(one.code, one.values, language)]
        reasons += [say(why.code, why.values, language) for why in one.reasons]
        words = [Words(text, "muted", wrap=True) for text in reasons]
        name = selectable(Words(f"{one.file}　{short_time(one.at)}", "strong", wrap=True))
        lines += [rule()] if lines else []
        lines.append(box(column(name, *words, gap=2)))
    return Card(Words(tr("没有采用的文件（都已保留）"), "subheading"), *lines, gap=10)


def voided_card(voided: Sequence[Voided], review: Review, show: Callable[[Voided], object]) -> Card:
    """The void editions: when, why, and whose signatures are void with them."""
    lines: list[QWidget] = []
    for one in reversed(voided):
        signed = [member.name for member in review.members if member.id in one.signed]
        names = (
            tr("作废的签名：{names}", names=tr("、").join(signed)) if signed else tr("还没有签名")
        )
        look = button(tr("看第 {edition} 版", edition=one.edition), partial(show, one), "link")
        head = flow(
            Pill(tr("第 {edition} 版作废", edition=one.edition), "red"),
            Words(short_time(one.at), "muted"),
            look,
        )
        lines += [rule()] if lines else []
        lines.append(
            box(column(head, Words(one.reason, wrap=True), Words(names, "muted", wrap=True), gap=2))
        )
    return Card(Words(tr("作废的版本（都已保留）"), "subheading"), *lines, gap=10)
