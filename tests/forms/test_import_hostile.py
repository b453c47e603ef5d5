"""Files from strangers: whatever they hold, a draft or a sentence comes of it, soon."""

from __future__ import annotations

import random
import re
import time
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpscore.forms.importing.grid import MOST_ROWS
from cpscore.forms.importing.package import MOST_BYTES, MOST_PARTS, OLE
from cpscore.forms.importing.reading import Draft, draft, read_source
from cpscore.forms.reader import read_form
from cpscore.forms.tree import read_tree
from cpscore.forms.writing import write_yaml
from cpscore.messages import LANGUAGES, say
from cpscore.rules.problem import Problem, Unacceptable
from tests.forms.official import as_excel, as_word, official
from tests.forms.tables import boxes, table

PATIENCE = 20.0
WORD, EXCEL = as_word(official("G")), as_excel(official("G"))
FILES = {"word": WORD, "excel": EXCEL}
MAIN = {"word": "word/document.xml", "excel": "xl/worksheets/sheet1.xml"}


def outcome(data: bytes) -> Draft | str:
    """The draft, or the code of why there is none; both within limits."""
    began = time.process_time()
    try:
        made = draft(read_source(data), "draft")
    except Unacceptable as failure:
        (problem,) = failure.problems
        for language in LANGUAGES:
            assert say(problem.code, problem.values, language)
        return problem.code
    finally:
        assert time.process_time() - began < PATIENCE
    for one in made.remarks:
        assert say(one.code, one.values)
    problems: list[Problem] = []
    yaml = write_yaml(made.definition).encode()
    assert read_tree(yaml, problems.append) is not None
    assert problems == []
    for one in read_form(yaml)[1]:
        assert say(one.code, {"path": one.path, **one.values})
    return made


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(how: str, change: Callable[[bytes], bytes], part: str = "") -> bytes:
    """The file with a part changed, by default the one with the table."""
    parts = unpacked(FILES[how])
    name = part or MAIN[how]
    return packed(parts | {name: change(parts[name])})


@pytest.fixture(params=FILES)
def how(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-office"),
        (b"%PDF-1.7\n", "not-office"),
        (b"id: x\n", "not-office"),
        (OLE + bytes(2000), "old-office"),
        (b"PK\x03\x04" + bytes(200), "damaged-office"),
        (b"PK" + bytes(MOST_BYTES), "too-large-office"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "not-office"),
        (packed({"word/document.xml": b"<document/>"}), "not-office"),
    ],
    ids=["empty", "PDF", "YAML", "Word 97", "no zip", "large", "ODT", "no relations"],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(data: bytes, code: str) -> None:
    assert outcome(data) == code


def test_a_document_without_a_table_says_so() -> None:
    assert outcome(as_word(table("| a |", "只有文字"))) == "no-table"
    assert outcome(as_excel(table("| 只有文字 |"))) == "no-table"


def test_a_part_that_unpacks_to_much_is_not_unpacked(how: str) -> None:
    assert outcome(changed(how, lambda _: b" " * 100_000_000)) == "too-large-office"


def test_many_parts_are_not_looked_at(how: str) -> None:
    many = {f"x/{number}": b"" for number in range(MOST_PARTS)}
    assert outcome(packed(unpacked(FILES[how]) | many)) == "too-large-office"


def test_no_entity_is_ever_expanded(how: str) -> None:
    lol = b'<!DOCTYPE x [<!ENTITY a "lol">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(20)
    )

    def bomb(data: bytes) -> bytes:
        body = re.sub(rb"^<\?xml[^>]*\?>", b"", data)
        return lol + b"]>" + body.replace("企业".encode(), b"&u;", 1)

    assert outcome(changed(how, bomb)) == "too-large-office"
    # Where a file is opened from, nothing else is read.
    outside = b'<!DOCTYPE x [<!ENTITY u SYSTEM "file:///etc/passwd">]><document>&u;</document>'
    assert outcome(changed(how, lambda _: outside)) == "too-large-office"


def test_the_same_in_another_encoding(how: str) -> None:
    doctype = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><document/>'
    assert outcome(changed(how, lambda _: doctype.encode("utf-16"))) == "too-large-office"


@pytest.mark.parametrize("name", [b"tbl", b"sdt", b"p", b"mergeCells"])
def test_deep_and_endless_nesting_ends(how: str, name: bytes) -> None:
    nested = b"<document>" + b"<%s>" % name * 100_000 + b"</%s>" % name * 100_000 + b"</document>"
    wide = b"<document>" + b"<%s/>" % name * 1_000_000 + b"</document>"

    assert outcome(changed(how, lambda _: nested)) == "too-large-office"
    assert outcome(changed(how, lambda _: wide)) == "too-large-office"


def test_tables_inside_tables_are_read_once() -> None:
    start, end = b"<tbl><tr><tc><p/>", b"</tc></tr></tbl>"
    depth = 45
    body = start * depth + "<p><r><t>深</t></r></p>".encode() + end * depth

    found = outcome(changed("word", lambda _: b"<document><body>" + body + b"</body></document>"))

    assert found == "no-table"


def test_spans_beyond_every_table_are_refused() -> None:
    wide = changed(
        "word", lambda data: re.sub(rb'gridSpan w:val="\d+"', b'gridSpan w:val="9999"', data)
    )
    assert outcome(wide) == "too-large-table"
    far = changed("excel", lambda data: data.replace(b'r="A4"', b'r="A1048576"', 1))
    assert outcome(far) == "too-large-table"


def test_a_merge_over_the_whole_sheet_is_as_large_as_what_stands_there() -> None:
    merged = changed(
        "excel", lambda d: re.sub(rb'ref="A1:[A-Z]+\d+"', b'ref="A1:XFD1048576"', d, count=1)
    )
    assert isinstance(outcome(merged), Draft | str)
    ranges = b"".join(b'<mergeCell ref="A%d:AZ%d"/>' % (at, MOST_ROWS) for at in range(1, 1900))
    many = changed("excel", lambda data: re.sub(rb"(<mergeCells[^>]*>)", rb"\1" + ranges, data))
    assert outcome(many) == "too-large-table"


def test_a_very_long_table_ends() -> None:
    rows = "\n".join(f"| {at} | 内容 | 1 |" for at in range(1, 1500))
    drawn = f"| 序号 | 评价内容 | 分值 |\n{rows}"
    assert len(boxes(drawn)) == 4500
    made = outcome(as_excel(table(drawn, "评分表")))

    assert isinstance(made, Draft)
    assert made.counts["items"] == 1499


TABLE = (
    "<tbl><tr><tc><p><r><t>分值</t></r></p></tc><tc><p><r><t>得分</t></r></p></tc></tr>"
    "<tr><tc><p><r><t>1</t></r></p></tc></tr></tbl>"
)
HEAVY = {
    "many paragraphs": (
        "<p><r><t>企业名称：日期：优秀（≥90分）合格□</t></r></p>" * 130_000,
        "too-large-office",
    ),
    "many lines to look at": (f"<p><r><t>{'a1' * 149}</t></r></p>" * 9_000, ""),
    "many labels": (f"<p><r><t>{'甲：' * 75}</t></r></p>" * 9_000, ""),
    "many tables": (TABLE * 18_000, "too-large-table"),
    "a long line": (f"<p><r><t>{'甲：' * 3_000_000}</t></r></p>", "too-long-text"),
    "a long number": (TABLE.replace("1", "9" * 5_000_000), "too-long-text"),
    "a wide row": (f"<tbl><tr>{'<tc/>' * 300_000}</tr></tbl>", "too-large-table"),
    "a long table": (f"<tbl>{'<tr><tc/></tr>' * 100_000}</tbl>", "too-large-table"),
}


@pytest.mark.parametrize(("more", "code"), HEAVY.values(), ids=HEAVY)
def test_a_heavy_document_is_refused_or_read_soon(more: str, code: str) -> None:
    body = f"<document><body>{TABLE}{more}</body></document>".encode()
    found = outcome(changed("word", lambda _: body))

    assert found == code if code else isinstance(found, Draft)


def test_macros_and_pictures_are_never_looked_at(how: str) -> None:
    more = {
        "word/vbaProject.bin": OLE + bytes(100),
        "xl/vbaProject.bin": b"\0",
        "x.png": b"\x89PNG",
    }
    made = outcome(packed(unpacked(FILES[how]) | more))

    assert isinstance(made, Draft)
    assert made.counts["items"] == 9


def test_a_zip_with_a_password_or_a_strange_method_is_damaged(how: str) -> None:
    assert outcome(packed(unpacked(FILES[how]), zipfile.ZIP_LZMA)) == "damaged-office"
    data = bytearray(FILES[how])
    for found in re.finditer(rb"PK\x01\x02", bytes(data)):
        data[found.start() + 8] |= 1
    assert outcome(bytes(data)) == "damaged-office"


def test_characters_that_no_form_may_hold_are_left_out(how: str) -> None:
    made = outcome(
        changed(how, lambda d: d.replace("提交的".encode(), "提\u202e交\u0085\ufeff的".encode()))
    )

    assert isinstance(made, Draft)
    assert made.counts["items"] == 9


def test_a_file_cut_off_anywhere_is_damaged(how: str) -> None:
    data = FILES[how]
    for length in range(0, len(data), max(1, len(data) // 40)):
        assert outcome(data[:length]) in {"damaged-office", "not-office"}


def test_flipped_bytes_end_in_a_sentence_or_a_draft(how: str) -> None:
    chance = random.Random(7)
    for _ in range(150):
        data = bytearray(FILES[how])
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        outcome(bytes(data))


def test_parts_with_flipped_text_end_in_a_sentence_or_a_draft(how: str) -> None:
    """Valid XML with wrong insides: attributes and tags exchanged, numbers that are none."""
    chance = random.Random(11)
    pieces = [rb'"\d+"', rb"<(\w+:)?t[crb]l?[ >]", rb"</?\w+:?\w*>", rb"[A-Z]\d+"]
    for _ in range(120):

        def worse(data: bytes) -> bytes:
            found = list(
                re.finditer(chance.choice([one for one in pieces if re.search(one, data)]), data)
            )
            one, other = chance.choice(found), chance.choice(found)
            new = chance.choice([other.group(), b'"-1"', b'"99999"', b'""', b"<tc/>"])
            return data[: one.start()] + new + data[one.end() :]

        outcome(changed(how, worse))


WORDS = [
    "是",
    "否",
    "分值",
    "得分",
    "序号",
    "1",
    "２",
    "10",
    "合计",
    "100",
    "一、现场",
    "内容",
    "双超",
    "□",
    "合格（",
    "）不合格（",
    "）",
    "优秀（≥90分）、良好（80～90分）",
    "注：无",
    "<",
    "^",
    "企业名称：",
    "是□否□",
    "＜70分，重做",
    "一、评价/1、概况",
    "0-10",
    "小计",
    "标准",
    "是否",
    "否决项",
    "综合得分",
    "说明",
    "附录A",
    "加分项",
]


@settings(max_examples=60)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["", *WORDS]),
            min_size=4,
            max_size=4,
        ),
        min_size=1,
        max_size=9,
    ),
    st.sampled_from(sorted(FILES)),
)
def test_any_table_of_the_words_of_tables_becomes_a_draft_or_a_sentence(
    rows: list[list[str]], how: str
) -> None:
    drawn = [row if row[0] not in "<^" else ["", *row[1:]] for row in rows]
    text = "\n".join("|" + "|".join(row) + "|" for row in drawn)
    shapes = table(text)
    if any(one.rows > 1 and one.columns > 1 for one in shapes.boxes) or overlapping(
        text, shapes.boxes
    ):
        return
    outcome((as_word if how == "word" else as_excel)(shapes))


def overlapping(text: str, cells: object) -> bool:
    """Whether a drawing covers a place twice or not at all, which no table can."""
    assert isinstance(cells, tuple)
    seen = [
        (row, column)
        for one in cells
        for row in range(one.row, one.row + one.rows)
        for column in range(one.column, one.column + one.columns)
    ]
    return len(seen) != len(set(seen)) or len(seen) != 4 * len(text.splitlines())
