"""The sheets say everything they were given: criteria, names, points, answers, reasons."""

import dataclasses
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

from cpscore.documents import picture
from cpscore.documents.compose import compose
from cpscore.documents.drawing import Pen
from cpscore.documents.pdf import write_pdf
from cpscore.documents.sheets import labels
from cpscore.documents.sheets.opinion import Signer, opinion_sheet
from cpscore.documents.sheets.score import score_sheet
from cpscore.documents.sheets.summary import Record, Uncounted, rule_words, summary_sheet
from cpscore.documents.sheets.words import filled, long_date
from cpscore.messages import speaker
from cpscore.rules.answers import Answers, Counted, NotApplicable, VetoAnswer, Whole
from cpscore.rules.form import (
    Answer,
    Conclusion,
    Field,
    FieldType,
    Form,
    Kind,
    MergeRule,
    Option,
    Panel,
    Part,
    Question,
    Section,
    Source,
    Status,
)
from cpscore.rules.layout import (
    Column,
    FieldGrid,
    GradeBoxes,
    Layout,
    Line,
    QuestionTable,
    Statement,
)
from cpscore.rules.merging import (
    AgreedConclusion,
    AgreedScore,
    Decisions,
    PanelResult,
    VetoDecision,
    merge,
)
from cpscore.rules.points import plain
from cpscore.rules.review import Review
from cpscore.rules.scoring import ScoreResult, score
from cpscore.rules.sheet import PROVISIONAL, Printed, Sheet
from tests.documents.samples import FORM, INK, NAMES, OPINION, answers, review
from tests.documents.test_lines import flat
from tests.judges import pdf_fonts, pdf_text, qpdf_check

AT = datetime(2026, 11, 20, 15, 41, 7, tzinfo=timezone(timedelta(hours=8)))
SHA = "0123456789abcdef" * 4
SAY = speaker("zh")
SUSTAINED = Decisions({"v8": VetoDecision(True, "整改验收文件至会议结束未提供。")})


def expert(given: Answers | None = None, form: Form = FORM, **more: object) -> Sheet:
    result = score(form, given or answers())
    return score_sheet(
        result, review(), sha256=SHA, say=SAY, ink=INK, date="2026-11-20", code="7F3A-92C1", **more
    )


def panel(members: int = 5, decisions: Decisions | None = None, form: Form = FORM) -> PanelResult:
    given = [answers(name, fails=at == 1) for at, name in enumerate(NAMES[:members])]
    return merge(form, given, decisions or Decisions())


def summary(result: PanelResult, of: Review | None = None, **more: object) -> Sheet:
    return summary_sheet(
        result, of or review(len(result.counted)), sha256=SHA, say=SAY, root=SHA, **more
    )


TEXTS = {
    "1.1": "企业提交的验收资料齐全、真实。\n锅炉改造合同缺设备清单，应补充。",
    "1.2": "评估后按技术审查意见完成补充。",
    "1.3": "生产现场无明显跑冒滴漏。",
    "1.7": "专家组综合得分 82.00 分，验收合格。",
    "2": "加强能源计量管理。",
}
SIGNERS = tuple(
    Signer(name, at == 0, f"member-{at}", organisation=f"示例大学{at}")
    for at, name in enumerate(NAMES[:5])
)


def opinion(**more: object) -> Sheet:
    given: dict[str, object] = {
        "date": "2026-11-20",
        "root": SHA,
        "leader_field": "leader",
        "leader_ink": INK,
        **more,
    }
    signers = given.pop("signers", SIGNERS)
    return opinion_sheet(OPINION, review(5), given.pop("texts", TEXTS), signers, **given)


def printed(sheet: Sheet) -> tuple[str, Printed]:
    done = write_pdf(sheet, at=AT)
    return flat(picture.text(done.pdf)), done


def words_of(form: Form) -> Iterator[str]:
    """Every printed word of a form's tables, and its notes."""
    yield from (veto.text for veto in form.vetoes)
    for item in form.items:
        yield item.title or ""
        yield from (row.text for row in item.rows)
    yield from (note.text for note in form.notes)


# The expert's sheet ----------------------------------------------------------------------------


def test_an_experts_sheet_holds_form_answers_and_reasons() -> None:
    text, _ = printed(expert())
    for wanted in words_of(FORM):
        assert flat(wanted) in text
    for wanted in ("示例化工有限公司", NAMES[0], "2026年11月20日", "核对码7F3A-92C1", SHA):
        assert flat(wanted) in text
    assert "27.5＝9＋8.5＋10" in text
    assert "31.5" in text
    assert "100" + "82" in text
    assert "合格（√）不合格（）" in text.replace("　", "")
    assert "两项中/高费方案尚在调试" in text
    assert "持续清洁生产情况：健全了企业清洁生产管理制度" in text


def test_answers_are_ticks_and_parts_are_told_apart() -> None:
    text, _ = printed(expert())
    assert "排放标准。☑□" in text
    assert "不适用" in text
    assert "①发生事故或违法行为" in text
    assert "①☑②☑" in text
    text, _ = printed(expert(answers(fails=True)))
    assert "整改验收文件未提供" in text
    assert "不合格（√）" in text
    assert flat(SAY("veto-failed", {"number": "8", "text": FORM.vetoes[3].text})) in text


def test_an_incomplete_sheet_ticks_no_result_and_says_it_is_a_draft() -> None:
    text, done = printed(expert(Answers("孙𬱟", ("双超",)), submitted=False))
    assert "合格（）不合格（）" in text.replace("　", "")
    assert labels.DRAFT in text
    assert flat(labels.INCOMPLETE_LINE.format(open=8)) in text
    assert flat(SAY("points-grade", {"total": "0", "grade": "不合格"})) not in text
    assert done.places == ()


@pytest.mark.parametrize(
    ("status", "mark"),
    [(Status.PROVISIONAL, PROVISIONAL), (Status.ADOPTED, labels.ADOPTED)],
)
def test_a_form_that_is_not_official_says_so_on_every_page(status: Status, mark: str) -> None:
    form = dataclasses.replace(FORM, status=status)
    for sheet in (expert(form=form), summary(panel(form=form))):
        pages = picture.text(write_pdf(sheet, at=AT).pdf).split("\f")
        assert all(flat(mark) in flat(page) for page in pages)


def test_other_kinds_of_score_are_printed_as_what_they_are() -> None:
    counted = dataclasses.replace(
        FORM.item("g3"), kind=Kind.COUNT, per=Decimal(2), cap=Decimal(10), not_applicable=False
    )
    optional = dataclasses.replace(FORM.item("g7"), not_applicable=True)
    items = tuple({"g3": counted, "g7": optional}.get(item.id, item) for item in FORM.items)
    form = dataclasses.replace(FORM, sections=(Section("1", None, items),))
    given = answers().with_score("g3", Counted(3)).with_score("g7", NotApplicable("无此机构"))
    text, _ = printed(expert(given, form))
    assert "3次" in text
    assert "81.63" in text  # 80 of 98, on a hundred
    assert "/49" not in text
    assert "2不适用" in text
    assert "无此机构" in text


# The panel's summary ---------------------------------------------------------------------------


def test_the_summary_holds_everyone_and_everything() -> None:
    result = panel(5, SUSTAINED)
    rejected = [
        Uncounted(f"{at}.cpsballot", "赵六", "wrong-signer", {"member": "赵六"}) for at in range(2)
    ]
    records = {"v8": Record("孙𬱟", "2026-11-20T15:20:11+08:00")}
    text, _ = printed(
        summary(
            result, review(7), uncounted=rejected, records=records, attachments=(("a.json", b""),)
        )
    )
    for wanted in (*NAMES[:7], *(veto.text for veto in FORM.vetoes), SHA, labels.OURS):
        assert flat(wanted) in text
    assert flat("各专家总分的算术平均，不经修约分级（标准未规定，本程序默认）") in text
    assert "5/7人" in text
    assert "".join(NAMES[:5]) in text  # as the roster has them
    assert "赵六" in text
    assert text.count("cpsballot") == 2
    assert flat(SAY("wrong-signer", {"member": "赵六"})) in text
    assert f"{NAMES[6]}未交" in text
    assert "㐂田：整改验收文件未提供" in text
    assert (
        "否决项8决定为成立。理由：整改验收文件至会议结束未提供。（孙𬱟记录，自报时间2026-11-2015:20:11）"
        in text
    )
    assert "结论：不合格" in text
    assert "综合得分82.00分（精确值82），满分100分" in text
    for note in FORM.notes:
        assert flat(note.text) in text


def test_an_exact_third_is_shown_and_told() -> None:
    first, *others = (answers(name) for name in NAMES[:3])
    result = merge(FORM, [first.with_score("g2", Whole(Decimal("30.5"))), *others], Decisions())
    text, _ = printed(summary(result))
    assert result.total is not None
    assert "/" in plain(result.total.exact)
    assert f"{result.total.shown}分（精确值{plain(result.total.exact)}）" in text


def test_a_contested_veto_has_no_verdict() -> None:
    text, _ = printed(summary(panel(3)))
    assert labels.NO_VERDICT in text
    assert flat(labels.STATE_WORDS["contested"]) in text
    assert labels.NO_DECISIONS in text


@pytest.mark.parametrize(("members", "landscape"), [(1, False), (6, False), (7, True), (9, True)])
def test_many_members_stand_across(members: int, landscape: bool) -> None:
    sheet = summary(panel(members))
    assert sheet.landscape is landscape
    text, _ = printed(sheet)
    assert all(name in text for name in NAMES[:members])


def test_every_rule_has_its_words() -> None:
    for rule in MergeRule:
        form = dataclasses.replace(FORM, panel=Panel(rule=rule, round=1))
        assert "标准" in rule_words(form) or "评分表声明" in rule_words(form)
        assert "1 位小数" in rule_words(form)


def test_agreed_scores_conclusions_and_conditions_are_told_with_their_reasons() -> None:
    floor = Section("1", "评价", tuple(FORM.items), floor=Decimal(60))
    awarded = tuple(dataclasses.replace(grade, award="清洁生产企业") for grade in FORM.grades)
    agreed = dataclasses.replace(
        FORM, sections=(floor,), grades=awarded, panel=Panel(rule=MergeRule.AGREED)
    )
    first, second, third = (answers(name) for name in NAMES[:3])
    second = second.with_score("g2", Whole(Decimal(30)))
    decisions = Decisions(agreed_scores={"g2": AgreedScore(Decimal(31), "讨论一致")})
    text, _ = printed(summary(merge(agreed, [first, second, third], decisions)))
    assert flat("专家组讨论一致的分数，不经修约分级（评分表声明）") in text
    assert "方案实施商定为31分。理由：讨论一致" in text
    assert "条件：评价≥60%——满足" in text
    assert "称号：清洁生产企业" in text
    assert labels.AGREED in text

    chosen = [Answers(expert=name, conclusion="pass") for name in NAMES[:2]]
    chosen.append(Answers(expert=NAMES[2], conclusion="fail"))
    form = dataclasses.replace(application(), questions=(), panel=Panel(minimum=2))
    decided = Decisions(conclusion=AgreedConclusion("pass", "补充材料已交"))
    text, _ = printed(summary(merge(form, chosen, decided)))
    assert "结论决定为“通过”。理由：补充材料已交" in text
    assert "结论：通过" in text


# The opinion -----------------------------------------------------------------------------------


def test_the_opinion_is_the_official_page_and_ours_behind_it() -> None:
    dissenting = dataclasses.replace(SIGNERS[2], dissent="绩效数据依据不足。\n保留意见。")
    sheet = opinion(signers=(*SIGNERS[:2], dissenting, *SIGNERS[3:]), panel=panel(5), say=SAY)
    text, done = printed(sheet)
    for wanted in TEXTS.values():
        assert flat(wanted) in text
    for field in OPINION.fields:
        assert field.label in text
    for part in OPINION.opinion:
        assert part.title in text
    for signer in SIGNERS:
        assert signer.name in text
        assert signer.organisation in text
    assert "绩效数据依据不足。保留意见。" in text
    assert f"{NAMES[2]}的保留意见" in text
    assert SHA in text
    assert labels.CALCULATION in text
    assert [place.field for place in done.places] == ["leader", *(s.field for s in SIGNERS)]
    assert done.places[0].page < done.places[1].page
    assert all(place.width > 140 and place.height > 40 for place in done.places)


def test_what_is_not_written_yet_shows_what_is_asked() -> None:
    text, _ = printed(opinion(texts={"1.1": "资料齐全。"}))
    assert flat("现场核查情况。" + labels.NOT_WRITTEN) in text
    text, _ = printed(opinion(texts={}, signers=()))
    assert "3、现场核查情况。7、" in text
    assert labels.SIGNATURES not in text


# Nasty data ------------------------------------------------------------------------------------

LONG_NAME = (
    "示例（集团）股份有限公司第一化学工业园区清洁生产技术研究与推广应用中心"
    "孙𬱟㐂䶮有限责任公司唐山市曹妃甸工业区分公司"
)


def test_long_names_texts_and_lists_are_printed_whole() -> None:
    long = "本轮提出中/高费方案6项，实施5项，投入312.5万元。" * 120
    given = answers(more="，" + long[:3000])
    sheet = score_sheet(score(FORM, given), review(3, LONG_NAME), sha256=SHA, say=SAY)
    text, _ = printed(sheet)
    assert flat(LONG_NAME) in text
    assert text.count("轮") == long[:3000].count("轮") + 1  # once in the form itself
    text, done = printed(opinion(texts=dict.fromkeys(TEXTS, long[:3000])))
    assert text.count("轮") == 5 * long[:3000].count("轮")
    assert len(done.places) == 6
    rejected = [
        Uncounted(f"第{at}份.cpsballot", NAMES[at % 9], "wrong-signer", {"member": NAMES[at % 9]})
        for at in range(40)
    ]
    text, _ = printed(summary(panel(9), review(9, LONG_NAME), uncounted=rejected))
    assert all(f"第{at}份.cpsballot" in text for at in range(40))


def test_placeholders_and_dates() -> None:
    assert filled("甲{a}乙{b}", {"a": "1"}) == "甲1乙"
    assert filled("合格（{tick:p}）{tick:f}", {}, "p") == "合格（√）□"
    assert long_date("2026-11-05") == "2026年11月5日"
    assert long_date("昨天") == "昨天"
    assert long_date("") == labels.BLANK_DATE


@pytest.mark.judge
def test_foreign_programs_read_every_sheet(tmp_path: Path) -> None:
    result: ScoreResult = score(FORM, answers())
    sheets = {
        "score": (expert(), [plain(result.points.total) if result.points else "", NAMES[0]]),
        "summary": (summary(panel(9, SUSTAINED)), [*NAMES, "结论：不合格"]),
        "opinion": (opinion(), [*NAMES[:5], TEXTS["1.3"]]),
    }
    for name, (sheet, wanted) in sheets.items():
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(write_pdf(sheet, at=AT).pdf)
        assert "No syntax or stream encoding errors" in qpdf_check(path)
        fonts = [line.split() for line in pdf_fonts(path).splitlines()[2:]]
        assert all(words[-5:-2] == ["yes", "yes", "yes"] for words in fonts)
        text = flat(pdf_text(path))
        assert all(flat(one) in text for one in wanted)


# Every block of a layout -----------------------------------------------------------------------


def application() -> Form:
    """A form of fields and questions, as 初审表 and 申请表 are."""
    yes_no = Part("a", "是否符合")
    return Form(
        id="sample-f",
        version="1",
        title="初审表",
        status=Status.OFFICIAL,
        source=Source("导则", "附录F"),
        stage="验收",
        total=None,
        layout=Layout(
            "验收申请初审表",
            blocks=(
                Line(("申请日期：{date}",)),
                FieldGrid((("enterprise",), ("city", "kind"), ("ticks",), ("team",), ("ok",))),
                QuestionTable(
                    (
                        Column("number", "序号", 12),
                        Column("text", "内容", 110),
                        Column("yes", "是", 16),
                        Column("no", "否", 16),
                    ),
                    heading="初审内容",
                ),
                GradeBoxes("初审意见", ("通过", "不通过")),
                Statement("初审人员签字：{ink}"),
            ),
        ),
        fields=(
            Field("enterprise", "企业名称"),
            Field("city", "成立日期", FieldType.DATE),
            Field(
                "kind",
                "企业性质",
                FieldType.CHOICE,
                options=(Option("a", "国有"), Option("b", "民营")),
            ),
            Field(
                "ticks", "类别", FieldType.TICKS, options=(Option("x", "双超"), Option("y", "双有"))
            ),
            Field(
                "team",
                "审核小组",
                FieldType.TABLE,
                columns=(Option("n", "姓名"), Option("r", "职责")),
            ),
            Field("ok", "自愿", FieldType.YES_NO),
        ),
        questions=(Question("q1", "1", None, "上报材料是否齐全", (yes_no,)),),
        conclusions=(Conclusion("pass", "通过"), Conclusion("fail", "不通过")),
    )


def test_forms_of_fields_and_questions_are_printed_by_their_layout() -> None:
    form = application()
    given = Answers(
        expert="孙𬱟",
        questions={"q1": VetoAnswer({"a": Answer.YES})},
        fields={
            "city": "2001-02-03",
            "kind": "b",
            "ticks": ("x", "y"),
            "team": ({"n": "㐂田", "r": "组长"}, {"n": "张三"}),
            "ok": "no",
        },
        conclusion="pass",
    )
    sheet = expert(given, form)
    assert any(isinstance(op, Pen) for page in compose(sheet) for op in page.ops)
    text, _ = printed(sheet)
    for wanted in (
        "企业名称示例化工有限公司",
        "2001年2月3日",
        "国有□民营☑",
        "双超☑双有☑",
        "审核小组姓名职责㐂田组长张三",
        "是□否☑",
        "初审内容",
        "上报材料是否齐全☑□",
        "通过☑不通过□",
        "初审人员签字：",
    ):
        assert wanted in text
