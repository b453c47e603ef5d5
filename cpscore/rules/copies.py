"""Copies of one file that goes from hand to hand and only ever grows: which of two goes on?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """How another copy stands to ours."""

    SAME = "same"
    NEWER = "newer"
    OLDER = "older"
    FORKED = "forked"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Compared:
    """How another copy stands to ours, and with how many pieces both begin."""

    standing: Standing
    common: int


def compared(ours: Sequence[object], theirs: Sequence[object], least: int = 1) -> Compared:
    """Compare two copies piece by piece; a piece is what somebody added at one time.

    The longer one goes on from the other (NEWER: theirs) if it begins with all of it. Copies
    that both went on from a common beginning of at least `least` pieces are FORKED: no order of
    the pieces is that of either, so they are never merged. Copies with less in common are not of
    one file.
    """
    pairs = zip(ours, theirs, strict=False)
    common = next((at for at, (one, other) in enumerate(pairs) if one != other), None)
    if common is None:
        common = min(len(ours), len(theirs))
    return Compared(_standing(len(ours), len(theirs), common, least), common)


def _standing(ours: int, theirs: int, common: int, least: int) -> Standing:
    if common < least:
        return Standing.STRANGER
    if ours == theirs == common:
        return Standing.SAME
    if common == ours:
        return Standing.NEWER
    return Standing.OLDER if common == theirs else Standing.FORKED
