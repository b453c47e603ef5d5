"""An identity in a USB key (PKCS#11): its maker's driver, its certificate, its PIN."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox

from cpscore.desktop.pages import Page
from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    Labelled,
    PassphraseField,
    Words,
    box,
    column,
    into_view,
    link,
    primary,
    row,
    secondary,
)
from cpscore.desktop.widgets.basics import fill
from cpscore.signing.drivers import drivers_here
from cpscore.signing.token import TokenKey, keys_on_tokens
from cpscore.workflow.people import Card as KeyCard
from cpscore.workflow.people import keep_token

# The driver that found a key last, for the next time.
SETTING = "window.driver"


class TokenIdentity(Card):
    """First the driver, then what is on the key; `done` gets the card once it has signed."""

    def __init__(self, page: Page, done: Callable[[KeyCard], object]) -> None:
        super().__init__(gap=14, margins=(28, 24, 28, 24))
        self.page, self.done = page, done
        self.keys: tuple[TokenKey, ...] = ()
        self.drivers = _choice(tr("驱动"), tr("没有找到驱动，请另选驱动文件"))
        self.drivers.currentIndexChanged.connect(self._forget)
        self.driver = Labelled(
            tr("驱动"),
            self.drivers,
            tr("厂家装在这台电脑上的驱动文件（64 位，PKCS#11）；选一次就记住"),
        )
        self.certificates = _choice(tr("证书"), tr("请选择本人的证书"))
        self.named = Labelled(tr("证书"), self.certificates)
        self.certificates.currentIndexChanged.connect(lambda: self.named.complain(""))
        self.pin = PassphraseField("PIN")
        self.asked = Labelled(
            "PIN", self.pin, tr("USB 密钥的 PIN，不是口令；以后每次签名都要输入，不会保存")
        )
        self.pin.changed.connect(lambda: self.asked.complain(""))
        self.pin.entered.connect(self.take)
        self.search = secondary(tr("查找 USB 密钥"), self.search_keys)
        self.action = primary(tr("使用这个身份"), self.take)
        self.found = box(
            column(
                self.named, self.asked, 4, row(self.action, None),
                gap=14,
            )
        )  # fmt: skip
        fill(
            self.body,
            (
                Words(tr("先插好 USB 密钥。没有列出它的驱动时，请先装厂家的软件。"), "muted",
                      wrap=True),
                self.driver,
                row(self.search, link(tr("另选驱动文件…"), self.ask_driver), None),
                self.found,
            ),
        )  # fmt: skip
        self.found.hide()

    # The driver ----------------------------------------------------------------------------------

    @override
    def showEvent(self, event: QShowEvent) -> None:
        # Only who comes here pays for the search.
        if not self.drivers.count():
            self._offer()
        super().showEvent(event)

    def _offer(self) -> None:
        last = self.page.shell.desk.store.setting(SETTING)
        here = [str(one) for one in drivers_here()]
        for one in dict.fromkeys([*([last] if last else []), *here]):
            self.drivers.addItem(Path(one).name, one)
        self.drivers.setCurrentIndex(0 if self.drivers.count() else -1)

    def ask_driver(self) -> None:
        """Choose a driver that does not lie in a usual place."""
        chosen = self.page.shell.choose_files(
            tr("选择驱动文件"), tr("驱动文件 (*.dll *.so* *.dylib);;所有文件 (*)")
        )
        if chosen:
            self.drivers.addItem(chosen[0].name, str(chosen[0]))
            self.drivers.setCurrentIndex(self.drivers.count() - 1)

    def search_keys(self) -> None:
        """Look what is on the USB keys that the driver sees."""
        path = self.drivers.currentData()
        if path is None:
            self.driver.complain(tr("没有找到驱动，请另选驱动文件"))
            return
        self._forget()
        driver = Path(path)
        self.page.run(
            tr("正在查找 USB 密钥…"),
            # Cancelling is heard whenever the work tells anything.
            lambda tell: keys_on_tokens(driver, lambda: tell(0, "")),
            self.offer,
        )

    def _forget(self) -> None:
        self.keys = ()
        self.driver.complain("")
        self.found.hide()

    # The key -------------------------------------------------------------------------------------

    def offer(self, keys: tuple[TokenKey, ...]) -> None:
        """Show what was found."""
        self.keys = keys
        self.page.shell.desk.store.set_setting(SETTING, keys[0].driver)
        self.certificates.clear()
        for key in keys:
            who = "　".join(filter(None, (key.person.name, key.person.organisation)))
            self.certificates.addItem(f"{who}　（{key.label}）")
        self.certificates.setCurrentIndex(0 if len(keys) == 1 else -1)
        self.found.show()

    def begin(self) -> None:
        """Put the focus where this goes on."""
        if self.keys:
            into_view(self.found)
        next_field = self.pin if self.certificates.currentIndex() >= 0 else self.certificates
        (next_field if self.keys else self.search).setFocus()

    def take(self) -> None:
        """Let the key sign once, and keep where it lies."""
        at, pin = self.certificates.currentIndex(), self.pin.text
        if at < 0:
            self.named.complain(tr("请选择本人的证书"))
            self.certificates.setFocus()
            return
        if not pin:
            self.asked.complain(tr("请输入 PIN"))
            self.pin.setFocus()
            return
        desk, key = self.page.shell.desk, self.keys[at]
        self.pin.clear()
        self.page.run(
            tr("正在用 USB 密钥试签…"), lambda _tell: keep_token(desk, key, pin), self.done
        )


def _choice(name: str, without: str) -> QComboBox:
    """A list to choose from, and what stands there without a choice."""
    choice = QComboBox()
    choice.setAccessibleName(name)
    choice.setPlaceholderText(without)
    return choice
