"""A review whose members scored a part each, on Yunnan's kind of form."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from cpscore.rules.answers import NotApplicable, Score, Whole
from cpscore.rules.review import Enterprise
from cpscore.workflow.collect import take_own
from cpscore.workflow.demo import LEADER, Sample, ink_of
from cpscore.workflow.paper import enter, paper
from cpscore.workflow.prepare import Plan, new_review
from cpscore.workflow.submit import submit
from tests.desktop.score.regional import YUNNAN, install

TITANIUM = "示例钛业有限公司"
WORK = {"m1": ("main",), "m2": ("main", "survey"), "m3": ("survey",)}
NOTHING = NotApplicable("没有")


def whole(points: str) -> Score:
    return Whole(Decimal(points))


SCORES = {
    "main": {"report": whole("36"), "star": whole("18"), "waste": NOTHING, "water": NOTHING},
    "survey": {"training": whole("40"), "system": whole("45")},
}


def divided(sample: Sample) -> Sample:
    """Three ballots, each on the sections their member was assigned."""
    desk = sample.desk
    install(desk)
    members = tuple(
        one if one.id == LEADER else replace(one, sections={YUNNAN: WORK[one.id]})
        for one in sample.review.members[:3]
    )
    plan = Plan("验收", Enterprise(TITANIUM), "2026-11-20", (YUNNAN,), members)
    review = new_review(desk, plan, sample.identities[LEADER])
    for member, sections in WORK.items():
        one = paper(desk, review.id, YUNNAN, member)
        for section in sections:
            for id, score in SCORES[section].items():
                one = enter(desk, one, one.draft.answers.with_score(id, score))
        submit(desk, one, sample.identities[member], ink_of(member))
    take_own(desk, review.id)
    return Sample(desk, review, sample.identities)
