"""Where the opinion stands in the journal: being written, being signed, closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cpscore.rules.canonical import Json
from cpscore.rules.problem import Failure
from cpscore.workflow.desk import Desk
from cpscore.workflow.prepare import text

WRITTEN = ("opinion-text", "opinion-field", "opinion-dissent")
KINDS = (
    *WRITTEN,
    "opinion-final",
    "opinion-signed",
    "opinion-closed",
    "opinion-void",
)


class Signing(Failure):
    """The opinion is being signed: changing anything now voids the signatures, with a reason."""

    code = "opinion-signing"


@dataclass(frozen=True, slots=True)
class OpinionState:
    """What the journal says of the opinion; `pdf` is the hash of the file as last signed."""

    texts: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    dissents: Mapping[str, str] = field(default_factory=dict)
    edition: int = 0
    state: str = "writing"
    pdf: str | None = None
    expected: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    voided: tuple[str, ...] = ()


def opinion_state(desk: Desk, review_id: str) -> OpinionState:
    """The state that the journal's entries lead to."""
    state = OpinionState()
    for entry in desk.store.entries(review_id, KINDS):
        body = entry.body
        assert isinstance(body, Mapping)
        state = _after(state, entry.kind, body)
    return state


def demand_open(desk: Desk, review_id: str) -> None:
    """Raises Signing once the opinion was laid out for signing: numbers and words stand then."""
    if opinion_state(desk, review_id).state != "writing":
        raise Signing


def _after(state: OpinionState, kind: str, body: Mapping[str, Json]) -> OpinionState:
    match kind:
        case "opinion-text":
            return replace(state, texts={**state.texts, text(body, "id"): text(body, "text")})
        case "opinion-field":
            return replace(state, fields={**state.fields, text(body, "id"): text(body, "text")})
        case "opinion-dissent":
            dissents = {**state.dissents, text(body, "id"): text(body, "text")}
            return replace(state, dissents={id: one for id, one in dissents.items() if one})
        case "opinion-final":
            return replace(
                state,
                state="signing",
                edition=state.edition + 1,
                pdf=text(body, "pdf"),
                expected=_ids(body["by_key"]),
                by_hand=_ids(body["by_hand"]),
                signed=(),
            )
        case "opinion-signed":
            signed = (*state.signed, text(body, "member"))
            return replace(state, pdf=text(body, "pdf"), signed=signed)
        case "opinion-closed":
            return replace(state, pdf=text(body, "pdf"), state="closed")
        case _:
            reasons = (*state.voided, text(body, "reason"))
            return replace(state, state="writing", pdf=None, signed=(), voided=reasons)


def _ids(value: Json) -> tuple[str, ...]:
    assert isinstance(value, list | tuple)
    return tuple(str(member) for member in value)
