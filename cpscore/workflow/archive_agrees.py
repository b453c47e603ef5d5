"""Whether the parts of an archive agree with each other and with the journal inside it.

Each part may be sound by itself: an older score sheet, a voided opinion, a decision that was taken
back are all properly signed, and not what the panel came to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cpscore.documents.inside import OddPdf, attachments
from cpscore.exchange.archive import Part
from cpscore.rules.canonical import canonical, sha256
from cpscore.rules.form import Form
from cpscore.rules.panel import Submission, sort_submissions
from cpscore.rules.problem import Remark
from cpscore.signing.findings import SignatureFinding
from cpscore.workflow.ballots import OpenBallot
from cpscore.workflow.decided import still_asked
from cpscore.workflow.evidence import decisions_document
from cpscore.workflow.logged import Record
from cpscore.workflow.packages import Package

SHEETS = ("score", "summary", "opinion", "form")
# What bears a signature of its own, or is held against what does.
SIGNED = {"ballot", "decisions", "score", "summary", "opinion", "voided"}


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

    def bytes_of(self, *kinds: str) -> Sequence[bytes]:
        """What is in the parts of some kinds."""
        return [self.files[one.part] for one in self.of(*kinds)]


def disagreements(
    one: Opened, record: Record, counted: Mapping[str, Sequence[OpenBallot]]
) -> Iterator[Remark]:
    """What speaks against an archive whose parts are sound; `counted` has the ballots by form."""
    if one.package.sha256 not in record.packages:
        yield Remark("archive-package")
    for part in one.of("decisions"):
        form = next((form for form in one.package.scored if form.id == part.name), None)
        if form is None or one.files[part.part] != _decided(form, record, counted[form.id]):
            yield Remark("archive-decisions")
    sheets = [ballot.sheet for ballots in counted.values() for ballot in ballots]
    if sorted(one.bytes_of("score")) != sorted(sheets):
        yield Remark("archive-scores")
    opinion = record.opinion
    issued = [sha256(data) for data in one.bytes_of("opinion")]
    voided = {void.pdf for void in opinion.voided}
    kept = {sha256(data) for data in one.bytes_of("voided")}
    if issued != ([opinion.pdf] if opinion.state == "closed" else []) or not kept <= voided:
        yield Remark("archive-opinion")
    originals = {part.name: one.files[part.part] for part in one.of(*SHEETS)}
    if any(_inside(reading) != originals for reading in one.bytes_of("reading")):
        yield Remark("archive-reading")


def _decided(form: Form, record: Record, ballots: Sequence[OpenBallot]) -> bytes:
    """The decisions that stand in the journal, and are still asked for by the ballots."""
    if not ballots:
        return canonical({})
    given = [Submission(one.member.id, one.member.name, one.answers, ()) for one in ballots]
    answers = sort_submissions(form, given).counted
    if not answers:
        return canonical({})
    return canonical(decisions_document(still_asked(form, answers, record.decisions[form.id])))


def _inside(pdf: bytes) -> Mapping[str, bytes] | None:
    try:
        return attachments(pdf)
    except OddPdf:
        return None


def told(one: Opened, record: Record) -> Iterator[Remark]:
    """What a reader of the archive should know: voided editions, and what bears no signature."""
    kept: Collection[str] = {sha256(data) for data in one.bytes_of("voided")}
    for void in record.opinion.voided:
        values = {"edition": void.edition, "reason": void.reason, "kept": void.pdf in kept}
        yield Remark("archive-voided", values=values)
    names = tuple(part.name for part in one.parts if part.kind not in SIGNED)
    if names:
        yield Remark("archive-unsigned", values={"names": names})
