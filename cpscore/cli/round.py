"""`cpscore round begin`, `sign`, `back`: the opinion signed on each expert's own machine.

Who writes instead of signing is next door.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path

from cpscore.cli.desks import desk_at, expert, ink_in, passphrase, seat, unlocked
from cpscore.cli.output import Console, readable
from cpscore.files import make_folder
from cpscore.messages import quoted
from cpscore.rules.canonical import Json
from cpscore.rules.problem import Failure, Problem, Unacceptable
from cpscore.rules.review import Review
from cpscore.workflow.desk import Desk
from cpscore.workflow.opinion import finalise, opinion, sign_opinion
from cpscore.workflow.people import unlock
from cpscore.workflow.prepare import NoLeader, package_of
from cpscore.workflow.replies import Heard, hear, replies_at
from cpscore.workflow.reviews import find_review
from cpscore.workflow.round_file import RoundFile
from cpscore.workflow.round_leader import Returned, take_back, take_out
from cpscore.workflow.round_member import look_at, sign_round, write_round

NOTHING = "—"
# What came back and is as it should be.
GOOD = {"round-accepted", "round-same", "round-older", "reply-accepted"}


class NothingCameBack(Failure):
    """A folder with neither a copy nor a reply: most likely not the folder that was meant."""

    code = "nothing-came-back"


class LeaderSigns(Failure):
    """The leader cannot be left out: theirs is the first signature, and the last."""

    code = "leader-signs"


class SignsAlready(Failure):
    """The opinion is laid out for the key of somebody who is now to be left out."""

    code = "laid-out-for"


def run(arguments: Namespace, console: Console) -> int:
    """Begin the round, sign in it, or take a file back. Raises Failure."""
    steps = {"begin": begin, "sign": sign, "back": back}
    return steps[arguments.about](arguments, console)


def begin(arguments: Namespace, console: Console) -> int:
    """Lay the opinion out for everybody who signs with a key; the leader signs first.

    Raises LeaderSigns, and SignsAlready once it is laid out for somebody to be left out now.
    """
    with desk_at(arguments, console) as desk:
        review = package_of(desk, find_review(desk, arguments.review)).review
        leader = review.leader
        if leader is None:
            raise NoLeader
        left_out = {one.id: one for one in (expert(review, name) for name in arguments.without)}
        if leader.id in left_out:
            raise LeaderSigns(name=leader.name)
        state = opinion(desk, review.id).state
        expected = () if state.state == "writing" else state.expected
        if names := [left_out[id].name for id in expected if id in left_out]:
            raise SignsAlready(names=tuple(names))
        if leader.id not in state.signed:
            identity = unlocked(desk, arguments, leader)
            by_key = tuple(one.id for one in review.members if one.id not in left_out)
            with desk.store.together():
                if state.state == "writing":
                    finalise(desk, review.id, by_key, {})
                sign_opinion(desk, review.id, leader.id, identity, None)
        make_folder(arguments.out)
        path = take_out(desk, review.id, arguments.out)
        state = opinion(desk, review.id).state
    awaited = [id for id in state.expected if id not in state.signed]
    tell(path, review, state.signed, awaited, console)
    return 0


def sign(arguments: Namespace, console: Console) -> int:
    """Sign the file that goes round, in one's own place, and write it back."""
    ink, secret = ink_in(arguments), passphrase(arguments)
    with desk_at(arguments, console) as desk:
        found = sound(desk, arguments.file)
        member, card = seat(desk, found.review, found.awaited, arguments)
        identity = unlock(desk, card.sha256, secret)
        signed = sign_round(desk, found, member.id, identity, ink, arguments.file)
        write_round(signed, arguments.file)
    awaited = [one.id for one in signed.awaited]
    by_now = [one.id for one in signed.review.members if one.id in signed.signed]
    tell(arguments.file, signed.review, by_now, awaited, console)
    return 0


def sound(desk: Desk, path: Path) -> RoundFile:
    """The file, where nothing speaks against it. Raises Unacceptable with all that does."""
    found = look_at(desk, path)
    if found.bad:
        file = readable(str(path))
        raise Unacceptable(Problem(one.code, values=one.values, file=file) for one in found.bad)
    return found


def tell(
    path: Path, review: Review, signed: Iterable[str], awaited: Iterable[str], console: Console
) -> None:
    """The file, who signed it by now, and who has not yet."""
    names = {member.id: member.name for member in review.members}
    done, still = [names[id] for id in signed], [names[id] for id in awaited]
    file = readable(str(path))
    document: Json = {"file": file, "review": review.id, "signed": done, "awaited": still}
    by_now = console.word(
        "signed-by-now", signed="、".join(done) or NOTHING, awaited="、".join(still) or NOTHING
    )
    console.show(document, [quoted(file), by_now])


def back(arguments: Namespace, console: Console) -> int:
    """Take in what comes back, copies and replies; 1 if none of it is as it should be.

    Raises NoSuchReview, NothingCameBack.
    """
    with desk_at(arguments, console) as desk:
        review = package_of(desk, find_review(desk, arguments.review)).review
        taken: list[Returned] = []
        replies: list[Heard] = []
        for path in map(Path, arguments.files):
            words = replies_at(path)
            replies += [hear(desk, review.id, one) for one in words]
            if path not in words:
                taken += take_back(desk, review.id, path)
        if not taken and not replies:
            raise NothingCameBack(path=readable(arguments.files[0]))
        state = opinion(desk, review.id).state
    names = {member.id: member.name for member in review.members}
    document: Json = {
        "review": review.id,
        "files": [returned(one, console) for one in taken],
        "replies": [reply(one, console) for one in replies],
        "signed": [names[id] for id in state.signed],
        "awaited": [names[id] for id in state.expected if id not in state.signed],
    }
    said = [f"{quoted(one.file)}: {console.say(one.code, one.values)}" for one in taken]
    said += [f"  {console.say(why.code, why.values)}" for one in taken for why in one.reasons]
    said += [line for one in replies for line in reply_lines(one, console)]
    console.show(document, said)
    codes = {*(one.code for one in taken), *(one.code for one in replies)}
    return 0 if codes & GOOD else 1


def reply(one: Heard, console: Console) -> Json:
    """Words that came instead of a signature: whose, and what follows from them."""
    return {
        "file": one.file,
        "sha256": one.sha256 or None,
        "code": one.code,
        "text": console.say(one.code, one.values),
        "expert": one.member.name if one.member else None,
        "how": str(one.reply.how) if one.reply else None,
        "words": one.reply.text if one.reply else None,
        "identity": one.identity,
        "key_code": one.key_code or None,
    }


def reply_lines(one: Heard, console: Console) -> Iterator[str]:
    """The same for a person."""
    yield f"{quoted(one.file)}: {console.say(one.code, one.values)}"
    if one.reply and one.member:
        how = console.word(f"how-{one.reply.how}")
        yield f"  {one.member.name} {how}: {quoted(one.reply.text)}"


def returned(one: Returned, console: Console) -> Json:
    """A copy that came back: what became of it, and what speaks against it."""
    return {
        "file": one.file,
        "sha256": one.sha256 or None,
        "code": one.code,
        "text": console.say(one.code, one.values),
        "reasons": [
            {"code": why.code, "text": console.say(why.code, why.values)} for why in one.reasons
        ],
    }
