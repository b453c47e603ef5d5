"""Whether a saved state adds one signature to the state before, and nothing else.

Our own files need no more than this: one field gets its value and its appearance, both made of
new objects. So every other object, old or redefined, freed or brought to life, is a change of
content. pyHanko's difference analysis allows far more, and lists every path to every object.
"""

# pyHanko is typed, but for its smallest methods.
# mypy: untyped-calls-exclude=pyhanko
from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from cpscore.signing.certificates import HOSTILE
from cpscore.signing.revisions import State

_ADDED: Final = {"/V", "/AP"}
_KINDS: Final = {
    "/Page": "page",
    "/Pages": "page",
    "/Catalog": "catalog",
    "/EmbeddedFile": "attachment",
    "/Filespec": "attachment",
}
_RENEWED: Final = {"/ID", "/Size", "/Prev"}


def only_signed(
    reader: PdfFileReader, states: tuple[State, ...], number: int, field: generic.Reference
) -> bool:
    """Whether state `number` (from 1) only gives this field, unsigned before, a new value."""
    before, state = states[number - 2 : number]
    if {name for name in state.objects if name < before.size} != {field.idnum}:
        return False
    earlier, later = (reader.get_historical_resolver(number - back) for back in (2, 1))
    if _same(earlier.trailer_view, later.trailer_view, _RENEWED) is False:
        return False
    old, new = earlier(field), later(field)
    if "/V" in old or "/V" not in new or not _same(old, new, _ADDED):
        return False
    # Another look when the mouse comes near would be another page.
    return "/AP" not in new or set(new["/AP"]) == {"/N"}


def what_changed(reader: PdfFileReader, states: tuple[State, ...], number: int) -> set[str]:
    """What state `number` (from 1) changed, by the codes of `PdfFinding.changes`."""
    before = states[number - 2].size if number > 1 else 0
    kinds = {_kind(reader, name, number, before) for name in states[number - 1].objects}
    earlier, later = (reader.get_historical_resolver(number - back) for back in (2, 1))
    if _same(earlier.trailer_view, later.trailer_view, {"/Info", *_RENEWED}) and not _same(
        earlier.trailer_view, later.trailer_view, _RENEWED
    ):
        kinds.add("info")
    # The catalog is often written anew along with something else.
    found = kinds - {""}
    if not found and _renamed(reader, states[number - 1], earlier.trailer_view):
        return {"info"}
    return (found - {"catalog"} or found) or {"other"}


def _renamed(reader: PdfFileReader, state: State, trailer: generic.DictionaryObject) -> bool:
    """Whether a state writes anew what the file calls itself: most editors do at each saving, so
    it tells something only where nothing else changed.
    """
    try:
        kept = [
            place.raw_get(key)
            for place, key in ((trailer, "/Info"), (reader.root, "/Metadata"))
            if key in place
        ]
    except (PdfError, *HOSTILE):
        return False
    return any(
        isinstance(one, generic.IndirectObject) and one.idnum in state.objects for one in kept
    )


def _kind(reader: PdfFileReader, name: int, number: int, before: int) -> str:
    """What an object is to the reader of the file; empty for what only belongs to others."""
    try:
        later = reader.get_object(generic.Reference(name, 0, reader), number - 1)
        if not isinstance(later, generic.DictionaryObject):
            return ""
        kind = str(later.get("/Type", ""))
        if "/FT" in later or kind == "/Sig" or str(later.get("/Subtype", "")) == "/Widget":
            return "signature"
        if kind == "/Page" and name < before:
            earlier = reader.get_object(generic.Reference(name, 0, reader), number - 2)
            if _same(earlier, later, {"/Annots"}):
                return ""
    except (PdfError, *HOSTILE):
        return ""
    return "note" if kind == "/Annot" or "/Rect" in later else _KINDS.get(kind, "")


def reaches_ahead(reader: PdfFileReader, states: tuple[State, ...], first: int) -> bool:
    """Whether anything in state `first` (from 1) or later refers to what comes only after it.

    Such a reference draws nothing while people sign, and something once its object appears.
    What cannot be read counts as such.
    """
    try:
        return any(ahead for ahead in _ahead(reader, states, first))
    except (PdfError, *HOSTILE):
        return True


def _ahead(reader: PdfFileReader, states: tuple[State, ...], first: int) -> Iterator[bool]:
    """For each object of these states, whether it refers to what its state does not know."""
    for number in range(first, len(states) + 1):
        earlier = states[: number - 1] if number == first else ()
        names = {name for state in (*earlier, states[number - 1]) for name in state.objects}
        for name in names:
            found = reader.get_object(generic.Reference(name, 0, reader), number - 1)
            yield any(other >= states[number - 1].size for other in _references(found))


def _same(old: generic.PdfObject, new: generic.PdfObject, but: set[str]) -> bool:
    """Whether two dictionaries say the same, apart from some keys."""
    if type(old) is not type(new) or not isinstance(old, generic.DictionaryObject):
        return False
    if not isinstance(new, generic.DictionaryObject) or set(old) - but != set(new) - but:
        return False
    return all(old.raw_get(key) == new.raw_get(key) for key in set(old) - but)


def _references(found: generic.PdfObject) -> Iterator[int]:
    """The numbers of the objects an object refers to."""
    pending = [found]
    while pending:
        match pending.pop():
            case generic.IndirectObject() as reference:
                yield reference.idnum
            case generic.DictionaryObject() as entries:
                pending += [entries.raw_get(key) for key in entries]
            case generic.ArrayObject() as items:
                pending += [items.raw_get(index) for index in range(len(items))]
            case _:
                continue
