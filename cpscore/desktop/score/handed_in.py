"""A submitted paper: its receipt, and the way to another stick."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import Card, Words, flow, primary, secondary, selectable
from cpscore.desktop.widgets.basics import fill
from cpscore.workflow.paper import Receipt


class HandedIn(Card):
    """`written` is the file that was written and read back; None where it is only kept here."""

    def __init__(
        self,
        receipt: Receipt,
        written: Path | None,
        write: Callable[[], object],
        to_review: Callable[[], object],
        to_score: Callable[[], object],
    ) -> None:
        super().__init__(surface="accent", gap=8)
        head = tr("✓ 已写好，读回核对一致，可以拔出") if written else tr("✓ 已提交")
        self.again = secondary(tr("再写到 U 盘…") if written else tr("写到 U 盘…"), write)
        self.next = primary(tr("回到评审"), to_review)
        fill(
            self.body,
            (
                Words(head, "heading", wrap=True),
                Words(tr("回执码"), "small"),
                selectable(Words(receipt.code, "code")),
                Words(tr("交给组长时核对这个码。评分已经锁定。"), "muted", wrap=True),
                selectable(Words(str(written or receipt.file_name), "small", wrap=True)),
                4,
                flow(self.next, self.again, secondary(tr("看我的评分"), to_score)),
            ),
        )
