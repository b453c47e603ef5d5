"""Which members' answers count, and why the others do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from cpscore.rules.answers import Answers
from cpscore.rules.answers_reading import read_answers, read_expert
from cpscore.rules.form import Form
from cpscore.rules.ijson import Tree
from cpscore.rules.panel_result import MemberResult
from cpscore.rules.problem import Problem
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
