"""What the running check found, and what an import did not understand: each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    TickLine,
    Words,
    button,
    clear,
    column,
    flow,
    link,
    scrolled,
)
from cpscore.desktop.widgets.basics import Child
from cpscore.messages import Language, say
from cpscore.rules.problem import Problem
from cpscore.workflow.forms import Drafted, Seen

MOST = 40
UNDECIDED = "undecided"
TEXT = re.compile(r"\btext: *([^,}]+)")


class Problems(QWidget):
    """The problems, a card each; `wanted` tells line and column, `mended` line, old and new."""

    wanted = Signal(int, int)
    mended = Signal(int, str, str)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.language = language
        self.problems: tuple[Problem, ...] | None = None
        self.place = column(gap=8)
        inner = column(self.place, None, margins=(18, 12, 18, 18))
        self.setLayout(column(scrolled(inner)))

    def show_problems(self, one: Drafted) -> None:
        """Show what is wrong now; nothing moves where nothing changed."""
        if one.problems == self.problems:
            return
        self.problems = one.problems
        clear(self.place)
        for child in self._cards(one):
            if isinstance(child, QWidget):
                self.place.addWidget(child)

    def _cards(self, one: Drafted) -> Iterator[Child]:
        if not one.problems:
            said = tr("✓ 没有问题，可以采用。")
            more = tr("采用之前，请在“版面”里和原表对一遍。")
            yield Card(
                Words(said, "strong", wrap=True), Words(more, "muted", wrap=True), surface="accent"
            )
        for problem in one.problems[:MOST]:
            yield self._card(problem, one.text)
        if len(one.problems) > MOST:
            left = len(one.problems) - MOST
            yield Words(tr("还有 {count} 处，改好前面的再看。", count=left), "muted", wrap=True)

    def _card(self, problem: Problem, text: str) -> QWidget:
        line, place = problem.line or 1, problem.column or 1
        sentence = say(problem.code, {"path": problem.path, **problem.values}, self.language)
        head = link(
            tr("第 {line} 行，第 {column} 列", line=line, column=place),
            lambda: self.wanted.emit(line, place),
        )
        head.setAccessibleDescription(sentence)
        asked = _asked(text, line) if problem.code == UNDECIDED else ""
        quote = [Words(asked, "strong", wrap=True)] if asked else []
        fixes = list(self._fixes(problem, line))
        below = [flow(*fixes, gap=6)] if fixes else []
        return Card(
            head, *quote, Words(sentence, wrap=True), *below, gap=4, margins=(14, 8, 14, 10)
        )

    def _fixes(self, problem: Problem, line: int) -> Iterator[QPushButton]:
        """What can be written there with one press; undo takes it back."""
        if problem.code == UNDECIDED and problem.path.endswith("/fails"):
            yield self._fix(tr("答“是”即否决"), line, UNDECIDED, "yes")
            yield self._fix(tr("答“否”即否决"), line, UNDECIDED, "no")
        known = problem.values.get("known")
        name = problem.values.get("name")
        if isinstance(known, list | tuple) and isinstance(name, str) and len(known) <= 3:
            for one in map(str, known):
                yield self._fix(tr("改成 {name}", name=one), line, name, one)

    def _fix(self, text: str, line: int, old: str, new: str) -> QPushButton:
        return button(text, lambda: self.mended.emit(line, old, new), "chip")


class Remarks(QWidget):
    """What to compare with the table that was imported; `seen` tells which was ticked off."""

    seen = Signal(int, bool)

    def __init__(self, one: Drafted, language: Language) -> None:
        super().__init__()
        self.language = language
        said = (
            tr("逐处和「{name}」对一遍，看过的打勾。", name=one.source)
            if one.remarks
            else tr("没有读不懂的地方。")
        )
        self.lines = [self._line(at, seen) for at, seen in enumerate(one.remarks)]
        inner = column(
            Words(said, "muted", wrap=True), *self.lines, None, gap=10, margins=(18, 12, 18, 18)
        )
        self.setLayout(column(scrolled(inner)))

    def _line(self, at: int, seen: Seen) -> TickLine:
        text = say(seen.remark.code, seen.remark.values, self.language)
        line = TickLine(text, on=seen.done)
        line.ticked.connect(lambda on: self.seen.emit(at, on))
        return line


def _asked(text: str, line: int) -> str:
    """The question that a line without a decision belongs to."""
    above = reversed(text.splitlines()[:line])
    found = (TEXT.search(one) for one in above)
    return next((one[1] for one in found if one), "")


def marks(problems: Sequence[Problem], told: Callable[[Problem], str]) -> dict[int, str]:
    """The lines with problems, and the sentences on each."""
    lines: dict[int, str] = {}
    for problem in problems:
        line = problem.line or 1
        lines[line] = "\n".join(filter(None, (lines.get(line), told(problem))))
    return lines
