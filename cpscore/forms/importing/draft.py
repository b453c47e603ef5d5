"""The draft of a definition from what was found; what a table leaves open is `undecided`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby

from cpscore.forms.importing import proposals
from cpscore.forms.importing.bands import ranges
from cpscore.forms.importing.grid import Cell, Grid
from cpscore.forms.importing.heads import Column, Role
from cpscore.forms.importing.items import Item, Row, Scores, Section
from cpscore.forms.importing.proposals import Asks
from cpscore.forms.importing.questions import Asked, Questions
from cpscore.forms.importing.surroundings import Around, OpinionPart, result_ids
from cpscore.forms.walking import UNDECIDED
from cpscore.forms.writing import Bare, Definition, Noted, Value
from cpscore.rules.points import plain

TICKS = re.compile(r"[{]tick:([^}]*)[}]")
PAGE = 170
USUAL = {
    Role.NUMBER: 12, Role.YES: 12, Role.NO: 12, Role.NA: 12, Role.MAX: 15, Role.SCORE: 15,
    Role.TEXT: 80,
}  # fmt: skip
UNPRINTED = {Role.SUM, Role.SECTION_NUMBER, Role.SIDE, Role.NAME, Role.RULE, Role.OTHER}
SHOWN = {Role.SECTION: "section", Role.GROUP: "group", Role.TITLE: "title"}

DECIDE = "请改成 yes 或 no：答什么即否决（原表没有写明）"
DECIDE_BAND = "请写分数段，如 x >= 60（原表没有写明，或分界处归哪一级不清楚）"
DECIDE_PARTS = "请写明何时否决，如 a = yes and b = no（原表没有写明）"
SEVERAL = "原表这一格可能有几问，有几问就用 parts 和 fails_when 分开写"


@dataclass(slots=True)
class Parts:
    """Everything found in a file, before it is one form."""

    around: Around
    scores: list[tuple[Grid, Scores]]
    questions: list[tuple[Grid, Questions]]
    total: str | None = None
    total_label: str = ""
    step: str = ""
    # What stands in columns of remarks, with the id it is about; what the columns are called.
    beside: list[tuple[str, str]] = field(default_factory=list)
    labels: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def tables(self) -> list[tuple[Grid, Scores | Questions]]:
        """The tables of both kinds."""
        return [*self.questions, *self.scores]

    def asked(self, *, veto: bool) -> list[Asked]:
        """The questions of the tables that are vetoes, or of the others."""
        return [one for _, table in self.questions if table.veto is veto for one in table.asked]

    @property
    def sections(self) -> list[Section]:
        """The sections of all tables; a table that only goes on goes on with the last one."""
        every: list[Section] = []
        for _, scores in self.scores:
            for section in scores.sections:
                if every and _goes_on(section, every[-1], scores):
                    every[-1] = replace(every[-1], items=[*every[-1].items, *section.items])
                else:
                    every.append(section)
        return every


def _goes_on(section: Section, last: Section, scores: Scores) -> bool:
    """Whether a section is the rest of the last: nameless, or on a new page under its name."""
    if section.cell is None and section.title is None:
        return True
    return (
        section is scores.sections[0] and section.title is not None and section.title == last.title
    )


def definition(id: str, parts: Parts) -> Definition:
    """The draft in the order of the guide."""
    around = parts.around
    made: Definition = {"id": Bare(id), "title": around.title or id}
    made |= _whole(parts) if parts.sections else {}
    if around.fields:
        made["fields"] = [_field(one.id, one.label, one.type) for one in around.fields]
    vetoes = parts.asked(veto=True)
    if vetoes:
        made["vetoes"] = [_veto(one) for one in vetoes]
    questions = [*parts.asked(veto=False), *around.questions]
    if questions:
        made["questions"] = [_question(one) for one in questions]
    if parts.sections:
        made["sections"] = [_section(one) for one in parts.sections]
    grades = _grades(parts)
    if grades:
        made["grades" if parts.sections else "conclusions"] = grades
    if around.opinion:
        made["opinion"] = [_opinion_part(one) for one in around.opinion]
    beside: list[Value] = [{"about": Bare(id), "text": text} for id, text in parts.beside]
    if around.notes or beside:
        made["notes"] = [*around.notes, *beside]
    blocks = list(_blocks(parts, bool(grades)))
    if blocks:
        made["sheet"] = _sheet(around, blocks)
    return made


def _whole(parts: Parts) -> Definition:
    """The total, and the step where it is not the usual one."""
    total = parts.total if parts.total and Decimal(parts.total) else UNDECIDED
    made: Definition = {"total": Bare(total)}
    return made | {"step": Bare(parts.step)} if parts.step else made


def _field(id: str, label: str, kind: str) -> Value:
    made: Definition = {"id": Bare(id), "label": label}
    return made | {"type": Bare(kind)} if kind != "text" else made


def _question(asked: Asked) -> Definition:
    made: Definition = {}
    if asked.number:
        made["number"] = asked.number
    if asked.mark:
        made["mark"] = asked.mark
    if asked.group:
        made["group"] = asked.group
    made["text"] = Noted(asked.text, SEVERAL) if asked.several and not asked.parts else asked.text
    if asked.parts:
        made["parts"] = [_part(one, optional=asked.optional) for one in asked.parts]
    elif asked.optional and not proposals.total_below(asked.text):
        made["not_applicable"] = Bare("yes")
    return made


def _part(asks: Asks, *, optional: bool) -> Value:
    made: Definition = {"asked_if": Bare(f"a = {asks.after}")} if asks.after else {}
    made |= {"not_applicable": Bare("yes")} if optional else {}
    return {"text": asks.text} | made if made else asks.text


def _veto(asked: Asked) -> Value:
    made, computed = _question(asked), proposals.total_below(asked.text)
    if computed:
        return made | {"fails_when": Bare(computed)}
    if asked.parts:
        return made | {"fails_when": Noted(Bare(UNDECIDED), DECIDE_PARTS)}
    return made | {"fails": Noted(Bare(UNDECIDED), DECIDE)}


# Items -----------------------------------------------------------------------------------------


def _section(section: Section) -> Value:
    made: Definition = {"title": section.title} if section.title else {}
    if section.cap:
        made["cap"] = Bare(section.cap)
    return made | {"items": [_item(item, section.bonus) for item in section.items]}


def _item(item: Item, bonus: bool) -> Value:
    made: Definition = {}
    if item.number:
        made["number"] = item.number
    if item.title:
        made["title"] = item.title
    made["max"] = Bare(item.points or UNDECIDED)
    if bonus:
        made["kind"] = Bare("bonus")
    if item.rows:
        made["rows"] = list(_rows(item.rows))
    if item.steps:
        made["choices"] = [
            {"text": step.text, "points": Bare(plain(step.points))} for step in item.steps
        ]
    elif item.deduction:
        made["per"] = Bare(plain(item.deduction.per))
        made |= {"cap": Bare(plain(item.deduction.cap))} if item.deduction.cap else {}
    if item.nonzero:
        made["nonzero"] = Bare("yes")
    return made


def _rows(rows: Sequence[Row]) -> Iterator[Value]:
    """The criteria; one whose number or place is the number of another needs an id of its own."""
    numbers = [row.number for row in rows]
    for at, row in enumerate(rows, start=1):
        again = row.number in numbers[: at - 1] if row.number else str(at) in numbers
        made: Definition = {"id": Bare(f"r{at}")} if again else {}
        made |= {"number": row.number} if row.number else {}
        yield made | {"text": row.text} if made else row.text


# Results ---------------------------------------------------------------------------------------


def _grades(parts: Parts) -> list[Value]:
    around = parts.around
    labels = [band.label for band in around.bands] if around.bands else around.results
    made: list[Value] = []
    for id, label, band in zip(result_ids(labels), labels, grade_ranges(parts), strict=True):
        named: Definition = {"id": Bare(id), "label": label}
        if parts.sections:
            named["range"] = band or Noted(Bare(UNDECIDED), DECIDE_BAND)
        made.append(named)
    return made


def grade_ranges(parts: Parts) -> list[str | None]:
    """The band of each grade; None where the table leaves it open."""
    bands = parts.around.bands
    if not bands:
        return [None] * len(parts.around.results)
    return ranges(bands, Decimal(parts.total or 0) or Decimal(100))


def _opinion_part(part: OpinionPart) -> Value:
    if not part.paragraphs:
        return part.title
    paragraphs: list[Value] = [
        {"number": number, "text": text} if number else text for number, text in part.paragraphs
    ]
    return {"title": part.title, "paragraphs": paragraphs}


# The sheet -------------------------------------------------------------------------------------


def _sheet(around: Around, blocks: list[Value]) -> Value:
    return ({"caption": around.caption} if around.caption else {}) | {"blocks": blocks}


def _blocks(parts: Parts, graded: bool) -> Iterator[Value]:
    around = parts.around
    yield from ({"line": line} for line in around.lines)
    if around.field_rows:
        yield {"fields": [[Bare(id) for id in row] for row in around.field_rows]}
    yield from _tables(parts)
    if around.bands and graded and around.band_text:
        yield {"statement": around.band_text}
    elif around.bands and graded and not around.ticked:
        texts: list[Value] = [band.text for band in around.bands]
        yield {"grades": {"label": around.band_label or "结论", "texts": texts}}
    elif graded and around.band_label and not around.statement:
        yield {"grades": around.band_label}
    ids = set(result_ids([band.label for band in around.bands] or around.results))
    if around.statement and graded and ids >= set(TICKS.findall(around.statement)):
        yield {"statement": {"text": around.statement, "boxed": Bare("yes")}}
    if around.opinion:
        yield {
            "opinion": {"signature": around.signature}
            if around.signature
            else {"date": Bare("yes")}
        }
    for kind, rows in groupby(around.foot, key=lambda pair: pair[0]):
        if kind == "line":
            yield from ({"line": line} for _, line in rows)
        else:
            yield {"fields": [[Bare(id) for id in row] for _, row in rows]}


def _tables(parts: Parts) -> Iterator[Value]:
    """The tables in the order of the file; those of one kind are one."""
    first: dict[str, tuple[Grid, Scores | Questions]] = {}
    for table, one in sorted(parts.tables, key=lambda pair: pair[0].number):
        kind = "scores" if isinstance(one, Scores) else "vetoes" if one.veto else "questions"
        first.setdefault(kind, (table, one))
    for kind, (table, one) in first.items():
        if isinstance(one, Scores):
            yield {kind: _score_table(table, one, parts)}
        else:
            yield {kind: _question_table(table, one)}
    if parts.around.questions and "questions" not in first:
        yield {"questions": _plain_questions()}


def _question_table(table: Grid, found: Questions) -> Value:
    made: Definition = {"heading": found.heading.text} if found.heading else {}
    if found.side and found.veto:
        made["side"] = found.side
    return made | {"columns": _columns(table, found.columns)}


def _plain_questions() -> Value:
    columns = (("number", "序号", 12), ("text", "内容", 128), ("yes", "是", 15), ("no", "否", 15))
    return {"columns": [_column(show, label, width) for show, label, width in columns]}


def _score_table(table: Grid, found: Scores, parts: Parts) -> Value:
    every = [scores for _, scores in parts.scores]
    made: Definition = {"columns": _columns(table, found.columns)}
    if parts.total_label:
        made["total"] = parts.total_label
    if any(scores.section_rows for scores in every):
        made["section_rows"] = Bare("yes")
        numerals: list[Value] = [section.numeral for section in parts.sections]
        if all(numerals):
            made["numerals"] = numerals
    if parts.around.continued:
        made["continued"] = parts.around.continued
    return made


def _columns(table: Grid, columns: Sequence[Column]) -> list[Value]:
    """The columns in mm, in the proportions of the table; a role that cannot be printed is left."""
    kept = [one for one in columns if one.role not in UNPRINTED]
    widths = [table.width(one.start, one.end) for one in kept]
    # A file without widths says 1 for each column.
    if len(set(table.widths)) <= 1:
        widths = [USUAL.get(one.role, 30) for one in kept]
    # The words of a column without a place of its own stand among the criteria.
    moved = [one for one in columns if one.role in (Role.NAME, Role.RULE)]
    room = sum(table.width(one.start, one.end) for one in moved)
    texts = [at for at, one in enumerate(kept) if one.role is Role.TEXT]
    if texts and len(set(table.widths)) > 1:
        widths[texts[0]] += room
    full = sum(widths) or 1
    made: list[Value] = []
    before = ""
    for one, width in zip(kept, widths, strict=True):
        same = bool(made) and one.label == before
        before = one.label
        mm = max(8, round(width * PAGE / full))
        column = _column(SHOWN.get(one.role, one.role.value), "" if same else one.label, mm)
        made.append(column | {"words": one.words} if one.words else column)
    return made


def _column(show: str, label: str, width: int) -> Definition:
    return {"show": Bare(show), "label": label, "width": Bare(str(min(width, PAGE)))}


def cell_of(section: Section) -> Cell | None:
    """Where a section is printed."""
    return section.cell or (section.items[0].cell if section.items else None)
