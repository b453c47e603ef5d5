"""The opinion (意见): written from facts, laid out once, signed by the panel, void when anything
changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from cpscore.documents.appearance import signature_appearance
from cpscore.documents.pdf import write_pdf
from cpscore.exchange.ink import ink_document, read_ink
from cpscore.messages import say
from cpscore.rules.canonical import Json, canonical
from cpscore.rules.form import Conclusion, Form, Paragraph
from cpscore.rules.ink import Ink
from cpscore.rules.problem import Failure
from cpscore.rules.review import CLOSING, Review
from cpscore.rules.scoring import Result
from cpscore.rules.sheet import Sheet
from cpscore.signing.copies import place_sizes
from cpscore.signing.identity import Identity
from cpscore.signing.pdf import certify, close, sign, with_signature_fields
from cpscore.workflow.collect import confirmations
from cpscore.workflow.desk import Desk
from cpscore.workflow.evidence import opinion_evidence
from cpscore.workflow.failures import EmptyInk, NoReason, WrongIdentity
from cpscore.workflow.opinion_state import (
    OpinionState,
    demand_open,
    opinion_state,
)
from cpscore.workflow.packages import Package
from cpscore.workflow.prepare import kept_bytes, package_of
from cpscore.workflow.settle import Panel, panel
from cpscore.workflow.sheets import Signing as Signers
from cpscore.workflow.sheets import (
    Wording,
    day_of,
    merged_hashes,
    opinion_pages,
    roster_bytes,
)


class NoVerdict(Failure):
    """There is no verdict yet: something still stands in its way."""

    code = "no-verdict"


class NoOpinionForm(Failure):
    """The review has no form for an opinion."""

    code = "no-opinion-form"


class NotToSign(Failure):
    """This member is not awaited: not in this edition, signed already, or before the leader."""

    code = "not-to-sign"


class StillOpen(Failure):
    """Members who are to sign have not signed yet."""

    code = "signatures-open"


@dataclass(frozen=True)
class Opinion:
    """The opinion as it stands.

    `suggestions` are filled from facts, `remarks` from the members' ballots.
    """

    package: Package
    form: Form
    state: OpinionState
    panels: tuple[Panel, ...]
    suggestions: Mapping[str, str]
    remarks: tuple[tuple[str, str, str], ...]

    @property
    def review(self) -> Review:
        """The review it belongs to."""
        return self.package.review

    @property
    def verdict(self) -> Result | None:
        """The verdict of the first form, once nothing stands in any form's way."""
        first = next((one.result for one in self.panels), None)
        return first.verdict if first and self.ready else None

    @property
    def ready(self) -> bool:
        """Whether the panel is done with every form; some forms name no result at all."""
        return bool(self.panels) and all(one.result and one.result.settled for one in self.panels)

    @property
    def texts(self) -> Mapping[str, str]:
        """The paragraphs: what was written, else what the facts suggest."""
        return {**self.suggestions, **self.state.texts}

    @property
    def fields(self) -> Mapping[str, str]:
        """The head of the sheet: what was written, else what the review says."""
        return {**_head(self.form, self.review), **self.state.fields}


def opinion(desk: Desk, review_id: str) -> Opinion:
    """The opinion of a review. Raises NoOpinionForm."""
    package = package_of(desk, review_id)
    form = package.opinion
    if form is None:
        raise NoOpinionForm
    panels = tuple(panel(desk, review_id, one.id) for one in package.scored)
    state = opinion_state(desk, review_id)
    return Opinion(
        package, form, state, panels, _suggestions(form, panels), tuple(_remarks(panels))
    )


def _head(form: Form, review: Review) -> Mapping[str, str]:
    facts = {
        "organiser": review.organiser,
        "enterprise": review.enterprise.name,
        "consultant": review.enterprise.consultant,
        "attendees": review.attendees,
    }
    return {field.id: facts.get(field.id, "") for field in form.fields}


def _suggestions(form: Form, panels: tuple[Panel, ...]) -> Mapping[str, str]:
    """The conclusions' paragraphs, filled from the panel's results where nothing is open."""
    return {place.id: _suggestion(place, panels) for part in form.opinion for place in part.places}


def _suggestion(place: Paragraph, panels: tuple[Panel, ...]) -> str:
    meant = [one for one in panels if place.of in ("", one.form.id)]
    if place.fill != "conclusion" or not all(one.result and one.result.settled for one in meant):
        return ""
    facts = [(one.form.title, fact) for one in meant if (fact := _fact(one))]
    if len(meant) == 1:
        return "".join(fact for _, fact in facts)
    return "".join(say("opinion-of-form", {"form": form, "fact": fact}) for form, fact in facts)


def _fact(one: Panel) -> str:
    """What the panel found, in a sentence; nothing where the form names no result to note."""
    result = one.result
    verdict = result.verdict if result else None
    if result is None or verdict is None:
        return ""
    if isinstance(verdict, Conclusion) and not verdict.noted:
        return ""
    failing = [veto.veto.number or veto.veto.id for veto in result.vetoes if veto.fails]
    code = "opinion-vetoed" if failing else "opinion-passed" if result.vetoes else "opinion-scored"
    values = {
        "members": len(result.counted),
        "total": result.total.printed if result.total else "",
        "verdict": verdict.label,
        "vetoes": "、".join(failing),
    }
    # The opinion is an official paper: Chinese, whatever the screen speaks.
    sentence = say(code if result.total else "opinion-chosen", values)
    return sentence + (say("opinion-award", {"award": verdict.award}) if verdict.award else "")


def _remarks(panels: tuple[Panel, ...]) -> list[tuple[str, str, str]]:
    return [
        (one.answers.expert, _about(panel.form, id), remark)
        for panel in panels
        if panel.result
        for one in panel.result.counted
        for id, remark in one.answers.remarks.items()
    ]


def _about(form: Form, id: str) -> str:
    items = {item.id: item.name for item in form.items}
    return items.get(id) or id


# Writing ---------------------------------------------------------------------------------------


def write_text(desk: Desk, review_id: str, paragraph_id: str, written: str) -> Opinion:
    """Write a paragraph. Raises Signing once the opinion is being signed."""
    return _write(desk, review_id, "opinion-text", paragraph_id, written)


def write_field(desk: Desk, review_id: str, field_id: str, written: str) -> Opinion:
    """Write a line of the head. Raises Signing."""
    return _write(desk, review_id, "opinion-field", field_id, written)


def write_dissent(desk: Desk, review_id: str, member_id: str, written: str) -> Opinion:
    """Write a member's 保留意见; empty takes it away. Raises Signing."""
    return _write(desk, review_id, "opinion-dissent", member_id, written.strip())


def _write(desk: Desk, review_id: str, kind: str, id: str, written: str) -> Opinion:
    demand_open(desk, review_id)
    if id not in _writable(opinion(desk, review_id), kind):
        raise KeyError(id)
    body = {"id": id, "text": written}
    desk.store.append(review_id, kind, body, by=_leader_name(desk, review_id), at=desk.at())
    return opinion(desk, review_id)


def _writable(one: Opinion, kind: str) -> set[str]:
    """The ids that can be written: paragraphs, lines of the head, or members."""
    match kind:
        case "opinion-text":
            return {place.id for part in one.form.opinion for place in part.places}
        case "opinion-field":
            return {field.id for field in one.form.fields}
        case _:
            return {member.id for member in one.review.members}


def _leader_name(desk: Desk, review_id: str) -> str:
    leader = package_of(desk, review_id).review.leader
    return leader.name if leader else ""


def preview(desk: Desk, one: Opinion, mark: str = "") -> bytes:
    """The sheet as it would be printed now, unsigned; a `mark` stands on every page.

    Raises MissingCharacter.
    """
    sheet = _pages(desk, one, Signers(day_of(desk)))
    marks = (*sheet.marks, mark) if mark else sheet.marks
    return write_pdf(replace(sheet, marks=marks), at=desk.now()).pdf


def wording_of(one: Opinion) -> Wording:
    """What the opinion says."""
    return Wording(one.texts, one.fields, one.state.dissents, one.state.declined)


def _pages(desk: Desk, one: Opinion, signers: Signers) -> Sheet:
    return opinion_pages(
        one.package,
        one.form,
        wording_of(one),
        one.panels[0] if one.panels and one.panels[0].result else None,
        signers,
        opinion_evidence(
            one.package,
            roster_bytes(desk, one.review),
            one.state.edition + 1,
            merged_hashes(one.panels),
        ),
    )


# Signing ---------------------------------------------------------------------------------------


def finalise(
    desk: Desk, review_id: str, by_key: tuple[str, ...], by_hand: Mapping[str, Ink]
) -> Opinion:
    """Lay the opinion out with every signature place; from now on a change voids the signatures.

    `by_key` sign with their own keys, the leader among them; the handwriting of `by_hand` is
    theirs, the signature that holds it is the leader's. Raises NoVerdict, EmptyInk, NotToSign.
    """
    demand_open(desk, review_id)
    one = opinion(desk, review_id)
    leader = one.review.leader
    if not one.ready:
        raise NoVerdict
    if leader is None or leader.id not in by_key:
        raise NotToSign
    if any(ink.empty for ink in by_hand.values()):
        raise EmptyInk
    return lay_out(desk, one, by_key, by_hand)


def lay_out(
    desk: Desk, one: Opinion, by_key: tuple[str, ...], by_hand: Mapping[str, Ink]
) -> Opinion:
    """The next edition, with a place for each of `by_key`. Raises MissingCharacter."""
    printed = write_pdf(_pages(desk, one, Signers(day_of(desk), by_key, by_hand)), at=desk.now())
    pdf = with_signature_fields(printed.pdf, printed.places)
    review_id = one.review.id
    with desk.store.together():
        inks = {
            id: desk.store.keep(canonical(ink_document(ink)), "ink") for id, ink in by_hand.items()
        }
        body: dict[str, Json] = {
            "pdf": desk.store.keep(pdf, "opinion"),
            "by_key": list(by_key),
            "by_hand": list(by_hand),
            "inks": inks,
        }
        by = _leader_name(desk, review_id)
        desk.store.append(review_id, "opinion-final", body, by=by, at=desk.at())
    return opinion(desk, review_id)


def handwriting(desk: Desk, review_id: str) -> Mapping[str, Ink]:
    """What the members of the present edition wrote who sign by hand alone. Raises DamagedBlob."""
    *_, final = desk.store.entries(review_id, ("opinion-final",))
    assert isinstance(final.body, Mapping)
    inks = final.body["inks"]
    assert isinstance(inks, Mapping)
    return {id: read_ink(kept_bytes(desk, str(name))) for id, name in inks.items()}


def sign_opinion(
    desk: Desk, review_id: str, member_id: str, identity: Identity, ink: Ink | None
) -> Opinion:
    """A member's signature; the leader's comes first and certifies.

    Raises NotToSign, WrongIdentity, and what signing raises.
    """
    one = opinion(desk, review_id)
    state, leader = one.state, one.review.leader
    first = leader is not None and member_id == leader.id
    if state.state != "signing" or member_id not in state.expected or member_id in state.signed:
        raise NotToSign
    if first == bool(state.signed):
        raise NotToSign
    demand_own_key(desk, one.review, member_id, identity)
    assert state.pdf is not None
    member = one.review.member(member_id)
    assert member is not None
    pdf, now = kept_bytes(desk, state.pdf), desk.now()
    shown = appearance(pdf, member_id, member.name, ink, now)
    put = certify if first else sign
    signed = put(pdf, member_id, identity, at=now, appearance=shown)
    _record(desk, review_id, "opinion-signed", signed, member_id, member.name)
    return opinion(desk, review_id)


def close_opinion(desk: Desk, review_id: str, identity: Identity) -> Opinion:
    """The leader's last signature: nothing may be added after it. Raises StillOpen,
    WrongIdentity.
    """
    one = opinion(desk, review_id)
    state, leader = one.state, one.review.leader
    if state.state != "signing" or leader is None or state.pdf is None:
        raise NotToSign
    if set(state.signed) != set(state.expected):
        raise StillOpen
    demand_own_key(desk, one.review, leader.id, identity)
    pdf, now = kept_bytes(desk, state.pdf), desk.now()
    shown = appearance(pdf, CLOSING, leader.name, None, now)
    closed = close(pdf, CLOSING, identity, at=now, appearance=shown)
    _record(desk, review_id, "opinion-closed", closed, leader.id, leader.name)
    return opinion(desk, review_id)


def void_opinion(desk: Desk, review_id: str, reason: str) -> Opinion:
    """Back to writing: every signature is void, the reason is kept. Raises NoReason."""
    if not reason.strip():
        raise NoReason
    if opinion_state(desk, review_id).state != "writing":
        body = {"reason": reason.strip()}
        by = _leader_name(desk, review_id)
        desk.store.append(review_id, "opinion-void", body, by=by, at=desk.at())
    return opinion(desk, review_id)


def signed_opinion(desk: Desk, one: Opinion) -> bytes | None:
    """The opinion's file as it was signed last."""
    return kept_bytes(desk, one.state.pdf) if one.state.pdf else None


def demand_own_key(desk: Desk, review: Review, member_id: str, identity: Identity) -> None:
    """The key must be the one the roster or a confirmation names, where either does."""
    member, name = review.member(member_id), identity.person.name
    confirmed = confirmations(desk, review.id)
    if member is None or not review.is_key_of(member, identity.sha256, name, confirmed):
        raise WrongIdentity


def appearance(pdf: bytes, field: str, name: str, ink: Ink | None, now: datetime) -> bytes:
    """What a field of the file shows: handwriting, name, and the time as the laptop claims it.

    Raises UnusablePdf.
    """
    width, height = place_sizes(pdf)[field]
    when = now.strftime("%Y-%m-%d %H:%M")
    line = say("closed-by" if field == CLOSING else "signed-by", {"name": name, "time": when})
    return signature_appearance(ink, line.split("\n"), width, height)


def _record(desk: Desk, review_id: str, kind: str, pdf: bytes, member_id: str, name: str) -> None:
    with desk.store.together():
        body = {"pdf": desk.store.keep(pdf, "opinion"), "member": member_id}
        desk.store.append(review_id, kind, body, by=name, at=desk.at())
