"""Words, buttons, cards, pills and the boxes they stand in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cpscore.desktop.qt import override
from cpscore.desktop.theme import px

Tone: TypeAlias = Literal["good", "quiet", "amber", "red"]
Surface: TypeAlias = Literal["card", "accent", "amber", "red", "current", "panel", "band", "side"]
Kind: TypeAlias = Literal[
    "primary", "secondary", "danger", "link", "crumb", "menu", "chip", "card", "tab"
]
WordRole: TypeAlias = Literal[
    "body", "title", "heading", "subheading", "total", "number", "strong", "muted", "small",
    "good", "amber", "red", "code",
]  # fmt: skip
Child: TypeAlias = QWidget | QLayout | int | None
Margins: TypeAlias = tuple[int, int, int, int]
NONE: Margins = (0, 0, 0, 0)


def restyle(widget: QWidget, name: str, value: str) -> None:
    """Change a property the style sheet looks at, and dress the widget again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


class Words(QLabel):
    """Plain text in a role of the style sheet, never read as markup.

    With `wrap` it breaks into lines and asks for the height it needs.
    """

    def __init__(self, text: str = "", role: WordRole = "body", *, wrap: bool = False) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def say(self, text: str, role: WordRole | None = None) -> None:
        """Show another text, and perhaps in another role."""
        self.setText(text)
        if role is not None:
            restyle(self, "role", role)


def selectable(words: Words) -> Words:
    """Words that can be copied: a path, a code."""
    words.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return words


class Pill(QLabel):
    """A short state in a coloured capsule; the word says what the colour says."""

    def __init__(self, text: str = "", tone: Tone = "quiet") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("pill", tone)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, text: str, tone: Tone) -> None:
        """Show another state."""
        self.setText(text)
        restyle(self, "pill", tone)

    @override
    def sizeHint(self) -> QSize:
        # Qt draws square corners where the radius does not fit into the height.
        return super().sizeHint().expandedTo(QSize(0, px(26)))


def button(
    text: str, action: Callable[[], object] | None = None, kind: Kind = "secondary"
) -> QPushButton:
    """A button in words; the keyboard reaches it and Enter presses it."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setAutoDefault(True)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    if action is not None:
        made.clicked.connect(lambda _checked=False: action())
    return made


def primary(text: str, action: Callable[[], object] | None = None) -> QPushButton:
    """The one filled button of a screen: the next thing to do."""
    return button(text, action, "primary")


def secondary(text: str, action: Callable[[], object] | None = None) -> QPushButton:
    """Any other button."""
    return button(text, action)


def link(text: str, action: Callable[[], object] | None = None) -> QPushButton:
    """A button that looks like a link."""
    return button(text, action, "link")


def fill(layout: QBoxLayout, children: tuple[Child, ...]) -> QBoxLayout:
    """Put children into a layout: widgets, layouts, a number for a gap, None for a stretch."""
    for child in children:
        match child:
            case None:
                layout.addStretch(1)
            case int():
                layout.addSpacing(px(child))
            case QWidget():
                layout.addWidget(child)
            case QLayout():
                layout.addLayout(child)
    return layout


def _bare(layout: QBoxLayout, gap: int, margins: Margins) -> None:
    layout.setSpacing(px(gap))
    layout.setContentsMargins(*(px(one) for one in margins))


def row(*children: Child, gap: int = 8, margins: Margins = NONE) -> QHBoxLayout:
    """Children side by side, centred on one line."""
    layout = QHBoxLayout()
    _bare(layout, gap, margins)
    fill(layout, children)
    return layout


def column(*children: Child, gap: int = 8, margins: Margins = NONE) -> QVBoxLayout:
    """Children one below the other."""
    layout = QVBoxLayout()
    _bare(layout, gap, margins)
    fill(layout, children)
    return layout


class Card(QFrame):
    """A white surface with a border; `body` takes its content."""

    def __init__(
        self,
        *children: Child,
        surface: Surface = "card",
        gap: int = 8,
        margins: Margins = (20, 16, 20, 16),
    ) -> None:
        super().__init__()
        self.setProperty("surface", surface)
        self.body = column(*children, gap=gap, margins=margins)
        self.setLayout(self.body)

    def look(self, surface: Surface) -> None:
        """Change what the surface says: `amber` needs a decision, `current` is being edited."""
        restyle(self, "surface", surface)


def rule() -> QFrame:
    """A line across."""
    line = QFrame()
    line.setProperty("line", "across")
    line.setFixedHeight(px(1))
    return line


def box(layout: QLayout, name: str = "") -> QWidget:
    """A plain widget around a layout."""
    widget = QWidget()
    widget.setObjectName(name)
    widget.setLayout(layout)
    return widget


def scrolled(layout: QLayout) -> QScrollArea:
    """A page that scrolls up and down, never sideways; the keyboard's focus stays in view."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(box(layout, "body"))
    area.viewport().setAutoFillBackground(False)
    return area


def into_view(widget: QWidget) -> None:
    """Scroll to a widget once the layout is made: a message nobody sees says nothing."""

    def scroll() -> None:
        parent = widget.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(widget, 0, px(40))
            parent = parent.parentWidget()

    QTimer.singleShot(0, widget, scroll)


def named(widget: QWidget, name: str, hint: str = "") -> QWidget:
    """Tell screen readers what a control is, and what to do with it."""
    widget.setAccessibleName(name)
    if hint:
        widget.setAccessibleDescription(hint)
    return widget


def clear(layout: QLayout) -> None:
    """Take everything out of a layout, for content that is shown anew."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
