"""What the panel has to decide: contested vetoes with who found what, and the decisions made."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cpscore.desktop.panel.kept import Kept
from cpscore.desktop.panel.leading import short_time
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    Labelled,
    Pill,
    Words,
    box,
    column,
    flow,
    lines,
    link,
    row,
    secondary,
)
from cpscore.messages import Language, say
from cpscore.rules.merging import PanelVeto, PanelVetoState
from cpscore.rules.scoring import VetoState
from cpscore.workflow.decided import Decided
from cpscore.workflow.settle import Panel

FOUND = (VetoState.FAILED, VetoState.CLEAR, VetoState.NOT_APPLICABLE)


def veto_number(one: PanelVeto) -> str:
    """否决项 8."""
    return tr("否决项 {number}", number=one.veto.number or one.veto.id)


def veto_key(veto_id: str) -> str:
    """Under what the reason for deciding a veto is kept."""
    return f"veto/{veto_id}"


def undo_key(veto_id: str) -> str:
    """Under what the reason for taking a decision back is kept."""
    return f"undo/{veto_id}"


def found_lines(panel: Panel, one: PanelVeto) -> list[QWidget]:
    """Who found what, in the order of the roster, and the reasons they gave."""
    names = [member.name for member in panel.review.members]
    words = {
        VetoState.FAILED: tr("认为成立（否决）：{names}"),
        VetoState.CLEAR: tr("认为不成立：{names}"),
        VetoState.NOT_APPLICABLE: tr("认为不适用：{names}"),
    }
    found: list[QWidget] = []
    for state in FOUND:
        those = [name for name in names if one.answers.get(name) is state]
        if those:
            said = words[state].format(names=tr("、").join(those))
            found.append(Words(said, "muted", wrap=True))
    found += [
        Words(f"“{one.reasons[name]}”——{name}", "muted", wrap=True)
        for name in names
        if name in one.reasons
    ]
    return found


class ContestedCard(Card):
    """A veto the members answered differently; deciding takes a reason.

    `decided` tells whether it is sustained, and why.
    """

    decided = Signal(bool, str)

    def __init__(self, panel: Panel, one: PanelVeto, language: Language) -> None:
        self.language = language
        self.reason = lines(tr("裁定的理由"), rows=2)
        self.reason.setMaximumHeight(self.reason.minimumHeight())
        self.first = self.reason
        self.asked = Labelled(tr("理由"), self.reason, tr("须写明理由，会印在意见表和汇总表上"))
        self.reason.textChanged.connect(lambda: self.asked.complain(""))
        leads_to = _leads_to(panel, one)
        fails = tr("成立（{grade}）", grade=leads_to) if leads_to else tr("成立")
        self.yes = secondary(fails, lambda: self.decide(True))
        self.no = secondary(tr("不成立"), lambda: self.decide(False))
        for made in (self.yes, self.no):
            made.setAccessibleDescription(veto_number(one))
        super().__init__(
            row(Pill(veto_number(one), "amber"), None),
            Words(one.veto.text, wrap=True),
            column(*found_lines(panel, one), gap=2),
            self.asked,
            flow(self.yes, self.no),
            surface="amber",
            gap=10,
            margins=(16, 14, 16, 14),
        )

    def decide(self, sustained: bool) -> None:
        """Tell the decision, once there is a reason."""
        reason = self.reason.toPlainText().strip()
        if reason:
            self.decided.emit(sustained, reason)
        else:
            self.asked.complain(say("no-reason", {}, self.language))
            self.reason.setFocus()


class DecidedCard(Card):
    """A decision that was recorded: who, when, why; taking it back needs a reason too."""

    undone = Signal(str)

    def __init__(self, panel: Panel, one: PanelVeto, made: Decided, language: Language) -> None:
        self.language = language
        words = tr("裁定：成立") if made.sustained else tr("裁定：不成立")
        by = tr("{by}　{time} 记录", by=made.by, time=short_time(made.at))
        self.reason = lines(tr("撤销裁定的原因"), rows=1)
        self.reason.setMaximumHeight(self.reason.minimumHeight())
        self.asked = Labelled(tr("撤销裁定的原因"), self.reason)
        self.reason.textChanged.connect(lambda: self.asked.complain(""))
        self.sure = secondary(tr("确认撤销"), self.undo)
        self.more = box(column(self.asked, row(self.sure, None)))
        self.more.hide()
        self.undoing = link(tr("撤销"), self._ask)
        self.undoing.setAccessibleName(tr("撤销{veto}的裁定", veto=veto_number(one)))
        super().__init__(
            flow(Pill(veto_number(one), "quiet"), Pill(words, "red" if made.sustained else "good")),
            Words(one.veto.text, "muted", wrap=True),
            Words(made.reason, wrap=True),
            _wide(Words(by, "small"), self.undoing),
            self.more,
            margins=(16, 14, 16, 14),
        )

    def _ask(self) -> None:
        self.more.show()
        self.reason.setFocus()

    def undo(self) -> None:
        """Tell that it is taken back, once there is a reason."""
        reason = self.reason.toPlainText().strip()
        if reason:
            self.undone.emit(reason)
        else:
            self.asked.complain(say("no-reason", {}, self.language))
            self.reason.setFocus()


def _wide(left: QWidget, right: QWidget) -> QWidget:
    return box(row(left, None, right))


def _leads_to(panel: Panel, one: PanelVeto) -> str:
    """The grade a sustained veto leads to, in words."""
    form = panel.form
    if not form.grades:
        return ""
    return form.grade(one.veto.grade).label if one.veto.grade else form.ranked[0].label


def sustained_card(panel: Panel, one: PanelVeto) -> Card:
    """A veto that stands without a decision, and by whom: nothing to do, but everybody should see
    it.
    """
    leads_to = _leads_to(panel, one)
    words = tr("按总分成立") if one.veto.computed else tr("一致认为成立")
    if leads_to:
        words = tr("{found}，结论为{grade}", found=words, grade=leads_to)
    return Card(
        flow(Pill(veto_number(one), "red"), Pill(words, "red")),
        Words(one.veto.text, wrap=True),
        *found_lines(panel, one)[1:],
        margins=(16, 14, 16, 14),
    )


def veto_cards(panel: Panel, language: Language) -> list[tuple[str, Card]]:
    """Contested vetoes first, then those decided, then those nobody doubts; each with its id."""
    cards: list[tuple[str, Card]] = []
    vetoes = panel.result.vetoes if panel.result else ()
    order = (PanelVetoState.CONTESTED, PanelVetoState.SETTLED, PanelVetoState.SUSTAINED)
    for one in sorted((v for v in vetoes if v.state in order), key=lambda v: order.index(v.state)):
        if one.state is PanelVetoState.CONTESTED:
            card: Card = ContestedCard(panel, one, language)
        elif one.state is PanelVetoState.SETTLED:
            card = DecidedCard(panel, one, panel.decided[one.veto.id], language)
        else:
            card = sustained_card(panel, one)
        cards.append((one.veto.id, card))
    return cards


def connected(
    cards: Sequence[tuple[str, Card]],
    decide: Callable[[str, bool, str], object],
    undo: Callable[[str, str], object],
    kept: Kept,
) -> None:
    """Let the cards, each with its veto's id, tell the page, and keep what is typed into them."""
    for id, card in cards:
        if isinstance(card, ContestedCard):
            kept.follow(veto_key(id), card.reason)
            card.decided.connect(lambda yes, why, id=id: decide(id, yes, why))
        elif isinstance(card, DecidedCard):
            kept.follow(undo_key(id), card.reason)
            card.more.setVisible(bool(kept.text(undo_key(id))))
            card.undone.connect(lambda why, id=id: undo(id, why))
