"""What travels inside a sheet so that its numbers can be checked again, and the check itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cpscore.documents.picture import text as page_text
from cpscore.rules.answers import Answers, answers_document, read_answers
from cpscore.rules.canonical import Json, canonical
from cpscore.rules.form import Form
from cpscore.rules.form_document import form_sha256
from cpscore.rules.ijson import read
from cpscore.rules.merging import Decisions, PanelResult, decision_problems, merge
from cpscore.rules.outcome import panel_document, score_document
from cpscore.rules.panel import Sorted, Submission, read_decisions, sort_submissions
from cpscore.rules.problem import Failure
from cpscore.rules.review import Member
from cpscore.rules.scoring import Result, ScoreResult, score
from cpscore.workflow.ballots import PACKAGE, OpenBallot, open_ballot
from cpscore.workflow.packages import Package

ROSTER, ANSWERS, SCORE = "roster.json", "answers.json", "score.json"
DECISIONS, SUMMARY = "decisions.json", "summary.json"

Attachments = tuple[tuple[str, bytes], ...]


def bare(code: str, _values: Mapping[str, object]) -> str:
    """Codes instead of sentences: wording may change between versions, results may not."""
    return code


# Putting it in ---------------------------------------------------------------------------------


def score_evidence(package: Package, result: ScoreResult) -> Attachments:
    """One expert's answers and what they come to, with the roster and the forms."""
    form = result.form
    return (
        (PACKAGE, package.data),
        (ANSWERS, canonical({"form": form.id, **answers_document(form, result.answers)})),
        (SCORE, canonical(score_document(result, form_sha256(form), bare))),
    )


def summary_evidence(
    package: Package,
    ballots: Sequence[OpenBallot],
    result: PanelResult,
    files: Sorted,
    roster: bytes,
) -> Attachments:
    """The merge's data: ballots, decisions, result; with the roster as the leader confirmed it."""
    return (
        (PACKAGE, package.data),
        (ROSTER, roster),
        (DECISIONS, canonical(decisions_document(result.decisions))),
        (SUMMARY, canonical(_summary(result, files))),
        *((f"ballot-{one.member.id}.cpsballot", one.data) for one in ballots),
    )


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
    vetoes: dict[str, Json] = {
        id: {"sustained": one.sustained, "reason": one.reason}
        for id, one in decisions.vetoes.items()
    }
    return {"vetoes": vetoes}


def _summary(result: PanelResult, files: Sorted) -> dict[str, Json]:
    """The result without file names: they are nobody's business but the collecting machine's."""
    document = panel_document(result, files, bare)
    return {name: value for name, value in document.items() if name != "rejected"}


# Reading it again ------------------------------------------------------------------------------


def read_roster(data: bytes) -> Mapping[str, tuple[str, bool]]:
    """The members' ids by certificate, from a roster inside a file that the leader certified."""
    tree, problems = read(data)
    members = tree.get("members") if isinstance(tree, dict) and not problems else None
    if not isinstance(members, list):
        return {}
    return {
        certificate: (id, False)
        for one in members
        if isinstance(one, dict)
        and isinstance(certificate := one.get("certificate"), str)
        and isinstance(id := one.get("id"), str)
    }


def follows(
    pdf: bytes, inside: Mapping[str, bytes], package: Package, given: Answers | None = None
) -> bool | None:
    """Whether a sheet's numbers follow from what travels inside; None where nothing does.

    With `given`, the sheet must say exactly that.
    """
    if SUMMARY in inside:
        return _summary_follows(pdf, inside, package)
    if ANSWERS in inside:
        return _score_follows(pdf, inside, package, given)
    return None


def _score_follows(
    pdf: bytes, inside: Mapping[str, bytes], package: Package, given: Answers | None
) -> bool:
    tree, problems = read(inside[ANSWERS])
    form = _form(package, tree.pop("form", None) if isinstance(tree, dict) else None)
    answers = read_answers(form, tree)[0] if form and not problems else None
    if form is None or answers is None or (given is not None and answers != given):
        return False
    result = score(form, answers)
    document = score_document(result, form_sha256(form), bare)
    return inside.get(SCORE) == canonical(document) and _printed(
        pdf, str(document["total"]), label(result.verdict)
    )


def _form(package: Package, id: object) -> Form | None:
    return next((one for one in package.scored if one.id == id), None)


def _summary_follows(pdf: bytes, inside: Mapping[str, bytes], package: Package) -> bool:
    try:
        ballots = [open_ballot(data) for name, data in inside.items() if name.startswith("ballot-")]
    except Failure:
        return False
    forms = {one.definition.form.id for one in ballots}
    if len(forms) != 1 or any(one.package.data != package.data for one in ballots):
        return False
    form = ballots[0].definition.form
    tree, problems = read(inside.get(DECISIONS, b""))
    decisions, unread = read_decisions(form, tree)
    files = sort_submissions(
        form,
        [Submission(one.member.id, one.member.name, one.answers, ()) for one in _seated(ballots)],
    )
    if problems or unread or files.rejected:
        return False
    result = merge(form, files.counted, decisions)
    if decision_problems(result) or inside.get(SUMMARY) != canonical(_summary(result, files)):
        return False
    shown = result.total.shown if result.total else None
    return _printed(pdf, shown, label(result.verdict))


def _seated(ballots: Sequence[OpenBallot]) -> list[OpenBallot]:
    """The ballots in the order of the roster."""
    return sorted(
        ballots, key=lambda one: [m.id for m in one.package.review.members].index(one.member.id)
    )


def label(verdict: Result | None) -> str | None:
    """A verdict's printed words."""
    return verdict.label if verdict else None


def _printed(pdf: bytes, total: str | None, verdict: str | None) -> bool:
    """Whether the pages say the total and the verdict."""
    said = "".join(page_text(pdf).split())
    return all("".join(words.split()) in said for words in (total, verdict) if words)
