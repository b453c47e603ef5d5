"""`cpscore ballot show`, `verify`, `submit`: one expert's ballot."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from cpscore.cli.desks import about_file, desk_at, ink_in, passphrase, read_tree, seat
from cpscore.cli.output import Console, readable
from cpscore.cli.score import text as score_text
from cpscore.files import make_folder, read_capped
from cpscore.rules.answers_writing import answers_document
from cpscore.rules.canonical import Json
from cpscore.rules.outcome import score_document
from cpscore.rules.problem import Problem, Unacceptable
from cpscore.signing.identity import short_code
from cpscore.workflow.answering import answer
from cpscore.workflow.ballots import OpenBallot, open_ballot
from cpscore.workflow.collect import MOST_BYTES
from cpscore.workflow.desk import Desk
from cpscore.workflow.paper import Paper, Receipt, paper
from cpscore.workflow.people import Card, unlock
from cpscore.workflow.prepare import package_of, take_package
from cpscore.workflow.reviews import chosen_form
from cpscore.workflow.submit import submit, withdraw


def run(arguments: Namespace, console: Console) -> int:
    """Show, verify or submit a ballot. Raises Failure."""
    match arguments.about:
        case "show":
            return show(arguments, console)
        case "verify":
            from cpscore.cli import verify

            return verify.run(arguments, console, kind="ballot")
        case _:
            return submit_answers(arguments, console)


# Showing ----------------------------------------------------------------------------------------


def show(arguments: Namespace, console: Console) -> int:
    """What a ballot says, once it holds together; whether its key is known, `verify` says."""
    with about_file(arguments.file):
        ballot = open_ballot(read_capped(Path(arguments.file), MOST_BYTES))
    console.show(document(arguments.file, ballot, console), lines(ballot, console))
    return 0


def document(file: str, one: OpenBallot, console: Console) -> Json:
    """Whose answers to what, as they were signed, and what they come to."""
    ballot, review = one.ballot, one.package.review
    return {
        "file": readable(file),
        "sha256": one.sha256,
        "review": review.id,
        "root_sha256": one.package.root,
        "enterprise": review.enterprise.name,
        "date": review.date,
        "form": ballot.form.id,
        "form_sha256": ballot.form.sha256,
        "expert": one.member.name,
        "certificate": ballot.certificate,
        "key_code": short_code(ballot.certificate),
        "revision": ballot.revision,
        "previous": ballot.previous,
        "reason": ballot.reason or None,
        "time": ballot.at,
        "program": ballot.program,
        "handwriting": one.ink is not None and not one.ink.empty,
        "answers": answers_document(one.definition.form, one.answers),
        "result": score_document(one.result, one.definition.sha256, console.say),
    }


def lines(one: OpenBallot, console: Console) -> Iterator[str]:
    """The same for a person."""
    ballot, review = one.ballot, one.package.review
    yield f"{review.enterprise.name}  {review.date}"
    yield from score_text(one.result, console)
    yield ""
    said = console.word("revision", revision=ballot.revision, time=ballot.at)
    yield f"{said}  {console.word('code')} {short_code(ballot.certificate)}"
    yield f"SHA-256  {one.sha256}"


# Submitting -------------------------------------------------------------------------------------


def submit_answers(arguments: Namespace, console: Console) -> int:
    """Enter all the answers, seal them with the expert's key, write the ballot."""
    tree, secret = read_tree(arguments.answers), passphrase(arguments)
    ink = ink_in(arguments)
    with desk_at(arguments, console, make=True) as desk:
        review = take_package(desk, arguments.package)
        member, card = seat(desk, review, review.members, arguments)
        form = chosen_form(package_of(desk, review.id).scored, arguments.form)
        identity = unlock(desk, card.sha256, secret)
        make_folder(arguments.out)
        one = opened(desk, paper(desk, review.id, form.id, member.id), arguments.reason)
        with about_file(arguments.answers):
            one = answer(desk, one, tree)
            demand_complete(one)
        _, receipt = submit(desk, one, identity, ink, arguments.out)
    console.show(receipt_document(receipt, one, card), receipt_lines(receipt, card, console))
    return 0


def opened(desk: Desk, one: Paper, reason: str) -> Paper:
    """The paper, withdrawn first where it was submitted before and a reason is given."""
    return withdraw(desk, one, reason) if one.submitted and reason else one


def demand_complete(one: Paper) -> None:
    """Raises Unacceptable with every place that is still open; what was entered is kept."""
    missing = one.result.missing
    if missing:
        raise Unacceptable(Problem("incomplete", path, {"open": len(missing)}) for path in missing)


def receipt_document(receipt: Receipt, one: Paper, card: Card) -> Json:
    """What was submitted, and the two codes that are compared aloud."""
    return {
        "file": readable(str(receipt.path)),
        "sha256": receipt.sha256,
        "code": receipt.code,
        "key_code": card.code,
        "review": one.review.id,
        "form": one.form.id,
        "expert": one.member.name,
        "revision": receipt.revision,
        "time": receipt.at,
    }


def receipt_lines(receipt: Receipt, card: Card, console: Console) -> Iterator[str]:
    """The same for a person."""
    yield console.word("submitted", file=readable(str(receipt.path)))
    said = console.word("revision", revision=receipt.revision, time=receipt.at)
    yield f"{said}  {console.word('code')} {card.code}"
    yield f"SHA-256  {receipt.sha256}"
