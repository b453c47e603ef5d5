"""What was written in a form's fields, read from JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cpscore.rules.answers import FieldValue
from cpscore.rules.fields import Field, FieldType, keeps
from cpscore.rules.form import Answer
from cpscore.rules.ijson import Tree
from cpscore.rules.problem import pointer
from cpscore.rules.reading import TreeReader


class FieldsReader(TreeReader):
    """Reads texts, lists of known ones, and fields of every type."""

    def string(self, tree: Tree, path: str) -> str | None:
        """Any text."""
        if isinstance(tree, str):
            return tree
        self.report("wrong-type", path, expected="string")
        return None

    def written(self, tree: Tree, path: str) -> str:
        """Text that may not be blank."""
        text = self.string(tree, path)
        if text is not None and not text.strip():
            self.report("wrong-type", path, expected="text")
        return text or ""

    def known_texts(self, tree: Tree, path: str, known: Iterable[str]) -> list[str]:
        """The members of an array that are known; the others are reported."""
        if not isinstance(tree, list):
            self.report("wrong-type", path, expected="array")
            return []
        taken = []
        for at, member in enumerate(tree):
            text = self.string(member, pointer(path, at))
            if text is not None and text not in known:
                self.report("unknown-id", pointer(path, at), name=text)
            elif text is not None:
                taken.append(text)
        return taken

    def read_fields(self, fields: Iterable[Field], tree: Tree) -> Mapping[str, FieldValue]:
        """What was written in the fields, by id."""
        known = {entry.id: entry for entry in fields}
        members = self.members(tree, "/fields", dict.fromkeys(known, False))
        read = {
            id: self.field(known[id], member, pointer("/fields", id))
            for id, member in members.items()
        }
        return {id: value for id, value in read.items() if value is not None}

    def field(self, entry: Field, tree: Tree, path: str) -> FieldValue | None:
        """What was written in one field, as its type has it."""
        options = [option.id for option in entry.options]
        match entry.type:
            case FieldType.TICKS:
                return tuple(self.known_texts(tree, path, options))
            case FieldType.TABLE:
                return self.table(entry, tree, path)
            case FieldType.CHOICE:
                text = self.string(tree, path)
                if text is not None and text not in options:
                    self.report("unknown-id", path, name=text)
                return text
            case FieldType.YES_NO:
                text = self.string(tree, path)
                if text is not None and text not in (Answer.YES, Answer.NO):
                    self.report("not-an-answer", path, answers="yes, no")
                return text
            case _:
                return self.kept(entry, tree, path)

    def kept(self, entry: Field, tree: Tree, path: str) -> str | None:
        """Text; of a field for days or numbers, written as those are kept."""
        text = self.string(tree, path)
        if text is None or keeps(entry.type, text):
            return text
        if entry.type is FieldType.NUMBER:
            self.report("not-a-number", path, item=entry.label, range="12, 12.5 …")
        else:
            self.report("wrong-type", path, expected="date")
        return None

    def table(self, entry: Field, tree: Tree, path: str) -> FieldValue | None:
        """The rows of a table: no more than it prints, where it has rows of its own."""
        if not isinstance(tree, list):
            self.report("wrong-type", path, expected="array")
            return None
        names = {column.id: False for column in entry.columns}
        rows = []
        for at, member in enumerate(tree):
            here = pointer(path, at)
            if entry.rows and at >= len(entry.rows):
                self.report("unknown-id", here, name=str(at))
                break
            cells = self.members(member, here, names)
            texts = {id: self.string(cell, pointer(here, id)) for id, cell in cells.items()}
            rows.append({id: text for id, text in texts.items() if text is not None})
        return tuple(rows)
