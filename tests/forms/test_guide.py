"""The guide to writing a form: its examples are read, and show every key the language has."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from cpscore.forms.language import FORM
from cpscore.forms.reader import read_form
from cpscore.forms.shapes import ListOf, Record, Shape, Tagged
from cpscore.forms.tree import Node, Sequence, Table, read_tree
from cpscore.places import forms_folder
from cpscore.rules.problem import Problem

GUIDE = (forms_folder() / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def named(shape: Shape) -> Iterator[tuple[str, str]]:
    """Every key of the language, with the record it belongs to."""
    match shape:
        case ListOf(member):
            yield from named(member)
        case Tagged(kinds):
            for name, record in kinds.items():
                yield "block", name
                yield from named(record)
        case Record():
            for name, key in shape.keys.items():
                yield shape.name, name
                yield from named(key.shape)


def shown(node: Node, shape: Shape) -> Iterator[tuple[str, str]]:
    """Every key that an example writes."""
    match shape, node:
        case ListOf(member), Sequence(members):
            for one in members:
                yield from shown(one, member)
        case Tagged(kinds), Table(members=written):
            for name, value in written.items():
                yield "block", name
                yield from shown(value, kinds[name])
        case Record(), Table(members=written):
            for name, value in written.items():
                yield shape.name, name
                yield from shown(value, shape.keys[name].shape)
        case Record(), Sequence() if shape.listed:
            yield shape.name, shape.listed
            yield from shown(node, shape.keys[shape.listed].shape)
        case Record(), _ if shape.short:
            yield shape.name, shape.short


def tree(example: str) -> Node:
    problems: list[Problem] = []
    node = read_tree(example.encode(), problems.append)
    assert node is not None
    assert not problems
    return node


@pytest.mark.parametrize("example", EXAMPLES, ids=["plain", "full", "opinion"])
def test_an_example_of_the_guide_is_a_form(example: str) -> None:
    form, problems = read_form(example.encode())

    assert problems == ()
    assert form is not None


def test_the_examples_show_every_key() -> None:
    written = {key for example in EXAMPLES for key in shown(tree(example), FORM)}

    assert written == set(named(FORM))


def test_every_key_is_explained_in_chinese() -> None:
    def explained(shape: Shape) -> Iterator[str]:
        match shape:
            case ListOf(member):
                yield from explained(member)
            case Tagged(kinds):
                for record in kinds.values():
                    yield from explained(record)
            case Record(keys=keys):
                for key in keys.values():
                    yield key.about
                    yield from explained(key.shape)

    assert all(re.search("[\u4e00-\u9fff]", about) for about in explained(FORM))
