"""Who sits here: the page of a first start, under a minute."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout

from cpscore.desktop.pages import Crumb, Page, Shell
from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import px
from cpscore.desktop.widgets import (
    Card,
    Labelled,
    PassphraseField,
    Words,
    box,
    column,
    line,
    primary,
    row,
    scrolled,
    secondary,
    strength,
)
from cpscore.desktop.widgets.basics import WordRole
from cpscore.signing.findings import Person
from cpscore.workflow.people import create_card

WIDTH = 720


class IdentityPage(Page):
    """Name, organisation, title and a passphrase twice make the expert's own key."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.name, self.organisation = line(tr("姓名")), line(tr("单位"))
        self.post = line(tr("职称"), placeholder=tr("例如 高级工程师"))
        self.first, self.second = PassphraseField(tr("口令")), PassphraseField(tr("再输一遍口令"))
        self.named = Labelled(tr("姓名"), self.name, tr("与专家名单上的写法一致"))
        self.weighed = Labelled(tr("口令"), self.first, tr("至少 6 位，签名时输入；忘了不能找回"))
        self.compared = Labelled(tr("再输一遍"), self.second)
        self.action = primary(tr("建立身份"), self.make)
        self.name.textChanged.connect(lambda: self.named.complain(""))
        self.first.changed.connect(self._weigh)
        self.second.changed.connect(lambda: self.compared.complain(""))
        self.second.entered.connect(self.make)
        self.content.addWidget(scrolled(self._body()))

    def _body(self) -> QLayout:
        buttons = [self.action, *([secondary(tr("返回"), self.shell.back)] if self._more else [])]
        card = Card(
            self.named,
            row(Labelled(tr("单位"), self.organisation), Labelled(tr("职称"), self.post), gap=16),
            self.weighed,
            self.compared,
            4,
            row(*buttons, None),
            gap=14,
            margins=(28, 24, 28, 24),
        )
        whole = box(
            column(
                Words(tr("新建身份") if self._more else tr("您好，您是哪位专家？"), "title"),
                Words(
                    tr("评分和签名都用这个身份。一切都只保存在这台电脑上，不联网。"),
                    "muted",
                    wrap=True,
                ),
                14,
                card,
                gap=2,
            )
        )
        whole.setMaximumWidth(px(WIDTH))
        across = row(whole, margins=(24, 0, 24, 0))
        return column(None, across, None, None, margins=(0, 24, 0, 24))

    @property
    def _more(self) -> bool:
        """Whether this machine has an identity already."""
        return self.shell.card is not None

    @property
    @override
    def title(self) -> str:
        return tr("新建身份") if self._more else tr("清洁生产验收评分")

    @property
    @override
    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb(tr("开始"), "start"),) if self._more else ()

    @override
    def opened(self) -> None:
        self.name.setFocus()
        self.status.emit(tr("离线　·　数据保存在本机"))

    def make(self) -> None:
        """Make the identity, once nothing is wrong any more."""
        if not self._checked():
            return
        person = Person(*(one.text().strip() for one in (self.name, self.organisation, self.post)))
        desk, passphrase = self.shell.desk, self.first.text
        card = self.attempt(lambda: create_card(desk, person, passphrase))
        if card is not None:
            self.shell.sit(card)
            self.shell.home()

    def _checked(self) -> bool:
        if not self.name.text().strip():
            self.named.complain(tr("请填写姓名"))
            self.name.setFocus()
        elif strength(self.first.text) == 0:
            self.weighed.complain(tr("口令至少 6 位"))
            self.first.setFocus()
        elif self.first.text != self.second.text:
            self.compared.complain(tr("两遍口令不一样"))
            self.second.setFocus()
        else:
            return True
        return False

    def _weigh(self) -> None:
        words: tuple[tuple[str, WordRole], ...] = (
            (tr("太短：至少 6 位"), "amber"),
            (tr("较弱：再长一些更好，一句话最好记"), "amber"),
            (tr("强度一般"), "small"),
            (tr("✓ 好"), "good"),
        )
        text, role = words[strength(self.first.text)]
        self.weighed.complain("")
        if self.first.text:
            self.weighed.below.say(text, role)
