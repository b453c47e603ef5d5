"""Who signs how: each member with a key, by hand on the pad, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Container

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from cpscore.desktop.texts import tr
from cpscore.desktop.theme import px
from cpscore.desktop.widgets import (
    Card,
    InkPad,
    Pill,
    Words,
    button,
    flow,
    primary,
    row,
    rule,
    secondary,
)
from cpscore.messages import Language, say
from cpscore.rules.ink import Ink
from cpscore.rules.review import Member, Review

KEY, HAND, NOT = "key", "hand", "not"


class PlanCard(Card):
    """The plan before the sheet is laid out; by-hand signatures are taken here, in turn.

    `final` tells who signs by key, and the handwriting of the others. `declined` have said why
    they do not sign.
    """

    final = Signal(object, object)
    pad_wanted = Signal(object)

    def __init__(
        self, review: Review, able: Callable[[Member], bool], declined: Container[str] = ()
    ) -> None:
        self.review, self.declined = review, declined
        self.inks: dict[str, Ink] = {}
        self.ways: dict[str, QComboBox] = {}
        self.states: dict[str, Pill] = {}
        self.hands: dict[str, QWidget] = {}
        rows: list[QWidget] = []
        for member in review.members:
            rows += [rule()] if rows else []
            rows.append(self._row(member, able(member)))
        self.action = primary(tr("定稿，开始签名"), self.finish)
        self.why = Words(role="amber", wrap=True)
        super().__init__(
            Words(tr("签名安排"), "subheading"),
            Words(
                tr("定稿后版面和数字都不能再改。组长先签，其余的人依次签，最后组长收尾。"),
                "muted",
                wrap=True,
            ),
            *rows,
            self.why,
            row(self.action, None),
            gap=10,
        )
        self._changed()

    def _row(self, member: Member, able: bool) -> QWidget:
        way = QComboBox()
        way.setAccessibleName(tr("{name}怎样签名", name=member.name))
        ways = [(tr("本机密钥和口令"), KEY), (tr("只手写，不用密钥"), HAND), (tr("不签"), NOT)]
        for words, value in ways[:1] if member.leader else ways:
            way.addItem(words, value)
        if member.id in self.declined:
            way.setCurrentIndex(way.findData(NOT))
        elif not (member.leader or able):
            way.setCurrentIndex(way.findData(HAND))
        way.setMinimumWidth(px(200))
        way.currentIndexChanged.connect(lambda _at: self._changed())
        hand = button(tr("手写…"), lambda: self.pad_wanted.emit(member), "link")
        hand.setAccessibleName(tr("{name}手写签名", name=member.name))
        state = Pill()
        self.ways[member.id], self.states[member.id], self.hands[member.id] = way, state, hand
        leader = [Pill(tr("组长"), "quiet")] if member.leader else []
        return flow(_named(member), way, *leader, state, hand, gap=12)

    def way(self, member_id: str) -> str:
        """How a member signs."""
        return str(self.ways[member_id].currentData())

    @property
    def by_key(self) -> tuple[str, ...]:
        """Who signs with a key."""
        return tuple(id for id in self.ways if self.way(id) == KEY)

    @property
    def by_hand(self) -> dict[str, Ink]:
        """The handwriting of those who sign by hand alone, as far as it was given."""
        return {id: ink for id, ink in self.inks.items() if self.way(id) == HAND}

    @property
    def waiting(self) -> list[Member]:
        """Who has still to write."""
        return [
            one
            for one in self.review.members
            if self.way(one.id) == HAND and one.id not in self.inks
        ]

    def take(self, member: Member, ink: Ink) -> None:
        """A member wrote on the pad."""
        self.inks[member.id] = ink
        self._changed()

    def _changed(self) -> None:
        for member in self.review.members:
            hand, done = self.way(member.id) == HAND, member.id in self.inks
            self.hands[member.id].setVisible(hand)
            self.states[member.id].setVisible(hand)
            words = (tr("✓ 已手写"), "good") if done else (tr("待手写"), "amber")
            self.states[member.id].say(words[0], "good" if done else "amber")
        names = tr("、").join(one.name for one in self.waiting)
        self.why.say(tr("还要手写：{names}", names=names) if names else "")
        self.why.setVisible(bool(names))
        self.action.setEnabled(not names)

    def finish(self) -> None:
        """Tell the plan."""
        self.final.emit(self.by_key, self.by_hand)


def _named(member: Member) -> QWidget:
    name = Words(member.name, "strong")
    name.setFixedWidth(px(110))
    name.setMinimumHeight(px(38))
    return name


class PadCard(Card):
    """The pad for one member who signs by hand alone; an empty one is refused."""

    taken = Signal(object, object)

    def __init__(self, member: Member, language: Language) -> None:
        self.member, self.language = member, language
        self.pad = InkPad()
        self.wrong = Words(role="red", wrap=True)
        self.wrong.hide()
        self.pad.changed.connect(self.wrong.hide)
        super().__init__(
            Words(tr("请{name}手写签名", name=member.name), "subheading"),
            self.pad,
            self.wrong,
            flow(secondary(tr("记下"), self.take), button(tr("重写"), self.pad.clear, "link")),
            surface="current",
            gap=10,
        )

    def take(self) -> None:
        """Tell the handwriting, if there is any."""
        if self.pad.ink.empty:
            self.wrong.say(say("empty-ink", {}, self.language))
            self.wrong.show()
            self.pad.setFocus()
        else:
            self.taken.emit(self.member, self.pad.ink)
