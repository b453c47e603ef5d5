"""The whole job over the command line alone: from identities to an archive that verifies."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cpscore.cli import identity
from cpscore.cli.words import WORDS
from cpscore.documents.picture import text as page_text
from cpscore.documents.sheets.labels import UNSIGNED
from cpscore.signing.drivers import UnusableDriver
from cpscore.signing.findings import Person
from cpscore.signing.token import NoTokens
from cpscore.workflow.verify import sentences, verify_file
from tests.cli.job import (
    DISSENT,
    ENTERPRISE,
    EVERY_FORMAT,
    LEADER,
    PEOPLE,
    REASON,
    SECRET,
    TEXTS,
    WITHDRAWN,
    Job,
    plan,
)
from tests.cli.program import run, run_json
from tests.judges import mutool_sign, pdf_fonts, pdf_text, pdfsig, qpdf_check
from tests.softhsm import LABEL, PIN, Stick, driver

CONFLICT = "曾任该企业顾问"


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """A review carried to the end; whoever reads it changes nothing."""
    made = Job(tmp_path_factory.mktemp("job"))
    made.identities()
    members = [*plan()["members"], {"name": WITHDRAWN, "conflict": CONFLICT}]
    made.prepared(plan(members=members))
    made.settled()
    made.went_round()
    return made


@pytest.fixture(scope="module")
def issued(job: Job) -> Any:
    """Everything in every format."""
    return job.issued("out", *EVERY_FORMAT)


def test_every_kind_of_file_has_its_word() -> None:
    kinds = ("score", "summary", "opinion", "form", "archive", "reading", "attendance",
             "enterprise", "copy", "report")  # fmt: skip
    for words in WORDS.values():
        assert all(words[f"kind-{kind}"].strip() for kind in kinds)


def paths(issued: Any, kind: str) -> list[Path]:
    """The files of a kind."""
    return [Path(one["path"]) for one in issued["files"] if one["kind"] == kind]


# Before -----------------------------------------------------------------------------------------


def test_an_identity_is_shown_and_its_key_is_not(job: Job) -> None:
    said = job.at("专家甲", "identity", "show")
    [one] = said.document["identities"]
    assert (one["name"], one["organisation"]) == ("专家甲", "示例大学")
    assert one["sha256"] == job.certificates["专家甲"]
    person = run("--data", job.data("专家甲"), "identity", "show")
    assert one["code"] in person.out.decode()
    for text in (said.out, person.out):
        assert b"PRIVATE" not in text
        assert SECRET.encode() not in text


def test_the_review_is_what_the_file_said(job: Job) -> None:
    one = job.good(LEADER, "review", "show", job.id)
    assert (one["enterprise"]["name"], one["date"]) == (ENTERPRISE, "2026-11-20")
    assert one["stage"] == "验收"
    assert [form["id"] for form in one["forms"]] == ["hebei-g", "hebei-h"]
    roster = [(member["name"], member["role"], member["identity"]) for member in one["members"]]
    assert roster == [
        ("专家甲", "member", "listed"),
        ("专家乙", "leader", "listed"),
        ("专家丙", "member", "listed"),
    ]
    assert one["withdrawn"] == [
        {"name": WITHDRAWN, "organisation": "", "title": "", "conflict": CONFLICT}
    ]
    assert one["root_sha256"] == job.certificates[LEADER]
    assert job.good(LEADER, "review", "show", job.id[:8]) == one


def test_reviews_are_found_by_what_stands_in_them(job: Job) -> None:
    def found(words: str, name: str = LEADER) -> list[str]:
        listed = job.good(name, "review", "list", "--search", words)
        return [one["id"] for one in listed["reviews"]]

    for words in ("", "化工", "2026-11", "hebei-g", "专家丙", "合格 示例", "验收", job.id):
        assert found(words) == [job.id]
    assert found("电镀") == []
    [here] = job.good(LEADER, "review", "list")["reviews"]
    assert here["total"]["exact"] == "95.5"
    assert here["verdict"]["id"] == "pass"
    # A member sees the review, and nobody's numbers.
    [there] = job.good("专家甲", "review", "list")["reviews"]
    assert (there["leading"], there["total"], there["verdict"]) == (False, None, None)


def test_each_member_has_a_package_of_the_same_bytes(job: Job) -> None:
    packages = job.packages()
    assert set(packages) == set(PEOPLE)
    assert len({path.read_bytes() for path in packages.values()}) == 1
    for name, path in packages.items():
        assert name in path.name
        found = run_json("verify", path).document
        assert (found["kind"], found["trustworthy"]) == ("package", True)


# Ballots ----------------------------------------------------------------------------------------


def test_a_ballot_says_what_was_answered(job: Job) -> None:
    path = next((job.folder / "stick").glob("专家丙*"))
    one = run_json("ballot", "show", path).document
    assert (one["expert"], one["form"], one["revision"]) == ("专家丙", "hebei-g", 1)
    assert one["certificate"] == job.certificates["专家丙"]
    assert one["handwriting"] is False
    assert one["answers"]["scores"]["g3"] == "24.5"
    assert one["result"]["total"] == "95.5"
    assert [veto["id"] for veto in one["result"]["vetoes"] if veto["state"] == "failed"] == ["v8"]
    assert "95.5" in run("ballot", "show", path).out.decode()


def test_a_ballot_of_a_listed_key_can_be_trusted_and_a_bent_one_not(job: Job) -> None:
    path = next((job.folder / "stick").glob("专家甲*"))
    found = run_json("ballot", "verify", path)
    assert (found.code, found.document["trustworthy"]) == (0, True)
    assert found.document["signatures"][0]["identity"] == "listed"
    other = run_json("ballot", "verify", path, "--root", "00" * 32)
    assert (other.code, other.document["trustworthy"]) == (1, False)
    data = path.read_bytes()
    bent = job.file("bent.cpsballot", data[:2000] + bytes([data[2000] ^ 1]) + data[2001:])
    assert run_json("ballot", "verify", bent).code == 1
    assert run_json("ballot", "show", bent).problems
    assert run_json("ballot", "verify", job.packages()["专家甲"]).problems == [
        ("not-a-ballot-file", "")
    ]


def test_collecting_tells_of_each_file_whether_it_counts(tmp_path: Path) -> None:
    job = Job(tmp_path)
    job.identities()
    job.prepared()
    packages = job.packages()
    good = Path(job.submitted("专家甲", packages["专家甲"])["file"])
    data = good.read_bytes()
    bent = job.file("bent.cpsballot", data[:-9] + b"x" + data[-8:])
    other = Job(tmp_path / "other")
    other.folder.mkdir()
    other.certificates = job.certificates
    for name in PEOPLE:
        other.data(name).parent.mkdir(exist_ok=True)
        job.data(name).rename(other.data(name))
    other.prepared()
    stray = Path(other.submitted("专家丙", other.packages()["专家丙"])["file"])
    for name in PEOPLE:
        other.data(name).rename(job.data(name))

    alone = job.at(LEADER, "collect", job.id, bent, stray)
    assert alone.code == 1
    assert [one["accepted"] for one in alone.document["files"]] == [False, False]
    assert alone.document["files"][1]["code"] == "wrong-review"
    assert all(one["text"] for one in alone.document["files"])

    done = job.at(LEADER, "collect", job.id, bent, good.parent, tmp_path / "missing.cpsballot")
    assert done.code == 0
    codes = {one["file"]: one["code"] for one in done.document["files"]}
    assert codes["bent.cpsballot"] not in ("accepted", "unreadable-file")
    assert codes[good.name] == "accepted"
    assert codes["missing.cpsballot"] == "unreadable-file"
    states = {one["expert"]: one["state"] for one in done.document["box"]}
    assert states == {"专家甲": "accepted", "专家乙": "missing", "专家丙": "missing"}
    again = job.at(LEADER, "collect", job.id, good)
    assert [one["code"] for one in again.document["files"]] == ["accepted"]

    empty = tmp_path / "empty"
    empty.mkdir()
    assert job.at(LEADER, "collect", job.id, empty).problems == [("no-ballots", "")]
    assert job.at(LEADER, "collect", job.id).code == 0
    beside = job.good(LEADER, "collect", job.id, good, empty)
    assert [one["code"] for one in beside["files"]] == ["accepted", "no-ballots"]
    assert beside["files"][1]["file"] == str(empty)
    person = run("--data", job.data(LEADER), "collect", job.id, bent, good).out.decode()
    assert "✗ bent.cpsballot" in person
    assert "✓ 专家甲" in person


def test_a_ballot_is_submitted_again_only_with_a_reason(tmp_path: Path) -> None:
    job = Job(tmp_path)
    job.identities()
    job.prepared()
    package = job.packages()["专家甲"]
    job.submitted("专家甲", package)
    line = ("ballot", "submit", package, tmp_path / "专家甲.json", "-o", tmp_path / "again")
    assert job.at("专家甲", *line, secret=SECRET).problems == [("paper-locked", "")]
    second = job.good("专家甲", *line, "--reason", "看错一项", secret=SECRET)
    assert second["revision"] == 2
    shown = run_json("ballot", "show", second["file"]).document
    assert (shown["revision"], shown["reason"]) == (2, "看错一项")
    done = job.good(LEADER, "collect", job.id, tmp_path / "stick", tmp_path / "again")
    assert {one["code"] for one in done["files"]} == {"accepted", "older-ballot"}


def test_a_key_nobody_listed_counts_and_is_confirmed_by_its_code(tmp_path: Path) -> None:
    job = Job(tmp_path)
    job.identities()
    certificates, job.certificates = job.certificates, {}
    job.prepared()
    receipt = job.submitted("专家甲", job.packages()["专家甲"])
    [file] = job.good(LEADER, "collect", job.id, receipt["file"])["files"]
    assert (file["code"], file["identity"]) == ("accepted", "self-asserted")
    assert file["key_code"] == receipt["key_code"]
    confirm = ("review", "confirm", job.id)
    assert job.at(LEADER, *confirm, "专家甲", "AAAA-AAAA").problems == [("code-differs", "")]
    assert job.at(LEADER, *confirm, "专家丙", "AAAA-AAAA").problems == [("no-ballot-counts", "")]
    assert job.at(LEADER, *confirm, "某人", "AAAA-AAAA").problems == [("no-such-expert", "")]
    job.good(LEADER, *confirm, "专家甲", receipt["key_code"].lower())
    members = job.good(LEADER, "review", "show", job.id)["members"]
    assert members[0]["identity"] == "confirmed"
    assert members[0]["certificate"] == certificates["专家甲"]


# The panel and the opinion -----------------------------------------------------------------------


def test_decisions_and_words_stand_in_the_review(job: Job) -> None:
    one = job.good(LEADER, "review", "show", job.id)
    [panel] = one["panels"]
    assert panel["decided"]["v8"]["reason"] == REASON
    assert panel["decided"]["v8"]["by"] == LEADER
    assert panel["result"]["total"]["exact"] == "95.5"
    assert panel["result"]["verdict"]["id"] == "pass"
    opinion = one["opinion"]
    assert {id: opinion["paragraphs"][id] for id in TEXTS} == TEXTS
    assert opinion["head"]["attendees"] == "局"
    assert opinion["dissents"] == {"专家丙": DISSENT}


def test_what_is_no_decision_or_no_place_for_words_is_refused_whole(tmp_path: Path) -> None:
    job = Job(tmp_path)
    job.identities()
    job.prepared()
    decided = {"vetoes": {"v8": {"sustained": True, "reason": "理由"}}}
    file = job.file("D.json", decided)
    decide = ("review", "decide", job.id)
    assert job.at(LEADER, *decide, file).problems == [("nothing-counts", "")]
    job.submitted(LEADER, job.packages()[LEADER])
    job.good(LEADER, "collect", job.id)
    wrong = {"vetoes": {"v8": {"sustained": True}, "v9": {}}, "x": 1}
    assert job.at(LEADER, *decide, job.file("D.json", wrong)).problems == [
        ("unknown-id", "/x"),
        ("unknown-id", "/vetoes/v9"),
        ("missing-key", "/vetoes/v8/reason"),
    ]
    assert job.at(LEADER, *decide, job.file("D.json", decided)).problems == [
        ("not-asked", "/vetoes/v8")
    ]
    assert job.at(LEADER, *decide, "--form", "hebei-c", file).problems == [
        ("no-such-form-here", "")
    ]
    words = {"paragraphs": {"1.1": "写了", "9": ""}, "dissents": {"某人": "x"}, "head": {"a": 1}}
    opinion = ("review", "opinion", job.id)
    assert job.at(LEADER, *opinion, job.file("O.json", words)).problems == [
        ("unknown-id", "/head/a"),
        ("unknown-id", "/paragraphs/9"),
        ("unknown-id", "/dissents/某人"),
    ]
    one = job.good(LEADER, "review", "show", job.id)
    assert one["opinion"]["paragraphs"]["1.1"] == ""
    assert job.at(LEADER, "issue", job.id, "-o", tmp_path / "out").problems == [("no-verdict", "")]
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


# Issuing ----------------------------------------------------------------------------------------


def test_everything_is_written_in_the_shape_of_the_demonstration(job: Job, issued: Any) -> None:
    assert set(issued) == {"files"}
    kinds = {one["kind"]: one["signed"] for one in issued["files"]}
    assert kinds == {
        "score": True, "summary": True, "opinion": True, "archive": True,
        "reading": False, "attendance": False, "copy": False, "report": False,
    }  # fmt: skip
    folder = job.folder / "out"
    names = {Path(one["path"]).name for one in issued["files"]}
    assert names == {path.name for path in folder.iterdir()}
    assert names >= {"opinion.pdf", "summary.pdf", *(f"score-{name}.pdf" for name in PEOPLE)}
    assert {f"opinion{suffix}" for suffix in (".docx", ".xlsx")} <= names


def test_every_signed_file_is_trustworthy(issued: Any) -> None:
    for one in issued["files"]:
        if one["signed"]:
            found = run_json("verify", one["path"])
            assert (found.code, found.document["trustworthy"]) == (0, True), found.document["text"]
        elif one["path"].endswith(".pdf"):
            assert run_json("verify", one["path"]).code == 1
    [opinion] = paths(issued, "opinion")
    signers = [one["signer"] for one in run_json("verify", opinion).document["signatures"]]
    assert signers == [LEADER, "专家甲", "专家丙", LEADER]


@pytest.mark.judge
def test_foreign_judges_accept_what_was_issued(issued: Any) -> None:
    for kind, signatures in (("score", 1), ("summary", 1), ("opinion", 4)):
        for path in paths(issued, kind):
            assert pdfsig(path).count("Signature is Valid.") == signatures
            assert "Signature Invalid" not in mutool_sign(path)
            assert "No syntax or stream encoding errors" in qpdf_check(path)
            fonts = [line.split() for line in pdf_fonts(path).splitlines()[2:]]
            assert fonts
            assert all(line[-5:-2] == ["yes", "yes", "yes"] for line in fonts)
    [opinion] = paths(issued, "opinion")
    text = "".join(pdf_text(opinion).split())
    for said in (ENTERPRISE, *PEOPLE, DISSENT, *TEXTS.values(), "95.5"):
        assert said in text


@pytest.mark.judge
def test_a_time_is_printed_on_the_page_as_verify_tells_it(issued: Any) -> None:
    minute = re.compile(r"2\d{3}-\d\d-\d\d \d\d:\d\d")
    [opinion] = paths(issued, "opinion")
    told = [
        found.group()
        for line in sentences(verify_file(opinion), "zh")
        if (found := minute.search(line))
    ]
    printed = minute.findall(pdf_text(opinion))
    assert len(printed) == len(told) > 1
    assert set(printed) == set(told)


def test_without_a_passphrase_nothing_is_signed_and_that_is_said(tmp_path: Path) -> None:
    job = Job(tmp_path)
    job.identities()
    job.prepared()
    job.settled()
    made = job.issued("draft", secret=None)
    signed = {one["kind"]: one["signed"] for one in made["files"]}
    assert signed == {"score": True, "summary": False, "opinion": False, "reading": False,
                      "attendance": False}  # fmt: skip
    assert [one["code"] for one in made["notes"]] == ["summary-unsigned", "opinion-unsigned"]
    for kind in ("opinion", "summary"):
        assert run_json("verify", *paths(made, kind)).code == 1
        assert UNSIGNED in page_text(paths(made, kind)[0].read_bytes())

    made = job.issued("kept", "--draft")
    signed = {one["kind"]: one["signed"] for one in made["files"]}
    assert (signed["summary"], signed["opinion"], signed["archive"]) == (True, False, True)
    assert [one["code"] for one in made["notes"]] == ["opinion-unsigned"]
    assert run_json("verify", *paths(made, "archive")).code == 0

    out = job.good(LEADER, "round", "begin", job.id, "-o", tmp_path / "round", secret=SECRET)
    assert (out["signed"], out["awaited"]) == ([LEADER], ["专家甲", "专家丙"])
    made = job.issued("waiting")
    assert [one["code"] for one in made["notes"]] == ["opinion-awaiting"]
    assert job.at(LEADER, "review", "opinion", job.id, tmp_path / "O.json").problems == [
        ("opinion-signing", "")
    ]
    job.good(LEADER, "review", "void", job.id, "--reason", "改一处错字")

    made = job.issued("alone")
    signed = {one["kind"]: one["signed"] for one in made["files"]}
    assert signed["opinion"]
    assert [one["code"] for one in made["notes"]] == ["opinion-alone"]
    for kind in ("opinion", "summary", "archive"):
        assert run_json("verify", *paths(made, kind)).code == 0


@pytest.mark.parametrize("how", ["refuse", "reserve"])
def test_who_does_not_sign_says_why_in_a_new_edition(tmp_path: Path, how: str) -> None:
    job = Job(tmp_path)
    job.identities()
    job.prepared()
    job.settled()
    words = "资料不足以支持结论。\n应补充监测报告。"
    begin = ("round", "begin", job.id, "-o", tmp_path / "round")
    leaderless = job.at(LEADER, *begin, "--without", LEADER, secret=SECRET)
    assert leaderless.problems == [("leader-signs", "")]
    file = job.good(LEADER, *begin, secret=SECRET)["file"]
    job.good("专家甲", "round", "sign", file, secret=SECRET)
    decline = ("round", "decline", file, job.file("why.txt", words), f"--{how}", "-o", tmp_path)
    assert job.at(LEADER, *decline, secret=SECRET).problems == [("no-such-identity", "")]
    blank = ("round", "decline", file, job.file("blank.txt", " "), f"--{how}", "-o", tmp_path)
    assert job.at("专家丙", *blank, secret=SECRET).problems == [("no-words", "")]
    said = job.good("专家丙", *decline, secret=SECRET)
    accept = ("round", "accept", job.id, "专家丙")
    assert job.at(LEADER, *accept).problems == [("no-reply", "")]
    (tmp_path / "empty").mkdir()
    # Nobody is left out of what is laid out already; who is not in it was left out.
    late = job.at(LEADER, *begin, "--without", "专家甲")
    assert late.problems == [("laid-out-for", "")]
    nothing = job.at(LEADER, "round", "back", job.id, tmp_path / "empty")
    assert nothing.problems == [("nothing-came-back", "")]

    back = job.good(LEADER, "round", "back", job.id, said["file"], file)
    assert [one["code"] for one in back["files"]] == ["round-accepted"]
    [reply] = back["replies"]
    assert (reply["code"], reply["how"], reply["words"]) == ("reply-accepted", how, words)
    assert (reply["expert"], reply["identity"]) == ("专家丙", "listed")
    told = run("--data", job.data(LEADER), *accept).out.decode()
    assert f"{'拒绝签名' if how == 'refuse' else '保留意见'} 专家丙" in told
    opinion = job.good(LEADER, "review", "show", job.id)["opinion"]
    assert (opinion["edition"], opinion["signed"]) == (2, [])
    assert opinion["expected"] == ["专家甲", "专家乙"]
    assert opinion["dissents"] == {"专家丙": words}

    second = job.good(LEADER, *begin, secret=SECRET)["file"]
    assert second != file
    job.good("专家甲", "round", "sign", second, secret=SECRET)
    job.good(LEADER, "round", "back", job.id, second)
    made = job.issued("out")
    [path] = paths(made, "opinion")
    found = run_json("verify", path)
    assert (found.code, found.document["trustworthy"]) == (0, True)
    assert "应补充监测报告" in page_text(path.read_bytes())


def test_a_review_of_several_forms_says_which_is_meant(tmp_path: Path) -> None:
    job = Job(tmp_path)
    job.identities()
    document = {key: value for key, value in plan().items() if key != "forms"}
    job.prepared(document | {"procedure": "guangzhou"})
    form = run_json("forms", "show", "guangdong").document
    full = {item["id"]: item["max"] for part in form["sections"] for item in part["items"]}
    for name, package in job.packages().items():
        said = "fail" if name == LEADER else "pass"
        for id, answers in (
            ("guangdong", {"scores": full, "vetoes": {}}),
            ("guangzhou-carbon", {"scores": {}, "vetoes": {}, "conclusion": said}),
        ):
            line = ("ballot", "submit", package, job.file("A.json", answers), "-o", tmp_path / "in")
            assert job.at(name, *line, secret=SECRET).problems == [("no-such-form-here", "")]
            job.good(name, *line, "--form", id, secret=SECRET)
    collected = job.good(LEADER, "collect", job.id, tmp_path / "in")
    assert len(collected["files"]) == 6
    assert {one["state"] for one in collected["box"]} == {"accepted"}
    assert job.at(LEADER, "issue", job.id, "-o", tmp_path / "out", secret=SECRET).problems == [
        ("no-verdict", "")
    ]
    decided = job.file("D.json", {"conclusion": {"id": "pass", "reason": "讨论一致"}})
    decide = ("review", "decide", job.id, decided)
    assert job.at(LEADER, *decide).problems == [("no-such-form-here", "")]
    made = job.good(LEADER, *decide, "--form", "guangzhou-carbon")
    assert made["result"]["verdict"]["id"] == "pass"
    issued = job.issued("out")
    names = {Path(one["path"]).name for one in issued["files"]}
    assert {"summary-guangdong.pdf", "summary-guangzhou-carbon.pdf", "opinion.pdf"} <= names
    for one in issued["files"]:
        assert not one["signed"] or run_json("verify", one["path"]).code == 0


def test_a_review_without_an_opinion_is_issued_without(tmp_path: Path) -> None:
    job = Job(tmp_path)
    job.identities()
    job.prepared(plan(forms=["hebei-g"]))
    for line in (("review", "opinion", job.id, job.file("O.json", {})),
                 ("round", "begin", job.id, "-o", tmp_path)):  # fmt: skip
        assert job.at(LEADER, *line, secret=SECRET).problems == [("no-opinion-form", "")]
    for name, package in job.packages().items():
        job.submitted(name, package)
    job.good(LEADER, "collect", job.id, tmp_path / "stick")
    decided = {"vetoes": {"v8": {"sustained": False, "reason": REASON}}}
    job.good(LEADER, "review", "decide", job.id, job.file("D.json", decided))
    made = job.issued("out", "--pdf")
    assert paths(made, "opinion") == []
    assert run_json("verify", *paths(made, "archive")).code == 0


@pytest.mark.judge
def test_a_key_in_a_usb_key_signs_from_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = Stick.made(tmp_path / "token", monkeypatch)
    key = stick.new("p256", Person(LEADER, "示例大学", "教授"), datetime.now().astimezone())
    job = Job(tmp_path)
    [seen] = job.good(LEADER, "identity", "token")["identities"]
    assert (seen["name"], seen["sha256"], seen["token"]) == (LEADER, key.sha256, LABEL)
    token = ("identity", "token")
    assert job.at(LEADER, *token, "AAAA-AAAA", secret=PIN).problems == [("no-such-identity", "")]
    assert job.at(LEADER, *token, seen["code"], secret="").problems == [("empty-pin", "")]
    assert job.good(LEADER, "identity", "show") == {"identities": []}
    job.good(LEADER, *token, seen["code"], "--driver", driver(), secret=PIN)
    file = job.file("REVIEW.json", plan())
    made = job.good(LEADER, "review", "new", "--from", file, secret=PIN)
    assert made["root_sha256"] == key.sha256
    job.id = made["id"]
    for path in job.packages().values():
        assert run_json("verify", path).document["trustworthy"]
    stick.pull_out()
    done = job.at(LEADER, "review", "new", "--from", file, secret=PIN)
    assert done.problems == [("no-token", "")]
    assert job.at(LEADER, *token).problems == [("no-tokens", "")]


@pytest.mark.judge
def test_a_driver_that_fails_hinders_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = Stick.made(tmp_path / "token", monkeypatch)
    key = stick.new("p256", Person(LEADER), datetime.now().astimezone())
    broken, here = tmp_path / "broken.so", [driver()]
    broken.write_text("no library")
    monkeypatch.setattr(identity, "drivers_here", lambda: here)
    here.insert(0, broken)
    assert [one.sha256 for one in identity.plugged_in(None)] == [key.sha256]
    stick.pull_out()
    # What is wrong with a driver says more than that another sees no key.
    with pytest.raises(UnusableDriver):
        identity.plugged_in(None)
    here.remove(broken)
    with pytest.raises(NoTokens):
        identity.plugged_in(None)
    here.clear()
    with pytest.raises(identity.NoDriver):
        identity.plugged_in(None)


# The archive of this machine --------------------------------------------------------------------


def test_a_backup_is_put_back_elsewhere(job: Job, tmp_path: Path) -> None:
    saved = job.good(LEADER, "backup", "-o", tmp_path / "b.db")
    assert saved["broken"] is None
    new = tmp_path / "new"
    done = run_json("--data", new, "restore", tmp_path / "b.db")
    assert (done.code, done.document["kept"]) == (0, None)
    assert done.document["entries"] == saved["entries"]
    shown = run_json("--data", new, "review", "show", job.id).document
    assert shown == job.good(LEADER, "review", "show", job.id)

    refused = run_json("--data", new, "restore", tmp_path / "b.db")
    assert refused.problems == [("archive-not-empty", "")]
    again = run_json("--data", new, "restore", tmp_path / "b.db", "--replace").document
    assert Path(again["kept"]).is_file()
    assert run_json("--data", new, "review", "show", job.id).document == shown


def test_a_backup_whose_chain_is_broken_is_refused(job: Job, tmp_path: Path) -> None:
    path = tmp_path / "b.db"
    job.good(LEADER, "backup", "-o", path)
    data = path.read_bytes()
    at = data.rindex(REASON.encode())
    path.write_bytes(data[:at] + b"\xe4\xb8\x80" + data[at + 3 :])
    new = tmp_path / "new"
    assert run_json("--data", new, "restore", path).problems == [("not-a-backup", "")]
    assert run_json("--data", new, "review", "list").document == {"reviews": []}
    for bad in (tmp_path / "nothing", job.file("empty.db", b""), job.file("text.db", b"x" * 9000)):
        done = run_json("--data", new, "restore", bad)
        assert done.problems[0][0] in ("unreadable", "not-a-backup")
