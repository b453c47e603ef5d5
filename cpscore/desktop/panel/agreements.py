"""The cards of what the panel agrees on, open ones and recorded ones, for a panel as it stands."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence

from cpscore.desktop.panel.agreed import AgreedCard, ConclusionCard, ScoreCard
from cpscore.desktop.panel.kept import Kept
from cpscore.desktop.texts import tr
from cpscore.desktop.widgets import Card
from cpscore.messages import Language
from cpscore.rules.form import MergeRule
from cpscore.rules.merging import PanelItem
from cpscore.rules.points import plain
from cpscore.rules.scoring import chosen
from cpscore.workflow.recorded import CONCLUSION, Recorded, score_key
from cpscore.workflow.settle import Panel


def agreement_cards(
    panel: Panel, made: Mapping[str, Recorded], again: Container[str], language: Language
) -> Iterator[tuple[str, Card]]:
    """A card for each agreement with its key; those in `again` are open to be decided anew."""
    if panel.result is None:
        return
    if len({one.answers.conclusion for one in panel.result.counted}) > 1:
        yield CONCLUSION, _conclusion(panel, made, again, language)
    if panel.form.panel.rule is MergeRule.AGREED:
        agreed = panel.result.decisions.agreed_scores
        for one in panel.result.items:
            # Where all gave the same, that is what they agreed on.
            if len(set(one.scores.values())) > 1 or one.item.id in agreed:
                yield score_key(one.item.id), _score(panel, one, made, again, language)


def followed(
    cards: Sequence[tuple[str, Card]],
    decide: Callable[[str, str, str], object],
    turn: Callable[[str, bool], object],
    kept: Kept,
) -> None:
    """Let the cards tell the page, and keep what is typed into them.

    `decide` is told the key, what was decided and why; `turn` whether to decide anew, or not.
    """
    for key, card in cards:
        if isinstance(card, (ConclusionCard, ScoreCard)):
            kept.follow(reason_key(key), card.asked.area)
            card.decided.connect(lambda what, why, key=key: decide(key, what, why))
            card.stayed.connect(lambda key=key: turn(key, False))
        if isinstance(card, ScoreCard):
            kept.follow(points_key(key), card.points)
        if isinstance(card, AgreedCard):
            card.revised.connect(lambda key=key: turn(key, True))


def reason_key(key: str) -> str:
    """Under what the reason typed into a card is kept."""
    return f"{key}/reason"


def points_key(key: str) -> str:
    """Under what the points typed into a card are kept."""
    return f"{key}/points"


def _conclusion(
    panel: Panel, made: Mapping[str, Recorded], again: Container[str], language: Language
) -> Card:
    assert panel.result is not None
    agreed = panel.result.decisions.conclusion
    found = chosen(panel.form, agreed.id) if agreed else None
    label = found.label if found else ""
    if agreed is None or CONCLUSION in again:
        return ConclusionCard(panel, language, label)
    words = tr("决定：{label}", label=label)
    return AgreedCard(tr("专家组的结论"), words, agreed.reason, made[CONCLUSION])


def _score(
    panel: Panel,
    one: PanelItem,
    made: Mapping[str, Recorded],
    again: Container[str],
    language: Language,
) -> Card:
    assert panel.result is not None
    key, agreed = score_key(one.item.id), panel.result.decisions.agreed_scores.get(one.item.id)
    words = tr("商定 {points} 分", points=plain(agreed.points)) if agreed else ""
    if agreed is None or key in again:
        return ScoreCard(panel, one, language, words)
    return AgreedCard(one.item.name, words, agreed.reason, made[key])
