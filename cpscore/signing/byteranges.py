"""Which bytes a signature in a PDF spans: all of the file so far, but for its own digits."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import pairwise

from asn1crypto import parser

from cpscore.signing.revisions import State

_CLAIM = re.compile(
    rb"/ByteRange\s{0,4}\[\s{0,4}0\s{1,4}\d{1,10}\s{1,4}(\d{1,10})\s{1,4}(\d{1,10})"
)
_CONTENTS = b"/Contents "


@dataclass(frozen=True, slots=True)
class Span:
    """The SHA-256 of what is signed, and the signature (CMS, DER) left out of it."""

    digest: bytes
    signature: bytes


def span(pdf: bytes, state: State, place: int, numbers: object, contents: object) -> Span | None:
    """What the signature object at offset `place`, saved with this state, signs; None on any trick.

    It spans the file from its first byte to the end of the state, and the gap holds exactly the
    object's `contents`, in the digits we write: upper case, then zeros.
    """
    match numbers:
        case [0, int(first), int(second), int(rest)] if second + rest == state.end:
            pass
        case _:
            return None
    if not place < first < second - 2 or _after(state, place) < second:
        return None
    if pdf[first - len(_CONTENTS) : first + 1] != _CONTENTS + b"<" or pdf[second - 1] != ord(">"):
        return None
    if not isinstance(contents, bytes) or pdf[first + 1 : second - 1] != _digits(contents):
        return None
    length = parser.peek(contents)
    if contents[length:].strip(b"\0"):
        return None
    view = memoryview(pdf)
    digest = hashlib.sha256(view[:first])
    digest.update(view[second : state.end])
    return Span(digest.digest(), contents[:length])


def claimed_ends(pdf: bytes, most: int = 16) -> list[int]:
    """Where signatures claim to end, short of the end of the file; the latest first."""
    ends = {int(claim[1]) + int(claim[2]) for claim in _CLAIM.finditer(pdf)}
    return sorted((end for end in ends if end < len(pdf)), reverse=True)[:most]


def _after(state: State, place: int) -> int:
    """Where the object after the one at this offset begins, or the table."""
    offsets = sorted({place, *state.objects.values(), state.table})
    return next(after for before, after in pairwise(offsets) if before == place)


def _digits(contents: bytes) -> bytes:
    """The bytes in hex, as we write them."""
    return contents.hex().upper().encode()
