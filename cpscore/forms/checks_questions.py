"""Can the questions do what they say: parts be asked, vetoes fail and be clear."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from itertools import pairwise, product

from cpscore.forms.walking import nearest
from cpscore.rules.answers import reached
from cpscore.rules.expressions import COMPARE, Leaf, leaves_of, true_of
from cpscore.rules.form import (
    CATEGORIES,
    Answer,
    Answered,
    Compared,
    Expression,
    Form,
    InCategory,
    Part,
    Question,
    Veto,
)
from cpscore.rules.problem import Problem

Answers = Mapping[str, Answer]
Subject = tuple[str, str]
# More cases than this are not worth waiting for; no printed question comes near.
MOST_CASES = 1_000


def questions(form: Form) -> Iterator[tuple[str, Veto | Question]]:
    """Every veto and question with its pointer."""
    for at, veto in enumerate(form.vetoes):
        yield f"/vetoes/{at}", veto
    for at, question in enumerate(form.questions):
        yield f"/questions/{at}", question


def check_parts(form: Form) -> Iterator[Problem]:
    """A part asks about an earlier one, and about an answer that is offered there."""
    for path, question in questions(form):
        yield from _order(question, path)


def _order(question: Veto | Question, path: str) -> Iterator[Problem]:
    every = {part.id: part for part in question.parts}
    before: dict[str, Part] = {}
    for at, part in enumerate(question.parts):
        if isinstance(part.asked_if, Answered) and not part.asked_if.question:
            here = f"{path}/parts/{at}/asked_if"
            late = _earlier(part.asked_if.part, before, every, here)
            yield from late or answerable(part.asked_if, before, here)
        before[part.id] = part


def check_questions(form: Form) -> Iterator[Problem]:
    """A question asked only if another was answered so names an earlier one of a single part, which
    itself is asked of everybody.
    """
    every = {question.id: question for question in form.questions}
    before: dict[str, Question] = {}
    for at, question in enumerate(form.questions):
        for leaf in (part.asked_if for part in question.parts):
            if isinstance(leaf, Answered) and leaf.question:
                yield from _hanging(leaf, before, every, f"/questions/{at}/asked_if")
        before[question.id] = question


def _hanging(
    leaf: Answered, before: Mapping[str, Question], every: Mapping[str, Question], path: str
) -> list[Problem]:
    later = _earlier(leaf.question, before, every, path)
    if later:
        return later
    if leaf.question not in before:
        values = {"name": leaf.question, "known": nearest(leaf.question, before)}
        return [Problem("unknown-reference", path, values)]
    parts = before[leaf.question].parts
    if not parts:
        return []  # what lists no parts was reported there
    if len(parts) > 1 or parts[0].asked_if:
        return [Problem("asked-if-chain", path, {"name": leaf.question})]
    return list(answerable(leaf, {part.id: part for part in parts}, path))


def _earlier(
    name: str, before: Mapping[str, object], every: Mapping[str, object], path: str
) -> list[Problem]:
    """What is asked about stands before, and not behind or here."""
    late = name in every and name not in before
    return [Problem("asked-if-later", path, {"name": name})] if late else []


def answerable(leaf: Answered, parts: Mapping[str, Part], path: str) -> Iterator[Problem]:
    """Whether a part exists (so far) and offers that answer."""
    if leaf.part not in parts:
        yield Problem("unknown-reference", path, {"name": leaf.part, "known": list(parts)})
    elif leaf.answer not in parts[leaf.part].answers:
        offered = [answer.value for answer in parts[leaf.part].answers]
        values = {"part": leaf.part, "answer": leaf.answer.value, "offered": offered}
        yield Problem("answer-not-offered", path, values)


def check_vetoes(form: Form) -> Iterator[Problem]:
    """A veto is about answers or about points, can fail, and can be passed."""
    for at, veto in enumerate(form.vetoes):
        path = f"/vetoes/{at}/fails_when"
        leaves = list(leaves_of(veto.fails_when))
        parts = {part.id: part for part in veto.parts}
        wrong = [
            problem
            for leaf in leaves
            if isinstance(leaf, Answered) and parts
            for problem in answerable(leaf, parts, path)
        ]
        if wrong:
            yield from wrong
        elif any(isinstance(leaf, Compared) for leaf in leaves) and (
            parts or any(isinstance(leaf, Answered) for leaf in leaves)
        ):
            yield Problem("points-and-answers", path)
        elif not any(_order(veto, path)):
            yield from _both_ways(form, veto, path)


def _both_ways(form: Form, veto: Veto, path: str) -> Iterator[Problem]:
    outcomes = point_outcomes(veto.fails_when, form) if veto.computed else answer_outcomes(veto)
    if outcomes == {False}:
        yield Problem("veto-never-fails", path, {"text": veto.text})
    elif outcomes == {True}:
        yield Problem("veto-always-fails", path, {"text": veto.text})


def answer_outcomes(veto: Veto) -> set[bool]:
    """Whether a veto can fail (True) and can be clear (False), over all enterprises and answers."""
    outcomes: set[bool] = set()
    for case, (answers, asked) in enumerate(_cases(veto.parts)):
        if len(outcomes) == 2 or case > MOST_CASES:
            return {True, False}
        given = {part.id: answers[part.id] for part in asked}
        if any(answer is not Answer.NA for answer in given.values()):
            outcomes.add(true_of(veto.fails_when, partial(_answered, given)))
    return outcomes


def _answered(given: Answers, one: Leaf) -> bool:
    return isinstance(one, Answered) and given.get(one.part) is one.answer


def _cases(parts: tuple[Part, ...]) -> Iterator[tuple[Answers, tuple[Part, ...]]]:
    """Every way to answer the parts, for every kind of enterprise that makes a difference."""
    wanted = {part.asked_if for part in parts if isinstance(part.asked_if, InCategory)}
    enterprises = [(category,) for category in CATEGORIES] + [CATEGORIES] if wanted else [()]
    ids = [part.id for part in parts]
    for given in product(*(part.answers for part in parts)):
        answers = dict(zip(ids, given, strict=True))
        for categories in enterprises:
            yield answers, reached(parts, answers, categories)


def check_conditions(form: Form) -> Iterator[Problem]:
    """A condition is about points, and the points decide it."""
    for at, condition in enumerate(form.conditions):
        path = f"/conditions/{at}/when"
        if any(isinstance(leaf, Answered) for leaf in leaves_of(condition.when)):
            yield Problem("points-and-answers", path)
            continue
        outcomes = point_outcomes(condition.when, form)
        if len(outcomes) == 1:
            code = "condition-always" if True in outcomes else "condition-never"
            yield Problem(code, path, {"text": condition.text})


def point_outcomes(expression: Expression, form: Form) -> set[bool]:
    """Whether an expression about points can be true and can be false.

    Subjects are taken as independent; where that is too many cases, both are assumed.
    """
    full: dict[Subject, Decimal] = {}
    limits: dict[Subject, set[Decimal]] = {}
    for leaf in leaves_of(expression):
        if isinstance(leaf, Compared):
            subject = (leaf.of, leaf.id)
            most = full.setdefault(subject, full_mark(leaf, form))
            limits.setdefault(subject, {Decimal(0), most}).add(limit_of(leaf, most))
    if Decimal(-1) in full.values():
        return {True, False}
    outcomes: set[bool] = set()
    for case, values in enumerate(product(*(samples(limits[one], full[one]) for one in limits))):
        if len(outcomes) == 2 or case > MOST_CASES:
            return {True, False}
        given = dict(zip(limits, values, strict=True))
        outcomes.add(true_of_points(expression, given, full))
    return outcomes


def limit_of(leaf: Compared, full: Decimal) -> Decimal:
    """The limit in points."""
    return full * leaf.value / 100 if leaf.percent else leaf.value


def samples(limits: set[Decimal], full: Decimal) -> list[Decimal]:
    """Points on and between the limits, within the full mark."""
    ordered = sorted(limits)
    between = [(low + high) / 2 for low, high in pairwise(ordered)]
    return [value for value in sorted({*ordered, *between}) if 0 <= value <= full]


def full_mark(leaf: Compared, form: Form) -> Decimal:
    """The full mark of what is compared; -1 where there is no such thing."""
    if leaf.of == "total":
        return Decimal(-1) if form.total is None else form.total
    known = form.sections if leaf.of == "section" else form.items
    return next((one.max for one in known if one.id == leaf.id), Decimal(-1))


def true_of_points(
    expression: Expression, values: Mapping[Subject, Decimal], full: Mapping[Subject, Decimal]
) -> bool:
    """Whether an expression about points holds of these, by what is compared."""

    def leaf(one: Leaf) -> bool:
        match one:
            case Compared(of, id):
                return COMPARE[one.relation](values[of, id], limit_of(one, full[of, id]))
            case Answered():
                return False

    return true_of(expression, leaf)
