"""Whether a sheet says what travels inside it: its numbers are computed and its pages printed
again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cpscore import __version__
from cpscore.documents.inside import OddPdf, attachments
from cpscore.documents.likeness import shows_the_same
from cpscore.documents.pdf import write_pdf
from cpscore.documents.picture import text as page_text
from cpscore.exchange.ink import read_ink
from cpscore.rules.answers import Answers
from cpscore.rules.answers_reading import read_answers
from cpscore.rules.canonical import canonical
from cpscore.rules.decisions import read_decisions
from cpscore.rules.form import Form
from cpscore.rules.form_document import form_sha256
from cpscore.rules.ijson import read
from cpscore.rules.merging import PanelResult, decision_problems, merge
from cpscore.rules.outcome import score_document
from cpscore.rules.panel import Sorted, Submission, sort_submissions
from cpscore.rules.problem import Failure, Remark
from cpscore.rules.scoring import Result, score
from cpscore.rules.sheet import Sheet
from cpscore.signing.findings import PdfFinding
from cpscore.signing.inspect import inspect_pdf
from cpscore.workflow.ballots import INK, PACKAGE, OpenBallot, open_ballot
from cpscore.workflow.evidence import (
    ANSWERS,
    DECISIONS,
    SCORE,
    Facts,
    Kind,
    ballot_part,
    bare,
    merge_hash,
    merge_parts,
    read_facts,
)
from cpscore.workflow.packages import Package, open_package
from cpscore.workflow.printing import SAY, print_score, print_summary, with_signature_line

# The claimed time of a page printed again: it stands in no picture and in no text.
SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Rechecked:
    """What computing and printing a sheet again found.

    `expert` is whose score sheet it is; `ballots` and `merged` (form, hash) what a summary holds.
    `bad` and `notes` are findings: what speaks against the sheet, and what a reader should know.
    """

    follows: bool
    expert: str = ""
    ballots: tuple[OpenBallot, ...] = ()
    merged: tuple[str, str] = ("", "")
    bad: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()


DIFFERS = Rechecked(follows=False)


def recheck_score(
    pdf: bytes, inside: Mapping[str, bytes], package: Package, facts: Facts
) -> Rechecked:
    """One expert's sheet against the answers inside."""
    answers = answers_inside(inside, package)
    try:
        ink = read_ink(inside[INK])
    except Failure:
        return DIFFERS
    if answers is None:
        return DIFFERS
    form, given = answers
    result = score(form, given)
    document = score_document(result, form_sha256(form), bare)
    if result.missing or inside[SCORE] != canonical(document):
        return DIFFERS
    sheet = print_score(package, result, ink, facts.day, submitted=True)
    words = (str(document["total"]) if result.points else None, label(result.verdict))
    return _compared(pdf, sheet, facts, words, Rechecked(follows=True, expert=given.expert))


def answers_inside(inside: Mapping[str, bytes], package: Package) -> tuple[Form, Answers] | None:
    """The answers inside a score sheet, and the form they answer."""
    tree, problems = read(inside[ANSWERS])
    id = tree.pop("form", None) if isinstance(tree, dict) else None
    form = next((one for one in package.scored if one.id == id), None)
    answers = read_answers(form, tree)[0] if form and not problems else None
    return (form, answers) if form and answers else None


def recheck_ballot(ballot: OpenBallot) -> bool:
    """Whether the sheet in a ballot is signed by the same key and says what the ballot says."""
    found = inspect_pdf(ballot.sheet)
    if not found.whole or [one.finding.sha256 for one in found.signatures] != [
        ballot.finding.sha256
    ]:
        return False
    inside = within(ballot.sheet, found)
    facts = read_facts(inside or {})
    if inside is None or facts is None or facts.kind is not Kind.SCORE:
        return False
    same = (
        inside[PACKAGE] == ballot.package.data,
        inside[INK] == ballot.ink_bytes,
        answers_inside(inside, ballot.package) == (ballot.definition.form, ballot.answers),
        facts.program == ballot.ballot.program,
    )
    return all(same) and recheck_score(ballot.sheet, inside, ballot.package, facts).follows


def recheck_summary(
    pdf: bytes,
    inside: Mapping[str, bytes],
    package: Package,
    facts: Facts,
    known: Mapping[str, str],
) -> Rechecked:
    """The panel's summary against the ballots inside; `known` has the member of each certificate.

    A ballot of a key that nobody vouches for speaks against it; a missing one is told.
    """
    ballots = ballots_inside(inside, package)
    if ballots is None:
        return DIFFERS
    merged = merged_again(ballots, inside.get(DECISIONS, b""))
    if merged is None:
        return DIFFERS
    result, files = merged
    parts = dict(merge_parts(result, files))
    if {name: inside[name] for name in parts} != parts or not _sayable(facts):
        return DIFFERS
    sheet = print_summary(package, result, facts.uncounted, facts.records or {})
    total = result.total.printed if result.total else None
    hashed = merge_hash({one.member.id: one.sha256 for one in ballots}, result, files)
    outcome = Rechecked(
        follows=True,
        ballots=ballots,
        merged=(result.form.id, hashed),
        bad=_named(
            "ballots-unconfirmed",
            [
                one.member.name
                for one in ballots
                if known.get(one.finding.sha256 or "") != one.member.id
            ],
        ),
        notes=_named(
            "ballots-missing",
            [
                one.name
                for one in package.review.members
                if one.id not in {ballot.member.id for ballot in ballots}
            ],
        ),
    )
    return _compared(pdf, sheet, facts, (total, label(result.verdict)), outcome)


def ballots_inside(inside: Mapping[str, bytes], package: Package) -> tuple[OpenBallot, ...] | None:
    """The ballots inside a summary in the order of the roster; None unless all of them hold."""
    found = {}
    for name, data in inside.items():
        if name.startswith("ballot-"):
            try:
                ballot = open_ballot(data)
            except Failure:
                return None
            if name != ballot_part(ballot.member.id) or ballot.package.data != package.data:
                return None
            found[ballot.member.id] = ballot
    return tuple(found[one.id] for one in package.review.members if one.id in found)


def merged_again(
    ballots: Sequence[OpenBallot], decided: bytes
) -> tuple[PanelResult, Sorted] | None:
    """What the ballots and the decisions come to; None where they do not belong together."""
    if len({one.definition.sha256 for one in ballots}) != 1:
        return None
    form = ballots[0].definition.form
    tree, problems = read(decided)
    decisions, unread = read_decisions(form, tree)
    files = sort_submissions(
        form, [Submission(one.member.id, one.member.name, one.answers, ()) for one in ballots]
    )
    if problems or unread or files.rejected:
        return None
    result = merge(form, files.counted, decisions)
    return None if decision_problems(result) else (result, files)


def _sayable(facts: Facts) -> bool:
    """Whether every reason why a file did not count is one we know."""
    try:
        return all(SAY(one.code, one.values) for one in facts.uncounted)
    except KeyError:
        return False


def _named(code: str, names: Sequence[str]) -> tuple[Remark, ...]:
    return (Remark(code, values={"names": tuple(names)}),) if names else ()


def _compared(
    pdf: bytes,
    sheet: Sheet,
    facts: Facts,
    words: Sequence[str | None],
    outcome: Rechecked,
) -> Rechecked:
    """The outcome, once the pages are those this program prints of it.

    Another version may have laid them out differently: then they must at least say the words,
    and that no more was compared is told.
    """
    try:
        printed = write_pdf(with_signature_line(sheet), at=SOME_TIME)
    except Failure:
        return DIFFERS
    if shows_the_same(pdf, printed):
        return outcome
    if facts.program == __version__:
        return Rechecked(follows=False, expert=outcome.expert, bad=(Remark("pages-differ"),))
    said = "".join(page_text(pdf).split())
    if not all("".join(one.split()) in said for one in words if one):
        return DIFFERS
    told = Remark("pages-not-compared", values={"program": facts.program})
    return replace(outcome, notes=(*outcome.notes, told))


def label(verdict: Result | None) -> str | None:
    """A verdict's printed words."""
    return verdict.label if verdict else None


def within(pdf: bytes, found: PdfFinding) -> Mapping[str, bytes] | None:
    """What travels inside a signed PDF; None where something there is not as we write it."""
    try:
        return attachments(pdf) if found.plain else None
    except OddPdf:
        return None


def package_within(inside: Mapping[str, bytes]) -> Package | None:
    """The package inside a sheet, once it is believed."""
    try:
        return open_package(inside[PACKAGE]) if PACKAGE in inside else None
    except Failure:
        return None
