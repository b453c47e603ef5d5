"""A form without points, filled in by its definition alone: fields, questions, conclusions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from cpscore.desktop.filling.fields import ChoiceEntry, Entry, entry_for
from cpscore.desktop.filling.plan import Asked, Chosen, Fields, Part, Said, parts
from cpscore.desktop.filling.questions import QuestionCard
from cpscore.desktop.filling.tables import TableEntry
from cpscore.desktop.forms.panes import Panes
from cpscore.desktop.opinion.preview import Preview
from cpscore.desktop.opinion.printing import Printable
from cpscore.desktop.pages import WITHDRAW, Crumb, Page, Shell, way_to
from cpscore.desktop.qt import override
from cpscore.desktop.score.book import Book
from cpscore.desktop.score.polarity import with_veto
from cpscore.desktop.score.steps import Steps, shortcuts
from cpscore.desktop.score.submitted import Submitted
from cpscore.desktop.start.form_words import filled_by, short_title, status_of
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    Meter,
    Pill,
    Words,
    box,
    column,
    primary,
    row,
    scrolled,
)
from cpscore.desktop.widgets.basics import Child
from cpscore.messages import say
from cpscore.rules.answers import Answers, FieldValue
from cpscore.rules.draft import Edit
from cpscore.rules.form import Answer, Field, FieldType, FilledBy, Option, Question, Status, Veto
from cpscore.workflow.filling import known_facts, progress, sheet_so_far, write_form
from cpscore.workflow.paper import Paper, paper

PAUSE = 600  # milliseconds after the last change before the sheet is drawn again


class FillPage(Page):
    """`at` is a JSON pointer of the answers: the place to begin at."""

    def __init__(
        self, shell: Shell, review_id: str, form_id: str, member_id: str, at: str = ""
    ) -> None:
        super().__init__(shell)
        self.at = at
        self.book = Book(shell.desk, paper(shell.desk, review_id, form_id, member_id), self)
        self.form = self.book.form
        self.once = self.form.filled_by is not FilledBy.EXPERT
        self.known = known_facts(shell.desk, self.book.paper)
        self.entries: dict[str, Entry] = {}
        self.cards: dict[str, QuestionCard] = {}
        self.conclusion: ChoiceEntry | None = None
        # Everything to fill in, from top to bottom.
        self.places: list[Entry | QuestionCard] = []
        self.preview = Preview()
        self.redraw = QTimer(self)
        self.redraw.setSingleShot(True)
        self.redraw.setInterval(PAUSE)
        self._make()
        self._listen()
        self._show()

    @property
    @override
    def title(self) -> str:
        return short_title(self.form)

    @property
    @override
    def crumbs(self) -> tuple[Crumb, ...]:
        return way_to(self.book.paper.review)

    # What stands where ---------------------------------------------------------------------------

    def _make(self) -> None:
        self.submitted = Submitted(self, self.book, self.take)
        self.area = self._area()
        sheet = Printable(self, self.preview)
        self.panes = Panes((tr("填写"), self.area), [(tr("版面"), sheet)], (54, 46))
        self.content.addWidget(self._band())
        self.content.addWidget(self.submitted)
        self.content.addWidget(self.panes, 1)

    def _band(self) -> QWidget:
        self.meter = Meter()
        self.count = Words("", "muted")
        self.steps = Steps(self.book.stack)
        # What is filled in once is signed and sealed on paper.
        self.action = primary(tr("检查并提交"), self.check)
        if self.once:
            self.action = primary(tr("存为 PDF…"), self.write)
        self.pill = Pill(*status_of(self.form))
        self.pill.setVisible(self.form.status is not Status.OFFICIAL)
        who = Words(filled_by(self.form), "small", wrap=True)
        left = column(row(self.count, self.pill, None, self.steps, gap=12), self.meter, who, gap=4)
        line = row(left, self.action, gap=24, margins=(18, 10, 18, 10))
        line.setStretch(0, 1)
        card = Card(surface="band", margins=(0, 0, 0, 0))
        card.body.addLayout(line)
        return card

    def _area(self) -> QScrollArea:
        children = [child for part in parts(self.form) for child in self._part(part)]
        general = [one.text for one in self.form.notes if not one.about]
        if general:
            children.append(_notes(general))
        return scrolled(column(*children, None, gap=12, margins=(18, 14, 18, 24)))

    def _part(self, part: Part) -> Iterator[Child]:
        match part:
            case Said(text):
                yield Words(text, "subheading", wrap=True)
            case Fields(fields):
                yield self._fields(fields)
            case Asked(heading, questions):
                if heading:
                    yield Words(heading, "subheading", wrap=True)
                group = None
                for question in questions:
                    if question.group and question.group != group:
                        yield Words(question.group, "strong", wrap=True)
                    group = question.group
                    yield self._question(question)
            case Chosen(label, conclusions):
                options = [Option(one.id, one.label) for one in conclusions]
                self.conclusion = ChoiceEntry(label or tr("结论"), options)
                self.conclusion.entered.connect(self._concluded)
                self._stand(self.conclusion)
                yield Card(self.conclusion, margins=(16, 12, 16, 14))

    def _fields(self, fields: tuple[Field, ...]) -> QWidget:
        made = [self._field(field) for field in fields]
        wide = len(made) > 1 and not any(one.type in WIDE for one in fields)
        line = row(*made, gap=16) if wide else column(*made, gap=12)
        if wide:
            for at in range(len(made)):
                line.setStretch(at, 1)
        return Card(box(line), margins=(16, 10, 16, 12))

    def _field(self, field: Field) -> QWidget:
        known = self.known.get(field.id, "")
        table = field.type is FieldType.TABLE
        entry = TableEntry(field) if table else entry_for(field, known)
        entry.entered.connect(partial(self._filled, field.id))
        self.entries[field.id] = entry
        self._stand(entry)
        notes = [one.text for one in self.form.notes if one.about == field.id]
        return box(column(entry, *(Words(one, "small", wrap=True) for one in notes), gap=4))

    def _question(self, question: Question | Veto) -> QuestionCard:
        card = QuestionCard(self.form, question)
        card.answered.connect(partial(self._answered, question))
        card.detailed.connect(partial(self._detailed, question))
        card.remarked.connect(partial(self._remarked, question.id))
        card.reasoned.connect(partial(self._reasoned, question.id))
        self.cards[question.id] = card
        self._stand(card)
        return card

    def _stand(self, place: Entry | QuestionCard) -> None:
        self.places.append(place)
        if isinstance(place, (ChoiceEntry, QuestionCard)):
            place.told.connect(partial(self._go_on, place))

    def _go_on(self, place: Entry | QuestionCard) -> None:
        """To the place below; from the last one to the button that goes on."""
        below = self.places[self.places.index(place) + 1 :]
        following = next((one for one in below if not one.isHidden()), None)
        match following:
            case None:
                self.action.setFocus(Qt.FocusReason.TabFocusReason)
            case QuestionCard():
                following.go()
            case _:
                following.setFocus(Qt.FocusReason.TabFocusReason)
        if following is not None:
            self.area.ensureWidgetVisible(following, 0, 40)

    def _listen(self) -> None:
        self.book.changed.connect(self._show)
        self.book.turned.connect(self._went_back)
        self.book.failed.connect(self.fail)
        self.preview.failed.connect(self.fail)
        self.redraw.timeout.connect(self.draw)
        shortcuts(self, self.book.stack)

    @override
    def opened(self) -> None:
        if self.at == WITHDRAW and self.book.locked:
            self.submitted.ask_reason()
        elif not self.go_to(self.at):
            self.go_to(self._first_open()) or self._first()
        self._tell_saved()
        self.draw()

    # Showing -------------------------------------------------------------------------------------

    def _show(self) -> None:
        one, locked = self.book.paper, self.book.locked
        answers = self.book.answers
        for id, entry in self.entries.items():
            entry.show_value(answers.fields.get(id), locked=locked)
        for card in self.cards.values():
            card.show_answers(answers, locked=locked)
        if self.conclusion is not None:
            self.conclusion.show_value(answers.conclusion, locked=locked)
        done, whole = progress(one)
        words = tr("已填 {done} / {whole}", done=done, whole=whole)
        self.count.say(words)
        self.meter.show_values(done / whole if whole else 0, words=words)
        self.submitted.show_paper(one)
        self.action.setVisible(self.once or not locked)
        self._tell_saved()
        self.redraw.start()

    def _tell_saved(self) -> None:
        at = self.book.paper.saved_at
        self.status.emit(tr("✓ 已保存 {time}", time=at[11:19]) if at else tr("自动保存"))

    def draw(self) -> None:
        """Draw the sheet as it stands now."""
        desk, one = self.shell.desk, self.book.paper
        self.redraw.stop()
        self.preview.draw(lambda: sheet_so_far(desk, one))

    # Where one is --------------------------------------------------------------------------------

    def go_to(self, pointer: str) -> bool:
        """Go to the place a JSON pointer of the answers names; False if there is none."""
        place: QWidget | None = None
        match pointer.split("/")[1:]:
            case ["fields", id, *_] if id in self.entries:
                place = self.entries[id]
                place.setFocus(Qt.FocusReason.TabFocusReason)
            case ["questions" | "vetoes" | "remarks", id, *rest] if id in self.cards:
                place = self.cards[id]
                self.cards[id].go(rest[0] if rest else "")
            case ["conclusion", *_] if self.conclusion is not None:
                place = self.conclusion
                place.setFocus(Qt.FocusReason.TabFocusReason)
        if place is None:
            return False
        if not self.panes.wide:
            self.panes.turn(-1)
        seen = place
        QTimer.singleShot(0, seen, lambda: self.area.ensureWidgetVisible(seen, 0, 40))
        return True

    def _first_open(self) -> str:
        """The first place of the page where nothing stands yet; at a fresh paper, its top."""
        answers = self.book.answers
        missing = {
            path.split("/")[2] for path in self.book.paper.result.missing if path.count("/") > 1
        }
        filled = {*answers.fields, *self.known}
        if not answers.fields and not answers.questions:
            return ""
        for part in parts(self.form):
            match part:
                case Fields(fields):
                    ids = (field.id for field in fields if field.id not in filled)
                    if (id := next(ids, None)) is not None:
                        return f"/fields/{id}"
                case Asked(questions=questions):
                    ids = (one.id for one in questions if one.id in missing)
                    if (id := next(ids, None)) is not None:
                        return f"/questions/{id}"
                case _:
                    pass
        return ""

    def _first(self) -> bool:
        first = next(iter((*self.entries.values(), *self.cards.values())), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)
        return first is not None

    def _went_back(self, edit: Edit) -> None:
        self.go_to(f"/{edit.place}/{edit.id}")

    # Changing ------------------------------------------------------------------------------------

    def _filled(self, id: str, value: FieldValue | None) -> None:
        self._change(self.book.answers.with_field(id, value))

    def _answered(self, question: Question | Veto, part: str, answer: Answer | None) -> None:
        answers = self.book.answers
        if isinstance(question, Veto):
            self._change(with_veto(self.form, answers, question, part, answer))
        else:
            self._change(answers.with_answer(question.id, part, answer))

    def _detailed(self, question: Question | Veto, part: str, text: str) -> None:
        self._change(self.book.answers.with_detail(question, part, text.strip()))

    def _reasoned(self, id: str, text: str) -> None:
        self._change(self.book.answers.with_reason(id, text))

    def _remarked(self, id: str, text: str) -> None:
        self._change(self.book.answers.with_remark(id, text))

    def _concluded(self, id: str | None) -> None:
        self._change(self.book.answers.with_conclusion(id))

    def _change(self, answers: Answers) -> None:
        problem = self.book.change(answers)
        if problem is not None:
            values = {"path": problem.path, **problem.values}
            self.banner.say(say(problem.code, values, self.shell.language), "red")
            self._show()

    # Going on ------------------------------------------------------------------------------------

    def flush(self) -> None:
        """Take along what is typed and not entered yet."""
        self.setFocus()
        for entry in self.entries.values():
            entry.flush()

    def check(self) -> None:
        """To the list of what is missing, and to signing."""
        one = self.book.paper
        self.shell.go(
            "submit", review_id=one.review.id, form_id=one.form.id, member_id=one.member.id
        )

    def write(self) -> None:
        """The sheet as a PDF, to be signed and sealed on paper."""
        self.flush()
        folder = self.shell.choose_folder(tr("PDF 写到哪个文件夹或 U 盘？"))
        if folder is None:
            return
        desk, one = self.shell.desk, self.book.paper

        def done(path: Path) -> None:
            self.banner.say(tr("✓ 已写到 {path}，读回核对一致。打印后签字、盖章。", path=path))

        self.run(tr("正在写 PDF…"), lambda _tell: write_form(desk, one, folder), done)

    def take(self, one: Paper) -> None:
        """The paper in another state: withdrawn."""
        self.book.open(one)
        self._first()

    @override
    def leave(self) -> bool:
        self.flush()
        self.redraw.stop()
        self.preview.stop()
        return True


WIDE = (FieldType.TABLE, FieldType.LONG_TEXT, FieldType.TICKS)


def _notes(texts: list[str]) -> QWidget:
    heading = Words(tr("说明"), "muted")
    return box(column(8, heading, *(Words(one, "small", wrap=True) for one in texts), gap=6))
