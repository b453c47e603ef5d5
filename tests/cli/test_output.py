"""The real program's streams: encodings, readers that go away, full disks, bugs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from cpscore.__main__ import main
from cpscore.cli import crash
from cpscore.cli.output import Console
from cpscore.cli.width import fitted, table, width
from cpscore.cli.words import WORDS
from cpscore.rules.problem import Problem
from tests.cli.program import Folder, answers, command, real

TERMINALS: list[dict[str, str]] = [
    {},
    {"LANG": "C", "LC_ALL": "C"},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "cp936"},
    {"PYTHONIOENCODING": "latin-1:strict"},
    {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "POSIX"},
]


@pytest.mark.parametrize("env", TERMINALS, ids=str)
def test_json_is_utf_8_whatever_the_terminal(folder: Folder, env: dict[str, str]) -> None:
    done = real("--json", "score", "hebei-g", folder.file(answers("𠮷野")), env=env)
    assert done.code == 0
    assert done.document["expert"] == "𠮷野"
    assert "𠮷野".encode() in done.out


@pytest.mark.parametrize("env", TERMINALS, ids=str)
def test_text_comes_out_in_any_terminal(folder: Folder, env: dict[str, str]) -> None:
    assert real("score", "hebei-g", folder.file(answers("𠮷野")), env=env).out.count(b"\n") > 4
    assert real("score", "hebei-g", folder.file("{"), env=env).code == 1


def test_messages_for_people_stand_on_standard_error(folder: Folder) -> None:
    done = real("--json", "score", "hebei-g", folder.file("{"))
    assert set(done.document) == {"problems"}
    assert "JSON" in done.err


def test_the_program_is_installed_under_its_name(folder: Folder) -> None:
    script = Path(sys.executable).with_name("cpscore")
    done = subprocess.run(
        [script, "--json", "score", "hebei-g", folder.file(answers())],
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout)["total"] == "100"


def test_scoring_waits_for_no_library_it_does_not_need(folder: Folder) -> None:
    program = (
        "import sys; from cpscore.__main__ import main; "
        f"main(['score', 'hebei-g', {str(folder.file(answers()))!r}]); "
        "print(sorted({'PySide6', 'reportlab', 'pyhanko', 'cryptography', 'sqlite_utils', 'PIL', "
        "'pikepdf', 'asn1crypto'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stderr.strip() == b"[]"


def test_a_reader_that_goes_away_hears_nothing_more(folder: Folder) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        done = subprocess.run(
            command("--json", "forms", "show", "hebei-g"),
            stdout=gone,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, b"")


def test_no_streams_at_all(folder: Folder) -> None:
    path = str(folder.file(answers()))
    with patch.object(sys, "stdout", None), patch.object(sys, "stderr", None):
        assert main(["score", "hebei-g", path]) == 0
        assert main(["--json", "score", "nonsense", path]) == 1


def test_an_interruption_ends_quietly(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cpscore.cli.score.run", interrupted)
    assert main(["score", "hebei-g", "x"]) == 130


BUG = (
    "import sys; from cpscore import __main__ as program; "
    "program.run_command = lambda _: 1 // 0; sys.exit(program.main())"
)


def with_a_bug(folder: Folder, *argv: str) -> subprocess.CompletedProcess[bytes]:
    """The program, with a fault built in."""
    return subprocess.run(
        [sys.executable, "-c", BUG, *argv],
        capture_output=True,
        check=False,
        env={**os.environ, "TMPDIR": str(folder.path), "TEMP": str(folder.path)},
    )


def test_a_bug_ends_with_a_report_and_no_traceback(folder: Folder) -> None:
    done = with_a_bug(folder, "forms", "list")
    assert done.returncode == 1
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr
    [report] = folder.path.glob("cpscore-*.txt")
    assert str(report) in done.stderr.decode()
    written = report.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in written
    assert "Traceback" in written


def test_a_bug_is_one_document_too(folder: Folder) -> None:
    done = with_a_bug(folder, "forms", "list", "--json", "--lang", "en")
    [problem] = json.loads(done.stdout)["problems"]
    assert problem["code"] == "internal-error"
    assert "maintainers" in problem["text"]


def test_a_report_that_cannot_be_written_is_told_by_its_last_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr("cpscore.cli.crash.tempfile.mkstemp", full)
    assert crash.written("Traceback …\n  x\nZeroDivisionError: division by zero\n") == (
        "ZeroDivisionError: division by zero"
    )


def test_a_person_is_spared_the_thousandth_problem(capfd: pytest.CaptureFixture[str]) -> None:
    console = Console(json=False, language="zh")
    problems = [Problem("duplicate-key", f"/{at}", file="a.json") for at in range(1000)]
    assert console.refuse(problems) == 1
    lines = capfd.readouterr().err.splitlines()
    assert len(lines) == 52
    assert lines[1] == "  a.json /0: /0 出现了不止一次，只能留一个。"
    assert lines[-1].strip() == "……另有 950 处"


def test_columns_stand_straight() -> None:
    lines = table([("专家", "总分"), ("abc", "9.5"), ("é́", "100")], right=frozenset({1}))
    assert lines == ["专家  总分", "abc    9.5", "é́      100"]
    assert width("清洁a") == 5
    assert fitted("清洁生产", 6) == "清洁…"
    assert width(table([("长" * 100,)])[0]) <= 36


def test_both_languages_have_the_same_words() -> None:
    assert WORDS["zh"].keys() == WORDS["en"].keys()
