"""Signing (定稿并签名): laid out once, signed in turn, closed by the leader; a change voids it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from cpscore.desktop.jobs import Progress
from cpscore.desktop.opinion.declining import DeclineCard
from cpscore.desktop.opinion.going_round import GoingRound
from cpscore.desktop.opinion.halves import Halves
from cpscore.desktop.opinion.plan import PadCard, PlanCard
from cpscore.desktop.opinion.preview import Preview
from cpscore.desktop.opinion.progress import ProgressCard
from cpscore.desktop.opinion.rounds import (
    AwayCard,
    RoundCard,
)
from cpscore.desktop.opinion.turns import TurnCard, VoidCard
from cpscore.desktop.pages import Crumb, Shell
from cpscore.desktop.panel.talks import unproved, unproved_card
from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    Pill,
    Words,
    clear,
    column,
    flow,
    primary,
    row,
    scrolled,
    secondary,
)
from cpscore.rules.declining import Declining
from cpscore.rules.ink import Ink
from cpscore.rules.problem import Failure
from cpscore.rules.review import Member
from cpscore.workflow.opinion import (
    Opinion,
    close_opinion,
    finalise,
    opinion,
    sign_opinion,
    void_opinion,
)
from cpscore.workflow.people import belongs, cards, unlock
from cpscore.workflow.round_leader import (
    signers,
)


class SignPage(GoingRound):
    """`turn` is whose card is shown while the opinion is being signed."""

    def __init__(self, shell: Shell, review_id: str) -> None:
        super().__init__(shell, review_id)
        self.turn: TurnCard | None = None
        self.declining: DeclineCard | None = None
        self.away: AwayCard | None = None
        self.plan: PlanCard | None = None
        self.pad: PadCard | None = None
        self.export: QPushButton | None = None
        if self.allowed:
            self.one = opinion(shell.desk, review_id)
            self.place = column(gap=14)
            body = column(self.place, None, margins=(22, 16, 22, 24))
            self.preview = Preview()
            self.preview.failed.connect(self.fail)
            self.content.addWidget(Halves(scrolled(body), self, self.preview), 1)
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
        if (card := self.declining or self.turn) is not None:
            card.begin()
        elif self.away is not None:
            self.away.back.setFocus()
        elif self.plan is not None:
            self.plan.action.setFocus()
        elif self.export is not None:
            self.export.setFocus()

    @override
    def worked(self) -> None:
        self.opened()

    # What is shown -------------------------------------------------------------------------------

    @override
    def show_opinion(self, one: Opinion) -> None:
        """Show where the signing stands."""
        self.one = one
        self.turn = self.plan = self.pad = self.declining = self.away = None
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

    def _show_plan(self) -> None:
        kept = cards(self.shell.desk)
        able: Callable[[Member], bool] = lambda member: any(belongs(one, member) for one in kept)  # noqa: E731
        self.plan = PlanCard(self.one.review, able, self.one.state.declined)
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
        for card in (*self._unwritten(), *self._unproved(), *self.kept_here()):
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

    def _show_turns(self, member: Member | None = None, *, here: bool = False) -> None:
        """Whose turn it is; while the file is away nobody's here, unless the leader says so."""
        one, state = self.one, self.one.state
        open_ones = [
            who
            for who in one.review.members
            if who.id in state.expected and who.id not in state.signed
        ]
        leader = one.review.leader
        assert leader is not None
        first = leader if leader in open_ones else next(iter(open_ones), None)
        signer = member or first
        away = bool(state.out) and not here and bool(open_ones)
        # What somebody wrote comes first: signing goes on for nothing while it waits.
        for reply in self.replies_here():
            self.place.addWidget(reply)
        if away:
            self._show_away(open_ones)
        else:
            self._show_turn(signer or leader, closing=signer is None)
        for fork in self.forks_here():
            self.place.addWidget(fork)
        take = None if away else self.take_turn
        self.place.addWidget(
            ProgressCard(
                one, signers(self.shell.desk, one), None if away else signer, take, self.confirm
            )
        )
        if state.signed and open_ones:
            self.place.addWidget(RoundCard(self.ask_out, self.ask_back, away=away))
        for kept in self.kept_here():
            self.place.addWidget(kept)
        self.place.addWidget(self._void())

    def _show_turn(self, member: Member, *, closing: bool) -> None:
        self.turn = TurnCard(member, cards(self.shell.desk), self.shell.language, closing=closing)
        self.turn.signed.connect(self.close_file if closing else self.sign)
        self.turn.declining.connect(self.show_declining)
        self.place.addWidget(self.turn)

    def _show_away(self, open_ones: list[Member]) -> None:
        names = [member.name for member in open_ones]
        self.away = AwayCard(self.one.state.out, names, self.ask_back, self.stay_here)
        self.place.addWidget(self.away)

    def _void(self) -> VoidCard:
        void = VoidCard(self.shell.language)
        void.voided.connect(self.void)
        return void

    def take_turn(self, member: Member) -> None:
        """Another member signs now: the order at the table is theirs."""
        self._again(member)

    def stay_here(self) -> None:
        """Sign here although a copy is on its way."""
        self._again(None)

    def _again(self, member: Member | None) -> None:
        clear(self.place)
        self.away = self.declining = None
        self._show_turns(member, here=True)
        self.opened()

    def show_declining(self, member: Member, how: Declining) -> None:
        """The member would rather write than sign."""
        assert self.turn is not None
        self.declining = DeclineCard(member, how, self.shell.language)
        self.declining.declined.connect(lambda words: self.decline(member, how, words))
        self.declining.dropped.connect(lambda: self.take_turn(member))
        self.place.insertWidget(self.place.indexOf(self.turn), self.declining)
        self.turn.hide()
        self.declining.begin()

    def _show_closed(self) -> None:
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
        marks = signers(self.shell.desk, self.one)
        progress = ProgressCard(self.one, marks, None, None, self.confirm)
        for card in (done, *self.forks_here(), progress, *self.kept_here(), self._void()):
            self.place.addWidget(card)

    # What is done --------------------------------------------------------------------------------

    def finalise(self, by_key: tuple[str, ...], by_hand: dict[str, Ink]) -> None:
        """Lay the sheet out with every signature place."""
        desk, id = self.shell.desk, self.review_id
        self.run(tr("正在定稿…"), lambda _tell: finalise(desk, id, by_key, by_hand), self.after)

    def sign(self, member: Member, sha256: str, passphrase: str, ink: Ink | None) -> None:
        """A member's signature."""
        desk, id = self.shell.desk, self.review_id

        def work(tell: Progress) -> Opinion:
            identity = unlock(desk, sha256, passphrase)
            tell(0.5, "")
            return sign_opinion(desk, id, member.id, identity, ink)

        self.run(tr("正在签名…"), work, self.after)

    def close_file(self, member: Member, sha256: str, passphrase: str, _ink: Ink | None) -> None:
        """The leader's last signature."""
        desk, id = self.shell.desk, self.review_id

        def work(tell: Progress) -> Opinion:
            identity = unlock(desk, sha256, passphrase)
            tell(0.5, "")
            return close_opinion(desk, id, identity)

        self.run(tr("正在收尾…"), work, self.after)

    def void(self, reason: str) -> None:
        """Back to writing."""
        changed = self.attempt(lambda: void_opinion(self.shell.desk, self.review_id, reason))
        if changed is not None:
            self.after(changed)
            self.banner.say(tr("签名已作废，可以回去修改。"), "amber",
                            ((tr("去修改"), self.goer("opinion")),))  # fmt: skip

    @override
    def fail(self, failure: Failure) -> None:
        super().fail(failure)
        if (card := self.declining or self.turn) is not None:
            card.again()
