"""The syntax of the commands around a review: from an identity to the archive."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path

from cpscore.cli.syntax import Commands

Words = Mapping[str, str]


def job_commands(commands: Commands) -> None:
    """Every command of the main job."""
    words = commands.words
    identity_commands(commands.under("identity"))
    review_commands(commands.under("review"))
    package = commands.add("package")
    which(package, words)
    into(package, words)
    ballot_commands(commands.under("ballot"))
    collect = commands.add("collect")
    which(collect, words)
    collect.add_argument("files", nargs="*", metavar="FILE|DIR", help=words["help-ballots"])
    round_commands(commands.under("round"))
    issue_command(commands.add("issue"), words)
    archive_commands(commands)
    commands.add("selftest")


def identity_commands(identity: Commands) -> None:
    """`identity new`, `show`, `import`, `token`."""
    words = identity.words
    new = identity.add("new")
    new.add_argument("name", metavar="NAME", help=words["help-name"])
    new.add_argument("--organisation", default="", metavar="TEXT", help=words["help-organisation"])
    new.add_argument("--title", default="", metavar="TEXT", help=words["help-post"])
    identity.add("show")
    taken = identity.add("import")
    taken.add_argument("file", type=Path, metavar="FILE.p12", help=words["help-p12"])
    token = identity.add("token")
    token.add_argument("take", nargs="?", metavar="CODE", help=words["help-take"])
    token.add_argument("--driver", type=Path, metavar="LIB", help=words["help-driver"])


def review_commands(review: Commands) -> None:
    """`review new`, `list`, `show`, `procedures`, and what the leader records."""
    words = review.words
    new = review.add("new")
    new.add_argument("--from", dest="plan", metavar="REVIEW.json", required=True,
                     help=words["help-plan"])  # fmt: skip
    whose(new, words)
    review.add("list").add_argument(
        "--search", default="", metavar="WORDS", help=words["help-search"]
    )
    which(review.add("show"), words)
    review.add("procedures")
    decide = review.add("decide")
    which(decide, words)
    decide.add_argument("decisions", metavar="D.json", help=words["help-decisions"])
    of_form(decide, words)
    opinion = review.add("opinion")
    which(opinion, words)
    opinion.add_argument("words", metavar="O.json", help=words["help-opinion-file"])
    void = review.add("void")
    which(void, words)
    void.add_argument("--reason", required=True, metavar="TEXT", help=words["help-reason"])
    confirm = review.add("confirm")
    which(confirm, words)
    confirm.add_argument("expert", metavar="EXPERT", help=words["help-expert"])
    confirm.add_argument("code", metavar="CODE", help=words["help-code"])
    fill = review.add("fill")
    which(fill, words)
    fill.add_argument("answers", metavar="ANSWERS.json")
    of_form(fill, words)


def ballot_commands(ballot: Commands) -> None:
    """`ballot show`, `verify`, `submit`."""
    words = ballot.words
    ballot.add("show").add_argument("file", metavar="FILE")
    verify = ballot.add("verify")
    verify.add_argument("file", metavar="FILE")
    verify.add_argument("--root", metavar="SHA256", help=words["help-root"])
    submit = ballot.add("submit")
    submit.add_argument("package", type=Path, metavar="PKG", help=words["help-taken-package"])
    submit.add_argument("answers", metavar="ANSWERS.json")
    into(submit, words)
    of_form(submit, words)
    submit.add_argument("--expert", metavar="NAME", help=words["help-expert"])
    whose(submit, words)
    submit.add_argument("--ink", type=Path, metavar="INK.json", help=words["help-ink"])
    submit.add_argument("--reason", default="", metavar="TEXT", help=words["help-again"])


def round_commands(round: Commands) -> None:
    """`round begin`, `sign`, `decline`, `back`, `accept`."""
    words = round.words
    begin = round.add("begin")
    which(begin, words)
    into(begin, words)
    begin.add_argument("--without", action="append", default=[], metavar="EXPERT",
                       help=words["help-without"])  # fmt: skip
    whose(begin, words)
    sign = round.add("sign")
    sign.add_argument("file", type=Path, metavar="FILE.pdf", help=words["help-round-file"])
    sign.add_argument("--expert", metavar="NAME", help=words["help-expert"])
    whose(sign, words)
    sign.add_argument("--ink", type=Path, metavar="INK.json", help=words["help-ink"])
    decline = round.add("decline")
    decline.add_argument("file", type=Path, metavar="FILE.pdf", help=words["help-round-file"])
    decline.add_argument("words", type=Path, metavar="WORDS.txt", help=words["help-words"])
    how = decline.add_mutually_exclusive_group(required=True)
    for name in ("refuse", "reserve"):
        how.add_argument(f"--{name}", action="store_const", dest="how", const=name,
                         help=words[f"help-{name}"])  # fmt: skip
    into(decline, words)
    decline.add_argument("--expert", metavar="NAME", help=words["help-expert"])
    whose(decline, words)
    accept = round.add("accept")
    which(accept, words)
    accept.add_argument("expert", metavar="EXPERT", help=words["help-expert"])
    back = round.add("back")
    which(back, words)
    back.add_argument("files", nargs="+", metavar="FILE|DIR", help=words["help-round-files"])


def issue_command(issue: ArgumentParser, words: Words) -> None:
    """`issue`."""
    which(issue, words)
    into(issue, words)
    for name in ("pdf", "docx", "xlsx"):
        issue.add_argument(f"--{name}", action="append_const", dest="formats", const=name,
                           help=words[f"help-{name}"])  # fmt: skip
    issue.add_argument("--template", type=Path, metavar="T.docx", help=words["help-template"])
    issue.add_argument("--draft", action="store_true", help=words["help-draft"])
    whose(issue, words)


def archive_commands(commands: Commands) -> None:
    """`backup`, `restore`."""
    words = commands.words
    commands.add("backup").add_argument(
        "-o", dest="out", type=Path, metavar="FILE", required=True, help=words["help-backup-file"]
    )
    restore = commands.add("restore")
    restore.add_argument("file", type=Path, metavar="FILE", help=words["help-backup-file"])
    restore.add_argument("--replace", action="store_true", help=words["help-replace"])


def which(parser: ArgumentParser, words: Words) -> None:
    """The review that is meant."""
    parser.add_argument("review", metavar="REVIEW", help=words["help-which"])


def into(parser: ArgumentParser, words: Words) -> None:
    """The folder to write to."""
    parser.add_argument("-o", dest="out", type=Path, metavar="DIR", required=True,
                        help=words["help-folder"])  # fmt: skip


def of_form(parser: ArgumentParser, words: Words) -> None:
    """The form that is meant, where there are several."""
    parser.add_argument("--form", metavar="ID", help=words["help-which-form"])


def whose(parser: ArgumentParser, words: Words) -> None:
    """The identity that signs, where there are several."""
    parser.add_argument("--identity", metavar="CODE", help=words["help-which-identity"])
