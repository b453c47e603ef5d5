"""The card of a review whose ballots were all submitted here: where they are, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from cpscore.desktop.pages import WITHDRAW, Shell
from cpscore.desktop.start.overview import Mine, Overview
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    Pill,
    Words,
    box,
    column,
    flow,
    link,
    named,
    primary,
    row,
    rule,
    secondary,
    selectable,
)
from cpscore.workflow.paper import Receipt


class HandedOver(Card):
    """A line for each ballot: revision, time, receipt, the file. `next` is the filled button."""

    def __init__(self, shell: Shell, one: Overview, open_package: Callable[[], object]) -> None:
        self.shell, self.one = shell, one
        self.next: QPushButton = primary(
            tr("评审概况"), lambda: shell.go("review", review_id=one.review.id)
        )
        about = f"{one.procedure}　·　{one.review.date}"
        ballots = [self._ballot(mine, mine.submitted) for mine in one.mine if mine.submitted]
        super().__init__(
            row(Pill(tr("已提交"), "good"), None),
            6,
            Words(one.review.enterprise.name, "heading", wrap=True),
            Words(about, "muted", wrap=True),
            8,
            *(part for ballot in ballots for part in (rule(), ballot)),
            8,
            flow(self.next, secondary(tr("打开评审包"), open_package)),
            None,
            gap=4,
            margins=(24, 22, 24, 22),
            surface="accent",
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _ballot(self, mine: Mine, receipt: Receipt) -> QWidget:
        said = tr(
            "第 {revision} 版　{time}　回执码 {code}",
            revision=receipt.revision,
            time=receipt.at[:19].replace("T", " "),
            code=receipt.code,
        )
        look = link(tr("看我的评分"), partial(self._go, mine))
        back = link(tr("撤回…"), partial(self._go, mine, at=WITHDRAW))
        for made in (look, back):
            named(made, f"{made.text()}　{mine.form.title}")
        return box(
            column(
                Words(mine.form.title, "strong", wrap=True),
                selectable(Words(said, "muted", wrap=True)),
                selectable(Words(place_of(receipt), "small", wrap=True)),
                row(look, back, None, gap=8),
                gap=2,
            )
        )

    def _go(self, mine: Mine, **more: str) -> None:
        assert self.one.member is not None
        self.shell.go(
            "score",
            review_id=self.one.review.id,
            form_id=mine.form.id,
            member_id=self.one.member.id,
            **more,
        )


def place_of(receipt: Receipt) -> str:
    """Where a ballot's file was written last, in words."""
    if receipt.path is None:
        return tr("{file} 还没有写到 U 盘", file=receipt.file_name)
    return tr("写到了 {path}", path=receipt.path)
