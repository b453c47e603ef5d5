"""Whatever is done in whatever order, the archive holds just what a list and two dicts would."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from typing_extensions import override

from cpscore.rules.canonical import sha256
from cpscore.store.archive import Store, open_store

NOW = "2026-05-12T09:00:00+08:00"
REVIEWS = st.sampled_from(["r1", "r2"])
TEXTS = st.text(max_size=6)


class Archive(RuleBasedStateMachine):
    """The archive beside its model; rolling back and opening again are steps like any other."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[tuple[str, str]] = []
        self.blobs: dict[str, bytes] = {}
        self.settings: dict[str, str] = {}
        self.folder = tempfile.TemporaryDirectory()
        self.opened = ExitStack()
        self.store = self.open()

    def open(self, *, wal: bool = True) -> Store:
        return self.opened.enter_context(open_store(Path(self.folder.name), now=NOW, wal=wal))

    @override
    def teardown(self) -> None:
        self.opened.close()
        self.folder.cleanup()

    @rule(review=REVIEWS, text=TEXTS)
    def append(self, review: str, text: str) -> None:
        self.store.append(review, "score", text, "", NOW)
        self.entries.append((review, text))

    @rule(text=TEXTS, times=st.integers(1, 3))
    def append_together(self, text: str, times: int) -> None:
        with self.store.together():
            for _ in range(times):
                self.append("r1", text)

    @rule(text=TEXTS)
    def think_better_of_it(self, text: str) -> None:
        try:
            with self.store.together():
                self.store.append("r1", "score", text, "", NOW)
                self.store.keep(b"never" + text.encode(), "pdf")
                self.store.set_setting(text, "never")
                raise InterruptedError
        except InterruptedError:
            assert self.store.fetch(sha256(b"never" + text.encode())) is None

    @rule(data=st.binary(max_size=9))
    def keep(self, data: bytes) -> None:
        self.blobs[self.store.keep(data, "pdf")] = data

    @rule(key=st.sampled_from("ab"), value=TEXTS)
    def set_setting(self, key: str, value: str) -> None:
        self.store.set_setting(key, value)
        self.settings[key] = value

    @precondition(lambda self: self.entries)
    @rule(wal=st.booleans())
    def open_again(self, wal: bool) -> None:
        self.opened.close()
        self.store = self.open(wal=wal)

    @invariant()
    def it_holds_what_was_put_in(self) -> None:
        for review in ("r1", "r2"):
            mine = [text for one, text in self.entries if one == review]
            assert [entry.body for entry in self.store.entries(review)] == mine
        assert all(self.store.fetch(name) == data for name, data in self.blobs.items())
        assert all(self.store.setting(key) == self.settings.get(key) for key in "ab")
        assert self.store.head()[0] == len(self.entries)
        assert self.store.verify_chain() is None


TestArchive = Archive.TestCase
TestArchive.settings = settings(max_examples=15, stateful_step_count=20)
