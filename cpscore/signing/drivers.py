"""The makers' drivers of USB keys (PKCS#11 libraries): where they lie, and how one is asked.

A driver is somebody else's machine code. It runs in a process of its own (`driver_process`), so
that one which crashes, hangs or prints cannot harm the window; the next question starts anew.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import Final, TypeAlias

from cpscore.files import is_file
from cpscore.rules.problem import Failure
from cpscore.signing.driver_mark import BUG, MARK

Answer: TypeAlias = Mapping[str, object]

# Seconds: somebody may have to press a button on the key.
PATIENCE: Final = 60.0
# Seconds between two looks whether anybody still waits.
STEP: Final = 0.2

# OpenSC, SoftHSM, Feitian ePass (castle, shuttle), SafeNet eToken, YubiKey, WatchData.
_PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "linux": (
        "/usr/lib/*-linux-gnu/opensc-pkcs11.so",
        "/usr/lib64/opensc-pkcs11.so",
        "/usr/lib64/pkcs11/opensc-pkcs11.so",
        "/usr/lib/libcastle*.so*",
        "/usr/lib/*-linux-gnu/libcastle*.so*",
        "/usr/local/lib/libcastle*.so*",
        "/usr/lib/libshuttle_p11*.so*",
        "/usr/local/lib/libshuttle_p11*.so*",
        "/usr/lib/libeToken.so",
        "/usr/lib64/libeToken.so",
        "/usr/lib/*-linux-gnu/libykcs11.so",
        "/usr/lib/libwdpkcs*.so",
        "/usr/lib/*-linux-gnu/softhsm/libsofthsm2.so",
        "/usr/lib64/softhsm/libsofthsm2.so",
        "/usr/lib64/pkcs11/libsofthsm2.so",
    ),
    "darwin": (
        "/Library/OpenSC/lib/opensc-pkcs11.so",
        "/usr/local/lib/libcastle*.dylib",
        "/usr/local/lib/libshuttle*.dylib",
        "/usr/local/lib/libeTPkcs11.dylib",
        "/usr/local/lib/libykcs11.dylib",
        "/opt/homebrew/lib/libykcs11.dylib",
        "/usr/local/lib/libwdpkcs*.dylib",
        "/opt/homebrew/lib/softhsm/libsofthsm2.so",
        "/usr/local/lib/softhsm/libsofthsm2.so",
    ),
    "win32": (
        r"C:\Program Files\OpenSC Project\OpenSC\pkcs11\opensc-pkcs11.dll",
        r"C:\Windows\System32\eps2003csp11*.dll",
        r"C:\Windows\System32\ShuttleCsp11_3003.dll",
        r"C:\Windows\System32\ngp11v211.dll",
        r"C:\Windows\System32\eTPKCS11.dll",
        r"C:\Windows\System32\wdpkcs.dll",
        r"C:\Program Files\Yubico\Yubico PIV Tool\bin\libykcs11.dll",
        r"C:\SoftHSM2\lib\softhsm2-x64.dll",
    ),
}


class UnusableDriver(Failure):
    """The driver did not answer: `reason` is `missing`, `unloadable`, `crashed` or `silent`."""

    code = "unusable-driver"

    def __init__(self, driver: Path, reason: str) -> None:
        super().__init__(driver=driver.name, reason=reason)


def drivers_here() -> tuple[Path, ...]:
    """The drivers that lie in one of the usual places of this platform, each once."""
    places = (Path(place) for place in _PLACES.get(sys.platform, ()))
    found = (Path(one.anchor).glob(str(one.relative_to(one.anchor))) for one in places)
    return tuple(_distinct(path for some in found for path in sorted(some)))


def _distinct(paths: Iterator[Path]) -> Iterator[Path]:
    """The paths without those that lead to the same file as an earlier one."""
    seen: set[Path] = set()
    for path in paths:
        real = path.resolve()
        if real not in seen and path.is_file():
            seen.add(real)
            yield path


def patient() -> None:
    """Whoever asks with this waits until the end."""


def ask(
    driver: Path, question: Mapping[str, str], waiting: Callable[[], object] = patient
) -> Answer:
    """What the driver answers; a `fault` in it is for the caller. Raises `UnusableDriver`.

    `waiting` is called again and again meanwhile; what it raises ends the waiting.
    """
    if not is_file(driver):
        raise UnusableDriver(driver, "missing")
    asked = json.dumps({**question, "driver": str(driver)}).encode()
    with subprocess.Popen(
        _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        try:
            written, complaint = _said(process, asked, waiting)
        except subprocess.TimeoutExpired:
            raise UnusableDriver(driver, "silent") from None
        finally:
            process.kill()
    if process.returncode == BUG:
        raise RuntimeError(complaint.decode("utf-8", "replace"))
    return _read(written, driver)


def _said(
    process: subprocess.Popen[bytes], asked: bytes | None, waiting: Callable[[], object]
) -> tuple[bytes, bytes]:
    """Output and error of a process that was asked something. Raises TimeoutExpired."""
    until = monotonic() + PATIENCE
    while True:
        try:
            return process.communicate(asked, timeout=STEP)
        except subprocess.TimeoutExpired:
            if monotonic() > until:
                raise
            asked = None
            waiting()


def _read(written: bytes, driver: Path) -> Answer:
    """The answer, whole; a driver may have torn the process down before or after it."""
    try:
        answer = json.loads(written)
    except ValueError:
        raise UnusableDriver(driver, "crashed") from None
    if not isinstance(answer, dict) or answer.get("fault") == "unloadable":
        raise UnusableDriver(driver, "unloadable")
    return answer


def _command() -> list[str]:
    """This program again, to run a driver in."""
    if getattr(sys, "frozen", False):
        return [sys.executable, MARK]
    return [sys.executable, "-m", "cpscore", MARK]
