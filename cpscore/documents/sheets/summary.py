"""专家组评分汇总表: every member's points and answers, and what the panel made of them.

No source prints such a table: the layout is ours and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cpscore.documents.sheets import labels
from cpscore.documents.sheets.common import (
    categories,
    headline,
    identity,
    item_name,
    limits,
    marks,
    notes,
    said,
    table,
)
from cpscore.documents.sheets.panel_tables import (
    answer_table,
    item_table,
    label,
    small_cell,
    veto_table,
    what,
)
from cpscore.documents.sheets.tables import WIDTH, fitted
from cpscore.documents.sheets.words import long_date
from cpscore.rules.form import Form, MergeRule
from cpscore.rules.merging import PanelResult
from cpscore.rules.outcome import Say
from cpscore.rules.points import plain
from cpscore.rules.review import Review
from cpscore.rules.scoring import all_conditions
from cpscore.rules.sheet import Block, Grid, Row, Sheet

# More members than this do not fit upright.
UPRIGHT = 6
ACROSS_WIDTH = 257.0


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A file that did not count, and the code and values of the reason."""

    file: str
    expert: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """Who recorded a decision, and when."""

    by: str
    at: str


def summary_sheet(
    panel: PanelResult,
    review: Review,
    *,
    sha256: str,
    say: Say,
    uncounted: Sequence[Uncounted] = (),
    records: Mapping[str, Record] | None = None,
    root: str = "",
    attachments: tuple[tuple[str, bytes], ...] = (),
) -> Sheet:
    """The panel's summary; `records` by veto id, item id or `conclusion`; `sha256` is the form's.

    Members of the review who handed in nothing are listed with those who do not count.
    """
    names = in_roster_order(panel, review)
    across = len(names) > UPRIGHT
    width = ACROSS_WIDTH if across else WIDTH
    rejected = (*_rejected(uncounted, say), *_absent(review, names, uncounted))
    blocks: list[Block] = [
        head_table(panel, review, len(uncounted), width),
        *identity(panel.form, sha256),
    ]
    parts = _parts(panel, names, width, rejected, records or {}, say)
    for ordinal, (title, inside) in zip(labels.ORDINALS, parts, strict=False):
        blocks += [headline(labels.HEADING.format(ordinal, title)), *inside]
    return Sheet(
        title=labels.SUMMARY,
        subtitle=panel.form.layout.title or panel.form.title,
        blocks=tuple(blocks),
        footer=labels.ROOT.format(root) if root else "",
        marks=marks(panel.form, labels.OURS),
        subject=review.enterprise.name,
        attachments=attachments,
        landscape=across,
    )


def _parts(
    panel: PanelResult,
    names: Sequence[str],
    width: float,
    rejected: Sequence[Sequence[str]],
    records: Mapping[str, Record],
    say: Say,
) -> Iterator[tuple[str, Iterable[Block]]]:
    """The parts that this form has, each with its title."""
    if panel.items:
        yield labels.ITEMS, [item_table(panel, names, width)]
    if panel.vetoes:
        yield labels.VETOES, [veto_table(panel, names, width)]
    if panel.form.questions or panel.form.conclusions:
        yield labels.ANSWERS, [answer_table(panel, names, width)]
    yield labels.DECISIONS, _decisions(panel, records)
    yield labels.FLAGS, _flags(panel, say)
    files = table(labels.REJECTED_HEAD, rejected, (45, 25, 100), width)
    yield labels.REJECTED, [files if rejected else said(labels.NONE)]
    yield labels.SUMMARY_RESULT, _outcome(panel, say)
    if panel.form.notes:
        yield labels.SUMMARY_NOTES, notes(panel.form)


def in_roster_order(panel: PanelResult, review: Review) -> tuple[str, ...]:
    """The counted members as the roster lists them, strangers to it behind."""
    roster = [member.name for member in review.members]
    counted = [result.answers.expert for result in panel.counted]
    return tuple(
        sorted(counted, key=lambda name: roster.index(name) if name in roster else len(roster))
    )


def head_table(panel: PanelResult, review: Review, uncounted: int, width: float) -> Grid:
    """Whom, when, by which rule, and how many count."""
    counted = len(panel.counted)
    members = len(review.members) or counted + uncounted
    pairs = (
        (labels.ENTERPRISE, review.enterprise.name),
        (labels.CATEGORIES, categories(review.enterprise)),
        (labels.ORGANISER, review.organiser),
        (labels.CONSULTANT, review.enterprise.consultant),
        (labels.DATE, long_date(review.date)),
        (labels.COUNT, labels.COUNTED.format(counted=counted, members=members)),
    )
    rows = [
        Row(tuple(cell for name, text in pair for cell in (label(name), small_cell(text))))
        for pair in zip(pairs[::2], pairs[1::2], strict=True)
    ]
    rows.append(Row((label(labels.RULE), small_cell(rule_words(panel.form), columns=3))))
    return Grid(fitted((22, 63, 22, 63), width), tuple(rows), space_after=4)


def rule_words(form: Form) -> str:
    """The rule of merging in words, with rounding where the form declares it."""
    if not form.scored:
        return labels.RULE_WITHOUT_POINTS
    panel = form.panel
    # Where members score sections, there are no whole totals to take a mean of.
    by_items = panel.assigned and panel.rule is MergeRule.MEAN
    places = labels.PLACES.format(panel.round) if panel.round else labels.WHOLE
    graded = labels.UNROUNDED if panel.round is None else labels.ROUNDED.format(places=places)
    return labels.RULES["assigned" if by_items else panel.rule].format(
        least=panel.least, drop=panel.drop, graded=graded
    )


# Lists -----------------------------------------------------------------------------------------


def _decisions(panel: PanelResult, records: Mapping[str, Record]) -> Iterator[Block]:
    lines = list(_decision_lines(panel))
    for id, line in lines:
        record = records.get(id)
        by = (
            labels.DECIDED_BY.format(by=record.by, at=record.at[:19].replace("T", " "))
            if record
            else ""
        )
        yield said(line + by)
    if not lines:
        yield said(labels.NO_DECISIONS)


def _decision_lines(panel: PanelResult) -> Iterator[tuple[str, str]]:
    decisions = panel.decisions
    for id, veto in decisions.vetoes.items():
        number = panel.form.veto(id).number or id
        yield (
            id,
            labels.DECIDED_VETO.format(
                number=number, what=what(veto.sustained), reason=veto.reason
            ),
        )
    for id, agreed in decisions.agreed_scores.items():
        item = item_name(panel.form, panel.form.item(id))
        yield (
            id,
            labels.DECIDED_SCORE.format(
                item=item, points=plain(agreed.points), reason=agreed.reason
            ),
        )
    if conclusion := decisions.conclusion:
        label = next(one.label for one in panel.form.conclusions if one.id == conclusion.id)
        yield "conclusion", labels.DECIDED_CONCLUSION.format(label=label, reason=conclusion.reason)


def _flags(panel: PanelResult, say: Say) -> Iterator[Block]:
    for flag in panel.flags:
        yield said(say(flag.code, flag.values))
    if not panel.flags:
        yield said(labels.NONE)


def _rejected(uncounted: Iterable[Uncounted], say: Say) -> Iterator[tuple[str, str, str]]:
    for one in uncounted:
        yield one.file, one.expert or labels.UNKNOWN_EXPERT, say(one.code, one.values)


def _absent(
    review: Review, names: Sequence[str], uncounted: Iterable[Uncounted]
) -> Iterator[tuple[str, str, str]]:
    known = {*names, *(one.expert for one in uncounted)}
    for member in review.members:
        if member.name not in known:
            yield "—", member.name, labels.ABSENT


# The result ------------------------------------------------------------------------------------


def _outcome(panel: PanelResult, say: Say) -> Iterator[Block]:
    form = panel.form
    if panel.total and form.total is not None:
        yield said(
            labels.SUMMARY_TOTAL.format(
                shown=panel.total.printed, exact=plain(panel.total.exact), max=plain(form.total)
            )
        )
        yield from limits(form)
        if any(None in one.scores.values() for one in panel.items):
            yield said(labels.REBASED)
    for condition in all_conditions(form):
        met = labels.MET_WORDS[panel.conditions.get(condition.id)]
        yield said(labels.CONDITION.format(text=condition.text, met=met))
    yield said(verdict_words(panel))
    if panel.verdict and panel.verdict.award:
        yield said(labels.TITLE_AWARDED.format(award=panel.verdict.award))
    for reason in panel.reasons:
        yield said(say(reason.code, reason.values))


def verdict_words(panel: PanelResult) -> str:
    """The verdict's line, or why there is none: not yet, or never where the source names none."""
    if panel.verdict:
        return labels.SUMMARY_VERDICT.format(verdict=panel.verdict.label)
    named = panel.form.grades or panel.form.conclusions
    return labels.NO_VERDICT if named else labels.NAMELESS_VERDICT
