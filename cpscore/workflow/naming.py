"""What the files of an export are called: in Chinese for people, plainly for scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, count

from cpscore.rules.form import Form
from cpscore.workflow.packages import Package
from cpscore.workflow.prepare import safe_name

LONGEST = 20
CHINESE = {
    "score": "评分表",
    "summary": "评分汇总表",
    "reading": "阅读件",
    "attendance": "签到表",
    "report": "报告",
}
PLAIN = {
    "score": "score",
    "summary": "summary",
    "opinion": "opinion",
    "reading": "reading",
    "attendance": "attendance",
    "report": "report",
}
ENTERPRISES_COPY, OF_ENTERPRISE = "企业留存件", "enterprise"
OPINION = "{}意见"


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a review's files without their suffixes, none given twice.

    `words` by kind; `people` by member's id; `forms` by form's id, named where there are several;
    `once` for what is filled in once; `whose` stands behind what is the panel's.
    """

    words: Mapping[str, str]
    people: Mapping[str, str]
    forms: Mapping[str, str]
    once: Mapping[str, str]
    whose: str = ""
    enterprises: str = OF_ENTERPRISE

    def of(self, kind: str, form: Form | None = None, *, member: str = "") -> str:
        """A file of a kind: of a form where there are several, of a member where it is one's."""
        behind = self.people[member] if member else self.whose
        several = self.forms.get(form.id, "") if form and len(self.forms) > 1 else ""
        return "-".join(one for one in (self.words[kind], behind, several) if one)

    def of_enterprise(self, form: Form, *, member: str) -> str:
        """The enterprise's copy of a member's sheet."""
        return f"{self.of('score', form, member=member)}-{self.enterprises}"


def chinese(package: Package) -> Names:
    """评分表-专家甲, 评分汇总表-某公司, 验收意见-某公司."""
    review = package.review
    whose = safe_name(review.enterprise.name)
    once = ((form.id, form.layout.title or form.title) for form in package.once)
    return Names(
        {**CHINESE, "opinion": safe_name(OPINION.format(review.stage))},
        _apart((one.id, one.name) for one in review.members),
        _apart((form.id, _short(form)) for form in package.scored),
        {id: f"{name}-{whose}" for id, name in _apart(once).items()},
        whose,
        ENTERPRISES_COPY,
    )


def plain(package: Package) -> Names:
    """score-专家甲, summary, opinion: the names that scripts know."""
    return Names(
        PLAIN,
        _apart((one.id, one.name) for one in package.review.members),
        {form.id: safe_name(form.id) for form in package.scored},
        {form.id: safe_name(form.id) for form in package.once},
    )


def _short(form: Form) -> str:
    """附录E of 附录E 清洁生产审核咨询机构技术能力综合评价表."""
    return next(iter(form.title.split()), form.id)[:LONGEST]


def _apart(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each name as a file may have it, the second of the same with a number behind."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    for id, name in names:
        first = safe_name(name)
        tries = chain((first,), (f"{first} ({number})" for number in count(2)))
        found[id] = next(one for one in tries if one.casefold() not in taken)
        taken.add(found[id].casefold())
    return found
