"""An identity inside a USB key (PKCS#11 token): the key never leaves it, the PIN is never kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from cpscore.rules.problem import Failure
from cpscore.signing.certificates import HOSTILE, fingerprint, person_of, unsuitable
from cpscore.signing.drivers import Answer, ask, patient
from cpscore.signing.findings import Person
from cpscore.signing.identity import Identity, UnsuitableIdentity
from cpscore.signing.keys import is_rsa, made_by


class NoToken(Failure):
    """The USB key called `label` is not plugged in."""

    code = "no-token"


class NoTokens(Failure):
    """The driver (`driver`, its file name) sees no USB key at all."""

    code = "no-tokens"


class NoKeyOnToken(Failure):
    """The USB key holds no certificate with its key, or no longer the one that is meant."""

    code = "no-key-on-token"


class EmptyPin(Failure):
    """An empty PIN is not even tried: the tries are counted."""

    code = "empty-pin"


class WrongPin(Failure):
    """The PIN is wrong; `tries` are what the USB key says is left: `one`, `few` or empty."""

    code = "wrong-pin"


class PinLocked(Failure):
    """The USB key is locked after too many wrong PINs."""

    code = "pin-locked"


class PinNotSet(Failure):
    """The USB key wants its first PIN, or a new one, to be set with the maker's program."""

    code = "pin-not-set"


class TokenGone(Failure):
    """The USB key was pulled out, or stopped, while it was needed."""

    code = "token-gone"


class TokenRefused(Failure):
    """The USB key refused for a reason of its own: `reason` is PKCS#11's name of it."""

    code = "token-refused"


class ForeignKey(Failure):
    """The USB key signed with another key than that of the certificate beside it."""

    code = "key-not-of-certificate"


_FAILURES: Final[Mapping[str, type[Failure]]] = {
    "PinLocked": PinLocked,
    "PinExpired": PinNotSet,
    "UserPinNotInitialized": PinNotSet,
    "NoSuchKey": NoKeyOnToken,
    **dict.fromkeys(
        (
            "DeviceError",
            "DeviceRemoved",
            "SessionClosed",
            "SessionHandleInvalid",
            "SlotIDInvalid",
            "TokenNotPresent",
            "TokenNotRecognised",
        ),
        TokenGone,
    ),
}
_WRONG: Final = ("PinIncorrect", "PinInvalid", "PinLenRange")
_TRIAL: Final = b"cpscore: does this key belong to its certificate?"


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A certificate (DER) whose key lies in a USB key, and what is needed to find it there.

    `driver` is the path of the maker's PKCS#11 library; `serial` and `id` are hex.
    """

    driver: str
    label: str
    serial: str
    id: str
    certificate: bytes

    @property
    def person(self) -> Person:
        """Whom the certificate names."""
        return person_of(self.certificate)

    @property
    def sha256(self) -> str:
        """The SHA-256 of the certificate, in hex."""
        return fingerprint(self.certificate)


def keys_on_tokens(driver: Path, waiting: Callable[[], object] = patient) -> tuple[TokenKey, ...]:
    """What could sign here, on all the USB keys that this driver sees; no PIN is asked for.

    `waiting` is called meanwhile; what it raises ends the search.

    Raises `UnusableDriver`, `NoTokens`, `NoKeyOnToken`, `TokenRefused`, and `UnsuitableIdentity`
    where no certificate of those there can sign here.
    """
    answer = ask(driver, {"task": "look"}, waiting)
    _demand_no_fault(answer)
    tokens = cast("list[dict[str, object]]", answer["tokens"])
    if not tokens:
        raise NoTokens(driver=driver.name)
    found = tuple(key for token in tokens for key in _keys(str(driver), token))
    fit = tuple(key for key in found if _unfit(key) is None)
    if found and not fit:
        raise UnsuitableIdentity(reason=_unfit(found[0]))
    if not fit:
        raise NoKeyOnToken
    return fit


def open_token(key: TokenKey, pin: str) -> Identity:
    """The identity, ready to sign; it asks the USB key for every signature.

    Raises `UnusableDriver`, `NoToken`, `NoKeyOnToken`, `EmptyPin`, `WrongPin`, `PinLocked`,
    `PinNotSet`, `TokenGone`, `TokenRefused`; signing raises the same, and `ForeignKey`.
    """
    if not pin:
        raise EmptyPin
    _asked(key, pin, {})
    return Identity(key.person, key.certificate, key.sha256, lambda data: _sign(key, pin, data))


def prove(identity: Identity) -> None:
    """One signature, thrown away: whether the key is that of the certificate. Raises as signing."""
    identity.sign(_TRIAL)


def _sign(key: TokenKey, pin: str, data: bytes) -> bytes:
    """The signature in the form of `Identity.sign`, proved against the certificate."""
    try:
        answer = _asked(key, pin, {"data": data.hex()})
    except NoToken:
        raise TokenGone from None
    value = bytes.fromhex(str(answer["signature"]))
    if not is_rsa(key.certificate):
        half = len(value) // 2
        r, s = (int.from_bytes(part) for part in (value[:half], value[half:]))
        value = encode_dss_signature(r, s)
    if not made_by(key.certificate, value, data):
        raise ForeignKey
    return value


def _asked(key: TokenKey, pin: str, more: Mapping[str, str]) -> Answer:
    """What the USB key answers once the PIN has opened it."""
    question = {"task": "sign", "label": key.label, "serial": key.serial, "id": key.id}
    # A lone surrogate is no PIN, but must not be a bug either.
    secret = pin.encode("utf-8", "replace").decode()
    answer = ask(Path(key.driver), {**question, "pin": secret, **more})
    if answer.get("fault") == "NoSuchToken":
        raise NoToken(label=key.label)
    _demand_no_fault(answer)
    return answer


def _demand_no_fault(answer: Answer) -> None:
    """Raise the failure that an answer tells of, if it does."""
    match answer.get("fault"):
        case None:
            return
        case str(name) if name in _WRONG:
            if answer["tries"] == "locked":
                raise PinLocked
            raise WrongPin(tries=answer["tries"])
        case str(name) if name in _FAILURES:
            raise _FAILURES[name]
        case name:
            raise TokenRefused(reason=name)


def _keys(driver: str, token: Mapping[str, object]) -> Iterator[TokenKey]:
    """The certificates of a token as the driver told them."""
    label, serial = str(token["label"]), str(token["serial"])
    for one in cast("list[dict[str, str]]", token["keys"]):
        yield TokenKey(driver, label, serial, one["id"], bytes.fromhex(one["certificate"]))


def _unfit(key: TokenKey) -> str | None:
    """Why a certificate cannot sign here; one that cannot be read is of no known algorithm."""
    try:
        return unsuitable(key.certificate)
    except HOSTILE:
        return "algorithm"
