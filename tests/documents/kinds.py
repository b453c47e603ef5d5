"""Every kind of sheet, filled with what is hard to print: nine members, rare characters, long
texts, settled vetoes, dissent.

Golden pages, Word and Excel files, and foreign programs are all asked about these.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from cpscore.documents.sheets.attendance import attendance_sheet
from cpscore.documents.sheets.opinion import Signer, opinion_sheet
from cpscore.documents.sheets.score import Copy, score_sheet
from cpscore.documents.sheets.summary import Record, Uncounted, summary_sheet
from cpscore.forms.reader import read_form
from cpscore.places import forms_folder
from cpscore.rules.answers import Answers, Split, VetoAnswer, Whole, asked_parts
from cpscore.rules.declining import Declining
from cpscore.rules.form import Answer, FieldType, Form
from cpscore.rules.form import Field as FormField
from cpscore.rules.merging import AgreedConclusion, Decisions, PanelResult, VetoDecision, merge
from cpscore.rules.review import Enterprise, FormReference, Member, Review
from cpscore.rules.scoring import VetoState, score, veto_state
from cpscore.rules.sheet import Sheet
from tests.documents.samples import INK

SHA = "0123456789abcdef" * 4
CODE, DAY = "7F3A-92C1", "2026-11-20"
CATEGORIES = ("双超", "双有")
ENTERPRISE = "示例（集团）股份有限公司曹妃甸䶮化工分公司第一化学工业园区清洁生产技术推广应用中心"
PANEL = (
    ("孙𬱟", "示例大学环境科学与工程学院", "教授"),
    ("㐂田", "示例清洁生产中心", "正高级工程师"),
    ("欧阳䶮", "示例环境科学研究院有限公司唐山市曹妃甸工业区分公司", "高级工程师"),
    ("李𠅤", "示例行业协会", "高级工程师"),
    ("阿依古丽·买买提", "示例节能技术中心", "高级工程师"),
    ("赵六", "示例大学", "副教授"),
    ("钱七", "示例大学", "教授"),
    ("周八", "示例设计院", "高级工程师"),
    ("吴九", "示例节能监察中心", "工程师"),
)
NAMES = tuple(name for name, _, _ in PANEL)
LEADER, DISSENTER = 1, 3
# Two with words of their own do not sign, one does.
DISSENTING = {DISSENTER, 6, 8}
DECLINING = {DISSENTER: Declining.RESERVE, 6: Declining.REFUSE}
REMARK = (
    "3#锅炉改造合同缺设备清单；COD监测报告仅一次（2025年8月），频次不足，不能支持“稳定达标”；"
    "请补充2025年全年在线数据、312.5万元投资的发票和转固凭证。"
)
REASON = "处罚决定（环罚〔2025〕17号）已缴款，整改报告缺验收组签字页，现场未能出示"
SETTLED = (
    "整改验收文件由市局当场核对，缺页为复印遗漏，原件完整，专家组6人同意、1人保留：该项不成立。"
)
PARAGRAPH = (
    "企业主要领导重视清洁生产审核，成立了由总经理任组长的审核小组，开展了3次全员培训（共412人次）。"
    "本轮提出无/低费方案31项、中/高费方案6项，已实施36项，累计投入312.5万元；"
    "每年节约标准煤1,284.6吨、新鲜水3.2万m³，削减COD 12.8t、VOCs 4.05t，经济效益约268万元/年。"
    "评审人员对照《清洁生产评价指标体系》逐项核对了计量台账、监测报告（μg/m³、≤50mg/L）和财务凭证，"
    "未发现与现场不符之处；个别数据的出处需要在修改稿中写明。"
)
DISSENT = (
    "两项中费方案没有完工，绩效按预期数填报，不能作为已实施的方案统计。\n"
    "同意其余意见，但建议验收结论写明上述两项待完工后由属地生态环境部门复核；𬱟、㐂、𠅤等字应能印出。"
)


def coded(code: str, values: Mapping[str, object]) -> str:
    """How sentences are worded is another room's matter: here their codes stand in their places."""
    return f"<{code}>"


def shipped(id: str) -> Form:
    form, problems = read_form((forms_folder() / f"{id}.yaml").read_bytes(), id)
    assert form, problems
    return form


def review(members: int = 9) -> Review:
    return Review(
        id="r1",
        stage="验收",
        enterprise=Enterprise(
            ENTERPRISE, CATEGORIES, "示例市曹妃甸工业区䶮口路1号", "示例咨询有限公司"
        ),
        date=DAY,
        forms=(FormReference("hebei-g", "1", SHA),),
        members=tuple(
            Member(f"m{at}", name, organisation, title, leader=at == LEADER)
            for at, (name, organisation, title) in enumerate(PANEL[:members])
        ),
        created="2026-11-19T08:00:00+08:00",
        organiser="示例市生态环境局、示例市工业和信息化局",
        place="示例化工有限公司办公楼三层第二会议室",
        attendees="示例市生态环境局、曹妃甸分局、示例化工有限公司、示例咨询有限公司、示例监测有限公司",
    )


# Answers ---------------------------------------------------------------------------------------


def good_answers(form: Form, name: str, off: str) -> Answers:
    """Every item `off` points below its maximum, every veto clear."""
    given = Answers(expert=name, categories=CATEGORIES)
    for item in form.items:
        given = given.with_score(item.id, Whole(max(item.max - Decimal(off), Decimal(0))))
    for veto in form.vetoes:
        while wanting := [
            part
            for part in asked_parts(veto, given)
            if part.id not in given.vetoes.get(veto.id, VetoAnswer()).parts
        ]:
            tries = [given.with_part(veto.id, wanting[0].id, one) for one in wanting[0].answers]
            given = next(
                one for one in tries if veto_state(form, veto, one, None) is not VetoState.FAILED
            )
    return given


def full_answers(form: Form, at: int = 0) -> Answers:
    """Everything answered, an item split over its rows, remarks short and long, each field full."""
    given = good_answers(form, NAMES[at], "0.5")
    items = tuple(form.items)
    split = next((one for one in items if len(one.rows) > 2), None)
    if split is not None:
        each = {row.id: Decimal("1.5") for row in split.rows}
        given = given.with_score(split.id, Split(each)).with_remark(split.id, "各条分别评分")
    if items:
        given = given.with_remark(items[0].id, REMARK)
        given = given.with_remark(items[-1].id, "计划缺资金安排")
    if form.vetoes:
        given = given.with_reason(form.vetoes[-1].id, REASON)
    for question in form.questions:
        for part in asked_parts(question, given):
            given = given.with_answer(question.id, part.id, part.answers[0])
            if part.detail:
                given = given.with_detail(question, part.id, "冀环许〔2024〕0087号")
    for field in form.fields:
        if field.id not in ("enterprise", "expert", "date", "consultant"):
            given = given.with_field(field.id, entry(field))
    if form.conclusions:
        given = given.with_conclusion(form.conclusions[0].id)
    return given


def entry(field: FormField) -> str | tuple[str, ...] | tuple[Mapping[str, str], ...]:
    match field.type:
        case FieldType.DATE:
            return DAY
        case FieldType.NUMBER:
            return "3500"
        case FieldType.YES_NO:
            return "yes"
        case FieldType.CHOICE:
            return field.options[-1].id
        case FieldType.TICKS:
            return tuple(one.id for one in field.options[1:3])
        case FieldType.LONG_TEXT:
            return PARAGRAPH
        case FieldType.TABLE:
            filled = {column.id: f"{column.label}：孙𬱟" for column in field.columns}
            return (filled,) * (len(field.rows) or 4)
        case _:
            return f"{field.label[:6]}的内容"


# One expert's sheets ---------------------------------------------------------------------------


def experts_sheet(id: str, *, copy: Copy = Copy.WHOLE) -> Sheet:
    form = shipped(id)
    if copy is Copy.ENTERPRISE:
        form = with_hidden(form)
    result = score(form, full_answers(form))
    return score_sheet(
        result, review(), sha256=SHA, say=coded, ink=INK, date=DAY, code=CODE, copy=copy
    )


def with_hidden(form: Form) -> Form:
    """The form with an item that the enterprise is not shown, as some regions have them."""
    first, *others = form.sections
    item, *rest = first.items
    section = replace(first, items=(replace(item, hidden=True), *rest))
    return replace(form, sections=(section, *others))


def once(id: str, *, filled: bool = True) -> Sheet:
    """What is filled in once for a review; unfilled it is a blank but for what the review knows."""
    form = shipped(id)
    answers = full_answers(form) if filled else Answers(expert=NAMES[0])
    return score_sheet(score(form, answers), review(), sha256=SHA, say=coded, date=DAY)


# The panel's sheets ----------------------------------------------------------------------------


def panel_of(id: str, members: int = 9) -> PanelResult:
    """Members who do not agree on the last veto, which is settled, or on the conclusion."""
    form = shipped(id)
    given = [panel_answers(form, at) for at in range(members)]
    decisions = Decisions()
    if form.vetoes:
        decisions = Decisions({form.vetoes[-1].id: VetoDecision(sustained=False, reason=SETTLED)})
    if form.conclusions:
        given[DISSENTER] = given[DISSENTER].with_conclusion(form.conclusions[-1].id)
        chosen = AgreedConclusion(form.conclusions[0].id, "专章修改稿已补充排放核算边界")
        decisions = replace(decisions, conclusion=chosen)
    return merge(form, given, decisions)


def panel_answers(form: Form, at: int) -> Answers:
    given = full_answers(form, at)
    for item in form.items:
        step = Decimal(at % 5) / 2
        given = given.with_score(item.id, Whole(max(item.max - step, Decimal(0))))
    if form.vetoes and at == DISSENTER:
        veto = form.vetoes[-1]
        given = given.with_part(veto.id, "a", Answer.YES)
        if len(veto.parts) > 1:
            given = given.with_part(veto.id, "b", Answer.NO)
    elif form.vetoes:
        given = given.with_reason(form.vetoes[-1].id, "")
    return given


def panels_summary(id: str, members: int = 9) -> Sheet:
    panel = panel_of(id, members)
    out = (
        Uncounted("吴九-第2版.cpsballot", "吴九", "wrong-signer", {"member": "吴九"}),
        Uncounted("未知文件 (1).cpsballot", "", "damaged", {}),
    )
    record = Record(NAMES[LEADER], f"{DAY}T15:20:11+08:00")
    records = {"conclusion": record, **{veto.id: record for veto in panel.form.vetoes}}
    return summary_sheet(
        panel, review(), sha256=SHA, say=coded, root=SHA, uncounted=out, records=records
    )


def panels_opinion(id: str, about: str, members: int = 9) -> Sheet:
    """Written at length, signed by hand, with dissent and the page that says how it came about."""
    form = shipped(id)
    places = [place.id for part in form.opinion for place in part.places]
    texts = dict.fromkeys(places, PARAGRAPH)
    texts[places[-1]] = f"{PARAGRAPH}\n{PARAGRAPH}"
    return opinion_sheet(
        form,
        review(members),
        texts,
        tuple(signers(members)),
        date=DAY,
        root=SHA,
        code=CODE,
        leader_field="leader",
        leader_ink=INK,
        panel=panel_of(about),
        say=coded,
    )


def signers(members: int) -> Iterator[Signer]:
    for at, (name, organisation, _) in enumerate(PANEL[:members]):
        by_hand = at % 2 and at not in DECLINING
        yield Signer(
            name,
            leader=at == LEADER,
            field=None if at in DECLINING else f"m{at}",
            ink=INK if by_hand else None,
            date=DAY if by_hand else "",
            dissent=DISSENT if at in DISSENTING else "",
            organisation=organisation,
            declines=DECLINING.get(at),
        )


def blank_opinion(id: str) -> Sheet:
    return opinion_sheet(shipped(id), review(3), {}, tuple(signers(3)), root=SHA, code=CODE)


SCORES = (
    *("hebei-c", "hebei-e", "hebei-g", "guangdong", "guangzhou-carbon"),
    *("guangzhou-simplified", "shenzhen", "henan-evaluation", "henan-acceptance"),
)
ONCE = ("hebei-b", "hebei-f", "henan-application", "cppc-worksheets", "cppc-checklist")
OPINIONS = {
    "hebei-d": "hebei-c",
    "hebei-h": "hebei-g",
    "guangdong-opinion": "guangdong",
    "guangzhou-simplified-opinion": "guangzhou-simplified",
    "shenzhen-opinion": "shenzhen",
    "henan-evaluation-opinion": "henan-evaluation",
    "henan-acceptance-opinion": "henan-acceptance",
}
SUMMARIES = ("hebei-g", "guangzhou-carbon", "henan-acceptance")

SHEETS: Mapping[str, Callable[[], Sheet]] = {
    **{id: lambda id=id: experts_sheet(id) for id in SCORES},
    "hebei-g-enterprise": lambda: experts_sheet("hebei-g", copy=Copy.ENTERPRISE),
    **{id: lambda id=id: once(id) for id in ONCE},
    "hebei-b-blank": lambda: once("hebei-b", filled=False),
    **{id: lambda id=id, about=about: panels_opinion(id, about) for id, about in OPINIONS.items()},
    "hebei-d-blank": lambda: blank_opinion("hebei-d"),
    **{f"summary-{id}": lambda id=id: panels_summary(id) for id in SUMMARIES},
    "summary": lambda: panels_summary("hebei-c", 5),
    "attendance": lambda: attendance_sheet(review()),
}
