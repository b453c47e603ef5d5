"""The laws of copies: which of two goes on, whatever was added and by whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpscore.rules.copies import Compared, Standing, compared

# Few letters, so that copies often have a beginning in common; a file of pieces, or its bytes.
Pieces = tuple[str, ...]
pieces = st.lists(st.sampled_from("abc"), max_size=6).map(tuple)
MIRRORED = {Standing.NEWER: Standing.OLDER, Standing.OLDER: Standing.NEWER}


@pytest.mark.parametrize(
    ("ours", "theirs", "standing", "common"),
    [
        ("ab", "ab", Standing.SAME, 2),
        ("ab", "abc", Standing.NEWER, 2),
        ("abc", "ab", Standing.OLDER, 2),
        ("abc", "abd", Standing.FORKED, 2),
        ("abcd", "abe", Standing.FORKED, 2),
        ("abc", "axc", Standing.STRANGER, 1),
        ("", "", Standing.STRANGER, 0),
    ],
)
def test_copies_that_begin_with_two_pieces(
    ours: str, theirs: str, standing: Standing, common: int
) -> None:
    assert compared(ours, theirs, least=2) == Compared(standing, common)


@given(pieces, pieces)
def test_what_is_newer_one_way_is_older_the_other(ours: Pieces, theirs: Pieces) -> None:
    one, other = compared(ours, theirs), compared(theirs, ours)
    assert other.common == one.common
    assert other.standing == MIRRORED.get(one.standing, one.standing)


@given(pieces, pieces, pieces)
def test_what_was_added_behind_goes_on(start: Pieces, more: Pieces, apart: Pieces) -> None:
    begun = ("base", *start)
    standing = compared(begun, (*begun, *more)).standing
    assert standing is (Standing.NEWER if more else Standing.SAME)
    # Two that both went on, each in its own way, are a fork: neither order of signing is true.
    both = compared((*begun, "ours", *more), (*begun, "theirs", *apart))
    assert both == Compared(Standing.FORKED, len(begun))


@given(pieces, pieces)
def test_only_what_begins_with_all_of_ours_replaces_it(ours: Pieces, theirs: Pieces) -> None:
    begins = bool(ours) and theirs[: len(ours)] == ours and len(theirs) > len(ours)
    assert (compared(ours, theirs).standing is Standing.NEWER) == begins


@given(pieces, pieces, pieces)
def test_going_on_is_passed_on(one: Pieces, two: Pieces, three: Pieces) -> None:
    first, second, third = ("base", *one), ("base", *one, *two), ("base", *one, *two, *three)
    steps = {compared(first, second).standing, compared(second, third).standing}
    assert compared(first, third).standing is (
        Standing.NEWER if Standing.NEWER in steps else Standing.SAME
    )


@given(st.binary(max_size=40), st.binary(max_size=10))
def test_bytes_are_pieces_too(data: bytes, more: bytes) -> None:
    standing = compared(b"%" + data, b"%" + data + more).standing
    assert (standing is Standing.SAME) == (not more)
    assert standing in (Standing.SAME, Standing.NEWER)
