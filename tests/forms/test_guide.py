"""The guide to writing a form: its examples are read, and show every key the language has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction

import pytest

from cpscore.forms.language import FORM
from cpscore.forms.reader import read_form
from cpscore.forms.shapes import ListOf, Record, Shape, Tagged
from cpscore.forms.tree import Node, Sequence, Table, read_tree
from cpscore.places import forms_folder
from cpscore.rules.answers_reading import read_answers
from cpscore.rules.draft import tree_of
from cpscore.rules.problem import Problem
from cpscore.rules.scoring import score

GUIDE = (forms_folder() / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


ANSWERS = re.findall(r"^```json\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


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


def test_the_answers_of_the_guide_come_to_what_it_says() -> None:
    form, _ = read_form(EXAMPLES[1].encode())
    [written] = ANSWERS
    assert form is not None
    answers, problems = read_answers(form, tree_of(json.loads(written)))
    assert answers is not None, problems
    result = score(form, answers)

    assert result.complete
    assert result.points is not None
    # 20 + 12 + 15 + (10 - 2 × 2) of 80, as of 100, and 8 more.
    assert result.points.total == Fraction(53 * 100, 80) + 8 == Fraction("74.25")
    assert result.verdict == form.grade("pass")
    assert "得 74.25 分，合格" in GUIDE


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
