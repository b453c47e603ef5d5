"""Foreign programs that judge our files; a missing one fails the test and says how to get it."""

import shutil
import subprocess
from pathlib import Path

import dev


class JudgeMissing(Exception):
    """A foreign program is not installed; the text says how to get it."""


class JudgeRefused(AssertionError):
    """A foreign program does not accept the file; the text is what it said."""


def pdfsig(path: Path) -> str:
    """What poppler says about the signatures of a PDF."""
    return ask("pdfsig", str(path))


def qpdf_check(path: Path) -> str:
    """What qpdf says about the structure of a PDF; it raises on errors and warnings."""
    return ask("qpdf", "--check", str(path))


def mutool_sign(path: Path) -> str:
    """What MuPDF says about the signatures of a PDF."""
    return ask("mutool", "sign", "-v", str(path))


def pdf_text(path: Path) -> str:
    """The text of a PDF as poppler extracts it, laid out."""
    return ask("pdftotext", "-layout", str(path), "-")


def pdf_fonts(path: Path) -> str:
    """Poppler's table of the fonts of a PDF."""
    return ask("pdffonts", str(path))


def openssl(*arguments: str) -> str:
    """Standard output and error of openssl; it raises if openssl refuses."""
    return ask("openssl", *arguments)


def ask(program: str, *arguments: str) -> str:
    """Output and error of a program; raises JudgeRefused, with both, unless it exits with 0."""
    if shutil.which(program) is None:
        command = dev.install_command([dev.JUDGES[program]])
        raise JudgeMissing(f"{program} is not installed; get it with: {command}")
    done = subprocess.run(
        [program, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=120,
        check=False,
    )
    if done.returncode != 0:
        raise JudgeRefused(f"{program} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout
