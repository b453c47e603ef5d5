"""`cpscore demo` and `cpscore verify`: what the one writes the other trusts, and no byte more."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpscore.cli.clock import fresh, now
from cpscore.workflow.desk import open_desk
from tests.cli.program import Document, Done, run, run_json

EXPERTS = ("专家甲", "专家乙", "专家丙", "专家丁", "专家戊")


@pytest.fixture(scope="module")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    """The demonstration, run once, and where its files are."""
    folder = tmp_path_factory.mktemp("demo")
    return folder, run_json("demo", "--out", folder)


def verify(path: Path, *options: object) -> tuple[int, Document]:
    """Exit status and document."""
    done = run_json("verify", path, *options)
    document: Document = done.document
    return done.code, document


def test_the_demonstration_writes_signed_sheets(demonstrated: tuple[Path, Done]) -> None:
    folder, done = demonstrated
    assert done.code == 0
    assert set(done.document) == {"files"}
    files = {Path(one["path"]).name: one for one in done.document["files"]}
    assert set(files) >= {"opinion.pdf", "summary.pdf", *(f"score-{one}.pdf" for one in EXPERTS)}
    assert files["opinion.pdf"]["signed"] is True
    for name, one in files.items():
        assert set(one) == {"path", "kind", "signed"}
        kinds = {True: {"opinion", "summary", "score", "archive"}, False: {"reading", "attendance"}}
        assert one["kind"] in kinds[one["signed"]]
        begins = b"PK" if one["kind"] == "archive" else b"%PDF-"
        assert (folder / name).read_bytes().startswith(begins)
    assert "……" in done.err


def test_every_sheet_can_be_trusted(demonstrated: tuple[Path, Done]) -> None:
    for one in demonstrated[1].document["files"]:
        if not one["signed"]:
            continue
        code, document = verify(Path(one["path"]))
        kind = "archive" if one["kind"] == "archive" else "pdf"
        assert (code, document["trustworthy"], document["kind"]) == (0, True, kind)
        assert document["file"] == one["path"]
        assert len(document["root_sha256"]) == 64
        assert document["text"]
        assert document["numbers"] in {"follow", "not-inside"}
        for signature in document["signatures"]:
            assert set(signature) >= {
                "signer", "role", "time", "intact", "identity", "changed_after",
            }  # fmt: skip
            assert signature["intact"] is True
            assert signature["identity"] == "listed"
            assert signature["changed_after"] in {"nothing", "signatures"}


def test_everybody_signed_the_opinion(demonstrated: tuple[Path, Done]) -> None:
    _, document = verify(demonstrated[0] / "opinion.pdf")
    assert {one["signer"] for one in document["signatures"]} == set(EXPERTS)
    assert "组长" in {one["role"] for one in document["signatures"]}
    text = run("verify", demonstrated[0] / "opinion.pdf").out.decode()
    assert text.startswith("可信")
    assert all(name in text for name in EXPERTS)


def test_the_root_is_demanded(demonstrated: tuple[Path, Done]) -> None:
    path = demonstrated[0] / "opinion.pdf"
    root = verify(path)[1]["root_sha256"]
    assert verify(path, "--root", root)[0] == 0
    assert verify(path, "--root", root.upper())[0] == 0
    code, document = verify(path, "--root", "0" * 64)
    assert (code, document["trustworthy"]) == (1, False)
    assert "0" * 64 in document["text"]


@pytest.mark.parametrize("where", [0.02, 0.3, 0.6, 0.99])
def test_a_changed_byte_is_found(
    demonstrated: tuple[Path, Done], tmp_path: Path, where: float
) -> None:
    data = bytearray((demonstrated[0] / "summary.pdf").read_bytes())
    data[int(len(data) * where)] ^= 1
    changed = tmp_path / "summary.pdf"
    changed.write_bytes(data)
    code, document = verify(changed)
    assert (code, document["trustworthy"]) == (1, False)


def test_a_longer_or_shorter_file_is_found(demonstrated: tuple[Path, Done], tmp_path: Path) -> None:
    data = (demonstrated[0] / "opinion.pdf").read_bytes()
    for other in (data + b"\n", data + b"%", data[:-1], data[: data.rindex(b"startxref")]):
        path = tmp_path / "opinion.pdf"
        path.write_bytes(other)
        assert verify(path)[0] == 1


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"text", b"\0" * 100_000])
@pytest.mark.parametrize("name", ["x", "x.pdf", "x.cpsballot", "x.cpspkg", "x.cpsarchive"])
def test_what_is_nothing_of_ours_is_not_trustworthy(
    tmp_path: Path, content: bytes, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    code, document = verify(path)
    assert code == 1
    assert "problems" in document or document["trustworthy"] is False


def test_a_demonstration_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    done = run_json("demo", "--out", tmp_path / "file")
    assert done.code == 1
    assert done.problems


def test_an_open_window_is_not_in_the_way_of_verifying(
    demonstrated: tuple[Path, Done], tmp_path: Path
) -> None:
    path, data = demonstrated[0] / "opinion.pdf", tmp_path / "data"
    assert verify(path, "--data", data)[0] == 0
    assert not data.exists()
    desk = open_desk(data, now=now, fresh=fresh)
    try:
        done = run_json("verify", path, "--data", data)
        assert (done.code, done.document["trustworthy"]) == (0, True)
        assert "正在使用" in done.err
    finally:
        desk.close()
    assert run_json("verify", path, "--data", data).err == ""
