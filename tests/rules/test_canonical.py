"""The canonical bytes are those of RFC 8785."""

from __future__ import annotations

import hashlib

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from cpscore.rules.canonical import Json, canonical, ordered, sha256

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
# Where UTF-16 and code points disagree about order, and what has to be escaped.
awkward = st.text(
    st.sampled_from('\ue000\uffff\U00010000\U0001f600\ud7ffa"\\/\x00\x1f\x7f\n\u2028é'), max_size=5
)
whole = st.integers(-(2**53) + 1, 2**53 - 1)
documents: st.SearchStrategy[Json] = st.recursive(
    st.one_of(st.none(), st.booleans(), whole, texts, awkward),
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.dictionaries(st.one_of(texts, awkward), inner, max_size=6),
        st.lists(inner, max_size=3).map(tuple),
    ),
    max_leaves=30,
)


@given(documents)
def test_canonical_bytes_are_those_of_another_implementation(document: Json) -> None:
    assert canonical(document) == rfc8785.dumps(document)  # type: ignore[arg-type]


def test_names_are_sorted_by_their_utf_16_units() -> None:
    # RFC 8785, 3.2.3: the emoji's surrogates come before U+FB33.
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    document = dict.fromkeys(names, 0)
    assert list(ordered(document)) == [
        "\r",
        "1",
        "\u0080",
        "\u00f6",
        "\u20ac",
        "\U0001f600",
        "\ufb33",
    ]  # type: ignore[arg-type]


def test_the_order_of_entries_does_not_change_the_bytes() -> None:
    assert (
        canonical({"b": [1, {"d": 1, "c": 2}], "a": "甲"})
        == '{"a":"甲","b":[1,{"c":2,"d":1}]}'.encode()
    )


def test_a_lone_surrogate_has_no_bytes() -> None:
    with pytest.raises(UnicodeEncodeError):
        canonical("\ud800")


def test_a_hash_is_lower_case_hex() -> None:
    assert sha256(b"cpscore") == hashlib.sha256(b"cpscore").hexdigest()
