"""The veto questions (否决项), one card each, asked as a person would ask them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from cpscore.desktop.qt import override
from cpscore.desktop.score.polarity import KEYS, REASON
from cpscore.desktop.score.veto_card import AnswerButtons, VetoCard
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import Words, column, scrolled
from cpscore.desktop.widgets.basics import Child
from cpscore.rules.form import Answer, Form
from cpscore.workflow.paper import Paper


class VetoPanel(QWidget):
    """`answered` tells veto, part and answer (None takes it back), `reasoned` veto and text,
    `arrived` the veto that has the focus, `finished` that keys answered the last open one.
    """

    answered = Signal(str, str, object)
    reasoned = Signal(str, str)
    arrived = Signal(str)
    finished = Signal()

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.cards = {veto.id: VetoCard(form, veto) for veto in form.vetoes}
        self.area = self._area(form)
        self.setLayout(column(self.area, gap=0))
        for id, card in self.cards.items():
            card.reasoned.connect(partial(self.reasoned.emit, id))
            card.touched.connect(partial(self.arrived.emit, id))
            card.told.connect(partial(self._after_reason, card))
            for group in card.groups.values():
                group.chosen.connect(partial(self._choose, id, group.part))
                for button in group.buttons.values():
                    button.installEventFilter(self)

    def _area(self, form: Form) -> QScrollArea:
        children: list[Child] = [
            Words(tr("否决项"), "heading"),
            Words(
                tr("Y 答“是”，N 答“否”，0 答“不适用”，上下键换题，删除键清空。"), "small", wrap=True
            ),
        ]
        group: str | None = None
        for veto in form.vetoes:
            if veto.group and veto.group != group:
                children += [8, Words(veto.group, "strong", wrap=True)]
            group = veto.group
            children.append(self.cards[veto.id])
        return scrolled(column(*children, None, gap=8, margins=(18, 16, 18, 24)))

    def show_paper(self, paper: Paper, *, locked: bool) -> None:
        """Show the answers of a paper."""
        states = {one.id: one.state for one in paper.result.vetoes}
        for id, card in self.cards.items():
            card.show_answer(paper.draft.answers, states[id], locked=locked)

    def go(self, veto_id: str, part: str | None = None) -> None:
        """Put the focus on a question, and show it whole."""
        card = self.cards[veto_id]
        if part == REASON and card.failed:
            card.ask_reason()
            self.area.ensureWidgetVisible(card, 0, 12)
            return
        group = card.groups.get(part or "") or next(iter(card.open_groups), None)
        group = group or next(iter(card.asked_groups), None)
        if group is not None:
            group.take_focus()
        self.area.ensureWidgetVisible(card, 0, 12)

    # Keys ----------------------------------------------------------------------------------------

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            group = watched.parent()
            assert isinstance(group, AnswerButtons)
            if self._key(group, event.key()):
                return True
        return super().eventFilter(watched, event)

    def _key(self, group: AnswerButtons, key: int) -> bool:
        if key in KEYS:
            if KEYS[key] in group.buttons:
                self._choose(group.veto, group.part, KEYS[key])
                self._go_on(group)
            return True
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._choose(group.veto, group.part, None)
            return True
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(group, 1 if key == Qt.Key.Key_Down else -1)
            return True
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            group.step(1 if key == Qt.Key.Key_Right else -1)
            return True
        return False

    def _choose(self, veto: str, part: str, answer: Answer | None) -> None:
        self.answered.emit(veto, part, answer)

    def _go_on(self, group: AnswerButtons) -> None:
        card = self.cards[group.veto]
        if card.failed and not card.open_groups:
            card.ask_reason()
            return
        self._next_open(group)

    def _after_reason(self, card: VetoCard) -> None:
        if card.asked_groups:
            self._next_open(card.asked_groups[-1])

    def _next_open(self, group: AnswerButtons) -> None:
        groups = self._asked()
        later = groups[groups.index(group) + 1 :] if group in groups else groups
        following = next((one for one in later if one.answer is None), None)
        if following is None:
            self.finished.emit()
            return
        following.take_focus()
        self.area.ensureWidgetVisible(self.cards[following.veto], 0, 12)

    def _step(self, group: AnswerButtons, by: int) -> None:
        groups = self._asked()
        at = max(0, min(groups.index(group) + by, len(groups) - 1))
        groups[at].take_focus()
        self.area.ensureWidgetVisible(self.cards[groups[at].veto], 0, 12)

    def _asked(self) -> list[AnswerButtons]:
        return [group for card in self.cards.values() for group in card.asked_groups]
