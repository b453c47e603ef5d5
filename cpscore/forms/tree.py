"""YAML as a tree of texts with their places; nothing is guessed from how a word looks.

A plain `no`, `1.0` or `2025-04-27` stays the text it is: the definition language decides what it
means. What could surprise (anchors, aliases, tags, merge keys, several documents) is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

import yaml

from cpscore.rules.problem import Problem, pointer

MOST_BYTES = 1024 * 1024
MOST_DEPTH = 24
# Control characters, surrogates, noncharacters: no official text has them, JSON or PDF may not.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufdd0-\ufdef\ufffe\uffff]"
)
Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# What is found open further down, and is wrong where it begins: a quote, a key without its colon.
BEGUN = {"while scanning a quoted scalar", "while scanning a simple key"}
Report: TypeAlias = Callable[[Problem], None]


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar: its text, whatever it looks like."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    members: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Table:
    """Names and values; of a repeated name the first stays."""

    members: Mapping[str, Node]
    keys: Mapping[str, Text]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Something already reported; nobody should complain of it twice."""

    line: int
    column: int


Node: TypeAlias = "Text | Sequence | Table | Refused"


@dataclass(slots=True)
class _Open:
    """A collection still being read: `key` is the name whose value comes next."""

    path: str
    line: int
    column: int
    is_mapping: bool
    members: list[Node] = field(default_factory=list)
    named: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Text] = field(default_factory=dict)
    key: Text | Refused | None = None

    def place(self) -> str:
        """Where the next value stands."""
        if not self.is_mapping:
            return pointer(self.path, len(self.members))
        return pointer(self.path, self.key.text) if isinstance(self.key, Text) else self.path

    def add(self, node: Node, report: Report) -> None:
        """Take the next value in."""
        if not self.is_mapping:
            self.members.append(node)
            return
        if isinstance(self.key, Text):
            name = self.key.text
            if name in self.named:
                place = pointer(self.path, name)
                report(at(Problem("duplicate-key", place, {"name": name}), self.key))
            else:
                self.named[name], self.keys[name] = node, self.key
        self.key = None

    def closed(self) -> Node:
        """The finished collection."""
        if self.is_mapping:
            named, keys = MappingProxyType(self.named), MappingProxyType(self.keys)
            return Table(named, keys, self.line, self.column)
        return Sequence(tuple(self.members), self.line, self.column)


class _Stop(Exception):
    """The file cannot be read any further."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def at(problem: Problem, node: Node) -> Problem:
    """The problem, at the place of a node."""
    return Problem(problem.code, problem.path, problem.values, problem.file, node.line, node.column)


def read_tree(data: bytes, report: Report) -> Node | None:
    """The tree in the bytes of a YAML file; None when it cannot be read at all.

    Reports `too-large-form`, `not-utf8`, `empty-form`, `bad-character`, `too-deep`,
    `duplicate-key`, `yaml-syntax`, `yaml-tab`, `yaml-anchor`, `yaml-alias`, `yaml-tag`,
    `yaml-merge`, `yaml-key`, `yaml-documents`; lines and columns count from 1.
    """
    try:
        return _build(_events(_decoded(data)), report)
    except _Stop as stop:
        report(stop.problem)
        return None


def _decoded(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise _Stop(Problem("too-large-form", "", {"most": MOST_BYTES}, line=1, column=1))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _Stop(Problem("not-utf8", line=line, column=1)) from None
    found = FORBIDDEN.search(text)
    if found:
        before = text[: found.start()]
        line, column = before.count("\n") + 1, found.start() - before.rfind("\n")
        values = {"character": f"U+{ord(found.group()):04X}"}
        raise _Stop(Problem("bad-character", "", values, line=line, column=column))
    return text


def _events(text: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        begun = error.context in BEGUN and error.context_mark
        mark = begun or error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        raise _Stop(_syntax(text, line, column)) from None
    except yaml.YAMLError:
        raise _Stop(Problem("yaml-syntax", line=1, column=1)) from None


def _syntax(text: str, line: int, column: int) -> Problem:
    lines = text.split("\n", line + 1)
    indent = re.match(r"[ \t]*", lines[line] if line < len(lines) else "")
    code = "yaml-tab" if indent and "\t" in indent.group() else "yaml-syntax"
    return Problem(code, line=line + 1, column=column + 1)


def _build(events: Iterator[yaml.Event], report: Report) -> Node:
    root: Node | None = None
    stack: list[_Open] = []
    documents = 0
    for event in events:
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        node: Node | None = None
        match event:
            case yaml.DocumentStartEvent():
                documents += 1
                if documents > 1:
                    raise _Stop(Problem("yaml-documents", line=line, column=column))
            case yaml.CollectionStartEvent():
                _start(event, stack, line, column, report)
            case yaml.CollectionEndEvent():
                node = stack.pop().closed()
            case yaml.AliasEvent() | yaml.ScalarEvent():
                node = _leaf(event, stack, line, column, report)
            case _:
                pass
        if node is None:
            continue
        if stack:
            stack[-1].add(node, report)
        else:
            root = node
    if root is None or (isinstance(root, Text) and not root.text):
        raise _Stop(Problem("empty-form", line=1, column=1))
    return root


def _start(
    event: yaml.CollectionStartEvent, stack: list[_Open], line: int, column: int, report: Report
) -> None:
    place = stack[-1].place() if stack else ""
    if stack and stack[-1].is_mapping and stack[-1].key is None:
        raise _Stop(Problem("yaml-key", stack[-1].path, line=line, column=column))
    if len(stack) >= MOST_DEPTH:
        raise _Stop(Problem("too-deep", place, {"most": MOST_DEPTH}, line=line, column=column))
    _refuse(event, place, line, column, report)
    stack.append(_Open(place, line, column, isinstance(event, yaml.MappingStartEvent)))


def _leaf(
    event: yaml.AliasEvent | yaml.ScalarEvent,
    stack: list[_Open],
    line: int,
    column: int,
    report: Report,
) -> Node | None:
    """A value; None for a name, which waits for its value."""
    top = stack[-1] if stack else None
    if top and top.is_mapping and top.key is None:
        top.key = _name(event, top.path, line, column, report)
        return None
    place = top.place() if top else ""
    if isinstance(event, yaml.AliasEvent):
        report(Problem("yaml-alias", place, line=line, column=column))
        return Refused(line, column)
    _refuse(event, place, line, column, report)
    return _text(event, place, line, column, report)


def _name(
    event: yaml.AliasEvent | yaml.ScalarEvent, path: str, line: int, column: int, report: Report
) -> Text | Refused:
    if isinstance(event, yaml.AliasEvent):
        raise _Stop(Problem("yaml-key", path, line=line, column=column))
    _refuse(event, path, line, column, report)
    if event.value == "<<" and event.implicit[0]:
        report(Problem("yaml-merge", path, line=line, column=column))
        return Refused(line, column)
    return _text(event, path, line, column, report)


def _text(
    event: yaml.ScalarEvent, place: str, line: int, column: int, report: Report
) -> Text | Refused:
    # An escape inside double quotes can bring in what the file itself may not hold.
    found = FORBIDDEN.search(event.value)
    if found:
        values = {"character": f"U+{ord(found.group()):04X}"}
        report(Problem("bad-character", place, values, line=line, column=column))
        return Refused(line, column)
    return Text(event.value, line, column)


def _refuse(event: yaml.NodeEvent, place: str, line: int, column: int, report: Report) -> None:
    if event.anchor is not None:
        report(Problem("yaml-anchor", place, line=line, column=column))
    if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None:
        report(Problem("yaml-tag", place, line=line, column=column))
