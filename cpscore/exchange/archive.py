"""What an archive of a review is made of, and how anybody checks it without this program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cpscore.exchange.container import MANIFEST, SIGNATURE, Limits
from cpscore.exchange.failures import MissingPart, NotAnArchive, StrangePart
from cpscore.rules.canonical import Json, canonical, sha256
from cpscore.rules.ijson import Tree, read

SCHEMA = "cpscore.archive/1"
INDEX, JOURNAL, ROSTER = "archive.json", "journal.jsonl", "roster.json"
PACKAGE, LEADER, SUMS, README = "review.cpspkg", "leader.der", "sha256.txt", "readme.txt"
ALWAYS = (INDEX, JOURNAL, ROSTER, PACKAGE, LEADER, SUMS, README)
# A panel's ballots, its sheets with the ballots inside once more, and everything that was refused.
LIMITS = Limits(total=192 << 20, file=64 << 20, files=1024)

CHECK = "openssl cms -verify -binary -noverify -inform DER"
SUM = f"openssl dgst -sha256 -binary {SUMS}"
LINES = (
    "unzip FILE.cpsarchive -d archive && cd archive",
    f"{CHECK} -in {SIGNATURE} -content {MANIFEST} -signer signer.pem -out checked.xml",
    f'sha256sum -c {SUMS} && grep -F "$({SUM} | openssl base64)" checked.xml',
    "openssl x509 -in signer.pem -noout -sha256 -fingerprint",
)
HOW = """这是一次评审的档案：评审包、全部收到的选票、裁定、操作记录、已签名的文件。
不用 cpscore 也能核对，在命令行里逐行执行（文件名换成本档案的）：
The archive of one review. To check it without cpscore, line by line:

{}

第 2 行：组长的签名完好。第 3 行：每个文件都是签名时的那个（最后应打出一行）。
第 4 行：指纹应与汇总表、意见表页脚印的“评审根哈希”一致（不计冒号和大小写）。
选票和评审包也是 ZIP，可以同样核对。
voided 里是作废的意见（原因见 journal.jsonl），beside 里是没有签名、只供查阅的文件。
Line 2: the leader's signature holds. Line 3: each file is the one that was signed (a line is
printed). Line 4: the fingerprint must be the root printed at the foot of summary and opinion,
whatever its colons and capitals. Ballots and package are ZIP files of the same kind. In voided:
editions of the opinion that are void, for the reasons in journal.jsonl; in beside: files without
a signature, to be read only.
""".format("\n".join(LINES))


@dataclass(frozen=True, slots=True)
class Part:
    """A file in the archive: its name there, what it was called, and what it is.

    `kind`: `ballot`, `score`, `summary`, `opinion`, `form`, `decisions` on the form `name`,
    `voided` for the opinion's edition `name`, `reading` for the reading copy, `beside` for what
    else went along unsigned.
    """

    part: str
    name: str
    kind: str


def archive_files(
    parts: Mapping[Part, bytes], journal: bytes, roster: bytes, package: bytes, leader: bytes
) -> dict[str, bytes]:
    """All files of an archive by name: the parts, an index of them, and the sums of all."""
    listed: list[Json] = [{"part": one.part, "name": one.name, "kind": one.kind} for one in parts]
    files = {
        INDEX: canonical({"schema": SCHEMA, "parts": listed}),
        JOURNAL: journal,
        ROSTER: roster,
        PACKAGE: package,
        LEADER: leader,
        README: HOW.encode(),
        **{one.part: data for one, data in parts.items()},
    }
    return {**files, SUMS: sums(files)}


def sums(files: Mapping[str, bytes]) -> bytes:
    """The files' SHA-256 as `sha256sum` writes and checks them."""
    lines = (f"{sha256(files[name])}  {name}\n" for name in sorted(files) if name != SUMS)
    return "".join(lines).encode()


def demand_archive_parts(files: Mapping[str, bytes]) -> tuple[Part, ...]:
    """The parts of an archive, which holds just what its index names.

    Raises MissingPart, StrangePart, NotAnArchive.
    """
    for name in ALWAYS:
        if name not in files:
            raise MissingPart(part=name)
    parts = _parts(files[INDEX])
    names = {*ALWAYS, *(one.part for one in parts)}
    for name in sorted(names ^ set(files)):
        raise StrangePart(part=name) if name in files else MissingPart(part=name)
    if len(names) != len(ALWAYS) + len(parts) or files[SUMS] != sums(files):
        raise NotAnArchive
    return parts


def _parts(index: bytes) -> tuple[Part, ...]:
    tree, problems = read(index)
    listed = tree.get("parts") if isinstance(tree, dict) and not problems else None
    if not isinstance(tree, dict) or tree.get("schema") != SCHEMA or not isinstance(listed, list):
        raise NotAnArchive
    return tuple(_part(one) for one in listed)


def _part(tree: Tree) -> Part:
    if not isinstance(tree, dict) or set(tree) != {"part", "name", "kind"}:
        raise NotAnArchive
    part, name, kind = tree["part"], tree["name"], tree["kind"]
    if not (isinstance(part, str) and isinstance(name, str) and isinstance(kind, str)):
        raise NotAnArchive
    return Part(part, name, kind)
