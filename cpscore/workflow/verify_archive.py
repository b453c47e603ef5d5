"""What an archive proves: everything in it is opened, merged and compared anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cpscore.exchange.archive import (
    JOURNAL,
    LEADER,
    LIMITS,
    PACKAGE,
    ROSTER,
    Part,
    demand_archive_parts,
)
from cpscore.exchange.container import unpack
from cpscore.rules.canonical import Json, canonical, sha256
from cpscore.rules.ijson import Number, Tree, read
from cpscore.rules.problem import Failure, Remark
from cpscore.signing.detached import check_detached
from cpscore.signing.findings import SignatureFinding
from cpscore.store.journal import link
from cpscore.workflow.collect import Taken, judge, weighed
from cpscore.workflow.desk import Desk
from cpscore.workflow.evidence import Kind, merge_hash, read_roster
from cpscore.workflow.packages import Package, open_package
from cpscore.workflow.recheck import merged_again, recheck_ballot
from cpscore.workflow.signers import TRUSTED, Known, judged, signature_remark
from cpscore.workflow.verify_pdf import (
    DO_NOT_FOLLOW,
    FOLLOW,
    NOT_INSIDE,
    Verification,
    verify_pdf,
)

SHEETS = frozenset({"score", "summary", "opinion", "form"})


class AlteredArchive(Failure):
    """The archive is not what the leader signed: `problem` is the signature's."""

    code = "altered-archive"


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry of the journal inside."""

    seq: int
    kind: str
    body: Mapping[str, Tree]
    previous: str
    hash: str


@dataclass(frozen=True)
class Opened:
    """An archive that is what its signer signed."""

    package: Package
    finding: SignatureFinding
    parts: tuple[Part, ...]
    files: Mapping[str, bytes]

    def of(self, *kinds: str) -> Sequence[Part]:
        """The parts of some kinds, in order."""
        return [one for one in self.parts if one.kind in kinds]


def open_archive(data: bytes) -> Opened:
    """An archive, believed only when its signature and its parts hold together.

    Raises the container's failures, AlteredArchive, and what opening its package raises.
    """
    contents = unpack(data, LIMITS)
    finding = check_detached(contents.signature, contents.manifest)
    if not finding.intact or contents.files.get(LEADER) != finding.certificate:
        raise AlteredArchive(problem=finding.problem)
    parts = demand_archive_parts(contents.files)
    return Opened(open_package(contents.files[PACKAGE]), finding, parts, contents.files)


def verify_archive(name: str, data: bytes, desk: Desk | None = None) -> Verification:
    """What an archive proves. Raises what opening it raises."""
    one = open_archive(data)
    package = one.package
    roster = read_roster(one.files[ROSTER], package.review)
    known = Known(package, roster, desk)
    signed = judged(one.finding, known)
    bad: list[Remark] = [*known.problems]
    if one.finding.sha256 != package.root:
        bad.append(Remark("signed-in-another-place"))
    logged = journal_inside(one.files[JOURNAL], package.review.id)
    if logged is None:
        bad.append(Remark("archive-journal"))
    taken = ballots_again(one, logged or ())
    if taken is None:
        bad.append(Remark("archive-ballots"))
    merged = dict(merged_forms(one, taken or ()))
    vouched = roster if one.finding.sha256 == package.root else None
    sheets = [
        verify_pdf(part.name, one.files[part.part], desk, vouched)
        for part in one.of(*SHEETS - {"form"})
    ]
    bad += [
        Remark("archive-sheet", values={"file": sheet.file})
        for sheet in sheets
        if not sheet.trustworthy or sheet.root != package.root
    ]
    scored = bool(package.scored)
    followed = _follow(sheets, merged, scored=scored)
    holds = Remark(
        "archive-holds",
        values={
            "ballots": len(taken or ()),
            "counted": sum(ballot.code == "accepted" for ballot in taken or ()),
            "sheets": len(sheets),
            "entries": len(logged or ()),
        },
    )
    numbers = DO_NOT_FOLLOW if not followed else FOLLOW if scored else NOT_INSIDE
    remarks = (*bad, holds, signature_remark(signed), Remark(f"numbers-{numbers}"))
    good = not bad and followed and signed.identity in TRUSTED
    return Verification(name, "archive", good, package.root, (signed,), numbers, remarks)


# The journal -----------------------------------------------------------------------------------


def journal_inside(data: bytes, review_id: str) -> tuple[Logged, ...] | None:
    """The entries, each with the hash it must have; None where one was altered or is no entry.

    Entries of other reviews stand between them: only neighbours show that nothing was taken out.
    """
    logged = []
    for line in data.splitlines():
        entry = _entry(line, review_id)
        if entry is None:
            return None
        logged.append(entry)
    for one, other in pairwise(logged):
        if other.seq <= one.seq or (other.seq == one.seq + 1 and other.previous != one.hash):
            return None
    return tuple(logged)


def _entry(line: bytes, review_id: str) -> Logged | None:
    tree, problems = read(line)
    if problems or not isinstance(tree, dict):
        return None
    texts = {name: value for name, value in tree.items() if isinstance(value, str)}
    body, seq = tree.get("body"), texts.get("seq", "")
    wanted = {"seq", "review", "at", "by", "kind", "previous", "hash"}
    if set(texts) != wanted or not isinstance(body, dict) or texts["review"] != review_id:
        return None
    if not (seq.isascii() and seq.isdigit() and len(seq) < 16):
        return None
    try:
        written = canonical(_plain(body)).decode()
    except ValueError:
        return None
    rest = (texts["review"], texts["at"], texts["by"], texts["kind"], written, texts["previous"])
    if link(int(seq), *rest) != texts["hash"]:
        return None
    return Logged(int(seq), texts["kind"], body, texts["previous"], texts["hash"])


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


# Ballots and their merge -----------------------------------------------------------------------


def ballots_again(one: Opened, logged: Sequence[Logged]) -> tuple[Taken, ...] | None:
    """Every ballot that arrived, judged anew; None where they are not those of the journal, or
    one was put aside for a sheet that is its own after all.
    """
    arrived = [entry.body for entry in logged if entry.kind == "ballot-taken"]
    files = [one.files[part.part] for part in one.of("ballot")]
    if [body.get("sha256") for body in arrived] != [sha256(data) for data in files]:
        return None
    confirmed = {
        str(entry.body.get("member")): str(entry.body.get("certificate"))
        for entry in logged
        if entry.kind == "confirmed"
    }
    packages = [one.package.sha256]
    taken = []
    for data, body in zip(files, arrived, strict=True):
        differs = body.get("sheet") == "differs"
        fair = judge(packages, data, confirmed)
        if differs and fair.ballot and recheck_ballot(fair.ballot):
            return None
        taken.append(judge(packages, data, confirmed, differs=differs))
    return tuple(weighed(taken))


def merged_forms(one: Opened, taken: Sequence[Taken]) -> Iterator[tuple[str, str]]:
    """For each form the hash of what the ballots that count come to, with the decisions inside."""
    order = [member.id for member in one.package.review.members]
    for part in one.of("decisions"):
        ballots = [
            found.ballot
            for found in taken
            if found.ballot and found.code == "accepted" and found.form_id == part.name
        ]
        ballots.sort(key=lambda ballot: order.index(ballot.member.id))
        merged = merged_again(ballots, one.files[part.part]) if ballots else None
        if merged is not None:
            hashes = {ballot.member.id: ballot.sha256 for ballot in ballots}
            yield part.name, merge_hash(hashes, *merged)


def _follow(sheets: Sequence[Verification], merged: Mapping[str, str], *, scored: bool) -> bool:
    """Whether the summaries and the opinion are those of the ballots inside.

    Where experts fill in nothing (`scored` says whether they do), there must be no result.
    """
    kinds = [(sheet.facts.kind if sheet.facts else None, sheet) for sheet in sheets]
    summaries = dict(sheet.merged for kind, sheet in kinds if kind is Kind.SUMMARY)
    opinions = [sheet.facts.merged for kind, sheet in kinds if kind is Kind.OPINION and sheet.facts]
    return bool(merged) == scored and summaries == merged and all(one == merged for one in opinions)
