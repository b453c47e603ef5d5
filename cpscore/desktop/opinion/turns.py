"""Signing in turn: the card of whoever signs now, and the leader's last one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton

from cpscore.desktop.secret import Secret
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    InkPad,
    Labelled,
    Sides,
    Words,
    box,
    button,
    column,
    flow,
    lines,
    link,
    primary,
    row,
    secondary,
)
from cpscore.messages import Language, say
from cpscore.rules.declining import Declining
from cpscore.rules.ink import Ink
from cpscore.rules.review import Member
from cpscore.workflow.people import Card as KeyCard
from cpscore.workflow.people import belongs

KEY_LINE = 440  # below, the key and its passphrase stand one below the other


class KeyChoice(QComboBox):
    """Which key of this machine signs; the member's own stands there first."""

    def __init__(self, kept: Sequence[KeyCard], member: Member) -> None:
        super().__init__()
        self.setAccessibleName(tr("用哪个身份签名"))
        self.kept = tuple(kept)
        for card in kept:
            where = f"　{tr('USB 密钥')}" if card.token else ""
            self.addItem(f"{card.person.name}　{card.code}{where}", card.sha256)
        own = next((at for at, card in enumerate(kept) if belongs(card, member)), -1)
        self.setCurrentIndex(own)
        self.setPlaceholderText(tr("请选择本人的身份"))

    @property
    def sha256(self) -> str:
        """The key that was chosen; empty before any was."""
        return str(self.currentData() or "")

    @property
    def card(self) -> KeyCard | None:
        """The identity that was chosen."""
        return next((one for one in self.kept if one.sha256 == self.sha256), None)


def beside(named: Labelled, asked: Secret) -> Sides:
    """The key and what opens it on one line, or where that is narrow on two: a passphrase must
    be seen while it is typed.
    """
    key, secret = (box(column(one, None)) for one in (named, asked))
    return Sides(key, secret, (1, 1), least=KEY_LINE)


class TurnCard(Card):
    """One signature: by hand on the pad, and with the key. `signed` tells member, key,
    passphrase, ink; the ink is None where only the key signs (the leader's last signature).
    `declining` tells member and how, when somebody would rather write than sign.
    """

    signed = Signal(object, str, str, object)
    declining = Signal(object, object)

    def __init__(
        self, member: Member, kept: Sequence[KeyCard], language: Language, *, closing: bool = False
    ) -> None:
        self.member, self.language = member, language
        self.pad = None if closing else InkPad()
        self.choice = KeyChoice(kept, member)
        self.named = Labelled(tr("身份"), self.choice)
        self.asked = Secret(self.choice.card)
        self.choice.currentIndexChanged.connect(lambda: self.asked.show_card(self.choice.card))
        self.passphrase = self.asked.typed
        self.wrong = Words(role="red", wrap=True)
        self.wrong.hide()
        self.action = primary(tr("收尾") if closing else tr("确认签名"), self.sign)
        self.passphrase.entered.connect(self.sign)
        who = tr("{name}（组长）", name=member.name) if member.leader else member.name
        title = tr("请{who}收尾", who=who) if closing else tr("请{who}签名", who=who)
        hint = (
            tr("各位都签过了。收尾以后，文件上什么也不能再加。")
            if closing
            else tr("先在下面手写，再用本人的身份签名。")
        )
        fields = beside(self.named, self.asked)
        buttons = flow(self.action, *self._declining(), *self._again())
        super().__init__(
            Words(title, "subheading", wrap=True),
            Words(hint, "muted", wrap=True),
            *([self.pad] if self.pad else []),
            self.wrong,
            fields,
            buttons,
            surface="current",
            gap=10,
        )

    def _declining(self) -> list[QPushButton]:
        # The leader wrote the opinion: who leads and disagrees voids it and writes another.
        if self.pad is None or self.member.leader:
            return []
        return [
            self._way(Declining.RESERVE, tr("保留意见…")),
            self._way(Declining.REFUSE, tr("拒绝签名…")),
        ]

    def _way(self, how: Declining, words: str) -> QPushButton:
        return secondary(words, lambda: self.declining.emit(self.member, how))

    def _again(self) -> list[QPushButton]:
        if self.pad is None:
            return []
        self.pad.changed.connect(self.wrong.hide)
        return [button(tr("重写"), self.pad.clear, "link")]

    def begin(self) -> None:
        """Put the focus where this begins."""
        (self.pad or self.passphrase).setFocus()

    def again(self) -> None:
        """It did not work: the passphrase is asked for once more, the ink stays."""
        self.passphrase.clear()
        self.passphrase.setFocus()

    def sign(self) -> None:
        """Tell the signature, once nothing is missing."""
        ink: Ink | None = self.pad.ink if self.pad else None
        if self.pad is not None and self.pad.ink.empty:
            self.wrong.say(say("empty-ink", {}, self.language))
            self.wrong.show()
            self.pad.setFocus()
        elif not self.choice.sha256:
            self.named.complain(say("no-such-identity", {}, self.language))
            self.choice.setFocus()
        elif self.asked.given():
            self.signed.emit(self.member, self.choice.sha256, self.passphrase.text, ink)


class VoidCard(Card):
    """Taking everything back to writing: every signature is void, and the reason is kept."""

    voided = Signal(str)

    def __init__(self, language: Language) -> None:
        self.language = language
        self.reason = lines(tr("作废签名的原因"), rows=2)
        self.reason.setMaximumHeight(self.reason.minimumHeight())
        self.asked = Labelled(
            tr("作废签名的原因"), self.reason, tr("已有的签名全部作废，回到起草；原因留在记录里。")
        )
        self.reason.textChanged.connect(lambda: self.asked.complain(""))
        self.sure = button(tr("确认作废"), self.void, "danger")
        self.opening = link(tr("发现要改？作废签名…"), self._open)
        super().__init__(row(self.opening, None), self.asked, row(self.sure, None), gap=8)
        self.asked.hide()
        self.sure.hide()

    def _open(self) -> None:
        self.asked.show()
        self.sure.show()
        self.reason.setFocus()

    def void(self) -> None:
        """Tell the reason, if there is one."""
        reason = self.reason.toPlainText().strip()
        if reason:
            self.voided.emit(reason)
        else:
            self.asked.complain(say("no-reason", {}, self.language))
            self.reason.setFocus()
