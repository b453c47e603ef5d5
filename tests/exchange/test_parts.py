"""What a package and a ballot are made of."""

import pytest

from cpscore.exchange.container import manifest
from cpscore.exchange.failures import MissingPart, StrangePart
from cpscore.exchange.parts import (
    BALLOT,
    PACKAGE,
    demand_ballot_parts,
    demand_package_parts,
    form_part,
)

PICTURE = f"attachments/{'0a' * 32}.jpg"
FORMS = ("forms/hebei-g.json", "forms/hebei-g.yaml")


def files(*names: str) -> dict[str, bytes]:
    return dict.fromkeys(names, b"")


def test_whole_ones_are_accepted_and_can_be_packed() -> None:
    demand_ballot_parts(files(*BALLOT))
    demand_ballot_parts(files(*BALLOT, "ink.json", PICTURE))
    demand_package_parts(files(*PACKAGE, *FORMS), ["hebei-g"])
    assert manifest(files(*BALLOT, "ink.json", PICTURE))
    assert manifest(files(*PACKAGE, *FORMS))


@pytest.mark.parametrize("missing", BALLOT)
def test_a_ballot_without_a_part_is_refused(missing: str) -> None:
    with pytest.raises(MissingPart) as raised:
        demand_ballot_parts(files(*(name for name in BALLOT if name != missing)))
    assert raised.value.values == {"part": missing}


@pytest.mark.parametrize("strange", ["a.exe", "attachments/a.jpg", f"{PICTURE}/x", "ink.json.pdf"])
def test_a_ballot_with_another_part_is_refused(strange: str) -> None:
    with pytest.raises(StrangePart) as raised:
        demand_ballot_parts(files(*BALLOT, strange))
    assert raised.value.values == {"part": strange}


@pytest.mark.parametrize(
    "form", ["hebei-g", "北京评分表", "Beijing", "con", "a.", "x" * 200, "..", "a/b/c"]
)
def test_every_id_of_a_form_has_a_file(form: str) -> None:
    assert manifest(files(form_part(form, "yaml"), form_part(form, "json")))
    demand_package_parts(files(*PACKAGE, form_part(form, "yaml"), form_part(form, "json")), [form])


def test_the_files_of_two_forms_differ() -> None:
    assert form_part("hebei-g", "yaml") == "forms/hebei-g.yaml"
    assert form_part("北京", "yaml") != form_part("天津", "yaml")


def test_a_package_has_its_forms_and_no_others() -> None:
    with pytest.raises(MissingPart):
        demand_package_parts(files(*PACKAGE, *FORMS), ["hebei-g", "hebei-h"])
    with pytest.raises(StrangePart):
        demand_package_parts(files(*PACKAGE, *FORMS), [])
    with pytest.raises(MissingPart):
        demand_package_parts(files(*FORMS, "review.json"), ["hebei-g"])
