"""What all of the leader's pages share: the way to them, and that the seat is the leader's."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cpscore.desktop.pages import Crumb, Page, Shell, way_to
from cpscore.desktop.qt import override
from cpscore.desktop.start.overview import seat
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    Pill,
    Words,
    button,
    flow,
    page_body,
    row,
    scrolled,
    secondary,
)
from cpscore.desktop.widgets.basics import Tone
from cpscore.rules.review import Review
from cpscore.workflow.prepare import package_of

LONGEST = 14


class LeaderPage(Page):
    """A page about a whole panel; `allowed` is False for whoever is not its leader."""

    def __init__(self, shell: Shell, review_id: str) -> None:
        super().__init__(shell)
        self.review_id = review_id
        self.review: Review = package_of(shell.desk, review_id).review
        member = seat(self.review, shell.card)
        self.allowed = member is not None and member.leader
        if not self.allowed:
            self.content.addWidget(scrolled(page_body(self._closed_door())))

    def _closed_door(self) -> Card:
        leader = self.review.leader
        name = leader.name if leader else tr("组长")
        return Card(
            row(Pill(tr("组长专用"), "amber"), None),
            Words(tr("汇总和意见在组长的位置上看。"), "subheading", wrap=True),
            Words(
                tr("别人的分数在这里看不到。请{name}从右上角换到自己的身份。", name=name),
                "muted",
                wrap=True,
            ),
            row(secondary(tr("返回"), self.shell.back), None),
            surface="amber",
            gap=12,
        )

    @property
    def leader_name(self) -> str:
        """Whose name decisions are recorded under."""
        return self.review.leader.name if self.review.leader else ""

    @property
    @override
    def crumbs(self) -> tuple[Crumb, ...]:
        return way_to(self.review)

    def form_tabs(self, route: str, form_id: str) -> list[QWidget]:
        """Where the review has several scored forms, the way from one to the other."""
        forms = package_of(self.shell.desk, self.review_id).scored
        if len(forms) < 2:
            return []
        tabs = []
        for form in forms:
            tab = button(form.title, self.goer(route, form_id=form.id), "tab")
            tab.setCheckable(True)
            tab.setChecked(form.id == form_id)
            tabs.append(tab)
        return [flow(*tabs, gap=20)]

    def goer(self, route: str, **more: object) -> Callable[[], None]:
        """What a button does that opens another page of this review."""
        return lambda: self.shell.go(route, review_id=self.review_id, **more)


def short_pill(label: str, tone: Tone) -> Pill:
    """A result in a capsule: some forms word theirs as a whole sentence."""
    pill = Pill(label if len(label) <= LONGEST else f"{label[:LONGEST]}…", tone)
    if len(label) > LONGEST:
        pill.setToolTip(label)
        pill.setAccessibleName(label)
    return pill


def short_time(at: str) -> str:
    """A claimed time as it is read at the table: 11-20 14:03."""
    day, _, clock = at.partition("T")
    return f"{day[5:]} {clock[:5]}"
