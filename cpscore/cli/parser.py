"""The syntax of the command line; wrong syntax is the only thing that ends with 2."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from cpscore import __version__
from cpscore.cli.parser_job import job_commands
from cpscore.cli.syntax import Commands, everywhere
from cpscore.cli.words import WORDS
from cpscore.messages import LANGUAGES, Language

# Commands that take any number of files: an option may stand between two of them.
MANY = {"merge": "answers", "check": "paths", "collect": "files", "back": "files"}


def parse(argv: Sequence[str]) -> Namespace:
    """The command and its options; `command` is None where the window is to open.

    Ends the program with 2 on wrong syntax, with 0 after `--help` and `--version`.
    """
    parser = build_parser(language_of(argv))
    arguments, rest = parser.parse_known_args(argv)
    many = MANY.get(getattr(arguments, "about", None) or arguments.command or "")
    if rest and (many is None or any(one.startswith("-") for one in rest)):
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if many:
        getattr(arguments, many).extend(rest)
    if arguments.command and arguments.sample:
        parser.error("--sample opens the window and takes no command")
    if arguments.json and not arguments.command:
        parser.error("--json needs a command")
    if arguments.command and arguments.lang is None:
        # The window speaks the language it was set to, unless another is asked for.
        arguments.lang = "zh"
    return arguments


def language_of(argv: Sequence[str]) -> Language:
    """The language asked for, wherever it stands, to word the help in."""
    early = ArgumentParser(add_help=False, allow_abbrev=False)
    early.add_argument("--lang", nargs="?")
    wanted = early.parse_known_args(argv)[0].lang
    return next((language for language in LANGUAGES if language == wanted), "zh")


def build_parser(language: Language) -> ArgumentParser:
    """The parser, with its help in a language."""
    words = WORDS[language]
    parser = ArgumentParser(
        "cpscore", description=words["about"], allow_abbrev=False, add_help=False
    )
    version = words["help-version"]
    parser.add_argument("--version", action="version", version=__version__, help=version)
    parser.add_argument("--sample", action="store_true", help=words["help-sample"])
    everywhere(parser, words)
    parser.set_defaults(json=False, data=None, passphrase_file=None, lang=None)
    commands = Commands(parser, words, "command", "help", needed=False)
    demo = commands.add("demo")
    demo.add_argument("--out", type=Path, metavar="DIR", help=words["help-out"])
    forms_commands(commands.under("forms"))
    score = commands.add("score")
    score.add_argument("form", metavar="FORM", help=words["help-form"])
    score.add_argument("answers", metavar="ANSWERS.json")
    score.add_argument("--pdf", type=Path, metavar="F.pdf", help=words["help-trial"])
    merge = commands.add("merge")
    merge.add_argument("form", metavar="FORM", help=words["help-form"])
    merge.add_argument("answers", nargs="+", metavar="ANSWERS.json")
    merge.add_argument("--decisions", metavar="D.json", help=words["help-decisions"])
    merge.add_argument("--pdf", type=Path, metavar="F.pdf", help=words["help-trial"])
    verify = commands.add("verify")
    verify.add_argument("file", metavar="FILE")
    verify.add_argument("--root", metavar="SHA256", help=words["help-root"])
    job_commands(commands)
    return parser


def forms_commands(forms: Commands) -> None:
    """`forms list`, `show`, `check`, `import`, `export`."""
    words = forms.words
    for name in ("list", "show", "check", "import", "export"):
        made = forms.add(name)
        if name == "show":
            made.add_argument("form", metavar="ID|FILE")
        if name == "check":
            made.add_argument("paths", nargs="+", metavar="PATH")
        if name == "import":
            made.add_argument("file", type=Path, metavar="FILE.docx|.xlsx")
        if name == "export":
            made.add_argument("form", metavar="ID|FILE")
        if name in ("import", "export"):
            out = words["help-forms-out"]
            made.add_argument("-o", dest="out", type=Path, metavar="F", required=True, help=out)
