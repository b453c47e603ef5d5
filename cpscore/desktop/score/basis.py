"""What the source says about a place (依据): its article, the notes, the polarity of a veto."""

from __future__ import annotations

from collections.abc import Iterator

from cpscore.desktop.score.polarity import failing_words
from cpscore.desktop.texts import tr
from cpscore.rules.form import Form

Basis = tuple[str, str, str]


def basis_of(form: Form, is_item: bool, id: str) -> Iterator[Basis]:
    """Heading, text and source of everything that is known about an item or a veto."""
    if is_item:
        yield tr("来源"), _source(form, form.item(id).article), ""
    else:
        veto = form.veto(id)
        said = [failing_words(form, veto, part) for part in veto.parts]
        if said:
            yield tr("怎样算不符合"), tr("；").join(dict.fromkeys(said)), ""
        yield tr("来源"), _source(form, veto.article), ""
    about = [note for note in form.notes if note.about == id]
    general = [note for note in form.notes if not note.about]
    for heading, notes in ((tr("说明"), about), (tr("整份表的说明"), general)):
        for at, note in enumerate(notes):
            source = tr("见 {source}", source=note.source) if note.source else ""
            yield heading if at == 0 else "", note.text, source


def _source(form: Form, article: str) -> str:
    document = f"《{form.source.document}》"
    return "　".join(filter(None, (document, form.source.number, article or form.source.article)))
