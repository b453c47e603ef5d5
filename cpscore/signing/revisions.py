"""The saved states a PDF consists of, read as strictly as our own files allow.

A viewer forgives much, and every kindness is a place to hide a page: one that finds a file damaged
gathers whatever looks like an object, listed or not. Here each state is its objects, one plain
table of them, a trailer and `%%EOF`, one right after the other and nothing between.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final

if sys.version_info >= (3, 12):
    from typing import override
else:
    from typing_extensions import override

# A table lists its objects in rows of 20 bytes.
_ROW: Final = 20
_LONGEST_TRAILER: Final = 4096
_MOST_STATES: Final = 64
_MOST_OBJECTS: Final = 50_000

# pyHanko reads an object in sips of 1 and 16 bytes, an endless name or number in many of 16.
_MOST_SIPS: Final = 1_000_000
_LONGEST_TOKEN: Final = 512

_TAIL = re.compile(rb"startxref\s{1,2}(\d{1,10})\s{1,2}%%EOF(?:\r\n|\n|\r)?\Z")
_TABLE = re.compile(rb"xref[ ]?(?:\r\n|\n|\r)")
_PART = re.compile(rb"(\d{1,7}) (\d{1,7})[ ]?(?:\r\n|\n|\r)")
_ROWS = re.compile(rb"(\d{10}) (\d{5}) ([nf])(?: \r| \n|\r\n)")
_OBJECT = re.compile(rb"(\d{1,7}) (\d{1,5}) obj\b")
_HEAD = re.compile(rb"%PDF-1\.[0-9]\r?\n(?:%[^\r\n]{1,16}\r?\n)?\s{0,4}")
_GAP = re.compile(rb"\s{0,4}")
_STREAM = re.compile(rb"\bstream\r?\n")
_LENGTH = re.compile(rb"/Length (\d{1,9})\b")
_STREAM_END = re.compile(rb"\s{0,2}endstream\s{1,2}endobj\s{1,4}")
_END = re.compile(rb"endobj\s{1,4}")
_TRAILER = re.compile(
    rb"trailer\s{0,4}(<<.{1,%d}?>>)\s{0,4}startxref\s{1,2}(\d{1,10})\s{1,2}%%%%EOF(?:\r\n|\n|\r)?"
    % _LONGEST_TRAILER,
    re.DOTALL,
)
_PREVIOUS = re.compile(rb"/Prev\s{0,4}(\d{1,10})")
_SIZE = re.compile(rb"/Size\s{0,4}(\d{1,7})")


class Unreadable(Exception):
    """Not the plain structure asked for here; `code` says what it is instead."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class State:
    """One saved state: where its objects begin, its table stands, and it ends.

    `start` is the first byte after the state before; `end` the one after `%%EOF` and its line
    end. `objects` maps an object's number to its offset. `size` is one above the highest
    number given away so far.
    """

    start: int
    table: int
    end: int
    size: int
    objects: Mapping[int, int]


class Metered(BytesIO):
    """The bytes of a PDF for a reader that would read for hours, and fill the memory."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__(pdf)
        self._sips = 0
        self._token = 0

    @override
    def read(self, size: int | None = -1, /) -> bytes:
        """As of any stream. Raises `Unreadable` after more than any honest sheet takes."""
        self._sips += 1
        self._token = self._token + 1 if size == 16 else 0
        if self._sips > _MOST_SIPS or self._token > _LONGEST_TOKEN:
            raise Unreadable("too-large")
        return super().read(size)


def read_states(pdf: bytes) -> tuple[State, ...]:
    """The saved states, oldest first. Raises `Unreadable`; takes time linear in the bytes."""
    tail = _TAIL.search(pdf, max(0, len(pdf) - 64))
    if tail is None:
        raise Unreadable("damaged")
    states: list[State] = []
    table: int | None = int(tail[1])
    limit = len(pdf)
    while table is not None:
        if len(states) == _MOST_STATES or table >= limit:
            raise Unreadable("damaged")
        state, previous = _state(pdf, table)
        # The newest state ends with the file, each other before the table of the next.
        if state.end > limit or (not states and state.end != len(pdf)):
            raise Unreadable("damaged")
        states.append(state)
        limit, table = table, previous
    ordered = tuple(reversed(states))
    return tuple(
        _placed(pdf, state, before.end if before else 0)
        for before, state in zip((None, *ordered), ordered, strict=False)
    )


def _state(pdf: bytes, table: int) -> tuple[State, int | None]:
    """The state whose table stands there, and where the table of the one before stands."""
    objects, place = _objects(pdf, table)
    trailer = _TRAILER.match(pdf, place)
    if trailer is None or int(trailer[2]) != table:
        raise Unreadable("damaged")
    entries = trailer[1]
    if b"/Encrypt" in entries:
        raise Unreadable("encrypted")
    # `#` would spell a name in another way, and `%` hide one.
    if set(b"#%") & set(entries) or b"/XRefStm" in entries or entries.count(b"/Prev") > 1:
        raise Unreadable("damaged")
    size, previous = _SIZE.search(entries), _PREVIOUS.search(entries)
    if size is None or any(number >= int(size[1]) for number in objects):
        raise Unreadable("damaged")
    state = State(0, table, trailer.end(), int(size[1]), objects)
    return state, int(previous[1]) if previous else None


def _objects(pdf: bytes, table: int) -> tuple[dict[int, int], int]:
    """The objects a table lists, and where it ends."""
    head = _TABLE.match(pdf, table)
    if head is None:
        raise Unreadable("damaged")
    place = head.end()
    objects: dict[int, int] = {}
    while part := _PART.match(pdf, place):
        first, count = int(part[1]), int(part[2])
        place = part.end() + count * _ROW
        if len(objects) + count > _MOST_OBJECTS or place > len(pdf):
            raise Unreadable("damaged")
        for index in range(count):
            row = _ROWS.match(pdf, part.end() + index * _ROW)
            # Only the head of the list of free numbers is free: nothing gets deleted.
            if row is None or (row[3] == b"f") != (first + index == 0):
                raise Unreadable("damaged")
            if row[3] == b"n" and (row[2] != b"00000" or first + index in objects):
                raise Unreadable("damaged")
            if row[3] == b"n":
                objects[first + index] = int(row[1])
    return objects, place


def _placed(pdf: bytes, state: State, start: int) -> State:
    """The state, once its objects are seen to lie inside it, each where the one before ends."""
    opening = _GAP.match(pdf, start) if start else _HEAD.match(pdf)
    place = opening.end() if opening else -1
    for number, offset in sorted(state.objects.items(), key=lambda one: one[1]):
        head = _OBJECT.match(pdf, offset)
        if head is None or offset != place or int(head[1]) != number or int(head[2]) != 0:
            raise Unreadable("damaged")
        place = _after(pdf, head.end(), state.table)
    if place != state.table:
        raise Unreadable("damaged")
    return State(start, state.table, state.end, state.size, state.objects)


def _after(pdf: bytes, body: int, table: int) -> int:
    """Where the object whose body begins there is over; -1 where another hides inside."""
    closing = pdf.find(b"endobj", body, table)
    stream = _STREAM.search(pdf, body, closing if closing >= 0 else table)
    if stream is None:
        inside, end = pdf[body:closing], _END.match(pdf, closing) if closing >= 0 else None
    else:
        inside = pdf[body : stream.start()]
        lengths = _LENGTH.findall(inside)
        after = stream.end() + int(lengths[0]) if len(lengths) == 1 else len(pdf)
        end = _STREAM_END.match(pdf, after)
    hidden = _OBJECT.search(inside)
    return -1 if end is None or hidden or end.end() > table else end.end()
