"""Signing a paper: the handwriting, the passphrase, and where the ballot is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cpscore.desktop.pages import Shell
from cpscore.desktop.secret import Secret
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    InkPad,
    Labelled,
    Words,
    column,
    link,
    primary,
    row,
    secondary,
)
from cpscore.desktop.widgets.basics import fill
from cpscore.workflow.paper import Paper
from cpscore.workflow.people import Card as KeyCard


class Signing(Card):
    """`sign` is called once everything is there; what is not is said at its place."""

    def __init__(
        self, shell: Shell, paper: Paper, card: KeyCard | None, sign: Callable[[], object]
    ) -> None:
        super().__init__(gap=8)
        self.shell, self.sign = shell, sign
        self.folder: Path | None = None
        self.ready = paper.result.complete
        self.pad, self.secret = InkPad(), Secret(card)
        self.passphrase = self.secret.typed
        self.choose = secondary(tr("选择 U 盘或文件夹…"), self.ask_folder)
        self.where = Words(tr("还没有选"), "muted", wrap=True)
        self.pad_place = Labelled(tr("手写签名"), self.pad, tr("用笔、手指或鼠标书写"))
        self.where_place = Labelled(tr("选票写到"), self.choose)
        self.action = primary(tr("签名并提交"), self.press)
        self.action.setEnabled(self.ready)
        self.passphrase.entered.connect(self.press)
        self.pad.changed.connect(lambda: self.pad_place.complain(""))
        after = tr("提交后评分锁定；要改须撤回并写明理由。")
        wait = tr("左边列出的都填完之后才能提交。")
        head = row(Words(tr("本人签名"), "subheading"), None, Words(paper.member.name, "muted"))
        last = Words(after if self.ready else wait, "small" if self.ready else "amber", wrap=True)
        fill(
            self.body,
            (
                head, self.pad_place, row(link(tr("重写"), self.pad.clear), None),
                self.secret, column(self.where_place, self.where, gap=4), 4,
                row(self.action, None), last,
            ),
        )  # fmt: skip

    def ask_folder(self) -> None:
        """Choose where the ballot is written."""
        folder = self.shell.choose_folder(tr("选票写到哪个文件夹或 U 盘？"))
        if folder is not None:
            self.folder = folder
            self.where.say(str(folder), "body")
            self.where_place.complain("")

    def press(self) -> None:
        """Sign, if nothing lacks."""
        if not self.ready:
            return
        if self.pad.ink.empty:
            self.pad_place.complain(tr("签名板是空的，请手写签名"))
            self.pad.setFocus()
        elif self.secret.given() and self._placed():
            self.sign()

    def _placed(self) -> bool:
        """Whether it was chosen where the ballot goes; if not, that is said."""
        if self.folder is None:
            self.where_place.complain(tr("请选择写到哪里"))
            self.choose.setFocus()
        return self.folder is not None
