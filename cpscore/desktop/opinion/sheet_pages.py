"""A sheet by itself, to be looked at and printed: one's own scores, and the panel's summary."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from cpscore.desktop.opinion.preview import Preview
from cpscore.desktop.opinion.printing import Printable
from cpscore.desktop.pages import Crumb, Page, Shell, way_to
from cpscore.desktop.panel.leading import LeaderPage
from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.workflow.paper import paper
from cpscore.workflow.previews import own_sheet, unsigned_summary
from cpscore.workflow.settle import panel


class OwnSheetPage(Page):
    """An expert's own score sheet, as it is or as it was signed."""

    def __init__(self, shell: Shell, review_id: str, form_id: str, member_id: str) -> None:
        super().__init__(shell)
        self.paper = paper(shell.desk, review_id, form_id, member_id)
        self.preview = shown_on(self, self.content)

    @property
    @override
    def title(self) -> str:
        return tr("我的评分表")

    @property
    @override
    def crumbs(self) -> tuple[Crumb, ...]:
        one = self.paper
        place = {"review_id": one.review.id, "form_id": one.form.id, "member_id": one.member.id}
        return *way_to(one.review), Crumb(one.form.title, "score", place)

    @override
    def opened(self) -> None:
        desk, one = self.shell.desk, self.paper
        self.preview.draw(lambda: own_sheet(desk, one))
        self.preview.setFocus()

    @override
    def leave(self) -> bool:
        self.preview.stop()
        return True


class SummaryPage(LeaderPage):
    """评分汇总表 before it is signed and issued."""

    def __init__(self, shell: Shell, review_id: str, form_id: str) -> None:
        super().__init__(shell, review_id)
        self.form_id = form_id
        if self.allowed:
            self.preview = shown_on(self, self.content)

    @property
    @override
    def title(self) -> str:
        return tr("评分汇总表")

    @property
    @override
    def crumbs(self) -> tuple[Crumb, ...]:
        place = {"review_id": self.review_id, "form_id": self.form_id}
        return *super().crumbs, Crumb(tr("专家组汇总"), "panel", place)

    @override
    def opened(self) -> None:
        if self.allowed:
            desk = self.shell.desk
            one = panel(desk, self.review_id, self.form_id)
            if one.result is not None:
                self.preview.draw(lambda: unsigned_summary(desk, one))
            self.preview.setFocus()

    @override
    def leave(self) -> bool:
        if self.allowed:
            self.preview.stop()
        return True


def shown_on(page: Page, content: QVBoxLayout) -> Preview:
    """A preview that has the page to itself, and the way to paper above it."""
    preview = Preview()
    preview.failed.connect(page.fail)
    content.addWidget(Printable(page, preview), 1)
    return preview
