"""Arbitrary bytes and bent answers: never a traceback, always one document with the right shape."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.program import MAXIMA, Done, Folder, answers, run, run_json

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
POINTS = st.from_regex(r"-?[0-9]{0,3}(\.[05]?)?", fullmatch=True)
NAMES = st.sampled_from(
    [
        *MAXIMA,
        "expert",
        "scores",
        "vetoes",
        "enterprise",
        "categories",
        "v1",
        "v3",
        "v8",
        "a",
        "b",
        "rows",
        "choice",
        "count",
        "na",
        "reason",
        "remarks",
        "conclusion",
        "sections",
        "fields",
        "questions",
        "1",
        "2",
    ]
)


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place inside a document."""
    inner: list[tuple[Any, ...]] = []
    if isinstance(value, dict):
        inner = [place for name, one in value.items() for place in places(one, (*path, name))]
    elif isinstance(value, list):
        inner = [place for at, one in enumerate(value) for place in places(one, (*path, at))]
    return [path, *inner]


@st.composite
def bent(draw: st.DrawFn) -> Any:
    """Valid answers with a few places replaced, taken away or added to."""
    document: Any = answers()
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(places(document)))
        if not path:
            continue
        holder = document
        for step in path[:-1]:
            holder = holder[step]
        last = path[-1]
        match draw(st.sampled_from(["replace", "points", "remove", "add"])):
            case "replace":
                holder[last] = deepcopy(draw(ANYTHING))
            case "points":
                holder[last] = draw(POINTS)
            case "remove":
                del holder[last]
            case _ if isinstance(holder[last], dict):
                holder[last][draw(NAMES)] = deepcopy(draw(ANYTHING))
    return document


def in_a_folder(use: Callable[[Folder], None]) -> None:
    with tempfile.TemporaryDirectory() as name:
        use(Folder(Path(name)))


def check_score(done: Done) -> None:
    if done.code == 0:
        assert {"total", "missing", "verdict"} <= set(done.document)
        assert done.document["complete"] == (not done.document["missing"])
    else:
        assert done.problems


@settings(max_examples=60)
@given(content=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_arbitrary_bytes(content: bytes) -> None:
    def use(folder: Folder) -> None:
        path = folder.file(content)
        check_score(run_json("score", "hebei-g", path))
        assert run_json("merge", "hebei-g", path, "--decisions", path).problems
        assert run_json("score", path, path).problems
        assert run_json("forms", "check", path).code == 1

    in_a_folder(use)


@settings(max_examples=100)
@given(document=bent())
def test_bent_answers(document: Any) -> None:
    content = json.dumps(document).encode()

    def use(folder: Folder) -> None:
        path = folder.file(content)
        done = run_json("score", "hebei-g", path)
        check_score(done)
        merged = run_json("merge", "hebei-g", path, folder.file(answers("乙")))
        if merged.code == 0:
            assert merged.document["counted"] + len(merged.document["rejected"]) == 2
        else:
            assert merged.problems
        assert run("score", "hebei-g", path).code == done.code

    in_a_folder(use)


@settings(max_examples=40)
@given(document=ANYTHING | st.fixed_dictionaries({"vetoes": st.dictionaries(NAMES, ANYTHING)}))
def test_bent_decisions(document: Any) -> None:
    def use(folder: Folder) -> None:
        decided = folder.file(json.dumps(document).encode())
        done = run_json("merge", "hebei-g", folder.file(answers()), "--decisions", decided)
        assert done.code == 0 or done.problems

    in_a_folder(use)
