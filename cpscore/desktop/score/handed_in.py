"""A submitted paper: its receipt, and the way to another stick."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cpscore.desktop.start.handed_in import place_of
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import Card, Words, flow, primary, secondary, selectable
from cpscore.desktop.widgets.basics import fill
from cpscore.workflow.paper import Receipt


class HandedIn(Card):
    """`code` is the expert's own short code, which the leader compares; `written` is the file that
    was written and read back, None where it is only kept here.
    """

    def __init__(
        self,
        receipt: Receipt,
        code: str,
        written: Path | None,
        write: Callable[[], object],
        to_review: Callable[[], object],
        to_score: Callable[[], object],
    ) -> None:
        super().__init__(surface="accent", gap=8)
        if written:
            head = Words(tr("✓ 已写好，读回核对一致，可以拔出"), "heading", wrap=True)
            self.again = secondary(tr("再写到 U 盘…"), write)
            self.next = primary(tr("回到评审"), to_review)
            ways = (self.next, self.again)
        elif receipt.path:
            head = Words(tr("✓ 已提交，评分已锁定"), "heading", wrap=True)
            self.again = secondary(tr("再写到 U 盘…"), write)
            self.next = primary(tr("回到评审"), to_review)
            ways = (self.next, self.again)
        else:
            # Who goes away now has handed in nothing: writing comes first.
            head = Words(tr("✓ 已签名并锁定，还没有写到 U 盘"), "heading", wrap=True)
            self.again = self.next = primary(tr("写到 U 盘…"), write)
            ways = (self.next, secondary(tr("回到评审"), to_review))
        where = str(written) if written else place_of(receipt)
        fill(
            self.body,
            (
                head,
                Words(tr("您的短码"), "small"),
                selectable(Words(code, "code")),
                Words(tr("组长收票时请您念短码，请照着念。评分已经锁定。"), "muted", wrap=True),
                selectable(Words(tr("回执码 {code}", code=receipt.code), "small")),
                selectable(Words(where, "small", wrap=True)),
                4,
                flow(*ways, secondary(tr("看我的评分"), to_score)),
            ),
        )
