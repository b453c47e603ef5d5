"""The public key of a certificate, and what it says of a signature."""

from __future__ import annotations

from asn1crypto import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

Public = ec.EllipticCurvePublicKey | rsa.RSAPublicKey


def public_key(certificate: bytes) -> Public:
    """The key a certificate (DER) speaks for. Raises `ValueError` and kin for any other kind."""
    der = x509.Certificate.load(certificate, strict=True).public_key.dump()
    key = load_der_public_key(der)
    if not isinstance(key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        raise ValueError(f"a key of type {type(key)}")
    return key


def is_rsa(certificate: bytes) -> bool:
    """Whether a certificate's key is an RSA one, and not one on a curve."""
    return isinstance(public_key(certificate), rsa.RSAPublicKey)


def made_by(certificate: bytes, signature: bytes, data: bytes) -> bool:
    """Whether this certificate's key signed the data: SHA-256, PKCS#1 v1.5 or ECDSA in DER."""
    key = public_key(certificate)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        else:
            key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True
