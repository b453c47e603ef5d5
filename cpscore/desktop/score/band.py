"""The band that never scrolls away: total, what is open, the grade so far, the vetoes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from cpscore.desktop.qt import override
from cpscore.desktop.score.conditions import lost, needed
from cpscore.desktop.score.lines import full_of, limits, still_open
from cpscore.desktop.score.nav import veto_counts, vetoes_so_far
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import now, px
from cpscore.desktop.widgets import Meter, Pill, Words, box, column, primary, row
from cpscore.desktop.widgets.basics import Tone
from cpscore.rules.answers import Answers
from cpscore.rules.form import Form
from cpscore.rules.points import plain, readable
from cpscore.rules.scoring import ScoreResult
from cpscore.workflow.paper import Paper

LONGEST, SHORT = 9, 5  # letters of a grade
TALL = 84
ROOMY = 760  # below, the threshold is left to its mark


class Band(QFrame):
    """Says what the answers come to so far; `action` is the next thing to do."""

    def __init__(self, form: Form, go_on: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("surface", "band")
        self.setMinimumHeight(px(TALL))
        self.total, self.of = Words("", "total"), Words("", "muted")
        self.meter = Meter()
        self.open, self.line = Words("", "small"), Words(_line(form), "small")
        self.grade_name, self.grade = Words("", "small"), Pill()
        self.veto_name, self.veto = Words("", "small"), Pill()
        self.action = primary(tr("检查并提交"), go_on)
        points = row(self.total, self.of, gap=6)
        points.setAlignment(self.of, Qt.AlignmentFlag.AlignBottom)
        self.of.setContentsMargins(0, 0, 0, px(8))
        self.middle = box(column(None, self.meter, row(self.open, None, self.line), None, gap=0))
        self.middle.setMaximumWidth(px(430))
        self.middle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.grades = _pair(self.grade_name, self.grade)
        self.vetoes = _pair(self.veto_name, self.veto)
        whole = row(
            points, 20, self.middle, 16, self.grades, 8, self.vetoes,
            None, self.action, gap=6, margins=(20, 8, 20, 6),
        )  # fmt: skip
        whole.setStretch(whole.indexOf(self.middle), 10)
        self.lost = Words("", "red", wrap=True)
        self.needed = Words("", "small", wrap=True)
        self.demands = box(column(self.lost, self.needed, gap=2, margins=(20, 0, 20, 8)))
        self.setLayout(column(whole, self.demands, gap=0))
        self.whole, self.label = False, "—"
        self._show_line()
        self.vetoes.setVisible(bool(form.vetoes))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_line()

    @property
    def roomy(self) -> bool:
        """Whether there is room for everything at ease."""
        return self.width() * 100 / now().scale >= ROOMY

    def _show_line(self) -> None:
        self.line.setVisible(self.whole and self.roomy)
        self.open.setWordWrap(not self.roomy)
        self._show_grade()

    def _show_grade(self) -> None:
        room = LONGEST if self.roomy else SHORT
        short = self.label if len(self.label) <= room else f"{self.label[:room]}…"
        if short != self.grade.text():
            self.grade.setText(short)

    def show_paper(self, paper: Paper) -> None:
        """Show what a paper comes to."""
        form, result = paper.form, paper.result
        total = result.points.total if result.points else None
        if total is not None and form.total:
            said = readable(total, form.ends)
            self.total.say(said)
            full = plain(full_of(form, paper.draft.answers))
            self.of.say(f"/ {full}")
            count, points = still_open(form, paper.draft.answers)
            words = tr("未评 {count} 项，还可得 {points} 分", count=count, points=plain(points))
            words = words if count else tr("全部已评")
            self.open.say(words)
            whole = float(full_of(form, paper.draft.answers))
            self.meter.show_values(
                float(total) / whole, float(points) / whole, _ticks(form, paper.draft.answers),
                tr("得分 {total}，满分 {max}，{open}", total=said, max=full, open=words),
            )  # fmt: skip
        # Who scores a part of the form has no whole to grade.
        self.whole = paper.draft.answers.sections is None
        self.grades.setVisible(self.whole and bool(form.grades))
        self._show_line()
        self._conditions(paper)
        self._grade(result)
        self._vetoes(result)

    def _conditions(self, paper: Paper) -> None:
        answers = paper.draft.answers
        for line, words in (
            (self.lost, lost(paper.form, answers)),
            (self.needed, needed(paper.form, answers)),
        ):
            line.say(words)
            line.setVisible(bool(words))
        self.demands.setVisible(bool(self.lost.text() or self.needed.text()))

    def _grade(self, result: ScoreResult) -> None:
        final = result.verdict or result.grade
        shown = final or result.provisional
        self.grade_name.say(tr("结论") if final else tr("暂计等级"))
        if shown is None:
            self.label = "—"
            self.grade.say(self.label, "quiet")
            return
        lowest = shown is (result.form.ranked[0] if result.form.grades else None)
        # While points are open, the lowest grade is no verdict yet: it stays grey.
        # Nor is a good one while a veto fails, or a condition is lost.
        spoilt = not final and (veto_counts(result)[2] > 0 or bool(self.lost.text()))
        tone: Tone = ("red" if final else "quiet") if lowest or spoilt else "good"
        self.label = shown.label
        self.grade.say(self.label, tone)
        self._show_grade()
        self.grade.setToolTip(shown.label)
        self.grade.setAccessibleName(f"{self.grade_name.text()} {shown.label}")

    def _vetoes(self, result: ScoreResult) -> None:
        asked, answered, _ = veto_counts(result)
        self.veto_name.say(tr("否决项 {answered}/{asked} 已答", answered=answered, asked=asked))
        self.veto.say(*vetoes_so_far(result))


def _pair(name: Words, pill: Pill) -> QWidget:
    inner = column(None, name, pill, None, gap=2)
    inner.setAlignment(pill, Qt.AlignmentFlag.AlignLeft)
    return box(inner)


def _ticks(form: Form, answers: Answers) -> tuple[float, ...]:
    """Where the result changes, as shares of the whole; of a part nothing is decided."""
    if not form.total or answers.sections is not None:
        return ()
    return tuple(float(one / form.total) for one in limits(form))


def _line(form: Form) -> str:
    """The thresholds in words."""
    ends = [plain(one) for one in limits(form)]
    if len(ends) == 1 and len(form.grades) > 1:
        return tr("{grade}线 {points}", grade=form.ranked[1].label, points=ends[0])
    return tr("分界 {points}", points=tr("、").join(ends)) if ends else ""
