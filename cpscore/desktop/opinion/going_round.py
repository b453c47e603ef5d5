"""What the leader does with a file that goes round: out and back, forks, words, void editions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from cpscore.desktop.jobs import Progress
from cpscore.desktop.opinion.preview import Preview
from cpscore.desktop.opinion.rounds import USED, ForkCard, ReplyCard, refused_card, voided_card
from cpscore.desktop.panel.taking import TakingPage
from cpscore.desktop.qt import override
from cpscore.desktop.texts import tr
from cpscore.messages import say
from cpscore.rules.declining import Declining
from cpscore.rules.problem import Failure
from cpscore.rules.review import Member
from cpscore.workflow.declining import decline
from cpscore.workflow.opinion import Opinion, opinion, preview, signed_opinion
from cpscore.workflow.opinion_state import Voided
from cpscore.workflow.prepare import kept_bytes
from cpscore.workflow.replies import SUFFIX, Heard, give_effect, hear, pending, replies_at
from cpscore.workflow.round_leader import (
    Returned,
    confirm_signer,
    forks,
    go_on_with,
    returned,
    take_back,
    take_out,
)

Came = tuple[Returned | Heard, ...]
FINE = ("round-accepted", "round-same", "round-older")
T = TypeVar("T")


class GoingRound(TakingPage):
    """The leader's page of an opinion as a file: `one` is the opinion, shown in `preview`."""

    suffixes = (".pdf", SUFFIX)
    one: Opinion
    preview: Preview

    def show_opinion(self, one: Opinion) -> None:
        """Show where it stands now."""
        raise NotImplementedError

    def after(self, one: Opinion) -> None:
        """Something was done: show where it stands, and go on."""
        self.show_opinion(one)
        self.opened()

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
    def worked(self) -> None:
        # Where the work failed nothing was drawn anew.
        self.preview.resume()

    @override
    def leave(self) -> bool:
        if self.allowed:
            self.preview.stop()
        return True

    # What came, and what was put aside ------------------------------------------------------------

    def forks_here(self) -> list[QWidget]:
        """Copies that were signed apart; once ours is closed there is no choice left."""
        closed = self.one.state.state == "closed"
        return [
            ForkCard(fork, None if closed else partial(self.choose, fork.sha256))
            for fork in forks(self.shell.desk, self.one)
        ]

    def replies_here(self) -> list[QWidget]:
        """Words that wait for a new edition."""
        return [
            ReplyCard(said, partial(self.give_effect, said.sha256))
            for said in pending(self.shell.desk, self.one)
        ]

    def kept_here(self) -> list[QWidget]:
        """What was put aside, and stays: files that were not used, editions that are void."""
        desk, state = self.shell.desk, self.one.state
        files = [one for one in returned(desk, self.review_id) if one.code not in USED]
        found: list[QWidget] = []
        if files:
            found.append(refused_card(files, self.shell.language))
        if state.voided:
            found.append(voided_card(state.voided, self.one.review, self.show_voided))
        return found

    def show_voided(self, voided: Voided) -> None:
        """A void edition in the preview, for a look."""
        desk = self.shell.desk
        self.preview.draw(lambda: kept_bytes(desk, voided.pdf))
        words = tr("右边是已经作废的第 {edition} 版。", edition=voided.edition)
        self.banner.say(words, "amber", ((tr("看现在这一版"), self.draw),))

    # What is done --------------------------------------------------------------------------------

    def decline(self, member: Member, how: Declining, words: str) -> None:
        """A new edition with the member's words and without their place."""
        desk, id = self.shell.desk, self.review_id
        self.run(
            tr("正在重新定稿…"), lambda _tell: decline(desk, id, member.id, words, how), self._anew
        )

    def give_effect(self, name: str) -> None:
        """A new edition with the words that came on a stick."""
        desk, id = self.shell.desk, self.review_id
        self.run(tr("正在重新定稿…"), lambda _tell: give_effect(desk, id, name), self._anew)

    def _anew(self, one: Opinion) -> None:
        """Say at once whose signatures are void: they have to sign again."""
        self.after(one)
        voided = one.state.voided[-1]
        again = [who.name for who in one.review.members if who.id in voided.signed]
        words = tr("第 {old} 版作废：{why}。现在是第 {new} 版。", old=voided.edition,
                   why=voided.reason, new=one.state.edition)  # fmt: skip
        if again:
            words += tr("签过的要重新签：{names}。", names=tr("、").join(again))
        self.banner.say(words, "amber")

    def confirm(self, member: Member) -> None:
        """The codes were compared aloud and are the same."""
        desk = self.shell.desk
        self.attempt(lambda: confirm_signer(desk, self.review_id, member.id))
        self.show_opinion(opinion(desk, self.review_id))

    # The file that goes round --------------------------------------------------------------------

    def ask_out(self) -> None:
        """Write the file to a stick, for the members to sign."""
        folder = self.shell.choose_folder(tr("传签文件拷到哪个文件夹或 U 盘？"))
        desk, id = self.shell.desk, self.review_id
        if folder is not None:
            self.run(tr("正在写文件…"), lambda _tell: take_out(desk, id, folder), self._out)

    def _out(self, path: Path) -> None:
        self.after(opinion(self.shell.desk, self.review_id))
        self.banner.say(tr("✓ 已写好并读回核对：{name}。可以拔出。", name=path.name))

    def ask_back(self) -> None:
        """Point at the stick on which the file came back."""
        folder = self.shell.choose_folder(tr("传签文件在哪个文件夹或 U 盘？"))
        if folder is not None:
            self.take((folder,))

    @override
    def take(self, paths: tuple[Path, ...]) -> None:
        """Take in files that came back, and words instead of signatures."""
        desk, id = self.shell.desk, self.review_id

        def take_one(path: Path) -> Iterator[Returned | Heard]:
            words = replies_at(path)
            for one in words:
                yield hear(desk, id, one)
            if path not in words:
                yield from take_back(desk, id, path)

        self.take_each(tr("正在核对收回的文件…"), paths, take_one, self.took)

    def took(self, found: Came, stopped: Failure | None = None) -> None:
        """Say what became of each file, or what stopped it halfway."""
        self.after(opinion(self.shell.desk, self.review_id))
        if stopped is not None:
            self.fail(stopped)
            return
        if not found:
            self.banner.say(tr("那里没有传签文件。"), "amber")
            return
        language = self.shell.language
        said = [
            (f"{one.file}：" if len(found) > 1 else "") + say(one.code, one.values, language)
            for one in found
        ]
        good = all(one.code in FINE for one in found)
        self.banner.say("\n".join(said), "info" if good else "amber")

    def choose(self, name: str) -> None:
        """Go on with the copy that was signed apart."""
        changed = self.attempt(lambda: go_on_with(self.shell.desk, self.review_id, name))
        if changed is not None:
            self.after(changed)
