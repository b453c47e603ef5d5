"""The container: what it writes, that others can read it, and that nothing else is accepted."""

import io
import os
import time
import zipfile
import zlib
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpscore.exchange.container import (
    BEGINNING,
    MANIFEST,
    SIGNATURE,
    Contents,
    Limits,
    manifest,
    pack,
    unpack,
)
from cpscore.exchange.failures import Damage, DamagedContainer, NotAContainer, TooLarge
from cpscore.exchange.stored import archive
from cpscore.rules.problem import Failure
from tests.exchange.signer import Signer
from tests.judges import JudgeRefused, ask

FILES = {"ballot.json": b'{"schema":"cpscore.ballot/1"}', "forms/hebei-g.yaml": "表".encode()}


def packed(files: dict[str, bytes] = FILES, signature: bytes = b"signature") -> bytes:
    return pack(files, manifest(files), signature)


def entries(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        return [(name, read.read(name)) for name in read.namelist()]


def damage(data: bytes) -> Damage:
    with pytest.raises(DamagedContainer) as raised:
        unpack(data)
    return raised.value.reason


def test_what_goes_in_comes_out() -> None:
    assert unpack(packed()) == Contents(FILES, manifest(FILES), b"signature")


def test_the_same_things_make_the_same_bytes() -> None:
    assert packed(dict(reversed(FILES.items()))) == packed()


def test_it_is_an_asic_e_container() -> None:
    data = packed()
    assert data[30:69] == b"mimetypeapplication/vnd.etsi.asic-e+zip"
    assert [name for name, _ in entries(data)] == ["mimetype", *sorted(FILES), MANIFEST, SIGNATURE]
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        assert read.testzip() is None
        assert {info.compress_type for info in read.infolist()} == {zipfile.ZIP_STORED}
        assert not any(info.extra or info.comment for info in read.infolist())


def test_the_manifest_is_golden() -> None:
    golden = Path(__file__).parent / "manifest.xml"
    assert manifest(FILES).decode() == golden.read_text(encoding="utf-8")


def test_a_manifest_of_other_files_is_not_packed() -> None:
    with pytest.raises(ValueError, match="not that of the files"):
        pack(FILES, manifest({"other.json": b""}), b"")


@pytest.mark.judge
def test_unzip_and_openssl_accept_it(tmp_path: Path) -> None:
    signer = Signer(tmp_path)
    (tmp_path / "it.zip").write_bytes(signer.packed(FILES))
    assert "No errors detected" in ask("unzip", "-t", str(tmp_path / "it.zip"))
    ask("unzip", "-q", str(tmp_path / "it.zip"), "-d", str(tmp_path / "out"))
    for name, content in FILES.items():
        assert (tmp_path / "out" / name).read_bytes() == content
    signed, signature = tmp_path / "out" / MANIFEST, tmp_path / "out" / SIGNATURE
    assert "successful" in signer.verify(signed.read_bytes(), signature.read_bytes())


@pytest.mark.judge
def test_a_container_packed_anew_is_stopped_by_the_signature(tmp_path: Path) -> None:
    """Whoever mends checksums and manifest as well still has no key."""
    signer = Signer(tmp_path)
    signature = unpack(signer.packed(FILES)).signature
    forged = unpack(packed({**FILES, "ballot.json": b"{}"}, signature))
    with pytest.raises(JudgeRefused):
        signer.verify(forged.manifest, forged.signature)


def test_no_flipped_bit_is_accepted() -> None:
    data = packed({"a": b"1"})
    accepted = 0
    for at in range(len(data) * 8):
        flipped = bytearray(data)
        flipped[at // 8] ^= 1 << at % 8
        try:
            unpack(bytes(flipped))
            accepted += 1
        except (NotAContainer, DamagedContainer, TooLarge):
            pass
    assert accepted == 0


def test_no_part_of_it_is_accepted() -> None:
    data = packed()
    for length in range(len(data)):
        with pytest.raises(Failure):
            unpack(data[:length])
    assert damage(data[:20]) is Damage.CUT_OFF
    assert damage(data[:90]) is Damage.CUT_OFF
    assert damage(data[:-1]) is Damage.CUT_OFF


@pytest.mark.parametrize("other", [b"", b"PK", b"%PDF-1.7", b"\0" * 5000, archive(FILES.items())])
def test_what_is_no_container_is_called_so(other: bytes) -> None:
    with pytest.raises(NotAContainer if not BEGINNING.startswith(other or b"x") else Failure):
        unpack(other)


@pytest.mark.parametrize("more", [b"\0", b"PK\x05\x06" + b"\0" * 18, b"x" * 100])
def test_nothing_stands_before_or_after(more: bytes) -> None:
    assert damage(packed() + more) is Damage.CONTENT
    with pytest.raises(NotAContainer):
        unpack(more + packed())


def test_two_containers_in_a_row_are_none() -> None:
    assert damage(packed() + packed({"a": b""})) is Damage.CONTENT


def test_another_content_is_found_even_with_its_checksum_mended() -> None:
    changed = [(name, content + b" ") if name == "ballot.json" else (name, content)
               for name, content in entries(packed())]  # fmt: skip
    assert damage(archive(changed)) is Damage.MANIFEST


@pytest.mark.parametrize("name", ["ballot.json", "mimetype", MANIFEST])
def test_a_repeated_name_is_refused(name: str) -> None:
    inside = entries(packed())
    again = [entry for entry in inside if entry[0] == name]
    assert damage(archive(inside + again)) in (Damage.CONTENT, Damage.STRUCTURE)
    assert damage(archive([*inside, (name, b"other")])) is not None


def test_another_order_is_refused() -> None:
    first, *rest = entries(packed())
    assert damage(archive([first, *reversed(rest)])) is Damage.CONTENT


def test_a_file_more_or_less_than_the_manifest_says_is_refused() -> None:
    inside = entries(packed())
    more = sorted([*inside[1:3], ("zzz", b"")])
    assert damage(archive([inside[0], *more, *inside[3:]])) is Damage.MANIFEST
    assert damage(archive([inside[0], *inside[2:]])) is Damage.MANIFEST


@pytest.mark.parametrize("missing", [MANIFEST, SIGNATURE])
def test_manifest_and_signature_must_be_there(missing: str) -> None:
    rest = [entry for entry in entries(packed()) if entry[0] != missing]
    assert damage(archive(rest)) is Damage.STRUCTURE


BAD_NAMES = [
    "", "/a", "a/", "../a", "a/../b", "a/b/c", "a\\b", "A", "a/B", ".a", "a.", "a/b.", "表", "a b",
    "c:a", "con", "nul.txt", "a/com1.pdf", "lpt9", "mimetype", "meta-inf/a", "-a", "a\n", "a\0b",
    "x" * 121,
]  # fmt: skip


@pytest.mark.parametrize("name", BAD_NAMES)
def test_odd_names_are_neither_written_nor_read(name: str) -> None:
    with pytest.raises(ValueError, match="not names for a container"):
        manifest({name: b""})
    if name.isascii() and name != "mimetype":
        first, *rest = entries(packed())
        assert damage(archive([first, (name, b""), *rest])) is Damage.NAME


def test_a_file_and_a_folder_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="not names for a container"):
        manifest({"a": b"", "a/b": b""})


def rezipped(
    target: IO[bytes],
    method: int = zipfile.ZIP_STORED,
    comment: bytes = b"",
    extra: bytes = b"",
) -> None:
    with zipfile.ZipFile(target, "w") as written:
        for at, (name, content) in enumerate(entries(packed())):
            info = zipfile.ZipInfo(name)
            info.compress_type = method if at else zipfile.ZIP_STORED
            info.external_attr, info.create_system = 0o100644 << 16, 3
            info.extra = extra if at else b""
            written.writestr(info, content)
        written.comment = comment


def test_zipfile_writes_the_same_bytes() -> None:
    target = io.BytesIO()
    rezipped(target)
    assert target.getvalue() == packed()


@pytest.mark.parametrize(
    ("method", "comment", "extra", "reason"),
    [
        (zipfile.ZIP_DEFLATED, b"", b"", Damage.STRUCTURE),
        (zipfile.ZIP_STORED, b"hello", b"", Damage.CONTENT),
        (zipfile.ZIP_STORED, b"", b"\x99\x99\x04\x00abcd", Damage.STRUCTURE),
    ],
)
def test_other_zips_of_the_same_files_are_refused(
    method: int, comment: bytes, extra: bytes, reason: Damage
) -> None:
    target = io.BytesIO()
    rezipped(target, method, comment, extra)
    assert damage(target.getvalue()) is reason


def test_a_streamed_zip_is_refused() -> None:
    """A pipe cannot go back to mend a header: sizes stand behind the content."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as target:
        rezipped(target)
    with os.fdopen(reading, "rb") as source, pytest.raises(NotAContainer):
        unpack(source.read())


def test_a_bomb_is_refused_before_it_can_go_off() -> None:
    deflated = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = deflated.compress(bytes(50_000_000)) + deflated.flush()
    name = b"ballot.json"
    header = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\x21\0" + zlib.crc32(b"").to_bytes(4, "little")
    sizes = len(bomb).to_bytes(4, "little") + (50_000_000).to_bytes(4, "little")
    lengths = len(name).to_bytes(2, "little") + b"\0\0"
    assert damage(BEGINNING + header + sizes + lengths + name + bomb) is Damage.STRUCTURE


def test_sizes_that_lie_are_refused() -> None:
    data = bytearray(packed())
    at = len(BEGINNING) + 18
    data[at : at + 8] = b"\xff" * 8  # zip64 says: look elsewhere
    assert damage(bytes(data)) is Damage.CUT_OFF


def test_limits_hold_both_ways() -> None:
    files = {f"{number}": b"12345678" for number in range(8)}
    data = packed(files)
    signed = manifest(files)
    for limits in (Limits(total=len(data) - 1), Limits(file=7), Limits(files=7)):
        with pytest.raises(TooLarge):
            pack(files, signed, b"signature", limits)
        with pytest.raises(TooLarge):
            unpack(data, limits)
    exact = Limits(total=len(data), file=len(signed), files=8)
    assert pack(files, signed, b"signature", exact) == data
    assert unpack(data, exact).files == files


def test_a_million_entries_are_refused_at_once() -> None:
    first = entries(packed())[0]
    many = archive([first, *((f"{number}", b"") for number in range(60_000))])
    began = time.process_time()
    with pytest.raises(TooLarge):
        unpack(many)
    assert time.process_time() - began < 1


@given(st.binary(max_size=300))
def test_arbitrary_bytes_behind_the_beginning_are_refused(rest: bytes) -> None:
    with pytest.raises(DamagedContainer):
        unpack(BEGINNING + rest)


@given(st.data())
def test_any_edit_is_refused(data: st.DataObject) -> None:
    good = packed()
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, min(len(good), start + 40)))
    edited = good[:start] + data.draw(st.binary(max_size=40)) + good[end:]
    if edited != good:
        with pytest.raises(Failure):
            unpack(edited)


GOOD_NAMES = st.from_regex(r"\A[a-z0-9][a-z0-9._-]{0,8}[a-z0-9]\.pdf\Z")


@given(st.dictionaries(GOOD_NAMES, st.binary(max_size=50), max_size=6), st.binary(max_size=50))
def test_every_set_of_files_travels(files: dict[str, bytes], signature: bytes) -> None:
    safe = {f"x{name}": content for name, content in files.items()}
    assert unpack(packed(safe, signature)) == Contents(safe, manifest(safe), signature)
