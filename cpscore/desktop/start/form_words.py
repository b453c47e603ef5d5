"""A form in a few words: where it stands, what it is, who fills it in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cpscore.desktop.texts import language, tr
from cpscore.desktop.widgets import Card, Words, row, secondary
from cpscore.desktop.widgets.basics import Tone
from cpscore.messages import status_words
from cpscore.rules.form import FilledBy, Form, Grade, Status
from cpscore.rules.points import plain

LONGEST = 20


def status_of(form: Form) -> tuple[str, Tone]:
    """Where a form stands, in words."""
    tones: dict[Status, Tone] = {
        Status.OFFICIAL: "good",
        Status.PROVISIONAL: "amber",
        Status.ADOPTED: "quiet",
    }
    return status_words(form.status, language()), tones[form.status]


def short_title(form: Form) -> str:
    """The title for the bar above the page, where there is little room."""
    return form.title if len(form.title) <= LONGEST else f"{form.title[: LONGEST - 1]}…"


def about(form: Form) -> str:
    """Version, size and source in a line."""
    items = len(tuple(form.items))
    parts = [tr("第 {version} 版", version=form.version)]
    if form.scored:
        parts.append(tr("{items} 项，共 {total} 分", items=items, total=form.total))
    elif form.opinion:
        parts.append(tr("意见书"))
    else:
        parts.append(tr("不打分"))
    if form.vetoes:
        parts.append(tr("否决项 {count} 条", count=len(form.vetoes)))
    if form.questions:
        parts.append(tr("{count} 问", count=len(form.questions)))
    source = f"{form.source.document} {form.source.article}".strip()
    return "　·　".join((*parts, source))


def filled_by(form: Form) -> str:
    """Who fills a form in."""
    match form.filled_by:
        case FilledBy.EXPERT:
            return tr("每位专家各填一份")
        case FilledBy.PANEL:
            return tr("专家组合填一份，由组长填")
        case FilledBy.ENTERPRISE:
            return tr("企业填报、主管部门核对，由组长录入")


def band(grade: Grade) -> str:
    """A band of points with its ends as they are printed: `70 ≤ x ≤ 90`."""
    low, high = ("≤" if closed else "<" for closed in (grade.lower_closed, grade.upper_closed))
    return f"{plain(grade.lower)} {low} x {high} {plain(grade.upper)}"


def provisional_card(action: Callable[[], object]) -> QWidget:
    """What a provisional form is, and the way out."""
    words = tr("官方的评分条目不在公开资料里，这张表的条目和分值只是示例。不要用它正式评审。")
    way = tr("拿到官方的 Word 或 Excel 表：导入官方表 → 检查 → 采用。")
    return Card(
        Words(words, wrap=True),
        Words(way, "strong", wrap=True),
        row(secondary(tr("导入官方表…"), action), None),
        surface="amber",
        gap=6,
        margins=(16, 12, 16, 12),
    )
