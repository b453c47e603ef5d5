"""Running the program in this process or as a real one, and answers to `hebei-g` to feed it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from cpscore.__main__ import main

Document = dict[str, Any]
MAXIMA = {"g1": 10, "g2": 22, "g3": 25, "g4": 6, "g5": 10, "g6": 21, "g7": 2, "g8": 2, "g9": 2}
CLEAR = {
    "v1": {"a": "yes"},
    "v2": {"a": "yes"},
    "v4": {"a": "no"},
    "v5": {"a": "yes"},
    "v6": {"a": "yes"},
    "v7": {"a": "no"},
    "v8": {"a": "no"},
}


@dataclass(frozen=True)
class Done:
    """How a run ended, and what it said."""

    code: int
    out: bytes
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        assert self.out.endswith(b"\n")
        assert not self.out.startswith(b"\xef\xbb\xbf")
        return json.loads(self.out.decode("utf-8"))

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Code and pointer of every problem."""
        assert self.code == 1
        assert set(self.document) == {"problems"}
        for problem in self.document["problems"]:
            assert set(problem) >= {"file", "path", "code", "text"}
            assert problem["text"]
        return [(problem["code"], problem["path"]) for problem in self.document["problems"]]


def run(*argv: object) -> Done:
    """The program run here, its streams caught as bytes."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with patch.object(sys, "stdout", out), patch.object(sys, "stderr", err):
        try:
            code = main([str(one) for one in argv])
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
        out.flush()
        err.flush()
    said = [stream.buffer.getvalue() for stream in (out, err)]  # type: ignore[attr-defined]
    assert b"Traceback" not in said[1]
    return Done(code, said[0], said[1].decode("utf-8"))


def run_json(*argv: object) -> Done:
    """The program run here with `--json`: one document, whatever happens."""
    done = run("--json", *argv)
    assert isinstance(done.document, dict)
    return done


def command(*argv: object) -> list[str]:
    """The real program's command line."""
    return [sys.executable, "-m", "cpscore", *(str(one) for one in argv)]


def real(*argv: object, env: Mapping[str, str] | None = None, **how: Any) -> Done:
    """The program run as a real one."""
    done = subprocess.run(
        command(*argv),
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, **(env or {})},
        **how,
    )
    assert b"Traceback" not in done.stderr
    return Done(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


def answers(expert: str = "专家甲", **changes: object) -> Document:
    """Complete answers to `hebei-g`: full points, no veto fails; `changes` by top-level key."""
    document: Document = {
        "expert": expert,
        "enterprise": {"categories": ["双超"]},
        "scores": {id: str(most) for id, most in MAXIMA.items()},
        "vetoes": deepcopy(CLEAR),
    }
    return document | changes


def scoring(total: str, expert: str = "专家甲", **changes: object) -> Document:
    """Complete answers to `hebei-g` that come to this total."""
    left, scores = float(total), {}
    for id, most in MAXIMA.items():
        scores[id] = f"{min(left, most):g}"
        left -= min(left, most)
    return answers(expert, scores=scores, **changes)


def vetoed(expert: str = "专家甲", total: str = "100", **parts: Mapping[str, str]) -> Document:
    """Complete answers to `hebei-g` with other answers to some vetoes."""
    return scoring(total, expert, vetoes=CLEAR | parts)


class Folder:
    """Files for one test."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0

    def file(self, content: Document | bytes | str, name: str = "") -> Path:
        """A file with this content; a document is written as JSON."""
        self.count += 1
        data = (
            content
            if isinstance(content, bytes)
            else content.encode()
            if isinstance(content, str)
            else json.dumps(content, ensure_ascii=False).encode()
        )
        path = self.path / (name or f"{self.count}.json")
        path.write_bytes(data)
        return path

    def files(self, *contents: Document | bytes | str) -> list[Path]:
        """A file for each."""
        return [self.file(content) for content in contents]

    def score(self, content: Document | bytes | str, form: str = "hebei-g") -> Done:
        """What `score` says of this content."""
        return run_json("score", form, self.file(content))

    def merge(self, *contents: Document | bytes | str, decided: Document | None = None) -> Done:
        """What `merge` says of these contents."""
        decisions = [] if decided is None else ["--decisions", self.file(decided)]
        return run_json("merge", "hebei-g", *self.files(*contents), *decisions)
