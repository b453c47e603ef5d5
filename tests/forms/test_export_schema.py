"""The JSON Schema for editors says what the reader says, as far as a schema can."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from cpscore.forms.exporting.schema import schema_bytes
from cpscore.places import forms_folder
from tests.forms.test_guide import EXAMPLES

SCHEMA_FILE = forms_folder() / "form.schema.json"
SCHEMA = json.loads(schema_bytes())
FORMS = sorted(forms_folder().glob("*.yaml"))
BAD = sorted((Path(__file__).parent / "bad").glob("*.yaml"))
MODELINE = "# yaml-language-server: $schema=form.schema.json"
# What a schema can see: the shape of each value by itself.
SEEN = {
    "bad-id",
    "language-too-new",
    "bad-percent",
    "bad-points",
    "bad-whole",
    "missing-key",
    "not-one-of",
    "not-together",
    "too-few-members",
    "undecided",
    "unknown-key",
    "wrong-type",
}


class Editor(yaml.SafeLoader):
    """Reads YAML 1.2 as editors do: a plain yes is text, a date too."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - that of the base class, replaced


Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(true|false)$"), list("tf"))
Editor.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("(null|~|)$"), ["n", "~", ""])
Editor.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile("[-+]?[0-9]+$"), list("-+0123456789")
)
Editor.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"[-+]?[0-9]+\.[0-9]+$"), list("-+0123456789")
)


def faults(text: str) -> list[Any]:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    return list(validator.iter_errors(yaml.load(text, Editor)))


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_file_beside_the_forms_is_this_schema(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--rewrite"):
        SCHEMA_FILE.write_bytes(schema_bytes())

    assert SCHEMA_FILE.read_bytes() == schema_bytes()


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_shipped_form_names_the_schema_and_keeps_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert text.splitlines()[0] == MODELINE
    assert faults(text) == []


def test_editors_take_one_text_for_a_line_too() -> None:
    assert faults(EXAMPLES[0] + "sheet: [{line: 结论}, {line: [结论, 日期]}]\n") == []
    assert faults(EXAMPLES[0] + "sheet: [{line: {words: 结论}}]\n") != []


@pytest.mark.parametrize("example", EXAMPLES, ids=["plain", "full", "opinion"])
def test_the_examples_of_the_guide_keep_it(example: str) -> None:
    assert faults(example) == []


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_form_is_seen_where_a_schema_can_see_it(path: Path) -> None:
    unreadable = path.stem.startswith("yaml-") or path.stem in {"not-utf8", "bad-character"}
    if unreadable or path.stem in {"duplicate-key", "empty-form", "too-deep"}:
        assert path.stem not in SEEN
        return
    assert bool(faults(path.read_text(encoding="utf-8"))) == (path.stem in SEEN)


def test_every_key_is_explained() -> None:
    def explained(schema: Any) -> None:
        if isinstance(schema, dict):
            for name, one in schema.get("properties", {}).items():
                if "anyOf" in schema or name not in {"line", "vetoes", "scores", "questions"}:
                    assert one.get("description") or one.get("type") or one.get("anyOf"), name
            for one in schema.values():
                explained(one)
        elif isinstance(schema, list):
            for one in schema:
                explained(one)

    explained(SCHEMA)
    assert SCHEMA["properties"]["total"]["description"]


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("id: 甲-1.a\ntitle: 100\n", True),
        ("id: a b\ntitle: x\n", False),
        ("id: a\ntitle: x\ntotal: 0\n", False),
        ("id: a\ntitle: x\ntotal: -1\n", False),
        ('id: a\ntitle: x\ntotal: "10.5"\n', True),
        ("id: a\ntitle: x\ntotal:\n", True),
        ("id: a\ntitle:\n", False),
        ("id: a\ntitle: x\nvetoes: [{text: y, fails: true}]\n", True),
        ("id: a\ntitle: x\nvetoes: [{text: y, fails: 否}]\n", True),
        ("id: a\ntitle: x\nvetoes: [{text: y}]\n", False),
        ("id: a\ntitle: x\nsheet: [{line: [a]}, {line: [b], scores: []}]\n", False),
    ],
)
def test_values_as_editors_see_them(text: str, good: bool) -> None:
    assert (faults(text) == []) == good
