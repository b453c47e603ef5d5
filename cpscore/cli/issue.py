"""`cpscore issue`: every sheet of a review, and its archive."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Mapping
from dataclasses import replace

from cpscore.cli import written
from cpscore.cli.desks import desk_at, unlocked
from cpscore.cli.output import Console
from cpscore.files import make_folder
from cpscore.signing.identity import Identity
from cpscore.workflow.alone import sign_alone
from cpscore.workflow.collect import box
from cpscore.workflow.desk import Desk
from cpscore.workflow.formats import Format, wanted
from cpscore.workflow.issue import issue
from cpscore.workflow.naming import plain
from cpscore.workflow.opinion import opinion
from cpscore.workflow.packages import Package
from cpscore.workflow.prepare import NoLeader, package_of
from cpscore.workflow.reviews import find_review


def run(arguments: Namespace, console: Console) -> int:
    """Write everything into a folder, read back and compared.

    Raises NoSuchReview, NoVerdict, NotWritten, what signing raises, and what a template is refused
    for.
    """
    formats = [Format(one) for one in arguments.formats or (Format.PDF,)]
    asked = replace(wanted(formats, arguments.template), unsigned=True)
    with desk_at(arguments, console) as desk:
        id = find_review(desk, arguments.review)
        package = package_of(desk, id)
        leader = leader_identity(desk, package, arguments)
        if leader is not None and package.opinion and not arguments.draft:
            sign_alone(desk, id, leader)
        make_folder(arguments.out)
        made = issue(
            desk,
            id,
            leader,
            arguments.out,
            written.progress(console),
            wanted=asked,
            naming=plain,
        )
        written.show(made, console, [*notes(desk, package, leader)])
    return 0


def leader_identity(desk: Desk, package: Package, given: Namespace) -> Identity | None:
    """The leader's identity, where a passphrase was given; without one nothing new is signed."""
    if given.passphrase_file is None:
        return None
    if package.review.leader is None:
        raise NoLeader
    return unlocked(desk, given, package.review.leader)


def notes(
    desk: Desk, package: Package, leader: Identity | None
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """What should be known of the signatures on what was written."""
    places = [place for form in package.scored for place in box(desk, package.review.id, form.id)]
    unproved = {
        place.member.name: None
        for place in places
        if place.taken and place.taken.identity == "self-asserted"
    }
    if unproved:
        yield "ballots-unconfirmed", {"names": tuple(unproved)}
    if leader is None:
        yield "summary-unsigned", {}
    if package.opinion is None:
        return
    state = opinion(desk, package.review.id).state
    if state.state == "writing":
        yield "opinion-unsigned", {}
    elif state.state == "signing":
        names = {member.id: member.name for member in package.review.members}
        waiting = [names[id] for id in state.expected if id not in state.signed]
        yield "opinion-awaiting", {"names": tuple(waiting) or ("—",)}
    elif len(state.expected) == 1 < len(package.review.members) and not state.by_hand:
        yield "opinion-alone", {}
