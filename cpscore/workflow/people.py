"""Identities: who signs on this machine."""

from __future__ import annotations

from dataclasses import dataclass

from cpscore.rules.problem import Failure
from cpscore.rules.review import Member
from cpscore.signing.findings import Person
from cpscore.signing.identity import Identity, create_identity, open_identity, short_code
from cpscore.store.archive import Identity as Kept
from cpscore.workflow.desk import Desk


class NoSuchIdentity(Failure):
    """This machine does not hold that identity."""

    code = "no-such-identity"


@dataclass(frozen=True, slots=True)
class Card:
    """An identity as it is shown: whose it is, and the short code that is read aloud."""

    sha256: str
    person: Person
    code: str


def cards(desk: Desk) -> tuple[Card, ...]:
    """The identities kept on this machine, in the order they were made."""
    return tuple(
        Card(kept.sha256, _person(kept.name), short_code(kept.sha256))
        for kept in desk.store.identities()
    )


def signing_card(desk: Desk, member: Member, seat: Card | None) -> Card | None:
    """Whose key signs for a member: the one on the roster where it is kept here, else `seat`."""
    return next((one for one in cards(desk) if one.sha256 == member.certificate), seat)


def create_card(desk: Desk, person: Person, passphrase: str) -> Card:
    """A new identity on this machine. Raises UnsuitableName, EmptyPassphrase."""
    serial = int(desk.fresh().replace("-", ""), 16) % 2**158 + 1
    pkcs12 = create_identity(person, passphrase, now=desk.now(), serial=serial)
    return keep_card(desk, pkcs12, passphrase)


def keep_card(desk: Desk, pkcs12: bytes, passphrase: str) -> Card:
    """Keep an identity that exists already as PKCS#12. Raises what opening it raises."""
    identity = open_identity(pkcs12, passphrase)
    person = identity.person
    name = f"{person.name}\n{person.organisation}\n{person.title}"
    desk.store.add_identity(Kept(identity.sha256, name, pkcs12, desk.at()))
    return Card(identity.sha256, person, short_code(identity.sha256))


def unlock(desk: Desk, sha256: str, passphrase: str) -> Identity:
    """The identity, ready to sign. Raises WrongPassphrase, DamagedIdentity, NoSuchIdentity."""
    kept = desk.store.identity(sha256)
    if kept is None:
        raise NoSuchIdentity
    return open_identity(kept.pkcs12, passphrase)


def _person(name: str) -> Person:
    """The person an identity was kept under: name, organisation, title on three lines."""
    parts = [*name.split("\n"), "", ""]
    return Person(parts[0], parts[1], parts[2])
