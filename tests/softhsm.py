"""USB keys made of software: SoftHSM tokens in a folder, with keys and certificates in them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pkcs11 import Attribute, CertificateType, ObjectClass
from pkcs11.util.ec import decode_ec_private_key

from cpscore.signing.drivers import drivers_here
from cpscore.signing.findings import Person
from cpscore.signing.token import TokenKey, keys_on_tokens
from tests.judges import ask

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
LABEL, PIN, WRONG = "专家的 USB 密钥", "135790", "000000"


def driver() -> Path:
    """SoftHSM's library, found where the program itself looks; asks for SoftHSM if it is not."""
    ask("softhsm2-util", "--version")
    return next(path for path in drivers_here() if "softhsm" in path.name)


@dataclass(frozen=True)
class Stick:
    """A token that exists as long as its folder: pulling it out is moving that away."""

    folder: Path

    @classmethod
    def made(cls, folder: Path, environment: pytest.MonkeyPatch) -> Stick:
        """A new, empty token; this process and its children see no other."""
        one = cls(folder)
        one.tokens.mkdir(parents=True)
        lines = (f"directories.tokendir = {one.tokens}", "log.level = ERROR")
        one.settings.write_text("\n".join(lines), encoding="utf-8")
        environment.setenv("SOFTHSM2_CONF", str(one.settings))
        pins = ("--pin", PIN, "--so-pin", "12345678")
        ask("softhsm2-util", "--init-token", "--free", "--label", LABEL, *pins)
        return one

    def new(self, kind: str, person: Person, now: datetime, id: str = "a1") -> TokenKey:
        """A new key with its certificate on the token, as the program finds it."""
        key = new_key(kind)
        self.put(key, certificate_for(key, person, now), id)
        return next(one for one in keys_on_tokens(driver()) if one.id == id)

    @property
    def tokens(self) -> Path:
        """Where SoftHSM keeps what it holds."""
        return self.folder / "tokens"

    @property
    def settings(self) -> Path:
        """What SoftHSM reads first."""
        return self.folder / "softhsm2.conf"

    def pull_out(self) -> None:
        """No token is there any more."""
        self.tokens.rename(self.folder / "away")
        self.tokens.mkdir()

    def plug_in(self) -> None:
        """The token is there again."""
        shutil.rmtree(self.tokens)
        (self.folder / "away").rename(self.tokens)

    def put(self, key: Key, certificate: bytes, id: str) -> None:
        """Put a key and a certificate under one id (hex) on the token."""
        pem = self.folder / f"{id}.pem"
        pem.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        where = ("--token", LABEL, "--label", id, "--id", id, "--pin", PIN)
        ask("softhsm2-util", "--import", str(pem), *where)
        self.put_certificate(certificate, id)

    def put_wary(self, key: ec.EllipticCurvePrivateKey, certificate: bytes, id: str) -> None:
        """Put a key on the token that wants the PIN before every signature."""
        der = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        wary = {Attribute.PRIVATE: True, Attribute.SENSITIVE: True, Attribute.SIGN: True}
        self._create(
            {**decode_ec_private_key(der), **wary, Attribute.ALWAYS_AUTHENTICATE: True}, id
        )
        self.put_certificate(certificate, id)

    def put_certificate(self, certificate: bytes, id: str) -> None:
        """Put a certificate alone on the token, where everybody may read it."""
        subject = x509.load_der_x509_certificate(certificate).subject
        self._create(
            {
                Attribute.CLASS: ObjectClass.CERTIFICATE,
                Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                Attribute.PRIVATE: False,
                Attribute.SUBJECT: subject.public_bytes(),
                Attribute.VALUE: certificate,
            },
            id,
        )

    def _create(self, attributes: Mapping[Attribute, object], id: str) -> None:
        library = pkcs11.lib(str(driver()))
        library.reinitialize()
        try:
            with library.get_token(token_label=LABEL).open(rw=True, user_pin=PIN) as session:
                lasting = {Attribute.TOKEN: True, Attribute.ID: bytes.fromhex(id)}
                session.create_object({**attributes, **lasting})
        finally:
            library.finalize()


def new_key(kind: str) -> Key:
    """A key: `rsa1024`, `rsa2048`, `p256` or `p384`."""
    if kind.startswith("rsa"):
        return rsa.generate_private_key(65537, int(kind[3:]))
    return ec.generate_private_key({"p256": ec.SECP256R1(), "p384": ec.SECP384R1()}[kind])


def certificate_for(
    key: Key,
    person: Person,
    now: datetime,
    *,
    usage: str = "digital_signature",
    by: tuple[Key, Person] | None = None,
) -> bytes:
    """A certificate (DER) of two years for a key, signed `by` an authority or by itself."""
    signer, issuer = by or (key, person)
    uses = dict.fromkeys(
        (
            "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
            "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
        ),
        False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(_named(person))
        .issuer_name(_named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=365))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(x509.KeyUsage(**{**uses, usage: True}), critical=True)
        .sign(signer, hashes.SHA256())
        .public_bytes(Encoding.DER)
    )


def _named(person: Person) -> x509.Name:
    names = {
        NameOID.COMMON_NAME: person.name,
        NameOID.ORGANIZATION_NAME: person.organisation,
        NameOID.TITLE: person.title,
    }
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in names.items() if text])
