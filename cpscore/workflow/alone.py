"""The opinion signed by the leader alone: where nobody else is to sign it with a key."""

from __future__ import annotations

from cpscore.signing.identity import Identity
from cpscore.workflow.desk import Desk
from cpscore.workflow.opinion import Opinion, close_opinion, finalise, opinion, sign_opinion


def sign_alone(desk: Desk, review_id: str, leader: Identity) -> Opinion:
    """Lay the opinion out, certify and close it, where it is still being written; close it where
    all who were to sign have signed; otherwise leave it as it is.

    Raises NoVerdict, NoOpinionForm, WrongIdentity.
    """
    one = opinion(desk, review_id)
    named = one.review.leader
    if one.state.state == "writing" and named is not None:
        with desk.store.together():
            finalise(desk, review_id, (named.id,), {})
            one = sign_opinion(desk, review_id, named.id, leader, None)
            return close_opinion(desk, review_id, leader)
    if one.state.state == "signing" and set(one.state.signed) == set(one.state.expected):
        return close_opinion(desk, review_id, leader)
    return one
