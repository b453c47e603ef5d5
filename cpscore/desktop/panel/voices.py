"""What the members said where they differ: who chose what, who gave how much, and their remarks."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtWidgets import QWidget

from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import Words
from cpscore.rules.form import FieldType
from cpscore.rules.merging import PanelItem
from cpscore.rules.points import plain, readable
from cpscore.workflow.settle import Panel


def chosen_lines(panel: Panel) -> list[QWidget]:
    """Who chose which conclusion, in the order of the roster, and what they wrote about it."""
    assert panel.result is not None
    answers = {one.answers.expert: one.answers for one in panel.result.counted}
    names = [one.name for one in panel.review.members if one.name in answers]
    found: list[QWidget] = []
    for one in panel.form.conclusions:
        those = [name for name in names if answers[name].conclusion == one.id]
        if those:
            said = tr("选“{label}”：{names}", label=one.label, names=tr("、").join(those))
            found.append(Words(said, wrap=True))
    long = [one.id for one in panel.form.fields if one.type is FieldType.LONG_TEXT]
    wrote = [(name, answers[name].fields.get(id)) for name in names for id in long]
    found += [
        Words(f"“{words}”——{name}", "muted", wrap=True)
        for name, words in wrote
        if isinstance(words, str) and words
    ]
    return found


def scores_words(panel: Panel, one: PanelItem) -> str:
    """Every member's score: 专家甲 18，专家乙 17；满分 22."""
    given = tr("，").join(
        f"{member.name} {_points(one.scores[member.name])}"
        for member in panel.review.members
        if member.name in one.scores
    )
    return tr("{scores}；满分 {full}", scores=given, full=plain(one.item.max))


def _points(value: Fraction | None) -> str:
    return tr("不适用") if value is None else readable(value)


def remarks(panel: Panel, item_id: str) -> list[str]:
    """What members wrote beside an item, in the order of the roster."""
    assert panel.result is not None
    by_name = {one.answers.expert: one.answers.remarks for one in panel.result.counted}
    return [
        f"“{by_name[member.name][item_id]}”——{member.name}"
        for member in panel.review.members
        if by_name.get(member.name, {}).get(item_id)
    ]
