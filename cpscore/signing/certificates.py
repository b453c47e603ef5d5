"""Reading a certificate: whom it names, and whether its key may sign here.

No chain is built and no two names are compared: an identity stands for itself, and asn1crypto
refuses to compare names with characters younger than Unicode 3.2 (孙𬱟), although it reads them.
"""

from __future__ import annotations

import hashlib
import struct
import unicodedata
import zlib
from datetime import UTC, datetime
from typing import Final

from asn1crypto import x509

from cpscore.signing.findings import Person

# What third-party parsers raise on bytes somebody bent; nothing else is caught where they read.
HOSTILE: Final = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    EOFError,
    OSError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
)

CURVES: Final = ("secp256r1", "secp384r1", "secp521r1")
SHORTEST_RSA: Final = 2048
BROKEN_DIGESTS: Final = ("md2_", "md5_", "sha1_")


def fingerprint(certificate_der: bytes) -> str:
    """The SHA-256 of a certificate, in hex."""
    return hashlib.sha256(certificate_der).hexdigest()


def person_of(certificate_der: bytes) -> Person:
    """Whom a certificate names. Raises `ValueError` and kin (`HOSTILE`) where it is none."""
    subject = x509.Certificate.load(certificate_der, strict=True).subject
    found: dict[str, str] = {}
    for part in subject.chosen:
        for attribute in part:
            found.setdefault(attribute["type"].native, _plain(str(attribute["value"].native)))
    return Person(
        found.get("common_name", ""), found.get("organization_name", ""), found.get("title", "")
    )


def unsuitable(certificate_der: bytes) -> str | None:
    """Why a certificate cannot stand behind a signature here, if it cannot.

    `usage` (not for signing), `algorithm` (neither RSA nor one of the `CURVES`), `short` (RSA
    below 2048 bits), `digest` (signed with SHA-1 or older), `name` (it names nobody).

    Raises `ValueError` and kin (`HOSTILE`) where the bytes are no certificate.
    """
    certificate = x509.Certificate.load(certificate_der, strict=True)
    usage = certificate.key_usage_value
    if usage is not None and not usage.native & {"digital_signature", "non_repudiation"}:
        return "usage"
    key = certificate.public_key
    match key.algorithm:
        case "ec" if key.curve[0] == "named" and key.curve[1] in CURVES:
            pass
        case "rsa" if key.bit_size >= SHORTEST_RSA:
            pass
        case "rsa":
            return "short"
        case _:
            return "algorithm"
    if certificate["signature_algorithm"]["algorithm"].native.startswith(BROKEN_DIGESTS):
        return "digest"
    return None if person_of(certificate_der).name.strip() else "name"


def valid_at(certificate_der: bytes, moment: datetime) -> bool:
    """Whether a moment lies within the certificate's validity."""
    certificate = x509.Certificate.load(certificate_der, strict=True)
    begin, end = certificate.not_valid_before, certificate.not_valid_after
    return bool(begin <= moment <= end)


def utc(moment: datetime) -> datetime:
    """The moment in UTC, whole seconds. Raises `ValueError` where it has no offset."""
    if moment.tzinfo is None:
        raise ValueError("a moment without an offset")
    return moment.astimezone(UTC).replace(microsecond=0)


def _plain(text: str) -> str:
    """The text without what would bend a terminal or a line: control and direction characters."""
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in text)
