"""Forms that belong together (程序), as the leader chooses them in one click."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cpscore.desktop.texts import tr
from cpscore.rules.form import Form


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
    there = {form.id for form in offered}
    return tuple(one for one in _known() if there.issuperset(one.forms))


def procedure_name(forms: Collection[str], stage: str) -> str:
    """What a review with these forms is called in a list: the procedure, else its stage."""
    return next((one.title for one in _known() if set(one.forms) == set(forms)), stage)


def _known() -> tuple[Procedure, ...]:
    return (
        Procedure(
            "hebei-acceptance",
            tr("河北 · 验收"),
            tr("附录G 验收评分表，附录H 验收意见"),
            "验收",
            ("hebei-g", "hebei-h"),
        ),
        Procedure(
            "hebei-evaluation",
            tr("河北 · 评估"),
            tr("附录C 评估评分表，附录E 咨询机构评价表，附录D 技术审查意见"),
            "评估",
            ("hebei-c", "hebei-e", "hebei-d"),
        ),
    )
