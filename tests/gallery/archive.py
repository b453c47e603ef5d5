"""Two older reviews, so that the archive has something to show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cpscore.rules.form import Answer
from cpscore.rules.review import Enterprise, Review
from cpscore.workflow.collect import take_in
from cpscore.workflow.demo import (
    FORM,
    LEADER,
    OPINION,
    Sample,
    fill,
    ink_of,
    sign_all,
    write_opinion,
)
from cpscore.workflow.paper import enter, paper
from cpscore.workflow.prepare import Plan, new_review
from cpscore.workflow.submit import submit

THREE = ("m1", LEADER, "m3")


def add_older(sample: Sample, stick: Path) -> tuple[Review, Review]:
    """One that passed and was signed, and one that failed by a veto."""
    stick.mkdir(exist_ok=True)
    passed = held(sample, "示例电镀有限公司", "2026-11-12", stick, fails=False)
    write_opinion(passed)
    sign_all(passed)
    failed = held(sample, "示例印染有限公司", "2026-11-03", stick, fails=True)
    return passed.review, failed.review


def held(sample: Sample, name: str, date: str, stick: Path, *, fails: bool) -> Sample:
    """A review of three who have all submitted."""
    desk, identities = sample.desk, {id: sample.identities[id] for id in THREE}
    members = tuple(one for one in sample.review.members if one.id in identities)
    plan = Plan("验收", Enterprise(name, ("双超",)), date, (FORM, OPINION), members)
    one = replace(sample, review=new_review(desk, plan, identities[LEADER]), identities=identities)
    for id in identities:
        filled = fill(desk, paper(desk, one.review.id, FORM, id))
        if fails:
            answers = filled.draft.answers.with_part("v6", "a", Answer.NO)
            filled = enter(desk, filled, answers)
            answers = filled.draft.answers.with_reason("v6", "淘汰类设备仍在使用")
            filled = enter(desk, filled, answers)
        _, receipt = submit(desk, filled, identities[id], ink_of(id), stick)
        assert receipt.path is not None
        take_in(desk, one.review.id, receipt.path)
    return one
