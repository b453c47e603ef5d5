"""Forms of one's own: a draft kept in the data folder while it is corrected, then adopted.

A review carries the forms it began with, so that adopting another version changes no old result.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cpscore.documents.pdf import write_pdf
from cpscore.documents.sheets.blocks import blocks
from cpscore.documents.sheets.common import marks
from cpscore.documents.sheets.filling import Filling
from cpscore.files import make_folder, read_capped, write_checked
from cpscore.forms.catalogue import SUFFIX, Found, find, open_file, shipped
from cpscore.forms.importing.package import MOST_BYTES as MOST_OFFICE
from cpscore.forms.importing.reading import draft as draft_from
from cpscore.forms.importing.reading import read_source
from cpscore.forms.reader import read_form
from cpscore.forms.tree import MOST_BYTES
from cpscore.forms.writing import write_yaml
from cpscore.rules.canonical import Json, canonical
from cpscore.rules.form import Form, Status
from cpscore.rules.form_document import form_sha256
from cpscore.rules.problem import Failure, Problem, Unacceptable
from cpscore.rules.sheet import Sheet
from cpscore.workflow.definitions import draft_id
from cpscore.workflow.desk import Desk
from cpscore.workflow.mending import printable
from cpscore.workflow.prepare import safe_name
from cpscore.workflow.stamping import stamped

DRAFTS, OWN, EARLIER, DISCARDED, NOTES = "drafts", "forms", "earlier", "discarded", ".json"
DEFINITIONS, TABLES = (".yaml", ".yml"), (".docx", ".xlsx", ".doc", ".xls")
UNDECIDED_VETO = "veto-undecided"
COUNTED = re.compile(r"(.*?)(\d{1,9})")


class DraftNotReady(Failure):
    """Problems stand in the way of adopting a draft: `open` of them."""

    code = "draft-not-ready"


class OfficialId(Failure):
    """An official form has this id; nobody else's form may pass for it."""

    code = "official-id"


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that was not understood, or has to be compared, and whether somebody did."""

    remark: Problem
    done: bool = False


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft as it stands on the disk: its text, the form in it or the problems in its way.

    `source` is the file it was taken from, `remarks` what to compare with that file. `sheet` is
    what can be printed of it: the form, or one that lacks decisions only.
    """

    name: str
    text: str
    form: Form | None
    problems: tuple[Problem, ...]
    source: str = ""
    remarks: tuple[Seen, ...] = ()
    sheet: Form | None = None

    @property
    def waiting(self) -> int:
        """How many remarks nobody has looked at yet."""
        return sum(not one.done for one in self.remarks)


# Drafts ----------------------------------------------------------------------------------------


def drafts(desk: Desk) -> tuple[Drafted, ...]:
    """The drafts on this machine, by name."""
    files = sorted((desk.data / DRAFTS).glob(f"*{SUFFIX}"))
    return tuple(draft_named(desk, path.stem) for path in files)


def draft_named(desk: Desk, name: str) -> Drafted:
    """A draft and everything wrong with it. Raises Unreadable."""
    text = read_capped(_path(desk, name), MOST_BYTES).decode("utf-8", "replace")
    return _with_notes(desk, _checked(name, text))


def take_definition(desk: Desk, path: Path) -> Drafted:
    """A draft from an official table in Word or Excel, or from a definition somebody wrote.

    The file itself is left as it is. Raises Unacceptable and Unreadable, NotWritten.
    """
    name = _fresh_name(desk, draft_id(path.with_suffix(SUFFIX)))
    if path.suffix.lower() in DEFINITIONS:
        text = _decoded(read_capped(path, MOST_BYTES))
        return _kept(desk, replace(_checked(name, text), source=path.name))
    made = draft_from(read_source(read_capped(path, MOST_OFFICE)), name)
    # What has to be looked at is a list of its own here, and what is undecided a problem anyway.
    text = made.yaml or write_yaml(made.definition)
    remarks = tuple(Seen(remark) for remark in made.remarks if remark.code != UNDECIDED_VETO)
    return _kept(desk, replace(_checked(name, text), source=path.name, remarks=remarks))


def begin_draft(desk: Desk, form_id: str) -> Drafted:
    """A draft that begins as a form there is: to correct an adopted one, or to make one's own."""
    found = find(form_id, desk.data)
    assert found is not None
    assert found.form is not None
    form = found.form
    id = f"{form.id}-2" if form.status is Status.OFFICIAL else form.id
    text = stamped(_decoded(found.yaml), {"id": id, "status": Status.ADOPTED.value})
    name = _fresh_name(desk, id)
    return _kept(desk, replace(_checked(name, text), source=found.path.name))


def save_draft(desk: Desk, name: str, text: str) -> Drafted:
    """Keep what was written, whole or not at all, and check it. Raises NotWritten."""
    write_checked(_path(desk, name), text.encode("utf-8"))
    return _with_notes(desk, _checked(name, text))


def see_remark(desk: Desk, name: str, at: int, *, done: bool) -> Drafted:
    """Tick off a remark that somebody compared with the table. Raises NotWritten."""
    one = draft_named(desk, name)
    marked = (replace(seen, done=done) if here == at else seen for here, seen in
              enumerate(one.remarks))  # fmt: skip
    changed = replace(one, remarks=tuple(marked))
    _write_notes(desk, changed)
    return changed


def discard_draft(desk: Desk, name: str) -> str:
    """Put a draft aside, where it can be had back from; its name there. Raises NotWritten."""
    return _moved(desk.data / DRAFTS, desk.data / DRAFTS / DISCARDED, name)


def restore_draft(desk: Desk, name: str) -> str:
    """Have a draft back that was put aside; its name now. Raises NotWritten."""
    return _moved(desk.data / DRAFTS / DISCARDED, desk.data / DRAFTS, name)


def _moved(here: Path, there: Path, name: str) -> str:
    fresh = _free(there, name)
    make_folder(there)
    for suffix in (SUFFIX, NOTES):
        path = here / f"{name}{suffix}"
        if path.is_file():
            write_checked(there / f"{fresh}{suffix}", read_capped(path, MOST_OFFICE))
            path.unlink()
    return fresh


def _checked(name: str, text: str) -> Drafted:
    form, problems = read_form(text.encode("utf-8"), f"{name}{SUFFIX}")
    return Drafted(name, text, form, problems, sheet=form or printable(text, problems))


def _decoded(data: bytes) -> str:
    """A text as Windows may have saved it. Raises Unacceptable for one nobody can read."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    raise Unacceptable([Problem("not-utf8")])


def _path(desk: Desk, name: str) -> Path:
    return desk.data / DRAFTS / f"{name}{SUFFIX}"


def _fresh_name(desk: Desk, wanted: str) -> str:
    return _free(desk.data / DRAFTS, safe_name(wanted))


def _free(folder: Path, wanted: str) -> str:
    """A name no file of the folder has yet."""
    name, number = wanted, 1
    while (folder / f"{name}{SUFFIX}").exists():
        number += 1
        name = f"{wanted}-{number}"
    return name


# Remarks ---------------------------------------------------------------------------------------


def _kept(desk: Desk, one: Drafted) -> Drafted:
    make_folder(desk.data / DRAFTS)
    _write_notes(desk, one)
    write_checked(_path(desk, one.name), one.text.encode("utf-8"))
    return one


def _write_notes(desk: Desk, one: Drafted) -> None:
    remarks: list[Json] = [
        {"code": seen.remark.code, "values": dict(_plain(seen.remark)), "done": seen.done}
        for seen in one.remarks
    ]
    document: Json = {"source": one.source, "remarks": remarks}
    write_checked(_path(desk, one.name).with_suffix(NOTES), canonical(document))


def _plain(remark: Problem) -> Iterator[tuple[str, Json]]:
    for name, value in remark.values.items():
        yield name, value if isinstance(value, int) else str(value)


def _with_notes(desk: Desk, one: Drafted) -> Drafted:
    path = _path(desk, one.name).with_suffix(NOTES)
    if not path.is_file():
        return one
    document = json.loads(read_capped(path, MOST_OFFICE))
    remarks = tuple(
        Seen(Problem(entry["code"], values=entry["values"]), entry["done"])
        for entry in document["remarks"]
    )
    return replace(one, source=document["source"], remarks=remarks)


# Adopting --------------------------------------------------------------------------------------


def adopt(desk: Desk, name: str) -> Form:
    """采用: a draft without problems becomes a form of one's own, a version of its own.

    The version before stays in `forms/earlier`. Raises DraftNotReady, OfficialId, NotWritten.
    """
    one = draft_named(desk, name)
    if one.form is None:
        raise DraftNotReady(open=len(one.problems))
    official = next((form for form in _official() if form.id == one.form.id), None)
    if official is not None:
        raise OfficialId(id=official.id, title=official.title)
    before = _own(desk, one.form.id)
    marked = {"status": Status.ADOPTED.value, "version": _version(one.form, before)}
    data = stamped(one.text, marked).encode("utf-8")
    form, _ = read_form(data)
    assert form is not None
    folder = desk.data / OWN
    make_folder(folder / EARLIER)
    if before is not None and before.form is not None:
        write_checked(folder / EARLIER / _earlier_name(before.form), before.yaml)
    write_checked(before.path if before else folder / f"{safe_name(form.id)}{SUFFIX}", data)
    for suffix in (SUFFIX, NOTES):
        _path(desk, name).with_suffix(suffix).unlink(missing_ok=True)
    return form


def _official() -> Iterator[Form]:
    forms = (one.form for one in shipped() if one.form)
    return (form for form in forms if form.status is Status.OFFICIAL)


def _own(desk: Desk, id: str) -> Found | None:
    """The user's own form of that id."""
    found = map(open_file, sorted((desk.data / OWN).glob(f"*{SUFFIX}")))
    return next((one for one in found if one.form and one.form.id == id), None)


def _version(form: Form, before: Found | None) -> str:
    """The version of a draft; one that is taken counts on."""
    if before is None or before.form is None or before.form.version != form.version:
        return form.version
    counted = COUNTED.fullmatch(form.version)
    return f"{counted[1]}{int(counted[2]) + 1}" if counted else f"{form.version}.2"


def _earlier_name(form: Form) -> str:
    return f"{safe_name(form.id)}-{safe_name(form.version)}-{form_sha256(form)[:8]}{SUFFIX}"


# Looking ---------------------------------------------------------------------------------------


def blank_sheet(desk: Desk, form: Form) -> bytes:
    """The sheet a form prints, with nothing filled in. Raises MissingCharacter."""
    sheet = Sheet(
        title=form.layout.title or form.title,
        caption=form.layout.caption,
        blocks=tuple(blocks(Filling(form, blank=True))),
        marks=marks(form),
    )
    return write_pdf(sheet, at=desk.now()).pdf
