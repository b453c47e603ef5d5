"""The file that goes round to be signed (传签): what it proves to whoever holds it.

The roster, with the keys the leader knows, travels inside; so it can be judged on a machine that
has never seen the review.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cpscore.files import read_capped, write_checked
from cpscore.rules.problem import Failure, Remark
from cpscore.rules.review import CLOSING, Member, Review
from cpscore.signing.byteranges import claimed_ends
from cpscore.signing.findings import PdfFinding, PdfSignature
from cpscore.signing.identity import short_code
from cpscore.signing.inspect import inspect_pdf
from cpscore.workflow.desk import Desk
from cpscore.workflow.evidence import Kind, read_facts
from cpscore.workflow.packages import Package
from cpscore.workflow.recheck import package_within, within
from cpscore.workflow.signers import Known, Signed, judged
from cpscore.workflow.verify_pdf import in_own_place, roster_inside

MOST_BYTES = 100 << 20


class NotARound(Failure):
    """No opinion that is being signed: another PDF, one nobody certified, or a damaged one."""

    code = "not-a-round"


class WouldReplace(Failure):
    """A file of this name holds something that is not in ours: it is not overwritten."""

    code = "would-replace"


@dataclass(frozen=True, slots=True)
class Mark:
    """A signature on the file: in which field, whose place that is, and what it proves."""

    field: str
    member: Member | None
    signed: Signed

    @property
    def code(self) -> str:
        """The short code of the key it was made with, to compare aloud."""
        return short_code(self.signed.certificate) if self.signed.certificate else ""


@dataclass(frozen=True)
class RoundFile:
    """The file as somebody holds it. `bad` is what speaks against it: nobody signs it then.

    `review` names the members with the keys known here, `free` the fields nobody signed; `here`
    says whether the review is in this archive.
    """

    data: bytes
    package: Package
    review: Review
    edition: int
    marks: tuple[Mark, ...]
    free: tuple[str, ...]
    bad: tuple[Remark, ...]
    here: bool

    @property
    def awaited(self) -> tuple[Member, ...]:
        """The members whose place is still free."""
        return tuple(one for one in self.review.members if one.id in self.free)

    @property
    def signed(self) -> tuple[str, ...]:
        """The fields in the order in which they were signed."""
        return tuple(mark.field for mark in self.marks)

    @property
    def closed(self) -> bool:
        """Whether the leader has closed it."""
        return CLOSING in self.signed


def open_round(data: bytes, desk: Desk | None = None) -> RoundFile:
    """The file, judged. Raises NotARound for whatever is no opinion its leader has certified."""
    finding = inspect_pdf(data)
    inside = _inside(data, finding)
    package, facts = package_within(inside or {}), read_facts(inside or {})
    if inside is None or package is None or facts is None or facts.kind is not Kind.OPINION:
        raise NotARound
    known = Known(package, roster_inside(inside, finding, package), desk)
    keys = {id: certificate for certificate, (id, _) in known.certificates.items()}
    members = tuple(
        replace(one, certificate=keys.get(one.id, one.certificate))
        for one in package.review.members
    )
    review = replace(package.review, members=members)
    return RoundFile(
        data,
        package,
        review,
        facts.edition,
        tuple(_mark(one, known, review) for one in finding.signatures),
        finding.unsigned,
        (*_changed(finding), *known.problems, *_misplaced(finding, known)),
        desk is not None and review.id in desk.store.reviews(),
    )


def write_copy(data: bytes, path: Path) -> None:
    """Write a copy, read back and compared, where there is none or one that ours goes on from.

    Raises WouldReplace, Unreadable, NotWritten.
    """
    if path.exists() and not data.startswith(read_capped(path, MOST_BYTES)):
        raise WouldReplace(file=path.name)
    write_checked(path, data)


def _inside(data: bytes, finding: PdfFinding) -> Mapping[str, bytes] | None:
    """What travels inside; where something was added at the end, what did before."""
    if not finding.signatures or finding.plain:
        return within(data, finding) if finding.signatures else None
    before = (data[:end] for end in claimed_ends(data))
    sound = ((pdf, found) for pdf in before if (found := inspect_pdf(pdf)).plain)
    return next((within(pdf, found) for pdf, found in sound), None)


def _mark(one: PdfSignature, known: Known, review: Review) -> Mark:
    signed = replace(judged(one.finding, known), changed_after=str(one.changed_after))
    return Mark(one.field, _owner(one.field, review), signed)


def _owner(field: str, review: Review) -> Member | None:
    """Whose place a field is; the leader's the last one, too."""
    return review.leader if field == CLOSING else review.member(field)


def _changed(finding: PdfFinding) -> Iterator[Remark]:
    """What came in beside signatures; that places are still free is why it goes round."""
    for code in finding.problems:
        if code != "field-unsigned":
            yield Remark(f"pdf-{code}", values={"fields": "、".join(finding.unsigned)})


def _misplaced(finding: PdfFinding, known: Known) -> Iterator[Remark]:
    """Each signs in their own place, with the key known for them or with one in their name; the
    leader, whose key is the root, first.
    """
    first = finding.signatures[0]
    leader = known.package.review.leader
    led = leader is not None and first.field == leader.id
    if not (led and first.finding.sha256 == known.package.root):
        yield Remark("round-not-led")
    for one in finding.signatures:
        owner = _owner(one.field, known.package.review)
        if owner is None or not in_own_place(one.finding, owner, known):
            yield Remark("signed-by-another", values={"name": owner.name if owner else one.field})
