"""What opens an identity: its passphrase, or the PIN of the USB key that holds it."""

from __future__ import annotations

from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import Labelled, PassphraseField
from cpscore.workflow.people import Card


class Secret(Labelled):
    """The field says which of the two it wants; what was typed is nowhere but in it."""

    def __init__(self, card: Card | None, name: str = "", hint: str = "") -> None:
        self.usual = (name or tr("口令"), hint)
        self.typed = PassphraseField(self.usual[0])
        super().__init__(self.usual[0], self.typed, hint)
        self.typed.changed.connect(lambda: self.complain(""))
        self.show_card(card)

    def show_card(self, card: Card | None) -> None:
        """Ask for what opens this identity; what was typed for another is forgotten."""
        name, self.hint = self.usual
        if card is not None and card.token:
            name = tr("USB 密钥的 PIN")
            self.hint = tr("插好 USB 密钥「{label}」，输入它的 PIN；PIN 不会保存", label=card.token)
        self.token = bool(card and card.token)
        self.name.say(name)
        self.typed.call(name)
        self.typed.clear()
        self.complain("")

    @property
    def text(self) -> str:
        """What was typed."""
        return self.typed.text

    def clear(self) -> None:
        """Forget what was typed."""
        self.typed.clear()

    def given(self) -> bool:
        """Whether anything was typed; if not, that is said beside the field."""
        if not self.text:
            self.complain(tr("请输入 PIN") if self.token else tr("请输入口令"))
            self.setFocus()
        return bool(self.text)
