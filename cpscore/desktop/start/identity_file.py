"""An identity that somebody has already, in a PKCS#12 file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cpscore.desktop.pages import Page
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    Labelled,
    PassphraseField,
    Words,
    primary,
    row,
    secondary,
)
from cpscore.desktop.widgets.basics import fill
from cpscore.files import read_capped
from cpscore.signing.identity import LARGEST
from cpscore.workflow.people import Card as KeyCard
from cpscore.workflow.people import keep_card


class FileIdentity(Card):
    """The file and its passphrase; `done` gets the card once it is kept."""

    def __init__(self, page: Page, done: Callable[[KeyCard], object]) -> None:
        super().__init__(gap=14, margins=(28, 24, 28, 24))
        self.page, self.done = page, done
        self.path: Path | None = None
        self.choose = secondary(tr("选择文件…"), self.ask_file)
        hint = tr("后缀是 .p12 或 .pfx；本机另存一份，仍由它的口令保护")
        self.chosen = Labelled(tr("身份文件"), self.choose, hint)
        self.where = Words(tr("还没有选"), "muted", wrap=True)
        self.passphrase = PassphraseField(tr("文件的口令"))
        self.asked = Labelled(tr("文件的口令"), self.passphrase)
        self.passphrase.changed.connect(lambda: self.asked.complain(""))
        self.passphrase.entered.connect(self.take)
        self.action = primary(tr("使用这个身份"), self.take)
        fill(self.body, (self.chosen, self.where, self.asked, 4, row(self.action, None)))

    def ask_file(self) -> None:
        """Choose the file."""
        chosen = self.page.shell.choose_files(
            tr("选择身份文件"), tr("身份文件 (*.p12 *.pfx);;所有文件 (*)")
        )
        if chosen:
            self.path = chosen[0]
            self.where.say(str(self.path), "body")
            self.chosen.complain("")
            self.passphrase.setFocus()

    def take(self) -> None:
        """Keep it, once nothing is missing."""
        path, passphrase = self.path, self.passphrase.text
        if path is None:
            self.chosen.complain(tr("请选择身份文件"))
            self.choose.setFocus()
        elif not passphrase:
            self.asked.complain(tr("请输入口令"))
            self.passphrase.setFocus()
        else:
            desk = self.page.shell.desk
            self.passphrase.clear()
            self.page.run(
                tr("正在打开身份文件…"),
                lambda _tell: keep_card(desk, read_capped(path, LARGEST), passphrase),
                self.done,
            )
