"""Results in the shapes of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cpscore.rules.canonical import canonical
from cpscore.rules.form import MergeRule
from cpscore.rules.ijson import read
from cpscore.rules.merging import AgreedScore, Decisions, VetoDecision
from cpscore.rules.outcome import (
    panel_document,
    problem_document,
    problems_document,
    score_document,
)
from cpscore.rules.panel import Sorted, Submission, read_submission, sort_submissions
from cpscore.rules.problem import Problem
from cpscore.rules.scoring import score
from tests.rules.samples import (
    BARE,
    CHOSEN,
    CLEAR,
    PLAIN,
    answered,
    by,
    d,
    merged,
    plainly,
    totals,
    whole,
)


def say(code: str, values: Mapping[str, object]) -> str:
    """A sentence that shows what it was made of."""
    return f"{code}({', '.join(sorted(values))})"


def test_an_incomplete_score_has_the_shape_of_the_contract() -> None:
    answers = replace(
        plainly(), scores=whole(i1="40", i2="22.5"), vetoes={**CLEAR, **answered(v2="a=yes")}
    ).with_reason("v1", "看过")
    document = score_document(score(PLAIN, answers), "f" * 64, say)
    assert document == {
        "form": "sample",
        "form_sha256": "f" * 64,
        "expert": "甲",
        "complete": False,
        "missing": ["/scores/i3", "/vetoes/v2/b"],
        "total": "62.5",
        "max": "100",
        "vetoes": [
            {"id": "v1", "state": "clear", "reason": "看过"},
            {"id": "v2", "state": "unanswered", "reason": None},
            {"id": "v3", "state": "clear", "reason": None},
            {"id": "v4", "state": "clear", "reason": None},
            {"id": "v5", "state": "not_applicable", "reason": None},
        ],
        "conditions": [],
        "provisional_grade": {"id": "g1", "label": "grade 1"},
        "grade": None,
        "verdict": None,
        "reasons": document["reasons"],
    }
    assert isinstance(document["reasons"], list)
    assert len(document["reasons"]) == 1


def test_a_complete_score_says_grade_and_verdict() -> None:
    document = score_document(score(PLAIN, plainly(v1="a=yes")), "", say)
    assert document["missing"] == []
    assert document["grade"] == {"id": "g1", "label": "grade 1"}
    assert document["verdict"] == {"id": "g0", "label": "grade 0"}
    assert document["reasons"] == ["points-grade(grade, total)", "veto-failed(number, text)"]


def test_a_form_without_points_has_none_to_say() -> None:
    document = score_document(score(CHOSEN, totals("1")[0]), "", say)
    assert (document["total"], document["max"], document["provisional_grade"]) == (None, None, None)


def sorted_files(*given: Submission) -> Sorted:
    return sort_submissions(PLAIN, given)


def test_a_panel_has_the_shape_of_the_contract() -> None:
    ballots = [
        plainly("甲", i1="8.5", v1="a=yes"), plainly("乙", i1="8"), plainly("丙", i1="9.5"),
    ]  # fmt: skip
    given = [Submission(one.expert, one.expert, one, ()) for one in ballots]
    broken = read_submission(PLAIN, "坏.json", *read(b"{"))
    decisions = Decisions({"v1": VetoDecision(True, "合议")})
    files = sorted_files(*given, broken)
    document = panel_document(merged(PLAIN, files.counted, decisions), files, say)
    assert (document["members"], document["counted"], document["rule"]) == (4, 3, "mean")
    assert document["total"] == {"exact": "206/3", "shown": "68.67"}
    assert document["grade"] == {"id": "g1", "label": "grade 1"}
    assert document["verdict"] == {"id": "g0", "label": "grade 0"}
    assert document["reasons"] == ["points-grade(grade, total)", "veto-settled(number, text)"]
    assert document["experts"] == [
        {"expert": "甲", "total": "68.5", "counted": True},
        {"expert": "乙", "total": "68", "counted": True},
        {"expert": "丙", "total": "69.5", "counted": True},
    ]
    assert isinstance(document["items"], list)
    assert document["items"][0] == {
        "id": "i1",
        "scores": {"甲": "8.5", "乙": "8", "丙": "9.5"},
        "mean": {"exact": "26/3", "shown": "8.67"},
        "min": "8",
        "max": "9.5",
        "spread": "1.5",
    }
    assert isinstance(document["vetoes"], list)
    assert document["vetoes"][0] == {
        "id": "v1",
        "answers": {"甲": "failed", "乙": "clear", "丙": "clear"},
        "state": "settled",
        "decision": {"sustained": True, "reason": "合议"},
    }
    assert [one["state"] for one in document["vetoes"]] == [  # type: ignore[index, call-overload]
        "settled", "clear", "clear", "clear", "not_applicable",
    ]  # fmt: skip
    assert document["flags"] == []
    assert isinstance(document["rejected"], list)
    [rejected] = document["rejected"]
    assert isinstance(rejected, dict)
    assert (rejected["file"], rejected["code"]) == ("坏.json", "unreadable")
    assert rejected["problems"][0]["file"] == "坏.json"
    # Whatever it holds, it is a document.
    assert canonical(document)


def test_a_panel_without_a_total_says_null() -> None:
    of = by(MergeRule.AGREED)
    document = panel_document(merged(of, totals("40", "50", "50")), Sorted((), (), ()), say)
    assert (document["total"], document["grade"], document["verdict"]) == (None, None, None)
    agreed = Decisions(agreed_scores={"i1": AgreedScore(d("45"), "讨论一致")})
    items = panel_document(merged(of, totals("40", "50", "50"), agreed), Sorted((), (), ()), say)[
        "items"
    ]
    assert isinstance(items, list)
    assert [one.get("agreed") for one in items] == ["45", "0"]  # type: ignore[union-attr]


def test_flags_are_worded() -> None:
    document = panel_document(merged(BARE, totals("80")), Sorted((), (), ()), say)
    assert document["flags"] == [
        {"code": "too-few", "about": "", "text": "too-few(counted, minimum)"}
    ]


def test_an_expert_whose_total_cannot_be_told_has_none() -> None:
    files = sorted_files(Submission("f", "甲", None, (Problem("wrong-type", "/scores"),)))
    document = panel_document(merged(PLAIN, []), files, say)
    assert document["experts"] == [{"expert": "甲", "total": None, "counted": False}]
    assert document["items"][0]["mean"] is None  # type: ignore[index, call-overload]
    assert document["items"][0]["spread"] is None  # type: ignore[index, call-overload]


def test_problems_name_file_place_code_and_sentence() -> None:
    problem = Problem("off-step", "/scores/i1", {"item": "x", "step": "0.5"}).inside("a.json")
    assert problems_document([problem], say) == {
        "problems": [
            {
                "file": "a.json",
                "path": "/scores/i1",
                "code": "off-step",
                "text": "off-step(item, path, step)",
            }
        ]
    }
    placed = problem_document(replace(problem, line=3, column=7), say)
    assert (placed["line"], placed["column"]) == (3, 7)
