"""Build the fonts in this folder: subset, rename, and check what they cover.

    python make.py FOLDER

FOLDER holds the unpacked packages that README.md names; the files are looked for by name.
The result depends on the sources and on the version of fontTools only.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
DIGITS = "0123456789"
SIGNS = (
    (0x20, 0x7E),  # Latin
    (0xA0, 0x17F),
    (0x1CD, 0x1DC),  # pinyin
    (0x370, 0x3FF),  # Greek
    (0x400, 0x45F),  # Cyrillic
    (0x2010, 0x2027),  # punctuation
    (0x2030, 0x205E),
    (0x2070, 0x20BF),  # raised and lowered figures, currency
    (0x2100, 0x22FF),  # letterlike, Roman numerals, arrows, mathematics
    (0x2460, 0x27BF),  # circled, boxes, squares, ticks and crosses
    (0x2E80, 0x2FDF),  # radicals: text copied from a PDF is full of them
    (0x3000, 0x30FF),  # CJK punctuation, kana
    (0x3200, 0x33FF),  # units in a square
    (0xFE30, 0xFE4F),
    (0xFF01, 0xFF5E),  # full width
    (0xFFE0, 0xFFE6),
)


def signs() -> set[int]:
    return {code for first, last in SIGNS for code in range(first, last + 1)}


def standard() -> set[int]:
    """The 8,105 characters of 通用规范汉字表."""
    text = (HERE / "hanzi-8105.txt").read_text(encoding="utf-8")
    return {ord(char) for char in text if not char.isspace()}


def encoded(codec: str, leads: range) -> set[int]:
    """The characters that a double-byte encoding has in these rows."""
    found = set()
    for lead in leads:
        for trail in range(0x40, 0xFF):
            text = bytes((lead, trail)).decode(codec, errors="ignore")
            if len(text) == 1 and ord(text) > 0x7F:
                found.add(ord(text))
    return found


BOXES = set(map(ord, "□■☐☑☒✓✗"))  # one face draws them all, so that they match
LIKENESS = {"✔": "✓", "✘": "✗"}  # the heavy ones that people paste
PUNCTUATION = set(range(0x3000, 0x3040)) | set(range(0xFF01, 0xFF5F))
STANDARD = standard()
SIMPLIFIED = STANDARD | encoded("gb2312", range(0xB0, 0xF8))
TRADITIONAL = encoded("big5", range(0xA4, 0xC7))  # the 5,401 common ones
GBK = encoded("gbk", range(0x81, 0xFF))
EXTENSIONS = set(range(0x3400, 0x4DC0)) | set(range(0x20000, 0x33480))


@dataclass(frozen=True)
class Face:
    """One face to make; what the files named in `beyond` already draw is left out of it."""

    file: str
    family: str
    style: str
    source: str
    characters: set[int]
    beyond: tuple[str, ...] = ()


FACES = (
    Face(
        file="hei.ttf",
        family="CPS Hei",
        style="Regular",
        source="NotoSansSC_400Regular.ttf",
        characters=(SIMPLIFIED | signs()) - BOXES,
    ),
    Face(
        file="hei-bold.ttf",
        family="CPS Hei",
        style="Bold",
        source="NotoSansSC_700Bold.ttf",
        characters=(SIMPLIFIED | signs()) - BOXES,
    ),
    Face(
        file="song.ttf",
        family="CPS Song",
        style="Regular",
        source="NotoSerifSC_400Regular.ttf",
        characters=(SIMPLIFIED | TRADITIONAL | signs()) - BOXES,
    ),
    Face(
        file="song-bold.ttf",
        family="CPS Song",
        style="Bold",
        source="NotoSerifSC_700Bold.ttf",
        characters=(SIMPLIFIED | signs()) - BOXES,
    ),
    # No figures, letters and quotation marks: its figures are old-style and its marks half width,
    # which no official paper has. They come from 宋体.
    Face(
        file="fang.ttf",
        family="CPS Fang",
        style="Regular",
        source="LXGWZhuqueFangsong-Regular.ttf",
        characters=SIMPLIFIED | PUNCTUATION,
    ),
    # A family of its own: Qt does not look for a character in the regular face of a bold one.
    Face(
        file="more.ttf",
        family="CPS More",
        style="Regular",
        source="NotoSansSC_400Regular.ttf",
        characters=(TRADITIONAL | GBK | EXTENSIONS) - BOXES,
        beyond=("hei.ttf",),
    ),
    Face(
        file="rare.ttf",
        family="CPS Rare",
        style="Regular",
        source="LXGWWenKai-Regular.ttf",
        characters=GBK | EXTENSIONS | signs(),
        beyond=("hei.ttf", "more.ttf"),
    ),
)


def subset(font: TTFont, characters: set[int]) -> None:
    options = Options(
        layout_features=[],
        hinting=False,
        glyph_names=False,
        notdef_outline=True,
        name_IDs=["*"],
        name_languages=["*"],
    )
    options.drop_tables += ["BASE", "DSIG", "GDEF", "GPOS", "GSUB", "STAT", "vhea", "vmtx"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters & set(font.getBestCmap()))
    subsetter.subset(font)


def rename(font: TTFont, face: Face) -> None:
    """Give the face our own name: a modified font may not carry a reserved one."""
    names = font["name"]
    kept = {number: names.getDebugName(number) for number in (0, 5, 13, 14)}
    full = face.family if face.style == "Regular" else f"{face.family} {face.style}"
    postscript = f"{face.family.replace(' ', '')}-{face.style}"
    wanted = {1: face.family, 2: face.style, 3: postscript, 4: full, 6: postscript}
    names.names = []
    for number, text in sorted((kept | wanted).items()):
        if text:
            names.setName(text, number, 3, 1, 0x409)
    bold = face.style == "Bold"
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x61) | (0x20 if bold else 0x40)
    font["head"].macStyle = 1 if bold else 0


def even_digits(font: TTFont) -> None:
    """Give all figures the same width, so that columns of numbers stand straight."""
    cmap = font.getBestCmap()
    glyphs = [cmap[ord(digit)] for digit in DIGITS if ord(digit) in cmap]
    widest = max((font["hmtx"][glyph][0] for glyph in glyphs), default=0)
    for name in glyphs:
        advance, bearing = font["hmtx"][name]
        shift = (widest - advance) // 2
        glyph = font["glyf"][name]
        glyph.coordinates.translate((shift, 0))
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (widest, bearing + shift)


def alias(font: TTFont) -> None:
    """Let characters without a glyph of their own share that of their likeness."""
    for table in font["cmap"].tables:
        for char, likeness in LIKENESS.items():
            if table.isUnicode() and ord(likeness) in table.cmap:
                table.cmap.setdefault(ord(char), table.cmap[ord(likeness)])


def make(face: Face, sources: Path) -> None:
    [source] = sources.rglob(face.source)
    font = TTFont(source, recalcTimestamp=False)
    subset(font, face.characters.difference(*map(covered, face.beyond)))
    rename(font, face)
    even_digits(font)
    alias(font)
    font.save(HERE / face.file)


def covered(file: str) -> set[int]:
    return set(TTFont(HERE / file).getBestCmap())


def report() -> None:
    everything = set()
    for face in FACES:
        has = covered(face.file)
        everything |= has
        size = (HERE / face.file).stat().st_size / 1e6
        print(
            f"{face.file:14}{size:6.2f} MB {len(has):6} characters;"
            f" {len(STANDARD & has)} of 8105, {len(GBK & has)} of {len(GBK)} in GBK"
        )
    missing = "".join(map(chr, sorted((STANDARD | TRADITIONAL | GBK | BOXES) - everything)))
    print("in no face:", missing or "nothing")


if __name__ == "__main__":
    for each in FACES:
        make(each, Path(sys.argv[1]))
    report()
