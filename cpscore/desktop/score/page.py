"""The expert's page: the official table, the vetoes, and what they come to."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt

from cpscore.desktop.pages import WITHDRAW, Crumb, Page, Shell, way_to
from cpscore.desktop.qt import override
from cpscore.desktop.score.band import Band
from cpscore.desktop.score.book import Book
from cpscore.desktop.score.columns import SIDE, TABLE, VETOES, Columns
from cpscore.desktop.score.entry import understood
from cpscore.desktop.score.model import ScoreModel
from cpscore.desktop.score.nav import ITEM, entries_of
from cpscore.desktop.score.nav import VETOES as ALL_VETOES
from cpscore.desktop.score.polarity import with_veto
from cpscore.desktop.score.side import Side
from cpscore.desktop.score.steps import shortcuts
from cpscore.desktop.score.submitted import Submitted
from cpscore.desktop.score.table import ScoreTable
from cpscore.desktop.score.vetoes import VetoPanel
from cpscore.desktop.texts import tr
from cpscore.messages import say
from cpscore.rules.answers import Answers, Score, Split, Whole
from cpscore.rules.draft import Edit
from cpscore.rules.form import Answer, Item
from cpscore.rules.problem import Problem
from cpscore.workflow.paper import Paper, paper, phrases

VETO = "veto"


class ScorePage(Page):
    """`at` is a JSON pointer of the answers: the place to begin at."""

    def __init__(
        self, shell: Shell, review_id: str, form_id: str, member_id: str, at: str = ""
    ) -> None:
        super().__init__(shell)
        self.at = at
        self.book = Book(shell.desk, paper(shell.desk, review_id, form_id, member_id), self)
        self.place = (ITEM, "")
        self.kept_out = False
        self._make()
        self._listen()
        shortcuts(self, self.book.stack)
        self._show()

    @property
    @override
    def title(self) -> str:
        return self.book.form.title

    @property
    @override
    def crumbs(self) -> tuple[Crumb, ...]:
        return way_to(self.book.paper.review)

    # What stands where ---------------------------------------------------------------------------

    def _make(self) -> None:
        form, desk = self.book.form, self.shell.desk
        self.band = Band(form, self.check)
        self.submitted = Submitted(self, self.book, self.take)
        self.model = ScoreModel(form, self.book.answers, self.put, self, self.book.paper.others)
        self.table = ScoreTable(self.model)
        self.vetoes = VetoPanel(form)
        self.side = Side(form, lambda: phrases(desk, form.id))
        self.columns = Columns(self.table, self.vetoes, self.side, self.book.stack, self._turn_tab)
        self.nav, self.steps = self.columns.nav, self.columns.steps
        self.content.addWidget(self.band)
        self.content.addWidget(self.submitted)
        self.content.addWidget(self.columns, 1)

    def _listen(self) -> None:
        self.book.changed.connect(self._show)
        self.book.turned.connect(self._went_back)
        self.book.failed.connect(self.fail)
        self.nav.went.connect(self._browse)
        self.nav.chosen.connect(self._jump)
        self.table.arrived.connect(self._arrived)
        self.table.finished.connect(self._after_last)
        self.table.split_wanted.connect(self.turn_rows)
        self.table.delegate.refused.connect(self._not_stored)
        self.vetoes.answered.connect(self.answer)
        self.vetoes.reasoned.connect(self._reason)
        self.vetoes.finished.connect(self._after_last)
        self.vetoes.arrived.connect(lambda id: self._about(VETO, id))
        self.side.remarked.connect(self._remark)
        self.side.ways.split.connect(self.turn_rows)
        self.side.ways.given.connect(self.give)

    def _turn_tab(self, at: int) -> None:
        if at == VETOES and self.vetoes.cards:
            self.go_to(self._first_veto())
        else:
            self.columns.turn(at)

    @override
    def opened(self) -> None:
        if self.at == WITHDRAW and self.book.locked:
            self.submitted.ask_reason()
        elif not self.go_to(self.at):
            self.go_to(next(iter(self.book.paper.result.missing), "")) or self.go_first()
        self._tell_saved()

    # Showing -------------------------------------------------------------------------------------

    def _show(self) -> None:
        one, locked = self.book.paper, self.book.locked
        self.band.show_paper(one)
        self.band.action.setVisible(not locked)
        self.columns.lock(locked)
        self.submitted.show_paper(one)
        self.nav.entries.show_entries(entries_of(one))
        self.model.show_answers(one.draft.answers, locked=locked)
        self.vetoes.show_paper(one, locked=locked)
        self.side.ways.opened = self.model.opened
        kind, id = self.place
        if id:
            self.side.show_place(kind, id, one)
        self._tell_saved()

    def _tell_saved(self) -> None:
        at = self.book.paper.saved_at
        self.status.emit(tr("✓ 已保存 {time}", time=at[11:19]) if at else tr("自动保存"))

    # Where one is --------------------------------------------------------------------------------

    def go_first(self) -> bool:
        """The first score cell, else the first veto."""
        places = self.model.places()
        if not places:
            self._jump(ALL_VETOES, "")
            return True
        self.columns.turn(TABLE)
        self.table.go(places[0])
        self.table.setFocus()
        return True

    def go_to(self, pointer: str) -> bool:
        """Go to the place a JSON pointer of the answers names; False if there is none."""
        parts = pointer.split("/")[1:]
        match parts:
            case ["scores", item, *rest]:
                line = self.model.place_of(item, rest[-1] if rest else None)
                if line is None:
                    return False
                self.columns.turn(TABLE)
                self.table.go(line)
                self.table.setFocus()
            case ["vetoes", veto, *rest] if veto in self.vetoes.cards:
                self.columns.turn(VETOES)
                self._about(VETO, veto)
                self.vetoes.go(veto, rest[0] if rest else None)
            case ["remarks", id]:
                self.go_to(f"/scores/{id}") or self.go_to(f"/vetoes/{id}")
                self.side.show_tab(0)
                self.columns.turn(SIDE)
                self.side.remark.setFocus()
            case _:
                return False
        return True

    def _jump(self, kind: str, id: str) -> None:
        if kind == ITEM:
            self.go_to(f"/scores/{id}")
        elif kind == ALL_VETOES and self.vetoes.cards:
            self.go_to(self._first_veto())

    def _browse(self, kind: str, id: str) -> None:
        """The arrows in the list show a place; Enter or a press goes there."""
        self._jump(kind, id)
        self.nav.setFocus()

    def _first_veto(self) -> str:
        still = (one for one in self.book.paper.result.missing if one.startswith("/vetoes/"))
        return next(still, f"/vetoes/{next(iter(self.vetoes.cards))}")

    def _arrived(self, line: int) -> None:
        item = self.model.lines[line].item
        if item is not None:
            self._about(ITEM, item.id)

    def _about(self, kind: str, id: str) -> None:
        self.place = (kind, id)
        self.side.show_place(kind, id, self.book.paper)
        self.nav.point(*(kind, id) if kind == ITEM else (ALL_VETOES, ""))

    def _after_last(self) -> None:
        """After the last item or veto: what is still open, else the button that goes on."""
        missing = self.book.paper.result.missing
        if missing:
            self.go_to(missing[0])
        else:
            self.band.action.setFocus(Qt.FocusReason.TabFocusReason)

    def _went_back(self, edit: Edit) -> None:
        """Show what undo or redo has changed."""
        place = "scores" if edit.place == "remarks" else edit.place
        self.go_to(f"/{place}/{edit.id}") or self.go_to(f"/vetoes/{edit.id}")

    # Changing ------------------------------------------------------------------------------------

    def put(self, item: Item, row_id: str | None, text: str) -> bool:
        """Take what was typed into a score cell; what is wrong is said beside it."""
        score = understood(item, row_id, text, self.book.answers.scores.get(item.id))
        if isinstance(score, Problem):
            return self._refuse(score)
        return self._change(self.book.answers.with_score(item.id, score))

    def give(self, item_id: str, score: Score | None) -> None:
        """A whole score, from a button."""
        self._change(self.book.answers.with_score(item_id, score))
        self._show()  # a button that was pressed twice is still chosen

    def turn_rows(self, item_id: str) -> None:
        """Score an item row by row, or again as a whole."""
        item = self.book.form.item(item_id)
        score = self.book.answers.scores.get(item_id)
        opened = item_id in self.model.opened
        if isinstance(score, Split):
            whole = Whole(sum(score.rows.values(), Decimal(0)))
            self._rows(self.model.opened - {item_id})
            self.give(item_id, whole if len(score.rows) == len(item.rows) else None)
        else:
            self._rows(self.model.opened ^ {item_id} if opened else self.model.opened | {item_id})
        self.go_to(f"/scores/{item_id}")

    def _rows(self, opened: frozenset[str]) -> None:
        self.model.open_rows(opened)
        self._show()

    def answer(self, veto: str, part: str, answer: Answer | None) -> None:
        """Answer a part of a veto, or take the answer back."""
        form = self.book.form
        self._change(with_veto(form, self.book.answers, form.veto(veto), part, answer))
        self.vetoes.show_paper(self.book.paper, locked=self.book.locked)

    def _reason(self, veto: str, text: str) -> None:
        self._change(self.book.answers.with_reason(veto, text))

    def _remark(self, about: str, text: str) -> None:
        self._change(self.book.answers.with_remark(about, text))

    def _change(self, answers: Answers) -> bool:
        problem = self.book.change(answers)
        return self._refuse(problem) if problem else True

    def _refuse(self, problem: Problem) -> bool:
        words = say(problem.code, {"path": problem.path, **problem.values}, self.shell.language)
        self.table.complain(words)
        return False

    def _not_stored(self, text: str) -> None:
        """An open cell was left with something wrong in it: say so where it stays to be read."""
        self.kept_out = True
        why = self.table.callout.text()
        self.banner.say(tr("“{typed}”没有记下。{why}", typed=text, why=why), "amber")

    # Going on ------------------------------------------------------------------------------------

    def check(self) -> None:
        """To the list of what is missing, and to signing."""
        one = self.book.paper
        self.shell.go(
            "submit", review_id=one.review.id, form_id=one.form.id, member_id=one.member.id
        )

    def take(self, one: Paper) -> None:
        """The paper in another state: withdrawn."""
        self.book.open(one)
        self.go_first()

    @override
    def leave(self) -> bool:
        # An open cell and an open text are taken along; what cannot be taken keeps the page.
        self.kept_out = False
        self.setFocus()
        self.side.save()
        return not self.kept_out
