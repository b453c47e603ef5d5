"""All reviews at a glance: what was seen once is remembered until its journal grows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from time import monotonic
from typing import TYPE_CHECKING

from cpscore import __version__
from cpscore.desktop.start.archive_model import Filed
from cpscore.desktop.start.overview import Overview, overview

if TYPE_CHECKING:
    from cpscore.workflow.desk import Desk
    from cpscore.workflow.people import Card

SETTING = "window.glance"


@dataclass(frozen=True, slots=True)
class Line:
    """A review as the archive shows it; `head` is the last entry that was seen of it."""

    head: int
    open: bool
    handed_in: bool
    filed: Filed


class Glance:
    """A merge of every review would take seconds: only what has changed since is looked at."""

    def __init__(self, desk: Desk, card: Card | None) -> None:
        self.desk, self.card = desk, card
        heads = desk.store.heads()
        kept = self._kept()
        self.seen = {id: kept[id] for id in heads if id in kept and kept[id].head == heads[id]}
        # The one that somebody worked on last comes first.
        self.waiting = sorted(heads.keys() - self.seen.keys(), key=lambda id: heads[id])
        self.heads = heads
        self.fresh: dict[str, Overview] = {}

    def look(self, seconds: float) -> None:
        """Look at waiting reviews, at least one, for about so long."""
        until = monotonic() + seconds
        while self.waiting:
            id = self.waiting.pop()
            one = self.fresh[id] = overview(self.desk, id, self.card)
            self.seen[id] = Line(self.heads[id], one.open, one.handed_in, one.filed)
            if monotonic() > until:
                return

    @property
    def lines(self) -> tuple[Line, ...]:
        """The reviews looked at so far, the latest first."""
        order = {id: at for at, id in enumerate(self.heads)}
        found = sorted(self.seen.values(), key=lambda one: order[one.filed.review_id])
        return tuple(sorted(found, key=lambda one: one.filed.date, reverse=True))

    @property
    def current(self) -> Overview | None:
        """The latest review in which there is something to do."""
        return self._overview(next((one for one in self.lines if one.open), None))

    @property
    def handed_in(self) -> Overview | None:
        """The latest review in which the person at the window has submitted everything."""
        return self._overview(next((one for one in self.lines if one.handed_in), None))

    def _overview(self, line: Line | None) -> Overview | None:
        if line is None:
            return None
        id = line.filed.review_id
        return self.fresh.get(id) or overview(self.desk, id, self.card)

    # Remembering ---------------------------------------------------------------------------------

    @property
    def _setting(self) -> str:
        """Each person remembers their own: at one laptop people change seats all day."""
        whose = self.card.sha256[:16] if self.card else "nobody"
        return f"{SETTING}.{whose}.{self.desk.language}"

    def keep(self) -> None:
        """Remember what was looked at, where anything was."""
        if self.fresh:
            lines = {id: asdict(line) for id, line in self.seen.items()}
            document = {"program": __version__, "lines": lines}
            self.desk.store.set_setting(self._setting, json.dumps(document))

    def _kept(self) -> Mapping[str, Line]:
        text = self.desk.store.setting(self._setting)
        document = json.loads(text) if text else {}
        if document.get("program") != __version__:  # another one may see other things
            return {}
        return {
            id: Line(**{**line, "filed": Filed(**line["filed"])})
            for id, line in document["lines"].items()
        }
