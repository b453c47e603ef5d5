"""The opinion's words from a file (`O.json`): head, paragraphs, and what members reserve."""

from __future__ import annotations

from cpscore.rules.ijson import Tree
from cpscore.rules.problem import Unacceptable
from cpscore.rules.reading import TreeReader
from cpscore.workflow.desk import Desk
from cpscore.workflow.opinion import (
    Opinion,
    opinion,
    write_dissent,
    write_field,
    write_text,
)
from cpscore.workflow.opinion_state import demand_open

TOP = {"head": False, "paragraphs": False, "dissents": False}


def write_opinion(desk: Desk, review_id: str, tree: Tree) -> Opinion:
    """Write what a file says, all of it or nothing; what it does not name stays as it is.

    Dissents go by the member's name; an empty text takes away what stood there. Raises Signing,
    NoOpinionForm, Unacceptable.
    """
    demand_open(desk, review_id)
    one = opinion(desk, review_id)
    reader = TreeReader()
    top = reader.members(tree, "", TOP)
    places = [place.id for part in one.form.opinion for place in part.places]
    people = {member.name: member.id for member in one.review.members}
    head = reader.proses(top.get("head", {}), "/head", [field.id for field in one.form.fields])
    paragraphs = reader.proses(top.get("paragraphs", {}), "/paragraphs", places)
    dissents = reader.proses(top.get("dissents", {}), "/dissents", people)
    if reader.problems:
        raise Unacceptable(reader.problems)
    with desk.store.together():
        for id, text in head.items():
            write_field(desk, review_id, id, text)
        for id, text in paragraphs.items():
            write_text(desk, review_id, id, text)
        for name, text in dissents.items():
            write_dissent(desk, review_id, people[name], text)
    return opinion(desk, review_id)
