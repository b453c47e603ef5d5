"""A review (评审): one enterprise, one visit, its forms and its panel.

The same for everybody in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cpscore.rules.answers import expert_name
from cpscore.rules.canonical import Json
from cpscore.rules.form import CATEGORIES
from cpscore.rules.ijson import Tree
from cpscore.rules.problem import Problem, pointer

SCHEMA = "cpscore.review/1"
ID = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)
CLOSING = "closing"
# More than any panel or visit has; every one of them is read and printed.
MOST_MEMBERS, MOST_FORMS = 200, 24


@dataclass(frozen=True, slots=True)
class Enterprise:
    """The plant under review; `categories` decide which questions are asked."""

    name: str
    categories: tuple[str, ...] = ()
    address: str = ""
    consultant: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """One expert on the roster.

    `certificate` is the SHA-256 of theirs where it is known already. `sections` are the ids of the
    sections they score, by form; on a form that is not named, they score all.
    """

    id: str
    name: str
    organisation: str = ""
    title: str = ""
    leader: bool = False
    certificate: str | None = None
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def scores(self, form_id: str, section_id: str) -> bool:
        """Whether a section is theirs to score."""
        return section_id in self.sections.get(form_id, (section_id,))


@dataclass(frozen=True, slots=True)
class FormReference:
    """A form as the review began with it; changing the form later changes nothing here."""

    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Review:
    """Who reviews whom, with which forms; `date` is the day of the visit (YYYY-MM-DD)."""

    id: str
    stage: str
    enterprise: Enterprise
    date: str
    forms: tuple[FormReference, ...]
    members: tuple[Member, ...]
    created: str
    organiser: str = ""
    place: str = ""
    attendees: str = ""

    @property
    def leader(self) -> Member | None:
        """组长, once named."""
        return next((member for member in self.members if member.leader), None)

    def member(self, id: str) -> Member | None:
        """The member of that id."""
        return next((member for member in self.members if member.id == id), None)

    def is_key_of(
        self, member: Member, certificate: str, name: str, confirmed: Mapping[str, str]
    ) -> bool:
        """Whether a key, by its certificate's hash and the name in it, is a member's.

        One that is known, from the roster or because it was `confirmed` (by member), is, whatever
        it calls itself; where none is, one in the member's name that is nobody else's.
        """
        listed = {one.id: one.certificate for one in self.members if one.certificate}
        known = {**listed, **confirmed}
        if member.id in known:
            return known[member.id] == certificate
        # A key stands for one person: nobody fills two seats with one.
        return certificate not in known.values() and expert_name(name) == expert_name(member.name)

    def scorers(self, form_id: str, section_id: str) -> tuple[Member, ...]:
        """Who scores a section, in the order of the roster."""
        return tuple(one for one in self.members if one.scores(form_id, section_id))


def review_document(review: Review) -> dict[str, Json]:
    """The review as it travels in a package."""
    enterprise = review.enterprise
    return {
        "schema": SCHEMA,
        "review": review.id,
        "stage": review.stage,
        "enterprise": {
            "name": enterprise.name,
            "categories": list(enterprise.categories),
            "address": enterprise.address,
            "consultant": enterprise.consultant,
        },
        "organiser": review.organiser,
        "date": review.date,
        "place": review.place,
        "attendees": review.attendees,
        "forms": [
            {"id": one.id, "version": one.version, "sha256": one.sha256} for one in review.forms
        ],
        "members": [_member_document(one) for one in review.members],
        "created": review.created,
        # The panel's own CA and the recipient ballots are sealed to: their places are kept.
        "panel_ca": None,
        "recipient": None,
    }


def _member_document(one: Member) -> dict[str, Json]:
    document: dict[str, Json] = {
        "id": one.id,
        "name": one.name,
        "organisation": one.organisation,
        "title": one.title,
        "leader": one.leader,
        "certificate": one.certificate,
    }
    # Only where somebody divided the work: other rosters stay the bytes they always were.
    sections: dict[str, Json] = {form: list(ids) for form, ids in one.sections.items()}
    return document | ({"sections": sections} if sections else {})


def read_review(tree: Tree) -> tuple[Review | None, tuple[Problem, ...]]:
    """A review from a package, or None with every problem; a higher major version is `too-new`."""
    reader = _Reader()
    review = reader.review(tree)
    return (None if reader.problems else review), tuple(reader.problems)


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def report(self, code: str, path: str, **values: object) -> None:
        self.problems.append(Problem(code, path, values))

    def object(self, tree: Tree, path: str) -> dict[str, Tree]:
        if isinstance(tree, dict):
            return tree
        self.report("wrong-type", path, expected="object")
        return {}

    def objects(self, parent: Mapping[str, Tree], name: str) -> list[tuple[dict[str, Tree], str]]:
        members = parent.get(name)
        if not isinstance(members, list) or not members:
            self.report("wrong-type", pointer("", name), expected="array")
            return []
        most = {"members": MOST_MEMBERS, "forms": MOST_FORMS}[name]
        if len(members) > most:
            self.report("too-many", pointer("", name), most=most)
            return []
        paths = [pointer(pointer("", name), at) for at in range(len(members))]
        return [(self.object(one, at), at) for one, at in zip(members, paths, strict=True)]

    def text(self, parent: Mapping[str, Tree], name: str, path: str, needed: bool = False) -> str:
        value = parent.get(name, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            self.report("wrong-type", pointer(path, name), expected="text")
            return ""
        return value

    def review(self, tree: Tree) -> Review | None:
        top = self.object(tree, "")
        schema = self.text(top, "schema", "")
        if schema != SCHEMA:
            newer = schema.startswith("cpscore.review/")
            self.report("too-new" if newer else "not-a-review", "/schema", schema=schema)
            return None
        return Review(
            id=self.text(top, "review", "", needed=True),
            stage=self.text(top, "stage", ""),
            enterprise=self.enterprise(top.get("enterprise")),
            date=self.text(top, "date", ""),
            forms=tuple(self.form(one, at) for one, at in self.objects(top, "forms")),
            members=self.members(top),
            created=self.text(top, "created", ""),
            organiser=self.text(top, "organiser", ""),
            place=self.text(top, "place", ""),
            attendees=self.text(top, "attendees", ""),
        )

    def enterprise(self, tree: Tree) -> Enterprise:
        entry = self.object(tree, "/enterprise")
        named = entry.get("categories", [])
        if not isinstance(named, list) or any(one not in CATEGORIES for one in named):
            self.report("unknown-id", "/enterprise/categories", name="categories")
            named = []
        return Enterprise(
            self.text(entry, "name", "/enterprise", needed=True),
            tuple(one for one in CATEGORIES if one in named),
            self.text(entry, "address", "/enterprise"),
            self.text(entry, "consultant", "/enterprise"),
        )

    def form(self, entry: Mapping[str, Tree], path: str) -> FormReference:
        id, version, sha256 = (
            self.text(entry, name, path, needed=True) for name in ("id", "version", "sha256")
        )
        return FormReference(id, version, sha256)

    def members(self, top: Mapping[str, Tree]) -> tuple[Member, ...]:
        members = tuple(self.member(one, at) for one, at in self.objects(top, "members"))
        for _ in _repeated(one.id for one in members):
            self.report("duplicate-key", "/members", name="id")
        # A key stands for one person: nobody fills two seats with one.
        for _ in _repeated(one.certificate or "" for one in members):
            self.report("duplicate-key", "/members", name="certificate")
        # Results stand under names: two of one name on a panel could not be told apart.
        for name in _repeated(expert_name(one.name) for one in members):
            self.report("duplicate-expert", "/members", expert=name)
        if sum(one.leader for one in members) > 1:
            self.report("duplicate-key", "/members", name="leader")
        return members

    def member(self, entry: Mapping[str, Tree], path: str) -> Member:
        leader, certificate = entry.get("leader", False), entry.get("certificate")
        if not isinstance(leader, bool):
            self.report("wrong-type", pointer(path, "leader"), expected="boolean")
        if certificate is not None and not isinstance(certificate, str):
            self.report("wrong-type", pointer(path, "certificate"), expected="text")
        id = self.text(entry, "id", path, needed=True)
        # It names files and signature fields, one of which is the leader's last.
        if id and (id == CLOSING or not ID.fullmatch(id)):
            self.report("wrong-type", pointer(path, "id"), expected="text")
        return Member(
            id,
            self.text(entry, "name", path, needed=True),
            self.text(entry, "organisation", path),
            self.text(entry, "title", path),
            leader is True,
            certificate if isinstance(certificate, str) else None,
            self.sections(entry, path),
        )

    def sections(self, entry: Mapping[str, Tree], path: str) -> Mapping[str, tuple[str, ...]]:
        if "sections" not in entry:
            return {}
        path = pointer(path, "sections")
        found = {}
        for form, ids in self.object(entry["sections"], path).items():
            if isinstance(ids, list) and all(isinstance(one, str) for one in ids):
                found[form] = tuple(one for one in ids if isinstance(one, str))
            else:
                self.report("wrong-type", pointer(path, form), expected="array")
        return found


def _repeated(texts: Iterable[str]) -> list[str]:
    return [text for text, times in Counter(texts).items() if text and times > 1]
