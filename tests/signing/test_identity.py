"""Identities: made, opened, refused, and read aloud."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from cpscore.signing.certificates import fingerprint, person_of, valid_at
from cpscore.signing.findings import Person
from cpscore.signing.identity import (
    LETTERS,
    DamagedIdentity,
    EmptyPassphrase,
    Identity,
    UnsuitableIdentity,
    UnsuitableName,
    WrongPassphrase,
    create_identity,
    open_identity,
    short_code,
)
from tests.judges import openssl
from tests.signing.conftest import LEADER, MEMBER, NOW, PASSPHRASE

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey


def foreign_file(key: Key, usage: x509.KeyUsage | None = None, name: str = "甲") -> bytes:
    """A PKCS#12 as another program makes it."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)] if name else [])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(3)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=365))
    )
    if usage is not None:
        builder = builder.add_extension(usage, critical=True)
    digest = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    certificate = builder.sign(key, digest)
    return pkcs12.serialize_key_and_certificates(
        None, key, certificate, None, BestAvailableEncryption(PASSPHRASE.encode())
    )


def test_a_new_identity_opens_and_says_whose_it_is(leader: Identity, member: Identity) -> None:
    assert leader.person == person_of(leader.certificate) == LEADER
    assert member.person == MEMBER
    assert leader.sha256 == fingerprint(leader.certificate) != member.sha256
    key = x509.load_der_x509_certificate(leader.certificate).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert key.curve.name == "secp256r1"


def test_the_certificate_is_for_signing_and_lasts_fifteen_years(leader: Identity) -> None:
    certificate = x509.load_der_x509_certificate(leader.certificate)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert certificate.serial_number == 1001
    for years, valid in ((-0.1, False), (0, True), (14.9, True), (15.1, False)):
        moment = NOW + timedelta(days=365.25 * years)
        assert valid_at(leader.certificate, moment) == valid, years


def test_the_key_is_never_shown(leader: Identity) -> None:
    for shown in (repr(leader), str(leader)):
        assert "sign" not in shown
        assert "key" not in shown.lower()


@pytest.mark.parametrize("passphrase", ["红水河", "", "红水河 1985", "\ud800"])
def test_a_wrong_passphrase_is_said_to_be_wrong(leader_file: bytes, passphrase: str) -> None:
    with pytest.raises(WrongPassphrase):
        open_identity(leader_file, passphrase)


def test_a_passphrase_typed_in_another_composition_is_the_same() -> None:
    made = create_identity(MEMBER, "caf\u00e9", now=NOW, serial=5)
    assert open_identity(made, "cafe\u0301").person == MEMBER


def test_damage_is_told_from_a_wrong_passphrase(leader_file: bytes) -> None:
    in_certificate = leader_file.find(b"\x04\x82", 100) + 50
    bent = bytearray(leader_file)
    bent[in_certificate] ^= 1
    for damaged in (b"", leader_file[:-1], leader_file + b"\0", b"%PDF-1.7", bytes(bent)):
        with pytest.raises(DamagedIdentity):
            open_identity(damaged, PASSPHRASE)


@given(st.binary(max_size=200))
def test_any_bytes_are_answered(junk: bytes) -> None:
    with pytest.raises(DamagedIdentity):
        open_identity(junk, PASSPHRASE)


def test_no_bent_file_gives_another_person(leader_file: bytes, leader: Identity) -> None:
    for place in range(0, len(leader_file), 37):
        bent = bytearray(leader_file)
        bent[place] ^= 0x10
        with pytest.raises((DamagedIdentity, WrongPassphrase, UnsuitableIdentity)):
            open_identity(bytes(bent), PASSPHRASE)


def test_a_file_that_would_take_hours_is_refused(leader_file: bytes) -> None:
    rounds = (300_000).to_bytes(3, "big")
    for other in (b"\x7f\xff\xff", b"\xff\xff\xff", b"\0\0\0"):
        endless = leader_file.replace(b"\x02\x03" + rounds, b"\x02\x03" + other)
        assert endless != leader_file
        with pytest.raises(DamagedIdentity):
            open_identity(endless, PASSPHRASE)


@pytest.mark.parametrize(
    "key",
    [
        ec.generate_private_key(ec.SECP384R1()),
        rsa.generate_private_key(65537, 2048),
    ],
    ids=["p384", "rsa"],
)
def test_an_existing_identity_opens_as_well(key: Key) -> None:
    assert open_identity(foreign_file(key), PASSPHRASE).person == Person("甲")


def usage(**granted: bool) -> x509.KeyUsage:
    """A key usage that grants only these."""
    names = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement "
        "key_cert_sign crl_sign encipher_only decipher_only"
    )
    return x509.KeyUsage(**{name: granted.get(name, False) for name in names.split()})


@pytest.mark.parametrize(
    ("key", "granted", "name", "reason"),
    [
        (ed25519.Ed25519PrivateKey.generate(), None, "甲", "algorithm"),
        (ec.generate_private_key(ec.SECP256K1()), None, "甲", "algorithm"),
        (rsa.generate_private_key(65537, 1024), None, "甲", "short"),
        (ec.generate_private_key(ec.SECP256R1()), usage(key_cert_sign=True), "甲", "usage"),
        (ec.generate_private_key(ec.SECP256R1()), usage(digital_signature=True), "", "name"),
    ],
    ids=["ed25519", "koblitz", "short-rsa", "ca-only", "nameless"],
)
def test_what_cannot_sign_is_refused(
    key: Key, granted: x509.KeyUsage | None, name: str, reason: str
) -> None:
    with pytest.raises(UnsuitableIdentity) as refused:
        open_identity(foreign_file(key, granted, name), PASSPHRASE)
    assert refused.value.values == {"reason": reason}


def test_an_identity_needs_a_passphrase_a_name_and_a_moment() -> None:
    with pytest.raises(EmptyPassphrase):
        create_identity(MEMBER, "", now=NOW, serial=1)
    with pytest.raises(ValueError, match="offset"):
        create_identity(MEMBER, "x", now=datetime(2026, 1, 1), serial=1)  # noqa: DTZ001
    for person, part, longest in (
        (Person("  "), "name", 64),
        (Person("名" * 22), "name", 64),
        (Person("甲\n乙"), "name", 64),
        (Person("甲", "\ud800"), "organisation", 192),
        (Person("甲", "", "师" * 65), "title", 192),
    ):
        with pytest.raises(UnsuitableName) as refused:
            create_identity(person, "x", now=NOW, serial=1)
        assert refused.value.values == {"part": part, "longest": longest}


def test_control_signs_in_a_foreign_name_are_not_passed_on() -> None:
    shown = open_identity(
        foreign_file(ec.generate_private_key(ec.SECP256R1()), name="甲\u202e乙\x1b"), PASSPHRASE
    ).person.name
    assert shown == "甲\ufffd乙\ufffd"


def test_a_short_code_can_be_read_aloud_and_knows_no_order() -> None:
    code = short_code("ab" * 32, "cd" * 32)
    assert code == short_code("CD" * 32, "ab" * 32) != short_code("ab" * 32, "ce" * 32)
    assert len(code) == 9
    assert code[4] == "-"
    assert set(code) - {"-"} <= set(LETTERS)
    assert not set(LETTERS) & set("01IO")
    assert len(set(LETTERS)) == 32


@pytest.mark.judge
def test_openssl_opens_the_identity(leader_file: bytes, tmp_path: Path) -> None:
    file = tmp_path / "identity.p12"
    file.write_bytes(leader_file)
    said = openssl("pkcs12", "-in", str(file), "-passin", f"pass:{PASSPHRASE}", "-nokeys", "-info")
    assert "MAC: sha256, Iteration 300000" in said
    assert "AES-256-CBC, Iteration 300000" in said
    assert "BEGIN CERTIFICATE" in said


def test_moments_keep_their_meaning_in_any_zone() -> None:
    beijing = NOW.astimezone(UTC) + timedelta(microseconds=7)
    made = open_identity(create_identity(MEMBER, "x", now=beijing, serial=9), "x")
    assert not valid_at(made.certificate, NOW - timedelta(days=1, seconds=1))
    assert valid_at(made.certificate, NOW - timedelta(days=1))
