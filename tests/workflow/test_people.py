"""Keys that an expert has already: PKCS#12 files as other programs make them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from cpscore.exchange.container import unpack
from cpscore.messages import say
from cpscore.rules.review import Enterprise, Member
from cpscore.signing.findings import Person
from cpscore.signing.identity import (
    DamagedIdentity,
    Identity,
    UnsuitableIdentity,
    WrongPassphrase,
)
from cpscore.signing.inspect import inspect_pdf
from cpscore.signing.token import NoToken, WrongPin, keys_on_tokens
from cpscore.store.archive import Token
from cpscore.workflow.collect import take_in
from cpscore.workflow.demo import FORM, LEADER, fill, ink_of
from cpscore.workflow.desk import Desk, open_desk
from cpscore.workflow.paper import paper
from cpscore.workflow.people import cards, create_card, keep_card, keep_token, unlock
from cpscore.workflow.prepare import Plan, new_review
from cpscore.workflow.submit import submit
from cpscore.workflow.verify import verify_file
from tests.judges import mutool_sign, openssl, pdfsig
from tests.softhsm import LABEL, PIN, WRONG, Stick, driver
from tests.workflow.conftest import counting
from tests.workflow.court import carried_through

SECRET = "一个口令 1"
RARE = Person("孙𬱟", "示例大学", "教授")
KINDS = {
    "rsa1024": ("-newkey", "rsa:1024"),
    "rsa": ("-newkey", "rsa:2048"),
    "p256": ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
    "p384": ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"),
}


@pytest.fixture
def today(tmp_path: Path) -> Iterator[Desk]:
    """A desk whose clock is the machine's: what openssl makes is valid from now on."""
    desk = open_desk(tmp_path / "today", now=lambda: datetime.now().astimezone(), fresh=counting())
    yield desk
    desk.close()


def made_elsewhere(folder: Path, kind: str, *how: str, asked: tuple[str, ...] = ()) -> bytes:
    """A key and its certificate as openssl keeps them; `asked` is for the certificate."""
    key, certificate, both = (str(folder / one) for one in ("key.pem", "cert.pem", "both.p12"))
    request = ("req", "-x509", "-nodes", "-days", "30", "-utf8")
    subject = ("-subj", "/CN=专家甲/O=示例大学/title=教授")
    openssl(*request, *subject, *KINDS[kind], *asked, "-keyout", key, "-out", certificate)
    export = ("pkcs12", "-export", "-inkey", key, "-in", certificate, "-out", both)
    openssl(*export, "-passout", f"pass:{SECRET}", *how)
    return Path(both).read_bytes()


@pytest.mark.judge
@pytest.mark.parametrize("kind", ["rsa", "p256", "p384"])
def test_a_key_made_elsewhere_seals_a_ballot_that_others_accept(
    today: Desk, tmp_path: Path, kind: str
) -> None:
    card = keep_card(today, made_elsewhere(tmp_path, kind), SECRET)
    assert card.person == Person("专家甲", "示例大学", "教授")
    leader = create_card(today, Person("专家乙"), SECRET)
    assert {one.sha256 for one in cards(today)} == {card.sha256, leader.sha256}
    panel = (
        Member("", "专家甲", certificate=card.sha256),
        Member("", "专家乙", leader=True),
    )
    plan = Plan("验收", Enterprise("厂", ("双有",)), "2026-11-20", (FORM, "hebei-h"), panel)
    review = new_review(today, plan, unlock(today, leader.sha256, SECRET))
    one = fill(today, paper(today, review.id, FORM, "m1"))
    key = unlock(today, card.sha256, SECRET)
    _, receipt = submit(today, one, key, ink_of("m1"), tmp_path)
    assert receipt.path is not None
    [taken] = take_in(today, review.id, receipt.path)
    assert (taken.code, taken.identity) == ("accepted", "listed")
    assert verify_file(receipt.path).trustworthy
    sheet = tmp_path / "score.pdf"
    sheet.write_bytes(unpack(receipt.path.read_bytes()).files["score.pdf"])
    assert verify_file(sheet).trustworthy
    assert "Signature is Valid." in pdfsig(sheet)
    assert "The document is unchanged since signing." in mutool_sign(sheet)


@pytest.mark.judge
def test_an_old_pkcs12_opens_and_a_wrong_or_damaged_one_says_so(
    today: Desk, tmp_path: Path
) -> None:
    data = made_elsewhere(tmp_path, "rsa", "-legacy")
    with pytest.raises(WrongPassphrase):
        keep_card(today, data, "another")
    for bent in (b"", b"no PKCS#12", data[:-40]):
        with pytest.raises(DamagedIdentity):
            keep_card(today, bent, SECRET)
    assert cards(today) == ()
    card = keep_card(today, data, SECRET)
    # Kept twice, it is one key.
    assert keep_card(today, data, SECRET) == card
    assert len(cards(today)) == 1


@pytest.mark.judge
@pytest.mark.parametrize(
    ("kind", "asked", "said"),
    [
        ("rsa1024", (), "少于 2048 位"),
        ("rsa", ("-sha1",), "SHA-1"),
        ("p256", ("-addext", "keyUsage=keyEncipherment"), "不允许签名"),
    ],
)
def test_a_key_made_elsewhere_that_cannot_sign_is_refused_in_words(
    today: Desk, tmp_path: Path, kind: str, asked: tuple[str, ...], said: str
) -> None:
    with pytest.raises(UnsuitableIdentity) as refused:
        keep_card(today, made_elsewhere(tmp_path, kind, asked=asked), SECRET)
    assert said in say(refused.value.code, refused.value.values)
    assert cards(today) == ()


@pytest.mark.judge
def test_a_certificate_that_expired_signs_nothing(tmp_path: Path) -> None:
    data = made_elsewhere(tmp_path, "p256")
    clock = [datetime.now().astimezone()]
    desk = open_desk(tmp_path / "later", now=lambda: clock[0], fresh=counting())
    card = keep_card(desk, data, SECRET)
    clock[0] += timedelta(days=31)
    for refused in (
        lambda: unlock(desk, card.sha256, SECRET),
        lambda: keep_card(desk, data, SECRET),
    ):
        with pytest.raises(UnsuitableIdentity) as failure:
            refused()
        assert "有效期" in say(failure.value.code, failure.value.values)
    desk.close()


# USB keys ----------------------------------------------------------------------------------------


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stick:
    """An empty USB key, plugged in."""
    return Stick.made(tmp_path / "stick", monkeypatch)


@pytest.mark.judge
def test_a_usb_key_is_kept_by_its_place_and_asked_for_its_pin_each_time(
    stick: Stick, desk: Desk
) -> None:
    key = stick.new("p256", RARE, desk.now())
    with pytest.raises(WrongPin):
        keep_token(desk, key, WRONG)
    assert cards(desk) == ()
    card = keep_token(desk, key, PIN)
    assert (card.person, card.token) == (RARE, LABEL)
    assert cards(desk) == (card,)
    [kept] = desk.store.identities()
    assert isinstance(kept, Token)
    assert PIN not in repr(kept)
    assert unlock(desk, card.sha256, PIN).person == RARE
    with pytest.raises(WrongPin):
        unlock(desk, card.sha256, WRONG)
    stick.pull_out()
    with pytest.raises(NoToken):
        unlock(desk, card.sha256, PIN)


@pytest.mark.judge
def test_a_usb_key_takes_the_place_of_the_same_key_in_a_file(
    stick: Stick, today: Desk, tmp_path: Path
) -> None:
    data = made_elsewhere(tmp_path, "p256")
    card = keep_card(today, data, SECRET)
    key, certificate, _ = pkcs12.load_key_and_certificates(data, SECRET.encode())
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert certificate is not None
    stick.put(key, certificate.public_bytes(Encoding.DER), "a1")
    [found] = keys_on_tokens(driver())
    assert keep_token(today, found, PIN) == replace(card, token=LABEL)
    assert [one.token for one in cards(today)] == [LABEL]
    keep_card(today, data, SECRET)
    assert [one.token for one in cards(today)] == [""]


@pytest.mark.judge
def test_usb_keys_sign_everything_a_panel_signs_and_others_accept_it(
    stick: Stick, desk: Desk, identities: Mapping[str, Identity], tmp_path: Path
) -> None:
    """The leader with an RSA key, a member with an EC one; ballots, opinion, summary, archive."""
    leader = keep_token(desk, stick.new("rsa2048", RARE, desk.now(), "a1"), PIN)
    member = keep_token(desk, stick.new("p256", Person("㐂䶮"), desk.now(), "b2"), PIN)
    hands = {
        **identities,
        LEADER: unlock(desk, leader.sha256, PIN),
        "m1": unlock(desk, member.sha256, PIN),
    }
    issued = tmp_path / "issued"
    issued.mkdir()
    court = carried_through(desk, hands, issued)
    ballot = court.ballots["m1"]
    assert verify_file(ballot).trustworthy
    _demand_cades(ballot, hands["m1"].certificate, tmp_path)
    sheets = {path.name: path for path in issued.glob("*.pdf")}
    signed = {name: path for name, path in sheets.items() if b"/ByteRange" in path.read_bytes()}
    assert {"opinion.pdf", "summary.pdf"} <= signed.keys()
    for path in signed.values():
        assert verify_file(path, None, desk).trustworthy, path
        assert "is not Valid" not in (said := pdfsig(path))
        assert "Signature is Valid." in said
        assert "Signature is invalid" not in mutool_sign(path)
    names = {one.finding.signer.name for one in inspect_pdf(
        signed["opinion.pdf"].read_bytes()).signatures if one.finding.signer}  # fmt: skip
    assert {RARE.name, "㐂䶮"} <= names
    assert RARE.name in pdfsig(signed["opinion.pdf"])


def _demand_cades(ballot: Path, certificate: bytes, folder: Path) -> None:
    """openssl accepts the signature beside what a container lists."""
    with zipfile.ZipFile(ballot) as container:
        container.extractall(folder / "ballot")
    [signature] = (folder / "ballot").rglob("*.p7s")
    [manifest] = (folder / "ballot").rglob("ASiCManifest*.xml")
    root = folder / "root.pem"
    root.write_bytes(x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM))
    asked = (
        f"cms -verify -cades -binary -inform DER -in {signature} -content {manifest} "
        f"-CAfile {root} -purpose any -no_check_time -out {folder / 'out'}"
    ).split()
    assert "CAdES Verification successful" in openssl(*asked)
