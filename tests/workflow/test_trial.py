"""A form tried out from files: its pages say that they are a draft, and what the numbers are."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpscore.documents import picture
from cpscore.documents.sheets.labels import DRAFT
from tests.cli.program import Folder, run_json, scoring


def text(file: Path) -> str:
    return "".join(picture.text(file.read_bytes()).split())


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_one_experts_answers_are_printed(folder: Folder, tmp_path: Path) -> None:
    out = tmp_path / "sheet.pdf"
    done = run_json("score", "hebei-g", folder.file(scoring("62.5")), "--pdf", out)

    assert (done.code, done.document["total"]) == (0, "62.5")
    assert out.name in done.err
    said = text(out)
    assert "合计62.5分（满分100分）" in said
    assert "本人结论：合格" in said
    assert said.count(DRAFT) == len(list(picture.pages(out.read_bytes())))


def test_the_panels_result_is_printed_with_what_did_not_count(
    folder: Folder, tmp_path: Path
) -> None:
    out = tmp_path / "summary.pdf"
    files = folder.files(scoring("60", "甲"), scoring("70", "乙"), scoring("80", "丙"), "{")
    done = run_json("merge", "hebei-g", *files, "--pdf", out)

    assert (done.code, done.document["total"]["exact"]) == (0, "70")
    said = text(out)
    assert DRAFT in said
    assert "综合得分70.00分（精确值70）" in said
    assert "4.json" in said


def test_what_cannot_be_written_is_said(folder: Folder, tmp_path: Path) -> None:
    nowhere = tmp_path / "none" / "sheet.pdf"
    done = run_json("score", "hebei-g", folder.file(scoring("62.5")), "--pdf", nowhere)

    assert done.code == 1
    assert [one["code"] for one in done.document["problems"]] == ["not-written"]
