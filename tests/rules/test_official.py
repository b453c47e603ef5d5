"""Hebei C, E and G as shipped, against hand calculation and the table of rules, section 3, typed
from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest

from cpscore.forms.reader import read_form
from cpscore.places import forms_folder
from cpscore.rules.answers import Answers, Split, Whole
from cpscore.rules.answers_reading import read_answers
from cpscore.rules.answers_writing import answers_document
from cpscore.rules.draft import tree_of
from cpscore.rules.form import Form
from cpscore.rules.merging import Decisions, VetoDecision
from cpscore.rules.scoring import score
from tests.rules.samples import answered, codes, merged, states


def shipped(id: str) -> Form:
    form, problems = read_form((forms_folder() / f"{id}.yaml").read_bytes(), id)
    assert problems == ()
    assert form is not None
    return form


FORMS = {letter: shipped(f"hebei-{letter.lower()}") for letter in "CEG"}

# The weights as printed, in their order.
WEIGHTS = {
    "C": {
        "1.1": 3, "1.2": 7,
        "2.1": 4, "2.2": 11, "2.3": 8, "2.4": 6, "2.5": 11, "2.6": 6, "2.7": 4, "2.8": 6, "2.9": 6,
        "3.1": 6, "3.2": 6, "3.3": 12, "3.4": 4,
    },
    "E": {"w1": 15, "w2": 40, "w3": 30, "w4": 15},
    "G": {
        "g1": 10, "g2": 22, "g3": 25, "g4": 6, "g5": 10, "g6": 21, "g7": 2, "g8": 2, "g9": 2,
    },
}  # fmt: skip

# What an honest plant answers, of the category 其他.
HONEST = {
    "C": {
        "law-1": "a=no", "law-2": "a=no", "law-3": "a=no", "law-4": "a=yes",
        "quality-1": "a=no", "quality-2": "a=no", "quality-3": "a=yes", "quality-4": "a=no",
    },
    "E": {"v1": "a=yes", "v2": "a=yes", "v3": "a=no", "v4": "a=no"},
    "G": {
        "v1": "a=yes", "v2": "a=yes", "v4": "a=no", "v5": "a=yes", "v6": "a=yes", "v7": "a=no",
        "v8": "a=no",
    },
}  # fmt: skip


def ballot(
    letter: str, total: str, expert: str = "甲", category: str = "其他", **vetoes: str
) -> Answers:
    """Complete answers with this total: each weight in full until the points are used up."""
    left, scores = Decimal(total), {}
    for id, weight in WEIGHTS[letter].items():
        given = min(left, Decimal(weight))
        scores[id], left = Whole(given), left - given
    assert left == 0
    given_vetoes = answered(**{**HONEST[letter], **vetoes})
    return Answers(expert, tuple(category.split()), scores, given_vetoes)


@pytest.mark.parametrize("letter", "CEG")
def test_the_weights_are_the_printed_ones(letter: str) -> None:
    form = FORMS[letter]
    assert {one.id: one.max for one in form.items} == WEIGHTS[letter]
    assert form.total == sum(WEIGHTS[letter].values()) == 100
    assert {one.step for one in form.items} == {Decimal("0.5")}


def test_the_rows_and_sections_are_the_printed_ones() -> None:
    rows = {letter: sum(len(one.rows) for one in form.items) for letter, form in FORMS.items()}
    assert rows == {"C": 27, "E": 10, "G": 21}
    assert [one.max for one in FORMS["C"].sections] == [10, 62, 28]
    assert [len(one.rows) for one in FORMS["G"].items] == [3, 5, 5, 1, 1, 3, 1, 1, 1]


# Grades ----------------------------------------------------------------------------------------

EDGES = [
    ("G", "0", "fail"), ("G", "59.5", "fail"), ("G", "60", "pass"), ("G", "60.5", "pass"),
    ("G", "100", "pass"),
    ("C", "0", "redo"), ("C", "69.5", "redo"), ("C", "70", "amend"), ("C", "70.5", "amend"),
    ("C", "90", "amend"), ("C", "90.5", "proceed"), ("C", "100", "proceed"),
    ("E", "0", "fail"), ("E", "69.5", "fail"), ("E", "70", "pass"), ("E", "80", "pass"),
    ("E", "80.5", "good"), ("E", "89.5", "good"), ("E", "90", "excellent"),
    ("E", "100", "excellent"),
]  # fmt: skip


@pytest.mark.parametrize(("letter", "total", "grade"), EDGES)
def test_the_ends_of_the_bands_belong_where_they_are_printed(
    letter: str, total: str, grade: str
) -> None:
    result = score(FORMS[letter], ballot(letter, total))
    assert result.missing == ()
    assert result.points is not None
    assert result.points.total == Fraction(total)
    assert result.grade is not None
    assert result.verdict is not None
    assert (result.grade.id, result.verdict.id) == (grade, grade)
    three = merged(FORMS[letter], [ballot(letter, total, name) for name in "甲乙丙"])
    assert three.verdict is not None
    assert three.verdict.id == grade


@pytest.mark.parametrize(
    ("letter", "totals", "exact", "shown", "grade"),
    [
        ("G", ("60", "60", "59"), "179/3", "59.67", "fail"),
        ("G", ("60", "61", "59"), "60", "60.00", "pass"),
        ("G", ("59.5", "60", "60.5"), "60", "60.00", "pass"),
        ("G", ("59.5", "60", "60"), "359/6", "59.83", "fail"),
        ("C", ("70", "70", "69.5"), "419/6", "69.83", "redo"),
        ("C", ("90", "90", "90.5"), "541/6", "90.17", "proceed"),
        ("C", ("90.5", "89.5", "90"), "90", "90.00", "amend"),
        ("E", ("80", "80", "80.5"), "481/6", "80.17", "good"),
        ("E", ("80.5", "79.5", "80"), "80", "80.00", "pass"),
        ("E", ("90", "90", "89.5"), "539/6", "89.83", "good"),
        ("E", ("90", "90.5", "89.5"), "90", "90.00", "excellent"),
        ("E", ("70", "70", "69.5"), "419/6", "69.83", "fail"),
    ],
)
def test_the_mean_is_graded_exactly(
    letter: str, totals: tuple[str, ...], exact: str, shown: str, grade: str
) -> None:
    ballots = [ballot(letter, total, f"甲{at}") for at, total in enumerate(totals)]
    result = merged(FORMS[letter], ballots)
    assert result.total is not None
    assert (result.total.exact, result.total.shown) == (Fraction(exact), shown)
    assert result.grade is not None
    assert result.verdict is not None
    assert (result.grade.id, result.verdict.id) == (grade, grade)


@pytest.mark.parametrize("others", [100, 250])
def test_a_mean_just_below_60_is_never_shown_as_60(others: int) -> None:
    totals = ["60"] * others + ["59.5"]
    result = merged(FORMS["G"], [ballot("G", total, f"{at}") for at, total in enumerate(totals)])
    assert result.total is not None
    assert result.total.exact < 60
    assert result.total.shown == {100: "59.995", 250: "59.998"}[others]
    assert result.grade is not None
    assert result.grade.id == "fail"


# Vetoes: rules, section 3 ----------------------------------------------------------------------

ANYBODY = ("双超", "高耗能", "双有", "其他", "双超 双有", "双超 高耗能 双有 其他")

# form, veto, categories of the enterprise, answers, state
POLARITY: list[tuple[str, str, tuple[str, ...], str, str]] = [
    # C law-1: a 未批先建 = 是; b (双超, 双有) 合规分析 = 否; c (高耗能) 能效限额分析 = 否
    ("C", "law-1", ("其他",), "a=no", "clear"),
    ("C", "law-1", ANYBODY, "a=yes", "failed"),
    ("C", "law-1", ("双超", "双有", "双超 双有", "双有 其他"), "a=no b=yes", "clear"),
    ("C", "law-1", ("双超", "双有", "双超 高耗能"), "a=no b=no", "failed"),
    ("C", "law-1", ("双超", "双有", "双超 双有"), "a=no", "unanswered"),
    ("C", "law-1", ("高耗能", "高耗能 其他"), "a=no c=yes", "clear"),
    ("C", "law-1", ("高耗能", "高耗能 双有"), "a=no c=no", "failed"),
    ("C", "law-1", ("高耗能",), "a=no", "unanswered"),
    ("C", "law-1", ("双超 高耗能", "高耗能 双有"), "a=no b=yes c=yes", "clear"),
    ("C", "law-1", ("双超 高耗能", "高耗能 双有"), "a=no b=yes", "unanswered"),
    ("C", "law-1", ("双超 高耗能",), "a=no b=yes c=no", "failed"),
    # C law-2: a = 是
    ("C", "law-2", ANYBODY, "a=yes", "failed"),
    ("C", "law-2", ANYBODY, "a=no", "clear"),
    # C law-3: a = 是 and b 按时整改 = 否
    ("C", "law-3", ANYBODY, "a=no", "clear"),
    ("C", "law-3", ANYBODY, "a=yes", "unanswered"),
    ("C", "law-3", ANYBODY, "a=yes b=yes", "clear"),
    ("C", "law-3", ANYBODY, "a=yes b=no", "failed"),
    # C law-4: a = 否; 自审: 不适用
    ("C", "law-4", ANYBODY, "a=yes", "clear"),
    ("C", "law-4", ANYBODY, "a=no", "failed"),
    ("C", "law-4", ANYBODY, "a=na", "not_applicable"),
    # C quality-1, -2, -4: a = 是; quality-3: a = 否
    ("C", "quality-1", ANYBODY, "a=yes", "failed"),
    ("C", "quality-1", ANYBODY, "a=no", "clear"),
    ("C", "quality-2", ANYBODY, "a=yes", "failed"),
    ("C", "quality-2", ANYBODY, "a=no", "clear"),
    ("C", "quality-3", ANYBODY, "a=no", "failed"),
    ("C", "quality-3", ANYBODY, "a=yes", "clear"),
    ("C", "quality-4", ANYBODY, "a=yes", "failed"),
    ("C", "quality-4", ANYBODY, "a=no", "clear"),
    # E v1, v2: a = 否; v3, v4: a = 是
    ("E", "v1", ANYBODY, "a=no", "failed"),
    ("E", "v1", ANYBODY, "a=yes", "clear"),
    ("E", "v2", ANYBODY, "a=no", "failed"),
    ("E", "v2", ANYBODY, "a=yes", "clear"),
    ("E", "v3", ANYBODY, "a=yes", "failed"),
    ("E", "v3", ANYBODY, "a=no", "clear"),
    ("E", "v4", ANYBODY, "a=yes", "failed"),
    ("E", "v4", ANYBODY, "a=no", "clear"),
    # G v1, v2: a = 否, asked of everybody; v2 allows 不适用
    ("G", "v1", ANYBODY, "a=no", "failed"),
    ("G", "v1", ANYBODY, "a=yes", "clear"),
    ("G", "v2", ANYBODY, "a=no", "failed"),
    ("G", "v2", ANYBODY, "a=yes", "clear"),
    ("G", "v2", ANYBODY, "a=na", "not_applicable"),
    # G v3: a (双有 only) = 否
    ("G", "v3", ("双有", "双超 双有"), "a=no", "failed"),
    ("G", "v3", ("双有", "双超 双有"), "a=yes", "clear"),
    ("G", "v3", ("双有", "双有 其他"), "", "unanswered"),
    ("G", "v3", ("双超", "高耗能", "其他", "双超 高耗能 其他"), "", "not_applicable"),
    # G v4: a = 是
    ("G", "v4", ANYBODY, "a=yes", "failed"),
    ("G", "v4", ANYBODY, "a=no", "clear"),
    # G v5: the one that applies = 否
    ("G", "v5", ANYBODY, "a=yes", "clear"),
    ("G", "v5", ANYBODY, "a=no", "failed"),
    ("G", "v5", ANYBODY, "a=na", "unanswered"),
    ("G", "v5", ANYBODY, "a=na b=yes", "clear"),
    ("G", "v5", ANYBODY, "a=na b=no", "failed"),
    # G v6: a = 否; v7: a = 是
    ("G", "v6", ANYBODY, "a=no", "failed"),
    ("G", "v6", ANYBODY, "a=yes", "clear"),
    ("G", "v7", ANYBODY, "a=yes", "failed"),
    ("G", "v7", ANYBODY, "a=no", "clear"),
    # G v8: a = 是 and b 整改并验收通过 = 否
    ("G", "v8", ANYBODY, "a=no", "clear"),
    ("G", "v8", ANYBODY, "a=yes", "unanswered"),
    ("G", "v8", ANYBODY, "a=yes b=yes", "clear"),
    ("G", "v8", ANYBODY, "a=yes b=no", "failed"),
]


@pytest.mark.parametrize(
    ("letter", "id", "category", "given", "state"),
    [
        (letter, id, category, given, state)
        for letter, id, categories, given, state in POLARITY
        for category in categories
    ],
)
def test_every_veto_fails_on_the_answer_it_means(
    letter: str, id: str, category: str, given: str, state: str
) -> None:
    form, answers = FORMS[letter], ballot(letter, "100", category=category, **{id: given})
    assert states(score(form, answers))[id] == state
    # And a reader takes exactly these answers.
    read, problems = read_answers(form, tree_of(answers_document(form, answers)))
    assert problems == ()
    assert read is not None
    assert read.vetoes[id].parts == answers.vetoes[id].parts


@pytest.mark.parametrize("letter", "CEG")
def test_the_table_names_every_veto_in_both_ends(letter: str) -> None:
    ids = [one.id for one in FORMS[letter].vetoes]
    table = [(id, state) for form, id, _, _, state in POLARITY if form == letter]
    assert list(dict.fromkeys(id for id, _ in table)) == ids
    assert all((id, state) in table for id in ids for state in ("failed", "clear"))


REFUSED = [
    # part not asked, or 不适用 where the table does not allow it
    ("C", "law-1", "其他", "a=no b=yes", "not-asked"),
    ("C", "law-1", "高耗能", "a=no b=yes", "not-asked"),
    ("C", "law-1", "双超 双有", "a=no b=yes c=yes", "not-asked"),
    ("C", "law-1", "双超", "a=na", "not-an-answer"),
    ("C", "law-1", "双超", "a=no b=na", "not-an-answer"),
    ("C", "law-3", "其他", "a=no b=yes", "not-asked"),
    ("C", "law-3", "其他", "a=na", "not-an-answer"),
    ("C", "quality-3", "其他", "a=na", "not-an-answer"),
    ("E", "v1", "其他", "a=na", "not-an-answer"),
    ("G", "v1", "其他", "a=na", "not-an-answer"),
    ("G", "v3", "其他", "a=yes", "not-asked"),
    ("G", "v3", "双有", "a=na", "not-an-answer"),
    ("G", "v5", "其他", "a=yes b=yes", "not-asked"),
    ("G", "v5", "其他", "a=na b=na", "not-an-answer"),
    ("G", "v8", "其他", "a=no b=no", "not-asked"),
    ("G", "v8", "其他", "a=yes b=na", "not-an-answer"),
]


@pytest.mark.parametrize(("letter", "id", "category", "given", "code"), REFUSED)
def test_what_a_part_does_not_offer_is_refused(
    letter: str, id: str, category: str, given: str, code: str
) -> None:
    parts = dict(pair.split("=") for pair in given.split())
    document: Mapping[str, object] = {
        "expert": "甲",
        "enterprise": {"categories": category.split()},
        "scores": {},
        "vetoes": {id: parts},
    }
    _, problems = read_answers(FORMS[letter], tree_of(document))  # type: ignore[arg-type]
    last = list(parts)[-1]
    assert [(one.path, one.code) for one in problems] == [(f"/vetoes/{id}/{last}", code)]


FAILING = [
    ("C", "其他", {"law-1": "a=yes"}), ("C", "双有", {"law-1": "a=no b=no"}),
    ("C", "高耗能", {"law-1": "a=no c=no"}), ("C", "其他", {"law-2": "a=yes"}),
    ("C", "其他", {"law-3": "a=yes b=no"}), ("C", "其他", {"law-4": "a=no"}),
    ("C", "其他", {"quality-1": "a=yes"}), ("C", "其他", {"quality-2": "a=yes"}),
    ("C", "其他", {"quality-3": "a=no"}), ("C", "其他", {"quality-4": "a=yes"}),
    ("E", "其他", {"v1": "a=no"}), ("E", "其他", {"v2": "a=no"}),
    ("E", "其他", {"v3": "a=yes"}), ("E", "其他", {"v4": "a=yes"}),
    ("G", "其他", {"v1": "a=no"}), ("G", "其他", {"v2": "a=no"}), ("G", "双有", {"v3": "a=no"}),
    ("G", "其他", {"v4": "a=yes"}), ("G", "其他", {"v5": "a=no"}),
    ("G", "其他", {"v5": "a=na b=no"}), ("G", "其他", {"v6": "a=no"}),
    ("G", "其他", {"v7": "a=yes"}), ("G", "其他", {"v8": "a=yes b=no"}),
]  # fmt: skip


@pytest.mark.parametrize(("letter", "category", "vetoes"), FAILING)
def test_a_sustained_veto_leads_to_the_lowest_band(
    letter: str, category: str, vetoes: dict[str, str]
) -> None:
    result = score(FORMS[letter], ballot(letter, "100", category=category, **vetoes))
    assert result.missing == ()
    assert result.grade is not None
    assert result.verdict is not None
    highest = {"C": "proceed", "E": "excellent", "G": "pass"}[letter]
    lowest = {"C": "redo", "E": "fail", "G": "fail"}[letter]
    assert (result.grade.id, result.verdict.id) == (highest, lowest)
    assert codes(result.reasons) == ["points-grade", "veto-failed"]


def test_the_category_is_needed_where_a_part_depends_on_it() -> None:
    assert [FORMS[letter].depends_on_category for letter in "CEG"] == [True, False, True]


# The panel -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sustained", "verdict"), [(True, "fail"), (False, "pass")], ids=["sustained", "overruled"]
)
def test_two_say_fail_and_one_says_clear(sustained: bool, verdict: str) -> None:
    ballots = [
        ballot("G", "80", "甲", v8="a=yes b=no"),
        ballot("G", "80", "乙", v8="a=yes b=no"),
        ballot("G", "80", "丙", v8="a=yes b=yes"),
    ]
    open_one = merged(FORMS["G"], ballots)
    assert open_one.grade is not None
    assert (open_one.grade.id, open_one.verdict) == ("pass", None)
    assert [str(one.state) for one in open_one.vetoes] == [
        "clear", "clear", "not_applicable", "clear", "clear", "clear", "clear", "contested",
    ]  # fmt: skip
    decisions = Decisions({"v8": VetoDecision(sustained, "查阅验收文件")})
    settled = merged(FORMS["G"], ballots, decisions)
    assert str(settled.vetoes[-1].state) == "settled"
    assert settled.verdict is not None
    assert settled.verdict.id == verdict


def test_a_split_is_the_same_as_its_sum() -> None:
    rows = Split({"1": Decimal(4), "2": Decimal("3.5"), "3": Decimal(1)})
    answers = ballot("G", "100").with_score("g1", rows)
    assert (
        score(FORMS["G"], answers).points
        == score(FORMS["G"], ballot("G", "100").with_score("g1", Whole(Decimal("8.5")))).points
    )
