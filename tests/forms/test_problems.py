"""Every code a definition can earn: a file that earns it, and it alone, at the right line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cpscore.forms.reader import MOST_PROBLEMS, read_form
from cpscore.forms.tree import MOST_BYTES
from cpscore.messages import LANGUAGES, forms, say

BAD = Path(__file__).parent / "bad"
FILES = sorted(BAD.glob("*.yaml"))
# Too big to keep as files; made below.
MADE_HERE = {"too-large-form", "too-many", "too-many-problems"}
PLAIN = "id: x\ntitle: 试\n"


def codes(data: bytes) -> list[str]:
    return [problem.code for problem in read_form(data)[1]]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_bad_form_earns_its_code_at_its_line(file: Path) -> None:
    data = file.read_bytes()
    line = int(data.split(b"\n", 1)[0].removeprefix(b"# line "))

    form, problems = read_form(data, file.name)

    assert form is None
    assert [(one.code, one.line, one.file) for one in problems] == [(file.stem, line, file.name)]
    assert (problems[0].column or 0) >= 1
    for language in LANGUAGES:
        assert say(file.stem, {"path": problems[0].path} | dict(problems[0].values), language)


def test_every_code_has_its_file() -> None:
    shared_with_answers = {"duplicate-key", "missing-key", "wrong-type"}

    assert {file.stem for file in FILES} | MADE_HERE == forms.ZH.keys() | shared_with_answers


def test_every_sentence_says_how_to_mend() -> None:
    mending = re.compile("请|可以写|只能|要写|改好")

    assert [code for code, text in forms.ZH.items() if not mending.search(text)] == []


def test_a_file_too_large_is_not_read() -> None:
    assert codes(PLAIN.encode() + b"#" * MOST_BYTES) == ["too-large-form"]


def test_a_list_too_long_is_named() -> None:
    rows = "".join(f"  - {number}\n" for number in range(501))

    assert codes(f"{PLAIN}notes:\n{rows}fields: [{{id: a, label: b}}]\n".encode()) == ["too-many"]


def test_problems_end_before_patience_does() -> None:
    keys = "".join(f"key{number}: 1\n" for number in range(10_000))

    found = codes((PLAIN + keys).encode())

    assert len(found) == MOST_PROBLEMS + 1
    assert "too-many-problems" in found


def test_everything_is_found_in_one_go() -> None:
    form = """
id: x
titel: 试
total: 90
sections:
  - floor: 120%
    items:
      - {max: 5, step: 0.4, rows: [a, {text: , nummer: 3}]}
      - {id: 1.1, max: ５}
grades:
  - {id: a, label: 甲, range: x < 30}
  - {id: b, label: 乙, range: 30 < x}
vetoes:
  - {text: 丙, fails_when: b = no}
  - {text: 丁}
notes: [{about: 无, text: 戊}]
"""
    assert {(one.code, one.line) for one in read_form(form.encode())[1]} == {
        ("missing-key", 2),
        ("unknown-key", 3),
        ("floor-above-section", 6),
        ("step-misses-maximum", 8),
        ("missing-key", 8),
        ("unknown-key", 8),
        ("bad-points", 9),
        ("duplicate-id", 9),
        ("band-gap", 12),
        ("unknown-reference", 14),
        ("missing-key", 15),
        ("unknown-reference", 16),
    }


def test_a_check_is_silent_about_what_could_not_be_read() -> None:
    # Without the weight nobody knows the sum; without the range nobody knows the bands.
    form = """
id: x
title: 试
total: 10
sections: [{items: [{max: 十分}, {max: 6}]}]
grades: [{id: a, label: 甲, range: 好}, {id: b, label: 乙, range: x < 3}]
"""
    assert codes(form.encode()) == ["bad-points", "bad-range"]


def test_a_block_that_cannot_be_read_hides_no_reference_to_nothing() -> None:
    form = """
id: 表 一
title: 试
total: 10
sections: [{items: [{max: 10}]}]
grades: [{id: a, label: 甲, range: x < 6}, {id: b, label: 乙, range: x >= 6}]
vetoes: [{text: 丙, fails: no, asked_of: [双朝], grade: c}]
conditions: [{text: 丁, when: section 9 >= 60%}]
sheet: [{scors: []}]
"""
    assert codes(form.encode()) == [
        "bad-id",
        "not-one-of",
        "unknown-reference",
        "unknown-reference",
        "not-one-of",
    ]


def test_a_reference_to_what_has_no_id_that_could_be_read_is_no_problem_yet() -> None:
    form = """
id: x
title: 试
total: 10
sections: [{id: 甲 一, items: [{max: 10}]}]
conditions: [{text: 丁, when: section 9 >= 60%}]
"""
    assert codes(form.encode()) == ["bad-id"]


def test_an_unknown_key_is_told_the_nearest_known_one() -> None:
    problems = read_form(b"id: x\ntitle: y\nfeilds: []\nconclusions: [{id: a, label: b}]\n")[1]

    assert problems[0].values == {"name": "feilds", "known": ["fields"]}
    assert problems[0].path == "/feilds"
