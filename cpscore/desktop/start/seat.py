"""Another person takes the seat (换人): nobody sees another's numbers without being known."""

from __future__ import annotations

from cpscore.desktop.pages import Crumb, Page, Shell
from cpscore.desktop.qt import override
from cpscore.desktop.secret import Secret
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import px
from cpscore.desktop.widgets import (
    Card,
    Words,
    box,
    column,
    primary,
    row,
    scrolled,
    secondary,
)
from cpscore.signing.identity import Identity
from cpscore.workflow.people import cards, unlock

WIDTH = 520


class SeatPage(Page):
    """Asks whoever sits down for what opens their identity."""

    def __init__(self, shell: Shell, sha256: str) -> None:
        super().__init__(shell)
        self.next = next(one for one in cards(shell.desk) if one.sha256 == sha256)
        self.entered = False
        self.asked = Secret(self.next)
        self.field = self.asked.typed
        self.field.entered.connect(self.enter)
        about = tr("，").join(filter(None, (self.next.person.organisation, self.next.person.title)))
        card = Card(
            Words(self.next.person.name, "heading", wrap=True),
            Words(about, "muted", wrap=True),
            self.asked,
            row(primary(tr("换人"), self.enter), secondary(tr("返回"), shell.back), None),
            gap=14,
            margins=(28, 24, 28, 24),
        )
        whole = box(
            column(
                Words(tr("换人"), "title"),
                Words(tr("证明是本人以后，只看得到自己的评分。"), "muted", wrap=True),
                14,
                card,
                gap=2,
            )
        )
        whole.setMaximumWidth(px(WIDTH))
        across = row(whole, margins=(24, 0, 24, 0))
        self.content.addWidget(scrolled(column(None, across, None, None, margins=(0, 24, 0, 24))))

    @property
    @override
    def title(self) -> str:
        return tr("换人")

    @property
    @override
    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb(tr("开始"), "start"),)

    @override
    def opened(self) -> None:
        self.field.setFocus()

    def enter(self) -> None:
        """Change seats, if the passphrase or PIN is right."""
        if not self.asked.given():
            return
        desk, sha256, secret = self.shell.desk, self.next.sha256, self.asked.text
        self.asked.clear()
        self.run(tr("正在核对…"), lambda _tell: unlock(desk, sha256, secret), self._proved)

    def _proved(self, _identity: Identity) -> None:
        self.entered = True

    @override
    def worked(self) -> None:
        if self.entered:
            self.shell.sit(self.next)
            self.shell.home()
        else:
            self.asked.setFocus()
