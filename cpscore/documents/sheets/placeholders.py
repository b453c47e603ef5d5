"""What a Word template of the user's own may name: a review and its result, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from cpscore.documents.sheets import labels
from cpscore.documents.sheets.common import about_words, categories, item_name
from cpscore.documents.sheets.panel_tables import state_words
from cpscore.documents.sheets.summary import in_roster_order, rule_words
from cpscore.documents.sheets.words import long_date, points_text
from cpscore.rules.form import Form
from cpscore.rules.merging import PanelItem, PanelResult
from cpscore.rules.outcome import Say
from cpscore.rules.points import plain
from cpscore.rules.review import Review

Row: TypeAlias = "Mapping[str, str | Sequence[Row]]"

# Where there is nothing to count.
NOTHING = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What the leader and the members wrote: paragraphs by id, 保留意见 by member's id."""

    form: Form | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    dissents: Mapping[str, str] = field(default_factory=dict)


def placeholders(
    panel: PanelResult, review: Review, written: Written, *, say: Say, root: str = ""
) -> Row:
    """Every placeholder and its value; `docs/placeholders.md` lists them."""
    form, enterprise, total = panel.form, review.enterprise, panel.total
    verdict = panel.verdict
    return {
        "企业名称": enterprise.name,
        "企业类型": categories(enterprise),
        "企业地址": enterprise.address,
        "咨询机构": enterprise.consultant,
        "组织单位": review.organiser,
        "参会单位": review.attendees,
        "地点": review.place,
        "阶段": review.stage,
        "评审日期": long_date(review.date),
        "评分表": form.title,
        "评分表版本": form.version,
        "合并规则": rule_words(form),
        "满分": plain(form.total) if form.total is not None else NOTHING,
        "综合得分": total.printed if total else NOTHING,
        "精确得分": plain(total.exact) if total else NOTHING,
        "结论": verdict.label if verdict else NOTHING,
        "称号": verdict.award or NOTHING if verdict else NOTHING,
        "评审根哈希": root,
        "组长": review.leader.name if review.leader else NOTHING,
        "专家": _members(panel, review, written),
        "各项": _items(panel, review),
        "否决项": _vetoes(panel),
        "意见": _opinion(written),
        "保留意见": [
            {"姓名": one.name, "内容": written.dissents[one.id]}
            for one in review.members
            if written.dissents.get(one.id, "").strip()
        ],
        "理由": [{"内容": say(one.code, one.values)} for one in panel.reasons],
        "提请注意": [{"内容": say(one.code, one.values)} for one in panel.flags],
        "说明": [
            {"关于": about_words(form, one.about), "内容": one.text, "出处": one.source}
            for one in form.notes
        ],
    }


def _members(panel: PanelResult, review: Review, written: Written) -> list[Row]:
    results = {one.answers.expert: one for one in panel.counted}
    rows: list[Row] = []
    for at, member in enumerate(review.members, start=1):
        result = results.get(member.name)
        points = result.points if result else None
        verdict = result.verdict if result else None
        rows.append(
            {
                "序号": str(at),
                "姓名": member.name,
                "职务": labels.LEADER if member.leader else labels.MEMBER,
                "职称": member.title,
                "单位": member.organisation,
                "总分": points_text(points.total, panel.form.ends) if points else NOTHING,
                "结论": verdict.label if verdict else NOTHING,
                "保留意见": written.dissents.get(member.id, NOTHING),
            }
        )
    return rows


def _items(panel: PanelResult, review: Review) -> list[Row]:
    names = in_roster_order(panel, review)
    return [
        {
            "序号": one.item.number or str(at),
            "项目": item_name(panel.form, one.item),
            "分值": plain(one.item.max),
            "平均": one.mean.shown if one.mean else NOTHING,
            "最低": points_text(one.min) if one.min is not None else NOTHING,
            "最高": points_text(one.max) if one.max is not None else NOTHING,
            "极差": points_text(one.spread) if one.spread is not None else NOTHING,
            "商定": points_text(one.agreed) if one.agreed is not None else NOTHING,
            "得分": [{"姓名": name, "分数": _given(one, name)} for name in names],
        }
        for at, one in enumerate(panel.items, start=1)
    ]


def _given(one: PanelItem, name: str) -> str:
    if name not in one.scores:
        return labels.NOT_ASSIGNED
    points = one.scores[name]
    return labels.NOT_APPLICABLE if points is None else points_text(points)


def _vetoes(panel: PanelResult) -> list[Row]:
    return [
        {
            "序号": one.veto.number or str(at),
            "类型": one.veto.group or NOTHING,
            "内容": one.veto.text,
            "结果": state_words(one),
            "理由": "；".join(
                labels.VETO_REASON.format(name=name, reason=reason)
                for name, reason in one.reasons.items()
            ),
        }
        for at, one in enumerate(panel.vetoes, start=1)
    ]


def _opinion(written: Written) -> list[Row]:
    if written.form is None:
        return []
    return [
        {
            "标题": part.title,
            "段落": [
                {
                    "序号": place.number or NOTHING,
                    "标题": place.text,
                    "内容": written.texts.get(place.id, NOTHING),
                }
                for place in part.places
            ],
        }
        for part in written.form.opinion
    ]
