"""Whatever a file holds: no traceback, and one document."""

from __future__ import annotations

import json

import pytest

from tests.cli.program import Folder, answers, real, run_json

NOT_JSON = {
    "empty": b"",
    "blank": b" \n",
    "nul": b"\0",
    "cut off": b'{"expert": "x"',
    "two documents": b"{} {}",
    "trailing comma": b'{"expert": "x",}',
    "single quotes": b"{'expert': 'x'}",
    "comment": b"{} // x",
    "BOM": b"\xef\xbb\xbf{}",
    "UTF-16": json.dumps(answers()).encode("utf-16"),
    "UTF-32": json.dumps(answers()).encode("utf-32-le"),
    "GBK": json.dumps(answers(), ensure_ascii=False).encode("gbk"),
    "not UTF-8": b'{"expert": "\xff"}',
    "overlong": b'{"expert": "\xc0\x80"}',
    "encoded surrogate": b'{"expert": "\xed\xa0\x80"}',
    "NaN": b'{"scores": {"g1": NaN}}',
    "Infinity": b'{"scores": {"g1": [Infinity]}}',
    "-Infinity": b"-Infinity",
    "lone surrogate": b'{"expert": "\\ud800"}',
    "lone surrogate as name": b'{"\\udc00": 1}',
    "noncharacter": '{"expert": "\uffff"}'.encode(),
    "control character": b'{"expert": "\x01"}',
    "leading zero": b'{"scores": 01}',
    "hex": b'{"scores": 0x1}',
    "33 deep": b"[" * 33 + b"]" * 33,
    "5000 deep": b'{"a":' * 5000 + b"1" + b"}" * 5000,
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
}


@pytest.mark.parametrize("name", NOT_JSON)
def test_what_is_no_i_json_is_unreadable(folder: Folder, name: str) -> None:
    done = folder.score(NOT_JSON[name])
    assert done.problems == [("unreadable", "")]
    assert folder.merge(NOT_JSON[name]).problems == [("unreadable", "")]


def test_a_pair_of_surrogates_is_a_character(folder: Folder) -> None:
    text = json.dumps(answers("\U00020bb7\U0002cd2c"))
    assert "\\ud842" in text
    assert folder.score(text).document["expert"] == "\U00020bb7\U0002cd2c"


@pytest.mark.parametrize("content", [b"[]", b"null", b"1", b'"x"', b"true"])
def test_json_of_another_type_is_wrong_type(folder: Folder, content: bytes) -> None:
    assert folder.score(content).problems == [("wrong-type", "")]


def test_a_file_one_may_not_read(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder.file(answers())

    def refused(*_: object, **__: object) -> int:
        raise PermissionError(13, "no")

    monkeypatch.setattr("cpscore.files.os.open", refused)
    done = run_json("score", "hebei-g", path)
    assert done.code == 1


def test_a_name_cannot_steer_the_terminal(folder: Folder) -> None:
    given = answers() | {"\x1b[2J\u202e": 1}
    done = real("score", "hebei-g", folder.file(given))
    assert "\x1b" not in done.err
    assert "\u202e" not in done.err
