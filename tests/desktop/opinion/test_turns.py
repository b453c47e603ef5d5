"""Whose key signs decides what is asked for: a passphrase, or the PIN of a USB key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cpscore.desktop.opinion.turns import TurnCard
from cpscore.rules.review import Member
from cpscore.signing.findings import Person
from cpscore.workflow.people import Card

HERE = Card("ab" * 32, Person("专家甲"), "2345-6789")
ELSEWHERE = Card("cd" * 32, Person("专家甲"), "ABCD-EFGH", token="ePass2003")


def test_the_card_asks_for_what_opens_the_chosen_key(dressed: QApplication, qtbot: QtBot) -> None:
    member = Member("m1", "专家甲", leader=True, certificate=ELSEWHERE.sha256)
    card = TurnCard(member, (HERE, ELSEWHERE), "zh", closing=True)
    qtbot.addWidget(card)
    assert card.choice.card == ELSEWHERE
    assert card.choice.currentText().endswith("USB 密钥")
    assert card.asked.name.text() == "USB 密钥的 PIN"
    assert "ePass2003" in card.asked.below.text()
    card.sign()
    assert card.asked.below.text() == "请输入 PIN"
    card.passphrase.field.setText("135790")
    with qtbot.waitSignal(card.signed) as told:
        card.sign()
    assert told.args == [member, ELSEWHERE.sha256, "135790", None]


def test_what_was_typed_for_one_key_is_not_sent_to_another(
    dressed: QApplication, qtbot: QtBot
) -> None:
    card = TurnCard(Member("m1", "专家甲"), (HERE, ELSEWHERE), "zh", closing=True)
    qtbot.addWidget(card)
    assert card.asked.name.text() == "口令"
    card.passphrase.field.setText("红水河 1984")
    card.choice.setCurrentIndex(1)
    assert card.asked.name.text() == "USB 密钥的 PIN"
    assert card.passphrase.text == ""
    card.choice.setCurrentIndex(0)
    assert (card.asked.name.text(), card.asked.below.text()) == ("口令", "")


@pytest.mark.parametrize(("width", "below"), [(620, False), (360, True)])
def test_a_narrow_card_has_room_for_the_passphrase(
    dressed: QApplication, qtbot: QtBot, width: int, below: bool
) -> None:
    card = TurnCard(Member("m1", "专家甲"), (HERE,), "zh")
    qtbot.addWidget(card)
    card.resize(width, 700)
    card.show()
    field, key = card.passphrase.field, card.choice
    qtbot.waitUntil(lambda: field.width() > 160, timeout=20_000)
    beneath = key.mapTo(card, key.rect().bottomLeft()).y()
    assert (field.mapTo(card, QPoint(0, 0)).y() > beneath) == below
