"""Not signing, with a reason in words (拒绝签名), or only with one's own words (保留意见)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Declining(StrEnum):
    """What a member does instead of signing the opinion as it was laid out."""

    REFUSE = "refuse"
    RESERVE = "reserve"


@dataclass(frozen=True, slots=True)
class Reply:
    """A member's words about an edition, as they travel to the leader.

    `file` is the SHA-256 of the opinion they had before them, `at` their own machine's time.
    """

    review: str
    edition: int
    file: str
    member: str
    how: Declining
    text: str
    at: str
    program: str
