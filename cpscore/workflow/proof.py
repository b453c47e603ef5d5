"""The hashes that stand behind a sheet to be worked on: of what each is, and the hash."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cpscore.documents.sheets import labels
from cpscore.rules.canonical import sha256
from cpscore.rules.form_document import form_sha256
from cpscore.workflow.archive import IssuedSheet
from cpscore.workflow.ballots import OpenBallot
from cpscore.workflow.opinion import Opinion
from cpscore.workflow.outgoing import Outgoing
from cpscore.workflow.settle import Panel
from cpscore.workflow.sheets import merged_hashes

Facts = Iterator[tuple[str, str]]


def package_facts(one: Outgoing, originals: Iterable[IssuedSheet]) -> Facts:
    """The signed originals, and the root of the review."""
    for sheet in originals:
        yield labels.SIGNED_FILE.format(sheet.name), sha256(sheet.data)
    yield labels.OF_ROOT, one.package.root


def ballot_facts(ballot: OpenBallot) -> Facts:
    """One member's ballot and form."""
    yield labels.BALLOT_OF.format(ballot.member.name), ballot.sha256
    yield labels.OF_FORM, form_sha256(ballot.result.form)


def panel_facts(panel: Panel) -> Facts:
    """Every ballot that came, the merge, and the form."""
    for place in panel.places:
        if place.taken and place.taken.ballot:
            yield labels.BALLOT_OF.format(place.member.name), place.taken.ballot.sha256
    yield from ((labels.MERGED, one) for one in merged_hashes([panel]).values())
    yield labels.OF_FORM, form_sha256(panel.form)


def opinion_facts(one: Opinion) -> Facts:
    """The merge that each form's result follows from."""
    hashes = merged_hashes(one.panels)
    titles = {panel.form.id: panel.form.title for panel in one.panels}
    for id, digest in hashes.items():
        yield f"{titles[id]}：{labels.MERGED}", digest
