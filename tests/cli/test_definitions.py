"""`cpscore forms import` and `cpscore forms export`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cpscore.places import forms_folder
from tests.cli.program import run, run_json
from tests.forms.official import as_excel, as_word, official

COUNTS = {"sections", "items", "vetoes", "questions", "fields", "grades", "conclusions", "opinion"}


@pytest.mark.parametrize(("write", "suffix"), [(as_word, ".docx"), (as_excel, ".xlsx")])
def test_an_official_table_becomes_a_draft_that_says_what_is_open(
    tmp_path: Path, write: object, suffix: str
) -> None:
    assert callable(write)
    table, out = tmp_path / f"表{suffix}", tmp_path / "某市.yaml"
    table.write_bytes(write(official("G")))

    done = run_json("forms", "import", table, "-o", out)

    assert done.code == 0
    assert set(done.document) == {"file", "draft", "not_understood", "problems"}
    assert done.document["file"] == str(out)
    draft = done.document["draft"]
    assert set(draft) == COUNTS | {"id"}
    assert (draft["id"], draft["items"], draft["vetoes"]) == ("某市", 9, 8)
    for one in done.document["not_understood"]:
        assert set(one) == {"code", "table", "row", "column", "found", "text"}
        assert one["text"]
    assert {one["code"] for one in done.document["problems"]} == {"undecided"}
    checked = run_json("forms", "check", out)
    assert checked.code == 1
    assert checked.document["files"][0]["problems"] == done.document["problems"]
    # What is to be looked at stands in the draft too.
    text = out.read_text(encoding="utf-8")
    assert all(" ".join(one["text"].split()) in text for one in done.document["not_understood"])


def test_a_draft_with_everything_decided_is_a_form(tmp_path: Path) -> None:
    table, out = tmp_path / "g.docx", tmp_path / "g.yaml"
    table.write_bytes(as_word(official("G")))
    run("forms", "import", table, "-o", out)
    text = out.read_text(encoding="utf-8").replace("fails: undecided", "fails: no")
    text = text.replace("fails_when: undecided", "fails_when: a = yes and b = no")
    text = text.replace("range: undecided", "range: x >= 60", 1)
    out.write_text(text.replace("range: undecided", "range: x < 60"), encoding="utf-8")

    assert run_json("forms", "check", out).code == 0
    assert run_json("forms", "show", out).document["total"] == "100"


def test_a_person_is_told_the_same(tmp_path: Path) -> None:
    table = tmp_path / "g.docx"
    table.write_bytes(as_word(official("G")))

    done = run("forms", "import", table, "-o", tmp_path / "g.yaml")

    said = done.out.decode("utf-8")
    assert done.code == 0
    for word in ("9 个评分项", "8 条否决项", "第 1 张表第 3 行", "还没有定"):
        assert word in said


def test_export_and_import_again(tmp_path: Path) -> None:
    book, back = tmp_path / "c.xlsx", tmp_path / "c.yaml"

    assert run_json("forms", "export", "hebei-c", "-o", book).document == {"file": str(book)}
    done = run_json("forms", "import", book, "-o", back)

    assert (done.code, done.document["not_understood"], done.document["problems"]) == (0, [], [])
    assert back.read_bytes() == (forms_folder() / "hebei-c.yaml").read_bytes()


def test_the_schema_is_exported(tmp_path: Path) -> None:
    out = tmp_path / "form.schema.json"

    assert run("forms", "export", "hebei-c", "-o", out).code == 0
    assert out.read_bytes() == (forms_folder() / "form.schema.json").read_bytes()
    assert json.loads(out.read_bytes())["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("export", "nobody", "-o", "x.xlsx"), "unknown-id"),
        (("export", "hebei-c", "-o", "x.pdf"), "export-suffix"),
        (("import", "missing.docx", "-o", "x.yaml"), "unreadable"),
        (("import", "old.doc", "-o", "x.yaml"), "old-office"),
        (("import", "text.docx", "-o", "x.yaml"), "not-office"),
        (("import", "broken.docx", "-o", "x.yaml"), "damaged-office"),
        (("export", "hebei-c", "-o", "nowhere/x.xlsx"), "not-written"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...], code: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    Path("text.docx").write_text("no", encoding="utf-8")
    Path("broken.docx").write_bytes(b"PK\x03\x04broken")
    before = set(tmp_path.iterdir())

    done = run_json("forms", *argv)

    assert [one for one, _ in done.problems] == [code]
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "argv", [("import", "x.docx"), ("export", "hebei-c"), ("import", "-o", "x")]
)
def test_wrong_syntax_is_2(argv: tuple[str, ...]) -> None:
    assert run("forms", *argv).code == 2
