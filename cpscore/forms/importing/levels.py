"""Numbers that nest: 1, 1.1, 1.1.1 with a weight at each level are headings, and sums of theirs."""

from __future__ import annotations

from cpscore.forms.importing.grid import Cell
from cpscore.forms.importing.items import Item, Scores, Section
from cpscore.forms.importing.ledger import Ledger


def nest(scores: Scores, ledger: Ledger) -> None:
    """Make headings of the items whose numbers begin those of others."""
    sections: list[Section] = []
    for section in scores.sections:
        made = _nested(section, ledger)
        sections += made
        scores.section_rows |= len(made) > 1 or made[0] is not section
    scores.sections = sections


def _number(item: Item) -> str:
    inside = item.rows[0].number if item.rows else None
    return item.number or inside or ""


def _below(number: str, above: str) -> bool:
    return number.startswith(f"{above}.")


def _name(item: Item) -> str:
    return item.title or "".join(item.texts)


def _cell(item: Item) -> Cell:
    return (item.titles or item.numbers or [item.cell])[0]


def _nested(section: Section, ledger: Ledger) -> list[Section]:
    numbers = [_number(item) for item in section.items]
    parents = {above for above in numbers if above and any(_below(one, above) for one in numbers)}
    if not parents or len(set(numbers)) < len(numbers):
        return [section]
    made: list[Section] = []
    names: list[tuple[str, str]] = []
    for item, number in zip(section.items, numbers, strict=True):
        names = [(above, name) for above, name in names if _below(number, above)]
        if number in parents:
            ledger.remark("heading-by-number", _cell(item), found=f"{number} {_name(item)}")
        if number in parents and not names:
            printed = item.cell if item.points else None
            made.append(Section(_name(item), _cell(item), f"{number} ", printed))
        elif number not in parents:
            if not made or not names:
                made.append(Section(None, _cell(item)))
            _named(item, [name for _, name in names[1:]])
            made[-1].items.append(item)
        if number in parents:
            names.append((number, _name(item)))
    return made if section.title is None else [_under(section, made)]


def _named(item: Item, names: list[str]) -> None:
    """The headings between the section and the item stand before what it says."""
    before = "".join(f"{name}：" for name in names)
    for row in item.rows[:1]:
        row.text = before + row.text
    if not item.rows and before:
        item.title = before + (item.title or "")


def _under(section: Section, made: list[Section]) -> Section:
    """A section that has a title of its own keeps it; the headings stand before the items."""
    for one in made:
        for item in one.items:
            _named(item, [one.title] if one.title else [])
    section.items = [item for one in made for item in one.items]
    return section
