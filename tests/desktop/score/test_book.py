"""Commands and the journal: what the stack does, the disk has."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QApplication

from cpscore.desktop.score.book import Book, Entry
from cpscore.rules.answers import Answers, Score, Whole
from cpscore.rules.draft import Edit
from cpscore.rules.problem import Failure
from cpscore.workflow.desk import Desk
from cpscore.workflow.paper import Paper, paper

FORM, MEMBER = "hebei-g", "m1"


def whole(points: str) -> Score:
    return Whole(Decimal(points))


@pytest.fixture
def book(qapp: QApplication, desk: Desk, prepared: tuple[Path, str]) -> Book:
    return Book(desk, paper(desk, prepared[1], FORM, MEMBER))


def on_disk(book: Book) -> Answers:
    return again(book).draft.answers


def again(book: Book) -> Paper:
    return paper(book.desk, book.paper.review.id, FORM, MEMBER)


def give(book: Book, item: str, points: str) -> None:
    assert book.change(book.answers.with_score(item, whole(points))) is None


def test_a_command_on_a_bare_stack(book: Book) -> None:
    stack = QUndoStack()
    stack.push(Entry(book, Edit("scores", "g1", None, "8")))
    stack.push(Entry(book, Edit("scores", "g1", "8", "9")))
    assert on_disk(book).scores == {"g1": whole("9")}
    stack.undo()
    assert on_disk(book).scores == {"g1": whole("8")}
    stack.undo()
    assert on_disk(book).scores == {}
    stack.redo()
    assert on_disk(book).scores == {"g1": whole("8")}
    assert again(book) == book.paper


def test_undo_goes_back_across_a_restart(book: Book) -> None:
    for item, points in (("g1", "8"), ("g2", "20"), ("g3", "25")):
        give(book, item, points)
    book.stack.undo()
    later = Book(book.desk, again(book))
    assert (later.stack.count(), later.stack.index()) == (3, 2)
    later.stack.redo()
    assert set(on_disk(later).scores) == {"g1", "g2", "g3"}
    for _ in range(3):
        later.stack.undo()
    assert on_disk(later).scores == {}
    assert not later.stack.canUndo()
    assert again(later) == later.paper


def test_a_new_edit_forgets_what_was_undone(book: Book) -> None:
    give(book, "g1", "8")
    book.stack.undo()
    give(book, "g2", "20")
    assert (book.stack.count(), book.stack.index()) == (1, 1)
    assert again(book).draft.undone == ()


def test_no_change_is_no_entry(book: Book) -> None:
    give(book, "g1", "8")
    saved = len(tuple(book.desk.store.entries(book.paper.review.id, ("edit",))))
    give(book, "g1", "8")
    assert len(tuple(book.desk.store.entries(book.paper.review.id, ("edit",)))) == saved
    assert book.stack.count() == 1


def test_what_is_wrong_is_not_stored(book: Book) -> None:
    problem = book.change(book.answers.with_score("g1", whole("10.5")))
    assert problem is not None
    assert problem.code == "above-maximum"
    assert on_disk(book).scores == {}
    assert book.stack.count() == 0


def test_a_refusal_of_the_disk_leaves_stack_and_journal_as_one(
    book: Book, qapp: QApplication
) -> None:
    give(book, "g1", "8")
    told: list[Failure] = []
    book.failed.connect(told.append)
    store = book.desk.store
    (pages,) = store._db.execute("PRAGMA page_count").fetchone()
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    for at in range(50):
        assert book.change(book.answers.with_remark("g1", f"第{at}次" + "盘" * 20000)) is None
        if told:
            break
    qapp.processEvents()
    store._db.execute("PRAGMA max_page_count = 100000")
    assert len(told) == 1
    assert again(book) == book.paper
    assert book.answers.scores == {"g1": whole("8")}
    draft = book.paper.draft
    assert book.stack.index() == len(draft.done)
    assert book.stack.count() == len(draft.done) + len(draft.undone)
    give(book, "g2", "20")
    assert again(book) == book.paper
