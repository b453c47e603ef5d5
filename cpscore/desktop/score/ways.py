"""Other ways to score the current item: row by row, a step, or not applicable."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from cpscore.desktop.score.lines import divisible
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import box, button, clear, column, flow, line, link, row, secondary
from cpscore.rules.answers import Chosen, NotApplicable, Score, Split
from cpscore.rules.form import Item
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
        self.shape: object = None
        self.steps: dict[str, QPushButton] = {}
        self.reason: QLineEdit | None = None
        self.hide()

    def show_item(self, item: Item | None, paper: Paper) -> None:
        """Offer what this item allows; nothing on a locked paper."""
        if item is None or paper.submitted:
            self.hide()
            self.shape = None
            return
        score = paper.draft.answers.scores.get(item.id)
        by_rows = isinstance(score, Split) or item.id in self.opened
        if self.shape != (item.id, by_rows):
            # Built anew for another item only: a pressed button keeps the focus.
            self.shape = (item.id, by_rows)
            self._build(item, by_rows)
        self._mark(score)

    def _build(self, item: Item, by_rows: bool) -> None:
        clear(self.inner)
        self.steps, self.reason = {}, None
        if divisible(item):
            words = tr("合为一个分") if by_rows else tr("按内容拆分")
            self.inner.addWidget(flow(link(words, partial(self.split.emit, item.id))))
        if item.stepped:
            self.steps = {choice.id: self._step(item, choice.id) for choice in item.choices}
            self.inner.addWidget(flow(*self.steps.values(), gap=6))
        if item.not_applicable:
            self.inner.addWidget(self._not_applicable(item))
        self.setVisible(self.inner.count() > 0)

    def _step(self, item: Item, id: str) -> QPushButton:
        choice = next(one for one in item.choices if one.id == id)
        words = tr("{choice}　{points} 分", choice=choice.text, points=plain(choice.points))
        made = button(words, partial(self.given.emit, item.id, Chosen(id)))
        made.setCheckable(True)
        return made

    def _not_applicable(self, item: Item) -> QWidget:
        reason = line(tr("不适用的理由"), placeholder=tr("为什么不适用？"))
        self.reason = reason

        def give() -> None:
            written = reason.text().strip()
            if written:
                self.given.emit(item.id, NotApplicable(written))
            else:
                reason.setFocus()

        reason.returnPressed.connect(give)
        return box(row(reason, secondary(tr("不适用"), give), gap=6))

    def _mark(self, score: Score | None) -> None:
        for id, made in self.steps.items():
            made.setChecked(score == Chosen(id))
        if self.reason is not None and isinstance(score, NotApplicable):
            self.reason.setText(score.reason)
