"""What foreign programs say of a file's signatures, in a word or two, as kindly as can be read.

`valid` is every signature that the program finds; the rest of what it says stands behind.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from tests.judges import JudgeRefused, ask, mutool_sign, openssl, pdfsig

VALID = "valid"
JUDGES = ("pdfsig", "mutool", "openssl")
RANGE = re.compile(rb"/ByteRange\s?\[\s?0 (\d+) (\d+) (\d+)\s?\]")
MANIFEST, SIGNATURE = "META-INF/ASiCManifest001.xml", "META-INF/signature001.p7s"
NOTHING, REFUSED = "finds no signature", "refuses"


def verdicts(path: Path, folder: Path) -> tuple[str, str, str]:
    """What pdfsig, mutool and openssl say; `folder` is for what openssl has to be given."""
    if path.suffix == ".pdf":
        return by_pdfsig(path), by_mutool(path), by_openssl(path, folder)
    return "—", "—", container_by_openssl(path, folder)


def calls_valid(said: str) -> bool:
    """Whether somebody in a hurry would read it as a yes."""
    return said.startswith(VALID)


def by_pdfsig(path: Path) -> str:
    """Poppler."""
    try:
        said = pdfsig(path)
    except JudgeRefused as refusal:
        return NOTHING if "does not contain any signatures" in str(refusal) else REFUSED
    found = said.count("Signature Validation:")
    good = said.count("Signature is Valid.")
    if not found:
        return NOTHING
    if good < found:
        return f"refuses {found - good} of {found}"
    whole = "Total document signed" in said
    return f"{VALID} ({good})" if whole else f"{VALID} ({good}), not the whole file"


def by_mutool(path: Path) -> str:
    """MuPDF: of earlier signatures it always says that the file was edited since."""
    try:
        said = mutool_sign(path)
    except JudgeRefused as refusal:
        said = str(refusal)
    found = said.count("Verifying signature")
    last = said.count("The document is unchanged since signing.")
    edited = said.count("The signature is valid but there have been edits since signing.")
    if not found:
        return NOTHING
    if last + edited < found:
        return f"refuses {found - last - edited} of {found}"
    return f"{VALID} ({found})" if last else f"{VALID} ({found}), edited since"


def by_openssl(path: Path, folder: Path) -> str:
    """OpenSSL, given the bytes that each signature names."""
    data = path.read_bytes()
    ranges = [tuple(map(int, one.groups())) for one in RANGE.finditer(data)]
    if not ranges:
        return NOTHING
    good = 0
    for first, second, rest in ranges:
        digits = re.fullmatch(rb"<([0-9A-Fa-f]*)>", data[first:second])
        if digits is None or len(digits[1]) % 2:
            continue
        (folder / "content").write_bytes(data[:first] + data[second : second + rest])
        (folder / "cms").write_bytes(bytes.fromhex(digits[1].decode()))
        good += _verifies(folder)
    return (
        f"{VALID} ({good})"
        if good == len(ranges)
        else f"refuses {len(ranges) - good}" + (f" of {len(ranges)}")
    )


def container_by_openssl(path: Path, folder: Path) -> str:
    """OpenSSL on the list of files in a container; the files themselves it does not look at."""
    try:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as opened:
            (folder / "content").write_bytes(opened.read(MANIFEST))
            (folder / "cms").write_bytes(opened.read(SIGNATURE))
    except (zipfile.BadZipFile, KeyError):
        return NOTHING
    return f"{VALID} (1)" if _verifies(folder) else "refuses 1 of 1"


def _verifies(folder: Path) -> bool:
    asked = ("cms", "-verify", "-binary", "-noverify", "-inform", "DER")
    files = ("-in", str(folder / "cms"), "-content", str(folder / "content"))
    try:
        return "successful" in openssl(*asked, *files, "-out", str(folder / "out")).lower()
    except JudgeRefused:
        return False


def versions() -> dict[str, str]:
    """Which versions of the three answer here."""
    asked = {
        "pdfsig": ("pdfsig", "-v"),
        "mutool": ("mutool", "-v"),
        "openssl": ("openssl", "version"),
    }
    found = {}
    for name, command in asked.items():
        try:
            said = ask(*command)
        except JudgeRefused as refusal:
            said = str(refusal)
        numbers = re.search(r"\d+\.\d+\.\d+", said)
        found[name] = numbers[0] if numbers else "?"
    return found
