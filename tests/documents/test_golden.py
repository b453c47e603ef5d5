"""Golden pages: every word and rule of the shipped forms' sheets, in its place.

A change is reviewed as a diff: `pytest tests/documents/test_golden.py --rewrite` writes them anew.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from cpscore.documents.compose import compose
from cpscore.documents.drawing import Box, Glyphs, Mark, Page, Pen, Place, edges
from cpscore.documents.sheets.opinion import Signer, opinion_sheet
from cpscore.documents.sheets.score import score_sheet
from cpscore.documents.sheets.summary import summary_sheet
from cpscore.forms.reader import read_form
from cpscore.places import forms_folder
from cpscore.rules.answers import Answers, VetoAnswer, Whole, asked_parts
from cpscore.rules.form import Answer, Form
from cpscore.rules.merging import Decisions, merge
from cpscore.rules.scoring import VetoState, score, veto_state
from cpscore.rules.sheet import Sheet
from tests.documents.samples import INK, NAMES, review
from tests.documents.test_sheets import SHA, TEXTS


def coded(code: str, values: Mapping[str, object]) -> str:
    """How sentences are worded is another room's matter: here their codes stand in their places."""
    return f"<{code}>"


GOLDEN = Path(__file__).with_name("golden")


def shipped(id: str) -> Form:
    form, problems = read_form((forms_folder() / f"{id}.yaml").read_bytes(), id)
    assert form, problems
    return form


def good_answers(form: Form, name: str, off: str) -> Answers:
    """Every item `off` points below its maximum, every veto clear."""
    given = Answers(expert=name, categories=("双超", "双有"))
    for item in form.items:
        given = given.with_score(item.id, Whole(max(item.max - Decimal(off), Decimal(0))))
    for veto in form.vetoes:
        while wanting := [
            part
            for part in asked_parts(veto, given)
            if part.id not in given.vetoes.get(veto.id, VetoAnswer()).parts
        ]:
            tries = [given.with_part(veto.id, wanting[0].id, one) for one in wanting[0].answers]
            given = next(
                one for one in tries if veto_state(form, veto, one, None) is not VetoState.FAILED
            )
    return given


def experts_sheet(id: str) -> Sheet:
    result = score(shipped(id), good_answers(shipped(id), NAMES[0], "0.5"))
    return score_sheet(
        result, review(), sha256=SHA, say=coded, ink=INK, date="2026-11-20", code="7F3A-92C1"
    )


def panels_summary() -> Sheet:
    form = shipped("hebei-g")
    given = [good_answers(form, name, str(at)) for at, name in enumerate(NAMES[:3])]
    given[1] = given[1].with_part("v6", "a", Answer.NO).with_reason("v6", "淘汰锅炉仍在运行")
    return summary_sheet(
        merge(form, given, Decisions()), review(4), sha256=SHA, say=coded, root=SHA
    )


def panels_opinion() -> Sheet:
    signers = [Signer(name, at == 0, f"m{at}", INK) for at, name in enumerate(NAMES[:3])]
    return opinion_sheet(
        shipped("hebei-h"), review(), TEXTS, signers, date="2026-11-20", root=SHA, code="7F3A-92C1"
    )


def first_review(id: str) -> Sheet:
    """What is filled in once for a review: a blank but for what the review knows."""
    result = score(shipped(id), Answers(expert=NAMES[0]))
    return score_sheet(result, review(), sha256=SHA, say=coded, date="2026-11-20")


def evaluations_opinion() -> Sheet:
    signers = [Signer(name, at == 0, f"m{at}") for at, name in enumerate(NAMES[:3])]
    return opinion_sheet(shipped("hebei-d"), review(), {}, signers, root=SHA, code="7F3A-92C1")


SHEETS: Mapping[str, Callable[[], Sheet]] = {
    "hebei-b": lambda: first_review("hebei-b"),
    "hebei-c": lambda: experts_sheet("hebei-c"),
    "hebei-d": evaluations_opinion,
    "hebei-e": lambda: experts_sheet("hebei-e"),
    "hebei-f": lambda: first_review("hebei-f"),
    "hebei-g": lambda: experts_sheet("hebei-g"),
    "summary": panels_summary,
    "hebei-h": panels_opinion,
}


def lines(page: Page) -> Iterator[str]:
    """What stands on a page, one thing a line, whole points from the upper left."""
    for op in page.ops:
        match op:
            case Glyphs():
                yield f"{op.x:.0f} {op.y:.0f} {op.font} {op.size:g} {op.text}"
            case Pen():
                yield f"ink of {len(op.strokes)} strokes"
            case Place():
                yield f"{op.x:.0f} {op.y:.0f} {op.width:.0f}×{op.height:.0f} field {op.field}"
            case Mark():
                yield f"bookmark {op.title}"
            case Box():
                pass
    for _, upright, at, first, last in edges(op for op in page.ops if isinstance(op, Box)):
        yield f"{'|' if upright else '-'} {at:.0f}: {first:.0f} to {last:.0f}"


@pytest.mark.parametrize("name", SHEETS)
def test_pages_are_as_they_were_reviewed(name: str, request: pytest.FixtureRequest) -> None:
    pages = compose(SHEETS[name]())
    text = "".join(
        f"page {number}, {page.width:.0f}×{page.height:.0f}\n" + "\n".join(lines(page)) + "\n\n"
        for number, page in enumerate(pages, start=1)
    )
    path = GOLDEN / f"{name}.txt"
    if request.config.getoption("--rewrite"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")
