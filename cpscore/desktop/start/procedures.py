"""Forms that belong together (程序), by the names they have in lists."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

from cpscore.rules.form import Form
from cpscore.rules.procedure import Procedure
from cpscore.workflow.prepare import shipped_procedures


def procedure_name(forms: Collection[str], stage: str) -> str:
    """What a review with these forms is called in a list: the procedure, else its stage."""
    return next((one.title for one in _known() if set(one.forms) == set(forms)), stage)


def forms_line(one: Procedure, forms: Mapping[str, Form]) -> str:
    """The forms of a procedure in a line."""
    return "，".join(forms[id].title for id in one.forms)


@cache
def _known() -> tuple[Procedure, ...]:
    return shipped_procedures()
