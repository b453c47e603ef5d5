"""Handwriting as JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpscore.exchange.failures import NotInk
from cpscore.exchange.ink import ink_document, read_ink
from cpscore.rules.canonical import canonical
from cpscore.rules.ink import Ink

INK = Ink(3000, (((0, 0), (1500, 400), (3000, 1000)), ((10, 20),), ()))

STROKES = st.lists(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 1000)), max_size=20))


@given(STROKES)
def test_ink_travels(strokes: list[list[tuple[int, int]]]) -> None:
    ink = Ink(500, tuple(tuple(stroke) for stroke in strokes))
    assert read_ink(canonical(ink_document(ink))) == ink


def test_what_left_the_pad_is_cut_off() -> None:
    assert read_ink(canonical(ink_document(Ink(500, (((-5, 1200), (900, -1)),))))) == Ink(
        500, (((0, 1000), (500, 0)),)
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"width":500}',
        b'{"strokes":[],"width":0}',
        b'{"strokes":[],"width":"500"}',
        b'{"strokes":[],"width":20001}',
        b'{"strokes":[],"width":5e2}',
        b'{"strokes":[],"width":500,"colour":"red"}',
        b'{"strokes":{},"width":500}',
        b'{"strokes":[[1,2]],"width":500}',
        b'{"strokes":[[[1]]],"width":500}',
        b'{"strokes":[[[1,2,3]]],"width":500}',
        b'{"strokes":[[[1,2.5]]],"width":500}',
        b'{"strokes":[[[1,true]]],"width":500}',
        b'{"strokes":[[[501,2]]],"width":500}',
        b'{"strokes":[[[1,-2]]],"width":500}',
        b'{"strokes":[[[1,' + b"9" * 5000 + b']]],"width":500}',
        b'{"strokes":[],"strokes":[],"width":500}',
        canonical({"width": 500, "strokes": [[]] * 1001}),
        canonical({"width": 500, "strokes": [[[1, 1]] * 10_001] * 5}),
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(NotInk):
        read_ink(data)


def test_the_form_is_the_one_of_the_guide() -> None:
    assert json.loads(canonical(ink_document(INK))) == {
        "width": 3000,
        "strokes": [[[0, 0], [1500, 400], [3000, 1000]], [[10, 20]], []],
    }
