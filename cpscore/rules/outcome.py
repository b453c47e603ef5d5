"""Results as the JSON that scripts read: `score` and `merge` of the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from cpscore.rules.answers import Answers
from cpscore.rules.canonical import Json
from cpscore.rules.panel import Rejected, Sorted
from cpscore.rules.panel_result import PanelItem, PanelResult, PanelVeto, PanelVetoState
from cpscore.rules.points import Average, plain
from cpscore.rules.problem import Problem, Remark
from cpscore.rules.scoring import Result, ScoreResult

Say = Callable[[str, Mapping[str, object]], str]


def score_document(result: ScoreResult, form_sha256: str, say: Say) -> dict[str, Json]:
    """One expert's result; `say` words the reasons."""
    form = result.form
    return {
        "form": form.id,
        "form_sha256": form_sha256,
        "expert": result.answers.expert,
        "complete": result.complete,
        "missing": list(result.missing),
        "total": plain(result.points.total) if result.points else None,
        "max": plain(form.total) if form.total is not None else None,
        "vetoes": [
            {"id": one.id, "state": str(one.state), "reason": one.reason or None}
            for one in result.vetoes
        ],
        "conditions": [{"id": one.id, "met": one.met} for one in result.conditions],
        "provisional_grade": named(result.provisional),
        "grade": named(result.grade),
        "verdict": named(result.verdict),
        "reasons": [say(one.code, one.values) for one in result.reasons],
    }


def panel_document(result: PanelResult, files: Sorted, say: Say) -> dict[str, Json]:
    """The panel's result, and what did not count."""
    return {
        "form": result.form.id,
        "members": len(files.counted) + len(files.rejected),
        "counted": len(files.counted),
        "rule": str(result.rule),
        "total": average(result.total),
        "grade": named(result.grade),
        "verdict": named(result.verdict),
        "reasons": [say(one.code, one.values) for one in result.reasons],
        "experts": [
            {"expert": one.expert, "total": points(one.total), "counted": one.counted}
            for one in files.members
        ],
        "items": [_item(one) for one in result.items],
        "vetoes": [_veto(one) for one in result.vetoes],
        "conditions": [{"id": id, "met": met} for id, met in result.conditions.items()],
        "flags": [_flag(one, say) for one in result.flags],
        "rejected": [_rejected(one, say) for one in files.rejected],
        **_chosen(result),
    }


def _chosen(result: PanelResult) -> dict[str, Json]:
    """On forms without points: what each member answered and concluded."""
    given = {one.answers.expert: one.answers for one in result.counted}
    document: dict[str, Json] = {}
    if result.form.questions:
        document["questions"] = [_question(one.id, given) for one in result.form.questions]
    if result.form.conclusions:
        document["conclusions"] = {name: answers.conclusion for name, answers in given.items()}
    return document


def _question(id: str, given: Mapping[str, Answers]) -> dict[str, Json]:
    """One question's answers by member and part."""
    answered = {name: one.questions[id].parts for name, one in given.items() if id in one.questions}
    answers: dict[str, Json] = {
        name: {part: str(answer) for part, answer in parts.items()}
        for name, parts in answered.items()
    }
    return {"id": id, "answers": answers}


def problems_document(problems: Iterable[Problem], say: Say) -> dict[str, Json]:
    """Everything wrong with the input, all at once."""
    return {"problems": [problem_document(problem, say) for problem in problems]}


def problem_document(problem: Problem, say: Say) -> dict[str, Json]:
    """One problem with its place and its sentence; YAML adds line and column."""
    place: dict[str, Json] = (
        {} if problem.line is None else {"line": problem.line, "column": problem.column}
    )
    text = say(problem.code, {"path": problem.path, **problem.values})
    return {"file": problem.file, "path": problem.path, "code": problem.code, "text": text} | place


def named(result: Result | None) -> Json:
    """A grade or conclusion by id and label."""
    return {"id": result.id, "label": result.label} if result else None


def average(value: Average | None) -> Json:
    """A panel value, exact and as shown; `rounded` where the form grades the rounded value."""
    if value is None:
        return None
    rounded: dict[str, Json] = {} if value.rounded is None else {"rounded": plain(value.rounded)}
    return {"exact": plain(value.exact), "shown": value.shown} | rounded


def points(value: Fraction | None) -> Json:
    """Exact points, or null."""
    return None if value is None else plain(value)


def _item(one: PanelItem) -> dict[str, Json]:
    agreed: dict[str, Json] = {} if one.agreed is None else {"agreed": plain(one.agreed)}
    return {
        "id": one.item.id,
        "scores": {name: points(value) for name, value in one.scores.items()},
        "mean": average(one.mean),
        "min": points(one.min),
        "max": points(one.max),
        "spread": points(one.spread),
    } | agreed


def _veto(one: PanelVeto) -> dict[str, Json]:
    decision: Json = (
        {"sustained": one.decision.sustained, "reason": one.decision.reason}
        if one.decision
        else None
    )
    return {
        "id": one.veto.id,
        "answers": {name: str(state) for name, state in one.answers.items()},
        "state": None if one.state is PanelVetoState.OPEN else str(one.state),
        "decision": decision,
    }


def _flag(one: Remark, say: Say) -> dict[str, Json]:
    return {"code": one.code, "about": one.about, "text": say(one.code, one.values)}


def _rejected(one: Rejected, say: Say) -> dict[str, Json]:
    first = one.problems[0]
    text = say(one.code, {"path": first.path, **first.values})
    return {
        "file": one.file,
        "code": one.code,
        "text": text,
        "problems": [problem_document(problem, say) for problem in one.problems],
    }
