"""Which files count in a merge, and decisions read from a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpscore.rules.answers_writing import answers_document
from cpscore.rules.canonical import canonical
from cpscore.rules.decisions import read_decisions
from cpscore.rules.draft import tree_of
from cpscore.rules.form import Form, MergeRule
from cpscore.rules.ijson import read
from cpscore.rules.merging import AgreedConclusion, AgreedScore, Decisions, VetoDecision
from cpscore.rules.panel import (
    Sorted,
    Submission,
    read_submission,
    sort_submissions,
)
from tests.rules.samples import BARE, CHOSEN, PLAIN, barely, by, codes, merged, plainly, whole


def submitted(file: str, data: bytes, of: Form = BARE) -> Submission:
    return read_submission(of, file, *read(data))


def ballot(expert: str, total: str = "60", **more: object) -> bytes:
    return json.dumps({**answers_document(BARE, barely(expert, total)), **more}).encode()


def outcome(files: Sorted) -> list[tuple[str, str]]:
    return [(one.file, one.code) for one in files.rejected]


def test_complete_answers_of_one_expert_each_count() -> None:
    given = [submitted(f"{name}.json", ballot(name)) for name in "甲乙丙"]
    files = sort_submissions(BARE, given)
    assert [one.expert for one in files.counted] == ["甲", "乙", "丙"]
    assert files.rejected == ()
    assert [(one.expert, one.total, one.counted) for one in files.members] == [
        ("甲", 60, True), ("乙", 60, True), ("丙", 60, True),
    ]  # fmt: skip


def test_what_does_not_count_is_listed_with_its_reason() -> None:
    open_one = {"scores": {"i1": "40"}}
    given = [
        submitted("no-json", b"{"),
        submitted(
            "twice", b'{"expert": "\xe4\xb8\x81", "expert": "x", "scores": {}, "vetoes": {}}'
        ),
        submitted("wrong", ballot("戊", scores={"i1": 1, "x": "1"})),
        submitted("open", ballot("己", **open_one)),
        submitted("nameless", ballot(" ")),
        submitted("good", ballot("甲")),
    ]
    files = sort_submissions(BARE, given)
    assert outcome(files) == [
        ("no-json", "unreadable"),
        ("twice", "duplicate-key"),
        ("wrong", "unknown-id"),
        ("open", "incomplete"),
        ("nameless", "wrong-type"),
    ]
    assert [[(p.path, p.code, p.file) for p in one.problems] for one in files.rejected] == [
        [("", "unreadable", "no-json")],
        [("/expert", "duplicate-key", "twice")],
        [("/scores/x", "unknown-id", "wrong"), ("/scores/i1", "wrong-type", "wrong")],
        [("/scores/i2", "incomplete", "open")],
        [("/expert", "wrong-type", "nameless")],
    ]
    assert [(one.expert, one.total, one.counted) for one in files.members] == [
        ("丁", None, False), ("戊", None, False), ("己", Fraction(40), False), ("甲", 60, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "second",
    [
        ballot("甲", "70"),
        ballot(" 甲 \u3000"),
        ballot("甲", scores={}),
        ballot("甲", scores={"i1": 1}),
        b'{"expert": "\xe7\x94\xb2"}',
    ],
    ids=["other-scores", "spaces", "incomplete", "wrong", "nearly-empty"],
)
def test_two_files_of_one_expert_are_both_out(second: bytes) -> None:
    pair = [submitted("one", ballot("甲")), submitted("two", second)]
    for files_of_both in (pair, pair[::-1]):
        files = sort_submissions(BARE, [*files_of_both, submitted("three", ballot("乙"))])
        assert sorted(outcome(files)) == [("one", "duplicate-expert"), ("two", "duplicate-expert")]
        assert [one.expert for one in files.counted] == ["乙"]
        for one in files.rejected:
            assert (one.problems[0].code, one.problems[0].path) == ("duplicate-expert", "/expert")


def test_names_are_compared_composed() -> None:
    given = [submitted("one", ballot("Rene\u0301")), submitted("two", ballot("René"))]
    assert outcome(sort_submissions(BARE, given)) == [
        ("one", "duplicate-expert"), ("two", "duplicate-expert"),
    ]  # fmt: skip


def test_files_of_nobody_are_nobodys_duplicates() -> None:
    given = [submitted("one", b"{"), submitted("two", b"{"), submitted("three", b"[]")]
    assert outcome(sort_submissions(BARE, given)) == [
        ("one", "unreadable"), ("two", "unreadable"), ("three", "wrong-type"),
    ]  # fmt: skip


kinds = st.sampled_from(
    [
        ballot("甲"),
        ballot("乙"),
        ballot("丙", "59.5"),
        ballot("丁", scores={}),
        b"{",
        ballot("戊", x=1),
    ]
)


@given(st.lists(kinds, max_size=7), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_files_changes_only_the_order_of_lists(
    files: Sequence[bytes], chance: object
) -> None:
    given = [submitted(f"f{at}", data) for at, data in enumerate(files)]
    shuffled = list(given)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = sort_submissions(BARE, given), sort_submissions(BARE, shuffled)
    assert sorted(outcome(first)) == sorted(outcome(second))
    assert sorted(first.members, key=str) == sorted(second.members, key=str)
    assert merged(BARE, first.counted) == merged(BARE, second.counted)
    assert len(first.counted) + len(first.rejected) == len(files)


# Decisions -------------------------------------------------------------------------------------

AGREED = by(MergeRule.AGREED)


def told(of: Form, document: object) -> list[tuple[str, str]]:
    _, problems = read_decisions(of, tree_of(document))  # type: ignore[arg-type]
    return [(one.path, one.code) for one in problems]


def test_decisions_are_read() -> None:
    document = {
        "vetoes": {
            "v1": {"sustained": True, "reason": " 合议 "},
            "v2": {"sustained": False, "reason": "x"},
        },
    }
    decisions, problems = read_decisions(PLAIN, tree_of(document))
    assert problems == ()
    assert decisions == Decisions(
        {"v1": VetoDecision(True, "合议"), "v2": VetoDecision(False, "x")}
    )
    agreed = {"agreed_scores": {"i2": {"points": "17.50", "reason": "讨论一致"}}}
    assert read_decisions(AGREED, tree_of(agreed)) == (
        Decisions(agreed_scores={"i2": AgreedScore(Decimal("17.5"), "讨论一致")}),
        (),
    )
    conclusion = {"conclusion": {"id": "fail", "reason": "合议"}}
    assert read_decisions(CHOSEN, tree_of(conclusion)) == (
        Decisions(conclusion=AgreedConclusion("fail", "合议")),
        (),
    )
    assert read_decisions(PLAIN, {}) == (Decisions(), ())


DECIDED: list[tuple[Form, object, list[tuple[str, str]]]] = [
    (PLAIN, [], [("", "wrong-type")]),
    (PLAIN, {"votes": {}}, [("/votes", "unknown-id")]),
    (PLAIN, {"vetoes": []}, [("/vetoes", "wrong-type")]),
    (PLAIN, {"vetoes": {"v9": {}}}, [("/vetoes/v9", "unknown-id")]),
    (PLAIN, {"vetoes": {"v1": True}}, [("/vetoes/v1", "wrong-type")]),
    (PLAIN, {"vetoes": {"v1": {"sustained": True}}}, [("/vetoes/v1/reason", "missing-key")]),
    (PLAIN, {"vetoes": {"v1": {"reason": "x"}}}, [("/vetoes/v1/sustained", "missing-key")]),
    (
        PLAIN,
        {"vetoes": {"v1": {}}},
        [("/vetoes/v1/sustained", "missing-key"), ("/vetoes/v1/reason", "missing-key")],
    ),
    (
        PLAIN,
        {"vetoes": {"v1": {"sustained": True, "reason": " "}}},
        [("/vetoes/v1/reason", "wrong-type")],
    ),
    (
        PLAIN,
        {"vetoes": {"v1": {"sustained": True, "reason": None}}},
        [("/vetoes/v1/reason", "wrong-type")],
    ),
    (
        PLAIN,
        {"vetoes": {"v1": {"sustained": "yes", "reason": ""}}},
        [("/vetoes/v1/reason", "wrong-type"), ("/vetoes/v1/sustained", "wrong-type")],
    ),
    (
        PLAIN,
        {"vetoes": {"v1": {"sustained": 1, "reason": "x", "by": "甲"}}},
        [("/vetoes/v1/by", "unknown-id"), ("/vetoes/v1/sustained", "wrong-type")],
    ),
    (
        PLAIN,
        {"agreed_scores": {"i2": {"points": "17", "reason": "x"}}},
        [("/agreed_scores/i2", "not-asked")],
    ),
    (PLAIN, {"agreed_scores": {"i9": {}}}, [("/agreed_scores/i9", "unknown-id")]),
    (AGREED, {"agreed_scores": {"i2": "17"}}, [("/agreed_scores/i2", "wrong-type")]),
    (
        AGREED,
        {"agreed_scores": {"i2": {}}},
        [("/agreed_scores/i2/points", "missing-key"), ("/agreed_scores/i2/reason", "missing-key")],
    ),
    (
        AGREED,
        {"agreed_scores": {"i2": {"points": 17, "reason": "\t"}}},
        [("/agreed_scores/i2/reason", "wrong-type"), ("/agreed_scores/i2/points", "wrong-type")],
    ),
    (
        AGREED,
        {"agreed_scores": {"i2": {"points": "40.5", "reason": "x"}}},
        [("/agreed_scores/i2/points", "above-maximum")],
    ),
    (
        AGREED,
        {"agreed_scores": {"i2": {"points": "-1", "reason": "x"}}},
        [("/agreed_scores/i2/points", "negative")],
    ),
    (PLAIN, {"conclusion": {"id": "pass", "reason": "x"}}, [("/conclusion", "not-asked")]),
    (CHOSEN, {"conclusion": "pass"}, [("/conclusion", "wrong-type")]),
    (CHOSEN, {"conclusion": {"id": "pass"}}, [("/conclusion/reason", "missing-key")]),
    (CHOSEN, {"conclusion": {"reason": "x"}}, [("/conclusion/id", "missing-key")]),
    (CHOSEN, {"conclusion": {"id": "maybe", "reason": "x"}}, [("/conclusion/id", "unknown-id")]),
    (CHOSEN, {"conclusion": {"id": None, "reason": "x"}}, [("/conclusion/id", "wrong-type")]),
]


@pytest.mark.parametrize(("of", "document", "problems"), DECIDED)
def test_a_bad_decision_is_named_at_its_place(
    of: Form, document: object, problems: list[tuple[str, str]]
) -> None:
    assert told(of, document) == problems


def test_a_whole_merge_from_bytes() -> None:
    three = [plainly("甲", v1="a=yes"), plainly("乙"), plainly("丙")]
    given = [submitted(one.expert, canonical(answers_document(PLAIN, one)), PLAIN) for one in three]
    files = sort_submissions(PLAIN, given)
    assert files.counted == tuple(three)
    assert codes(merged(PLAIN, files.counted).flags)[0] == "contested-veto"
    lacking = replace(three[0], scores=whole(i1="40"))
    bytes_of_it = canonical(answers_document(PLAIN, lacking))
    again = sort_submissions(PLAIN, [submitted("f", bytes_of_it, PLAIN)])
    assert [p.path for p in again.rejected[0].problems] == ["/scores/i2", "/scores/i3"]
