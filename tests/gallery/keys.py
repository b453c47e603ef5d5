"""Pages that ask for keys which lie elsewhere: in a file, in a USB key."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from cpscore.desktop.opinion.export import ExportPage
from cpscore.desktop.start.identity import IdentityPage
from cpscore.desktop.window import Window
from cpscore.messages import say
from cpscore.signing.findings import Person
from cpscore.signing.identity import create_identity, open_identity
from cpscore.signing.token import TokenKey
from cpscore.store.archive import Token
from cpscore.workflow.demo import LEADER, PASSPHRASE, Sample

LABEL = "ePass2003"
PRESS = QPoint(8, 8)


def other_way(window: Window, way: int) -> IdentityPage:
    """The identity page, on its second or third way."""
    window.go("identity")
    page = window.pages.page
    assert isinstance(page, IdentityPage)
    choice = page.ways[way][0]
    # Pressed as by hand: from now on the Tab key comes to the one that is chosen.
    choice.setFocus()
    QTest.mouseClick(choice, Qt.MouseButton.LeftButton, pos=choice.rect().topLeft() + PRESS)
    return page


def token_found(window: Window, sample: Sample) -> None:
    """The identity page with what a USB key holds, and a PIN that was wrong."""
    page = other_way(window, 2)
    certificate = sample.identities[LEADER].certificate
    key = TokenKey("/usr/lib/opensc-pkcs11.so", LABEL, "01", "a1", certificate)
    page.token.offer((key,))
    page.banner.say(say("wrong-pin", {"tries": "one"}, window.language), "red")


def token_card(sample: Sample) -> str:
    """An identity of this machine whose key lies in a USB key: its SHA-256."""
    desk = sample.desk
    known = [one.sha256 for one in desk.store.identities() if isinstance(one, Token)]
    if known:
        return known[0]
    person, now = Person("专家乙", "示例清洁生产中心", "高级工程师"), desk.now()
    made = create_identity(person, PASSPHRASE, now=now - timedelta(days=9), serial=7)
    one = open_identity(made, PASSPHRASE)
    name = f"{person.name}\n{person.organisation}\n{person.title}"
    where = (one.certificate, "/usr/lib/opensc-pkcs11.so", LABEL, "01", "a1")
    desk.store.add_token(Token(one.sha256, name, *where, desk.at()))
    return one.sha256


def with_token(window: Window, sample: Sample, review_id: str) -> None:
    """The export page, where the identity in the USB key is chosen."""
    wanted = token_card(sample)
    window.go("export", review_id=review_id)
    page = window.pages.page
    assert isinstance(page, ExportPage)
    page.choice.setCurrentIndex(page.choice.findData(wanted))
