"""Identities: who signs on this machine."""

from __future__ import annotations

from dataclasses import dataclass

from cpscore.rules.answers import expert_name
from cpscore.rules.problem import Failure
from cpscore.rules.review import Member
from cpscore.signing.certificates import valid_at
from cpscore.signing.findings import Person
from cpscore.signing.identity import (
    Identity,
    UnsuitableIdentity,
    create_identity,
    open_identity,
    short_code,
)
from cpscore.signing.token import TokenKey, open_token, prove
from cpscore.store.archive import Identity as Kept
from cpscore.store.archive import Token
from cpscore.workflow.desk import Desk


class NoSuchIdentity(Failure):
    """This machine does not hold that identity."""

    code = "no-such-identity"


class SeveralIdentities(Failure):
    """This machine holds more than one identity that it could be; `found` are their codes."""

    code = "several-identities"


@dataclass(frozen=True, slots=True)
class Card:
    """An identity as it is shown: whose it is, and the short code that is read aloud.

    `token` is the name of the USB key that holds the key; empty where it is kept here, under a
    passphrase.
    """

    sha256: str
    person: Person
    code: str
    token: str = ""


def cards(desk: Desk) -> tuple[Card, ...]:
    """The identities kept on this machine, in the order they were made."""
    return tuple(
        Card(
            kept.sha256,
            _person(kept.name),
            short_code(kept.sha256),
            kept.label if isinstance(kept, Token) else "",
        )
        for kept in desk.store.identities()
    )


def signing_card(desk: Desk, member: Member, seat: Card | None) -> Card | None:
    """Whose key signs for a member: the one on the roster where it is kept here, else `seat`."""
    return next((one for one in cards(desk) if one.sha256 == member.certificate), seat)


def belongs(card: Card, member: Member) -> bool:
    """Whether an identity is that member's, as far as the roster says: by key, else by name."""
    if member.certificate:
        return card.sha256 == member.certificate
    return expert_name(card.person.name) == expert_name(member.name)


def card_of(desk: Desk, member: Member, wanted: str | None = None) -> Card:
    """The identity a member signs with: the key on the roster, else one of the member's name.

    `wanted` chooses by short code or certificate. Raises NoSuchIdentity, SeveralIdentities.
    """
    found = [
        one
        for one in cards(desk)
        if belongs(one, member)
        and (wanted is None or wanted.upper() == one.code or wanted.lower() == one.sha256)
    ]
    if not found:
        raise NoSuchIdentity
    if len(found) > 1:
        raise SeveralIdentities(found=tuple(one.code for one in found))
    return found[0]


def create_card(desk: Desk, person: Person, passphrase: str) -> Card:
    """A new identity on this machine. Raises UnsuitableName, EmptyPassphrase."""
    serial = int(desk.fresh().replace("-", ""), 16) % 2**158 + 1
    pkcs12 = create_identity(person, passphrase, now=desk.now(), serial=serial)
    return keep_card(desk, pkcs12, passphrase)


def keep_card(desk: Desk, pkcs12: bytes, passphrase: str) -> Card:
    """Keep an identity that exists already as PKCS#12. Raises what opening it raises."""
    identity = _valid(desk, open_identity(pkcs12, passphrase))
    desk.store.add_identity(Kept(identity.sha256, _name(identity.person), pkcs12, desk.at()))
    return Card(identity.sha256, identity.person, short_code(identity.sha256))


def keep_token(desk: Desk, key: TokenKey, pin: str) -> Card:
    """Keep where a key in a USB key lies, once it has signed. Raises what opening it raises."""
    identity = _valid(desk, open_token(key, pin))
    prove(identity)
    place = (key.certificate, key.driver, key.label, key.serial, key.id)
    desk.store.add_token(Token(key.sha256, _name(key.person), *place, desk.at()))
    return Card(key.sha256, key.person, short_code(key.sha256), key.label)


def unlock(desk: Desk, sha256: str, secret: str) -> Identity:
    """The identity, ready to sign; the secret is its passphrase, or the PIN of its USB key.

    Raises NoSuchIdentity, UnsuitableIdentity, WrongPassphrase, DamagedIdentity, and what
    `open_token` raises.
    """
    kept = desk.store.identity(sha256)
    if kept is None:
        raise NoSuchIdentity
    if isinstance(kept, Kept):
        return _valid(desk, open_identity(kept.pkcs12, secret))
    key = TokenKey(kept.driver, kept.label, kept.serial, kept.key, kept.certificate)
    return _valid(desk, open_token(key, secret))


def _valid(desk: Desk, identity: Identity) -> Identity:
    """The identity, if its certificate is valid now: whoever verifies would refuse it."""
    if not valid_at(identity.certificate, desk.now()):
        raise UnsuitableIdentity(reason="validity")
    return identity


def _name(person: Person) -> str:
    """A person as an identity is kept under: name, organisation, title on three lines."""
    return f"{person.name}\n{person.organisation}\n{person.title}"


def _person(name: str) -> Person:
    """The person of `_name`."""
    parts = [*name.split("\n"), "", ""]
    return Person(parts[0], parts[1], parts[2])
