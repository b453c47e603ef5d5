"""Opinions that go round: certified, away and forked, laid out anew; and the file in hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication

from cpscore.desktop.opinion.round_page import RoundPage
from cpscore.desktop.opinion.signing import SignPage
from cpscore.rules.declining import Declining
from cpscore.rules.review import Review
from cpscore.workflow.declining import decline
from cpscore.workflow.demo import LEADER, Sample, ink_of, write_opinion
from cpscore.workflow.opinion import finalise, opinion, sign_opinion
from cpscore.workflow.prepare import package_of
from cpscore.workflow.replies import hear, write_words
from cpscore.workflow.round_leader import take_back, take_out
from cpscore.workflow.round_member import look_at, sign_round, write_round
from tests.gallery.archive import THREE, held

if TYPE_CHECKING:
    from tests.gallery.scenes import Stage

WORDS = "两项中费方案未完工，又没有替代方案，我不同意“合格”的结论。"


def certified(at: Stage, name: str) -> tuple[Review, Path, bool]:
    """A review of three whose leader has signed, a folder of its own, and whether it is new."""
    desk, folder = at.sample.desk, at.sample.desk.data / name
    made = (package_of(desk, id).review for id in desk.store.reviews())
    review = next((one for one in made if one.enterprise.name == name), None)
    if review is not None:
        return review, folder, False
    folder.mkdir()
    one = held(at.sample, name, "2026-11-18", folder, fails=False)
    write_opinion(one)
    finalise(desk, one.review.id, THREE, {})
    _lead(one)
    return one.review, folder, True


def _lead(one: Sample) -> None:
    sign_opinion(one.desk, one.review.id, LEADER, one.identities[LEADER], ink_of(LEADER))


def _sign(at: Stage, member_id: str, path: Path) -> None:
    desk, key = at.sample.desk, at.sample.identities[member_id]
    found = look_at(desk, path)
    write_round(sign_round(desk, found, member_id, key, ink_of(member_id), path), path)


def file_of(at: Stage) -> Path:
    """A file as a member gets it."""
    review, folder, new = certified(at, "示例酿造有限公司")
    if new:
        take_out(at.sample.desk, review.id, folder)
        take_back(at.sample.desk, review.id, folder)
    return next(folder.glob("*.pdf"))


def signing(at: Stage) -> None:
    """A member's turn."""
    file_of(at)
    review, _, _ = certified(at, "示例酿造有限公司")
    at.sit(LEADER).go("sign", review)


def declining(at: Stage) -> None:
    """A member would rather write than sign."""
    signing(at)
    page = at.window.pages.page
    assert isinstance(page, SignPage), page
    assert page.turn is not None
    page.show_declining(page.turn.member, Declining.REFUSE)


def away(at: Stage) -> None:
    """The file is away; a copy came back that was signed apart, and one that was altered."""
    desk = at.sample.desk
    review, folder, new = certified(at, "示例制药有限公司")
    if new:
        path = take_out(desk, review.id, folder)
        apart, altered = folder / "apart.pdf", folder / "传签-复制.pdf"
        apart.write_bytes(path.read_bytes())
        altered.write_bytes(path.read_bytes() + b"\n% more\n")
        _sign(at, "m1", path)
        _sign(at, "m3", apart)
        for one in (path, apart, altered):
            take_back(desk, review.id, one)
        take_out(desk, review.id, folder)
    at.sit(LEADER).go("sign", review)


def anew(at: Stage) -> None:
    """A member refused after two had signed; another's words came on a stick."""
    desk, keys = at.sample.desk, at.sample.identities
    review, folder, new = certified(at, "示例陶瓷有限公司")
    if new:
        sign_opinion(desk, review.id, "m1", keys["m1"], ink_of("m1"))
        decline(desk, review.id, "m3", WORDS, Declining.REFUSE)
        sign_opinion(desk, review.id, LEADER, keys[LEADER], ink_of(LEADER))
        found = look_at(desk, take_out(desk, review.id, folder))
        take_back(desk, review.id, folder)
        said = ("能耗数据依据不足，建议补充监测报告。", Declining.RESERVE, folder)
        hear(desk, review.id, write_words(desk, found, "m1", keys["m1"], *said))
    assert opinion(desk, review.id).state.edition == 2
    at.sit(LEADER).go("sign", review)


def in_hand(at: Stage, member_id: str = "m1", path: Path | None = None) -> RoundPage:
    """The file on a member's own machine."""
    at.sit(member_id).seen("round", path=path or file_of(at))
    while at.window.jobs.busy:
        QApplication.processEvents()
        QThread.msleep(5)
    page = at.window.pages.page
    assert isinstance(page, RoundPage)
    return page


def in_hand_of_member(at: Stage) -> None:
    """A member may sign."""
    in_hand(at)


def in_hand_stranger(at: Stage) -> None:
    """Somebody for whom there is no place."""
    in_hand(at, "m5")


def in_hand_declining(at: Stage) -> None:
    """A member writes on their own machine."""
    page = in_hand(at)
    assert page.member is not None
    page.show_declining(page.member, Declining.RESERVE)


def in_hand_altered(at: Stage) -> None:
    """Somebody changed the file."""
    path = file_of(at).with_name("altered.PDF")
    path.write_bytes(file_of(at).read_bytes() + b"\n% more\n")
    in_hand(at, path=path)


def in_hand_done(at: Stage) -> None:
    """A member has signed, and may hand it on."""
    path = at.sample.desk.data / file_of(at).name
    path.write_bytes(file_of(at).read_bytes())
    _sign(at, "m3", path)
    page = in_hand(at, "m3", path)
    page.signed = page.found
    assert page.found is not None
    page.show_file(page.found)


def in_hand_unwritten(at: Stage) -> None:
    """A member has signed, and what was signed never came onto the stick."""
    desk, key = at.sample.desk, at.sample.identities["m1"]
    review, folder, new = certified(at, "示例染整有限公司")
    if new:
        path = take_out(desk, review.id, folder)
        sign_round(desk, look_at(desk, path), "m1", key, ink_of("m1"), path)
    in_hand(at, path=next(folder.glob("*.pdf")))
