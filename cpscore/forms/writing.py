"""A definition as YAML text that a person reads: short things on one line, comments behind them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from unicodedata import east_asian_width

from cpscore.forms.shapes import AnyText, ListOf, Record, Shape, Tagged
from cpscore.forms.tree import Node, Table, Text
from cpscore.forms.tree import Sequence as NodeList

LONGEST_LINE = 100
# Text that a reader of YAML would take for something else, or could not read, without quotes.
PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`~=<][^\n]*")
BREAKS_BLOCK = re.compile(r": |:$| #|^---|^\.\.\.|[\r\t\x85\u2028\u2029]")
BREAKS_FLOW = re.compile(r"[\[\]{},:]")
NOT_TEXT = re.compile(
    r"[-+.]?[0-9][0-9_.,eExXoO:+-]*|\.inf|\.nan|~|null|yes|no|true|false|on|off|y|n|<<|=",
    re.IGNORECASE,
)


class Bare(str):
    """A number, an id or a yes: no text, and written without quotes."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """A text with a comment for who reads the file."""

    value: str
    comment: str


Value: TypeAlias = "str | Noted | Sequence[Value] | Mapping[str, Value]"
Definition: TypeAlias = dict[str, Value]


def plain_tree(node: Node, shape: Shape | None) -> Value:
    """What was read by a shape, ready to be written again."""
    if isinstance(node, Table):
        return {name: plain_tree(one, _inside(shape, name)) for name, one in node.members.items()}
    if isinstance(node, NodeList):
        if isinstance(shape, Record) and shape.listed:
            shape = shape.keys[shape.listed].shape
        member = shape.member if isinstance(shape, ListOf) else None
        return [plain_tree(one, member) for one in node.members]
    text = node.text if isinstance(node, Text) else ""
    wordy = shape is None or isinstance(shape, AnyText | Record)
    return text if wordy else Bare(text)


def _inside(shape: Shape | None, name: str) -> Shape | None:
    """The shape of a member."""
    if isinstance(shape, Tagged):
        return shape.kinds.get(name)
    key = shape.keys.get(name) if isinstance(shape, Record) else None
    return key.shape if key else None


def write_yaml(definition: Mapping[str, Value], head: Sequence[str] = ()) -> str:
    """The YAML of a definition, comments at its head."""
    lines = [*(f"# {one_line(line)}" for line in head), *_mapping(definition, "")]
    return "\n".join(lines).rstrip("\n") + "\n"


def one_line(text: str) -> str:
    """A comment ends with its line."""
    return " ".join(text.split())


def scalar(text: str, *, flow: bool = False) -> str:
    """A text as YAML: quoted where it would not be read as it is."""
    safe = PLAIN.fullmatch(text) and text == text.strip()
    safe = safe and (isinstance(text, Bare) or not NOT_TEXT.fullmatch(text))
    if safe and not BREAKS_BLOCK.search(text) and not (flow and BREAKS_FLOW.search(text)):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub(
        "[\x7f-\x9f\u2028\u2029\ufeff]", lambda found: f"\\u{ord(found.group()):04x}", quoted
    )


def _flow(value: Value) -> str | None:
    """The value on one line; None where that is not possible."""
    if isinstance(value, str):
        return scalar(value, flow=True)
    if isinstance(value, Noted):
        return None
    if isinstance(value, Mapping):
        members = [(name, _flow(member)) for name, member in value.items()]
        if any(member is None for _, member in members):
            return None
        return "{" + ", ".join(f"{name}: {member}" for name, member in members) + "}"
    parts = [_flow(member) for member in value]
    return None if any(part is None for part in parts) else f"[{', '.join(map(str, parts))}]"


def _short(value: Value, room: int) -> str | None:
    """The value on one line where it is small: nothing nested in it, and it fits."""
    if isinstance(value, str | Noted):
        return None
    members = value.values() if isinstance(value, Mapping) else value
    nested = any(not isinstance(member, str) for member in members)
    flow = None if nested else _flow(value)
    return flow if flow is not None and width(flow) <= room else None


def width(text: str) -> int:
    """How wide a text is on a screen: Chinese takes two places."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _mapping(value: Mapping[str, Value], indent: str) -> Iterator[str]:
    for name, member in value.items():
        yield from _member(f"{indent}{name}:", member, indent)
        if not indent and not isinstance(member, str | Noted):
            yield ""


def _member(lead: str, member: Value, indent: str) -> Iterator[str]:
    comment = f"  # {one_line(member.comment)}" if isinstance(member, Noted) else ""
    member = member.value if isinstance(member, Noted) else member
    if isinstance(member, str):
        yield f"{lead} {scalar(member)}{comment}".rstrip()
        return
    short = _short(member, LONGEST_LINE - len(lead))
    if short is not None or not member:
        yield f"{lead} {short or ('{}' if isinstance(member, Mapping) else '[]')}{comment}"
    elif isinstance(member, Mapping):
        yield f"{lead}{comment}"
        yield from _mapping(member, f"{indent}  ")
    else:
        yield f"{lead}{comment}"
        yield from _list(member, f"{indent}  ")


def _list(value: Sequence[Value], indent: str) -> Iterator[str]:
    for member in value:
        short = _short(member, LONGEST_LINE - len(indent))
        if short is not None:
            yield f"{indent}- {short}"
        elif isinstance(member, Mapping) and member:
            first, *rest = _mapping(member, f"{indent}  ")
            yield f"{indent}- {first.lstrip()}"
            yield from rest
        else:
            yield from _member(f"{indent}-", member, indent)
