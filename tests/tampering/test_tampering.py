"""Good files and files that somebody bent: we accept and refuse each as we should, and are never
more lenient than `pdfsig`, `mutool` and `openssl`, whose verdicts stand in `docs/verifiers.md`
(`pytest tests/tampering --rewrite` writes it anew).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import pytest

from cpscore.exchange.archive import SUMS, sums
from cpscore.rules.sheet import SignaturePlace
from cpscore.signing.pdf import with_signature_fields
from cpscore.workflow.demo import LEADER
from cpscore.workflow.packages import make_package
from cpscore.workflow.verify import sentences, verify_file
from tests.tampering import bending, verdicts
from tests.tampering.bending import Bend, flipped
from tests.tampering.table import Row, document, judged_by
from tests.workflow.court import Court

ENTERPRISES = ("示例化工", "孙𬱟印染", "㐂乐电镀", "A&B <Ltd>", "一厂" * 40)
# No signature of their own: trusted by nobody.
UNSIGNED = ("reading.pdf", "attendance.pdf")
DOCUMENT = Path(__file__).parents[2] / "docs" / "verifiers.md"


@dataclass(frozen=True)
class Case:
    """A file, what was done to it (nothing to a good one), and whether we trust it."""

    path: Path
    what: str
    trusted: bool
    sentences: tuple[str, ...]


def good_files(court: Court) -> Iterator[tuple[str, bytes]]:
    """Every kind of file, as its people would make it."""
    for path in sorted(court.folder.iterdir()):
        if path.name not in UNSIGNED:
            yield path.name, path.read_bytes()
    members = [one.id for one in court.package.review.members]
    for member in members:
        yield f"score-{member}.pdf", court.signed(court.score(member), member)
    others = [one for one in members if one != LEADER]
    for left_out in (*combinations(others, 1), *combinations(others, 2)):
        name = f"summary-without-{'-'.join(left_out)}.pdf"
        yield name, court.signed(court.summary(*left_out), LEADER)
    for size in range(len(others) + 1):
        for signing in combinations(others, size):
            hands = {one: one for one in (LEADER, *signing)}
            yield f"opinion-{'-'.join(hands)}.pdf", court.opinion(hands)
    package = court.package
    for at, name in enumerate(ENTERPRISES):
        enterprise = replace(package.review.enterprise, name=name)
        review = replace(package.review, enterprise=enterprise, id=f"other-{at}")
        key = court.key(LEADER)
        yield f"{at}.cpspkg", make_package(review, package.definitions, key, court.desk.now())


PDF_BENDS: Mapping[str, Bend] = {
    "byte flipped": flipped(0.4),
    "byte flipped early": flipped(0.01),
    "byte flipped in the signature": flipped(0.985),
    "cut": bending.cut,
    "longer": bending.longer,
    "behind a prefix": bending.behind_a_prefix,
    "page painted over": bending.painted_over,
    "page exchanged": bending.page_exchanged,
    "comment added": bending.commented,
    "title changed": bending.retitled,
    "script added": bending.scripted,
    "layer added": bending.layered,
    "attachment exchanged": bending.attachment_exchanged,
    "certification taken out": bending.uncertified,
    "form taken out": bending.without_form,
    "saved again": bending.saved_again,
    "objects packed": bending.packed_objects,
    "stranger's signature added": bending.signed_by(bending.stranger()),
    "last signature cut off": bending.without_last_signature,
    "older state put back": bending.older_state_back,
}
# What a member can do between the leader's two signatures.
BETWEEN = (
    *("page painted over", "page exchanged", "comment added", "title changed", "script added"),
    *("layer added", "attachment exchanged", "certification taken out"),
)
CONTAINER_BENDS: Mapping[str, Bend] = {
    "byte flipped": bending.flipped_at(200),
    "byte flipped in the directory": bending.flipped_at(-30),
    "cut": bending.cut,
    "longer": bending.longer,
    "behind a prefix": bending.behind_a_prefix,
    "zipped again": bending.zipped_again,
    "something added": bending.with_more,
    "something exchanged": bending.with_another_first,
    "ZIP comment added": bending.with_a_comment,
    "one name twice": bending.with_a_name_twice,
    "another name in the directory": bending.with_another_directory,
    "a name that looks like another": bending.with_a_strange_name,
    "signed again by a stranger": lambda data: bending.sealed_again(
        bending.stranger(), bending.entries(data)
    ),
}
# In the whole corpus at least these are called valid by one of the three, and refused by us.
CALLED_VALID = {
    *("page painted over", "page exchanged", "comment added", "title changed", "script added"),
    *("layer added", "attachment exchanged", "certification taken out", "older state put back"),
    *("stranger's signature added", "last signature cut off", "signed again by a stranger"),
    *("a ballot left out", "a decision altered", "forms exchanged"),
}


def tampered_files(court: Court) -> Iterator[tuple[str, str, bytes]]:
    """Every kind of file, bent in every way: its name, how, its bytes."""
    for name in ("opinion.pdf", "summary.pdf", "score-专家甲.pdf"):
        data = (court.folder / name).read_bytes()
        for how, bend in PDF_BENDS.items():
            yield name, how, bend(data)
    for how in BETWEEN:
        yield "opinion.pdf", f"{how} while signing", between(court, PDF_BENDS[how])
    yield "score-专家甲.pdf", "signed again by a stranger", again_by_a_stranger(court)
    containers = [one for one in sorted(court.folder.iterdir()) if one.suffix == ".cpsarchive"]
    containers += [court.ballots["m1"], next(court.folder.glob("*.cpspkg"))]
    for path in containers:
        for how, bend in CONTAINER_BENDS.items():
            yield path.name, how, bend(path.read_bytes())
    for how, files in bent_archives(court, bending.entries(containers[0].read_bytes())):
        files[SUMS] = sums({name: files[name] for name in files if name not in OWN})
        yield containers[0].name, how, bending.sealed_again(court.key(LEADER), files)


OWN = {"mimetype", bending.MANIFEST, bending.SIGNATURE}


def bent_archives(court: Court, files: dict[str, bytes]) -> Iterator[tuple[str, dict[str, bytes]]]:
    """The archive as the leader could bend it and sign it again."""
    index = files["archive.json"]
    left_out = {name: one for name, one in files.items() if name != "ballots/0003.cpsballot"}
    at = index.index(b'"part":"ballots/0003.cpsballot"')
    start, end = index.rindex(b"{", 0, at), index.index(b"}", at) + 2
    yield "a ballot left out", {**left_out, "archive.json": index[:start] + index[end:]}
    decided = files["decisions/001.json"]
    assert b'"sustained":false' in decided
    altered = decided.replace(b'"sustained":false', b'"sustained":true')
    yield "a decision altered", {**files, "decisions/001.json": altered}
    package = court.package
    other = make_package(
        replace(package.review, date="2026-11-21"),
        package.definitions,
        court.key(LEADER),
        bending.NOON,
    )
    yield "forms exchanged", {**files, "review.cpspkg": other}


def between(court: Court, bend: Bend) -> bytes:
    """The opinion that a member bent before signing it."""
    pdf = (court.folder / "opinion.pdf").read_bytes()
    fields = (LEADER, "m1", "closing")
    places = [SignaturePlace(one, 0, 60, 40 + 30 * at, 120, 20) for at, one in enumerate(fields)]
    unsigned = with_signature_fields(pdf[: pdf.index(b"%%EOF") + 6], places)
    return bending.while_signing(unsigned, bend, court.key(LEADER), court.key("m1"), fields)


def again_by_a_stranger(court: Court) -> bytes:
    """A member's sheet with nothing but another key behind it."""
    stranger = bending.stranger()
    keys = replace(court.sample, identities={**court.sample.identities, "m1": stranger})
    return replace(court, sample=keys).signed(court.score("m1"), "m1")


@pytest.fixture(scope="session")
def good(court: Court, tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    """The good files."""
    folder = tmp_path_factory.mktemp("good")
    return [case(folder / name.replace("'", ""), "", data) for name, data in good_files(court)]


@pytest.fixture(scope="session")
def tampered(court: Court, tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    """The bent files."""
    return [
        case(tmp_path_factory.mktemp("bent") / name, how, data)
        for name, how, data in tampered_files(court)
    ]


def case(path: Path, what: str, data: bytes) -> Case:
    """A file written, and what we say of it."""
    path.write_bytes(data)
    found = verify_file(path)
    return Case(path, what, found.trustworthy, tuple(sentences(found, "en")))


def test_every_good_file_is_trusted(good: list[Case]) -> None:
    assert len(good) >= 50
    assert {one.path.name: one.sentences for one in good if not one.trusted} == {}


def test_every_tampered_file_is_refused(court: Court, tampered: list[Case]) -> None:
    assert len(tampered) >= 50
    originals = {path.read_bytes() for path in court.folder.iterdir()}
    assert not any(one.path.read_bytes() in originals for one in tampered)
    assert [(one.path.name, one.what) for one in tampered if one.trusted] == []


@pytest.mark.judge
def test_we_are_never_more_lenient_than_the_three(
    good: list[Case], tampered: list[Case], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    rows = [
        Row(one.path.name, one.what, one.trusted, verdicts.verdicts(one.path, tmp_path))
        for one in (*good, *tampered)
    ]
    assert [row for row in rows if row.trusted and not row.all_valid] == []
    assert [row for row in rows if not row.what and not row.all_valid] == []
    fooled = {row.what for row in rows if row.what and any(map(verdicts.calls_valid, row.said))}
    assert {one for one in CALLED_VALID if one not in fooled} == set()
    versions = verdicts.versions()
    text = document(rows, versions)
    if request.config.getoption("--rewrite"):
        DOCUMENT.write_text(text, encoding="utf-8")
    kept = DOCUMENT.read_text(encoding="utf-8")
    # Other versions may say other things; that is why the document names those that spoke.
    if judged_by(kept) == judged_by(document([], versions)):
        assert kept == text
