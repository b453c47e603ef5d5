"""Handwriting as JSON: the pad's width and the strokes, in thousandths of the pad's height."""

from __future__ import annotations

import re

from cpscore.exchange.failures import NotInk
from cpscore.rules.canonical import Json
from cpscore.rules.ijson import Number, Tree, read
from cpscore.rules.ink import Ink, Point

# A signature has a few dozen strokes of a few hundred points; nothing here takes long.
MOST_WIDTH = 20_000
MOST_STROKES = 1_000
MOST_POINTS = 50_000
COORDINATE = re.compile(r"0|-?[1-9][0-9]{0,4}", re.ASCII)


def ink_document(ink: Ink) -> dict[str, Json]:
    """Ink as it travels, `{"width": …, "strokes": [[[x, y], …], …]}`, cut at the pad's edges."""
    width, height = ink.width, ink.HEIGHT
    return {
        "width": width,
        "strokes": [
            [[min(max(x, 0), width), min(max(y, 0), height)] for x, y in stroke]
            for stroke in ink.strokes
        ],
    }


def read_ink(data: bytes) -> Ink:
    """The ink in the bytes; raises NotInk for anything else, and for more than anybody writes."""
    tree, problems = read(data)
    if problems or not isinstance(tree, dict) or set(tree) != {"width", "strokes"}:
        raise NotInk
    width, strokes = _number(tree["width"]), _list(tree["strokes"], MOST_STROKES)
    if not 0 < width <= MOST_WIDTH:
        raise NotInk
    ink = Ink(width, tuple(tuple(map(_point, _list(one, MOST_POINTS))) for one in strokes))
    points = [point for stroke in ink.strokes for point in stroke]
    inside = all(0 <= x <= width and 0 <= y <= ink.HEIGHT for x, y in points)
    if len(points) > MOST_POINTS or not inside:  # ink must not reach over the rest of a sheet
        raise NotInk
    return ink


def _list(tree: Tree, most: int) -> list[Tree]:
    if not isinstance(tree, list) or len(tree) > most:
        raise NotInk
    return tree


def _point(tree: Tree) -> Point:
    both = _list(tree, 2)
    if len(both) != 2:
        raise NotInk
    return _number(both[0]), _number(both[1])


def _number(tree: Tree) -> int:
    if not isinstance(tree, Number) or not COORDINATE.fullmatch(tree.text):
        raise NotInk
    return int(tree.text)
