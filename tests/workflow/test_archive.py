"""The archive: everything in one file, that this program computes again and others can check."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import lzma
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from cpscore.exchange.archive import HOW, LIMITS, SUMS, sums
from cpscore.exchange.container import unpack
from cpscore.rules.canonical import canonical
from cpscore.signing.inspect import inspect_pdf
from cpscore.store.journal import link
from cpscore.workflow.demo import LEADER
from cpscore.workflow.packages import sealed
from cpscore.workflow.verify import sentences, verify_file
from tests.workflow.court import Court
from tests.workflow.make_archive import archived

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
    # What went along unsigned is there too, and called what it is.
    [unsigned] = [one for one in found.findings if one.code == "archive-unsigned"]
    beside = sorted(name for name in files if name.startswith("beside/"))
    assert len(unsigned.values["names"]) == len(beside) > 1
    assert files[beside[0]] == (court.folder / unsigned.values["names"][0]).read_bytes()
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


def journal_of(files: Files) -> list[dict[str, Any]]:
    return [json.loads(line) for line in files["journal.jsonl"].splitlines()]


def rechained(files: Files, entries: list[dict[str, Any]]) -> None:
    """A journal written anew from the first entry to the last, every hash as it must be."""
    previous, lines = entries[0]["previous"], []
    for at, one in enumerate(entries, start=int(entries[0]["seq"])):
        texts = (one["review"], one["at"], one["by"], one["kind"])
        hashed = link(at, *texts, canonical(one["body"]).decode(), previous)
        lines.append(canonical({**one, "seq": str(at), "previous": previous, "hash": hashed}))
        previous = hashed
    files["journal.jsonl"] = b"".join(line + b"\n" for line in lines)


def with_a_decision_nobody_recorded(files: Files) -> None:
    rechained(files, [one for one in journal_of(files) if one["kind"] != "decided"])


def with_a_decision_taken_back(files: Files) -> None:
    entries = journal_of(files)
    at = next(at for at, one in enumerate(entries) if one["kind"] == "decided")
    body = {"form": "hebei-g", "veto": "v8", "reason": "…"}
    back = {**entries[at], "kind": "undecided", "body": body}
    rechained(files, [*entries[: at + 1], back, *entries[at + 1 :]])


def with_another_reason(files: Files) -> None:
    entries = journal_of(files)
    [made] = [one for one in entries if one["kind"] == "decided"]
    made["body"]["reason"] = "另有原因"
    rechained(files, entries)


def with_an_opinion_that_was_voided(files: Files) -> None:
    entries = journal_of(files)
    void = {**entries[-1], "kind": "opinion-void", "body": {"reason": "…"}}
    rechained(files, [*entries, void])


def with_another_package_at_the_beginning(files: Files) -> None:
    entries = journal_of(files)
    [created] = [one for one in entries if one["kind"] == "review-created"]
    created["body"]["package"] = "0" * 64
    rechained(files, entries)


def with_entries_of_no_sense(files: Files) -> None:
    entries = journal_of(files)
    [made] = [one for one in entries if one["kind"] == "decided"]
    made["body"] = {"form": 1}
    rechained(files, entries)


def without_the_opinion(files: Files) -> None:
    leave_out(files, "opinion")


def without_a_score_sheet(files: Files) -> None:
    leave_out(files, "score")


def leave_out(files: Files, kind: str) -> None:
    index = json.loads(files["archive.json"])
    part = next(one for one in index["parts"] if one["kind"] == kind)
    index["parts"].remove(part)
    files["archive.json"] = canonical(index)
    del files[part["part"]]


def with_another_reading_copy(files: Files) -> None:
    index = json.loads(files["archive.json"])
    [reading] = [one["part"] for one in index["parts"] if one["kind"] == "reading"]
    with pikepdf.open(io.BytesIO(files[reading])) as opened:
        embedded = opened.Root.Names.EmbeddedFiles.Names
        embedded[1].EF.F.write(b"%PDF-")
        output = io.BytesIO()
        opened.save(output)
    files[reading] = output.getvalue()


def with_an_older_opinion_called_voided(files: Files) -> None:
    parts = json.loads(files["archive.json"])["parts"]
    opinion = next(one for one in parts if one["kind"] == "opinion")
    add(files, "voided/001.pdf", "voided", files[opinion["part"]])


def add(files: Files, part: str, kind: str, data: bytes) -> None:
    index = json.loads(files["archive.json"])
    index["parts"].insert(0, {"part": part, "name": part, "kind": kind})
    files["archive.json"] = canonical(index)
    files[part] = data


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
        (with_a_decision_nobody_recorded, "archive-decisions"),
        (with_a_decision_taken_back, "archive-decisions"),
        (with_another_reason, "archive-decisions"),
        (with_an_opinion_that_was_voided, "archive-opinion"),
        (with_an_older_opinion_called_voided, "archive-opinion"),
        (without_the_opinion, "archive-opinion"),
        (without_a_score_sheet, "archive-scores"),
        (with_another_package_at_the_beginning, "archive-package"),
        (with_another_reading_copy, "archive-reading"),
        (with_entries_of_no_sense, "archive-journal"),
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
    refused(court, bent, tmp_path / "x.cpsarchive", code)


def refused(court: Court, bent: Files, path: Path, code: str) -> None:
    """Signed by the leader, and not trusted, for this reason."""
    path.write_bytes(sealed(bent, court.key(LEADER), court.desk.now()))
    found = verify_file(path)
    assert not found.trustworthy
    assert code in {one.code for one in found.findings}, found.findings


@pytest.mark.parametrize(
    ("kind", "code"), [("summary", "numbers-do-not-follow"), ("score", "archive-scores")]
)
def test_a_sound_sheet_that_is_not_what_the_panel_came_to_is_refused(
    court: Court, files: Files, tmp_path: Path, kind: str, code: str
) -> None:
    earlier = (
        court.signed(court.summary("m4"), LEADER)
        if kind == "summary"
        else court.signed(court.score("m1"), "m1")
    )
    alone = tmp_path / "x.pdf"
    alone.write_bytes(earlier)
    assert verify_file(alone).trustworthy
    bent = dict(files)
    add(bent, f"sheets/000-{kind}.pdf", kind, earlier)
    bent[SUMS] = sums(bent)
    refused(court, bent, tmp_path / "x.cpsarchive", code)


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
    # 0.1.0 kept no voided edition, and its pages cannot be printed again: both are told.
    assert {"archive-voided", "pages-not-compared"} <= {one.code for one in found.findings}
    bent = bytearray(data)
    bent[len(bent) // 2] ^= 1
    path.write_bytes(bent)
    assert not verify_file(path).trustworthy


def test_a_voided_edition_stays_in_it_with_its_reason(tmp_path: Path) -> None:
    path = archived(tmp_path)
    found = verify_file(path)
    assert found.trustworthy, sentences(found, "en")
    [voided] = [one for one in found.findings if one.code == "archive-voided"]
    assert voided.values == {"edition": 1, "reason": "有误", "kept": True}
    files = unpack(path.read_bytes(), LIMITS).files
    # It bears the signatures that were void, and is no file to be used.
    first = inspect_pdf(files["voided/001.pdf"])
    assert [one.field for one in first.signatures] == ["m1", "m2"]
    assert not first.whole


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


def following(readme: bytes, folder: Path) -> subprocess.CompletedProcess[str]:
    """The lines that the readme gives, each where the one before went well."""
    lines = [
        one
        for one in readme.decode().splitlines()
        if one.startswith(("unzip ", "openssl ", "sha256sum "))
    ]
    assert len(lines) == 4
    return subprocess.run(
        ["sh", "-c", " && ".join(lines)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.judge
def test_the_readme_inside_is_followed_to_the_letter(
    court: Court, path: Path, files: Files, tmp_path: Path
) -> None:
    (tmp_path / "FILE.cpsarchive").write_bytes(path.read_bytes())
    done = following(files["readme.txt"], tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "CMS Verification successful" in done.stderr
    said = done.stdout.splitlines()
    # Every file but the list itself, which the last line of the list of signed files is for.
    assert {one for one in said if one.endswith(": OK")} == {f"{name}: OK" for name in files} - {
        f"{SUMS}: OK"
    }
    digest = base64.b64encode(hashlib.sha256(files[SUMS]).digest()).decode()
    assert any(digest in one and SUMS in one for one in said)
    assert said[-1].replace(":", "").lower().endswith(court.package.root)


@pytest.mark.judge
@pytest.mark.parametrize("name", ["sheets/001-score.pdf", "journal.jsonl", SUMS])
def test_the_readme_finds_what_was_altered(path: Path, tmp_path: Path, name: str) -> None:
    output = tmp_path / "FILE.cpsarchive"
    with zipfile.ZipFile(path) as opened, zipfile.ZipFile(output, "w") as made:
        for one in opened.namelist():
            data = opened.read(one)
            made.writestr(one, data.replace(b"1", b"2", 1) if one == name else data)
        readme = opened.read("readme.txt")
    assert following(readme, tmp_path).returncode != 0
