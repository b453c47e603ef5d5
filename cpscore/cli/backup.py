"""`cpscore backup` and `cpscore restore`: the whole archive in one file, and back."""

from __future__ import annotations

from argparse import Namespace

from cpscore.cli.clock import now
from cpscore.cli.desks import data_folder, desk_at
from cpscore.cli.output import Console, readable
from cpscore.messages import quoted
from cpscore.rules.canonical import Json
from cpscore.workflow.backup import backup, restore


def run(arguments: Namespace, console: Console) -> int:
    """Back up or restore. Raises Failure."""
    return (
        put_back(arguments, console) if arguments.command == "restore" else save(arguments, console)
    )


def save(arguments: Namespace, console: Console) -> int:
    """Copy the archive to a file; 1 where its chain of hashes was broken before."""
    with desk_at(arguments, console, damaged=True) as desk:
        made = backup(desk, arguments.out)
    file = readable(str(made.path))
    document: Json = {
        "file": file,
        "sha256": made.sha256,
        "entries": made.entries,
        "broken": made.broken,
    }
    said = [console.word("written", file=quoted(file)), f"SHA-256  {made.sha256}"]
    console.show(document, said)
    if made.broken is not None:
        console.tell(console.say("backup-broken", {"entry": made.broken}))
        return 1
    return 0


def put_back(arguments: Namespace, console: Console) -> int:
    """Make a backup the archive; what was there before is kept beside it."""
    folder = data_folder(arguments)
    done = restore(folder, arguments.file, now, replace=arguments.replace)
    kept = readable(str(done.kept)) if done.kept else None
    document: Json = {
        "data": readable(str(folder)),
        "entries": done.entries,
        "identities": done.identities,
        "kept": kept,
    }
    said = [console.word("restored", entries=done.entries, identities=done.identities)]
    if kept:
        said.append(console.word("kept-aside", file=quoted(kept)))
    console.show(document, said)
    return 0
