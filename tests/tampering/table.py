"""`docs/verifiers.md`: every file of the corpus, and what four programs say of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from textwrap import wrap

from tests.tampering.verdicts import JUDGES, calls_valid

HEAD = """# What four programs say of the same files

Written by `pytest tests/tampering --rewrite`; the same test holds us to it. {good} good files,
{bent} bent ones. “valid (n)” is what a hurried reader takes for a yes: each of the n signatures
that the program finds holds. PDFs are shown to all three foreign programs; of a container (a ZIP)
only `openssl` can say anything, and only of its list of files.

{judges}

Called valid by at least one of them, and refused by us:
{fooled}.
"""
GOOD = "\n## Good\n\n| file | cpscore | pdfsig | mutool | openssl |\n|---|---|---|---|---|\n"
BENT = (
    "\n## Bent\n\n| file | what was done | cpscore | pdfsig | mutool | openssl |\n"
    "|---|---|---|---|---|---|\n"
)
ASKED = "Asked: "


@dataclass(frozen=True)
class Row:
    """A file, what was done to it, whether we trust it, and what the three say."""

    name: str
    what: str
    trusted: bool
    said: tuple[str, str, str]

    @property
    def all_valid(self) -> bool:
        """Whether each of the three that can read the file calls it whole."""
        return all(calls_valid(one) and "," not in one for one in self.said if one != "—")


def document(rows: Iterable[Row], versions: Mapping[str, str]) -> str:
    """The whole document."""
    given = list(rows)
    good, bent = [one for one in given if not one.what], [one for one in given if one.what]
    fooled = sorted({one.what for one in bent if any(map(calls_valid, one.said))})
    asked = ", ".join(f"{name} {versions[name]}" for name in JUDGES)
    head = HEAD.format(
        good=len(good), bent=len(bent), judges=f"{ASKED}{asked}.", fooled=_listed(fooled)
    )
    return (
        head
        + GOOD
        + "".join(_line(one.name, _own(one), *one.said) for one in good)
        + BENT
        + "".join(_line(one.name, one.what, _own(one), *one.said) for one in bent)
    )


def judged_by(text: str) -> str:
    """Which versions of the three a document is about."""
    return next((line for line in text.splitlines() if line.startswith(ASKED)), "")


def _listed(names: list[str]) -> str:
    return "\n".join(wrap("; ".join(names), 100))


def _own(row: Row) -> str:
    return "trusted" if row.trusted else "refused"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"
