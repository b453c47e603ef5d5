"""The band of the panel's page: mean, spread, grade, vetoes, verdict, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from cpscore.desktop.panel.leading import short_pill
from cpscore.desktop.panel.table_model import NOTHING, member_totals
from cpscore.desktop.start.overview import tone_of
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import px
from cpscore.desktop.widgets import Pill, Words, box, clear, column, flow, row
from cpscore.desktop.widgets.basics import Tone
from cpscore.rules.form import MergeRule
from cpscore.rules.merging import PanelVetoState
from cpscore.rules.points import readable
from cpscore.workflow.settle import Panel


class PanelHead(QFrame):
    """Shows a panel's result in a line; the buttons are the page's."""

    def __init__(self, panel: Panel, buttons: Sequence[QPushButton]) -> None:
        super().__init__()
        self.setProperty("surface", "band")
        self.facts = column()
        inner = row(box(self.facts), *buttons, gap=12, margins=(20, 12, 20, 12))
        inner.setStretch(0, 1)
        self.setLayout(inner)
        self.show_panel(panel)

    def show_panel(self, panel: Panel) -> None:
        """Show another state of the panel."""
        clear(self.facts)
        grade, vetoes, verdict = grade_pill(panel), vetoes_pill(panel), verdict_pill(panel)
        scored = panel.form.scored
        facts = [_fact(tr("极差"), Words(_spread(panel), "strong"))] if scored else []
        facts += [_fact(tr("分数等级"), grade)] if grade else []
        facts += [_fact(tr("否决项"), vetoes)] if vetoes else []
        facts += [_fact(tr("结论"), verdict)]
        first = _total(panel) if scored else _fact(tr("选票"), Words(_count(panel), "strong"))
        self.facts.addWidget(flow(first, *facts, gap=28))


def _total(panel: Panel) -> QWidget:
    result = panel.result
    total = result.total.printed if result and result.total else NOTHING
    agreed = panel.form.panel.rule is MergeRule.AGREED
    said = column(
        None,
        Words(tr("商定") if agreed else tr("平均"), "muted"),
        Words(_count(panel), "muted"),
        None,
        gap=0,
    )
    return box(row(Words(total, "total"), said, gap=12))


def _count(panel: Panel) -> str:
    here, every = len(panel.files.counted), len(panel.review.members)
    return tr("{every} 人中 {here} 人", every=every, here=here)


def _fact(name: str, value: QWidget) -> QWidget:
    value.setMinimumHeight(px(26))
    return box(column(None, Words(name, "small"), value, None, gap=2))


def _spread(panel: Panel) -> str:
    totals = list(member_totals(panel).values())
    return readable(max(totals) - min(totals)) if totals else NOTHING


def grade_pill(panel: Panel) -> Pill | None:
    """What the points alone say; None for a form without grades."""
    if not panel.form.grades:
        return None
    grade = panel.result.grade if panel.result else None
    return short_pill(grade.label, tone_of(panel.form, grade)) if grade else Pill(NOTHING)


def vetoes_pill(panel: Panel) -> Pill | None:
    """How the vetoes stand; None for a form without any."""
    if not panel.form.vetoes:
        return None
    if panel.result is None:
        return Pill(NOTHING)
    vetoes = panel.result.vetoes
    contested = sum(one.state is PanelVetoState.CONTESTED for one in vetoes)
    failing = sum(one.fails for one in vetoes)
    if contested:
        return Pill(tr("{count} 项意见不一致，待裁定", count=contested), "amber")
    if failing:
        return Pill(tr("{count} 项成立", count=failing), "red")
    return Pill(tr("均不成立"), "good")


def verdict_pill(panel: Panel) -> Pill:
    """The verdict, or what it waits for."""
    verdict = panel.result.verdict if panel.result else None
    if verdict is not None:
        return short_pill(verdict.label, tone_of(panel.form, verdict))
    words, tone = waiting_for(panel)
    return Pill(words, tone)


def waiting_for(panel: Panel) -> tuple[str, Tone]:
    """What has to happen before there is a verdict, in a few words."""
    result = panel.result
    if result is None:
        return tr("收票后得出"), "quiet"
    codes = {reason.code for reason in result.reasons}
    if "too-few" in codes:
        return tr("票数不足"), "amber"
    if "veto-contested" in codes or "conclusion-differs" in codes:
        return tr("裁定后得出"), "quiet"
    return tr("协商后得出"), "quiet"
