"""One form: the sheet it prints beside its facts, its check, and the notes on its source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cpscore.desktop.forms.list_page import TablePage
from cpscore.desktop.forms.panes import Panes
from cpscore.desktop.jobs import Progress
from cpscore.desktop.opinion.preview import Preview
from cpscore.desktop.opinion.printing import Printable
from cpscore.desktop.pages import Crumb, Shell
from cpscore.desktop.qt import override
from cpscore.desktop.start.form_words import (
    about,
    band,
    filled_by,
    provisional_card,
    short_title,
    status_of,
)
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    Pill,
    Sides,
    Words,
    box,
    column,
    flow,
    row,
    scrolled,
    secondary,
    selectable,
)
from cpscore.desktop.widgets.basics import Child
from cpscore.rules.form import Form, Note, Status
from cpscore.rules.form_document import form_sha256
from cpscore.rules.points import plain
from cpscore.workflow.definitions import export_table
from cpscore.workflow.forms import begin_draft, blank_sheet
from cpscore.workflow.prepare import forms_on_offer
from cpscore.workflow.tables import find_definition


class FormPage(TablePage):
    """To read; a correction is made on a draft. `adopted`: it was adopted just now."""

    def __init__(self, shell: Shell, form_id: str, *, adopted: bool = False) -> None:
        super().__init__(shell)
        self.adopted = adopted
        self.form = next(form for form in forms_on_offer(shell.desk) if form.id == form_id)
        self.preview = Preview()
        self.preview.failed.connect(self.fail)
        self.facts = scrolled(column(*self._facts(), None, gap=12, margins=(28, 22, 28, 28)))
        sheet = Printable(self, self.preview)
        self.panes = Panes((tr("说明"), self.facts), [(tr("版面"), sheet)], (46, 54))
        self.content.addWidget(self.panes)

    @property
    @override
    def title(self) -> str:
        return short_title(self.form)

    @property
    @override
    def crumbs(self) -> tuple[Crumb, ...]:
        return Crumb(tr("开始"), "start"), Crumb(tr("评分表"), "forms")

    @override
    def opened(self) -> None:
        desk, form = self.shell.desk, self.form
        self.preview.draw(lambda: blank_sheet(desk, form))
        self.change.setFocus()
        if self.adopted:
            self.banner.say(
                tr("✓ 已采用第 {version} 版。新建评审时就能选；已有的评审仍用原来的版本。",
                   version=form.version)
            )  # fmt: skip

    @override
    def leave(self) -> bool:
        self.preview.stop()
        return True

    def correct(self) -> None:
        """Begin a draft from this form."""
        one = self.attempt(lambda: begin_draft(self.shell.desk, self.form.id))
        if one is not None:
            self.shell.go("draft", name=one.name)

    def export(self) -> None:
        """Write the form as an Excel table, which can be imported again."""
        folder = self.shell.choose_folder(tr("Excel 写到哪个文件夹或 U 盘？"))
        if folder is None:
            return
        data, form_id = self.shell.desk.data, self.form.id

        def work(_tell: Progress) -> Path:
            return export_table(*find_definition(form_id, data), folder)

        def done(path: Path) -> None:
            self.banner.say(tr("✓ 已写到 {path}。改好后拖进窗口，就成为草稿。", path=path))

        self.run(tr("正在写 Excel…"), work, done)

    # What is known -------------------------------------------------------------------------------

    def _facts(self) -> Iterator[Child]:
        form = self.form
        own = form.status is Status.ADOPTED
        self.change = secondary(tr("修改…") if own else tr("照这张表另做一张…"), self.correct)
        yield column(
            Words(form.title, "heading", wrap=True), row(Pill(*status_of(form)), None), gap=8
        )
        yield Words(about(form), "muted", wrap=True)
        if form.status is Status.PROVISIONAL:
            yield provisional_card(self.import_tables)
        yield flow(self.change, secondary(tr("导出 Excel…"), self.export))
        yield Card(*(_fact(name, value) for name, value in _known(form)), gap=8)
        yield Card(*_checks(form), gap=6)
        if form.notes:
            heading = Words(tr("原文的矛盾与空白"), "subheading", wrap=True)
            yield Card(heading, *(_note(note) for note in form.notes), gap=10)


def _known(form: Form) -> Iterator[tuple[str, str]]:
    source = form.source
    yield tr("编号"), form.id
    yield tr("版本"), tr("第 {version} 版", version=form.version)
    if form.issuer:
        yield tr("发布单位"), form.issuer
    yield tr("出处"), "　".join(filter(None, (source.document, source.number, source.article)))
    if form.stage:
        yield tr("阶段"), form.stage
    yield tr("谁填"), filled_by(form)
    if form.scored:
        yield tr("专家组"), tr("至少 {count} 人", count=form.panel.minimum)
    yield tr("指纹 SHA-256"), _in_groups(form_sha256(form))


def _fact(name: str, value: str) -> QWidget:
    left = Words(name, "muted", wrap=True)
    return Sides(left, selectable(Words(value, wrap=True)), (3, 10), 300)


def _in_groups(digest: str) -> str:
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _checks(form: Form) -> Iterator[Child]:
    """The running check: a form on offer has no problem; these are the sums behind that."""
    yield row(Words(tr("检查"), "subheading"), Pill(tr("✓ 没有问题"), "good"), None, gap=10)
    for section in form.sections:
        name = section.title or section.label
        if name:
            yield _line(name, tr("{points} 分", points=plain(section.max)))
    if form.total is not None:
        yield _line(tr("各项合计，与总分一致"), tr("{points} 分", points=plain(form.total)))
    for grade in reversed(form.ranked):
        yield _line(grade.label, band(grade))
    for conclusion in form.conclusions:
        yield _line(conclusion.label, tr("由专家组选定"))
    if form.grades:
        yield Words(tr("各等级首尾相接，没有空隙，也不重叠。"), "small", wrap=True)


def _line(name: str, value: str) -> QWidget:
    line = row(Words(name, wrap=True), Words(value, "strong"), gap=12)
    line.setStretch(0, 1)
    return box(line)


def _note(note: Note) -> QWidget:
    source = tr("见 {source}", source=note.source) if note.source else ""
    below = "　".join(filter(None, (note.about, source)))
    words: list[Child] = [Words(note.text, wrap=True)]
    if below:
        words.append(Words(below, "small", wrap=True))
    return box(column(*words, gap=2))
