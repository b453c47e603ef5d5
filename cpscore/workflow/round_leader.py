"""The leader's side of the file that goes round: taken out, taken back, and never merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cpscore.files import Unreadable, files_in, is_folder, read_capped
from cpscore.rules.canonical import Json, sha256
from cpscore.rules.copies import Compared, Standing, compared
from cpscore.rules.problem import Remark
from cpscore.rules.review import Review
from cpscore.signing.copies import saved_states
from cpscore.workflow.desk import Desk, Progress, silent
from cpscore.workflow.evidence import texts
from cpscore.workflow.opinion import NotToSign, Opinion, opinion
from cpscore.workflow.prepare import kept_bytes, safe_name, text
from cpscore.workflow.round_file import (
    MOST_BYTES,
    Mark,
    NotARound,
    RoundFile,
    open_round,
    write_copy,
)

SUFFIX = ".pdf"
MOST_FILES = 200


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back: what became of it, and for a refused one what speaks against it.

    `code` is `round-accepted`, `round-same`, `round-older`, `round-forked`, `round-altered`,
    `round-other-edition`, `round-other-review`, `not-a-round`, or why it could not be read; and
    of a folder `too-many-copies`.
    """

    file: str
    sha256: str
    at: str
    code: str
    values: Mapping[str, object]
    reasons: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Fork:
    """A copy that was signed apart from ours: who signed only there, and who only here."""

    sha256: str
    theirs: tuple[str, ...]
    ours: tuple[str, ...]


# Out ---------------------------------------------------------------------------------------------


def round_name(one: Opinion) -> str:
    """What the file is called while it goes round."""
    enterprise = safe_name(one.review.enterprise.name)
    return f"传签-{enterprise}-第{one.state.edition}版.pdf"


def take_out(desk: Desk, review_id: str, folder: Path) -> Path:
    """Write the file as it is signed by now, read back and compared.

    Raises NotToSign before the leader has signed and after the end, and what `write_copy` raises.
    """
    one = opinion(desk, review_id)
    state = one.state
    if state.state != "signing" or not state.signed or state.pdf is None:
        raise NotToSign
    data, path = kept_bytes(desk, state.pdf), folder / round_name(one)
    write_copy(data, path)
    body: dict[str, Json] = {"file": path.name, "pdf": state.pdf}
    desk.store.append(review_id, "opinion-out", body, by=_leader(one.review), at=desk.at())
    return path


# Back --------------------------------------------------------------------------------------------


def take_back(
    desk: Desk, review_id: str, path: Path, progress: Progress = silent
) -> tuple[Returned, ...]:
    """Take in a copy that comes back, or all those in a folder; each is kept and recorded.

    In a folder, whatever is no opinion that goes round is passed over; of more than MOST_FILES the
    rest is not looked at, and the last says so. Raises Unreadable for a folder.
    """
    folder = is_folder(path)
    every = files_in(path, SUFFIX) if folder else [path]
    found = every[:MOST_FILES]
    taken = []
    for at, file in enumerate(found):
        progress(at / len(found), "collecting")
        one = _taken(desk, review_id, file, passing=folder)
        taken += [one] if one else []
    if left := len(every) - len(found):
        values = {"most": MOST_FILES, "left": left}
        taken.append(Returned(path.name, "", desk.at(), "too-many-copies", values))
    return tuple(taken)


def _taken(desk: Desk, review_id: str, file: Path, *, passing: bool) -> Returned | None:
    try:
        data = read_capped(file, MOST_BYTES)
    except Unreadable as failure:
        return Returned(file.name, "", desk.at(), failure.code, failure.values)
    one = opinion(desk, review_id)
    try:
        found: RoundFile | None = open_round(data, desk)
    except NotARound:
        if passing:
            return None
        found = None
    verdict = _judged(desk, one, data, found)
    values = texts(verdict.values)
    body: dict[str, Json] = {
        "file": file.name,
        "code": verdict.code,
        "values": dict(values),
        "reasons": [{"code": why.code, "values": texts(why.values)} for why in verdict.reasons],
        "signed": list(found.signed) if found else [],
    }
    with desk.store.together():
        body["pdf"] = desk.store.keep(data, "opinion")
        entry = desk.store.append(review_id, "opinion-back", body, by="", at=desk.at())
    return replace(verdict, file=file.name, sha256=sha256(data), at=entry.at, values=values)


def _verdict(code: str, reasons: Iterable[Remark] = (), **values: object) -> Returned:
    return Returned("", "", "", code, values, tuple(reasons))


def _judged(desk: Desk, one: Opinion, data: bytes, found: RoundFile | None) -> Returned:
    """What becomes of a copy that was brought."""
    state = one.state
    if found is None:
        return _verdict(NotARound.code)
    if found.review.id != one.review.id or found.package.root != one.package.root:
        return _verdict("round-other-review", enterprise=found.review.enterprise.name)
    if found.edition != state.edition or state.pdf is None:
        return _verdict("round-other-edition", found=found.edition, present=state.edition)
    if found.bad:
        return _verdict("round-altered", found.bad)
    present = kept_bytes(desk, state.pdf)
    how = _compared(desk, one, present, data)
    theirs = names(_later(data, found.marks, how.common))
    match how.standing:
        case Standing.SAME:
            return _verdict("round-same")
        case Standing.OLDER:
            return _verdict("round-older")
        case Standing.NEWER if state.state == "signing":
            return _verdict("round-accepted", names=theirs)
        case Standing.FORKED:
            ours = _later(present, open_round(present, desk).marks, how.common)
            return _verdict("round-forked", names=theirs, here=names(ours))
        case _:
            return _verdict("round-altered", (Remark("round-other-pages"),))


def _compared(desk: Desk, one: Opinion, ours: bytes, theirs: bytes) -> Compared:
    """How two copies stand to each other; all copies of an edition begin as it was laid out."""
    least = len(saved_states(kept_bytes(desk, one.state.final)))
    return compared(saved_states(ours), saved_states(theirs), least)


def _later(pdf: bytes, marks: tuple[Mark, ...], common: int) -> tuple[Mark, ...]:
    """The signatures that came after the first so many states; each saved a state of its own."""
    return marks[len(marks) - (len(saved_states(pdf)) - common) :]


def names(marks: Iterable[Mark]) -> tuple[str, ...]:
    """Who made these signatures."""
    return tuple(mark.member.name if mark.member else mark.field for mark in marks)


# What came back, and what goes on ----------------------------------------------------------------


def returned(desk: Desk, review_id: str) -> tuple[Returned, ...]:
    """What came back of the present edition, in order, with what became of it then."""
    found: list[Returned] = []
    for entry in desk.store.entries(review_id, ("opinion-final", "opinion-back")):
        body = entry.body
        assert isinstance(body, Mapping)
        if entry.kind == "opinion-final":
            found = []
            continue
        code, values = text(body, "code"), body["values"]
        assert isinstance(values, Mapping)
        where = text(body, "file"), text(body, "pdf")
        found.append(Returned(*where, entry.at, code, values, _remarks(body["reasons"])))
    return tuple(found)


def _remarks(value: Json) -> tuple[Remark, ...]:
    assert isinstance(value, Sequence)
    return tuple(
        Remark(text(one, "code"), values=one["values"])  # type: ignore[arg-type]
        for one in value
        if isinstance(one, Mapping)
    )


def signers(desk: Desk, one: Opinion) -> Mapping[str, Mark]:
    """By member, the signature on the present file, with how far its key is known."""
    if one.state.pdf is None or not one.state.signed:
        return {}
    found = open_round(kept_bytes(desk, one.state.pdf), desk)
    return {mark.field: mark for mark in found.marks}


def confirm_signer(desk: Desk, review_id: str, member_id: str) -> None:
    """Record that the codes were compared: the key on the file is that member's.

    Raises NotToSign where the member has not signed.
    """
    one = opinion(desk, review_id)
    mark = signers(desk, one).get(member_id)
    if mark is None or mark.signed.certificate is None:
        raise NotToSign
    body: dict[str, Json] = {"member": member_id, "certificate": mark.signed.certificate}
    desk.store.append(review_id, "confirmed", body, by=_leader(one.review), at=desk.at())


def forks(desk: Desk, one: Opinion) -> tuple[Fork, ...]:
    """The copies of this edition that were signed apart from the present one."""
    state = one.state
    if state.pdf is None or not state.signed:
        return ()
    present = kept_bytes(desk, state.pdf)
    others = {name: kept_bytes(desk, name) for name in _copies(desk, one) if name != state.pdf}
    apart = {
        name: data
        for name, data in others.items()
        if _compared(desk, one, present, data).standing is Standing.FORKED
    }
    # One that another goes on from is not shown beside it.
    last = [
        (name, data)
        for name, data in apart.items()
        if not any(
            _compared(desk, one, data, other).standing is Standing.NEWER for other in apart.values()
        )
    ]
    return tuple(_fork(desk, one, present, name, data) for name, data in last)


def _copies(desk: Desk, one: Opinion) -> tuple[str, ...]:
    """The hashes of every sound copy of this edition that was ever here."""
    kinds = ("opinion-final", "opinion-signed", "opinion-back", "opinion-chosen")
    found: list[str] = []
    for entry in desk.store.entries(one.review.id, kinds):
        body = entry.body
        assert isinstance(body, Mapping)
        if entry.kind == "opinion-final":
            found = []
        elif body.get("code") in (None, "round-accepted", "round-forked"):
            found.append(text(body, "pdf"))
    return tuple(dict.fromkeys(found))


def _fork(desk: Desk, one: Opinion, present: bytes, name: str, data: bytes) -> Fork:
    common = _compared(desk, one, present, data).common
    ours, theirs = (_later(pdf, open_round(pdf, desk).marks, common) for pdf in (present, data))
    return Fork(name, names(theirs), names(ours))


def go_on_with(desk: Desk, review_id: str, name: str) -> Opinion:
    """Go on with a copy that was signed apart; who signed only ours has to sign on it again.

    Raises NotToSign where there is no such copy.
    """
    one = opinion(desk, review_id)
    if one.state.state != "signing" or name not in [fork.sha256 for fork in forks(desk, one)]:
        raise NotToSign
    signed = open_round(kept_bytes(desk, name), desk).signed
    body: dict[str, Json] = {"pdf": name, "signed": list(signed)}
    desk.store.append(review_id, "opinion-chosen", body, by=_leader(one.review), at=desk.at())
    return opinion(desk, review_id)


def _leader(review: Review) -> str:
    return review.leader.name if review.leader else ""
