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
from cpscore.desktop.opinion.round_cards import (
    about_card,
    done_card,
    no_place_card,
    signatures_card,
    twice_card,
    unwritten_card,
)
from cpscore.desktop.opinion.turns import TurnCard
from cpscore.desktop.pages import Crumb, Page, Shell
from cpscore.desktop.qt import override
from cpscore.desktop.start.overview import seat
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import Card, Pill, Words, clear, column, flow, scrolled
from cpscore.rules.declining import Declining
from cpscore.rules.ink import Ink
from cpscore.rules.problem import Failure
from cpscore.rules.review import Member
from cpscore.workflow.people import cards, unlock
from cpscore.workflow.replies import write_words
from cpscore.workflow.round_file import RoundFile
from cpscore.workflow.round_member import (
    look_at,
    sign_round,
    signed_before,
    signed_here,
    write_round,
)

T = TypeVar("T")


class RoundPage(Page):
    """`found` is the file as it was looked at; `kept` that with a signature made here before,
    which it lacks; `signed` what was signed here and now.
    """

    def __init__(self, shell: Shell, path: Path) -> None:
        super().__init__(shell)
        self.path = path
        self.found: RoundFile | None = None
        self.kept: RoundFile | None = None
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
        self.preview.resume()
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
        desk, card = self.shell.desk, self.shell.card

        def work(_tell: Progress) -> tuple[RoundFile, RoundFile | None]:
            found = look_at(desk, path)
            member = seat(found.review, card)
            return found, signed_here(desk, found, member.id) if member else None

        def looked(both: tuple[RoundFile, RoundFile | None]) -> None:
            found, self.kept = both
            self.path, self.signed = path, None
            self.show_file(found)

        # Until it is known to be one, what is on the page stays.
        self.run(tr("正在核验…"), work, looked)

    def show_file(self, found: RoundFile) -> None:
        """Say what the file proves, and offer one's own place."""
        self.found = found
        self.turn = self.declining = None
        clear(self.place)
        # Before signing: what one signs. Afterwards: that it is done.
        mine = self._mine(found)
        about = about_card(found, self.path.name, self.shell.language)
        first, then = (mine, [about]) if self.signed or self.kept else ([about], mine)
        for card in (*first, *then, signatures_card(found)):
            self.place.addWidget(card)
        self.preview.draw(lambda: found.data)

    @property
    def member(self) -> Member | None:
        """Who sits here, on the roster inside the file."""
        return seat(self.found.review, self.shell.card) if self.found else None

    def _mine(self, found: RoundFile) -> list[QWidget]:
        """One's own place, or why there is none."""
        member = self.member
        if self.signed is not None:
            return [done_card(found, self.path.name, partial(self.write_again, self.signed))]
        if found.bad:
            return []
        if self.kept is not None:
            return [self._unwritten(self.kept)]
        if member is None or member.id not in (*found.free, *found.signed):
            who = self.shell.card.person.name if self.shell.card else ""
            return [no_place_card(who, member)]
        if member.id not in found.free:
            words = tr("您已经在这一份上签过了。可以交给下一位，或交还组长。")
            return [Card(flow(Pill(tr("✓ 已签"), "good")), Words(words, wrap=True), gap=8)]
        self.turn = TurnCard(member, cards(self.shell.desk), self.shell.language)
        self.turn.signed.connect(self.sign)
        self.turn.declining.connect(self.show_declining)
        before = signed_before(self.shell.desk, found, member.id)
        return [*([twice_card(before)] if before else []), self.turn]

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
        self.signed, self.kept, self.path = signed, None, path
        self.turn = None

        def written(_nothing: object) -> None:
            self.show_file(signed)

        # The signature stands: whatever the stick does, the file can be written again.
        clear(self.place)
        self.place.addWidget(self._unwritten(signed))
        self.run(tr("正在写文件…"), lambda _tell: write_round(signed, path), written)

    def _unwritten(self, signed: RoundFile) -> Card:
        here, again = partial(self.write, signed, self.path), partial(self.write_again, signed)
        return unwritten_card(str(self.path), here, again)

    def write_again(self, signed: RoundFile) -> None:
        """Write the signed file to another folder."""
        folder = self.shell.choose_folder(tr("写到哪个文件夹或 U 盘？"))
        if folder is not None:
            self.write(signed, folder / self.path.name)

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
