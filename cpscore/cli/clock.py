"""The clock and the ids of the command line, chosen once and handed to the steps."""

from __future__ import annotations

import uuid
from datetime import datetime

from cpscore.workflow.zone import CHINA


def now() -> datetime:
    """The laptop's clock, as all of China reads it."""
    return datetime.now(CHINA)


def fresh() -> str:
    """An id never used before."""
    return str(uuid.uuid4())
