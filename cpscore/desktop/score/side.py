"""The right of the score page: the remark, phrases used before, and what the source says."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from cpscore.desktop.qt import override
from cpscore.desktop.score.basis import basis_of
from cpscore.desktop.score.lines import divisible, is_open, points_so_far
from cpscore.desktop.score.marks import meanings
from cpscore.desktop.score.nav import ITEM
from cpscore.desktop.score.tabs import Tabs
from cpscore.desktop.score.ways import Ways
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import now, px
from cpscore.desktop.widgets import (
    Card,
    Words,
    box,
    button,
    clear,
    column,
    flow,
    lines,
    rule,
    scrolled,
)
from cpscore.rules.form import Form, Item, Kind
from cpscore.rules.points import plain
from cpscore.workflow.paper import Paper

SAVE_AFTER = 1200  # ms without a key
MOST_PHRASES, LONGEST = 8, 168


class Side(QFrame):
    """About one place: an item or a veto. `remarked` tells its id and the text."""

    remarked = Signal(str, str)

    def __init__(self, form: Form, used: Callable[[], Sequence[str]]) -> None:
        super().__init__()
        self.setProperty("surface", "side")
        self.form, self.used = form, used
        self.about = ""
        self.offered: list[str] = []
        self.name, self.state = Words("", "strong", wrap=True), Words("", "small", wrap=True)
        self.marks = Words("", "amber", wrap=True)
        self.ways = Ways()
        self.remark = lines(tr("扣分理由"), rows=4)
        self.remark.setMaximumHeight(px(150))
        self.remark.installEventFilter(self)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(SAVE_AFTER)
        self.timer.timeout.connect(self.save)
        self.remark.textChanged.connect(self.timer.start)
        self.phrases, self.basis = column(gap=6), column(gap=10)
        self.hint = Card(surface="amber", margins=(12, 10, 12, 10))
        self.hint_words = Words("", "small", wrap=True)
        self.hint.body.addWidget(self.hint_words)
        self.places = self._first(), box(self.basis)
        self.tabs = Tabs((tr("扣分理由"), tr("依据")), self.show_tab)
        inner = column(
            self.name, self.state, self.marks, self.ways, self.tabs, rule(), 4, *self.places, None,
            gap=6, margins=(18, 14, 18, 14),
        )  # fmt: skip
        self.setLayout(column(scrolled(inner), gap=0))
        self.show_tab(0)

    def _first(self) -> QWidget:
        self.phrases_place = box(column(6, Words(tr("常用语"), "small"), self.phrases, gap=4))
        return box(column(self.remark, self.phrases_place, 8, self.hint, gap=4))

    def show_tab(self, at: int) -> None:
        """扣分理由 (0) or 依据 (1)."""
        self.tabs.point(at)
        for other, place in enumerate(self.places):
            place.setVisible(other == at)

    # What it is about ----------------------------------------------------------------------------

    def show_place(self, kind: str, id: str, paper: Paper) -> None:
        """Turn to an item or a veto; what was typed about the one before is saved first."""
        if id != self.about:
            self.save()
            self.about = ""
            self.remark.setPlainText(paper.draft.answers.remarks.get(id, ""))
            self.timer.stop()
            self.about = id
            self._offer()
            self._tell_basis(kind, id)
        self.show_paper(kind, paper)

    def show_paper(self, kind: str, paper: Paper) -> None:
        """Show what the paper says about the place."""
        answers = paper.draft.answers
        locked = paper.submitted is not None
        stored = answers.remarks.get(self.about, "")
        if not self.timer.isActive() and self.remark.toPlainText().strip() != stored.strip():
            self.remark.setPlainText(stored)
            self.timer.stop()
        self.remark.setReadOnly(locked)
        self.phrases_place.setVisible(not locked)
        self.hint.hide()
        if kind == ITEM:
            item = self.form.item(self.about)
            self.name.say(item.name)
            score = answers.scores.get(item.id)
            given = points_so_far(item, score)
            words = [tr("最高 {max} 分", max=plain(item.max))]
            if given is not None:
                words.append(tr("已评 {points} 分", points=plain(given)))
                if not is_open(item, score) and given < item.max and item.kind is not Kind.BONUS:
                    words.append(tr("扣 {points} 分", points=plain(item.max - given)))
            self.state.say("　".join(words))
            self._tell_marks(item, zero=given == 0 and not is_open(item, score))
            if not locked:
                self._hint_at(item)
        elif self.about:
            veto = self.form.veto(self.about)
            self.name.say(tr("否决项 {number}", number=veto.number or ""))
            self.state.say(veto.group or "")
            self.marks.hide()
        self.state.setVisible(bool(self.state.text()))
        self.tabs.name(0, tr("扣分理由") if kind == ITEM else tr("备注"))
        why, more = tr("为什么扣分？写在这里，会印在评分表上"), tr("要补充的话，会印在评分表上")
        self.remark.setPlaceholderText(tr("没有写") if locked else why if kind == ITEM else more)
        # Qt paints only the lines of the new words: what stood below would stay.
        self.remark.viewport().update()
        self.ways.show_item(self.form.item(self.about) if kind == ITEM else None, paper)

    def _tell_marks(self, item: Item, *, zero: bool) -> None:
        lost = zero and item.nonzero
        words = tr("★ 项评了 0 分：不满足条件。") if lost else meanings(item)
        self.marks.say(words, "red" if lost else "amber")
        self.marks.setVisible(bool(words))

    def _hint_at(self, item: Item) -> None:
        if divisible(item):
            words = tr(
                "提示　本项分值 {max} 由 {rows} 条内容共用；可逐条给分，合计不超过 {max}。",
                max=plain(item.max),
                rows=len(item.rows),
            )
            self.hint_words.say(words)
            self.hint.show()

    def _tell_basis(self, kind: str, id: str) -> None:
        clear(self.basis)
        for heading, text, source in basis_of(self.form, kind == ITEM, id):
            self.basis.addWidget(
                box(
                    column(
                        *([Words(heading, "strong", wrap=True)] if heading else []),
                        Words(text, wrap=True),
                        *([Words(source, "small", wrap=True)] if source else []),
                        gap=2,
                    )
                )
            )

    # The remark ----------------------------------------------------------------------------------

    def save(self) -> None:
        """Tell what was typed, if it was not told yet."""
        self.timer.stop()
        if self.about and not self.remark.isReadOnly():
            self.remarked.emit(self.about, self.remark.toPlainText().strip())

    def _offer(self) -> None:
        common = (tr("资料不全"), tr("数据无出处"), tr("与现场不符"))
        phrases = list(dict.fromkeys((*self.used(), *common)))[:MOST_PHRASES]
        if phrases == self.offered:
            return
        self.offered = phrases
        clear(self.phrases)
        self.phrases.addWidget(flow(*(self._phrase(one) for one in phrases), gap=6))

    def _phrase(self, text: str) -> QPushButton:
        whole, metrics = " ".join(text.split()), QFontMetrics(now().font(14))
        short = metrics.elidedText(whole, Qt.TextElideMode.ElideRight, px(LONGEST))
        made = button(short, lambda: self.add(text), "chip")
        made.setAccessibleName(tr("加入：{phrase}", phrase=text))
        made.setToolTip(text)
        return made

    def add(self, phrase: str) -> None:
        """Put a phrase after what is written, and save it."""
        if self.remark.isReadOnly():
            return
        written = self.remark.toPlainText().rstrip()
        joint = "" if not written or written[-1] in "；;。\n" else "；"
        self.remark.setPlainText(f"{written}{joint}{phrase}")
        self.save()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.remark and event.type() is QEvent.Type.FocusOut:
            self.save()
        return super().eventFilter(watched, event)
