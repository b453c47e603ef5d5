"""What a member reads about the file in hand: what it proves, who signed, and what comes next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cpscore.desktop.panel.leading import short_time
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    Pill,
    Words,
    box,
    column,
    flow,
    primary,
    row,
    rule,
    secondary,
    selectable,
)
from cpscore.desktop.widgets.basics import Tone
from cpscore.messages import Language, say
from cpscore.rules.review import CLOSING, Member
from cpscore.workflow.round_file import Mark, RoundFile
from cpscore.workflow.signers import in_words


def about_card(found: RoundFile, file: str, language: Language) -> Card:
    """Which review and edition it is, and whether anything but signatures was added."""
    review = found.review
    what = tr(
        "清洁生产审核{stage}意见　第 {edition} 版　{date}",
        stage=review.stage,
        edition=found.edition,
        date=review.date,
    )
    code = found.package.code
    root = (
        tr("与本机的评审包是同一场评审。核对码 {code}。", code=code)
        if found.here
        else tr(
            "本机没有这场评审，名单以文件里的为准。请与组长核对：{code}。",
            code=code,
        )
    )
    bad = [Words(say(one.code, one.values, language), "red", wrap=True) for one in found.bad]
    pill = Pill(tr("有问题，不能签名"), "red") if bad else Pill(tr("✓ 没有改动"), "good")
    sound = tr("组长定稿以后，除了签名什么都没有加。")
    return Card(
        flow(pill),
        Words(review.enterprise.name, "subheading", wrap=True),
        Words(what, "muted", wrap=True),
        *(bad or [Words(sound, wrap=True)]),
        *([Words(say("round-refused", {}, language), wrap=True)] if bad else []),
        selectable(Words(root, "muted", wrap=True)),
        selectable(Words(file, "small", wrap=True)),
        surface="red" if bad else "card",
        gap=6,
    )


def signatures_card(found: RoundFile) -> Card:
    """Who signed so far, with which key, and who has not yet."""
    lines: list[QWidget] = []
    for mark in found.marks:
        lines += [rule()] if lines else []
        lines.append(_mark(mark))
    waiting = tr("、").join(one.name for one in found.awaited)
    if waiting:
        lines += [rule(), Words(tr("还没有签：{names}", names=waiting), "muted", wrap=True)]
    return Card(Words(tr("已有的签名"), "subheading"), *lines, gap=8)


def _mark(mark: Mark) -> QWidget:
    pills: dict[str, tuple[str, Tone]] = {
        "confirmed": (tr("密钥已当面核对"), "good"),
        "listed": (tr("密钥在名单上"), "good"),
        "self-asserted": (tr("密钥自称，待核对"), "amber"),
        "unknown": (tr("不在名单上"), "red"),
    }
    one = mark.signed
    name = f"{one.signer}（{tr('收尾')}）" if mark.field == CLOSING else one.signer
    pill = Pill(*pills[one.identity]) if one.intact else Pill(tr("签名无效"), "red")
    time = Words(tr("自报时间 {time}", time=in_words(one.time)), "small", wrap=True)
    return box(column(row(Words(name, "strong"), None, pill, gap=10), time, gap=2))


def no_place_card(who: str, member: Member | None) -> Card:
    """Why who sits here (`who`, as `member` of the panel) has nothing to sign."""
    if not who:
        words = tr("这台电脑上还没有身份。请先在开始页建立自己的身份，再打开这个文件。")
    elif member is None:
        words = tr("{name}不在这场评审的名单上。名单上的专家请从右上角换人。", name=who)
    else:
        words = tr("这份意见没有给{name}留签名位置。要签名请与组长联系。", name=who)
    return Card(
        flow(Pill(tr("没有您的签名位置"), "amber")), Words(words, wrap=True), surface="amber"
    )


def done_card(found: RoundFile, file: str, again: Callable[[], object]) -> Card:
    """It is signed and written; to whom it goes now."""
    names = tr("、").join(one.name for one in found.awaited)
    hand_on = (
        tr("还没有签：{names}。可以直接交给其中一位，或交还组长。", names=names)
        if names
        else tr("各位都签过了，请交还组长收尾。")
    )
    return Card(
        flow(Pill(tr("✓ 已签名"), "good")),
        Words(tr("已写回「{name}」并读回核对。可以拔出。", name=file), "subheading",
              wrap=True),
        Words(hand_on, wrap=True),
        Words(tr("只传这一个文件：别人在旧的那一份上签，会变成两份，不能合并。"), "muted",
              wrap=True),
        row(secondary(tr("再写一份…"), again), None),
        surface="accent",
        gap=8,
    )  # fmt: skip


def unwritten_card(file: str, here: Callable[[], object], again: Callable[[], object]) -> Card:
    """It is signed, and does not stand in the file on the stick yet."""
    kept = tr("签名已保存在本机，离开也不会丢，再打开这个文件就能接着写。")
    elsewhere = tr("U 盘写不进去时，换一个 U 盘或文件夹再写。")
    return Card(
        flow(Pill(tr("已签名，还没有写进这个文件"), "amber")),
        Words(kept, "strong", wrap=True),
        Words(elsewhere, wrap=True),
        selectable(Words(file, "small", wrap=True)),
        row(primary(tr("写回这个文件"), here), secondary(tr("再写一份…"), again), None, gap=10),
        surface="amber",
        gap=8,
    )


def twice_card(before: str) -> Card:
    """A copy of the same edition was signed here: the leader can use one of them only."""
    words = tr("您在 {time} 已经签过这一版的另一份。", time=short_time(before))
    more = tr("再签这一份就有两份了，不能合并，组长只能用其中一份。组长请您重签时才签。")
    return Card(
        flow(Pill(tr("签过另一份"), "amber")),
        Words(words, "strong", wrap=True),
        Words(more, wrap=True),
        surface="amber",
    )
