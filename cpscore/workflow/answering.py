"""A whole paper from a file: what `ANSWERS.json` says, entered one edit after the other."""

from __future__ import annotations

from cpscore.rules.answers import Answers, expert_name
from cpscore.rules.answers_reading import read_answers
from cpscore.rules.ijson import Tree
from cpscore.rules.problem import Problem, Unacceptable
from cpscore.workflow.desk import Desk
from cpscore.workflow.paper import Locked, Paper, enter


def answer(desk: Desk, one: Paper, tree: Tree) -> Paper:
    """The paper with exactly these answers, all of them or none. Raises Unacceptable, Locked.

    Expert, categories and sections may be left out: the package says them.
    """
    answers = _read(one, tree)
    if one.submitted:
        raise Locked
    with desk.store.together():
        while (entered := enter(desk, one, answers)) is not one:
            one = entered
    return one


def _read(one: Paper, tree: Tree) -> Answers:
    known: dict[str, Tree] = {"expert": one.member.name}
    if one.review.enterprise.categories:
        known["enterprise"] = {"categories": [*one.review.enterprise.categories]}
    if one.draft.answers.sections is not None:
        known["sections"] = [*one.draft.answers.sections]
    answers, problems = read_answers(
        one.form, {**known, **tree} if isinstance(tree, dict) else tree
    )
    found = [*problems]
    if answers is not None:
        found += _strange(one, answers)
    if found or answers is None:
        raise Unacceptable(found)
    return answers


def _strange(one: Paper, answers: Answers) -> list[Problem]:
    """What the roster and the review say otherwise."""
    found = []
    mine, expert = one.draft.answers, expert_name(one.member.name)
    if answers.expert != expert:
        names = {"found": answers.expert, "expert": expert}
        found.append(Problem("other-expert", "/expert", names))
    for path, given, here in (
        ("/enterprise/categories", answers.categories, mine.categories),
        ("/sections", answers.sections or (), mine.sections or ()),
    ):
        if given != here:
            found.append(Problem("other-than-package", path, {"here": here or ("—",)}))
    return found
