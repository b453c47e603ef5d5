"""The process in which the driver of a USB key runs: one question in, one answer out, the end.

Nothing but this knows PKCS#11. Keys and certificates belong together by their CKA_ID.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import traceback
from collections.abc import Iterator, Mapping
from typing import Final, NoReturn

import pkcs11
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass, PKCS11Error, Token, TokenFlag
from pkcs11.types import SignMixin

from cpscore.signing.driver_mark import BUG

# DigestInfo of a SHA-256 (RFC 8017, 9.2): what PKCS#1 v1.5 signs.
_DIGEST_INFO: Final = bytes.fromhex("3031300d060960864801650304020105000420")
_TRIES: Final = (
    (TokenFlag.USER_PIN_LOCKED, "locked"),
    (TokenFlag.USER_PIN_FINAL_TRY, "one"),
    (TokenFlag.USER_PIN_COUNT_LOW, "few"),
)

Question = Mapping[str, str]
Answer = dict[str, object]


def serve() -> NoReturn:
    """Answer the question on standard input, and end before the driver can do any harm."""
    # A driver prints what it likes: the answer goes where only this writes.
    output = os.dup(1)
    os.dup2(2, 1)
    try:
        answer = json.dumps(_answer(json.load(sys.stdin.buffer))).encode()
    except Exception:  # noqa: BLE001  (the program that asked raises it again)
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(BUG)
    with open(output, "wb") as file:  # noqa: PTH123  (it is a descriptor)
        file.write(answer)
    os._exit(0)


def _answer(question: Question) -> Answer:
    try:
        library = pkcs11.lib(question["driver"])
    except (PKCS11Error, OSError):
        return {"fault": "unloadable"}
    try:
        if question["task"] == "look":
            # An empty place has a token, too, that nobody has set up yet.
            ready = library.get_tokens(token_flags=TokenFlag.TOKEN_INITIALIZED)
            return {"tokens": [_shown(token) for token in ready]}
        token = _token(library.get_tokens(), question)
    except PKCS11Error as error:
        return {"fault": type(error).__name__}
    try:
        return _signed(token, question)
    except PKCS11Error as error:
        return {"fault": type(error).__name__, "tries": _tries(token)}


def _token(tokens: Iterator[Token], question: Question) -> Token:
    """The token that is meant. Raises `NoSuchToken`."""
    for token in tokens:
        if (token.serial.hex(), token.label) == (question["serial"], question["label"]):
            return token
    raise pkcs11.NoSuchToken


def _shown(token: Token) -> Answer:
    """A token with the certificates it shows without a PIN."""
    with token.open() as session:
        found = session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
        keys = [
            {"id": bytes(one[Attribute.ID]).hex(), "certificate": bytes(one[Attribute.VALUE]).hex()}
            for one in found
        ]
    return {"label": token.label, "serial": token.serial.hex(), "keys": keys}


def _signed(token: Token, question: Question) -> Answer:
    """The signature over the data; where there are none, only whether the key opens."""
    with token.open(user_pin=question["pin"]) as session:
        wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: _bytes(question["id"])}
        key = next(iter(session.get_objects(wanted)), None)
        if not isinstance(key, SignMixin):
            raise pkcs11.NoSuchKey
        if "data" not in question:
            return {}
        digest = hashlib.sha256(_bytes(question["data"])).digest()
        pin = question["pin"] if _asks_again(key) else None
        if key.key_type == KeyType.RSA:
            value = key.sign(_DIGEST_INFO + digest, mechanism=Mechanism.RSA_PKCS, pin=pin)
        else:
            value = key.sign(digest, mechanism=Mechanism.ECDSA, pin=pin)
        return {"signature": bytes(value).hex()}


def _asks_again(key: SignMixin) -> bool:
    """Whether the key wants the PIN before every signature, as qualified ones do."""
    try:
        return bool(key[Attribute.ALWAYS_AUTHENTICATE])
    except PKCS11Error:
        return False


def _tries(token: Token) -> str:
    """What the token says of the tries that are left: `locked`, `one`, `few`, or nothing."""
    try:
        flags = token.slot.get_token().flags
    except PKCS11Error:
        return ""
    return next((word for flag, word in _TRIES if flags & flag), "")


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text)
