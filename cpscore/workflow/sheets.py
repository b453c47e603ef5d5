"""The sheets of a review: filled from what workflow knows, printed, and made ready to sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from cpscore.documents.appearance import signature_appearance
from cpscore.documents.pdf import write_pdf
from cpscore.documents.sheets.opinion import Signer, opinion_sheet
from cpscore.documents.sheets.summary import Record, Uncounted
from cpscore.exchange.ink import ink_document, read_ink
from cpscore.messages import say
from cpscore.rules.canonical import canonical
from cpscore.rules.declining import Declining
from cpscore.rules.form import Form
from cpscore.rules.ink import Ink
from cpscore.rules.review import CLOSING, Member, Review
from cpscore.rules.sheet import Sheet
from cpscore.signing.identity import Identity
from cpscore.signing.pdf import certify, with_signature_fields
from cpscore.workflow.collect import confirmations, strays
from cpscore.workflow.desk import Desk
from cpscore.workflow.evidence import (
    Attachments,
    merge_hash,
    roster_document,
    score_evidence,
    summary_evidence,
    texts,
)
from cpscore.workflow.packages import Package
from cpscore.workflow.paper import Paper
from cpscore.workflow.printing import SAY, SIGNED, print_score, print_summary, with_signature_line
from cpscore.workflow.settle import Panel


def score_pages(one: Paper, ink: Ink | None, day: str, *, submitted: bool) -> Sheet:
    """One expert's sheet as it stands."""
    return print_score(one.package, one.result, ink, day, submitted=submitted)


def form_pdf(desk: Desk, one: Paper) -> bytes:
    """A form that is filled in once for the review, to be signed and sealed on paper."""
    return write_pdf(score_pages(one, None, day_of(desk), submitted=True), at=desk.now()).pdf


def signed_score_sheet(desk: Desk, one: Paper, identity: Identity, ink: Ink) -> bytes:
    """The sheet inside a ballot: signed with the expert's key, its answers travelling inside."""
    day, kept = day_of(desk), read_ink(canonical(ink_document(ink)))
    sheet = score_pages(one, kept, day, submitted=True)
    evidence = score_evidence(one.package, one.result, kept, day)
    return signed_alone(desk, replace(sheet, attachments=evidence), identity)


def signed_alone(desk: Desk, sheet: Sheet, identity: Identity) -> bytes:
    """A sheet with one signature place behind everything, signed there: nothing may follow."""
    printed = write_pdf(with_signature_line(sheet), at=desk.now())
    [place] = printed.places
    when = desk.now().strftime("%Y-%m-%d %H:%M")
    words = say("signed-by", {"name": identity.person.name, "time": when})
    appearance = signature_appearance(None, [words], place.width, place.height)
    ready = with_signature_fields(printed.pdf, printed.places)
    return certify(ready, SIGNED, identity, at=desk.now(), appearance=appearance)


def summary_pages(desk: Desk, one: Panel) -> Sheet:
    """评分汇总表, with the ballots it follows from inside."""
    assert one.result is not None
    out = [
        Uncounted(
            taken.file, taken.member.name if taken.member else "", taken.code, texts(taken.values)
        )
        for taken in (
            *(other for place in one.places for other in place.others),
            *strays(desk, one.review.id),
        )
    ]
    ballots = [place.taken.ballot for place in one.places if place.taken and place.taken.ballot]
    records = {id: Record(made.by, made.at) for id, made in one.decided.items()}
    roster = roster_bytes(desk, one.review)
    evidence = summary_evidence(one.package, ballots, one.result, one.files, roster, out, records)
    sheet = print_summary(one.package, one.result, out, records)
    return replace(sheet, attachments=evidence)


@dataclass(frozen=True, slots=True)
class Wording:
    """What an opinion says: paragraphs and head by id, 保留意见 by member, and who does not sign
    but says why.
    """

    texts: Mapping[str, str]
    fields: Mapping[str, str]
    dissents: Mapping[str, str]
    declined: Mapping[str, Declining] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs with a key of their own, whose handwriting stands there, and on which day."""

    day: str
    by_key: tuple[str, ...] = ()
    by_hand: Mapping[str, Ink] = field(default_factory=dict)


def opinion_pages(
    package: Package,
    form: Form,
    wording: Wording,
    panel: Panel | None,
    signing: Signing,
    evidence: Attachments,
) -> Sheet:
    """意见 as the official sheet has it: the leader's line alone; members sign on the page behind.

    The leader certifies in the official line and closes on the appended page.
    """
    review = package.review
    leader = review.leader
    signers = [_signer(member, wording, signing) for member in review.members]
    sheet = opinion_sheet(
        form,
        review,
        wording.texts,
        signers,
        fields=wording.fields,
        date=signing.day,
        root=package.root,
        code=package.code,
        leader_field=leader.id if leader and leader.id in signing.by_key else None,
        leader_ink=signing.by_hand.get(leader.id) if leader else None,
        panel=panel.result if panel else None,
        say=SAY,
    )
    return replace(sheet, attachments=evidence)


def _signer(member: Member, wording: Wording, signing: Signing) -> Signer:
    by_key = member.id in signing.by_key
    own = CLOSING if member.leader else member.id
    return Signer(
        member.name,
        member.leader,
        own if by_key else None,
        None if member.leader else signing.by_hand.get(member.id),
        signing.day if member.id in signing.by_hand else "",
        wording.dissents.get(member.id, ""),
        member.organisation,
        None if by_key or member.id in signing.by_hand else wording.declined.get(member.id),
    )


def ballot_hashes(one: Panel) -> Mapping[str, str]:
    """The hashes of the ballots that count, by member."""
    ballots = [place.taken.ballot for place in one.places if place.taken and place.taken.ballot]
    return {ballot.member.id: ballot.sha256 for ballot in ballots}


def merged_hashes(panels: Iterable[Panel]) -> Mapping[str, str]:
    """By form, the hash of what the panel's ballots and decisions come to."""
    return {
        one.form.id: merge_hash(ballot_hashes(one), one.result, one.files)
        for one in panels
        if one.result
    }


def roster_bytes(desk: Desk, review: Review) -> bytes:
    """The roster with the keys that are known by now: listed, or confirmed at the table."""
    here = confirmations(desk, review.id)
    known = [
        replace(member, certificate=here.get(member.id, member.certificate))
        for member in review.members
    ]
    return canonical(roster_document(review.id, known))


def day_of(desk: Desk) -> str:
    """Today, as YYYY-MM-DD."""
    return desk.now().date().isoformat()
