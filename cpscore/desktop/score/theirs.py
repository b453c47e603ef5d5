"""Somebody else's paper: nobody sees another's numbers."""

from __future__ import annotations

from cpscore.desktop.pages import Crumb, Page, Shell
from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import Card, Words, column, primary, row
from cpscore.rules.review import Member, Review


class TheirsPage(Page):
    """Says whose paper it is, and how they come to it."""

    def __init__(self, shell: Shell, review: Review, member: Member) -> None:
        super().__init__(shell)
        self.review = review
        self.back = primary(tr("回到评审"), self._back)
        card = Card(
            Words(tr("这是{name}的评分", name=member.name), "heading", wrap=True),
            Words(
                tr(
                    "提交之前，谁也看不到别人的分数。请{name}在右上角换人后再打开。",
                    name=member.name,
                ),
                wrap=True,
            ),
            row(self.back, None),
            gap=12,
            margins=(32, 28, 32, 28),
        )
        self.content.addLayout(column(card, None, margins=(64, 48, 64, 32)))

    @property
    @override
    def title(self) -> str:
        return tr("评分")

    @property
    @override
    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb(tr("开始"), "start"),)

    @override
    def opened(self) -> None:
        self.back.setFocus()

    def _back(self) -> None:
        self.shell.go("review", review_id=self.review.id)
