"""One expert's paper (答卷): the answers to one form in one review, every edit on disk when it is
made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from cpscore.rules.answers import Answers
from cpscore.rules.canonical import Json
from cpscore.rules.draft import Draft, Step, edit_document, edit_to, fold
from cpscore.rules.form import Form
from cpscore.rules.problem import Failure
from cpscore.rules.review import Member, Review
from cpscore.rules.scoring import ScoreResult, score
from cpscore.workflow.desk import Desk
from cpscore.workflow.packages import Package, assigned_to, short_hash
from cpscore.workflow.prepare import package_of, text

EDITS = ("edit", "undo", "redo")
KINDS = (*EDITS, "submitted", "withdrawn", "written")


class NotAMember(Failure):
    """Nobody of that id is on the roster."""

    code = "not-a-member"


class Locked(Failure):
    """The paper was submitted; it is opened again only by withdrawing it with a reason."""

    code = "paper-locked"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was submitted: the ballot's hash, its short code to compare, revision and claimed
    time; `path` is where its file was written last, None before.
    """

    file_name: str
    sha256: str
    revision: int
    at: str
    path: Path | None = None

    @property
    def code(self) -> str:
        """The hash, short enough to read aloud."""
        return short_hash(self.sha256)


@dataclass(frozen=True)
class Paper:
    """A paper as it stands; `revision` is the one being written, or the one submitted.

    `saved_at` is the time of the last entry on disk, None before the first.
    """

    package: Package
    form: Form
    member: Member
    draft: Draft
    submitted: Receipt | None = None
    revision: int = 1
    saved_at: str | None = None

    @property
    def review(self) -> Review:
        """The review it belongs to."""
        return self.package.review

    @property
    def others(self) -> Mapping[str, str]:
        """The sections assigned to others, by id, with the names of who scores them."""
        return {
            section.id: "、".join(one.name for one in self.review.scorers(self.form.id, section.id))
            for section in self.form.sections
            if not self.member.scores(self.form.id, section.id)
        }

    @cached_property
    def result(self) -> ScoreResult:
        """What the answers so far come to."""
        return score(self.form, self.draft.answers)


def paper(desk: Desk, review_id: str, form_id: str, member_id: str) -> Paper:
    """The paper as the journal tells it. Raises NoSuchReview, NotAMember."""
    package = package_of(desk, review_id)
    review = package.review
    member = review.member(member_id)
    if member is None:
        raise NotAMember
    form = package.definition(form_id).form
    empty = Answers(
        expert=member.name,
        categories=review.enterprise.categories,
        sections=assigned_to(form, member),
    )
    steps: list[Step] = []
    receipts: list[Receipt] = []
    state = Paper(package, form, member, Draft(form, empty))
    for entry in desk.store.entries(review_id, KINDS):
        body = entry.body
        assert isinstance(body, Mapping)
        if (body["form"], body["member"]) != (form_id, member_id):
            continue
        if entry.kind == "written":
            path = Path(text(body, "path"))
            if state.submitted and state.submitted.sha256 == text(body, "ballot"):
                state = replace(state, submitted=replace(state.submitted, path=path))
            continue
        state = replace(state, saved_at=entry.at)
        if entry.kind in EDITS:
            steps.append(Step(entry.kind, body))
        elif entry.kind == "submitted":
            receipts.append(
                Receipt(text(body, "file"), text(body, "ballot"), len(receipts) + 1, entry.at)
            )
            state = replace(state, submitted=receipts[-1], revision=len(receipts))
        else:
            state = replace(state, submitted=None, revision=len(receipts) + 1)
    return replace(state, draft=fold(form, empty, steps))


def enter(desk: Desk, paper: Paper, answers: Answers) -> Paper:
    """The paper with one entry changed, on disk when this returns. Raises Unacceptable, Locked."""
    edit = edit_to(paper.form, paper.draft.answers, answers)
    if edit is None:
        return paper
    draft = paper.draft.made(edit)
    return _recorded(desk, paper, draft, "edit", edit_document(edit))


def undo(desk: Desk, paper: Paper) -> Paper:
    """The paper without its last edit."""
    draft = paper.draft.undo()
    return paper if draft is paper.draft else _recorded(desk, paper, draft, "undo", {})


def redo(desk: Desk, paper: Paper) -> Paper:
    """The paper with the edit made again that was undone last."""
    draft = paper.draft.redo()
    return paper if draft is paper.draft else _recorded(desk, paper, draft, "redo", {})


def phrases(desk: Desk, form_id: str) -> tuple[str, ...]:
    """Remarks written before on this form, on this machine, the most frequent first."""
    used: Counter[str] = Counter()
    for review_id in desk.store.reviews():
        for entry in desk.store.entries(review_id, ("edit",)):
            body = entry.body
            assert isinstance(body, Mapping)
            remark = body["after"]
            if body["form"] == form_id and body["place"] == "remarks" and isinstance(remark, str):
                used[remark] += 1
    return tuple(phrase for phrase, _ in used.most_common())


def _recorded(desk: Desk, paper: Paper, draft: Draft, kind: str, body: Mapping[str, Json]) -> Paper:
    if paper.submitted:
        raise Locked
    place = {"form": paper.form.id, "member": paper.member.id}
    entry = desk.store.append(
        paper.review.id, kind, {**body, **place}, by=paper.member.name, at=desk.at()
    )
    return replace(paper, draft=draft, saved_at=entry.at)
