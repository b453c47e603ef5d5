"""The definition language, whole: every key, what its value is, and a sentence on it.

The reader walks this table; the guide and the JSON Schema for editors are made from it too.
"""

from __future__ import annotations

from cpscore.forms.language_sheet import SHEET
from cpscore.forms.shapes import (
    AnswerText,
    AnyText,
    ExpressionText,
    Identifier,
    Key,
    ListOf,
    OneOf,
    Percent,
    PointsOf,
    RangeText,
    Record,
    Whole,
    Word,
    YesNo,
)
from cpscore.rules.form import CATEGORIES, FieldType, FilledBy, Kind, MergeRule, Status

LANGUAGE = 1

TEXT = AnyText()
ID = Identifier()
ANSWER = Word(("yes", "no"))
ARTICLE = Key(TEXT, "出处条款，如 6.1.5 b)")

ROW = Record(
    "row",
    {
        "text": Key(TEXT, "评分内容，照原表一字不差", required=True),
        "number": Key(TEXT, "原表印出的序号；没印就不写"),
        "id": Key(ID, "编号；默认取 number，没有则按顺序 1、2、3"),
    },
    short="text",
)

CHOICE = Record(
    "choice",
    {
        "text": Key(TEXT, "档次名称，如 领先", required=True),
        "points": Key(PointsOf(), "这一档的分数", required=True),
        "id": Key(ID, "编号；默认按顺序 a、b、c"),
    },
)

ITEM = Record(
    "item",
    {
        "title": Key(TEXT, "原表印出的指标名称；没印就不写"),
        "max": Key(PointsOf(positive=True), "分值；有 choices 时默认取其中最高分"),
        "rows": Key(ListOf(ROW, most=100), "这个分值管着的各条评分内容"),
        "number": Key(TEXT, "原表印出的序号"),
        "id": Key(ID, "编号；默认“章节编号.顺序”，如 2.3"),
        "label": Key(TEXT, "自拟的短名称，屏幕上用，不当作原文"),
        "step": Key(PointsOf(positive=True), "打分步长；默认取整张表的 step"),
        "kind": Key(
            OneOf(Kind), "points 打分、choice 分档、count 按次扣分、bonus 加分；默认自动判断"
        ),
        "choices": Key(ListOf(CHOICE, least=2, most=50), "分档打分的各档；加分项也可以分档"),
        "per": Key(PointsOf(positive=True), "按次扣分：每次扣几分"),
        "cap": Key(PointsOf(positive=True), "按次扣分：最多扣几分；默认扣完为止"),
        "not_applicable": Key(YesNo(), "可否不适用（不适用时不进分母）；默认 no"),
        "nonzero": Key(YesNo(), "★ 项：得零分即不通过；默认 no"),
        "objective": Key(YesNo(), "客观项：各专家必须一致；默认 no"),
        "hidden": Key(YesNo(), "不出现在给企业的那一份上；默认 no"),
        "article": ARTICLE,
    },
    apart=(("choices", "per"), ("choices", "cap")),
)

SECTION = Record(
    "section",
    {
        "title": Key(TEXT, "原表印出的章节名；没印就不写"),
        "items": Key(ListOf(ITEM, least=1, most=100), "评分项", required=True),
        "id": Key(ID, "编号；默认按顺序 1、2、3"),
        "label": Key(TEXT, "自拟的短名称"),
        "cap": Key(PointsOf(positive=True), "本章节最多计几分（如加分封顶）"),
        "floor": Key(Percent(), "本章节至少要得满分的百分之几"),
        "article": ARTICLE,
    },
)

ONE_PART = {
    "not_applicable": Key(YesNo(), "可否答“不适用”；默认 no"),
    "asked_of": Key(ListOf(Word(CATEGORIES), least=1), "只问这些类别的企业"),
    "detail": Key(TEXT, "回答旁边要填写的内容，如 许可证编号"),
}

PART = Record(
    "part",
    {
        "text": Key(TEXT, "这一问的文字，从原文中截取", required=True),
        "id": Key(ID, "编号；默认按顺序 a、b、c"),
        "asked_if": Key(AnswerText(), "只在前面某一问这样回答时才问，如 a = yes"),
    }
    | ONE_PART,
    short="text",
    apart=(("asked_of", "asked_if"),),
)

QUESTION_KEYS = {
    "text": Key(TEXT, "原表这一格的文字，一字不差", required=True),
    "number": Key(TEXT, "原表印出的序号"),
    "mark": Key(TEXT, "原表印在文字前的序号连同标点，如 1．；默认是序号加“.”"),
    "group": Key(TEXT, "原表印出的类别"),
    "parts": Key(ListOf(PART, least=1, most=6), "一格里有几问时，逐问列出；只有一问可不写"),
    "article": ARTICLE,
} | ONE_PART

# What is said of the one question has no place beside a list of them.
ONE_QUESTION = tuple(("parts", name) for name in ONE_PART)

QUESTION = Record(
    "question",
    QUESTION_KEYS
    | {
        "id": Key(ID, "编号；默认 q1、q2、q3"),
        "asked_if": Key(AnswerText(), "只在前面某一题这样回答时才问，如 q2 = yes"),
    },
    short="text",
    apart=(*ONE_QUESTION, ("parts", "asked_if"), ("asked_of", "asked_if")),
)

VETO = Record(
    "veto",
    QUESTION_KEYS
    | {
        "id": Key(ID, "编号；默认 v1、v2、v3"),
        "fails": Key(ANSWER, "只有一问时：答什么即否决，yes 或 no"),
        "fails_when": Key(
            ExpressionText(), "何时否决，如 a = yes and b = no；按分数否决写 total < 70"
        ),
        "grade": Key(ID, "否决后落到哪个等级；默认最低一级"),
    },
    one=("fails", "fails_when"),
    apart=(("parts", "fails"), *ONE_QUESTION),
)

GRADE = Record(
    "grade",
    {
        "id": Key(ID, "编号", required=True),
        "label": Key(TEXT, "等级名称", required=True),
        "range": Key(RangeText(), "分数段，如 x < 60、60 <= x <= 90、x > 90", required=True),
        "award": Key(TEXT, "随之授予的称号"),
        "article": ARTICLE,
    },
)

CONDITION = Record(
    "condition",
    {
        "text": Key(TEXT, "条件的文字", required=True),
        "when": Key(
            ExpressionText(), "成立的条件，如 section 2 >= 60%、item 1.1 > 0", required=True
        ),
        "grades": Key(ListOf(ID, least=1), "哪些等级要求它；默认除最低一级外都要求"),
        "id": Key(ID, "编号；默认 c1、c2"),
        "article": ARTICLE,
    },
)

CONCLUSION = Record(
    "conclusion",
    {
        "id": Key(ID, "编号", required=True),
        "label": Key(TEXT, "结论文字", required=True),
        "award": Key(TEXT, "随之授予的称号"),
        "noted": Key(YesNo(), "是否写进意见书；no 则只记在汇总表上；默认 yes"),
        "article": ARTICLE,
    },
)

OPTION = Record(
    "option",
    {
        "label": Key(TEXT, "文字", required=True),
        "id": Key(ID, "编号；默认按顺序 1、2、3"),
        "group": Key(TEXT, "几项共同的标题，印在它们前面"),
    },
    short="label",
)

FIELD = Record(
    "field",
    {
        "id": Key(ID, "编号，版式里用 {编号} 引用", required=True),
        "label": Key(TEXT, "原表印出的名称", required=True),
        "type": Key(OneOf(FieldType), "填写方式；默认 text"),
        "required": Key(YesNo(), "必填；默认 no"),
        "options": Key(ListOf(OPTION, least=1), "可勾选的各项（choice、ticks）"),
        "columns": Key(ListOf(OPTION, least=1), "表格的各列（table）"),
        "rows": Key(ListOf(OPTION), "表格的固定各行（table）；不写则可自行增行"),
        "heads": Key(ListOf(TEXT, most=2), "固定各行的标题和名称两列的列名（table）"),
        "foot": Key(TEXT, "填写处下方印的文字，如 （盖章）"),
    },
)

PARAGRAPH = Record(
    "paragraph",
    {
        "text": Key(TEXT, "原表对这一段的要求", required=True),
        "number": Key(TEXT, "原表印出的序号"),
        "id": Key(ID, "编号；默认“部分编号.顺序”"),
        "fill": Key(Word(("conclusion",)), "可由程序预填的内容"),
        "of": Key(ID, "预填哪张表的结论；不写则是全部"),
    },
    short="text",
)

OPINION_PART = Record(
    "opinion part",
    {
        "title": Key(TEXT, "这一部分的标题，连同印出的序号", required=True),
        "paragraphs": Key(ListOf(PARAGRAPH), "各段；不写则整个部分是一段"),
        "id": Key(ID, "编号；默认按顺序 1、2"),
    },
    short="title",
)

SOURCE = Record(
    "source",
    {
        "document": Key(TEXT, "文件名称", required=True),
        "article": Key(TEXT, "附录或条款"),
        "number": Key(TEXT, "文号；原文没有就不写"),
    },
    short="document",
)

PANEL = Record(
    "panel",
    {
        "minimum": Key(Whole(1, 99), "专家组至少几人；默认 3"),
        "rule": Key(OneOf(MergeRule), "合并规则；默认 mean（各专家总分的平均）"),
        "round": Key(Whole(0, 6), "定等级前先四舍五入到几位小数；默认不舍入"),
        "drop": Key(Whole(1, 9), "trimmed-mean：去掉几个最高分和最低分；默认 1"),
        "least": Key(Whole(3, 99), "trimmed-mean：从几位专家起才去掉；默认 5"),
        "spread_percent": Key(Percent(), "一项分差达到满分的百分之几就提示；默认 20%"),
        "spread_points": Key(PointsOf(), "同时分差至少几分才提示；默认 2"),
        "assigned": Key(YesNo(), "专家可否只评指定的章节；默认 no"),
        "article": ARTICLE,
    },
)

NOTE = Record(
    "note",
    {
        "text": Key(TEXT, "说明：原文的矛盾、缺漏，或我们的理解", required=True),
        "about": Key(ID, "关于哪一项的编号；不写则关于整张表"),
        "source": Key(TEXT, "出处"),
    },
    short="text",
)

FORM = Record(
    "form",
    {
        "id": Key(ID, "表的编号", required=True),
        "title": Key(TEXT, "表名", required=True),
        "language": Key(Whole(1, 999), "定义语言的版本；默认 1"),
        "version": Key(TEXT, "表的版本；默认 1"),
        "status": Key(
            OneOf(Status), "official 官方、provisional 暂定、adopted 自行采用；默认 adopted"
        ),
        "source": Key(SOURCE, "出处文件"),
        "issuer": Key(TEXT, "发布单位"),
        "stage": Key(TEXT, "用在哪个阶段，如 评估、验收"),
        "filled_by": Key(
            OneOf(FilledBy),
            "谁填：expert 每位专家各填一份、panel 专家组合填一份、enterprise 企业填；"
            "默认 expert，意见书默认 panel",
        ),
        "total": Key(PointsOf(positive=True), "总分；不打分的表不写"),
        "step": Key(PointsOf(positive=True), "打分步长；默认 0.5"),
        "fields": Key(ListOf(FIELD), "要填写的栏目"),
        "sections": Key(ListOf(SECTION, most=50), "评分的章节"),
        "vetoes": Key(ListOf(VETO, most=60), "否决项"),
        "questions": Key(ListOf(QUESTION), "不计分的是否题"),
        "grades": Key(ListOf(GRADE, most=50), "等级"),
        "conditions": Key(ListOf(CONDITION, most=60), "分数之外的条件"),
        "conclusions": Key(ListOf(CONCLUSION, most=50), "由专家组选定的结论（不打分的表）"),
        "opinion": Key(ListOf(OPINION_PART, most=50), "意见书的各部分"),
        "panel": Key(PANEL, "专家组"),
        "notes": Key(ListOf(NOTE), "原文的矛盾、缺漏和我们的理解"),
        "sheet": Key(SHEET, "版式；不写则用通用版式"),
    },
)
