"""What the panel should talk about: items far apart, members far off, and what else is open."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from fractions import Fraction

from PySide6.QtWidgets import QWidget

from cpscore.desktop.panel.voices import remarks
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import Card, Pill, Words, flow, row, secondary
from cpscore.desktop.widgets.basics import Tone
from cpscore.messages import Language, say
from cpscore.rules.merging import PanelItem
from cpscore.rules.points import plain, readable
from cpscore.rules.problem import Remark
from cpscore.workflow.opinion_state import OpinionState
from cpscore.workflow.settle import Panel

MARGINS = (16, 14, 16, 14)
# These have cards of their own, on which they are decided.
ELSEWHERE = {
    "veto-contested", "contested-veto", "veto-sustained", "veto-computed", "veto-settled",
    "points-grade", "agreed-open", "conclusion-differs",
}  # fmt: skip


def unproved(panel: Panel) -> list[str]:
    """Members whose ballot counts, while nobody compared yet whose key it was signed with."""
    return [
        place.member.name
        for place in panel.places
        if place.taken and place.taken.identity == "self-asserted"
    ]


def unproved_card(names: Sequence[str], compare: Callable[[], object]) -> Card:
    """What has to be done before anybody can believe the signatures on the sheets."""
    words = tr("还没有当面核对密钥：{names}。", names=tr("、").join(names))
    why = tr("定稿之前核对短码，以后别人核验文件时才能认出是本人的签名。")
    return Card(
        flow(Pill(tr("密钥待核对"), "amber")),
        Words(words, wrap=True),
        Words(why, "muted", wrap=True),
        row(secondary(tr("去核对"), compare), None),
        surface="amber",
        margins=MARGINS,
    )


def signatures_card(panel: Panel, state: OpinionState) -> Card:
    """How far the signing of the opinion is."""
    every = len(state.expected) or len(panel.review.members)
    if state.state == "closed":
        said, pill = tr("签名齐全，已收尾"), Pill(tr("签名"), "good")
    elif state.state == "signing":
        said, pill = tr("正在签名；改动会作废已有签名"), Pill(tr("签名"), "amber")
    else:
        said, pill = tr("起草意见后依次签名"), Pill(tr("签名"))
    words = f"{len(state.signed)} / {every}　{said}"
    return Card(flow(pill), Words(words, "muted", wrap=True), margins=MARGINS)


def talk_cards(panel: Panel, language: Language, decided: Container[str]) -> Iterator[Card]:
    """A card for each thing to talk about, what stands in the verdict's way first.

    Items in `decided` have a card on which the panel decides.
    """
    result = panel.result
    if result is None:
        return
    items = {one.item.id: one for one in result.items}
    for reason in result.reasons:
        if reason.code not in ELSEWHERE and reason.code != "objective-differs":
            yield _words(reason, "amber", tr("待解决"), language)
    for flag in result.flags:
        if flag.code in ("spread", "objective-differs"):
            if flag.about not in decided:
                yield spread_card(panel, items[flag.about], flag, language)
        elif flag.code not in ELSEWHERE and flag.code != "too-few":
            yield _words(flag, "quiet", tr("请看一看"), language)


def _words(remark: Remark, tone: Tone, kind: str, language: Language) -> Card:
    words = Words(say(remark.code, remark.values, language), wrap=True)
    return Card(flow(Pill(kind, tone)), words, margins=MARGINS)


def spread_card(panel: Panel, one: PanelItem, flag: Remark, language: Language) -> Card:
    """An item whose scores are far apart: who gave how much, and what they wrote beside it."""
    objective = flag.code == "objective-differs"
    pill = Pill(tr("差异 {spread} 分", spread=readable(one.spread or Fraction(0))), "red")
    more: list[QWidget] = []
    if objective:
        more.append(Words(say(flag.code, flag.values, language), "amber", wrap=True))
    more += [Words(text, "muted", wrap=True) for text in remarks(panel, one.item.id)]
    return Card(
        flow(pill, Words(one.item.name, "strong")),
        Words(ends_words(panel, one), wrap=True),
        *more,
        margins=MARGINS,
    )


def ends_words(panel: Panel, one: PanelItem) -> str:
    """Who gave the least and the most: 最低 专家丁 12，最高 专家丙 19（满分 22）."""
    names = [member.name for member in panel.review.members]

    def those(points: Fraction | None) -> str:
        return tr("、").join(name for name in names if one.scores.get(name) == points)

    assert one.min is not None
    assert one.max is not None
    return tr(
        "最低 {low}（{those_low}），最高 {high}（{those_high}），满分 {full}",
        low=readable(one.min),
        those_low=those(one.min),
        high=readable(one.max),
        those_high=those(one.max),
        full=plain(one.item.max),
    )
