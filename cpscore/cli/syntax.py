"""How commands are added to the syntax; what every one of them takes."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser
from collections.abc import Mapping
from pathlib import Path

from cpscore.messages import LANGUAGES


class Commands:
    """The commands under a parser, with their help in one language.

    `help` is what the names of their help texts begin with.
    """

    def __init__(
        self, parser: ArgumentParser, words: Mapping[str, str], dest: str, help: str, needed: bool
    ) -> None:
        self.words, self.help = words, help
        self.parsers = parser.add_subparsers(dest=dest, metavar="COMMAND", required=needed)

    def add(self, name: str) -> ArgumentParser:
        """One command."""
        about = self.words[f"{self.help}-{name}"]
        made: ArgumentParser = self.parsers.add_parser(
            name, help=about, description=about, allow_abbrev=False, add_help=False
        )
        everywhere(made, self.words)
        return made

    def under(self, name: str) -> Commands:
        """A command that has commands of its own."""
        return Commands(self.add(name), self.words, "about", f"{self.help}-{name}", needed=True)


def everywhere(parser: ArgumentParser, words: Mapping[str, str]) -> None:
    """The options every command takes; one not given leaves alone what stood before the command."""
    # The library would head the help in English.
    parser._positionals.title, parser._optionals.title = words["arguments"], words["options"]
    add = parser.add_argument
    add("-h", "--help", action="help", default=SUPPRESS, help=words["help-help"])
    add("--json", action="store_true", default=SUPPRESS, help=words["help-json"])
    add("--data", type=Path, metavar="DIR", default=SUPPRESS, help=words["help-data"])
    add("--passphrase-file", type=Path, metavar="F", default=SUPPRESS, help=words["help-phrase"])
    add("--lang", choices=LANGUAGES, default=SUPPRESS, help=words["help-lang"])
