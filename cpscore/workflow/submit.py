"""Submitting: the paper becomes a sheet and a signed ballot, locked here and written to the
stick.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from cpscore import __version__
from cpscore.exchange.container import unpack
from cpscore.exchange.ink import ink_document
from cpscore.files import write_checked
from cpscore.rules.answers_writing import answers_document
from cpscore.rules.ballot import Ballot, ballot_document
from cpscore.rules.canonical import Json, canonical, sha256
from cpscore.rules.draft import tree_of
from cpscore.rules.form_document import form_document
from cpscore.rules.ink import Ink
from cpscore.rules.problem import Failure
from cpscore.rules.review import FormReference
from cpscore.signing.identity import Identity
from cpscore.workflow.ballots import BALLOT, INK, PACKAGE, SHEET, SUFFIX
from cpscore.workflow.desk import Desk
from cpscore.workflow.failures import EmptyInk, NoReason, WrongIdentity
from cpscore.workflow.packages import sealed
from cpscore.workflow.paper import Locked, Paper, Receipt, paper
from cpscore.workflow.prepare import kept_bytes, safe_name, text
from cpscore.workflow.sheets import signed_score_sheet

# What travels where nothing was drawn.
NO_INK = Ink(Ink.HEIGHT, ())


class Incomplete(Failure):
    """Something asked is still open: `open` places, `missing` their JSON pointers."""

    code = "paper-incomplete"


class NotSubmitted(Failure):
    """There is no submitted ballot to write or to withdraw."""

    code = "paper-open"


def submit(
    desk: Desk, one: Paper, identity: Identity, ink: Ink | None, folder: Path | None = None
) -> tuple[Paper, Receipt]:
    """Lock the paper and seal its ballot; with a folder, write it there and read it back.

    Without ink (where there is no pad) the key alone signs. Raises Locked, Incomplete, EmptyInk,
    WrongIdentity, NotWritten: then the ballot is safe here.
    """
    ballot = sealed_ballot(desk, one, identity, ink)
    with desk.store.together():
        body = {
            "form": one.form.id,
            "member": one.member.id,
            "ballot": desk.store.keep(ballot, "ballot"),
            "file": ballot_name(one),
        }
        desk.store.append(one.review.id, "submitted", body, by=one.member.name, at=desk.at())
    locked = paper(desk, one.review.id, one.form.id, one.member.id)
    assert locked.submitted is not None
    path = write_ballot(desk, locked, folder) if folder else None
    return locked, replace(locked.submitted, path=path)


def sealed_ballot(desk: Desk, one: Paper, identity: Identity, ink: Ink | None) -> bytes:
    """The ballot of a complete paper: sheet, answers, form and roster, signed with the expert's
    key.
    """
    if one.submitted:
        raise Locked
    missing = one.result.missing
    if missing:
        raise Incomplete(open=len(missing), missing=missing)
    if ink is not None and ink.empty:
        raise EmptyInk
    drawn = ink or NO_INK
    if not one.review.is_key_of(one.member, identity.sha256, identity.person.name, {}):
        raise WrongIdentity
    definition = one.package.definition(one.form.id)
    ballot = Ballot(
        review=one.review.id,
        form=FormReference(one.form.id, one.form.version, definition.sha256),
        member=one.member.id,
        certificate=identity.sha256,
        revision=one.revision,
        previous=previous_hash(desk, one),
        nonce=desk.fresh(),
        recipient=None,
        program=__version__,
        at=desk.at(),
        answers=tree_of(answers_document(one.form, one.draft.answers)),
        reason=withdrawal_reason(desk, one),
    )
    files = {
        BALLOT: canonical(ballot_document(ballot)),
        SHEET: signed_score_sheet(desk, one, identity, drawn),
        INK: canonical(ink_document(drawn)),
        PACKAGE: one.package.data,
        "form.json": canonical(form_document(one.form)),
        "form.yaml": definition.yaml,
    }
    return sealed(files, identity, desk.now())


def previous_hash(desk: Desk, one: Paper) -> str | None:
    """The hash of what was signed as the revision before this one."""
    mine = [text(body, "ballot") for body in _bodies(desk, one, "submitted")]
    if not mine:
        return None
    return sha256(unpack(kept_bytes(desk, mine[-1])).files[BALLOT])


def withdrawal_reason(desk: Desk, one: Paper) -> str:
    """Why there is another revision; nothing for the first."""
    reasons = [text(body, "reason") for body in _bodies(desk, one, "withdrawn")]
    return reasons[-1] if reasons else ""


def _bodies(desk: Desk, one: Paper, kind: str) -> list[Mapping[str, Json]]:
    """What the journal says of this paper, of one kind."""
    return [
        entry.body
        for entry in desk.store.entries(one.review.id, (kind,))
        if isinstance(entry.body, Mapping)
        and (entry.body["form"], entry.body["member"]) == (one.form.id, one.member.id)
    ]


def ballot_name(one: Paper) -> str:
    """The file's name: who, which form, which revision."""
    revision = "" if one.revision == 1 else f"-{one.revision}"
    return f"{safe_name(one.member.name)}-{one.form.id}{revision}{SUFFIX}"


def ballot_bytes(desk: Desk, one: Paper) -> bytes:
    """The submitted ballot. Raises NotSubmitted."""
    if one.submitted is None:
        raise NotSubmitted
    return kept_bytes(desk, one.submitted.sha256)


def write_ballot(desk: Desk, one: Paper, folder: Path) -> Path:
    """Write the submitted ballot to a stick, read it back, compare; the journal keeps where it
    went. Raises NotSubmitted, NotWritten.
    """
    data = ballot_bytes(desk, one)
    assert one.submitted is not None
    target = folder / one.submitted.file_name
    write_checked(target, data)
    body = {
        "form": one.form.id,
        "member": one.member.id,
        "ballot": one.submitted.sha256,
        "path": str(target),
    }
    desk.store.append(one.review.id, "written", body, by=one.member.name, at=desk.at())
    return target


def withdraw(desk: Desk, one: Paper, reason: str) -> Paper:
    """撤回: the paper is open again as the next revision; the old ballot stays. Raises NoReason."""
    if one.submitted is None:
        raise NotSubmitted
    if not reason.strip():
        raise NoReason
    body = {"form": one.form.id, "member": one.member.id, "reason": reason.strip()}
    desk.store.append(one.review.id, "withdrawn", body, by=one.member.name, at=desk.at())
    return paper(desk, one.review.id, one.form.id, one.member.id)
