"""What commands around a review begin with: the archive, the review meant, the key that signs."""

from __future__ import annotations

import contextlib
from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path

from cpscore.cli.clock import fresh, now
from cpscore.cli.output import Console
from cpscore.exchange.ink import read_ink
from cpscore.files import read_capped
from cpscore.places import default_data_folder
from cpscore.rules.answers import expert_name
from cpscore.rules.ijson import MOST_BYTES, Tree, unreadable
from cpscore.rules.ink import Ink
from cpscore.rules.problem import Failure, Unacceptable
from cpscore.rules.review import Member, Review
from cpscore.signing.identity import Identity
from cpscore.workflow.desk import Desk, has_archive, open_desk
from cpscore.workflow.people import Card, NoSuchIdentity, SeveralIdentities, card_of, unlock
from cpscore.workflow.tables import shown, tree_in

LONGEST_PASSPHRASE = 4096


class NoArchive(Failure):
    """Nobody has worked in this folder: there is nothing to look at."""

    code = "no-archive"


class NoPassphrase(Failure):
    """Something has to be signed, and no file with the passphrase was named."""

    code = "no-passphrase"


class NoSuchExpert(Failure):
    """Nobody of that name is on the roster; `known` are those who are."""

    code = "no-such-expert"


def data_folder(arguments: Namespace) -> Path:
    """The folder of the archive: the one named, or this user's own."""
    folder: Path | None = arguments.data
    return folder or default_data_folder()


@contextlib.contextmanager
def desk_at(
    arguments: Namespace, console: Console, *, make: bool = False, damaged: bool = False
) -> Iterator[Desk]:
    """The archive, open while a command works; a `damaged` one to save what is left. Raises
    NoArchive unless it may be made, and the store's failures.
    """
    data = data_folder(arguments)
    if not make and not has_archive(data):
        raise NoArchive
    desk = open_desk(data, now=now, fresh=fresh, language=console.language, damaged=damaged)
    try:
        yield desk
    finally:
        desk.close()


def passphrase(arguments: Namespace) -> str:
    """The passphrase in the file that was named; the line's end does not belong to it.

    Raises NoPassphrase, Unreadable, Unacceptable.
    """
    path: Path | None = arguments.passphrase_file
    if path is None:
        raise NoPassphrase
    return text_in(path, LONGEST_PASSPHRASE).rstrip("\r\n")


def text_in(path: Path, most: int) -> str:
    """The text in a file, which some editors begin with a mark. Raises Unreadable, Unacceptable."""
    try:
        return read_capped(path, most).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unacceptable([unreadable("encoding").inside(shown(str(path)))]) from None


def unlocked(desk: Desk, arguments: Namespace, member: Member) -> Identity:
    """A member's identity, ready to sign. Raises NoSuchIdentity, SeveralIdentities, NoPassphrase,
    and what unlocking raises.
    """
    card = card_of(desk, member, arguments.identity)
    return unlock(desk, card.sha256, passphrase(arguments))


def seat(
    desk: Desk, review: Review, members: Iterable[Member], given: Namespace
) -> tuple[Member, Card]:
    """Who signs, and with which identity: the member named, or the one whose identity is here.

    Raises NoSuchExpert, NoSuchIdentity, SeveralIdentities.
    """
    if given.expert is not None:
        member = expert(review, given.expert)
        return member, card_of(desk, member, given.identity)
    found = [*seats(desk, members, given.identity)]
    if not found:
        raise NoSuchIdentity
    if len(found) > 1:
        raise SeveralIdentities(found=tuple(card.code for _, card in found))
    return found[0]


def seats(
    desk: Desk, members: Iterable[Member], wanted: str | None
) -> Iterator[tuple[Member, Card]]:
    """The members whose identity is here."""
    for member in members:
        try:
            yield member, card_of(desk, member, wanted)
        except NoSuchIdentity:
            continue


def ink_in(given: Namespace) -> Ink | None:
    """The handwriting in the file that was named. Raises Unreadable, NotInk."""
    return read_ink(read_capped(given.ink, MOST_BYTES)) if given.ink else None


def expert(review: Review, name: str) -> Member:
    """A member by name, as names are compared, or by id. Raises NoSuchExpert."""
    wanted = expert_name(name)
    for member in review.members:
        if wanted in (member.name, member.id):
            return member
    raise NoSuchExpert(name=name, known=tuple(one.name for one in review.members))


def read_tree(path: str) -> Tree:
    """The JSON in a file. Raises Unacceptable."""
    tree, problems = tree_in(path)
    if problems:
        raise Unacceptable(problems)
    return tree


@contextlib.contextmanager
def about_file(path: str) -> Iterator[None]:
    """What is found wrong inside is wrong with this file."""
    try:
        yield
    except Unacceptable as refusal:
        raise Unacceptable(one.inside(shown(path)) for one in refusal.problems) from None
