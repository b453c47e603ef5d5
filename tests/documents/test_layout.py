"""The laws of the page: nothing outside its margins, no row in two, nothing lost."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from cpscore.documents.compose import SMALL, Paper, compose, paper
from cpscore.documents.drawing import Box, Glyphs, Mark, Op, Page, Pen, Place, places
from cpscore.rules.sheet import (
    Align,
    Block,
    Cell,
    Face,
    Frame,
    Grid,
    PageBreak,
    Row,
    Sheet,
    SignatureLine,
    Text,
)
from tests.documents.samples import INK
from tests.documents.test_lines import ALPHABET, flat

words = st.text(ALPHABET, min_size=1, max_size=60)
long_words = st.text(ALPHABET, min_size=1, max_size=40).map(lambda text: text * 40)
faces = st.sampled_from(Face)
aligns = st.sampled_from(Align)

paragraphs = st.builds(
    Text,
    text=st.one_of(words, long_words),
    face=faces,
    size=st.sampled_from([9.0, 12.0, 22.0]),
    align=aligns,
    indent=st.sampled_from([0, 2]),
    space_before=st.sampled_from([0.0, 8.0]),
    keep_with_next=st.booleans(),
)
signatures = st.builds(
    SignatureLine,
    label=words.map(lambda text: flat(text) or "签名"),
    field=st.one_of(st.none(), st.just("field")),
    ink=st.one_of(st.none(), st.just(INK)),
    signer=st.sampled_from(["", "孙𬱟"]),
    align=aligns,
)
cells = st.builds(Cell, text=words, align=aligns, middle=st.booleans(), shaded=st.booleans())


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Rows in groups: a cell on the left spans each group, as weights span criteria."""
    rows: list[Row] = []
    for group in range(draw(st.integers(1, 8))):
        span = draw(st.integers(1, 5))
        side = Cell(f"第{group}组" + draw(words), rows=span, vertical=draw(st.booleans()))
        for at in range(span):
            text = draw(st.one_of(words, long_words) if at == 1 else words)
            own = (Cell(text), draw(cells))
            rows.append(Row((side, *own) if at == 0 else own, flows=draw(st.booleans())))
    head = Row((Cell("表头一"), Cell("表头二", columns=2)), header=draw(st.booleans()))
    return Grid((draw(st.sampled_from([12.0, 30.0])), 90, 50), (head, *rows))


blocks = st.one_of(
    paragraphs,
    grids(),
    signatures,
    st.just(PageBreak()),
    st.builds(
        Frame,
        blocks=st.lists(st.one_of(paragraphs, signatures), min_size=1, max_size=4).map(tuple),
        fill=st.booleans(),
    ),
)
sheets = st.builds(
    Sheet,
    title=words,
    blocks=st.lists(blocks, max_size=5).map(tuple),
    footer=st.one_of(st.just(""), words, words.map(lambda text: text * 6)),
    marks=st.one_of(st.just(()), words.map(lambda text: (text,))),
    landscape=st.booleans(),
)


def texts(block: Block) -> Iterator[str]:
    match block:
        case Text():
            yield block.text
        case Grid():
            yield from (cell.text for row in block.rows for cell in row.cells)
        case SignatureLine():
            yield block.label + block.signer
        case Frame():
            for inner in block.blocks:
                yield from texts(inner)
        case PageBreak():
            pass


def inside(op: Op, area: Paper) -> bool:
    """Whether something drawn stays in the text area; footer and marks stay on the page."""
    match op:
        case Glyphs(x, y, _, size, _, width, _):
            top, bottom = (0.0, area.height) if size == SMALL else (area.top, area.bottom)
            box = (x, y - size * 0.85, x + width, y + size * 0.15)
        case Box(x, y, width, height) | Place(_, x, y, width, height):
            top, bottom = area.top, area.bottom
            box = (x, y, x + width, y + height)
        case Pen(strokes):
            top, bottom = area.top, area.bottom
            xs, ys = zip(*(point for stroke in strokes for point in stroke), strict=True)
            box = (min(xs), min(ys), max(xs), max(ys))
        case Mark():
            return True
    left, upper, right, lower = box
    slack = 0.1
    return (
        area.left - slack <= left
        and right <= area.right + slack
        and top - slack <= upper
        and lower <= bottom + slack
    )


def glyphs(pages: tuple[Page, ...]) -> str:
    return flat("".join(op.text for page in pages for op in page.ops if isinstance(op, Glyphs)))


@settings(max_examples=60)
@given(sheets)
def test_nothing_stands_outside_the_margins_and_nothing_is_lost(sheet: Sheet) -> None:
    pages = compose(sheet)
    area = paper(sheet)
    for page in pages:
        for op in page.ops:
            assert inside(op, area)
    drawn = glyphs(pages)
    for block in sheet.blocks:
        for text in texts(block):
            # Vertical and poured cells are cut, so characters are counted, not strings.
            for char in set(flat(text)):
                assert drawn.count(char) >= flat(text).count(char)


def rows_of(count: int, height: float = 10, **row: bool) -> Grid:
    rows = (Row((Cell(f"行{at}。"), Cell("甲")), height=height, **row) for at in range(count))
    return Grid((30, 140), tuple(rows))


def on_page(pages: tuple[Page, ...], text: str) -> list[int]:
    return [
        number
        for number, page in enumerate(pages)
        if flat(text) in flat("".join(op.text for op in page.ops if isinstance(op, Glyphs)))
    ]


@settings(max_examples=25)
@given(st.integers(1, 120), st.floats(6, 60))
def test_a_row_stands_whole_on_one_page(count: int, height: float) -> None:
    pages = compose(Sheet("题", (rows_of(count, height),)))
    boxes = [op for page in pages for op in page.ops if isinstance(op, Box)]
    assert len(boxes) == 2 * count
    assert all(box.height >= height * 72 / 25.4 - 0.01 for box in boxes)
    assert all(len(on_page(pages, f"行{at}。")) == 1 for at in range(count))


def test_header_rows_stand_on_every_page() -> None:
    head = Row((Cell("序号"), Cell("内容")), header=True)
    grid = Grid((30, 140), (head, *rows_of(80).rows))
    pages = compose(Sheet("题", (grid,)))
    assert len(pages) > 2
    assert on_page(pages, "序号内容") == list(range(len(pages)))


@given(st.integers(0, 60))
def test_a_heading_never_ends_a_page(lines: int) -> None:
    heading = Text("标题在此", Face.HEI, keep_with_next=True)
    pages = compose(Sheet("题", (Text("行\n" * lines), heading, rows_of(1, 20))))
    assert on_page(pages, "标题在此") == on_page(pages, "行0。")


@given(st.integers(0, 60))
def test_a_signature_keeps_two_lines_of_text(lines: int) -> None:
    text = Text("\n".join(f"第{at}行。" for at in range(lines + 2)))
    pages = compose(Sheet("题", (text, SignatureLine("签名在此：", "field"))))
    [place] = places(pages)
    assert on_page(pages, f"第{lines}行。第{lines + 1}行。签名在此：") == [place.page]


@settings(max_examples=20)
@given(st.integers(1, 9000))
def test_a_text_of_any_length_flows_in_its_box(length: int) -> None:
    text = "企业提交的验收资料齐全。" * (length // 12 + 1)
    frame = Frame((Text(text, indent=2), SignatureLine("组长（签名）：", "leader")))
    grid = Grid((20, 150), (Row((Cell("说明"), Cell(text)), flows=True),))
    for block in (frame, grid):
        pages = compose(Sheet("题", (block,)))
        assert glyphs(pages).count("提") == text.count("提")


def test_a_fixed_row_higher_than_a_page_flows_all_the_same() -> None:
    text = "整改。" * 3000
    pages = compose(Sheet("题", (Grid((20, 150), (Row((Cell("说明"), Cell(text))),)),)))
    assert glyphs(pages).count("整") == 3000


def test_a_long_text_beside_short_rows_is_poured_over_the_pages() -> None:
    note = "备注甲乙丙。" * 900
    rows = [Row((Cell(f"行{at}。"),)) for at in range(3)]
    rows[0] = Row((*rows[0].cells, Cell(note, rows=3)))
    pages = compose(Sheet("题", (Grid((60, 110), tuple(rows)),)))
    assert len(pages) > 1
    assert glyphs(pages).count("丙") == 900


def test_a_vertical_label_stands_again_on_the_next_page() -> None:
    rows = list(rows_of(60).rows)
    rows[0] = Row((Cell("评估的基本条件", rows=60, vertical=True), *rows[0].cells))
    pages = compose(Sheet("题", (Grid((12, 30, 128), tuple(rows)),)))
    assert len(pages) > 1
    assert on_page(pages, "评估的基本条件") == list(range(len(pages)))


def test_spans_cover_their_columns_and_rows() -> None:
    grid = Grid(
        (50, 60, 60),
        (
            Row((Cell("甲", rows=2), Cell("乙", columns=2))),
            Row((Cell("丙"), Cell("丁"))),
        ),
    )
    boxes = [op for page in compose(Sheet("题", (grid,))) for op in page.ops if isinstance(op, Box)]
    assert len(boxes) == 4
    tall, wide, left, right = boxes
    assert abs(tall.height - wide.height - left.height) < 0.01
    assert abs(wide.width - left.width - right.width) < 0.01
    assert left.x == wide.x == tall.x + tall.width


def test_pages_say_which_of_how_many_and_carry_marks_and_footer() -> None:
    sheet = Sheet("题", (rows_of(60),), footer="核对码 7F3A", marks=("示例条目",))
    pages = compose(sheet)
    for number, _ in enumerate(pages, start=1):
        assert number - 1 in on_page(pages, f"第{number}页共{len(pages)}页")
    assert on_page(pages, "核对码7F3A") == on_page(pages, "示例条目") == list(range(len(pages)))
