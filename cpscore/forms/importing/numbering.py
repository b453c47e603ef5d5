"""The numbers Word writes before paragraphs by itself: on the page, but not in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

DIGITS = "〇一二三四五六七八九"
MOST = 99_999


def chinese(number: int) -> str:
    """一, 十二, 三十."""
    if number > 99:
        return "".join(DIGITS[int(sign)] for sign in str(number))
    tens, ones = divmod(number, 10)
    return (
        (DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (DIGITS[ones] if ones else "")
    )


def letters(number: int) -> str:
    """a … z, aa, bb …"""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 5)


def circled(number: int) -> str:
    """① … ⑳."""
    return chr(ord("①") + number - 1) if 1 <= number <= 20 else str(number)


FORMATS: Mapping[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": chinese,
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "bullet": lambda _: "",
    "none": lambda _: "",
}


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    text: str
    start: int


class Numbering:
    """The running numbers of a document, from its `numbering` part."""

    def __init__(self, tree: Element | None) -> None:
        self.levels: dict[str, dict[int, _Level]] = {}
        self.lists: dict[str, str] = {}
        self.counts: dict[str, dict[int, int]] = {}
        for one in tree if tree is not None else ():
            if one.tag == "abstractNum":
                levels = (_level(level) for level in one.findall("lvl"))
                self.levels[one.get("abstractNumId", "")] = dict(levels)
            elif one.tag == "num":
                self.lists[one.get("numId", "")] = value(one, "abstractNumId")

    def next(self, paragraph: Element) -> str:
        """What stands before a paragraph; empty where it has no number."""
        properties = paragraph.find("pPr/numPr")
        if properties is None:
            return ""
        list_ = self.lists.get(value(properties, "numId"))
        depth = whole(value(properties, "ilvl"))
        levels = self.levels.get(list_ or "", {})
        if list_ is None or depth not in levels:
            return ""
        counts = self.counts.setdefault(list_, {})
        counts[depth] = min(counts.get(depth, levels[depth].start - 1) + 1, MOST)
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        if levels[depth].format == "bullet":
            return ""
        return re.sub(
            "%([1-9])", lambda found: _shown(int(found[1]) - 1, levels, counts), levels[depth].text
        )


def _shown(depth: int, levels: Mapping[int, _Level], counts: Mapping[int, int]) -> str:
    if depth not in levels:
        return ""
    number = counts.get(depth, levels[depth].start)
    return FORMATS.get(levels[depth].format, str)(number)


def _level(level: Element) -> tuple[int, _Level]:
    start = whole(value(level, "start"), 1)
    return whole(level.get("ilvl", "")), _Level(
        value(level, "numFmt"), value(level, "lvlText"), start
    )


def value(parent: Element, name: str) -> str:
    """The `val` of a child."""
    child = parent.find(name)
    return "" if child is None else child.get("val", "")


def whole(text: str, otherwise: int = 0) -> int:
    """A small whole number, or another."""
    return int(text) if re.fullmatch("[0-9]{1,5}", text) else otherwise
