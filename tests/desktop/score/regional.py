"""A review on the forms other regions' kinds stand for, and somebody before a window on it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from cpscore.rules.review import Enterprise, Member, Review
from cpscore.workflow.desk import Desk
from cpscore.workflow.people import cards, unlock
from cpscore.workflow.prepare import Plan, new_review
from tests.desktop.conftest import PASSPHRASE

REGIONS = Path(__file__).parents[2] / "forms" / "regions"
YUNNAN, BEIJING = "example-yunnan", "example-beijing"


def install(desk: Desk) -> None:
    """Put the two forms among the user's own."""
    folder = desk.data / "forms"
    folder.mkdir(exist_ok=True)
    for name in ("yunnan", "beijing"):
        shutil.copy(REGIONS / f"{name}.yaml", folder / f"example-{name}.yaml")


def regional(desk: Desk, work: Mapping[str, tuple[str, ...]] | None = None) -> Review:
    """A review of 专家甲 and 专家乙, who leads; `work` are sections of Yunnan's kind by member."""
    install(desk)
    mine = {one.person.name: one for one in cards(desk)}
    members = tuple(
        Member(
            id,
            name,
            leader=id == "m2",
            certificate=mine[name].sha256,
            sections={YUNNAN: work[id]} if work and id in work else {},
        )
        for id, name in (("m1", "专家甲"), ("m2", "专家乙"))
    )
    enterprise = Enterprise("示例磷化工有限公司", ("其他",))
    plan = Plan("验收", enterprise, "2026-11-20", (YUNNAN, BEIJING), members)
    return new_review(desk, plan, unlock(desk, mine["专家乙"].sha256, PASSPHRASE))
