"""`cpscore score`, sentence by sentence of the contract."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.program import CLEAR, Folder, answers, run, run_json, scoring, vetoed


def test_complete_answers_have_a_grade_and_a_verdict(folder: Folder) -> None:
    done = folder.score(answers())
    assert done.code == 0
    assert {key: done.document[key] for key in ("form", "expert", "complete", "missing")} == {
        "form": "hebei-g",
        "expert": "专家甲",
        "complete": True,
        "missing": [],
    }
    assert (done.document["total"], done.document["max"]) == ("100", "100")
    for name in ("provisional_grade", "grade", "verdict"):
        assert done.document[name]["id"] == "pass"
        assert "合格" in done.document[name]["label"]
    assert all(isinstance(reason, str) and reason for reason in done.document["reasons"])
    assert done.document["form_sha256"] == run_json("forms", "show", "hebei-g").document["sha256"]


@pytest.mark.parametrize(("total", "grade"), [("59.5", "fail"), ("60", "pass"), ("0", "fail")])
def test_the_band_ends_of_g(folder: Folder, total: str, grade: str) -> None:
    document = folder.score(scoring(total)).document
    assert (document["total"], document["grade"]["id"], document["verdict"]["id"]) == (
        total,
        grade,
        grade,
    )


def test_incomplete_answers_name_what_is_open_in_the_order_of_the_form(folder: Folder) -> None:
    given = answers(
        scores={"g9": "2", "g1": "8.5", "g2": {"rows": {"1": "4", "2": "3.5"}}},
        vetoes=CLEAR | {"v8": {"a": "yes"}, "v1": {}},
    )
    done = folder.score(given)
    assert done.code == 0
    missing = done.document["missing"]
    rows = [path for path in missing if path.startswith("/scores/g2/")]
    assert rows[0] == "/scores/g2/rows/3"
    assert missing == [
        *rows,
        *(f"/scores/g{at}" for at in range(3, 9)),
        "/vetoes/v1/a",
        "/vetoes/v8/b",
    ]
    document = done.document
    assert document["complete"] is False
    assert document["grade"] is None
    assert document["verdict"] is None
    assert document["total"] == "10.5"
    assert document["provisional_grade"]["id"] == "fail"


def test_not_scored_is_not_zero(folder: Folder) -> None:
    given = answers(scores={})
    assert len(folder.score(given).document["missing"]) == 9
    zeros = answers(scores={f"g{at}": "0" for at in range(1, 10)})
    assert folder.score(zeros).document["complete"] is True


def test_a_split_counts_when_all_its_rows_are_there(folder: Folder) -> None:
    form = run_json("forms", "show", "hebei-g").document
    rows = next(
        [row["id"] for row in item["rows"]]
        for section in form["sections"]
        for item in section["items"]
        if item["id"] == "g2"
    )
    given = answers()
    given["scores"]["g2"] = {"rows": dict.fromkeys(rows, "1")}
    assert folder.score(given).document["total"] == str(100 - 22 + len(rows))


@pytest.mark.parametrize(
    ("parts", "states"),
    [
        ({}, {"v3": "not_applicable", "v8": "clear"}),
        ({"v1": {"a": "no"}}, {"v1": "failed"}),
        ({"v2": {"a": "no"}}, {"v2": "failed"}),
        ({"v2": {"a": "na"}}, {"v2": "not_applicable"}),
        ({"v4": {"a": "yes"}}, {"v4": "failed"}),
        ({"v5": {"a": "no"}}, {"v5": "failed"}),
        ({"v5": {"a": "no", "b": "na"}}, {"v5": "failed"}),
        ({"v5": {"a": "na", "b": "no"}}, {"v5": "failed"}),
        ({"v5": {"a": "na", "b": "yes"}}, {"v5": "clear"}),
        ({"v6": {"a": "no"}}, {"v6": "failed"}),
        ({"v7": {"a": "yes"}}, {"v7": "failed"}),
        ({"v8": {"a": "yes", "b": "no"}}, {"v8": "failed"}),
        ({"v8": {"a": "yes", "b": "yes"}}, {"v8": "clear"}),
        ({"v8": {"a": "no", "b": "na"}}, {"v8": "clear"}),
    ],
    ids=str,
)
def test_each_veto_in_each_polarity(
    folder: Folder, parts: dict[str, Any], states: dict[str, str]
) -> None:
    document = folder.score(vetoed(**parts)).document
    assert document["complete"] is True
    found = {one["id"]: one["state"] for one in document["vetoes"]}
    assert list(found) == [f"v{at}" for at in range(1, 9)]
    assert {id: found[id] for id in states} == states
    failed = "failed" in found.values()
    assert document["grade"]["id"] == "pass"
    assert document["verdict"]["id"] == ("fail" if failed else "pass")


def test_v3_is_asked_of_one_category_only(folder: Folder) -> None:
    other = {"enterprise": {"categories": ["其他", "双有"]}}
    asked = answers(**other)
    assert folder.score(asked).document["missing"] == ["/vetoes/v3/a"]
    asked["vetoes"] = CLEAR | {"v3": {"a": "no"}}
    assert folder.score(asked).document["verdict"]["id"] == "fail"
    not_asked = vetoed(v3={"a": "no"})
    assert folder.score(not_asked).problems == [("not-asked", "/vetoes/v3/a")]
    assert folder.score(vetoed(v3={"a": "na"})).code == 0


def test_a_veto_fails_as_soon_as_its_answers_say_so(folder: Folder) -> None:
    given = answers(scores={}, vetoes={"v7": {"a": "yes", "reason": "设备未淘汰"}})
    states = {one["id"]: one for one in folder.score(given).document["vetoes"]}
    assert states["v7"] == {"id": "v7", "state": "failed", "reason": "设备未淘汰"}
    assert states["v1"]["state"] == "unanswered"


WRONG_SCORES = [
    ("10.5", "above-maximum"),
    ("11", "above-maximum"),
    ("9" * 400, "above-maximum"),
    ("8.25", "off-step"),
    ("8." + "0" * 400 + "1", "off-step"),
    ("-1", "negative"),
    ("-0.5", "negative"),
    ("", "not-a-number"),
    (" 8", "not-a-number"),
    ("8.", "not-a-number"),
    (".5", "not-a-number"),
    ("+8", "not-a-number"),
    ("1e1", "not-a-number"),
    ("8,5", "not-a-number"),
    ("８", "not-a-number"),
    ("--8", "not-a-number"),
    ("- 8", "not-a-number"),
    ("8\n", "not-a-number"),
    ("NaN", "not-a-number"),
    ("八", "not-a-number"),
    (8, "wrong-type"),
    (8.5, "wrong-type"),
    (-1, "wrong-type"),
    (10**300, "wrong-type"),
    (True, "wrong-type"),
    (None, "wrong-type"),
    ([], "wrong-type"),
    ({}, "wrong-type"),
]


@pytest.mark.parametrize(("points", "code"), WRONG_SCORES, ids=lambda one: repr(one)[:20])
def test_a_wrong_score_is_refused_with_the_items_own_limit(
    folder: Folder, points: object, code: str
) -> None:
    given = answers()
    given["scores"]["g1"] = points
    done = folder.score(given)
    assert done.problems == [(code, "/scores/g1")]
    text = done.document["problems"][0]["text"]
    if code != "wrong-type":
        assert "清洁生产验收报告" in text
        assert "10" in text


@pytest.mark.parametrize("points", ["0", "00", "0.0", "10", "010.50", "8.50", "9.5"])
def test_points_of_the_pattern_are_taken(folder: Folder, points: str) -> None:
    given = answers()
    given["scores"]["g2"] = points
    total = folder.score(given).document["total"]
    assert total == f"{78 + float(points):g}"


PROBLEMS: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
    ("unknown item", {"scores": {"g10": "1"}}, [("unknown-id", "/scores/g10")]),
    ("unknown key", {"note": ""}, [("unknown-id", "/note")]),
    ("unknown veto", {"vetoes": CLEAR | {"v9": {}}}, [("unknown-id", "/vetoes/v9")]),
    ("unknown part", {"vetoes": {"v1": {"z": "yes"}}}, [("unknown-id", "/vetoes/v1/z")]),
    (
        "unknown row",
        {"scores": {"g2": {"rows": {"99": "1"}}}},
        [("unknown-id", "/scores/g2/rows/99")],
    ),
    ("unknown way", {"scores": {"g2": {"choice": "x"}}}, [("not-an-answer", "/scores/g2/choice")]),
    (
        "unknown category",
        {"enterprise": {"categories": ["双超", "大厂"]}},
        [("unknown-id", "/enterprise/categories/1")],
    ),
    (
        "unknown enterprise key",
        {"enterprise": {"categories": ["双超"], "size": "1"}},
        [("unknown-id", "/enterprise/size")],
    ),
    ("unknown remark", {"remarks": {"g10": "x"}}, [("unknown-id", "/remarks/g10")]),
    ("escaped", {"a/b~c": 1}, [("unknown-id", "/a~1b~0c")]),
    ("blank expert", {"expert": " \t"}, [("wrong-type", "/expert")]),
    ("expert is a number", {"expert": 1}, [("wrong-type", "/expert")]),
    ("scores is a list", {"scores": []}, [("wrong-type", "/scores")]),
    ("vetoes is null", {"vetoes": None}, [("wrong-type", "/vetoes")]),
    ("veto is text", {"vetoes": {"v1": "yes"}}, [("wrong-type", "/vetoes/v1")]),
    ("part is a bool", {"vetoes": {"v1": {"a": True}}}, [("wrong-type", "/vetoes/v1/a")]),
    (
        "blank reason",
        {"vetoes": CLEAR | {"v1": {"a": "no", "reason": " "}}},
        [("wrong-type", "/vetoes/v1/reason")],
    ),
    ("remark is a number", {"remarks": {"g1": 1}}, [("wrong-type", "/remarks/g1")]),
    ("enterprise is text", {"enterprise": "x"}, [("wrong-type", "/enterprise")]),
    (
        "categories is text",
        {"enterprise": {"categories": "双超"}},
        [("wrong-type", "/enterprise/categories")],
    ),
    (
        "category is a number",
        {"enterprise": {"categories": [1]}},
        [("wrong-type", "/enterprise/categories/0")],
    ),
    (
        "no category",
        {"enterprise": {"categories": []}},
        [("missing-key", "/enterprise/categories")],
    ),
    ("empty enterprise", {"enterprise": {}}, [("missing-key", "/enterprise/categories")]),
    (
        "not offered",
        {"vetoes": {"v1": {"a": "na"}, "v4": {"a": "maybe"}}},
        [("not-an-answer", "/vetoes/v1/a"), ("not-an-answer", "/vetoes/v4/a")],
    ),
    ("na score", {"scores": {"g1": {"na": "无"}}}, [("not-an-answer", "/scores/g1/na")]),
    ("not asked", {"vetoes": {"v8": {"a": "no", "b": "yes"}}}, [("not-asked", "/vetoes/v8/b")]),
    (
        "over the weight",
        {"scores": {"g2": {"rows": {"1": "20", "2": "2.5"}}}},
        [("over-weight", "/scores/g2")],
    ),
    (
        "rows one by one",
        {"scores": {"g2": {"rows": {"1": "-1", "2": "23", "3": "1.3"}}}},
        [
            ("negative", "/scores/g2/rows/1"),
            ("above-maximum", "/scores/g2/rows/2"),
            ("off-step", "/scores/g2/rows/3"),
        ],
    ),
]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [case[1:] for case in PROBLEMS],
    ids=[case[0] for case in PROBLEMS],
)
def test_each_problem_at_its_pointer(
    folder: Folder, changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert folder.score(answers() | changes).problems == expected


@pytest.mark.parametrize("key", ["expert", "scores", "vetoes"])
def test_required_keys(folder: Folder, key: str) -> None:
    given = answers()
    del given[key]
    assert folder.score(given).problems == [("missing-key", f"/{key}")]


def test_the_category_is_required_where_a_part_depends_on_it(folder: Folder) -> None:
    given = answers()
    del given["enterprise"]
    assert folder.score(given).problems == [("missing-key", "/enterprise/categories")]
    e = {"expert": "甲", "scores": {}, "vetoes": {}}
    assert folder.score(e, "hebei-e").code == 0


def test_all_problems_at_once(folder: Folder) -> None:
    given = {
        "expert": "",
        "enterprise": {"categories": ["双超"]},
        "scores": {"g1": "11", "g2": "-1", "g3": "1.3", "g4": 1, "g5": "x", "zz": "1"},
        "vetoes": {"v1": {"a": "perhaps"}, "v8": {"a": "no", "b": "no"}},
        "extra": 1,
    }
    done = folder.score(given)
    assert set(done.problems) == {
        ("wrong-type", "/expert"),
        ("above-maximum", "/scores/g1"),
        ("negative", "/scores/g2"),
        ("off-step", "/scores/g3"),
        ("wrong-type", "/scores/g4"),
        ("not-a-number", "/scores/g5"),
        ("unknown-id", "/scores/zz"),
        ("not-an-answer", "/vetoes/v1/a"),
        ("not-asked", "/vetoes/v8/b"),
        ("unknown-id", "/extra"),
    }
    assert len(done.problems) == 10
    for problem in done.document["problems"]:
        assert problem["file"].endswith("1.json")


def test_repeated_names_are_found_wherever_they_are_and_with_the_rest(folder: Folder) -> None:
    text = json.dumps(answers(), ensure_ascii=False)
    text = text.replace('"g1": "10"', '"g1": "10", "g1": "11", "g1": "12"')
    text = text.replace(
        '"v8": {"a": "no"}', '"v8": {"a": "no", "a": "yes"}, "zz": {"a": 1, "a": 2}'
    )
    text = text[:-1] + ', "expert": "乙", "x": [{"y": 1, "y": 2}]}'
    assert set(folder.score(text).problems) == {
        ("duplicate-key", "/scores/g1"),
        ("duplicate-key", "/vetoes/v8/a"),
        ("duplicate-key", "/vetoes/zz/a"),
        ("duplicate-key", "/expert"),
        ("duplicate-key", "/x/0/y"),
        ("unknown-id", "/vetoes/zz"),
        ("unknown-id", "/x"),
    }


@pytest.mark.parametrize(
    "form",
    ["nonsense", "HEBEI-G", "", "../hebei-g", "hebei-g.yaml", "/", ".", "a/b.yaml", "\udcff"],
)
def test_an_unknown_form_is_1(folder: Folder, form: str) -> None:
    done = run_json("score", form, folder.file(answers()))
    [(code, path)] = done.problems
    assert (code in {"unknown-id", "unreadable"}, path) == (True, "")


def test_an_unscored_form_has_no_total(folder: Folder) -> None:
    document = folder.score({"expert": "甲", "scores": {}, "vetoes": {}}, "hebei-h").document
    assert document["total"] is None
    assert document["max"] is None
    assert document["verdict"] is None


def test_a_person_reads_aligned_chinese(folder: Folder) -> None:
    given = vetoed(v7={"a": "yes", "reason": "设备未淘汰"})
    del given["scores"]["g3"]
    done = run("score", "hebei-g", folder.file(given))
    assert done.code == 0
    text = done.out.decode()
    for expected in ("专家甲", "75 / 100", "v7", "设备未淘汰", "/scores/g3", "未填"):
        assert expected in text
    assert done.err == ""


def test_a_person_hears_each_problem_in_a_sentence(folder: Folder) -> None:
    given = answers()
    given["scores"]["g1"] = "11"
    done = run("score", "hebei-g", folder.file(given))
    assert (done.code, done.out) == (1, b"")
    assert "「清洁生产验收报告」最高 10 分，请填 0–10。" in done.err
    assert "0–10" in run("--lang", "en", "score", "hebei-g", folder.file(given)).err
