"""What a command says: its result on standard output, words for people on standard error."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from cpscore.cli.words import WORDS
from cpscore.messages import Language, quoted, speaker
from cpscore.rules.canonical import Json
from cpscore.rules.outcome import Say, problems_document
from cpscore.rules.problem import Failure, Problem, Unacceptable

# A person reads no further; `--json` has them all.
MOST_SHOWN = 50


class NotShown(Exception):
    """The result could not be written out: the reader went away, or a disk is full."""


@dataclass(frozen=True, slots=True)
class Console:
    """Where a command speaks, and in which language; with `json` its result is one document."""

    json: bool
    language: Language

    @property
    def say(self) -> Say:
        """Words a code in the language of this console."""
        return speaker(self.language)

    def word(self, name: str, **values: object) -> str:
        """A fixed word, with its `{names}` filled in."""
        return WORDS[self.language][name].format_map(values)

    def show(self, document: Json, lines: Iterable[str]) -> None:
        """The result: a JSON document for scripts, or lines for people. Raises NotShown."""
        if self.json:
            put_out(json.dumps(document, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        else:
            put_out(encoded("\n".join(lines) + "\n", sys.stdout))

    def refuse(self, problems: Sequence[Problem]) -> int:
        """Say everything that is wrong; the exit status. Raises NotShown."""
        document = problems_document(problems, self.say)
        if self.json:
            self.show(document, ())
        self.tell(self.word("problems", count=len(problems)), *problem_lines(problems, self))
        return 1

    def fail(self, failure: Failure) -> int:
        """Say why it could not be done; the exit status. Raises NotShown."""
        if isinstance(failure, Unacceptable):
            return self.refuse(failure.problems)
        file = str(failure.values.get("path", ""))
        problem = Problem(failure.code, values=failure.values, file=readable(file))
        if self.json:
            self.show(problems_document([problem], self.say), ())
        self.tell(self.say(problem.code, problem.values))
        return 1

    def tell(self, *lines: str) -> None:
        """Words for people; nobody need be there to read them."""
        with contextlib.suppress(OSError, ValueError):
            put(sys.stderr, encoded("\n".join(lines) + "\n", sys.stderr))


def problem_lines(problems: Sequence[Problem], console: Console) -> Iterable[str]:
    """Each problem with its place; a person is spared the thousandth."""
    for problem in problems[:MOST_SHOWN]:
        line = "" if problem.line is None else f":{problem.line}:{problem.column}"
        place = " ".join(quoted(one) for one in (f"{problem.file}{line}", problem.path) if one)
        text = console.say(problem.code, sentence_values(problem))
        yield f"  {place}: {text}" if place else f"  {text}"
    if len(problems) > MOST_SHOWN:
        yield "  " + console.word("and-more", count=len(problems) - MOST_SHOWN)


def sentence_values(problem: Problem) -> Mapping[str, object]:
    """What the sentence of a problem may speak of."""
    return {"path": problem.path, **problem.values}


def readable(name: str) -> str:
    """A file name as text, whatever bytes it was on the disk."""
    return os.fsencode(name).decode("utf-8", "replace")


def put_out(data: bytes) -> None:
    """Write to standard output, whole and now. Raises NotShown."""
    try:
        put(sys.stdout, data)
    except (OSError, ValueError) as error:
        silence()
        raise NotShown(getattr(error, "strerror", None) or str(error)) from error


def put(stream: TextIO | None, data: bytes) -> None:
    """Write bytes as they are: no console's encoding and no line ends of a system touch them."""
    # A window program without a terminal has no streams at all.
    if stream is not None:
        stream.flush()
        stream.buffer.write(data)
        stream.buffer.flush()


def encoded(text: str, stream: TextIO | None) -> bytes:
    """Text in the encoding of a terminal, which may lack some characters."""
    return text.encode(getattr(stream, "encoding", None) or "utf-8", "replace")


def silence() -> None:
    """Let nothing complain again about an output that is gone, when the program ends."""
    with contextlib.suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)
