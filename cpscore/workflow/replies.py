"""Words instead of a signature, written on a member's own machine and carried to the leader.

They travel as ballots do: in a container signed with the member's key. They change nothing by
themselves; the leader reads them and lays the opinion out anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from cpscore import __version__
from cpscore.exchange.container import unpack
from cpscore.exchange.reply import PART, NotAReply, read_reply, write_reply
from cpscore.files import Unreadable, files_in, is_folder, read_capped, write_checked
from cpscore.rules.canonical import Json, sha256
from cpscore.rules.declining import Declining, Reply
from cpscore.rules.problem import Failure
from cpscore.rules.review import Member
from cpscore.signing.detached import check_detached
from cpscore.signing.findings import SignatureFinding
from cpscore.signing.identity import Identity, short_code
from cpscore.store.journal import Entry
from cpscore.workflow.collect import confirmations
from cpscore.workflow.declining import NoWords, decline
from cpscore.workflow.desk import Desk
from cpscore.workflow.opinion import NotToSign, Opinion, demand_own_key, opinion
from cpscore.workflow.packages import sealed
from cpscore.workflow.prepare import kept_bytes, safe_name, text
from cpscore.workflow.round_file import RoundFile
from cpscore.workflow.round_member import RoundRefused

SUFFIX = ".cpsreply"
MOST_BYTES = 1 << 20
CALLED: Mapping[Declining, str] = {Declining.REFUSE: "拒绝签名", Declining.RESERVE: "保留意见"}


class AlteredReply(Failure):
    """The file is not what its member signed."""

    code = "altered-reply"


@dataclass(frozen=True, slots=True)
class Heard:
    """A reply that came: `code` is `reply-accepted`, or why nothing can be done with it.

    `identity` is that of ballots: `confirmed`, `listed`, or `self-asserted` with `key_code` to be
    compared.
    """

    file: str
    sha256: str
    at: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    reply: Reply | None = None
    member: Member | None = None
    identity: str = "unknown"
    key_code: str = ""


def write_words(
    desk: Desk,
    found: RoundFile,
    member_id: str,
    identity: Identity,
    words: str,
    how: Declining,
    folder: Path,
) -> Path:
    """A member's words about the file before them, signed, on the stick, read back and compared.

    Raises RoundRefused, NotToSign, NoWords, WrongIdentity, NotWritten.
    """
    member = found.review.member(member_id)
    if found.bad:
        raise RoundRefused
    if member is None or member.leader or member_id not in found.free:
        raise NotToSign
    if not words.strip():
        raise NoWords
    demand_own_key(desk, found.review, member_id, identity)
    reply = Reply(
        review=found.review.id,
        edition=found.edition,
        file=sha256(found.data),
        member=member_id,
        how=how,
        text=words.strip(),
        at=desk.at(),
        program=__version__,
    )
    data = sealed({PART: write_reply(reply)}, identity, desk.now())
    desk.store.keep(data, "reply")
    name = f"{CALLED[how]}-{safe_name(member.name)}-第{found.edition}版{SUFFIX}"
    write_checked(folder / name, data)
    return folder / name


def replies_at(path: Path) -> list[Path]:
    """The replies at a path: the file itself, or those in a folder. Raises Unreadable for that."""
    found = files_in(path, SUFFIX) if is_folder(path) else [path]
    return [one for one in found if one.suffix.lower() == SUFFIX]


def hear(desk: Desk, review_id: str, path: Path) -> Heard:
    """Take in a reply: it is kept and recorded, and the leader decides what follows from it."""
    try:
        data = read_capped(path, MOST_BYTES)
    except Unreadable as failure:
        return Heard(path.name, "", desk.at(), failure.code, failure.values)
    with desk.store.together():
        name = desk.store.keep(data, "reply")
        body: dict[str, Json] = {"file": path.name, "sha256": name}
        entry = desk.store.append(review_id, "reply-taken", body, by="", at=desk.at())
    return replace(_judged(desk, opinion(desk, review_id), data), file=path.name, at=entry.at)


def heard(desk: Desk, one: Opinion) -> tuple[Heard, ...]:
    """Every reply that came, once each, as it came first and in that order, judged anew."""
    first: dict[str, Entry] = {}
    for entry in desk.store.entries(one.review.id, ("reply-taken",)):
        first.setdefault(text(entry.body, "sha256"), entry)
    return tuple(
        replace(
            _judged(desk, one, kept_bytes(desk, name)),
            file=text(entry.body, "file"),
            at=entry.at,
        )
        for name, entry in first.items()
    )


def pending(desk: Desk, one: Opinion) -> tuple[Heard, ...]:
    """The replies that ask for a new edition."""
    return tuple(said for said in heard(desk, one) if said.code == "reply-accepted")


def give_effect(desk: Desk, review_id: str, name: str) -> Opinion:
    """Lay the opinion out anew with the words of a reply. Raises what `decline` raises."""
    one = opinion(desk, review_id)
    said = next((said for said in pending(desk, one) if said.sha256 == name), None)
    if said is None or said.reply is None:
        raise NotToSign
    return decline(desk, review_id, said.reply.member, said.reply.text, said.reply.how, name)


def open_reply(data: bytes) -> tuple[Reply, SignatureFinding]:
    """What a reply says and whose key signed it. Raises the container's failures, AlteredReply,
    NotAReply, TooNew.
    """
    contents = unpack(data)
    finding = check_detached(contents.signature, contents.manifest)
    if not finding.intact:
        raise AlteredReply
    if set(contents.files) != {PART}:
        raise NotAReply
    return read_reply(contents.files[PART]), finding


def _judged(desk: Desk, one: Opinion, data: bytes) -> Heard:
    blank = Heard("", sha256(data), "", "reply-accepted")
    try:
        reply, finding = open_reply(data)
    except Failure as failure:
        return replace(blank, code=failure.code, values=failure.values)
    member = one.review.member(reply.member)
    if reply.review != one.review.id or member is None:
        return replace(blank, code="reply-other-review")
    confirmed, key = confirmations(desk, one.review.id), finding.sha256 or ""
    named = finding.signer.name if finding.signer else ""
    if not one.review.is_key_of(member, key, named, confirmed):
        return replace(blank, code="reply-by-another", values={"name": member.name})
    listed = "listed" if member.certificate else "self-asserted"
    identity = "confirmed" if member.id in confirmed else listed
    code = short_code(key)
    said = replace(blank, reply=reply, member=member, identity=identity, key_code=code)
    state = one.state
    if state.state != "signing" or reply.edition != state.edition:
        values = {"name": member.name, "edition": reply.edition}
        return replace(said, code="reply-other-edition", values=values)
    return said
