"""Signatures that stand beside the bytes they sign: ballots, envelopes, packages."""

from __future__ import annotations

import hashlib
from datetime import datetime

from cpscore.signing.cms import check_digest, sign_digest
from cpscore.signing.findings import SignatureFinding
from cpscore.signing.identity import Identity


def sign_detached(identity: Identity, data: bytes, *, at: datetime) -> bytes:
    """A CAdES-B-B signature (DER) over `data`, claiming the time `at`, which carries its offset."""
    return sign_digest(identity, hashlib.sha256(data).digest(), at=at)


def check_detached(signature: bytes, data: bytes) -> SignatureFinding:
    """What a signature proves about `data`; answers to any bytes and never raises."""
    return check_digest(signature, hashlib.sha256(data).digest())
