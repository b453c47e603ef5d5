"""The journal inside an archive: every entry with the hash it must have, and what it comes to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cpscore.rules.canonical import Json, canonical
from cpscore.rules.ijson import Number, Tree, read
from cpscore.rules.merging import Decisions
from cpscore.store.journal import BEGINNING, Entry, link
from cpscore.workflow.decided import standing_decisions
from cpscore.workflow.opinion_state import OpinionState, state_after
from cpscore.workflow.prepare import text

TEXTS = {"seq", "review", "at", "by", "kind", "previous", "hash"}
# A stranger's journal may say anything; what reads ours raises one of these on what is not ours.
NOT_OURS = (AssertionError, LookupError, TypeError, ValueError)


@dataclass(frozen=True)
class Taken:
    """A ballot as the journal has it: its hash, and whether its sheet differed when it came."""

    sha256: str
    differs: bool


@dataclass(frozen=True)
class Record:
    """What a journal comes to: the packages it began with, the ballots in order, the keys that
    were compared by member, the decisions that stand by form, and the opinion.
    """

    entries: int
    packages: Collection[str]
    taken: tuple[Taken, ...]
    confirmed: Mapping[str, str]
    decisions: Mapping[str, Decisions]
    opinion: OpinionState


def read_record(data: bytes, review_id: str, forms: Collection[str]) -> Record | None:
    """The journal inside an archive, for these forms; None where an entry was altered, taken out
    or is none of ours.
    """
    entries = read_entries(data, review_id)
    if entries is None:
        return None
    try:
        return _record(entries, forms)
    except NOT_OURS:
        return None


def _record(entries: Sequence[Entry], forms: Collection[str]) -> Record:
    created = [one for one in entries if one.kind in ("review-created", "package-taken")]
    arrived = [one.body for one in entries if one.kind == "ballot-taken"]
    confirmed = [one.body for one in entries if one.kind == "confirmed"]
    return Record(
        len(entries),
        {text(one.body, "package") for one in created},
        tuple(Taken(text(one, "sha256"), text(one, "sheet") == "differs") for one in arrived),
        {text(one, "member"): text(one, "certificate") for one in confirmed},
        {form: standing_decisions(entries, form) for form in forms},
        state_after(entries),
    )


def read_entries(data: bytes, review_id: str) -> tuple[Entry, ...] | None:
    """The entries, each with the hash it must have; None where one was altered or is no entry.

    Entries of other reviews stand between them: only neighbours show that nothing was taken out.
    """
    entries = []
    for line in data.splitlines():
        entry = _entry(line, review_id)
        if entry is None:
            return None
        entries.append(entry)
    if entries and entries[0].seq == 1 and entries[0].previous != BEGINNING:
        return None
    for one, other in pairwise(entries):
        if other.seq <= one.seq or (other.seq == one.seq + 1 and other.previous != one.hash):
            return None
    return tuple(entries)


def _entry(line: bytes, review_id: str) -> Entry | None:
    tree, problems = read(line)
    if problems or not isinstance(tree, dict):
        return None
    texts = {name: value for name, value in tree.items() if isinstance(value, str)}
    body, seq = tree.get("body"), texts.get("seq", "")
    if set(texts) != TEXTS or not isinstance(body, dict) or texts["review"] != review_id:
        return None
    if not (seq.isascii() and seq.isdigit() and len(seq) < 16):
        return None
    try:
        plain = _plain(body)
        written = canonical(plain).decode()
    except ValueError:
        return None
    at, by, kind = texts["at"], texts["by"], texts["kind"]
    previous, hashed = texts["previous"], texts["hash"]
    if link(int(seq), review_id, at, by, kind, written, previous) != hashed:
        return None
    return Entry(int(seq), review_id, at, by, kind, plain, previous, hashed)


def _plain(tree: Tree) -> Json:
    """A tree as the value it was written from."""
    match tree:
        case Number():
            return int(tree.text)
        case dict():
            return {name: _plain(value) for name, value in tree.items()}
        case list():
            return [_plain(value) for value in tree]
        case _:
            return tree
