"""What a definition marks an item with: ★, objective, hidden from the enterprise; in words."""

from __future__ import annotations

from dataclasses import dataclass

from cpscore.desktop.texts import tr
from cpscore.rules.form import Item

STAR = "★"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in a few letters, and what it means."""

    short: str
    meaning: str


def marks_of(item: Item) -> tuple[Mark, ...]:
    """The marks of an item; none for an ordinary one."""
    found = []
    if item.nonzero:
        found.append(Mark(tr("★ 不得为零"), tr("★ 项不得为零：评 0 分即不满足条件。")))
    if item.objective:
        found.append(Mark(tr("客观项"), tr("客观项：只看事实，各专家的评分须一致。")))
    if item.hidden:
        found.append(Mark(tr("不给企业"), tr("不给企业：本项不印在给企业的那一份上。")))
    return tuple(found)


def marked(item: Item) -> str:
    """An item's name with its marks, for a cell with one line."""
    shorts = [one.short for one in marks_of(item) if not _printed(item, one)]
    return "　".join((item.name, *shorts))


def meanings(item: Item) -> str:
    """What the marks mean, a sentence each; empty for an ordinary item."""
    return "\n".join(one.meaning for one in marks_of(item))


def _printed(item: Item, mark: Mark) -> bool:
    """Whether the item's own name carries the star already."""
    return mark.short.startswith(STAR) and item.name.startswith(STAR)
