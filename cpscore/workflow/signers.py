"""Whose signature it is, as far as this machine and the signed roster can tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cpscore.rules.problem import Remark
from cpscore.rules.review import Member
from cpscore.signing.findings import Change, SignatureFinding
from cpscore.signing.identity import short_code
from cpscore.workflow.collect import confirmations
from cpscore.workflow.desk import Desk
from cpscore.workflow.packages import Package
from cpscore.workflow.prepare import package_of
from cpscore.workflow.zone import CHINA

TRUSTED = ("listed", "confirmed")


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature, judged: `identity` says how far it is known who holds the key; `closing` is
    the leader's last one, behind which nothing follows.
    """

    signer: str
    role: str
    time: str | None
    intact: bool
    identity: str
    changed_after: str
    certificate: str | None = None
    problem: str | None = None
    closing: bool = False


class Known:
    """Whose certificates are known in a review: by the signed roster, by the leader's roster
    inside a sheet, and by what was confirmed on this machine, which goes before both.
    """

    def __init__(
        self, package: Package, roster: Mapping[str, str] | None, desk: Desk | None
    ) -> None:
        self.package = package
        self.problems: tuple[Remark, ...] = () if roster is not None else (Remark("other-roster"),)
        listed = {one.id: one.certificate for one in package.review.members if one.certificate}
        here = self._confirmed(desk)
        self.certificates = {
            certificate: (id, id in here)
            for id, certificate in {**(roster or {}), **listed, **here}.items()
        }

    def _confirmed(self, desk: Desk | None) -> Mapping[str, str]:
        """The certificates confirmed here; a review of another root is not the one known here."""
        id = self.package.review.id
        if desk is None or id not in desk.store.reviews():
            return {}
        if package_of(desk, id).root != self.package.root:
            enterprise = self.package.review.enterprise.name
            self.problems += (Remark("root-not-here", values={"enterprise": enterprise}),)
            return {}
        return confirmations(desk, id)

    def member_id(self, certificate: str) -> str:
        """Whose certificate it is; empty for a stranger's."""
        return self.certificates.get(certificate, ("", False))[0]


def judged(finding: SignatureFinding, known: Known | None, member: Member | None = None) -> Signed:
    """A signature with its signer; `member` is whom the file itself names."""
    named = finding.signer.name if finding.signer else ""
    members = known.package.review.members if known else ()
    id, confirmed = (
        known.certificates.get(finding.sha256 or "", ("", False)) if known else ("", False)
    )
    listed = next((one for one in members if one.id == id), None)
    claimed = next((one for one in members if one.name == named and not one.certificate), None)
    person = listed or member or claimed
    if listed:
        identity = "confirmed" if confirmed else "listed"
    else:
        identity = "self-asserted" if person else "unknown"
    return Signed(
        person.name if person else named,
        ("组长" if person.leader else "评分人") if person else "",
        _time(finding),
        finding.intact,
        identity,
        str(Change.NOTHING),
        finding.sha256,
        finding.problem,
    )


def _time(finding: SignatureFinding) -> str | None:
    return finding.claimed.isoformat() if finding.claimed else None


def in_words(time: str | None) -> str:
    """A claimed time as people here read a clock, whatever zone the signature wrote it in."""
    if time is None:
        return "—"
    return f"{datetime.fromisoformat(time).astimezone(CHINA):%Y-%m-%d %H:%M} (UTC+8)"


def signature_remarks(signatures: Sequence[Signed]) -> Sequence[Remark]:
    """What to say of the signatures: whose, with which key, what came after, what a time means."""
    said = [_remark(one) for one in signatures]
    if any(one.changed_after == Change.SIGNATURES for one in signatures):
        said.append(Remark("signed-in-turn"))
    return [*said, Remark("times-claimed")] if said else said


def _remark(one: Signed) -> Remark:
    values = {
        "signer": one.signer or "—",
        "role": "定稿" if one.closing and one.role == "组长" else one.role or "—",
        "time": in_words(one.time),
        "code": key_code(one.certificate),
    }
    if not one.intact:
        return Remark("signature-broken", values=values)
    if one.changed_after == Change.CONTENT:
        return Remark("signed-then-changed", values=values)
    return Remark(f"signed-{one.identity}", values=values)


def key_code(certificate: str | None) -> str:
    """The short code of a key, as it is compared aloud."""
    return short_code(certificate) if certificate else "—"
