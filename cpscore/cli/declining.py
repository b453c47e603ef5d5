"""`cpscore round decline`, `accept`: an expert's words instead of a signature."""

from __future__ import annotations

from argparse import Namespace

from cpscore.cli.deciding import opinion_lines
from cpscore.cli.desks import desk_at, expert, passphrase, seat, text_in
from cpscore.cli.output import Console, readable
from cpscore.cli.reviewing import opinion_document
from cpscore.cli.round import sound
from cpscore.files import make_folder
from cpscore.messages import quoted
from cpscore.rules.declining import Declining
from cpscore.rules.problem import Failure
from cpscore.workflow.opinion import opinion
from cpscore.workflow.people import unlock
from cpscore.workflow.prepare import package_of
from cpscore.workflow.replies import give_effect, pending, write_words
from cpscore.workflow.reviews import find_review

LONGEST = 64 * 1024


class NoReply(Failure):
    """No words of this member wait to be printed."""

    code = "no-reply"


def run(arguments: Namespace, console: Console) -> int:
    """Write instead of signing, or lay the opinion out with what was written. Raises Failure."""
    return (decline if arguments.about == "decline" else accept)(arguments, console)


def decline(arguments: Namespace, console: Console) -> int:
    """An expert's words about the file that goes round, signed and written to the stick."""
    words, secret = text_in(arguments.words, LONGEST), passphrase(arguments)
    how = Declining(arguments.how)
    with desk_at(arguments, console) as desk:
        found = sound(desk, arguments.file)
        member, card = seat(desk, found.review, found.awaited, arguments)
        identity = unlock(desk, card.sha256, secret)
        make_folder(arguments.out)
        path = write_words(desk, found, member.id, identity, words, how, arguments.out)
    file = readable(str(path))
    document = {"file": file, "expert": member.name, "how": str(how), "key_code": card.code}
    console.show(document, [console.word("written", file=quoted(file))])
    return 0


def accept(arguments: Namespace, console: Console) -> int:
    """A new edition with the words of an expert and without their place; nobody signed it yet."""
    with desk_at(arguments, console) as desk:
        review = package_of(desk, find_review(desk, arguments.review)).review
        member = expert(review, arguments.expert)
        waiting = [one for one in pending(desk, opinion(desk, review.id)) if one.member == member]
        if not waiting:
            raise NoReply(name=member.name)
        one = give_effect(desk, review.id, waiting[-1].sha256)
        console.show(opinion_document(one), opinion_lines(one, console))
    return 0
