"""A member who does not sign, but says why: a new edition with their words and without their place.

Nothing is added to what others have signed already: their signatures are void, and they see so.
"""

from __future__ import annotations

from cpscore.messages import say
from cpscore.rules.declining import Declining
from cpscore.rules.problem import Failure
from cpscore.workflow.desk import Desk
from cpscore.workflow.opinion import NotToSign, Opinion, handwriting, lay_out, opinion


class NoWords(Failure):
    """Who refuses to sign, or reserves their opinion, has to say so in words."""

    code = "no-words"


def decline(
    desk: Desk, review_id: str, member_id: str, words: str, how: Declining, reply: str = ""
) -> Opinion:
    """Void the edition, print the member's words, and lay the sheet out without their place.

    `reply` is the hash of the file in which the words came. The leader cannot decline what they
    certify. Raises NoWords, NotToSign, and what laying out raises: then nothing has changed.
    """
    one = opinion(desk, review_id)
    state, member = one.state, one.review.member(member_id)
    signers = (*state.expected, *state.by_hand)
    if state.state != "signing" or member is None or member.leader or member.id not in signers:
        raise NotToSign
    if not words.strip():
        raise NoWords
    by_key = tuple(id for id in state.expected if id != member_id)
    with desk.store.together():
        by_hand = {id: ink for id, ink in handwriting(desk, review_id).items() if id != member_id}
        body = {
            "member": member_id,
            "how": how,
            "text": words.strip(),
            "reason": _reason(how, member.name),
            "reply": reply,
        }
        desk.store.append(review_id, "opinion-declined", body, by=member.name, at=desk.at())
        return lay_out(desk, opinion(desk, review_id), by_key, by_hand)


def _reason(how: Declining, name: str) -> str:
    """Why the edition is void, as the record keeps it."""
    if how is Declining.REFUSE:
        return say("void-refused", {"name": name})
    return say("void-reserved", {"name": name})
