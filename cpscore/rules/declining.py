"""Not signing, with a reason in words (拒绝签名), or only with one's own words (保留意见)."""

from enum import StrEnum


class Declining(StrEnum):
    """What a member does instead of signing the opinion as it was laid out."""

    REFUSE = "refuse"
    RESERVE = "reserve"
