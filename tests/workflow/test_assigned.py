"""A panel that divides the work: each member scores the sections the roster assigns them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pypdfium2
import pytest

from cpscore.exchange.container import unpack
from cpscore.rules.answers import NotApplicable, Whole
from cpscore.rules.canonical import canonical
from cpscore.rules.draft import tree_of
from cpscore.rules.problem import Unacceptable
from cpscore.rules.review import Enterprise, Review, read_review, review_document
from cpscore.workflow.ballots import BALLOT, OtherSections, open_ballot
from cpscore.workflow.collect import take_own
from cpscore.workflow.demo import LEADER, Sample, ink_of
from cpscore.workflow.packages import make_package, open_package, sealed
from cpscore.workflow.paper import enter, paper
from cpscore.workflow.prepare import NobodyScores, Plan, new_review, package_of
from cpscore.workflow.settle import panel
from cpscore.workflow.submit import ballot_bytes, submit
from cpscore.workflow.verify import verify_file

FORM = "example-yunnan"
REGIONS = Path(__file__).parents[1] / "forms" / "regions"
WORK: Mapping[str, tuple[str, ...]] = {"m1": ("main",), "m2": ("main", "survey"), "m3": ("survey",)}
POINTS = {"report": "36", "star": "18", "training": "40"}


def divided(sample: Sample, work: Mapping[str, tuple[str, ...]] = WORK) -> Review:
    """A review of three on Yunnan's kind of form, each with their sections."""
    folder = sample.desk.data / "forms"
    folder.mkdir(exist_ok=True)
    shutil.copy(REGIONS / "yunnan.yaml", folder / f"{FORM}.yaml")
    members = tuple(
        replace(one, sections={FORM: work[one.id]} if one.id in work else {})
        for one in sample.review.members[:3]
    )
    plan = Plan("验收", Enterprise("示例磷化工有限公司"), "2026-11-20", (FORM,), members)
    return new_review(sample.desk, plan, sample.identities[LEADER])


def hand_in(sample: Sample, review: Review, member: str) -> bytes:
    one = paper(sample.desk, review.id, FORM, member)
    sections = one.draft.answers.sections or ()
    for id in ("report", "star", "waste", "water", "training", "system"):
        section = "survey" if id in ("training", "system") else "main"
        if section in sections:
            score = Whole(Decimal(POINTS[id])) if id in POINTS else NotApplicable("没有")
            one = enter(sample.desk, one, one.draft.answers.with_score(id, score))
    locked, _ = submit(sample.desk, one, sample.identities[member], ink_of(member))
    return ballot_bytes(sample.desk, locked)


def test_a_roster_without_assignments_is_the_bytes_it_always_was(sample: Sample) -> None:
    assert b"sections" not in canonical(review_document(sample.review))


def test_the_assignment_travels_in_the_roster(sample: Sample) -> None:
    review = divided(sample)
    back, problems = read_review(tree_of(review_document(review)))
    assert (back, problems) == (review, ())
    assert {one.id: one.sections.get(FORM) for one in review.members} == dict(WORK)
    assert [one.name for one in review.scorers(FORM, "survey")] == ["专家乙", "专家丙"]


def test_a_paper_asks_for_the_assigned_sections_only(sample: Sample) -> None:
    review = divided(sample)
    one = paper(sample.desk, review.id, FORM, "m1")
    assert one.others == {"survey": "专家乙、专家丙"}
    assert one.result.missing == tuple(
        f"/scores/{id}" for id in ("report", "star", "waste", "water")
    )
    with pytest.raises(Unacceptable):
        enter(sample.desk, one, one.draft.answers.with_score("training", Whole(Decimal(1))))


def test_the_panel_merges_what_each_scored(sample: Sample) -> None:
    review = divided(sample)
    for member in WORK:
        hand_in(sample, review, member)
    take_own(sample.desk, review.id)
    result = panel(sample.desk, review.id, FORM).result
    assert result is not None
    by_item = {one.item.id: set(one.scores) for one in result.items}
    assert by_item["report"] == {"专家甲", "专家乙"}
    assert by_item["training"] == {"专家乙", "专家丙"}
    # 54 of 60 stays of 100, 40 of 50 of 100, and the whole is 94 of 110 on the scale of 200.
    assert result.total is not None
    assert result.total.exact == Fraction(94 * 200, 110)
    assert result.verdict is result.form.grade("pass")


def test_a_ballot_on_other_sections_is_refused(sample: Sample) -> None:
    review = divided(sample)
    data = hand_in(sample, review, "m1")
    files = dict(unpack(data).files)
    lied = files[BALLOT].replace(b'"sections":["main"]', b'"sections":["main","survey"]')
    assert lied != files[BALLOT]
    # Answers to the other section, so that nothing is open.
    lied = lied.replace(b'"star":"18"', b'"star":"18","system":"50","training":"50"')
    forged = sealed({**files, BALLOT: lied}, sample.identities["m1"], sample.desk.now())
    with pytest.raises(OtherSections):
        open_ballot(forged)


def test_a_section_that_nobody_scores_is_refused_before_the_review_exists(sample: Sample) -> None:
    before = tuple(sample.desk.store.reviews())
    with pytest.raises(NobodyScores):
        divided(sample, dict.fromkeys(WORK, ("main",)))
    with pytest.raises(Unacceptable):
        divided(sample, {**WORK, "m1": ("no-such-section",)})
    assert tuple(sample.desk.store.reviews()) == before


def test_a_package_that_assigns_what_the_form_does_not_have_is_not_believed(
    sample: Sample,
) -> None:
    package = package_of(sample.desk, divided(sample).id)
    members = tuple(
        replace(one, sections={FORM: ("nowhere",)}) if one.id == "m1" else one
        for one in package.review.members
    )
    lied = make_package(
        replace(package.review, members=members),
        package.definitions,
        sample.identities[LEADER],
        sample.desk.now(),
    )
    with pytest.raises(Unacceptable) as refused:
        open_package(lied)
    assert [one.code for one in refused.value.problems] == ["unknown-id"]


def test_a_ballot_on_a_part_verifies_and_its_sheet_says_what_it_is_of(
    sample: Sample, tmp_path: Path
) -> None:
    review = divided(sample)
    path = tmp_path / "甲.cpsballot"
    path.write_bytes(hand_in(sample, review, "m1"))
    found = verify_file(path, None, sample.desk)
    assert found.trustworthy, found.findings
    assert found.numbers == "follow"
    with pypdfium2.PdfDocument(open_ballot(path.read_bytes()).sheet) as sheet:
        text = "".join(page.get_textpage().get_text_range() for page in sheet)
    assert "所评章节合计 90 分（满分 100 分）" in "".join(text.split("\r\n"))
