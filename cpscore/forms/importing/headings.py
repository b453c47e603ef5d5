"""The lines that stand over a table and name it: 一、否决项, 二、评分项（100分）, 三、加分项."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cpscore.forms.importing import wording
from cpscore.forms.importing.grid import Block, Cell, Grid
from cpscore.forms.importing.items import Scores, Section, read_weight, split_numeral
from cpscore.forms.importing.ledger import Ledger
from cpscore.forms.importing.proposals import limit_of
from cpscore.forms.importing.questions import Questions
from cpscore.rules.points import plain

LONGEST = 40
NEAR = 4
Order = Sequence[tuple[Grid, Scores | Questions]]


def over(blocks: Sequence[Block], order: Order) -> Iterator[tuple[Scores | Questions, list[Cell]]]:
    """Each table with the lines over it: of its own sheet, and the paragraphs before it."""
    waiting: list[Cell] = []
    for block in blocks:
        if isinstance(block, Cell):
            waiting.append(block)
            continue
        for at, one in enumerate(one for table, one in order if table is block):
            yield one, [*(waiting[-NEAR:] if at == 0 else ()), *one.above]
        waiting = []


def name_tables(blocks: Sequence[Block], order: Order, ledger: Ledger) -> list[str]:
    """Give each table its name, and vetoes their meaning; answers with the rules to keep as notes.

    Called before anything else takes the lines.
    """
    rules: list[str] = []
    for at, (one, lines) in enumerate(over(blocks, order)):
        free = [line for line in lines if line not in ledger.used]
        if isinstance(one, Scores):
            _name_scores(one, free, ledger)
        else:
            rules += _name_questions(one, free, ledger, later=at > 0)
    return rules


def begins_a_form(lines: Sequence[Cell]) -> bool:
    """Whether the lines over a table are those of a form: a caption, or a title without number."""
    return any(
        wording.CAPTION.match(line.plain)
        or (line.plain.endswith("表") and not wording.NUMERAL.match(line.text))
        for line in lines
        if len(line.plain) <= LONGEST and not wording.CONTINUED.fullmatch(line.plain)
    )


def _short(lines: Sequence[Cell]) -> list[Cell]:
    return [line for line in lines if 0 < len(line.plain) <= LONGEST]


def _name_scores(scores: Scores, lines: Sequence[Cell], ledger: Ledger) -> None:
    first = scores.sections[0]
    named = [
        line
        for line in _short(lines)
        if wording.NUMERAL.match(line.text)
        or (wording.BONUS_WORD.search(line.text) and not line.plain.endswith("表"))
    ]
    if named and first.title is None and first.cell is None:
        first.numeral, first.title = split_numeral(named[-1].text)
        first.cell = named[-1]
        scores.section_rows = True
        ledger.use(named[-1])
        first.bonus |= bool(wording.BONUS_WORD.search(first.title))
    for section in scores.sections:
        if section.bonus:
            _limit(section, lines, ledger)


def _limit(section: Section, lines: Sequence[Cell], ledger: Ledger) -> None:
    """加分不超过10分: the cap of a bonus, where it is below what its items add up to."""
    said = [line for line in lines if limit_of(line.text)]
    texts = (section.title or "", *(line.text for line in said))
    limit = next(filter(None, map(limit_of, texts)), None)
    at = section.cell or section.items[0].cell
    if limit is not None:
        ledger.use(*(one for one in said if wording.BONUS_WORD.search(one.text)))
        if limit < section.whole:
            section.cap = plain(limit)
        ledger.remark("cap-taken", at, points=plain(limit), sum=plain(section.whole))


def _name_questions(
    asked: Questions, lines: Sequence[Cell], ledger: Ledger, *, later: bool
) -> Iterator[str]:
    """A title of its own (附表2 管理问卷) belongs to a table that is not the first."""
    short = _short(lines)
    named = [
        line
        for line in short
        if wording.NUMERAL.match(line.text)
        or (wording.VETO_WORD.search(line.text) and not wording.RULE_LINE.search(line.text))
    ]
    named = [line for line in named if not (line.plain.endswith("表") and line.table == 0)] or [
        line for line in named if line.table
    ]
    named = named or [line for line in short if later and wording.LIST_TITLE.search(line.plain)]
    if named:
        asked.heading = named[-1]
        ledger.use(named[-1])
    labels = [column.label for column in asked.columns]
    said = [*labels, asked.side, *(line.text for line in lines), *asked.groups]
    asked.veto = any(wording.VETO_WORD.search(text) for text in said)
    for line in lines:
        if line is not asked.heading and asked.veto and wording.RULE_LINE.search(line.text):
            ledger.use(line)
            ledger.remark("kept-as-note", line)
            yield line.text


def printed_sum(title: str | None) -> str | None:
    """The points in brackets behind a title: 审核过程（40分）."""
    found = wording.IN_BRACKETS.search(title or "")
    return read_weight(Cell(0, 0, 0, lines=(found["points"],)))[0] if found else None
