"""`cpscore verify`: who signed, whether anything changed since, whether the numbers follow."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from cpscore.cli.clock import fresh, now
from cpscore.cli.output import Console, readable
from cpscore.places import default_data_folder
from cpscore.rules.problem import Failure
from cpscore.workflow.desk import Desk, has_archive, open_desk
from cpscore.workflow.verify import sentences, verification_document, verify_file


class NotABallotFile(Failure):
    """Something else than the ballot that was asked for."""

    code = "not-a-ballot-file"


def run(arguments: Namespace, console: Console, kind: str | None = None) -> int:
    """Verify one file; 0 if it is trustworthy. With `kind` nothing else will do.

    Raises Unreadable, Unacceptable, NotABallotFile.
    """
    desk = desk_here(arguments.data or default_data_folder(), console)
    try:
        found = verify_file(Path(arguments.file), arguments.root, desk)
    finally:
        if desk:
            desk.close()
    if kind is not None and found.kind != kind:
        raise NotABallotFile(path=readable(arguments.file))
    document = verification_document(found, console.language)
    document["file"] = readable(arguments.file)
    console.show(document, sentences(found, console.language))
    return 0 if found.trustworthy else 1


def desk_here(data: Path, console: Console) -> Desk | None:
    """This machine's archive, which knows whose key was confirmed here.

    A file can be verified without: where there is none, or a window is using it.
    """
    if not has_archive(data):
        return None
    try:
        return open_desk(data, now=now, fresh=fresh)
    except Failure as failure:
        console.tell(console.say(failure.code, failure.values))
        return None
