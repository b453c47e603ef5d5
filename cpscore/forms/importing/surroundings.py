"""What stands around the tables: title, places to fill in, results, notes, signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from cpscore.forms.importing import wording
from cpscore.forms.importing.bands import SIGNS, Printed, read_line, read_list, read_whole
from cpscore.forms.importing.grid import Cell, Grid
from cpscore.forms.importing.items import split_number
from cpscore.forms.importing.ledger import Ledger
from cpscore.forms.importing.questions import Asked

LONGEST_LABEL = 24
LONGEST_TITLE = 60
LONGEST_LINE = 300
MOST_HEAD = 15
# No form asks for more; a text with more colons is no form.
MOST_FIELDS = 200
GAP = re.compile(r"\s{2,}")
LABELLED = re.compile(r"([^：:]*)([：:])")
LEADING = re.compile(r"^[\s_＿]+")
RESULT = re.compile(r"([^\s（）()：:、，,；;□☐]{1,12})\s*(?:[（(]\s*[)）]|[□☐])")
ONE_RESULT = re.compile(r"(.{1,80}?)\s*[□☐]")
PART = re.compile(r"^[一二三四五六七八九十]{1,3}\s*[、.．]")
PARAGRAPH = re.compile(r"^([0-9０-９]{1,2})\s*[、.．]\s*")


@dataclass(slots=True)
class Place:
    """A field found in the text: its label as printed, and what it holds."""

    id: str
    label: str
    type: str = "text"


@dataclass(slots=True)
class OpinionPart:
    """A numbered heading of an opinion, and what is to be written under it."""

    title: str
    paragraphs: list[tuple[str | None, str]] = field(default_factory=list)


@dataclass(slots=True)
class Around:
    """Everything but the tables of points and questions."""

    caption: str = ""
    title: str = ""
    continued: str = ""
    fields: list[Place] = field(default_factory=list)
    lines: list[list[str]] = field(default_factory=list)
    # Below the tables: lines, and rows of a table of places, each with its kind.
    foot: list[tuple[str, list[str]]] = field(default_factory=list)
    field_rows: list[list[str]] = field(default_factory=list)
    questions: list[Asked] = field(default_factory=list)
    bands: list[Printed] = field(default_factory=list)
    band_label: str = ""
    band_text: str = ""
    # What the line of the bands says all points together are.
    whole: Decimal | None = None
    results: list[str] = field(default_factory=list)
    result_cell: Cell | None = None
    statement: str = ""
    # Whether the statement is of the bands themselves.
    ticked: bool = False
    notes: list[str] = field(default_factory=list)
    opinion: list[OpinionPart] = field(default_factory=list)
    signature: str = ""

    def field_for(self, label: str, *, wide: bool = False) -> str:
        """The id of a field of that label, which is new; `wide` where there is room for more."""
        bare = "".join(label.split())
        named = (id for pattern, id in wording.FIELD_IDS if pattern.search(bare))
        id = next(named, f"field-{len(self.fields) + 1}")
        taken = {one.id for one in self.fields}
        while id in taken:
            id = f"field-{len(self.fields) + 1}" if f"{id}-2" in taken else f"{id}-2"
        kind = "date" if "日期" in bare or (id == "date" and not bare) else "text"
        if wide and wording.OPINION.search(bare):
            kind = "long-text"
        self.fields.append(Place(id, label, kind))
        return id


class Surroundings:
    """Reads lines and the rows that no table of points or questions took."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.found = Around()
        # Whether what comes now stands below the first table, and behind a note.
        self.below = self.noting = False

    def head(self, cells: Sequence[Cell]) -> None:
        """The lines above the first table: caption, title, places to fill in."""
        waiting: list[Cell] = []
        # What stands above the caption, or far above, belongs to something else.
        captions = [at for at, cell in enumerate(cells) if captioned(cell)]
        for cell in cells[captions[-1] :] if captions else cells[-MOST_HEAD:]:
            if captioned(cell):
                self.found.caption = cell.text
                self.ledger.use(cell)
            elif not self.line(cell) and len(cell.plain) <= LONGEST_TITLE:
                waiting.append(cell)
        waiting = [cell for cell in waiting if not PART.match(cell.text)] or waiting
        named = [cell for cell in waiting if re.search("表|意见|方案|书$", cell.plain)] or waiting
        if named and not self.found.title:
            self.found.title = named[-1].text
            self.ledger.use(named[-1])

    def line(self, cell: Cell) -> bool:
        """A line with places to fill in, a note, or results; whether it was one."""
        text = cell.text
        noting, self.noting = self.noting, False
        if wording.NOTE_LINE.match(text):
            self.found.notes.append(text)
            self.noting = True
        elif len(text) > LONGEST_LINE:
            return False
        elif wording.CONTINUED.fullmatch(cell.plain):
            self.found.continued = text
        elif noting and split_number(text)[0]:
            self.noting = True
            if not self.bands(cell):
                self.found.notes.append(text)
        elif not (self.bands(cell) or self.results(cell) or self.places(text)):
            return False
        self.ledger.use(cell)
        return True

    # Places to fill in -------------------------------------------------------------------------

    def places(self, text: str) -> bool:
        """`企业名称：____  日期：  年 月 日`: a field for each label that nothing stands behind."""
        if wording.DATE.fullmatch(text):
            self.print([f"{{{self.found.field_for('日期')}}}"])
            return True
        labels: list[tuple[str, str]] = []
        end = 0
        if "：" not in text and ":" not in text:
            return self.bare_places(text)
        for found in LABELLED.finditer(text):
            label = LEADING.sub("", wording.DATE.sub("", found[1], count=1)).strip()
            if not label or len("".join(label.split())) > LONGEST_LABEL or not whole(label):
                return False
            labels.append((label, found[2]))
            end = found.end()
        rest = text[end:]
        dated = bool(wording.DATE.fullmatch(rest))
        if len(self.found.fields) + len(labels) > MOST_FIELDS:
            return False
        if not labels or not (dated or wording.BLANK.fullmatch(rest)):
            return False
        if len(labels) == 1 and wording.OPINION.search(labels[0][0]) and not dated:
            self.row_of([self.found.field_for(labels[0][0], wide=True)])
            return True
        self.print(self.printed(labels, dated))
        return True

    def bare_places(self, text: str) -> bool:
        """`企业名称（盖章）     评估时间   年  月  日`: known labels with gaps and no colon."""
        found = wording.DATE.search(text)
        pieces = [one for one in GAP.split(wording.DATE.sub("", text).strip()) if one]
        known = [any(named.search(one) for named, _ in wording.FIELD_IDS) for one in pieces]
        gaps = bool(GAP.search(text)) and all(len(one) <= LONGEST_LABEL // 2 for one in pieces)
        if not pieces or not gaps or not all(known) or len(pieces) > 4:
            return False
        self.print(self.printed([(one, " ") for one in pieces], bool(found)))
        return True

    def print(self, texts: list[str]) -> None:
        """Keep a line where it stands: above the tables, or below."""
        if self.below:
            self.found.foot.append(("line", texts))
        else:
            self.found.lines.append(texts)

    def row_of(self, ids: list[str]) -> None:
        """The same for a row of a table of places."""
        if self.below:
            self.found.foot.append(("fields", ids))
        else:
            self.found.field_rows.append(ids)

    def printed(self, labels: Sequence[tuple[str, str]], dated: bool) -> list[str]:
        """The texts of a line, with the fields of its labels."""
        texts: list[str] = []
        last = "".join(labels[-1][0].split())
        own = dated and ("日期" in last or "时间" in last)
        for label, colon in labels:
            if signed(label):
                texts.append(f"{label}{colon}{{ink}}")
            else:
                texts.append(f"{label}{colon}{{{self.found.field_for(label)}}}")
        if own and not signed(labels[-1][0]):
            self.found.fields[-1].type = "date"
        elif dated:
            texts.append(f"{{{self.found.field_for('日期')}}}")
        return texts

    # Results -----------------------------------------------------------------------------------

    def bands(self, cell: Cell) -> bool:
        """Bands of points; whether there were any."""
        if self.found.bands and (self.found.band_text or self.found.ticked):
            return False
        several = read_list(cell.text)
        one = None if several else read_line(cell.text)
        if several and not self.found.bands:
            self.found.band_text = cell.text
            self.found.whole = read_whole(cell.text)
        several = [one] if one else several
        self.found.bands += several
        if several:
            self.found.result_cell = cell
            # A级□（90分以上）  B级□（60～89分）: each with its box.
            if len(several) > 1 and self.results(cell):
                self.found.band_text = ""
                self.found.ticked = True
        return bool(several)

    def results(self, cell: Cell) -> bool:
        """`验收结论：合格（ ）不合格（ ）签名：`: results to tick, and who signs."""
        text = cell.text
        signs = text.translate(SIGNS)
        found = list(RESULT.finditer(signs)) if wording.BOXES.search(text) else []
        if len(found) < 2 or "".join(one[1] for one in found) == "是否" or self.found.results:
            return False
        ids = result_ids([text[slice(*one.span(1))] for one in found])
        self.found.result_cell = cell
        self.found.results = [text[slice(*one.span(1))] for one in found]
        shown, end = "", 0
        for one, id in zip(found, ids, strict=True):
            shown += text[end : one.end(1)] + f"（{{tick:{id}}}）"
            end = one.end()
        rest = text[end:].rstrip()
        signs_here = rest.endswith(("：", ":")) and wording.SIGNATURE.search(rest)
        self.found.statement = shown + rest + ("{ink}" if signs_here else "")
        return True

    # Rows --------------------------------------------------------------------------------------

    def rows(self, table: Grid) -> None:
        """The rows of a table that nothing else took."""
        for at, row in enumerate(table.rows):
            cells = [cell for cell in row if cell.row == at]
            said = [cell for cell in cells if cell.lines and cell not in self.ledger.used]
            if said:
                self.row(row, said)

    def row(self, row: Sequence[Cell], said: Sequence[Cell]) -> None:
        if len(said) == 1 and (self.opinion(said[0]) or self.line(said[0]) or self.boxed(said)):
            self.beside(row, said[0])
        elif all(self.bands(cell) for cell in said[1:]) and len(said) > 1:
            self.found.band_label = said[0].text
            if self.found.band_text:
                self.found.band_text = f"{said[0].text}：{self.found.band_text}"
            self.ledger.use(*said)
        elif not (self.ticked(said) or self.boxed(said) or self.pairs(row, said)):
            for cell in said:
                self.line(cell)

    def beside(self, row: Sequence[Cell], cell: Cell) -> None:
        """The label that stands left of a row of bands over several rows."""
        label = row[0]
        if label is not cell and label.lines and self.found.result_cell is not None:
            self.found.band_label = label.text

    def boxed(self, said: Sequence[Cell]) -> bool:
        """`验收结果 | 合格 □`: a result with its box, in a row of its own."""
        if len(said) == 2 and self.results(said[-1]):
            self.found.statement = f"{said[0].text}：{self.found.statement}"
            self.ledger.use(*said)
            return True
        found = ONE_RESULT.fullmatch(said[-1].text)
        if not found or len(said) > 2 or self.found.statement or self.found.bands:
            return False
        self.found.results.append(found[1])
        self.found.result_cell = said[-1]
        if len(said) == 2:
            self.found.band_label = said[0].text
        self.ledger.use(*said)
        return True

    def ticked(self, said: Sequence[Cell]) -> bool:
        """`是否属实 | 是□ 否□`: questions with their boxes beside them, line by line."""
        if len(said) != 2 or not said[1].lines:
            return False
        if not all(wording.YES_NO_BOXES.match(line) for line in said[1].lines):
            return False
        told, boxes = said[0].lines, said[1].lines
        texts = told if len(told) == len(boxes) else [said[0].text]
        for number, text in map(split_number, texts):
            self.found.questions.append(Asked(said[0], text, number))
        self.ledger.use(*said)
        return True

    def pairs(self, row: Sequence[Cell], said: Sequence[Cell]) -> bool:
        """`企业名称 | (blank) | 邮编 | (blank)`: each label with room behind it."""
        order = list(row)
        for cell in said:
            behind = order.index(cell) + 1
            room = order[behind] if behind < len(order) else None
            if room is None or (room.lines and not wording.DATE.fullmatch(room.text)):
                return False
            if len(cell.plain) > LONGEST_TITLE or BOXES_ONLY.fullmatch(cell.plain):
                return False
        if len(self.found.fields) + len(said) > MOST_FIELDS:
            return False
        labels = [cell.text.rstrip("：:") for cell in said]
        if any(signed(label) for label in labels):
            self.print(self.printed([(label, "：") for label in labels], dated=False))
        else:
            self.row_of([self.found.field_for(label, wide=True) for label in labels])
        self.ledger.use(*said)
        for cell in said:
            self.ledger.use(order[order.index(cell) + 1])
        return True

    def opinion(self, cell: Cell) -> bool:
        """The box of an opinion: numbered headings, what is to be written, who signs."""
        if len(cell.lines) < 2 or not PART.match(cell.lines[0]) or self.found.opinion:
            return False
        self.ledger.use(cell)
        for line in cell.lines:
            paragraph = PARAGRAPH.match(line)
            if PART.match(line):
                self.found.opinion.append(OpinionPart(line))
            elif paragraph:
                number, text = split_number(line)
                self.found.opinion[-1].paragraphs.append((number, text))
            elif wording.SIGNATURE.search(line):
                self.found.signature = GAP.split(line.strip())[0]
            elif not wording.DATE.fullmatch(line):
                self.ledger.remark(
                    "not-understood", Cell(cell.table, cell.row, cell.column, lines=(line,))
                )
        return True


BOXES_ONLY = re.compile("[□☐√()]+")


def captioned(cell: Cell) -> bool:
    """Whether a line is a caption: 附录C（规范性附录）, 附件2."""
    return bool(wording.CAPTION.match(cell.plain)) and len(cell.plain) < LONGEST_TITLE


def signed(label: str) -> bool:
    """Whether a signature stands behind a label; 企业名称（盖章） is a name, with a stamp on it."""
    return bool(wording.SIGNATURE.search(wording.HELD.sub("", label) or label))


def whole(label: str) -> bool:
    """Whether a label is one: its gaps, if any, only space its letters out."""
    pieces = GAP.split(label)
    return len(pieces) == 1 or all(len(piece) <= 2 for piece in pieces)


def result_ids(labels: Sequence[str]) -> list[str]:
    """An id for each result, known where its word is."""
    ids: list[str] = []
    for at, label in enumerate(labels, start=1):
        id = wording.RESULT_IDS.get("".join(label.split()), f"level-{at}")
        ids.append(id if id not in ids else f"level-{at}")
    return ids


def lines_before(blocks: Sequence[Cell | Grid], first: Grid | None) -> Iterator[Cell]:
    """The paragraphs above a table, up to the table before it."""
    lines: list[Cell] = []
    for block in blocks:
        if block is first:
            break
        if isinstance(block, Cell):
            lines.append(block)
        else:
            lines.clear()
    yield from lines
