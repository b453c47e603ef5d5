"""Where a form stands is said in the same words everywhere: in lists, on screens, on every page."""

from __future__ import annotations

from pathlib import Path

import pytest

import cpscore
from cpscore.documents.sheets import labels
from cpscore.messages import LANGUAGES, status_words
from cpscore.rules.form import Status
from cpscore.rules.sheet import PROVISIONAL
from tests.cli.program import run

CODE = Path(next(iter(cpscore.__path__)))


def test_every_status_has_its_words() -> None:
    assert [status_words(status) for status in Status] == ["官方", "暂定：条目为示例", "自行采用"]
    for language in LANGUAGES:
        assert len({status_words(status, language) for status in Status}) == len(Status)


def test_printed_pages_begin_with_the_same_words() -> None:
    assert PROVISIONAL.startswith(status_words(Status.PROVISIONAL))
    assert labels.ADOPTED.startswith(status_words(Status.ADOPTED))


@pytest.mark.parametrize("other", ["暂用", "示范指标", "条目为演示"])
def test_no_other_words_are_used(other: str) -> None:
    files = [file for file in CODE.rglob("*.py") if other in file.read_text(encoding="utf-8")]

    assert files == []


def test_the_terminal_says_it_too() -> None:
    listed = run("forms", "list").out.decode()

    assert status_words(Status.PROVISIONAL) in listed
    assert status_words(Status.OFFICIAL) in listed
