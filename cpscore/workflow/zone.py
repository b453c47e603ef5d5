"""The hours that all of China goes by, apart from what they are used for: a clock loads nothing."""

from __future__ import annotations

from datetime import timedelta, timezone

# Whatever zone a laptop is set to: what a page prints of a time and what `verify` says of it are
# the same.
CHINA = timezone(timedelta(hours=8))
