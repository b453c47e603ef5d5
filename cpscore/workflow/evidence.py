"""What travels inside a sheet so that its numbers and its pages can be checked again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from cpscore import __version__
from cpscore.documents.sheets.summary import Record, Uncounted
from cpscore.exchange.ink import ink_document
from cpscore.messages import quoted
from cpscore.rules.answers_writing import answers_document
from cpscore.rules.canonical import Json, canonical, sha256
from cpscore.rules.form_document import form_sha256
from cpscore.rules.ijson import Tree, read
from cpscore.rules.ink import Ink
from cpscore.rules.merging import Decisions, PanelResult
from cpscore.rules.outcome import panel_document, score_document
from cpscore.rules.panel import Sorted
from cpscore.rules.points import plain
from cpscore.rules.review import Member, Review
from cpscore.rules.scoring import ScoreResult
from cpscore.workflow.ballots import INK, PACKAGE, SUFFIX, OpenBallot
from cpscore.workflow.packages import Package

ROSTER, ANSWERS, SCORE = "roster.json", "answers.json", "score.json"
DECISIONS, SUMMARY, SHEET = "decisions.json", "summary.json", "sheet.json"
SCHEMA = "cpscore.sheet/1"
# More files than ever fail to count; each is a row when the sheet is printed again.
MOST_UNCOUNTED = 1000
EDITION = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)

Attachments = tuple[tuple[str, bytes], ...]


class Kind(StrEnum):
    """Which sheet a PDF is, as what travels inside says."""

    SCORE = "score"
    SUMMARY = "summary"
    OPINION = "opinion"


PARTS: Mapping[Kind, frozenset[str]] = {
    Kind.SCORE: frozenset({PACKAGE, ANSWERS, SCORE, INK, SHEET}),
    Kind.SUMMARY: frozenset({PACKAGE, ROSTER, DECISIONS, SUMMARY, SHEET}),
    Kind.OPINION: frozenset({PACKAGE, ROSTER, SHEET}),
}


def bare(code: str, _values: Mapping[str, object]) -> str:
    """Codes instead of sentences: wording may change between versions, results may not."""
    return code


# Putting it in ---------------------------------------------------------------------------------


def score_evidence(package: Package, result: ScoreResult, ink: Ink, day: str) -> Attachments:
    """One expert's answers and what they come to, with the roster and the forms."""
    form = result.form
    return (
        (PACKAGE, package.data),
        (ANSWERS, canonical({"form": form.id, **answers_document(form, result.answers)})),
        (SCORE, canonical(score_document(result, form_sha256(form), bare))),
        (INK, canonical(ink_document(ink))),
        _sheet(Kind.SCORE, {"day": day}),
    )


def summary_evidence(
    package: Package,
    ballots: Sequence[OpenBallot],
    result: PanelResult,
    files: Sorted,
    roster: bytes,
    uncounted: Sequence[Uncounted] = (),
    records: Mapping[str, Record] | None = None,
) -> Attachments:
    """The merge's data: ballots, decisions, result; with the roster as the leader confirmed it,
    and what else is printed.
    """
    printed: dict[str, Json] = {
        "uncounted": [
            {"file": one.file, "expert": one.expert, "code": one.code, "values": texts(one.values)}
            for one in uncounted
        ],
        "records": {id: {"by": one.by, "at": one.at} for id, one in (records or {}).items()},
    }
    return (
        (PACKAGE, package.data),
        (ROSTER, roster),
        *merge_parts(result, files),
        _sheet(Kind.SUMMARY, printed),
        *((ballot_part(one.member.id), one.data) for one in ballots),
    )


def opinion_evidence(
    package: Package, roster: bytes, edition: int, merged: Mapping[str, str]
) -> Attachments:
    """What the enterprise may have: the roster, which edition it is, and of the merge the hash.

    `merged` has by form what `merge_hash` says.
    """
    facts: dict[str, Json] = {"edition": str(edition), "merged": dict(merged)}
    return ((PACKAGE, package.data), (ROSTER, roster), _sheet(Kind.OPINION, facts))


def ballot_part(member_id: str) -> str:
    """The name of a member's ballot inside the summary."""
    return f"ballot-{member_id}{SUFFIX}"


def merge_parts(result: PanelResult, files: Sorted) -> Attachments:
    """Decisions and result of a merge, as bytes."""
    return (
        (DECISIONS, canonical(decisions_document(result.decisions))),
        (SUMMARY, canonical(_summary(result, files))),
    )


def merge_hash(ballots: Mapping[str, str], result: PanelResult, files: Sorted) -> str:
    """One hash over a merge: the ballots' hashes by member, the decisions, the result."""
    parts: dict[str, Json] = {name: sha256(data) for name, data in merge_parts(result, files)}
    return sha256(canonical({**parts, "ballots": dict(ballots)}))


def _sheet(kind: Kind, facts: Mapping[str, Json]) -> tuple[str, bytes]:
    document: dict[str, Json] = {
        "schema": SCHEMA,
        "kind": str(kind),
        "program": __version__,
        **facts,
    }
    return SHEET, canonical(document)


def texts(values: Mapping[str, object]) -> dict[str, str]:
    """A reason's values as text, which is what its sentence makes of them."""
    return {name: quoted(value) for name, value in values.items()}


def roster_document(review_id: str, members: Sequence[Member]) -> dict[str, Json]:
    """The members with the keys the leader knows them by."""
    return {
        "schema": "cpscore.roster/1",
        "review": review_id,
        "members": [
            {
                "id": one.id,
                "name": one.name,
                "leader": one.leader,
                "certificate": one.certificate,
            }
            for one in members
        ],
    }


def decisions_document(decisions: Decisions) -> dict[str, Json]:
    """The decisions in the shape of `D.json`."""
    document: dict[str, Json] = {
        "vetoes": {
            id: {"sustained": one.sustained, "reason": one.reason}
            for id, one in decisions.vetoes.items()
        }
    }
    if decisions.agreed_scores:
        document["agreed_scores"] = {
            id: {"points": plain(one.points), "reason": one.reason}
            for id, one in decisions.agreed_scores.items()
        }
    if agreed := decisions.conclusion:
        document["conclusion"] = {"id": agreed.id, "reason": agreed.reason}
    return document


def _summary(result: PanelResult, files: Sorted) -> dict[str, Json]:
    """The result without file names: they are nobody's business but the collecting machine's."""
    document = panel_document(result, files, bare)
    return {name: value for name, value in document.items() if name != "rejected"}


# Reading it again ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Facts:
    """What a sheet says of itself: its kind, the program that printed it, and what belongs to
    the kind.
    """

    kind: Kind
    program: str
    day: str = ""
    edition: int = 0
    merged: Mapping[str, str] | None = None
    uncounted: tuple[Uncounted, ...] = ()
    records: Mapping[str, Record] | None = None


def read_facts(inside: Mapping[str, bytes]) -> Facts | None:
    """What a sheet says of itself; None unless just what belongs to its kind is inside."""
    tree, problems = read(inside.get(SHEET, b""))
    if problems or not isinstance(tree, dict) or tree.get("schema") != SCHEMA:
        return None
    kind = next((one for one in Kind if tree.get("kind") == one), None)
    if kind is None or not isinstance(program := tree.get("program"), str):
        return None
    ballots = {name for name in inside if name.startswith("ballot-")}
    more = ballots if kind is Kind.SUMMARY else set()
    if set(inside) != PARTS[kind] | more or len(_list(tree, "uncounted")) > MOST_UNCOUNTED:
        return None
    edition = _text(tree, "edition")
    return Facts(
        kind,
        program,
        _text(tree, "day"),
        int(edition) if EDITION.fullmatch(edition) else 0,
        {form: _text(_object(tree, "merged"), form) for form in _object(tree, "merged")},
        tuple(_uncounted(one) for one in _list(tree, "uncounted")),
        {id: _record(one) for id, one in _object(tree, "records").items()},
    )


def _uncounted(tree: Tree) -> Uncounted:
    values = _object(tree, "values")
    return Uncounted(
        _text(tree, "file"),
        _text(tree, "expert"),
        _text(tree, "code"),
        {name: _text(values, name) for name in values},
    )


def _record(tree: Tree) -> Record:
    return Record(_text(tree, "by"), _text(tree, "at"))


def _text(tree: Tree | Mapping[str, Tree], name: str) -> str:
    found = tree.get(name) if isinstance(tree, Mapping) else None
    return found if isinstance(found, str) else ""


def _object(tree: Tree, name: str) -> Mapping[str, Tree]:
    found = tree.get(name) if isinstance(tree, dict) else None
    return found if isinstance(found, dict) else {}


def _list(tree: Tree, name: str) -> Sequence[Tree]:
    found = tree.get(name) if isinstance(tree, dict) else None
    return found if isinstance(found, list) else []


def read_roster(data: bytes, review: Review) -> Mapping[str, str] | None:
    """The members' certificates by id, as a roster inside a sheet of this review says.

    None where it does not agree with the signed roster of the review, member by member.
    """
    tree, problems = read(data)
    listed = _list(tree, "members")
    if problems or len(listed) != len(review.members):
        return None
    found: dict[str, str] = {}
    for one, member in zip(listed, review.members, strict=True):
        certificate = _text(one, "certificate")
        if _text(one, "id") != member.id or certificate in found.values():
            return None
        if member.certificate not in (None, certificate):
            return None
        if certificate:
            found[member.id] = certificate
    known = [replace(one, certificate=found.get(one.id)) for one in review.members]
    return found if data == canonical(roster_document(review.id, known)) else None
