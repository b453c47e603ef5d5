"""What may be written in a field: days and numbers, however they were typed, as they are kept."""

from __future__ import annotations

import re
from datetime import date

from cpscore.rules.form import FieldType

DAY = re.compile(r"\s*(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?\s*", re.ASCII)
NUMBER = re.compile(r"\s*(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)\s*")
FULL_WIDTH = str.maketrans("０１２３４５６７８９．／－", "0123456789./-")


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
