"""The text of the Hebei standard by appendix: the lines around its tables, and their cells."""

from __future__ import annotations

import re
from pathlib import Path

TEXT = (Path(__file__).parents[1] / "sources" / "hebei-guideline.txt").read_text(encoding="utf-8")
APPENDIX = re.compile(r"^附 ?录 ?([A-H])[ （].*$", re.MULTILINE)
# After appendix H come scraps of the covers in appendix A.
AFTER_THE_LAST = "\n 报告编写人"


def appendix(letter: str) -> str:
    """All of one appendix, its heading included."""
    found = list(APPENDIX.finditer(TEXT))
    starts = [one.start() for one in found] + [TEXT.index(AFTER_THE_LAST)]
    at = [one[1] for one in found].index(letter)
    return TEXT[starts[at] : starts[at + 1]]


def head(letter: str) -> list[str]:
    """The lines above the table, without white space."""
    above = appendix(letter).split("\n\t", 1)[0]
    return [squeezed(line) for line in above.splitlines() if line.strip()]


def cells(letter: str) -> list[str]:
    """Every cell in order, line breaks inside dropped; a tab at the start of a line opens one."""
    _, *opened = appendix(letter).split("\n\t")
    return [cell.replace("\n", "").strip() for cell in opened]


def lines(letter: str) -> list[str]:
    """Every line with something on it, trimmed."""
    return [line.strip() for line in appendix(letter).splitlines() if line.strip()]


def squeezed(text: str) -> str:
    """Without white space, which in heads and feet only makes room."""
    return "".join(text.split())
