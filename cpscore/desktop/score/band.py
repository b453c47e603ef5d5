"""The band that never scrolls away: total, what is open, the grade so far, the vetoes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from cpscore.desktop.qt import override
from cpscore.desktop.score.lines import still_open
from cpscore.desktop.score.nav import veto_counts
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import now, px
from cpscore.desktop.widgets import Meter, Pill, Words, box, column, primary, row
from cpscore.desktop.widgets.basics import Tone
from cpscore.rules.form import Form
from cpscore.rules.points import plain, readable
from cpscore.rules.scoring import ScoreResult
from cpscore.workflow.paper import Paper

LONGEST = 9
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
        self.middle = box(column(self.meter, row(self.open, None, self.line), gap=0))
        self.middle.setMaximumWidth(px(430))
        self.middle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.vetoes = _pair(self.veto_name, self.veto)
        whole = row(
            points, 20, self.middle, 16, _pair(self.grade_name, self.grade), 8, self.vetoes,
            None, self.action, gap=6, margins=(20, 8, 20, 8),
        )  # fmt: skip
        whole.setStretch(whole.indexOf(self.middle), 10)
        self.setLayout(whole)
        self.line.hide()  # until it is known that there is room
        self.vetoes.setVisible(bool(form.vetoes))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.line.setVisible(event.size().width() * 100 / now().scale >= ROOMY)

    def show_paper(self, paper: Paper) -> None:
        """Show what a paper comes to."""
        form, result = paper.form, paper.result
        total = result.points.total if result.points else None
        if total is not None and form.total:
            said = readable(total, form.ends)
            self.total.say(said)
            self.of.say(f"/ {plain(form.total)}")
            count, points = still_open(form, paper.draft.answers)
            words = tr("未评 {count} 项，还可得 {points} 分", count=count, points=plain(points))
            words = words if count else tr("全部已评")
            self.open.say(words)
            full = plain(form.total)
            tick = _threshold(form)
            self.meter.show_values(
                float(total) / float(full), float(points) / float(full), tick,
                tr("得分 {total}，满分 {max}，{open}", total=said, max=full, open=words),
            )  # fmt: skip
        self._grade(result)
        self._vetoes(result)

    def _grade(self, result: ScoreResult) -> None:
        final = result.verdict or result.grade
        shown = final or result.provisional
        self.grade_name.say(tr("结论") if final else tr("暂计等级"))
        if shown is None:
            self.grade.say("—", "quiet")
            return
        lowest = shown is (result.form.ranked[0] if result.form.grades else None)
        # While points are open, the lowest grade is no verdict yet: it stays grey.
        # Nor is a good one while a veto fails.
        spoilt = not final and veto_counts(result)[2] > 0
        tone: Tone = ("red" if final else "quiet") if lowest or spoilt else "good"
        short = shown.label if len(shown.label) <= LONGEST else f"{shown.label[:LONGEST]}…"
        self.grade.say(short, tone)
        self.grade.setToolTip(shown.label)
        self.grade.setAccessibleName(f"{self.grade_name.text()} {shown.label}")

    def _vetoes(self, result: ScoreResult) -> None:
        asked, answered, failed = veto_counts(result)
        self.veto_name.say(tr("否决项 {answered}/{asked} 已答", answered=answered, asked=asked))
        if failed:
            self.veto.say(tr("{failed} 项不符合", failed=failed), "red")
        elif answered or not asked:
            self.veto.say(tr("无不符合"), "good" if answered == asked else "quiet")
        else:
            self.veto.say(tr("未答"), "quiet")  # nothing was found yet because nobody looked


def _pair(name: Words, pill: Pill) -> QWidget:
    inner = column(None, name, pill, None, gap=2)
    inner.setAlignment(pill, Qt.AlignmentFlag.AlignLeft)
    return box(inner)


def _threshold(form: Form) -> float | None:
    """Where the lowest grade ends, as a share of the whole."""
    if len(form.grades) < 2 or not form.total:
        return None
    return float(form.ranked[1].lower) / float(form.total)


def _line(form: Form) -> str:
    """The thresholds in words."""
    ends = [plain(grade.lower) for grade in form.ranked[1:]]
    if len(ends) == 1:
        return tr("{grade}线 {points}", grade=form.ranked[1].label, points=ends[0])
    return tr("分界 {points}", points="、".join(dict.fromkeys(ends))) if ends else ""
