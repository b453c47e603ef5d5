"""Make the archive of a release: python -m tests.workflow.make_archive FILE.xz (once, then never).

A small panel with small forms, so that it may lie here for good: two ballots, a contested veto
that was decided, an opinion that was voided once.
"""

from __future__ import annotations

import lzma
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from cpscore.rules.answers import Whole
from cpscore.rules.form import Answer
from cpscore.rules.points import read_points
from cpscore.rules.review import Enterprise, Member
from cpscore.signing.findings import Person
from cpscore.signing.identity import Identity
from cpscore.workflow.collect import take_in
from cpscore.workflow.demo import ink_of
from cpscore.workflow.desk import Desk, open_desk
from cpscore.workflow.issue import issue
from cpscore.workflow.opinion import close_opinion, finalise, sign_opinion, void_opinion, write_text
from cpscore.workflow.paper import enter, paper
from cpscore.workflow.people import create_card, unlock
from cpscore.workflow.prepare import Plan, new_review
from cpscore.workflow.settle import decide_veto
from cpscore.workflow.submit import submit

FORM = """
id: small
version: "1"
title: 小表
status: provisional
issuer: 示例
source: {document: 示例, article: 一}
stage: 验收
total: 10
sections:
  - items:
      - {id: a, max: 10, step: "0.5", title: 一项}
vetoes:
  - {id: v, text: 否决, fails: yes}
grades:
  - {id: pass, label: 合格, range: x >= 6}
  - {id: fail, label: 不合格, range: x < 6}
panel: {minimum: 2, rule: mean}
"""
OPINION = """
id: small-opinion
version: "1"
title: 意见
status: provisional
issuer: 示例
source: {document: 示例, article: 一}
stage: 验收
opinion:
  - title: 一、意见
    paragraphs:
      - {number: "1", text: 结论。, fill: conclusion}
"""
MORNING = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=8)))


def main(target: str) -> None:
    with TemporaryDirectory() as name:
        archive = archived(Path(name))
        packed = lzma.compress(archive.read_bytes(), preset=9 | lzma.PRESET_EXTREME)
        Path(target).write_bytes(packed)


def archived(folder: Path) -> Path:
    """The archive of the whole review, everything else beside it in the folder."""
    ticks, numbers = count(), count(1)
    forms = folder / "data" / "forms"
    forms.mkdir(parents=True)
    (forms / "small.yaml").write_text(FORM, encoding="utf-8")
    (forms / "small-opinion.yaml").write_text(OPINION, encoding="utf-8")
    desk = open_desk(
        folder / "data",
        now=lambda: MORNING + timedelta(seconds=next(ticks)),
        fresh=lambda: f"{next(numbers):032x}",
    )
    try:
        review(desk, folder)
    finally:
        desk.close()
    [archive] = folder.glob("*.cpsarchive")
    return archive


def review(desk: Desk, folder: Path) -> None:
    """The whole review, its files in the folder."""
    keys = dict(identities(desk))
    members = tuple(
        Member(id, key.person.name, leader=id == "m1", certificate=key.sha256)
        for id, key in keys.items()
    )
    plan = Plan("验收", Enterprise("甲", ()), "2026-11-20", ("small", "small-opinion"), members)
    id = new_review(desk, plan, keys["m1"]).id
    for member, points, answer in (("m1", "9", Answer.NO), ("m2", "8", Answer.YES)):
        one = paper(desk, id, "small", member)
        given = read_points(points)
        assert given is not None
        one = enter(desk, one, one.draft.answers.with_score("a", Whole(given)))
        one = enter(desk, one, one.draft.answers.with_part("v", "a", answer))
        if answer is Answer.YES:
            one = enter(desk, one, one.draft.answers.with_reason("v", "有"))
        _, receipt = submit(desk, one, keys[member], ink_of(member), folder)
        assert receipt.path is not None
        take_in(desk, id, receipt.path)
    decide_veto(desk, id, "small", "v", False, "已核对", by=keys["m1"].person.name)
    for edition in ("一", "二"):
        write_text(desk, id, "1.1", edition)
        finalise(desk, id, tuple(keys), {})
        for member, key in keys.items():
            sign_opinion(desk, id, member, key, ink_of(member))
        if edition == "一":
            void_opinion(desk, id, "有误")
    close_opinion(desk, id, keys["m1"])
    issue(desk, id, keys["m1"], folder)


def identities(desk: Desk) -> Iterator[tuple[str, Identity]]:
    """Two keys that only exist for this."""
    for id, name in (("m1", "甲"), ("m2", "乙")):
        card = create_card(desk, Person(name), "sample passphrase")
        yield id, unlock(desk, card.sha256, "sample passphrase")


if __name__ == "__main__":
    main(sys.argv[1])
