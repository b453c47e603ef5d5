"""A review as a file describes it (`REVIEW.json`): read once, with every problem at its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from cpscore.rules.answers import expert_name
from cpscore.rules.form import CATEGORIES, FilledBy, Form
from cpscore.rules.ijson import Tree
from cpscore.rules.problem import Problem, pointer
from cpscore.rules.procedure import Procedure
from cpscore.rules.reading import TreeReader
from cpscore.rules.review import MOST_FORMS, MOST_MEMBERS, Enterprise, Member
from cpscore.workflow.desk import Desk
from cpscore.workflow.packages import assignment_problems
from cpscore.workflow.prepare import Plan, Withdrawn, forms_on_offer, procedures_on_offer

TOP = {
    "enterprise": True,
    "procedure": False,
    "forms": False,
    "stage": False,
    "date": True,
    "organiser": False,
    "place": False,
    "attendees": False,
    "members": True,
}
ENTERPRISE = {"name": True, "categories": False, "address": False, "consultant": False}
MEMBER = {
    "name": True,
    "organisation": False,
    "title": False,
    "role": False,
    "certificate": False,
    "sections": False,
    "conflict": False,
}
LEADER, ROLES = "leader", ("leader", "member")
MOST_SECTIONS = 100
HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


def read_plan(desk: Desk, tree: Tree) -> tuple[Plan | None, tuple[Problem, ...]]:
    """The plan of a review, or None with everything that stands in its way.

    Members who declare an interest (`conflict`) withdraw (主动回避): they are recorded, and not
    on the roster.
    """
    if not isinstance(tree, dict):
        return None, (Problem("wrong-type", values={"expected": "object"}),)
    reader = _Plan(forms_on_offer(desk), procedures_on_offer(desk))
    plan = reader.plan(tree)
    return (None if reader.problems else plan), tuple(reader.problems)


class _Plan(TreeReader):
    def __init__(self, forms: Sequence[Form], procedures: Sequence[Procedure]) -> None:
        super().__init__()
        self.by_id = {form.id: form for form in forms}
        self.procedures = {one.id: one for one in procedures}

    def plan(self, tree: Tree) -> Plan:
        top = self.members(tree, "", TOP)
        procedure = self.procedure(top)
        forms = procedure.forms if procedure else self.forms(top)
        enterprise = self.enterprise(top, forms)
        day = self.day(top)
        organiser, place, attendees, stage = (
            self.line(top, name, "") for name in ("organiser", "place", "attendees", "stage")
        )
        members, withdrawn = self.people(top, forms)
        return Plan(
            stage=stage or (procedure.stage if procedure else self.stage_of(forms)),
            enterprise=enterprise,
            date=day,
            forms=tuple(forms),
            members=members,
            organiser=organiser,
            place=place,
            attendees=attendees,
            withdrawn=withdrawn,
        )

    # Forms ---------------------------------------------------------------------------------------

    def procedure(self, top: Mapping[str, Tree]) -> Procedure | None:
        if "procedure" not in top:
            return None
        if "forms" in top:
            self.report("not-asked", "/forms", why="procedure")
        id = self.line(top, "procedure", "", needed=True)
        if id and id not in self.procedures:
            self.report("unknown-id", "/procedure", name=id)
        return self.procedures.get(id)

    def forms(self, top: Mapping[str, Tree]) -> tuple[str, ...]:
        if "procedure" in top:
            return ()
        if "forms" not in top:
            self.report("missing-key", "/procedure", name="procedure")
            return ()
        ids: list[str] = []
        for one, path in self.strings(top["forms"], "/forms", MOST_FORMS):
            if one not in self.by_id:
                self.report("unknown-id", path, name=one)
            elif one in ids:
                self.report("duplicate-id", path, id=one)
            else:
                ids.append(one)
        return tuple(ids)

    def stage_of(self, forms: Iterable[str]) -> str:
        """The stage of the first form that the experts answer."""
        scored = (self.by_id[id] for id in forms)
        return next((one.stage for one in scored if one.filled_by is FilledBy.EXPERT), "")

    # Enterprise and visit ------------------------------------------------------------------------

    def enterprise(self, top: Mapping[str, Tree], forms: Iterable[str]) -> Enterprise:
        if "enterprise" not in top:
            return Enterprise("")
        entry = self.members(top["enterprise"], "/enterprise", ENTERPRISE)
        name = self.line(entry, "name", "/enterprise", needed=True)
        address, consultant = (
            self.line(entry, name, "/enterprise") for name in ("address", "consultant")
        )
        categories = self.categories(entry)
        asking = any(self.by_id[id].depends_on_category for id in forms)
        if asking and "categories" not in entry and isinstance(top["enterprise"], dict):
            self.report("missing-key", "/enterprise/categories", name="categories")
        return Enterprise(name, categories, address, consultant)

    def categories(self, entry: Mapping[str, Tree]) -> tuple[str, ...]:
        if "categories" not in entry:
            return ()
        path = "/enterprise/categories"
        given = self.strings(entry["categories"], path, len(CATEGORIES))
        for one, at in given:
            if one not in CATEGORIES:
                self.report("unknown-id", at, name=one)
        named = [one for one, _ in given]
        return tuple(one for one in CATEGORIES if one in named)

    def day(self, top: Mapping[str, Tree]) -> str:
        if "date" not in top:
            return ""
        text = self.line(top, "date", "", needed=True)
        try:
            if text and date.fromisoformat(text).isoformat() != text:
                raise ValueError
        except ValueError:
            self.report("wrong-type", "/date", expected="date")
        return text

    # People --------------------------------------------------------------------------------------

    def people(
        self, top: Mapping[str, Tree], forms: Iterable[str]
    ) -> tuple[tuple[Member, ...], tuple[Withdrawn, ...]]:
        if "members" not in top:
            return (), ()
        given = self.several(top["members"], "/members", MOST_MEMBERS)
        read = [self.member(one, path) for one, path in given]
        people = [(one, path) for (one, _), (_, path) in zip(read, given, strict=True)]
        self.demand_apart(people)
        leaders = [path for one, path in people if one.leader]
        if given and not leaders:
            self.report("no-leader", "/members")
        for path in leaders[1:]:
            self.report("two-leaders", pointer(path, "role"))
        chosen = [self.by_id[id] for id in forms]
        self.problems += assignment_problems([one for one, _ in people], chosen)
        members = tuple(one for one, conflict in read if not conflict)
        withdrawn = tuple(
            Withdrawn(one.name, one.organisation, one.title, conflict)
            for one, conflict in read
            if conflict
        )
        return members, withdrawn

    def member(self, tree: Tree, path: str) -> tuple[Member, str]:
        """A member, and the interest that keeps them from the panel."""
        entry = self.members(tree, path, MEMBER)
        name = self.line(entry, "name", path, needed=True) if "name" in entry else ""
        organisation, title, conflict = (
            self.line(entry, name, path) for name in ("organisation", "title", "conflict")
        )
        role = self.line(entry, "role", path)
        if role and role not in ROLES:
            self.report("unknown-id", pointer(path, "role"), name=role)
        certificate = self.line(entry, "certificate", path).lower()
        if certificate and not HASH.fullmatch(certificate):
            self.report("wrong-type", pointer(path, "certificate"), expected="hash")
        if conflict and role == LEADER:
            self.report("leader-withdraws", pointer(path, "conflict"))
        member = Member(
            "",
            expert_name(name),
            organisation,
            title,
            role == LEADER,
            certificate or None,
            self.sections(entry, path),
        )
        return member, conflict

    def sections(self, entry: Mapping[str, Tree], path: str) -> Mapping[str, tuple[str, ...]]:
        """The sections they score, by form; on a form that is not named, all."""
        if "sections" not in entry:
            return {}
        path = pointer(path, "sections")
        given = self.members(entry["sections"], path, dict.fromkeys(self.by_id, False))
        return {
            form: tuple(id for id, _ in self.strings(ids, pointer(path, form), MOST_SECTIONS))
            for form, ids in given.items()
        }

    def demand_apart(self, people: Sequence[tuple[Member, str]]) -> None:
        """No two of one name, since results stand under names, nor of one key."""
        names = Counter(one.name for one, _ in people if one.name)
        keys = Counter(one.certificate for one, _ in people if one.certificate)
        for one, path in people:
            if names[one.name] > 1:
                self.report("duplicate-member", pointer(path, "name"), name=one.name)
            if one.certificate and keys[one.certificate] > 1:
                self.report("duplicate-key", pointer(path, "certificate"))
