"""The canonical bytes of a thing: RFC 8785, so that one value has one hash wherever it is
computed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = "None | bool | int | str | Sequence[Json] | Mapping[str, Json]"


def canonical(value: Json) -> bytes:
    """A JSON value as RFC 8785 writes it: names sorted by UTF-16 code units, no white space, UTF-8.

    Our documents hold no floats (points are strings), so numbers are integers below 2**53.
    """
    return json.dumps(ordered(value), ensure_ascii=False, separators=(",", ":")).encode()


def ordered(value: Json) -> Json:
    """The value with the names of every object in RFC 8785 order."""
    if isinstance(value, Mapping):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return {name: ordered(value[name]) for name in names}
    if isinstance(value, str) or not isinstance(value, Sequence):
        return value
    return [ordered(member) for member in value]


def sha256(data: bytes) -> str:
    """SHA-256 in lower-case hex."""
    return hashlib.sha256(data).hexdigest()
