"""Every place in the program that names a problem, a remark or a failure, read from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cpscore

PACKAGE = Path(cpscore.__file__).parent
# Who takes a code first: the value types, and the readers' own shorthand for them.
SPEAKERS = {"Problem", "Remark", "report", "say"}


@dataclass(frozen=True)
class Site:
    """A code (`pdf-*` where it is put together), where, and the values its sentence will get.

    `values` is None where the source alone does not tell.
    """

    where: str
    code: str
    values: frozenset[str] | None


@cache
def sources() -> tuple[tuple[Path, ast.Module], ...]:
    """Every module that could name a code; those of `messages` word them."""
    return tuple(
        (path, ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.parent.name != "messages"
    )


def sites() -> Iterator[Site]:
    """Every call that names a code as text."""
    for path, module in sources():
        for function in [one for one in ast.walk(module) if isinstance(one, ast.FunctionDef)]:
            for call in [one for one in ast.walk(function) if isinstance(one, ast.Call)]:
                if speaks(call) and call.args:
                    where = f"{path.relative_to(PACKAGE)}:{call.lineno}"
                    for code in codes(call.args[0], function):
                        yield Site(where, code, values_of(call))


def speaks(call: ast.Call) -> bool:
    # A widget has a `say` of its own, which takes no code.
    named = isinstance(call.func, ast.Name) or name_of(call.func) != "say"
    return named and name_of(call.func) in SPEAKERS


def name_of(called: ast.expr) -> str:
    match called:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def codes(expression: ast.expr, function: ast.FunctionDef) -> Iterator[str]:
    """The codes an expression can stand for, as far as its function tells."""
    match expression:
        case ast.Constant(value=str(code)):
            yield code
        case ast.IfExp(body=one, orelse=other):
            yield from codes(one, function)
            yield from codes(other, function)
        case ast.JoinedStr(values=[ast.Constant(value=str(prefix)), *_]):
            yield f"{prefix}*"
        case ast.Name(id=name):
            for assigned in ast.walk(function):
                if isinstance(assigned, ast.Assign) and any(
                    isinstance(target, ast.Name) and target.id == name
                    for target in assigned.targets
                ):
                    yield from codes(assigned.value, function)


def values_of(call: ast.Call) -> frozenset[str] | None:
    if name_of(call.func) == "report":
        names = [keyword.arg for keyword in call.keywords]
        return None if None in names else frozenset(name for name in names if name)
    if name_of(call.func) == "say":
        return None
    given = next((one.value for one in call.keywords if one.arg == "values"), None)
    if given is None and len(call.args) > 2:
        given = call.args[2]
    return frozenset() if given is None else keys(given)


def keys(given: ast.expr) -> frozenset[str] | None:
    match given:
        case ast.Dict(keys=names) if all(isinstance(name, ast.Constant) for name in names):
            return frozenset(str(name.value) for name in names if isinstance(name, ast.Constant))
    return None


@cache
def named() -> tuple[tuple[str, str, ast.ClassDef | ast.Call | ast.Raise], ...]:
    """Every class, call and bare raise of a name: where, which name, and the node."""
    found: list[tuple[str, str, ast.ClassDef | ast.Call | ast.Raise]] = []
    for path, module in sources():
        here = str(path.relative_to(PACKAGE))
        for node in ast.walk(module):
            match node:
                case ast.ClassDef(name=name) | ast.Raise(exc=ast.Name(id=name)):
                    found.append((here, name, node))
                case ast.Call(func=called, args=[]):
                    found.append((here, name_of(called), node))
    return tuple(found)


def failure_codes() -> dict[str, str]:
    """The code of every failure by the name of its class; each kind has one of its own."""
    classes: dict[str, ast.ClassDef] = {}
    for _, name, node in named():
        # A card on a page may have the name of a failure.
        if isinstance(node, ast.ClassDef) and (name not in classes or "Failure" in bases(node)):
            classes[name] = node
    return {name: code_of(node) for name, node in classes.items() if fails(node, classes)}


def fails(node: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> bool:
    """Whether a class is a kind of `Failure`, however far down."""
    return "Failure" in bases(node) or any(
        fails(classes[base], classes) for base in bases(node) & classes.keys()
    )


def bases(node: ast.ClassDef) -> set[str]:
    """The names of what a class is a kind of."""
    return {name_of(base) for base in node.bases}


def code_of(node: ast.ClassDef) -> str:
    """The `code` a class gives itself, or nothing."""
    for statement in node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="code")], value=ast.Constant(value=str(code))):
                return code
    return ""


def failure_values(name: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Where a failure of this name is made, and the values it is made with."""
    places = [(here, node) for here, found, node in named() if found == name]
    for here, node in places:
        if isinstance(node, ast.ClassDef) and (made := own_values(node)):
            yield here, made
            return
    for here, node in places:
        match node:
            case ast.Call(keywords=keywords) if all(one.arg for one in keywords):
                yield here, frozenset(one.arg or "" for one in keywords)
            case ast.Raise():
                yield here, frozenset()


def own_values(made: ast.ClassDef) -> frozenset[str] | None:
    """The values a failure gives its sentence in an `__init__` of its own."""
    for call in ast.walk(made):
        if isinstance(call, ast.Call) and name_of(call.func) == "__init__" and call.keywords:
            return frozenset(one.arg or "" for one in call.keywords)
    return None
