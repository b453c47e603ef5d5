"""Words instead of a signature: 拒绝签名 and 保留意见, on the leader's machine or one's own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from cpscore.desktop.opinion.turns import KeyChoice, beside
from cpscore.desktop.secret import Secret
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import Card, Labelled, Words, button, flow, lines
from cpscore.messages import Language, say
from cpscore.rules.declining import Declining
from cpscore.rules.review import Member
from cpscore.workflow.people import Card as KeyCard


def declining_words(how: Declining) -> str:
    """What it is called."""
    return tr("拒绝签名") if how is Declining.REFUSE else tr("保留意见")


class DeclineCard(Card):
    """What a member writes; without words nothing happens. `declined` tells the words.

    On one's own machine they are signed: then `kept` are the keys to choose from.
    """

    declined = Signal(str)
    dropped = Signal()

    def __init__(
        self,
        member: Member,
        how: Declining,
        language: Language,
        kept: Sequence[KeyCard] | None = None,
    ) -> None:
        self.member, self.how, self.language = member, how, language
        self.field = lines(tr("{name}的说明", name=member.name), rows=4)
        self.asked = Labelled(
            tr("请{name}写明理由", name=member.name), self.field, tr("按原文印在意见表后面。")
        )
        self.field.textChanged.connect(lambda: self.asked.complain(""))
        self.choice = KeyChoice(kept or (), member)
        self.secret = Secret(self.choice.card)
        self.choice.currentIndexChanged.connect(lambda: self.secret.show_card(self.choice.card))
        self.secret.typed.entered.connect(self.tell)
        self.away = kept is not None
        hint = (
            tr("写好后签名，写成一个小文件，交给组长；组长收下后按它重新定稿。意见表本身不改动。")
            if self.away
            else tr("现在这一版作废，已有的签名也作废；新的一版印上这段话，不再留这个签名位置。")
        )
        words = tr("签名并写到 U 盘…") if self.away else tr("按此重新定稿")
        self.action = button(words, self.tell, "danger")
        title = tr("{name}：{how}", name=member.name, how=declining_words(how))
        super().__init__(
            Words(title, "subheading", wrap=True),
            Words(hint, "muted", wrap=True),
            self.asked,
            *([beside(Labelled(tr("身份"), self.choice), self.secret)] if self.away else []),
            flow(self.action, button(tr("不写了"), self.drop, "link")),
            surface="amber",
            gap=10,
        )

    def begin(self) -> None:
        """Put the focus where this begins."""
        self.field.setFocus()

    def again(self) -> None:
        """It did not work: the words stay."""
        self.secret.clear()

    def drop(self) -> None:
        """The member would rather sign after all."""
        self.dropped.emit()

    def tell(self) -> None:
        """Tell the words, if there are any."""
        words = self.field.toPlainText().strip()
        if not words:
            self.asked.complain(say("no-words", {}, self.language))
            self.field.setFocus()
        elif not self.away or self.secret.given():
            self.declined.emit(words)
