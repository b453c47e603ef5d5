"""A plain editor for a definition: line numbers, and a mark on every line with a problem."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import now, px
from cpscore.forms.walking import UNDECIDED

MARK = "!"
COMMENT = re.compile(r"\s+#.*")
NUMBER = re.compile(r"^[\s0-9０-９.．、()（）]+")
FEWEST = 3


class Editor(QPlainTextEdit):
    """Undo and redo are Qt's own. Tab leaves it; a new line begins where the last one did."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.marked: Mapping[int, str] = {}
        self.margin = _Margin(self)
        self.setTabChangesFocus(True)
        self.setAccessibleName(tr("评分表的定义"))
        self.setAccessibleDescription(tr("逐行改；有问题的行号前有感叹号"))
        self.setStyleSheet(
            f"QPlainTextEdit {{ border-radius: 0; border: none; padding: 0;"
            f" border-top: {px(1)}px solid {now().colours.line}; }}"
        )
        self.document().setDocumentMargin(px(8))
        self.blockCountChanged.connect(lambda _count: self._make_room())
        self.updateRequest.connect(self._follow)
        self.cursorPositionChanged.connect(self._colour)
        self._make_room()
        self._colour()

    @property
    def text(self) -> str:
        """What stands there."""
        return self.toPlainText()

    def mark(self, problems: Mapping[int, str]) -> None:
        """Mark these lines; the words are told to the mouse."""
        if problems != self.marked:
            self.marked = problems
            self._colour()
            self.margin.update()

    def go(self, line: int, column: int = 1) -> None:
        """Put the cursor into a line, and show it in the middle."""
        block = self.document().findBlockByNumber(max(0, line - 1))
        cursor = QTextCursor(block if block.isValid() else self.document().lastBlock())
        width = cursor.block().length() - 1
        cursor.movePosition(
            QTextCursor.MoveOperation.Right,
            QTextCursor.MoveMode.MoveAnchor,
            max(0, min(column - 1, width)),
        )
        self.setTextCursor(cursor)
        self.centerCursor()
        self.setFocus()

    def put(self, *changes: tuple[int, str, str]) -> None:
        """Write other words in lines, as typed: one undo takes all of it back."""
        whole = QTextCursor(self.document())
        whole.beginEditBlock()
        done = [line for line, old, new in changes if self._put(line, old, new)]
        whole.endEditBlock()
        if done:
            self.go(done[-1])

    def _put(self, line: int, old: str, new: str) -> bool:
        block = self.document().findBlockByNumber(line - 1)
        at = block.text().find(old)
        if at < 0:
            return False
        # What asked for a decision goes with it.
        asked = COMMENT.match(block.text(), at + len(old)) if old == UNDECIDED else None
        end = asked.end() if asked else at + len(old)
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + at)
        cursor.setPosition(block.position() + end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(new)
        return True

    def write(self, text: str) -> None:
        """Another text altogether; undo has the one before back."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.go(1)

    def seek(self, words: str) -> bool:
        """Show where words stand, or as much of their beginning as stands on one line.

        The number before them may stand apart.
        """
        bare = NUMBER.sub("", words)
        lengths = range(len(bare), FEWEST, -max(1, len(bare) // 8))
        for said in (words, *(bare[:length] for length in lengths)):
            found = self.document().find(said, self._below_head())
            if said and not found.isNull():
                self.setTextCursor(found)
                self.centerCursor()
                self.setFocus()
                return True
        return False

    def _below_head(self) -> int:
        """Where the definition begins, below the comments that tell the same again."""
        block = self.document().begin()
        while block.isValid() and block.text().startswith("#"):
            block = block.next()
        return block.position() if block.isValid() else 0

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            before = self.textCursor().block().text()
            self.textCursor().insertText("\n" + " " * (len(before) - len(before.lstrip(" "))))
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    # The margin ----------------------------------------------------------------------------------

    @property
    def room(self) -> int:
        """How wide the margin is: the longest number, and a mark."""
        digits = len(str(max(99, self.blockCount())))
        return self.fontMetrics().horizontalAdvance("0") * (digits + 1) + px(22)

    def _make_room(self) -> None:
        self.setViewportMargins(self.room, 0, 0, 0)

    def _follow(self, area: QRect, scrolled: int) -> None:
        if scrolled:
            self.margin.scroll(0, scrolled)
        else:
            self.margin.update(0, area.y(), self.margin.width(), area.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self.margin.setGeometry(QRect(inside.left(), inside.top(), self.room, inside.height()))

    def lines(self) -> Iterator[tuple[int, QRect]]:
        """The lines on screen, by number, and where each begins."""
        block: QTextBlock = self.firstVisibleBlock()
        while block.isValid():
            area = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if area.top() > self.viewport().height():
                return
            if block.isVisible():
                height = self.fontMetrics().lineSpacing()
                yield block.blockNumber() + 1, QRect(0, round(area.top()), self.room, height)
            block = block.next()

    def _colour(self) -> None:
        theme, here = now(), self.textCursor().blockNumber() + 1
        self.setExtraSelections(
            [
                *self._line(here, theme.colour("header")),
                *(one for at in self.marked for one in self._line(at, theme.colour("red_fill"))),
            ]
        )
        self.margin.update()

    def _line(self, number: int, colour: QColor) -> Iterator[QTextEdit.ExtraSelection]:
        block = self.document().findBlockByNumber(number - 1)
        if block.isValid():
            one = QTextEdit.ExtraSelection()
            one.format.setBackground(colour)  # type: ignore[attr-defined]
            one.format.setProperty(  # type: ignore[attr-defined]
                QTextFormat.Property.FullWidthSelection, True
            )
            one.cursor = QTextCursor(block)  # type: ignore[attr-defined]
            yield one


class _Margin(QWidget):
    """The numbers of the lines, drawn beside the text."""

    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        self.editor = editor

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.editor.room, 0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, editor = QPainter(self), now(), self.editor
        painter.fillRect(event.rect(), theme.colour("header"))
        painter.setFont(editor.font())
        current = editor.textCursor().blockNumber() + 1
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for number, area in editor.lines():
            bad = number in editor.marked
            role = "red" if bad else "ink" if number == current else "muted"
            painter.setPen(theme.colour(role))
            painter.drawText(area.adjusted(0, 0, -px(10), 0), right, str(number))
            if bad:
                painter.drawText(area.adjusted(px(6), 0, 0, 0), left, MARK)
