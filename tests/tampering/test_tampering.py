"""Fifty good files and fifty that somebody bent: we accept and refuse each as we should, and are
never more lenient than `pdfsig`, `mutool` and `openssl`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from cpscore.workflow.demo import LEADER
from cpscore.workflow.formats import ATTENDANCE, READING
from cpscore.workflow.packages import make_package
from cpscore.workflow.verify import sentences, verify_file
from tests.judges import JudgeRefused, mutool_sign, openssl, pdfsig
from tests.tampering.bending import (
    Bend,
    commented,
    cut,
    flipped,
    longer,
    older_state_back,
    painted_over,
    retitled,
    saved_again,
    signed_by,
    stranger,
    with_another_first,
    with_more,
    without_last_signature,
    zipped_again,
)
from tests.workflow.court import Court

ENTERPRISES = ("示例化工", "孙𬱟印染", "㐂乐电镀", "A&B <Ltd>", "一厂" * 40)


def good_files(court: Court) -> Iterator[tuple[str, bytes]]:
    """Every kind of file, as its people would make it."""
    for path in sorted(court.folder.iterdir()):
        # The reading copy and the attendance sheet bear no signature, and are trusted by nobody.
        if path.name not in (READING, ATTENDANCE):
            yield path.name, path.read_bytes()
    members = [one.id for one in court.package.review.members]
    for member in members:
        yield f"score-{member}.pdf", court.signed(court.score(member), member)
    others = [one for one in members if one != LEADER]
    for left_out in (*combinations(others, 1), *combinations(others, 2)):
        name = f"summary-{'-'.join(left_out)}.pdf"
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


PDF_BENDS: dict[str, Bend] = {
    "byte flipped": flipped(0.4),
    "page painted over": painted_over,
    "comment added": commented,
    "saved again": saved_again,
    "stranger's signature": signed_by(stranger()),
    "last signature cut off": without_last_signature,
    "title changed": retitled,
    "older state put back": older_state_back,
    "byte flipped early": flipped(0.01),
    "byte flipped in the signature": flipped(0.985),
    "cut": cut,
    "longer": longer,
}
CONTAINER_BENDS: dict[str, Bend] = {
    "byte flipped": flipped(0.4),
    "byte flipped late": flipped(0.99),
    "cut": cut,
    "longer": longer,
    "zipped again": zipped_again,
    "something added": with_more,
    "something exchanged": with_another_first,
}


def tampered_files(court: Court) -> Iterator[tuple[str, bytes]]:
    """Every kind of file, bent in every way."""
    for name in ("opinion.pdf", "summary.pdf", "score-专家甲.pdf"):
        data = (court.folder / name).read_bytes()
        for how, bend in PDF_BENDS.items():
            yield f"{how} {name}", bend(data)
    containers = [one for one in sorted(court.folder.iterdir()) if one.suffix == ".cpsarchive"]
    containers += [court.ballots["m1"], next(court.folder.glob("*.cpspkg"))]
    for path in containers:
        for how, bend in CONTAINER_BENDS.items():
            yield f"{how} {path.name}", bend(path.read_bytes())


@pytest.fixture(scope="session")
def good(court: Court, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The good files."""
    return written(good_files(court), tmp_path_factory.mktemp("good"))


def written(files: Iterator[tuple[str, bytes]], folder: Path) -> list[Path]:
    paths = []
    for name, data in files:
        path = folder / name.replace("'", "")
        path.write_bytes(data)
        paths.append(path)
    return paths


def test_every_good_file_is_trusted(good: list[Path]) -> None:
    assert len(good) >= 50
    wrong = {}
    for path in good:
        found = verify_file(path)
        if not found.trustworthy:
            wrong[path.name] = sentences(found, "en")
    assert wrong == {}


def test_every_tampered_file_is_refused(court: Court, tmp_path: Path) -> None:
    bent = written(tampered_files(court), tmp_path)
    assert len(bent) >= 50
    originals = {path.read_bytes() for path in court.folder.iterdir()}
    assert not any(path.read_bytes() in originals for path in bent)
    assert [path.name for path in bent if verify_file(path).trustworthy] == []


@pytest.mark.judge
def test_others_accept_the_good_files_too(good: list[Path], tmp_path: Path) -> None:
    refused = {}
    for path in good:
        try:
            if path.suffix == ".pdf":
                pdf_accepted(path, tmp_path)
            else:
                container_accepted(path, tmp_path)
        except (JudgeRefused, AssertionError) as refusal:
            refused[path.name] = str(refusal)
    assert refused == {}


def pdf_accepted(path: Path, folder: Path) -> None:
    """All three must call every signature valid.

    mutool says of earlier signatures that the file was edited since, which is its own limit.
    """
    data = path.read_bytes()
    ranges = re.findall(rb"/ByteRange \[0 (\d+) (\d+) (\d+)", data)
    said = pdfsig(path)
    assert said.count("Signature is Valid.") == len(ranges)
    assert "Total document signed" in said
    judged = mutool_sign(path)
    unchanged = judged.count("The document is unchanged since signing.")
    edited = judged.count("The signature is valid but there have been edits since signing.")
    assert (unchanged, unchanged + edited) == (1, len(ranges)), judged
    for first, second, rest in (map(int, one) for one in ranges):
        (folder / "content").write_bytes(data[:first] + data[second : second + rest])
        (folder / "cms").write_bytes(bytes.fromhex(data[first + 1 : second - 1].decode()))
        openssl_accepts(folder)


def container_accepted(path: Path, folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as opened:
        (folder / "content").write_bytes(opened.read("META-INF/ASiCManifest001.xml"))
        (folder / "cms").write_bytes(opened.read("META-INF/signature001.p7s"))
    openssl_accepts(folder)


def openssl_accepts(folder: Path) -> None:
    asked = ("cms", "-verify", "-binary", "-noverify", "-inform", "DER")
    files = ("-in", str(folder / "cms"), "-content", str(folder / "content"))
    said = openssl(*asked, *files, "-out", str(folder / "out"))
    assert "successful" in said.lower()
