"""Whether a file can be trusted, in plain words: who signed, what changed since, whether the
numbers follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cpscore.exchange.archive import INDEX, LIMITS
from cpscore.exchange.container import unpack
from cpscore.files import read_capped
from cpscore.messages import Language, say
from cpscore.rules.canonical import Json
from cpscore.rules.ijson import unreadable
from cpscore.rules.problem import Failure, Remark, Unacceptable
from cpscore.workflow.archive import SUFFIX as ARCHIVE_SUFFIX
from cpscore.workflow.ballots import BALLOT, open_ballot
from cpscore.workflow.ballots import SUFFIX as BALLOT_SUFFIX
from cpscore.workflow.desk import Desk
from cpscore.workflow.packages import SUFFIX as PACKAGE_SUFFIX
from cpscore.workflow.packages import open_package
from cpscore.workflow.recheck import recheck_ballot
from cpscore.workflow.signers import TRUSTED, Known, judged, key_code, signature_remarks
from cpscore.workflow.verify_archive import verify_archive
from cpscore.workflow.verify_pdf import DO_NOT_FOLLOW, FOLLOW, NOT_INSIDE, Verification, verify_pdf
from cpscore.workflow.verify_reading import verify_reading

MOST_BYTES = 200 * 1024 * 1024
SELF_ASSERTED = "signed-self-asserted"
# What is said of a file in which nothing is wrong.
SOUND = {
    "signed-confirmed",
    "signed-listed",
    "numbers-follow",
    "numbers-not-inside",
    "numbers-in-the-summary",
    "times-claimed",
    "signed-in-turn",
    "pages-not-compared",
    "not-signed-by",
    "archive-holds",
    "archive-voided",
    "archive-unsigned",
    "is-score",
    "is-summary",
    "is-opinion",
}
KINDS = {
    ".pdf": "pdf",
    BALLOT_SUFFIX: "ballot",
    PACKAGE_SUFFIX: "package",
    ARCHIVE_SUFFIX: "archive",
}


def verify_file(path: Path, root: str | None = None, desk: Desk | None = None) -> Verification:
    """What a PDF, a ballot, a package or an archive proves; with `root`, only that review will do.

    A desk adds what was confirmed on this machine. Raises Unreadable, and Unacceptable for a file
    of another kind.
    """
    data = read_capped(path, MOST_BYTES)
    found = _verified(path, data, desk)
    if root is not None and found.root != "".join(root.replace(":", "").split()).lower():
        other = Remark("root-differs", values={"root": root, "found": found.root or "—"})
        found = replace(found, trustworthy=False, findings=(other, *found.findings))
    return replace(found, findings=(Remark(_verdict(found)), *found.findings))


def _verdict(found: Verification) -> str:
    """The first sentence; where only a comparison of keys is missing, nobody is called a cheat."""
    if found.trustworthy:
        return "trustworthy"
    codes = {one.code for one in found.findings}
    if "reading-same" in codes or "reading-differs" in codes:
        return "reading-copy"
    if codes == {"pdf-unsigned"}:
        return "nothing-signed"
    waits = SELF_ASSERTED in codes and codes <= SOUND | {SELF_ASSERTED}
    return "not-compared-yet" if waits else "not-trustworthy"


def _verified(path: Path, data: bytes, desk: Desk | None) -> Verification:
    kind = KINDS.get(path.suffix.lower())
    if data.startswith(b"%PDF-"):
        found = verify_pdf(str(path), data, desk)
        reading = None if found.signatures else verify_reading(str(path), data, desk)
        return reading or found
    try:
        contents = unpack(data, LIMITS)
    except Failure as failure:
        if kind is None:
            raise Unacceptable([unreadable("not-ours").inside(str(path))]) from None
        if kind == "pdf":
            return _no_pdf(path)
        return _refused(path, kind, failure)
    if INDEX in contents.files:
        return _archive(path, data, desk)
    return _ballot(path, data, desk) if BALLOT in contents.files else _package(path, data, desk)


def _refused(path: Path, kind: str, failure: Failure) -> Verification:
    """A file that is not even what it claims to be."""
    return Verification(str(path), kind, False, None, (), NOT_INSIDE, (_remark(failure),))


def _no_pdf(path: Path) -> Verification:
    """What calls itself a PDF and does not begin like one."""
    return Verification(str(path), "pdf", False, None, (), NOT_INSIDE, (Remark("pdf-not-a-pdf"),))


def _remark(failure: Failure) -> Remark:
    if isinstance(failure, Unacceptable) and failure.problems:
        first = failure.problems[0]
        return Remark(first.code, values={"path": first.path, **first.values})
    return Remark(failure.code, values=failure.values)


# Archives, packages and ballots ------------------------------------------------------------------


def _archive(path: Path, data: bytes, desk: Desk | None) -> Verification:
    try:
        return verify_archive(str(path), data, desk)
    except Failure as failure:
        return _refused(path, "archive", failure)


def _package(path: Path, data: bytes, desk: Desk | None) -> Verification:
    try:
        package = open_package(data)
    except Failure as failure:
        return _refused(path, "package", failure)
    known = Known(package, {}, desk)
    signed = judged(package.finding, known)
    good = signed.identity in TRUSTED and not known.problems
    remarks = (*known.problems, *signature_remarks([signed]))
    return Verification(str(path), "package", good, package.root, (signed,), NOT_INSIDE, remarks)


def _ballot(path: Path, data: bytes, desk: Desk | None) -> Verification:
    try:
        ballot = open_ballot(data)
    except Failure as failure:
        return _refused(path, "ballot", failure)
    known = Known(ballot.package, {}, desk)
    signed = judged(ballot.finding, known, ballot.member)
    follow = recheck_ballot(ballot)
    good = signed.identity in TRUSTED and follow and not known.problems
    numbers = FOLLOW if follow else DO_NOT_FOLLOW
    remarks = (*known.problems, *signature_remarks([signed]), Remark(f"numbers-{numbers}"))
    return Verification(str(path), "ballot", good, ballot.package.root, (signed,), numbers, remarks)


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
                "key": key_code(one.certificate),
            }
            for one in found.signatures
        ],
        "numbers": found.numbers,
        "text": "\n".join(sentences(found, language)),
    }


def sentences(found: Verification, language: Language) -> Sequence[str]:
    """The findings in words."""
    return [say(one.code, one.values, language) for one in found.findings]
