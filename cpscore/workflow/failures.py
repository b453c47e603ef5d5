"""Failures that several steps share."""

from __future__ import annotations

from cpscore.rules.problem import Failure


class NoReason(Failure):
    """A decision, a withdrawal or a change to something signed needs its reason in words."""

    code = "no-reason"


class EmptyInk(Failure):
    """The pad is empty: nothing was signed."""

    code = "empty-ink"


class WrongIdentity(Failure):
    """The identity that was opened is not the one this member is known by."""

    code = "wrong-identity"
