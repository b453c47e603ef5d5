"""Procedures from their YAML files: the shipped ones, then the user's own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cpscore.files import Unreadable, read_capped
from cpscore.forms.building import given
from cpscore.forms.checks_references import known
from cpscore.forms.language import ARTICLE, ID, SOURCE, TEXT
from cpscore.forms.reader import placed
from cpscore.forms.shapes import Key, ListOf, OneOf, Record, Whole, YesNo
from cpscore.forms.tree import MOST_BYTES, Table, read_tree
from cpscore.forms.walking import Values, Walker
from cpscore.places import forms_folder
from cpscore.rules.form import Source
from cpscore.rules.problem import Problem
from cpscore.rules.procedure import Deadline, Moment, Procedure, Rule, Unit

FOLDER = "procedures"

RULE = Record("rule", {"text": Key(TEXT, "原文的一句", required=True), "article": ARTICLE}, "text")
DEADLINE = Record(
    "deadline",
    {
        "id": Key(ID, "编号", required=True),
        "text": Key(TEXT, "要做什么", required=True),
        "amount": Key(Whole(1, 999), "多少", required=True),
        "unit": Key(OneOf(Unit), "working-days 工作日、months 月、years 年", required=True),
        "after": Key(OneOf(Moment), "从哪天算起：visit 现场、certificate 发证；默认 visit"),
        "before": Key(YesNo(), "是不是在那天之前；默认 no"),
        "article": ARTICLE,
    },
)
PROCEDURE = Record(
    "procedure",
    {
        "id": Key(ID, "程序的编号", required=True),
        "title": Key(TEXT, "名称", required=True),
        "region": Key(TEXT, "地区", required=True),
        "stage": Key(TEXT, "阶段", required=True),
        "source": Key(SOURCE, "出处文件", required=True),
        "forms": Key(ListOf(ID, least=1, most=20), "各表的编号，按先后", required=True),
        "opinion": Key(ID, "其中哪张是意见书"),
        "minimum": Key(Whole(1, 99), "专家组至少几人；不成立专家组的不写"),
        "panel": Key(ListOf(RULE), "对专家组的要求"),
        "steps": Key(ListOf(RULE), "现场的步骤"),
        "deadlines": Key(ListOf(DEADLINE), "期限"),
        "awards": Key(ListOf(RULE), "授予的称号"),
        "notes": Key(ListOf(RULE), "原文的矛盾、缺漏和我们的理解"),
    },
)


@dataclass(frozen=True, slots=True)
class FoundProcedure:
    """A procedure's file: what is in it, or the problems that stand in the way."""

    path: Path
    procedure: Procedure | None
    problems: tuple[Problem, ...]


def procedures(
    data: Path | None = None, forms: Collection[str] | None = None
) -> Iterator[FoundProcedure]:
    """The shipped procedures, then those in `<data>/forms/procedures`, by file name.

    With the ids of all `forms` there are, one that names another has a problem.
    """
    folders = [forms_folder() / FOLDER, *([data / "forms" / FOLDER] if data else [])]
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            yield open_procedure(path, forms)


def holds_procedure(path: Path) -> bool:
    """Whether a definition says which forms belong together: that of a form never does."""
    try:
        tree = read_tree(read_capped(path, MOST_BYTES), lambda _: None)
    except Unreadable:
        return False
    return isinstance(tree, Table) and "forms" in tree.members


def open_procedure(path: Path, forms: Collection[str] | None = None) -> FoundProcedure:
    """The procedure in a file; what cannot be read is a problem, not a raise."""
    try:
        data = read_capped(path, MOST_BYTES)
    except Unreadable as failure:
        problem = Problem(failure.code, values=failure.values, file=str(path))
        return FoundProcedure(path, None, (problem,))
    procedure, problems = read_procedure(data, str(path), forms)
    return FoundProcedure(path, procedure, problems)


def read_procedure(
    data: bytes, file: str = "", forms: Collection[str] | None = None
) -> tuple[Procedure | None, tuple[Problem, ...]]:
    """The procedure in a YAML file's bytes, or None with all its problems; `forms` are all ids that
    it may name, where they are known.
    """
    report: list[Problem] = []
    tree = read_tree(data, report.append)
    if tree is None:
        return None, tuple(problem.inside(file) for problem in report)
    values = Walker(report.append).read(tree, PROCEDURE, "")
    unknown = [] if forms is None else list(_unknown_forms(values["forms"], forms))
    if values["opinion"] is not None:
        unknown.extend(known(values["opinion"], values["forms"], "/opinion"))
    report.extend(placed(problem, tree) for problem in unknown)
    report.sort(key=lambda problem: (problem.line or 0, problem.column or 0))
    problems = tuple(problem.inside(file) for problem in report)
    return (None if problems else _procedure(values)), problems


def _unknown_forms(named: Iterable[str], forms: Collection[str]) -> Iterator[Problem]:
    # One that could not be read stands there blank, and is reported.
    for at, id in enumerate(named):
        if id:
            yield from known(id, forms, f"/forms/{at}")


def _procedure(values: Values) -> Procedure:
    source = values["source"]
    return Procedure(
        id=values["id"],
        title=values["title"],
        region=values["region"],
        stage=values["stage"],
        source=Source(source["document"], **given(source, "article", "number")),
        forms=tuple(values["forms"]),
        panel=_rules(values["panel"]),
        steps=_rules(values["steps"]),
        deadlines=tuple(_deadline(one) for one in values["deadlines"] or ()),
        awards=_rules(values["awards"]),
        notes=_rules(values["notes"]),
        **given(values, "opinion", "minimum"),
    )


def _rules(values: list[Any] | None) -> tuple[Rule, ...]:
    return tuple(Rule(one["text"], **given(one, "article")) for one in values or ())


def _deadline(values: Values) -> Deadline:
    moment = values["after"] or Moment.VISIT
    plain = {name: values[name] for name in ("id", "text", "amount", "unit")}
    return Deadline(**plain, moment=moment, **given(values, "before", "article"))
