"""Forms in and out: a table of Word or Excel becomes a draft, a form an Excel file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from cpscore.files import read_capped, write_checked
from cpscore.forms.exporting.excel import export_excel
from cpscore.forms.exporting.schema import schema_bytes
from cpscore.forms.importing.package import MOST_BYTES
from cpscore.forms.importing.reading import Draft, draft, read_source
from cpscore.forms.reader import read_form
from cpscore.forms.writing import write_yaml
from cpscore.messages import say
from cpscore.rules.form import Form
from cpscore.rules.problem import Problem, Unacceptable
from cpscore.workflow.prepare import safe_name

EXCEL, SCHEMA = ".xlsx", ".schema.json"


@dataclass(frozen=True, slots=True)
class Imported:
    """A draft that was written: what to look at, and what a check finds wrong with it now."""

    path: Path
    draft: Draft
    problems: tuple[Problem, ...]


def import_table(path: Path, out: Path) -> Imported:
    """Write the draft of a form from a table. Raises Unacceptable, Unreadable and NotWritten."""
    try:
        made = draft(read_source(read_capped(path, MOST_BYTES)), draft_id(out))
    except Unacceptable as failure:
        raise Unacceptable(problem.inside(str(path)) for problem in failure.problems) from None
    data = (made.yaml or draft_text(made, path.name)).encode("utf-8")
    write_checked(out, data)
    _, problems = read_form(data, str(out))
    return Imported(out, made, problems)


def draft_text(made: Draft, name: str) -> str:
    """The YAML of a draft; what is to be looked at stands above it, in Chinese."""
    head = [say("draft-head", {"file": name, "count": len(made.remarks)})]
    head += [f"- {say(one.code, one.values)}" for one in made.remarks]
    return write_yaml(made.definition, head)


def draft_id(out: Path) -> str:
    """An id from the name of the file that is written."""
    name = out.name.removesuffix(".yaml").removesuffix(".yml")
    return re.sub(r"[^\w.\-]+", "-", name).strip("-.")[:64] or "draft"


def export_form(form: Form, yaml: bytes, out: Path) -> None:
    """Write a form as Excel, or the schema of the language. Raises Unacceptable and NotWritten."""
    if out.name.lower().endswith(SCHEMA):
        write_checked(out, schema_bytes())
    elif out.name.lower().endswith(EXCEL):
        write_checked(out, export_excel(form, yaml))
    else:
        raise Unacceptable([Problem("export-suffix", values={"name": out.name}, file=str(out))])


def export_table(form: Form, yaml: bytes, folder: Path) -> Path:
    """Write a form as Excel into a folder, beside what is there already; where it lies.

    Raises Unacceptable and NotWritten.
    """
    name = safe_name(f"{form.layout.title}-{form.version}")
    out, number = folder / f"{name}{EXCEL}", 1
    while out.exists():
        number += 1
        out = folder / f"{name}-{number}{EXCEL}"
    export_form(form, yaml, out)
    return out
