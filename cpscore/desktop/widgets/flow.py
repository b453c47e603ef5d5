"""A layout that breaks its row into lines, as words do: chips, buttons of a card."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from cpscore.desktop.qt import override
from cpscore.desktop.theme import px


class Flow(QLayout):
    """Widgets in lines from the left; its height follows from its width."""

    def __init__(self, *children: QWidget, gap: int = 8) -> None:
        super().__init__()
        self.items: list[QLayoutItem] = []
        self.gap = px(gap)
        self.setContentsMargins(0, 0, 0, 0)
        for child in children:
            self.addWidget(child)

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self.items.append(item)

    @override
    def count(self) -> int:
        return len(self.items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self.items[index] if 0 <= index < len(self.items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem:
        # None is what Qt reads as the end of the list.
        return self.items.pop(index) if 0 <= index < len(self.items) else None  # type: ignore[return-value]  # the stubs promise an item

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), move=False)

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSize()

    @override
    def minimumSize(self) -> QSize:
        size = QSize(0, 0)
        for item in self.items:
            size = size.expandedTo(item.minimumSize())
        return size

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def _lay(self, rect: QRect, *, move: bool) -> int:
        """Lay line under line, each child in the middle of its line; the height they take."""
        y = rect.y()
        for line in self._lines(rect.width()):
            x, height = rect.x(), max(size.height() for _, size in line)
            for item, size in line:
                if move:
                    at = QPoint(x, y + (height - size.height()) // 2)
                    item.setGeometry(QRect(at, size))
                x += size.width() + self.gap
            y += height + self.gap
        return max(0, y - self.gap - rect.y())

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """The children, broken into lines; hidden ones take no room."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        used = width
        for item in self.items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if not lines or used + self.gap + size.width() > width:
                lines.append([])
                used = -self.gap
            lines[-1].append((item, size))
            used += self.gap + size.width()
        return lines


def flow(*children: QWidget, gap: int = 8) -> QWidget:
    """A widget whose children stand in lines."""
    widget = QWidget()
    widget.setLayout(Flow(*children, gap=gap))
    # The height follows from the width alone: one narrow line must not hold the page open.
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)
    return widget
