"""The part of the definition language that says how a form is printed."""

from __future__ import annotations

from cpscore.forms.shapes import (
    AnyText,
    Identifier,
    Key,
    ListOf,
    Record,
    Tagged,
    Whole,
    Word,
    YesNo,
)

WIDTH = 400

TEXT = AnyText()
ID = Identifier()

COLUMN_KEYS = {
    "label": Key(AnyText(empty=True), "列名；空着则并入左边一列的列名"),
    "width": Key(Whole(1, WIDTH), "宽度，毫米", required=True),
    "vertical": Key(YesNo(), "竖排；默认 no"),
    "hidden": Key(YesNo(), "给企业的那一份不印这一列；默认 no"),
}
QUESTION_COLUMN = Record(
    "column",
    {
        "show": Key(
            Word(("group", "words", "number", "text", "yes", "no", "na", "answer", "note")),
            "印什么；answer 是印在一格里的“是□ 否□”，words 是每一类别旁固定的文字",
            required=True,
        ),
        "words": Key(TEXT, "show: words 时印的文字"),
    }
    | COLUMN_KEYS,
)
SCORE_COLUMN = Record(
    "column",
    {
        "show": Key(
            Word(("section", "number", "title", "text", "max", "score", "note")),
            "印什么",
            required=True,
        )
    }
    | COLUMN_KEYS,
)

BLOCK = Tagged(
    {
        "line": Record(
            "line",
            {"texts": Key(ListOf(TEXT, least=1), "并排的文字；{编号} 代入栏目", required=True)},
            short="texts",
            listed="texts",
        ),
        "vetoes": Record(
            "vetoes",
            {
                "columns": Key(ListOf(QUESTION_COLUMN, least=1), "各列", required=True),
                "heading": Key(TEXT, "通栏标题"),
                "side": Key(TEXT, "最左边竖排的一格"),
            },
            listed="columns",
        ),
        "scores": Record(
            "scores",
            {
                "columns": Key(ListOf(SCORE_COLUMN, least=1), "各列", required=True),
                "total": Key(TEXT, "合计一行的名称；默认 总分"),
                "section_rows": Key(YesNo(), "章节名通栏印一行；默认 no"),
                "numerals": Key(ListOf(TEXT), "章节名前的序号，如 一、"),
                "continued": Key(TEXT, "转页后印在表头上方的文字，如 表C（续）"),
                "sections": Key(
                    ListOf(ID, least=1), "只印这几章，如 [2]，末行是这几章的合计；不写则全部"
                ),
            },
            listed="columns",
        ),
        "grades": Record(
            "grades",
            {
                "label": Key(TEXT, "左边一格的名称", required=True),
                "texts": Key(ListOf(TEXT), "各等级印出的文字，顺序同 grades；默认用等级名称"),
                "width": Key(Whole(1, WIDTH), "左边一格的宽度，毫米；默认 25"),
            },
            short="label",
        ),
        "statement": Record(
            "statement",
            {
                "text": Key(
                    TEXT, "一句话；{编号} 代入栏目，{tick:编号} 是等级的方框", required=True
                ),
                "boxed": Key(YesNo(), "加框；默认 no"),
            },
            short="text",
        ),
        "fields": Record(
            "fields",
            {
                "rows": Key(
                    ListOf(ListOf(ID, least=1), least=1), "每行并排哪些栏目", required=True
                ),
                "label": Key(Whole(1, WIDTH), "栏目名称的宽度，毫米；默认 35"),
            },
            listed="rows",
        ),
        "opinion": Record(
            "opinion",
            {
                "signature": Key(TEXT, "签名处的文字"),
                "date": Key(YesNo(), "印日期；默认 yes"),
            },
            short="signature",
        ),
        "questions": Record(
            "questions",
            {
                "columns": Key(ListOf(QUESTION_COLUMN, least=1), "各列", required=True),
                "heading": Key(TEXT, "通栏标题"),
                "together": Key(ListOf(Whole(1, 99)), "几问印在一格里，如 [3, 2]；其余各占一行"),
            },
            listed="columns",
        ),
    }
)

SHEET = Record(
    "sheet",
    {
        "caption": Key(TEXT, "标题上方的一行，如 附录C（规范性附录）"),
        "title": Key(TEXT, "印出的标题；默认取表名"),
        "own": Key(YesNo(), "版式是自拟的，原文没有，每页注明；默认 no"),
        "blocks": Key(ListOf(BLOCK, least=1), "从上到下的各块；不写则用通用版式"),
    },
    listed="blocks",
)
