"""Small things every module of the window needs from Python and Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from typing_extensions import override as override
else:
    # typing.override came with Python 3.12; at run time it does nothing anyway.
    _F = TypeVar("_F")

    def override(method: _F) -> _F:
        """Mark a method that Qt calls by its name."""
        return method
