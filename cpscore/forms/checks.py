"""What a definition means, judged: everything at once, and nothing twice.

A check is silent where a value it reads could not be read; that value is reported already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from cpscore.forms.checks_points import (
    check_bands,
    check_caps,
    check_floors,
    check_kinds,
    check_panel,
    check_steps,
    check_sum,
)
from cpscore.forms.checks_questions import (
    check_conditions,
    check_parts,
    check_questions,
    check_vetoes,
)
from cpscore.forms.checks_references import check_fields, check_ids, check_references, check_sheet
from cpscore.forms.checks_verdict import check_grades
from cpscore.rules.form import Form
from cpscore.rules.problem import Problem

Check = Callable[[Form], Iterable[Problem]]

# What a check reads: pointers, or the place it complains of, alone or with all that is beside it.
HERE, BESIDE = ".", ".."
CHECKS: tuple[tuple[Check, tuple[str, ...]], ...] = (
    (check_sum, ("/total", "/sections")),
    (check_bands, ("/total", "/grades")),
    (check_kinds, (BESIDE,)),
    (check_steps, (BESIDE,)),
    (check_floors, (HERE,)),
    (check_caps, (BESIDE,)),
    (check_panel, (BESIDE,)),
    (check_parts, (BESIDE,)),
    (check_questions, ("/questions",)),
    (check_vetoes, (BESIDE,)),
    (check_conditions, ("/total", "/sections", "/conditions")),
    (check_grades, ("/total", "/grades", "/sections", "/vetoes", "/conditions")),
    (check_fields, (BESIDE,)),
    (check_ids, (HERE,)),
    (check_references, (HERE,)),
    (check_sheet, (HERE,)),
)
# What others refer to, or its id; the form's own id and the blocks of a sheet are named nowhere.
NAMED = re.compile(
    "/(fields|sections|vetoes|questions|grades|conclusions|conditions|opinion)/[0-9]+"
    "(/(items|parts|paragraphs)/[0-9]+)?(/id)?"
)
# Wording decides nothing.
WORDING = {"text", "title", "label", "number", "group", "article", "award", "heading", "source"}


def check(form: Form, lost: Iterable[str]) -> Iterator[Problem]:
    """The problems of a form's meaning; `lost` points at the values that could not be read."""
    missing = [path for path in lost if _last(path) not in WORDING]
    ids_missing = any(NAMED.fullmatch(path) for path in missing)
    for judge, reads in CHECKS:
        for problem in judge(form):
            relative = {HERE: problem.path, BESIDE: problem.path.rpartition("/")[0]}
            places = [relative.get(place, place) for place in reads]
            blind = any(_touches(path, place) for path in missing for place in places)
            if not blind and not (ids_missing and problem.code == "unknown-reference"):
                yield problem


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _touches(lost: str, place: str) -> bool:
    """Whether a lost value lies in a place, or the place in it."""
    return f"{lost}/".startswith(f"{place}/") or f"{place}/".startswith(f"{lost}/")
