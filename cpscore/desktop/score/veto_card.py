"""One veto question: its parts with large buttons, what it comes to, the reason when it fails."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from cpscore.desktop.qt import override
from cpscore.desktop.score.polarity import failing_words, fails, lead_in, why_not_asked, word
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import now, px
from cpscore.desktop.widgets import (
    Card,
    Labelled,
    Pill,
    Sides,
    Words,
    box,
    column,
    line,
    row,
    secondary,
)
from cpscore.desktop.widgets.basics import Tone
from cpscore.rules.answers import Answers, VetoAnswer, asked_parts
from cpscore.rules.form import Answer, Form, Part, Veto
from cpscore.rules.scoring import VetoState

WIDE = 560
TICK = "✓ "  # colour alone does not tell what is chosen


class AnswerButtons(QWidget):
    """是 / 否 / 不适用 of one part; the failing ones say so. `chosen` tells the answer."""

    chosen = Signal(object)

    def __init__(self, form: Form, veto: Veto, part: Part) -> None:
        super().__init__()
        self.veto, self.part = veto.id, part.id
        self.answer: Answer | None = None
        self.buttons = {answer: self._button(form, veto, part, answer) for answer in part.answers}
        self.words = {answer: button.text() for answer, button in self.buttons.items()}
        self.setLayout(row(*self.buttons.values(), gap=8))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _button(self, form: Form, veto: Veto, part: Part, answer: Answer) -> QPushButton:
        bad = fails(form, veto, part, answer)
        text = tr("{answer}（否决）", answer=word(answer)) if bad else word(answer)
        made = secondary(text, partial(self.chosen.emit, answer))
        made.setCheckable(True)
        # As wide as it is with its tick, so that nothing moves when it is chosen.
        ticked = QFontMetrics(now().font()).horizontalAdvance(f"{TICK}{text}")
        made.setMinimumSize(max(px(84), ticked + px(40)), px(44))
        made.setAccessibleName(f"{part.text} {text}")
        if bad:
            colours = now().colours
            made.setStyleSheet(
                f"QPushButton:checked {{ background: {colours.red_fill}; color: {colours.red};"
                f" border: {px(2)}px solid {colours.red}; font-weight: bold; }}"
            )
        return made

    def show_answer(self, answer: Answer | None, *, locked: bool) -> None:
        """Show what is answered."""
        self.answer = answer
        for one, button in self.buttons.items():
            button.setChecked(one is answer)
            button.setText(f"{TICK}{self.words[one]}" if one is answer else self.words[one])
            button.setEnabled(not locked or one is answer)

    def take_focus(self) -> None:
        """Put the focus on what is answered, else on the first button."""
        chosen = self.buttons.get(self.answer) if self.answer else None
        (chosen or next(iter(self.buttons.values()))).setFocus(Qt.FocusReason.TabFocusReason)

    def step(self, by: int) -> None:
        """Move the focus to the button beside."""
        buttons = list(self.buttons.values())
        here = next((at for at, one in enumerate(buttons) if one.hasFocus()), 0)
        at = max(0, min(here + by, len(buttons) - 1))
        buttons[at].setFocus(Qt.FocusReason.TabFocusReason)


class VetoCard(Card):
    """`reasoned` tells the reason once it was written, `told` that Enter ended it, `touched` that
    the focus came here.
    """

    reasoned = Signal(str)
    told = Signal()
    touched = Signal()

    def __init__(self, form: Form, veto: Veto) -> None:
        super().__init__(gap=8, margins=(16, 12, 16, 12))
        self.veto = veto
        self.failed = False
        self.groups = {part.id: AnswerButtons(form, veto, part) for part in veto.parts}
        self.parts = {part.id: self._part(form, part) for part in veto.parts}
        self.pill = Pill(tr("未答"))
        self.number = Words(veto.number or "", "strong")
        self.folded = Words(veto.text, "muted", wrap=True)
        self.why = Words("", "small", wrap=True)
        self.field = line(tr("不符合的理由"), placeholder=tr("依据什么判定不符合？会印在评分表上"))
        self.reason = Labelled(tr("不符合的理由"), self.field)
        inner = column(*self.parts.values(), self.folded, self.why, self.reason, gap=10)
        whole = row(self.number, box(inner), self.pill, gap=12)
        whole.setStretch(1, 1)
        whole.setAlignment(self.number, Qt.AlignmentFlag.AlignTop)
        whole.setAlignment(self.pill, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(whole)
        self.field.editingFinished.connect(lambda: self.reasoned.emit(self.field.text().strip()))
        self.field.returnPressed.connect(self.told)
        for watched in (self.field, *(b for g in self.groups.values() for b in g.buttons.values())):
            watched.installEventFilter(self)

    def _part(self, form: Form, part: Part) -> QWidget:
        lead = lead_in(part)
        question = box(
            column(
                *([Words(lead, "small")] if lead else []),
                Words(part.text, wrap=True),
                Words(failing_words(form, self.veto, part), "small", wrap=True),
                gap=2,
            )
        )
        return Sides(question, self.groups[part.id], (1, 0), WIDE)

    @property
    def asked_groups(self) -> list[AnswerButtons]:
        """The questions that are asked, in order."""
        return [group for id, group in self.groups.items() if id in self.asked]

    @property
    def open_groups(self) -> list[AnswerButtons]:
        """The questions that are asked and open."""
        return [group for group in self.asked_groups if group.answer is None]

    asked: frozenset[str] = frozenset()

    def show_answer(self, answers: Answers, state: VetoState, *, locked: bool) -> None:
        """Show what is answered, and what it comes to."""
        given = answers.vetoes.get(self.veto.id, VetoAnswer())
        self.asked = frozenset(part.id for part in asked_parts(self.veto, answers))
        for id, part in self.parts.items():
            part.setVisible(id in self.asked)
            self.groups[id].show_answer(given.parts.get(id), locked=locked)
        self.failed = state is VetoState.FAILED
        why = (
            tr("由总分自动判定，不用回答")
            if self.veto.computed
            else why_not_asked(self.veto, answers)
        )
        self.folded.setVisible(bool(why))
        self.why.say(why)
        self.why.setVisible(bool(why))
        self.pill.say(*state_pill(state))
        edge = f"VetoCard {{ border: {px(2)}px solid {now().colours.red}; }}"
        self.setStyleSheet(edge if self.failed else "")
        self.reason.setVisible(self.failed)
        self.field.setReadOnly(locked)
        if self.field.text().strip() != given.reason:
            self.field.setText(given.reason)

    def ask_reason(self) -> None:
        """Ask why it fails."""
        self.field.setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn:
            self.touched.emit()
        return super().eventFilter(watched, event)


def state_pill(state: VetoState) -> tuple[str, Tone]:
    """What a veto's state is called, and its colour."""
    match state:
        case VetoState.CLEAR:
            return tr("符合"), "good"
        case VetoState.FAILED:
            return tr("不符合"), "red"
        case VetoState.UNANSWERED:
            return tr("未答"), "amber"
        case VetoState.NOT_APPLICABLE:
            return tr("不适用"), "quiet"
