"""The panel's page (专家组汇总): items by members, the totals, and what the panel must decide."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QWidget

from cpscore.desktop.pages import Shell
from cpscore.desktop.panel.agreed import AgreedCard, ConclusionCard, ScoreCard
from cpscore.desktop.panel.agreements import (
    agreement_cards,
    followed,
    points_key,
    reason_key,
)
from cpscore.desktop.panel.beside import Beside
from cpscore.desktop.panel.decisions import (
    ContestedCard,
    connected,
    undo_key,
    veto_cards,
    veto_key,
)
from cpscore.desktop.panel.head import PanelHead, waiting_for
from cpscore.desktop.panel.kept import Kept
from cpscore.desktop.panel.leading import LeaderPage
from cpscore.desktop.panel.strip import StripPlot, strip_of
from cpscore.desktop.panel.table import PanelTable
from cpscore.desktop.panel.table_model import PanelModel
from cpscore.desktop.panel.talks import signatures_card, talk_cards, unproved, unproved_card
from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    Words,
    box,
    clear,
    column,
    flow,
    into_view,
    link,
    primary,
    row,
    scrolled,
    secondary,
)
from cpscore.workflow.opinion import opinion
from cpscore.workflow.opinion_state import opinion_state
from cpscore.workflow.recorded import CONCLUSION, records, score_key
from cpscore.workflow.settle import (
    Panel,
    agree_conclusion,
    agree_score,
    decide_veto,
    panel,
    undecide_veto,
)

OPEN = (ContestedCard, ConclusionCard, ScoreCard)
SOON = 500  # milliseconds: how long typing rests before it is kept


class PanelPage(LeaderPage):
    """The leader decides nothing alone and changes no number: decisions are recorded here."""

    def __init__(self, shell: Shell, review_id: str, form_id: str) -> None:
        super().__init__(shell, review_id)
        self.form_id = form_id
        if not self.allowed:
            return
        self.panel = panel(shell.desk, review_id, form_id)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(SOON)
        self.timer.timeout.connect(self.keep)
        self.kept = Kept(shell.desk, review_id, form_id, self.timer.start)
        self.again: set[str] = set()
        self.held = False
        self.draft = primary(tr("起草意见"), self.goer("opinion"))
        self.back = secondary(tr("收票"), self.goer("collect", form_id=form_id))
        self.head = PanelHead(self.panel, (self.back, self.draft))
        self.content.addWidget(self.head)
        self.model = PanelModel(self.panel, self)
        self.table = PanelTable(self.model)
        self.table.agreeing.connect(self.settle)
        self.strip = StripPlot(strip_of(self.panel))
        self.side = column(gap=12, margins=(18, 16, 18, 18))
        self.empty = Words(tr("还没有收到可以计入的选票。先去收票。"), "muted", wrap=True)
        aside = QFrame()
        aside.setProperty("surface", "side")
        aside.setLayout(self.side)
        self.halves = Beside(self._left(), aside)
        self.content.addWidget(scrolled(column(self.halves, gap=0)), 1)
        self.show_panel(self.panel)

    def _left(self) -> QWidget:
        head = row(
            Words(tr("各专家总分"), "strong"),
            Words(tr("竖线为分界，菱形为平均"), "small"),
            None,
            gap=12,
        )
        self.plot = Card(head, self.strip, gap=6, margins=(18, 14, 18, 10))
        return box(
            column(
                *self.form_tabs("panel", self.form_id), self.empty, self.table, self.plot, None,
                gap=16, margins=(18, 16, 18, 18),
            )
        )  # fmt: skip

    @property
    @override
    def title(self) -> str:
        return tr("专家组汇总")

    @override
    def opened(self) -> None:
        if not self.allowed:
            return
        count = tr("{count} 份选票", count=len(self.panel.files.counted))
        self.status.emit(f"✓ {count}" if self.panel.result else count)
        first = next((card.first for _, card in self.cards if isinstance(card, OPEN)), None)
        if self.panel.result is None:
            self.back.setFocus()
        elif first:
            first.setFocus()
        elif self.draft.isEnabled() and not self.draft.isHidden():
            self.draft.setFocus()
        else:
            (self.table if self.panel.form.scored else self.back).setFocus()

    # What is shown -------------------------------------------------------------------------------

    def show_panel(self, one: Panel) -> None:
        """Show the panel as it stands now."""
        self.panel = one
        self.head.show_panel(one)
        self.model.show_panel(one)
        self.strip.show_strip(strip_of(one))
        counted = one.result is not None
        scored = one.form.scored
        self.empty.setVisible(not (counted and scored))
        if counted:
            self.empty.say(tr("本表不打分，没有分数可汇总。"), "muted")
        self.table.setVisible(counted and scored)
        self.plot.setVisible(bool(self.strip.strip.totals))
        self._show_draft(one)
        self._show_side(one)

    def _show_draft(self, one: Panel) -> None:
        """An opinion is written once every form of the review has its result."""
        self.draft.setVisible(one.package.opinion is not None)
        if one.package.opinion is None:
            return
        ready = opinion(self.shell.desk, self.review_id).ready
        why = "" if ready else tr("现在还不能起草：{why}", why=self._waits_for(one))
        self.draft.setEnabled(ready)
        self.draft.setToolTip(why)
        self.draft.setAccessibleDescription(why)

    def _waits_for(self, one: Panel) -> str:
        own = one.result is not None and one.result.settled
        return tr("另一张评分表还没有结果") if own else waiting_for(one)[0]

    def _show_side(self, one: Panel) -> None:
        clear(self.side)
        self.side.addWidget(Words(tr("需要专家组决定"), "subheading"))
        self.cards = self._decisions(one)
        own = {item.id for item in one.form.items if score_key(item.id) in dict(self.cards)}
        talks = list(talk_cards(one, self.shell.language, own))
        names = unproved(one)
        keys = self.goer("collect", form_id=self.form_id)
        talks += [unproved_card(names, keys)] if names else []
        for card in (*(card for _, card in self.cards), *talks):
            self.side.addWidget(card)
        if not self.cards and not talks:
            none = tr("没有需要决定的事项。") if one.result else tr("收到选票以后显示在这里。")
            self.side.addWidget(Words(none, "muted", wrap=True))
        if one.package.opinion is not None:
            state = opinion_state(self.shell.desk, self.review_id)
            self.side.addWidget(signatures_card(one, state))
        if one.result is not None:
            words = tr("看汇总表，可以打印…")
            to_summary = link(words, self.goer("summary", form_id=self.form_id))
            self.side.addWidget(flow(to_summary))
        self.side.addStretch(1)

    def _decisions(self, one: Panel) -> list[tuple[str, Card]]:
        """The cards of what the panel decides, each with its key: what is open comes first."""
        vetoes = veto_cards(one, self.shell.language)
        connected(vetoes, self.decide, self.undo, self.kept)
        made = records(self.shell.desk, self.review_id, self.form_id)
        begun = {key for key in made if self._begun(key)}
        agreements = list(agreement_cards(one, made, self.again | begun, self.shell.language))
        followed(agreements, self.agree, self.turn, self.kept)
        return sorted((*vetoes, *agreements), key=lambda pair: not isinstance(pair[1], OPEN))

    def _begun(self, key: str) -> bool:
        return bool(self.kept.text(reason_key(key)) or self.kept.text(points_key(key)))

    # What is done --------------------------------------------------------------------------------

    def decide(self, veto_id: str, sustained: bool, reason: str) -> None:
        """Record what the panel decided on a veto."""
        desk, by = self.shell.desk, self.leader_name
        self._done(
            lambda: decide_veto(
                desk, self.review_id, self.form_id, veto_id, sustained, reason, by=by
            ),
            veto_key(veto_id),
        )

    def undo(self, veto_id: str, reason: str) -> None:
        """Take a decision back."""
        desk, by = self.shell.desk, self.leader_name
        self._done(
            lambda: undecide_veto(desk, self.review_id, self.form_id, veto_id, reason, by=by),
            undo_key(veto_id),
        )

    def agree(self, key: str, what: str, reason: str) -> None:
        """Record the conclusion the panel agreed on, or the points of an item, by its card."""
        desk, place, by = self.shell.desk, (self.review_id, self.form_id), self.leader_name

        def work() -> Panel:
            if key == CONCLUSION:
                return agree_conclusion(desk, *place, what, reason, by)
            [item] = [one.id for one in self.panel.form.items if score_key(one.id) == key]
            return agree_score(desk, *place, item, what, reason, by)

        self._done(work, reason_key(key), points_key(key), key=key)

    def settle(self, item_id: str) -> None:
        """Go to the card on which an item's score is agreed on; where all gave the same, there is
        nothing to settle.
        """
        key = score_key(item_id)
        card = dict(self.cards).get(key)
        if isinstance(card, AgreedCard):
            self.turn(key, True)
            card = dict(self.cards)[key]
        if isinstance(card, ScoreCard):
            into_view(card)
            card.first.setFocus()

    def turn(self, key: str, anew: bool) -> None:
        """Open a recorded decision to be decided anew, or leave it as it is."""
        if anew:
            self.again.add(key)
        else:
            self.again.discard(key)
            self.kept.forget(reason_key(key), points_key(key))
            self.keep()
        self._show_side(self.panel)
        card = dict(self.cards)[key]
        if isinstance(card, OPEN):
            card.first.setFocus()
        elif isinstance(card, AgreedCard):
            card.revising.setFocus()

    def _done(self, work: Callable[[], Panel], *typed: str, key: str = "") -> None:
        changed = self.attempt(work)
        if changed is not None:
            self.banner.hide()
            self.again.discard(key)
            self.kept.forget(*typed)
            self.keep()
            self.show_panel(changed)
            self.opened()

    # What is typed and not decided yet -----------------------------------------------------------

    def keep(self) -> bool:
        """Write down what was typed; what stands in the way is said on the page."""
        self.timer.stop()
        return self.attempt(self.kept.save) is not None

    @override
    def leave(self) -> bool:
        if not self.allowed or self.keep():
            return True
        # It was said once that this will be lost: nobody is kept here for good.
        self.held = not self.held
        return not self.held
