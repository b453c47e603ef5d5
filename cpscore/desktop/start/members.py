"""The panel's roster as it is entered: a line for each expert, the leader first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from cpscore.desktop.texts import tr
from cpscore.desktop.theme import px
from cpscore.desktop.widgets import Pill, Words, button, column, line, row, secondary
from cpscore.rules.answers import expert_name
from cpscore.rules.review import Member
from cpscore.signing.findings import Person

AT_FIRST = 3


class MemberLine:
    """The fields of one expert."""

    def __init__(self, number: int, person: Person, leader: bool) -> None:
        self.leader = leader
        values = (person.name, person.organisation, person.title)
        self.fields = tuple(
            line(tr("第 {number} 位专家：{what}", number=number, what=what), value)
            for what, value in zip(heads(), values, strict=True)
        )
        for field in self.fields:
            # Who signs the roster leads the panel; what the key says is not rewritten here.
            field.setReadOnly(leader)
            if leader:
                _spare(field)

    @property
    def person(self) -> Person:
        """What was entered."""
        name, organisation, title = (one.text().strip() for one in self.fields)
        return Person(name, organisation, title)


class MembersEditor(QWidget):
    """Lines that can be added and taken away; empty ones do not count."""

    changed = Signal()

    def __init__(self, leader: Person) -> None:
        super().__init__()
        self.grid = QGridLayout()
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(px(8))
        self.grid.setVerticalSpacing(px(8))
        for at in (1, 2, 3):
            self.grid.setColumnStretch(at, 3 if at == 2 else 2)
        self.more = secondary(tr("再加一位"), self.add)
        self.setLayout(column(self.grid, row(self.more, None), gap=10))
        self.lines: list[MemberLine] = []
        self._show([leader, *[Person("")] * (AT_FIRST - 1)])

    @property
    def members(self) -> tuple[Member, ...]:
        """The roster; whoever has no name is not on it."""
        return tuple(
            Member("", one.person.name, one.person.organisation, one.person.title, one.leader)
            for one in self.lines
            if one.person.name
        )

    @property
    def twice(self) -> str | None:
        """A name that stands there twice: two experts cannot be told apart by it."""
        names = [expert_name(member.name) for member in self.members]
        return next((name for name in names if names.count(name) > 1), None)

    def show_members(self, members: Sequence[Member]) -> None:
        """Show a roster that was entered before; the leader stands first."""
        leader, *_ = (one.person for one in self.lines)
        others = [
            Person(one.name, one.organisation, one.title) for one in members if not one.leader
        ]
        empty = [Person("")] * (AT_FIRST - 1 - len(others))
        self._show([leader, *others, *empty])

    def add(self) -> None:
        """One more line, ready to type into."""
        self._show([*(one.person for one in self.lines), Person("")])
        self.lines[-1].fields[0].setFocus()

    def _drop(self, gone: MemberLine) -> None:
        self._show([one.person for one in self.lines if one is not gone])
        self.more.setFocus()

    def _show(self, people: list[Person]) -> None:
        while (item := self.grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.lines = [
            MemberLine(number, person, number == 1) for number, person in enumerate(people, 1)
        ]
        for column_, head in enumerate(heads(), 1):
            self.grid.addWidget(Words(head, "small"), 0, column_)
        for number, one in enumerate(self.lines, 1):
            self._place(number, one)
        self._order()
        self.changed.emit()

    def _place(self, number: int, one: MemberLine) -> None:
        self.grid.addWidget(Words(str(number), "muted"), number, 0)
        for column_, field in enumerate(one.fields, 1):
            field.textChanged.connect(self.changed)
            self.grid.addWidget(field, number, column_)
        if one.leader:
            self.grid.addWidget(Pill(tr("组长 · 我"), "good"), number, 4)
        else:
            self.grid.addWidget(self._remover(number, lambda: self._drop(one)), number, 4)

    def _remover(self, number: int, action: Callable[[], None]) -> QWidget:
        remove = button(tr("移除"), action, "link")
        remove.setAccessibleName(tr("移除第 {number} 位专家", number=number))
        # Whoever tabs on to the passphrase and types must not take an expert away; a line whose
        # name is cleared does not count, so that no key is missing.
        _spare(remove)
        return remove

    def _order(self) -> None:
        # Tab goes line by line, not column by column, and to the button last.
        order: list[QWidget] = [field for one in self.lines for field in one.fields]
        for before, after in zip(order, [*order[1:], self.more], strict=True):
            QWidget.setTabOrder(before, after)


def _spare(widget: QWidget) -> None:
    """Nothing that Tab has to come to: it is only read, or the keyboard has another way."""
    widget.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    widget.setProperty("spare", True)


def heads() -> tuple[str, str, str]:
    """What is asked of each expert."""
    return tr("姓名"), tr("单位"), tr("职称")


def first_empty(editor: MembersEditor) -> QLineEdit:
    """Where a missing expert would be entered."""
    return next(
        (one.fields[0] for one in editor.lines if not one.person.name), editor.lines[-1].fields[0]
    )
