"""The container of everything that travels: ASiC-E (ETSI EN 319 162-1), one signature over it all.

Any `unzip` opens it and `openssl cms -verify -cades` checks its signature over the manifest;
our own reader accepts only what `pack` itself would have written, byte for byte.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cpscore.exchange.failures import Damage, DamagedContainer, NotAContainer, TooLarge
from cpscore.exchange.names import allowed, compatible
from cpscore.exchange.stored import Broken, archive, entries_of

MIMETYPE = "application/vnd.etsi.asic-e+zip"
MANIFEST = "META-INF/ASiCManifest001.xml"
SIGNATURE = "META-INF/signature001.p7s"
# Local header, name and content of the first entry: 30 + 8 + 31 bytes that never differ.
BEGINNING = archive([("mimetype", MIMETYPE.encode())])[: 38 + len(MIMETYPE)]

ASIC = "http://uri.etsi.org/02918/v1.2.1#"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
MEDIA_TYPES = {
    "cpspkg": MIMETYPE,
    "der": "application/pkix-cert",
    "jpg": "image/jpeg",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "txt": "text/plain",
    "yaml": "application/yaml",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a container may hold at most: all bytes, the bytes of one file, files."""

    total: int = 96 * 1024 * 1024
    file: int = 64 * 1024 * 1024
    files: int = 256


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Contents:
    """What was in a container: the files by name, the manifest of just them, and its signature.

    Whose signature it is, and whether it holds, is for others to say.
    """

    files: Mapping[str, bytes]
    manifest: bytes
    signature: bytes


def manifest(files: Mapping[str, bytes]) -> bytes:
    """The ASiCManifest of the files, the bytes that get signed: names in order, with their SHA-256.

    Raises ValueError for a name that `names.allowed` refuses: names are ours to choose.
    """
    _demand_names(files)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<asic:ASiCManifest xmlns:asic="{ASIC}" xmlns:ds="{DSIG}">',
        f'<asic:SigReference URI="{SIGNATURE}" MimeType="application/x-pkcs7-signature"/>',
        *(_reference(name, files[name]) for name in sorted(files)),
        "</asic:ASiCManifest>",
    ]
    return "\n".join(lines).encode() + b"\n"


def _reference(name: str, content: bytes) -> str:
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    media = MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    return (
        f'<asic:DataObjectReference URI="{name}" MimeType="{media}">'
        f'<ds:DigestMethod Algorithm="{SHA256}"/>'
        f"<ds:DigestValue>{digest}</ds:DigestValue>"
        "</asic:DataObjectReference>"
    )


def pack(
    files: Mapping[str, bytes], signed: bytes, signature: bytes, limits: Limits = LIMITS
) -> bytes:
    """The container of the files, their signed manifest and its signature: always the same bytes.

    Raises TooLarge; ValueError where the manifest is not that of the files.
    """
    if signed != manifest(files):
        raise ValueError("the manifest is not that of the files")
    _demand_sizes((*files.values(), signed, signature), limits)
    if len(files) > limits.files:
        raise TooLarge(limits.files)
    packed = archive(_entries(Contents(files, signed, signature)))
    if len(packed) > limits.total:
        raise TooLarge(limits.total)
    return packed


def unpack(data: bytes, limits: Limits = LIMITS) -> Contents:
    """What is in a container; raises NotAContainer, DamagedContainer, TooLarge.

    Whatever `pack` would not have written is refused: a repeated or odd name, a byte before,
    between or after, a comment, an extra field, another order, an entry the manifest does not have.
    """
    if not data.startswith(BEGINNING):
        cut_off = bool(data) and BEGINNING.startswith(data)
        raise DamagedContainer(Damage.CUT_OFF) if cut_off else NotAContainer()
    if len(data) > limits.total:
        raise TooLarge(limits.total)
    contents = _read(data, limits)
    if contents.manifest != manifest(contents.files):
        raise DamagedContainer(Damage.MANIFEST)
    written = archive(_entries(contents))
    if written != data:
        raise DamagedContainer(Damage.CUT_OFF if written.startswith(data) else Damage.CONTENT)
    return contents


def _read(data: bytes, limits: Limits) -> Contents:
    """The entries by name; a repeated name loses its first content, which the comparison finds."""
    found: dict[str, bytes] = {}
    try:
        for count, (name, content) in enumerate(entries_of(data)):
            if count >= limits.files + 3:
                raise TooLarge(limits.files)
            found[name] = content
    except Broken as broken:
        raise DamagedContainer(Damage.CUT_OFF if broken.cut_off else Damage.STRUCTURE) from None
    _demand_sizes(found.values(), limits)
    try:
        del found["mimetype"]
        signed, signature = found.pop(MANIFEST), found.pop(SIGNATURE)
    except KeyError:
        raise DamagedContainer(Damage.STRUCTURE) from None
    if not _named_well(found):
        raise DamagedContainer(Damage.NAME)
    return Contents(found, signed, signature)


def _entries(contents: Contents) -> Iterable[tuple[str, bytes]]:
    yield "mimetype", MIMETYPE.encode()
    for name in sorted(contents.files):
        yield name, contents.files[name]
    yield MANIFEST, contents.manifest
    yield SIGNATURE, contents.signature


def _demand_sizes(contents: Iterable[bytes], limits: Limits) -> None:
    if any(len(content) > limits.file for content in contents):
        raise TooLarge(limits.file)


def _demand_names(files: Mapping[str, bytes]) -> None:
    if not _named_well(files):
        raise ValueError(f"not names for a container: {sorted(files)}")


def _named_well(files: Mapping[str, bytes]) -> bool:
    return all(allowed(name) for name in files) and compatible(frozenset(files))
