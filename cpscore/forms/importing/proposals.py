"""Rules that a table states in words: steps, deductions, stars, several questions in one cell.

Only what is said beyond doubt is read, and the words stay printed as they are. All of it is a
proposal: each is listed with its place, for a person to compare with the table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from cpscore.forms.importing.bands import SIGNS

NUMBER = r"[0-9]{1,3}(?:\.[0-9]{1,2})?"
MOST_SIGNS = 600
# No number before the points: 8-10 分 is a range, and none of the steps.
ALONE = r"(?<![-~至到0-9.])"
STEP = re.compile(
    rf"(?P<text>.+?)[,、:\s]*(?:可?得|计|给|赋|记|评)?\s*[(]?{ALONE}(?P<points>{NUMBER})\s*分[)]?"
)
NOTHING = re.compile(r"(?P<text>.+?)[,、:\s]*(?:不得分|不计分|不给分|得?零分)")
TAKES = re.compile("[扣减加]$|每")
BREAKS = (re.compile("[;。]"), re.compile("[,]"), re.compile("[,、]"))

TAKEN = re.compile(rf"扣(?:除|减)?\s*(?P<points>{NUMBER})\s*分(?!以)")
EACH = re.compile(r"(?:每|[一1][处项次个起例条家人种台件])[^;。]{0,30}?扣(?:除|减)?\s*$")
AT_MOST = re.compile(
    rf"(?:最多|至多|最高)(?:扣|加)(?:分)?\s*(?P<a>{NUMBER})\s*分"
    rf"|(?:扣|加)分(?:最多|最高)?(?:不超过|不多于|上限为?)\s*(?P<b>{NUMBER})\s*分"
)
GIVES = re.compile(rf"不得分|不计分|零分|{NUMBER}\s*分|扣分|扣完")

STARS = "★☆▲△※*＊"
STARRED = re.compile(rf"^\s*[{STARS}]|[{STARS}]\s*$")
LEGEND = re.compile("零分|0分|不得分|否决|不予通过|不通过|不合格")

TOTAL = re.compile(
    r".{0,6}(?:总分|总得分|综合得分|综合评分|合计得分|评分)(?:值)?\s*"
    rf"(?P<how>低于|小于|不足|不到|不满|未达到|达不到|未达|<)\s*(?P<points>{NUMBER})\s*分?的?[。;]?"
)
IF = re.compile(r"[;,。]\s*(?=(?:如果|倘若|若|如(?![期实下何上前后]))[^;。]*是否)")
IF_NOT = re.compile("(?:如果|倘若|若|如)(?:[未没无否不])")
ASKS = re.compile("是否|有无")
ONE_OF = re.compile(r"^\s*(?:对于?|其中)")


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps that an item's text names."""

    text: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Deduction:
    """What each occurrence takes, and the most they take together, where that is said."""

    per: Decimal
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Asks:
    """One of the questions in a cell; `after` is what the first must be answered for it."""

    text: str
    after: str = ""


def steps(texts: list[str], most: Decimal) -> tuple[Step, ...]:
    """达到领先水平得10分，先进水平得5分，其他0分: the steps from the weight down to nothing."""
    told = [text.strip() for text in texts if text.strip()]
    if sum(map(len, told)) > MOST_SIGNS:
        return ()
    clauses = [_steps(told)] if len(told) > 1 else []
    clauses += [_steps(_split(told[0], at)) for at in BREAKS] if len(told) == 1 else []
    return next((one for one in clauses if _whole(one, most)), ())


def _split(text: str, at: re.Pattern[str]) -> list[str]:
    """The clauses as printed; what is compared has usual signs, one for one."""
    plain = text.translate(SIGNS)
    ends = [0, *(found.end() for found in at.finditer(plain)), len(text)]
    clauses = (text[a:b].strip() for a, b in pairwise(ends))
    return [clause for clause in clauses if clause]


def _steps(clauses: list[str]) -> tuple[Step, ...]:
    found = tuple(_step(clause, first=at == 0) for at, clause in enumerate(clauses))
    return tuple(one for one in found if one) if all(found) else ()


def _step(clause: str, *, first: bool) -> Step | None:
    plain = clause.translate(SIGNS).rstrip(";,。、 ")
    found = NOTHING.fullmatch(plain) or STEP.fullmatch(plain)
    if found is None or TAKES.search(found["text"]):
        return None
    points = Decimal(found.groupdict().get("points") or 0)
    start, end = found.span("text")
    colon = plain.rfind(":", start, end) if first else -1
    text = clause[max(start, colon + 1) : end].strip()
    return Step(text, points) if text else None


def _whole(found: tuple[Step, ...], most: Decimal) -> bool:
    points = [one.points for one in found]
    apart = len(set(points)) == len(points) and len({one.text for one in found}) == len(points)
    return len(points) > 1 and apart and max(points) == most and min(points) == 0


def deduction(texts: list[str], most: Decimal) -> Deduction | None:
    """每发现一处扣2分，扣完为止: one rule for one weight, and nothing else about points."""
    if len(texts) != 1 or len(texts[0]) > MOST_SIGNS:
        return None
    plain = texts[0].translate(SIGNS)
    limit = AT_MOST.search(plain)
    rest = plain[: limit.start()] + plain[limit.end() :] if limit else plain
    taken = list(TAKEN.finditer(rest))
    if len(taken) != 1 or not EACH.search(rest[: taken[0].start("points")]):
        return None
    left = rest[: taken[0].start()] + rest[taken[0].end() :]
    per, cap = Decimal(taken[0]["points"]), limit_of(texts[0])
    if GIVES.search(left.replace("扣完为止", "")) or not 0 < per <= most:
        return None
    return Deduction(per, cap if cap is not None and per <= cap < most else None)


def limit_of(text: str) -> Decimal | None:
    """加分不超过10分, 最多扣5分: the limit."""
    found = AT_MOST.search(text[:MOST_SIGNS].translate(SIGNS))
    return Decimal(found["a"] or found["b"]) if found else None


def gives_points(texts: list[str]) -> bool:
    """Whether texts say anything about how points are given."""
    return any(GIVES.search(text[:MOST_SIGNS].translate(SIGNS)) for text in texts)


def starred(texts: list[str]) -> bool:
    """Whether an item carries a star."""
    return any(STARRED.search(text) for text in texts)


def explains_star(text: str) -> bool:
    """标★的指标得零分的不予通过: whether a line says that a starred item must not be zero."""
    return any(star in text for star in STARS) and bool(LEGEND.search(text.translate(SIGNS)))


def total_below(text: str) -> str:
    """总分低于70分的: the points decide, nobody is asked."""
    found = TOTAL.fullmatch(text[:MOST_SIGNS].translate(SIGNS).strip())
    return f"total < {found['points']}" if found else ""


def questions(text: str) -> tuple[Asks, ...]:
    """The questions of a cell where they are plainly several; else none."""
    plain = text[:MOST_SIGNS].translate(SIGNS)
    found = list(IF.finditer(plain))
    if len(found) == 1 and len(text) <= MOST_SIGNS:
        first, second = text[: found[0].start()], text[found[0].end() :]
        if len(ASKS.findall(first)) == 1 and len(ASKS.findall(second)) == 1:
            after = "no" if IF_NOT.match(second) else "yes"
            return Asks(_bare(first)), Asks(_bare(second), after)
    clauses = _split(text, re.compile(";"))
    plain_ones = all(len(ASKS.findall(one)) == 1 and not ONE_OF.match(one) for one in clauses)
    if 2 <= len(clauses) <= 6 and plain_ones and not found:
        return tuple(Asks(_bare(one)) for one in clauses)
    return ()


def _bare(text: str) -> str:
    return text.strip().rstrip("；;。，, ")
