"""Preparing a review, and taking one in: the leader's machine and the members'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from cpscore.files import read_capped
from cpscore.forms.catalogue import shipped
from cpscore.forms.procedures import procedures
from cpscore.rules.answers import expert_name
from cpscore.rules.form import Form, Status
from cpscore.rules.problem import Failure, Unacceptable
from cpscore.rules.procedure import Deadline, Procedure
from cpscore.rules.review import Enterprise, FormReference, Member, Review
from cpscore.signing.identity import Identity
from cpscore.store.failures import DamagedBlob
from cpscore.workflow.desk import Desk
from cpscore.workflow.overwriting import write_ours
from cpscore.workflow.packages import (
    SUFFIX,
    Definition,
    Package,
    assignment_problems,
    make_package,
    open_package,
)

MOST_BYTES = 16 * 1024 * 1024


class NoSuchReview(Failure):
    """This archive does not hold that review."""

    code = "no-such-review"


class OtherRoot(Failure):
    """A package of a review that is here already, signed with another key: not the same panel."""

    code = "other-root"


class NoLeader(Failure):
    """Nobody on the roster is the leader, and somebody has to sign it."""

    code = "no-leader"


class NobodyScores(Failure):
    """A section was assigned to nobody, and would have no points."""

    code = "nobody-scores"


class NoMembers(Failure):
    """A review needs at least one expert, each with a name of their own."""

    code = "no-members"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An expert who withdrew because of an interest (主动回避, 7.2), and which interest."""

    name: str
    organisation: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What the leader enters for a new review; `date` is the day of the visit.

    `withdrawn` are not on the roster; the journal keeps who withdrew, and why.
    """

    stage: str
    enterprise: Enterprise
    date: str
    forms: tuple[str, ...]
    members: tuple[Member, ...]
    organiser: str = ""
    place: str = ""
    attendees: str = ""
    withdrawn: tuple[Withdrawn, ...] = ()


def definitions_on_offer(desk: Desk) -> tuple[Definition, ...]:
    """The forms a review can begin with: shipped ones and this user's own."""
    return tuple(
        Definition(found.form, found.yaml) for found in shipped(desk.data) if found.form is not None
    )


def forms_on_offer(desk: Desk) -> tuple[Form, ...]:
    """The forms a review can begin with."""
    return tuple(one.form for one in definitions_on_offer(desk))


def procedures_on_offer(desk: Desk) -> tuple[Procedure, ...]:
    """The procedures all of whose forms are on offer; then each form of the user's own that is in
    none of them, alone.
    """
    offered = {form.id: form for form in forms_on_offer(desk)}
    every = [one.procedure for one in procedures(desk.data) if one.procedure]
    found = [one for one in every if offered.keys() >= set(one.forms)]
    named = {id for one in found for id in one.forms}
    own = (
        form
        for form in offered.values()
        if form.status is Status.ADOPTED and form.id not in named and not form.opinion
    )
    alone = (Procedure(one.id, one.title, "", one.stage, one.source, (one.id,)) for one in own)
    return (*found, *alone)


def shipped_procedures() -> tuple[Procedure, ...]:
    """The procedures that come with the program."""
    return tuple(one.procedure for one in procedures() if one.procedure)


def procedure_of(desk: Desk, review: Review) -> Procedure | None:
    """The procedure a review follows: the one with exactly its forms."""
    forms = {one.id for one in review.forms}
    found = (one.procedure for one in procedures(desk.data))
    return next((one for one in found if one and set(one.forms) == forms), None)


def dates_of(desk: Desk, review: Review) -> tuple[tuple[Deadline, date], ...]:
    """What is due before and after the visit, and when: weekends skipped, holidays not considered
    (`holidays-not-considered` says so).

    Nobody knows yet when a certificate will be issued: what runs from it is counted from the visit,
    as the earliest day.
    """
    procedure = procedure_of(desk, review)
    try:
        visit = date.fromisoformat(review.date)
    except ValueError:
        return ()
    return tuple((one, one.due(visit)) for one in procedure.deadlines) if procedure else ()


def new_review(desk: Desk, plan: Plan, leader: Identity) -> Review:
    """A new review; its roster is signed with the leader's key. Raises NoLeader, NoMembers,
    NobodyScores, and Unacceptable for sections the forms do not have.
    """
    names = [expert_name(member.name) for member in plan.members]
    if not names or not all(names) or len(set(names)) < len(names):
        raise NoMembers
    if not any(member.leader for member in plan.members):
        raise NoLeader
    offered = {one.form.id: one for one in definitions_on_offer(desk)}
    chosen = [offered[id] for id in plan.forms]
    _demand_scorers(plan.members, [one.form for one in chosen])
    review = Review(
        id=desk.fresh(),
        stage=plan.stage,
        enterprise=plan.enterprise,
        date=plan.date,
        forms=tuple(FormReference(one.form.id, one.form.version, one.sha256) for one in chosen),
        members=tuple(_numbered(plan.members, leader.sha256)),
        created=desk.at(),
        organiser=plan.organiser,
        place=plan.place,
        attendees=plan.attendees,
    )
    data = make_package(review, chosen, leader, desk.now())
    with desk.store.together():
        _keep(desk, data, "review-created", leader.person.name)
        for one in plan.withdrawn:
            desk.store.append(
                review.id, "withdrew", asdict(one), by=leader.person.name, at=desk.at()
            )
    return review


def withdrawn_from(desk: Desk, review_id: str) -> tuple[Withdrawn, ...]:
    """Who withdrew from the panel before it was formed."""
    entries = desk.store.entries(review_id, ("withdrew",))
    names = ("name", "organisation", "title", "reason")
    return tuple(Withdrawn(*(text(entry.body, name) for name in names)) for entry in entries)


def _demand_scorers(members: Sequence[Member], forms: Sequence[Form]) -> None:
    problems = assignment_problems(members, forms)
    if problems:
        raise Unacceptable(problems)
    for form in forms:
        for section in form.sections:
            if not any(one.scores(form.id, section.id) for one in members):
                raise NobodyScores(section=section.title or section.label or section.id)


def _numbered(members: Iterable[Member], leader_certificate: str) -> Iterable[Member]:
    for at, member in enumerate(members, start=1):
        known = leader_certificate if member.leader else member.certificate
        name = expert_name(member.name)
        yield replace(member, id=member.id or f"m{at}", name=name, certificate=known)


def write_package(desk: Desk, review_id: str, folder: Path) -> Path:
    """The package on a stick, read back and compared. Raises what `write_ours` raises."""
    package = package_of(desk, review_id)
    path = folder / f"{stem(package.review)}{SUFFIX}"
    write_ours(desk, review_id, path, package.data)
    return path


def write_packages(desk: Desk, review_id: str, folder: Path) -> tuple[tuple[Member, Path], ...]:
    """A file for each member, under the member's name: all are the same bytes, so that everybody
    can see that they work from one roster. Raises what `write_ours` raises.
    """
    package = package_of(desk, review_id)
    written = []
    for member in package.review.members:
        path = folder / f"{stem(package.review)}-{member.id}-{safe_name(member.name)[:16]}{SUFFIX}"
        write_ours(desk, review_id, path, package.data)
        written.append((member, path))
    return tuple(written)


def stem(review: Review) -> str:
    """What the files of a whole review are called: whose, and the day of the visit."""
    return f"{safe_name(review.enterprise.name)}-{review.date}"


def take_package(desk: Desk, path: Path) -> Review:
    """A package somebody brought, kept once it is believed.

    Raises what opening it raises, and OtherRoot for one that another key signed.
    """
    data = read_capped(path, MOST_BYTES)
    package = open_package(data)
    if package.review.id in desk.store.reviews():
        if package.root != package_of(desk, package.review.id).root:
            raise OtherRoot(enterprise=package.review.enterprise.name)
        if package.sha256 in packages_of(desk, package.review.id):
            return package.review
    _keep(desk, data, "package-taken", "")
    return package.review


def package_of(desk: Desk, review_id: str) -> Package:
    """The package a review goes by here: the latest one taken. Raises NoSuchReview."""
    kept = packages_of(desk, review_id)
    if not kept:
        raise NoSuchReview
    return _opened(kept_bytes(desk, kept[-1]))


def packages_of(desk: Desk, review_id: str) -> tuple[str, ...]:
    """The hashes of every package of a review that was made or taken here, in order."""
    return tuple(
        text(entry.body, "package")
        for entry in desk.store.entries(review_id, ("review-created", "package-taken"))
    )


def forms_of(desk: Desk, review_id: str) -> tuple[Form, ...]:
    """The forms as the review began with them."""
    return tuple(one.form for one in package_of(desk, review_id).definitions)


def is_leading(desk: Desk, review_id: str) -> bool:
    """Whether this machine prepared the review."""
    return any(desk.store.entries(review_id, ("review-created",)))


@lru_cache(maxsize=8)
def _opened(data: bytes) -> Package:
    return open_package(data)


def _keep(desk: Desk, data: bytes, kind: str, by: str) -> None:
    package = _opened(data)
    with desk.store.together():
        kept = desk.store.keep(data, "package")
        desk.store.append(package.review.id, kind, {"package": kept}, by=by, at=desk.at())


def kept_bytes(desk: Desk, name: str) -> bytes:
    """Bytes the journal says were kept. Raises DamagedBlob, also where they are gone."""
    data = desk.store.fetch(name)
    if data is None:
        raise DamagedBlob(sha256=name)
    return data


def text(body: object, name: str) -> str:
    """A text the journal holds; what it holds was written by us."""
    assert isinstance(body, Mapping)
    value = body[name]
    assert isinstance(value, str)
    return value


def safe_name(name: str) -> str:
    """A name for a file on any system: what a file name cannot hold becomes `_`, at most 40
    characters.
    """
    kept = "".join("_" if one in '<>:"/\\|?*' or ord(one) < 32 else one for one in name.strip())
    return kept[:40].rstrip(" .") or "_"
