"""An expert's identity: a key and its self-signed certificate, in a PKCS#12 file."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from asn1crypto import pkcs12 as der
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from cpscore.rules.problem import Failure
from cpscore.signing.certificates import (
    HOSTILE,
    fingerprint,
    person_of,
    unsuitable,
    utc,
)
from cpscore.signing.findings import Person

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

YEARS = 15
# X.520 allows 64 characters; for the common name the library counts bytes of UTF-8.
LONGEST = 64
# PBKDF2 for the key and the certificate, and the same count for the file's checksum: the usual
# 2048 there would let a passphrase be guessed through it.
ROUNDS = 300_000
MOST_ROUNDS = 5_000_000
LARGEST = 1 << 20
# Reads aloud well: no 0 and O, no 1 and I.
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class WrongPassphrase(Failure):
    """The identity does not open with this passphrase."""

    code = "wrong-passphrase"


class EmptyPassphrase(Failure):
    """An identity is never kept without a passphrase."""

    code = "empty-passphrase"


class DamagedIdentity(Failure):
    """The file is no PKCS#12 with one key and its certificate, or not any more."""

    code = "damaged-identity"


class UnsuitableIdentity(Failure):
    """A sound file whose key or certificate cannot sign here: `reason` is a code."""

    code = "unsuitable-identity"


class UnsuitableName(Failure):
    """A name, organisation or title that no certificate can hold: `part`, and `longest` bytes."""

    code = "unsuitable-name"


@dataclass(frozen=True, slots=True)
class Identity:
    """A person's certificate (DER), its SHA-256 in hex, and what signs with its key.

    The key itself is never shown: it may lie in this program or inside a token. `sign` answers
    bytes with the signature over their SHA-256, PKCS#1 v1.5 for RSA, DER for ECDSA.
    """

    person: Person
    certificate: bytes
    sha256: str
    sign: Callable[[bytes], bytes] = field(repr=False, compare=False)


def create_identity(person: Person, passphrase: str, *, now: datetime, serial: int) -> bytes:
    """A new P-256 key with a self-signed certificate of 15 years, as PKCS#12.

    `now` carries its offset; the certificate begins a day earlier, since clocks get corrected.
    `serial`: 1 to 2**159 - 1. Raises `EmptyPassphrase` and `UnsuitableName`.
    """
    if not passphrase:
        raise EmptyPassphrase
    name = _subject(person)
    begin = utc(now) - timedelta(days=1)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=YEARS * 365 + YEARS // 4 + 1))
        .add_extension(_usage(), critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = _secret(passphrase)
    lock = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(secret)
    )
    label = person.name.encode()
    return _hardened(
        pkcs12.serialize_key_and_certificates(label, key, certificate, None, lock), secret
    )


def open_identity(pkcs12_bytes: bytes, passphrase: str) -> Identity:
    """The identity in a PKCS#12 file, ours or another's with an RSA or EC key.

    Raises `WrongPassphrase`, `DamagedIdentity`, and `UnsuitableIdentity` for keys and
    certificates that cannot sign here.
    """
    _plausible(pkcs12_bytes)
    secret = _secret(passphrase)
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(pkcs12_bytes, secret)
    except UnsupportedAlgorithm as error:
        raise UnsuitableIdentity(reason="algorithm") from error
    except ValueError as error:
        if _opens_key(pkcs12_bytes, secret):
            raise DamagedIdentity from error
        raise WrongPassphrase from error
    if key is None or certificate is None:
        raise DamagedIdentity
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise UnsuitableIdentity(reason="algorithm")
    shape = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if certificate.public_key().public_bytes(*shape) != key.public_key().public_bytes(*shape):
        raise DamagedIdentity
    raw = certificate.public_bytes(Encoding.DER)
    if reason := unsuitable(raw):
        raise UnsuitableIdentity(reason=reason)
    return Identity(person_of(raw), raw, fingerprint(raw), _signing_with(key))


def _signing_with(key: PrivateKey) -> Callable[[bytes], bytes]:
    """What signs with a key that lies in this program."""
    if isinstance(key, rsa.RSAPrivateKey):
        return lambda data: key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    return lambda data: key.sign(data, ec.ECDSA(hashes.SHA256()))


@lru_cache(maxsize=256)
def short_code(*sha256: str) -> str:
    """Eight letters to be read aloud, the same whatever the order of the fingerprints (hex).

    Slow to compute on purpose, so that nobody looks for a key that happens to give the same.
    """
    joined = "\n".join(sorted(code.lower() for code in sha256)).encode()
    number = int.from_bytes(hashlib.pbkdf2_hmac("sha256", joined, b"cpscore short code", 50_000))
    letters = [LETTERS[number >> 5 * place & 31] for place in range(8)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def _subject(person: Person) -> x509.Name:
    """The person as a certificate's name; organisation and title are left out where empty."""
    parts = (
        ("name", NameOID.COMMON_NAME, person.name),
        ("organisation", NameOID.ORGANIZATION_NAME, person.organisation),
        ("title", NameOID.TITLE, person.title),
    )
    attributes = []
    for part, oid, value in parts:
        text = unicodedata.normalize("NFC", value.strip())
        size = len(text.encode("utf-8", "replace"))
        bent = any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text)
        # A Chinese character takes three bytes.
        longest = LONGEST if part == "name" else LONGEST * 3
        if bent or size > longest or (not text and part == "name"):
            raise UnsuitableName(part=part, longest=longest)
        if text:
            attributes.append(x509.NameAttribute(oid, text))
    return x509.Name(attributes)


def _usage() -> x509.KeyUsage:
    """A signature that its maker stands by, and nothing else."""
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _secret(passphrase: str) -> bytes:
    """The passphrase as bytes; composed, because keyboards differ in how they send accents."""
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "replace")


def _hardened(pkcs12_bytes: bytes, secret: bytes) -> bytes:
    """The same file with its checksum under as many rounds as the key (RFC 7292, appendix B)."""
    pfx = der.Pfx.load(pkcs12_bytes)
    mac = pfx["mac_data"]
    salt = mac["mac_salt"].native
    password = secret.decode().encode("utf-16-be") + b"\0\0"
    block = b"\x03" * 64 + _filled(salt) + _filled(password)
    for _ in range(ROUNDS):
        block = hashlib.sha256(block).digest()
    content = pfx["auth_safe"]["content"].native
    mac["iterations"] = ROUNDS
    mac["mac"]["digest"] = hmac.digest(block, content, "sha256")
    return bytes(pfx.dump(force=True))


def _filled(text: bytes) -> bytes:
    """The text repeated to fill whole blocks of 64 bytes."""
    size = -(-len(text) // 64) * 64
    return (text * (size // len(text) + 1))[:size]


def _plausible(pkcs12_bytes: bytes) -> None:
    """Raise `DamagedIdentity` for what is no PKCS#12, or would take hours to open."""
    if len(pkcs12_bytes) > LARGEST:
        raise DamagedIdentity
    try:
        pfx = der.Pfx.load(pkcs12_bytes, strict=True)
        rounds = [int(pfx["mac_data"]["iterations"].native or 1)]
        rounds += [bag["encryption_algorithm"].kdf_iterations for bag in _key_bags(pfx)]
        for part in pfx.authenticated_safe:
            if part["content_type"].native == "encrypted_data":
                info = part["content"]["encrypted_content_info"]
                rounds.append(info["content_encryption_algorithm"].kdf_iterations)
    except HOSTILE as error:
        raise DamagedIdentity from error
    if not all(0 < count <= MOST_ROUNDS for count in rounds):
        raise DamagedIdentity


def _key_bags(pfx: der.Pfx) -> Iterator[der.EncryptedPrivateKeyInfo]:
    """The encrypted keys that lie open to view in the file."""
    for part in pfx.authenticated_safe:
        if part["content_type"].native == "data":
            for bag in der.SafeContents.load(part["content"].native, strict=True):
                if bag["bag_id"].native == "pkcs8_shrouded_key_bag":
                    yield bag["bag_value"]


def _opens_key(pkcs12_bytes: bytes, secret: bytes) -> bool:
    """Whether the passphrase opens the key though the file's checksum is wrong: damage, then."""
    for bag in _key_bags(der.Pfx.load(pkcs12_bytes)):
        try:
            load_der_private_key(bag.dump(), secret)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            continue
        return True
    return False
