"""A field of any type as something to fill in: it tells its value once it was entered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from cpscore.desktop.qt import override
from cpscore.desktop.score.polarity import KEYS
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Labelled,
    TickLine,
    Words,
    button,
    column,
    flow,
    line,
    lines,
    row,
    secondary,
)
from cpscore.rules.answers import FieldValue
from cpscore.rules.fields import day_of, number_of
from cpscore.rules.form import Answer, Field, FieldType, Option

PAUSE = 500  # milliseconds after the last key before a long text is kept


class Entry(QWidget):
    """`entered` tells a value (None: emptied) that the user gave."""

    entered = Signal(object)

    def show_value(self, value: FieldValue | None, *, locked: bool) -> None:
        """Show what is kept; telling nothing."""
        raise NotImplementedError

    def flush(self) -> None:
        """Tell what was typed and not told yet."""


class LineEntry(Entry):
    """One line. What is `known` is printed where nothing is written; where something must be, it
    is offered.
    """

    def __init__(self, field: Field, known: str = "") -> None:
        super().__init__()
        self.kept = ""
        self.known = known
        self.offered = bool(known) and field.required
        hint = tr("例如 2026-11-20") if field.type is FieldType.DATE else ""
        if known and not field.required:
            hint = tr("不写就印：{value}", value=known)
        self.field = line(field.label, placeholder=hint)
        self.place = Labelled(_label(field), self.field)
        self.offer = button(tr("填入「{value}」", value=known), self._take, "chip")
        self.setLayout(column(self.place, flow(self.offer), None, gap=4))
        self.setFocusProxy(self.field)
        self.field.editingFinished.connect(self.flush)
        self.field.returnPressed.connect(self.focusNextChild)

    def _take(self) -> None:
        self.field.setText(self.known)
        self.flush()

    def read(self, text: str) -> str | None:
        """What is kept of a text; None where it cannot be taken, and says why."""
        return text.strip()

    @override
    def flush(self) -> None:
        value = self.read(self.field.text())
        if value is not None and value != self.kept:
            self.entered.emit(value or None)

    @override
    def show_value(self, value: FieldValue | None, *, locked: bool) -> None:
        self.kept = value if isinstance(value, str) else ""
        if self.field.text().strip() != self.kept:
            self.field.setText(self.kept)
        self.field.setReadOnly(locked)
        self.offer.setVisible(self.offered and not self.kept and not locked)


class ReadEntry(LineEntry):
    """A day or a number: kept in one way, however it is typed; `wanted` is what to write."""

    def __init__(
        self, field: Field, known: str, reads: Callable[[str], str | None], wanted: str
    ) -> None:
        super().__init__(field, known)
        self.reads = reads
        self.wanted = wanted

    @override
    def read(self, text: str) -> str | None:
        self.place.complain("")
        if not text.strip():
            return ""
        kept = self.reads(text)
        if kept is None:
            self.place.complain(self.wanted)
        else:
            self.field.setText(kept)
        return kept


class TextEntry(Entry):
    """Several lines, kept while one writes."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.kept = ""
        self.field = lines(field.label)
        self.field.setFixedHeight(self.field.minimumHeight())
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(PAUSE)
        self.timer.timeout.connect(self.flush)
        self.field.textChanged.connect(self.timer.start)
        self.setLayout(column(Labelled(_label(field), self.field), gap=0))
        self.setFocusProxy(self.field)

    @override
    def flush(self) -> None:
        self.timer.stop()
        text = self.field.toPlainText()
        if text != self.kept:
            self.kept = text
            self.entered.emit(text or None)

    @override
    def show_value(self, value: FieldValue | None, *, locked: bool) -> None:
        text = value if isinstance(value, str) else ""
        if text != self.kept:
            self.kept = text
            self.field.setPlainText(text)
            self.timer.stop()
        self.field.setReadOnly(locked)


class ChoiceEntry(Entry):
    """One of a few; pressing it again takes it back. `told`: it was answered by a key, go on."""

    told = Signal()

    def __init__(self, name: str, options: Sequence[Option], about: str = "") -> None:
        super().__init__()
        self.kept = ""
        self.buttons = {one.id: self._button(one, about or name) for one in options}
        if name:
            head = Words(name, "muted", wrap=True)
            self.setLayout(column(head, flow(*self.buttons.values()), None, gap=4))
        else:
            self.setLayout(row(*self.buttons.values(), gap=8))
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(next(iter(self.buttons.values())))

    def _button(self, one: Option, about: str) -> QPushButton:
        made = secondary(one.label, lambda: self._press(one.id))
        made.setCheckable(True)
        made.setAccessibleName(f"{about} {one.label}")
        made.installEventFilter(self)
        return made

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            answer = KEYS.get(event.key())
            if answer is not None and answer.value in self.buttons:
                self._answer(answer.value)
                return True
        return super().eventFilter(watched, event)

    def _answer(self, id: str) -> None:
        """Y, N and 0 answer as they do in a veto, and go on."""
        if self.buttons[id].isEnabled():
            self.entered.emit(id)
            self.told.emit()

    def _press(self, id: str) -> None:
        self.entered.emit(None if id == self.kept else id)

    @override
    def show_value(self, value: FieldValue | None, *, locked: bool) -> None:
        self.kept = value if isinstance(value, str) else ""
        for id, one in self.buttons.items():
            one.setChecked(id == self.kept)
            one.setEnabled(not locked or id == self.kept)


class TicksEntry(Entry):
    """Any number of boxes, under the headings of their groups."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.ticked: tuple[str, ...] = ()
        self.ticks = {
            one.id: TickLine(one.label, about=one.group or field.label) for one in field.options
        }
        place = column(Words(_label(field), "strong", wrap=True), gap=6)
        for group, members in groupby(field.options, key=lambda one: one.group):
            if group:
                place.addWidget(Words(group, "muted", wrap=True))
            for one in members:
                place.addWidget(self.ticks[one.id])
                self.ticks[one.id].ticked.connect(lambda on, id=one.id: self._tick(id, on))
        self.setLayout(place)
        self.setFocusProxy(next(iter(self.ticks.values())))

    def _tick(self, id: str, on: bool) -> None:
        wanted = {*self.ticked, id} if on else {*self.ticked} - {id}
        self.entered.emit(tuple(one.id for one in self.field.options if one.id in wanted))

    @override
    def show_value(self, value: FieldValue | None, *, locked: bool) -> None:
        self.ticked = tuple(one for one in value or () if isinstance(one, str))
        for id, one in self.ticks.items():
            one.show_tick(id in self.ticked, locked=locked)


def entry_for(field: Field, known: str) -> Entry:
    """What a field is filled in with; tables have a page of their own code."""
    match field.type:
        case FieldType.LONG_TEXT:
            return TextEntry(field)
        case FieldType.DATE:
            return ReadEntry(field, known, day_of, tr("请写年月日，例如 2026-11-20"))
        case FieldType.NUMBER:
            return ReadEntry(field, known, number_of, tr("请写数字，例如 12.5"))
        case FieldType.YES_NO:
            both = (Option(Answer.YES.value, tr("是")), Option(Answer.NO.value, tr("否")))
            return ChoiceEntry(_label(field), both)
        case FieldType.CHOICE:
            return ChoiceEntry(_label(field), field.options)
        case FieldType.TICKS:
            return TicksEntry(field)
        case _:
            return LineEntry(field, known)


def _label(field: Field) -> str:
    return tr("{label}（必填）", label=field.label) if field.required else field.label
