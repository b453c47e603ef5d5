"""Every code has its sentence in both languages, and every sentence gets the values it needs."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from string import Formatter

import pytest

import cpscore
from cpscore.exchange.failures import Damage
from cpscore.files import Why
from cpscore.messages import LANGUAGES, LONGEST, PARTS, SENTENCES, quoted, say, speaker
from cpscore.messages.words import WORDS
from cpscore.rules.problem import Failure
from cpscore.store.failures import Trouble
from tests.messages.sites import Site, failure_codes, failure_values, sites

# What comes with every problem, whatever it is.
ALWAYS = {"path"}
# Codes that are put together from a prefix and a value: all that can come of it.
FAMILIES: dict[str, tuple[str, ...]] = {
    "changed-": ("page", "note", "info", "attachment", "catalog", "signature", "tail", "other"),
    "numbers-": ("follow", "do-not-follow", "not-inside"),
    "pdf-": tuple(WORDS["zh"]["pdf"].keys() - {"signed"}),
    "signed-": ("confirmed", "listed", "self-asserted", "unknown"),
}
# Built by a function that its callers hand the codes to.
HANDED_OVER = ("veto-failed", "veto-settled", "veto-sustained", "veto-computed")

SITES = list(sites())


FAILURES = failure_codes()


def failures() -> Iterator[type[Failure]]:
    """Every kind of failure that any room of the program has."""
    for module in pkgutil.walk_packages(cpscore.__path__, "cpscore."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    waiting = [Failure]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind is not Failure and kind.__module__.startswith("cpscore."):
            yield kind


def places(code: str, language: str = "zh") -> dict[str, str]:
    """The placeholders of a sentence, each with its vocabulary."""
    parsed = Formatter().parse(SENTENCES[language][code])  # type: ignore[index]
    return {name: vocabulary or "" for _, name, vocabulary, _ in parsed if name}


def needed(code: str) -> set[str]:
    return set(places(code)) - ALWAYS


def test_both_languages_word_the_same_codes_with_the_same_values() -> None:
    assert SENTENCES["zh"].keys() == SENTENCES["en"].keys()
    for code in SENTENCES["zh"]:
        assert places(code, "zh") == places(code, "en"), code


def test_no_code_is_worded_twice() -> None:
    for language in LANGUAGES:
        assert sum(len(part[language]) for part in PARTS) == len(SENTENCES[language])


def test_both_vocabularies_have_the_same_words() -> None:
    zh, en = ({name: set(words) for name, words in WORDS[one].items()} for one in LANGUAGES)
    assert zh == en
    used = {one for code in SENTENCES["zh"] for one in places(code).values() if one}
    # Where a form stands is said by itself, not in a sentence.
    assert used | {"status"} == set(zh)


@pytest.mark.parametrize("site", SITES, ids=lambda site: f"{site.where} {site.code}")
def test_every_code_in_the_source_has_its_sentence_and_its_values(site: Site) -> None:
    if site.code.endswith("*"):
        prefix = site.code[:-1]
        assert prefix in FAMILIES, "say in FAMILIES what this can become"
        for member in FAMILIES[prefix]:
            assert f"{prefix}{member}" in SENTENCES["zh"]
        return
    assert site.code in SENTENCES["zh"]
    if site.values is not None:
        assert needed(site.code) <= site.values


def test_the_codes_were_found() -> None:
    found = {site.code for site in SITES}
    assert {"wrong-type", "negative", "too-few", "too-new", "duplicate-key"} <= found


@pytest.mark.parametrize("code", HANDED_OVER)
def test_codes_handed_over_have_sentences(code: str) -> None:
    assert say(code, {"number": "8", "text": "…"}) != say(code, {"number": "8", "text": "…"}, "en")


@pytest.mark.parametrize("name", sorted(FAILURES))
def test_every_failure_has_its_sentence_and_its_values(name: str) -> None:
    code = FAILURES[name]
    assert code in SENTENCES["zh"], "a sentence is missing, or the class has no code of its own"
    for where, given in failure_values(name):
        assert needed(code) <= given | (set(places(code)) & ALWAYS), where


def test_no_failure_was_overlooked_and_no_two_share_a_code() -> None:
    codes = sorted(kind.code for kind in failures())
    assert codes == sorted(FAILURES.values())
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("vocabulary", "members"), [("file", Why), ("container", Damage), ("archive", Trouble)]
)
def test_vocabularies_are_whole(vocabulary: str, members: type[Why | Damage | Trouble]) -> None:
    assert {str(member) for member in members} <= set(WORDS["zh"][vocabulary])


def test_a_sentence_names_the_item_and_its_own_limit() -> None:
    limit = {"item": "清洁生产验收报告", "max": "10", "path": "/scores/g1"}
    assert say("above-maximum", limit) == "「清洁生产验收报告」最高 10 分，请填 0–10。"
    assert "0–10" in say("above-maximum", limit, "en")


def test_the_pointer_of_the_whole_document_is_worded() -> None:
    values = {"path": "", "expected": "keys"}

    assert say("wrong-type", values).startswith("整个文件 的写法不对")
    assert say("wrong-type", values, "en").startswith("The whole file is")


def test_a_value_from_a_vocabulary_is_worded() -> None:
    assert "UTF-8" in say("unreadable", {"reason": "encoding"})
    assert speaker("en")("wrong-type", {"path": "/expert", "expected": "text"}) == (
        "/expert is of the wrong type; it must be text that is not blank."
    )


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("no-such-code", {}),
        ("above-maximum", {"item": "x"}),
        ("unreadable", {"reason": "whatever"}),
    ],
    ids=["unknown code", "missing value", "unknown word"],
)
def test_a_gap_is_a_bug(code: str, values: dict[str, object]) -> None:
    with pytest.raises(KeyError):
        say(code, values)


def test_what_a_stranger_wrote_cannot_steer_the_terminal() -> None:
    assert quoted("\x1b[31m红\u202e\n\ud800") == "�[31m红���"
    assert quoted(("a", "b")) == "a、b"
    assert len(quoted("长" * 10_000)) == LONGEST + 1
    assert say("unknown-id", {"name": "{reason}"}) == "不认识「{reason}」，请核对编号或拼写。"


def test_chinese_reads_as_chinese_and_english_is_short() -> None:
    for code, sentence in SENTENCES["zh"].items():
        assert any("\u4e00" <= sign <= "\u9fff" for sign in sentence), code
    for code, sentence in SENTENCES["en"].items():
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in sentence), code
        assert len(sentence) < 200, code


def test_several_names_are_parted_as_the_language_parts_them() -> None:
    values = {"names": ("专家甲", "专家乙")}
    assert "专家甲、专家乙" in say("opinion-waits", values, "zh")
    assert "专家甲, 专家乙" in say("opinion-waits", values, "en")
