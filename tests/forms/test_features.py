"""What other regions' forms need (rules, section 5) and the rules of merging, one form each.

`features/NAME.yaml` is the form, with the calculation by hand at its head; `CASE.answers.json` are
the members' answers, `CASE.decisions.json` what the panel decided. A case is the form's name, or
that name with a word behind a dot. Golden is what `forms show`, `score` and `merge` print, and the
text of every printed page: `pytest tests/forms/test_features.py --rewrite` writes it anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cpscore.documents import picture
from cpscore.documents.pdf import write_pdf
from cpscore.documents.sheets.score import Copy, score_sheet
from cpscore.documents.sheets.summary import summary_sheet
from cpscore.forms.catalogue import open_file
from cpscore.messages import speaker
from cpscore.rules.answers import Answers
from cpscore.rules.answers_reading import read_answers
from cpscore.rules.decisions import read_decisions
from cpscore.rules.draft import tree_of
from cpscore.rules.form import Form
from cpscore.rules.form_document import form_sha256
from cpscore.rules.merging import merge
from cpscore.rules.review import Member, Review
from cpscore.rules.scoring import score
from cpscore.rules.sheet import Sheet
from tests.cli.program import run_json
from tests.documents.samples import review

FEATURES = Path(__file__).parent / "features"
GOLDEN = FEATURES / "golden"
FORMS = sorted(file.stem for file in FEATURES.glob("*.yaml"))
SAY = speaker("zh")
AT = datetime(2026, 11, 20, tzinfo=UTC)

Document = dict[str, Any]
Compare = Callable[[str, str], None]


@dataclass(frozen=True)
class Hand:
    """Calculated by hand, at the head of the form: of each member, and of the panel.

    `-` is what there is not; `also` what else the feature is about, by its path in `merge`.
    """

    totals: str
    verdicts: str
    exact: str
    shown: str
    verdict: str
    also: Mapping[str, object]


BY_HAND = {
    # 40 + 30 + 30, 35 + 28 + 29.5, 44 + 33 + 33; (100 + 92.5 + 110) / 3 = 605/6
    "totals": Hand("100 92.5 110", "good pass good", "605/6", "100.83", "good", {}),
    # 80 + min(8 + 6, 10), 80 + 3 + 0, 100 + min(5 + 6, 10); together 283
    "bonus": Hand("90 83 110", "good pass good", "283/3", "94.33", "good", {}),
    # min(98 + 5, 100), 90 + 3, 70 + 0; together 263
    "bonus-on-top": Hand("100 93 70", "pass pass pass", "263/3", "87.67", "pass", {}),
    # 65 + 10 + 14, 60 + 4 + 5, 70 + 0 + 5; 233/3
    "deductions": Hand("89 69 75", "pass pass pass", "233/3", "77.67", "pass", {}),
    # 75 + 10 + 10, 75 + 5 + 0, 70 + 0 + 10; 255/3
    "steps": Hand("95 80 80", "good pass pass", "85", "85.00", "pass", {}),
    # 70 + 20, 80 + 0, 70 + 10; 250/3; the ★ item: 30/3
    "star": Hand(
        "90 80 80", "pass fail pass", "250/3", "83.33", "pass",
        {"conditions/0": {"id": "nonzero-1.2", "met": True}, "items/1/mean/exact": "10"},
    ),
    # 80, 70, 60, each with a ★ item of nothing
    "star.zero": Hand(
        "80 70 60", "fail fail fail", "70", "70.00", "fail",
        {"conditions/0/met": False, "grade/id": "pass"},
    ),
    # 24 of 24 and 60, 23.5 of 24 and 60, 40 and 41.5 of 42; 249/3
    "floor": Hand(
        "84 83.5 81.5", "pass fail fail", "83", "83.00", "pass",
        {"conditions/0/met": True, "conditions/1/met": True},
    ),
    # 20, 22 and 24 of 24, each with 60; 246/3; 66/3 = 22 of 24
    "floor.missed": Hand(
        "80 82 84", "fail fail pass", "82", "82.00", "fail",
        {"conditions/0/met": False, "conditions/1/met": True, "items/0/mean/exact": "22"},
    ),
    # 50 + 20 + 20, 45 of 48 + 20 + 20, 60 + 0 + 20; 255/3
    "conditions": Hand(
        "90 85 80", "good pass fail", "85", "85.00", "good",
        {"conditions/0/met": True, "conditions/1/met": True},
    ),
    # 69.5 of 70, 70, 71; 210.5/3 = 421/6
    "computed-veto": Hand(
        "69.5 70 71", "fail pass pass", "421/6", "70.17", "pass",
        {
            "vetoes/1/state": "clear",
            "vetoes/1/answers": {"专家甲": "failed", "专家乙": "clear", "专家丙": "clear"},
        },
    ),
    # 69.5, 70, 70; 209.5/3 = 419/6
    "computed-veto.low": Hand(
        "69.5 70 70", "fail pass pass", "419/6", "69.83", "fail",
        {"vetoes/1/state": "sustained", "vetoes/1/decision": None, "grade/id": "pass"},
    ),
    # 150 of 180, 170 of 200, 153 of 160, each of 200; (500/3 + 170 + 191.25) / 3 = 6335/36
    "not-applicable": Hand(
        "500/3 170 191.25", "pass pass pass", "6335/36", "175.97", "pass",
        # (20 + 18) / 2, and of one member only
        {"items/1/mean/exact": "19", "items/3/mean/exact": "20", "items/3/scores/专家甲": None},
    ),
    # (36 + 38) / 2 + (50 + 55) / 2; a part of a form has no grade
    "assigned": Hand(
        "36 50 93", "- - pass", "89.5", "89.50", "pass",
        {"items/0/mean/exact": "37", "items/1/mean/exact": "52.5"},
    ),
    # 70 + 15, 70 + 14, 74 + 15; 258/3
    "hidden": Hand("85 84 89", "pass pass pass", "86", "86.00", "pass", {}),
    # 50 + 30 + min(8 + 4, 10), 45 + 30 + 5, 55 + 35 + 0; together 260
    "own-tables": Hand("90 80 90", "pass pass pass", "260/3", "86.67", "pass", {}),
    "pass-fail": Hand(
        "- - -", "pass pass fail", "-", "-", "-",
        {"conclusions": {"专家甲": "pass", "专家乙": "pass", "专家丙": "fail"}},
    ),
    "pass-fail.decided": Hand("- - -", "pass pass fail", "-", "-", "pass", {"grade": None}),
    # 80 + 10, 75 + 10, 70 + 0; 245/3
    "objective": Hand(
        "90 85 70", "pass pass pass", "245/3", "81.67", "-",
        {"grade/id": "pass", "flags/0/code": "objective-differs"},
    ),
    # 80 + 10, 75 + 10, 70 + 10; 255/3
    "objective.same": Hand("90 85 80", "pass pass pass", "85", "85.00", "pass", {"flags": []}),
    # (59 + 60 + 60) / 3 = 179/3, rounded 60
    "rounding": Hand(
        "59 60 60", "fail pass pass", "179/3", "59.67", "pass", {"total/rounded": "60"}
    ),
    # Without 60 and 100: (80 + 84 + 82) / 3
    "trimmed-mean": Hand("60 100 80 84 82", "pass pass pass pass pass", "82", "82.00", "pass", {}),
    "median": Hand("60 95 81", "pass pass pass", "81", "81.00", "pass", {}),
    # 20 of 50, 100, 100; (20 + 50 + 50) / 3 + (50 + 50) / 2
    "item-mean": Hand("40 100 100", "fail pass pass", "90", "90.00", "pass", {}),
    # 40 + 35, 44 + 35, 40 + 35, and nothing agreed on the first item
    "agreed": Hand(
        "75 79 75", "pass pass pass", "-", "-", "-",
        {"vetoes/0/state": None, "items/1/agreed": "35"},
    ),
    # 42 + 35
    "agreed.decided": Hand(
        "75 79 75", "pass pass pass", "77", "77.00", "pass",
        {"vetoes/0/state": "clear", "items/0/agreed": "42"},
    ),
    # 79 + 10, 73 + 0, 86 + 10, 82 + 10, 81 + 10; without 73 and 96 together 272
    "beijing": Hand(
        "89 73 96 92 91", "pass pass good pass pass", "272/3", "90.67", "pass",
        {"grade/id": "good", "conditions/0/met": False, "vetoes/4/state": "clear"},
    ),
    # 118 of 145, 150 of 200, 108 of 130, each as of 200
    "yunnan": Hand(
        "4720/29 150 2160/13", "yes yes yes", "180550/1131", "159.64", "yes",
        {"conditions/0/met": True, "conditions/1/met": True},
    ),
}  # fmt: skip


def feature(case: str) -> Path:
    """The definition a case is about."""
    return FEATURES / f"{case.partition('.')[0]}.yaml"


def form_of(case: str) -> Form:
    found = open_file(feature(case))
    assert found.form, found.problems
    return found.form


def given(case: str, what: str) -> Any:
    """The answers or decisions of a case; None where it has none."""
    file = FEATURES / f"{case}.{what}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Compare:
    """Compare a text with a committed file, or write it there."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if request.config.getoption("--rewrite"):
            file.write_text(text, encoding="utf-8", newline="\n")
        assert file.read_text(encoding="utf-8") == text

    return compare


def printed(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def at(document: Document, path: str) -> object:
    """What a path names: keys, and places in lists, apart by strokes."""
    found: Any = document
    for step in path.split("/"):
        found = found[int(step)] if isinstance(found, list) else found[step]
    return found


def words(*values: str | None) -> str:
    return " ".join("-" if value is None else value for value in values)


def id_of(result: Document | None) -> str | None:
    return result["id"] if result else None


# As a script sees it ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
def test_a_feature_is_shown(name: str, golden: Compare) -> None:
    shown = run_json("forms", "show", feature(name))

    assert shown.code == 0
    golden(f"{name}.show.json", printed(shown.document))


@pytest.mark.parametrize("case", BY_HAND)
def test_a_feature_is_scored(case: str, tmp_path: Path, golden: Compare) -> None:
    results = [run_json("score", feature(case), file).document for file in written(case, tmp_path)]

    by_hand = BY_HAND[case]
    assert words(*(one["total"] for one in results)) == by_hand.totals
    assert words(*(id_of(one["verdict"]) for one in results)) == by_hand.verdicts
    golden(f"{case}.score.json", printed(results))


@pytest.mark.parametrize("case", BY_HAND)
def test_a_feature_is_merged(case: str, tmp_path: Path, golden: Compare) -> None:
    files = written(case, tmp_path)
    decided = given(case, "decisions")
    more: list[object] = []
    if decided:
        (tmp_path / "decisions.json").write_text(json.dumps(decided), encoding="utf-8")
        more = ["--decisions", tmp_path / "decisions.json"]
    merged = run_json("merge", feature(case), *files, *more)

    by_hand, total = BY_HAND[case], merged.document["total"] or {}
    assert merged.code == 0
    assert (total.get("exact", "-"), total.get("shown", "-")) == (by_hand.exact, by_hand.shown)
    assert words(id_of(merged.document["verdict"])) == by_hand.verdict
    for path, value in by_hand.also.items():
        assert at(merged.document, path) == value, path
    golden(f"{case}.merge.json", printed(merged.document))


def written(case: str, folder: Path) -> list[Path]:
    """The members' answers as files."""
    files = []
    for number, one in enumerate(given(case, "answers"), start=1):
        files.append(folder / f"{number}.json")
        files[-1].write_text(json.dumps(one), encoding="utf-8")
    return files


# As it is printed ------------------------------------------------------------------------------


@pytest.mark.parametrize("case", BY_HAND)
def test_a_feature_is_printed(case: str, golden: Compare) -> None:
    members = list(members_of(case))
    by_hand, sheets = BY_HAND[case], printed_sheets(case, members)

    assert all(one.expert in text for one, text in zip(members, sheets, strict=True))
    golden(f"{case}.sheets.txt", "\n\f\n".join(sheets))
    result = merge(form_of(case), members, decided(case))
    summary = read(summary_sheet(result, panel(members), sha256=form_sha256(result.form), say=SAY))
    assert (f"精确值 {by_hand.exact}" in summary) == (by_hand.exact != "-")
    assert ("结论：尚不能作出" in summary) == (by_hand.verdict == "-")
    golden(f"{case}.summary.txt", summary)


def test_the_enterprise_does_not_see_what_is_hidden(golden: Compare) -> None:
    members = list(members_of("hidden"))
    [whole, *_] = printed_sheets("hidden", members)
    [copy, *_] = printed_sheets("hidden", members, Copy.ENTERPRISE)

    for hidden in ("★ 数据真实性", "专家意见", "两处台账涂改"):
        assert hidden in whole
        assert hidden not in copy
    assert "本人结论：合格" in copy
    golden("hidden.enterprise.txt", copy)


def test_a_table_of_sections_that_somebody_else_scores_has_no_sum() -> None:
    form = form_of("own-tables")
    assigned = replace(form, panel=replace(form.panel, assigned=True))
    [whole, *_] = members_of("own-tables")
    theirs = {id: one for id, one in whole.scores.items() if id.startswith("1")}
    mine = replace(whole, sections=("1",), scores=theirs)
    sheet = score_sheet(score(assigned, mine), panel([mine]), sha256="0" * 64, say=SAY)

    said = read(sheet)
    assert "表一合计 100 80" in said
    assert "表二合计（最多 10 分） 10 —" in said


def members_of(case: str) -> Iterator[Answers]:
    form = form_of(case)
    for document in given(case, "answers"):
        answers, problems = read_answers(form, tree_of(document))
        assert answers is not None, problems
        yield answers


def decided(case: str) -> Any:
    decisions, problems = read_decisions(form_of(case), tree_of(given(case, "decisions") or {}))
    assert not problems
    return decisions


def panel(members: Sequence[Answers]) -> Review:
    """A review with these members."""
    seats = (
        Member(f"m{number}", one.expert, leader=number == 0) for number, one in enumerate(members)
    )
    return replace(review(), members=tuple(seats))


def printed_sheets(case: str, members: Sequence[Answers], copy: Copy = Copy.WHOLE) -> Sequence[str]:
    form, seats = form_of(case), panel(members)
    sha256 = form_sha256(form)
    results = (score(form, one) for one in members)
    return [
        read(score_sheet(one, seats, sha256=sha256, say=SAY, copy=copy, date="2026-11-20"))
        for one in results
    ]


def read(sheet: Sheet) -> str:
    """What the printed pages say."""
    text = picture.text(write_pdf(sheet, at=AT).pdf)
    return text.replace("\r\n", "\n").rstrip() + "\n"


def test_every_feature_has_its_case_and_every_file_its_feature() -> None:
    cases = {file.name.removesuffix(".answers.json") for file in FEATURES.glob("*.answers.json")}

    assert cases == set(BY_HAND)
    assert {feature(case).stem for case in cases} == set(FORMS)
    kinds = ("score.json", "merge.json", "sheets.txt", "summary.txt")
    files = {f"{case}.{kind}" for case in cases for kind in kinds}
    assert {file.name for file in GOLDEN.iterdir()} == files | {
        *(f"{form}.show.json" for form in FORMS),
        "hidden.enterprise.txt",
    }
