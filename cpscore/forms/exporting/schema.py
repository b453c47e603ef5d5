"""The definition language as a JSON Schema, so that editors help with writing it.

It is made of the shapes that the reader walks. Editors read YAML by its own rules, where 10 is a
number and yes may be a truth: the schema takes both what they make of a text and the text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from cpscore.forms.language import FORM, LANGUAGE
from cpscore.forms.shapes import (
    AnswerText,
    AnyText,
    ExpressionText,
    Identifier,
    Key,
    ListOf,
    OneOf,
    Percent,
    PointsOf,
    RangeText,
    Record,
    Shape,
    Tagged,
    Whole,
    Word,
    YesNo,
)

Schema: TypeAlias = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
# A pattern of JSON Schema finds its place anywhere; these hold the whole text.
# \w would be Latin only in an editor: whatever is no space and no sign of ASCII.
IDENTIFIER = r"^[^\s!-/:-@\[-^`{-~][^\s!-,/:-@\[-^`{-~]{0,63}$"
POINTS = r"^[0-9]+(\.[0-9]+)?$"
PERCENT = r"^[0-9]+(\.[0-9]+)?\s*[%％]$"
PLAIN_TEXT = ["string", "number", "boolean"]
YES, NO = ("yes", "是", "true", True), ("no", "否", "false", False)


def schema_bytes() -> bytes:
    """The schema of the language as a JSON file."""
    head = {
        "$schema": DRAFT,
        "title": f"cpscore 评分表定义，语言第 {LANGUAGE} 版",
        "description": "写法见 forms/README.md。由 cpscore forms export 写成，不要手改。",
    }
    return (json.dumps(head | schema(FORM), ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def schema(shape: Shape) -> Schema:
    """What a value of this shape may look like."""
    made: Schema = SCHEMAS[type(shape)](shape)
    return made


def _list(shape: ListOf) -> Schema:
    made: Schema = {"type": "array", "items": schema(shape.member), "maxItems": shape.most}
    return made | {"minItems": shape.least} if shape.least else made


def _record(shape: Record) -> Schema:
    made: Schema = {
        "type": "object",
        "properties": {name: _key(key) for name, key in shape.keys.items()},
        "additionalProperties": False,
    }
    required = [name for name, key in shape.keys.items() if key.required]
    if required:
        made["required"] = required
    if shape.one:
        made["oneOf"] = [{"required": [name]} for name in shape.one]
    if shape.apart:
        made["allOf"] = [{"not": {"required": list(pair)}} for pair in shape.apart]
    short = [shape.keys[shape.short].shape] if shape.short else []
    texts = [one.member if isinstance(one, ListOf) else one for one in short]
    lists = [shape.keys[shape.listed].shape] if shape.listed else []
    others = [schema(one) for one in (*texts, *lists)]
    return {"anyOf": [made, *others]} if others else made


def _key(key: Key) -> Schema:
    """A key's value with a sentence on it; one left blank is as if it were not written."""
    made = schema(key.shape)
    blank = {"anyOf": [made, {"type": "null"}]}
    return {"description": key.about} | (made if key.required else blank)


def _tagged(shape: Tagged) -> Schema:
    kinds = {name: schema(record) for name, record in shape.kinds.items()}
    return {
        "type": "object",
        "properties": kinds,
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }


def _points(shape: PointsOf) -> Schema:
    least = {"exclusiveMinimum": 0} if shape.positive else {"minimum": 0}
    return {"anyOf": [{"type": "number"} | least, {"type": "string", "pattern": POINTS}]}


def _whole(shape: Whole) -> Schema:
    number = {"type": "integer", "minimum": shape.least, "maximum": shape.most}
    return {"anyOf": [number, {"type": "string", "pattern": "^[0-9]{1,9}$"}]}


def _words(words: tuple[str, ...]) -> Schema:
    """One of a few words; of yes and no every way to write them."""
    if set(words) <= {"yes", "no"}:
        return {"enum": [*YES, *NO]}
    return {"enum": [*words]}


def _text(shape: AnyText) -> Schema:
    return {"type": PLAIN_TEXT} | ({} if shape.empty else {"minLength": 1})


SCHEMAS: Mapping[type, Callable[[Any], Schema]] = {
    AnyText: _text,
    Identifier: lambda _: {
        "anyOf": [{"type": "string", "pattern": IDENTIFIER}, {"type": "number"}]
    },
    PointsOf: _points,
    Percent: lambda _: {"type": "string", "pattern": PERCENT},
    Whole: _whole,
    YesNo: lambda _: _words(("yes", "no")),
    OneOf: lambda shape: _words(tuple(shape.words)),
    Word: lambda shape: _words(shape.words),
    ExpressionText: lambda _: {"type": "string", "minLength": 1},
    AnswerText: lambda _: {"type": "string", "minLength": 1},
    RangeText: lambda _: {"type": "string", "minLength": 1},
    ListOf: _list,
    Record: _record,
    Tagged: _tagged,
}
