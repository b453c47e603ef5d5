"""What went wrong, as a value: a code and what it is about; the words live in `messages`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in something brought from outside: a code, where it is, and the values its
    sentence needs.
    """

    code: str
    path: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    file: str = ""
    line: int | None = None
    column: int | None = None

    def inside(self, file: str) -> Problem:
        """The same problem, naming the file it was found in."""
        return replace(self, file=file)


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding that is no fault: a flag or a reason; `about` is the id or the name it concerns."""

    code: str
    about: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


class Failure(Exception):
    """An expected failure: each kind has its code, and carries the values its sentence needs."""

    code = "failure"

    def __init__(self, **values: object) -> None:
        super().__init__(self.code, values)
        self.values: Mapping[str, object] = values


class Unacceptable(Failure):
    """The input cannot be used; `problems` names everything that is wrong with it."""

    code = "unacceptable"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(problems=self.problems)


def pointer(parent: str, key: str | int) -> str:
    """The JSON pointer of a member (RFC 6901): `~` and `/` inside a name are escaped."""
    return f"{parent}/{str(key).replace('~', '~0').replace('/', '~1')}"
