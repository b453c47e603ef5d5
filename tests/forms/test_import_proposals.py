"""Rules that tables state in words become proposals where they are clear; else they are told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cpscore.forms.importing.proposals import (
    Deduction,
    deduction,
    explains_star,
    limit_of,
    questions,
    steps,
    total_below,
)

STEPS = {
    "达到国际领先水平得10分，国内先进水平得5分，其他0分": [
        ("达到国际领先水平", 10),
        ("国内先进水平", 5),
        ("其他", 0),
    ],
    "职责明确，制度健全，得10分；制度不健全，得4分；没有制度，不得分": [
        ("职责明确，制度健全", 10),
        ("制度不健全", 4),
        ("没有制度", 0),
    ],
    "比例≥5%得10分；3%~5%得6分；＜3%得0分。": [("比例≥5%", 10), ("3%~5%", 6), ("＜3%", 0)],
    "清洁生产水平：一级１０分、二级５分、其他０分。": [("一级", 10), ("二级", 5), ("其他", 0)],
    "优秀（10分）、良好（8分）、差（0分）": [("优秀", 10), ("良好", 8), ("差", 0)],
    "低于97%不得分；不低于97%得10分": [("低于97%", 0), ("不低于97%", 10)],
}
NO_STEPS = (
    "国际领先得10分，国内先进得5分",  # nothing says when it is zero
    "有制度得6分，有记录得4分",  # both together are the weight
    "优得8～10分，差得0分",
    "得10分，得5分，得0分",
    "每有一项得10分，没有得0分",
    "一级得20分，二级得10分，其他0分",  # more than the weight
    "整洁有序",
)


@pytest.mark.parametrize(("text", "wanted"), STEPS.items(), ids=range(len(STEPS)))
def test_steps_from_the_weight_down_to_nothing(text: str, wanted: list[tuple[str, int]]) -> None:
    found = steps([text], Decimal(10))
    assert [(one.text, one.points) for one in found] == wanted
    assert all(one.text in text for one in found)


@pytest.mark.parametrize("text", NO_STEPS)
def test_what_is_no_whole_list_of_steps_is_none(text: str) -> None:
    assert steps([text], Decimal(10)) == ()


def test_a_step_may_have_a_line_of_its_own() -> None:
    found = steps(["一级：10分", "二级：5分", "三级：不得分"], Decimal(10))
    assert [one.points for one in found] == [10, 5, 0]


DEDUCTIONS = {
    "每发现一处扣2分，扣完为止": Deduction(Decimal(2)),
    "物料平衡齐全。每缺一项，扣３分，扣完为止。": Deduction(Decimal(3)),
    "发现一处跑冒滴漏扣0.5分，最多扣5分": Deduction(Decimal("0.5"), Decimal(5)),
    "每有一处不符合扣1分（扣分不超过4分）": Deduction(Decimal(1), Decimal(4)),
    "每少一项扣1分，每错一项扣2分": None,
    "每缺一项扣1-2分": None,
    "发现问题扣2分": None,
    "未成立的不得分；每缺一个部门扣1分": None,
    "每次扣20分": None,
}


@pytest.mark.parametrize(("text", "wanted"), DEDUCTIONS.items(), ids=range(len(DEDUCTIONS)))
def test_a_deduction_is_read_where_it_is_the_only_rule(text: str, wanted: Deduction | None) -> None:
    assert deduction([text], Decimal(10)) == wanted


def test_a_deduction_beside_other_criteria_is_none() -> None:
    assert deduction(["每缺一项扣1分", "整洁"], Decimal(10)) is None


QUESTIONS = {
    "是否被责令关闭；若是，是否已恢复生产": [
        ("是否被责令关闭", ""),
        ("若是，是否已恢复生产", "yes"),
    ],
    "是否达标，如未达标，是否整改。": [("是否达标", ""), ("如未达标，是否整改", "no")],
    "是否有台账；是否有记录": [("是否有台账", ""), ("是否有记录", "")],
    "对于甲行业，是否达标；对于乙行业，是否对比": [],
    "是否如实申报": [],
    "是否存在违法行为或存在违法行为的是否整改": [],
}


@pytest.mark.parametrize(("text", "wanted"), QUESTIONS.items(), ids=range(len(QUESTIONS)))
def test_several_questions_in_a_cell(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(one.text, one.after) for one in questions(text)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("综合得分低于70分的", "total < 70"),
        ("总分＜６０分", "total < 60"),
        ("总分低于70分或者弄虚作假的", ""),
        ("是否低于能耗限额", ""),
    ],
)
def test_a_veto_that_the_points_decide(text: str, wanted: str) -> None:
    assert total_below(text) == wanted


def test_limits_and_stars() -> None:
    assert limit_of("三、加分项（加分不超过10分）") == 10
    assert limit_of("最多加5分") == 5
    assert limit_of("三、加分项（10分）") is None
    assert explains_star("注：标★的指标得零分的不予通过。")
    assert not explains_star("★为重点指标")
