"""`cpscore collect`: receive ballots; each is accepted, or rejected with its reason."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from cpscore.cli.desks import desk_at
from cpscore.cli.output import Console, readable
from cpscore.cli.reviewing import taken_document
from cpscore.messages import quoted
from cpscore.rules.canonical import Json
from cpscore.rules.problem import Failure
from cpscore.workflow.collect import Place, Taken, box, take_in, take_own
from cpscore.workflow.prepare import package_of
from cpscore.workflow.reviews import find_review


class NoBallots(Failure):
    """A folder without a single ballot: most likely not the folder that was meant."""

    code = "no-ballots"


def run(arguments: Namespace, console: Console) -> int:
    """Take in files, folders, and what was submitted on this machine; 1 if none is acceptable.

    A folder without a ballot is told of like a file. Raises NoSuchReview, Signing, Unreadable, and
    NoBallots where there is nothing at all.
    """
    with desk_at(arguments, console) as desk:
        id = find_review(desk, arguments.review)
        taken = [*take_own(desk, id)]
        for path in arguments.files:
            taken += take_in(desk, id, Path(path)) or (nothing_in(path, desk.at()),)
        if arguments.files and all(one.code == NoBallots.code for one in taken):
            raise NoBallots(path=readable(arguments.files[0]))
        # What came last may have changed what is to be said of the first.
        places = {form.id: box(desk, id, form.id) for form in package_of(desk, id).scored}
        taken = [latest(one, places) for one in once(taken)]
        console.show(document(id, taken, places, console), lines(taken, places, console))
    return 0 if any(one.code == "accepted" for one in taken) or not taken else 1


def nothing_in(path: str, at: str) -> Taken:
    """A folder without a ballot, to stand among the files that came from elsewhere."""
    name = readable(path)
    return Taken(name, "", at, NoBallots.code, {"path": name})


def once(taken: Sequence[Taken]) -> list[Taken]:
    """Each file once, though it lay in two places; what could not be read has no hash."""
    first = {one.sha256 or f"{at}": one for at, one in reversed([*enumerate(taken)])}
    return [one for at, one in enumerate(taken) if first[one.sha256 or f"{at}"] is one]


def latest(one: Taken, places: dict[str, tuple[Place, ...]]) -> Taken:
    """What is to be said of a file now that all are here."""
    now = (
        found
        for members in places.values()
        for place in members
        for found in (*((place.taken,) if place.taken else ()), *place.others)
        if found.sha256 == one.sha256
    )
    return next(now, one)


def document(
    id: str, taken: Sequence[Taken], places: dict[str, tuple[Place, ...]], console: Console
) -> Json:
    """Each file with its code and sentence, and who is still missing."""
    return {
        "review": id,
        "files": [taken_document(one, console) for one in taken],
        "box": [
            {"form": form, "expert": place.member.name, "state": place.state}
            for form, members in places.items()
            for place in members
        ],
    }


def lines(
    taken: Sequence[Taken], places: dict[str, tuple[Place, ...]], console: Console
) -> Iterator[str]:
    """The same for a person."""
    for one in taken:
        name = one.member.name if one.member else quoted(one.file)
        sign = "✓" if one.code == "accepted" else "✗"
        key = f"  {console.word('code')} {one.key_code}" if one.key_code else ""
        if one.identity == "self-asserted":
            key += f"  {console.word('not-compared')}"
        yield f"{sign} {name}: {console.say(one.code, one.values)}{key}"
    for form, members in places.items():
        here = sum(place.state == "accepted" for place in members)
        missing = "、".join(place.member.name for place in members if place.state != "accepted")
        still = f"  {console.word('still-missing', names=missing)}" if missing else ""
        yield f"{form}: {console.word('counted-of', counted=here, members=len(members))}{still}"
