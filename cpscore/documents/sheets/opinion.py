"""The opinion sheet (附录D、H) as its form prints it; signatures and dissent on pages of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cpscore.documents.sheets import labels
from cpscore.documents.sheets.blocks import blocks
from cpscore.documents.sheets.common import about_hidden, headline, marks, notes, said, small
from cpscore.documents.sheets.filling import Filling
from cpscore.documents.sheets.summary import rule_words, verdict_words
from cpscore.documents.sheets.tables import centred, head
from cpscore.documents.sheets.words import long_date, points_text
from cpscore.rules.declining import Declining
from cpscore.rules.form import Form
from cpscore.rules.ink import Ink
from cpscore.rules.merging import PanelResult
from cpscore.rules.outcome import Say
from cpscore.rules.points import plain
from cpscore.rules.review import Review
from cpscore.rules.sheet import Align, Block, Cell, Face, Grid, PageBreak, Row, Sheet, Text


@dataclass(frozen=True, slots=True)
class Signer:
    """A member who signs: the PDF field of their own, or their ink alone; `date` as YYYY-MM-DD.

    `dissent` is the text of a 保留意见, printed as written; `declines` says that it stands there
    instead of a signature.
    """

    name: str
    leader: bool = False
    field: str | None = None
    ink: Ink | None = None
    date: str = ""
    dissent: str = ""
    organisation: str = ""
    declines: Declining | None = None


def opinion_sheet(
    form: Form,
    review: Review,
    texts: Mapping[str, str],
    signers: Sequence[Signer],
    *,
    fields: Mapping[str, str] | None = None,
    date: str = "",
    root: str = "",
    code: str = "",
    leader_field: str | None = None,
    leader_ink: Ink | None = None,
    panel: PanelResult | None = None,
    say: Say | None = None,
) -> Sheet:
    """The opinion with the texts written under its paragraphs (by id), and the pages behind it.

    The official sheet has the leader's line alone (`leader_field`, `leader_ink`); all signers sign
    on the appended page. With `panel` and `say` a page says how the result came about.
    """
    leader = next((one.name for one in signers if one.leader), "")
    filling = Filling(
        form=form,
        values={**opinion_values(review), **(fields or {})},
        texts=texts,
        ink=leader_ink,
        signature=leader_field,
        signer=leader,
        date=date,
    )
    behind: list[Block] = [*signature_page(signers), *dissents(signers)]
    if panel is not None and say is not None:
        behind += calculation(panel, say)
    if form.notes:
        behind += [] if behind else [PageBreak()]
        behind += [headline(labels.NOTES), *notes(form)]
    footer = [labels.CHECK_CODE.format(code)] if code else []
    footer += [labels.ROOT.format(root)] if root else []
    return Sheet(
        title=form.layout.title or form.title,
        caption=form.layout.caption,
        blocks=(*blocks(filling), *behind),
        footer="\n".join(footer),
        marks=marks(form),
        subject=review.enterprise.name,
        author=leader,
    )


def opinion_values(review: Review) -> Mapping[str, str]:
    """What the review knows of an opinion's head rows, by the ids that the definitions use."""
    return {
        "organiser": review.organiser,
        "enterprise": review.enterprise.name,
        "consultant": review.enterprise.consultant,
        "attendees": review.attendees,
        "date": review.date,
    }


def signature_page(signers: Sequence[Signer]) -> Iterator[Block]:
    """专家组签名页: a place for each member; the standard has the leader's line only."""
    if not signers:
        return
    yield PageBreak()
    yield _title(labels.SIGNATURES)
    yield small(labels.SIGNATURES_NOTE, space_after=6)
    rows = [Row(tuple(head(label) for label in labels.SIGNATURE_HEAD), header=True)]
    rows += [_place(one) for one in signers]
    yield Grid((16, 24, 38, 58, 34), tuple(rows))


def _place(one: Signer) -> Row:
    unsigned = one.declines and centred(labels.DECLINES[one.declines])
    return Row(
        (
            centred(labels.LEADER if one.leader else labels.MEMBER),
            centred(one.name),
            Cell(one.organisation),
            unsigned or Cell(ink=one.ink, field=one.field),
            centred(long_date(one.date) if one.date else ""),
        ),
        height=18,
    )


def dissents(signers: Sequence[Signer]) -> Iterator[Block]:
    """保留意见 and 拒绝签名, each as it was written."""
    dissenting = [one for one in signers if one.dissent.strip()]
    if not dissenting:
        return
    refusing = [one.declines is Declining.REFUSE for one in dissenting]
    titles = (labels.DISSENT,) * (not all(refusing)) + (labels.REFUSAL,) * any(refusing)
    yield PageBreak()
    yield _title("、".join(titles))
    yield small(labels.DISSENT_NOTE, space_after=6)
    for one, refuses in zip(dissenting, refusing, strict=True):
        heading = labels.REFUSAL_OF if refuses else labels.DISSENT_OF
        yield headline(heading.format(name=one.name))
        for line in one.dissent.splitlines():
            yield Text(line, indent=2)


def calculation(panel: PanelResult, say: Say) -> Iterator[Block]:
    """The totals, the rule, the result and its reasons: no names, the enterprise reads this."""
    yield PageBreak()
    yield _title(labels.CALCULATION)
    yield small(labels.CALCULATION_NOTE, space_after=6)
    if panel.total and panel.form.total is not None:
        given = sorted(one.points.total for one in panel.counted if one.points)
        totals = "、".join(points_text(total, panel.form.ends) for total in given)
        yield said(labels.TOTALS.format(totals))
        yield said(labels.RULE_LINE.format(rule_words(panel.form)))
        yield said(
            labels.SUMMARY_TOTAL.format(
                shown=panel.total.printed,
                exact=plain(panel.total.exact),
                max=plain(panel.form.total),
            )
        )
    for reason in panel.reasons:
        if not about_hidden(panel.form, reason):
            yield said(say(reason.code, reason.values))
    yield said(verdict_words(panel))


def _title(text: str) -> Text:
    return Text(text, Face.HEI, 16, Align.CENTRE, space_after=6, keep_with_next=True)
