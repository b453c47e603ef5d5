"""What an archive proves: everything in it is opened, merged and compared anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cpscore.exchange.archive import (
    JOURNAL,
    LEADER,
    LIMITS,
    PACKAGE,
    ROSTER,
    demand_archive_parts,
)
from cpscore.exchange.container import unpack
from cpscore.rules.canonical import sha256
from cpscore.rules.problem import Failure, Remark
from cpscore.signing.detached import check_detached
from cpscore.workflow.archive_agrees import Opened, disagreements, told
from cpscore.workflow.ballots import OpenBallot
from cpscore.workflow.collect import Taken, judge, weighed
from cpscore.workflow.desk import Desk
from cpscore.workflow.evidence import Kind, merge_hash, read_roster
from cpscore.workflow.logged import Record, read_record
from cpscore.workflow.packages import open_package
from cpscore.workflow.recheck import merged_again, recheck_ballot
from cpscore.workflow.signers import TRUSTED, Known, judged, signature_remarks
from cpscore.workflow.verify_pdf import (
    DO_NOT_FOLLOW,
    FOLLOW,
    NOT_INSIDE,
    Verification,
    verify_pdf,
)


class AlteredArchive(Failure):
    """The archive is not what the leader signed: `problem` is the signature's."""

    code = "altered-archive"


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
    vouched = roster if one.finding.sha256 == package.root else None
    sheets = [
        verify_pdf(part.name, one.files[part.part], desk, vouched)
        for part in one.of("score", "summary", "opinion")
    ]
    bad += [
        Remark("archive-sheet", values={"file": sheet.file})
        for sheet in sheets
        if not sheet.trustworthy or sheet.root != package.root
    ]
    forms = [form.id for form in package.scored]
    record = read_record(one.files[JOURNAL], package.review.id, forms)
    taken = ballots_again(one, record) if record else None
    if record is None:
        bad.append(Remark("archive-journal"))
    elif taken is None:
        bad.append(Remark("archive-ballots"))
    counted = {form: _counted(taken or (), form) for form in forms}
    if record and taken is not None:
        bad += disagreements(one, record, counted)
    followed = _follow(sheets, dict(merged_forms(one, counted)), scored=bool(forms))
    holds = Remark(
        "archive-holds",
        values={
            "ballots": len(taken or ()),
            "counted": sum(len(ballots) for ballots in counted.values()),
            "sheets": len(sheets),
            "entries": record.entries if record else 0,
        },
    )
    notes = [holds, *(told(one, record) if record else ()), *_limits(sheets)]
    numbers = DO_NOT_FOLLOW if not followed else FOLLOW if forms else NOT_INSIDE
    remarks = (*bad, *notes, *signature_remarks([signed]), Remark(f"numbers-{numbers}"))
    good = not bad and followed and signed.identity in TRUSTED
    return Verification(name, "archive", good, package.root, (signed,), numbers, remarks)


def _limits(sheets: Sequence[Verification]) -> Sequence[Remark]:
    """What was not compared on some of the sheets, said once."""
    return list({one.code: one for sheet in sheets for one in sheet.findings
                 if one.code == "pages-not-compared"}.values())  # fmt: skip


# Ballots and their merge -----------------------------------------------------------------------


def ballots_again(one: Opened, record: Record) -> tuple[Taken, ...] | None:
    """Every ballot that arrived, judged anew; None where they are not those of the journal, or
    one was put aside for a sheet that is its own after all.
    """
    files = one.bytes_of("ballot")
    if [given.sha256 for given in record.taken] != [sha256(data) for data in files]:
        return None
    packages = [one.package.sha256]
    taken = []
    for data, given in zip(files, record.taken, strict=True):
        fair = judge(packages, data, record.confirmed)
        if given.differs and fair.ballot and recheck_ballot(fair.ballot):
            return None
        taken.append(judge(packages, data, record.confirmed, differs=given.differs))
    return tuple(weighed(taken))


def _counted(taken: Sequence[Taken], form_id: str) -> Sequence[OpenBallot]:
    """The ballots on a form that count."""
    return [
        found.ballot
        for found in taken
        if found.ballot and found.code == "accepted" and found.form_id == form_id
    ]


def merged_forms(
    one: Opened, counted: Mapping[str, Sequence[OpenBallot]]
) -> Iterator[tuple[str, str]]:
    """For each form the hash of what the ballots that count come to, with the decisions inside."""
    order = [member.id for member in one.package.review.members]
    for part in one.of("decisions"):
        ballots = sorted(
            counted.get(part.name, ()), key=lambda ballot: order.index(ballot.member.id)
        )
        merged = merged_again(ballots, one.files[part.part]) if ballots else None
        if merged is not None:
            hashes = {ballot.member.id: ballot.sha256 for ballot in ballots}
            yield part.name, merge_hash(hashes, *merged)


def _follow(sheets: Sequence[Verification], merged: Mapping[str, str], *, scored: bool) -> bool:
    """Whether the summaries and the opinion are those of the ballots inside.

    Where experts fill in nothing (`scored` says whether they do), there must be no result.
    """
    kinds = [(sheet.facts.kind if sheet.facts else None, sheet) for sheet in sheets]
    summaries = sorted(sheet.merged for kind, sheet in kinds if kind is Kind.SUMMARY)
    opinions = [sheet.facts.merged for kind, sheet in kinds if kind is Kind.OPINION and sheet.facts]
    same = summaries == sorted(merged.items()) and all(one == merged for one in opinions)
    return bool(merged) == scored and same
