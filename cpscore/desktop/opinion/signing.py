"""Signing (定稿并签名): laid out once, signed in turn, closed by the leader; a change voids it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QPushButton, QWidget

from cpscore.desktop.jobs import Progress
from cpscore.desktop.opinion.halves import Halves
from cpscore.desktop.opinion.plan import PadCard, PlanCard
from cpscore.desktop.opinion.preview import Preview
from cpscore.desktop.opinion.turns import TurnCard, VoidCard, matches
from cpscore.desktop.pages import Crumb, Shell
from cpscore.desktop.panel.leading import LeaderPage
from cpscore.desktop.panel.talks import unproved, unproved_card
from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    Pill,
    Words,
    box,
    button,
    clear,
    column,
    flow,
    primary,
    row,
    rule,
    scrolled,
    secondary,
)
from cpscore.rules.ink import Ink
from cpscore.rules.problem import Failure
from cpscore.rules.review import Member
from cpscore.workflow.opinion import (
    Opinion,
    close_opinion,
    finalise,
    opinion,
    preview,
    sign_opinion,
    signed_opinion,
    void_opinion,
)
from cpscore.workflow.people import cards, unlock

T = TypeVar("T")


class SignPage(LeaderPage):
    """`turn` is whose card is shown while the opinion is being signed."""

    def __init__(self, shell: Shell, review_id: str) -> None:
        super().__init__(shell, review_id)
        self.turn: TurnCard | None = None
        self.plan: PlanCard | None = None
        self.pad: PadCard | None = None
        self.export: QPushButton | None = None
        if self.allowed:
            self.one = opinion(shell.desk, review_id)
            self.place = column(gap=14)
            body = column(self.place, None, margins=(22, 16, 22, 24))
            self.preview = Preview()
            self.preview.failed.connect(self.fail)
            self.content.addWidget(Halves(scrolled(body), self.preview), 1)
            self.show_opinion(self.one)

    @property
    @override
    def title(self) -> str:
        return tr("签名")

    @property
    @override
    def crumbs(self) -> tuple[Crumb, ...]:
        here = Crumb(tr("验收意见"), "opinion", {"review_id": self.review_id})
        return (*super().crumbs, here)

    @override
    def opened(self) -> None:
        if not self.allowed:
            return
        state = self.one.state
        done = f"{len(state.signed)} / {len(state.expected)}"
        self.status.emit(tr("签名 {done}", done=done) if state.state != "writing" else "")
        if self.turn is not None:
            self.turn.begin()
        elif self.plan is not None:
            self.plan.action.setFocus()
        elif self.export is not None:
            self.export.setFocus()

    @override
    def worked(self) -> None:
        self.opened()

    # What is shown -------------------------------------------------------------------------------

    def show_opinion(self, one: Opinion) -> None:
        """Show where the signing stands."""
        self.one = one
        self.turn = self.plan = self.pad = None
        self.export = None
        clear(self.place)
        match one.state.state:
            case "writing":
                self._show_plan()
            case "signing":
                self._show_turns()
            case _:
                self._show_closed()
        self.draw()

    def draw(self) -> None:
        """Show the file as it is now: who signs sees what they sign."""
        desk, one = self.shell.desk, self.one
        signed = signed_opinion(desk, one)
        self.preview.draw(lambda: signed if signed is not None else preview(desk, one))

    @override
    def run(self, words: str, work: Callable[[Progress], T], done: Callable[[T], object]) -> None:
        # The library that draws pages works in one thread at a time.
        self.preview.stop()
        super().run(words, work, done)

    @override
    def leave(self) -> bool:
        if self.allowed:
            self.preview.stop()
        return True

    def _show_plan(self) -> None:
        kept = cards(self.shell.desk)
        able: Callable[[Member], bool] = lambda member: any(matches(one, member) for one in kept)  # noqa: E731
        self.plan = PlanCard(self.one.review, able)
        self.plan.action.setEnabled(self.plan.action.isEnabled() and self.one.ready)
        self.plan.final.connect(self.finalise)
        self.plan.pad_wanted.connect(self.show_pad)
        self.aside = column(gap=14)
        self._advise()
        self.place.addLayout(self.aside)
        self.place.addWidget(self.plan)

    def _advise(self) -> None:
        """What to know before the sheet is laid out; a pad takes its place only for a while."""
        clear(self.aside)
        for card in (*self._unwritten(), *self._unproved(), *self._voided()):
            self.aside.addWidget(card)

    def _unwritten(self) -> list[QWidget]:
        """Said before the sheet is laid out, and not forbidden: a paragraph may stay empty."""
        one = self.one
        places = [place for part in one.form.opinion for place in part.places]
        blank = sum(not one.texts.get(place.id, "").strip() for place in places)
        if not blank:
            return []
        words = tr("意见还有 {count} 段没有写。", count=blank)
        return [
            Card(
                Words(words, "strong", wrap=True),
                row(secondary(tr("回去写"), self.goer("opinion")), None),
                surface="amber",
            )
        ]

    def _unproved(self) -> list[QWidget]:
        panels = [panel for panel in self.one.panels if unproved(panel)]
        return [
            unproved_card(unproved(one), self.goer("collect", form_id=one.form.id))
            for one in panels[:1]
        ]

    def _voided(self) -> list[QWidget]:
        voided = self.one.state.voided
        if not voided:
            return []
        words = [Words(one.reason, "muted", wrap=True) for one in voided]
        title = Words(tr("以前的签名已作废，原因："), "strong", wrap=True)
        return [Card(title, *words, surface="amber")]

    def show_pad(self, member: Member) -> None:
        """The pad for a member who signs by hand alone."""
        clear(self.aside)
        self.pad = PadCard(member, self.shell.language)
        self.pad.taken.connect(self._take_ink)
        self.aside.addWidget(self.pad)
        self.pad.pad.setFocus()

    def _take_ink(self, member: Member, ink: Ink) -> None:
        assert self.plan is not None
        self.plan.take(member, ink)
        waiting = self.plan.waiting
        if waiting:
            self.show_pad(waiting[0])
        else:
            self._advise()
            self.plan.action.setFocus()

    def _show_turns(self, member: Member | None = None) -> None:
        state, review = self.one.state, self.one.review
        leader = review.leader
        assert leader is not None
        open_ones = [
            one for one in review.members if one.id in state.expected and one.id not in state.signed
        ]
        first = leader if leader in open_ones else next(iter(open_ones), None)
        signer = member or first
        kept, language = cards(self.shell.desk), self.shell.language
        self.turn = TurnCard(signer or leader, kept, language, closing=signer is None)
        self.turn.signed.connect(self.close_file if signer is None else self.sign)
        void = VoidCard(language)
        void.voided.connect(self.void)
        for card in (self.turn, self._list(open_ones, signer), void):
            self.place.addWidget(card)

    def _list(self, open_ones: list[Member], signer: Member | None) -> Card:
        state = self.one.state
        lines: list[QWidget] = []
        for member in self.one.review.members:
            lines += [rule()] if lines else []
            lines.append(self._line(member, open_ones, signer))
        count = f"{len(state.signed)} / {len(state.expected)}"
        return Card(
            row(Words(tr("签名进度"), "subheading"), None, Words(count, "strong")), *lines, gap=8
        )

    def _line(self, member: Member, open_ones: list[Member], signer: Member | None) -> QWidget:
        state = self.one.state
        more: list[QWidget] = []
        if member.id in state.signed:
            pill = Pill(tr("✓ 已签"), "good")
        elif member.id in state.by_hand:
            pill = Pill(tr("✓ 手写"), "good")
        elif member not in open_ones:
            pill = Pill(tr("不签"), "quiet")
        elif member == signer:
            pill = Pill(tr("正在签"), "amber")
        else:
            pill = Pill(tr("待签"), "quiet")
            if state.signed:
                take = button(tr("现在签"), lambda: self.take_turn(member), "link")
                take.setAccessibleName(tr("{name}现在签", name=member.name))
                more.append(take)
        role = [Words(tr("组长"), "small")] if member.leader else []
        return box(row(Words(member.name, "strong"), *role, None, *more, pill, gap=10))

    def take_turn(self, member: Member) -> None:
        """Another member signs now: the order at the table is theirs."""
        clear(self.place)
        self._show_turns(member)
        self.opened()

    def _show_closed(self) -> None:
        language = self.shell.language
        void = VoidCard(language)
        void.voided.connect(self.void)
        export = self.export = primary(tr("导出文件"), self.goer("export"))
        announce = secondary(tr("宣布"), self.goer("announce"))
        done = Card(
            flow(Pill(tr("✓ 已收尾"), "good")),
            Words(tr("签名齐全，意见表完成。"), "subheading", wrap=True),
            Words(tr("现在可以导出评分表、汇总表和意见表。"), "muted", wrap=True),
            flow(export, announce),
            surface="accent",
            gap=10,
        )
        for card in (done, self._list([], None), void):
            self.place.addWidget(card)

    # What is done --------------------------------------------------------------------------------

    def _after(self, one: Opinion) -> None:
        self.show_opinion(one)
        self.opened()

    def finalise(self, by_key: tuple[str, ...], by_hand: dict[str, Ink]) -> None:
        """Lay the sheet out with every signature place."""
        desk, id = self.shell.desk, self.review_id
        self.run(tr("正在定稿…"), lambda _tell: finalise(desk, id, by_key, by_hand), self._after)

    def sign(self, member: Member, sha256: str, passphrase: str, ink: Ink | None) -> None:
        """A member's signature."""
        desk, id = self.shell.desk, self.review_id

        def work(tell: Progress) -> Opinion:
            identity = unlock(desk, sha256, passphrase)
            tell(0.5, "")
            return sign_opinion(desk, id, member.id, identity, ink)

        self.run(tr("正在签名…"), work, self._after)

    def close_file(self, member: Member, sha256: str, passphrase: str, _ink: Ink | None) -> None:
        """The leader's last signature."""
        desk, id = self.shell.desk, self.review_id

        def work(tell: Progress) -> Opinion:
            identity = unlock(desk, sha256, passphrase)
            tell(0.5, "")
            return close_opinion(desk, id, identity)

        self.run(tr("正在收尾…"), work, self._after)

    def void(self, reason: str) -> None:
        """Back to writing."""
        changed = self.attempt(lambda: void_opinion(self.shell.desk, self.review_id, reason))
        if changed is not None:
            self._after(changed)
            self.banner.say(tr("签名已作废，可以回去修改。"), "amber",
                            ((tr("去修改"), self.goer("opinion")),))  # fmt: skip

    @override
    def fail(self, failure: Failure) -> None:
        super().fail(failure)
        if self.turn is not None:
            self.turn.again()
