"""What can be pressed in the score cell that is current: common values, and the way to the rows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRect

from cpscore.desktop.score.entry import common
from cpscore.desktop.score.lines import divisible, points_so_far
from cpscore.desktop.texts import tr
from cpscore.desktop.theme import px
from cpscore.rules.answers import Score
from cpscore.rules.form import Item, Kind
from cpscore.rules.points import plain

CHIP, WIDE, GAP, FOOT = 30, 46, 6, 22
TALL = 150  # from here on a cell has room for the large number
SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the current cell: `value` is what a press puts in, SPLIT, or nothing."""

    area: QRect
    text: str
    value: str
    link: bool = False


def spots_in(area: QRect, item: Item, score: Score | None) -> list[Spot]:
    """As many as the cell has room for below its number."""
    number = number_height(area)
    room = area.height() - number - px(8)
    chips = common(item)[: 2 * max(0, min(2, room // px(CHIP)))]
    high = (len(chips) + 1) // 2 * px(CHIP)
    feet = _feet(item, score)[: max(0, (room - high) // px(FOOT))]
    tall = number + high + len(feet) * px(FOOT)
    top = area.top() + (area.height() - tall) // 2 + number
    return [*_chips(area, top, chips), *_links(area, top + high, feet)]


def number_area(area: QRect, spots: list[Spot]) -> QRect:
    """Where the number stands: above the places to press."""
    if not spots:
        return area
    height = number_height(area)
    return QRect(area.left(), spots[0].area.top() - height, area.width(), height)


def number_height(area: QRect) -> int:
    """How much of a cell its number takes."""
    return px(46 if area.height() >= px(TALL) else 34)


def _feet(item: Item, score: Score | None) -> list[tuple[str, str]]:
    given = points_so_far(item, score)
    regular = item.kind is not Kind.BONUS
    off = item.max - given if given is not None and regular else Decimal(0)
    words = [(tr("扣 {points}", points=plain(off)), "")] if off else []
    return [(tr("按内容拆分 ›"), SPLIT), *words] if divisible(item) else words


def _chips(area: QRect, top: int, chips: tuple[str, ...]) -> list[Spot]:
    width, gap = px(WIDE), px(GAP)
    left = area.left() + (area.width() - 2 * width - gap) // 2
    places = (
        QRect(left + at % 2 * (width + gap), top + at // 2 * px(CHIP), width, px(CHIP - GAP))
        for at in range(len(chips))
    )
    return [Spot(place, text, text) for place, text in zip(places, chips, strict=True)]


def _links(area: QRect, top: int, feet: list[tuple[str, str]]) -> list[Spot]:
    return [
        Spot(QRect(area.left(), top + at * px(FOOT), area.width(), px(FOOT)), text, value, True)
        for at, (text, value) in enumerate(feet)
    ]
