"""Walking through a JSON document that a stranger wrote: every problem is kept, none stops it."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping

from cpscore.rules.ijson import Tree
from cpscore.rules.problem import Problem, pointer


class TreeReader:
    """What readers of JSON share; `problems` are in the order of the walk."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def report(self, code: str, path: str, **values: object) -> None:
        """Keep a problem."""
        self.problems.append(Problem(code, path, values))

    def members(self, tree: Tree, path: str, known: Mapping[str, bool]) -> dict[str, Tree]:
        """The known members of an object; `known` says of each name whether it must be there."""
        if not isinstance(tree, dict):
            self.report("wrong-type", path, expected="object")
            return {}
        for name in tree:
            if name not in known:
                self.report("unknown-id", pointer(path, name), name=name)
        for name, needed in known.items():
            if needed and name not in tree:
                self.report("missing-key", pointer(path, name), name=name)
        return {name: one for name, one in tree.items() if name in known}

    def text(self, members: Mapping[str, Tree], name: str, path: str) -> str:
        """Text that must not be blank; an absent one was reported already."""
        text = members.get(name, "-")
        if not isinstance(text, str) or not text.strip():
            self.report("wrong-type", pointer(path, name), expected="text")
            return ""
        return text.strip()

    def prose(self, members: Mapping[str, Tree], name: str, path: str) -> str:
        """Text that may be absent, blank, or of several lines."""
        text = members.get(name, "")
        if not isinstance(text, str):
            self.report("wrong-type", pointer(path, name), expected="string")
            return ""
        return text.strip()

    def line(self, members: Mapping[str, Tree], name: str, path: str, needed: bool = False) -> str:
        """Text on one line: names and the like; blank only where it is not `needed`."""
        read = self.text if needed else self.prose
        text = read(members, name, path)
        unseen = next((one for one in text if unicodedata.category(one) == "Cc"), None)
        if unseen is not None:
            self.report("bad-character", pointer(path, name), character=f"U+{ord(unseen):04X}")
        return text

    def strings(self, tree: Tree, path: str, most: int) -> tuple[tuple[str, str], ...]:
        """The texts in an array that is not empty, each with its pointer."""
        found = []
        for one, at in self.several(tree, path, most):
            if isinstance(one, str):
                found.append((one, at))
            else:
                self.report("wrong-type", at, expected="string")
        return tuple(found)

    def proses(self, tree: Tree, path: str, known: Collection[str]) -> dict[str, str]:
        """An object of such texts, by known names."""
        given = self.members(tree, path, dict.fromkeys(known, False))
        return {name: self.prose(given, name, path) for name in given}

    def several(self, tree: Tree, path: str, most: int) -> tuple[tuple[Tree, str], ...]:
        """The members of an array that is not empty, each with its pointer."""
        if not isinstance(tree, list) or not tree:
            self.report("wrong-type", path, expected="array")
            return ()
        if len(tree) > most:
            self.report("too-many", path, most=most)
        return tuple((one, pointer(path, at)) for at, one in enumerate(tree[:most]))
