"""What a package and a ballot are made of, by name: nothing less, and nothing else."""

import re
from collections.abc import Iterable, Mapping

from cpscore.exchange.failures import MissingPart, StrangePart

BALLOT = ("ballot.json", "form.json", "form.yaml", "score.pdf", "review.cpspkg")
BALLOT_MAY = re.compile(r"ink\.json|attachments/[0-9a-f]{64}\.[a-z0-9]{1,8}", re.ASCII)
PACKAGE = ("review.json", "leader.der")
NOTHING = re.compile(r"(?!)")


def demand_ballot_parts(files: Mapping[str, bytes]) -> None:
    """The files of a ballot must be just those of a ballot; raises MissingPart, StrangePart."""
    _demand(files, BALLOT, BALLOT_MAY)


def demand_package_parts(files: Mapping[str, bytes], forms: Iterable[str]) -> None:
    """The files of a package with these forms must be just those; raises as for a ballot."""
    _demand(files, (*PACKAGE, *form_parts(forms)), NOTHING)


def form_parts(forms: Iterable[str]) -> list[str]:
    """The two files of each form in a package: as it was written, and as it was understood."""
    return [f"forms/{form}.{ending}" for form in forms for ending in ("json", "yaml")]


def _demand(files: Mapping[str, bytes], must: Iterable[str], may: re.Pattern[str]) -> None:
    for name in must:
        if name not in files:
            raise MissingPart(part=name)
    for name in sorted(set(files) - set(must)):
        if not may.fullmatch(name):
            raise StrangePart(part=name)
