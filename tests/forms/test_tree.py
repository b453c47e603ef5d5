"""YAML as a tree of texts: nothing guessed, every place known, no bytes that crash or hold up."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cpscore.forms.reader import read_form
from cpscore.forms.tree import MOST_BYTES, Node, Sequence, Table, Text, read_tree
from cpscore.rules.problem import Problem

HOSTILE = {
    "deep list": "[" * 500_000,
    "deep table": "{" * 500_000,
    "deep block list": "- " * 400_000,
    "deep keys": "? " * 400_000,
    "open brackets in a long line": "[a," * 10 + "b," * 400_000,
    "endless quote": "'" + "a" * 900_000,
    "many keys": "".join(f"a{number}: b\n" for number in range(80_000)),
    "one key many times": "a: b\n" * 200_000,
    "many lists": "id: x\ntitle: y\nnotes:\n" + "- []\n" * 200_000,
    "many documents": "---\n" * 250_000,
    "anchors": "a: &b c\n" * 120_000,
    "laughs": "a: &a [x]\n" + "b: &b [*a,*a,*a]\n" * 50_000,
    "tags": "a: !x y\n" * 120_000,
    "directives": "%YAML 1.1\n" * 90_000,
    "long names": "".join(f"{'a' * 5_000}{number}: b\n" for number in range(190)),
    "many items": "id: x\ntitle: y\ntotal: 1\nsections:\n"
    + ("- items:\n" + "  - {max: 1, rows: [a, a]}\n" * 400) * 60,
    "many notes": "id: x\ntitle: y\nnotes:\n" + "- {text: a, about: b}\n" * 45_000,
    "a veto of many cases": "id: x\ntitle: y\nvetoes:\n"
    + (
        "- text: a\n  parts: ["
        + ", ".join(["{text: b, not_applicable: yes, asked_of: [其他]}"] * 6)
        + "]\n  fails_when: "
        + " and ".join(["a = yes", "a = no"] + ["b = no"] * 20)
        + "\n"
    )
    * 60,
    "conditions of many cases": "id: x\ntitle: y\ntotal: 10\nsections:\n- items: ["
    + ", ".join(["{max: 1}"] * 10)
    + "]\nconditions:\n"
    + (
        "- text: a\n  when: "
        + " and ".join(f"item 1.{at} >= 0" for at in range(1, 10))
        + " and total < 0\n"
    )
    * 60,
}


def tree(text: str) -> Node | None:
    return read_tree(text.encode(), lambda problem: pytest.fail(problem.code))


def test_scalars_stay_the_texts_they_are() -> None:
    node = tree("a: no\nb: 1.0\nc: 2025-04-27\nd: ~\ne:\nf: '0x1F'\ng: 1_000\n")

    assert isinstance(node, Table)
    assert {name: one.text for name, one in node.members.items() if isinstance(one, Text)} == {
        "a": "no",
        "b": "1.0",
        "c": "2025-04-27",
        "d": "~",
        "e": "",
        "f": "0x1F",
        "g": "1_000",
    }


def test_every_node_knows_its_place() -> None:
    node = tree("# 说明\n表: {行: [甲, 乙]}\n")

    assert isinstance(node, Table)
    inner = node.members["表"]
    assert isinstance(inner, Table)
    rows = inner.members["行"]
    assert isinstance(rows, Sequence)
    assert (node.keys["表"].line, node.keys["表"].column) == (2, 1)
    assert (inner.line, inner.column) == (2, 4)
    assert [(one.line, one.column) for one in rows.members] == [(2, 9), (2, 12)]


def test_a_repeated_name_keeps_its_first_value() -> None:
    problems: list[Problem] = []
    node = read_tree(b"a: 1\nb: 2\na/: 3\na/: 4\na: 5\n", problems.append)

    assert isinstance(node, Table)
    assert list(node.members) == ["a", "b", "a/"]
    assert [(one.code, one.path, one.line) for one in problems] == [
        ("duplicate-key", "/a~1", 4),
        ("duplicate-key", "/a", 5),
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("id: x\ntitle：试\ntotal: 100\n", (2, 1)),
        ('id: x\ntitle: "试\ntotal: 100\n', (2, 8)),
        ("id: x\ntitle: 试: 一\ntotal: 100\n", (2, 9)),
    ],
)
def test_what_cannot_be_read_is_placed_where_it_is_wrong(text: str, place: tuple[int, int]) -> None:
    problems: list[Problem] = []

    assert read_tree(text.encode(), problems.append) is None
    assert [(one.code, one.line, one.column) for one in problems] == [("yaml-syntax", *place)]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_byte_order_mark_and_windows_line_ends_are_no_problem(ending: str) -> None:
    text = ending.join(["id: x", "title: 试", "fields: [{id: a, label: 甲}]", ""])

    assert read_form(b"\xef\xbb\xbf" + text.encode())[1] == ()


@pytest.mark.parametrize(
    "data",
    [
        "id: x".encode("utf-16"),
        b"\x00id: x",
        b"id: x\xff",
        b'id: "\\ud800"',
        b'id: "\\0"',
        b"",
        b"\n# nothing\n",
        b"just text",
        b"- a\n- b\n",
        b"&",
        b"*a",
        b"%",
        b"---\n...\n---\n",
    ],
)
def test_what_is_no_definition_is_a_problem_with_a_place(data: bytes) -> None:
    form, problems = read_form(data)

    assert form is None
    assert problems
    assert all(one.line and one.column for one in problems)


@given(st.binary(max_size=300))
@example(b"a: 'b'\xe2\x80\xa8c: d")
def test_no_bytes_crash(data: bytes) -> None:
    form, problems = read_form(data)

    assert (form is None) == bool(problems)


KEYS = "id title sections items max rows vetoes parts fails_when grades range total conditions"
SIGNS = [
    ": ",
    " ",
    "\n",
    "\n  ",
    "\n  - ",
    "- ",
    "& b",
    "*a",
    "!b",
    "\t",
    "\u2028",
    "x < 1",
    "a = no",
]
PIECES = st.sampled_from([*KEYS.split(), *SIGNS, *"[]{},'\"a19>?#是|"])
YAMLISH = st.lists(PIECES, max_size=60).map("".join)


@given(YAMLISH)
def test_nothing_that_looks_like_yaml_crashes(text: str) -> None:
    form, problems = read_form(text.encode())

    assert (form is None) == bool(problems)
    assert all(one.line and one.column for one in problems)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_file_is_slow(text: str) -> None:
    data = text.encode()
    assert len(data) <= MOST_BYTES
    began = time.process_time()

    form, problems = read_form(data)

    assert time.process_time() - began < 10
    assert (form is None) == bool(problems)
