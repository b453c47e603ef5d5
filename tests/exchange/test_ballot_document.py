"""`ballot.json`: one way to write it, strictly read."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpscore.exchange.ballot import is_time, read_ballot, write_ballot
from cpscore.exchange.failures import NotABallot, TooNew
from cpscore.rules.ballot import Ballot
from cpscore.rules.canonical import Json, canonical
from cpscore.rules.ijson import Number
from cpscore.rules.problem import Failure, Unacceptable
from cpscore.rules.review import FormReference

BALLOT = Ballot(
    review="2026-05-12-华北制药",
    form=FormReference("hebei-g", "1", "0a" * 32),
    member="m2",
    certificate="1b" * 32,
    nonce="7f0e4c52-0d5c-4b62-9d5b-2f8f0f3f8a51",
    program="cpscore 0.1.0",
    at="2026-05-12T16:40:00+08:00",
    answers={
        "expert": "孙𬱟",
        "scores": {"g1": "8.5", "y": {"count": Number("2")}},
        "vetoes": {"v8": {"a": "no"}},
    },
)
SECOND = replace(BALLOT, revision=2, previous="2c" * 32, reason="g1 记错")


def edited(**changes: Json) -> bytes:
    """The ballot's document with some fields changed, still in canonical form."""
    document = json.loads(write_ballot(BALLOT))
    document.update(changes)
    return canonical(document)


def without(name: str) -> bytes:
    document = json.loads(write_ballot(BALLOT))
    del document[name]
    return canonical(document)


def problems(data: bytes) -> list[tuple[str, str]]:
    with pytest.raises(Unacceptable) as raised:
        read_ballot(data)
    return [(one.code, one.path) for one in raised.value.problems]


@pytest.mark.parametrize("ballot", [BALLOT, SECOND, replace(BALLOT, recipient="3d" * 32)])
def test_what_is_written_is_read(ballot: Ballot) -> None:
    assert read_ballot(write_ballot(ballot)) == ballot


def test_the_bytes_are_golden() -> None:
    """Every signature hangs on them: this file may grow companions, it never changes."""
    golden = Path(__file__).parent / "ballot-1.json"
    assert write_ballot(SECOND) == golden.read_bytes()


def test_what_a_newer_program_added_is_kept_and_carried() -> None:
    data = edited(mood={"note": "新", "count": 3})
    ballot = read_ballot(data)
    assert ballot.more == {"mood": {"note": "新", "count": Number("3")}}
    assert write_ballot(ballot) == data


@pytest.mark.parametrize("schema", ["cpscore.ballot/2", "cpscore.ballot/10"])
def test_a_newer_major_version_is_called_so(schema: str) -> None:
    with pytest.raises(TooNew) as raised:
        read_ballot(canonical({"schema": schema, "anything": []}))
    assert raised.value.values == {"schema": schema}


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        {"schema": None},
        {"schema": "cpscore.review/1"},
        {"schema": "cpscore.ballot/0"},
        {"schema": "cpscore.ballot/１"},
        {"schema": "cpscore.ballot/2x"},
    ],
)
def test_another_document_is_no_ballot(document: Json) -> None:
    with pytest.raises(NotABallot):
        read_ballot(canonical(document))


FIELDS = sorted(json.loads(write_ballot(BALLOT)).keys() - {"schema"})


@pytest.mark.parametrize("name", FIELDS)
def test_no_field_may_be_missing_or_of_another_type(name: str) -> None:
    assert problems(without(name)) == [("missing-key", f"/{name}")]
    assert ("wrong-type", f"/{name}") in problems(edited(**{name: [1]}))


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"review": " "}, "/review"),
        ({"certificate": "AB" * 32}, "/certificate"),
        ({"certificate": "ab"}, "/certificate"),
        ({"revision": 0}, "/revision"),
        ({"revision": "1"}, "/revision"),
        ({"revision": True}, "/revision"),
        ({"revision": 10**12}, "/revision"),
        ({"previous": "0a" * 32}, "/previous"),
        ({"revision": 2}, "/previous"),
        ({"recipient": ""}, "/recipient"),
        ({"at": "2026-05-12T16:40:00"}, "/at"),
        ({"at": "2026-02-30T16:40:00Z"}, "/at"),
        ({"form": {"id": "a", "version": "1", "sha256": "x"}}, "/form/sha256"),
    ],
)
def test_wrong_values_are_named_by_their_place(changes: dict[str, Json], path: str) -> None:
    assert problems(edited(**changes)) == [("wrong-type", path)]


def test_all_problems_are_named_at_once() -> None:
    data = edited(member=None, form={"id": "hebei-g"}, at="now")
    assert problems(data) == [
        ("missing-key", "/form/version"),
        ("missing-key", "/form/sha256"),
        ("wrong-type", "/member"),
        ("wrong-type", "/at"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        write_ballot(BALLOT) + b"\n",
        write_ballot(BALLOT).replace(b'","', b'", "', 1),
        json.dumps(json.loads(write_ballot(BALLOT))).encode(),
        edited(answers={"y": {"count": 2}}).replace(b'"count":2', b'"count":2.0'),
        edited(answers={"y": {"count": 2}}).replace(b'"count":2', b'"count":2e0'),
        edited(answers={"y": {"count": 0}}).replace(b'"count":0', b'"count":-0'),
        edited(answers={"y": {"count": 2}}).replace(b'"count":2', b'"count":' + b"9" * 5000),
        edited(form={"id": "a", "version": "1", "sha256": "0a" * 32, "more": "x"}),
    ],
)
def test_any_other_way_to_write_it_is_refused(data: bytes) -> None:
    assert problems(data) == [("not-canonical", "")]


@pytest.mark.parametrize("data", [b"", b"\xff", b"{", b"[" * 5000, b'{"a":1,"a":2}'])
def test_what_is_no_json_is_unacceptable(data: bytes) -> None:
    assert problems(data)[0][0] in ("unreadable", "duplicate-key")


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(Failure):
        read_ballot(data)


TREES = st.recursive(
    st.none() | st.booleans() | st.text(max_size=5) | st.integers(-(10**15) + 1, 10**15 - 1),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.sampled_from(FIELDS), TREES)
def test_whatever_stands_in_a_field_is_read_or_refused(name: str, value: Json) -> None:
    data = edited(**{name: value})
    try:
        ballot = read_ballot(data)
    except Failure:
        return
    assert write_ballot(ballot) == data


def test_times_have_an_offset() -> None:
    assert all(map(is_time, ["2026-05-12T16:40:00Z", "2026-05-12T16:40:00.123456-03:30"]))
    assert not any(map(is_time, ["", "2026-05-12", "20260512T164000Z", "2026-05-12 16:40:00Z"]))
