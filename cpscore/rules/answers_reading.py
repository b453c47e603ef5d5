"""One expert's answers read from JSON, once, with every problem named at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from cpscore.rules.answers import (
    Answers,
    Chosen,
    Counted,
    NotApplicable,
    Score,
    Split,
    VetoAnswer,
    Whole,
    asked,
    expert_name,
    items_in,
)
from cpscore.rules.fields_reading import FieldsReader
from cpscore.rules.form import (
    CATEGORIES,
    Answer,
    Answered,
    Form,
    Item,
    Kind,
    Part,
    Question,
    Veto,
)
from cpscore.rules.ijson import Number, Tree
from cpscore.rules.points import NEGATIVE, on_step, oversized, plain, read_points
from cpscore.rules.problem import Problem, pointer

WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,8})")


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
        return None, Problem(code, path, {**limit, "range": f"0–{plain(item.max)}"})
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


class _Reader(FieldsReader):
    """Walks the tree once; what does not fit becomes a problem at its place."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form
        # Whether the categories given are in doubt: then nobody can say what is asked because of
        # them, and one mistake is not reported again at every part that hangs on it.
        self.doubtful = False
        # Questions and parts whose answers were refused: what hangs on them is in doubt as well.
        self.refused: set[tuple[str, str]] = set()

    def answers(self, tree: Tree) -> Answers | None:
        known = {
            "expert": True,
            "scores": True,
            "vetoes": True,
            "enterprise": False,
            "remarks": False,
            "conclusion": False,
            "questions": False,
            "fields": False,
            "sections": False,
        }
        top = self.members(tree, "", known)
        if not isinstance(tree, dict):
            return None
        self.doubtful = "enterprise" not in top and self.form.depends_on_category
        if self.doubtful:
            self.report("missing-key", "/enterprise/categories", name="enterprise")
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
            fields=self.read_fields(self.form.fields, top.get("fields", {})),
            sections=sections,
        )

    def expert(self, top: Mapping[str, Tree]) -> str:
        return expert_name(self.written(top["expert"], "/expert"))

    def enterprise(self, tree: Tree) -> tuple[str, ...]:
        before, needed = len(self.problems), self.form.depends_on_category
        members = self.members(tree, "/enterprise", {"categories": needed})
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
        members = self.members(tree, "/scores", dict.fromkeys(known, False))
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
        members = self.members(tree, path, dict.fromkeys(offered, False))
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
        if not isinstance(tree, dict):
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
        chosen = self.string(tree, path)
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
        members = self.members(tree, path, dict.fromkeys(known, False))
        # Questions come in order and ask only about earlier ones, as parts do.
        read: dict[str, VetoAnswer] = {}
        for id in (id for id in known if id in members):
            read[id] = self.question(known[id], members[id], pointer(path, id), categories, read)
        return read

    def question(
        self,
        question: Veto | Question,
        tree: Tree,
        path: str,
        categories: tuple[str, ...],
        before: Mapping[str, VetoAnswer],
    ) -> VetoAnswer:
        names = {part.id: False for part in question.parts} | {"reason": False}
        detailed = {part.id: False for part in question.parts if part.detail}
        members = self.members(tree, path, names | ({"details": False} if detailed else {}))
        details = self.details(members.get("details", {}), pointer(path, "details"), detailed)
        reason = (
            self.written(members["reason"], pointer(path, "reason")) if "reason" in members else ""
        )
        given: dict[str, Answer] = {}
        refused: set[str] = set()
        # Parts come in order and ask only about earlier ones, so `given` says whether one is asked.
        for part in question.parts:
            if part.id in members:
                is_asked = asked(part, given, categories, before) or self.unless_in_doubt(
                    part, refused
                )
                answer = self.part(part, members[part.id], pointer(path, part.id), is_asked)
                if answer is not None:
                    given[part.id] = answer
                elif is_asked is not False:
                    refused.add(part.id)
                    self.refused.add((question.id, part.id))
        return VetoAnswer(given, reason.strip(), details)

    def details(self, tree: Tree, path: str, known: Mapping[str, bool]) -> Mapping[str, str]:
        members = self.members(tree, path, known)
        texts = {id: self.string(member, pointer(path, id)) for id, member in members.items()}
        return {id: text.strip() for id, text in texts.items() if text and text.strip()}

    def unless_in_doubt(self, part: Part, refused: set[str]) -> bool | None:
        """False for a part that is not asked; None where what decides it was refused itself."""
        match part.asked_if:
            case Answered(other, _, ""):
                return None if other in refused else False
            case Answered(other, _, question):
                return None if (question, other) in self.refused else False
            case _:
                return None if self.doubtful else False

    def part(self, part: Part, tree: Tree, path: str, is_asked: bool | None) -> Answer | None:
        text = self.string(tree, path)
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
        members = self.members(tree, "/remarks", dict.fromkeys(known, False))
        texts = {id: self.string(member, pointer("/remarks", id)) for id, member in members.items()}
        return {id: text for id, text in texts.items() if text}

    def conclusion(self, tree: Tree) -> str | None:
        text = self.string(tree, "/conclusion")
        if text is None:
            return None
        if not self.form.conclusions:
            self.report("not-asked", "/conclusion", why="conclusion")
        elif text not in {conclusion.id for conclusion in self.form.conclusions}:
            self.report("unknown-id", "/conclusion", name=text)
        else:
            return text
        return None
