"""A ballot as the document that is signed."""

from __future__ import annotations

import pytest

from cpscore.rules.ballot import SCHEMA, Ballot, ballot_document, json_of
from cpscore.rules.canonical import canonical
from cpscore.rules.draft import tree_of
from cpscore.rules.ijson import Number, Tree, read
from cpscore.rules.review import FormReference

BALLOT = Ballot(
    review="r-1",
    form=FormReference("hebei-g", "1", "cd" * 32),
    member="m2",
    certificate="ab" * 32,
    nonce="n-1",
    program="1.0",
    at="2025-05-20T10:00:00+08:00",
    answers={"expert": "甲", "scores": {"x": {"count": Number("2")}}},
    more={"newer": [True, None, Number("-7")], "schema": "forged"},
)


def test_a_ballot_says_everything_it_is_bound_to() -> None:
    document = ballot_document(BALLOT)
    assert document == {
        "newer": [True, None, -7],
        "schema": SCHEMA,
        "review": "r-1",
        "form": {"id": "hebei-g", "version": "1", "sha256": "cd" * 32},
        "member": "m2",
        "certificate": "ab" * 32,
        "revision": 1,
        "previous": None,
        "nonce": "n-1",
        "recipient": None,
        "program": "1.0",
        "at": "2025-05-20T10:00:00+08:00",
        "answers": {"expert": "甲", "scores": {"x": {"count": 2}}},
        "reason": "",
    }
    assert read(canonical(document)) == (tree_of(document), ())


@pytest.mark.parametrize("text", ["1.5", "1e3", "-0", "1" * 16, "00", "٣"])
def test_a_number_that_is_not_whole_has_no_place_in_a_document(text: str) -> None:
    with pytest.raises(ValueError, match="whole"):
        json_of({"x": [Number(text)]})


@pytest.mark.parametrize("tree", [None, True, "x", [], {}, Number("0"), {"a": [Number("999")]}])
def test_trees_and_documents_are_each_others_image(tree: Tree) -> None:
    assert tree_of(json_of(tree)) == tree
