"""The words of the screens, and their translation."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import cpscore.desktop
from cpscore.desktop.texts import catalogue, speak, tr

CODE = Path(next(iter(cpscore.desktop.__path__)))


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of `tr`, with the file it stands in."""
    for file in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tr":
                yield file.name, node


def texts() -> dict[str, str]:
    """Every text in the code, and a file it stands in."""
    return {
        one.args[0].value: file
        for file, one in calls()
        if isinstance(one.args[0], ast.Constant) and isinstance(one.args[0].value, str)
    }


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_texts_are_written_out_where_they_are_used() -> None:
    assert [file for file, one in calls() if not isinstance(one.args[0], ast.Constant)] == []


def test_every_text_has_an_english_one() -> None:
    assert {text: file for text, file in texts().items() if text not in catalogue("en")} == {}


def test_no_translation_is_left_over() -> None:
    assert set(catalogue("en")) - set(texts()) == set()


@pytest.mark.parametrize(("text", "english"), catalogue("en").items())
def test_translations_name_the_same_values(text: str, english: str) -> None:
    assert names(text) == names(english)
    assert english


def test_the_language_changes_at_once_and_back(qapp: QApplication) -> None:
    speak(qapp, "zh")
    assert tr("第 {version} 版", version="2") == "第 2 版"
    speak(qapp, "en")
    assert tr("第 {version} 版", version="2") == "Version 2"
    assert tr("no such text") == "no such text"
    speak(qapp, "zh")
    assert tr("第 {version} 版", version="2") == "第 2 版"
