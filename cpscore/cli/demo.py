"""`cpscore demo`: the main job without clicking."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from cpscore.cli import written
from cpscore.cli.clock import fresh, now
from cpscore.cli.output import Console
from cpscore.files import make_folder
from cpscore.workflow.demo import run_demo

FOLDER = Path("cpscore-demo")


def run(arguments: Namespace, console: Console) -> int:
    """Run the sample review into a folder. Raises NotWritten, and the steps' own failures."""
    folder: Path = arguments.out or FOLDER
    make_folder(folder)
    written.show(run_demo(folder, now, fresh, written.progress(console)), console)
    return 0
