"""`reply.json` is read only in the very form in which it is written."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpscore.exchange.failures import TooNew
from cpscore.exchange.reply import LONGEST, NotAReply, read_reply, write_reply
from cpscore.rules.declining import Declining, Reply

REPLY = Reply(
    review="r1",
    edition=2,
    file="a" * 64,
    member="m4",
    how=Declining.REFUSE,
    text="两项中费方案未完工。",
    at="2026-11-20T14:03:22+08:00",
    program="0.2.0",
)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(words.filter(str.strip), st.sampled_from(Declining), st.integers(1, 999_999), words)
def test_what_is_written_is_read_again(
    text: str, how: Declining, edition: int, member: str
) -> None:
    reply = replace(REPLY, text=text, how=how, edition=edition, member=member)
    assert read_reply(write_reply(reply)) == reply


@pytest.mark.parametrize(
    "change",
    [
        {"text": " "},
        {"text": "长" * (LONGEST + 1)},
        {"edition": "0"},
        {"edition": "01"},
        {"edition": 2},
        {"how": "agree"},
        {"schema": "cpscore.ballot/1"},
        {"more": "x"},
        {"member": None},
    ],
    ids=str,
)
def test_anything_else_is_refused(change: dict[str, object]) -> None:
    tree = {**json.loads(write_reply(REPLY)), **change}
    data = json.dumps(tree, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    with pytest.raises(NotAReply):
        read_reply(data)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", write_reply(REPLY) + b" "])
def test_other_bytes_are_no_reply(data: bytes) -> None:
    with pytest.raises(NotAReply):
        read_reply(data)


def test_a_newer_one_is_named_as_such() -> None:
    data = write_reply(REPLY).replace(b"cpscore.reply/1", b"cpscore.reply/2")
    with pytest.raises(TooNew):
        read_reply(data)
