"""What is inside an Office file: its parts as trees, within limits, macros never looked at.

Strangers' files are read with the standard library alone: a part is unpacked only up to a limit,
and a document type declaration, the root of every XML bomb, ends the reading.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from posixpath import dirname, join, normpath
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from cpscore.rules.problem import Problem, Unacceptable

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_PARTS = 4_000
MOST_UNPACKED = 24 * MEGABYTE
MOST_ELEMENTS = 400_000
MOST_DEPTH = 150
# Word 97 and Excel 97, and every Office file with a password.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BROKEN = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    zlib.error,
)
MAIN = "/officeDocument"


def refused(code: str, **values: object) -> Unacceptable:
    """The file as a whole cannot be used."""
    return Unacceptable([Problem(code, values=values)])


class Package:
    """An Office file's parts by name. Raises Unacceptable with one problem where it is none.

    Codes: `too-large-office`, `old-office`, `not-office`, `damaged-office`.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) > MOST_BYTES:
            raise refused("too-large-office", most=MOST_BYTES // MEGABYTE)
        if data.startswith(OLE):
            raise refused("old-office")
        if not data.startswith(b"PK"):
            raise refused("not-office")
        self.left = MOST_UNPACKED
        try:
            self.zip = ZipFile(BytesIO(data))
            parts = self.zip.infolist()
        except BROKEN:
            raise refused("damaged-office") from None
        if len(parts) > MOST_PARTS:
            raise refused("too-large-office", most=MOST_BYTES // MEGABYTE)
        # Names of parts do not differ by case.
        self.parts = {part.filename.lower().lstrip("/"): part for part in parts}

    def tree(self, name: str) -> Element | None:
        """A part's root element, its names without namespaces; None where there is no such part."""
        part = self.parts.get(name.lower().lstrip("/"))
        return None if part is None else _parsed(self._unpacked(part))

    def _unpacked(self, part: ZipInfo) -> bytes:
        self.left -= part.file_size
        if self.left < 0:
            raise refused("too-large-office", most=MOST_BYTES // MEGABYTE)
        if part.flag_bits & 1 or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise refused("damaged-office")
        try:
            return self.zip.read(part)
        except BROKEN:
            raise refused("damaged-office") from None

    def related(self, name: str) -> Iterator[tuple[str, str, str]]:
        """Id, kind and name of each part that a part refers to."""
        folder, _, file = name.rpartition("/")
        tree = self.tree(join(folder, "_rels", f"{file}.rels"))
        for one in tree if tree is not None else ():
            if one.get("TargetMode") != "External":
                target = one.get("Target", "")
                place = target if target.startswith("/") else join(dirname(name), target)
                yield one.get("Id", ""), one.get("Type", ""), normpath(place).lstrip("/")

    def main(self) -> tuple[str, Element]:
        """The document or workbook itself, with its name."""
        name = next((part for _, kind, part in self.related("") if kind.endswith(MAIN)), "")
        if name.lower() not in self.parts or not name.lower().endswith(".xml"):
            raise refused("not-office")
        tree = self.tree(name)
        if tree is None or tree.tag not in {"document", "workbook"}:
            raise refused("not-office")
        return name, tree


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


class _TooMuch(Exception):
    """More than any table holds, or what no Office program writes."""


class _Building:
    """Takes what the parser finds, and stops it in time."""

    def __init__(self) -> None:
        self.builder = TreeBuilder()
        self.depth = self.count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.count += 1
        if self.depth > MOST_DEPTH or self.count > MOST_ELEMENTS:
            raise _TooMuch
        self.builder.start(local(name), {local(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self.depth -= 1
        self.builder.end(local(name))

    def doctype(self, *_: object) -> None:
        raise _TooMuch


def _parsed(data: bytes) -> Element:
    building = _Building()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = building.start
    parser.EndElementHandler = building.end
    parser.CharacterDataHandler = building.builder.data
    parser.StartDoctypeDeclHandler = building.doctype
    try:
        parser.Parse(data, True)
        root = building.builder.close()
    except _TooMuch:
        raise refused("too-large-office", most=MOST_BYTES // MEGABYTE) from None
    except (expat.ExpatError, ValueError, LookupError):
        raise refused("damaged-office") from None
    return root
