"""Wrong syntax ends with 2 and nothing else does; the options stand anywhere."""

from __future__ import annotations

import pytest

from cpscore.cli.parser import parse
from tests.cli.program import Folder, answers, run


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "score",
        "score hebei-g",
        "score hebei-g a.json b.json",
        "score hebei-g a.json --nonsense",
        "score hebei-g a.json --decisions d.json",
        "score --js hebei-g a.json",
        "score hebei-g a.json --lang fr",
        "score hebei-g a.json --data",
        "merge",
        "merge hebei-g",
        "merge hebei-g a.json --nonsense b.json",
        "merge hebei-g a.json --decisions",
        "forms",
        "forms nonsense",
        "forms list more",
        "forms show",
        "forms show a b",
        "forms check",
        "forms import a.docx",
        "forms export hebei-g",
        "verify",
        "verify a b",
        "demo more",
        "identity",
        "identity new",
        "identity show more",
        "review",
        "review nonsense",
        "review new",
        "review new r.json",
        "review show",
        "review list more",
        "review decide r",
        "review opinion r",
        "review void r",
        "review confirm r 专家甲",
        "package r",
        "ballot",
        "ballot show",
        "ballot verify a b",
        "ballot submit p.cpspkg a.json",
        "collect",
        "collect r --nonsense f",
        "issue r",
        "issue -o d",
        "issue r -o d --odt",
        "backup",
        "backup f",
        "restore",
        "restore a b",
        "selftest more",
        "--sample score hebei-g a.json",
        "--json",
    ],
)
def test_wrong_syntax_ends_with_2(line: str) -> None:
    done = run(*line.split())
    assert done.code == 2
    assert done.out == b""
    assert "usage: cpscore" in done.err


@pytest.mark.parametrize("line", ["--help", "score --help", "forms check --help", "--version"])
def test_help_ends_with_0(line: str) -> None:
    assert run(*line.split()).code == 0
    assert run(*line.split(), "--lang", "en").code == 0


def test_help_speaks_the_language_asked_for() -> None:
    assert "清洁生产" in run("--help").out.decode()
    assert "Opens the window" in run("--help", "--lang", "en").out.decode()


def test_options_stand_before_between_and_after(folder: Folder) -> None:
    one, two, three = folder.files(answers("甲"), answers("乙"), answers("丙"))
    expected = run("--json", "merge", "hebei-g", one, two, three).document
    for line in (
        ("merge", "--json", "hebei-g", one, two, three),
        ("merge", "hebei-g", "--json", one, two, three),
        ("merge", "hebei-g", one, "--json", two, three),
        ("merge", "hebei-g", one, two, "--lang", "zh", three, "--json"),
        ("--lang", "en", "merge", "hebei-g", one, two, three, "--json", "--lang", "zh"),
    ):
        assert run(*line).document == expected
    score = run("--json", "score", "hebei-g", one).document
    assert run("score", "hebei-g", "--json", one).document == score
    assert run("score", "hebei-g", one, "--json").document == score
    assert run("forms", "--json", "check", one, "--lang", "en", two).code == 1


def test_all_four_options_are_taken_everywhere(folder: Folder) -> None:
    options = ["--json", "--data", "d", "--passphrase-file", "f", "--lang", "en"]
    for line in (
        ["demo"],
        ["forms", "list"],
        ["forms", "show", "x"],
        ["forms", "check", "x"],
        ["score", "x", "y"],
        ["merge", "x", "y"],
        ["verify", "x"],
        ["identity", "show"],
        ["review", "new", "--from", "x"],
        ["review", "list"],
        ["review", "decide", "x", "y"],
        ["package", "x", "-o", "y"],
        ["ballot", "submit", "x", "y", "-o", "z"],
        ["collect", "x", "y"],
        ["issue", "x", "-o", "y"],
        ["backup", "-o", "x"],
        ["restore", "x"],
        ["selftest"],
    ):
        for arguments in (parse([*options, *line]), parse([*line, *options])):
            assert arguments.json
            assert arguments.lang == "en"
            assert str(arguments.data) == "d"
            assert str(arguments.passphrase_file) == "f"


def test_an_option_before_the_command_gives_way_to_one_after() -> None:
    assert parse(["--lang", "en", "forms", "list", "--lang", "zh"]).lang == "zh"
    assert parse(["forms", "--data", "a", "list"]).data.name == "a"


def test_files_may_begin_with_a_dash_after_two(folder: Folder) -> None:
    assert parse(["score", "hebei-g", "--", "-a.json"]).answers == "-a.json"


def test_without_a_command_the_window_opens() -> None:
    assert parse([]).command is None
    assert parse(["--sample", "--data", "d"]).sample
