"""What a PDF proves: who signed where they may, and whether the sheet says what is inside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cpscore.rules.answers import expert_name
from cpscore.rules.problem import Remark
from cpscore.rules.review import CLOSING, Member
from cpscore.signing.findings import PdfFinding, SignatureFinding
from cpscore.signing.inspect import inspect_pdf
from cpscore.workflow.desk import Desk
from cpscore.workflow.evidence import ROSTER, Facts, Kind, read_facts, read_roster
from cpscore.workflow.opinion_state import opinion_state
from cpscore.workflow.packages import Package
from cpscore.workflow.printing import SIGNED
from cpscore.workflow.recheck import (
    Rechecked,
    package_within,
    recheck_score,
    recheck_summary,
    within,
)
from cpscore.workflow.signers import TRUSTED, Known, Signed, judged, signature_remarks

FOLLOW, DO_NOT_FOLLOW, NOT_INSIDE = "follow", "do-not-follow", "not-inside"


@dataclass(frozen=True, slots=True)
class Verification:
    """What a file proves; `findings` are the sentences, the first of them the verdict.

    `facts` is what a sheet says of itself, `merged` the form and the hash of a summary's data.
    """

    file: str
    kind: str
    trustworthy: bool
    root: str | None
    signatures: tuple[Signed, ...]
    numbers: str
    findings: tuple[Remark, ...]
    facts: Facts | None = None
    merged: tuple[str, str] = ("", "")


def verify_pdf(
    name: str, data: bytes, desk: Desk | None = None, vouched: Mapping[str, str] | None = None
) -> Verification:
    """What a PDF proves; `vouched` are certificates by member that the leader signed beside it."""
    finding = inspect_pdf(data)
    inside = within(data, finding) if finding.signatures else {}
    package = package_within(inside or {})
    facts = read_facts(inside or {})
    roster = roster_inside(inside or {}, finding, package)
    if roster is not None and facts and facts.kind is Kind.SCORE:
        # The leader's own sheets carry the roster they were signed with.
        roster = {**(vouched or {}), **roster}
    known = Known(package, roster, desk) if package else None
    bad = [Remark(f"pdf-{code}") for code in finding.problems if code != "field-unsigned"]
    bad += [Remark(f"changed-{what}") for what in finding.changes]
    bad += _still_open(finding, facts, known)
    if finding.signatures:
        bad += [Remark("odd-pdf")] if inside is None else []
        bad += [Remark("no-roster")] if package is None else []
    notes: tuple[Remark, ...] = ()
    checked = None
    if package and known and inside is not None:
        bad += known.problems
        if facts is None:
            bad.append(Remark("not-our-sheet"))
        else:
            checked = _rechecked(data, inside, package, facts, known)
            bad += [*_misplaced(finding, facts, known, checked), *checked.bad]
            bad += _superseded(facts, package, desk)
            notes = (*checked.notes, *_unsigned(finding, facts, known))
            notes = (_about(package, facts, checked), *notes)
    signatures = tuple(
        replace(
            judged(one.finding, known),
            changed_after=str(one.changed_after),
            closing=one.field == CLOSING,
        )
        for one in finding.signatures
    )
    numbers = NOT_INSIDE
    if checked and facts and facts.kind is not Kind.OPINION:
        numbers = FOLLOW if checked.follows else DO_NOT_FOLLOW
    remarks = (*bad, *notes, *signature_remarks(signatures))
    if package:
        opinion = facts is not None and facts.kind is Kind.OPINION
        said = Remark("numbers-in-the-summary") if opinion else Remark(f"numbers-{numbers}")
        remarks = (*remarks, said)
    listed = bool(signatures) and all(one.identity in TRUSTED for one in signatures)
    good = not bad and listed and numbers != DO_NOT_FOLLOW
    merged = checked.merged if checked else ("", "")
    return Verification(
        name, "pdf", good, package.root if package else None, signatures, numbers, remarks,
        facts, merged,
    )  # fmt: skip


def roster_inside(
    inside: Mapping[str, bytes], finding: PdfFinding, package: Package | None
) -> Mapping[str, str] | None:
    """The certificates by member in the roster inside, where the leader certified the file: then
    it is the leader's word. None where it contradicts the signed roster.
    """
    if package is None or ROSTER not in inside:
        return {}
    first = finding.signatures[0]
    led = first.certifies and first.intact and first.finding.sha256 == package.root
    return read_roster(inside[ROSTER], package.review) if led else {}


def _rechecked(
    data: bytes, inside: Mapping[str, bytes], package: Package, facts: Facts, known: Known
) -> Rechecked:
    match facts.kind:
        case Kind.SCORE:
            return recheck_score(data, inside, package, facts)
        case Kind.SUMMARY:
            members = {one: known.member_id(one) for one in known.certificates}
            return recheck_summary(data, inside, package, facts, members)
        case Kind.OPINION:
            return Rechecked(follows=True)


def _still_open(finding: PdfFinding, facts: Facts | None, known: Known | None) -> Iterator[Remark]:
    """Whose places are empty: in a signed opinion by name, for it may be going round still."""
    if facts is None or known is None or facts.kind is not Kind.OPINION:
        if finding.unsigned:
            yield Remark("pdf-field-unsigned", values={"count": len(finding.unsigned)})
        return
    names = {one.id: one.name for one in known.package.review.members}
    if waiting := tuple(names.get(one, one) for one in finding.unsigned if one != CLOSING):
        yield Remark("opinion-waits", values={"names": waiting})
    if CLOSING in finding.unsigned:
        yield Remark("opinion-not-closed")


def _misplaced(
    finding: PdfFinding, facts: Facts, known: Known, checked: Rechecked
) -> Sequence[Remark]:
    """Signatures that stand in somebody else's place: a score sheet is its expert's to sign, a
    summary the leader's; on the opinion each signs in a field of their own.
    """
    leader = known.package.review.leader
    assert leader is not None
    if "signature-broken" in finding.problems:
        # Whose it was can no longer be told.
        return ()
    signers = [known.member_id(one.finding.sha256 or "") for one in finding.signatures]
    fields = [one.field for one in finding.signatures]
    names = {one.id: expert_name(one.name) for one in known.package.review.members}
    if facts.kind is Kind.SCORE:
        # A key nobody compared yet is a stranger's until then, but not in another's place.
        claims = [claimed_member(one.finding, known) for one in finding.signatures]
        named = [names.get(one) or claim for one, claim in zip(signers, claims, strict=True)]
        right = fields == [SIGNED] and named == [checked.expert]
    elif facts.kind is Kind.SUMMARY:
        right = fields == [SIGNED] and signers == [leader.id]
    else:
        owners = {one.id: one for one in known.package.review.members} | {CLOSING: leader}
        theirs = [
            one.field in owners and in_own_place(one.finding, owners[one.field], known)
            for one in finding.signatures
        ]
        # An empty place is said by itself; it makes nobody sit in another's.
        ended = CLOSING in finding.unsigned or (fields[-1:] == [CLOSING] and finding.closed)
        framed = fields[:1] == [leader.id] and ended
        right = framed and len(set(fields)) == len(fields) and all(theirs)
    return () if right else (Remark("signed-in-another-place"),)


def in_own_place(signature: SignatureFinding, owner: Member, known: Known) -> bool:
    """Whether a signature is its place's owner's, as far as is known: by key, else by the name in
    the certificate, which proves nothing until somebody has compared the key.
    """
    id = known.member_id(signature.sha256 or "")
    return id == owner.id if id else claimed_member(signature, known) == expert_name(owner.name)


def claimed_member(signature: SignatureFinding, known: Known) -> str:
    """The member's name that an unknown certificate bears, while no other is known for them."""
    settled = {id for id, _ in known.certificates.values()}
    open_ = {expert_name(one.name) for one in known.package.review.members if one.id not in settled}
    name = expert_name(signature.signer.name) if signature.signer else ""
    return name if name in open_ else ""


def _unsigned(finding: PdfFinding, facts: Facts, known: Known) -> Sequence[Remark]:
    """Who of the panel has no place of their own on the opinion: the sheet says why."""
    signers = {known.member_id(one.finding.sha256 or "") for one in finding.signatures}
    seated = signers | set(finding.unsigned)
    names = tuple(one.name for one in known.package.review.members if one.id not in seated)
    opinion = facts.kind is Kind.OPINION
    return (Remark("not-signed-by", values={"names": names}),) if opinion and names else ()


def _superseded(facts: Facts, package: Package, desk: Desk | None) -> Sequence[Remark]:
    """Whether the desk that issued this opinion has voided it since."""
    id = package.review.id
    if facts.kind is not Kind.OPINION or desk is None or id not in desk.store.reviews():
        return ()
    state = opinion_state(desk, id)
    void = facts.edition < state.edition or (
        facts.edition == state.edition and state.state == "writing"
    )
    return (Remark("opinion-voided", values={"edition": facts.edition}),) if void else ()


def _about(package: Package, facts: Facts, checked: Rechecked) -> Remark:
    """Which sheet of which review it is."""
    review = package.review
    values = {"enterprise": review.enterprise.name, "date": review.date}
    match facts.kind:
        case Kind.SCORE:
            return Remark("is-score", values={**values, "expert": checked.expert or "—"})
        case Kind.SUMMARY:
            return Remark("is-summary", values=values)
        case Kind.OPINION:
            return Remark("is-opinion", values={**values, "edition": facts.edition})
