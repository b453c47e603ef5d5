"""Does everything that is named exist, and does each name mean one thing only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Protocol

from cpscore.forms.checks_points import items
from cpscore.forms.checks_questions import questions
from cpscore.forms.walking import nearest
from cpscore.rules.expressions import leaves_of
from cpscore.rules.form import Compared, Expression, FieldType, Form
from cpscore.rules.layout import (
    FieldGrid,
    GradeBoxes,
    LayoutBlock,
    Line,
    OpinionBox,
    QuestionTable,
    ScoreTable,
    Statement,
    VetoTable,
)
from cpscore.rules.problem import Problem
from cpscore.rules.scoring import all_conditions

Named = tuple[str, str]  # the pointer of an id, and the id
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
# `{ink}` makes room for the handwriting.
INK = "ink"
# `{total}` is the points, where sections have tables of their own.
TOTAL = "total"


# Ids -------------------------------------------------------------------------------------------


def check_ids(form: Form) -> Iterator[Problem]:
    """No id stands for two things; remarks go by item or veto, verdicts by grade or conclusion."""
    for names in chain(_spaces(form), _inner_spaces(form)):
        seen: set[str] = set()
        for path, id in names:
            if id in seen:
                yield Problem("duplicate-id", path, {"id": id})
            seen.add(id)


def _spaces(form: Form) -> Iterator[Iterable[Named]]:
    """What notes may be about."""
    asked = ((f"{path}/id", question.id) for path, question in questions(form))
    yield chain(((f"{path}/id", item.id) for path, item in items(form)), asked)
    yield chain(_ids("/grades", form.grades), _ids("/conclusions", form.conclusions))
    yield _ids("/fields", form.fields)
    yield _ids("/sections", form.sections)
    # A floor and a ★ are conditions too, with ids of their own.
    yield _ids("/conditions", all_conditions(form))
    yield chain(
        _ids("/opinion", form.opinion),
        *(_ids(f"/opinion/{at}/paragraphs", one.paragraphs) for at, one in enumerate(form.opinion)),
    )


def _inner_spaces(form: Form) -> Iterator[Iterable[Named]]:
    for path, item in items(form):
        yield _ids(f"{path}/rows", item.rows)
        yield _ids(f"{path}/choices", item.choices)
    for path, question in questions(form):
        yield _ids(f"{path}/parts", question.parts)
    for at, field in enumerate(form.fields):
        yield _ids(f"/fields/{at}/options", field.options)
        yield _ids(f"/fields/{at}/columns", field.columns)
        yield _ids(f"/fields/{at}/rows", field.rows)


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


def _ids(path: str, things: Iterable[_HasId]) -> Iterator[Named]:
    for at, thing in enumerate(things):
        yield f"{path}/{at}/id", thing.id


# References ------------------------------------------------------------------------------------


def check_references(form: Form) -> Iterator[Problem]:
    """Whatever names a grade, a section, an item or anything else names one that exists."""
    grades = [grade.id for grade in form.grades]
    for at, veto in enumerate(form.vetoes):
        if veto.grade is not None:
            yield from known(veto.grade, grades, f"/vetoes/{at}/grade")
        if veto.computed:
            yield from _compared(veto.fails_when, form, f"/vetoes/{at}/fails_when")
    for at, condition in enumerate(form.conditions):
        yield from _compared(condition.when, form, f"/conditions/{at}/when")
        for within, grade in enumerate(condition.grades):
            yield from known(grade, grades, f"/conditions/{at}/grades/{within}")
    named = {id for names in _spaces(form) for _, id in names}
    for at, note in enumerate(form.notes):
        if note.about:
            yield from known(note.about, named, f"/notes/{at}/about")


def known(name: str, names: Iterable[str], path: str) -> Iterator[Problem]:
    """A problem unless the name is known; it names the nearest one."""
    names = list(names)
    if name not in names:
        yield Problem("unknown-reference", path, {"name": name, "known": nearest(name, names)})


def _compared(expression: Expression, form: Form, path: str) -> Iterator[Problem]:
    for leaf in leaves_of(expression):
        if isinstance(leaf, Compared) and leaf.of == "section":
            yield from known(leaf.id, (section.id for section in form.sections), path)
        elif isinstance(leaf, Compared) and leaf.of == "item":
            yield from known(leaf.id, (item.id for item in form.items), path)
        elif form.total is None:
            yield Problem("total-missing", path)


# Fields and sheet ------------------------------------------------------------------------------


def check_fields(form: Form) -> Iterator[Problem]:
    """A field to choose in has options, a table columns; a form asks for something at all."""
    needs = {
        FieldType.CHOICE: "options",
        FieldType.TICKS: "options",
        FieldType.TABLE: "columns",
    }
    for at, field in enumerate(form.fields):
        name = needs.get(field.type)
        if name is not None and not getattr(field, name):
            yield Problem("missing-key", f"/fields/{at}/{name}", {"name": name})
    asked = (form.fields, form.sections, form.vetoes, form.questions, form.opinion)
    if not any((*asked, form.conclusions)):
        yield Problem("nothing-asked", "")


def check_sheet(form: Form) -> Iterator[Problem]:
    """The layout prints what the form has, and nothing else."""
    for at, block in enumerate(form.layout.blocks):
        path = f"/sheet/blocks/{at}"
        yield from _block(block, form, path)
    yield from _tables(form)


def _tables(form: Form) -> Iterator[Problem]:
    """Where sections have tables of their own, each stands in one of them, and once."""
    tables = [
        (at, block) for at, block in enumerate(form.layout.blocks) if isinstance(block, ScoreTable)
    ]
    for at, table in tables:
        for within, id in enumerate(table.sections):
            path = f"/sheet/blocks/{at}/scores/sections/{within}"
            yield from known(id, (section.id for section in form.sections), path)
    for section in form.sections:
        times = sum(table.holds(section.id) for _, table in tables)
        if tables and times != 1:
            last = f"/sheet/blocks/{tables[-1][0]}"
            name = section.title or section.label or section.id
            yield Problem("section-tables", last, {"section": name, "times": times})


def _block(block: LayoutBlock, form: Form, path: str) -> Iterator[Problem]:
    match block:
        case Line(texts):
            for text in texts:
                yield from _placeholders(text, form, path)
        case Statement(text):
            yield from _placeholders(text, form, path)
        case FieldGrid(rows):
            fields = [field.id for field in form.fields]
            for id in chain.from_iterable(rows):
                yield from known(id, fields, path)
        case GradeBoxes(_, texts):
            results = form.grades or form.conclusions
            if len(texts) != len(results):
                values = {"texts": len(texts), "results": len(results)}
                yield Problem("texts-and-grades", path, values)
        case VetoTable() | ScoreTable() | QuestionTable() | OpinionBox():
            name = PRINTS[type(block)]
            if not getattr(form, name):
                yield Problem("nothing-to-print", path, {"name": name})


PRINTS: Mapping[type, str] = {
    VetoTable: "vetoes",
    ScoreTable: "sections",
    QuestionTable: "questions",
    OpinionBox: "opinion",
}


def _placeholders(text: str, form: Form, path: str) -> Iterator[Problem]:
    fields = [*(field.id for field in form.fields), INK, *([TOTAL] if form.scored else [])]
    results = [f"tick:{result.id}" for result in form.grades or form.conclusions]
    for name in PLACEHOLDER.findall(text):
        yield from known(name, results if name.startswith("tick:") else fields, path)
