"""Who sits here: the page of a first start, under a minute; or an identity one has already."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QLayout, QRadioButton

from cpscore.desktop.pages import Crumb, Page, Shell
from cpscore.desktop.qt import override
from cpscore.desktop.start.identity_file import FileIdentity
from cpscore.desktop.start.identity_token import TokenIdentity
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import px
from cpscore.desktop.widgets import (
    Card,
    Labelled,
    PassphraseField,
    Words,
    box,
    column,
    flow,
    line,
    primary,
    row,
    scrolled,
    secondary,
    strength,
)
from cpscore.desktop.widgets.basics import WordRole
from cpscore.signing.findings import Person
from cpscore.workflow.people import Card as KeyCard
from cpscore.workflow.people import create_card

WIDTH = 720


class IdentityPage(Page):
    """Name, organisation, title and a passphrase twice make the expert's own key.

    Whoever has one takes it from a PKCS#12 file or a USB key instead.
    """

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.made: KeyCard | None = None
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
        self.file, self.token = FileIdentity(self, self._take), TokenIdentity(self, self._take)
        self.ways = (
            (QRadioButton(tr("新建身份")), self._new()),
            (QRadioButton(tr("用已有的身份文件")), self.file),
            (QRadioButton(tr("用 USB 密钥（UKey）")), self.token),
        )
        # Of a group, the Tab key comes to the one that is chosen.
        self.group = QButtonGroup(self)
        for choice, _ in self.ways:
            self.group.addButton(choice)
        self.ways[0][0].setChecked(True)
        self.content.addWidget(scrolled(self._body()))
        for choice, card in self.ways:
            card.setVisible(choice.isChecked())
            choice.toggled.connect(card.setVisible)
            choice.toggled.connect(self.banner.hide)

    def _new(self) -> Card:
        return Card(
            self.named,
            row(Labelled(tr("单位"), self.organisation), Labelled(tr("职称"), self.post), gap=16),
            self.weighed,
            self.compared,
            4,
            row(self.action, None),
            gap=14,
            margins=(28, 24, 28, 24),
        )

    def _body(self) -> QLayout:
        back = [row(secondary(tr("返回"), self.shell.back), None)] if self._more else []
        whole = box(
            column(
                Words(tr("新建身份") if self._more else tr("您好，您是哪位专家？"), "title"),
                Words(
                    tr("评分和签名都用这个身份。一切都只保存在这台电脑上，不联网。"),
                    "muted",
                    wrap=True,
                ),
                10,
                flow(*(choice for choice, _ in self.ways), gap=20),
                10,
                *(card for _, card in self.ways),
                *back,
                gap=2,
            )
        )
        whole.setMaximumWidth(px(WIDTH))
        across = row(whole, margins=(24, 0, 24, 0))
        # From the top: choosing another way must not move the choice from under the pointer.
        return column(across, None, margins=(0, 56, 0, 24))

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
        self.run(
            tr("正在建立身份…"), lambda _tell: create_card(desk, person, passphrase), self._take
        )

    def _take(self, card: KeyCard) -> None:
        self.made = card

    @override
    def worked(self) -> None:
        if self.made is not None:
            self.shell.sit(self.made)
            self.shell.home()
        elif self.token.isVisible():
            self.token.begin()

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
