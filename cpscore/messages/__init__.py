"""Code and values become a sentence, Chinese or English: the only place that words problems.

A sentence says what happened, what is safe and what to do now.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from string import Formatter
from typing import Literal

from cpscore.messages import (
    answers,
    drafts,
    files,
    findings,
    forms,
    importing,
    reviews,
    rounds,
    signatures,
    words,
    workflow,
)
from cpscore.rules.form import Status

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
# A sentence quotes what a stranger wrote; it stays a sentence however much that was.
LONGEST = 200
COMMAS: Mapping[Language, str] = {"zh": "、", "en": ", "}

PARTS: tuple[Mapping[Language, Mapping[str, str]], ...] = tuple(
    {"zh": part.ZH, "en": part.EN}
    for part in (
        answers,
        drafts,
        findings,
        files,
        forms,
        importing,
        reviews,
        rounds,
        signatures,
        workflow,
    )
)
SENTENCES: Mapping[Language, Mapping[str, str]] = {
    language: {code: text for part in PARTS for code, text in part[language].items()}
    for language in LANGUAGES
}


def say(code: str, values: Mapping[str, object], language: Language = "zh") -> str:
    """The sentence for the code of a problem, remark or failure.

    Raises KeyError for an unknown code, a value that is missing or one its vocabulary lacks: those
    are bugs.
    """
    pieces = Formatter().parse(SENTENCES[language][code])
    if values.get("path") == "":
        values = {**values, "path": words.WHOLE[language]}
    return "".join(
        literal + (told(values[name], vocabulary or "", language) if name else "")
        for literal, name, vocabulary, _ in pieces
    )


def told(value: object, vocabulary: str, language: Language) -> str:
    """A value in a sentence: as it is, or in the words for one of a few."""
    if vocabulary:
        return words.WORDS[language][vocabulary][str(value)]
    return quoted(value, COMMAS[language])


def status_words(status: Status, language: Language = "zh") -> str:
    """Where a form stands, in the same words in every list and on every screen.

    Printed pages say it in a sentence of their own (`rules.sheet.PROVISIONAL`), which begins alike.
    """
    return told(status.value, "status", language)


def speaker(language: Language) -> Callable[[str, Mapping[str, object]], str]:
    """`say` in one language, as the documents of `rules.outcome` take it."""
    return lambda code, values: say(code, values, language)


def quoted(value: object, comma: str = "、") -> str:
    """A value as a sentence quotes it: one line, nothing unseen in it, not endless."""
    if isinstance(value, tuple | list):
        return comma.join(quoted(member, comma) for member in value)
    text = str(value)
    shown = "".join(visible(sign) for sign in text[:LONGEST])
    return f"{shown}…" if len(text) > LONGEST else shown


def visible(sign: str) -> str:
    """A character, or � for one that would steer a terminal or turn the direction of writing."""
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(sign) in UNSEEN else sign


UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
