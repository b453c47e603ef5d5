"""`cpscore forms list`, `show`, `check`; `import` and `export` are next door."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cpscore.cli.output import Console, problem_lines
from cpscore.cli.width import table
from cpscore.messages import quoted, status_words
from cpscore.places import default_data_folder
from cpscore.rules.canonical import Json
from cpscore.rules.form import (
    AllOf,
    Answered,
    AnyOf,
    Expression,
    Form,
    InCategory,
    Part,
    Question,
    Section,
    Veto,
)
from cpscore.rules.form_document import form_document
from cpscore.rules.outcome import problem_document
from cpscore.rules.points import plain
from cpscore.rules.scoring import all_conditions
from cpscore.workflow.tables import Checked, all_forms, check_forms, find_form, listed

# What is said of an item where it holds.
MARKS = ("not_applicable", "nonzero", "objective", "hidden")


def run(arguments: Namespace, console: Console) -> int:
    """List, show, check, import or export. Raises Failure."""
    data: Path = arguments.data or default_data_folder()
    match arguments.about:
        case "list":
            return list_forms(data, console)
        case "show":
            form = find_form(arguments.form, data)
            console.show(form_document(form), shown(form, console))
            return 0
        case "import" | "export":
            from cpscore.cli import definitions

            return definitions.run(arguments, data, console)
        case _:
            return check(arguments.paths, data, console)


def list_forms(data: Path, console: Console) -> int:
    """Every form there is."""
    found = all_forms(data)
    entries: list[Json] = [listed(one.form, one.path) for one in found if one.form]
    head = [console.word(name) for name in ("id", "status", "version", "title")]
    rows = [
        (
            one.form.id,
            status_words(one.form.status, console.language),
            one.form.version,
            one.form.title,
        )
        for one in found
        if one.form
    ]
    console.show({"forms": entries}, table([head, *rows]))
    for one in found:
        if one.problems:
            console.tell(*problem_lines(one.problems, console))
    return 0


def check(paths: Sequence[str], data: Path, console: Console) -> int:
    """Everything wrong with each definition file; 1 on any problem."""
    files = check_forms(paths, data)
    document: Json = {
        "files": [
            {
                "path": one.path,
                "problems": [problem_document(problem, console.say) for problem in one.problems],
            }
            for one in files
        ]
    }
    console.show(document, (line for one in files for line in checked(one, console)))
    return 1 if any(one.problems for one in files) else 0


def checked(one: Checked, console: Console) -> Iterator[str]:
    """One definition file's problems for a person."""
    if one.problems:
        yield from problem_lines(one.problems, console)
    else:
        yield f"  {quoted(one.path)}: {console.word('no-problem')}"


# One form --------------------------------------------------------------------------------------


def shown(form: Form, console: Console) -> Iterator[str]:
    """A form for a person: items, vetoes and what fails them, grades, notes."""
    word, source = console.word, form.source
    yield form.title
    # The table cuts what is long: each in a line of its own.
    facts = [
        ("id", form.id),
        ("version", form.version),
        ("status", status_words(form.status, console.language)),
        ("source", source.document),
        ("source-number", source.number),
        ("article", source.article),
        ("issuer", form.issuer),
        ("stage", form.stage),
    ]
    yield from table([(word(name), fact) for name, fact in facts if fact])
    for section in form.sections:
        heading = f"{section.title or section.label or section.id} ({plain(section.max)})"
        yield from block(heading, item_lines(section, console))
    for name, questions in (("vetoes", form.vetoes), ("questions", form.questions)):
        yield from block(word(name), (f"  {line}" for line in all_lines(questions, console)))
    yield from block(word("fields"), (f"  {field.id} {field.label}" for field in form.fields))
    yield from block(word("opinion"), opinion_lines(form))
    yield from block(word("grades"), (f"  {band}" for band in bands(form)))
    conditions = (f"  {one.id} {one.text}" for one in all_conditions(form))
    yield from block(word("conditions"), conditions)
    yield from block(word("conclusions"), (f"  {one.id} {one.label}" for one in form.conclusions))
    notes = (" ".join(filter(None, (note.about, note.text))) for note in form.notes)
    yield from block(word("notes"), (f"  {note}" for note in notes))


def block(heading: str, lines: Iterable[str]) -> Iterator[str]:
    """Lines under a heading; nothing at all where there are none."""
    taken = list(lines)
    if taken:
        yield from ("", heading, *taken)


def item_lines(section: Section, console: Console) -> Iterator[str]:
    """The items of a section, and what answers name in each: rows, steps."""
    for item in section.items:
        marks = [name for name in MARKS if getattr(item, name)]
        said = "".join(console.word(f"item-{name}") for name in marks)
        yield f"  {item.id} {item.name} ({plain(item.max)}){said}"
        for row in item.rows:
            number = f"{row.number} " if row.number and row.number != row.id else ""
            yield f"      {row.id} {number}{row.text}"
        yield from (f"      {one.id} {one.text} ({plain(one.points)})" for one in item.choices)
        if item.per is not None:
            cap = item.max if item.cap is None else item.cap
            yield "      " + console.word("per-time", per=plain(item.per), cap=plain(cap))


def opinion_lines(form: Form) -> Iterator[str]:
    """The parts of an opinion, and what is to be written there."""
    for part in form.opinion:
        yield f"  {part.title}"
        for paragraph in part.paragraphs:
            yield f"      {paragraph.number or paragraph.id} {paragraph.text}"


def all_lines(questions: Iterable[Veto | Question], console: Console) -> Iterator[str]:
    """Every question with its parts."""
    for question in questions:
        yield from question_lines(question, console)


def question_lines(question: Veto | Question, console: Console) -> Iterator[str]:
    """A question with its parts, and what makes a veto hold."""
    yield f"{question.id} {question.text}"
    for part in question.parts:
        answers = " / ".join(console.word(f"answer-{answer}") for answer in part.answers)
        yield f"    {part.id} {part.text} [{answers}]{only_if(part, console)}"
    if isinstance(question, Veto):
        yield "    " + console.word("parts-fail", when=condition(question.fails_when, console))


def only_if(part: Part, console: Console) -> str:
    """When a part is asked at all, in a few words."""
    match part.asked_if:
        case None:
            return ""
        case InCategory(categories):
            return console.word("asked-of", categories="、".join(categories))
        case Answered():
            return console.word("asked-if", when=condition(part.asked_if, console))


def condition(expression: Expression, console: Console) -> str:
    """When a veto holds, in a few words."""
    match expression:
        case Answered(part, answer, question):
            return f"{question or part} = {console.word(f'answer-{answer}')}"
        case AllOf(members):
            return console.word("and").join(condition(one, console) for one in members)
        case AnyOf(members):
            return console.word("or").join(condition(one, console) for one in members)
        case _:
            sign = "%" if expression.percent else ""
            what = expression.id or console.word("total")
            return f"{what} {expression.relation} {plain(expression.value)}{sign}"


def bands(form: Form) -> Iterator[str]:
    """The grades with their bands, open and closed ends as printed."""
    for grade in form.grades:
        left = "[" if grade.lower_closed else "("
        right = "]" if grade.upper_closed else ")"
        yield f"{left}{plain(grade.lower)}, {plain(grade.upper)}{right} {grade.label}"
