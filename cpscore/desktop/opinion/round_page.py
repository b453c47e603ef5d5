"""Signing (签署意见) on one's own machine: what the file proves, its pages, and one's own place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from cpscore.desktop.jobs import Progress
from cpscore.desktop.opinion.declining import DeclineCard
from cpscore.desktop.opinion.halves import Halves
from cpscore.desktop.opinion.preview import Preview
from cpscore.desktop.opinion.turns import TurnCard
from cpscore.desktop.pages import Crumb, Page, Shell
from cpscore.desktop.panel.leading import short_time
from cpscore.desktop.qt import override
from cpscore.desktop.start.overview import seat
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import (
    Card,
    Pill,
    Words,
    box,
    clear,
    column,
    flow,
    row,
    rule,
    scrolled,
    secondary,
    selectable,
)
from cpscore.desktop.widgets.basics import Tone
from cpscore.messages import say
from cpscore.rules.declining import Declining
from cpscore.rules.ink import Ink
from cpscore.rules.problem import Failure
from cpscore.rules.review import CLOSING, Member
from cpscore.workflow.people import cards, unlock
from cpscore.workflow.replies import write_words
from cpscore.workflow.round_file import Mark, RoundFile
from cpscore.workflow.round_member import look_at, sign_round, signed_before, write_round
from cpscore.workflow.signers import in_words

T = TypeVar("T")


class RoundPage(Page):
    """`found` is the file as it was looked at; `signed` what was signed here and now."""

    def __init__(self, shell: Shell, path: Path) -> None:
        super().__init__(shell)
        self.path = path
        self.found: RoundFile | None = None
        self.signed: RoundFile | None = None
        self.turn: TurnCard | None = None
        self.declining: DeclineCard | None = None
        self.place = column(gap=14)
        self.preview = Preview()
        self.preview.failed.connect(self.fail)
        body = column(self.place, None, margins=(22, 16, 22, 24))
        self.content.addWidget(Halves(scrolled(body), self, self.preview), 1)

    @property
    @override
    def title(self) -> str:
        return tr("签署意见")

    @property
    @override
    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb(tr("开始"), "start"),)

    @override
    def opened(self) -> None:
        if self.found is None:
            self.look(self.path)

    @override
    def worked(self) -> None:
        if (card := self.declining or self.turn) is not None:
            card.begin()

    @override
    def takes(self, path: Path) -> bool:
        if path.suffix.lower() != ".pdf":
            return False
        self.look(path)
        return True

    @override
    def leave(self) -> bool:
        self.preview.stop()
        return True

    @override
    def run(self, words: str, work: Callable[[Progress], T], done: Callable[[T], object]) -> None:
        # The library that draws pages works in one thread at a time.
        self.preview.stop()
        super().run(words, work, done)

    @override
    def fail(self, failure: Failure) -> None:
        super().fail(failure)
        if (card := self.declining or self.turn) is not None:
            card.again()

    # What is shown -------------------------------------------------------------------------------

    def look(self, path: Path) -> None:
        """Look at a file beside the window."""
        self.path, self.signed = path, None
        desk = self.shell.desk
        self.run(tr("正在核验…"), lambda _tell: look_at(desk, path), self.show_file)

    def show_file(self, found: RoundFile) -> None:
        """Say what the file proves, and offer one's own place."""
        self.found = found
        self.turn = self.declining = None
        clear(self.place)
        # Before signing: what one signs. Afterwards: that it is done.
        mine = self._mine(found)
        first = mine if self.signed else [self._about(found)]
        then = [self._about(found)] if self.signed else mine
        for card in (*first, *then, self._signatures(found)):
            self.place.addWidget(card)
        self.preview.draw(lambda: found.data)

    @property
    def member(self) -> Member | None:
        """Who sits here, on the roster inside the file."""
        return seat(self.found.review, self.shell.card) if self.found else None

    def _about(self, found: RoundFile) -> Card:
        review = found.review
        what = tr(
            "清洁生产审核{stage}意见　第 {edition} 版　{date}",
            stage=review.stage,
            edition=found.edition,
            date=review.date,
        )
        code = found.package.code
        root = (
            tr("与本机的评审包是同一场评审。核对码 {code}。", code=code)
            if found.here
            else tr(
                "本机没有这场评审，名单以文件里的为准。请与组长核对：{code}。",
                code=code,
            )
        )
        language = self.shell.language
        bad = [Words(say(one.code, one.values, language), "red", wrap=True) for one in found.bad]
        pill = Pill(tr("有问题，不能签名"), "red") if bad else Pill(tr("✓ 没有改动"), "good")
        sound = tr("组长定稿以后，除了签名什么都没有加。")
        return Card(
            flow(pill),
            Words(review.enterprise.name, "subheading", wrap=True),
            Words(what, "muted", wrap=True),
            *(bad or [Words(sound, wrap=True)]),
            *([Words(say("round-refused", {}, language), wrap=True)] if bad else []),
            selectable(Words(root, "muted", wrap=True)),
            selectable(Words(self.path.name, "small", wrap=True)),
            surface="red" if bad else "card",
            gap=6,
        )

    def _signatures(self, found: RoundFile) -> Card:
        lines: list[QWidget] = []
        for mark in found.marks:
            lines += [rule()] if lines else []
            lines.append(self._mark(mark))
        waiting = "、".join(one.name for one in found.awaited)
        if waiting:
            lines += [rule(), Words(tr("还没有签：{names}", names=waiting), "muted", wrap=True)]
        return Card(Words(tr("已有的签名"), "subheading"), *lines, gap=8)

    def _mark(self, mark: Mark) -> QWidget:
        pills: dict[str, tuple[str, Tone]] = {
            "confirmed": (tr("密钥已当面核对"), "good"),
            "listed": (tr("密钥在名单上"), "good"),
            "self-asserted": (tr("密钥自称，待核对"), "amber"),
            "unknown": (tr("不在名单上"), "red"),
        }
        one = mark.signed
        name = f"{one.signer}（{tr('收尾')}）" if mark.field == CLOSING else one.signer
        pill = Pill(*pills[one.identity]) if one.intact else Pill(tr("签名无效"), "red")
        time = Words(tr("自报时间 {time}", time=in_words(one.time)), "small", wrap=True)
        return box(column(row(Words(name, "strong"), None, pill, gap=10), time, gap=2))

    def _mine(self, found: RoundFile) -> list[QWidget]:
        """One's own place, or why there is none."""
        member = self.member
        if self.signed is not None:
            return [self._done(found)]
        if found.bad:
            return []
        if member is None or member.id not in (*found.free, *found.signed):
            return [self._no_place(member)]
        if member.id not in found.free:
            words = tr("您已经在这一份上签过了。可以交给下一位，或交还组长。")
            return [Card(flow(Pill(tr("✓ 已签"), "good")), Words(words, wrap=True), gap=8)]
        self.turn = TurnCard(member, cards(self.shell.desk), self.shell.language)
        self.turn.signed.connect(self.sign)
        self.turn.declining.connect(self.show_declining)
        before = signed_before(self.shell.desk, found, member.id)
        return [*([_twice(before)] if before else []), self.turn]

    def _no_place(self, member: Member | None) -> Card:
        who = self.shell.card.person.name if self.shell.card else ""
        if not who:
            words = tr("这台电脑上还没有身份。请先在开始页建立自己的身份，再打开这个文件。")
        elif member is None:
            words = tr("{name}不在这场评审的名单上。名单上的专家请从右上角换人。", name=who)
        else:
            words = tr("这份意见没有给{name}留签名位置。要签名请与组长联系。", name=who)
        return Card(
            flow(Pill(tr("没有您的签名位置"), "amber")), Words(words, wrap=True), surface="amber"
        )

    def show_declining(self, member: Member, how: Declining) -> None:
        """The member would rather write than sign."""
        assert self.turn is not None
        card = DeclineCard(member, how, self.shell.language, cards(self.shell.desk))
        card.declined.connect(partial(self.decline, card))
        card.dropped.connect(self._back_to_signing)
        self.declining = card
        self.place.insertWidget(self.place.indexOf(self.turn), card)
        self.turn.hide()
        card.begin()

    def _back_to_signing(self) -> None:
        assert self.found is not None
        self.show_file(self.found)
        self.worked()

    def _done(self, found: RoundFile) -> Card:
        names = "、".join(one.name for one in found.awaited)
        hand_on = (
            tr("还没有签：{names}。可以直接交给其中一位，或交还组长。", names=names)
            if names
            else tr("各位都签过了，请交还组长收尾。")
        )
        return Card(
            flow(Pill(tr("✓ 已签名"), "good")),
            Words(tr("已写回「{name}」并读回核对。可以拔出。", name=self.path.name), "subheading",
                  wrap=True),
            Words(hand_on, wrap=True),
            Words(tr("只传这一个文件：别人在旧的那一份上签，会变成两份，不能合并。"), "muted",
                  wrap=True),
            row(secondary(tr("再写一份…"), self.write_again), None),
            surface="accent",
            gap=8,
        )  # fmt: skip

    # What is done --------------------------------------------------------------------------------

    def sign(self, member: Member, sha256: str, secret: str, ink: Ink) -> None:
        """Sign in one's own place, and write the file back where it came from."""
        desk, found, path = self.shell.desk, self.found, self.path
        assert found is not None

        def work(tell: Progress) -> RoundFile:
            identity = unlock(desk, sha256, secret)
            tell(0.3, "")
            return sign_round(desk, found, member.id, identity, ink, path)

        self.run(tr("正在签名…"), work, lambda signed: self.write(signed, path))

    def write(self, signed: RoundFile, path: Path) -> None:
        """Write what was signed; if the stick is gone or full, it can be written elsewhere."""
        self.signed, self.path = signed, path
        self.turn = None

        def written(_nothing: object) -> None:
            self.show_file(signed)

        # The signature stands: whatever the stick does, the file can be written again.
        clear(self.place)
        self.place.addWidget(self._unwritten())
        self.run(tr("正在写文件…"), lambda _tell: write_round(signed, path), written)

    def _unwritten(self) -> Card:
        return Card(
            flow(Pill(tr("已签名，还没有写出去"), "amber")),
            Words(tr("签名已保存在本机。U 盘写不进去时，换一个 U 盘或文件夹再写。"), wrap=True),
            row(secondary(tr("再写一份…"), self.write_again), None),
            surface="amber",
            gap=8,
        )

    def write_again(self) -> None:
        """Write the signed file to another folder."""
        folder = self.shell.choose_folder(tr("写到哪个文件夹或 U 盘？"))
        if folder is not None and self.signed is not None:
            self.write(self.signed, folder / self.path.name)

    def decline(self, card: DeclineCard, words: str) -> None:
        """Sign the words and write them to the stick, for the leader."""
        folder = self.shell.choose_folder(tr("写到哪个文件夹或 U 盘？"))
        desk, found, key = self.shell.desk, self.found, card.choice.sha256
        assert found is not None
        if folder is None:
            return
        secret, how, id = card.secret.text, card.how, card.member.id

        def work(tell: Progress) -> Path:
            identity = unlock(desk, key, secret)
            tell(0.5, "")
            return write_words(desk, found, id, identity, words, how, folder)

        self.run(tr("正在写文件…"), work, self._declined)

    def _declined(self, path: Path) -> None:
        assert self.found is not None
        self.show_file(self.found)
        words = tr("✓ 已写好并读回核对：{name}。可以拔出，请交给组长。", name=path.name)
        self.banner.say(words)


def _twice(before: str) -> Card:
    """A copy of the same edition was signed here: the leader can use one of them only."""
    words = tr("您在 {time} 已经签过这一版的另一份。", time=short_time(before))
    more = tr("再签这一份就有两份了，不能合并，组长只能用其中一份。组长请您重签时才签。")
    return Card(
        flow(Pill(tr("签过另一份"), "amber")),
        Words(words, "strong", wrap=True),
        Words(more, wrap=True),
        surface="amber",
    )
