"""The list of forms: what was adopted here, what is official, and how to bring another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cpscore.desktop.dropped import FORM_FILES
from cpscore.desktop.jobs import Progress
from cpscore.desktop.pages import Crumb, Page, Shell
from cpscore.desktop.qt import override
from cpscore.desktop.start.form_words import about, status_of
from cpscore.desktop.texts import language, tr
from cpscore.desktop.widgets import (
    Card,
    CardButton,
    Pill,
    Words,
    column,
    page_body,
    row,
    scrolled,
    secondary,
)
from cpscore.desktop.widgets.basics import Child
from cpscore.forms.catalogue import Found
from cpscore.messages import status_words
from cpscore.rules.form import Form, Status
from cpscore.workflow.forms import (
    OWN,
    Drafted,
    drafts,
    restore_draft,
    take_definition,
)
from cpscore.workflow.tables import all_forms

FILTER = "Word, Excel, YAML (*.docx *.xlsx *.yaml *.yml)"


class TablePage(Page):
    """A page on which an official table may be dropped, or chosen."""

    def import_tables(self) -> None:
        """Choose a table, and read it."""
        for path in self.shell.choose_files(tr("导入官方表"), FILTER)[:1]:
            self.take(path)

    def take(self, path: Path) -> None:
        """Read a table beside the window; then its draft is on screen."""
        desk = self.shell.desk

        def work(_tell: Progress) -> Drafted:
            return take_definition(desk, path)

        def done(one: Drafted) -> None:
            # No page opens while the job that brought it is still ending.
            self.shell.jobs.idle.connect(
                lambda: self.shell.go("draft", name=one.name),
                Qt.ConnectionType.SingleShotConnection,
            )

        self.run(tr("正在读「{name}」…", name=path.name), work, done)

    @override
    def takes(self, path: Path) -> bool:
        if path.suffix.lower() not in FORM_FILES:
            return False
        self.take(path)
        return True


class FormsPage(TablePage):
    """`aside` is a draft that was just put aside, and can be had back."""

    def __init__(self, shell: Shell, aside: str = "") -> None:
        super().__init__(shell)
        self.aside = aside
        found = all_forms(shell.desk.data)
        own = [one for one in found if one.path.parent == shell.desk.data / OWN]
        ours = [one for one in found if one not in own]
        body = page_body(
            Words(tr("评分表"), "title"),
            Words(tr("评审带着开始时的版本；以后改了评分表，旧结果不变。"), "muted", wrap=True),
            16,
            self._way_in(),
            *self._group(tr("草稿"), [self._draft(one) for one in drafts(shell.desk)]),
            *self._group(tr("有问题的文件"), [self._bad(one) for one in found if one.problems]),
            *self._of(own, Status.ADOPTED, status_words(Status.ADOPTED, language())),
            *self._of(ours, Status.PROVISIONAL, status_words(Status.PROVISIONAL, language())),
            *self._of(ours, Status.OFFICIAL, status_words(Status.OFFICIAL, language())),
            *self._of(ours, Status.ADOPTED, tr("本软件自拟（原文没有版式）")),
        )
        self.content.addWidget(scrolled(body))

    @property
    @override
    def title(self) -> str:
        return tr("评分表")

    @property
    @override
    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb(tr("开始"), "start"),)

    @override
    def opened(self) -> None:
        self.bring.setFocus()
        if self.aside:
            again = ((tr("恢复"), self._restore),)
            self.banner.say(tr("草稿「{name}」已放到一边。", name=self.aside), actions=again)

    def _way_in(self) -> QWidget:
        self.bring = secondary(tr("选择文件…"), self.import_tables)
        words = tr("把官方的 Word、Excel 表拖到这里：导入官方表 → 检查 → 采用。")
        more = tr("读不懂的地方会一处处列出来，在窗口里就能改；.yaml 定义也可以拖进来。")
        text = column(Words(words, "strong", wrap=True), Words(more, "muted", wrap=True), gap=2)
        line = row(text, self.bring, gap=16)
        line.setStretch(0, 1)
        return Card(line, surface="accent")

    def _group(self, title: str, cards: Sequence[QWidget]) -> Iterator[Child]:
        if cards:
            yield 18
            yield Words(title, "subheading")
            yield 8
            yield column(*cards, gap=10)

    def _of(self, found: Sequence[Found], status: Status, title: str) -> Iterator[Child]:
        forms = [one.form for one in found if one.form and one.form.status is status]
        return self._group(title, [self._card(form) for form in forms])

    def _card(self, form: Form) -> QWidget:
        return CardButton(
            form.title,
            about(form),
            lambda: self.shell.go("form", form_id=form.id),
            Pill(*status_of(form)),
        )

    def _draft(self, one: Drafted) -> QWidget:
        title = one.form.title if one.form else one.name
        text = tr("由「{name}」导入", name=one.source) if one.source else one.name
        return CardButton(
            title, text, lambda: self.shell.go("draft", name=one.name), state_pill(one)
        )

    def _bad(self, one: Found) -> QWidget:
        """A file in the folder of one's own forms that cannot be used: take it as a draft."""
        text = tr("这个文件不能用。打开后会成为草稿，改好再采用；原文件不动。")
        pill = Pill(tr("{count} 处问题", count=len(one.problems)), "red")
        return CardButton(one.path.name, text, lambda: self.take(one.path), pill)

    def _restore(self) -> None:
        name = self.attempt(lambda: restore_draft(self.shell.desk, self.aside))
        if name is not None:
            self.shell.go("draft", name=name)


def state_pill(one: Drafted) -> Pill:
    """How far a draft is."""
    if one.problems:
        return Pill(tr("{count} 处问题", count=len(one.problems)), "amber")
    return Pill(tr("草稿，可以采用"), "good")
