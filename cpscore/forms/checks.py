"""What a definition means, judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cpscore.rules.form import Form
from cpscore.rules.problem import Problem


def check(form: Form, lost: Iterable[str]) -> Iterator[Problem]:
    """The problems of a form's meaning."""
    del form, lost
    yield from ()
