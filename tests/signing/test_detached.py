"""Detached signatures: strict, stable, and accepted by openssl."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from cpscore.signing.detached import check_detached, sign_detached
from cpscore.signing.identity import Identity, open_identity
from tests.judges import openssl
from tests.signing.conftest import LEADER, NOW, PASSPHRASE
from tests.signing.test_identity import foreign_file

DATA = '{"expert":"孙𬱟","g1":"8.5"}'.encode()


@pytest.fixture(scope="module")
def signature(leader: Identity) -> bytes:
    return sign_detached(leader, DATA, at=NOW)


def test_a_signature_says_who_and_when(leader: Identity, signature: bytes) -> None:
    found = check_detached(signature, DATA)
    assert found.problem is None
    assert found.intact
    assert found.signer == LEADER
    assert found.certificate == leader.certificate
    assert found.sha256 == leader.sha256
    assert found.claimed == NOW


def test_the_time_is_claimed_in_whole_seconds_of_utc(leader: Identity) -> None:
    beijing = datetime(2026, 3, 6, 0, 0, 1, 999, tzinfo=timezone(timedelta(hours=8)))
    found = check_detached(sign_detached(leader, DATA, at=beijing), DATA)
    assert found.intact
    assert found.claimed == beijing.replace(microsecond=0)
    with pytest.raises(ValueError, match="offset"):
        sign_detached(leader, DATA, at=datetime(2026, 3, 6))  # noqa: DTZ001


@pytest.mark.parametrize("years", [-1, 16, 30])
def test_a_time_outside_the_certificate_is_named(leader: Identity, years: int) -> None:
    found = check_detached(sign_detached(leader, DATA, at=NOW + timedelta(days=366 * years)), DATA)
    assert found.problem == "outside-validity"
    assert found.signer == LEADER


def test_other_data_are_not_what_was_signed(signature: bytes) -> None:
    for data in (b"", DATA + b" ", DATA.replace(b"8.5", b"9.5")):
        found = check_detached(signature, data)
        assert found.problem == "altered"
        assert found.signer == LEADER


def test_no_single_bent_bit_is_accepted(signature: bytes) -> None:
    problems = set()
    for place in range(len(signature)):
        bent = bytearray(signature)
        bent[place] ^= 1 << place % 8
        problems.add(check_detached(bytes(bent), DATA).problem)
    assert None not in problems
    assert {"malformed", "forged"} <= problems


@given(st.data())
def test_no_cut_or_patch_is_accepted(signature: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(signature)))
    length = data.draw(st.integers(0, 4))
    patch = data.draw(st.binary(max_size=6))
    bent = signature[:place] + patch + signature[place + length :]
    assert (bent == signature) == check_detached(bent, DATA).intact


@given(st.binary(max_size=300), st.binary(max_size=8))
def test_any_bytes_are_answered(junk: bytes, data: bytes) -> None:
    assert check_detached(junk, data).problem == "malformed"


def test_too_much_is_not_even_read() -> None:
    assert check_detached(b"\x30\x80" * 5_000_000, b"").problem == "malformed"
    assert check_detached(b"\x30\x80" * 30_000, b"").problem == "malformed"


def test_nothing_unsigned_can_be_added(signature: bytes) -> None:
    whole = cms.ContentInfo.load(signature)
    whole["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes(
        [{"type": "signature_time_stamp_token", "values": [whole.copy()]}]
    )
    assert check_detached(whole.dump(), DATA).problem == "malformed"


def test_one_signer_and_one_certificate(signature: bytes, member: Identity) -> None:
    other = cms.ContentInfo.load(sign_detached(member, DATA, at=NOW))["content"]
    for part in ("signer_infos", "certificates"):
        whole = cms.ContentInfo.load(signature)
        whole["content"][part].append(other[part][0])
        assert check_detached(whole.dump(force=True), DATA).problem == "malformed"


def test_the_certificate_cannot_be_exchanged(signature: bytes, member: Identity) -> None:
    whole = cms.ContentInfo.load(signature)
    whole["content"]["certificates"] = [
        cms.CertificateChoices.load(member.certificate),
    ]
    assert not check_detached(whole.dump(force=True), DATA).intact


def test_the_twin_of_an_ecdsa_value_is_refused(signature: bytes) -> None:
    whole = cms.ContentInfo.load(signature)
    signer = whole["content"]["signer_infos"][0]
    r, s = decode_dss_signature(signer["signature"].native)
    signer["signature"] = encode_dss_signature(r, ec.SECP256R1.group_order - s)
    assert check_detached(whole.dump(force=True), DATA).problem == "forged"


def test_a_weaker_digest_is_refused(signature: bytes) -> None:
    whole = cms.ContentInfo.load(signature)
    whole["content"]["signer_infos"][0]["digest_algorithm"] = {"algorithm": "sha1"}
    assert check_detached(whole.dump(force=True), DATA).problem == "other-digest"


@pytest.mark.parametrize(
    "key",
    [ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048)],
    ids=["p384", "rsa"],
)
def test_other_keys_sign_as_well(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
) -> None:
    identity = open_identity(foreign_file(key), PASSPHRASE)
    made = sign_detached(identity, DATA, at=NOW)
    assert check_detached(made, DATA).intact
    assert check_detached(made[:-1] + bytes([made[-1] ^ 1]), DATA).problem == "forged"


@pytest.mark.judge
def test_openssl_accepts_it_and_refuses_other_data(
    leader: Identity, signature: bytes, tmp_path: Path
) -> None:
    content, made, root = (tmp_path / name for name in ("ballot.json", "ballot.p7s", "cert.pem"))
    made.write_bytes(signature)
    root.write_bytes(x509.load_der_x509_certificate(leader.certificate).public_bytes(Encoding.PEM))
    asked = (
        f"cms -verify -cades -binary -inform DER -in {made} -content {content} "
        f"-CAfile {root} -purpose any -no_check_time -out {tmp_path / 'out'}"
    ).split()
    content.write_bytes(DATA)
    assert "CAdES Verification successful" in openssl(*asked)
    content.write_bytes(DATA + b" ")
    with pytest.raises(AssertionError, match="verification failure"):
        openssl(*asked)
