"""A submitted ballot: whose answers to which form of which review, in which revision."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cpscore.rules.canonical import Json
from cpscore.rules.ijson import Number, Tree
from cpscore.rules.review import FormReference

SCHEMA = "cpscore.ballot/1"
# Below 2**53, as RFC 8785 wants it, and in the only way to write it.
WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Ballot:
    """What an expert signs, beside the sheet.

    `member` is the id on the roster, `certificate` the SHA-256 of the key it is signed with.
    Revisions count from 1; `previous` is the SHA-256 of the document before, from the second on,
    and `reason` says why there is another. `nonce` is used once. `at` is the laptop's own time,
    RFC 3339. `answers` have the shape of `ANSWERS.json`. `recipient` is the hash of the key it is
    sealed to, once it is. `more` holds what a newer program said: kept, and carried along.
    """

    review: str
    form: FormReference
    member: str
    certificate: str
    nonce: str
    program: str
    at: str
    answers: Tree
    revision: int = 1
    previous: str | None = None
    reason: str = ""
    recipient: str | None = None
    more: Mapping[str, Tree] = field(default_factory=dict)


def ballot_document(ballot: Ballot) -> dict[str, Json]:
    """The ballot as it travels, `ballot.json`; raises ValueError for a number that is not whole."""
    form = ballot.form
    more = {name: json_of(value) for name, value in ballot.more.items()}
    return more | {
        "schema": SCHEMA,
        "review": ballot.review,
        "form": {"id": form.id, "version": form.version, "sha256": form.sha256},
        "member": ballot.member,
        "certificate": ballot.certificate,
        "revision": ballot.revision,
        "previous": ballot.previous,
        "nonce": ballot.nonce,
        "recipient": ballot.recipient,
        "program": ballot.program,
        "at": ballot.at,
        "answers": json_of(ballot.answers),
        "reason": ballot.reason,
    }


def json_of(tree: Tree) -> Json:
    """A tree as a document; raises ValueError for a number that is not whole."""
    if isinstance(tree, Number):
        if not WHOLE.fullmatch(tree.text):
            raise ValueError("not a whole number of a document")
        return int(tree.text)
    if isinstance(tree, dict):
        return {name: json_of(member) for name, member in tree.items()}
    if isinstance(tree, list):
        return [json_of(member) for member in tree]
    return tree
