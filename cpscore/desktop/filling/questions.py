"""A question (是否题) with its parts, what is written beside an answer, and a remark."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from cpscore.desktop.filling.fields import ChoiceEntry
from cpscore.desktop.score.polarity import REASON, failing_words, word
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import Card, Labelled, Sides, Words, box, column, line, link, row
from cpscore.desktop.widgets.basics import Child
from cpscore.rules.answers import Answers, VetoAnswer, asked_parts
from cpscore.rules.form import Answer, Form, Option, Part, Question, Veto
from cpscore.rules.scoring import VetoState, veto_state

WIDE = 520


class QuestionCard(Card):
    """`answered` tells part and answer (None takes it back), `detailed` part and text,
    `remarked` the remark, `reasoned` why a veto fails, `told` that it was answered by a key
    and nothing is left to write.
    """

    answered = Signal(str, object)
    detailed = Signal(str, str)
    remarked = Signal(str)
    reasoned = Signal(str)
    told = Signal()

    def __init__(self, form: Form, question: Question | Veto) -> None:
        super().__init__(gap=6, margins=(16, 12, 16, 12))
        self.form, self.question = form, question
        self.choices = {part.id: self._choice(part) for part in question.parts}
        self.details = {part.id: self._detail(part) for part in question.parts if part.detail}
        self.remark = line(tr("备注"), placeholder=tr("备注（可不填）"))
        self.remark.editingFinished.connect(self._remarked)
        self.more = link(tr("写备注"), self._open_remark)
        self.more.setAccessibleName(tr("写备注：{about}", about=question.text))
        self.why = line(tr("不符合的理由"), placeholder=tr("依据什么判定不符合？会印在评分表上"))
        self.why.editingFinished.connect(lambda: self.reasoned.emit(self.why.text().strip()))
        self.why.returnPressed.connect(self.told)
        self.reason = Labelled(tr("不符合的理由"), self.why)
        self.number = f"{question.number}　" if question.number else ""
        several = len(question.parts) > 1 or question.parts[0].text != question.text
        # A question that is not asked, of this enterprise or after these answers, is still named.
        words = tr("不用回答") if several else tr("不用回答：{about}", about=question.text)
        self.folded = Words(words, "muted", wrap=True)
        text: list[Child] = []
        if several:
            text = [Words(self.number + question.text, "strong", wrap=True)]
            self.number = ""
        self.parts = {part.id: self._part(form, part) for part in question.parts}
        notes = [one.text for one in form.notes if one.about == question.id]
        inner = column(
            *text,
            *self.parts.values(),
            self.folded,
            *(Words(one, "small", wrap=True) for one in notes),
            self.reason,
            self.remark,
            row(self.more, None),
            gap=8,
        )
        self.body.addLayout(inner)
        self.remark.hide()
        self.reason.hide()

    def _choice(self, part: Part) -> ChoiceEntry:
        options = [Option(answer.value, word(answer)) for answer in part.answers]
        made = ChoiceEntry("", options, part.text)
        made.entered.connect(partial(self._answered, part.id))
        made.told.connect(partial(self._told, part.id))
        return made

    def _told(self, part: str) -> None:
        """On to what the answer asks for: its detail, the next part, the reason; else go on."""
        later = list(self.parts)[list(self.parts).index(part) + 1 :]
        following = next((id for id in later if not self.parts[id].isHidden()), None)
        if part in self.details:
            self.details[part].field.setFocus(Qt.FocusReason.TabFocusReason)
        elif following is not None:
            self.go(following)
        elif not self.reason.isHidden():
            self.go(REASON)
        else:
            self.told.emit()

    def _answered(self, part: str, value: object) -> None:
        self.answered.emit(part, Answer(str(value)) if value else None)

    def _detail(self, part: Part) -> Labelled:
        field = line(part.detail or "")
        field.editingFinished.connect(lambda: self.detailed.emit(part.id, field.text()))
        return Labelled(part.detail or "", field)

    def _part(self, form: Form, part: Part) -> QWidget:
        asked = Sides(
            Words(self.number + part.text, wrap=True), self.choices[part.id], (1, 0), WIDE
        )
        below: list[Child] = [self.details[part.id]] if part.detail else []
        if isinstance(self.question, Veto):
            below.append(Words(failing_words(form, self.question, part), "small", wrap=True))
        return box(column(asked, *below, gap=6))

    def _open_remark(self) -> None:
        self.remark.show()
        self.more.hide()
        self.remark.setFocus()

    def _remarked(self) -> None:
        self.remarked.emit(self.remark.text().strip())

    def show_answers(self, answers: Answers, *, locked: bool) -> None:
        """Show what is kept."""
        entered = self._given(answers)
        asked = {part.id for part in asked_parts(self.question, answers)}
        for id, part in self.parts.items():
            part.setVisible(id in asked)
            answer = entered.parts.get(id)
            self.choices[id].show_value(answer.value if answer else None, locked=locked)
        for id, place in self.details.items():
            _show(place.field, entered.details.get(id, ""), locked=locked)
        self.folded.setVisible(not asked)
        self.reason.setVisible(self._fails(answers))
        _show(self.why, entered.reason, locked=locked)
        remark = answers.remarks.get(self.question.id, "")
        _show(self.remark, remark, locked=locked)
        if remark:
            self.remark.show()
        self.more.setVisible(not locked and self.remark.isHidden())

    def _given(self, answers: Answers) -> VetoAnswer:
        entered = answers.vetoes if isinstance(self.question, Veto) else answers.questions
        return entered.get(self.question.id, VetoAnswer())

    def _fails(self, answers: Answers) -> bool:
        if not isinstance(self.question, Veto):
            return False
        return veto_state(self.form, self.question, answers, None) is VetoState.FAILED

    def go(self, part: str = "") -> None:
        """Put the focus on a part or on the reason, else on the first part."""
        if part == REASON and not self.reason.isHidden():
            self.why.setFocus(Qt.FocusReason.TabFocusReason)
            return
        (self.choices.get(part) or next(iter(self.choices.values()))).setFocus(
            Qt.FocusReason.TabFocusReason
        )


def _show(field: QWidget, text: str, *, locked: bool) -> None:
    assert isinstance(field, QLineEdit)
    if field.text().strip() != text:
        field.setText(text)
    field.setReadOnly(locked)
