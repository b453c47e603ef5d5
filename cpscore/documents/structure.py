"""What a sheet is made of, told to readers that do not see: titles, paragraphs, tables, cells.

The PDF library writes no structure: the canvas marks what is drawn, this writes the tree of it.
What repeats on every page, rules and shades are no content and stay out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Pdf

from cpscore.documents.drawing import Page, Step, runs

DOCUMENT = Step("Document", 0)


@dataclass(slots=True)
class Element:
    """A part of the sheet: those inside it by their place, and where it is drawn itself."""

    step: Step
    inside: dict[Step, Element] = field(default_factory=dict)
    drawn: list[tuple[int, int]] = field(default_factory=list)

    def ordered(self) -> Iterator[Element]:
        """Those inside, as they are read."""
        return iter(sorted(self.inside.values(), key=lambda one: one.step.number))


def outline(pages: Sequence[Page]) -> Element:
    """The tree of everything drawn; `drawn` are a page and the number of a mark on it."""
    root = Element(DOCUMENT)
    for number, page in enumerate(pages):
        tags = (tag for tag, _ in runs(page) if tag)
        for mark, tag in enumerate(tags):
            one = root
            for step in tag:
                one = one.inside.setdefault(step, Element(step))
            one.drawn.append((number, mark))
    return root


def give_structure(pdf: Pdf, pages: Sequence[Page]) -> None:
    """Write the tree of the pages, which the canvas has drawn with its marks."""
    marks: list[dict[int, Object]] = [{} for _ in pages]
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    tree.K = _written(pdf, outline(pages), tree, marks)
    nums: list[Object | int] = []
    for number, (page, found) in enumerate(zip(pdf.pages, marks, strict=True)):
        page.obj.StructParents = number
        page.obj.Tabs = Name.S
        nums += [number, pdf.make_indirect(Array([found[at] for at in sorted(found)]))]
    tree.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(nums)))
    tree.ParentTreeNextKey = len(marks)
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _written(pdf: Pdf, one: Element, parent: Object, marks: list[dict[int, Object]]) -> Object:
    step = one.step
    made = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + step.role), P=parent))
    if step.columns > 1 or step.rows > 1:
        made.A = Dictionary(O=Name.Table, ColSpan=step.columns, RowSpan=step.rows)
    inside: list[Object] = [_written(pdf, child, made, marks) for child in one.ordered()]
    for number, mark in one.drawn:
        marks[number][mark] = made
        page = pdf.pages[number].obj
        inside.append(Dictionary(Type=Name.MCR, Pg=page, MCID=mark))
    made.K = Array(inside)
    return made
