"""A draft: its definition in an editor, checked while it is written, and the sheet it becomes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from cpscore.desktop.forms.editor import Editor
from cpscore.desktop.forms.findings import Problems, Remarks, marks
from cpscore.desktop.forms.panes import Panes
from cpscore.desktop.jobs import Jobs
from cpscore.desktop.opinion.preview import Preview
from cpscore.desktop.pages import Crumb, Page, Shell
from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import Card, Pill, Words, box, column, primary, row, secondary
from cpscore.messages import say
from cpscore.rules.form import Form
from cpscore.rules.problem import Failure, Problem
from cpscore.workflow.forms import (
    Drafted,
    adopt,
    blank_sheet,
    discard_draft,
    draft_named,
    save_draft,
    see_remark,
)
from cpscore.workflow.mending import as_questions, as_vetoes

PAUSE = 300  # milliseconds after the last key before it is kept and checked
PROBLEMS, REMARKS, SHEET = range(3)


class DraftPage(Page):
    """What is typed is kept and checked after each pause; nothing is asked to be saved."""

    def __init__(self, shell: Shell, name: str) -> None:
        super().__init__(shell)
        self.one = draft_named(shell.desk, name)
        self.kept = self.one.text
        self.drawn: Form | None = None
        self.jobs = Jobs(self)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(PAUSE)
        self.timer.timeout.connect(self.check)
        self._make()
        self._listen()
        self._show(self.one)

    def _make(self) -> None:
        language = self.shell.language
        self.editor = Editor(self.one.text)
        self.problems = Problems(language)
        self.remarks = Remarks(self.one, language)
        self.preview = Preview()
        self.told = Words("", wrap=True)
        self.waiting = Card(self.told, surface="amber")
        self.sheet = box(
            column(box(column(self.waiting, margins=(18, 12, 18, 12))), self.preview, gap=0)
        )
        names = tr("检查"), tr("原表"), tr("版面")
        beside: list[tuple[str, QWidget]] = [
            (names[0], self.problems), (names[1], self.remarks), (names[2], self.sheet)
        ]  # fmt: skip
        self.panes = Panes((tr("定义"), self.editor), beside, (56, 44))
        self.content.addWidget(self._head())
        self.content.addWidget(self.panes, 1)

    def _head(self) -> QWidget:
        self.pill = Pill()
        self.name = Words("", "subheading", wrap=True)
        self.action = primary(tr("采用"), self.adopt)
        self.aside = secondary(tr("放到一边"), self.put_aside)
        line = row(self.name, self.pill, self.aside, self.action, gap=12, margins=(18, 10, 18, 8))
        line.setStretch(0, 1)
        return box(line)

    def _listen(self) -> None:
        self.editor.textChanged.connect(self.timer.start)
        self.problems.wanted.connect(self.show_line)
        self.problems.mended.connect(self._mend)
        self.problems.turned.connect(lambda: self.turn(as_questions))
        self.remarks.seen.connect(self._seen)
        self.remarks.sought.connect(self.seek)
        self.remarks.turned.connect(lambda: self.turn(as_vetoes))
        self.preview.failed.connect(self.fail)

    @property
    @override
    def title(self) -> str:
        return tr("草稿 {name}", name=self.one.name)

    @property
    @override
    def crumbs(self) -> tuple[Crumb, ...]:
        return Crumb(tr("开始"), "start"), Crumb(tr("评分表"), "forms")

    @override
    def opened(self) -> None:
        if self.panes.wide:
            ready = REMARKS if self.one.waiting else SHEET
            self.panes.turn(PROBLEMS if self.one.problems else ready)
        self._draw()
        self.editor.setFocus()
        self.status.emit(tr("草稿自动保存在本机"))

    # Checking ------------------------------------------------------------------------------------

    def check(self) -> None:
        """Keep and check what stands there now, beside the window; typing goes on meanwhile."""
        text, desk, name = self.editor.text, self.shell.desk, self.one.name
        if self.jobs.busy:
            self.timer.start()
        elif text != self.kept:
            self.jobs.start(lambda _tell: save_draft(desk, name, text), self._saved, self.fail)

    def _saved(self, one: Drafted) -> None:
        self.kept = one.text
        at = self.shell.desk.at()[11:19]
        self.status.emit(tr("✓ 已保存 {time}", time=at))
        self._show(one)

    def _show(self, one: Drafted) -> None:
        self.one = one
        count, waiting = len(one.problems), one.waiting
        self.name.say(one.sheet.title if one.sheet else one.name)
        if count:
            self.pill.say(tr("{count} 处问题", count=count), "amber")
        else:
            self.pill.say(tr("草稿，可以采用"), "good")
        self.action.setEnabled(not count)
        self.problems.show_problems(one)
        self.editor.mark(marks(one.problems, self._told))
        self.panes.name(PROBLEMS, tr("检查 {count}", count=count) if count else tr("检查 ✓"))
        self.panes.name(REMARKS, tr("原表 {count}", count=waiting) if waiting else tr("原表"))
        self._draw()

    def _told(self, problem: Problem) -> str:
        values = {"path": problem.path, **problem.values}
        return say(problem.code, values, self.shell.language)

    def _draw(self) -> None:
        """The sheet as far as it can be printed, and what is shown instead where it cannot be."""
        form, desk = self.one.sheet, self.shell.desk
        if self.one.form is None:
            self.told.say(self._instead(form))
        self.waiting.setVisible(self.one.form is None)
        if form is not None and form != self.drawn:
            self.drawn = form
            self.preview.draw(lambda: blank_sheet(desk, form))

    def _instead(self, form: Form | None) -> str:
        if form is not None:
            return tr("还有没定的地方，定了才能采用。印出来是这样：")
        if self.drawn is not None:
            return tr("定义有问题：下面还是改出问题之前的样子，改好后自动更新。")
        return tr("改好问题之后，这里就是印出来的样子。")

    # Mending -------------------------------------------------------------------------------------

    def show_line(self, line: int, column: int) -> None:
        """Go where a problem is."""
        if not self.panes.wide:
            self.panes.turn(-1)
        self.editor.go(line, column)

    def seek(self, words: str) -> None:
        """Go where words of the table went in the definition."""
        if not self.panes.wide:
            self.panes.turn(-1)
        if not self.editor.seek(words):
            self.banner.say(tr("定义里没有找到这些字。"))

    def _mend(self, changes: list[tuple[int, str, str]]) -> None:
        self.editor.put(*changes)
        self.timer.stop()
        self.check()

    def turn(self, other: Callable[[str], str | None]) -> None:
        """Vetoes become plain questions, or the other way round; undo takes it back."""
        text = other(self.editor.text)
        if text is None:
            self.banner.say(tr("这里既有否决项又有是否题，请在定义里逐条改。"))
            return
        self.editor.write(text)
        self.timer.stop()
        self.check()

    def _seen(self, at: int, done: bool) -> None:
        name = self.one.name
        one = self.attempt(lambda: see_remark(self.shell.desk, name, at, done=done))
        if one is not None:
            self._show(one)

    # Going on ------------------------------------------------------------------------------------

    def adopt(self) -> None:
        """采用: from now on it can be chosen for a review."""
        if not self.keep() or self.one.problems:
            return
        form = self.attempt(lambda: adopt(self.shell.desk, self.one.name))
        if form is not None:
            self.gone = True
            self.shell.go("form", form_id=form.id, adopted=True)

    def put_aside(self) -> None:
        """Away from the list; the list offers to have it back."""
        if not self.keep():
            return
        name = self.attempt(lambda: discard_draft(self.shell.desk, self.one.name))
        if name is not None:
            self.gone = True
            self.shell.go("forms", aside=name)

    gone = False

    def keep(self) -> bool:
        """Keep what stands there at once; False where the disk refuses."""
        self.timer.stop()
        self.jobs.stop()
        text = self.editor.text
        if self.gone or text == self.kept:
            return True
        one = self.attempt(lambda: save_draft(self.shell.desk, self.one.name, text))
        if one is not None:
            self._saved(one)
        return one is not None

    @override
    def leave(self) -> bool:
        self.preview.stop()
        return self.keep()

    @override
    def fail(self, failure: Failure) -> None:
        super().fail(failure)
        self.status.emit(tr("草稿没有保存"))
