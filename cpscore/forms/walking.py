"""Reading a tree by the shapes it should have: values where it fits, problems where not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from cpscore.forms.expressions import Band, NotUnderstood, read_band, read_expression
from cpscore.forms.shapes import (
    AnswerText,
    AnyText,
    ExpressionText,
    Identifier,
    Key,
    ListOf,
    OneOf,
    Percent,
    PointsOf,
    RangeText,
    Record,
    Shape,
    Tagged,
    Whole,
    Word,
    YesNo,
)
from cpscore.forms.tree import Node, Refused, Report, Sequence, Table, Text, at
from cpscore.rules.form import AllOf, Answered
from cpscore.rules.points import MOST_DIGITS, read_points
from cpscore.rules.problem import Problem, pointer

IDENTIFIER = re.compile(r"[\w][\w.\-]{0,63}")
WHOLE = re.compile(r"[0-9]{1,9}")
# Comparing names costs time: a long one is no slip of the pen, and many say little.
LONGEST_SLIP = 40
MOST_NAMES = 200
MOST_NAMED = 20
YES_NO = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}
ANSWERS = {"true": "yes", "是": "yes", "false": "no", "否": "no"}

# What a draft writes where the table it came from leaves something to its user.
UNDECIDED = "undecided"

Values = dict[str, Any]


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """The known name that looks most like this one, or the known ones where none does."""
    names = list(known)
    short = len(name) <= LONGEST_SLIP and len(names) <= MOST_NAMES
    near = get_close_matches(name, names, n=1) if short else []
    return near or names[:MOST_NAMED] or ["—"]


class Walker:
    """Walks tree and shape together; what does not fit is reported, and a blank value stands in."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def read(self, node: Node, shape: Shape, path: str) -> Any:
        """The value of a node; a record becomes a dict of all its keys, None where not written."""
        if isinstance(node, Refused):
            return blank(shape)
        match shape:
            case ListOf():
                return self.list_of(node, shape, path)
            case Record():
                return self.record(node, shape, path)
            case Tagged():
                return self.tagged(node, shape, path)
            case _:
                return self.scalar(node, shape, path)

    def problem(self, node: Node, code: str, path: str, **values: object) -> None:
        """Report a problem at a node."""
        self.report(at(Problem(code, path, values), node))

    def list_of(self, node: Node, shape: ListOf, path: str) -> list[Any]:
        if not isinstance(node, Sequence):
            self.problem(node, "wrong-type", path, expected="list")
            return []
        if not shape.least <= len(node.members) <= shape.most:
            code = (
                "too-many" if node.members and len(node.members) > shape.most else "too-few-members"
            )
            self.problem(node, code, path, least=shape.least, most=shape.most)
        members = enumerate(node.members[: shape.most])
        return [self.read(member, shape.member, pointer(path, index)) for index, member in members]

    def record(self, node: Node, shape: Record, path: str) -> Values:
        if isinstance(node, Text) and shape.short and node.text:
            return self.shorthand(node, shape, shape.short, path)
        if isinstance(node, Sequence) and shape.listed:
            return self.shorthand(node, shape, shape.listed, path)
        if not isinstance(node, Table):
            self.problem(node, "wrong-type", path, expected="keys")
            return blank_record(shape)
        for name, key in node.keys.items():
            if name not in shape.keys:
                known = nearest(name, shape.keys)
                self.problem(key, "unknown-key", pointer(path, name), name=name, known=known)
        self.together(node, shape, path)
        return {name: self.member(node, name, key, path) for name, key in shape.keys.items()}

    def together(self, node: Table, shape: Record, path: str) -> None:
        """Which keys exclude each other, and of which one is needed."""
        written = [name for name in shape.one if name in node.members]
        if shape.one and not written:
            where = pointer(path, shape.one[0])
            self.problem(node, "missing-key", where, name=" / ".join(shape.one))
        pairs = [(shape.one[0], shape.one[1])] if len(written) > 1 else []
        for first, second in (*shape.apart, *pairs):
            if first in node.members and second in node.members:
                where = pointer(path, second)
                values = {"first": first, "second": second}
                self.problem(node.keys[second], "not-together", where, **values)

    def shorthand(self, node: Node, shape: Record, name: str, path: str) -> Values:
        """A bare value stands for one key; a bare text for a list of one, where that is a list."""
        if isinstance(node, Text) and isinstance(shape.keys[name].shape, ListOf):
            node = Sequence((node,), node.line, node.column)
        return dict.fromkeys(shape.keys) | {name: self.read(node, shape.keys[name].shape, path)}

    def member(self, node: Table, name: str, key: Key, path: str) -> Any:
        value = node.members.get(name)
        # `title:` with nothing behind it says what leaving the key out says.
        empty = isinstance(value, Text) and not value.text
        if value is not None and not empty:
            return self.read(value, key.shape, pointer(path, name))
        if not key.required:
            return "" if empty and key.shape == AnyText(empty=True) else None
        self.problem(node, "missing-key", pointer(path, name), name=name)
        return blank(key.shape)

    def tagged(self, node: Node, shape: Tagged, path: str) -> tuple[str, Values]:
        names = list(shape.kinds)
        if isinstance(node, Table) and len(node.members) == 1:
            [(name, member)] = node.members.items()
            if name in shape.kinds:
                return name, self.read(member, shape.kinds[name], pointer(path, name))
        self.problem(node, "not-one-of", path, text=_written(node), words=names)
        return names[0], blank_record(shape.kinds[names[0]])

    def scalar(self, node: Node, shape: Shape, path: str) -> Any:
        if not isinstance(node, Text):
            self.problem(node, "wrong-type", path, expected="text")
            return blank(shape)
        if node.text == UNDECIDED and not isinstance(shape, AnyText | Identifier):
            self.problem(node, "undecided", path, name=path.rpartition("/")[2])
            return blank(shape)
        try:
            return SCALARS[type(shape)](node.text, shape)
        except _Bad as bad:
            self.problem(node, bad.code, path, **{"text": node.text} | bad.values)
            return blank(shape)


class _Bad(Exception):
    """A text that is not what it should be."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def _written(node: Node) -> str:
    if isinstance(node, Table):
        return "、".join(list(node.members)[:5])
    return node.text if isinstance(node, Text) else ""


def _any_text(text: str, shape: AnyText) -> str:
    if not shape.empty and not text.strip():
        raise _Bad("wrong-type", expected="text")
    return text


def _identifier(text: str, _: Identifier) -> str:
    if not IDENTIFIER.fullmatch(text):
        raise _Bad("bad-id")
    return text


def _percent(text: str, _: Percent) -> Decimal:
    # ％ is what Chinese keyboards write.
    number = text.removesuffix("％").removesuffix("%")
    if number == text:
        raise _Bad("bad-percent")
    return _points(number.strip(), positive=False, code="bad-percent")


def _whole(text: str, shape: Whole) -> int:
    if not WHOLE.fullmatch(text) or not shape.least <= int(text) <= shape.most:
        raise _Bad("bad-whole", least=shape.least, most=shape.most)
    return int(text)


def _yes_no(text: str, _: YesNo) -> bool:
    if text.lower() not in YES_NO:
        raise _Bad("not-one-of", words=["yes", "no"])
    return YES_NO[text.lower()]


def _points(text: str, positive: bool, code: str = "bad-points") -> Decimal:
    points = read_points(text) if len(text) <= MOST_DIGITS else None
    if points is None or (positive and not points):
        raise _Bad(code)
    return points


def _word(text: str, words: tuple[str, ...]) -> str:
    plain = ANSWERS.get(text.lower(), text) if set(words) <= {"yes", "no"} else text
    if plain not in words:
        raise _Bad("not-one-of", words=[str(word) for word in words])
    return plain


def _sentence(read: Callable[[str], Any], code: str) -> Callable[[str, Any], Any]:
    def understood(text: str, _: Any) -> Any:
        try:
            return read(text)
        except NotUnderstood as error:
            raise _Bad(code, at=str(error)) from None

    return understood


def _answer(text: str) -> Answered:
    answer = SCALARS[ExpressionText](text, None)
    if not isinstance(answer, Answered):
        raise _Bad("asked-if-one-answer")
    return answer


SCALARS: Mapping[type, Callable[[str, Any], Any]] = {
    AnyText: _any_text,
    Identifier: _identifier,
    PointsOf: lambda text, shape: _points(text, shape.positive),
    Percent: _percent,
    Whole: _whole,
    YesNo: _yes_no,
    Word: lambda text, shape: _word(text, shape.words),
    OneOf: lambda text, shape: shape.words(_word(text, tuple(shape.words))),
    ExpressionText: _sentence(read_expression, "bad-expression"),
    AnswerText: lambda text, _: _answer(text),
    RangeText: _sentence(read_band, "bad-range"),
}


def blank_record(shape: Record) -> Values:
    """A record whose required keys are blank and whose others were not written."""
    return {name: blank(key.shape) if key.required else None for name, key in shape.keys.items()}


BLANKS: Mapping[type, Callable[[Any], Any]] = {
    AnyText: lambda _: "",
    Identifier: lambda _: "",
    PointsOf: lambda _: Decimal(1),
    Percent: lambda _: Decimal(1),
    Whole: lambda shape: shape.least,
    YesNo: lambda _: False,
    Word: lambda shape: shape.words[0],
    OneOf: lambda shape: next(iter(shape.words)),
    ExpressionText: lambda _: AllOf(()),
    AnswerText: lambda _: None,
    RangeText: lambda _: Band(None, True, None, True),
    ListOf: lambda _: [],
    Record: blank_record,
    Tagged: lambda shape: next((name, blank(record)) for name, record in shape.kinds.items()),
}


def blank(shape: Shape) -> Any:
    """What stands in for a value that could not be read; nobody computes with it."""
    return BLANKS[type(shape)](shape)
