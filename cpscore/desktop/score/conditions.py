"""What a grade demands beyond the points, and how it stands: said as soon as it is sure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cpscore.desktop.score.lines import floor_of
from cpscore.desktop.score.polarity import veto_name
from cpscore.desktop.texts import tr
from cpscore.rules.answers import Answers, items_in
from cpscore.rules.foresight import foreseen, reach, unavoidable
from cpscore.rules.form import Form, Section
from cpscore.rules.points import readable
from cpscore.rules.tally import Points


@dataclass(frozen=True, slots=True)
class Standing:
    """A demand in words; `met` is None while it can still go either way."""

    words: str
    met: bool | None


def standings(form: Form, answers: Answers) -> tuple[Standing, ...]:
    """Everything the form demands beyond the points, of what this expert scores."""
    if not form.scored:
        return ()
    sure = foreseen(form, answers)
    least, most = reach(form, answers)
    return (
        *_floors(form, answers, sure, least, most),
        *_stars(form, answers, sure),
        *_conditions(form, sure),
        *_vetoes(form, answers),
    )


def lost(form: Form, answers: Answers) -> str:
    """What fails already, in words; empty while nothing does."""
    return tr("；").join(one.words for one in standings(form, answers) if one.met is False)


def needed(form: Form, answers: Answers) -> str:
    """What still has to be met or is met already, in words."""
    words = [
        f"✓ {one.words}" if one.met else one.words
        for one in standings(form, answers)
        if one.met is not False
    ]
    return tr("须满足：{words}", words="　".join(words)) if words else ""


def _floors(
    form: Form, answers: Answers, sure: Mapping[str, bool | None], least: Points, most: Points
) -> Iterator[Standing]:
    theirs = set(items_in(form, answers.sections))
    for section in form.sections:
        if section.floor is None or not theirs.issuperset(section.items):
            continue
        met = sure[f"floor-{section.id}"]
        low, high = least.sections[section.id], most.sections[section.id]
        values = {"section": _name(section), "limit": readable(floor_of(section))}
        if met is False and low == high:
            words = tr("{section} {points} 分，低于下限 {limit} 分", points=readable(low), **values)
        elif met is False:
            words = tr(
                "{section}最多到 {points} 分，低于下限 {limit} 分", points=readable(high), **values
            )
        else:
            words = tr("{section} {points} / 下限 {limit}", points=readable(low), **values)
        yield Standing(words, met)


def _stars(form: Form, answers: Answers, sure: Mapping[str, bool | None]) -> Iterator[Standing]:
    stars = [item for item in items_in(form, answers.sections) if item.nonzero]
    zero = [item for item in stars if sure[f"nonzero-{item.id}"] is False]
    for item in zero:
        yield Standing(tr("{item} 评了 0 分，★ 项不得为零", item=item.name), False)
    rest = [sure[f"nonzero-{item.id}"] for item in stars if item not in zero]
    if rest:
        yield Standing(tr("★ {count} 项不得为零", count=len(rest)), all(rest) or None)


def _conditions(form: Form, sure: Mapping[str, bool | None]) -> Iterator[Standing]:
    for one in form.conditions:
        met = sure[one.id]
        yield Standing(tr("达不到：{words}", words=one.text) if met is False else one.text, met)


def _vetoes(form: Form, answers: Answers) -> Iterator[Standing]:
    for veto in unavoidable(form, answers):
        words = tr("{veto} 将成立：{words}", veto=veto_name(veto), words=veto.text)
        yield Standing(words, False)


def _name(section: Section) -> str:
    return section.title or section.label or section.id
