"""What a value of a definition may look like, for the reader, the guide and editors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class AnyText:
    """Text, not blank unless `empty`."""

    empty: bool = False


@dataclass(frozen=True, slots=True)
class Identifier:
    """A short name without spaces: letters of any script, digits, `.`, `-`, `_`."""


@dataclass(frozen=True, slots=True)
class PointsOf:
    """Points, `[0-9]+(\\.[0-9]+)?`; above zero where `positive`."""

    positive: bool = False


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage with its sign: without, it might be meant as points, or as a share of one."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two others."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class YesNo:
    """yes / no (also true / false, 是 / 否)."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    words: type[StrEnum]


@dataclass(frozen=True, slots=True)
class Word:
    """One of a few plain texts."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExpressionText:
    """A small sentence such as `a = yes and b = no` or `section 2 >= 60%`."""


@dataclass(frozen=True, slots=True)
class AnswerText:
    """One answer to an earlier part: `a = yes`."""


@dataclass(frozen=True, slots=True)
class RangeText:
    """A band of points: `x < 60`, `60 <= x <= 90`, `x >= 90`."""


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list; with more members than `most` nobody would print it."""

    member: Shape
    least: int = 0
    most: int = 500


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a record: what its value is, and a sentence on it for the guide and for editors."""

    shape: Shape
    about: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """Named values; a bare text stands for the key `short`, a bare list for the key `listed`.

    Exactly one of the keys `one` is written; of each pair in `apart` at most one.
    """

    name: str
    keys: Mapping[str, Key]
    short: str | None = None
    listed: str | None = None
    one: tuple[str, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Tagged:
    """A record whose only key says which kind it is."""

    kinds: Mapping[str, Record]


Shape: TypeAlias = (
    AnyText
    | Identifier
    | PointsOf
    | Percent
    | Whole
    | YesNo
    | OneOf
    | Word
    | ExpressionText
    | AnswerText
    | RangeText
    | ListOf
    | Record
    | Tagged
)
