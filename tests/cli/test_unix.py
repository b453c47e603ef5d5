"""What only some systems have: limits on memory, FIFOs, devices, names that are no text."""

from __future__ import annotations

import json
import os
import resource
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import Done, Folder, answers, command, real, run_json

MEGABYTE = 1024 * 1024
MEMORY = 400 * MEGABYTE
SECONDS = 5


def bounded(*argv: object) -> Done:
    """The real program, allowed little memory and little time of the processor."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

    done = real(*argv, preexec_fn=limit)
    assert done.code not in (-signal.SIGXCPU, -signal.SIGKILL)
    return done


def with_score(points: str) -> bytes:
    """Answers whose first score is this JSON text."""
    text = json.dumps(answers(), ensure_ascii=False)
    return text.replace('"g1": "10"', f'"g1": {points}').encode()


LONG = "K" * 500_000
HOSTILE: dict[str, tuple[bytes, str]] = {
    "10 MB of brackets": (b"[" * 10 * MEGABYTE, "unreadable"),
    "1 MB of brackets": (b"[" * MEGABYTE, "unreadable"),
    "1 MB of objects": (b'{"a":' * 200_000, "unreadable"),
    "1 MB of quotes": (b'"' * MEGABYTE, "unreadable"),
    "1 MB of backslashes": (b'"' + b"\\" * (MEGABYTE - 1), "unreadable"),
    "1 MB of empty lists": (b"[" + b"[]," * 340_000 + b"[]]", "wrong-type"),
    "10 MB string": (with_score('"' + "9" * 10 * MEGABYTE + '"'), "unreadable"),
    "1 MB string as expert": (
        json.dumps(answers("长" * 300_000), ensure_ascii=False).encode(),
        "",
    ),
    "million digits in a string": (with_score('"' + "9" * 1_000_000 + '"'), "above-maximum"),
    "million decimals": (with_score('"1.' + "0" * 1_000_000 + '1"'), "off-step"),
    "million zeros": (with_score('"' + "0" * 1_000_000 + '"'), ""),
    "million minus digits": (with_score('"-' + "9" * 1_000_000 + '"'), "negative"),
    "million digits as a number": (with_score("9" * 1_000_000), "wrong-type"),
    "a huge exponent": (with_score("1e999999999"), "wrong-type"),
    "a huge exponent in a string": (with_score('"1e999999999"'), "not-a-number"),
    "50 000 unknown names": (
        json.dumps(answers() | {f"k{at}": 1 for at in range(50_000)}).encode(),
        "unknown-id",
    ),
    "60 000 times one name": (b"{" + b'"expert":"a",' * 60_000 + b'"scores":{}}', "duplicate-key"),
    "repeated names under a long one": (
        (f'{{"{LONG}":{{' + ",".join(f'"{at}":1,"{at}":2' for at in range(20_000)) + "}}").encode(),
        "unreadable",
    ),
    "a long path of tildes": (('{"' + "~" * 1_000_000 + '":1}').encode(), "unknown-id"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_little_time_and_memory(folder: Folder, name: str) -> None:
    content, code = HOSTILE[name]
    path = folder.file(content)
    done = bounded("--json", "score", "hebei-g", path)
    if code:
        assert code in {found for found, _ in done.problems}
    else:
        assert done.code == 0
    assert len(done.out) < 25 * MEGABYTE
    people = bounded("merge", "hebei-g", path)
    assert people.code == (0 if not code else 1)
    assert len(people.err) < 100_000


def special_files(folder: Path) -> dict[str, Path]:
    """Names that are no regular file one could read."""
    os.mkfifo(folder / "fifo")
    (folder / "folder.json").mkdir()
    (folder / "dangling").symlink_to(folder / "nowhere")
    (folder / "loop").symlink_to(folder / "loop")
    return {
        "missing": folder / "missing.json",
        "folder": folder / "folder.json",
        "fifo": folder / "fifo",
        "dangling link": folder / "dangling",
        "loop of links": folder / "loop",
        "zeros without end": Path("/dev/zero"),
        "nothing": Path("/dev/null"),
        "below a file": folder / "1.json" / "x.json",
        "a name too long": folder / ("x" * 5000),
    }


def test_only_regular_files_are_read_and_each_is_named(folder: Folder) -> None:
    good = folder.file(answers())
    for path in special_files(folder.path).values():
        for line in (
            ("score", "hebei-g", path),
            ("merge", "hebei-g", path),
            ("score", path, good),
            ("forms", "show", path),
            ("verify", path),
            ("merge", "hebei-g", good, "--decisions", path),
        ):
            done = run_json(*line)
            assert done.code == 1
            [problem] = done.document["problems"]
            assert (problem["file"], problem["path"]) == (str(path), "")
            assert problem["code"] == "unreadable"
        rejected = run_json("merge", "hebei-g", good, path).document["rejected"]
        assert [(one["file"], one["code"]) for one in rejected] == [(str(path), "unreadable")]


def test_a_name_that_is_no_text_is_shown_as_well_as_can_be(folder: Folder) -> None:
    name = os.fsencode(folder.path) + b"/\xff\xfe.json"
    Path(os.fsdecode(name)).write_bytes(b"{")
    done = subprocess.run(
        [os.fsencode(one) for one in command("--json", "merge", "hebei-g")] + [name],
        capture_output=True,
        check=False,
    )
    document = json.loads(done.stdout.decode("utf-8"))
    assert document["problems"][0]["file"].endswith("/\ufffd\ufffd.json")
    assert b"Traceback" not in done.stderr
    bad_form = subprocess.run(
        [os.fsencode(one) for one in command("--json", "score")] + [b"\xff", name],
        capture_output=True,
        check=False,
    )
    assert json.loads(bad_form.stdout.decode("utf-8"))["problems"][0]["code"] == "unknown-id"


def test_a_full_disk_is_told_in_a_sentence() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command("forms", "show", "hebei-g"), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert "结果没能全部输出：No space left on device" in done.stderr.decode()
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_hinder_nothing(folder: Folder, closed: str) -> None:
    line = shlex.join(command("score", "hebei-g", folder.file(answers())))
    done = subprocess.run(["sh", "-c", f"{line} {closed}"], capture_output=True, check=False)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    bad = shlex.join(command("--json", "score", "hebei-g", "missing.json"))
    assert (
        subprocess.run(["sh", "-c", f"{bad} {closed}"], capture_output=True, check=False).returncode
        == 1
    )


def test_an_interruption_leaves_no_report(folder: Folder) -> None:
    # A shell that starts its children in the background has them ignore the interruption.
    program = (
        "import signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "import cpscore.__main__ as program\n"
        "def wait(_):\n"
        "    print('waiting', flush=True)\n"
        "    while True: pass\n"
        "program.run_command = wait\n"
        "program.main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, "forms", "list"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(folder.path)},
    ) as started:
        assert started.stdout is not None
        assert started.stdout.readline() == b"waiting\n"
        started.send_signal(signal.SIGINT)
        try:
            _, said = started.communicate(timeout=60)
        finally:
            started.kill()
    assert (started.returncode, said) == (-signal.SIGINT, b"")
    assert list(folder.path.glob("cpscore-*.txt")) == []
