"""A whole review over the command line alone, each person at a `--data` folder of their own."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cpscore.places import resources_folder
from tests.cli.program import CLEAR, MAXIMA, Document, Done, run_json

PEOPLE = ("专家甲", "专家乙", "专家丙")
LEADER = "专家乙"
WITHDRAWN = "专家丁"
ENTERPRISE = "示例化工有限公司"
SECRET = "一句只有本人知道的话 1"
TEXTS = {
    "1.1": "验收资料齐全、真实，报告编制规范。",
    "1.2": "评估后按技术审查意见完成补充。",
    "2": "补充锅炉改造合同的设备清单。",
}
DISSENT = "两项中费方案没有完工，应在意见中写明。"
REASON = "处罚决定与整改验收文件经当场核对，该否决项不成立。"
FAILS = {"a": "yes", "b": "no", "reason": "未见整改验收文件"}


def plan(**changes: object) -> Document:
    """`REVIEW.json` for a panel of three; `changes` by top-level key."""
    document: Document = {
        "enterprise": {
            "name": ENTERPRISE,
            "categories": ["双超", "双有"],
            "address": "示例市示例路1号",
            "consultant": "示例咨询有限公司",
        },
        "forms": ["hebei-g", "hebei-h"],
        "date": "2026-11-20",
        "organiser": "示例市生态环境局",
        "place": "会议室",
        "attendees": "示例市生态环境局、示例化工有限公司",
        "members": [
            {"name": name, "organisation": "示例大学", "title": "教授",
             "role": "leader" if name == LEADER else "member"}
            for name in PEOPLE
        ],
    }  # fmt: skip
    return document | changes


def given(name: str) -> Document:
    """`ANSWERS.json`: 丙 saw no proof that the penalty was rectified."""
    seen = FAILS if name == "专家丙" else {"a": "yes", "b": "yes"}
    return {
        "expert": name,
        "enterprise": {"categories": ["双超", "双有"]},
        "scores": {id: f"{most - 0.5:g}" for id, most in MAXIMA.items()},
        "vetoes": CLEAR | {"v3": {"a": "yes"}, "v8": seen},
        "remarks": {"g3": "锅炉改造合同缺设备清单。"},
    }


@dataclass
class Job:
    """A review under way: the folder of everything, and the review's id once there is one."""

    folder: Path
    id: str = ""
    certificates: dict[str, str] = field(default_factory=dict)

    def data(self, name: str) -> Path:
        """Where somebody's archive lies."""
        return self.folder / "data" / name

    def at(self, name: str, *argv: object, secret: str | None = None) -> Done:
        """A command at somebody's machine; with a secret it may sign."""
        more = ["--passphrase-file", self.file("secret", secret)] if secret is not None else []
        return run_json("--data", self.data(name), *argv, *more)

    def good(self, name: str, *argv: object, secret: str | None = None) -> Any:
        """What a command answers that must not fail."""
        done = self.at(name, *argv, secret=secret)
        assert done.code == 0, done.err
        return done.document

    def file(self, name: str, content: Document | str | bytes) -> Path:
        """A file of this name."""
        path = self.folder / name
        if isinstance(content, dict):
            content = json.dumps(content, ensure_ascii=False)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    # The steps -----------------------------------------------------------------------------------

    def identities(self) -> None:
        """Each makes an identity."""
        for name in PEOPLE:
            one = self.good(
                name, "identity", "new", name, "--organisation", "示例大学", secret=SECRET
            )
            self.certificates[name] = one["identities"][0]["sha256"]

    def prepared(self, document: Document | None = None) -> Any:
        """The leader prepares the review; everybody's key is on the roster."""
        given = document or plan()
        for member in given["members"]:
            if member["name"] in self.certificates:
                member["certificate"] = self.certificates[member["name"]]
        made = self.good(
            LEADER, "review", "new", "--from", self.file("REVIEW.json", given), secret=SECRET
        )
        self.id = made["id"]
        return made

    def packages(self) -> dict[str, Path]:
        """The packages on the stick, by member."""
        made = self.good(LEADER, "package", self.id, "-o", self.folder / "packages")
        return {one["expert"]: Path(one["path"]) for one in made["files"]}

    def submitted(self, name: str, package: Path) -> Any:
        """Somebody's ballot on the stick."""
        answers = self.file(f"{name}.json", given(name))
        return self.good(
            name, "ballot", "submit", package, answers, "-o", self.folder / "stick", secret=SECRET
        )

    def settled(self) -> None:
        """Ballots in, the veto decided, the opinion written."""
        packages = self.packages()
        for name in PEOPLE:
            self.submitted(name, packages[name])
        self.good(LEADER, "collect", self.id, self.folder / "stick")
        decided = {"vetoes": {"v8": {"sustained": False, "reason": REASON}}}
        self.good(LEADER, "review", "decide", self.id, self.file("D.json", decided))
        words = {"paragraphs": TEXTS, "dissents": {"专家丙": DISSENT}, "head": {"attendees": "局"}}
        self.good(LEADER, "review", "opinion", self.id, self.file("O.json", words))

    def went_round(self) -> Path:
        """The opinion signed by each on their own machine; where it lies."""
        out = self.good(LEADER, "round", "begin", self.id, "-o", self.folder / "round",
                        secret=SECRET)  # fmt: skip
        for name in PEOPLE:
            if name != LEADER:
                self.good(name, "round", "sign", out["file"], secret=SECRET)
        self.good(LEADER, "round", "back", self.id, out["file"])
        return Path(out["file"])

    def issued(self, folder: str, *options: object, secret: str | None = SECRET) -> Any:
        """Everything written."""
        return self.good(
            LEADER, "issue", self.id, "-o", self.folder / folder, *options, secret=secret
        )


EVERY_FORMAT = ("--pdf", "--docx", "--xlsx", "--template",
                resources_folder() / "templates" / "sample.docx")  # fmt: skip
