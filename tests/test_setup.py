"""The set-up keeps its word: what it refuses, what it names, what it pins."""

import ast
import re
import socket
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import dev
from tests.judges import JudgeMissing, pdfsig

ROOT = Path(__file__).parents[1]
CONSTRAINTS = [
    line
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_dev_stays_readable_for_a_python_that_is_too_old() -> None:
    tree = ast.parse((ROOT / "dev.py").read_text(encoding="ascii"))
    new = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Match)

    assert not [node for node in ast.walk(tree) if isinstance(node, new)]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            assert node.returns is None
            assert not any(argument.annotation for argument in arguments)
            assert not node.args.kwonlyargs


@pytest.mark.parametrize(("oldest", "newest"), [((9, 0), (9, 9)), ((2, 7), (3, 10))])
def test_a_python_it_cannot_serve_is_named(
    monkeypatch: pytest.MonkeyPatch, oldest: tuple[int, int], newest: tuple[int, int]
) -> None:
    monkeypatch.setattr(dev, "OLDEST", oldest)
    monkeypatch.setattr(dev, "NEWEST", newest)

    with pytest.raises(SystemExit, match=f"needs Python {oldest[0]}.{oldest[1]} to"):
        dev.refuse_other_pythons()


@pytest.mark.parametrize(
    ("manager", "command"),
    [
        ("apt-get", "apt-get install -y mupdf-tools poppler-utils qpdf"),
        ("dnf", "dnf install -y mupdf poppler-utils qpdf"),
        ("brew", "brew install mupdf-tools poppler qpdf"),
        ("choco", "choco install -y mupdf poppler qpdf"),
    ],
)
def test_what_is_missing_is_named_in_the_words_of_the_package_manager(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, manager: str, command: str
) -> None:
    (tmp_path / manager).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert dev.install_command(["poppler", "qpdf", "mupdf", "poppler"]).endswith(command)


def test_a_missing_judge_fails_by_name_with_the_command_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert dev.missing_judges() == sorted(dev.JUDGES)
    with pytest.raises(JudgeMissing, match=r"pdfsig .* install -y poppler-utils"):
        pdfsig(tmp_path / "any.pdf")


def test_constraints_are_exact_and_carry_no_addresses() -> None:
    for line in CONSTRAINTS:
        requirement = Requirement(line)
        assert re.fullmatch(r"==[0-9][0-9A-Za-z.]*", str(requirement.specifier))
        assert requirement.url is None


def test_everything_we_depend_on_is_pinned_at_the_version_that_is_here() -> None:
    wanted = {
        str(canonicalize_name(requirement.name)): requirement.specifier
        for requirement in map(Requirement, CONSTRAINTS)
        if requirement.marker is None or requirement.marker.evaluate()
    }
    # pip is the one that came with Python; sqlite-utils only names it.
    here = {name: distribution(name).version for name in needed("cpscore", {"dev"}) - {"pip"}}

    assert "pyhanko" in here
    assert not here.keys() - wanted.keys()
    assert all(wanted[name].contains(version) for name, version in here.items())


def needed(name: str, extras: set[str]) -> set[str]:
    """The names of all packages that the named one pulls in here, directly or not."""
    found: set[str] = set()
    todo = {(name, frozenset(extras))}
    seen: set[tuple[str, frozenset[str]]] = set()
    while todo:
        package, wanted = todo.pop()
        seen.add((package, wanted))
        for requirement in map(Requirement, distribution(package).requires or []):
            contexts = [{"extra": extra} for extra in wanted or {""}]
            if requirement.marker is None or any(map(requirement.marker.evaluate, contexts)):
                child = str(canonicalize_name(requirement.name))
                found.add(child)
                todo |= {(child, frozenset(requirement.extras))} - seen
    return found


def test_tests_cannot_reach_the_network() -> None:
    with socket.socket() as connection, pytest.raises(AssertionError, match="connected to"):
        connection.connect(("192.0.2.1", 80))
    with pytest.raises(AssertionError, match="asked for the address"):
        socket.getaddrinfo("example.org", 80)
