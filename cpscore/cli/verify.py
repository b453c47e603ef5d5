"""`cpscore verify`: who signed, whether anything changed since, whether the numbers follow."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from cpscore.cli.output import Console
from cpscore.workflow.verify import sentences, verification_document, verify_file


def run(arguments: Namespace, console: Console) -> int:
    """Verify one file; 0 if it is trustworthy. Raises Unreadable, Unacceptable."""
    found = verify_file(Path(arguments.file), arguments.root)
    document = verification_document(found, console.language)
    console.show(document, sentences(found, console.language))
    return 0 if found.trustworthy else 1
