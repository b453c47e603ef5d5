"""A PDF that goes round, cut where it was saved, and the sizes of its places."""

from __future__ import annotations

import pytest

from cpscore.signing.copies import place_sizes, saved_states
from cpscore.signing.identity import Identity
from cpscore.signing.pdf import UnusablePdf
from tests.signing.sheets import page, resaved, three_signatures


def test_each_signature_is_a_state_of_its_own(leader: Identity, member: Identity) -> None:
    pdf = three_signatures(leader, member)
    states = saved_states(pdf)
    # The sheet, its places, and three signatures.
    assert len(states) == 5
    assert b"".join(states) == pdf
    # What was there before the last one signed is the beginning of what there is now.
    before = b"".join(states[:-1])
    assert saved_states(before) == states[:-1]


def test_a_file_that_was_saved_again_has_one_state(leader: Identity, member: Identity) -> None:
    assert len(saved_states(resaved(three_signatures(leader, member)))) == 1


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", page()[:-20]])
def test_what_is_no_plain_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(UnusablePdf):
        saved_states(data)
    with pytest.raises(UnusablePdf):
        place_sizes(data)


def test_places_have_the_sizes_they_were_given(leader: Identity, member: Identity) -> None:
    sizes = place_sizes(three_signatures(leader, member))
    # Corners are rounded when they are written.
    assert [size for size in sizes.values() if size != pytest.approx((150, 50), abs=1)] == []
    assert len(sizes) == 3
