"""What the leader enters for a new review, part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QDateEdit, QHBoxLayout, QRadioButton, QWidget

from cpscore.desktop.start.form_words import status_of
from cpscore.desktop.start.procedures import forms_line
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    Labelled,
    Pill,
    Words,
    column,
    into_view,
    line,
    restyle,
    row,
)
from cpscore.rules.form import CATEGORIES, Form, Status
from cpscore.rules.procedure import Procedure
from cpscore.rules.review import Enterprise


class ProcedureChoice(QWidget):
    """One card for each procedure; a click chooses all of its forms."""

    chose = Signal()

    def __init__(self, offered: Sequence[Procedure], forms: Mapping[str, Form]) -> None:
        super().__init__()
        self.offered, self.forms = offered, forms
        self.group = QButtonGroup(self)
        self.cards = [self._card(number, one) for number, one in enumerate(self.offered)]
        self.group.idToggled.connect(self._mark)
        if self.cards:
            self.group.button(0).setChecked(True)
        pairs = (self.cards[at : at + 2] for at in range(0, len(self.cards), 2))
        self.setLayout(column(*(_pair(pair) for pair in pairs), gap=14))

    @property
    def chosen(self) -> Procedure:
        """The procedure chosen; the first one to begin with."""
        return self.offered[max(self.group.checkedId(), 0)]

    def choose(self, id: str) -> None:
        """Choose the procedure of that id."""
        [at] = [at for at, one in enumerate(self.offered) if one.id == id]
        self.group.button(at).setChecked(True)

    def _card(self, number: int, one: Procedure) -> Card:
        choice = QRadioButton(one.title)
        text = forms_line(one, self.forms)
        self.group.addButton(choice, number)
        forms = (self.forms[id] for id in one.forms)
        marks = [status_of(form) for form in forms if form.status is Status.PROVISIONAL][:1]
        choice.setAccessibleDescription("。".join((text, *(words for words, _ in marks))))
        pills = [row(Pill(*mark), None) for mark in marks]
        return Card(choice, Words(text, "muted", wrap=True), *pills, None, gap=4)

    def _mark(self, number: int, on: bool) -> None:
        restyle(self.cards[number], "surface", "current" if on else "card")
        # Tab comes to the one that is chosen; Qt itself learns that only from a press.
        policy = Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus
        self.group.button(number).setFocusPolicy(policy)
        if on:
            self.chose.emit()


def _pair(cards: Sequence[Card]) -> QHBoxLayout:
    """Two cards of the same width; one alone leaves the other half free."""
    line = row(*cards, *([QWidget()] if len(cards) == 1 else []), gap=14)
    for at in (0, 1):
        line.setStretch(at, 1)
    return line


class EnterpriseFields(QWidget):
    """Name, consultant, and the categories that decide which questions are asked."""

    def __init__(self) -> None:
        super().__init__()
        self.name = line(tr("企业名称"), placeholder=tr("与营业执照一致"))
        self.address, self.consultant = line(tr("企业地址")), line(tr("咨询机构"))
        self.named = Labelled(tr("企业名称"), self.name)
        self.name.textChanged.connect(lambda: self.named.complain(""))
        self.boxes = {id: QCheckBox(title) for id, title, _ in meanings()}
        self.below = Words(role="red", wrap=True)
        self.below.hide()
        for choice in self.boxes.values():
            choice.toggled.connect(lambda: self.complain(""))
        lines = [
            row(self._box(id, text), Words(text, "muted", wrap=True), gap=12)
            for id, _, text in meanings()
        ]
        self.setLayout(
            column(
                self.named,
                row(
                    Labelled(tr("企业地址"), self.address),
                    Labelled(tr("咨询机构"), self.consultant),
                    gap=16,
                ),
                Words(tr("企业类别（可多选）"), "muted"),
                *lines,
                self.below,
                gap=10,
            )
        )

    def _box(self, id: str, text: str) -> QCheckBox:
        choice = self.boxes[id]
        choice.setAccessibleDescription(text)
        choice.setMinimumWidth(max(one.sizeHint().width() for one in self.boxes.values()))
        return choice

    @property
    def value(self) -> Enterprise:
        """What was entered."""
        chosen = tuple(id for id in CATEGORIES if self.boxes[id].isChecked())
        texts = (one.text().strip() for one in (self.name, self.address, self.consultant))
        name, address, consultant = texts
        return Enterprise(name, chosen, address, consultant)

    def show_value(self, value: Enterprise) -> None:
        """Show what was entered before."""
        self.name.setText(value.name)
        self.address.setText(value.address)
        self.consultant.setText(value.consultant)
        for id, choice in self.boxes.items():
            choice.setChecked(id in value.categories)

    def complain(self, text: str) -> None:
        """Say what is wrong with the categories."""
        self.below.say(text)
        self.below.setVisible(bool(text))
        if text:
            into_view(self.below)


class VisitFields(QWidget):
    """When, where, and who called the panel together."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.day = QDateEdit(QDate(today.year, today.month, today.day))
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setCalendarPopup(True)
        self.organiser = line(tr("组织单位"), placeholder=tr("例如 某市生态环境局"))
        self.place, self.attendees = line(tr("地点")), line(tr("参会单位"))
        first = row(
            Labelled(tr("日期"), self.day), Labelled(tr("组织单位"), self.organiser), gap=16
        )
        first.setStretch(1, 1)
        second = row(
            Labelled(tr("地点"), self.place), Labelled(tr("参会单位"), self.attendees), gap=16
        )
        self.setLayout(column(first, second, gap=12))

    def show_values(self, day: str, organiser: str, place: str, attendees: str) -> None:
        """Show what was entered before."""
        self.day.setDate(QDate.fromString(day, "yyyy-MM-dd"))
        self.organiser.setText(organiser)
        self.place.setText(place)
        self.attendees.setText(attendees)

    @property
    def date(self) -> str:
        """The day of the visit, YYYY-MM-DD."""
        return self.day.date().toString("yyyy-MM-dd")


def meanings() -> tuple[tuple[str, str, str], ...]:
    """The categories: id, title, and what each means (《清洁生产审核办法》第八条, in short)."""
    return (
        ("双超", tr("双超（第一类）"), tr("污染物排放超过排放标准，或超过重点污染物总量控制指标")),
        ("高耗能", tr("高耗能（第二类）"), tr("超过单位产品能源消耗限额标准，构成高耗能")),
        ("双有", tr("双有（第三类）"), tr("使用有毒有害原料，或在生产中排放有毒有害物质")),
        ("其他", tr("其他"), tr("不属于以上三类，例如自愿开展审核")),
    )
