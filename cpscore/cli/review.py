"""`cpscore review new`, `list`, `show`, `procedures`; what is decided is next door."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from cpscore.cli.desks import data_folder, desk_at, unlocked
from cpscore.cli.output import Console, problem_lines
from cpscore.cli.reviewing import listed, whole
from cpscore.cli.reviewing_text import lines, row
from cpscore.cli.width import table
from cpscore.rules.canonical import Json
from cpscore.rules.problem import Unacceptable
from cpscore.workflow.desk import has_archive
from cpscore.workflow.plans import read_plan
from cpscore.workflow.prepare import new_review
from cpscore.workflow.reviews import Standing, find_review, search, standing
from cpscore.workflow.tables import all_procedures, shown, tree_in

HEADS = ("id", "date", "enterprise", "stage", "counted", "total", "verdict", "signatures")


def run(arguments: Namespace, console: Console) -> int:
    """What was asked of `review`. Raises Failure."""
    match arguments.about:
        case "new":
            return new(arguments, console)
        case "list":
            return list_reviews(arguments, console)
        case "show":
            return show(arguments, console)
        case "procedures":
            return list_procedures(data_folder(arguments), console)
        case _:
            from cpscore.cli import deciding

            return deciding.run(arguments, console)


def new(arguments: Namespace, console: Console) -> int:
    """Prepare a review from a file; the leader's key signs its roster."""
    tree, found = tree_in(arguments.plan)
    if found and found[0].code == "unreadable":
        raise Unacceptable(found)
    with desk_at(arguments, console, make=True) as desk:
        plan, wrong = read_plan(desk, tree)
        problems = (*found, *(one.inside(shown(arguments.plan)) for one in wrong))
        if plan is None or problems:
            raise Unacceptable(problems)
        leader = next(one for one in plan.members if one.leader)
        review = new_review(desk, plan, unlocked(desk, arguments, leader))
        one = standing(desk, review.id)
        console.show(whole(desk, one, console), lines(desk, one, console))
    return 0


def list_reviews(arguments: Namespace, console: Console) -> int:
    """The reviews in which every word is found."""
    found: tuple[Standing, ...] = ()
    if has_archive(data_folder(arguments)):
        with desk_at(arguments, console) as desk:
            found = search(desk, arguments.search)
    head = [console.word(name) for name in HEADS]
    document: Json = {"reviews": [listed(one) for one in found]}
    console.show(document, table([head, *(row(one) for one in found)]))
    return 0


def show(arguments: Namespace, console: Console) -> int:
    """One review, whole: who, what, what arrived, what it came to."""
    with desk_at(arguments, console) as desk:
        one = standing(desk, find_review(desk, arguments.review))
        console.show(whole(desk, one, console), lines(desk, one, console))
    return 0


def list_procedures(data: Path, console: Console) -> int:
    """The procedures a review can follow, and which forms belong to each."""
    found = all_procedures(data)
    there = [one.procedure for one in found if one.procedure]
    document: Json = {
        "procedures": [
            {"id": one.id, "title": one.title, "stage": one.stage, "forms": list(one.forms),
             "opinion": one.opinion or None, "minimum": one.minimum}
            for one in there
        ]
    }  # fmt: skip
    head = [console.word(name) for name in ("id", "title")]
    titled = table([head, *((one.id, one.title) for one in there)])
    # The forms stand behind the table, which would cut them.
    forms = [console.word("forms"), *(" ".join(one.forms) for one in there)]
    console.show(document, (f"{line}  {ids}" for line, ids in zip(titled, forms, strict=True)))
    for one in found:
        if one.problems:
            console.tell(*problem_lines(one.problems, console))
    return 0
