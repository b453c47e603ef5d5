"""The clock and the ids of the command line, chosen once and handed to the steps."""

from __future__ import annotations

import uuid
from datetime import datetime


def now() -> datetime:
    """The laptop's clock, with its offset."""
    return datetime.now().astimezone()


def fresh() -> str:
    """An id never used before."""
    return str(uuid.uuid4())
