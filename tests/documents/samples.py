"""Small forms, answers and ink that the tests of this room fill sheets with."""

from decimal import Decimal

from cpscore.rules.answers import Answers, Split, VetoAnswer, Whole
from cpscore.rules.form import (
    Answer,
    Answered,
    Field,
    Form,
    Grade,
    InCategory,
    Item,
    Note,
    OpinionPart,
    Paragraph,
    Part,
    Row,
    Section,
    Source,
    Status,
    Veto,
)
from cpscore.rules.ink import Ink
from cpscore.rules.layout import (
    Column,
    FieldGrid,
    Layout,
    Line,
    OpinionBox,
    ScoreTable,
    Statement,
    VetoTable,
)
from cpscore.rules.review import Enterprise, FormReference, Member, Review

INK = Ink(3000, (((200, 700), (500, 200), (700, 800), (1100, 150), (1300, 700), (2800, 400)),))
YES, NO = Answer.YES, Answer.NO

VETOES = (
    Veto(
        "v1",
        "1",
        "双超",
        "企业是否稳定达到国家或地方要求的污染物排放标准。",
        (Part("a", "达到"),),
        Answered("a", NO),
    ),
    Veto(
        "v2",
        "2",
        "双超",
        "企业是否完成核定的主要污染物总量控制指标。",
        (Part("a", "完成", (YES, NO, Answer.NA)),),
        Answered("a", NO),
    ),
    Veto(
        "v3",
        "3",
        "双有",
        "企业是否减少了单位产品有毒有害原料的使用量。",
        (Part("a", "减少", asked_if=InCategory(("双有",))),),
        Answered("a", NO),
    ),
    Veto(
        "v8",
        "8",
        "其他",
        "企业在清洁生产审核开始至提交验收申请期间是否发生严重污染环境事故及环保违法行为，如发生相关违法违规行为，是否完成整改并由相关部门验收通过。",
        (
            Part("a", "发生事故或违法行为"),
            Part("b", "完成整改并验收通过", asked_if=Answered("a", YES)),
        ),
        Answered("b", NO),
    ),
)


def item(id: str, title: str, points: str, *texts: str) -> Item:
    rows = tuple(Row(str(at), None, text) for at, text in enumerate(texts, start=1))
    return Item(id, None, title, Decimal(points), Decimal("0.5"), rows)


ITEMS = (
    item(
        "g1",
        "清洁生产验收报告",
        "30",
        "提交的验收资料齐全、真实",
        "报告编制规范，内容全面，附件齐全",
        "如实反映审核评估后企业推进清洁生产和中／高费方案实施情况",
    ),
    item(
        "g2",
        "方案实施",
        "40",
        "本轮清洁生产方案基本实施",
        "清洁生产无／低费方案已纳入企业正常的生产过程和管理过程",
        "中／高费方案实施绩效达到预期目标",
        "中／高费方案未达到预期目标时，进行了原因分析，并采取了相应对策",
        "未实施的中／高费方案理由充足，或有相应的替代方案",
    ),
    item("g3", "现场考察", "26", "企业生产现场不存在明显的跑冒滴漏现象", "无／低费方案持续运行"),
    item(
        "g7",
        "持续清洁生产情况",
        "2",
        "企业审核临时工作机构转化为企业长期持续推进清洁生产的常设机构，并有企业相关文件给予证明",
    ),
    item("g8", "持续清洁生产情况", "2", "健全了企业清洁生产管理制度"),
)

LAYOUT = Layout(
    "清洁生产审核验收评分表",
    "附录G（规范性附录）",
    (
        Line(("企业名称：{enterprise}", "{date}")),
        VetoTable(
            (
                Column("group", "类型", 15),
                Column("text", "指  标", 125),
                Column("yes", "是", 15),
                Column("no", "否", 15),
            ),
            heading="清洁生产审核验收重点指标（否决项）",
        ),
        ScoreTable(
            (
                Column("title", "清洁生产审核与实施方案评价", 35),
                Column("text", "", 105),
                Column("max", "分值", 15),
                Column("score", "得分", 15),
            ),
            total="总  分",
        ),
        Statement(
            "验收结论：合格（{tick:pass}）      不合格（{tick:fail}）           签名：{ink}",
            boxed=True,
        ),
    ),
)

FORM = Form(
    id="sample-g",
    version="1",
    title="附录G 清洁生产审核验收评分表",
    status=Status.OFFICIAL,
    source=Source("《清洁生产审核评估和验收技术导则》", "附录G"),
    stage="验收",
    total=Decimal(100),
    layout=LAYOUT,
    sections=(Section("1", None, ITEMS),),
    vetoes=VETOES,
    grades=(
        Grade("pass", "合格", Decimal(60), True, Decimal(100), True),
        Grade("fail", "不合格", Decimal(0), True, Decimal(60), False),
    ),
    notes=(
        Note(
            "",
            "6.2.5 a)“全部满足…验收评价表要求”没有定义；本程序读作：没有成立的否决项。",
            "6.2.5 a)",
        ),
        Note("v8", "6.2.4 e) 更严，不允许整改。", "6.2.4 e)"),
    ),
)

OPINION = Form(
    id="sample-h",
    version="1",
    title="附录H 清洁生产审核验收意见",
    status=Status.OFFICIAL,
    source=Source("《清洁生产审核评估和验收技术导则》", "附录H"),
    stage="验收",
    total=None,
    layout=Layout(
        "清洁生产审核验收意见",
        "附录H（规范性附录）",
        (
            FieldGrid((("organiser",), ("enterprise",), ("attendees",))),
            OpinionBox("验收专家组组长（签名）："),
        ),
    ),
    fields=(
        Field("organiser", "组织验收单位"),
        Field("enterprise", "被验收企业"),
        Field("attendees", "参会单位"),
    ),
    opinion=(
        OpinionPart(
            "1",
            "一、企业开展清洁生产审核验收总体评价",
            (
                Paragraph("1.1", "1", "对企业提交审核验收资料规范性评价。"),
                Paragraph("1.2", "2", "对审核评估后进行的持续清洁生产完善技术工作的核查结果。"),
                Paragraph("1.3", "3", "现场核查情况。"),
                Paragraph("1.7", "7", "对企业本次审核的验收结论。", "conclusion"),
            ),
        ),
        OpinionPart("2", "二、强化企业清洁生产监督，持续清洁生产的管理意见"),
    ),
)

NAMES = ("孙𬱟", "㐂田", "欧阳䶮", "李四", "张三", "赵六", "钱七", "周八", "吴九")


def review(members: int = 3, enterprise: str = "示例化工有限公司") -> Review:
    return Review(
        id="r1",
        stage="验收",
        enterprise=Enterprise(enterprise, ("双超",), "示例市工业路1号", "示例咨询有限公司"),
        date="2026-11-20",
        forms=(FormReference("sample-g", "1", "ab" * 32),),
        members=tuple(
            Member(f"m{at}", name, leader=at == 0) for at, name in enumerate(NAMES[:members])
        ),
        created="2026-11-19T08:00:00+08:00",
        organiser="示例市生态环境局",
        attendees="示例市生态环境局、示例化工有限公司、示例咨询有限公司",
    )


def answers(name: str = NAMES[0], *, fails: bool = False, more: str = "") -> Answers:
    return Answers(
        expert=name,
        categories=("双超",),
        scores={
            "g1": Split({"1": Decimal(9), "2": Decimal("8.5"), "3": Decimal(10)}),
            "g2": Whole(Decimal("31.5")),
            "g3": Whole(Decimal(20)),
            "g7": Whole(Decimal(2)),
            "g8": Whole(Decimal(1)),
        },
        vetoes={
            "v1": VetoAnswer({"a": YES}),
            "v2": VetoAnswer({"a": Answer.NA}),
            "v8": VetoAnswer(
                {"a": YES, "b": NO if fails else YES}, "整改验收文件未提供" if fails else ""
            ),
        },
        remarks={"g2": "两项中/高费方案尚在调试" + more, "g8": "制度未见发布文件"},
    )
