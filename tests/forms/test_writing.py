"""What is written as YAML is read back as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cpscore.forms.catalogue import shipped
from cpscore.forms.language import FORM
from cpscore.forms.reader import read_form
from cpscore.forms.tree import FORBIDDEN, read_tree
from cpscore.forms.writing import Bare, Noted, Value, one_line, plain_tree, write_yaml
from cpscore.rules.form_document import form_document
from cpscore.rules.problem import Problem

LETTERS = st.characters(exclude_categories=["Cs"]).filter(lambda sign: not FORBIDDEN.match(sign))
TRAPS = [
    "no",
    "1.0",
    "- a",
    "a: b",
    "a #b",
    "#",
    "{a}",
    "[",
    "'",
    '"',
    "\\n",
    " x ",
    "x:",
    "a\nb",
    "~",
    "2025-01-01",
    "&a",
    "*a",
    "!a",
    "%",
    "@",
    "`",
    "|",
    ">",
    "---",
    "...",
    "?",
    ",",
    "x\t",
    "null",
]
TEXTS = st.text(LETTERS) | st.sampled_from(TRAPS)
TREES = st.recursive(
    TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.from_regex("[a-z]{1,8}", fullmatch=True), inner, max_size=4)
    ),
    max_leaves=20,
)


def read(yaml: str) -> Value:
    problems: list[Problem] = []
    node = read_tree(yaml.encode("utf-8"), problems.append)
    assert node is not None, (yaml, problems)
    assert problems == []
    return plain_tree(node, None)


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), TREES, min_size=1))
def test_any_tree_is_read_back(tree: dict[str, Value]) -> None:
    assert read(write_yaml(tree)) == tree


@given(st.text(LETTERS), st.text(LETTERS))
def test_no_comment_becomes_content(comment: str, head: str) -> None:
    tree: Value = {"a": "x", "list": [{"b": "y", "c": ["z"]}]}
    noted = {"a": Noted("x", comment), "list": [{"b": Noted("y", comment), "c": ["z"]}]}

    assert read(write_yaml(noted, [head])) == tree
    assert "\n" not in one_line(comment)


def test_numbers_and_yes_stand_without_quotes_and_texts_that_look_like_them_with() -> None:
    written = write_yaml({"max": Bare("10"), "fails": Bare("yes"), "number": "1", "title": "no"})

    assert written == 'max: 10\n\nfails: yes\n\nnumber: "1"\n\ntitle: "no"\n'.replace("\n\n", "\n")


def test_every_shipped_form_written_anew_is_the_same_form() -> None:
    for found in shipped():
        assert found.form is not None
        problems: list[Problem] = []
        node = read_tree(found.yaml, problems.append)
        assert node is not None
        tree = plain_tree(node, FORM)
        assert isinstance(tree, dict)
        form, faults = read_form(write_yaml(tree).encode("utf-8"))
        assert (problems, faults) == ([], ())
        assert form is not None
        assert form_document(form) == form_document(found.form)
