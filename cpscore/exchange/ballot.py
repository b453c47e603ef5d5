"""`ballot.json`: the bytes an expert signs, written in one way and read strictly."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from datetime import datetime

from cpscore.exchange.failures import NotABallot, TooNew
from cpscore.rules.ballot import SCHEMA, Ballot, ballot_document
from cpscore.rules.canonical import canonical
from cpscore.rules.ijson import Number, Tree, read
from cpscore.rules.problem import Problem, Unacceptable, pointer
from cpscore.rules.review import FormReference

FAMILY = re.compile(r"cpscore\.ballot/([1-9][0-9]{0,8})", re.ASCII)
HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
REVISION = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})",
    re.ASCII,
)
KNOWN = frozenset({"schema", *(one.name for one in dataclasses.fields(Ballot))} - {"more"})


def write_ballot(ballot: Ballot) -> bytes:
    """The bytes of `ballot.json`, in the form of RFC 8785."""
    return canonical(ballot_document(ballot))


def read_ballot(data: bytes) -> Ballot:
    """The ballot in the bytes, which must be exactly those `write_ballot` makes of it.

    Raises NotABallot for another document, TooNew for one of a higher major version, and
    Unacceptable with every problem.
    """
    tree, problems = read(data)
    if problems:
        raise Unacceptable(problems)
    fields = _demand_schema(tree)
    reader = _Reader(fields)
    ballot = reader.ballot()
    if reader.problems:
        raise Unacceptable(reader.problems)
    try:
        same = write_ballot(ballot) == data
    except ValueError:
        same = False
    if not same:
        raise Unacceptable([Problem("not-canonical")])
    return ballot


def _demand_schema(tree: Tree) -> Mapping[str, Tree]:
    schema = tree.get("schema") if isinstance(tree, dict) else None
    if not isinstance(tree, dict) or not isinstance(schema, str):
        raise NotABallot
    if schema == SCHEMA:
        return tree
    raise TooNew(schema=schema) if FAMILY.fullmatch(schema) else NotABallot()


class _Reader:
    """Takes the fields one by one and collects what is wrong with them."""

    def __init__(self, fields: Mapping[str, Tree]) -> None:
        self.fields = fields
        self.problems: list[Problem] = []

    def ballot(self) -> Ballot:
        revision = self.revision()
        return Ballot(
            review=self.text("review"),
            form=self.form(),
            member=self.text("member"),
            certificate=self.hash("certificate"),
            nonce=self.text("nonce"),
            program=self.text("program"),
            at=self.time("at"),
            answers=self.answers(),
            revision=revision,
            previous=self.previous(revision),
            reason=self.text("reason", blank=True),
            recipient=self.hash_or_none("recipient"),
            more={name: value for name, value in self.fields.items() if name not in KNOWN},
        )

    def wrong(self, path: str, expected: str) -> None:
        self.problems.append(Problem("wrong-type", path, {"expected": expected}))

    def taken(self, name: str) -> Tree:
        if name not in self.fields:
            self.problems.append(Problem("missing-key", pointer("", name), {"name": name}))
        return self.fields.get(name)

    def text(self, name: str, *, blank: bool = False) -> str:
        value = self.taken(name)
        if isinstance(value, str) and (blank or value.strip()):
            return value
        if name in self.fields:
            self.wrong(pointer("", name), "text")
        return ""

    def hash(self, name: str) -> str:
        value = self.text(name)
        if value and not HASH.fullmatch(value):
            self.wrong(pointer("", name), "hash")
        return value

    def hash_or_none(self, name: str) -> str | None:
        if name in self.fields and self.fields[name] is None:
            return None
        return self.hash(name)

    def time(self, name: str) -> str:
        value = self.text(name)
        if value and not is_time(value):
            self.wrong(pointer("", name), "time")
        return value

    def revision(self) -> int:
        value = self.taken("revision")
        if isinstance(value, Number) and REVISION.fullmatch(value.text):
            return int(value.text)
        if "revision" in self.fields:
            self.wrong("/revision", "count")
        return 0

    def previous(self, revision: int) -> str | None:
        """The first revision has none before it, every later one has."""
        value = self.hash_or_none("previous")
        if "previous" in self.fields and revision and (value is None) is not (revision == 1):
            self.wrong("/previous", "hash" if value is None else "null")
        return value

    def form(self) -> FormReference:
        value = self.taken("form")
        if not isinstance(value, dict):
            if "form" in self.fields:
                self.wrong("/form", "object")
            return FormReference("", "", "")
        inner = _Reader(value)
        form = FormReference(inner.text("id"), inner.text("version"), inner.hash("sha256"))
        self.problems += [
            Problem(one.code, f"/form{one.path}", one.values) for one in inner.problems
        ]
        return form

    def answers(self) -> Tree:
        value = self.taken("answers")
        if "answers" in self.fields and not isinstance(value, dict):
            self.wrong("/answers", "object")
        return value


def is_time(text: str) -> bool:
    """Whether a text is a time with its offset, as RFC 3339 writes it."""
    if not TIME.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
