"""The small sentences of a definition: when a veto fails, what a grade demands, its band."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from cpscore.rules.form import AllOf, Answer, Answered, AnyOf, Compared, Expression, Relation
from cpscore.rules.points import MOST_DIGITS, read_points

MOST_SIGNS = 300
MOST_DEPTH = 8
TOKEN = re.compile(r"\s*(<=|>=|[<>=()%]|[^\s<>=()%]+)")
SIGNS = str.maketrans({"≤": "<=", "≥": ">=", "≦": "<=", "≧": ">="})
AND, OR = {"and", "且", "并且"}, {"or", "或", "或者"}
WORDS = {
    "yes": Answer.YES,
    "是": Answer.YES,
    "no": Answer.NO,
    "否": Answer.NO,
    "na": Answer.NA,
    "不适用": Answer.NA,
}
TOTALS = {"total", "总分"}
SUBJECTS = {"section": "section", "章节": "section", "item": "item", "评分项": "item"}


class NotUnderstood(ValueError):
    """A sentence that does not follow the grammar; its text is what could not be read."""


@dataclass(frozen=True, slots=True)
class Band:
    """A band as written; an end that is not written is the outermost one, closed."""

    lower: Decimal | None
    lower_closed: bool
    upper: Decimal | None
    upper_closed: bool


def tokens(text: str) -> list[str]:
    """The words and signs of a sentence; full-width signs and digits count as the plain ones."""
    if len(text) > MOST_SIGNS:
        raise NotUnderstood(f"{text[:20]}…")
    return TOKEN.findall(unicodedata.normalize("NFKC", text).translate(SIGNS))


def read_expression(text: str) -> Expression:
    """`a = yes and b = no`, `a = no or b = no`, `total < 70`, `section 2 >= 60%`, `item g1 > 0`.

    `and` binds before `or`; parentheses are allowed. Raises NotUnderstood.
    """
    parser = _Parser(tokens(text))
    expression = parser.any_of(0)
    parser.end()
    return expression


def read_band(text: str) -> Band:
    """`x < 60`, `60 <= x < 75`, `x >= 75`. Raises NotUnderstood."""
    parser = _Parser(tokens(text))
    band = parser.band()
    parser.end()
    return band


class _Parser:
    """Recursive descent over a handful of tokens."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    @property
    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.next
        self.at += 1
        return token

    def end(self) -> None:
        if self.next:
            raise NotUnderstood(self.next)

    def any_of(self, depth: int) -> Expression:
        members = self.members(OR, lambda: self.all_of(depth))
        return members[0] if len(members) == 1 else AnyOf(members)

    def all_of(self, depth: int) -> Expression:
        members = self.members(AND, lambda: self.leaf(depth))
        return members[0] if len(members) == 1 else AllOf(members)

    def members(self, joints: set[str], read: Callable[[], Expression]) -> tuple[Expression, ...]:
        members = [read()]
        while self.next in joints:
            self.take()
            members.append(read())
        return tuple(members)

    def leaf(self, depth: int) -> Expression:
        if self.next == "(" and depth < MOST_DEPTH:
            self.take()
            inside = self.any_of(depth + 1)
            if self.take() != ")":
                raise NotUnderstood("(")
            return inside
        subject = self.take()
        if subject in TOTALS:
            return self.compared("total", "")
        if subject in SUBJECTS and self.next not in {"=", ""}:
            return self.compared(SUBJECTS[subject], self.take())
        if self.take() != "=" or self.next not in WORDS or not subject or subject in "<>=()%":
            raise NotUnderstood(subject or self.next)
        return Answered(subject, WORDS[self.take()])

    def compared(self, of: str, id: str) -> Compared:
        relation = self.relation()
        value = self.points()
        percent = self.next == "%"
        if percent:
            self.take()
        return Compared(of, id, relation, value, percent)

    def relation(self) -> Relation:
        sign = self.take()
        try:
            return Relation(sign)
        except ValueError:
            raise NotUnderstood(sign) from None

    def points(self) -> Decimal:
        word = self.take()
        points = read_points(word) if len(word) <= MOST_DIGITS else None
        if points is None:
            raise NotUnderstood(word)
        return points

    def band(self) -> Band:
        lower = upper = None
        lower_closed = upper_closed = True
        if self.next.lower() != "x":
            lower = self.points()
            lower_closed = self.rising()
        if self.take().lower() != "x":
            raise NotUnderstood(self.tokens[self.at - 1] if self.at <= len(self.tokens) else "x")
        if self.next in {">", ">="} and lower is None:
            lower_closed = self.take() == ">="
            lower = self.points()
        elif self.next or lower is None:
            upper_closed = self.rising()
            upper = self.points()
        return Band(lower, lower_closed, upper, upper_closed)

    def rising(self) -> bool:
        """`<` or `<=`: whether the end belongs to the band."""
        sign = self.take()
        if sign not in {"<", "<="}:
            raise NotUnderstood(sign)
        return sign == "<="
