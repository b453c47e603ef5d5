"""The archive: everything in one file, that this program computes again and others can check."""

from __future__ import annotations

import lzma
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cpscore.exchange.archive import HOW, LIMITS, LINES, SUMS, sums
from cpscore.exchange.container import unpack
from cpscore.rules.canonical import canonical
from cpscore.workflow.demo import LEADER
from cpscore.workflow.packages import sealed
from cpscore.workflow.verify import sentences, verify_file
from tests.judges import ask
from tests.workflow.court import Court

Files = dict[str, bytes]
SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.cpsarchive.xz"))


@pytest.fixture(scope="module")
def path(court: Court) -> Path:
    """The archive of the sample review."""
    [found] = court.folder.glob("*.cpsarchive")
    return found


@pytest.fixture(scope="module")
def files(path: Path) -> Files:
    """What is in it."""
    return dict(unpack(path.read_bytes(), LIMITS).files)


def test_it_holds_everything_and_is_trusted(court: Court, path: Path, files: Files) -> None:
    found = verify_file(path)
    assert found.trustworthy, sentences(found, "en")
    assert (found.kind, found.numbers, found.root) == ("archive", "follow", court.package.root)
    assert [one.signer for one in found.signatures] == ["专家乙"]
    kinds = {name.split("/")[0] for name in files}
    assert {"ballots", "decisions", "sheets", "journal.jsonl", "review.cpspkg"} <= kinds
    assert sum(name.startswith("ballots/") for name in files) == 5
    assert sum(name.startswith("sheets/") for name in files) == 7
    assert files["readme.txt"].decode() == HOW
    assert verify_file(path, court.package.root.upper(), court.desk).trustworthy
    assert not verify_file(path, "0" * 64).trustworthy


def without_an_entry(files: Files) -> None:
    lines = files["journal.jsonl"].splitlines(keepends=True)
    taken = next(at for at, one in enumerate(lines) if b'"ballot-taken"' in one)
    files["journal.jsonl"] = b"".join(lines[:taken] + lines[taken + 1 :])


def with_altered_entry(files: Files) -> None:
    files["journal.jsonl"] = files["journal.jsonl"].replace("专家乙".encode(), "专家甲".encode(), 1)


def with_another_decision(files: Files) -> None:
    decided = {"vetoes": {"v8": {"sustained": True, "reason": "…"}}}
    files["decisions/001.json"] = canonical(decided)


def with_a_bent_ballot(files: Files) -> None:
    files["ballots/0003.cpsballot"] = files["ballots/0003.cpsballot"][:-1]


def with_a_ballot_twice(files: Files) -> None:
    files["ballots/0003.cpsballot"] = files["ballots/0002.cpsballot"]


def with_a_bent_sheet(files: Files) -> None:
    name = next(one for one in files if one.endswith("opinion.pdf"))
    files[name] = files[name] + b"\n"


def with_another_key_on_the_roster(files: Files) -> None:
    files["roster.json"] = files["roster.json"].replace(b'"leader":true', b'"leader":false')


def with_wrong_sums(files: Files) -> None:
    files[SUMS] = b""


def with_a_stranger(files: Files) -> None:
    files["sheets/009-more.pdf"] = b"%PDF-"


def without_the_package(files: Files) -> None:
    del files["review.cpspkg"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (without_an_entry, "archive-ballots"),
        (with_altered_entry, "archive-journal"),
        (with_another_decision, "numbers-do-not-follow"),
        (with_a_bent_ballot, "archive-ballots"),
        (with_a_ballot_twice, "archive-ballots"),
        (with_a_bent_sheet, "archive-sheet"),
        (with_another_key_on_the_roster, "other-roster"),
        (with_wrong_sums, "not-an-archive"),
        (with_a_stranger, "strange-part"),
        (without_the_package, "missing-part"),
    ],
)
def test_what_the_leader_bent_and_signed_again_is_refused(
    court: Court, files: Files, tmp_path: Path, change: Callable[[Files], None], code: str
) -> None:
    bent = dict(files)
    change(bent)
    if change is not with_wrong_sums:
        bent[SUMS] = sums(bent)
    path = tmp_path / "x.cpsarchive"
    path.write_bytes(sealed(bent, court.key(LEADER), court.desk.now()))
    found = verify_file(path)
    assert not found.trustworthy
    assert code in {one.code for one in found.findings}, found.findings


def test_another_member_does_not_sign_the_archive(
    court: Court, files: Files, tmp_path: Path
) -> None:
    path = tmp_path / "x.cpsarchive"
    key = court.key("m1")
    bent = {**files, "leader.der": key.certificate}
    bent[SUMS] = sums(bent)
    path.write_bytes(sealed(bent, key, court.desk.now()))
    found = verify_file(path)
    assert not found.trustworthy
    assert "signed-in-another-place" in {one.code for one in found.findings}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one.name)
def test_the_archives_of_earlier_releases_are_still_accepted(sample: Path, tmp_path: Path) -> None:
    data = lzma.decompress(sample.read_bytes())
    path = tmp_path / "old.cpsarchive"
    path.write_bytes(data)
    found = verify_file(path)
    assert found.trustworthy, sentences(found, "en")
    assert (found.kind, found.numbers) == ("archive", "follow")
    bent = bytearray(data)
    bent[len(bent) // 2] ^= 1
    path.write_bytes(bent)
    assert not verify_file(path).trustworthy


@pytest.mark.parametrize("share", [0.001, 0.2, 0.5, 0.8, 0.999])
def test_a_changed_byte_is_found(path: Path, tmp_path: Path, share: float) -> None:
    data = bytearray(path.read_bytes())
    data[int(len(data) * share)] ^= 4
    changed = tmp_path / path.name
    changed.write_bytes(data)
    found = verify_file(changed)
    assert (found.trustworthy, found.kind) == (False, "archive")


def test_any_unzip_opens_it(path: Path, files: Files) -> None:
    with zipfile.ZipFile(path) as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in files} == files


@pytest.mark.judge
def test_the_lines_inside_check_it(court: Court, path: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(path) as opened:
        opened.extractall(tmp_path)
    check = LINES[1].split()
    said = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "successful" in said.stderr
    fingerprint = ask("openssl", "x509", "-in", str(tmp_path / "signer.pem"), *LINES[3].split()[4:])
    assert fingerprint.strip().replace(":", "").lower().endswith(court.package.root)
    digest = ask("openssl", "dgst", "-sha256", *map(str, sorted(tmp_path.rglob("*.pdf"))))
    listed = (tmp_path / SUMS).read_text(encoding="ascii")
    for line in digest.splitlines():
        assert line.rpartition(" ")[2] in listed
    subprocess.run(
        ["openssl", "dgst", "-sha256", "-binary", "-out", "sum", SUMS], cwd=tmp_path, check=True
    )
    sum64 = subprocess.run(
        ["openssl", "base64", "-in", "sum"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert sum64.stdout.strip() in (tmp_path / "checked.xml").read_text(encoding="utf-8")
