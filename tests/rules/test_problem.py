"""Problems as values, and the failures that carry them."""

from __future__ import annotations

from cpscore.rules.problem import Failure, Problem, Unacceptable, pointer


def test_a_pointer_escapes_what_it_has_to() -> None:
    assert pointer("", "a") == "/a"
    assert pointer("/a", 0) == "/a/0"
    assert pointer("", "m~n/o") == "/m~0n~1o"
    assert pointer("", "~1") == "/~01"
    assert pointer("", "") == "/"


def test_a_problem_can_be_told_from_its_file() -> None:
    assert Problem("off-step", "/x").inside("a.json") == Problem("off-step", "/x", file="a.json")


def test_a_failure_carries_its_values() -> None:
    class TooTired(Failure):
        code = "too-tired"

    assert (TooTired(hours=3).code, TooTired(hours=3).values) == ("too-tired", {"hours": 3})
    refusal = Unacceptable(iter([Problem("off-step")]))
    assert refusal.problems == (Problem("off-step"),)
    assert refusal.values == {"problems": refusal.problems}
