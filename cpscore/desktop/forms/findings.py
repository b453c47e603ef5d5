"""What the running check found, and what an import did not understand: each with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    TickLine,
    Words,
    box,
    button,
    clear,
    column,
    flow,
    link,
    row,
    scrolled,
)
from cpscore.desktop.widgets.basics import Child
from cpscore.forms.walking import UNDECIDED
from cpscore.messages import Language, say
from cpscore.rules.problem import Problem
from cpscore.workflow.forms import Drafted, Seen
from cpscore.workflow.mending import Veto, open_places

MOST = 40
# These are not in the definition: there is nothing to find.
LOST = {
    "not-understood", "line-not-understood", "hidden-text", "hidden-sheet", "beside-the-page",
    "another-form", "more-not-understood",
}  # fmt: skip
VETOES, FAILS = "/vetoes/", "/fails"
TAKEN = "taken-as-questions"


class Problems(QWidget):
    """The problems, a card each; `wanted` tells line and column.

    `mended` tells what to write: line, old and new of each place; `turned` that the draft's vetoes
    are plain questions.
    """

    wanted = Signal(int, int)
    mended = Signal(object)
    turned = Signal()

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
        asked = open_places(one.text) if one.problems else {}
        open_ = [problem for problem in one.problems if _decides(problem)]
        if len(open_) > 1:
            yield self._decisions(open_)
        for problem in one.problems[:MOST]:
            yield self._card(problem, _asked(asked, problem))
        if len(one.problems) > MOST:
            left = len(one.problems) - MOST
            yield Words(tr("还有 {count} 处，改好前面的再看。", count=left), "muted", wrap=True)

    def _decisions(self, problems: Sequence[Problem]) -> QWidget:
        """All vetoes at once, for a table on which one answer is always the bad one."""
        said = tr("还有 {count} 条否决项没有定：答什么即否决？", count=len(problems))
        more = tr("逐条看过再按：同一张表里，常常有的答“是”不好，有的答“否”不好。")
        plain = [one for one in problems if one.path.endswith(FAILS)]
        every = (tr("都答“是”即否决"), "yes"), (tr("都答“否”即否决"), "no")
        chips = [self._fix(text, plain, answer) for text, answer in every] if plain else []
        turn = button(tr("都不是否决项"), self.turned.emit, "chip")
        return Card(
            Words(said, "strong", wrap=True),
            Words(more, "muted", wrap=True),
            flow(*chips, turn, gap=6),
            surface="amber",
        )

    def _card(self, problem: Problem, asked: Veto | None) -> QWidget:
        line, place = problem.line or 1, problem.column or 1
        sentence = say(problem.code, {"path": problem.path, **problem.values}, self.language)
        head = link(
            tr("第 {line} 行，第 {column} 列", line=line, column=place),
            lambda: self.wanted.emit(line, place),
        )
        head.setAccessibleDescription(sentence)
        quote = [Words(asked.text, "strong", wrap=True)] if asked else []
        parts = enumerate(asked.parts if asked else (), start=1)
        quote += [Words(f"{at}　{text}", wrap=True) for at, text in parts]
        fixes = list(self._fixes(problem, asked))
        # A question with its answers beside it needs no further words.
        said = [] if quote and fixes else [Words(sentence, wrap=True)]
        below = [flow(*fixes, gap=6)] if fixes else []
        return Card(head, *quote, *said, *below, gap=4, margins=(14, 8, 14, 10))

    def _fixes(self, problem: Problem, asked: Veto | None) -> Iterator[QPushButton]:
        """What can be written there with one press; undo takes it back."""
        if _decides(problem) and problem.path.endswith(FAILS):
            for text, answer in _answers():
                yield self._fix(text, [problem], answer)
        elif _decides(problem) and asked is not None:
            for rule in asked.rules:
                yield self._fix(_worded(rule), [problem], rule)
        known = problem.values.get("known")
        name = problem.values.get("name")
        if isinstance(known, list | tuple) and isinstance(name, str) and len(known) <= 3:
            for one in map(str, known):
                yield self._fix(tr("改成 {name}", name=one), [problem], one, name)

    def _fix(
        self, text: str, problems: Sequence[Problem], new: str, old: str = UNDECIDED
    ) -> QPushButton:
        changes = [(one.line or 1, old, new) for one in problems]
        return button(text, lambda: self.mended.emit(changes), "chip")


class Remarks(QWidget):
    """What to compare with the table that was imported; `seen` tells which was ticked off.

    `sought` tells words to look for in the definition, `turned` that its questions are vetoes.
    """

    seen = Signal(int, bool)
    sought = Signal(str)
    turned = Signal()

    def __init__(self, one: Drafted, language: Language) -> None:
        super().__init__()
        self.language = language
        said = (
            tr("逐处和「{name}」对一遍，看过的打勾。", name=one.source)
            if one.remarks
            else tr("没有读不懂的地方。")
        )
        self.lines = [self._line(at, seen) for at, seen in enumerate(one.remarks)]
        ways = [
            box(column(line, *self._ways(seen), gap=2))
            for line, seen in zip(self.lines, one.remarks, strict=True)
        ]
        inner = column(
            Words(said, "muted", wrap=True), *ways, None, gap=10, margins=(18, 12, 18, 18)
        )
        self.setLayout(column(scrolled(inner)))

    def _line(self, at: int, seen: Seen) -> TickLine:
        text = say(seen.remark.code, seen.remark.values, self.language)
        line = TickLine(text, on=seen.done)
        line.ticked.connect(lambda on: self.seen.emit(at, on))
        return line

    def _ways(self, seen: Seen) -> Iterator[Child]:
        """What helps with a remark: where it went in the definition, or what else it may be."""
        found = str(seen.remark.values.get("found", ""))
        if seen.remark.code == TAKEN:
            yield row(32, button(tr("这些是否决项"), self.turned.emit, "chip"), None)
        elif found and seen.remark.code not in LOST:
            show = link(tr("在定义里找"), lambda: self.sought.emit(found))
            show.setAccessibleDescription(found)
            yield row(32, show, None)


def _answers() -> tuple[tuple[str, str], ...]:
    return (tr("答“是”即否决"), "yes"), (tr("答“否”即否决"), "no")


def _decides(problem: Problem) -> bool:
    """Whether a veto lacks what fails it."""
    return problem.code == UNDECIDED and problem.path.startswith(VETOES)


def _asked(asked: Mapping[str, Veto], problem: Problem) -> Veto | None:
    """The veto or grade that a problem is about, where it lacks a decision."""
    place = "/".join(problem.path.split("/")[:3])
    return asked.get(place) if problem.code == UNDECIDED else None


def _worded(rule: str) -> str:
    """`a = yes and b = no` as a person says it."""
    match rule.split(" "):
        case ["a", "=", first, "and", "b", "=", _]:
            answer = tr("是") if first == "yes" else tr("否")
            return tr("第 1 问答“{answer}”、第 2 问答“否”即否决", answer=answer)
        case [_, "=", "yes", *_]:
            return tr("任一问答“是”即否决")
        case _:
            return tr("任一问答“否”即否决")


def marks(problems: Sequence[Problem], told: Callable[[Problem], str]) -> dict[int, str]:
    """The lines with problems, and the sentences on each."""
    lines: dict[int, str] = {}
    for problem in problems:
        line = problem.line or 1
        lines[line] = "\n".join(filter(None, (lines.get(line), told(problem))))
    return lines
