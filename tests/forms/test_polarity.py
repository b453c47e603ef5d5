"""Which answers fail: the table of the domain rules, section 3, written out once more."""

from __future__ import annotations

import pytest

from cpscore.forms.catalogue import find
from cpscore.rules.form import Form
from cpscore.rules.form_document import form_document

YES, NO = {"part": "a", "is": "yes"}, {"part": "a", "is": "no"}
EXISTS_AND_NOT_MENDED = {"all": [YES, {"part": "b", "is": "no"}]}

POLARITY = {
    "hebei-c": {
        "law-1": {"any": [YES, {"part": "b", "is": "no"}, {"part": "c", "is": "no"}]},
        "law-2": YES,
        "law-3": EXISTS_AND_NOT_MENDED,
        "law-4": NO,
        "quality-1": YES,
        "quality-2": YES,
        "quality-3": NO,
        "quality-4": YES,
    },
    "hebei-e": {"v1": NO, "v2": NO, "v3": YES, "v4": YES},
    "hebei-g": {
        "v1": NO,
        "v2": NO,
        "v3": NO,
        "v4": YES,
        "v5": {"any": [NO, {"part": "b", "is": "no"}]},
        "v6": NO,
        "v7": YES,
        "v8": EXISTS_AND_NOT_MENDED,
    },
}
# Parts that only some enterprises are asked, or only after an answer.
ASKED = {
    ("hebei-c", "law-1", "b"): {"category": ["双超", "双有"]},
    ("hebei-c", "law-1", "c"): {"category": ["高耗能"]},
    ("hebei-c", "law-3", "b"): YES,
    ("hebei-g", "v3", "a"): {"category": ["双有"]},
    ("hebei-g", "v5", "b"): {"part": "a", "is": "na"},
    ("hebei-g", "v8", "b"): YES,
}
MAY_BE_NA = {("hebei-c", "law-4", "a"), ("hebei-g", "v2", "a"), ("hebei-g", "v5", "a")}
GROUPS = {
    "hebei-c": ["法规、政策符合性"] * 4 + ["审核报告存在重大质量问题"] * 4,
    "hebei-e": [None] * 4,
    "hebei-g": ["双超", "双超", "双有", "其他", "其他", "其他", "其他", "其他"],
}
BANDS = {
    "hebei-c": [
        ("redo", "0", True, "70", False),
        ("amend", "70", True, "90", True),
        ("proceed", "90", False, "100", True),
    ],
    "hebei-e": [
        ("excellent", "90", True, "100", True),
        ("good", "80", False, "90", False),
        ("pass", "70", True, "80", True),
        ("fail", "0", True, "70", False),
    ],
    "hebei-g": [("pass", "60", True, "100", True), ("fail", "0", True, "60", False)],
}


def shipped_form(id: str) -> Form:
    found = find(id)
    assert found is not None
    assert found.form is not None
    return found.form


@pytest.mark.parametrize("id", POLARITY)
def test_each_veto_fails_on_the_answers_of_the_rules(id: str) -> None:
    vetoes = form_document(shipped_form(id))["vetoes"]
    assert isinstance(vetoes, list)

    assert {veto["id"]: veto["fails_when"] for veto in vetoes} == POLARITY[id]
    assert [veto["group"] for veto in vetoes] == GROUPS[id]


@pytest.mark.parametrize("id", POLARITY)
def test_each_part_is_asked_of_whom_the_rules_say(id: str) -> None:
    document = form_document(shipped_form(id))
    vetoes = document["vetoes"]
    assert isinstance(vetoes, list)
    parts = {(id, veto["id"], part["id"]): part for veto in vetoes for part in veto["parts"]}

    assert {at: part["asked_if"] for at, part in parts.items() if part["asked_if"]} == {
        at: asked for at, asked in ASKED.items() if at[0] == id
    }
    assert {at for at, part in parts.items() if "na" in part["answers"]} == {
        at for at in MAY_BE_NA if at[0] == id
    }


@pytest.mark.parametrize("id", POLARITY)
def test_the_bands_are_open_and_closed_as_printed(id: str) -> None:
    grades = [
        (one.id, str(one.lower), one.lower_closed, str(one.upper), one.upper_closed)
        for one in shipped_form(id).grades
    ]

    assert grades == BANDS[id]


def test_the_ids_are_those_of_the_contract() -> None:
    forms = {letter: shipped_form(f"hebei-{letter}") for letter in "ceg"}

    assert [section.id for section in forms["c"].sections] == ["1", "2", "3"]
    assert [item.id for item in forms["c"].items] == (
        ["1.1", "1.2", *(f"2.{n}" for n in range(1, 10)), *(f"3.{n}" for n in range(1, 5))]
    )
    assert [item.id for item in forms["e"].items] == ["w1", "w2", "w3", "w4"]
    assert [item.title for item in forms["e"].items] == [None] * 4
    assert [section.title for section in forms["e"].sections] == [
        "审核过程",
        "咨询能力",
        None,
        "审核成果",
    ]
    assert [row.id for item in forms["e"].items for row in item.rows] == [
        str(n) for n in range(1, 11)
    ]
    assert [item.id for item in forms["g"].items] == [f"g{n}" for n in range(1, 10)]
    assert len({item.title for item in list(forms["g"].items)[6:]}) == 1
    assert {row.number for item in forms["g"].items for row in item.rows} == {None}


def test_every_veto_of_a_form_says_what_is_ours() -> None:
    # C and E name no consequence of a veto; the sheet says so.
    for letter in "ce":
        assert any("没有规定" in note.text and "后果" in note.text for note in notes(letter))
    # 6.2.5 b) read literally would fail every honest enterprise.
    assert any(note.source == "6.2.5 b)" for note in notes("g"))
    assert {note.about for note in notes("g")} >= {"v1", "v2", "v7", "v8"}
    assert {note.about for note in notes("c")} >= {"law-1", "law-2", "law-4", "quality-3"}
    assert "good" in {note.about for note in notes("e")}


def notes(letter: str) -> tuple[object, ...]:
    return shipped_form(f"hebei-{letter}").notes
