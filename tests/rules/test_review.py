"""A review as it travels, read strictly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cpscore.rules.canonical import canonical
from cpscore.rules.draft import tree_of
from cpscore.rules.ijson import Number, Tree, read
from cpscore.rules.review import (
    Enterprise,
    FormReference,
    Member,
    Review,
    read_review,
    review_document,
)

LEADER = Member("m1", "专家乙", "省院", "高级工程师", leader=True, certificate="ab" * 32)
REVIEW = Review(
    id="r-1",
    stage="验收",
    enterprise=Enterprise("某厂", ("双超", "其他"), "石家庄", "某咨询"),
    date="2025-05-20",
    forms=(FormReference("hebei-g", "1", "cd" * 32), FormReference("hebei-h", "1", "ef" * 32)),
    members=(LEADER, Member("m2", "专家甲")),
    created="2025-05-19T08:00:00+08:00",
    organiser="省厅",
    place="会议室",
    attendees="某局",
)


def tree() -> dict[str, Tree]:
    read_back = tree_of(review_document(REVIEW))
    assert isinstance(read_back, dict)
    return read_back


def told(changed: Tree) -> list[tuple[str, str]]:
    review, problems = read_review(changed)
    assert (review is None) == bool(problems)
    return [(one.path, one.code) for one in problems]


def test_reading_gives_back_what_was_written() -> None:
    assert read_review(read(canonical(review_document(REVIEW)))[0]) == (REVIEW, ())
    bare = Review("r", "", Enterprise("某厂"), "", REVIEW.forms[:1], (Member("m1", "甲"),), "")
    assert read_review(tree_of(review_document(bare))) == (bare, ())


def test_a_key_that_is_known_is_its_members_whatever_it_calls_itself() -> None:
    expert, other = Member("m2", "专家甲"), Member("m3", "专家丙")
    review = replace(REVIEW, members=(LEADER, expert, other))
    known = "ab" * 32
    assert review.is_key_of(LEADER, known, "专家乙@1024", {})
    assert not review.is_key_of(LEADER, "cd" * 32, "专家乙", {})
    # Of one that is not known nothing but the name is.
    assert review.is_key_of(expert, "cd" * 32, " 专家甲 ", {})
    assert not review.is_key_of(expert, "cd" * 32, "专家甲@1024", {})
    # Once codes were compared the key is known, too.
    assert review.is_key_of(expert, "cd" * 32, "专家甲@1024", {"m2": "cd" * 32})
    assert not review.is_key_of(expert, "ef" * 32, "专家甲", {"m2": "cd" * 32})


def test_nobody_fills_two_seats_with_one_key() -> None:
    expert, other = Member("m2", "专家甲"), Member("m3", "专家丙")
    review = replace(REVIEW, members=(LEADER, expert, other))
    assert not review.is_key_of(expert, "ab" * 32, "专家甲", {})
    assert not review.is_key_of(expert, "cd" * 32, "专家甲", {"m3": "cd" * 32})


def test_who_is_who() -> None:
    assert REVIEW.leader == LEADER
    assert replace(REVIEW, members=REVIEW.members[1:]).leader is None
    assert REVIEW.member("m2") == Member("m2", "专家甲")
    assert REVIEW.member("m3") is None


@pytest.mark.parametrize(
    ("schema", "code"),
    [("cpscore.review/2", "too-new"), ("cpscore.ballot/1", "not-a-review"), ("", "not-a-review")],
)
def test_another_schema_is_another_sentence(schema: str, code: str) -> None:
    assert told({**tree(), "schema": schema}) == [("/schema", code)]


def test_what_is_no_object_is_no_review() -> None:
    assert told([])[0] == ("", "wrong-type")
    assert told({**tree(), "schema": Number("1")})[0] == ("/schema", "wrong-type")


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"review": " "}, [("/review", "wrong-type")]),
        ({"review": Number("1")}, [("/review", "wrong-type")]),
        ({"date": None}, [("/date", "wrong-type")]),
        ({"enterprise": {"name": ""}}, [("/enterprise/name", "wrong-type")]),
        ({"enterprise": {"name": "厂", "address": []}}, [("/enterprise/address", "wrong-type")]),
        (
            {"enterprise": {"name": "厂", "categories": ["一类"]}},
            [("/enterprise/categories", "unknown-id")],
        ),
        (
            {"enterprise": {"name": "厂", "categories": [["双超"], {}]}},
            [("/enterprise/categories", "unknown-id")],
        ),
        (
            {"enterprise": {"name": "厂", "categories": "双超"}},
            [("/enterprise/categories", "unknown-id")],
        ),
        ({"forms": []}, [("/forms", "wrong-type")]),
        ({"forms": {}}, [("/forms", "wrong-type")]),
        (
            {"forms": [{"id": "x", "version": "1"}]},
            [("/forms/0/sha256", "wrong-type")],
        ),
        ({"members": []}, [("/members", "wrong-type")]),
        ({"members": None}, [("/members", "wrong-type")]),
        ({"members": [{"id": "m1", "name": " "}]}, [("/members/0/name", "wrong-type")]),
        (
            {"members": [{"id": "m1", "name": "甲", "leader": "yes"}]},
            [("/members/0/leader", "wrong-type")],
        ),
        (
            {"members": [{"id": "m1", "name": "甲", "certificate": Number("1")}]},
            [("/members/0/certificate", "wrong-type")],
        ),
        (
            {"members": [{"id": "m1", "name": "甲"}, {"id": "m1", "name": "乙"}]},
            [("/members", "duplicate-key")],
        ),
        (
            {"members": [{"id": "m1", "name": "甲"}, {"id": "m2", "name": " 甲\u3000"}]},
            [("/members", "duplicate-expert")],
        ),
        (
            {"members": [{"id": id, "name": id, "certificate": "ab"} for id in ("m1", "m2")]},
            [("/members", "duplicate-key")],
        ),
        (
            {"members": [{"id": f"m{at}", "name": f"n{at}"} for at in range(201)]},
            [("/members", "too-many")],
        ),
        ({"members": [{"id": "m.1", "name": "甲"}]}, [("/members/0/id", "wrong-type")]),
        ({"members": [{"id": "../x", "name": "甲"}]}, [("/members/0/id", "wrong-type")]),
        ({"members": [{"id": "closing", "name": "甲"}]}, [("/members/0/id", "wrong-type")]),
        (
            {"members": [{"id": id, "name": id, "leader": True} for id in ("m1", "m2")]},
            [("/members", "duplicate-key")],
        ),
    ],
)
def test_a_bad_entry_is_named_at_its_place(
    changes: dict[str, Tree], problems: list[tuple[str, str]]
) -> None:
    assert told({**tree(), **changes}) == problems


def test_everything_wrong_is_named_at_once() -> None:
    codes = told({**tree(), "review": "", "enterprise": [], "forms": [1], "members": ["甲"]})
    assert {path for path, _ in codes} >= {"/review", "/enterprise", "/forms/0", "/members/0"}
