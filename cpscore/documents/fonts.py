"""The shipped faces: which font draws each character, and how wide it is.

A face is named as in `cpscore.rules.sheet.Face`, or "hei-bold"; a font by its file.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from threading import Lock

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from cpscore.places import resources_folder
from cpscore.rules.problem import Failure

# The first font of a face that has a character draws it.
CHAINS = {
    "hei": ("hei", "more", "rare"),
    "hei-bold": ("hei-bold", "hei", "more", "rare"),
    "song": ("song", "hei", "more", "rare"),
    "song-bold": ("song-bold", "song", "hei", "more", "rare"),
    "fang": ("fang", "song", "hei", "more", "rare"),
}

# At most 30 marks (UAX #15, stream-safe): putting a million in order takes minutes.
_COMPOSED = re.compile(r"[^\W\d_][\u0300-\u036f]{1,30}")
# Control characters, and what Unicode calls default ignorable: joiners, selectors of a
# variant, marks that turn the direction of writing. None of them has a look of its own.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U000e0000-\U000e0fff]"
)
_BLANK = re.compile(r"[^\S\u3000]")
_BEYOND_BMP = re.compile("> <([0-9A-F]{5,6})>")


class MissingCharacter(Failure):
    """No shipped font has these characters; `codes` names them as U+XXXX."""

    code = "missing-character"

    def __init__(self, characters: str) -> None:
        self.characters = characters
        codes = tuple(f"U+{ord(char):04X}" for char in characters)
        super().__init__(characters=characters, codes=codes)


class _Font(TTFont):  # type: ignore[misc]  # reportlab has no types
    """A font whose text can be copied from the PDF, characters above U+FFFF too."""

    def addObjects(self, doc: object) -> None:  # noqa: N802
        # reportlab 5.1 writes such a character as five digits where UTF-16 is asked for.
        super().addObjects(doc)
        for name, stream in doc.idToObject.items():  # type: ignore[attr-defined]
            if name.startswith("toUnicodeCMap:"):
                stream.content = _BEYOND_BMP.sub(_utf16, stream.content)


def printable(text: str) -> str:
    """The text as it is drawn: what has no look is left out, and every blank is a plain space.

    An accent joins its letter; the full-width space stays. Lines must have been broken before.
    """
    text = _BLANK.sub(" ", _UNSEEN.sub("", text))
    # Only letters with accents: whole NFC would exchange Chinese characters in names.
    return _COMPOSED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)


def runs(text: str, face: str) -> list[tuple[str, str]]:
    """Cut a text into runs of one font each: the font's name for reportlab, and what it draws.

    Raises MissingCharacter with all characters that no font of the face has.
    """
    text = printable(text)
    _require(text, face)
    by_font = groupby(text, key=lambda char: _glyph(char, face)[0])
    return [(name, "".join(chars)) for name, chars in by_font]


def width(text: str, face: str, size: float) -> float:
    """The width of a line in points, as its `runs` are drawn at this size; raises as they do."""
    text = printable(text)
    _require(text, face)
    return sum(_glyph(char, face)[1] for char in text) * size / 1000


def load(name: str) -> str:
    """Make a font known to reportlab under this name, and return the name."""
    _font(name)
    return name


def _require(text: str, face: str) -> None:
    missing = "".join(dict.fromkeys(char for char in text if not _glyph(char, face)[0]))
    if missing:
        raise MissingCharacter(missing)


@lru_cache(maxsize=50_000)
def _glyph(char: str, face: str) -> tuple[str, float]:
    """The font that draws a character and its width in thousandths; without one, ("", 0)."""
    for name in CHAINS[face]:
        found = _font(name).face
        # reportlab would draw an empty box without a word.
        if ord(char) in found.charToGlyph:
            return name, found.charWidths[ord(char)]
    return "", 0


_loaded: dict[str, TTFont] = {}
_loading = Lock()


def _font(name: str) -> TTFont:
    # Sheets are drawn in worker threads: a font registered twice would split a document.
    with _loading:
        if name not in _loaded:
            font = _Font(name, str(resources_folder() / "fonts" / f"{name}.ttf"))
            pdfmetrics.registerFont(font)
            _loaded[name] = font
        return _loaded[name]


def _utf16(found: re.Match[str]) -> str:
    return f"> <{chr(int(found[1], 16)).encode('utf-16-be').hex().upper()}>"
