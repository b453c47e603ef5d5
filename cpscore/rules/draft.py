"""A ballot being filled in: a fold over the edits that were made, undone and made again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cpscore.rules.answers import Answers
from cpscore.rules.answers_reading import read_answers
from cpscore.rules.answers_writing import answers_document
from cpscore.rules.canonical import Json
from cpscore.rules.form import Answered, Form, Part
from cpscore.rules.ijson import Number, Tree
from cpscore.rules.problem import Problem, Unacceptable

PLACES = ("scores", "vetoes", "remarks", "questions", "fields", "conclusion")


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: the entry `id` of a place (`scores`, `vetoes`, `remarks` …) before and after.

    Entries are written as in `ANSWERS.json`; None stands for an absent one. `conclusion` has no id.
    """

    place: str
    id: str
    before: Json
    after: Json


@dataclass(frozen=True, slots=True)
class Draft:
    """What is entered so far, what can be undone (`done`) and made again (`undone`); `earlier` are
    the answers before each edit that is done.
    """

    form: Form
    answers: Answers
    done: tuple[Edit, ...] = ()
    undone: tuple[Edit, ...] = ()
    earlier: tuple[Answers, ...] = ()

    def made(self, edit: Edit) -> Draft:
        """The draft after an edit; nothing can be redone any more. Raises Unacceptable."""
        answers = applied(self.form, self.answers, edit)
        return Draft(self.form, answers, (*self.done, edit), (), (*self.earlier, self.answers))

    def undo(self) -> Draft:
        """The draft without its last edit; the same draft if there is none."""
        if not self.done:
            return self
        *rest, last = self.done
        *before, answers = self.earlier
        return Draft(self.form, answers, tuple(rest), (*self.undone, last), tuple(before))

    def redo(self) -> Draft:
        """The draft with the edit made again that was undone last.

        The same draft if there is none.
        """
        if not self.undone:
            return self
        *rest, last = self.undone
        answers = applied(self.form, self.answers, last)
        earlier = (*self.earlier, self.answers)
        return Draft(self.form, answers, (*self.done, last), tuple(rest), earlier)


def edit_to(form: Form, before: Answers, after: Answers) -> Edit | None:
    """The edit between two states that differ in at most one entry; None where nothing changed."""
    old, new = answers_document(form, before), answers_document(form, after)
    edits = (
        Edit(place, id, entries.get(id), changed.get(id))
        for place in PLACES
        for entries, changed in ((_entries(old, place), _entries(new, place)),)
        for id in {**entries, **changed}
    )
    return next((edit for edit in edits if edit.before != edit.after), None)


def applied(form: Form, answers: Answers, edit: Edit) -> Answers:
    """The answers after an edit. Raises Unacceptable with every problem of the new entry."""
    document = answers_document(form, answers)
    if edit.place == "conclusion":
        changed = {**document, "conclusion": edit.after}
    else:
        entries = {id: one for id, one in _entries(document, edit.place).items() if id != edit.id}
        given = entries if edit.after is None else {**entries, edit.id: edit.after}
        changed = {**document, edit.place: given}
        if edit.place == "questions":
            changed["questions"] = _without_moot(form, given)
    read, problems = read_answers(
        form, tree_of({k: v for k, v in changed.items() if v is not None})
    )
    if read is None:
        raise Unacceptable(problems)
    return read


def _without_moot(form: Form, answered: Mapping[str, Json]) -> dict[str, Json]:
    """The answers to questions without those that another answer leaves unasked."""

    def asked(part: Part) -> bool:
        condition = part.asked_if
        if not isinstance(condition, Answered) or not condition.question:
            return True
        earlier = answered.get(condition.question)
        return isinstance(earlier, Mapping) and earlier.get(condition.part) == condition.answer

    moot = {one.id for one in form.questions if not any(map(asked, one.parts))}
    return {id: entry for id, entry in answered.items() if id not in moot}


def tree_of(value: Json) -> Tree:
    """A document as the tree that readers walk: numbers in their written form."""
    if isinstance(value, Mapping):
        return {name: tree_of(member) for name, member in value.items()}
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return Number(str(value))
    return [tree_of(member) for member in value]


def _entries(document: Mapping[str, Json], place: str) -> Mapping[str, Json]:
    """A place's entries by id; the conclusion is one entry without an id."""
    entries = document.get(place, {})
    return entries if isinstance(entries, Mapping) else {"": entries}


# What the journal holds ------------------------------------------------------------------------


def edit_document(edit: Edit) -> dict[str, Json]:
    """An edit as it is kept."""
    return {"place": edit.place, "id": edit.id, "before": edit.before, "after": edit.after}


def edit_of(document: Mapping[str, Json]) -> Edit:
    """An edit as it was kept."""
    return Edit(str(document["place"]), str(document["id"]), document["before"], document["after"])


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a draft's history: `edit` with its document, `undo` or `redo`."""

    kind: str
    body: Mapping[str, Json] = field(default_factory=dict)


def fold(form: Form, empty: Answers, steps: Iterable[Step]) -> Draft:
    """The draft that a history of steps leads to."""
    draft = Draft(form, empty)
    for step in steps:
        match step.kind:
            case "undo":
                draft = draft.undo()
            case "redo":
                draft = draft.redo()
            case _:
                draft = draft.made(edit_of(step.body))
    return draft


def first_problem(form: Form, answers: Answers, edit: Edit) -> Problem | None:
    """What is wrong with an edit, for the cell that it was typed into; None if it can be made."""
    try:
        applied(form, answers, edit)
    except Unacceptable as refusal:
        return refusal.problems[0]
    return None
