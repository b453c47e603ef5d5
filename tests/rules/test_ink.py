"""Handwriting: a dot is no signature."""

from __future__ import annotations

import pytest

from cpscore.rules.ink import Ink, Point, length


@pytest.mark.parametrize(
    ("strokes", "empty"),
    [
        ((), True),
        (((),), True),
        ((((5, 5),),), True),
        ((((0, 0), (99, 0)),), True),
        ((((0, 0), (60, 40)),), False),
        ((((0, 0), (100, 0)),), False),
        # Many dots are no stroke.
        (tuple(((at, at), (at + 1, at)) for at in range(200)), True),
        ((((0, 0), (1, 1)), ((0, 0), (500, 500))), False),
    ],
)
def test_a_signature_has_a_stroke_longer_than_a_dot(
    strokes: tuple[tuple[Point, ...], ...], empty: bool
) -> None:
    assert Ink(3000, strokes).empty is empty


def test_length_is_how_far_the_pen_travelled() -> None:
    assert length(((0, 0), (3, 4), (0, 0))) == 14
    assert length(((7, 7),)) == length(()) == 0
