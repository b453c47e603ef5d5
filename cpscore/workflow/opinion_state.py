"""Where the opinion stands in the journal: being written, being signed, closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from cpscore.rules.canonical import Json
from cpscore.rules.declining import Declining
from cpscore.rules.problem import Failure
from cpscore.rules.review import CLOSING
from cpscore.store.journal import Entry
from cpscore.workflow.desk import Desk
from cpscore.workflow.prepare import text

WRITTEN = ("opinion-text", "opinion-field", "opinion-dissent")
KINDS = (
    *WRITTEN,
    "opinion-final",
    "opinion-signed",
    "opinion-closed",
    "opinion-void",
    "opinion-declined",
    "opinion-out",
    "opinion-back",
    "opinion-chosen",
)


class Signing(Failure):
    """The opinion is being signed: changing anything now voids the signatures, with a reason."""

    code = "opinion-signing"


@dataclass(frozen=True, slots=True)
class Voided:
    """An edition whose signatures are void: its file is kept, with the reason and the time."""

    edition: int
    pdf: str
    signed: tuple[str, ...]
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class OpinionState:
    """What the journal says of the opinion; `pdf` is the hash of the file as last signed.

    `declined` are the members whose words stand instead of a signature. `final` is the hash of
    the file as it was laid out, `out` the name of the copy that was taken away and is not back.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    dissents: Mapping[str, str] = field(default_factory=dict)
    declined: Mapping[str, Declining] = field(default_factory=dict)
    edition: int = 0
    state: str = "writing"
    pdf: str | None = None
    final: str = ""
    expected: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    out: str = ""
    voided: tuple[Voided, ...] = ()


def opinion_state(desk: Desk, review_id: str) -> OpinionState:
    """The state that the journal's entries lead to."""
    return state_after(desk.store.entries(review_id, KINDS))


def state_after(entries: Iterable[Entry]) -> OpinionState:
    """The state that entries of a journal lead to, in their order; other kinds say nothing."""
    state = OpinionState()
    for entry in entries:
        if entry.kind in KINDS:
            state = _after(state, entry)
    return state


def demand_open(desk: Desk, review_id: str) -> None:
    """Raises Signing once the opinion was laid out for signing: numbers and words stand then."""
    if opinion_state(desk, review_id).state != "writing":
        raise Signing


def _after(state: OpinionState, entry: Entry) -> OpinionState:
    body = entry.body
    assert isinstance(body, Mapping)
    match entry.kind:
        case "opinion-text":
            return replace(state, texts={**state.texts, text(body, "id"): text(body, "text")})
        case "opinion-field":
            return replace(state, fields={**state.fields, text(body, "id"): text(body, "text")})
        case "opinion-dissent":
            return _dissenting(state, text(body, "id"), text(body, "text"))
        case "opinion-declined":
            member = text(body, "member")
            voided = _dissenting(_void(state, entry), member, text(body, "text"))
            how = {**state.declined, member: Declining(text(body, "how"))}
            return replace(voided, declined=how)
        case "opinion-void":
            return _void(state, entry)
        case _:
            return _signing(state, entry.kind, body)


def _signing(state: OpinionState, kind: str, body: Mapping[str, Json]) -> OpinionState:
    """What happens to the file once it is laid out."""
    match kind:
        case "opinion-final":
            return replace(
                state,
                state="signing",
                edition=state.edition + 1,
                pdf=text(body, "pdf"),
                final=text(body, "pdf"),
                expected=_ids(body["by_key"]),
                by_hand=_ids(body["by_hand"]),
                signed=(),
                out="",
            )
        case "opinion-signed":
            signed = (*state.signed, text(body, "member"))
            return replace(state, pdf=text(body, "pdf"), signed=signed)
        case "opinion-closed":
            return replace(state, pdf=text(body, "pdf"), state="closed", out="")
        case "opinion-out":
            return replace(state, out=text(body, "file"))
        case "opinion-back":
            return _back(state, body)
        case _:
            return _signed_by(state, body)


def _back(state: OpinionState, body: Mapping[str, Json]) -> OpinionState:
    """A copy came back; what was not accepted is kept and changes nothing."""
    match text(body, "code"):
        case "round-accepted":
            return replace(_signed_by(state, body), out="")
        case "round-same":
            return replace(state, out="")
        case _:
            return state


def _signed_by(state: OpinionState, body: Mapping[str, Json]) -> OpinionState:
    """The copy that goes on from now on, and who signed it."""
    signed = _ids(body["signed"])
    closed = CLOSING in signed
    members = tuple(one for one in signed if one != CLOSING)
    now = "closed" if closed else state.state
    return replace(state, pdf=text(body, "pdf"), signed=members, state=now)


def _dissenting(state: OpinionState, member: str, words: str) -> OpinionState:
    """Other words of a member; without any nothing is left of them."""
    dissents = {id: one for id, one in {**state.dissents, member: words}.items() if one}
    declined = {id: how for id, how in state.declined.items() if id in dissents}
    return replace(state, dissents=dissents, declined=declined)


def _void(state: OpinionState, entry: Entry) -> OpinionState:
    """Back to writing; the edition that was being signed stays listed."""
    voided = Voided(
        state.edition, state.pdf or "", state.signed, text(entry.body, "reason"), entry.at
    )
    return replace(
        state, state="writing", pdf=None, signed=(), out="", voided=(*state.voided, voided)
    )


def _ids(value: Json) -> tuple[str, ...]:
    assert isinstance(value, list | tuple)
    return tuple(str(member) for member in value)
