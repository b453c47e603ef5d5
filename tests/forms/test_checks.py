"""What a definition means, judged: ways to be wrong that share a code, and ways to be right."""

from __future__ import annotations

import pytest

from cpscore.forms.reader import read_form

HEAD = "id: x\ntitle: 试\n"
POINTS = HEAD + "total: 10\nsections: [{items: [{max: 4}, {max: 6}]}]\n"
BANDS = "grades: [{id: a, label: 甲, range: x >= 6}, {id: b, label: 乙, range: x < 6}]\n"


def codes(text: str) -> list[str]:
    return [problem.code for problem in read_form(text.encode())[1]]


def items(*written: str, total: int = 10) -> str:
    return f"{HEAD}total: {total}\nsections: [{{items: [{', '.join(written)}]}}]\n"


def veto(text: str) -> str:
    return f"{HEAD}vetoes: [{{text: 甲, {text}}}]\n"


def condition(text: str) -> str:
    return f"{POINTS}{BANDS}conditions: [{{text: 甲, when: {text}}}]\n"


RIGHT = {
    "plain": POINTS + BANDS,
    "no grades": POINTS,
    "a bonus on top, capped at the total": items("{max: 10}", "{max: 5, kind: bonus}"),
    "a bonus in steps": items(
        "{max: 10}", "{kind: bonus, choices: [{text: 甲, points: 5}, {text: 乙, points: 0}]}"
    ),
    "a bonus inside the total": items("{max: 10}", "{max: 5, kind: bonus}", total=15),
    "a band of one point": POINTS
    + "grades: [{id: a, label: 甲, range: x < 10}, {id: b, label: 乙, range: 10 <= x <= 10}]\n",
    "one band": POINTS + "grades: [{id: a, label: 甲, range: 0 <= x <= 10}]\n",
    "a total of many digits": items("{max: 0.1, step: 0.1}", "{max: 199.9, step: 0.1}", total=200),
    "a count": items("{max: 4, per: 0.5}", "{max: 6, per: 2, cap: 4}"),
    "a veto on what does not apply": veto("not_applicable: yes, fails_when: a = na or a = no"),
    "a veto on the total within a band": POINTS
    + BANDS
    + "vetoes: [{text: 甲, fails_when: total < 8}]\n",
    "a veto on the total that leads to the band it takes": POINTS
    + "grades: [{id: a, label: 甲, range: x >= 8}, {id: b, label: 乙, range: 6 <= x < 8}, "
    "{id: c, label: 丙, range: x < 6}]\n"
    "vetoes: [{text: 甲, fails_when: total < 9, grade: b}]\n",
    "a band reached by falling": POINTS
    + "grades: [{id: a, label: 甲, range: x >= 8}, {id: b, label: 乙, range: 6 <= x < 8}, "
    "{id: c, label: 丙, range: x < 6}]\n"
    "vetoes: [{text: 甲, fails: no, grade: b}, {text: 乙, fails_when: total < 8}]\n",
    "a veto on points": POINTS + BANDS + "vetoes: [{text: 甲, fails_when: total < 3}]\n",
    "a veto on a section": POINTS + BANDS + "vetoes: [{text: 甲, fails_when: section 1 < 30%}]\n",
    "a condition in halves": condition("item 1.1 >= 2 and item 1.2 >= 50%"),
    "a condition either way": condition("item 1.1 >= 4 or total > 90%"),
    "grades named by a condition": POINTS
    + BANDS
    + "conditions: [{text: 甲, when: total > 7, grades: [a]}]\n",
    "notes about anything": POINTS
    + BANDS
    + "notes: [{about: 1.1, text: 注}, {about: a, text: 注}, {about: 1, text: 注}]\n",
    "a question only if another was answered so": HEAD
    + "questions: [甲, {text: 乙, asked_if: q1 = yes}, {text: 丙, asked_if: q1 = no}]\n",
    "assigned sections with means of items": POINTS + "panel: {assigned: yes, rule: item-mean}\n",
    "questions in a sheet of one's own": HEAD + "questions: [甲]\nsheet: [{questions: "
    "[{show: text, label: 内容, width: 150}, {show: yes, label: 是, width: 20}]}]\n",
    "long fields and tables": HEAD + "fields: [{id: a, label: 甲}, {id: b, label: 乙}, "
    "{id: c, label: 丙}, {id: d, label: 丁, type: long-text}, "
    "{id: e, label: 戊, type: table, columns: [己]}]\n",
}

WRONG = {
    "grades without a total": (HEAD + "fields: [{id: a, label: b}]\n" + BANDS, ["total-missing"]),
    "a total below its items": (items("{max: 4}", "{max: 8}"), ["sum-mismatch"]),
    "a bonus too small": (items("{max: 4}", "{max: 5, kind: bonus}"), ["sum-mismatch"]),
    "a bonus partly inside": (items("{max: 8}", "{max: 5, kind: bonus}"), ["sum-mismatch"]),
    "an item of no weight": (items("{title: 甲}", "{max: 10}"), ["missing-key"]),
    "a choice of nothing": (items("{max: 10, kind: choice}"), ["missing-key"]),
    "a count without a rate": (items("{max: 10, kind: count}"), ["missing-key"]),
    "choices that are not used": (
        items("{max: 10, kind: points, choices: [{text: 甲, points: 10}, {text: 乙, points: 0}]}"),
        ["kind-mismatch"],
    ),
    "a cap that is not used": (items("{max: 10, cap: 5}"), ["kind-mismatch"]),
    "a section's cap above its items": (
        HEAD + "total: 10\nsections: [{cap: 11, items: [{max: 10}]}]\n",
        ["cap-above-maximum"],
    ),
    "bands without a lowest": (
        POINTS + "grades: [{id: a, label: 甲, range: 2 <= x <= 10}]\n",
        ["band-ends"],
    ),
    "bands open at zero": (
        POINTS + "grades: [{id: a, label: 甲, range: 0 < x <= 10}]\n",
        ["band-ends"],
    ),
    "a band turned round": (
        POINTS
        + "grades: [{id: a, label: 甲, range: 0 <= x}, {id: b, label: 乙, range: 8 <= x < 7}]\n",
        ["band-empty"],
    ),
    "a band inside another": (
        POINTS
        + "grades: [{id: a, label: 甲, range: 0 <= x}, {id: b, label: 乙, range: 7 <= x < 8}]\n",
        ["band-overlap"],
    ),
    "a gap of width": (
        POINTS
        + "grades: [{id: a, label: 甲, range: x < 5}, {id: b, label: 乙, range: 6 <= x <= 10}]\n",
        ["band-gap"],
    ),
    "bands beyond the total": (
        POINTS
        + "grades: [{id: a, label: 甲, range: x < 5}, {id: b, label: 乙, range: 5 <= x <= 20}]\n",
        ["band-ends"],
    ),
    "asked about a later part": (
        veto("parts: [{text: 乙, asked_if: b = yes}, 丙], fails_when: a = no or b = no"),
        ["asked-if-later"],
    ),
    "asked about itself": (
        veto("parts: [乙, {text: 丙, asked_if: b = yes}], fails_when: a = no"),
        ["asked-if-later"],
    ),
    "asked about a part that is not there": (
        veto("parts: [乙, {text: 丙, asked_if: d = yes}], fails_when: a = no"),
        ["unknown-reference"],
    ),
    "a question about a later one": (
        HEAD + "questions: [{text: 甲, asked_if: q2 = yes}, 乙]\n",
        ["asked-if-later"],
    ),
    "a question about none": (
        HEAD + "questions: [甲, {text: 乙, asked_if: q7 = yes}]\n",
        ["unknown-reference"],
    ),
    "a question about an answer not offered": (
        HEAD + "questions: [甲, {text: 乙, asked_if: q1 = na}]\n",
        ["answer-not-offered"],
    ),
    "a question about one whose parts are still to be written": (
        HEAD + "questions: [{text: 甲, parts: []}, {text: 丁, asked_if: q1 = yes}]\n",
        ["too-few-members"],
    ),
    "a question about one of several parts": (
        HEAD + "questions: [{text: 甲, parts: [乙, 丙]}, {text: 丁, asked_if: q1 = yes}]\n",
        ["asked-if-chain"],
    ),
    "totals where nobody has one": (
        POINTS + "panel: {assigned: yes, rule: trimmed-mean}\n",
        ["assigned-totals"],
    ),
    "asked about an answer not offered": (
        veto("parts: [乙, {text: 丙, asked_if: a = na}], fails_when: a = no or b = no"),
        ["answer-not-offered"],
    ),
    "a veto on a part that is not there": (veto("fails_when: b = no"), ["unknown-reference"]),
    "a veto on points where there are none": (veto("fails_when: total < 3"), ["total-missing"]),
    "a veto on a section that is not there": (
        POINTS + BANDS + "vetoes: [{text: 甲, fails_when: section 9 < 3}]\n",
        ["unknown-reference"],
    ),
    "a veto no points set off": (
        POINTS + BANDS + "vetoes: [{text: 甲, fails_when: total < 0}]\n",
        ["veto-never-fails"],
    ),
    "a veto all points set off": (
        POINTS + BANDS + "vetoes: [{text: 甲, fails_when: total <= 100%}]\n",
        ["veto-always-fails"],
    ),
    "a veto on parts never asked together": (
        veto(
            "parts: [乙, {text: 丙, asked_if: a = yes}, {text: 丁, asked_if: a = no}], "
            "fails_when: b = no and c = no"
        ),
        ["veto-never-fails"],
    ),
    "a band that a condition on the total takes": (
        POINTS
        + "grades: [{id: a, label: 甲, range: x >= 8}, {id: b, label: 乙, range: 6 <= x < 8}, "
        "{id: c, label: 丙, range: x < 6}]\n"
        "conditions: [{text: 甲, when: 总分 >= 80%}]\n",
        ["band-unreachable"],
    ),
    "a band below what the floors come to": (
        HEAD + "total: 10\nsections: [{floor: 70%, items: [{max: 4}]}, "
        "{floor: 70%, items: [{max: 6}]}]\n"
        "grades: [{id: a, label: 甲, range: x >= 7}, {id: b, label: 乙, range: 6 <= x < 7}, "
        "{id: c, label: 丙, range: x < 6}]\n",
        ["band-unreachable"],
    ),
    "a veto that leads nowhere": (
        POINTS + BANDS + "vetoes: [{text: 甲, fails: no, grade: c}]\n",
        ["unknown-reference"],
    ),
    "a condition on answers": (condition("a = no"), ["points-and-answers"]),
    "a condition on nothing there": (condition("item 9 > 0"), ["unknown-reference"]),
    "a condition for a grade not there": (
        POINTS + BANDS + "conditions: [{text: 甲, when: total > 7, grades: [c]}]\n",
        ["unknown-reference"],
    ),
    "a choice field without options": (
        HEAD + "fields: [{id: a, label: 甲, type: choice}]\n",
        ["missing-key"],
    ),
    "a table without columns": (
        HEAD + "fields: [{id: a, label: 甲, type: table}]\n",
        ["missing-key"],
    ),
    "a sheet of unknown fields": (
        HEAD + "fields: [{id: a, label: 甲}]\nsheet: [{fields: [[b]]}, {line: ['{c}', '{ink}']}]\n",
        ["unknown-reference", "unknown-reference"],
    ),
    "a tick for no grade": (
        POINTS + BANDS + "sheet: [{statement: '{tick:c}'}]\n",
        ["unknown-reference"],
    ),
    "a block of no kind": (
        HEAD + "fields: [{id: a, label: 甲}]\nsheet: [{table: x}, 甲, {line: [a], grades: b}]\n",
        ["not-one-of", "not-one-of", "not-one-of"],
    ),
    "lists and texts in each other's places": (
        HEAD + "stage: [评估]\nfields: {id: a}\npanel: []\nnotes: ['', ' ']\n",
        ["wrong-type"] * 5,
    ),
    "words that are none": (
        HEAD + "status: offical\nfields: [{id: a, label: 甲, required: vielleicht}]\n",
        ["not-one-of", "not-one-of"],
    ),
    "points of many kinds": (
        items("{max: -1}", "{max: ５}", "{max: 1e3}", "{max: 0}", "{max: 1234567890123}"),
        ["bad-points"] * 5,
    ),
    "an id for a condition that a floor has": (
        HEAD
        + "total: 10\nsections: [{floor: 60%, items: [{max: 10}]}]\n"
        + BANDS
        + "conditions: [{id: floor-1, text: 甲, when: total > 7}]\n",
        ["duplicate-id"],
    ),
    "an item and a veto of one id": (
        POINTS + BANDS + "vetoes: [{id: 1.1, text: 甲, fails: no}]\n",
        ["duplicate-id"],
    ),
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_a_form_may_have(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(("text", "found"), WRONG.values(), ids=WRONG)
def test_a_form_may_not_have(text: str, found: list[str]) -> None:
    assert codes(text) == found
