"""`cpscore review new`: everything wrong with a plan at once, each at its pointer."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.cli.job import LEADER, PEOPLE, SECRET, Job, given, plan
from tests.cli.program import Document, run, run_json

HASH = "ab" * 32


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """Identities, and nothing prepared."""
    made = Job(tmp_path_factory.mktemp("plans"))
    made.identities()
    return made


def without(name: str) -> Document:
    """The plan without a key."""
    return {key: value for key, value in plan().items() if key != name}


def members(*changes: Document) -> Document:
    """The plan with changes to its members, in order."""
    people = deepcopy(plan()["members"])
    for at, change in enumerate(changes):
        people[at] |= change
    return plan(members=people)


def enterprise(**changes: object) -> Document:
    """The plan with changes to the enterprise; None takes a key away."""
    changed = plan()["enterprise"] | changes
    return plan(enterprise={key: value for key, value in changed.items() if value is not None})


WRONG: list[tuple[Any, list[tuple[str, str]]]] = [
    ([], [("wrong-type", "")]),
    (
        {},
        [
            ("missing-key", "/enterprise"),
            ("missing-key", "/date"),
            ("missing-key", "/members"),
            ("missing-key", "/procedure"),
        ],
    ),
    (plan(nonsense=1), [("unknown-id", "/nonsense")]),
    (without("forms"), [("missing-key", "/procedure")]),
    (plan(procedure="hebei-acceptance"), [("not-asked", "/forms")]),
    (without("forms") | {"procedure": "beijing"}, [("unknown-id", "/procedure")]),
    (without("forms") | {"procedure": 1}, [("wrong-type", "/procedure")]),
    (plan(forms="hebei-g"), [("wrong-type", "/forms")]),
    (plan(forms=[]), [("wrong-type", "/forms")]),
    (
        plan(forms=["hebei-g", "hebei-x", "hebei-g", 1]),
        [("wrong-type", "/forms/3"), ("unknown-id", "/forms/1"), ("duplicate-id", "/forms/2")],
    ),
    (plan(enterprise=1), [("wrong-type", "/enterprise")]),
    (enterprise(name=None), [("missing-key", "/enterprise/name")]),
    (enterprise(name=" "), [("wrong-type", "/enterprise/name")]),
    (enterprise(name="一\u0007二"), [("bad-character", "/enterprise/name")]),
    (enterprise(categories=None), [("missing-key", "/enterprise/categories")]),
    (enterprise(categories=[]), [("wrong-type", "/enterprise/categories")]),
    (enterprise(categories=["双超", "三高"]), [("unknown-id", "/enterprise/categories/1")]),
    (enterprise(tax="1"), [("unknown-id", "/enterprise/tax")]),
    (plan(date="2026-2-30"), [("wrong-type", "/date")]),
    (plan(date="20261120"), [("wrong-type", "/date")]),
    (plan(date=20261120), [("wrong-type", "/date")]),
    (plan(organiser=1, place=[]), [("wrong-type", "/organiser"), ("wrong-type", "/place")]),
    (plan(members=[]), [("wrong-type", "/members")]),
    (plan(members={}), [("wrong-type", "/members")]),
    (plan(members=[1]), [("wrong-type", "/members/0"), ("no-leader", "/members")]),
    (members({}, {"role": "member"}), [("no-leader", "/members")]),
    (members({"role": "leader"}), [("two-leaders", "/members/1/role")]),
    (members({"role": "组长"}), [("unknown-id", "/members/0/role")]),
    (members({"name": "专家丙 "}),
     [("duplicate-member", "/members/0/name"), ("duplicate-member", "/members/2/name")]),
    (members({"name": ""}), [("wrong-type", "/members/0/name")]),
    (members({"certificate": "xy"}), [("wrong-type", "/members/0/certificate")]),
    (
        members({"certificate": HASH}, {}, {"certificate": HASH.upper()}),
        [("duplicate-key", "/members/0/certificate"), ("duplicate-key", "/members/2/certificate")],
    ),
    (members({}, {"conflict": "顾问"}), [("leader-withdraws", "/members/1/conflict")]),
    (members({"sections": {"hebei-x": ["1"]}}), [("unknown-id", "/members/0/sections/hebei-x")]),
    (members({"sections": {"hebei-g": "1"}}), [("wrong-type", "/members/0/sections/hebei-g")]),
    (members({"sections": []}), [("wrong-type", "/members/0/sections")]),
    (plan(members=plan()["members"] * 70), [("too-many", "/members")]),
]  # fmt: skip


@pytest.mark.parametrize("at", range(len(WRONG)))
def test_everything_wrong_with_a_plan_is_named_at_once(job: Job, at: int) -> None:
    document, expected = WRONG[at]
    file = job.folder / "REVIEW.json"
    job.file("REVIEW.json", document if isinstance(document, dict) else str(document))
    done = job.at(LEADER, "review", "new", "--from", file, secret=SECRET)
    assert done.problems[: len(expected)] == expected
    assert {one["file"] for one in done.document["problems"]} == {str(file)}
    if expected[0][0] != "too-many":
        assert len(done.problems) == len(expected)
    assert job.good(LEADER, "review", "list") == {"reviews": []}


def test_a_repeated_key_stands_beside_the_other_problems(job: Job) -> None:
    text = '{"date": "2026-11-20", "date": "x", "forms": ["hebei-g"], "members": []}'
    done = job.at(LEADER, "review", "new", "--from", job.file("REVIEW.json", text), secret=SECRET)
    assert [code for code, _ in done.problems] == ["duplicate-key", "missing-key", "wrong-type"]


def signing(job: Job) -> Iterator[tuple[list[object], str]]:
    """Ways to sign that cannot be, and their codes."""
    wrong, not_text = job.file("wrong", "wrong"), job.file("no-text", b"\xff\xfe\x00")
    missing = job.folder / "missing"
    yield [], "no-passphrase"
    yield ["--passphrase-file", wrong], "wrong-passphrase"
    yield ["--passphrase-file", not_text], "unreadable"
    yield ["--passphrase-file", missing], "unreadable"
    yield ["--passphrase-file", job.folder], "unreadable"
    yield ["--passphrase-file", "/dev/zero"], "unreadable"
    yield ["--passphrase-file", wrong, "--identity", "AAAA-AAAA"], "no-such-identity"


def test_a_key_that_does_not_open_signs_nothing(job: Job) -> None:
    file = job.file("REVIEW.json", plan())
    for options, code in signing(job):
        done = job.at(LEADER, "review", "new", "--from", file, *options)
        assert [found for found, _ in done.problems] == [code]
    # Another's machine holds no identity of the leader's.
    done = job.at("专家甲", "review", "new", "--from", file, secret=SECRET)
    assert done.problems == [("no-such-identity", "")]
    assert job.good(LEADER, "review", "list") == {"reviews": []}


def test_a_procedure_of_ones_own_is_listed_and_a_broken_one_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "forms" / "procedures"
    folder.mkdir(parents=True)
    mine = "id: mine\ntitle: 某市\nregion: 某市\nstage: 验收\nsource: 办法\nforms: [hebei-g]\n"
    (folder / "mine.yaml").write_text(mine, encoding="utf-8")
    (folder / "other.yaml").write_text(mine.replace("hebei-g", "hebei-k"), encoding="utf-8")

    done = run_json("--data", tmp_path, "review", "procedures")

    assert done.code == 0
    assert [one["id"] for one in done.document["procedures"]][-1] == "mine"
    assert "other.yaml" in done.err
    assert "hebei-k" in done.err


def test_a_procedure_brings_its_forms_stage_and_deadlines(tmp_path: Path) -> None:
    job = Job(tmp_path)
    job.identities()
    listed = run_json("review", "procedures").document["procedures"]
    assert {"hebei-acceptance", "hebei-evaluation", "shenzhen"} <= {one["id"] for one in listed}
    document = without("forms") | {"procedure": "hebei-acceptance"}
    document["members"] = document["members"][:2]
    made = job.prepared(document)
    assert made["procedure"]["id"] == "hebei-acceptance"
    assert [one["id"] for one in made["forms"]] == ["hebei-f", "hebei-g", "hebei-h"]
    assert made["stage"] == "验收"
    assert [one["date"] for one in made["deadlines"]] == ["2026-12-11"]
    assert [one["code"] for one in made["flags"]] == ["few-members", "holidays-not-considered"]

    # What is filled in once for the review.
    filled = {"expert": LEADER, "scores": {}, "vetoes": {}, "fields": {"industry": "化工"}}
    fill = ("review", "fill", job.id)
    known = run_json("forms", "show", "hebei-f").document["fields"]
    field = next(one["id"] for one in known if one["type"] == "text")
    filled["fields"] = {field: "化工"}
    done = job.good(LEADER, *fill, job.file("F.json", filled))
    assert done["form"] == "hebei-f"
    assert done["filled"] >= 1
    filled["fields"] = {"nobody": "x"}
    assert job.at(LEADER, *fill, job.file("F.json", filled)).problems == [
        ("unknown-id", "/fields/nobody")
    ]


def test_answers_must_be_those_of_who_signs_them(tmp_path: Path) -> None:
    job = Job(tmp_path)
    job.identities()
    job.prepared()
    package = job.packages()["专家甲"]

    def submit(answers: Document | str, *options: object) -> list[tuple[str, str]]:
        file = job.file("A.json", answers)
        line = ("ballot", "submit", package, file, "-o", tmp_path / "stick", *options)
        return job.at("专家甲", *line, secret=SECRET).problems

    other = given("专家丙")
    other["enterprise"] = {"categories": ["其他"]}
    other["vetoes"].pop("v3")
    assert submit(other) == [
        ("other-expert", "/expert"),
        ("other-than-package", "/enterprise/categories"),
    ]
    half = given("专家甲")
    del half["scores"]["g2"], half["vetoes"]["v8"]["b"], half["enterprise"], half["expert"]
    assert submit(half) == [("incomplete", "/scores/g2"), ("incomplete", "/vetoes/v8/b")]
    bad = given("专家甲")
    bad["scores"]["g1"] = "11"
    assert submit(bad) == [("above-maximum", "/scores/g1")]
    assert submit("[") == [("unreadable", "")]
    assert submit(given("专家甲"), "--expert", "专家丙") == [("no-such-identity", "")]
    assert submit(given("专家甲"), "--expert", "某人") == [("no-such-expert", "")]
    assert submit(given("专家甲"), "--form", "hebei-c") == [("no-such-form-here", "")]
    ink = job.file("ink.json", '{"width": 1000, "strokes": []}')
    assert submit(given("专家甲"), "--ink", ink) == [("empty-ink", "")]
    assert submit(given("专家甲"), "--ink", package) == [("not-ink", "")]
    assert not (tmp_path / "stick").exists() or not list((tmp_path / "stick").iterdir())
    job.file("ink.json", '{"width": 1000, "strokes": [[[0, 0], [900, 900]]]}')
    answers = job.file("A.json", given("专家甲"))
    done = job.good("专家甲", "ballot", "submit", package, answers, "-o", tmp_path / "stick",
                    "--ink", ink, secret=SECRET)  # fmt: skip
    assert run_json("ballot", "show", done["file"]).document["handwriting"] is True


def test_who_has_two_keys_says_which(tmp_path: Path) -> None:
    job = Job(tmp_path)
    job.identities()
    second = job.good(LEADER, "identity", "new", LEADER, secret="另一句")["identities"][0]
    file = job.file("REVIEW.json", plan())
    line = ("review", "new", "--from", file)
    assert job.at(LEADER, *line, secret=SECRET).problems == [("several-identities", "")]
    made = job.good(LEADER, *line, "--identity", second["code"], secret="另一句")
    assert made["root_sha256"] == second["sha256"]
    assert [one["code"] for one in made["flags"]] == []


def test_an_identity_cannot_be_made_of_nothing(tmp_path: Path) -> None:
    job = Job(tmp_path)
    new = ("identity", "new")
    assert job.at("x", *new, "", secret=SECRET).problems == [("unsuitable-name", "")]
    assert job.at("x", *new, "甲" * 100, secret=SECRET).problems == [("unsuitable-name", "")]
    assert job.at("x", *new, "甲", secret="\n").problems == [("empty-passphrase", "")]
    assert job.at("x", *new, "甲").problems == [("no-passphrase", "")]
    taken = ("identity", "import", job.file("x.p12", b"nothing"))
    assert job.at("x", *taken, secret=SECRET).problems == [("damaged-identity", "")]
    assert job.good("x", "identity", "show") == {"identities": []}


def test_one_archive_is_not_another(job: Job, tmp_path: Path) -> None:
    nobody = tmp_path / "nobody"
    for line in (
        ("review", "show", "x"),
        ("review", "decide", "x", "y"),
        ("package", "x", "-o", tmp_path),
        ("collect", "x", tmp_path),
        ("issue", "x", "-o", tmp_path),
        ("backup", "-o", tmp_path / "b.db"),
    ):
        assert run_json("--data", nobody, *line).problems == [("no-archive", "")]
        assert not nobody.exists()
    assert run_json("--data", nobody, "review", "list").document == {"reviews": []}
    assert run_json("--data", nobody, "identity", "show").document == {"identities": []}
    assert not nobody.exists()
    for line in (("review", "show", "x"), ("review", "show", "")):
        assert job.at(LEADER, *line).problems == [("no-such-review", "")]


def test_a_person_reads_the_same(tmp_path: Path) -> None:
    job = Job(tmp_path)
    job.identities()
    job.prepared()
    for language, words in (("zh", ("组长", "未交", "评审根哈希")), ("en", ("leader", "missing"))):
        done = run("--data", job.data(LEADER), "--lang", language, "review", "show", job.id)
        for word in (*words, *PEOPLE, job.id):
            assert word in done.out.decode()
    assert job.id in run("--data", job.data(LEADER), "review", "list").out.decode()
