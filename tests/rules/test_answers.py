"""Answers read from JSON: every problem at its pointer, all at once; and written back."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpscore.messages import say
from cpscore.rules.answers import (
    Answers,
    Chosen,
    Counted,
    NotApplicable,
    Split,
    VetoAnswer,
    Whole,
    asked,
    expert_name,
)
from cpscore.rules.answers_reading import read_answers, read_expert, read_score
from cpscore.rules.answers_writing import answers_document
from cpscore.rules.canonical import Json, canonical
from cpscore.rules.draft import tree_of
from cpscore.rules.form import (
    Answer,
    Answered,
    Choice,
    Field,
    FieldType,
    Form,
    Kind,
    Option,
    Part,
    Question,
)
from cpscore.rules.ijson import Number, read
from cpscore.rules.scoring import score
from tests.rules.samples import (
    BARE,
    CHOSEN,
    CLEAR,
    NO,
    PLAIN,
    REBASED,
    RICH,
    YES,
    answered,
    d,
    form,
    item,
    plainly,
    section,
)

PLAIN_JSON: dict[str, object] = {
    "expert": "专家甲",
    "enterprise": {"categories": ["其他"]},
    "scores": {"i1": "40", "i2": {"rows": {"1": "30"}}, "i3": "8.5"},
    "vetoes": {"v1": {"a": "no"}, "v2": {"a": "yes", "b": "yes", "reason": "已整改"}},
}


def found(of: Form, document: object) -> list[tuple[str, str]]:
    """The problems of a document, by place and code."""
    tree, unread = read(json.dumps(document).encode())
    assert not unread
    answers, problems = read_answers(of, tree)
    assert (answers is None) == bool(problems)
    return [(one.path, one.code) for one in problems]


def taken(of: Form, document: object) -> Answers:
    """The answers of a document without problems."""
    tree, unread = read(json.dumps(document).encode())
    answers, problems = read_answers(of, tree)
    assert (unread, problems) == ((), ())
    assert answers is not None
    return answers


def plain_json(**more: object) -> dict[str, object]:
    return {**PLAIN_JSON, **more}


# What is good ----------------------------------------------------------------------------------


def test_good_answers_are_read() -> None:
    remarks = {"i1": "好", "v1": "看过"}
    assert taken(PLAIN, plain_json(remarks=remarks)) == Answers(
        expert="专家甲",
        categories=("其他",),
        scores={"i1": Whole(d("40")), "i2": Split({"1": d("30")}), "i3": Whole(d("8.5"))},
        vetoes={
            "v1": VetoAnswer({"a": NO}),
            "v2": VetoAnswer({"a": YES, "b": YES}, "已整改"),
        },
        remarks=remarks,
    )


def test_nothing_answered_yet_is_no_problem() -> None:
    empty = {"expert": "甲", "scores": {}, "vetoes": {}}
    assert taken(BARE, empty) == Answers(expert="甲")
    assert taken(PLAIN, {**empty, "enterprise": {"categories": ["双超"]}}).categories == ("双超",)


def test_categories_stand_in_their_own_order_once() -> None:
    given = plain_json(enterprise={"categories": ["其他", "双超", "其他"]})
    assert taken(PLAIN, given).categories == ("双超", "其他")


def test_a_form_that_asks_nobody_in_particular_needs_no_category() -> None:
    given = {"expert": "甲", "scores": {}, "vetoes": {}, "enterprise": {}}
    assert taken(BARE, given).categories == ()
    assert taken(BARE, {**given, "enterprise": {"categories": []}}).categories == ()


def test_every_kind_of_score_is_read() -> None:
    rich = {"i1": "50", "i2": {"choice": "good"}, "i3": {"count": 2}, "i4": "8", "i5": "0.5"}
    assert taken(RICH, {"expert": "甲", "scores": rich, "vetoes": {}}).scores == {
        "i1": Whole(d("50")),
        "i2": Chosen("good"),
        "i3": Counted(2),
        "i4": Whole(d("8")),
        "i5": Whole(d("0.5")),
    }
    na = {"expert": "甲", "scores": {"i2": {"na": " 无危险废物 "}}, "vetoes": {}}
    assert taken(REBASED, na).scores == {"i2": NotApplicable("无危险废物")}


def test_a_form_without_points_is_read() -> None:
    document = {
        "expert": "甲",
        "scores": {},
        "vetoes": {},
        "questions": {"q2": {"a": "yes", "b": "no"}},
        "fields": {
            "name": "某厂",
            "nature": "own",
            "kinds": ["y", "x"],
            "audit": "yes",
            "team": [{"who": "甲", "duty": "审核"}, {}],
        },
        "conclusion": "pass",
    }
    answers = taken(CHOSEN, document)
    assert answers.questions == answered(q2="a=yes b=no")
    assert answers.fields == {
        "name": "某厂",
        "nature": "own",
        "kinds": ("y", "x"),
        "audit": "yes",
        "team": ({"who": "甲", "duty": "审核"}, {}),
    }
    assert answers.conclusion == "pass"


def test_a_part_that_is_not_asked_may_say_so() -> None:
    given = plain_json(vetoes={"v3": {"a": "no", "b": "na"}, "v5": {"a": "na"}})
    answers = taken(PLAIN, given)
    assert answers.vetoes == {"v3": VetoAnswer({"a": NO}), "v5": VetoAnswer()}


def test_names_are_trimmed_and_composed() -> None:
    assert taken(BARE, {"expert": " Rene\u0301\u3000", "scores": {}, "vetoes": {}}).expert == "René"
    assert expert_name("\t甲 乙\n") == "甲 乙"


def test_a_name_of_nothing_but_marks_is_taken_as_it_is() -> None:
    # Composing 160,000 marks that have to change places takes a quarter of a minute.
    marks = "\u0301\u0327"
    assert expert_name("e" + marks * 15) == unicodedata.normalize("NFC", "e" + marks * 15)
    assert expert_name("e" + marks * 16) == "e" + marks * 16
    assert expert_name(marks * 80_000) == marks * 80_000


# What is not -----------------------------------------------------------------------------------

SCORES: list[tuple[Form, object, list[tuple[str, str]]]] = [
    (PLAIN, {"i9": "1"}, [("/scores/i9", "unknown-id")]),
    (PLAIN, {"a/b~c": "1"}, [("/scores/a~1b~0c", "unknown-id")]),
    (PLAIN, {"i2": "30.5"}, [("/scores/i2", "above-maximum")]),
    (PLAIN, {"i2": "9" * 100_000}, [("/scores/i2", "above-maximum")]),
    (PLAIN, {"i2": "0." + "3" * 100_000}, [("/scores/i2", "off-step")]),
    (PLAIN, {"i2": "8.25"}, [("/scores/i2", "off-step")]),
    (PLAIN, {"i2": "-1"}, [("/scores/i2", "negative")]),
    (PLAIN, {"i2": "-0.0"}, [("/scores/i2", "negative")]),
    (PLAIN, {"i2": "-"}, [("/scores/i2", "not-a-number")]),
    (PLAIN, {"i2": "--1"}, [("/scores/i2", "not-a-number")]),
    (PLAIN, {"i2": ""}, [("/scores/i2", "not-a-number")]),
    (PLAIN, {"i2": " 8"}, [("/scores/i2", "not-a-number")]),
    (PLAIN, {"i2": "八"}, [("/scores/i2", "not-a-number")]),
    (PLAIN, {"i2": "８"}, [("/scores/i2", "not-a-number")]),
    (PLAIN, {"i2": "1e1"}, [("/scores/i2", "not-a-number")]),
    (PLAIN, {"i2": "+8"}, [("/scores/i2", "not-a-number")]),
    (PLAIN, {"i2": "NaN"}, [("/scores/i2", "not-a-number")]),
    (PLAIN, {"i2": 8}, [("/scores/i2", "wrong-type")]),
    (PLAIN, {"i2": 8.5}, [("/scores/i2", "wrong-type")]),
    (PLAIN, {"i2": None}, [("/scores/i2", "wrong-type")]),
    (PLAIN, {"i2": True}, [("/scores/i2", "wrong-type")]),
    (PLAIN, {"i2": ["8"]}, [("/scores/i2", "wrong-type")]),
    (PLAIN, {"i2": {}}, [("/scores/i2", "wrong-type")]),
    (PLAIN, {"i2": {"points": "8"}}, [("/scores/i2/points", "unknown-id")]),
    (PLAIN, {"i1": {"rows": "40"}}, [("/scores/i1/rows", "wrong-type")]),
    (PLAIN, {"i1": {"rows": {"4": "1"}}}, [("/scores/i1/rows/4", "unknown-id")]),
    (PLAIN, {"i1": {"rows": {"1": "40.5"}}}, [("/scores/i1/rows/1", "above-maximum")]),
    (PLAIN, {"i1": {"rows": {"2": "0.3"}}}, [("/scores/i1/rows/2", "off-step")]),
    (PLAIN, {"i1": {"rows": {"1": 4}}}, [("/scores/i1/rows/1", "wrong-type")]),
    (PLAIN, {"i1": {"rows": {"1": "20", "2": "20", "3": "0.5"}}}, [("/scores/i1", "over-weight")]),
    (PLAIN, {"i1": {"rows": {"1": "20", "2": "20.5"}}}, [("/scores/i1", "over-weight")]),
    (
        PLAIN,
        {"i1": {"rows": {"1": "40", "2": "40", "3": "x"}}},
        [("/scores/i1/rows/3", "not-a-number")],
    ),
    (PLAIN, {"i2": {"na": "无"}}, [("/scores/i2/na", "not-an-answer")]),
    (PLAIN, {"i2": {"choice": "lead"}}, [("/scores/i2/choice", "not-an-answer")]),
    (PLAIN, {"i2": {"count": 1}}, [("/scores/i2/count", "not-an-answer")]),
    (REBASED, {"i2": {"na": " "}}, [("/scores/i2/na", "wrong-type")]),
    (REBASED, {"i2": {"na": None}}, [("/scores/i2/na", "wrong-type")]),
    (REBASED, {"i2": {"na": "无", "rows": {"1": "1"}}}, [("/scores/i2", "wrong-type")]),
    (RICH, {"i2": "10"}, [("/scores/i2", "wrong-type")]),
    (RICH, {"i2": {"na": "无"}}, [("/scores/i2/na", "not-an-answer")]),
    (RICH, {"i2": {"choice": "best"}}, [("/scores/i2/choice", "unknown-id")]),
    (RICH, {"i2": {"choice": 1}}, [("/scores/i2/choice", "wrong-type")]),
    (RICH, {"i3": "2"}, [("/scores/i3", "wrong-type")]),
    (RICH, {"i3": {"count": "2"}}, [("/scores/i3/count", "wrong-type")]),
    (RICH, {"i3": {"count": 2.5}}, [("/scores/i3/count", "wrong-type")]),
    (RICH, {"i3": {"count": 10**10}}, [("/scores/i3/count", "wrong-type")]),
    (RICH, {"i3": {"count": True}}, [("/scores/i3/count", "wrong-type")]),
    (RICH, {"i3": {"count": -1}}, [("/scores/i3/count", "negative")]),
    (RICH, {"i3": {"rows": {"1": "1"}}}, [("/scores/i3/rows", "not-an-answer")]),
]


@pytest.mark.parametrize(("of", "scores", "problems"), SCORES)
def test_a_bad_score_is_named_at_its_place(
    of: Form, scores: object, problems: list[tuple[str, str]]
) -> None:
    enterprise = {"categories": ["其他"]}
    document = {"expert": "甲", "enterprise": enterprise, "scores": scores, "vetoes": {}}
    assert found(of, document) == problems


VETOES: list[tuple[str, object, list[tuple[str, str]]]] = [
    ("其他", {"v9": {"a": "yes"}}, [("/vetoes/v9", "unknown-id")]),
    ("其他", {"v1": "yes"}, [("/vetoes/v1", "wrong-type")]),
    ("其他", {"v1": {"b": "yes"}}, [("/vetoes/v1/b", "unknown-id")]),
    ("其他", {"v1": {"a": "maybe"}}, [("/vetoes/v1/a", "not-an-answer")]),
    ("其他", {"v1": {"a": "是"}}, [("/vetoes/v1/a", "not-an-answer")]),
    ("其他", {"v1": {"a": "na"}}, [("/vetoes/v1/a", "not-an-answer")]),
    ("其他", {"v1": {"a": True}}, [("/vetoes/v1/a", "wrong-type")]),
    ("其他", {"v1": {"a": None}}, [("/vetoes/v1/a", "wrong-type")]),
    ("其他", {"v1": {"a": "no", "reason": ""}}, [("/vetoes/v1/reason", "wrong-type")]),
    ("其他", {"v1": {"a": "no", "reason": "\u3000"}}, [("/vetoes/v1/reason", "wrong-type")]),
    ("其他", {"v1": {"a": "no", "reason": 1}}, [("/vetoes/v1/reason", "wrong-type")]),
    ("其他", {"v2": {"a": "no", "b": "yes"}}, [("/vetoes/v2/b", "not-asked")]),
    ("其他", {"v2": {"b": "no"}}, [("/vetoes/v2/b", "not-asked")]),
    ("其他", {"v2": {"a": "yes", "b": "na"}}, [("/vetoes/v2/b", "not-an-answer")]),
    ("其他", {"v3": {"a": "no", "b": "yes"}}, [("/vetoes/v3/b", "not-asked")]),
    ("高耗能", {"v3": {"a": "no", "b": "maybe"}}, [("/vetoes/v3/b", "not-asked")]),
    ("双有", {"v3": {"a": "no", "b": "na"}}, [("/vetoes/v3/b", "not-an-answer")]),
    ("双超", {"v3": {"c": "no"}}, [("/vetoes/v3/c", "not-asked")]),
    ("双超", {"v5": {"a": "no"}}, [("/vetoes/v5/a", "not-asked")]),
    ("双超", {"v5": {"a": 1}}, [("/vetoes/v5/a", "wrong-type")]),
    ("其他", {"v4": {"a": "yes", "b": "yes"}}, [("/vetoes/v4/b", "not-asked")]),
    # What hangs on a refused answer is not refused with it: nobody knows whether it is asked.
    ("其他", {"v2": {"a": "maybe", "b": "no"}}, [("/vetoes/v2/a", "not-an-answer")]),
    (
        "其他",
        {"v2": {"a": "maybe", "b": "maybe"}},
        [("/vetoes/v2/a", "not-an-answer"), ("/vetoes/v2/b", "not-an-answer")],
    ),
    ("其他", {"v2": {"a": "maybe", "b": "na"}}, [("/vetoes/v2/a", "not-an-answer")]),
]


@pytest.mark.parametrize(("category", "vetoes", "problems"), VETOES)
def test_a_bad_veto_answer_is_named_at_its_place(
    category: str, vetoes: object, problems: list[tuple[str, str]]
) -> None:
    enterprise = {"categories": [category]}
    assert found(PLAIN, plain_json(enterprise=enterprise, vetoes=vetoes)) == problems


TOPS: list[tuple[dict[str, object], list[tuple[str, str]]]] = [
    ({"expert": ""}, [("/expert", "wrong-type")]),
    ({"expert": " \t\u3000"}, [("/expert", "wrong-type")]),
    ({"expert": None}, [("/expert", "wrong-type")]),
    ({"expert": 1}, [("/expert", "wrong-type")]),
    ({"scores": []}, [("/scores", "wrong-type")]),
    ({"vetoes": "no"}, [("/vetoes", "wrong-type")]),
    ({"more": 1}, [("/more", "unknown-id")]),
    ({"enterprise": []}, [("/enterprise", "wrong-type")]),
    ({"enterprise": {}}, [("/enterprise/categories", "missing-key")]),
    ({"enterprise": {"categories": []}}, [("/enterprise/categories", "missing-key")]),
    ({"enterprise": {"categories": "双超"}}, [("/enterprise/categories", "wrong-type")]),
    ({"enterprise": {"categories": ""}}, [("/enterprise/categories", "wrong-type")]),
    ({"enterprise": {"categories": None}}, [("/enterprise/categories", "wrong-type")]),
    ({"enterprise": {"categories": ["双超", "x"]}}, [("/enterprise/categories/1", "unknown-id")]),
    ({"enterprise": {"categories": [1]}}, [("/enterprise/categories/0", "wrong-type")]),
    (
        {"enterprise": {"categories": ["其他"], "name": "某厂"}},
        [("/enterprise/name", "unknown-id")],
    ),
    ({"remarks": {"x": "好"}}, [("/remarks/x", "unknown-id")]),
    ({"remarks": {"i1": 1}}, [("/remarks/i1", "wrong-type")]),
    ({"remarks": "好"}, [("/remarks", "wrong-type")]),
    ({"conclusion": "pass"}, [("/conclusion", "not-asked")]),
    ({"conclusion": 1}, [("/conclusion", "wrong-type")]),
    ({"questions": {"q": {}}}, [("/questions/q", "unknown-id")]),
    ({"fields": {"f": "x"}}, [("/fields/f", "unknown-id")]),
    ({"sections": ["s1"]}, [("/sections", "not-asked")]),
]


@pytest.mark.parametrize(("changes", "problems"), TOPS)
def test_a_bad_entry_is_named_at_its_place(
    changes: dict[str, object], problems: list[tuple[str, str]]
) -> None:
    assert found(PLAIN, plain_json(**changes)) == problems


@pytest.mark.parametrize("key", ["expert", "scores", "vetoes"])
def test_a_missing_key_is_named(key: str) -> None:
    document = {name: value for name, value in PLAIN_JSON.items() if name != key}
    assert found(PLAIN, document) == [(f"/{key}", "missing-key")]


def test_a_missing_category_is_named_where_it_belongs() -> None:
    document = {name: value for name, value in PLAIN_JSON.items() if name != "enterprise"}
    assert found(PLAIN, document) == [("/enterprise/categories", "missing-key")]


def test_what_hangs_on_doubtful_categories_is_not_refused_with_them() -> None:
    vetoes = {"v3": {"a": "no", "b": "yes", "c": "na"}, "v5": {"a": "maybe"}}
    missing = plain_json(vetoes=vetoes)
    del missing["enterprise"]
    maybe = ("/vetoes/v5/a", "not-an-answer")
    assert found(PLAIN, missing) == [("/enterprise/categories", "missing-key"), maybe]
    wrong = plain_json(vetoes=vetoes, enterprise={"categories": ["一类"]})
    assert found(PLAIN, wrong) == [("/enterprise/categories/0", "unknown-id"), maybe]


@pytest.mark.parametrize("document", [[], "x", 1, None, True])
def test_answers_are_an_object(document: object) -> None:
    assert found(PLAIN, document) == [("", "wrong-type")]


def test_all_problems_are_named_at_once() -> None:
    document = {
        "expert": " ",
        "scores": {"i1": "41", "i2": "0.1", "i3": -1, "i4": "1"},
        "vetoes": {"v1": {"a": "na"}, "v2": {"a": "no", "b": "no"}},
        "enterprise": {"categories": ["双低"]},
        "remarks": {"i9": "?"},
        "colour": "red",
    }
    assert sorted(found(PLAIN, document)) == [
        ("/colour", "unknown-id"),
        ("/enterprise/categories/0", "unknown-id"),
        ("/expert", "wrong-type"),
        ("/remarks/i9", "unknown-id"),
        ("/scores/i1", "above-maximum"),
        ("/scores/i2", "off-step"),
        ("/scores/i3", "wrong-type"),
        ("/scores/i4", "unknown-id"),
        ("/vetoes/v1/a", "not-an-answer"),
        ("/vetoes/v2/b", "not-asked"),
    ]


FIELDS: list[tuple[object, list[tuple[str, str]]]] = [
    ({"name": 1}, [("/fields/name", "wrong-type")]),
    ({"nature": "state"}, [("/fields/nature", "unknown-id")]),
    ({"nature": []}, [("/fields/nature", "wrong-type")]),
    ({"kinds": "x"}, [("/fields/kinds", "wrong-type")]),
    ({"kinds": ["z"]}, [("/fields/kinds/0", "unknown-id")]),
    ({"audit": "maybe"}, [("/fields/audit", "not-an-answer")]),
    ({"audit": True}, [("/fields/audit", "wrong-type")]),
    ({"team": {}}, [("/fields/team", "wrong-type")]),
    ({"team": [1]}, [("/fields/team/0", "wrong-type")]),
    ({"team": [{"x": "?"}]}, [("/fields/team/0/x", "unknown-id")]),
    ({"team": [{}, {"who": 1}]}, [("/fields/team/1/who", "wrong-type")]),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "problems"), FIELDS)
def test_a_bad_field_is_named_at_its_place(fields: object, problems: list[tuple[str, str]]) -> None:
    assert found(CHOSEN, {"expert": "甲", "scores": {}, "vetoes": {}, "fields": fields}) == problems


def test_an_unknown_conclusion_is_named() -> None:
    document = {"expert": "甲", "scores": {}, "vetoes": {}, "conclusion": "maybe"}
    assert found(CHOSEN, document) == [("/conclusion", "unknown-id")]


def test_a_refusal_names_the_limit_of_the_item() -> None:
    one = item("i1", "40")
    _, above = read_score(one, "41", "/scores/i1")
    _, off = read_score(one, "0.3", "/scores/i1")
    assert above is not None
    assert above.values == {"item": "item i1", "max": "40"}
    assert off is not None
    assert off.values == {"item": "item i1", "max": "40", "step": "0.5"}


def test_an_item_without_rows_cannot_be_split_into_none() -> None:
    of = form(section("s1", item("i1", "100", rows=0)), total="100")
    document = {"expert": "甲", "scores": {"i1": {"rows": {}}}, "vetoes": {}}
    assert found(of, document) == [("/scores/i1/rows", "not-an-answer")]


def test_assigned_sections_are_read_and_nothing_else_is_scored() -> None:
    of = replace(PLAIN, panel=replace(PLAIN.panel, assigned=True))
    document = plain_json(sections=["s2"], scores={"i3": "8"})
    assert taken(of, document).sections == ("s2",)
    wrong = plain_json(sections=["s2"], scores={"i1": "8", "i3": "8"})
    assert found(of, wrong) == [("/scores/i1", "not-asked")]
    assert found(of, plain_json(sections=["s2", "s9"])) == [("/sections/1", "unknown-id")]
    assert found(of, plain_json(sections="s2")) == [("/sections", "wrong-type")]


def test_a_computed_veto_is_asked_of_nobody() -> None:
    document = {"expert": "甲", "scores": {}, "vetoes": {"low": {}}}
    assert found(RICH, document) == [("/vetoes/low", "unknown-id")]


# Whose it is -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tree", "name"),
    [({"expert": " 甲 "}, "甲"), ({"expert": "甲", "scores": 1}, "甲"), ({"expert": " "}, None),
     ({"expert": Number("1")}, None), ({}, None), ([], None), (None, None)],
)  # fmt: skip
def test_the_name_is_read_whatever_else_is_wrong(tree: object, name: str | None) -> None:
    assert read_expert(tree) == name  # type: ignore[arg-type]


# Edits -----------------------------------------------------------------------------------------


def test_an_edit_leaves_the_rest_as_it_was() -> None:
    before = plainly()
    assert before.with_score("i1", Whole(d("1"))).scores == {**before.scores, "i1": Whole(d("1"))}
    assert set(before.with_score("i1", None).scores) == {"i2", "i3"}
    assert before.with_part("v1", "a", YES).vetoes["v1"] == VetoAnswer({"a": YES})
    assert "v1" not in before.with_part("v1", "a", None).vetoes
    reasoned = before.with_reason("v1", "看过")
    assert reasoned.vetoes["v1"] == VetoAnswer({"a": NO}, "看过")
    assert reasoned.with_part("v1", "a", None).vetoes["v1"] == VetoAnswer({}, "看过")
    assert reasoned.with_reason("v1", "") == before
    assert before.with_remark("i1", "好").remarks == {"i1": "好"}
    assert before.with_remark("i1", "好").with_remark("i1", "") == before
    assert Answers().with_part("v1", "a", NO).vetoes == {"v1": VetoAnswer({"a": NO})}


# Writing ---------------------------------------------------------------------------------------


def written(of: Form, answers: Answers) -> Answers | None:
    tree, unread = read(canonical(answers_document(of, answers)))
    assert not unread
    back, problems = read_answers(of, tree)
    assert problems == ()
    return back


def test_an_answer_that_is_no_longer_asked_is_not_written() -> None:
    stale = plainly(v2="a=yes b=no").with_part("v2", "a", NO)
    assert stale.vetoes["v2"].parts == {"a": NO, "b": NO}
    assert written(PLAIN, stale) == plainly(v2="a=no")
    moved = replace(plainly(v3="a=no b=no"), categories=("高耗能",))
    assert written(PLAIN, moved) == replace(plainly(), categories=("高耗能",))


def test_entries_are_written_in_the_order_of_the_form() -> None:
    scores = dict(reversed(plainly().scores.items()))
    vetoes = dict(reversed(CLEAR.items()))
    document = answers_document(PLAIN, replace(plainly(), scores=scores, vetoes=vetoes))
    assert list(document["scores"]) == ["i1", "i2", "i3"]  # type: ignore[arg-type]
    assert list(document["vetoes"]) == ["v1", "v2", "v3", "v4"]  # type: ignore[arg-type]


texts = st.text(st.characters(exclude_categories=["Cs", "Cn"]), min_size=1, max_size=8)
reasons = texts.map(str.strip).filter(bool)


def parts_of(parts: tuple[Part, ...], categories: tuple[str, ...]) -> st.SearchStrategy[VetoAnswer]:
    """Answers that a form takes: parts in order, each asked because of the ones before."""

    @st.composite
    def draw_parts(draw: Callable[..., object]) -> VetoAnswer:
        given: dict[str, object] = {}
        for part in parts:
            if asked(part, given, categories) and draw(st.booleans()):  # type: ignore[arg-type]
                given[part.id] = draw(st.sampled_from(part.answers))
        reason = draw(st.one_of(st.just(""), reasons))
        return VetoAnswer(given, str(reason))  # type: ignore[arg-type]

    return draw_parts()


@st.composite
def any_answers(draw: st.DrawFn, of: Form) -> Answers:
    """Whatever an expert may have entered so far."""
    scores = {}
    for one in of.items:
        points = st.integers(0, int(2 * one.max)).map(lambda n: Decimal(n) / 2)
        match one.kind:
            case Kind.CHOICE:
                ways = [st.sampled_from([Chosen(choice.id) for choice in one.choices])]
            case Kind.COUNT:
                ways = [st.integers(0, 999_999_999).map(Counted)]
            case _:
                few = st.integers(0, int(2 * one.max / max(len(one.rows), 1)))
                ids = [row.id for row in one.rows]
                split = st.dictionaries(st.sampled_from(ids), few.map(lambda n: Decimal(n) / 2))
                ways = [points.map(Whole), split.map(Split)]
        if one.not_applicable:
            ways.append(reasons.map(NotApplicable))
        if draw(st.booleans()):
            scores[one.id] = draw(st.one_of(ways))
    categories = tuple(one for one in ("双超", "高耗能", "双有", "其他") if draw(st.booleans()))
    if of.depends_on_category and not categories:
        categories = ("其他",)
    ids = [one.id for one in of.items] + [one.id for one in of.vetoes]
    return Answers(
        expert=draw(reasons.map(expert_name).filter(bool)),
        categories=categories,
        scores=scores,
        vetoes={
            one.id: draw(parts_of(one.parts, categories))
            for one in of.vetoes
            if not one.computed and draw(st.booleans())
        },
        remarks=draw(st.dictionaries(st.sampled_from(ids), texts)) if ids else {},
        conclusion=draw(st.sampled_from([None, "pass", "fail"])) if of.conclusions else None,
        questions={
            one.id: draw(parts_of(one.parts, categories))
            for one in of.questions
            if draw(st.booleans())
        },
        fields=draw(fields_of(of)),
    )


def fields_of(of: Form) -> st.SearchStrategy[dict[str, object]]:
    if not of.fields:
        return st.just({})
    row = st.dictionaries(st.sampled_from(["who", "duty"]), texts)
    return st.fixed_dictionaries(
        {},
        optional={
            "name": texts,
            "nature": st.sampled_from(["own", "other"]),
            "kinds": st.lists(st.sampled_from(["x", "y"]), unique=True).map(tuple),
            "audit": st.sampled_from(["yes", "no"]),
            "team": st.lists(row, max_size=3).map(tuple),
        },
    )


@pytest.mark.parametrize(
    "of", [PLAIN, RICH, REBASED, CHOSEN], ids=["plain", "rich", "rebased", "chosen"]
)
@given(data=st.data())
@settings(max_examples=60)
def test_reading_gives_back_what_was_written(of: Form, data: st.DataObject) -> None:
    answers = data.draw(any_answers(of))
    assert written(of, answers) == answers


trees: st.SearchStrategy[Json] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**15), 10**15),
        st.sampled_from(["yes", "no", "na", "0", "8.5", "-1", "x", "i1", "双超", ""]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["expert", "enterprise", "categories", "scores", "vetoes", "remarks", "fields",
                 "questions", "conclusion", "sections", "i1", "i2", "i3", "v1", "v2", "a", "b",
                 "rows", "1", "2", "na", "choice", "count", "reason", "name", "team", "x"]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=25,
)  # fmt: skip


@pytest.mark.parametrize(
    "of", [PLAIN, RICH, REBASED, CHOSEN], ids=["plain", "rich", "rebased", "chosen"]
)
@given(document=trees)
@settings(max_examples=40)
def test_whatever_comes_is_answered_with_problems_or_answers(of: Form, document: Json) -> None:
    tree, unread = read(canonical(document))
    answers, problems = read_answers(of, tree)
    assert not unread
    assert (answers is None) == bool(problems)
    assert all(one.path == "" or one.path.startswith("/") for one in problems)
    # Nothing is complained about twice in the same words.
    told = [(one.path, one.code) for one in problems]
    assert len(set(told)) == len(told)
    assert answers is None or written(of, answers) == answers


# What stands beside an answer, fixed rows, a bonus in steps -------------------------------------

DETAILED = replace(
    CHOSEN,
    questions=(
        Question("q1", None, None, "许可证", (Part("a", "有", detail="编号"), Part("b", "在期"))),
    ),
    fields=(
        Field(
            "plan",
            "计划",
            FieldType.TABLE,
            columns=(Option("when", "时间"),),
            rows=(Option("1", "培训"), Option("2", "宣传")),
        ),
    ),
)
STEPPED = form(
    section("s1", item("i1", "100")),
    section(
        "s2",
        item(
            "i2",
            "5",
            kind=Kind.BONUS,
            choices=(Choice("lead", "国家级", d("5")), Choice("none", "没有", d("0"))),
        ),
    ),
    total="105",
)


def test_what_is_written_beside_an_answer_is_read_and_written_back() -> None:
    document = {
        "expert": "专家甲",
        "scores": {},
        "vetoes": {},
        "questions": {"q1": {"a": "yes", "details": {"a": " 9141 "}}},
    }
    answers, problems = read_answers(DETAILED, read(json.dumps(document).encode())[0])

    assert problems == ()
    assert answers is not None
    assert answers.questions["q1"] == VetoAnswer({"a": YES}, "", {"a": "9141"})
    assert answers_document(DETAILED, answers)["questions"] == {
        "q1": {"a": "yes", "details": {"a": "9141"}}
    }


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"details": {"b": "x"}}, [("/questions/q1/details/b", "unknown-id")]),
        ({"details": {"a": 5}}, [("/questions/q1/details/a", "wrong-type")]),
        ({"details": "x"}, [("/questions/q1/details", "wrong-type")]),
        ({"details": {"a": " "}}, []),
    ],
)
def test_a_bad_detail_is_named_at_its_place(given: object, problems: list[tuple[str, str]]) -> None:
    document = {"expert": "甲", "scores": {}, "vetoes": {}, "questions": {"q1": given}}

    assert found(DETAILED, document) == problems


def test_there_are_no_more_rows_than_the_form_has() -> None:
    def rows(count: int) -> object:
        plan = [{"when": "三月"}] * count
        return {"expert": "甲", "scores": {}, "vetoes": {}, "fields": {"plan": plan}}

    assert found(DETAILED, rows(2)) == []
    assert found(DETAILED, rows(4)) == [("/fields/plan/2", "unknown-id")]


def test_a_bonus_in_steps_is_chosen_and_not_typed() -> None:
    def given(score: object) -> object:
        return {"expert": "甲", "scores": {"i2": score}, "vetoes": {}}

    assert found(STEPPED, given({"choice": "lead"})) == []
    assert found(STEPPED, given("5")) == [("/scores/i2", "wrong-type")]
    assert found(STEPPED, given({"choice": "best"})) == [("/scores/i2/choice", "unknown-id")]


def test_edits_of_forms_without_points() -> None:
    [question] = DETAILED.questions
    edited = (
        Answers("甲")
        .with_answer("q1", "a", YES)
        .with_detail(question, "a", "9141")
        .with_field("plan", ({"when": "三月"},))
        .with_conclusion("pass")
    )

    assert edited.questions == {"q1": VetoAnswer({"a": YES}, "", {"a": "9141"})}
    assert edited.fields == {"plan": ({"when": "三月"},)}
    assert edited.conclusion == "pass"
    undone = (
        edited.with_answer("q1", "a", None).with_detail(question, "a", "").with_field("plan", ())
    )
    assert undone.with_conclusion(None) == Answers("甲")
    veto = PLAIN.vetoes[0]
    beside = Answers("甲").with_detail(veto, "a", "号")
    assert beside.vetoes == {veto.id: VetoAnswer({}, "", {"a": "号"})}
    assert beside.with_detail(veto, "a", "") == Answers("甲")


# Fields that hold days and numbers, and questions that hang on others --------------------------


KEPT = replace(
    CHOSEN,
    fields=(Field("day", "申请日期", FieldType.DATE), Field("sum", "注册资本", FieldType.NUMBER)),
    questions=(
        Question("q1", "1", None, "是否发生", (Part("a", "是否发生"),)),
        Question(
            "q2", "2", None, "如发生，是否整改", (Part("a", "", asked_if=Answered("a", YES, "q1")),)
        ),
    ),
)


def kept(**given: object) -> dict[str, object]:
    return {"expert": "甲", "scores": {}, "vetoes": {}} | given


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ({"day": "2026-11-20", "sum": "1200.5"}, []),
        ({"day": "", "sum": ""}, []),
        ({"sum": "-3"}, []),
        ({"day": "2026年11月20日"}, [("/fields/day", "wrong-type")]),
        ({"day": "2026-02-30"}, [("/fields/day", "wrong-type")]),
        (
            {"day": "明天", "sum": "许多"},
            [("/fields/day", "wrong-type"), ("/fields/sum", "not-a-number")],
        ),
        ({"sum": "１２"}, [("/fields/sum", "not-a-number")]),
        ({"sum": 12}, [("/fields/sum", "wrong-type")]),
    ],
)
def test_a_day_or_number_that_is_none_is_named(
    fields: object, problems: list[tuple[str, str]]
) -> None:
    assert found(KEPT, kept(fields=fields)) == problems


def test_a_field_is_refused_in_its_own_words() -> None:
    _, problems = read_answers(KEPT, tree_of(kept(fields={"day": "明天", "sum": "许多"})))  # type: ignore[arg-type]

    assert [say(one.code, {"path": one.path, **one.values}) for one in problems] == [
        "/fields/day 的写法不对，这里应是日期（写成 2026-11-20 这样）。",
        "「注册资本」填的不是数字，请用半角数字填写（12, 12.5 …）。",
    ]


@pytest.mark.parametrize(
    ("questions", "problems"),
    [
        ({"q1": {"a": "yes"}, "q2": {"a": "no"}}, []),
        ({"q2": {"a": "no"}, "q1": {"a": "yes"}}, []),
        ({"q1": {"a": "no"}}, []),
        ({"q1": {"a": "no"}, "q2": {"a": "na"}}, []),
        ({"q1": {"a": "no"}, "q2": {"a": "no"}}, [("/questions/q2/a", "not-asked")]),
        ({"q2": {"a": "no"}}, [("/questions/q2/a", "not-asked")]),
        ({"q1": {"a": "yes"}, "q2": {"a": "na"}}, [("/questions/q2/a", "not-an-answer")]),
        # What hangs on a refused answer is not refused with it.
        ({"q1": {"a": "maybe"}, "q2": {"a": "no"}}, [("/questions/q1/a", "not-an-answer")]),
    ],
)
def test_a_question_may_hang_on_an_earlier_one(
    questions: object, problems: list[tuple[str, str]]
) -> None:
    assert found(KEPT, kept(questions=questions)) == problems


@pytest.mark.parametrize(("answer", "open"), [(YES, ["q2"]), (NO, []), (None, ["q1"])])
def test_only_what_is_asked_is_missing(answer: Answer | None, open: list[str]) -> None:
    given = Answers("甲", conclusion="pass").with_answer("q1", "a", answer)

    assert score(KEPT, given).missing == tuple(f"/questions/{id}/a" for id in open)


def test_an_answer_that_hangs_on_another_question_is_written_while_it_is_asked() -> None:
    happened = Answers("甲").with_answer("q1", "a", YES).with_answer("q2", "a", NO)
    assert written(KEPT, happened) == happened
    nothing = happened.with_answer("q1", "a", NO)
    parts = {id: one.parts for id, one in written(KEPT, nothing).questions.items() if one.parts}
    assert parts == {"q1": {"a": NO}}
