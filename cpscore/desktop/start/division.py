"""Who scores which sections (分工), on forms that let a panel divide the work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from cpscore.desktop.texts import tr
from cpscore.desktop.theme import px
from cpscore.desktop.widgets import Words, clear, column, into_view
from cpscore.rules.form import Form, Section
from cpscore.rules.review import Member

Place: TypeAlias = tuple[str, str, int]


class Division(QWidget):
    """A table for each form: experts by sections, everything ticked to begin with."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: tuple[Form, ...] = ()
        self.names: tuple[str, ...] = ()
        # What somebody does not score: form, section, line. Names are alike while they are typed.
        self.left_out: set[Place] = set()
        # What was left out under a name, for when it comes back.
        self.before: dict[str, set[tuple[str, str]]] = {}
        self.boxes: dict[Place, QCheckBox] = {}
        self.tables = column(gap=12)
        self.below = Words(role="red", wrap=True)
        hint = Words(tr("不勾的章节，该专家的评分表上不能填，也不算缺。"), "muted", wrap=True)
        self.setLayout(column(hint, self.tables, self.below, gap=8))
        self.below.hide()

    def show_panel(self, forms: Sequence[Form], names: Sequence[str]) -> None:
        """Show other forms or other experts; a name that was corrected keeps its ticks."""
        dividing = tuple(one for one in forms if one.panel.assigned and len(one.sections) > 1)
        if (dividing, tuple(names)) == (self.forms, self.names):
            return
        if len(names) != len(self.names):
            self._move(names)
        self.forms, self.names = dividing, tuple(names)
        clear(self.tables)
        self.boxes = {}
        for form in self.forms:
            self.tables.addWidget(self._table(form))
        self._tell()

    def _move(self, names: Sequence[str]) -> None:
        """Find the lines again by their names: one more came, or one went."""
        for line, name in enumerate(self.names):
            self.before[name] = {(form, at) for form, at, one in self.left_out if one == line}
        self.left_out = {
            (*place, line) for line, name in enumerate(names) for place in self.before.get(name, ())
        }

    def _table(self, form: Form) -> QWidget:
        whole, grid = QWidget(), QGridLayout()
        whole.setLayout(grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(6))
        grid.addWidget(Words(form.title, "strong", wrap=True), 0, 0)
        for at, section in enumerate(form.sections, 1):
            grid.addWidget(Words(_name(section), "small", wrap=True), 0, at)
            grid.setColumnStretch(at, 1)
        for line, name in enumerate(self.names):
            grid.addWidget(Words(name), line + 1, 0)
            for at, section in enumerate(form.sections, 1):
                grid.addWidget(self._box(form, section, line), line + 1, at)
        return whole

    def _box(self, form: Form, section: Section, line: int) -> QCheckBox:
        key, name = (form.id, section.id, line), self.names[line]
        made = self.boxes[key] = QCheckBox(tr("评"))
        made.setAccessibleName(tr("{name}评{section}", name=name, section=_name(section)))
        made.setChecked(key not in self.left_out)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.toggled.connect(lambda on: self._tick(key, on))
        return made

    def _tick(self, key: Place, on: bool) -> None:
        (self.left_out.discard if on else self.left_out.add)(key)
        self._tell()

    def leave_out(self, members: Sequence[Member]) -> None:
        """Untick what these members do not score."""
        for (form, section, line), made in self.boxes.items():
            for one in members:
                if one.name == self.names[line] and not one.scores(form, section):
                    made.setChecked(False)

    def of(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """The sections an expert scores, by form; forms of which they score all are left out."""
        line = self.names.index(name)
        theirs = {
            form.id: tuple(one.id for one in form.sections if self._scores(form, one, line))
            for form in self.forms
        }
        return {
            form.id: theirs[form.id]
            for form in self.forms
            if len(theirs[form.id]) < len(form.sections)
        }

    def _scores(self, form: Form, section: Section, line: int) -> bool:
        return (form.id, section.id, line) not in self.left_out

    @property
    def forgotten(self) -> str:
        """The sections that nobody scores, in words; empty where there is none."""
        found = (
            _name(section)
            for form in self.forms
            for section in form.sections
            if not any(self._scores(form, section, line) for line in range(len(self.names)))
        )
        names = tr("、").join(f"「{one}」" for one in found)
        return tr("{sections}没有分给任何一位专家。", sections=names) if names else ""

    def _tell(self) -> None:
        said = self.forgotten if self.names else ""
        self.below.say(said)
        self.below.setVisible(bool(said))

    def complain(self) -> None:
        """Go to what nobody scores."""
        into_view(self.below)
        empty = next(one for one in self.boxes.values() if not one.isChecked())
        empty.setFocus(Qt.FocusReason.TabFocusReason)


def _name(section: Section) -> str:
    return section.title or section.label or section.id
