"""Reviews of several forms: what each expert answers, what is filled in once, what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from cpscore.documents.picture import text as page_text
from cpscore.rules.answers import Chosen, Whole
from cpscore.rules.form import Answer
from cpscore.rules.problem import Unacceptable
from cpscore.rules.procedure import Moment
from cpscore.rules.review import Enterprise, Member
from cpscore.signing.identity import Identity
from cpscore.workflow.collect import take_in
from cpscore.workflow.demo import LEADER, Sample, ink_of
from cpscore.workflow.desk import Desk
from cpscore.workflow.failures import NoReason
from cpscore.workflow.issue import Issued, issue
from cpscore.workflow.naming import plain
from cpscore.workflow.opinion import (
    NoVerdict,
    Opinion,
    close_opinion,
    finalise,
    opinion,
    sign_opinion,
)
from cpscore.workflow.paper import Paper, enter, paper
from cpscore.workflow.prepare import (
    Plan,
    dates_of,
    new_review,
    package_of,
    procedure_of,
    procedures_on_offer,
)
from cpscore.workflow.settle import agree_conclusion, panel
from cpscore.workflow.submit import submit
from cpscore.workflow.verify import verify_file

SEATS = ("m1", LEADER, "m3")


def begun(desk: Desk, identities: Mapping[str, Identity], procedure_id: str) -> Sample:
    """A review of a shipped procedure, three at the table."""
    procedure = next(one for one in procedures_on_offer(desk) if one.id == procedure_id)
    keys = {id: identities[id] for id in SEATS}
    members = tuple(
        Member(id, key.person.name, leader=id == LEADER, certificate=key.sha256)
        for id, key in keys.items()
    )
    plan = Plan(
        stage=procedure.stage,
        enterprise=Enterprise("示例化工有限公司", ("双超",), "示例路1号", "示例咨询有限公司"),
        date=desk.now().date().isoformat(),
        forms=procedure.forms,
        members=members,
        organiser="示例主管部门",
    )
    return Sample(desk, new_review(desk, plan, keys[LEADER]), keys)


def filled(desk: Desk, one: Paper, conclusion: str = "pass") -> Paper:
    """Full marks, every veto clear, every question answered, a conclusion chosen."""
    for item in one.form.items:
        best = Chosen(item.choices[0].id) if item.stepped else Whole(item.max)
        one = enter(desk, one, one.draft.answers.with_score(item.id, best))
    for veto in one.form.vetoes:
        one = enter(desk, one, one.draft.answers.with_part(veto.id, "a", Answer.NO))
    for question in one.form.questions:
        for part in question.parts:
            answers = one.draft.answers.with_answer(question.id, part.id, Answer.YES)
            one = enter(desk, one, answers)
    if one.form.conclusions:
        one = enter(desk, one, one.draft.answers.with_conclusion(conclusion))
    return one


def hand_in(sample: Sample, form_id: str, member_id: str, folder: Path, said: str = "pass") -> None:
    """One member's ballot on one form, taken in."""
    one = filled(sample.desk, paper(sample.desk, sample.review.id, form_id, member_id), said)
    _, receipt = submit(sample.desk, one, sample.identities[member_id], ink_of(member_id), folder)
    assert receipt.path is not None
    take_in(sample.desk, sample.review.id, receipt.path)


def collected(sample: Sample, folder: Path) -> Opinion:
    """Everybody's ballots on every form that experts answer."""
    for form in package_of(sample.desk, sample.review.id).scored:
        for member_id in SEATS:
            hand_in(sample, form.id, member_id, folder)
    return opinion(sample.desk, sample.review.id)


def signed_and_issued(sample: Sample, folder: Path) -> tuple[Issued, ...]:
    desk, id, leader = sample.desk, sample.review.id, sample.identities[LEADER]
    finalise(desk, id, SEATS, {})
    for member_id in (LEADER, "m1", "m3"):
        sign_opinion(desk, id, member_id, sample.identities[member_id], ink_of(member_id))
    close_opinion(desk, id, leader)
    folder.mkdir()
    return issue(desk, id, leader, folder, naming=plain)


def printed(issued: tuple[Issued, ...], name: str) -> str:
    [path] = [one.path for one in issued if one.path.name == name]
    return "".join(page_text(path.read_bytes()).split())


def test_the_shipped_procedures_are_on_offer(desk: Desk) -> None:
    assert [one.id for one in procedures_on_offer(desk)][:2] == [
        "hebei-acceptance",
        "hebei-evaluation",
    ]
    assert len(procedures_on_offer(desk)) == 8


def test_what_runs_from_a_certificate_is_counted_from_the_visit_as_the_earliest_day(
    desk: Desk, identities: Mapping[str, Identity]
) -> None:
    sample = begun(desk, identities, "guangzhou")

    [(due, day)] = dates_of(desk, sample.review)

    assert (due.moment, day.isoformat()) == (Moment.CERTIFICATE, "2031-11-20")


def test_a_review_knows_its_procedure_and_its_dates(
    desk: Desk, identities: Mapping[str, Identity]
) -> None:
    sample = begun(desk, identities, "hebei-evaluation")
    procedure = procedure_of(desk, sample.review)
    assert procedure is not None
    assert procedure.id == "hebei-evaluation"
    # The visit is on Friday 2026-11-20.
    dates = {one.id: day.isoformat() for one, day in dates_of(desk, sample.review)}
    assert dates == {"report": "2026-12-11", "acceptance": "2027-11-20"}
    alone = replace(sample.review, forms=sample.review.forms[1:2])
    assert procedure_of(desk, alone) is None
    assert dates_of(desk, alone) == ()
    assert dates_of(desk, replace(sample.review, date="")) == ()


def test_guangzhou_has_two_separate_results_in_one_opinion(
    desk: Desk, identities: Mapping[str, Identity], tmp_path: Path
) -> None:
    sample = begun(desk, identities, "guangzhou")
    one = collected(sample, tmp_path)

    assert one.ready
    assert one.verdict is not None
    assert one.verdict.id == "excellent"
    assert "广州市清洁生产优秀企业" in one.suggestions["1.4"]
    assert "碳" not in one.suggestions["1.4"]
    assert one.suggestions["carbon.1"] == "经3位专家评审，结论：通过。"
    issued = signed_and_issued(sample, tmp_path / "out")
    assert "经3位专家评审，结论：通过。" in printed(issued, "opinion.pdf")
    assert "暂定" in printed(issued, "opinion.pdf")
    assert "通过" in printed(issued, "summary-guangzhou-carbon.pdf")
    for file in issued:
        assert not file.signed or verify_file(file.path).trustworthy, file.path


def test_members_who_choose_differently_wait_for_the_panel(
    desk: Desk, identities: Mapping[str, Identity], tmp_path: Path
) -> None:
    sample = begun(desk, identities, "guangzhou")
    id = sample.review.id
    for member_id in SEATS:
        hand_in(sample, "guangdong", member_id, tmp_path)
        said = "fail" if member_id == "m1" else "pass"
        hand_in(sample, "guangzhou-carbon", member_id, tmp_path, said)

    assert not opinion(desk, id).ready
    assert opinion(desk, id).verdict is None
    with pytest.raises(NoVerdict):
        finalise(desk, id, (LEADER,), {})
    with pytest.raises(NoReason):
        agree_conclusion(desk, id, "guangzhou-carbon", "fail", " ", "专家乙")
    with pytest.raises(Unacceptable):
        agree_conclusion(desk, id, "guangzhou-carbon", "none", "因为", "专家乙")
    settled = agree_conclusion(desk, id, "guangzhou-carbon", "fail", "边界不清", "专家乙")
    assert settled.result is not None
    assert settled.result.verdict is not None
    # 不通过 is recorded on the summary and not noted in the opinion.
    assert settled.result.verdict.id == "fail"
    one = opinion(desk, id)
    assert one.ready
    assert one.suggestions["carbon.1"] == ""
    assert "优秀" in one.suggestions["1.4"]
    issued = signed_and_issued(sample, tmp_path / "out")
    assert "边界不清" in printed(issued, "summary-guangzhou-carbon.pdf")
    for file in issued:
        assert not file.signed or verify_file(file.path).trustworthy, file.path


def test_nothing_is_agreed_where_all_chose_the_same(
    desk: Desk, identities: Mapping[str, Identity], tmp_path: Path
) -> None:
    sample = begun(desk, identities, "guangzhou-simplified")
    one = collected(sample, tmp_path)

    assert one.ready
    assert "称号：广州市清洁生产企业（简易流程）" in one.suggestions["1.4"]
    with pytest.raises(Unacceptable):
        agree_conclusion(desk, sample.review.id, "guangzhou-simplified", "fail", "因为", "专家乙")


def test_a_form_without_result_words_ends_in_an_opinion(
    desk: Desk, identities: Mapping[str, Identity], tmp_path: Path
) -> None:
    sample = begun(desk, identities, "henan-acceptance")
    one = collected(sample, tmp_path)

    assert one.ready
    assert one.verdict is None
    assert set(one.suggestions.values()) == {""}
    issued = signed_and_issued(sample, tmp_path / "out")
    assert {file.kind for file in issued} >= {"score", "summary", "opinion"}
    assert "是是是" in printed(issued, "summary.pdf")


def test_an_application_is_filled_in_once_and_hinders_nobody(
    desk: Desk, identities: Mapping[str, Identity], tmp_path: Path
) -> None:
    sample = begun(desk, identities, "hebei-acceptance")
    id = sample.review.id
    package = package_of(desk, id)
    assert [form.id for form in package.scored] == ["hebei-g"]
    assert [form.id for form in package.once] == ["hebei-f"]
    once = paper(desk, id, "hebei-f", LEADER)
    once = enter(desk, once, once.draft.answers.with_field("legal", "王五"))
    enter(desk, once, once.draft.answers.with_answer("q4", "a", Answer.YES))
    assert panel(desk, id, "hebei-g").result is None
    for member_id in SEATS:
        one = paper(desk, id, "hebei-g", member_id)
        for item in one.form.items:
            one = enter(desk, one, one.draft.answers.with_score(item.id, Whole(item.max)))
        for veto in one.form.vetoes:
            if veto.id == "v3":
                continue
            said = Answer.NO if veto.id in {"v4", "v7", "v8"} else Answer.YES
            one = enter(desk, one, one.draft.answers.with_part(veto.id, "a", said))
        _, receipt = submit(desk, one, sample.identities[member_id], ink_of(member_id), tmp_path)
        assert receipt.path is not None
        take_in(desk, id, receipt.path)
    issued = signed_and_issued(sample, tmp_path / "out")

    assert [(one.path.name, one.signed) for one in issued if one.kind == "form"] == [
        ("hebei-f.pdf", False)
    ]
    assert "法人代表王五" in printed(issued, "hebei-f.pdf")
    assert "上报材料是否齐全，符合6.2.2款要求是☑否□" in printed(issued, "hebei-f.pdf")
    assert "综合得分100.00分" in printed(issued, "opinion.pdf")
