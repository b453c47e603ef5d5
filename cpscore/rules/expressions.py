"""The small sentences of a form: who is asked, when a veto fails, what a grade demands."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeAlias


class Answer(StrEnum):
    """是 / 否 / 不适用."""

    YES = "yes"
    NO = "no"
    NA = "na"


class Relation(StrEnum):
    """How a value is compared with a limit."""

    BELOW = "<"
    AT_MOST = "<="
    AT_LEAST = ">="
    ABOVE = ">"


@dataclass(frozen=True, slots=True)
class Answered:
    """True when a part was answered so: of the same question, or of the earlier `question` named,
    which is asked of everybody.
    """

    part: str
    answer: Answer
    question: str = ""


@dataclass(frozen=True, slots=True)
class InCategory:
    """True when the enterprise is in one of these categories."""

    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """True when points compare so: `of` is `total`, `section` or `item`.

    Percent is of its full mark.
    """

    of: str
    id: str
    relation: Relation
    value: Decimal
    percent: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    """True when every member is."""

    members: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when a member is."""

    members: tuple[Expression, ...]


Expression: TypeAlias = "Answered | Compared | AllOf | AnyOf"
AskedIf: TypeAlias = "Answered | InCategory | None"


Leaf: TypeAlias = "Answered | Compared"


def leaves_of(expression: Expression) -> Iterator[Leaf]:
    """What an expression compares in the end."""
    match expression:
        case AllOf(members) | AnyOf(members):
            for member in members:
                yield from leaves_of(member)
        case Answered() | Compared():
            yield expression


def true_of(expression: Expression, holds: Callable[[Leaf], bool]) -> bool:
    """Whether an expression is true where its leaves hold or not."""
    match expression:
        case AllOf(members):
            return all(true_of(member, holds) for member in members)
        case AnyOf(members):
            return any(true_of(member, holds) for member in members)
        case Answered() | Compared():
            return holds(expression)


COMPARE: Mapping[Relation, Callable[[Any, Any], bool]] = {
    Relation.BELOW: operator.lt,
    Relation.AT_MOST: operator.le,
    Relation.AT_LEAST: operator.ge,
    Relation.ABOVE: operator.gt,
}


def compares(leaf: Compared, value: Fraction, full: Fraction) -> bool:
    """Whether a value compares so with the limit, a percentage being of the full mark."""
    limit = Fraction(leaf.value)
    return COMPARE[leaf.relation](value, full * limit / 100 if leaf.percent else limit)
