"""The signature itself: CMS with CAdES-B-B attributes (ETSI EN 319 122-1), built one way only.

Whoever checks builds it again from its parts and compares the bytes: nothing in it can be bent,
added or left unsigned, whatever a parser would put up with.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from cpscore.signing.certificates import HOSTILE, fingerprint, person_of, unsuitable, utc, valid_at
from cpscore.signing.findings import SignatureFinding
from cpscore.signing.identity import Identity
from cpscore.signing.keys import made_by, public_key

LARGEST = 1 << 16
DIGEST = "sha256"


def sign_digest(identity: Identity, digest: bytes, *, at: datetime | None) -> bytes:
    """A detached CMS (DER) over data with this SHA-256.

    `at` becomes the signed signing-time; inside a PDF it is None, since the time stands there.
    """
    attributes = _attributes(identity.certificate, digest, at)
    return _assemble(identity.certificate, attributes, _signed(identity, attributes.dump()))


def room_for(identity: Identity) -> int:
    """The most bytes that `sign_digest` makes inside a PDF, without asking for a signature."""
    attributes = _attributes(identity.certificate, bytes(32), None)
    key = public_key(identity.certificate)
    # ECDSA is two numbers of the key's size and at most nine bytes that say so.
    longest = -(-key.key_size // 8) * (1 if isinstance(key, rsa.RSAPublicKey) else 2) + 9
    return len(_assemble(identity.certificate, attributes, bytes(longest)))


def check_digest(
    signature: bytes, digest: bytes, *, claimed: datetime | None = None
) -> SignatureFinding:
    """What a detached CMS says about data with this SHA-256; answers to any bytes.

    Inside a PDF `claimed` is the time written there, and a time of the CMS's own is refused.
    """
    if len(signature) > LARGEST:
        return SignatureFinding(problem="malformed")
    try:
        return _checked(signature, digest, claimed)
    except (*HOSTILE, UnsupportedAlgorithm):
        return SignatureFinding(problem="malformed")


def _checked(signature: bytes, digest: bytes, claimed: datetime | None) -> SignatureFinding:
    content = cms.ContentInfo.load(signature, strict=True)["content"]
    (signer,) = content["signer_infos"]
    (choice,) = content["certificates"]
    certificate = choice.chosen.dump()
    found = {entry["type"].native: entry["values"] for entry in signer["signed_attrs"]}
    moment: datetime = claimed or found["signing_time"][0].native
    at = None if claimed else moment

    def finding(problem: str | None) -> SignatureFinding:
        """The same signer, with this problem."""
        return SignatureFinding(
            person_of(certificate), certificate, fingerprint(certificate), moment, problem
        )

    if signer["digest_algorithm"]["algorithm"].native != DIGEST:
        return finding("other-digest")
    if unsuitable(certificate):
        return finding("unsuitable-certificate")
    signed = found["message_digest"][0].native
    attributes = _attributes(certificate, signed, at)
    value = signer["signature"].native
    if _assemble(certificate, attributes, value) != signature:
        return finding("malformed")
    if not _verifies(certificate, value, attributes.dump()):
        return finding("forged")
    if signed != digest:
        return finding("altered")
    if not valid_at(certificate, moment):
        return finding("outside-validity")
    return finding(None)


def _attributes(certificate: bytes, digest: bytes, at: datetime | None) -> cms.CMSAttributes:
    """What is signed: the digest, and which certificate is meant (RFC 5035)."""
    meant = tsp.SigningCertificateV2(
        {"certs": [{"cert_hash": hashlib.sha256(certificate).digest()}]}
    )
    attributes = [
        {"type": "content_type", "values": ["data"]},
        {"type": "message_digest", "values": [digest]},
        {"type": "signing_certificate_v2", "values": [meant]},
    ]
    if at is not None:
        attributes.append({"type": "signing_time", "values": [_time(at)]})
    return cms.CMSAttributes(attributes)


def _time(at: datetime) -> cms.Time:
    """A time as CMS writes it: two-digit years up to 2049 (RFC 5652, 11.3)."""
    moment = utc(at)
    if moment.year < 2050:
        return cms.Time(name="utc_time", value=core.UTCTime(moment))
    return cms.Time(name="generalized_time", value=core.GeneralizedTime(moment))


def _assemble(certificate: bytes, attributes: cms.CMSAttributes, signature: bytes) -> bytes:
    """The one form a signature has."""
    parsed = x509.Certificate.load(certificate, strict=True)
    digest = algos.DigestAlgorithm({"algorithm": DIGEST})
    kind = {"ec": "sha256_ecdsa", "rsa": "sha256_rsa"}[parsed.public_key.algorithm]
    issuer = cms.IssuerAndSerialNumber(
        {"issuer": parsed.issuer, "serial_number": parsed.serial_number}
    )
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(name="issuer_and_serial_number", value=issuer),
            "digest_algorithm": digest,
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": kind}),
            "signature": signature,
        }
    )
    data = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [digest],
            "encap_content_info": {"content_type": "data"},
            "certificates": [parsed],
            "signer_infos": [signer],
        }
    )
    whole = cms.ContentInfo({"content_type": "signed_data", "content": data})
    return bytes(whole.dump())


def _signed(identity: Identity, attributes: bytes) -> bytes:
    """The attributes signed with SHA-256; of the two valid ECDSA values always the lower."""
    value = identity.sign(attributes)
    key = public_key(identity.certificate)
    if isinstance(key, rsa.RSAPublicKey):
        return value
    r, s = decode_dss_signature(value)
    return encode_dss_signature(r, min(s, key.curve.group_order - s))


def _verifies(certificate: bytes, signature: bytes, attributes: bytes) -> bool:
    """Whether this certificate's key made the signature, in the one form we write."""
    if not made_by(certificate, signature, attributes):
        return False
    key = public_key(certificate)
    if isinstance(key, rsa.RSAPublicKey):
        return True
    return decode_dss_signature(signature)[1] * 2 <= key.curve.group_order
