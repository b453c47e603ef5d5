"""`cpscore review decide`, `opinion`, `void`, `confirm`, `fill`: what the leader records."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from cpscore.cli.desks import about_file, desk_at, expert, read_tree
from cpscore.cli.merge import text as merged_text
from cpscore.cli.output import Console
from cpscore.cli.reviewing import opinion_document, panel_whole
from cpscore.rules.canonical import Json
from cpscore.rules.declining import Declining
from cpscore.rules.problem import Failure
from cpscore.rules.review import Review
from cpscore.workflow.answering import answer
from cpscore.workflow.collect import confirm, received
from cpscore.workflow.desk import Desk
from cpscore.workflow.filling import progress
from cpscore.workflow.opinion import Opinion, void_opinion
from cpscore.workflow.opinion_file import write_opinion
from cpscore.workflow.paper import paper
from cpscore.workflow.prepare import NoLeader, package_of
from cpscore.workflow.reviews import chosen_form, find_review
from cpscore.workflow.settle import decide
from cpscore.workflow.tables import Merged


class NoBallotCounts(Failure):
    """No ballot of this member counts, so there is no key to compare."""

    code = "no-ballot-counts"


class CodeDiffers(Failure):
    """The code that was read aloud is that of none of the keys `found` on the member's ballots."""

    code = "code-differs"


def run(arguments: Namespace, console: Console) -> int:
    """Record what was asked. Raises Failure."""
    with desk_at(arguments, console) as desk:
        review = package_of(desk, find_review(desk, arguments.review)).review
        steps = {
            "decide": record_decisions,
            "opinion": record_words,
            "void": void,
            "confirm": record_confirmation,
            "fill": fill,
        }
        steps[arguments.about](desk, review, arguments, console)
    return 0


def record_decisions(desk: Desk, review: Review, given: Namespace, console: Console) -> None:
    """The panel's decisions, from a file."""
    tree = read_tree(given.decisions)
    form = chosen_form(package_of(desk, review.id).scored, given.form)
    with about_file(given.decisions):
        panel = decide(desk, review.id, form.id, tree, by=leader_of(review))
    assert panel.result is not None
    console.show(
        panel_whole(panel, console), merged_text(Merged(panel.result, panel.files), console)
    )


def record_words(desk: Desk, review: Review, given: Namespace, console: Console) -> None:
    """The opinion's words, from a file."""
    tree = read_tree(given.words)
    with about_file(given.words):
        one = write_opinion(desk, review.id, tree)
    console.show(opinion_document(one), opinion_lines(one, console))


def void(desk: Desk, review: Review, given: Namespace, console: Console) -> None:
    """Every signature on the opinion is void; it can be written again."""
    one = void_opinion(desk, review.id, given.reason)
    console.show(opinion_document(one), opinion_lines(one, console))


def record_confirmation(desk: Desk, review: Review, given: Namespace, console: Console) -> None:
    """A member read the code of their key aloud, and it is that of their ballot."""
    member = expert(review, given.expert)
    mine = [one for one in received(desk, review.id) if one.answers and one.member == member]
    if not mine:
        raise NoBallotCounts(name=member.name)
    keys = {one.key_code: one.certificate for one in mine}
    code = given.code.upper()
    if code not in keys:
        raise CodeDiffers(found=tuple(keys))
    confirm(desk, review.id, member.id, keys[code], by=leader_of(review))
    document = {"expert": member.name, "key_code": code, "identity": "confirmed"}
    console.show(document, [console.word("confirmed", who=member.name)])


def fill(desk: Desk, review: Review, given: Namespace, console: Console) -> None:
    """A form that is filled in once for the review, from a file."""
    tree = read_tree(given.answers)
    form = chosen_form(package_of(desk, review.id).once, given.form)
    if review.leader is None:
        raise NoLeader
    with about_file(given.answers):
        one = answer(desk, paper(desk, review.id, form.id, review.leader.id), tree)
    done, whole = progress(one)
    document: Json = {"form": form.id, "filled": done, "places": whole}
    console.show(document, [console.word("filled", form=form.title, done=done, whole=whole)])


def leader_of(review: Review) -> str:
    """Who records: the leader."""
    return review.leader.name if review.leader else ""


def opinion_lines(one: Opinion, console: Console) -> Iterator[str]:
    """The words of the opinion, for a person."""
    yield f"{one.form.title} ({one.form.id})"
    yield from (f"  {id}  {text}" for id, text in (*one.fields.items(), *one.texts.items()))
    names = {member.id: member.name for member in one.review.members}
    for id, text in one.state.dissents.items():
        refused = one.state.declined.get(id) is Declining.REFUSE
        yield f"  {console.word('refusal' if refused else 'dissent')} {names[id]}  {text}"
    yield f"  {console.word(f'opinion-{one.state.state}')}"
