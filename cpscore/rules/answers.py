"""One expert's answers to one form: the values, read once from JSON with every problem named, and
written back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from cpscore.rules.canonical import Json
from cpscore.rules.form import (
    CATEGORIES,
    Answer,
    Answered,
    Field,
    FieldType,
    Form,
    InCategory,
    Item,
    Kind,
    Part,
    Question,
    Veto,
)
from cpscore.rules.ijson import Number, Tree
from cpscore.rules.points import NEGATIVE, on_step, oversized, plain, read_points
from cpscore.rules.problem import Problem, pointer

V = TypeVar("V")

MOST_MARKS = 30
WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Whole:
    """One number for the item's whole weight."""

    points: Decimal


@dataclass(frozen=True, slots=True)
class Split:
    """The item's weight split over its rows; it counts when all rows are there."""

    rows: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The step chosen on a stepped item."""

    choice: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many occurrences a deduction item had."""

    count: int


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The item does not concern this enterprise; it leaves the denominator."""

    reason: str


Score: TypeAlias = Whole | Split | Chosen | Counted | NotApplicable
FieldValue: TypeAlias = "str | tuple[str, ...] | tuple[Mapping[str, str], ...]"


@dataclass(frozen=True, slots=True)
class VetoAnswer:
    """The answers to the parts of a veto or question, why, and what was written beside them."""

    parts: Mapping[str, Answer] = field(default_factory=dict)
    reason: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything one expert entered on one form; what is absent is open, never zero."""

    expert: str = ""
    categories: tuple[str, ...] = ()
    scores: Mapping[str, Score] = field(default_factory=dict)
    vetoes: Mapping[str, VetoAnswer] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    conclusion: str | None = None
    questions: Mapping[str, VetoAnswer] = field(default_factory=dict)
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    sections: tuple[str, ...] | None = None

    def with_score(self, item: str, score: Score | None) -> Answers:
        """These answers with one score entered, or taken away."""
        return replace(self, scores=changed(self.scores, item, score))

    def with_part(self, veto: str, part: str, answer: Answer | None) -> Answers:
        """These answers with one veto part answered, or taken back."""
        before = self.vetoes.get(veto, VetoAnswer())
        return self._with_veto(veto, replace(before, parts=changed(before.parts, part, answer)))

    def with_reason(self, veto: str, reason: str) -> Answers:
        """These answers with the reason given for a veto."""
        return self._with_veto(veto, replace(self.vetoes.get(veto, VetoAnswer()), reason=reason))

    def with_remark(self, about: str, text: str) -> Answers:
        """These answers with a remark on an item or veto; empty text takes it away."""
        return replace(self, remarks=changed(self.remarks, about, text or None))

    def with_answer(self, question: str, part: str, answer: Answer | None) -> Answers:
        """These answers with one part of a question answered, or taken back."""
        before = self.questions.get(question, VetoAnswer())
        after = replace(before, parts=changed(before.parts, part, answer))
        return replace(self, questions=changed(self.questions, question, _kept(after)))

    def with_detail(self, about: Veto | Question, part: str, text: str) -> Answers:
        """These answers with what is written beside an answer; empty text takes it away."""
        if isinstance(about, Veto):
            before = self.vetoes.get(about.id, VetoAnswer())
            after = replace(before, details=changed(before.details, part, text or None))
            return self._with_veto(about.id, after)
        before = self.questions.get(about.id, VetoAnswer())
        after = replace(before, details=changed(before.details, part, text or None))
        return replace(self, questions=changed(self.questions, about.id, _kept(after)))

    def with_field(self, field: str, value: FieldValue | None) -> Answers:
        """These answers with a field filled in; an empty value takes it away."""
        return replace(self, fields=changed(self.fields, field, value or None))

    def with_conclusion(self, conclusion: str | None) -> Answers:
        """These answers with the conclusion chosen, or taken back."""
        return replace(self, conclusion=conclusion)

    def _with_veto(self, veto: str, answer: VetoAnswer) -> Answers:
        return replace(self, vetoes=changed(self.vetoes, veto, _kept(answer)))


def _kept(answer: VetoAnswer) -> VetoAnswer | None:
    """An answer with something in it."""
    return answer if answer.parts or answer.reason or answer.details else None


def changed(mapping: Mapping[str, V], key: str, value: V | None) -> Mapping[str, V]:
    """A mapping with one entry set, or taken away by None."""
    others = {name: member for name, member in mapping.items() if name != key}
    return others if value is None else others | {key: value}


def expert_name(text: str) -> str:
    """A name as names are compared: trimmed and in NFC."""
    trimmed = text.strip()
    return unicodedata.normalize("NFC", trimmed) if _stream_safe(trimmed) else trimmed


def _stream_safe(text: str) -> bool:
    """Whether no letter carries more than 30 marks (UAX #15): sorting a million takes minutes."""
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run > MOST_MARKS:
            return False
    return True


def asked(part: Part, parts: Mapping[str, Answer], categories: Iterable[str]) -> bool:
    """Whether a part is asked of this enterprise, the other parts being answered so."""
    match part.asked_if:
        case None:
            return True
        case Answered(other, answer):
            return parts.get(other) is answer
        case InCategory(wanted):
            return any(category in wanted for category in categories)


def asked_parts(question: Veto | Question, answers: Answers) -> tuple[Part, ...]:
    """The parts of a question that this enterprise is asked, given what is answered so far.

    An answer to a part that is no longer asked does not make others asked.
    """
    given = (answers.vetoes if isinstance(question, Veto) else answers.questions).get(question.id)
    return reached(question.parts, given.parts if given else {}, answers.categories)


def reached(
    parts: Iterable[Part], given: Mapping[str, Answer], categories: Iterable[str]
) -> tuple[Part, ...]:
    """The parts that are asked; they stand in order and ask only about earlier ones."""
    taken: list[Part] = []
    counting: dict[str, Answer] = {}
    for part in parts:
        if asked(part, counting, categories):
            taken.append(part)
            if part.id in given:
                counting[part.id] = given[part.id]
    return tuple(taken)


def items_in(form: Form, sections: tuple[str, ...] | None) -> tuple[Item, ...]:
    """The items of the sections an expert is assigned; all of them where nothing is assigned."""
    return tuple(
        item
        for section in form.sections
        if sections is None or section.id in sections
        for item in section.items
    )


# Reading ---------------------------------------------------------------------------------------


def read_answers(form: Form, tree: Tree) -> tuple[Answers | None, tuple[Problem, ...]]:
    """Answers to a form, or None with all the problems that stand in the way.

    Each has its JSON pointer.
    """
    reader = _Reader(form)
    answers = reader.answers(tree)
    return (None if reader.problems else answers), tuple(reader.problems)


def read_expert(tree: Tree) -> str | None:
    """The expert's name, as compared, where it can be read at all, whatever else is wrong."""
    if not isinstance(tree, dict):
        return None
    name = tree.get("expert")
    return expert_name(name) or None if isinstance(name, str) else None


def read_score(item: Item, tree: Tree, path: str) -> tuple[Decimal | None, Problem | None]:
    """Points for an item, or the problem with them, which names the item's own limit."""
    if not isinstance(tree, str):
        return None, Problem("wrong-type", path, {"expected": "string"})
    points = read_points(tree)
    limit = {"item": item.name, "max": plain(item.max)}
    if points is None:
        code = "negative" if NEGATIVE.fullmatch(tree) else "not-a-number"
        return None, Problem(code, path, limit)
    if oversized(points) or points > item.max:
        return None, Problem("above-maximum", path, limit)
    if not on_step(points, item.step):
        return None, Problem("off-step", path, {**limit, "step": plain(item.step)})
    return points, None


def _offered(item: Item) -> str:
    """What may be entered for an item, in short."""
    if item.stepped:
        return ", ".join(choice.id for choice in item.choices)
    return "0, 1, 2 …" if item.kind is Kind.COUNT else f"0–{plain(item.max)}"


class _Reader:
    """Walks the tree once; what does not fit becomes a problem at its place."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.problems: list[Problem] = []
        # Whether the categories given are in doubt: then nobody can say what is asked because of
        # them, and one mistake is not reported again at every part that hangs on it.
        self.doubtful = False

    def report(self, code: str, path: str, **values: object) -> None:
        self.problems.append(Problem(code, path, values))

    def answers(self, tree: Tree) -> Answers | None:
        known = {
            "expert": True,
            "scores": True,
            "vetoes": True,
            "enterprise": self.form.depends_on_category,
            "remarks": False,
            "conclusion": False,
            "questions": False,
            "fields": False,
            "sections": False,
        }
        top = self.members(tree, "", known, missing={"enterprise": "/enterprise/categories"})
        if top is None:
            return None
        self.doubtful = "enterprise" not in top and self.form.depends_on_category
        categories = self.enterprise(top["enterprise"]) if "enterprise" in top else ()
        sections = self.sections(top["sections"]) if "sections" in top else None
        return Answers(
            expert=self.expert(top) if "expert" in top else "",
            categories=categories,
            scores=self.scores(top.get("scores", {}), sections),
            vetoes=self.questioned(top.get("vetoes", {}), "/vetoes", self.form.vetoes, categories),
            remarks=self.remarks(top.get("remarks", {})),
            conclusion=self.conclusion(top["conclusion"]) if "conclusion" in top else None,
            questions=self.questioned(
                top.get("questions", {}), "/questions", self.form.questions, categories
            ),
            fields=self.fields(top.get("fields", {})),
            sections=sections,
        )

    def members(
        self,
        tree: Tree,
        path: str,
        known: Mapping[str, bool],
        missing: Mapping[str, str] = MappingProxyType({}),
    ) -> dict[str, Tree] | None:
        """The members of an object that may have these names (True: must have)."""
        if not isinstance(tree, dict):
            self.report("wrong-type", path, expected="object")
            return None
        for name in tree:
            if name not in known:
                self.report("unknown-id", pointer(path, name), name=name)
        for name, needed in known.items():
            if needed and name not in tree:
                self.report("missing-key", missing.get(name, pointer(path, name)), name=name)
        return {name: member for name, member in tree.items() if name in known}

    def text(self, tree: Tree, path: str) -> str | None:
        if isinstance(tree, str):
            return tree
        self.report("wrong-type", path, expected="string")
        return None

    def written(self, tree: Tree, path: str) -> str:
        """Text that may not be blank."""
        text = self.text(tree, path)
        if text is not None and not text.strip():
            self.report("wrong-type", path, expected="text")
        return text or ""

    def expert(self, top: Mapping[str, Tree]) -> str:
        return expert_name(self.written(top["expert"], "/expert"))

    def enterprise(self, tree: Tree) -> tuple[str, ...]:
        before, needed = len(self.problems), self.form.depends_on_category
        members = self.members(tree, "/enterprise", {"categories": needed}) or {}
        given = members.get("categories")
        named = (
            self.known_texts(given, "/enterprise/categories", CATEGORIES)
            if "categories" in members
            else []
        )
        if needed and given == []:
            self.report("missing-key", "/enterprise/categories", name="categories")
        self.doubtful = len(self.problems) > before
        return tuple(category for category in CATEGORIES if category in named)

    def known_texts(self, tree: Tree, path: str, known: Iterable[str]) -> list[str]:
        if not isinstance(tree, list):
            self.report("wrong-type", path, expected="array")
            return []
        taken = []
        for at, member in enumerate(tree):
            text = self.text(member, pointer(path, at))
            if text is not None and text not in known:
                self.report("unknown-id", pointer(path, at), name=text)
            elif text is not None:
                taken.append(text)
        return taken

    def sections(self, tree: Tree) -> tuple[str, ...] | None:
        if not self.form.panel.assigned:
            self.report("not-asked", "/sections", why="sections")
            return None
        before, ids = len(self.problems), [section.id for section in self.form.sections]
        named = self.known_texts(tree, "/sections", ids)
        # Like doubtful categories: what they would leave out is not refused with them.
        doubtful = len(self.problems) > before
        return None if doubtful else tuple(id for id in ids if id in named)

    def scores(self, tree: Tree, sections: tuple[str, ...] | None) -> Mapping[str, Score]:
        known = {item.id: item for item in self.form.items}
        members = self.members(tree, "/scores", dict.fromkeys(known, False)) or {}
        theirs = {item.id for item in items_in(self.form, sections)}
        for id in members:
            if id not in theirs:
                self.report("not-asked", pointer("/scores", id), why="section")
        read = {
            id: self.score(known[id], member, pointer("/scores", id))
            for id, member in members.items()
        }
        return {id: score for id, score in read.items() if score is not None}

    def score(self, item: Item, tree: Tree, path: str) -> Score | None:
        by_points = item.kind in (Kind.POINTS, Kind.BONUS) and not item.stepped
        if isinstance(tree, str) and by_points:
            points = self.points(item, tree, path)
            return None if points is None else Whole(points)
        if not isinstance(tree, dict):
            self.report("wrong-type", path, expected="score")
            return None
        offered = {
            "rows": by_points and bool(item.rows),
            "choice": item.stepped,
            "count": item.kind is Kind.COUNT,
            "na": item.not_applicable,
        }
        members = self.members(tree, path, dict.fromkeys(offered, False)) or {}
        refused = [way for way in members if not offered[way]]
        for way in refused:
            self.report("not-an-answer", pointer(path, way), answers=_offered(item))
        if refused or len(members) != 1:
            if not refused and (members or not tree):
                self.report("wrong-type", path, expected="score")
            return None
        [(way, member)] = members.items()
        return self.one_way(item, way, member, pointer(path, way))

    def one_way(self, item: Item, way: str, tree: Tree, path: str) -> Score | None:
        match way:
            case "rows":
                return self.split(item, tree, path)
            case "choice":
                return self.choice(item, tree, path)
            case "count":
                return self.count(item, tree, path)
            case _:
                return self.not_applicable(tree, path)

    def points(self, item: Item, tree: Tree, path: str) -> Decimal | None:
        points, problem = read_score(item, tree, path)
        if problem:
            self.problems.append(problem)
        return points

    def split(self, item: Item, tree: Tree, path: str) -> Score | None:
        members = self.members(tree, path, {row.id: False for row in item.rows})
        if members is None:
            return None
        rows = {
            row.id: self.points(item, members[row.id], pointer(path, row.id))
            for row in item.rows
            if row.id in members
        }
        given = {id: points for id, points in rows.items() if points is not None}
        if len(given) == len(rows) and sum(given.values()) > item.max:
            self.report(
                "over-weight", path.removesuffix("/rows"), item=item.name, max=plain(item.max)
            )
        return Split(given)

    def choice(self, item: Item, tree: Tree, path: str) -> Score | None:
        chosen = self.text(tree, path)
        if chosen is None:
            return None
        if chosen not in {choice.id for choice in item.choices}:
            self.report("unknown-id", path, name=chosen)
            return None
        return Chosen(chosen)

    def count(self, item: Item, tree: Tree, path: str) -> Score | None:
        if not isinstance(tree, Number) or not WHOLE.fullmatch(tree.text):
            self.report("wrong-type", path, expected="count")
            return None
        count = int(tree.text)
        if count < 0:
            self.report("negative", path, item=item.name, max=plain(item.max))
            return None
        return Counted(count)

    def not_applicable(self, tree: Tree, path: str) -> Score | None:
        return NotApplicable(self.written(tree, path).strip())

    def questioned(
        self,
        tree: Tree,
        path: str,
        questions: Iterable[Veto] | Iterable[Question],
        categories: tuple[str, ...],
    ) -> Mapping[str, VetoAnswer]:
        known = {question.id: question for question in questions if question.parts}
        members = self.members(tree, path, dict.fromkeys(known, False)) or {}
        return {
            id: self.question(known[id], member, pointer(path, id), categories)
            for id, member in members.items()
        }

    def question(
        self, question: Veto | Question, tree: Tree, path: str, categories: tuple[str, ...]
    ) -> VetoAnswer:
        names = {part.id: False for part in question.parts} | {"reason": False}
        detailed = {part.id: False for part in question.parts if part.detail}
        members = self.members(tree, path, names | ({"details": False} if detailed else {})) or {}
        details = self.details(members.get("details", {}), pointer(path, "details"), detailed)
        reason = (
            self.written(members["reason"], pointer(path, "reason")) if "reason" in members else ""
        )
        given: dict[str, Answer] = {}
        refused: set[str] = set()
        # Parts come in order and ask only about earlier ones, so `given` says whether one is asked.
        for part in question.parts:
            if part.id in members:
                is_asked = asked(part, given, categories) or self.unless_in_doubt(part, refused)
                answer = self.part(part, members[part.id], pointer(path, part.id), is_asked)
                if answer is not None:
                    given[part.id] = answer
                elif is_asked is not False:
                    refused.add(part.id)
        return VetoAnswer(given, reason.strip(), details)

    def details(self, tree: Tree, path: str, known: Mapping[str, bool]) -> Mapping[str, str]:
        members = self.members(tree, path, known) or {}
        texts = {id: self.text(member, pointer(path, id)) for id, member in members.items()}
        return {id: text.strip() for id, text in texts.items() if text and text.strip()}

    def unless_in_doubt(self, part: Part, refused: set[str]) -> bool | None:
        """False for a part that is not asked; None where what decides it was refused itself."""
        match part.asked_if:
            case Answered(other, _):
                return None if other in refused else False
            case _:
                return None if self.doubtful else False

    def part(self, part: Part, tree: Tree, path: str, is_asked: bool | None) -> Answer | None:
        text = self.text(tree, path)
        if text is None or (not is_asked and text == Answer.NA):
            return None
        if is_asked is False:
            self.report("not-asked", path, why="part")
        elif text not in part.answers:
            self.report("not-an-answer", path, answers=", ".join(part.answers))
        else:
            return Answer(text)
        return None

    def remarks(self, tree: Tree) -> Mapping[str, str]:
        known = [item.id for item in self.form.items]
        known += [veto.id for veto in self.form.vetoes]
        known += [question.id for question in self.form.questions]
        members = self.members(tree, "/remarks", dict.fromkeys(known, False)) or {}
        texts = {id: self.text(member, pointer("/remarks", id)) for id, member in members.items()}
        return {id: text for id, text in texts.items() if text}

    def conclusion(self, tree: Tree) -> str | None:
        text = self.text(tree, "/conclusion")
        if text is None:
            return None
        if not self.form.conclusions:
            self.report("not-asked", "/conclusion", why="conclusion")
        elif text not in {conclusion.id for conclusion in self.form.conclusions}:
            self.report("unknown-id", "/conclusion", name=text)
        else:
            return text
        return None

    def fields(self, tree: Tree) -> Mapping[str, FieldValue]:
        known = {entry.id: entry for entry in self.form.fields}
        members = self.members(tree, "/fields", dict.fromkeys(known, False)) or {}
        read = {
            id: self.field(known[id], member, pointer("/fields", id))
            for id, member in members.items()
        }
        return {id: value for id, value in read.items() if value is not None}

    def field(self, entry: Field, tree: Tree, path: str) -> FieldValue | None:
        options = [option.id for option in entry.options]
        match entry.type:
            case FieldType.TICKS:
                return tuple(self.known_texts(tree, path, options))
            case FieldType.TABLE:
                return self.table(entry, tree, path)
            case FieldType.CHOICE:
                text = self.text(tree, path)
                if text is not None and text not in options:
                    self.report("unknown-id", path, name=text)
                return text
            case FieldType.YES_NO:
                text = self.text(tree, path)
                if text is not None and text not in (Answer.YES, Answer.NO):
                    self.report("not-an-answer", path, answers="yes, no")
                return text
            case _:
                return self.text(tree, path)

    def table(self, entry: Field, tree: Tree, path: str) -> FieldValue | None:
        if not isinstance(tree, list):
            self.report("wrong-type", path, expected="array")
            return None
        names = {column.id: False for column in entry.columns}
        rows = []
        for at, member in enumerate(tree):
            here = pointer(path, at)
            if entry.rows and at >= len(entry.rows):
                self.report("unknown-id", here, name=str(at))
                break
            cells = self.members(member, here, names) or {}
            texts = {id: self.text(cell, pointer(here, id)) for id, cell in cells.items()}
            rows.append({id: text for id, text in texts.items() if text is not None})
        return tuple(rows)


# Writing ---------------------------------------------------------------------------------------


def answers_document(form: Form, answers: Answers) -> dict[str, Json]:
    """The answers in the shape of `ANSWERS.json`, entries in the order of the form.

    Reading gives them back, but for answers to parts that are no longer asked.
    """
    document: dict[str, Json] = {
        "expert": answers.expert,
        "scores": {
            item.id: _score_document(answers.scores[item.id])
            for item in form.items
            if item.id in answers.scores
        },
        "vetoes": _questions_document(form.vetoes, answers.vetoes, answers.categories),
    }
    optional: dict[str, Json] = {
        "enterprise": {"categories": list(answers.categories)} if answers.categories else None,
        "remarks": dict(answers.remarks) or None,
        "conclusion": answers.conclusion,
        "questions": _questions_document(form.questions, answers.questions, answers.categories)
        or None,
        "fields": {id: _field_document(value) for id, value in answers.fields.items()} or None,
        "sections": None if answers.sections is None else list(answers.sections),
    }
    return document | {name: value for name, value in optional.items() if value is not None}


def _score_document(score: Score) -> Json:
    match score:
        case Whole(points):
            return plain(points)
        case Split(rows):
            return {"rows": {id: plain(points) for id, points in rows.items()}}
        case Chosen(choice):
            return {"choice": choice}
        case Counted(count):
            return {"count": count}
        case NotApplicable(reason):
            return {"na": reason}


def _questions_document(
    questions: Iterable[Veto] | Iterable[Question],
    given: Mapping[str, VetoAnswer],
    categories: Iterable[str],
) -> dict[str, Json]:
    return {
        question.id: _question_document(question.parts, given[question.id], categories)
        for question in questions
        if question.id in given
    }


def _question_document(
    parts: Iterable[Part], given: VetoAnswer, categories: Iterable[str]
) -> dict[str, Json]:
    """An answer to a part that is no longer asked stays out: no reader would take it."""
    written: dict[str, Json] = {
        part.id: str(given.parts[part.id])
        for part in reached(parts, given.parts, categories)
        if part.id in given.parts
    }
    if given.reason:
        written["reason"] = given.reason
    if given.details:
        written["details"] = dict(given.details)
    return written


def _field_document(value: FieldValue) -> Json:
    if isinstance(value, str):
        return value
    return [member if isinstance(member, str) else dict(member) for member in value]
