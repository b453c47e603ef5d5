"""`cpscore identity new`, `show`, `import`, `token`: the key a person signs with; never printed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from cpscore.cli.desks import data_folder, desk_at, passphrase
from cpscore.cli.output import Console
from cpscore.cli.width import table
from cpscore.files import read_capped
from cpscore.rules.canonical import Json
from cpscore.rules.problem import Failure
from cpscore.signing.drivers import drivers_here
from cpscore.signing.findings import Person
from cpscore.signing.identity import LARGEST, short_code
from cpscore.signing.token import NoTokens, TokenKey, keys_on_tokens
from cpscore.workflow.desk import has_archive
from cpscore.workflow.people import (
    Card,
    NoSuchIdentity,
    cards,
    create_card,
    keep_card,
    keep_token,
)


class NoDriver(Failure):
    """No driver of a USB key lies in any of the usual places."""

    code = "no-driver"


def run(arguments: Namespace, console: Console) -> int:
    """Make an identity, take one in, or show those there are. Raises Failure."""
    match arguments.about:
        case "new":
            person = Person(arguments.name, arguments.organisation, arguments.title)
            secret = passphrase(arguments)
            with desk_at(arguments, console, make=True) as desk:
                kept: Sequence[Card] = [create_card(desk, person, secret)]
        case "import":
            secret, data = passphrase(arguments), read_capped(arguments.file, LARGEST)
            with desk_at(arguments, console, make=True) as desk:
                kept = [keep_card(desk, data, secret)]
        case "token":
            return on_tokens(arguments, console)
        case _:
            kept = ()
            if has_archive(data_folder(arguments)):
                with desk_at(arguments, console) as desk:
                    kept = cards(desk)
    show(kept, console)
    return 0


def on_tokens(arguments: Namespace, console: Console) -> int:
    """The keys in the USB keys plugged in; with a code, remember where that one lies.

    The file of the passphrase holds the PIN then. Raises what looking and signing raise.
    """
    keys = plugged_in(arguments.driver)
    if arguments.take is None:
        show([card_on(key) for key in keys], console)
        return 0
    chosen = next((key for key in keys if named(key, arguments.take)), None)
    if chosen is None:
        raise NoSuchIdentity
    pin = passphrase(arguments)
    with desk_at(arguments, console, make=True) as desk:
        show([keep_token(desk, chosen, pin)], console)
    return 0


def plugged_in(driver: Path | None) -> list[TokenKey]:
    """What could sign, seen by one driver, or by any of this system's; one that fails hinders no
    other.

    Raises NoDriver, and what looking raises where nothing is found.
    """
    if driver is not None:
        return [*keys_on_tokens(driver)]
    found: list[TokenKey] = []
    failed: list[Failure] = []
    for one in drivers_here():
        try:
            found += keys_on_tokens(one)
        except Failure as failure:
            failed.append(failure)
    if found:
        return found
    # A driver that sees no key at all says least.
    raise min(failed, key=lambda one: isinstance(one, NoTokens), default=NoDriver())


def card_on(key: TokenKey) -> Card:
    """A key on a token as it is shown."""
    return Card(key.sha256, key.person, short_code(key.sha256), key.label)


def named(key: TokenKey, wanted: str) -> bool:
    """Whether a short code or a certificate's hash is that of a key."""
    return wanted.lower() == key.sha256 or wanted.upper() == short_code(key.sha256)


def show(kept: Sequence[Card], console: Console) -> None:
    """Whose they are, the hash a roster names, and the code that is read aloud."""
    document: Json = {
        "identities": [
            {
                "name": one.person.name,
                "organisation": one.person.organisation,
                "title": one.person.title,
                "sha256": one.sha256,
                "code": one.code,
                "token": one.token or None,
            }
            for one in kept
        ]
    }
    people = [
        (one.person.name, one.person.organisation, one.person.title, one.code) for one in kept
    ]
    head = [console.word(name) for name in ("expert", "organisation", "post", "code")]
    # The hash stands alone on its line: a table would cut it.
    hashes = [f"{one.code}  {one.sha256}" for one in kept]
    console.show(document, [*table([head, *people]), *hashes])
