"""JSON from strangers: read with every repeated name found, or refused with the reason."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpscore.rules import ijson
from cpscore.rules.canonical import Json, canonical
from cpscore.rules.draft import tree_of
from cpscore.rules.ijson import MOST_BYTES, MOST_DEPTH, Number, depth, read


def reason(data: bytes) -> object:
    """Why it cannot be read; None where it can."""
    tree, problems = read(data)
    if not problems or problems[0].code != "unreadable":
        return None
    assert tree is None
    [problem] = problems
    assert problem.path == ""
    return problem.values["reason"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "syntax"), (b"{", "syntax"), (b"[1,]", "syntax"), (b"{'a': 1}", "syntax"),
        (b"1 2", "syntax"), (b"\xef\xbb\xbf{}", "syntax"), (b"nul", "syntax"), (b"]", "syntax"),
        (b'"a\nb"', "syntax"), (b'"\\x"', "syntax"), (b'"\\u12"', "syntax"), (b"01", "syntax"),
        (b'"\xff"', "encoding"), ("{}".encode("utf-16"), "encoding"), (b"\xc0\x80", "encoding"),
        (b"NaN", "number"), (b"[Infinity]", "number"), (b'{"a": -Infinity}', "number"),
        (b'"\\ud800"', "character"), (b'{"\\udfff": 1}', "character"),
        (b'["\\ufffe"]', "character"),
        ('"\U0001fffe"'.encode(), "character"), ('"\ufdd0"'.encode(), "character"),
        (b"[" * (MOST_DEPTH + 1) + b"]" * (MOST_DEPTH + 1), "depth"),
        (b"[" * 1_000_000, "depth"), (b'{"a":' * 200_000, "depth"),
        (b" " * MOST_BYTES + b"1", "size"),
    ],
)  # fmt: skip
def test_what_is_not_i_json_is_refused_with_its_reason(data: bytes, why: str) -> None:
    assert reason(data) == why


@pytest.mark.parametrize(
    "data",
    [b"[" * MOST_DEPTH + b"]" * MOST_DEPTH, b" " * (MOST_BYTES - 1) + b"1", b'"[[[[[[[[[["',
     b'"\\ud83d\\ude00"', b"null", b'"' + b"[" * 1000 + b'"', b'"\\"' + b"{" * 1000 + b'"',
     b"9" * 1_000_000, b"1e" + b"9" * 1_000_000, '"\u0000\U0010ffff"'.encode()[:0] + b'""'],
)  # fmt: skip
def test_what_is_i_json_is_read(data: bytes) -> None:
    assert reason(data) is None


def test_numbers_stay_as_written() -> None:
    tree, problems = read(b'[0, -1, 1.50, 1e999, 123456789012345678901234567890, true, null, "x"]')
    written = [Number(text) for text in ("0", "-1", "1.50", "1e999", "1234567890" * 3)]
    assert (tree, problems) == ([*written, True, None, "x"], ())


def paths(data: bytes) -> list[str]:
    """Where names are repeated."""
    _, problems = read(data)
    assert {one.code for one in problems} <= {"duplicate-key"}
    return [one.path for one in problems]


def test_every_repeated_name_is_found_at_its_place() -> None:
    assert paths(b'{"a": 1, "a": 2}') == ["/a"]
    assert paths(b'{"a": 1, "a": 2, "a": 3}') == ["/a"]
    assert paths(b'{"a": {"b": 1, "b": 1}, "c": [0, {"d": 1, "d": 1}], "a": 1}') == [
        "/a/b", "/c/1/d", "/a",
    ]  # fmt: skip
    assert paths(b'{"a/b": 1, "a/b": 1, "m~n": 1, "m~n": 2, "": 0, "": 0}') == [
        "/a~1b", "/m~0n", "/",
    ]  # fmt: skip
    assert paths(b'{"a": 1, "\\u0061": 2}') == ["/a"]
    assert paths('{"\u00e9": 1, "e\u0301": 2}'.encode()) == []


def test_the_first_value_of_a_repeated_name_is_kept() -> None:
    assert read(b'{"a": "x", "a": {"b": "y"}}')[0] == {"a": "x"}


def test_brackets_inside_strings_do_not_count() -> None:
    assert depth('{"[": ["\\"[", "{\\\\"]}') == 2
    assert depth('"' + "[" * 50) == 0
    assert depth("]]]]") == 0


# Strings and braces of JSON, broken anywhere.
pieces = st.sampled_from(
    [b"{", b"}", b"[", b"]", b",", b":", b'"', b'"a"', b"1", b"-", b"e9", b"true", b"null", b"NaN",
     b"\\", b"\\u", b"d800", b"\xe4\xb8\xad", b"\xff", b" ", b"\x00"]
)  # fmt: skip


@given(st.one_of(st.binary(max_size=60), st.lists(pieces, max_size=30).map(b"".join)))
def test_no_bytes_raise(data: bytes) -> None:
    tree, problems = read(data)
    assert problems == () or {one.code for one in problems} <= {"unreadable", "duplicate-key"}
    try:
        known = json.loads(data.decode())
    except (ValueError, RecursionError):
        known = None
        assert tree is None
    assert known is not None or tree is None


plain_texts = st.text(
    st.characters(exclude_categories=["Cs"]).filter(lambda one: not ijson.FORBIDDEN.search(one)),
    max_size=6,
)
documents: st.SearchStrategy[Json] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), plain_texts),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(plain_texts, inner, max_size=4)
    ),
    max_leaves=20,
)


@given(documents)
def test_what_is_written_is_read_back(document: Json) -> None:
    assert read(canonical(document)) == (tree_of(document), ())


# Sizes -----------------------------------------------------------------------------------------


def test_a_long_name_over_many_places_is_written_out_for_none_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = []
    original = ijson.pointer

    def counting(parent: str, key: str | int) -> str:
        made.append(len(parent))
        return original(parent, key)

    monkeypatch.setattr(ijson, "pointer", counting)
    long = b"k" * 500_000
    assert reason(b'{"' + long + b'":[' + b"0," * 200_000 + b"0]}") is None
    assert made == []
    # 50,000 pointers of half a megabyte would be 25 GB: it stops at the first megabyte.
    repeated = b",".join(b'"%d":0,"%d":0' % (at, at) for at in range(20_000))
    assert reason(b'{"' + long + b'":{' + repeated + b"}}") == "repeated"
    assert sum(made) < 4 * MOST_BYTES


def test_many_repeated_names_are_all_named() -> None:
    repeated = b",".join(b'"%d":0,"%d":0' % (at, at) for at in range(20_000))
    assert len(paths(b"{" + repeated + b"}")) == 20_000
