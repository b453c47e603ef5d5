"""The fields of a form, and what may be written in them: days and numbers as they are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

DAY = re.compile(r"\s*(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?\s*", re.ASCII)
NUMBER = re.compile(r"\s*(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)\s*")
FULL_WIDTH = str.maketrans("０１２３４５６７８９．／－", "0123456789./-")


class FieldType(StrEnum):
    """What a field holds."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    DATE = "date"
    NUMBER = "number"
    YES_NO = "yes-no"
    CHOICE = "choice"
    TICKS = "ticks"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Option:
    """One box that may be ticked, or a row or column of a table; `group` is what heads several."""

    id: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A place of the form to fill in.

    Tables have `columns` to fill in, and may have fixed `rows`, whose groups and labels stand under
    `heads`, or rows to add. `foot` is printed below what is written: who signs, a seal, a date.
    """

    id: str
    label: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    options: tuple[Option, ...] = ()
    columns: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    heads: tuple[str, ...] = ()
    foot: str = ""


def day_of(text: str) -> str | None:
    """2026.11.20 or 2026年11月20日 as 2026-11-20; None where it is no day."""
    found = DAY.fullmatch(text.translate(FULL_WIDTH))
    if found is None:
        return None
    try:
        return date(*map(int, found.groups())).isoformat()
    except ValueError:
        return None


def number_of(text: str) -> str | None:
    """１２．５ as 12.5; None where it is no number."""
    found = NUMBER.fullmatch(text.translate(FULL_WIDTH))
    return found[1] if found else None


def keeps(type: FieldType, text: str) -> bool:
    """Whether a text can be kept in a field of this type, written as it is; nothing always can."""
    match type:
        case FieldType.DATE:
            return not text or day_of(text) == text
        case FieldType.NUMBER:
            return not text or number_of(text) == text
        case _:
            return True
