"""A PDF that goes round to be signed: its saved states one by one, and how large its places are."""

# pyHanko is typed, but for its smallest methods.
# mypy: untyped-calls-exclude=pyhanko
from __future__ import annotations

from collections.abc import Mapping

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from cpscore.signing.certificates import HOSTILE
from cpscore.signing.pdf import UnusablePdf
from cpscore.signing.revisions import Metered, Unreadable, read_states


def saved_states(pdf: bytes) -> tuple[bytes, ...]:
    """The bytes of each saved state, oldest first; joined they are the file. Raises UnusablePdf."""
    try:
        return tuple(pdf[state.start : state.end] for state in read_states(pdf))
    except Unreadable as error:
        raise UnusablePdf(reason=error.code) from error


def place_sizes(pdf: bytes) -> Mapping[str, tuple[float, float]]:
    """Width and height of each signature place by the name of its field, in points.

    Raises UnusablePdf.
    """
    try:
        reader = PdfFileReader(Metered(pdf), strict=True)
        fields = [one.get_object() for one in reader.root["/AcroForm"]["/Fields"]]
        boxes = {str(one["/T"]): [float(edge) for edge in one["/Rect"]] for one in fields}
        return {name: (right - left, top - low) for name, (left, low, right, top) in boxes.items()}
    except Unreadable as error:
        raise UnusablePdf(reason=error.code) from error
    except (PdfError, *HOSTILE) as error:
        raise UnusablePdf(reason="damaged") from error
