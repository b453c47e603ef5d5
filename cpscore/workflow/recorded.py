"""Who recorded what the panel agreed on, and when: read from the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cpscore.workflow.desk import Desk
from cpscore.workflow.prepare import text

CONCLUSION = "conclusion"


@dataclass(frozen=True, slots=True)
class Recorded:
    """Who recorded a decision, and when."""

    by: str
    at: str


def records(desk: Desk, review_id: str, form_id: str) -> Mapping[str, Recorded]:
    """Who recorded what the panel agreed on, by the keys of the cards: the last one counts."""
    found: dict[str, Recorded] = {}
    for entry in desk.store.entries(review_id, ("score-agreed", "conclusion-agreed")):
        if text(entry.body, "form") == form_id:
            score = entry.kind == "score-agreed"
            key = score_key(text(entry.body, "item")) if score else CONCLUSION
            found[key] = Recorded(entry.by, entry.at)
    return found


def score_key(item_id: str) -> str:
    """The key of an item's card."""
    return f"score/{item_id}"
