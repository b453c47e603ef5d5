"""What holds for every page: nothing cut off, everything reached by keyboard, everything named."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDateEdit,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QTextEdit,
    QWidget,
)

CONTROLS = (
    QAbstractButton, QAbstractItemView, QComboBox, QDateEdit, QLineEdit, QPlainTextEdit, QTextEdit
)  # fmt: skip


def seen(root: QWidget, *kinds: type[QWidget]) -> Iterator[QWidget]:
    """The visible widgets of these kinds, Qt's own inner ones left out."""
    for widget in root.findChildren(QWidget):
        if isinstance(widget, kinds) and widget.isVisible() and not _inner(widget):
            yield widget


def _inner(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    own = isinstance(parent, (QDateEdit, QComboBox, QLineEdit)) or isinstance(widget, QHeaderView)
    return own or widget.objectName().startswith("qt_")


def cut_off(root: QWidget) -> list[str]:
    """Labels and buttons that do not show their whole text."""
    return [
        f"{type(one).__name__} {_words(one)!r} {one.geometry()} {one.sizeHint()}"
        for one in seen(root, QLabel, QAbstractButton)
        if _lacks_room(one) or _sticks_out(one, root)
    ]


def _lacks_room(widget: QWidget) -> bool:
    needed = widget.sizeHint()
    if isinstance(widget, QLabel):
        if not widget.text():
            return False
        if widget.wordWrap():
            return widget.height() < widget.heightForWidth(widget.width())
        needed = widget.minimumSizeHint()
    elif widget.hasHeightForWidth():
        return widget.height() < widget.heightForWidth(widget.width())  # a card of words
    return widget.width() < needed.width() or widget.height() < needed.height()


def _sticks_out(widget: QWidget, root: QWidget) -> bool:
    """Whether an ancestor cuts it; what scrolls may be out of sight up or down."""
    parent = widget.parentWidget()
    while parent is not None and parent is not root:
        area = QRect(widget.mapTo(parent, QPoint(0, 0)), widget.size())
        if isinstance(parent.parentWidget(), QScrollArea):
            return False
        if parent.parentWidget() and isinstance(parent.parentWidget().parentWidget(), QScrollArea):
            return area.left() < 0 or area.right() > parent.width()
        if not parent.rect().contains(area):
            return True
        parent = parent.parentWidget()
    return False


def unnamed(root: QWidget) -> list[str]:
    """Controls of which a screen reader could only say what kind they are."""
    return [
        f"{type(one).__name__} {one.geometry()}"
        for one in seen(root, *CONTROLS)
        if not one.accessibleName() and not _words(one)
    ]


def not_reached(window: QWidget) -> list[str]:
    """Controls the Tab key does not come to. What is only read, and what a key does in another
    place, says so by its property `spare`.
    """
    wanted = {
        one
        for one in seen(window, *CONTROLS)
        if one.isEnabled() and not one.property("spare")
        if not (isinstance(one, QRadioButton) and not one.isChecked())
    }
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    reached: set[QWidget] = set()
    for _ in range(3 * len(wanted) + 10):
        focus = QApplication.focusWidget()
        if focus is not None:
            reached.add(focus)
            parent = focus.parentWidget()
            if parent is not None:
                reached.add(parent)
        QTest.keyClick(focus or window, Qt.Key.Key_Tab)
        if wanted <= reached:
            break
    return [
        f"{type(one).__name__} {_words(one) or one.accessibleName()!r}" for one in wanted - reached
    ]


def filled(root: QWidget) -> list[str]:
    """The filled buttons: the next thing to do is one thing."""
    return [
        one.text()
        for one in seen(root, QPushButton)
        if isinstance(one, QPushButton) and one.property("kind") == "primary"
    ]


def _words(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return str(text()) if callable(text) else ""
