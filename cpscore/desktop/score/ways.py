"""Other ways to score the current item: row by row, a step, or not applicable."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import button, clear, column, flow, line, row, secondary
from cpscore.rules.answers import Chosen, NotApplicable, Score, Split
from cpscore.rules.form import Item, Kind
from cpscore.rules.points import plain
from cpscore.workflow.paper import Paper


class Ways(QWidget):
    """`split` tells an item that is to be scored row by row, or no more; `given` a whole score."""

    split = Signal(str)
    given = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.inner = column(gap=6)
        self.setLayout(self.inner)
        self.opened: frozenset[str] = frozenset()
        self.shown: object = None
        self.hide()

    def show_item(self, item: Item | None, paper: Paper) -> None:
        """Offer what this item allows; nothing on a locked paper."""
        score = paper.draft.answers.scores.get(item.id) if item else None
        by_rows = item is not None and (isinstance(score, Split) or item.id in self.opened)
        picked = score if isinstance(score, (Chosen, NotApplicable)) else None
        state = (item, by_rows, picked, paper.submitted is not None)
        if state == self.shown:
            return
        self.shown = state
        clear(self.inner)
        widgets = [] if item is None or paper.submitted else self._offer(item, score, by_rows)
        for widget in widgets:
            self.inner.addWidget(widget)
        self.setVisible(bool(widgets))

    def _offer(self, item: Item, score: Score | None, by_rows: bool) -> list[QWidget]:
        made: list[QWidget] = []
        if len(item.rows) > 1 and item.kind in (Kind.POINTS, Kind.BONUS):
            words = tr("合为一个分") if by_rows else tr("按内容拆分")
            made.append(flow(button(words, lambda: self.split.emit(item.id), "link")))
        if item.kind is Kind.CHOICE:
            made.append(self._choices(item, score))
        if item.not_applicable:
            made.append(self._not_applicable(item, score))
        return made

    def _choices(self, item: Item, score: Score | None) -> QWidget:
        buttons = []
        for choice in item.choices:
            words = tr("{choice}　{points} 分", choice=choice.text, points=plain(choice.points))
            made = button(words, lambda id=choice.id: self.given.emit(item.id, Chosen(id)))  # type: ignore[misc]
            made.setCheckable(True)
            made.setChecked(isinstance(score, Chosen) and score.choice == choice.id)
            buttons.append(made)
        return flow(*buttons, gap=6)

    def _not_applicable(self, item: Item, score: Score | None) -> QWidget:
        field = line(tr("不适用的理由"), placeholder=tr("为什么不适用？"))
        if isinstance(score, NotApplicable):
            field.setText(score.reason)

        def give() -> None:
            reason = field.text().strip()
            if reason:
                self.given.emit(item.id, NotApplicable(reason))
            else:
                field.setFocus()

        field.returnPressed.connect(give)
        whole = QWidget()
        whole.setLayout(row(field, secondary(tr("不适用"), give), gap=6))
        return whole
