"""What a person has to decide or compare: rules read from words, sums, questions without answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from cpscore.forms.importing import proposals
from cpscore.forms.importing.bands import unclear
from cpscore.forms.importing.draft import Parts, cell_of, grade_ranges
from cpscore.forms.importing.grid import Block, Cell, Grid
from cpscore.forms.importing.headings import printed_sum
from cpscore.forms.importing.heads import Role
from cpscore.forms.importing.inwords import without
from cpscore.forms.importing.items import Item, Section, read_weight
from cpscore.forms.importing.ledger import Ledger
from cpscore.forms.importing.questions import Asked, Questions
from cpscore.rules.points import plain

# From our own step of half a point down to the finest that is printed.
STEPS = tuple(map(Decimal, ("0.5", "0.25", "0.1", "0.05", "0.01")))


def propose(parts: Parts, blocks: Sequence[Block], ledger: Ledger) -> None:
    """Read the rules that items state in words; each is listed."""
    take_step(parts, ledger)
    stars = any(proposals.explains_star(text) for text in _texts(blocks))
    for section in parts.sections:
        for item in section.items:
            _rule(item, ledger, bonus=section.bonus)
            _star(item, ledger, explained=stars)


def take_step(parts: Parts, ledger: Ledger) -> None:
    """A finer step where a weight (2.25) is none of half points."""
    found = [item for section in parts.sections for item in section.items if item.points]
    coarse = [item for item in found if Decimal(item.points or 0) % STEPS[0]]
    if coarse:
        fits = (one for one in STEPS if not any(Decimal(item.points or 0) % one for item in found))
        parts.step = plain(next(fits, STEPS[-1]))
        ledger.remark("step-taken", coarse[0].cell, step=parts.step)


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        cells = block.cells() if isinstance(block, Grid) else (block,)
        yield from (cell.text for cell in cells)


def _said(item: Item) -> str:
    return "".join(item.texts) or item.title or item.cell.text


def _rule(item: Item, ledger: Ledger, *, bonus: bool) -> None:
    most = Decimal(item.points or 0)
    texts = item.texts or ([item.title] if item.title else [])
    if item.worded:
        texts = [without(text) if text in item.cell.text else text for text in texts]
    item.steps = proposals.steps(texts, most)
    # A bonus is given, not taken away.
    item.deduction = None if item.steps or bonus else proposals.deduction(texts, most)
    if item.steps:
        told = "、".join(f"{one.text} {plain(one.points)}" for one in item.steps)
        ledger.remark("steps-taken", item.cell, found=_said(item), steps=told)
    elif item.deduction:
        per, cap = item.deduction.per, item.deduction.cap or most
        values = {"found": _said(item), "per": plain(per), "cap": plain(cap)}
        ledger.remark("deduction-taken", item.cell, **values)
    elif proposals.gives_points(texts):
        ledger.remark("rule-in-text", item.cell, found=_said(item))


def _star(item: Item, ledger: Ledger, *, explained: bool) -> None:
    texts = [item.title or "", item.number or "", *item.texts[:1]]
    texts += [row.number or "" for row in item.rows[:1]]
    if proposals.starred(texts):
        item.nonzero = explained
        code = "star-taken" if explained else "star-unexplained"
        ledger.remark(code, item.cell, found=item.title or _said(item))


def look(parts: Parts, ledger: Ledger) -> None:
    """List what the table leaves open, and the sums that differ."""
    for _, table in parts.questions:
        _questions(table, ledger)
    # One band alone leaves the rest of the points without a name.
    undecided = parts.sections and (unclear(grade_ranges(parts)) or len(parts.around.bands) == 1)
    if undecided and parts.around.result_cell is not None:
        ledger.remark("grade-undecided", parts.around.result_cell)
    for section in parts.sections:
        _sum(section, ledger)


def _questions(table: Questions, ledger: Ledger) -> None:
    if not table.veto:
        ledger.remark("taken-as-questions", table.asked[0].cell)
    for one in table.asked:
        if table.veto and proposals.total_below(one.text):
            ledger.remark("computed-veto", one.cell, rule=proposals.total_below(one.text))
            continue
        if table.veto:
            ledger.remark("veto-undecided", one.cell)
        if one.parts:
            ledger.remark("questions-parted", one.cell)
        elif one.several:
            ledger.remark("several-questions", one.cell)


def _sum(section: Section, ledger: Ledger) -> None:
    printed = read_weight(section.printed)[0] if section.printed else printed_sum(section.title)
    at = section.printed or section.cell
    # What a bonus is worth at most stands behind its title too.
    same = printed in (plain(section.whole), section.cap)
    if at is not None and not same and (section.printed or printed):
        ledger.remark("section-sum-differs", at, sum=plain(section.whole))


def notes_beside(parts: Parts, ledger: Ledger) -> Iterator[tuple[str, str]]:
    """What stands in the columns of remarks, with the id of the item or question it is about."""
    for at, section in enumerate(parts.sections, start=1):
        for place, item in enumerate(section.items, start=1):
            yield from _beside(f"{at}.{place}", item, parts.labels, ledger)
    for veto, letter in ((True, "v"), (False, "q")):
        asked = [one for _, table in parts.questions if table.veto is veto for one in table.asked]
        for at, question in enumerate(asked, start=1):
            yield from _beside(f"{letter}{at}", question, parts.labels, ledger)


def _beside(
    id: str, one: Item | Asked, labels: dict[tuple[int, int], str], ledger: Ledger
) -> Iterator[tuple[str, str]]:
    for cell in one.beside:
        label = labels.get((cell.table, cell.column), "")
        ledger.remark("note-kept", cell)
        yield id, f"{label}：{cell.text}" if label else cell.text


def note_labels(parts: Parts) -> dict[tuple[int, int], str]:
    """What the columns of remarks are called, by table and column."""
    return {
        (table.number, column.start): column.label
        for table, one in parts.tables
        for column in one.columns
        if column.role is Role.NOTE
    }


def total_at(parts: Parts) -> Cell:
    """Where a sum that is not printed is missed."""
    at = cell_of(parts.sections[0])
    assert at is not None
    return at
