"""What the first page tells about each review, read from the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpscore.desktop.start.archive_model import Filed
from cpscore.desktop.start.procedures import procedure_name
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets.basics import Tone
from cpscore.rules.answers import expert_name
from cpscore.rules.form import FilledBy, Form, Grade
from cpscore.rules.points import shown
from cpscore.rules.review import Member, Review
from cpscore.rules.scoring import Result, assigned_items, item_points
from cpscore.workflow.filling import answered_vetoes, progress
from cpscore.workflow.opinion_state import opinion_state
from cpscore.workflow.paper import Paper, Receipt, paper
from cpscore.workflow.prepare import is_leading, package_of
from cpscore.workflow.settle import Panel, panel

if TYPE_CHECKING:
    from cpscore.workflow.desk import Desk
    from cpscore.workflow.people import Card

NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Mine:
    """One form that the person at the window scores: how far it is."""

    form: Form
    scored: int
    items: int
    answered: int
    vetoes: int
    submitted: Receipt | None

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        whole = self.items + self.vetoes
        return (self.scored + self.answered) / whole if whole else 0.0

    @property
    def once(self) -> bool:
        """Whether it is filled in once for the review, and never submitted."""
        return self.form.filled_by is not FilledBy.EXPERT

    @property
    def words(self) -> str:
        """How far it is, in words."""
        if not self.form.scored:
            return tr(
                "已填 {done} / {whole}",
                done=self.scored + self.answered,
                whole=self.items + self.vetoes,
            )
        items = tr("已评 {scored} / {items} 项", scored=self.scored, items=self.items)
        vetoes = tr("否决项 {answered} / {vetoes}", answered=self.answered, vetoes=self.vetoes)
        return f"{items}{tr('，')}{vetoes}" if self.vetoes else items


@dataclass(frozen=True, slots=True)
class Overview:
    """A review as the person at the window sees it; `member` is who that is on the roster."""

    review: Review
    forms: tuple[Form, ...]
    member: Member | None
    leading: bool
    mine: tuple[Mine, ...]
    panels: tuple[Panel, ...]
    state: str
    signatures: str

    @property
    def procedure(self) -> str:
        """What kind of review it is."""
        return procedure_name({form.id for form in self.forms}, self.review.stage)

    @property
    def here(self) -> int:
        """How many members' ballots of the first form count so far."""
        places = self.panels[0].places if self.panels else ()
        return sum(place.state == "accepted" for place in places)

    @property
    def open(self) -> bool:
        """Whether there is still something to do."""
        if self.leading:
            return self.state != "closed"
        return any(not one.submitted for one in self.mine if not one.once)

    @property
    def handed_in(self) -> bool:
        """Whether the person at the window has submitted a ballot, and nothing is left to do."""
        return not self.open and any(one.submitted for one in self.mine)

    @property
    def _stands(self) -> str:
        if self.member is None:
            return tr("不在名单上")
        return tr("进行中") if self.open else tr("已提交")

    @property
    def filed(self) -> Filed:
        """Its line in the archive."""
        verdict, tone = _verdict(self.panels)
        return Filed(
            self.review.id,
            self.review.enterprise.name,
            self.procedure,
            self.review.date,
            _total(self.panels),
            verdict or self._stands,
            tone if verdict else "quiet",
            self.signatures,
        )


def overview(desk: Desk, review_id: str, card: Card | None) -> Overview:
    """One review as it stands."""
    package = package_of(desk, review_id)
    review, member = package.review, seat(package.review, card)
    # On a laptop that goes round the table, only the leader's own seat leads.
    leading = member is not None and member.leader and is_leading(desk, review_id)
    # What is filled in once for the review, the leader fills in.
    to_fill = (*(package.once if leading else ()), *package.scored)
    mine = [_mine(paper(desk, review_id, form.id, member.id)) for form in to_fill if member]
    # Averages stay with the leader: a member's start page shows nobody's numbers.
    panels = [panel(desk, review_id, form.id) for form in package.scored if leading]
    state = opinion_state(desk, review_id)
    return Overview(
        review=review,
        forms=tuple(one.form for one in package.definitions),
        member=member,
        leading=leading,
        mine=tuple(mine),
        panels=tuple(panels),
        state=state.state,
        signatures=f"{len(state.signed)} / {len(review.members)}" if leading else NOTHING,
    )


def seat(review: Review, card: Card | None) -> Member | None:
    """Whose place on the roster the card is: by its key, else by a name that has no key yet."""
    if card is None:
        return None
    by_key = (one for one in review.members if one.certificate == card.sha256)
    by_name = (
        one
        for one in review.members
        if not one.certificate and expert_name(one.name) == expert_name(card.person.name)
    )
    return next(by_key, None) or next(by_name, None)


def _mine(one: Paper) -> Mine:
    submitted = one.submitted
    if not one.form.scored:
        done, whole = progress(one)
        return Mine(one.form, done, whole, 0, 0, submitted)
    items = assigned_items(one.form, one.draft.answers)
    scored = len(item_points(one.form, one.draft.answers))
    answered, asked = answered_vetoes(one.result)
    return Mine(one.form, scored, len(items), answered, asked, submitted)


def collected(one: Overview) -> str:
    """How many ballots the leader has, in words."""
    return tr("收到 {here} / {all} 份评分", here=one.here, all=len(one.review.members))


def _total(panels: tuple[Panel, ...]) -> str:
    first = next(iter(panels), None)
    total = first.result.total if first and first.result else None
    return shown(total.exact, first.form.ends) if first and total else NOTHING


def _verdict(panels: tuple[Panel, ...]) -> tuple[str, Tone]:
    first = next(iter(panels), None)
    verdict: Result | None = first.result.verdict if first and first.result else None
    if first is None or verdict is None:
        return "", "quiet"
    return verdict.label, tone_of(first.form, verdict)


def tone_of(form: Form, verdict: Result) -> Tone:
    """Red for the lowest grade, green for the better half; the words say it, too."""
    if not isinstance(verdict, Grade):
        return "quiet"
    ranks = sorted(form.grades, key=lambda grade: grade.lower)
    rank = ranks.index(verdict)
    return "red" if rank == 0 else "amber" if rank < len(ranks) / 2 else "good"
