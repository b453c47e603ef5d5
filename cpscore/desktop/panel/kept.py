"""What was typed into a card and is not decided yet: kept until it is, in the archive."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from cpscore.workflow.desk import Desk


class Kept:
    """The open texts of one form's cards; `changed` is called with each key that is typed.

    They are settings and not entries of the journal: nobody has said anything yet.
    """

    def __init__(
        self, desk: Desk, review_id: str, form_id: str, changed: Callable[[], object]
    ) -> None:
        self.desk, self.changed = desk, changed
        self.place = f"panel.typed/{review_id}/{form_id}"
        self.waiting: dict[str, str] = {}

    def text(self, card: str) -> str:
        """What stands in a card's field; empty where nothing was typed."""
        if card in self.waiting:
            return self.waiting[card]
        return self.desk.store.setting(self._key(card)) or ""

    def follow(self, card: str, field: QPlainTextEdit | QLineEdit) -> None:
        """Fill a field with what was typed before, and note what is typed from now on."""
        if isinstance(field, QLineEdit):
            field.setText(self.text(card))
            field.textChanged.connect(lambda text: self._note(card, text))
        else:
            field.setPlainText(self.text(card))
            field.textChanged.connect(lambda: self._note(card, field.toPlainText()))

    def forget(self, *cards: str) -> None:
        """It was decided: the next question begins empty."""
        for card in cards:
            self.waiting[card] = ""

    def save(self) -> bool:
        """Write down what changed. Raises the store's failures, and keeps it waiting then."""
        with self.desk.store.together():
            for card, text in self.waiting.items():
                # What was never typed needs no empty row.
                if text != (self.desk.store.setting(self._key(card)) or ""):
                    self.desk.store.set_setting(self._key(card), text)
        self.waiting.clear()
        return True

    def _note(self, card: str, text: str) -> None:
        self.waiting[card] = text
        self.changed()

    def _key(self, card: str) -> str:
        return f"{self.place}/{card}"
