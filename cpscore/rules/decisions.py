"""What the panel decided and the leader recorded: the values, and reading them from a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from cpscore.rules.answers_reading import read_score
from cpscore.rules.form import Form, Item, MergeRule
from cpscore.rules.ijson import Tree
from cpscore.rules.problem import Problem, pointer
from cpscore.rules.reading import TreeReader


@dataclass(frozen=True, slots=True)
class VetoDecision:
    """The panel's decision on a contested veto, and why."""

    sustained: bool
    reason: str


@dataclass(frozen=True, slots=True)
class AgreedScore:
    """The score the panel agreed on (讨论一致), and why."""

    points: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class AgreedConclusion:
    """The conclusion the panel agreed on, where members chose differently, and why."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the panel decided and the leader recorded."""

    vetoes: Mapping[str, VetoDecision] = field(default_factory=dict)
    agreed_scores: Mapping[str, AgreedScore] = field(default_factory=dict)
    conclusion: AgreedConclusion | None = None


def read_decisions(form: Form, tree: Tree) -> tuple[Decisions, tuple[Problem, ...]]:
    """The panel's decisions, with every problem.

    Whether a veto is contested is seen in the merge.
    """
    reader = _Decisions(form)
    decisions = reader.read(tree)
    return decisions, tuple(reader.problems)


class _Decisions(TreeReader):
    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form

    def read(self, tree: Tree) -> Decisions:
        top = self.members(tree, "", {"vetoes": False, "agreed_scores": False, "conclusion": False})
        vetoes = {veto.id: False for veto in self.form.vetoes}
        items = {item.id: item for item in self.form.items}
        given = self.members(top.get("vetoes", {}), "/vetoes", vetoes)
        agreed = self.members(
            top.get("agreed_scores", {}), "/agreed_scores", dict.fromkeys(items, False)
        )
        decided = {id: self.veto(one, pointer("/vetoes", id)) for id, one in given.items()}
        scores = {id: self.score(items[id], one) for id, one in agreed.items()}
        return Decisions(
            {id: one for id, one in decided.items() if one},
            {id: one for id, one in scores.items() if one},
            self.conclusion(top["conclusion"]) if "conclusion" in top else None,
        )

    def veto(self, tree: Tree, path: str) -> VetoDecision | None:
        members = self.members(tree, path, {"sustained": True, "reason": True})
        sustained, reason = members.get("sustained", False), self.text(members, "reason", path)
        if not isinstance(sustained, bool):
            self.report("wrong-type", pointer(path, "sustained"), expected="boolean")
            return None
        return VetoDecision(sustained, reason)

    def score(self, item: Item, tree: Tree) -> AgreedScore | None:
        path = pointer("/agreed_scores", item.id)
        if self.form.panel.rule is not MergeRule.AGREED:
            self.report("not-asked", path, why="agreed")
            return None
        members = self.members(tree, path, {"points": True, "reason": True})
        reason = self.text(members, "reason", path)
        if "points" not in members:
            return None
        points, problem = read_score(item, members["points"], pointer(path, "points"))
        if problem:
            self.problems.append(problem)
        return None if points is None else AgreedScore(points, reason)

    def conclusion(self, tree: Tree) -> AgreedConclusion | None:
        if not self.form.conclusions:
            self.report("not-asked", "/conclusion", why="conclusion")
            return None
        members = self.members(tree, "/conclusion", {"id": True, "reason": True})
        reason = self.text(members, "reason", "/conclusion")
        known = {one.id for one in self.form.conclusions}
        id = members.get("id", "")
        if not isinstance(id, str):
            self.report("wrong-type", "/conclusion/id", expected="string")
        elif "id" in members and id not in known:
            self.report("unknown-id", "/conclusion/id", name=id)
        return AgreedConclusion(id, reason) if isinstance(id, str) and id in known else None
