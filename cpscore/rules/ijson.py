"""Reading JSON from strangers: I-JSON (RFC 7493), every repeated name found, no size or depth
that hurts.
"""

from __future__ import annotations

import functools
import json
import re
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
    """Why it is not: `size depth number character repeated` (too much of it)."""

    def __init__(self, reason: str) -> None:
        self.reason = reason


def read(data: bytes) -> tuple[Tree, tuple[Problem, ...]]:
    """The value in the bytes, and its problems: `unreadable` (path ``""``) or `duplicate-key` at
    each repeated name.

    A repeated name keeps its first value. With `unreadable` the value is None.
    """
    try:
        settler = _Settler()
        return settler.settle(_parse(data), ()), tuple(settler.problems)
    except _NotIJson as wrong:
        return None, (unreadable(wrong.reason),)
    except UnicodeDecodeError:
        return None, (unreadable("encoding"),)
    except ValueError:
        return None, (unreadable("syntax"),)


def unreadable(reason: str) -> Problem:
    """The problem of a file that cannot be read at all, and why."""
    return Problem("unreadable", values={"reason": reason})


def _parse(data: bytes) -> object:
    if len(data) > MOST_BYTES:
        raise _NotIJson("size")
    text = data.decode("utf-8")
    if depth(text) > MOST_DEPTH:
        raise _NotIJson("depth")
    return json.loads(
        text,
        object_pairs_hook=_Pairs,
        parse_int=Number,
        parse_float=Number,
        parse_constant=_refuse,
    )


def _refuse(_constant: str) -> object:
    raise _NotIJson("number")


def depth(text: str) -> int:
    """How deep the brackets outside strings go."""
    deepest = level = 0
    for character in re.findall(r"[\[\]{}]", STRING.sub("", text)):
        level += 1 if character in "[{" else -1
        deepest = max(deepest, level)
    return deepest


class _Settler:
    """Turns objects as written into objects as meant, naming each repeated name once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.room = MOST_BYTES

    def settle(self, written: object, path: tuple[str | int, ...]) -> Tree:
        if isinstance(written, _Pairs):
            return self.settle_object(written, path)
        if isinstance(written, list):
            return [self.settle(member, (*path, at)) for at, member in enumerate(written)]
        if isinstance(written, str):
            return _clean(written)
        assert written is None or isinstance(written, bool | Number)
        return written

    def settle_object(self, written: _Pairs, path: tuple[str | int, ...]) -> dict[str, Tree]:
        settled: dict[str, Tree] = {}
        repeated: set[str] = set()
        for name, member in written:
            value = self.settle(member, (*path, _clean(name)))
            if name not in settled:
                settled[name] = value
            elif name not in repeated:
                repeated.add(name)
                self.report((*path, name))
        return settled

    def report(self, path: tuple[str | int, ...]) -> None:
        """A long name over many repeated ones would make pointers of gigabytes."""
        here = functools.reduce(pointer, path, "")
        self.room -= len(here)
        if self.room < 0:
            raise _NotIJson("repeated")
        self.problems.append(Problem("duplicate-key", here))


def _clean(text: str) -> str:
    if FORBIDDEN.search(text):
        raise _NotIJson("character")
    return text
