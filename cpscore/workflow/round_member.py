"""A member's side of the file that goes round: sign it on one's own machine, and hand it on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cpscore.files import read_capped
from cpscore.rules.canonical import Json, canonical, sha256
from cpscore.rules.ijson import read
from cpscore.rules.ink import Ink
from cpscore.rules.problem import Failure
from cpscore.rules.review import CLOSING
from cpscore.signing.identity import Identity
from cpscore.signing.pdf import sign
from cpscore.workflow.desk import Desk
from cpscore.workflow.failures import EmptyInk
from cpscore.workflow.opinion import NotToSign, appearance, demand_own_key
from cpscore.workflow.round_file import MOST_BYTES, RoundFile, open_round, write_copy


class RoundRefused(Failure):
    """Something speaks against the file: nobody puts a name under it."""

    code = "round-refused"


class RoundChanged(Failure):
    """The file is not the one that was looked at any more."""

    code = "round-changed"


def look_at(desk: Desk, path: Path) -> RoundFile:
    """The file somebody brought. Raises Unreadable, NotARound."""
    return open_round(read_capped(path, MOST_BYTES), desk)


def sign_round(
    desk: Desk,
    found: RoundFile,
    member_id: str,
    identity: Identity,
    ink: Ink | None,
    path: Path,
) -> RoundFile:
    """Sign in one's own place; what was signed is kept here before it is written anywhere.

    Without ink (where there is no pad) the key alone signs. `path` is where the file lies, which
    must still be the one that was looked at. Raises RoundRefused, RoundChanged, Unreadable,
    NotToSign, EmptyInk, WrongIdentity, and what signing raises.
    """
    member = found.review.member(member_id)
    if found.bad:
        raise RoundRefused
    if member is None or member_id not in found.free or member_id == CLOSING:
        raise NotToSign
    if ink is not None and ink.empty:
        raise EmptyInk
    if read_capped(path, MOST_BYTES) != found.data:
        raise RoundChanged(file=path.name)
    demand_own_key(desk, found.review, member_id, identity)
    now = desk.now()
    shown = appearance(found.data, member_id, member.name, ink, now)
    data = sign(found.data, member_id, identity, at=now, appearance=shown)
    signed = open_round(data, desk)
    with desk.store.together():
        desk.store.keep(data, "opinion")
        note = {"sha256": sha256(data), "at": desk.at()}
        desk.store.set_setting(_note(found, member_id), canonical(note).decode())
        if found.here:
            body: dict[str, Json] = {
                "pdf": sha256(data),
                "member": member_id,
                "edition": found.edition,
            }
            id = found.review.id
            desk.store.append(id, "round-signed-here", body, by=member.name, at=desk.at())
    return signed


def write_round(signed: RoundFile, path: Path) -> None:
    """Write the signed file back, or to another folder. Raises what `write_copy` raises."""
    write_copy(signed.data, path)


def signed_before(desk: Desk, found: RoundFile, member_id: str) -> str | None:
    """When the member signed another copy of this edition on this machine, as claimed then.

    Signing once more makes two copies that nobody can merge; None where there is no other.
    """
    note = _noted(desk, found, member_id)
    return str(note.get("at")) if note else None


def signed_here(desk: Desk, found: RoundFile, member_id: str) -> RoundFile | None:
    """Just this file with the member's signature, as it was made on this machine and kept: where
    it never came onto the stick it is written again, not signed again. None where there is none.

    Raises DamagedBlob.
    """
    note = _noted(desk, found, member_id)
    data = desk.store.fetch(str(note.get("sha256"))) if note else None
    if data is None or not data.startswith(found.data):
        return None
    return open_round(data, desk)


def _noted(desk: Desk, found: RoundFile, member_id: str) -> Mapping[str, object] | None:
    """What was noted when the member signed this edition here, on a copy other than this one."""
    tree, problems = read((desk.store.setting(_note(found, member_id)) or "").encode())
    if problems or not isinstance(tree, dict) or member_id not in found.free:
        return None
    return tree


def _note(found: RoundFile, member_id: str) -> str:
    return f"round.{found.review.id}.{found.edition}.{member_id}"
