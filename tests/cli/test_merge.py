"""`cpscore merge`, sentence by sentence of the contract."""

from __future__ import annotations

import unicodedata
from itertools import permutations
from typing import Any

import pytest

from tests.cli.program import CLEAR, Document, Folder, answers, run, run_json, scoring, vetoed


def panel(*totals: str) -> list[Document]:
    """Members 甲, 乙, 丙 … with these totals."""
    return [scoring(total, name) for total, name in zip(totals, "甲乙丙丁戊", strict=False)]


def test_the_mean_is_exact_and_graded_as_it_is(folder: Folder) -> None:
    done = folder.merge(*panel("60", "60", "59"))
    assert done.code == 0
    document = done.document
    assert document["total"] == {"exact": "179/3", "shown": "59.67"}
    assert (document["grade"]["id"], document["verdict"]["id"]) == ("fail", "fail")
    assert (document["members"], document["counted"], document["rule"]) == (3, 3, "mean")
    assert document["experts"] == [
        {"expert": "甲", "total": "60", "counted": True},
        {"expert": "乙", "total": "60", "counted": True},
        {"expert": "丙", "total": "59", "counted": True},
    ]
    assert document["rejected"] == []
    assert folder.merge(*panel("60", "60", "60")).document["verdict"]["id"] == "pass"
    assert folder.merge(*panel("59.5", "60", "60.5")).document["total"] == {
        "exact": "60",
        "shown": "60.00",
    }


def test_items_with_mean_ends_and_spread(folder: Folder) -> None:
    files = panel("100", "100", "100")
    for given, points in zip(files, ("8", "9", "9"), strict=True):
        given["scores"]["g1"] = points
    items = folder.merge(*files).document["items"]
    assert [one["id"] for one in items] == [f"g{at}" for at in range(1, 10)]
    expected = {
        "id": "g1",
        "scores": {"甲": "8", "乙": "9", "丙": "9"},
        "mean": {"exact": "26/3", "shown": "8.67"},
        "min": "8",
        "max": "9",
        "spread": "1",
    }
    assert {key: items[0][key] for key in expected} == expected


def stable(document: Document) -> Document:
    """What the order of the files must not change; lists of their order become sets."""
    return document | {name: sorted(document[name], key=str) for name in ("rejected", "experts")}


def test_the_order_of_the_files_changes_nothing_else(folder: Folder) -> None:
    contents: list[Document | bytes] = [
        vetoed("甲", "61", v7={"a": "yes", "reason": "r"}),
        scoring("90", "乙"),
        scoring("60.5", "丙"),
        answers("丁", scores={}),
        b"{",
    ]
    paths = folder.files(*contents)
    first = run_json("merge", "hebei-g", *paths).document
    assert first["members"] == 5
    for order in list(permutations(paths))[::7]:
        document = run_json("merge", "hebei-g", *order).document
        assert stable(document) == stable(first)
        for name in ("items", "vetoes"):
            for one, other in zip(document[name], first[name], strict=True):
                key = "scores" if name == "items" else "answers"
                assert list(one[key]) == list(other[key])


def test_unusable_and_incomplete_answers_are_listed_and_the_others_count(folder: Folder) -> None:
    bad = answers("丁")
    bad["scores"] |= {"g1": "11", "zz": "1"}
    done = folder.merge(*panel("60", "60", "60"), bad, answers("戊", scores={}), b"\xff\xfe{}")
    assert done.code == 0
    document = done.document
    assert (document["members"], document["counted"]) == (6, 3)
    assert [one["code"] for one in document["rejected"]] == [
        "unknown-id",
        "incomplete",
        "unreadable",
    ]
    for one in document["rejected"]:
        assert set(one) >= {"file", "code", "text", "problems"}
        assert one["text"]
        assert one["problems"]
        assert all(problem["file"] == one["file"] for problem in one["problems"])
    incomplete = document["rejected"][1]["problems"]
    assert [problem["path"] for problem in incomplete] == [f"/scores/g{at}" for at in range(1, 10)]
    assert {problem["code"] for problem in incomplete} == {"incomplete"}
    counted = {one["expert"]: one["counted"] for one in document["experts"]}
    assert counted == {"甲": True, "乙": True, "丙": True, "丁": False, "戊": False}
    assert document["total"]["exact"] == "60"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("张 三", "张 三"),
        ("张三", " 张三\u3000"),
        ("é", "e\u0301"),
        ("\u304c", unicodedata.normalize("NFD", "\u304c")),
        ("\uf900", "\u8c48"),
    ],
)
def test_two_files_of_one_expert_are_both_out(folder: Folder, one: str, other: str) -> None:
    document = folder.merge(
        scoring("90", one), *panel("60", "60", "60"), scoring("10", other)
    ).document
    assert document["counted"] == 3
    assert [entry["code"] for entry in document["rejected"]] == ["duplicate-expert"] * 2
    names = [entry["expert"] for entry in document["experts"] if not entry["counted"]]
    assert names == [unicodedata.normalize("NFC", one.strip())] * 2


def test_they_are_both_out_whatever_else_is_wrong_with_either(folder: Folder) -> None:
    twice = answers("甲")
    twice["scores"]["g1"] = "99"
    open_one = answers("乙", scores={})
    files = [*panel("60", "60", "60"), twice, open_one, scoring("60", "丁"), scoring("60", "戊")]
    document = folder.merge(*files).document
    assert document["counted"] == 3
    assert {entry["code"] for entry in document["rejected"]} == {"duplicate-expert"}
    assert len(document["rejected"]) == 4
    codes = [[problem["code"] for problem in entry["problems"]] for entry in document["rejected"]]
    assert codes[2] == ["duplicate-expert", "above-maximum"]
    assert set(codes[3]) == {"duplicate-expert", "incomplete"}


def test_the_same_file_twice_is_one_expert_twice(folder: Folder) -> None:
    [path] = folder.files(answers())
    done = run_json("merge", "hebei-g", path, path)
    assert {code for code, _ in done.problems} == {"duplicate-expert"}


def test_when_nothing_counts_all_problems_of_all_files_are_named(folder: Folder) -> None:
    bad = answers("甲")
    bad["scores"] |= {"g1": "11", "g2": "x"}
    done = folder.merge(bad, b"", answers("丙", scores={"g1": "1"}))
    assert done.problems[:3] == [
        ("above-maximum", "/scores/g1"),
        ("not-a-number", "/scores/g2"),
        ("unreadable", ""),
    ]
    assert {code for code, _ in done.problems[3:]} == {"incomplete"}
    assert [path for _, path in done.problems[3:]] == [f"/scores/g{at}" for at in range(2, 10)]
    assert len({problem["file"] for problem in done.document["problems"]}) == 3


def test_too_few(folder: Folder) -> None:
    done = folder.merge(*panel("90", "90"))
    assert done.code == 0
    document = done.document
    assert document["verdict"] is None
    assert document["grade"]["id"] == "pass"
    assert [flag["code"] for flag in document["flags"]] == ["too-few"]
    assert all(set(flag) >= {"code", "about", "text"} for flag in document["flags"])


FAILS = {"a": "yes", "reason": "设备未淘汰"}


def contested(other: str = "100") -> list[Document]:
    """Two find v7 failed, one does not."""
    return [
        vetoed("甲", v7=FAILS),
        vetoed("乙", v7=FAILS),
        vetoed("丙", other),
    ]


def veto(document: Document, id: str) -> Document:
    """The panel's entry of a veto."""
    found: Document = next(one for one in document["vetoes"] if one["id"] == id)
    return found


def test_a_veto_all_find_failed_is_sustained(folder: Folder) -> None:
    document = folder.merge(*(vetoed(name, v7=FAILS) for name in "甲乙丙")).document
    assert veto(document, "v7")["state"] == "sustained"
    assert veto(document, "v1")["state"] == "clear"
    assert veto(document, "v3")["state"] == "not_applicable"
    assert (document["grade"]["id"], document["verdict"]["id"]) == ("pass", "fail")


def test_not_applicable_only_where_all_say_so(folder: Folder) -> None:
    na = {"v2": {"a": "na"}}
    everybody = folder.merge(*(vetoed(name, **na) for name in "甲乙丙")).document
    assert veto(everybody, "v2")["state"] == "not_applicable"
    some = folder.merge(vetoed("甲", **na), vetoed("乙"), vetoed("丙")).document
    assert veto(some, "v2")["state"] == "clear"


def test_a_contested_veto_leaves_no_verdict_before_a_decision(folder: Folder) -> None:
    document = folder.merge(*contested()).document
    entry = veto(document, "v7")
    assert entry["state"] == "contested"
    assert entry["decision"] is None
    assert entry["answers"] == {"甲": "failed", "乙": "failed", "丙": "clear"}
    assert document["verdict"] is None
    assert document["grade"]["id"] == "pass"
    assert "contested-veto" in {flag["code"] for flag in document["flags"]}


@pytest.mark.parametrize(("sustained", "verdict"), [(True, "fail"), (False, "pass")])
def test_a_decision_with_a_reason_settles_it(folder: Folder, sustained: bool, verdict: str) -> None:
    decided = {"vetoes": {"v7": {"sustained": sustained, "reason": " 现场核实 "}}}
    document = folder.merge(*contested(), decided=decided).document
    entry = veto(document, "v7")
    assert entry["state"] == "settled"
    assert entry["decision"] == {"sustained": sustained, "reason": "现场核实"}
    assert document["verdict"]["id"] == verdict


REASON = {"sustained": True, "reason": "现场核实"}
WRONG_DECISIONS: list[tuple[Any, list[tuple[str, str]]]] = [
    ({"vetoes": {"v7": {"sustained": True}}}, [("missing-key", "/vetoes/v7/reason")]),
    ({"vetoes": {"v7": {"reason": "x"}}}, [("missing-key", "/vetoes/v7/sustained")]),
    ({"vetoes": {"v7": REASON | {"reason": " "}}}, [("wrong-type", "/vetoes/v7/reason")]),
    ({"vetoes": {"v7": REASON | {"reason": 1}}}, [("wrong-type", "/vetoes/v7/reason")]),
    ({"vetoes": {"v7": REASON | {"sustained": "yes"}}}, [("wrong-type", "/vetoes/v7/sustained")]),
    ({"vetoes": {"v7": REASON | {"who": "x"}}}, [("unknown-id", "/vetoes/v7/who")]),
    ({"vetoes": {"v7": True}}, [("wrong-type", "/vetoes/v7")]),
    ({"vetoes": {"v1": REASON}}, [("not-asked", "/vetoes/v1")]),
    ({"vetoes": {"v3": REASON}}, [("not-asked", "/vetoes/v3")]),
    ({"vetoes": {"v7": REASON, "v9": REASON}}, [("unknown-id", "/vetoes/v9")]),
    ({"vetoes": []}, [("wrong-type", "/vetoes")]),
    ([], [("wrong-type", "")]),
    ({"nonsense": 1}, [("unknown-id", "/nonsense")]),
    (
        {"vetoes": {"v7": REASON}, "agreed_scores": {"g2": {"points": "17", "reason": "x"}}},
        [("not-asked", "/agreed_scores/g2")],
    ),
    (
        {"vetoes": {"v1": REASON, "v7": {}}, "x": 1},
        [
            ("unknown-id", "/x"),
            ("missing-key", "/vetoes/v7/sustained"),
            ("missing-key", "/vetoes/v7/reason"),
            ("not-asked", "/vetoes/v1"),
        ],
    ),
]


@pytest.mark.parametrize(("decided", "expected"), WRONG_DECISIONS, ids=lambda one: str(one)[:60])
def test_a_decision_that_is_not_one_to_be_made_is_refused(
    folder: Folder, decided: Any, expected: list[tuple[str, str]]
) -> None:
    done = folder.merge(*contested(), decided=decided)
    assert done.problems == expected


def test_a_decision_on_what_all_sustain_is_refused(folder: Folder) -> None:
    files = [vetoed(name, v7=FAILS) for name in "甲乙丙"]
    done = folder.merge(*files, decided={"vetoes": {"v7": REASON}})
    assert done.problems == [("not-asked", "/vetoes/v7")]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[NaN]", b"[" * 40 + b"]" * 40])
def test_decisions_that_are_no_json_are_unreadable(folder: Folder, content: bytes) -> None:
    done = run_json(
        "merge", "hebei-g", *folder.files(*contested()), "--decisions", folder.file(content)
    )
    assert done.problems == [("unreadable", "")]


def test_decisions_that_are_not_there_are_unreadable(folder: Folder) -> None:
    missing = folder.path / "missing.json"
    done = run_json("merge", "hebei-g", *folder.files(*contested()), "--decisions", missing)
    assert done.problems == [("unreadable", "")]
    assert done.document["problems"][0]["file"] == str(missing)


def test_a_repeated_decision_is_refused(folder: Folder) -> None:
    text = '{"vetoes": {"v7": {"sustained": true, "sustained": false, "reason": "x"}}}'
    done = run_json(
        "merge", "hebei-g", *folder.files(*contested()), "--decisions", folder.file(text)
    )
    assert done.problems == [("duplicate-key", "/vetoes/v7/sustained")]


def test_flags_for_the_leader(folder: Folder) -> None:
    files = [*panel("100", "100", "100", "100"), scoring("50", "戊")]
    flags = folder.merge(*files).document["flags"]
    assert {"spread", "outlier", "same-fraction"} <= {flag["code"] for flag in flags}
    assert ("outlier", "戊") in {(flag["code"], flag["about"]) for flag in flags}
    assert all(flag["text"] for flag in flags)


def test_a_person_reads_the_panel_at_a_glance(folder: Folder) -> None:
    done = run("merge", "hebei-g", *folder.files(*contested("60"), b"{"))
    assert done.code == 0
    text = done.out.decode()
    for expected in (
        "86.67",
        "260/3",
        "甲",
        "有分歧",
        "设备未淘汰",
        "未计入",
        "4.json",
        "3 份，共 4 份",
    ):
        assert expected in text
    assert "mean" not in text


def test_vetoes_cannot_be_hidden_by_leaving_a_part_out(folder: Folder) -> None:
    given = answers("甲", vetoes={id: parts for id, parts in CLEAR.items() if id != "v7"})
    document = folder.merge(given, *panel("60", "60", "60")[1:]).document
    assert [one["code"] for one in document["rejected"]] == ["incomplete"]
    assert document["rejected"][0]["problems"][0]["path"] == "/vetoes/v7/a"


def chosen(name: str, conclusion: str) -> Document:
    """One member's conclusion on a form without points."""
    return {"expert": name, "scores": {}, "vetoes": {}, "conclusion": conclusion}


def test_a_form_without_points_is_concluded_by_all_or_decided(folder: Folder) -> None:
    def merged(*said: str, decided: bool = False) -> Document:
        files = [
            folder.file(chosen(name, one), f"{name}.json")
            for name, one in zip("甲乙丙", said, strict=True)
        ]
        decision = {"conclusion": {"id": "pass", "reason": "讨论一致"}}
        more = ["--decisions", folder.file(decision, "d.json")] if decided else []
        done = run_json("merge", "guangzhou-carbon", *files, *more)
        document: Document = done.document
        return document

    agreed = merged("pass", "pass", "pass")
    assert (agreed["total"], agreed["grade"]) == (None, None)
    assert agreed["verdict"] == {"id": "pass", "label": "通过"}
    assert agreed["conclusions"] == {"甲": "pass", "乙": "pass", "丙": "pass"}
    assert merged("fail", "fail", "fail")["verdict"]["id"] == "fail"
    assert merged("pass", "fail", "pass")["verdict"] is None
    assert merged("pass", "fail", "pass", decided=True)["verdict"]["id"] == "pass"
    moot = merged("pass", "pass", "pass", decided=True)
    assert [one["code"] for one in moot["problems"]] == ["not-asked"]
    text = run("merge", "guangzhou-carbon", *(folder.path / f"{name}.json" for name in "甲乙丙"))
    assert "平均" not in text.out.decode()
    assert "通过" in text.out.decode()
