"""`cpscore identity new`, `show`, `import`: the key a person signs with. It is never printed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from cpscore.cli.desks import data_folder, desk_at, passphrase
from cpscore.cli.output import Console
from cpscore.cli.width import table
from cpscore.files import read_capped
from cpscore.rules.canonical import Json
from cpscore.signing.findings import Person
from cpscore.signing.identity import LARGEST
from cpscore.workflow.desk import has_archive
from cpscore.workflow.people import Card, cards, create_card, keep_card


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
        case _:
            kept = ()
            if has_archive(data_folder(arguments)):
                with desk_at(arguments, console) as desk:
                    kept = cards(desk)
    show(kept, console)
    return 0


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
