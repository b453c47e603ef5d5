"""The strip over a submitted paper: locked, its code, and the way to withdraw it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cpscore.desktop.pages import Page
from cpscore.desktop.score.book import Book
from cpscore.desktop.start.handed_in import place_of
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import Card, Words, box, column, line, row, secondary
from cpscore.workflow.paper import Paper
from cpscore.workflow.people import signing_card
from cpscore.workflow.submit import withdraw, write_ballot


class Submitted(QWidget):
    """Shown while the paper is locked; withdrawing asks for the reason in its place."""

    def __init__(self, page: Page, book: Book, take: Callable[[Paper], None]) -> None:
        super().__init__()
        self.page, self.book, self.take = page, book, take
        self.said = Words("", "strong", wrap=True)
        self.below = Words("", "muted", wrap=True)
        self.write = secondary(tr("再写到 U 盘…"), self.ask_folder)
        self.withdraw = secondary(tr("撤回…"), self.ask_reason)
        self.field = line(tr("撤回的理由"), placeholder=tr("为什么撤回？理由会留在记录里"))
        self.field.returnPressed.connect(self.take_back)
        self.sure = secondary(tr("确认撤回"), self.take_back)
        self.keep = secondary(tr("不撤回"), self._keep)
        self.asking = box(row(self.field, self.sure, self.keep, gap=8))
        self.asking.hide()
        head = row(box(column(self.said, self.below, gap=0)), self.write, self.withdraw, gap=8)
        head.setStretch(0, 1)
        card = Card(head, self.asking, surface="accent", margins=(16, 10, 16, 10))
        self.setLayout(row(card, margins=(18, 12, 18, 12)))
        self.hide()

    def show_paper(self, paper: Paper) -> None:
        """Say what was submitted; nothing while the paper is open."""
        receipt = paper.submitted
        self.setVisible(receipt is not None)
        if receipt is not None:
            shell = self.page.shell
            card = signing_card(shell.desk, paper.member, shell.card)
            code = card.code if card else ""
            self.said.say(tr("✓ 已提交，评分已锁定　您的短码 {code}", code=code), "good")
            said = tr(
                "第 {revision} 版　{time}　回执码 {code}",
                revision=receipt.revision,
                time=receipt.at[:19].replace("T", " "),
                code=receipt.code,
            )
            self.below.say(f"{said}　{place_of(receipt)}")
            self.asking.hide()

    def ask_reason(self) -> None:
        """Open the place where the reason is written."""
        self.asking.show()
        self.field.setFocus()

    def _keep(self) -> None:
        self.asking.hide()
        self.withdraw.setFocus()

    def take_back(self) -> None:
        """撤回: with a reason, the paper is open again as the next revision."""
        page = self.page
        one = page.attempt(lambda: withdraw(page.shell.desk, self.book.paper, self.field.text()))
        if one is None:
            self.field.setFocus()
            return
        self.field.clear()
        page.banner.hide()
        self.take(one)

    def ask_folder(self) -> None:
        """Write the ballot once more: another stick, a lost one."""
        page = self.page
        folder = page.shell.choose_folder(tr("选票写到哪个文件夹或 U 盘？"))
        if folder is None:
            return
        desk, paper = page.shell.desk, self.book.paper

        def done(path: object) -> None:
            page.banner.say(tr("✓ 已写到 {path}，读回核对一致，可以拔出。", path=path))

        page.run(tr("正在写选票…"), lambda _tell: write_ballot(desk, paper, folder), done)
