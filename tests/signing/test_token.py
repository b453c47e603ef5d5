"""Keys in USB keys: found, opened with a PIN, used, refused; SoftHSM is the USB key."""

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from cpscore.messages import say
from cpscore.rules.problem import Failure
from cpscore.signing import drivers, token
from cpscore.signing.certificates import valid_at
from cpscore.signing.detached import check_detached, sign_detached
from cpscore.signing.drivers import UnusableDriver, ask, drivers_here
from cpscore.signing.findings import Person
from cpscore.signing.identity import UnsuitableIdentity
from cpscore.signing.token import (
    EmptyPin,
    ForeignKey,
    NoKeyOnToken,
    NoToken,
    NoTokens,
    PinLocked,
    PinNotSet,
    TokenGone,
    TokenRefused,
    WrongPin,
    keys_on_tokens,
    open_token,
    prove,
)
from tests.judges import openssl
from tests.signing.conftest import LEADER, MEMBER, NOW
from tests.softhsm import LABEL, PIN, WRONG, Stick, certificate_for, driver, new_key

DATA = "选票".encode()


class Stopped(Exception):
    """Nobody wants to know any more."""


judge = pytest.mark.judge


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stick:
    """An empty USB key, plugged in."""
    return Stick.made(tmp_path / "stick", monkeypatch)


# Finding -----------------------------------------------------------------------------------------


@judge
def test_the_keys_of_a_token_are_found_without_a_pin(stick: Stick) -> None:
    stick.new("p256", LEADER, NOW, "a1")
    stick.new("rsa2048", MEMBER, NOW, "b2")
    found = {one.id: one for one in keys_on_tokens(driver())}
    assert {id: one.person for id, one in found.items()} == {"a1": LEADER, "b2": MEMBER}
    assert {one.label for one in found.values()} == {LABEL}
    assert valid_at(found["a1"].certificate, NOW)


@judge
def test_what_cannot_sign_here_is_not_offered(stick: Stick) -> None:
    with pytest.raises(NoKeyOnToken):
        keys_on_tokens(driver())
    short = new_key("rsa1024")
    stick.put(short, certificate_for(short, LEADER, NOW), "01")
    with pytest.raises(UnsuitableIdentity) as refused:
        keys_on_tokens(driver())
    assert refused.value.values == {"reason": "short"}
    # Chinese authorities give everybody two certificates: one signs, one is for secrets.
    secret = new_key("rsa2048")
    stick.put(secret, certificate_for(secret, LEADER, NOW, usage="key_encipherment"), "02")
    good = stick.new("p256", LEADER, NOW, "03")
    assert keys_on_tokens(driver()) == (good,)


@judge
def test_a_driver_without_a_token_says_so(stick: Stick) -> None:
    stick.pull_out()
    with pytest.raises(NoTokens) as refused:
        keys_on_tokens(driver())
    assert refused.value.values == {"driver": driver().name}


@judge
def test_every_driver_in_the_usual_places_is_told_once() -> None:
    driver()
    found = drivers_here()
    assert len({one.resolve() for one in found}) == len(found)
    assert all(one.is_file() for one in found)


# Signing -----------------------------------------------------------------------------------------


@judge
@pytest.mark.parametrize("kind", ["p256", "p384", "rsa2048"])
def test_a_token_signs_what_we_and_openssl_accept(stick: Stick, tmp_path: Path, kind: str) -> None:
    key = stick.new(kind, LEADER, NOW)
    identity = open_token(key, PIN)
    assert PIN not in repr(identity)
    signature = sign_detached(identity, DATA, at=NOW)
    found = check_detached(signature, DATA)
    assert found.intact
    assert found.signer == LEADER
    demand_cades(signature, key.certificate, tmp_path)


@judge
def test_a_certificate_of_an_authority_is_accepted_with_the_authority_as_root(
    stick: Stick, tmp_path: Path
) -> None:
    root, name, key = new_key("rsa2048"), Person("示例证书中心"), new_key("p256")
    issued = certificate_for(key, LEADER, NOW, by=(root, name))
    stick.put(key, issued, "a1")
    [found] = keys_on_tokens(driver())
    signature = sign_detached(open_token(found, PIN), DATA, at=NOW)
    assert check_detached(signature, DATA).signer == LEADER
    authority = certificate_for(root, name, NOW, usage="key_cert_sign")
    demand_cades(signature, authority, tmp_path)
    with pytest.raises(AssertionError, match="verify error"):
        demand_cades(signature, certificate_for(new_key("p256"), name, NOW), tmp_path)


def demand_cades(signature: bytes, root: bytes, folder: Path) -> None:
    """openssl accepts the signature over the data, and this certificate (DER) as its root."""
    content, made, trusted = (folder / name for name in ("ballot.json", "ballot.p7s", "root.pem"))
    made.write_bytes(signature)
    trusted.write_bytes(x509.load_der_x509_certificate(root).public_bytes(Encoding.PEM))
    content.write_bytes(DATA)
    asked = (
        f"cms -verify -cades -binary -inform DER -in {made} -content {content} "
        f"-CAfile {trusted} -purpose any -no_check_time -out {folder / 'out'}"
    ).split()
    assert "CAdES Verification successful" in openssl(*asked)


@judge
def test_of_two_keys_the_one_beside_the_certificate_signs(stick: Stick) -> None:
    stick.new("p256", LEADER, NOW, "a1")
    member = stick.new("p256", MEMBER, NOW, "b2")
    found = check_detached(sign_detached(open_token(member, PIN), DATA, at=NOW), DATA)
    assert (found.signer, found.problem) == (MEMBER, None)


@judge
def test_a_key_that_wants_the_pin_before_every_signature_gets_it(stick: Stick) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    stick.put_wary(key, certificate_for(key, LEADER, NOW), "a1")
    [found] = keys_on_tokens(driver())
    identity = open_token(found, PIN)
    for data in (DATA, b"again"):
        assert check_detached(sign_detached(identity, data, at=NOW), data).intact


@judge
def test_a_key_that_is_not_the_certificates_signs_nothing(stick: Stick) -> None:
    stick.put(new_key("p256"), certificate_for(new_key("p256"), LEADER, NOW), "a1")
    [key] = keys_on_tokens(driver())
    identity = open_token(key, PIN)
    with pytest.raises(ForeignKey):
        prove(identity)


# What goes wrong ---------------------------------------------------------------------------------


@judge
def test_a_wrong_pin_three_times_and_then_the_right_one(stick: Stick) -> None:
    key = stick.new("p256", LEADER, NOW)
    for pin in (WRONG, "1", "\ud800" * 8):
        with pytest.raises(WrongPin) as refused:
            open_token(key, pin)
        assert refused.value.values == {"tries": "few"}
        assert "再错几次就会锁定" in say(refused.value.code, refused.value.values)
    with pytest.raises(EmptyPin):
        open_token(key, "")
    prove(open_token(key, PIN))


@judge
def test_a_token_that_is_pulled_out_signs_nothing_and_goes_on_when_it_is_back(
    stick: Stick,
) -> None:
    key = stick.new("rsa2048", LEADER, NOW)
    identity = open_token(key, PIN)
    stick.pull_out()
    with pytest.raises(TokenGone):
        sign_detached(identity, DATA, at=NOW)
    with pytest.raises(NoToken) as refused:
        open_token(key, PIN)
    assert refused.value.values == {"label": LABEL}
    stick.plug_in()
    assert check_detached(sign_detached(identity, DATA, at=NOW), DATA).intact


@judge
def test_a_certificate_whose_key_is_not_there(stick: Stick) -> None:
    stick.put_certificate(certificate_for(new_key("p256"), LEADER, NOW), "a1")
    [key] = keys_on_tokens(driver())
    with pytest.raises(NoKeyOnToken):
        open_token(key, PIN)


@pytest.mark.parametrize(
    ("fault", "tries", "kind"),
    [
        ("PinIncorrect", "one", WrongPin),
        ("PinIncorrect", "", WrongPin),
        ("PinIncorrect", "locked", PinLocked),
        ("PinLocked", "", PinLocked),
        ("PinExpired", "", PinNotSet),
        ("UserPinNotInitialized", "", PinNotSet),
        ("DeviceRemoved", "", TokenGone),
        ("SessionHandleInvalid", "", TokenGone),
        ("KeySizeRange", "", TokenRefused),
    ],
)
def test_every_refusal_of_a_token_has_its_words(
    fault: str, tries: str, kind: type[Failure]
) -> None:
    with pytest.raises(kind) as refused:
        token._demand_no_fault({"fault": fault, "tries": tries})
    for language in ("zh", "en"):
        assert say(refused.value.code, refused.value.values, language)  # type: ignore[arg-type]


# Drivers -----------------------------------------------------------------------------------------


def test_what_is_no_driver_is_refused_and_harms_nobody(tmp_path: Path) -> None:
    text = tmp_path / "驱动.so"
    text.write_text("no machine code", encoding="utf-8")
    for path, reason in ((tmp_path / "gone.so", "missing"), (text, "unloadable")):
        with pytest.raises(UnusableDriver) as refused:
            keys_on_tokens(path)
        assert refused.value.values == {"driver": path.name, "reason": reason}


def test_a_driver_that_takes_its_process_down_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "driver.so"
    path.touch()
    # Without its library Python ends before it can answer, as it would under a bad driver.
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))
    with pytest.raises(UnusableDriver) as refused:
        keys_on_tokens(path)
    assert refused.value.values["reason"] == "crashed"


def test_a_driver_that_never_answers_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "driver.so"
    path.touch()
    monkeypatch.setattr(drivers, "PATIENCE", -1.0)
    monkeypatch.setattr(drivers, "STEP", 0.0)
    with pytest.raises(UnusableDriver) as refused:
        keys_on_tokens(path)
    assert refused.value.values["reason"] == "silent"


def test_whoever_waits_for_a_driver_can_stop_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop() -> None:
        raise Stopped

    path = tmp_path / "driver.so"
    path.touch()
    monkeypatch.setattr(drivers, "STEP", 0.0)
    with pytest.raises(Stopped):
        keys_on_tokens(path, stop)


@judge
def test_a_bug_of_our_own_is_not_taken_for_the_drivers() -> None:
    with pytest.raises(RuntimeError, match="KeyError"):
        ask(driver(), {})
