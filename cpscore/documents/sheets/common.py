"""What several sheets have in common: plain tables, a form's notes, its name and hash."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from cpscore.documents.sheets.labels import (
    ADOPTED,
    FORM_LINE,
    NO_CATEGORY,
    NOTE_ABOUT,
    NOTES_HEAD,
    OURS,
    QUESTION_NUMBER,
    SECTION_AT_MOST,
    SOURCE_LINE,
    TOTAL_AT_MOST,
    VETO_NUMBER,
)
from cpscore.documents.sheets.tables import WIDTH, fitted, head
from cpscore.rules.form import Form, Item, Status
from cpscore.rules.points import plain
from cpscore.rules.problem import Remark
from cpscore.rules.review import Enterprise
from cpscore.rules.sheet import PROVISIONAL, Cell, Face, Grid, Row, Text

SMALL = 9.0
TINY = 8.0


def headline(text: str) -> Text:
    """The heading of a part of a sheet."""
    return Text(text, Face.HEI, 12, space_before=10, space_after=3, keep_with_next=True)


def said(text: str) -> Text:
    """A sentence of a list or a part."""
    return Text(text, Face.SONG, 10.5)


def small(text: str, *, space_after: float = 0) -> Text:
    """A sentence in small type."""
    return Text(text, Face.SONG, SMALL, space_after=space_after)


def table(
    labels: Sequence[str],
    lines: Iterable[Sequence[str]],
    widths: Sequence[float],
    total: float = WIDTH,
) -> Grid:
    """A plain table with a repeated heading row, `total` mm wide; a long line flows on."""
    rows = [Row(tuple(head(label) for label in labels), header=True)]
    rows += [Row(tuple(Cell(text) for text in line), flows=True) for line in lines]
    return Grid(fitted(widths, total), tuple(rows))


def marks(form: Form, *more: str) -> tuple[str, ...]:
    """What is printed on every page of a sheet of this form."""
    more = tuple(dict.fromkeys((*([OURS] if form.layout.own else []), *more)))
    match form.status:
        case Status.PROVISIONAL:
            return (PROVISIONAL, *more)
        case Status.ADOPTED:
            return (ADOPTED, *more)
        case Status.OFFICIAL:
            return more


def notes(form: Form, about: Iterable[str] | None = None) -> Iterator[Text]:
    """The form's contradictions, silences and readings, all or those about these ids."""
    wanted = None if about is None else {"", *about}
    chosen = [note for note in form.notes if wanted is None or note.about in wanted]
    if chosen:
        yield Text(NOTES_HEAD, Face.SONG, TINY)
    for number, note in enumerate(chosen, start=1):
        source = f"（{note.source}）" if note.source else ""
        about = about_words(form, note.about)
        head = NOTE_ABOUT.format(about) if about else ""
        yield Text(f"{number}. {head}{note.text}{source}", Face.SONG, TINY)


def about_words(form: Form, id: str) -> str:
    """What a note is about, in words; nothing for a note on the whole form or a paragraph."""
    for veto in form.vetoes:
        if veto.id == id:
            return VETO_NUMBER.format(veto.number or id)
    for question in form.questions:
        if question.id == id:
            return QUESTION_NUMBER.format(question.number) if question.number else ""
    named = [(item.id, item.name) for item in form.items]
    named += [(grade.id, grade.label) for grade in form.grades]
    named += [(conclusion.id, conclusion.label) for conclusion in form.conclusions]
    return dict(named).get(id, "")


def about_hidden(form: Form, reason: Remark) -> bool:
    """Whether a reason is about an item that the enterprise is not shown."""
    hidden = {f"nonzero-{item.id}" for item in form.items if item.hidden}
    return reason.about in hidden


def identity(form: Form, sha256: str) -> Iterator[Text]:
    """Which form in which version this is, and where it comes from."""
    yield small(FORM_LINE.format(title=form.title, version=form.version, sha256=sha256))
    if form.source.document:
        source = SOURCE_LINE.format(document=form.source.document, article=form.source.article)
        yield small(source.strip())


def limits(form: Form, sections: Iterable[str] | None = None) -> Iterator[Text]:
    """Where the points that count are fewer than those given: capped sections, and a total that no
    bonus lifts; of some sections only, where nobody scores a total.
    """
    for section in form.sections:
        if section.cap is not None and (sections is None or section.id in sections):
            name = section.title or section.label or section.id
            yield said(SECTION_AT_MOST.format(section=name, cap=plain(section.cap)))
    whole = sum((section.max for section in form.sections), Decimal(0))
    if sections is None and form.total is not None and whole > form.total:
        yield said(TOTAL_AT_MOST.format(total=plain(form.total)))


def item_name(form: Form, item: Item) -> str:
    """What to call an item in a list; its first criterion tells it from others of its title."""
    alike = sum(other.name == item.name for other in form.items)
    return f"{item.name}：{item.rows[0].text}" if alike > 1 and item.rows else item.name


def categories(enterprise: Enterprise) -> str:
    """The enterprise's categories in words."""
    return "、".join(enterprise.categories) or NO_CATEGORY
