"""Whole tables as other regions' authorities lay them out, in Word and in Excel, made up here."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from cpscore.forms.importing import wording
from cpscore.forms.importing.grid import Grid, squeezed
from cpscore.forms.importing.reading import Draft, draft, read_source
from cpscore.forms.reader import read_form
from cpscore.forms.writing import write_yaml
from cpscore.messages import LANGUAGES, say
from cpscore.rules.form import Answer, Answered, AskedIf, Compared, Form, Kind
from tests.forms.official import official
from tests.forms.tables import WRITERS, form_of, imported, table

NORTH = (
    table(
        """
| 序号 | 否决项内容 | 是 | 否 |
| 1 | 发生重大环境污染事故的 | □ | □ |
| 2 | 是否被责令关闭；若是，是否已恢复生产 | □ | □ |
| 3 | 污染物是否达标排放 | □ | □ |
| 4 | 总分低于70分的 | □ | □ |
""",
        "附件3",
        "某市清洁生产审核评分表",
        "企业名称：          评审专家：          日期：    年  月  日",
        "一、否决项",
        "（以下任意一项为“是”的，即判定为不通过）",
    ),
    table(
        """
| 序号 | 指标 | 评分内容及标准 | 分值 | 得分 |
| 1 | 组织 | 组织健全，得10分；不健全，得4分；没有组织，不得分 | 10 | |
| 2 | 调查 | 现状清楚（0-10分） | 20 | |
| ^ | ^ | 排放清楚（0-10分） | ^ | |
| 3 | 平衡 | 每缺一项扣3分，扣完为止 | 15 | |
| 4 | 水平 | 达到领先水平得10分，先进水平得5分，其他0分 | 10 | |
| 5 | 绩效 | 绩效明显 | 45 | |
| 合计 | < | < | 100 | |
""",
        "二、评分项（100分）",
    ),
    table(
        """
| 序号 | 加分项 | 加分标准 | 加分 | 得分 |
| 1 | 获奖 | 国家级5分，市级3分，没有0分 | 5 | |
| 2 | 绿色能源 | 使用可再生能源 | 8 | |
""",
        "三、加分项（加分不超过10分）",
        below=(
            "注：总分=评分项得分+加分项得分。",
            "评审结论：总分≥90分为优秀，80≤总分<90为良好，70≤总分<80为合格，70分以下为不合格。",
            "专家签名：            日期：   年  月  日",
        ),
    ),
)

SOUTH = (
    table(
        """
| 序号 | 评估项目 | 评估内容 | 评分标准 | 分值 | 得分 | 备注 |
| 一、审核过程（４０分） | < | < | < | < | < | < |
| １ | 准备 | 成立小组 | 未成立的不得分；每缺一人扣１分 | ５ | | |
| ２ | 预评估 | 现状调查 | 资料完整 | １５ | | |
| ^ | ^ | 审核重点 | 依据充分 | ^ | | |
| ３ | 评估 | 物料实测 | 每发现一处错误扣2分，扣完为止 | ２０ | | |
| 小计 | < | < | < | ４０ | | |
| 二、清洁生产水平（６０分） | < | < | < | < | < | < |
| ４ | 水平 | 指标 | 领先得40分，先进得20分，其他0分 | ４０ | | |
| ５ | ★管理 | 体系 | 有体系的得20分，没有的得0分 | ２０ | | 附证书 |
| 小计 | < | < | < | ６０ | | |
| 合计 | < | < | < | １００ | | |
| 专家意见： | < | < | < | < | < | < |
| 专家签名：            年   月   日 | < | < | < | < | < | < |
""",
        "附件2：",
        "某省清洁生产审核评估验收评分表",
        "企业名称（盖章）：                        评分日期：    年  月   日",
        below=(
            "备注：1.标★的指标为关键指标，得零分的不予通过。",
            "2.总分60分及以上为合格，80分及以上为优秀，60分以下为不合格。",
        ),
    ),
)


@pytest.fixture(params=WRITERS)
def how(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def codes(made: Draft) -> list[str]:
    """What is to be looked at, each sentence of it sayable."""
    for one in made.remarks:
        assert {"table", "row", "column", "found"} <= one.values.keys()
        assert all(say(one.code, one.values, language) for language in LANGUAGES)
    return [one.code for one in made.remarks]


def mended(made: Draft, *answers: str) -> Form:
    """The form once somebody wrote down what the table leaves open, one after the other."""
    text, given = write_yaml(made.definition), iter(answers)
    text = re.sub(r"undecided.*", lambda _: next(given), text)
    form, problems = read_form(text.encode())
    assert problems == ()
    assert form is not None
    assert list(given) == []
    return form


def test_vetoes_a_hundred_points_and_a_bonus(how: str) -> None:
    made = imported(how, *NORTH)
    form = mended(made, "yes", "a = yes and b = no", "no")

    assert form.title == "某市清洁生产审核评分表"
    assert [field.id for field in form.fields] == ["enterprise", "expert", "date", "date-2"]
    assert [(one.title, one.max) for one in form.sections] == [
        ("评分项（100分）", 100),
        ("加分项（加分不超过10分）", 10),
    ]
    assert [item.kind for item in form.items] == [
        Kind.CHOICE, Kind.POINTS, Kind.COUNT, Kind.CHOICE, Kind.POINTS, Kind.BONUS, Kind.BONUS
    ]  # fmt: skip
    per = form.item("1.3")
    assert (per.max, per.per, per.cap) == (15, 3, None)
    assert [(one.text, one.points) for one in form.item("2.1").choices] == [
        ("国家级", 5),
        ("市级", 3),
        ("没有", 0),
    ]
    # What was read as a rule stays printed as it was.
    assert form.item("1.4").rows[0].text == "达到领先水平得10分，先进水平得5分，其他0分"
    assert [grade.label for grade in form.grades] == ["优秀", "良好", "合格", "不合格"]
    assert [(one.lower, one.upper) for one in form.grades] == [
        (90, 100), (80, 90), (70, 80), (0, 70)
    ]  # fmt: skip


def test_a_veto_of_two_questions_and_one_that_the_points_decide(how: str) -> None:
    form = mended(imported(how, *NORTH), "yes", "a = yes and b = no", "no")

    first, second = form.vetoes[1].parts
    asked: AskedIf = Answered("a", Answer.YES)
    assert (first.text, second.asked_if) == ("是否被责令关闭", asked)
    rule = form.vetoes[3].fails_when
    assert isinstance(rule, Compared)
    assert (rule.of, rule.value, form.vetoes[3].computed) == ("total", 70, True)


def test_every_proposal_and_every_open_place_is_listed(how: str) -> None:
    made = imported(how, *NORTH)

    assert sorted(codes(made)) == sorted(
        ["kept-as-note", "cap-taken", "computed-veto", "questions-parted", "deduction-taken"]
        + ["veto-undecided"] * 3
        + ["steps-taken"] * 3
        + ["column-renamed"] * 3
        + ["rule-in-text"]
    )
    _, problems = form_of(made)
    assert {one.code for one in problems} == {"undecided"}
    assert len(problems) == 3


def test_the_order_on_the_sheet_is_that_of_the_file(how: str) -> None:
    form, _ = form_of(imported(how, *NORTH))
    kinds = [type(block).__name__ for block in form.layout.blocks]

    assert kinds == ["Line", "VetoTable", "ScoreTable", "Statement", "Line"]


def test_sections_across_names_beside_criteria_and_a_star(how: str) -> None:
    made = imported(how, *SOUTH)
    form = mended(made)

    assert [(one.title, one.max) for one in form.sections] == [
        ("审核过程（４０分）", 40),
        ("清洁生产水平（６０分）", 60),
    ]
    items = [(item.number, item.title, item.max, item.kind) for item in form.items]
    assert items == [
        ("1", "准备", Decimal(5), Kind.POINTS),
        ("2", "预评估", Decimal(15), Kind.POINTS),
        ("3", "评估", Decimal(20), Kind.COUNT),
        ("4", "水平", Decimal(40), Kind.CHOICE),
        ("5", "★管理", Decimal(20), Kind.CHOICE),
    ]
    assert [row.text for row in form.item("1.2").rows] == [
        "现状调查：资料完整",
        "审核重点：依据充分",
    ]
    assert [item.nonzero for item in form.items] == [False, False, False, False, True]
    assert [(one.about, one.text) for one in form.notes] == [
        ("", "备注：1.标★的指标为关键指标，得零分的不予通过。"),
        ("2.2", "备注：附证书"),
    ]
    assert sorted(codes(made)) == [
        "column-name", "deduction-taken", "note-kept", "rule-in-text", "star-taken",
        "steps-taken", "steps-taken",
    ]  # fmt: skip


def test_bands_without_ends_end_where_the_next_begins(how: str) -> None:
    form, _ = form_of(imported(how, *SOUTH))
    bands = [(one.label, one.lower, one.upper, one.upper_closed) for one in form.grades]

    assert bands == [
        ("合格", 60, 80, False), ("优秀", 80, 100, True), ("不合格", 0, 60, False)
    ]  # fmt: skip


def test_places_to_write_in_stay_where_they_are(how: str) -> None:
    form, _ = form_of(imported(how, *SOUTH))

    assert [(one.id, one.label) for one in form.fields][:2] == [
        ("enterprise", "企业名称（盖章）"),
        ("date", "评分日期"),
    ]
    kinds = [type(block).__name__ for block in form.layout.blocks]
    assert kinds == ["Line", "ScoreTable", "Statement", "FieldGrid", "Line"]


NESTED = """
| 编号 | 内容 | 分值 | 评分 |
| 1 | 组织管理 | {one} | |
| 1.1 | 领导小组 | {two} | |
| 1.1.1 | 有文件 | 5 | |
| 1.1.2 | 有职责 | 5 | |
| 1.2 | 制度 | 20 | |
| 2 | 现场 | 70 | |
| 2.1 | 整洁 | 30 | |
| 2.2 | 标识 | 40 | |
| 合计 | < | 100 | |
"""


@pytest.mark.parametrize(("one", "two"), [("30", "10"), ("", "")])
def test_numbers_that_nest_are_headings(how: str, one: str, two: str) -> None:
    made = imported(how, table(NESTED.format(one=one, two=two), "某县评分表"))
    form, problems = form_of(made)

    assert problems == []
    assert [(section.title, section.max) for section in form.sections] == [
        ("组织管理", 30),
        ("现场", 70),
    ]
    rows = [(row.number, row.text) for item in form.items for row in item.rows]
    assert rows == [
        ("1.1.1", "领导小组：有文件"),
        ("1.1.2", "领导小组：有职责"),
        ("1.2", "制度"),
        ("2.1", "整洁"),
        ("2.2", "标识"),
    ]
    assert codes(made) == ["heading-by-number"] * 3


def test_a_heading_whose_parts_do_not_add_up_is_told(how: str) -> None:
    made = imported(how, table(NESTED.format(one="35", two="10"), "某县评分表"))

    assert "section-sum-differs" in codes(made)


QUESTIONS = """
| 序号 | 核查内容 | 是 | 否 | 备注 |
| 1 | 是否取得许可证 | □ | □ | 附证书 |
| 2 | 是否有新建项目；若有，是否完成手续 | □ | □ | |
"""


def test_a_table_that_says_nothing_of_vetoes_asks_questions(how: str) -> None:
    made = imported(how, table(QUESTIONS, "现场核查表"))
    form = mended(made)

    assert (form.vetoes, [one.id for one in form.questions]) == ((), ["q1", "q2"])
    assert [part.text for part in form.questions[1].parts] == [
        "是否有新建项目",
        "若有，是否完成手续",
    ]
    assert [(one.about, one.text) for one in form.notes] == [("q1", "备注：附证书")]
    assert codes(made) == ["taken-as-questions", "note-kept", "questions-parted"]


@pytest.mark.parametrize("over", ["一、一票否决情形", "一、基本条件", "一、限制性条件"])
def test_a_line_over_a_table_makes_vetoes_of_it(how: str, over: str) -> None:
    form, _ = form_of(imported(how, table(QUESTIONS, "现场核查表", over)))

    assert len(form.vetoes) == 2
    assert form.questions == ()


def test_a_column_that_says_the_same_everywhere_is_printed_beside(how: str) -> None:
    drawn = """
| 类型 | 指标 | 否决内容 | 是 | 否 |
| 甲 | 指标 | 是否达标 | □ | □ |
| 乙 | 指标 | 是否完成 | □ | □ |
"""
    form, _ = form_of(imported(how, table(drawn, "否决表")))
    [block] = form.layout.blocks

    columns = [(one.show, one.words) for one in getattr(block, "columns", ())]
    assert columns[:3] == [("group", ""), ("words", "指标"), ("text", "")]
    assert [one.group for one in form.vetoes] == ["甲", "乙"]


def test_titles_under_titles_and_rules_in_a_column_of_their_own(how: str) -> None:
    drawn = """
| 序号 | 评价内容 | 分值 | 评分标准 | 得分 |
| 一、过程 | < | < | < | < |
| （一）准备 | < | < | < | < |
| 1 | 成立由主要负责人任组长的审核小组 | 40 | 酌情给分 | |
| （二）实施 | < | < | < | < |
| 2 | 完成全部无低费方案并有记录可查 | 60 | 酌情给分 | |
| 合计 | < | 100 | < | |
"""
    made = imported(how, table(drawn, "评分表"))
    form = mended(made)

    assert [one.title for one in form.sections] == ["过程：准备", "过程：实施"]
    assert [row.text for item in form.items for row in item.rows] == [
        "成立由主要负责人任组长的审核小组", "酌情给分", "完成全部无低费方案并有记录可查", "酌情给分"
    ]  # fmt: skip
    assert codes(made) == ["column-rule", "heading-joined"]


def test_numbers_that_come_twice_under_one_weight_get_ids_of_their_own(how: str) -> None:
    drawn = """
| 序号 | 指标 | 内容 | 分值 |
| 1 | 现场 | 1.整洁/2.无泄漏 | 100 |
| ^ | ^ | 1.标识/2.台账 | ^ |
| 合计 | < | < | 100 |
"""
    form = mended(imported(how, table(drawn, "评分表")))
    [item] = form.items

    assert [(row.number, row.text) for row in item.rows] == [
        ("1", "整洁"), ("2", "无泄漏"), ("1", "标识"), ("2", "台账")
    ]  # fmt: skip


WEST = (
    table(
        """
| 一级指标 | 权重 | 二级指标 | 分值 | 评分细则 | 自评得分 | 专家评分 | 扣分原因 |
| 组织 | 60 | 领导机构 | 20 | 有文件得20分，无文件0分 | | | |
| ^ | ^ | ★工作制度 | 40 | 每缺一项制度扣5分，最多扣40分 | | | |
| 过程 | 140 | 物料平衡 | 100 | 1.有数据；/2.有分析 | | | |
| ^ | ^ | 污染物 | 40 | 充分30-40分；一般0-29分 | | | |
| 总  计 | < | < | 200 | | | | |
| 备注 | 60分以下不合格；60分（含）—75分（不含）良好；75分（含）以上优秀。 | < | < | < | < | < | < |
| 评审意见 | | < | < | < | < | < | < |
| 专家签字 | | < | 日期 | | < | < | < |
""",
        "附表1",
        "某省清洁生产审核评分表（总分200分）",
        "企业名称（盖章）                评估时间     年   月   日",
        "填表说明：★项得零分的，评估不予通过。",
    ),
    table(
        """
| 序号 | 问题 | 是 | 否 | 不适用 |
| 1 | 是否建立计量体系？ | | | |
| 2 | 是否有危废；如有，是否台账齐全 | | | |
""",
        "附表2  管理问卷",
    ),
)


EAST = (
    table(
        """
| 序号 | 考核项目 | 考核内容 | 评分 | < | < | 备注 |
| ^ | ^ | ^ | 标准分 | 自评分 | 考核分 | ^ |
| （一） | 组织领导（20分） | < | < | < | < | < |
| 1 | 机构 | 成立机构 | 10 | | | |
| 2 | 人员 | 配备人员 | 10 | | | |
| （二） | 工作成效（80分） | < | < | < | < | < |
| 3 | 节能 | 节能量达到目标 | 80 | | | |
| 合 计 | < | < | 100 | | | |
| 等级评定：甲级□（90分及以上） 乙级□（60分及以上） 丙级□（60分以下） | < | < | < | < | < | < |
""",
        "某市考核评分表",
    ),
)


def test_numerals_apart_from_the_titles_and_a_head_of_two_rows(how: str) -> None:
    made = imported(how, *EAST)
    form = mended(made)

    assert [(one.title, one.max) for one in form.sections] == [
        ("组织领导（20分）", 20),
        ("工作成效（80分）", 80),
    ]
    assert [(item.number, item.title) for item in form.items] == [
        ("1", "机构"),
        ("2", "人员"),
        ("3", "节能"),
    ]
    assert [(one.label, one.lower, one.upper) for one in form.grades] == [
        ("甲级", 90, 100),
        ("乙级", 60, 90),
        ("丙级", 0, 60),
    ]
    [said] = [text for one in form.layout.blocks if (text := getattr(one, "text", ""))]
    assert said.startswith("等级评定：甲级（{tick:level-1}）（90分及以上）")
    assert codes(made) == ["column-other"]


LEVELS = """
| 一级 | 二级 | 三级 | 分值 | 得分 |
| 甲 | 准备 | a | 40 | |
| ^ | ^ | b | 35.5 | |
| 乙 | 实施 | c | 24.5 | |
| 总分 | < | < | 100 | |
"""

SUMS = (
    table(
        "| 序号 | 指标 | 分值 |\n| 1 | 准备 | 20 |\n| 2 | 审核 | 30 |\n| 小计 | < | 50 |",
        "某市评估验收表",
        "一、审核过程（50分）",
    ),
    table(
        "| 序号 | 指标 | 分值 |\n| 1 | 节能 | 25 |\n| 2 | 减排 | 25 |\n| 小计 | < | 50 |",
        "二、绩效（50分）",
        below=("总分：100分。80分及以上为通过，80分以下为不通过。",),
    ),
)

# Weights that stand in the words alone, as tables without a column for them print them.
BESIDE = (
    table(
        """
| 评估项目 | 评估内容 | 评分标准 | 得分 |
| 1 基本情况（30分） | 1.1 企业概况（10分） | 资料齐全 | |
| ^ | 1.2 合规性（２０分） | 合规20分，基本合规10分，不合规0分 | |
| 2 审核质量（70分） | 2.1 平衡测试（40分） | 完整 | |
| ^ | 2.2 方案（30分） | 可行 | |
| ^ | ^ | 有效 | |
| 合计 | < | 100 | |
""",
        "某区清洁生产评估表",
    ),
)
ACROSS = (
    table(
        """
| 序号 | 评估内容 | 评分标准 | 得分 |
| 一、组织领导（20分） | < | < | < |
| 1 | 领导小组（15分） | 每缺一人扣2分，扣完为止 | |
| 2 | 制度（5分） | 有文件 | |
| 二、工作成效（80分） | < | < | < |
| 3 | 节能（30分） | 达标 | |
| 4 | 减排（50分） | 达标 | |
| 总分 | < | 100 | |
""",
        "某市评估表",
    ),
)
ONE_COLUMN = (
    table(
        """
| 评估内容 | 得分 |
| 一、组织领导（20分） | |
| 1.领导小组（10分） | |
| 2.制度（10分）：有文件 | |
| 二、现场（80分） | |
| 3.整洁（30分） | |
| 4.台账（50分） | |
""",
        "某县评估表",
    ),
)
SHARED = (
    table(
        """
| 评估项目 | 评估内容 | 得分 |
| 一、组织领导（20分） | 成立小组 | |
| ^ | 建立制度 | |
| 二、工作成效（80分） | 节能达标 | |
| 总分 | < | |
""",
        "某县评估表",
    ),
)
UNDER = (
    table(
        """
| 序号 | 评估内容 | 得分 |
| 一、组织领导（20分） | < | < |
| 1 | 成立小组 | |
| 2 | 建立制度 | |
| 二、工作成效（80分） | < | < |
| 3 | 节能达标 | |
""",
        "某县评估表",
    ),
)

EVERY = {
    "beside": BESIDE, "across": ACROSS, "one-column": ONE_COLUMN, "shared": SHARED,
    "under": UNDER,
    "north": NORTH, "south": SOUTH, "west": WEST, "east": EAST, "nested": (
        table(NESTED.format(one="30", two="10"), "某县评分表"),
    ), "questions": (table(QUESTIONS, "现场核查表"),),
    "levels": (table(LEVELS, "某表"),), "sums": SUMS,
    "C": (official("C"),), "E": (official("E"),), "G": (official("G"),),
}  # fmt: skip
# Of places to write in and boxes only the words count, of numbered lines only the text.
ROOM = re.compile("[_□☐()（）:：]|年月日|(?:年|月|日)$")
PIECES = re.compile(r"\s{2,}|[:：]")


@pytest.mark.parametrize("name", EVERY)
def test_every_word_of_a_table_is_in_the_draft_or_listed(how: str, name: str) -> None:
    source = read_source(WRITERS[how](*EVERY[name]))
    made = draft(source, "draft")
    kept = write_yaml(made.definition).replace('"', "")
    kept += "".join(str(one.values["found"]) for one in made.remarks)
    kept = ROOM.sub("", squeezed(re.sub("[{]tick:[^}]*[}]", "", kept)))
    kept += "类别小计"  # what the sheet prints by itself

    for block in source.blocks:
        for cell in block.cells() if isinstance(block, Grid) else (block,):
            for piece in (piece for line in cell.lines for piece in PIECES.split(line)):
                bare = wording.NUMBERED.sub("", wording.NUMERAL.sub("", piece))
                words = ROOM.sub("", squeezed(bare))
                assert words in kept or words.isdecimal(), (cell.place, piece)


def test_tables_with_a_sum_each_are_sections_of_one_form(how: str) -> None:
    first = "| 序号 | 内容 | 分值 |\n| 1 | 整洁 | 40 |\n| 合计 | < | 40 |"
    second = "| 序号 | 内容 | 分值 |\n| 2 | 台账 | 60 |\n| 合计 | < | 60 |"
    made = imported(how, table(first, "某市评分表", "一、现场"), table(second, "二、资料"))
    form = mended(made)

    assert [(one.title, one.max) for one in form.sections] == [("现场", 40), ("资料", 60)]
    assert (form.total, codes(made)) == (100, ["total-not-printed"])


def test_two_hundred_points_and_a_questionnaire_with_not_applicable(how: str) -> None:
    made = imported(how, *WEST)
    form = mended(made)

    assert form.total == 200
    assert [(one.title, one.max) for one in form.sections] == [("组织", 60), ("过程", 140)]
    assert [item.nonzero for item in form.items] == [False, True, False, False]
    answers = [[part.answers for part in question.parts] for question in form.questions]
    every = tuple(Answer)
    assert answers == [[every], [every, every]]
    assert sorted(codes(made)) == [
        "column-other", "column-sum", "deduction-taken", "questions-parted", "rule-in-text",
        "star-taken", "steps-taken", "taken-as-questions",
    ]  # fmt: skip


def test_what_the_enterprise_gives_itself_is_no_column_of_the_expert(how: str) -> None:
    form, _ = form_of(imported(how, *WEST))
    [scores] = [one for one in form.layout.blocks if type(one).__name__ == "ScoreTable"]
    columns = [(one.show, one.label) for one in getattr(scores, "columns", ())]

    assert [label for show, label in columns if show == "score"] == ["专家评分"]
    [asked] = [one for one in form.layout.blocks if type(one).__name__ == "QuestionTable"]
    assert getattr(asked, "heading", "") == "附表2  管理问卷"


def test_places_without_colons_and_under_the_table(how: str) -> None:
    form, _ = form_of(imported(how, *WEST))

    assert [(one.id, one.label, one.type.value) for one in form.fields] == [
        ("enterprise", "企业名称（盖章）", "text"),
        ("date", "评估时间", "date"),
        ("field-3", "评审意见", "long-text"),
        ("date-2", "日期", "date"),
    ]
    kinds = [type(block).__name__ for block in form.layout.blocks]
    assert kinds[:2] == ["Line", "ScoreTable"]
    assert kinds.count("FieldGrid") == 1


def test_a_list_of_bands_without_signs_between_them(how: str) -> None:
    form, _ = form_of(imported(how, *WEST))

    assert [(one.label, one.lower, one.lower_closed, one.upper) for one in form.grades] == [
        ("不合格", 0, True, 60),
        ("良好", 60, True, 75),
        ("优秀", 75, True, 200),
    ]


def test_bands_in_brackets_and_results_to_tick_beside_a_label(how: str) -> None:
    drawn = """
| 项目 | 内容 | 标准 | 得分 |
| 管理 | 有机构 | 10 | |
| 绩效 | 有成效 | 90 | |
| 总 分 | | 100 | |
| 结论 | 合格□  不合格□ | < | < |
"""
    bands = "（满分100分，60分及以上为合格，低于60分为不合格）"
    made = imported(how, table(drawn, "某市评分表", bands))
    form = mended(made)

    assert [(one.id, one.lower, one.upper) for one in form.grades] == [
        ("pass", 60, 100),
        ("fail", 0, 60),
    ]
    said = [getattr(block, "text", "") for block in form.layout.blocks]
    assert "结论：合格（{tick:pass}）  不合格（{tick:fail}）" in said
    assert codes(made) == []


def test_how_to_look_at_it_is_kept_as_notes_and_makes_no_fields(how: str) -> None:
    drawn = """
| 评审项目 | 评审要点 | 分值 | 评审方法 | 评审得分 |
| 概况（10分） | 介绍清楚 | 5 | 查阅报告 | |
| ^ | 组织齐全 | 5 | 查阅报告 | |
| 现场（90分） | 无跑冒滴漏 | 90 | 现场核实 | |
| 合计 | < | 100 | | |
"""
    form = mended(imported(how, table(drawn, "某市评审表")))

    assert form.fields == ()
    assert [(one.about, one.text) for one in form.notes] == [
        ("1.1", "评审方法：查阅报告"),
        ("1.2", "评审方法：查阅报告"),
        ("2.1", "评审方法：现场核实"),
    ]


def test_a_document_with_pages_of_text_before_its_table() -> None:
    text = tuple(f"第{number}条　审查内容：" for number in range(250))
    made = imported("word", table(PLAIN_TABLE, *text, "附件1", "某市评分表", "企业名称："))
    form = mended(made)

    assert [(one.id, one.label) for one in form.fields] == [("enterprise", "企业名称")]
    assert form.title == "某市评分表"
    # What was read of the table comes before the lines that are no form's.
    assert codes(made)[0] == "rule-in-text"
    assert made.remarks[-1].code == "more-not-understood"


PLAIN_TABLE = """
| 序号 | 评价内容 | 分值 | 得分 |
| 1 | 有计量（0-40分） | 40 | |
| 2 | 有台账 | 60 | |
| 合计 | < | 100 | |
"""


def test_levels_without_a_word_behind_them_name_sections_and_items(how: str) -> None:
    """However short the words of the last level, they are what is scored."""
    two = """
| 指标 | < | 评分 | < | 备注 |
| 一级 | 二级 | 分值 | 得分 | ^ |
| 甲方面 | a | 40 | | 看台账 |
| ^ | b | 35.5 | | |
| 乙方面 | c | 24.5 | | |
| 总分 | < | 100 | | |
"""
    made = imported(how, table(two, "某表"))
    form = mended(made)

    assert [one.title for one in form.sections] == ["甲方面", "乙方面"]
    assert [(row.text, item.max) for item in form.items for row in item.rows] == [
        ("a", 40),
        ("b", Decimal("35.5")),
        ("c", Decimal("24.5")),
    ]
    assert codes(made) == ["note-kept"]


def test_three_levels_name_sections_items_and_criteria(how: str) -> None:
    made = imported(how, table(LEVELS, "某表"))
    form = mended(made)

    assert [one.title for one in form.sections] == ["甲", "乙"]
    assert [(item.title, item.rows[0].text) for item in form.items] == [
        ("准备", "a"),
        ("准备", "b"),
        ("实施", "c"),
    ]
    assert codes(made) == []


def test_the_whole_and_the_bands_in_one_paragraph(how: str) -> None:
    made = imported(how, *SUMS)
    form = mended(made)

    assert form.total == 100
    assert [(one.id, one.label, one.lower, one.upper) for one in form.grades] == [
        ("pass", "通过", 80, 100),
        ("fail", "不通过", 0, 80),
    ]
    said = [getattr(block, "text", "") for block in form.layout.blocks]
    assert SUMS[1].below[0] in said
    assert codes(made) == []


@pytest.mark.parametrize(
    ("line", "listed"),
    [
        ("总分：90分。80分及以上为通过，80分以下为不通过。", ["line-total-differs"]),
        ("总分：100分。由专家组酌情认定。", ["total-not-printed", "{line}"]),
        ("总分：100分。80分及以上为通过，其余另行规定。", ["total-not-printed", "{line}"]),
    ],
)
def test_a_paragraph_that_is_not_beyond_doubt_is_listed(
    how: str, line: str, listed: list[str]
) -> None:
    made = imported(how, SUMS[0], replace(SUMS[1], below=(line,)))
    # In a workbook the line lies in the table.
    left = {"word": "line-not-understood", "excel": "not-understood"}[how]

    assert sorted(codes(made)) == sorted(one.format(line=left) for one in listed)
    assert any(one.values["found"] == line for one in made.remarks)


def test_weights_in_the_words_of_a_name_beside_its_criteria(how: str) -> None:
    made = imported(how, *BESIDE)
    form = mended(made)

    assert form.total == 100
    assert [(one.title, one.max) for one in form.sections] == [
        ("1 基本情况（30分）", 30),
        ("2 审核质量（70分）", 70),
    ]
    assert [(item.title, item.max) for item in form.items] == [
        ("1.1 企业概况（10分）", 10),
        ("1.2 合规性（２０分）", 20),
        ("2.1 平衡测试（40分）", 40),
        ("2.2 方案（30分）", 30),
    ]
    assert [row.text for row in form.item("2.2").rows] == ["可行", "有效"]
    assert form.item("1.2").kind is Kind.CHOICE
    assert sorted(codes(made)) == ["steps-taken", *["weight-in-words"] * 4]
    places = [(one.values["row"], one.values["column"]) for one in made.remarks]
    first = min(row for row, _ in places)
    assert places.count((first, 2)) == 1
    said = [one.values for one in made.remarks if one.code == "weight-in-words"]
    assert [(one["found"], one["points"]) for one in said][:2] == [
        ("1.1 企业概况（10分）", "10"),
        ("1.2 合规性（２０分）", "20"),
    ]


def test_weights_in_words_under_sections_across(how: str) -> None:
    made = imported(how, *ACROSS)
    form = mended(made)

    assert [(one.title, one.max) for one in form.sections] == [
        ("组织领导（20分）", 20),
        ("工作成效（80分）", 80),
    ]
    assert [(item.number, item.title, item.max) for item in form.items] == [
        ("1", "领导小组（15分）", 15),
        ("2", "制度（5分）", 5),
        ("3", "节能（30分）", 30),
        ("4", "减排（50分）", 50),
    ]
    assert form.item("1.1").per == 2
    assert sorted(codes(made)) == ["deduction-taken", *["weight-in-words"] * 4]


def test_weights_in_words_one_below_the_other(how: str) -> None:
    """一、 over 1. is a sum, though it stands in the same column."""
    made = imported(how, *ONE_COLUMN)
    form = mended(made)

    assert [(one.title, one.max) for one in form.sections] == [
        ("组织领导（20分）", 20),
        ("现场（80分）", 80),
    ]
    rows = [(row.number, row.text, item.max) for item in form.items for row in item.rows]
    assert rows == [
        ("1", "领导小组（10分）", 10),
        ("2", "制度（10分）：有文件", 10),
        ("3", "整洁（30分）", 30),
        ("4", "台账（50分）", 50),
    ]
    assert sorted(codes(made)) == [
        *["heading-by-number"] * 2, "total-not-printed", *["weight-in-words"] * 4
    ]  # fmt: skip


def test_numbers_of_weights_in_words_tell_what_stands_under_what(how: str) -> None:
    drawn = """
| 序号 | 项目 | 标准 | 得分 |
| 1 | 组织（30分） | | |
| 1.1 | 小组（10分） | 有文件 | |
| 1.2 | 制度（15分） | 有制度 | |
| 2 | 现场（70分） | 整洁 | |
| 合计 | < | 100 | |
"""
    made = imported(how, table(drawn, "某区评估表"))
    form, _ = form_of(made)

    assert [(one.title, [item.number for item in one.items]) for one in form.sections] == [
        ("组织（30分）", ["1.1", "1.2"]),
        (None, ["2"]),
    ]
    # The misprint is told where it stands.
    [differs] = [one.values for one in made.remarks if one.code == "section-sum-differs"]
    assert (differs["found"], differs["sum"]) == ("组织（30分）", "25")
    assert sorted(codes(made)) == [
        "heading-by-number", "section-sum-differs", "total-differs", *["weight-in-words"] * 3
    ]  # fmt: skip


def test_an_item_without_a_weight_among_others_is_left_open(how: str) -> None:
    drawn = """
| 序号 | 评估内容 | 得分 |
| 1 | 小组（10分） | |
| 2 | 制度（40分） | |
| 3 | 现场 | |
| 4 | 台账 | |
| 合计 | < | 100 |
"""
    made = imported(how, table(drawn, "某区评估表"))
    form = mended(made, "20", "30")

    assert [item.max for item in form.items] == [10, 40, 20, 30]
    open_ = [one.values["found"] for one in made.remarks if one.code == "weight-not-read"]
    assert open_ == ["现场", "台账"]


def test_a_number_is_no_weight_where_few_words_name_one(how: str) -> None:
    drawn = """
| 序号 | 评估内容 | 得分 |
| 1 | 小组（10分） | |
| 2 | 制度 | |
| 3 | 现场 | |
| 4 | 台账 | |
| 5 | 培训（40分） | |
| 合计 | < | 100 |
"""
    made = imported(how, table(drawn, "某区评估表"))
    form = mended(made, "100")

    assert [len(item.rows) for item in form.items] == [5]
    assert {"weight-not-read", "rule-in-text", "total-differs"} <= set(codes(made))


def test_three_levels_of_weights_in_words(how: str) -> None:
    drawn = """
| 评估内容 | 得分 |
| 一、组织（30分） | |
| （一）小组（10分） | |
| 1.文件（4分） | |
| 2.职责（6分） | |
| （二）制度（20分） | |
| 1.健全（20分） | |
| 二、现场（70分） | |
| 1.整洁（70分） | |
| 合计（100分） | |
"""
    made = imported(how, table(drawn, "某县评估表"))
    form = mended(made)

    assert [(one.title, one.max) for one in form.sections] == [
        ("组织（30分）：小组（10分）", 10),
        ("组织（30分）：制度（20分）", 20),
        ("现场（70分）", 70),
    ]
    assert form.total == 100
    assert sorted(codes(made)) == [
        *["heading-by-number"] * 4, "heading-joined", *["weight-in-words"] * 4
    ]  # fmt: skip


def test_a_weight_in_words_shared_by_the_criteria_beside_it(how: str) -> None:
    made = imported(how, *SHARED)
    form = mended(made)

    items = [(item.title, item.max, [row.text for row in item.rows]) for item in form.items]
    assert items == [
        ("一、组织领导（20分）", 20, ["成立小组", "建立制度"]),
        ("二、工作成效（80分）", 80, ["节能达标"]),
    ]
    assert sorted(codes(made)) == ["total-not-printed", *["weight-in-words"] * 2]


def test_a_weight_in_words_shared_by_the_criteria_under_it(how: str) -> None:
    made = imported(how, *UNDER)
    form = mended(made)

    found = [(one.title, one.max, len(one.items)) for one in form.sections]
    assert found == [("组织领导（20分）", 20, 1), ("工作成效（80分）", 80, 1)]
    assert [row.text for item in form.items for row in item.rows] == [
        "成立小组",
        "建立制度",
        "节能达标",
    ]
    assert sorted(codes(made)) == ["total-not-printed", *["weight-in-words"] * 2]


def test_two_weights_in_one_cell_are_nobodys(how: str) -> None:
    drawn = """
| 评估内容 | 评分标准 | 得分 |
| 企业概况（10分） | 齐全 | |
| 合规（20分）、守法（30分） | 合规 | |
| 绩效（40分） | 明显 | |
| 合计 | 100 | |
"""
    made = imported(how, table(drawn, "某区评估表"))
    form = mended(made, "50")

    assert [item.max for item in form.items] == [10, 50, 40]
    [open_] = [one for one in made.remarks if one.code == "weight-not-read"]
    assert open_.values["found"] == "合规（20分）、守法（30分）"
    assert "total-differs" in codes(made)


def test_points_in_the_words_of_steps_are_no_weights(how: str) -> None:
    drawn = """
| 评估内容 | 评分标准 | 得分 |
| 企业概况（10分） | 齐全（10分） | |
| ^ | 一般（5分） | |
| 绩效（90分） | 明显（90分） | |
| ^ | 一般（40分） | |
| 合计 | 100 | |
"""
    made = imported(how, table(drawn, "某区评估表"))
    form = mended(made)

    assert [(item.title, item.max) for item in form.items] == [
        ("企业概况（10分）", 10),
        ("绩效（90分）", 90),
    ]
    assert sorted(codes(made)) == ["rule-in-text"] * 2 + ["weight-in-words"] * 2


def test_a_table_that_explains_the_scored_one_is_listed_and_not_added(how: str) -> None:
    explains = """
| 评估内容 | 评分细则 |
| 有计量（40分） | 逐台核对 |
| 有台账（60分） | 逐本核对 |
"""
    made = imported(how, table(PLAIN_TABLE, "某市评分表"), table(explains, "附表"))
    form = mended(made)

    assert (form.total, len(list(form.items))) == (100, 2)
    listed = [one.values["found"] for one in made.remarks if one.code == "not-understood"]
    assert {"有计量（40分）", "逐台核对", "有台账（60分）", "逐本核对"} <= set(listed)
