"""Keys that an expert has already: PKCS#12 files as other programs make them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from cpscore.exchange.container import unpack
from cpscore.rules.review import Enterprise, Member
from cpscore.signing.findings import Person
from cpscore.signing.identity import DamagedIdentity, WrongPassphrase
from cpscore.workflow.collect import take_in
from cpscore.workflow.demo import FORM, fill, ink_of
from cpscore.workflow.desk import Desk, open_desk
from cpscore.workflow.paper import paper
from cpscore.workflow.people import cards, create_card, keep_card, unlock
from cpscore.workflow.prepare import Plan, new_review
from cpscore.workflow.submit import submit
from cpscore.workflow.verify import verify_file
from tests.judges import mutool_sign, openssl, pdfsig
from tests.workflow.conftest import counting

SECRET = "一个口令 1"
KINDS = {
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


def made_elsewhere(folder: Path, kind: str, *how: str) -> bytes:
    """A key and its certificate as openssl keeps them."""
    key, certificate, both = (str(folder / one) for one in ("key.pem", "cert.pem", "both.p12"))
    request = ("req", "-x509", "-nodes", "-days", "30", "-utf8")
    subject = ("-subj", "/CN=专家甲/O=示例大学/title=教授")
    openssl(*request, *subject, *KINDS[kind], "-keyout", key, "-out", certificate)
    export = ("pkcs12", "-export", "-inkey", key, "-in", certificate, "-out", both)
    openssl(*export, "-passout", f"pass:{SECRET}", *how)
    return Path(both).read_bytes()


@pytest.mark.judge
@pytest.mark.parametrize("kind", KINDS)
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
