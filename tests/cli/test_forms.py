"""`cpscore forms list`, `show` and `check`."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
import rfc8785

from cpscore.places import forms_folder
from tests.cli.program import MAXIMA, Document, Folder, answers, run, run_json

SHIPPED = ("hebei-c", "hebei-e", "hebei-g", "hebei-h")


def show(form: object) -> Document:
    """The document of a form."""
    done = run_json("forms", "show", form)
    assert done.code == 0
    document: Document = done.document
    return document


def items(form: Document) -> dict[str, Any]:
    """Items by id."""
    return {item["id"]: item for section in form["sections"] for item in section["items"]}


def test_list_has_every_shipped_form() -> None:
    done = run_json("forms", "list")
    assert done.code == 0
    assert set(done.document) == {"forms"}
    entries = {entry["id"]: entry for entry in done.document["forms"]}
    assert set(SHIPPED) <= set(entries)
    for id, entry in entries.items():
        assert set(entry) >= {"id", "title", "status", "version", "sha256", "file"}
        assert entry["sha256"] == show(id)["sha256"]
        assert entry["status"] in {"official", "provisional", "adopted"}


def test_list_for_a_person() -> None:
    text = run("forms", "list").out.decode()
    assert "hebei-g" in text
    assert "官方" in text


@pytest.mark.parametrize("id", SHIPPED)
def test_show_is_the_whole_form_and_its_hash_is_its_own(id: str) -> None:
    form = show(id)
    assert form["id"] == id
    claimed = form.pop("sha256")
    assert hashlib.sha256(rfc8785.dumps(form)).hexdigest() == claimed
    assert set(form) >= {
        "version", "title", "status", "source", "stage", "total", "fields", "sections",
        "vetoes", "grades", "conditions", "panel", "notes",
    }  # fmt: skip
    assert show(forms_folder() / f"{id}.yaml")["sha256"] == claimed


def test_the_ids_of_g_are_those_of_the_contract() -> None:
    form = show("hebei-g")
    found = items(form)
    assert {id: int(item["max"]) for id, item in found.items()} == MAXIMA
    assert found["g1"]["title"] == "清洁生产验收报告"
    assert found["g7"]["title"] == found["g8"]["title"] == found["g9"]["title"]
    assert {item["step"] for item in found.values()} == {"0.5"}
    assert [one["group"] for one in form["vetoes"]] == ["双超", "双超", "双有", *["其他"] * 5]
    assert [grade["id"] for grade in form["grades"]] in (["pass", "fail"], ["fail", "pass"])
    parts = {one["id"]: one["parts"] for one in form["vetoes"]}
    assert parts["v8"][1]["asked_if"] == {"part": "a", "is": "yes"}
    assert parts["v3"][0]["asked_if"] == {"category": ["双有"]}
    assert parts["v5"][1]["asked_if"] == {"part": "a", "is": "na"}
    assert form["panel"]["minimum"] == 3
    assert form["panel"]["rule"] == "mean"


def test_the_ids_of_c_and_e_are_those_of_the_contract() -> None:
    c, e = show("hebei-c"), show("hebei-e")
    assert [section["id"] for section in c["sections"]] == ["1", "2", "3"]
    assert list(items(c)) == [
        *("1.1", "1.2"), *(f"2.{at}" for at in range(1, 10)), *(f"3.{at}" for at in range(1, 5)),
    ]  # fmt: skip
    assert [one["id"] for one in c["vetoes"]] == [
        *(f"law-{at}" for at in range(1, 5)), *(f"quality-{at}" for at in range(1, 5)),
    ]  # fmt: skip
    assert {grade["id"] for grade in c["grades"]} == {"redo", "amend", "proceed"}
    assert list(items(e)) == ["w1", "w2", "w3", "w4"]
    assert [row["id"] for item in items(e).values() for row in item["rows"]] == [
        str(at) for at in range(1, 11)
    ]
    assert all(item["title"] is None for item in items(e).values())
    assert {one["id"] for one in e["vetoes"]} == {"v1", "v2", "v3", "v4"}
    assert {one["group"] for one in e["vetoes"]} == {None}
    assert {grade["id"] for grade in e["grades"]} == {"excellent", "good", "pass", "fail"}


def full(form: str, total: float) -> Document:
    """Complete answers to a form that come to a total, no veto failing."""
    document = show(form)
    scores = {}
    for id, item in items(document).items():
        points = min(total, float(item["max"]))
        scores[id] = f"{points:g}"
        total -= points
    vetoes = {
        "law-1": {"a": "no", "b": "yes"}, "law-2": {"a": "no"}, "law-3": {"a": "no"},
        "law-4": {"a": "yes"}, "quality-1": {"a": "no"}, "quality-2": {"a": "no"},
        "quality-3": {"a": "yes"}, "quality-4": {"a": "no"},
        "v1": {"a": "yes"}, "v2": {"a": "yes"}, "v3": {"a": "no"}, "v4": {"a": "no"},
    }  # fmt: skip
    asked = {one["id"] for one in document["vetoes"]}
    return answers(scores=scores, vetoes={id: vetoes[id] for id in vetoes if id in asked})


@pytest.mark.parametrize(
    ("form", "total", "grade"),
    [
        ("hebei-c", 69.5, "redo"),
        ("hebei-c", 70, "amend"),
        ("hebei-c", 90, "amend"),
        ("hebei-c", 90.5, "proceed"),
        ("hebei-e", 69.5, "fail"),
        ("hebei-e", 70, "pass"),
        ("hebei-e", 80, "pass"),
        ("hebei-e", 80.5, "good"),
        ("hebei-e", 89.5, "good"),
        ("hebei-e", 90, "excellent"),
    ],
)
def test_the_band_ends_of_c_and_e(folder: Folder, form: str, total: float, grade: str) -> None:
    document = folder.score(full(form, total), form).document
    assert document["missing"] == []
    assert document["total"] == f"{total:g}"
    assert (document["grade"]["id"], document["verdict"]["id"]) == (grade, grade)


@pytest.mark.parametrize(
    ("form", "id", "parts"),
    [
        ("hebei-c", "law-1", {"a": "yes", "b": "yes"}),
        ("hebei-c", "law-1", {"a": "no", "b": "no"}),
        ("hebei-c", "law-2", {"a": "yes"}),
        ("hebei-c", "law-3", {"a": "yes", "b": "no"}),
        ("hebei-c", "law-4", {"a": "no"}),
        ("hebei-c", "quality-1", {"a": "yes"}),
        ("hebei-c", "quality-2", {"a": "yes"}),
        ("hebei-c", "quality-3", {"a": "no"}),
        ("hebei-c", "quality-4", {"a": "yes"}),
        ("hebei-e", "v1", {"a": "no"}),
        ("hebei-e", "v2", {"a": "no"}),
        ("hebei-e", "v3", {"a": "yes"}),
        ("hebei-e", "v4", {"a": "yes"}),
    ],
)
def test_a_failed_veto_leads_to_the_lowest_band(
    folder: Folder, form: str, id: str, parts: dict[str, str]
) -> None:
    given = full(form, 100)
    given["vetoes"][id] = parts
    document = folder.score(given, form).document
    assert document["missing"] == []
    assert [one["id"] for one in document["vetoes"] if one["state"] == "failed"] == [id]
    assert document["verdict"]["id"] == ("redo" if form == "hebei-c" else "fail")


def test_law_1_asks_by_category(folder: Folder) -> None:
    given = full("hebei-c", 100)
    given["enterprise"]["categories"] = ["高耗能"]
    assert folder.score(given, "hebei-c").problems == [("not-asked", "/vetoes/law-1/b")]
    given["vetoes"]["law-1"] = {"a": "no"}
    assert folder.score(given, "hebei-c").document["missing"] == ["/vetoes/law-1/c"]
    given["vetoes"]["law-1"] = {"a": "no", "c": "no"}
    assert folder.score(given, "hebei-c").document["verdict"]["id"] == "redo"
    given["enterprise"]["categories"] = ["其他"]
    given["vetoes"]["law-1"] = {"a": "no"}
    assert folder.score(given, "hebei-c").document["verdict"]["id"] == "proceed"


def test_a_form_shown_says_who_issued_it_under_which_number_and_for_which_stage() -> None:
    text = run("forms", "show", "henan-evaluation").out.decode()

    assert "文号      豫工信办节〔2018〕24号\n条款      三\n" in text
    assert "发布单位  河南省工业和信息化委员会办公室\n" in text
    assert "阶段      评估\n" in text


@pytest.mark.parametrize("id", SHIPPED)
def test_show_for_a_person(id: str) -> None:
    done = run("forms", "show", id)
    assert done.code == 0
    assert id in done.out.decode()


@pytest.mark.parametrize("form", ["nonsense", "missing.yaml"])
def test_an_unknown_form_cannot_be_shown(form: str) -> None:
    done = run_json("forms", "show", form)
    assert done.code == 1
    assert done.document["problems"][0]["file"] == form


def test_check_says_so_when_there_is_no_problem() -> None:
    path = forms_folder() / "hebei-g.yaml"
    done = run_json("forms", "check", path)
    assert (done.code, done.document) == (0, {"files": [{"path": str(path), "problems": []}]})
    assert "没有问题" in run("forms", "check", path).out.decode()


def test_check_names_every_problem_with_its_line(folder: Folder) -> None:
    good = forms_folder() / "hebei-g.yaml"
    bad = folder.file("id: 1\nsections: []\nsections: []\nnonsense: yes\n", "bad.yaml")
    missing = folder.path / "missing.yaml"
    empty = folder.path / "empty"
    empty.mkdir()
    done = run_json("forms", "check", good, bad, missing, empty)
    assert done.code == 1
    files = {one["path"]: one["problems"] for one in done.document["files"]}
    assert list(files) == [str(good), str(bad), str(missing), str(empty)]
    assert files[str(good)] == []
    assert len(files[str(bad)]) >= 3
    for problem in files[str(bad)]:
        assert problem["line"] >= 1
        assert problem["column"] >= 1
        assert problem["file"] == str(bad)
        assert problem["text"]
    assert [one["code"] for one in files[str(missing)]] == ["unreadable"]
    assert [one["code"] for one in files[str(empty)]] == ["unreadable"]
    text = run("forms", "check", bad).out.decode()
    assert "bad.yaml:" in text


def test_check_takes_every_definition_of_a_folder(folder: Folder) -> None:
    bad = folder.file("id: 1\n", "bad.yaml")
    folder.file("no form", "notes.txt")
    folder.file("id: 1\n", ".hidden.yaml")
    done = run_json("forms", "check", forms_folder(), folder.path)
    paths = [one["path"] for one in done.document["files"]]
    assert paths[-1] == str(bad)
    assert len(paths) == len(list(forms_folder().glob("*.yaml"))) + 1
    assert [bool(one["problems"]) for one in done.document["files"]] == [False] * (
        len(paths) - 1
    ) + [True]


def test_a_procedure_is_checked_as_one(folder: Folder) -> None:
    shipped = forms_folder() / "procedures" / "20-guangzhou.yaml"
    text = shipped.read_text(encoding="utf-8").replace("guangzhou-carbon,", "guangzhou-cabron,")
    bad = folder.file(text.replace("unit: years", "unit: days"), "bad.yaml")

    done = run_json("forms", "check", shipped, bad)

    assert done.code == 1
    good, wrong = (one["problems"] for one in done.document["files"])
    assert good == []
    assert [(one["path"], one["code"]) for one in wrong] == [
        ("/forms/1", "unknown-reference"),
        ("/deadlines/0/unit", "not-one-of"),
    ]
    assert "guangzhou-carbon" in wrong[0]["text"]


def test_a_form_with_problems_scores_nothing(folder: Folder) -> None:
    bad = folder.file("id: x\n", "bad.yaml")
    for command in ("score", "merge"):
        done = run_json(command, bad, folder.file(answers()))
        assert done.code == 1
        assert all(problem["file"] == str(bad) for problem in done.document["problems"])
        assert all("line" in problem for problem in done.document["problems"])


def test_a_user_form_is_found_by_its_id(folder: Folder) -> None:
    own = folder.path / "data" / "forms"
    own.mkdir(parents=True)
    text = (forms_folder() / "hebei-g.yaml").read_text(encoding="utf-8")
    (own / "mine.yaml").write_text(text.replace("hebei-g", "mine"), encoding="utf-8")
    data = ("--data", folder.path / "data")
    entries = {entry["id"]: entry for entry in run_json("forms", "list", *data).document["forms"]}
    assert entries["mine"]["file"] == str(own / "mine.yaml")
    assert run_json("score", "mine", folder.file(answers()), *data).document["form"] == "mine"
    assert run_json("score", "mine", folder.file(answers())).code == 1


def test_a_bad_user_form_hinders_no_other_and_is_not_unknown(folder: Folder) -> None:
    own = folder.path / "data" / "forms"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text("id: mine\nnonsense: 1\n", encoding="utf-8")
    data = ("--data", folder.path / "data")
    done = run("forms", "list", *data)
    assert done.code == 0
    assert "mine" not in done.out.decode()
    assert "mine.yaml:2:1" in done.err
    assert set(SHIPPED) <= {one["id"] for one in run_json("forms", "list", *data).document["forms"]}
    codes = [code for code, _ in run_json("forms", "show", "mine", *data).problems]
    assert "unknown-id" not in codes
    assert folder.score(answers()).code == 0
