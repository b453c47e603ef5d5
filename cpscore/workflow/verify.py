"""Whether a file can be trusted, in plain words: who signed, what changed since, whether the
numbers follow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cpscore.documents.archival import attachments
from cpscore.exchange.container import unpack
from cpscore.files import read_capped
from cpscore.messages import Language, say
from cpscore.rules.canonical import Json
from cpscore.rules.ijson import unreadable
from cpscore.rules.problem import Failure, Remark, Unacceptable
from cpscore.rules.review import Member
from cpscore.signing.findings import Change, PdfFinding, PdfSignature, SignatureFinding
from cpscore.signing.inspect import inspect_pdf
from cpscore.workflow.ballots import BALLOT, PACKAGE, OpenBallot, open_ballot
from cpscore.workflow.ballots import SUFFIX as BALLOT_SUFFIX
from cpscore.workflow.collect import confirmations
from cpscore.workflow.desk import Desk
from cpscore.workflow.evidence import ROSTER, follows, read_roster
from cpscore.workflow.packages import SUFFIX as PACKAGE_SUFFIX
from cpscore.workflow.packages import Package, open_package

MOST_BYTES = 200 * 1024 * 1024
KINDS = {".pdf": "pdf", BALLOT_SUFFIX: "ballot", PACKAGE_SUFFIX: "package"}


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature, judged: `identity` says how far it is known who holds the key."""

    signer: str
    role: str
    time: str | None
    intact: bool
    identity: str
    changed_after: str
    certificate: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What a file proves; `findings` are the sentences, the first of them the verdict."""

    file: str
    kind: str
    trustworthy: bool
    root: str | None
    signatures: tuple[Signed, ...]
    numbers: str
    findings: tuple[Remark, ...]


def verify_file(path: Path, root: str | None = None, desk: Desk | None = None) -> Verification:
    """What a PDF, a ballot or a package proves; with `root`, only the review of that root will do.

    A desk adds what was confirmed on this machine. Raises Unreadable, and Unacceptable for a file
    of another kind.
    """
    data = read_capped(path, MOST_BYTES)
    found = _verified(path, data, desk)
    if root is not None and (found.root or "").lower() != root.strip().lower():
        other = Remark("root-differs", values={"root": root, "found": found.root or "—"})
        found = replace(found, trustworthy=False, findings=(*found.findings, other))
    verdict = Remark("trustworthy" if found.trustworthy else "not-trustworthy")
    return replace(found, findings=(verdict, *found.findings))


def _verified(path: Path, data: bytes, desk: Desk | None) -> Verification:
    kind = KINDS.get(path.suffix.lower())
    if data.startswith(b"%PDF-"):
        return _pdf(path, data, desk)
    try:
        contents = unpack(data)
    except Failure as failure:
        if kind is None:
            raise Unacceptable([unreadable("not-ours").inside(str(path))]) from None
        return _refused(path, kind, failure)
    return _ballot(path, data, desk) if BALLOT in contents.files else _package(path, data, desk)


def _refused(path: Path, kind: str, failure: Failure) -> Verification:
    """A file that is not even what it claims to be."""
    return Verification(str(path), kind, False, None, (), "not-inside", (_remark(failure),))


def _remark(failure: Failure) -> Remark:
    if isinstance(failure, Unacceptable) and failure.problems:
        first = failure.problems[0]
        return Remark(first.code, values={"path": first.path, **first.values})
    return Remark(failure.code, values=failure.values)


# Packages and ballots --------------------------------------------------------------------------


def _package(path: Path, data: bytes, desk: Desk | None) -> Verification:
    try:
        package = open_package(data)
    except Failure as failure:
        return _refused(path, "package", failure)
    signed = _signed(package.finding, package, _known(package, desk))
    good = signed.intact and signed.identity in ("listed", "confirmed")
    remarks = (_signature_remark(signed),)
    return Verification(str(path), "package", good, package.root, (signed,), "not-inside", remarks)


def _ballot(path: Path, data: bytes, desk: Desk | None) -> Verification:
    try:
        ballot = open_ballot(data)
    except Failure as failure:
        return _refused(path, "ballot", failure)
    package = ballot.package
    signed = _signed(ballot.finding, package, _known(package, desk), ballot.member)
    numbers = "follow" if _sheet_follows(ballot) else "do-not-follow"
    good = signed.identity in ("listed", "confirmed") and numbers == "follow"
    remarks = (_signature_remark(signed), Remark(f"numbers-{numbers}"))
    return Verification(str(path), "ballot", good, package.root, (signed,), numbers, remarks)


def _sheet_follows(ballot: OpenBallot) -> bool:
    """Whether the sheet inside is signed by the same key and says what the ballot says."""
    found = inspect_pdf(ballot.sheet)
    keys = {one.finding.sha256 for one in found.signatures}
    inside = _attached(ballot.sheet)
    return (
        found.whole
        and keys == {ballot.finding.sha256}
        and follows(ballot.sheet, inside, ballot.package, ballot.answers) is True
    )


# PDF -------------------------------------------------------------------------------------------


def _pdf(path: Path, data: bytes, desk: Desk | None) -> Verification:
    finding = inspect_pdf(data)
    inside = _attached(data) if finding.signatures else {}
    package = _roster_package(inside)
    known = _known(package, desk) if package else {}
    if package and _led(finding, package):
        known = {**read_roster(inside.get(ROSTER, b"")), **known}
    signatures = tuple(_pdf_signed(one, package, known) for one in finding.signatures)
    listed = all(one.identity in ("listed", "confirmed") for one in signatures)
    follow = follows(data, inside, package) if package else None
    numbers = {None: "not-inside", True: "follow", False: "do-not-follow"}[follow]
    remarks = [
        *(
            Remark(f"pdf-{code}", values={"fields": "、".join(finding.unsigned)})
            for code in finding.problems
        ),
        *(_signature_remark(one) for one in signatures),
        *([Remark("no-roster")] if package is None else []),
        *([Remark(f"numbers-{numbers}")] if package else []),
    ]
    good = finding.whole and package is not None and listed and follow is not False
    root = package.root if package else None
    return Verification(str(path), "pdf", good, root, signatures, numbers, tuple(remarks))


def _attached(pdf: bytes) -> Mapping[str, bytes]:
    """What travels inside a PDF; nothing where it cannot be read."""
    try:
        return attachments(pdf)
    except Failure:
        return {}


def _roster_package(inside: Mapping[str, bytes]) -> Package | None:
    if PACKAGE not in inside:
        return None
    try:
        return open_package(inside[PACKAGE])
    except Failure:
        return None


def _led(finding: PdfFinding, package: Package) -> bool:
    """Whether the leader certified the file: then the roster inside is the leader's word."""
    first = finding.signatures[0] if finding.signatures else None
    return bool(first and first.certifies and first.intact and first.finding.sha256 == package.root)


def _pdf_signed(
    one: PdfSignature, package: Package | None, known: Mapping[str, tuple[str, bool]]
) -> Signed:
    if package is None:
        signer = one.finding.signer.name if one.finding.signer else ""
        base = Signed(signer, "", _time(one.finding), one.intact, "unknown", "nothing")
    else:
        base = _signed(one.finding, package, known)
    return replace(base, changed_after=str(one.changed_after))


# Who -------------------------------------------------------------------------------------------


def _known(package: Package, desk: Desk | None) -> Mapping[str, tuple[str, bool]]:
    """The certificates of the roster's members: the member's id, and whether it was confirmed
    here.
    """
    listed = {
        member.certificate: (member.id, False)
        for member in package.review.members
        if member.certificate
    }
    if desk is None:
        return listed
    here = confirmations(desk, package.review.id)
    return {**listed, **{certificate: (id, True) for id, certificate in here.items()}}


def _signed(
    finding: SignatureFinding,
    package: Package,
    known: Mapping[str, tuple[str, bool]],
    member: Member | None = None,
) -> Signed:
    id, confirmed = known.get(finding.sha256 or "", ("", False))
    listed = package.review.member(id)
    claimed = next(
        (
            one
            for one in package.review.members
            if finding.signer and one.name == finding.signer.name and not one.certificate
        ),
        None,
    )
    person = listed or member or claimed
    if listed:
        identity = "confirmed" if confirmed else "listed"
    else:
        identity = "self-asserted" if person else "unknown"
    signer = person.name if person else finding.signer.name if finding.signer else ""
    role = "组长" if person and person.leader else "评分人" if person else ""
    return Signed(
        signer,
        role,
        _time(finding),
        finding.intact,
        identity,
        str(Change.NOTHING),
        finding.sha256,
        finding.problem,
    )


def _time(finding: SignatureFinding) -> str | None:
    return finding.claimed.isoformat() if finding.claimed else None


def _signature_remark(one: Signed) -> Remark:
    values = {"signer": one.signer or "—", "role": one.role or "—", "time": one.time or "—"}
    if not one.intact:
        return Remark("signature-broken", values=values)
    return Remark(f"signed-{one.identity}", values=values)


def verification_document(found: Verification, language: Language) -> dict[str, Json]:
    """The JSON of `cpscore verify`."""
    return {
        "file": found.file,
        "kind": found.kind,
        "trustworthy": found.trustworthy,
        "root_sha256": found.root,
        "signatures": [
            {
                "signer": one.signer,
                "role": one.role,
                "time": one.time,
                "intact": one.intact,
                "identity": one.identity,
                "changed_after": one.changed_after,
            }
            for one in found.signatures
        ],
        "numbers": found.numbers,
        "text": "\n".join(sentences(found, language)),
    }


def sentences(found: Verification, language: Language) -> Sequence[str]:
    """The findings in words."""
    return [say(one.code, one.values, language) for one in found.findings]
