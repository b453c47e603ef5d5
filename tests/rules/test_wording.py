"""Whatever the core finds, there is a sentence for it in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings

from cpscore.messages import LANGUAGES, say
from cpscore.rules.answers import Answers
from cpscore.rules.answers_reading import read_answers
from cpscore.rules.canonical import Json
from cpscore.rules.decisions import read_decisions
from cpscore.rules.draft import tree_of
from cpscore.rules.form import Form, MergeRule
from cpscore.rules.ijson import read
from cpscore.rules.merging import Decisions, VetoDecision, decision_problems
from cpscore.rules.panel import read_submission, sort_submissions
from cpscore.rules.problem import Problem, Remark
from cpscore.rules.review import read_review
from cpscore.rules.scoring import score
from tests.rules import test_answers, test_merging, test_panel, test_review
from tests.rules.samples import (
    BARE,
    CHOSEN,
    PLAIN,
    REBASED,
    RICH,
    by,
    merged,
    plainly,
    totals,
    whole,
)


def worded(found: Iterable[Problem | Remark]) -> int:
    """Every finding said in every language; how many there were."""
    given = tuple(found)
    for one in given:
        path = {"path": one.path} if isinstance(one, Problem) else {}
        for language in LANGUAGES:
            assert say(one.code, {**path, **one.values}, language).strip()
    return len(given)


BAD_ANSWERS: list[tuple[Form, Json]] = [
    *((of, {"scores": scores}) for of, scores, _ in test_answers.SCORES),
    *(
        (PLAIN, {"enterprise": {"categories": [category]}, "vetoes": vetoes})
        for category, vetoes, _ in test_answers.VETOES
    ),
    *((PLAIN, changes) for changes, _ in test_answers.TOPS),
    *((CHOSEN, {"fields": fields}) for fields, _ in test_answers.FIELDS),
    (PLAIN, []),
]  # type: ignore[list-item]


def test_every_bad_answer_has_its_sentence() -> None:
    for of, document in BAD_ANSWERS:
        whole_one = (
            {**test_answers.PLAIN_JSON, **document} if isinstance(document, dict) else document
        )
        tree, _ = read(json.dumps(whole_one).encode())
        assert worded(read_answers(of, tree)[1])


@pytest.mark.parametrize("of", [PLAIN, RICH, CHOSEN], ids=["plain", "rich", "chosen"])
@given(document=test_answers.trees)
@settings(max_examples=30)
def test_whatever_comes_has_its_sentences(of: Form, document: Json) -> None:
    tree = tree_of(document)
    worded(read_answers(of, tree)[1])
    worded(read_decisions(of, tree)[1])
    worded(read_review(tree)[1])


def test_every_bad_decision_has_its_sentence() -> None:
    for of, document, _ in test_panel.DECIDED:
        assert worded(read_decisions(of, tree_of(document))[1])  # type: ignore[arg-type]


@pytest.mark.parametrize("data", [b"", b"\xff", b"NaN", b"[" * 99, b'"\\ud800"', b'{"a":1,"a":1}'])
def test_every_bad_file_has_its_sentence(data: bytes) -> None:
    assert worded(read(data)[1])


def test_every_rejection_has_its_sentence() -> None:
    open_one = test_panel.ballot("甲", scores={})
    files = [("a", open_one), ("b", open_one), ("c", b"{"), ("d", test_panel.ballot("乙", x=1))]
    given_files = [read_submission(BARE, name, *read(data)) for name, data in files]
    for one in sort_submissions(BARE, given_files).rejected:
        assert worded(one.problems)
        for language in LANGUAGES:
            assert say(one.code, {"path": "", **one.problems[0].values}, language)


def test_every_bad_review_has_its_sentence() -> None:
    twins = [{"id": "m", "name": "甲", "leader": True}] * 2
    for changes in (
        {"schema": "x"},
        {"schema": "cpscore.review/9"},
        {"members": twins},
        {"forms": 1},
    ):
        assert worded(read_review({**test_review.tree(), **changes})[1])  # type: ignore[arg-type]


PANELS: list[tuple[Form, Sequence[Answers]]] = [
    (PLAIN, []),
    (PLAIN, test_merging.panel("a=yes", "a=no", "a=no")),
    (PLAIN, test_merging.panel("a=yes", "a=yes", "a=yes")),
    (BARE, totals("0", "100", "100", "33.5")),
    (BARE, totals("60", "60", "59")),
    (by(MergeRule.AGREED), test_merging.split_on_i2()),
    (REBASED, test_merging.objectively("1", "2", "3")),
    (CHOSEN, test_merging.concluding("pass", "fail")),
    (
        test_merging.ASSIGNED,
        [replace(plainly(name), scores=whole(i3="30"), sections=("s2",)) for name in "甲乙"],
    ),
]


@pytest.mark.parametrize(("of", "ballots"), PANELS)
def test_every_flag_and_reason_has_its_sentence(of: Form, ballots: Sequence[Answers]) -> None:
    decisions = Decisions({"v1": VetoDecision(True, "合议")})
    for result in (merged(of, ballots), merged(of, ballots, decisions)):
        assert worded((*result.flags, *result.reasons)) or result.verdict
        worded(decision_problems(result))
    for answers in ballots:
        assert worded(score(of, answers).reasons) or of.total is None or answers.sections


def test_every_reason_of_one_expert_has_its_sentence() -> None:
    assert worded(score(RICH, Answers()).reasons) == 1
    assert worded(score(PLAIN, plainly(v1="a=yes")).reasons) == 2
