"""Collecting ballots: each one that arrives is kept and shown, and counts only when it is
believed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from cpscore.files import Unreadable, files_in, is_folder, read_capped
from cpscore.rules.answers import Answers
from cpscore.rules.canonical import sha256
from cpscore.rules.problem import Failure, Unacceptable
from cpscore.rules.review import Member
from cpscore.signing.identity import short_code
from cpscore.workflow.ballots import (
    SUFFIX,
    OpenBallot,
    UnknownMember,
    WrongReview,
    WrongSigner,
    open_ballot,
)
from cpscore.workflow.desk import Desk, Progress, silent
from cpscore.workflow.opinion_state import demand_open
from cpscore.workflow.paper import Receipt, paper
from cpscore.workflow.prepare import kept_bytes, package_of, packages_of, text
from cpscore.workflow.recheck import recheck_ballot

MOST_BYTES = 96 * 1024 * 1024
MOST_FILES = 200


class StrangeSheet(Failure):
    """The sheet inside a ballot does not say what the ballot says: `member` made it so."""

    code = "sheet-differs"


@dataclass(frozen=True)
class Taken:
    """One file that arrived: `code` is `accepted`, or that of the reason why it does not count.

    `identity`: `confirmed` when the codes were compared, `listed` when the roster names the key,
    `self-asserted` when nothing but the ballot itself says whose it is.
    """

    file: str
    sha256: str
    at: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    ballot: OpenBallot | None = None
    identity: str = "unknown"

    @property
    def member(self) -> Member | None:
        """Whose it is, as far as can be told."""
        return self.ballot.member if self.ballot else None

    @property
    def form_id(self) -> str | None:
        """The form it answers."""
        return self.ballot.definition.form.id if self.ballot else None

    @property
    def answers(self) -> Answers | None:
        """Its answers, where it counts."""
        return self.ballot.answers if self.ballot and self.code == "accepted" else None

    @property
    def certificate(self) -> str:
        """The SHA-256 of the certificate it was signed with; empty where there is none."""
        return (self.ballot.finding.sha256 if self.ballot else None) or ""

    @property
    def key_code(self) -> str:
        """The short code of the key it was signed with, to compare aloud."""
        return short_code(self.certificate) if self.certificate else ""


@dataclass(frozen=True, slots=True)
class Place:
    """A member's place in the box: `missing`, `accepted` or `problem`; `others` did not count."""

    member: Member
    state: str
    taken: Taken | None = None
    others: tuple[Taken, ...] = ()


def take_in(
    desk: Desk, review_id: str, path: Path, progress: Progress = silent
) -> tuple[Taken, ...]:
    """Take in a ballot, or every ballot in a folder or on a stick.

    A bad one never stops the others.

    Raises Signing once the opinion is being signed, Unreadable for a folder.
    """
    demand_open(desk, review_id)
    found = files_in(path, SUFFIX) if is_folder(path) else [path]
    names: list[str | Taken] = []
    for at, file in enumerate(found):
        progress(at / len(found), "collecting")
        if at < MOST_FILES:
            names.append(_take(desk, review_id, file))
        else:
            names.append(Taken(file.name, "", desk.at(), "too-many-ballots", {"most": MOST_FILES}))
    known = {one.sha256: one for one in received(desk, review_id)}
    return tuple(known[name] if isinstance(name, str) else name for name in names)


def own_ballots(desk: Desk, review_id: str) -> tuple[Receipt, ...]:
    """Ballots that members submitted on this machine, and that were not taken in yet."""
    package = package_of(desk, review_id)
    here = _taken_names(desk, review_id)
    papers = (
        paper(desk, review_id, form.id, member.id)
        for form in package.scored
        for member in package.review.members
    )
    receipts = (one.submitted for one in papers if one.submitted)
    return tuple(one for one in receipts if one.sha256 not in here)


def take_own(desk: Desk, review_id: str) -> tuple[Taken, ...]:
    """Take in what was submitted on this machine, without a stick. Raises Signing, DamagedBlob."""
    demand_open(desk, review_id)
    names = [
        _keep(desk, review_id, one.file_name, kept_bytes(desk, one.sha256))
        for one in own_ballots(desk, review_id)
    ]
    known = {one.sha256: one for one in received(desk, review_id)}
    return tuple(known[name] for name in names)


def _take(desk: Desk, review_id: str, file: Path) -> str | Taken:
    """Keep a file; its hash, or why it cannot even be read."""
    try:
        data = read_capped(file, MOST_BYTES)
    except Unreadable as failure:
        return Taken(file.name, "", desk.at(), failure.code, failure.values)
    return _keep(desk, review_id, file.name, data)


def _keep(desk: Desk, review_id: str, file: str, data: bytes) -> str:
    """Keep what arrived and say so in the journal, once; its hash."""
    name = sha256(data)
    if name not in _taken_names(desk, review_id):
        with desk.store.together():
            desk.store.keep(data, "ballot")
            body = {"file": file, "sha256": name, "sheet": _sheet(data)}
            desk.store.append(review_id, "ballot-taken", body, by="", at=desk.at())
    return name


def _sheet(data: bytes) -> str:
    """Whether a ballot's sheet says what the ballot says, looked at once: printing takes time, and
    a later version may lay it out differently.
    """
    try:
        opened = _opened(data)
    except Failure:
        # What is no ballot has no sheet to differ; why it is none is told wherever it is judged.
        return "same"
    return "same" if recheck_ballot(opened) else "differs"


def _taken_names(desk: Desk, review_id: str) -> set[str]:
    """The hashes of everything that arrived."""
    entries = desk.store.entries(review_id, ("ballot-taken",))
    return {text(entry.body, "sha256") for entry in entries}


def received(desk: Desk, review_id: str) -> tuple[Taken, ...]:
    """Everything that arrived, in order, each looked at anew and weighed against the others."""
    confirmed = confirmations(desk, review_id)
    packages = packages_of(desk, review_id)
    judged = [
        replace(
            judge(
                packages,
                kept_bytes(desk, text(entry.body, "sha256")),
                confirmed,
                differs=_differs(entry.body),
            ),
            file=text(entry.body, "file"),
            at=entry.at,
        )
        for entry in desk.store.entries(review_id, ("ballot-taken",))
    ]
    return tuple(weighed(judged))


def _differs(body: object) -> bool:
    return isinstance(body, Mapping) and body.get("sheet") == "differs"


def judge(
    packages: Collection[str], data: bytes, confirmed: Mapping[str, str], *, differs: bool = False
) -> Taken:
    """One file by itself: whether it is a ballot of this review that can be believed.

    It must answer one of our own packages (by hash): a roster that somebody else made up for the
    same review proves nothing here.
    """
    blank = Taken("", sha256(data), "", "accepted")
    try:
        opened = _opened(data)
        if opened.package.sha256 not in packages:
            raise WrongReview(found=opened.package.review.id)
        known = confirmed.get(opened.member.id)
        if known is not None and known != opened.finding.sha256:
            raise WrongSigner(member=opened.member.name)
        if differs:
            raise StrangeSheet(member=opened.member.name)
    except Unacceptable as refusal:
        first = refusal.problems[0]
        return replace(blank, code=first.code, values={"path": first.path, **first.values})
    except Failure as failure:
        return replace(blank, code=failure.code, values=failure.values)
    return replace(blank, ballot=opened, identity=_identity(opened, known))


def _identity(opened: OpenBallot, confirmed: str | None) -> str:
    if confirmed == opened.finding.sha256:
        return "confirmed"
    return "listed" if opened.member.certificate else "self-asserted"


def weighed(taken: Sequence[Taken]) -> Iterator[Taken]:
    """Of one member's ballots on one form the latest revision counts; a fork counts for neither."""
    for one in taken:
        if one.ballot is None:
            yield one
            continue
        rivals = [other.ballot for other in taken if other.ballot and _rival(one, other)]
        revision = one.ballot.ballot.revision
        if any(other.ballot.revision == revision for other in rivals):
            yield replace(one, code="forked-ballot", values={"revision": revision})
        elif any(other.ballot.revision > revision for other in rivals):
            yield replace(one, code="older-ballot", values={"revision": revision})
        elif any(other.finding.sha256 != one.ballot.finding.sha256 for other in rivals):
            yield replace(one, code="wrong-signer", values={"member": one.ballot.member.name})
        else:
            yield one


def _rival(one: Taken, other: Taken) -> bool:
    """Whether two files answer the same form for the same member."""
    return (
        other.sha256 != one.sha256
        and other.form_id == one.form_id
        and other.member is not None
        and one.member is not None
        and other.member.id == one.member.id
    )


@lru_cache(maxsize=256)
def _opened(data: bytes) -> OpenBallot:
    return open_ballot(data)


def box(desk: Desk, review_id: str, form_id: str) -> tuple[Place, ...]:
    """A row per member: what they handed in on this form, and what of it counts."""
    package = package_of(desk, review_id)
    here = [one for one in received(desk, review_id) if one.form_id == form_id]
    return tuple(_place(member, here) for member in package.review.members)


def _place(member: Member, here: list[Taken]) -> Place:
    mine = [one for one in here if one.member and one.member.id == member.id]
    accepted = [one for one in mine if one.code == "accepted"]
    others = tuple(one for one in mine if one.code != "accepted")
    if accepted:
        return Place(member, "accepted", accepted[-1], others)
    return Place(member, "problem" if others else "missing", None, others)


def strays(desk: Desk, review_id: str) -> tuple[Taken, ...]:
    """What arrived and could not be believed as anybody's ballot of this review: kept and shown."""
    return tuple(one for one in received(desk, review_id) if one.ballot is None)


def confirm(desk: Desk, review_id: str, member_id: str, certificate: str, by: str) -> None:
    """Record that the codes were compared: the member's key is the one of this certificate.

    It is named: on another form somebody else's key may sign in the member's name. Raises
    UnknownMember where no ballot of the member that counts is signed with it.
    """
    keys = {
        (one.ballot.member.id, one.certificate)
        for one in received(desk, review_id)
        if one.ballot and one.answers
    }
    if (member_id, certificate) not in keys:
        raise UnknownMember(member=member_id)
    body = {"member": member_id, "certificate": certificate}
    desk.store.append(review_id, "confirmed", body, by=by, at=desk.at())


def confirmations(desk: Desk, review_id: str) -> Mapping[str, str]:
    """The certificates that were confirmed, by member."""
    return {
        text(entry.body, "member"): text(entry.body, "certificate")
        for entry in desk.store.entries(review_id, ("confirmed",))
    }
