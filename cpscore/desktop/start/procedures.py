"""Forms that belong together (程序), as the leader chooses them in one click."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from cpscore.rules.form import Form
from cpscore.rules.procedure import Procedure as Definition
from cpscore.workflow.prepare import shipped_procedures


@dataclass(frozen=True, slots=True)
class Procedure:
    """What is chosen: `stage` and the forms that go with it."""

    id: str
    title: str
    text: str
    stage: str
    forms: tuple[str, ...]


def procedures(offered: Sequence[Form]) -> tuple[Procedure, ...]:
    """The procedures all of whose forms are there."""
    titles = {form.id: form.title for form in offered}
    return tuple(
        Procedure(one.id, one.title, _text(one, titles), one.stage, one.forms)
        for one in _known()
        if titles.keys() >= set(one.forms)
    )


def procedure_name(forms: Collection[str], stage: str) -> str:
    """What a review with these forms is called in a list: the procedure, else its stage."""
    return next((one.title for one in _known() if set(one.forms) == set(forms)), stage)


def _text(one: Definition, titles: dict[str, str]) -> str:
    """The forms in a line."""
    return "，".join(titles[id] for id in one.forms)


@cache
def _known() -> tuple[Definition, ...]:
    return shipped_procedures()
