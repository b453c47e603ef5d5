"""Which members' answers count, and why the others do not; decisions read from a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from cpscore.rules.answers import Answers
from cpscore.rules.answers_reading import read_answers, read_expert, read_score
from cpscore.rules.form import Form, Item, MergeRule
from cpscore.rules.ijson import Tree
from cpscore.rules.merging import (
    AgreedConclusion,
    AgreedScore,
    Decisions,
    MemberResult,
    VetoDecision,
)
from cpscore.rules.problem import Problem, pointer
from cpscore.rules.scoring import ScoreResult, score


@dataclass(frozen=True, slots=True)
class Submission:
    """One file given to a merge: whose it is as far as can be told, its answers or its problems."""

    file: str
    expert: str | None
    answers: Answers | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file that does not count, with the code of the reason and every problem found in it."""

    file: str
    code: str
    expert: str | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Sorted:
    """The files of a panel, sorted into those that count and those that do not."""

    counted: tuple[Answers, ...]
    rejected: tuple[Rejected, ...]
    members: tuple[MemberResult, ...]


def read_submission(form: Form, file: str, tree: Tree, found: Iterable[Problem]) -> Submission:
    """One member's file, read; problems found while parsing it come first."""
    parsing = tuple(found)
    if any(problem.code == "unreadable" for problem in parsing):
        return Submission(file, None, None, tuple(problem.inside(file) for problem in parsing))
    answers, problems = read_answers(form, tree)
    every = tuple(problem.inside(file) for problem in (*parsing, *problems))
    return Submission(file, read_expert(tree), None if every else answers, every)


def sort_submissions(form: Form, submissions: Iterable[Submission]) -> Sorted:
    """Who counts: complete answers of an expert who stands there once.

    Two files of one name are both out, whatever else is wrong with either: which of them holds
    is the panel's to say, not ours.
    """
    given = tuple(submissions)
    names = Counter(one.expert for one in given if one.expert)
    counted: list[Answers] = []
    rejected: list[Rejected] = []
    members: list[MemberResult] = []
    for one in given:
        result = score(form, one.answers) if one.answers else None
        out = _rejection(one, result, names)
        if out:
            rejected.append(out)
        elif one.answers:
            counted.append(one.answers)
        if one.expert:
            members.append(MemberResult(one.expert, _total(result), out is None))
    return Sorted(tuple(counted), tuple(rejected), tuple(members))


def _total(result: ScoreResult | None) -> Fraction | None:
    return result.points.total if result and result.points else None


def _rejection(
    one: Submission, result: ScoreResult | None, names: Mapping[str, int]
) -> Rejected | None:
    missing = result.missing if result else ()
    still = {"open": len(missing)}
    open_ones = (Problem("incomplete", path, still, one.file) for path in missing)
    problems = (*one.problems, *open_ones)
    if one.expert and names[one.expert] > 1:
        twice = Problem("duplicate-expert", "/expert", {"expert": one.expert}, one.file)
        return Rejected(one.file, "duplicate-expert", one.expert, (twice, *problems))
    if problems:
        return Rejected(one.file, problems[0].code, one.expert, problems)
    return None


# Decisions -------------------------------------------------------------------------------------


def read_decisions(form: Form, tree: Tree) -> tuple[Decisions, tuple[Problem, ...]]:
    """The panel's decisions, with every problem.

    Whether a veto is contested is seen in the merge.
    """
    reader = _Decisions(form)
    decisions = reader.read(tree)
    return decisions, tuple(reader.problems)


class _Decisions:
    def __init__(self, form: Form) -> None:
        self.form = form
        self.problems: list[Problem] = []

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

    def report(self, code: str, path: str, **values: object) -> None:
        self.problems.append(Problem(code, path, values))

    def members(self, tree: Tree, path: str, known: Mapping[str, bool]) -> dict[str, Tree]:
        if not isinstance(tree, dict):
            self.report("wrong-type", path, expected="object")
            return {}
        for name in tree:
            if name not in known:
                self.report("unknown-id", pointer(path, name), name=name)
        for name, needed in known.items():
            if needed and name not in tree:
                self.report("missing-key", pointer(path, name), name=name)
        return {name: one for name, one in tree.items() if name in known}

    def text(self, members: Mapping[str, Tree], name: str, path: str) -> str:
        """Text that must not be blank; an absent one was reported already."""
        text = members.get(name, "-")
        if not isinstance(text, str) or not text.strip():
            self.report("wrong-type", pointer(path, name), expected="text")
            return ""
        return text.strip()

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
