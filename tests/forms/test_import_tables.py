"""What tables of authorities look like, one peculiarity at a time, in Word and in Excel."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cpscore.messages import LANGUAGES, say
from cpscore.rules.form import FieldType, Form, Kind
from tests.forms.official import Official
from tests.forms.tables import WRITERS, form_of, imported, table


@pytest.fixture(params=WRITERS)
def how(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def read(how: str, *tables: Official) -> tuple[Form, list[str]]:
    """The form, and the codes of what is to be looked at."""
    made = imported(how, *tables)
    for one in made.remarks:
        for language in LANGUAGES:
            assert say(one.code, one.values, language)
    return form_of(made)[0], [one.code for one in made.remarks]


def weights(form: Form) -> list[Decimal]:
    return [item.max for item in form.items]


PLAIN = """
| 序号 | 评价内容 | 分值 | 得分 |
| 1 | 有计量 | 40 | |
| 2 | 有台账 | 60 | |
| 合计 | < | 100 | |
"""


def test_a_plain_table(how: str) -> None:
    form, codes = read(how, table(PLAIN, "某市验收评分表"))

    assert form.title == "某市验收评分表"
    assert weights(form) == [40, 60]
    assert [row.text for item in form.items for row in item.rows] == ["有计量", "有台账"]
    assert [row.number for item in form.items for row in item.rows] == ["1", "2"]
    assert (form.total, codes) == (100, [])


@pytest.mark.parametrize("heading", ["标准分", "配分", "应得分", "最高分", "基准分"])
def test_a_column_of_weights_has_many_names(how: str, heading: str) -> None:
    form, codes = read(how, table(PLAIN.replace("分值", heading), "某市验收评分表"))

    assert (weights(form), codes) == ([40, 60], [])


def test_full_width_digits_units_and_brackets(how: str) -> None:
    drawn = """
| 序号 | 评价内容 | 分值（分） | 得分 |
| １ | 有计量 | ４０ | |
| ２． | 有台账 | 30分 | |
| ３、 | 有人管 | （30） | |
| 合　计 | < | １００分 | |
"""
    form, codes = read(how, table(drawn, "评分表"))

    assert weights(form) == [40, 30, 30]
    assert [item.rows[0].number for item in form.items] == ["1", "2", "3"]
    assert (form.total, codes) == (100, [])


def test_a_weight_shared_by_several_criteria_merged_or_blank(how: str) -> None:
    merged = """
| 指标 | 内容 | 分值 |
| 现场 | 整洁 | 60 |
| ^ | 无跑冒滴漏 | ^ |
| 台账 | 齐全 | 40 |
"""
    blank = merged.replace("^", " ")
    for drawn in (merged, blank):
        form, codes = read(how, table(drawn, "评分表"))
        assert weights(form) == [60, 40]
        assert [item.title for item in form.items] == ["现场", "台账"]
        assert [len(item.rows) for item in form.items] == [2, 1]
        assert codes == ["total-not-printed"]


def test_a_name_over_several_weights(how: str) -> None:
    merged = """
| 指标 | 内容 | 分值 |
| 现场 | 整洁 | 60 |
| ^ | 无跑冒滴漏 | 40 |
| 总分 | < | 100 |
"""
    form, codes = read(how, table(merged, "评分表"))
    assert ([item.title for item in form.items], codes) == (["现场", "现场"], [])

    form, codes = read(how, table(merged.replace("^", " "), "评分表"))
    assert [item.title for item in form.items] == ["现场", "现场"]
    assert codes == ["title-from-above"]


def test_several_names_under_one_weight(how: str) -> None:
    drawn = """
| 指标 | 内容 | 分值 |
| 现场 | 整洁 | 100 |
| 台账 | 齐全 | ^ |
| 总分 | < | 100 |
"""
    form, codes = read(how, table(drawn, "评分表"))

    assert [row.text for row in next(form.items).rows] == ["现场：整洁", "台账：齐全"]
    assert codes == ["names-share-a-weight"]


def test_sections_as_rows_across_with_and_without_their_sums(how: str) -> None:
    drawn = """
| 序号 | 指标内容 | 评分标准 | 分值 | 得分 |
| 一、现场管理 | < | < | < | < |
| 1 | 整洁 | 地面整洁 | 10 | |
| 2 | 计量 | 有水表 | 20 | |
| 小计 | < | < | 30 | |
| 二 | 台账 | < | 70 | |
| 1 | 齐全 | 有记录 | 30 | |
| 2 | 真实 | 与票据一致 | 40 | |
| 合计 | < | < | 100 | |
"""
    form, codes = read(how, table(drawn, "评分表"))

    assert [(one.title, one.max) for one in form.sections] == [("现场管理", 30), ("台账", 70)]
    assert weights(form) == [10, 20, 30, 40]
    assert [item.number for item in form.items] == ["1", "2", "1", "2"]
    assert codes == []


def test_sums_that_do_not_add_up_are_told(how: str) -> None:
    drawn = """
| 序号 | 指标内容 | 分值 |
| 一、现场 | < | 50 |
| 1 | 整洁 | 40 |
| 合计 | < | 90 |
"""
    form, codes = read(how, table(drawn, "评分表"))

    assert form.total == 90
    assert sorted(codes) == ["section-sum-differs", "total-differs"]


def test_two_columns_of_numbers_and_two_of_weights(how: str) -> None:
    drawn = """
| 序号 | < | 指标 | 内容 | 分值 | < |
| 一 | 1 | 现场 | 地面整洁 | 60 | 20 |
| ^ | 2 | 计量 | 有水表、有电表 | ^ | 40 |
| 二 | 3 | 台账 | 记录齐全并真实 | 40 | 40 |
| 合计 | < | < | < | 100 | < |
"""
    form, codes = read(how, table(drawn, "评分表"))

    assert weights(form) == [20, 40, 40]
    assert [item.number for item in form.items] == ["1", "2", "3"]
    assert form.total == 100
    # The sums of sections nobody named have no place: they are told.
    assert set(codes) <= {"not-understood", "total-not-printed", "column-sum"}


def test_criteria_numbered_inside_one_cell(how: str) -> None:
    drawn = """
| 指标 | 内容 | 分值 |
| 现场 | 1.整洁/2.无跑冒滴漏，/标识齐全 | 60 |
| 台账 | （1）齐全/（2）真实 | 40 |
"""
    form, _ = read(how, table(drawn, "评分表"))
    rows = [[(row.number, row.text) for row in item.rows] for item in form.items]

    assert rows == [
        [("1", "整洁"), ("2", "无跑冒滴漏，标识齐全")],
        [("（1）", "齐全"), ("（2）", "真实")],
    ]


def test_breaks_soft_hyphens_and_unseen_marks_inside_cells(how: str) -> None:
    drawn = f"""
| 指标 | 内容 | 分值 |
| 相关/证明材料 | 采用 ISO/14001 和 clean/production，{chr(0xAD)}有记{chr(0x200B)}录 | 100 |
"""
    form, _ = read(how, table(drawn, "评分表"))
    item = next(form.items)

    assert item.title == "相关证明材料"
    assert item.rows[0].text == "采用 ISO14001 和 clean production，有记录"


def test_weights_that_are_none_are_told_and_left_open(how: str) -> None:
    drawn = """
| 指标 | 内容 | 分值 |
| 现场 | 整洁 | 酌情 |
| 台账 | 齐全 | 0～40 |
| 总分 | < | 100 |
"""
    made = imported(how, table(drawn, "评分表"))
    _, problems = form_of(made)

    told = {one.code: one.values["found"] for one in made.remarks}
    assert told["weight-not-read"] == "酌情"
    assert told["weight-taken-as"] == "0～40"
    assert [(one.code, one.path) for one in problems] == [("undecided", "/sections/0/items/0/max")]


def test_weights_in_percent_are_points_and_told(how: str) -> None:
    drawn = """
| 指标 | 内容 | 权重 |
| 现场 | 整洁 | 60% |
| 台账 | 齐全 | 40％ |
| 合计 | < | 100% |
"""
    form, codes = read(how, table(drawn, "评分表"))

    assert (weights(form), form.total) == ([60, 40], 100)
    assert codes == ["weight-taken-as", "weight-taken-as"]


def test_a_bonus_stands_above_the_total(how: str) -> None:
    drawn = """
| 指标 | 内容 | 分值 |
| 一、基本项 | < | < |
| 现场 | 整洁 | 100 |
| 二、加分项 | < | < |
| 获奖 | 国家级 | 5 |
| 总分 | < | 100 |
"""
    form, codes = read(how, table(drawn, "评分表"))

    assert [item.kind for item in form.items] == [Kind.POINTS, Kind.BONUS]
    assert (form.total, codes) == (100, [])


VETOES = """
| 一票否决项 | < | < | < |
| 类型 | 指标 | 是 | 否 |
| 双超 | 1.是否达标。 | □ | □ |
| ^ | 2.是否完成总量。 | □ | □ |
| 其他 | 是否作假。 | □ | □ |
"""


def test_vetoes_with_groups_and_boxes(how: str) -> None:
    form, codes = read(how, table(VETOES, "否决表"))

    told = [(one.group, one.number, one.text) for one in form.vetoes]
    assert told == [
        ("双超", "1", "是否达标。"),
        ("双超", "2", "是否完成总量。"),
        ("其他", None, "是否作假。"),
    ]
    assert codes == ["veto-undecided"] * 3


def test_vetoes_with_groups_as_rows_across_and_one_column_for_both(how: str) -> None:
    drawn = """
| 序号 | 否决内容 | 是/否 |
| 一、守法 | < | < |
| 1 | 是否有处罚 | |
| 2 | 是否未批先建 | |
"""
    form, _ = read(how, table(drawn, "否决表"))
    told = [(one.group, one.number, one.text) for one in form.vetoes]

    assert told == [("守法", "1", "是否有处罚"), ("守法", "2", "是否未批先建")]


def test_no_veto_is_decided_by_the_import(how: str) -> None:
    _, problems = form_of(imported(how, table(VETOES, "否决表")))

    paths = [one.path for one in problems if one.code == "undecided"]
    assert paths == [f"/vetoes/{at}/fails" for at in range(3)]


THREE = ["[90,100]", "[60,90)", "[0,60)"]
BANDS = {
    "≥90分优秀，60～90分合格，60分以下不合格": None,
    "优秀（90分以上）、合格（60分及以上，90分以下）": None,
    "优秀（≥90分）、合格（60～90分）、不合格（＜60分）": THREE,
    "优秀（90～100分）、合格（60～90分，不含90分）、不合格（60分以下，不含60分）": THREE,
    "85分及以上为优秀，85分以下为合格": ["[85,100]", "[0,85)"],
}


@pytest.mark.parametrize(("text", "ranges"), BANDS.items(), ids=range(len(BANDS)))
def test_bands_are_read_as_far_as_they_are_clear(
    how: str, text: str, ranges: list[str] | None
) -> None:
    form, codes = read(how, table(PLAIN, "评分表", below=(f"{text}。",)))

    if ranges is None:
        assert codes in (["grade-undecided"], ["line-not-understood"], ["not-understood"])
        return
    shown = [
        f"{'[' if g.lower_closed else '('}{g.lower},{g.upper}{']' if g.upper_closed else ')'}"
        for g in form.grades
    ]
    assert (shown, codes) == (ranges, [])


def test_results_to_tick_become_grades_that_are_left_open(how: str) -> None:
    drawn = f"{PLAIN}| 验收结论：□合格 □不合格      签名： | < | < | < |"
    made = imported(how, table(drawn.replace("□合格 □不合格", "合格□ 不合格□"), "评分表"))
    form, problems = form_of(made)

    assert [(grade.id, grade.label) for grade in form.grades] == [
        ("pass", "合格"),
        ("fail", "不合格"),
    ]
    assert {one.path for one in problems} == {"/grades/0/range", "/grades/1/range"}
    assert "grade-undecided" in [one.code for one in made.remarks]


def test_head_lines_become_fields(how: str) -> None:
    lines = (
        "附件2",
        "某市评分表",
        "企业名称：＿＿＿＿      评审专家：        日期：    年   月   日",
    )
    form, codes = read(how, table(PLAIN, *lines))

    assert [(one.id, one.label, one.type) for one in form.fields] == [
        ("enterprise", "企业名称", FieldType.TEXT),
        ("expert", "评审专家", FieldType.TEXT),
        ("date", "日期", FieldType.DATE),
    ]
    assert (form.layout.caption, form.title, codes) == ("附件2", "某市评分表", [])


def test_a_table_of_places_to_fill_in_with_questions(how: str) -> None:
    drawn = """
| 企业名称 | | 邮编 | |
| 地址 | | < | < |
| 材料是否齐全/情况是否属实 | 是□ 否□/是□ 否□ | < | < |
"""
    form, codes = read(how, table(drawn, "申请表"))

    assert [one.label for one in form.fields] == ["企业名称", "邮编", "地址"]
    assert [one.text for one in form.questions] == ["材料是否齐全", "情况是否属实"]
    assert codes == []


def test_an_opinion_sheet(how: str) -> None:
    drawn = """
| 组织单位 | |
| 一、总体评价/1、企业概况。/2、验收结论。/二、建议/专家组组长（签名）：/年   月   日 | < |
"""
    form, codes = read(how, table(drawn, "某市验收意见"))

    assert [part.title for part in form.opinion] == ["一、总体评价", "二、建议"]
    assert [one.text for one in form.opinion[0].paragraphs] == ["企业概况。", "验收结论。"]
    assert [(one.id, one.label) for one in form.fields] == [("organiser", "组织单位")]
    assert codes == []


def test_what_is_not_understood_is_listed_with_its_place(how: str) -> None:
    drawn = """
| 序号 | 评价内容 | 分值 | 得分 |
| 1 | 有计量 | 100 | 见附页 |
| 合计 | < | 100 | |
| 本表一式三份，报市局两份 | < | < | < |
"""
    made = imported(how, table(drawn, "评分表"))
    row = 2 if how == "word" else 3

    places = [
        (one.values["row"], one.values["column"], one.values["found"]) for one in made.remarks
    ]
    assert {one.code for one in made.remarks} == {"not-understood"}
    assert places == [(row, 4, "见附页"), (row + 2, 1, "本表一式三份，报市局两份")]


def test_notes_stay_notes(how: str) -> None:
    form, codes = read(how, table(PLAIN, "评分表", below=("注：得分保留一位小数。",)))

    assert ([note.text for note in form.notes], codes) == (["注：得分保留一位小数。"], [])


def test_several_tables_are_one_form(how: str) -> None:
    second = """
| 序号 | 评价内容 | 分值 | 得分 |
| 3 | 有人管 | 100 | |
| 总计 | < | 200 | |
"""
    first = PLAIN.replace("| 合计 | < | 100 | |", "")
    form, codes = read(how, table(VETOES, "评分表"), table(first), table(second))

    assert weights(form) == [40, 60, 100]
    assert (form.total, len(form.vetoes)) == (200, 3)
    assert set(codes) == {"veto-undecided"}


def test_a_heading_of_two_rows(how: str) -> None:
    drawn = """
| 序号 | 评价内容 | 评分 | < |
| ^ | ^ | 分值 | 得分 |
| 1 | 有计量 | 100 | |
| 合计 | < | 100 | |
"""
    form, codes = read(how, table(drawn, "评分表"))

    assert (weights(form), form.total, codes) == ([100], 100, [])


def test_weights_finer_than_half_a_point_make_the_step_finer(how: str) -> None:
    drawn = """
| 指标 | 内容 | 分值 |
| 现场 | 整洁 | 2.25 |
| 台账 | 齐全 | 7.75 |
| 总分 | < | 10 |
"""
    form, codes = read(how, table(drawn, "评分表"))

    assert ([item.step for item in form.items], codes) == ([Decimal("0.25")] * 2, ["step-taken"])


def test_what_else_stands_in_a_row_of_sums_is_told(how: str) -> None:
    drawn = """
| 指标 | 内容 | 分值 |
| 现场 | 整洁 | 40 |
| 台账 | 齐全 | 60 |
| 总分 | 不含加分 | 100 |
"""
    made = imported(how, table(drawn, "评分表"))

    told = [(one.code, one.values["found"]) for one in made.remarks]
    assert told == [("not-understood", "不含加分")]


def test_what_a_bonus_would_lose_is_told_and_not_read(how: str) -> None:
    drawn = """
| 指标 | 内容 | 分值 |
| 一、基本项 | < | < |
| 现场 | 整洁 | 100 |
| 二、加分项 | < | < |
| 获奖 | 每缺一项证明扣1分 | 5 |
| 总分 | < | 100 |
"""
    form, codes = read(how, table(drawn, "评分表"))

    assert [item.kind for item in form.items] == [Kind.POINTS, Kind.BONUS]
    assert codes == ["rule-in-text"]
