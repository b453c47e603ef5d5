"""Reviews whose members differ where the panel has to agree: on a conclusion, on scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from cpscore.forms.catalogue import find
from cpscore.rules.review import Enterprise
from cpscore.signing.identity import Identity
from cpscore.workflow.collect import take_own
from cpscore.workflow.demo import FORM, LEADER, Sample, fill, ink_of
from cpscore.workflow.desk import Desk
from cpscore.workflow.paper import Paper, enter, paper
from cpscore.workflow.prepare import Plan, new_review
from cpscore.workflow.stamping import stamped
from cpscore.workflow.submit import submit

CARBON, AGREED = "guangzhou-carbon", "own-agreed"
PHOTOVOLTAIC, CEMENT = "示例光伏有限公司", "示例水泥有限公司"
SEATS = ("m1", "m2", "m3")
COMMENTS = "核算边界不清，外购电力没有计入。"


def differing(sample: Sample) -> Sample:
    """Three ballots on the carbon chapter: one does not pass."""

    def answer(one: Paper) -> Paper:
        said = "fail" if one.member.id == "m1" else "pass"
        one = enter(sample.desk, one, one.draft.answers.with_conclusion(said))
        if one.member.id == "m1":
            fields = {**one.draft.answers.fields, "comments": COMMENTS}
            one = enter(sample.desk, one, replace(one.draft.answers, fields=fields))
        return one

    return handed_in(sample, PHOTOVOLTAIC, ("guangdong", CARBON), CARBON, answer)


def agreeing(sample: Sample) -> Sample:
    """Three ballots on a form of the user's own, whose scores the panel agrees on."""
    own_form(sample.desk)
    return handed_in(
        sample, CEMENT, (AGREED, "hebei-h"), AGREED, lambda one: fill(sample.desk, one)
    )


def own_form(desk: Desk) -> None:
    """The acceptance form with the panel's rule changed, among the user's own."""
    found = find(FORM)
    assert found is not None
    text = stamped(found.yaml.decode("utf-8"), {"id": AGREED, "status": "adopted"})
    folder = desk.data / "forms"
    folder.mkdir(exist_ok=True)
    text = text.replace("rule: mean", "rule: agreed")
    (folder / f"{AGREED}.yaml").write_text(text, encoding="utf-8")


def handed_in(
    sample: Sample,
    name: str,
    forms: tuple[str, ...],
    form_id: str,
    answer: Callable[[Paper], Paper],
) -> Sample:
    """A review on the same desk, with three ballots taken in."""
    desk = sample.desk
    members = tuple(one for one in sample.review.members if one.id in SEATS)
    plan = Plan("验收", Enterprise(name, ("双超", "双有")), "2026-11-20", forms, members)
    review = new_review(desk, plan, sample.identities[LEADER])
    keys: Mapping[str, Identity] = sample.identities
    folder = desk.data / "own"
    folder.mkdir(exist_ok=True)
    for member_id in SEATS:
        one = answer(paper(desk, review.id, form_id, member_id))
        submit(desk, one, keys[member_id], ink_of(member_id), folder)
    take_own(desk, review.id)
    return Sample(desk, review, keys)
