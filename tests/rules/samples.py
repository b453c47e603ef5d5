"""Small forms that use everything other regions' forms need (rules, section 5), built as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from cpscore.rules.answers import Answers, Score, VetoAnswer, Whole
from cpscore.rules.form import (
    AllOf,
    Answer,
    Answered,
    AnyOf,
    Choice,
    Compared,
    Conclusion,
    Condition,
    Field,
    FieldType,
    Form,
    Grade,
    InCategory,
    Item,
    Kind,
    MergeRule,
    Option,
    Panel,
    Part,
    Question,
    Relation,
    Row,
    Section,
    Source,
    Status,
    Veto,
)
from cpscore.rules.layout import Layout
from cpscore.rules.merging import Decisions, PanelResult, merge
from cpscore.rules.scoring import ScoreResult, score

YES, NO, NA = Answer.YES, Answer.NO, Answer.NA


def d(text: str) -> Decimal:
    """Points."""
    return Decimal(text)


def item(id: str, most: str, rows: int = 1, **more: object) -> Item:
    """An item of points, scored in halves, over so many rows."""
    return replace(
        Item(
            id=id,
            number=None,
            title=f"item {id}",
            max=d(most),
            step=d("0.5"),
            rows=tuple(Row(str(at), None, f"row {at}") for at in range(1, rows + 1)),
        ),
        **more,
    )


def section(id: str, *items: Item, **more: object) -> Section:
    """A section of items."""
    return replace(Section(id, f"section {id}", items), **more)


def bands(*ends: str) -> tuple[Grade, ...]:
    """Grades `g0 g1 …` between these ends, each taking in its lower end, the last both."""
    last = len(ends) - 2
    return tuple(
        Grade(f"g{at}", f"grade {at}", d(ends[at]), True, d(ends[at + 1]), at == last)
        for at in range(last + 1)
    )


def form(*sections: Section, total: str, **more: object) -> Form:
    """A form of these sections: below 60 % is `g0`, from there on `g1`."""
    limit = f"{d(total) * 60 / 100}"
    return replace(
        Form(
            id="sample",
            version="1",
            title="样表",
            status=Status.ADOPTED,
            source=Source("样本"),
            stage="验收",
            total=d(total),
            layout=Layout("样表"),
            sections=sections,
            grades=bands("0", limit, total),
        ),
        **more,
    )


def veto(id: str, *parts: Part, fails: object = None, **more: object) -> Veto:
    """A veto of these parts; without any, of one part `a` that fails on 是."""
    asked = parts or (Part("a", "是否"),)
    return replace(
        Veto(id, id, None, f"veto {id}", asked, Answered("a", YES)),
        **({"fails_when": fails} if fails else {}),
        **more,
    )


def computed(id: str, below: str, **more: object) -> Veto:
    """A veto computed from the total, as Beijing has it."""
    return replace(
        Veto(id, id, None, f"total < {below}", (), compared("total", "", "<", below)), **more
    )


def compared(of: str, id: str, relation: str, value: str, percent: bool = False) -> Compared:
    """A comparison of points."""
    return Compared(of, id, Relation(relation), d(value), percent)


# Forms -----------------------------------------------------------------------------------------

V_TWO_STEPS = veto(
    "v2",
    Part("a", "发生"),
    Part("b", "已整改", asked_if=Answered("a", YES)),
    fails=AllOf((Answered("a", YES), Answered("b", NO))),
)
V_CATEGORY = veto(
    "v3",
    Part("a", "未批先建"),
    Part("b", "合规分析", asked_if=InCategory(("双超", "双有"))),
    Part("c", "能效分析", asked_if=InCategory(("高耗能",))),
    fails=AnyOf((Answered("a", YES), Answered("b", NO), Answered("c", NO))),
)
V_ALTERNATIVE = veto(
    "v4",
    Part("a", "达到", (YES, NO, NA)),
    Part("b", "三年比较", asked_if=Answered("a", NA)),
    fails=AnyOf((Answered("a", NO), Answered("b", NO))),
)
V_ONE_CATEGORY = veto("v5", Part("a", "仅双有", asked_if=InCategory(("双有",))))

# 100 points in three items, one of three rows; four kinds of veto.
PLAIN = form(
    section("s1", item("i1", "40", rows=3), item("i2", "30")),
    section("s2", item("i3", "30")),
    total="100",
    vetoes=(veto("v1"), V_TWO_STEPS, V_CATEGORY, V_ALTERNATIVE, V_ONE_CATEGORY),
)

# 100 points and nothing else.
BARE = form(section("s1", item("i1", "60"), item("i2", "40")), total="100")

# Total 110: 100 regular points, a bonus section of at most 10, a deduction per occurrence with a
# cap, stepped choices, a ★ item, floors, two more conditions, a veto computed from the total.
RICH = form(
    section(
        "s1",
        item("i1", "50", nonzero=True),
        item(
            "i2",
            "10",
            kind=Kind.CHOICE,
            choices=(
                Choice("lead", "领先", d("10")),
                Choice("good", "先进", d("5")),
                Choice("rest", "其他", d("0")),
            ),
        ),
        floor=d("60"),
    ),
    section("s2", item("i3", "40", kind=Kind.COUNT, per=d("5"), cap=d("20"), step=d("5"))),
    section("s3", item("i4", "8", kind=Kind.BONUS), item("i5", "6", kind=Kind.BONUS), cap=d("10")),
    total="110",
    grades=bands("0", "60", "80", "110"),
    vetoes=(computed("low", "70"), veto("v1", grade="g1")),
    conditions=(
        Condition(
            "top", "i1 at least 40 for the best grade", compared("item", "i1", ">=", "40"), ("g2",)
        ),
        Condition("any", "s2 at least half", compared("section", "s2", ">=", "50", percent=True)),
    ),
)

# Total 200, items that may not apply and then leave the denominator, one objective item.
REBASED = form(
    section(
        "s1",
        item("i1", "60"),
        item("i2", "40", not_applicable=True),
        floor=d("70"),
    ),
    section("s2", item("i3", "50", not_applicable=True), item("i4", "50", objective=True)),
    total="200",
)

# Pass or fail without points: the panel chooses.
CHOSEN = replace(
    form(total="1"),
    total=None,
    grades=(),
    conclusions=(Conclusion("pass", "通过"), Conclusion("fail", "不通过")),
    questions=(
        Question("q1", "1", None, "方案完成", (Part("a", "是否"),)),
        Question(
            "q2",
            "2",
            None,
            "整改",
            (Part("a", "有"), Part("b", "完成", asked_if=Answered("a", YES))),
        ),
    ),
    fields=(
        Field("name", "名称", required=True),
        Field(
            "nature",
            "性质",
            FieldType.CHOICE,
            options=(Option("own", "国有"), Option("other", "其他")),
        ),
        Field("kinds", "类型", FieldType.TICKS, options=(Option("x", "甲"), Option("y", "乙"))),
        Field("audit", "是否", FieldType.YES_NO),
        Field(
            "team", "小组", FieldType.TABLE, columns=(Option("who", "姓名"), Option("duty", "职责"))
        ),
    ),
)


def by(rule: MergeRule, of: Form = BARE, **more: object) -> Form:
    """A form whose panel merges by this rule."""
    return replace(of, panel=replace(Panel(rule=rule), **more))


# Answers ---------------------------------------------------------------------------------------


def whole(**scores: str) -> dict[str, Score]:
    """One number for each item."""
    return {id: Whole(d(points)) for id, points in scores.items()}


def answered(**vetoes: str) -> dict[str, VetoAnswer]:
    """Answers to vetoes, `a=yes b=no` to each."""
    return {
        id: VetoAnswer({part: Answer(given) for part, given in map(_pair, text.split())})
        for id, text in vetoes.items()
    }


def _pair(text: str) -> tuple[str, str]:
    part, _, given = text.partition("=")
    return part, given


CLEAR = answered(v1="a=no", v2="a=no", v3="a=no", v4="a=yes")


def plainly(
    expert: str = "甲", i1: str = "40", i2: str = "30", i3: str = "30", **vetoes: str
) -> Answers:
    """Complete answers to PLAIN of an enterprise of the category 其他, with nothing against it."""
    return Answers(
        expert=expert,
        categories=("其他",),
        scores=whole(i1=i1, i2=i2, i3=i3),
        vetoes={**CLEAR, **answered(**vetoes)},
    )


def barely(expert: str, total: str) -> Answers:
    """Complete answers to BARE that come to this total."""
    first = min(d(total), d("60"))
    return Answers(expert=expert, scores=whole(i1=f"{first}", i2=f"{d(total) - first}"))


def totals(*points: str) -> list[Answers]:
    """Answers to BARE of experts 甲1, 甲2 … with these totals."""
    return [barely(f"甲{at}", total) for at, total in enumerate(points, 1)]


# Results ---------------------------------------------------------------------------------------


def states(result: ScoreResult) -> Mapping[str, str]:
    """The state of each veto by id."""
    return {one.id: str(one.state) for one in result.vetoes}


def scored(of: Form, answers: Answers) -> ScoreResult:
    """One expert's result."""
    return score(of, answers)


def merged(of: Form, ballots: Iterable[Answers], decisions: Decisions | None = None) -> PanelResult:
    """The panel's result."""
    return merge(of, ballots, decisions or Decisions())


def codes(remarks: Iterable[object]) -> list[str]:
    """The codes of problems, flags or reasons."""
    return [one.code for one in remarks]  # type: ignore[attr-defined]
