"""The cards one writes in: a paragraph with what it asks for, the head, the dissents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QPushButton

from cpscore.desktop.opinion.declining import declining_words
from cpscore.desktop.opinion.growing import Facts, Growing
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    Labelled,
    Words,
    box,
    button,
    column,
    flow,
    line,
    link,
    row,
)
from cpscore.rules.declining import Declining
from cpscore.rules.form import Form, Paragraph
from cpscore.rules.review import Member

PAUSE = 400  # milliseconds after the last key before it is written down
SHORT = 18
MARGINS = (16, 12, 16, 12)


class Saver(QObject):
    """Tells a text once its writer pauses, or at once when asked; never the same one twice."""

    saved = Signal(str)

    def __init__(self, parent: QObject, text: str) -> None:
        super().__init__(parent)
        self.kept = self.now = text
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(PAUSE)
        self.timer.timeout.connect(self.flush)

    def changed(self, text: str) -> None:
        """It reads so now."""
        self.now = text
        self.timer.start()

    def flush(self) -> None:
        """Tell what was not told yet."""
        self.timer.stop()
        if self.now != self.kept:
            self.kept = self.now
            self.saved.emit(self.now)


class ParagraphCard(Card):
    """A paragraph of the official sheet: its own prompt above, the text, remarks to take over."""

    written = Signal(str, str)
    current = Signal(object)

    def __init__(
        self,
        place: Paragraph,
        text: str,
        suggestion: str,
        remarks: Sequence[tuple[str, str, str]],
        facts: tuple[str, ...] = (),
    ) -> None:
        self.paragraph, self.suggestion = place, suggestion
        number = f"{place.number} " if place.number else ""
        prompt = Words(f"{number}{place.text}", "strong", wrap=True)
        self.field = Growing(place.text, text, tr("在这里写…"))
        self.facts = Facts(self.field.document(), facts) if place.fill and facts else None
        self.differs = link(tr("与汇总结果不同，恢复自动填写"), self.restore)
        self.chips = [self._chip(*remark) for remark in remarks]
        self.offers = box(
            column(
                Words(tr("专家备注可引用："), "small"),
                flow(*self.chips, gap=6),
                gap=4,
                margins=(0, 4, 0, 0),
            )
        )
        super().__init__(prompt, self.field, row(self.differs, None), self.offers,
                         gap=4, margins=MARGINS)  # fmt: skip
        self.saver = Saver(self, text)
        self.saver.saved.connect(lambda text: self.written.emit(place.id, text))
        self.field.textChanged.connect(self._changed)
        self.field.entered.connect(lambda: self.current.emit(self))
        self.field.left.connect(self.saver.flush)
        self.setFocusProxy(self.field)
        self.be_current(False)
        self._compare()

    def _chip(self, expert: str, about: str, remark: str) -> QPushButton:
        short = remark if len(remark) <= SHORT else f"{remark[:SHORT].rstrip()}…"
        chip = button(f"{expert}　{short}", lambda: self.take_over(remark), "chip")
        chip.setToolTip(f"{about}：{remark}")
        said = tr("引用{expert}的备注：{remark}", expert=expert, remark=remark)
        chip.setAccessibleName(said)
        return chip

    def take_over(self, remark: str) -> None:
        """Put a member's remark where the cursor is."""
        self.field.insertPlainText(remark)
        self.field.setFocus()

    def restore(self) -> None:
        """Write what the result says again."""
        self.field.setPlainText(self.suggestion)
        self.field.setFocus()

    def be_current(self, on: bool) -> None:
        """The card that is being written shows its frame and the remarks."""
        self.look("current" if on else "card")
        self.offers.setVisible(on and bool(self.chips))

    def _changed(self) -> None:
        self.saver.changed(self.field.text)
        self._compare()

    def _compare(self) -> None:
        self.differs.setVisible(bool(self.suggestion) and self.field.text != self.suggestion)

    def lock(self) -> None:
        """Only to be read from now on."""
        self.field.setReadOnly(True)
        self.chips = []
        self.be_current(False)
        self.differs.hide()


class HeadCard(Card):
    """The lines at the head of the sheet."""

    written = Signal(str, str)

    def __init__(self, form: Form, values: dict[str, str]) -> None:
        self.fields = {one.id: line(one.label, values.get(one.id, "")) for one in form.fields}
        labelled = [Labelled(one.label, self.fields[one.id]) for one in form.fields]
        super().__init__(Words(tr("表头"), "strong"), *labelled, gap=8, margins=MARGINS)
        self.savers: dict[str, Saver] = {}
        for id, field in self.fields.items():
            saver = Saver(self, field.text())
            field.textChanged.connect(saver.changed)
            field.editingFinished.connect(saver.flush)
            saver.saved.connect(lambda text, id=id: self.written.emit(id, text))
            self.savers[id] = saver

    def flush(self) -> None:
        """Write what was not written yet."""
        for saver in self.savers.values():
            saver.flush()

    def lock(self) -> None:
        """Only to be read from now on."""
        for field in self.fields.values():
            field.setReadOnly(True)


class DissentCard(Card):
    """保留意见: a member's own text becomes a page of the sheet."""

    written = Signal(str, str)

    def __init__(
        self,
        members: Sequence[Member],
        texts: Mapping[str, str],
        declined: Mapping[str, Declining] | None = None,
    ) -> None:
        self.declined = declined or {}
        self.fields: dict[str, Growing] = {}
        self.savers: dict[str, Saver] = {}
        lines = [box(column(*self._one(one, texts.get(one.id, "")), gap=2)) for one in members]
        hint = tr("写在谁的名下就是谁的保留意见，单独印一页；空着就没有。")
        super().__init__(
            Words(tr("保留意见"), "strong"), Words(hint, "small", wrap=True), *lines,
            gap=10, margins=MARGINS,
        )  # fmt: skip

    def _one(self, member: Member, text: str) -> tuple[Words, Card]:
        name = tr("{name}的保留意见", name=member.name)
        field = Growing(name, text, tr("没有保留意见"))
        saver = Saver(field, text)
        field.textChanged.connect(lambda: saver.changed(field.text))
        field.left.connect(saver.flush)
        saver.saved.connect(lambda text: self.written.emit(member.id, text))
        frame = Card(field, margins=(10, 6, 10, 6))
        field.entered.connect(lambda: frame.look("current"))
        field.left.connect(lambda: frame.look("card"))
        self.fields[member.id], self.savers[member.id] = field, saver
        how = self.declined.get(member.id)
        said = tr("{name}：{how}", name=member.name, how=declining_words(how)) if how else ""
        return Words(said or member.name, "muted"), frame

    @property
    def empty(self) -> bool:
        """Whether nobody dissents."""
        return not any(field.text.strip() for field in self.fields.values())

    def flush(self) -> None:
        """Write what was not written yet."""
        for saver in self.savers.values():
            saver.flush()

    def lock(self) -> None:
        """Only to be read from now on."""
        for field in self.fields.values():
            field.setReadOnly(True)
