"""`cpscore package`: a file for each member."""

from __future__ import annotations

from argparse import Namespace

from cpscore.cli.desks import desk_at
from cpscore.cli.output import Console, readable
from cpscore.files import make_folder
from cpscore.rules.canonical import Json
from cpscore.workflow.prepare import package_of, write_packages
from cpscore.workflow.reviews import find_review


def run(arguments: Namespace, console: Console) -> int:
    """Write the packages into a folder. Raises NotWritten, NoSuchReview."""
    with desk_at(arguments, console) as desk:
        package = package_of(desk, find_review(desk, arguments.review))
        make_folder(arguments.out)
        written = write_packages(desk, package.review.id, arguments.out)
    files: list[Json] = [
        {"path": readable(str(path)), "kind": "package", "signed": True, "expert": member.name}
        for member, path in written
    ]
    document: Json = {
        "review": package.review.id,
        "root_sha256": package.root,
        "sha256": package.sha256,
        "files": files,
    }
    said = (f"{member.name}  {readable(str(path))}" for member, path in written)
    console.show(document, (*said, f"{console.word('root')}  {package.root}"))
    return 0
