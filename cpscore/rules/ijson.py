"""Reading JSON from strangers: I-JSON (RFC 7493), every repeated name found, no size or depth
that hurts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from cpscore.rules.problem import Problem, pointer

MOST_BYTES = 1024 * 1024
MOST_DEPTH = 32
# Possessive, and content with a string that never ends: linear on any input.
STRING = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
# Surrogates and noncharacters: RFC 7493, 2.1.
FORBIDDEN = re.compile(
    "[\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A JSON number as it was written; its size is nobody's business until somebody wants it."""

    text: str


Tree: TypeAlias = "None | bool | str | Number | list[Tree] | dict[str, Tree]"


class _Pairs(list[tuple[str, object]]):
    """An object as it was written, repeated names included."""


class _NotIJson(ValueError):
    pass


def read(data: bytes) -> tuple[Tree, tuple[Problem, ...]]:
    """The value in the bytes, and its problems: `unreadable` (path ``""``) or `duplicate-key` at
    each repeated name.

    A repeated name keeps its first value. With `unreadable` the value is None.
    """
    try:
        written = _parse(data)
        problems: list[Problem] = []
        return _settle(written, "", problems.append), tuple(problems)
    except ValueError:
        return None, (Problem("unreadable"),)


def _parse(data: bytes) -> object:
    if len(data) > MOST_BYTES:
        raise _NotIJson
    text = data.decode("utf-8")
    if depth(text) > MOST_DEPTH:
        raise _NotIJson
    return json.loads(
        text,
        object_pairs_hook=_Pairs,
        parse_int=Number,
        parse_float=Number,
        parse_constant=_refuse,
    )


def _refuse(_constant: str) -> object:
    raise _NotIJson


def depth(text: str) -> int:
    """How deep the brackets outside strings go."""
    deepest = level = 0
    for character in re.findall(r"[\[\]{}]", STRING.sub("", text)):
        level += 1 if character in "[{" else -1
        deepest = max(deepest, level)
    return deepest


def _settle(written: object, path: str, report: Callable[[Problem], None]) -> Tree:
    if isinstance(written, _Pairs):
        return _settle_object(written, path, report)
    if isinstance(written, list):
        return [_settle(member, pointer(path, at), report) for at, member in enumerate(written)]
    if isinstance(written, str):
        return _clean(written)
    assert written is None or isinstance(written, bool | Number)
    return written


def _settle_object(
    written: _Pairs, path: str, report: Callable[[Problem], None]
) -> dict[str, Tree]:
    settled: dict[str, Tree] = {}
    for name, member in written:
        here = pointer(path, _clean(name))
        value = _settle(member, here, report)
        if name in settled:
            report(Problem("duplicate-key", here))
        else:
            settled[name] = value
    return settled


def _clean(text: str) -> str:
    if FORBIDDEN.search(text):
        raise _NotIJson
    return text
