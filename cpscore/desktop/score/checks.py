"""What is still missing before a paper can be submitted, each with its place."""

from __future__ import annotations

from dataclasses import dataclass

from cpscore.desktop.score.lines import row_text
from cpscore.desktop.score.polarity import REASON, veto_name
from cpscore.desktop.texts import tr
from cpscore.rules.form import Form, Item
from cpscore.rules.points import plain
from cpscore.rules.scoring import VetoState
from cpscore.workflow.paper import Paper

MOST = 28


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing missing: its JSON pointer and its words."""

    pointer: str
    words: str


def lacking(paper: Paper) -> tuple[Lack, ...]:
    """Everything asked and open, in the order of the form."""
    return tuple(Lack(path, _words(paper.form, path)) for path in paper.result.missing)


def advised(paper: Paper) -> tuple[Lack, ...]:
    """What nobody has to write and a reader will miss: why a veto fails, why points are taken."""
    failed = [
        Lack(
            f"/vetoes/{one.id}/{REASON}",
            tr("{veto}：写明不符合的理由", veto=veto_name(paper.form.veto(one.id))),
        )
        for one in paper.result.vetoes
        if one.state is VetoState.FAILED and not one.reason and paper.form.veto(one.id).parts
    ]
    return tuple(failed)


def _words(form: Form, path: str) -> str:
    match path.split("/")[1:]:
        case ["scores", id]:
            item = form.item(id)
            return tr("{item}（{max} 分）未评", item=item.name, max=plain(item.max))
        case ["scores", id, "rows", row]:
            return tr("{item}：{row} 未评", item=form.item(id).name, row=_row(form.item(id), row))
        case ["vetoes", id, *_]:
            return tr("{veto} 未答", veto=veto_name(form.veto(id)))
        case ["questions", id, *_]:
            question = next(one for one in form.questions if one.id == id)
            return tr("{question} 未答", question=_short(question.text))
        case ["fields", id, *_]:
            field = next(one for one in form.fields if one.id == id)
            return tr("{field} 未填", field=_short(field.label))
        case ["conclusion"]:
            return tr("结论未选")
        case _:
            return path


def _row(item: Item, row_id: str) -> str:
    return _short(row_text(next(row for row in item.rows if row.id == row_id)))


def _short(text: str) -> str:
    return text if len(text) <= MOST else f"{text[:MOST]}…"
