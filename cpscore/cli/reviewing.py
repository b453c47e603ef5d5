"""A review as the JSON of the terminal: its entry in a list, and whole."""

from __future__ import annotations

from collections.abc import Iterator

from cpscore.cli.output import Console
from cpscore.rules.canonical import Json
from cpscore.rules.outcome import average, named, panel_document
from cpscore.workflow.collect import Taken, confirmations, strays
from cpscore.workflow.desk import Desk
from cpscore.workflow.opinion import NoOpinionForm, Opinion, opinion
from cpscore.workflow.prepare import dates_of, procedure_of, withdrawn_from
from cpscore.workflow.reviews import Standing
from cpscore.workflow.settle import Panel


def listed(one: Standing) -> Json:
    """Its entry in the list; numbers only where it is led from here."""
    review = one.review
    first = next((panel.result for panel in one.panels if panel.result), None)
    return {
        "id": review.id,
        "enterprise": review.enterprise.name,
        "date": review.date,
        "stage": review.stage,
        "procedure": one.procedure or None,
        "forms": [form.id for form in review.forms],
        "members": [member.name for member in review.members],
        "leading": one.leading,
        "counted": [len(counted(panel)) for panel in one.panels],
        "total": average(first.total) if first else None,
        "verdict": named(first.verdict) if first else None,
        "opinion": one.opinion.state,
        "signed": list(one.opinion.signed),
    }


def counted(panel: Panel) -> list[str]:
    """The members whose ballot counts."""
    return [place.member.name for place in panel.places if place.state == "accepted"]


def whole(desk: Desk, one: Standing, console: Console) -> Json:
    """Everything that is known of a review here."""
    review, known = one.review, confirmations(desk, one.review.id)
    procedure = procedure_of(desk, review)
    enterprise = review.enterprise
    return {
        "id": review.id,
        "root_sha256": one.package.root,
        "stage": review.stage,
        "procedure": {"id": procedure.id, "title": procedure.title} if procedure else None,
        "enterprise": {
            "name": enterprise.name,
            "categories": list(enterprise.categories),
            "address": enterprise.address,
            "consultant": enterprise.consultant,
        },
        "date": review.date,
        "organiser": review.organiser,
        "place": review.place,
        "attendees": review.attendees,
        "created": review.created,
        "leading": one.leading,
        "forms": [
            {"id": form.id, "version": form.version, "sha256": form.sha256,
             "title": one.package.definition(form.id).form.title}
            for form in review.forms
        ],
        "members": [
            {"id": member.id, "name": member.name, "organisation": member.organisation,
             "title": member.title, "role": "leader" if member.leader else "member",
             "certificate": known.get(member.id, member.certificate),
             "identity": "confirmed" if member.id in known
             else "listed" if member.certificate else "unknown"}
            for member in review.members
        ],
        "withdrawn": [
            {"name": gone.name, "organisation": gone.organisation, "title": gone.title,
             "conflict": gone.reason}
            for gone in withdrawn_from(desk, review.id)
        ],
        "deadlines": [
            {"id": due.id, "text": due.text, "article": due.article, "date": day.isoformat(),
             "after": str(due.moment)}
            for due, day in dates_of(desk, review)
        ],
        "flags": [{"code": code, "text": console.say(code, values)}
                  for code, values in flags(desk, one)],
        "panels": [panel_whole(panel, console) for panel in one.panels],
        "strays": [taken_document(file, console) for file in strays(desk, review.id)],
        "opinion": opinion_whole(desk, one),
    }  # fmt: skip


def flags(desk: Desk, one: Standing) -> Iterator[tuple[str, dict[str, object]]]:
    """What the leader should know of the plan; it hinders nothing."""
    procedure, members = procedure_of(desk, one.review), len(one.review.members)
    scored = [form.panel.minimum for form in one.package.scored if form.scored]
    least = max((procedure.minimum if procedure else 0, *scored))
    if members < least:
        yield "few-members", {"members": members, "minimum": least}
    if dates_of(desk, one.review):
        yield "holidays-not-considered", {}


def panel_whole(panel: Panel, console: Console) -> Json:
    """One form: what each member handed in, and what it comes to."""
    return {
        "form": panel.form.id,
        "places": [
            {"expert": place.member.name, "state": place.state,
             "taken": taken_document(place.taken, console) if place.taken else None,
             "others": [taken_document(other, console) for other in place.others]}
            for place in panel.places
        ],
        "decided": {
            id: {"sustained": made.sustained, "reason": made.reason, "by": made.by, "at": made.at}
            for id, made in panel.decided.items()
        },
        "result": panel_document(panel.result, panel.files, console.say) if panel.result else None,
    }  # fmt: skip


def taken_document(taken: Taken, console: Console) -> dict[str, Json]:
    """A file that arrived: whether it counts, and why not."""
    ballot = taken.ballot
    return {
        "file": taken.file,
        "sha256": taken.sha256 or None,
        "accepted": taken.code == "accepted",
        "code": taken.code,
        "text": console.say(taken.code, taken.values),
        "expert": ballot.member.name if ballot else None,
        "form": taken.form_id,
        "revision": ballot.ballot.revision if ballot else None,
        "identity": taken.identity,
        "key_code": taken.key_code or None,
    }


def opinion_whole(desk: Desk, one: Standing) -> Json:
    """The words of the opinion and where its signing stands; null without a form for it."""
    if not one.leading:
        return None
    try:
        return opinion_document(opinion(desk, one.review.id))
    except NoOpinionForm:
        return None


def opinion_document(one: Opinion) -> dict[str, Json]:
    """The opinion as it stands; people by name."""
    names = {member.id: member.name for member in one.review.members}
    state = one.state
    return {
        "form": one.form.id,
        "edition": state.edition,
        "state": state.state,
        "ready": one.ready,
        "head": dict(one.fields),
        "paragraphs": dict(one.texts),
        "dissents": {names[id]: text for id, text in state.dissents.items()},
        "expected": [names[id] for id in state.expected],
        "signed": [names[id] for id in state.signed],
        "voided": [
            {"edition": one.edition, "reason": one.reason, "time": one.at} for one in state.voided
        ],
    }
