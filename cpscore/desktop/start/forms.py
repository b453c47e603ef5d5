"""The forms (评分表) a review can begin with: a list, and each as the sheet it will print."""

from __future__ import annotations

from PySide6.QtWidgets import QTextBrowser, QWidget

from cpscore.desktop.pages import Crumb, Page, Shell
from cpscore.desktop.qt import override
from cpscore.desktop.start.form_html import form_html
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import now, px
from cpscore.desktop.widgets import CardButton, Pill, Words, column, page_body, row, scrolled
from cpscore.desktop.widgets.basics import Tone
from cpscore.rules.form import Form, Status
from cpscore.workflow.prepare import forms_on_offer


class FormsPage(Page):
    """Every form with its status, version and source."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.forms = forms_on_offer(shell.desk)
        body = page_body(
            Words(tr("评分表"), "title"),
            Words(tr("评审带着开始时的版本；以后改了评分表，旧结果不变。"), "muted", wrap=True),
            16,
            column(*(self._card(form) for form in self.forms), gap=10),
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

    def _card(self, form: Form) -> QWidget:
        return CardButton(
            form.title,
            about(form),
            lambda: self.shell.go("form", form_id=form.id),
            Pill(*status_of(form)),
        )


class FormPage(Page):
    """One form as it will be printed, to read and not to change, with the notes on its source."""

    def __init__(self, shell: Shell, form_id: str) -> None:
        super().__init__(shell)
        self.form = next(form for form in forms_on_offer(shell.desk) if form.id == form_id)
        self.sheet = QTextBrowser()
        self.sheet.setAccessibleName(self.form.title)
        self.sheet.setOpenLinks(False)
        self.sheet.document().setDocumentMargin(px(24))
        self.sheet.setHtml(form_html(self.form, now()))
        head = row(
            Words(self.form.title, "heading", wrap=True), Pill(*status_of(self.form)), gap=12
        )
        body = column(
            head, Words(about(self.form), "muted", wrap=True), 8, self.sheet,
            gap=4, margins=(64, 28, 64, 28),
        )  # fmt: skip
        self.content.addLayout(body)

    @property
    @override
    def title(self) -> str:
        return self.form.title

    @property
    @override
    def crumbs(self) -> tuple[Crumb, ...]:
        return Crumb(tr("开始"), "start"), Crumb(tr("评分表"), "forms")

    @override
    def opened(self) -> None:
        self.sheet.setFocus()


def status_of(form: Form) -> tuple[str, Tone]:
    """Where a form stands, in words."""
    match form.status:
        case Status.OFFICIAL:
            return tr("官方"), "good"
        case Status.PROVISIONAL:
            return tr("暂用：条目为演示"), "amber"
        case Status.ADOPTED:
            return tr("自行采用"), "quiet"


def about(form: Form) -> str:
    """Version, size and source in a line."""
    items = len(tuple(form.items))
    parts = [tr("第 {version} 版", version=form.version)]
    if form.scored:
        parts.append(tr("{items} 项，共 {total} 分", items=items, total=form.total))
    if form.vetoes:
        parts.append(tr("否决项 {count} 条", count=len(form.vetoes)))
    source = f"{form.source.document} {form.source.article}".strip()
    return "　·　".join((*parts, source))
