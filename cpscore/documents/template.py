"""The user's own Word template: its placeholders filled in, and nothing else it might ask for.

A template is a stranger's program. Of its language only names, repeated rows and conditions are
understood; it cannot call, import, filter, or reach into what a value is made of.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any, Never, TypeAlias

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment

from cpscore.documents.editable import repacked, shown
from cpscore.rules.problem import Failure

if sys.version_info >= (3, 12):
    from typing import override
else:
    from typing_extensions import override

Value: TypeAlias = "str | int | bool | Sequence[Mapping[str, Value]]"
Values: TypeAlias = Mapping[str, Value]

UNDERSTOOD = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.For,
    nodes.If,
    nodes.Const,
    nodes.Compare,
    nodes.Operand,
    nodes.Not,
    nodes.And,
    nodes.Or,
)
# What is not understood, as its writer knows it.
SPELLED = {
    "Filter": "|",
    "Call": "( )",
    "Getitem": "[ ]",
    "Assign": "set",
    "Concat": "~",
    "Add": "+",
    "Sub": "-",
    "Mul": "*",
    "Div": "/",
    "Test": "is",
}
UNDEFINED = re.compile(r"^'(.*)' is undefined$")
# What a Chinese input method makes of {{ and {%.
FULL_WIDTH = re.compile("｛[｛%％]|\\{％")
MOST_ALIKE = 3
DEEPEST = 3
MOST_FILES, MOST_BYTES, LONGEST = 1000, 50 * 2**20, 20 * 2**20
OUTWARD = b'TargetMode="External"'
HARMLESS_OUTWARD = b"/relationships/hyperlink"
MACROS = ("vbaProject", "vbaData", "activeX", "embeddings/", "afchunk")
FIELD = re.compile(rb'instrText[^>]*>([^<]*)<|w:instr="([^"]*)"')
# Fields that fetch, or start a program.
FETCHING = (b"DDE", b"INCLUDETEXT", b"INCLUDEPICTURE", b"IMPORT", b"DATABASE", b"MACROBUTTON")


class NotATemplate(Failure):
    """The file is no Word document (.docx)."""

    code = "not-a-template"


class TemplateTooLarge(Failure):
    """The template, or what would come of it, is larger than any paper."""

    code = "template-too-large"


class TemplateReachesOut(Failure):
    """The template holds macros, foreign objects or fetches from outside; `part` says where."""

    code = "template-reaches-out"


class TemplateForbidden(Failure):
    """The template asks for more than names, repeated rows and conditions; `what` names it."""

    code = "template-forbidden"


class TemplateUnknown(Failure):
    """The template names a placeholder that there is not: `name`; `known` are those like it."""

    code = "template-unknown"


class TemplateUnreadable(Failure):
    """The placeholders cannot be read, as where a row is not closed; `detail` says why."""

    code = "template-unreadable"


def fill_docx(template: bytes, values: Values, *, at: datetime) -> bytes:
    """The template with its placeholders filled; the same bytes for the same input.

    Raises NotATemplate, TemplateTooLarge, TemplateReachesOut, TemplateForbidden, TemplateUnknown,
    TemplateUnreadable.
    """
    _inspect(template)
    buffer = io.BytesIO()
    made = DocxTemplate(io.BytesIO(template))
    try:
        made.get_docx()
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        raise NotATemplate from error
    if FULL_WIDTH.search(made.get_xml()):
        raise TemplateUnreadable(detail="｛｛")
    try:
        made.render(_written(values), Sandbox(), autoescape=True)
    except TemplateSyntaxError as error:
        raise TemplateUnreadable(detail=error.message or "") from error
    except UndefinedError as error:
        name = UNDEFINED.sub(r"\1", error.message or "")
        raise TemplateUnknown(name=name, known="、".join(_alike(name, values))) from error
    except TemplateError as error:
        raise TemplateUnreadable(detail=error.message or "") from error
    about = made.docx.core_properties
    about.created = about.modified = at.astimezone(UTC).replace(tzinfo=None)
    made.save(buffer)
    # Conditions could have put together what the template alone does not show.
    _inspect(buffer.getvalue())
    return repacked(buffer.getvalue())


def _alike(name: str, values: Values) -> tuple[str, ...]:
    """The placeholders that somebody who wrote `name` may have meant, the nearest first."""
    known = dict.fromkeys(_names(values))
    holding = [one for one in known if one in name or name in one]
    near = get_close_matches(name, known, n=MOST_ALIKE, cutoff=0.4)
    return tuple(dict.fromkeys((*holding, *near)))[:MOST_ALIKE]


def _names(values: Values) -> Iterator[str]:
    for name, value in values.items():
        yield name
        if not isinstance(value, str | int):
            for row in value:
                yield from _names(row)


def _written(values: Values) -> dict[str, Any]:
    """Plain values only: what has no look is left out."""

    def plain(value: Value) -> Any:
        if isinstance(value, str):
            return shown(value)
        if isinstance(value, bool | int):
            return value
        return [{name: plain(one) for name, one in row.items()} for row in value]

    return {name: plain(value) for name, value in values.items()}


# Strangers' files ------------------------------------------------------------------------------


def _inspect(template: bytes) -> None:
    """Refuse what no template of text and tables needs, before anything opens it."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as opened:
            entries = opened.infolist()
            if len(entries) > MOST_FILES or sum(one.file_size for one in entries) > MOST_BYTES:
                raise TemplateTooLarge
            if "word/document.xml" not in opened.namelist():
                raise NotATemplate
            for one in entries:
                _inspect_part(one.filename, opened.read(one))
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
    ) as error:
        raise NotATemplate from error


def _inspect_part(name: str, data: bytes) -> None:
    if any(sign.casefold() in name.casefold() for sign in MACROS):
        raise TemplateReachesOut(part=name)
    if name.endswith(".rels"):
        for piece in data.split(b"<Relationship ")[1:]:
            if OUTWARD in piece.split(b">")[0] and HARMLESS_OUTWARD not in piece:
                raise TemplateReachesOut(part=name)
    # In two bytes a sign nothing below would be found.
    if name.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in data or b"\0" in data):
        raise TemplateReachesOut(part=name)
    code = b"".join(one or other for one, other in FIELD.findall(data)).upper()
    if any(word in code for word in FETCHING):
        raise TemplateReachesOut(part=name)


class Sandbox(SandboxedEnvironment):
    """The placeholders' language, as little of it as repeated rows need."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        for known in (self.globals, self.filters, self.tests):
            known.clear()

    @override
    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _understand(tree, 0)
        return tree

    @override
    def getattr(self, obj: Any, attribute: str) -> Any:
        """Values of a row by name, and a loop's counters: never what Python keeps in an object."""
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(name=attribute)
        if isinstance(obj, LoopContext) and attribute in {"index", "index0", "first", "last"}:
            return getattr(obj, attribute)
        return self.undefined(name=attribute)

    @override
    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        """The filled text, given up as soon as it is larger than any paper."""
        made: list[str] = []
        length = 0
        for piece in pieces:
            made.append(piece)
            length += len(piece)
            if length > LONGEST:
                raise TemplateTooLarge
        return "".join(made)


def _understand(node: nodes.Node, depth: int) -> None:
    if not isinstance(node, UNDERSTOOD):
        kind = type(node).__name__
        _forbidden(SPELLED.get(kind, kind))
    if isinstance(node, nodes.Getattr | nodes.Name):
        name = node.attr if isinstance(node, nodes.Getattr) else node.name
        if name.startswith("_"):
            _forbidden(name)
    if isinstance(node, nodes.For):
        depth += 1
        if depth > DEEPEST or node.recursive or not isinstance(node.target, nodes.Name):
            _forbidden("for")
    for one in node.iter_child_nodes():
        _understand(one, depth)


def _forbidden(what: str) -> Never:
    raise TemplateForbidden(what=what)
