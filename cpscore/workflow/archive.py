"""The archive of a review: one file with everything, signed by the leader, to be kept for years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cpscore.exchange.archive import LIMITS, Part, archive_files
from cpscore.exchange.container import manifest, pack
from cpscore.rules.canonical import Json, canonical
from cpscore.signing.detached import sign_detached
from cpscore.signing.identity import Identity
from cpscore.store.failures import JournalBroken
from cpscore.store.journal import Entry
from cpscore.workflow.collect import received
from cpscore.workflow.desk import Desk
from cpscore.workflow.evidence import decisions_document
from cpscore.workflow.opinion_state import opinion_state
from cpscore.workflow.overwriting import write_ours
from cpscore.workflow.packages import Package
from cpscore.workflow.prepare import kept_bytes, package_of, stem
from cpscore.workflow.settle import panel
from cpscore.workflow.sheets import roster_bytes

SUFFIX = ".cpsarchive"


@dataclass(frozen=True, slots=True)
class IssuedSheet:
    """A sheet as it was issued; `kind` as of `Issued`, `title` its bookmark."""

    name: str
    kind: str
    data: bytes
    title: str = ""


def write_archive(
    desk: Desk,
    review_id: str,
    leader: Identity,
    folder: Path,
    sheets: Sequence[IssuedSheet],
    beside: Sequence[IssuedSheet] = (),
    *,
    replacing: bool = False,
) -> Path:
    """Write the archive: package, every ballot that arrived, decisions, journal, sheets, the
    opinion's voided editions, and what went along unsigned (`beside`).

    Raises what `write_ours` raises, TooLarge, and JournalBroken where the journal is not as it
    was written.
    """
    broken = desk.store.verify_chain()
    if broken is not None:
        raise JournalBroken(entry=broken)
    package = package_of(desk, review_id)
    parts = dict(_parts(desk, package, sheets, beside))
    entries = desk.store.entries(review_id)
    journal = b"".join(canonical(entry_document(one)) + b"\n" for one in entries)
    roster = roster_bytes(desk, package.review)
    files = archive_files(parts, journal, roster, package.data, leader.certificate)
    signed = manifest(files)
    data = pack(files, signed, sign_detached(leader, signed, at=desk.now()), LIMITS)
    path = archive_path(package, folder)
    write_ours(desk, review_id, path, data, replacing=replacing)
    return path


def archive_path(package: Package, folder: Path) -> Path:
    """Where the archive of a review is written in a folder."""
    return folder / f"{stem(package.review)}{SUFFIX}"


def _parts(
    desk: Desk, package: Package, sheets: Sequence[IssuedSheet], beside: Sequence[IssuedSheet]
) -> Iterator[tuple[Part, bytes]]:
    id = package.review.id
    for at, ballot in enumerate(received(desk, id), start=1):
        part = Part(f"ballots/{at:04d}.cpsballot", ballot.file, "ballot")
        yield part, kept_bytes(desk, ballot.sha256)
    for at, form in enumerate(package.scored, start=1):
        result = panel(desk, id, form.id).result
        decided = decisions_document(result.decisions) if result else {}
        yield Part(f"decisions/{at:03d}.json", form.id, "decisions"), canonical(decided)
    for at, sheet in enumerate(sheets, start=1):
        yield Part(f"sheets/{at:03d}-{sheet.kind}.pdf", sheet.name, sheet.kind), sheet.data
    voided = [one for one in opinion_state(desk, id).voided if one.pdf]
    for at, one in enumerate(voided, start=1):
        yield Part(f"voided/{at:03d}.pdf", str(one.edition), "voided"), kept_bytes(desk, one.pdf)
    for at, along in enumerate(beside, start=1):
        kind = along.kind if along.kind == "reading" else "beside"
        yield Part(f"beside/{at:03d}{Path(along.name).suffix}", along.name, kind), along.data


def entry_document(entry: Entry) -> dict[str, Json]:
    """An entry of the journal with its place in the chain."""
    return {
        "seq": str(entry.seq),
        "review": entry.review,
        "at": entry.at,
        "by": entry.by,
        "kind": entry.kind,
        "body": entry.body,
        "previous": entry.previous,
        "hash": entry.hash,
    }
