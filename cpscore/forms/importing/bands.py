"""Bands of points as tables print them: ≥90分, 80～90分（含80分）, 60分以下."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cpscore.rules.points import plain

# One sign for one sign, so that what stands around a band keeps its place and its width.
SIGNS = str.maketrans(
    "０１２３４５６７８９＜＞＝～〜－–—−（）．，；：≦≧", "0123456789<>=~~----().,;:≤≥"
)
LOWER_CLOSED = {">=", "≥", "大于等于", "不低于", "不少于", "不小于", "达到"}
LOWER_OPEN = {">", "大于", "高于", "超过"}
UPPER_CLOSED = {"<=", "≤", "小于等于", "不高于", "不大于", "不超过"}
UPPER_OPEN = {"<", "小于", "低于", "不足", "不满"}
OPERATORS = "|".join(
    sorted((*LOWER_CLOSED, *LOWER_OPEN, *UPPER_CLOSED, *UPPER_OPEN), key=len, reverse=True)
)
NUMBER = r"[0-9]{1,4}(?:\.[0-9]{1,3})?"
RANGE = re.compile(
    rf"(?P<op>{OPERATORS})?\s*(?P<a>{NUMBER})\s*分?\s*"
    rf"(?:[(]\s*(?P<low>不?含)\s*(?:{NUMBER}\s*分?)?\s*[)](?=\s*(?:[-~至到]|及?以[上下])))?\s*"
    rf"(?:[-~至到]+\s*(?P<op2><=|≤|<)?\s*(?P<b>{NUMBER})\s*分?)?\s*"
    r"(?P<word>及?以[上下])?\s*"
    rf"(?P<says>[(,]?\s*(?P<not>不)?含\s*(?P<which>{NUMBER})?\s*分?\s*\)?)?"
)
# 80≤总分<90: the points in the middle.
BETWEEN = re.compile(
    rf"(?P<a>{NUMBER})\s*分?\s*(?P<op><=|≤|<)\s*(?:总分|得分|分数|综合得分|综合评分|[A-Za-z])?\s*"
    rf"(?P<op2><=|≤|<)\s*(?P<b>{NUMBER})\s*分?"
)
LISTED = re.compile(
    r"(?P<label>[^()、,;。:\s]{1,40})\s{0,3}\((?P<range>[^()]{1,40}(?:\([^()]{1,20}\))?)\)"
)
BEFORE = re.compile(
    r"^\s*(?:[0-9]{1,2}\s*[.、](?![0-9]))?\s*(?:[^:;,。0-9<>≤≥]{1,12}:)?\s*"
    r"(?:评分总分|总分|总得分|得分|综合得分|综合评分|分数|评分)?\s*(?:为|在)?\s*"
)
BEHIND = re.compile(r"^\s*(?:的)?\s*(?:[,:、]|(?:评定为|评为|定为|为))\s*")
# 满分100分, 总分：100分 are no bands; a line may stand in brackets as a whole.
WHOLE = re.compile(
    r"\s*(?:[^:;,。0-9<>≤≥]{1,12}:)?\s*(?:本表)?(?:满分|总分|总分值|共|共计|合计)[为:]?\s*"
    rf"(?P<points>{NUMBER})\s*分\s*"
)
BRACKETED = re.compile(r"^\s*[(（]([^()（）]*)[)）]\s*$")
SHORT = re.compile("[^0-9:,()<>≤≥的]{1,8}")
NOTHING = re.compile("")
CLAUSE = re.compile(r"[;,、。]")
POINTS = re.compile(rf"{NUMBER}\s*分")
BOX = re.compile(r"\s*[□☐]\s*$")
MOST_SIGNS = 2_000


@dataclass(frozen=True, slots=True)
class Printed:
    """A band as printed; an end is None where none is, its closedness where the print is silent."""

    label: str
    lower: Decimal | None
    lower_closed: bool | None
    upper: Decimal | None
    upper_closed: bool | None
    text: str = ""


def read_line(text: str, *, listed: bool = False) -> Printed | None:
    """`＜70分，审核质量不符合要求 □`: a band, then what it means.

    One of a list may do without a sign between them: `60分以下不合格`.
    """
    shown = BOX.sub("", text)[:MOST_SIGNS]
    plain_text = shown.translate(SIGNS)
    start = BEFORE.match(plain_text)
    found, band = _found(plain_text, start.end() if start else 0)
    behind = BEHIND.match(plain_text[found.end() :]) if found else None
    if found and behind is None and listed and SHORT.fullmatch(plain_text[found.end() :]):
        behind = NOTHING.match(plain_text)
    if band is None or found is None or behind is None:
        return None
    label = shown[found.end() + behind.end() :].strip().rstrip("。；;，,")
    if POINTS.search(label.translate(SIGNS)):  # another band: the line is a list of them
        return None
    return replace(band, label=label, text=shown.strip()) if label else None


def read_list(text: str) -> list[Printed]:
    """`优秀（≥90分）、良好（80～90分）` or `80分以上为优秀，60分以下为不合格`, if it is such."""
    shown = BRACKETED.sub(r"\1", text[:MOST_SIGNS])
    signs = shown.translate(SIGNS)
    found = list(LISTED.finditer(signs)) if "(" in signs else []
    bands = [_listed(one, shown) for one in found]
    if bands and all(bands):
        return [band for band in bands if band]
    clauses = [one for one in _clauses(shown) if not WHOLE.fullmatch(one.translate(SIGNS))]
    told = [read_line(clause, listed=True) for clause in clauses]
    return [band for band in told if band] if len(told) > 1 and all(told) else []


def read_whole(text: str) -> Decimal | None:
    """The points of all together, where a list of bands says them: 总分：100分。80分以上为通过."""
    signs = BRACKETED.sub(r"\1", text[:MOST_SIGNS]).translate(SIGNS)
    found = next(filter(None, map(WHOLE.fullmatch, _clauses(signs))), None)
    return Decimal(found["points"]) if found else None


def _clauses(shown: str) -> list[str]:
    """The clauses of a line that say something, as printed."""
    breaks = [found.span() for found in CLAUSE.finditer(shown.translate(SIGNS))]
    starts, ends = [0, *(end for _, end in breaks)], [*(start for start, _ in breaks), len(shown)]
    clauses = (shown[start:end] for start, end in zip(starts, ends, strict=True))
    return [clause for clause in clauses if clause.strip()]


def _found(text: str, at: int) -> tuple[re.Match[str] | None, Printed | None]:
    """The band that begins at a place, in either order of writing."""
    found = BETWEEN.match(text, at)
    if found:
        low, high = Decimal(found["a"]), Decimal(found["b"])
        closed, closed2 = found["op"] != "<", found["op2"] != "<"
        return found, Printed("", low, closed, high, closed2) if low < high else None
    found = RANGE.match(text, at)
    return found, _band(found) if found else None


def _listed(found: re.Match[str], shown: str) -> Printed | None:
    inside, band = _found(found["range"].strip(), 0)
    if band is None or inside is None or inside.end() < len(found["range"].strip()):
        return None
    start, end = found.span("label")
    return replace(
        band, label=BOX.sub("", shown[start:end]), text=shown[found.start() : found.end()]
    )


def _band(found: re.Match[str]) -> Printed | None:
    """What a range says; None for a number that is none."""
    op, word, a = found["op"], found["word"], Decimal(found["a"])
    which = Decimal(found["which"]) if found["which"] else None
    said = None if found["says"] is None else not found["not"]
    if found["b"]:
        b = Decimal(found["b"])
        lower = True if op in LOWER_CLOSED else False if op in LOWER_OPEN else None
        lower = found["low"] == "含" if found["low"] else lower
        upper = {"<": False, "<=": True, "≤": True}.get(found["op2"] or "")
        if said is not None and which == a:
            lower = said
        if said is not None and which in (b, None):
            upper = said
        clear = op or "分" in found.group() or found["says"]
        return Printed("", a, lower, b, upper) if a < b and clear else None
    if op in LOWER_CLOSED or op in LOWER_OPEN:
        return Printed("", a, op in LOWER_CLOSED, None, None)
    if op in UPPER_CLOSED or op in UPPER_OPEN:
        return Printed("", None, None, a, op in UPPER_CLOSED)
    if word is None:
        return None
    closed = True if word.startswith("及") else found["low"] == "含" if found["low"] else said
    above = word.endswith("上")
    return Printed("", a, closed, None, None) if above else Printed("", None, None, a, closed)


def ranges(bands: Sequence[Printed], total: Decimal) -> list[str | None]:
    """Each band as the language writes it; None where an end's closedness stays unknown.

    A point where two bands meet belongs to one of them: what one says decides for the other. Of
    two bands without an upper end (60分以上, 80分以上) the lower ends where the higher begins.
    """
    bands = [_ended(band, bands) for band in bands]
    uppers = {band.upper: band.upper_closed for band in bands if band.upper is not None}
    lowers = {band.lower: band.lower_closed for band in bands if band.lower is not None}
    return [_range(_settled(band, uppers, lowers, total), total) for band in bands]


def _ended(band: Printed, bands: Sequence[Printed]) -> Printed:
    """A band without an end, which ends where the next one of its kind begins."""
    lowers = [one for one in bands if one.lower is not None and one.upper is None]
    uppers = [one for one in bands if one.upper is not None and one.lower is None]
    if band in lowers:
        above = [one.lower for one in bands if one.lower and one.lower > (band.lower or 0)]
        return replace(band, upper=min(above)) if above else band
    if band in uppers:
        under = [one.upper for one in bands if one.upper and one.upper < (band.upper or 0)]
        return replace(band, lower=max(under)) if under else band
    return band


def _settled(
    band: Printed,
    uppers: dict[Decimal, bool | None],
    lowers: dict[Decimal, bool | None],
    total: Decimal,
) -> Printed:
    lower, upper = band.lower_closed, band.upper_closed
    if band.lower is not None and lower is None:
        lower = True if band.lower == 0 else _other(uppers.get(band.lower))
    if band.upper is not None and upper is None:
        upper = True if band.upper == total else _other(lowers.get(band.upper))
    return replace(band, lower_closed=lower, upper_closed=upper)


def _other(closed: bool | None) -> bool | None:
    return None if closed is None else not closed


def _range(band: Printed, total: Decimal) -> str | None:
    low = band.lower or None
    high = band.upper if band.upper != total else None
    if (low is not None and band.lower_closed is None) or (
        high is not None and band.upper_closed is None
    ):
        return None
    at_most, at_least = "<=" if band.upper_closed else "<", ">=" if band.lower_closed else ">"
    if low is None:
        return None if high is None else f"x {at_most} {plain(high)}"
    if high is None:
        return f"x {at_least} {plain(low)}"
    return f"{plain(low)} {'<=' if band.lower_closed else '<'} x {at_most} {plain(high)}"


def unclear(ranges: Iterable[str | None]) -> bool:
    """Whether any band has to be decided by a person."""
    return any(one is None for one in ranges)
