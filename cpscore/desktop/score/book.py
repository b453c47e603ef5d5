"""The paper in the window: each change is one command, and the journal is what is true."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from cpscore.desktop.qt import override
from cpscore.rules.answers import Answers
from cpscore.rules.draft import Edit, applied, edit_to, first_problem
from cpscore.rules.form import Form
from cpscore.rules.problem import Failure, Problem
from cpscore.workflow.paper import Paper, enter, redo, undo

if TYPE_CHECKING:
    from cpscore.workflow.desk import Desk


class Entry(QUndoCommand):
    """One change of one entry. Making it the first time enters it; undo and redo are entries too.

    With `kept` it is in the journal already, and is only put on the stack.
    """

    def __init__(self, book: Book, edit: Edit, *, kept: bool = False) -> None:
        super().__init__()
        self.book, self.edit, self.kept = book, edit, kept

    @override
    def redo(self) -> None:
        if self.kept:
            self.book.again(self.edit)
        else:
            self.kept = True
            self.book.make(self.edit)

    @override
    def undo(self) -> None:
        self.book.take_back(self.edit)


class Book(QObject):
    """One expert's paper, open. `changed` after every change, `turned` with the edit that was
    undone or redone, `failed` when the disk refused: then everything is as it was.
    """

    changed = Signal()
    turned = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, paper: Paper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.stack = QUndoStack(self)
        self.asleep = False
        self.open(paper)

    def open(self, paper: Paper) -> None:
        """Show a paper as the journal tells it."""
        self.paper = paper
        self._mirror()
        self.changed.emit()

    @property
    def form(self) -> Form:
        """The form it answers."""
        return self.paper.form

    @property
    def answers(self) -> Answers:
        """What is entered."""
        return self.paper.draft.answers

    @property
    def locked(self) -> bool:
        """Submitted: to read, not to change."""
        return self.paper.submitted is not None

    def change(self, answers: Answers) -> Problem | None:
        """Make a change, or say what is wrong with it; a locked paper does not change."""
        edit = None if self.locked else edit_to(self.form, self.answers, answers)
        if edit is None:
            return None
        problem = first_problem(self.form, self.answers, edit)
        if problem is None:
            self.stack.push(Entry(self, edit))
        return problem

    # What commands call --------------------------------------------------------------------------

    def make(self, edit: Edit) -> None:
        """Enter an edit for the first time."""
        self._do(lambda: enter(self.desk, self.paper, applied(self.form, self.answers, edit)))

    def again(self, edit: Edit) -> None:
        """Make the edit again that was undone last."""
        if self._do(lambda: redo(self.desk, self.paper)):
            self.turned.emit(edit)

    def take_back(self, edit: Edit) -> None:
        """Undo the last edit."""
        if self._do(lambda: undo(self.desk, self.paper)):
            self.turned.emit(edit)

    def _do(self, work: Callable[[], Paper]) -> bool:
        if self.asleep:
            return False
        try:
            self.paper = work()
        except Failure as failure:
            # The stack has moved, the journal has not: show again what is true.
            QTimer.singleShot(0, self, self._mirror)
            self.failed.emit(failure)
            return False
        self.changed.emit()
        return True

    def _mirror(self) -> None:
        draft = self.paper.draft
        self.asleep = True
        self.stack.clear()
        if not self.locked:
            for edit in (*draft.done, *reversed(draft.undone)):
                self.stack.push(Entry(self, edit, kept=True))
            for _ in draft.undone:
                self.stack.undo()
        self.asleep = False
