"""What a package and a ballot are made of, by name: nothing less, and nothing else."""

import re
from collections.abc import Iterable, Mapping

from cpscore.exchange.failures import MissingPart, StrangePart
from cpscore.exchange.names import allowed
from cpscore.rules.canonical import sha256

BALLOT = ("ballot.json", "form.json", "form.yaml", "score.pdf", "review.cpspkg")
BALLOT_MAY = re.compile(r"ink\.json|attachments/[0-9a-f]{64}\.[a-z0-9]{1,8}", re.ASCII)
PACKAGE = ("review.json", "leader.der")
NOTHING = re.compile(r"(?!)")


def demand_ballot_parts(files: Mapping[str, bytes]) -> None:
    """The files of a ballot must be just those of a ballot; raises MissingPart, StrangePart."""
    _demand(files, BALLOT, BALLOT_MAY)


def demand_package_parts(files: Mapping[str, bytes], forms: Iterable[str]) -> None:
    """The files of a package with these forms must be just those; raises as for a ballot."""
    parts = [form_part(form, ending) for form in forms for ending in ("json", "yaml")]
    _demand(files, (*PACKAGE, *parts), NOTHING)


def form_part(form: str, ending: str) -> str:
    """The file of a form in a package: `yaml` as it was written, `json` as it was understood.

    A user's form may have an id that no file may have; then its hash stands for it.
    """
    name = f"forms/{form}.{ending}"
    return name if allowed(name) else f"forms/{sha256(form.encode())}.{ending}"


def _demand(files: Mapping[str, bytes], must: Iterable[str], may: re.Pattern[str]) -> None:
    for name in must:
        if name not in files:
            raise MissingPart(part=name)
    for name in sorted(set(files) - set(must)):
        if not may.fullmatch(name):
            raise StrangePart(part=name)
