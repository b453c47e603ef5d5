"""What other regions' forms need, end to end: scored, merged, and read off the printed page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from cpscore.documents import picture
from cpscore.documents.pdf import write_pdf
from cpscore.documents.sheets.opinion import opinion_sheet
from cpscore.documents.sheets.score import Copy, score_sheet
from cpscore.documents.sheets.summary import summary_sheet
from cpscore.forms.catalogue import find, open_file
from cpscore.messages import speaker
from cpscore.rules.answers import (
    Answers,
    Chosen,
    Counted,
    NotApplicable,
    Score,
    VetoAnswer,
    Whole,
)
from cpscore.rules.form import Answer, Form
from cpscore.rules.merging import (
    AgreedConclusion,
    Decisions,
    PanelResult,
    PanelVetoState,
    decision_problems,
    merge,
)
from cpscore.rules.scoring import VetoState, score
from cpscore.rules.sheet import Sheet
from tests.documents.samples import NAMES, review

REGIONS = Path(__file__).parents[1] / "forms" / "regions"
SHA = "ab" * 32
SAY = speaker("zh")
YES, NO, NA = Answer.YES, Answer.NO, Answer.NA


def region(name: str) -> Form:
    found = open_file(REGIONS / f"{name}.yaml")
    assert found.form, found.problems
    return found.form


def shipped(id: str) -> Form:
    found = find(id)
    assert found is not None
    assert found.form is not None
    return found.form


BEIJING, YUNNAN = region("beijing"), region("yunnan")


def points(value: str) -> Whole:
    return Whole(Decimal(value))


def beijing(**changed: Score) -> Answers:
    """89 points without the bonus, 10 with it: every condition met."""
    scores: Mapping[str, Score] = {
        "1.1": points("9"),
        "1.2": points("25"),
        "1.3": Chosen("a"),
        "2.1": points("30"),
        "2.2": Chosen("good"),
        "2.3": Counted(0),
        "3.1": Chosen("nation"),
        "3.2": points("4"),
    }
    renamed = {name.replace("i", "").replace("_", "."): one for name, one in changed.items()}
    vetoes = {"v1": VetoAnswer({"a": NO}), "v2": VetoAnswer({"a": YES}, "", {"a": "监-18"})}
    return Answers(NAMES[0], (), {**scores, **renamed}, vetoes)


def yunnan(**changed: Score) -> Answers:
    scores: Mapping[str, Score] = {
        "report": points("40"),
        "star": points("15"),
        "waste": NotApplicable("不产生危险废物"),
        "water": points("15"),
        "training": points("40"),
        "system": points("40"),
    }
    return Answers(NAMES[0], (), {**scores, **changed}, remarks={"star": "台账完整"})


def panel(form: Form, *given: Answers, decisions: Decisions | None = None) -> PanelResult:
    """Three members; the last answers are given by all who are left."""
    every = [*given, *[given[-1]] * (3 - len(given))]
    named = (replace(one, expert=name) for one, name in zip(every, NAMES, strict=False))
    return merge(form, named, decisions or Decisions())


def read(sheet: Sheet) -> str:
    """What the printed pages say, without white space."""
    pdf = write_pdf(sheet, at=datetime(2026, 11, 20, tzinfo=UTC)).pdf
    return "".join(picture.text(pdf).split())


def page(form: Form, answers: Answers, copy: Copy = Copy.WHOLE) -> str:
    sheet = score_sheet(score(form, answers), review(), sha256=SHA, say=SAY, copy=copy)
    return read(sheet)


def summary(result: PanelResult) -> str:
    return read(summary_sheet(result, review(), sha256=SHA, say=SAY))


def total(form: Form, answers: Answers) -> Fraction:
    found = score(form, answers).points
    assert found is not None
    return found.total


def label(form: Form, answers: Answers) -> str | None:
    verdict = score(form, answers).verdict
    return verdict.label if verdict else None


# Points ----------------------------------------------------------------------------------------


def test_totals_other_than_100() -> None:
    assert [BEIJING.total, YUNNAN.total] == [Decimal(110), Decimal(200)]
    assert total(BEIJING, beijing()) == 99
    assert "合计99分（满分110分）" in page(BEIJING, beijing())
    merged = panel(BEIJING, beijing())
    assert merged.total is not None
    assert merged.total.exact == 99
    assert "满分110分" in summary(merged)


def test_a_bonus_in_steps_is_capped_on_top_of_the_rest() -> None:
    # 8 and 4 of bonus, 10 at most.
    assert total(BEIJING, beijing(i3_1=Chosen("city"))) == 89 + 8
    assert total(BEIJING, beijing(i3_1=Chosen("none"), i3_2=points("0"))) == 89
    assert panel(BEIJING, beijing()).points == score(BEIJING, beijing()).points
    assert "☑国家级8□市级4□没有0" in page(BEIJING, beijing())


@pytest.mark.parametrize(("count", "left"), [(0, 10), (3, 4), (5, 0), (99, 0)])
def test_deductions_per_occurrence_until_nothing_is_left(count: int, left: int) -> None:
    given = beijing(i2_3=Counted(count))

    assert total(BEIJING, given) == 89 + left
    assert f"{left}{count}次" in page(BEIJING, given)
    assert "每次扣2分，最多扣10分" in page(BEIJING, given)


def test_steps_and_thresholds_give_their_points_and_nothing_between() -> None:
    assert total(BEIJING, beijing(i2_2=Chosen("lead"), i1_3=Chosen("b"))) == 99 + 5 - 10
    said = page(BEIJING, beijing(i2_2=Chosen("lead"), i1_3=Chosen("b")))
    assert "□不低于97%10☑低于97%0" in said
    assert "☑领先10□先进5□其他0" in said


def test_what_does_not_apply_leaves_the_denominator() -> None:
    # 150 of 180 that apply.
    assert total(YUNNAN, yunnan()) == Fraction(150 * 200, 180)
    everything_else = yunnan(water=NotApplicable("无"), system=NotApplicable("无"))
    assert total(YUNNAN, everything_else) == Fraction(95 * 200, 110)
    said = page(YUNNAN, yunnan())
    assert "不适用" in said
    assert "不产生危险废物" in said
    assert "已按满分折算" in said
    assert "已按满分折算" in summary(panel(YUNNAN, yunnan()))


# Conditions ------------------------------------------------------------------------------------


def test_a_starred_item_may_not_be_zero() -> None:
    assert label(YUNNAN, yunnan(star=points("0.5"))) == "通过"
    zero = yunnan(star=points("0"))
    assert label(YUNNAN, zero) == "不通过"
    assert panel(YUNNAN, zero).verdict == YUNNAN.grade("fail")
    # One member's zero is not the panel's.
    assert panel(YUNNAN, zero, yunnan()).verdict == YUNNAN.grade("pass")
    assert "★数据真实性>0" in page(YUNNAN, zero)


def test_a_section_has_its_floor() -> None:
    # 29 of 50 are 58 percent, 30 are 60.
    below = beijing(i2_1=points("15"), i2_3=Counted(1), i2_2=Chosen("good"))
    assert score(BEIJING, below).points is not None
    low = beijing(i2_1=points("14"), i2_3=Counted(0))
    at = beijing(i2_1=points("15"), i2_3=Counted(0))
    assert label(BEIJING, low) == "不通过"
    assert label(BEIJING, at) == "通过"
    assert "没有达到条件：方案实施≥60%" in page(BEIJING, low)
    assert panel(BEIJING, low, at).verdict == BEIJING.grade("fail")
    assert "条件：方案实施≥60%——不满足" in summary(panel(BEIJING, low))


def test_every_condition_is_demanded_at_once() -> None:
    # 40 of the survey's 100 miss its own 70 percent, whatever the whole comes to.
    survey = yunnan(training=points("30"), system=points("39"))
    assert label(YUNNAN, survey) == "不通过"
    assert label(YUNNAN, yunnan(training=points("30"), system=points("40"))) == "通过"
    main = yunnan(report=points("10"), star=points("20"), water=points("15"))
    met = {one.id: one.met for one in score(YUNNAN, main).conditions}
    assert met == {"both": False, "floor-survey": True, "nonzero-star": True}
    assert panel(YUNNAN, main).conditions == met
    assert "条件：验收评分不低于60分——不满足" in summary(panel(YUNNAN, main))


def low_total(last: str) -> Answers:
    """70 points where `last` is 10: no floor is missed."""
    bonus: Mapping[str, Score] = {"i3_1": Chosen("none"), "i3_2": points("0")}
    return beijing(i1_1=points(last), i1_2=points("15"), i2_1=points("20"), **bonus)


@pytest.mark.parametrize(
    ("last", "state", "verdict"), [("9.5", "failed", "不通过"), ("10", "clear", "通过")]
)
def test_a_veto_is_computed_from_the_total(last: str, state: str, verdict: str) -> None:
    given = low_total(last)
    result = score(BEIJING, given)

    assert [one.state for one in result.vetoes if one.id == "v3"] == [VetoState(state)]
    assert label(BEIJING, given) == verdict
    said = page(BEIJING, given)
    assert "由得分计算，无需回答" in said
    assert "依次为上文各问" not in said
    assert ("☑□" if state == "failed" else "□☑") in said.split("无需回答〕")[1][:3]


def test_a_computed_veto_is_of_the_panels_total_not_of_a_members() -> None:
    # 69.5 and twice 70.25 on average are 70.
    members = (low_total("9.5"), low_total("10"), low_total("10"))
    merged = panel(BEIJING, *members)
    assert merged.total is not None
    assert merged.total.exact < 70
    assert {one.veto.id: one.state for one in merged.vetoes}["v3"] is PanelVetoState.SUSTAINED
    assert merged.verdict == BEIJING.grade("fail")
    assert not merged.decisions.vetoes


# Who sees and scores what ----------------------------------------------------------------------


def test_the_enterprises_copy_leaves_out_what_is_hidden_and_says_so() -> None:
    given = yunnan(star=points("0"))
    whole, copy = page(YUNNAN, given), page(YUNNAN, given, Copy.ENTERPRISE)

    for words in ("★数据真实性", "台账完整", "专家意见"):
        assert words in whole
        assert words not in copy
    assert "企业留存件" in copy
    assert "企业留存本" not in whole
    # The total and the result stay what they are.
    assert "总分" in copy
    assert "本人结论：不通过" in copy


def test_the_opinions_calculation_does_not_tell_what_is_hidden() -> None:
    merged = panel(YUNNAN, yunnan(star=points("0")))
    form = shipped("shenzhen-opinion")
    said = read(opinion_sheet(form, review(), {}, (), panel=merged, say=SAY))

    assert "★" not in said
    assert "不通过" in said


def test_an_expert_scores_assigned_sections_only() -> None:
    every = yunnan()
    parts = {
        "main": ("report", "star", "waste", "water"),
        "survey": ("training", "system"),
    }
    theirs = [
        replace(
            every,
            sections=(id,),
            scores={item: every.scores[item] for item in items},
            remarks={},
        )
        for id, items in parts.items()
    ]
    main, survey = theirs
    result = score(YUNNAN, main)

    assert result.complete
    assert result.grade is None
    merged = panel(YUNNAN, main, survey, every)
    assert merged.points is not None
    assert merged.points.total == Fraction(150 * 200, 180)
    assert merged.verdict == YUNNAN.grade("pass")
    said = page(YUNNAN, main)
    assert "所评章节合计87.5分（满分100分）" in said
    assert "员工培训50—" in said


# Objective items, and forms without points -----------------------------------------------------


def test_on_objective_items_all_experts_agree() -> None:
    merged = panel(BEIJING, beijing(i1_3=Chosen("b")), beijing())

    assert merged.verdict is None
    assert "objective-differs" in {one.code for one in merged.reasons}
    assert "objective-differs" in {one.code for one in merged.flags}
    assert "监测数据有效率" in summary(merged).split("提请注意")[1]
    assert panel(BEIJING, beijing()).verdict == BEIJING.grade("good")


def carbon(conclusion: str) -> Answers:
    return Answers(NAMES[0], conclusion=conclusion, fields={"comments": "边界清楚"})


def test_a_pass_or_fail_form_is_chosen_by_the_panel() -> None:
    form = shipped("guangzhou-carbon")
    agreed, differing = panel(form, carbon("pass")), panel(form, carbon("pass"), carbon("fail"))

    assert agreed.verdict == form.conclusions[0]
    assert agreed.settled
    assert differing.verdict is None
    assert not differing.settled
    decided = Decisions(conclusion=AgreedConclusion("pass", "补充材料后一致同意"))
    settled = panel(form, carbon("pass"), carbon("fail"), decisions=decided)
    assert settled.verdict == form.conclusions[0]
    assert [one.code for one in decision_problems(panel(form, carbon("pass"), decisions=decided))]
    said = summary(settled)
    assert "结论：通过" in said
    assert "补充材料后一致同意" in said
    assert "结论通过不通过不通过" in said.split("各专家的回答与结论")[1]
    mine = page(form, carbon("fail"))
    assert "不通过☑" in mine
    assert "边界清楚" in mine
    assert "评审结果" in mine


def test_a_form_without_result_words_is_settled_when_all_answered() -> None:
    form = shipped("henan-acceptance")
    answers = {question.id: VetoAnswer({"a": YES}) for question in form.questions}
    given = Answers(NAMES[0], questions={**answers, "q6": VetoAnswer({"a": NA})})
    merged = panel(form, given)

    assert score(form, given).complete
    assert merged.verdict is None
    assert merged.settled
    assert "不适用不适用不适用" in summary(merged)


def test_what_is_written_beside_an_answer_is_printed() -> None:
    assert "监测报告编号监-18" in page(BEIJING, beijing())
    form = shipped("henan-application")
    given = Answers(
        "填表人",
        questions={"q2": VetoAnswer({"a": YES}, "", {"a": "91410000"})},
        fields={"enterprise": "示例化工有限公司", "writer": "张三"},
    )
    said = page(form, given)
    assert "企业是否已获得排污许可证是☑否□排污许可证编号91410000" in said
    assert "填表人:张三" in said
    assert "评分人（签名）" not in said


def test_fixed_rows_and_their_groups_are_printed_in_their_places() -> None:
    form = shipped("cppc-worksheets")
    rows = ({"1": "三月", "2": "办公室"}, {"1": "四月"})
    said = page(form, Answers("填表人", fields={"plan": rows}))

    assert "阶段工作内容完成时间责任部门及负责人备注" in said
    assert "明确审核任务三月办公室" in said
    assert "组建审核小组四月" in said
    assert "编制清洁生产审核报告" in said


@pytest.mark.parametrize("id", ["guangdong", "shenzhen", "guangdong-opinion", "shenzhen-opinion"])
def test_a_provisional_form_says_so_on_every_page(id: str) -> None:
    form = shipped(id)
    sheet = (
        opinion_sheet(form, review(), {}, ())
        if form.opinion
        else score_sheet(score(form, Answers(NAMES[0])), review(), sha256=SHA, say=SAY)
    )
    pdf = write_pdf(sheet, at=datetime(2026, 11, 20, tzinfo=UTC)).pdf
    said = "".join(picture.text(pdf).split())

    assert (
        said.count("暂定：条目为示例，官方条目、版式未随来源公布")
        == len(list(picture.pages(pdf)))
        >= 2
    )
