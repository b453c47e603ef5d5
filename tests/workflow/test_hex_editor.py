"""What somebody with a panel key and a hex editor would try: each file is properly signed."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest

from cpscore.documents.pdf import write_pdf
from cpscore.exchange.container import unpack
from cpscore.rules.problem import Unacceptable
from cpscore.workflow.ballots import BALLOT, OtherCategories, open_ballot
from cpscore.workflow.packages import sealed
from cpscore.workflow.verify import verify_file
from cpscore.workflow.verify_pdf import verify_pdf
from tests.workflow.court import Court


def elsewhere(pdf: pikepdf.Pdf) -> None:
    """The page's content stands in another file."""
    pdf.pages[0].Contents.F = pikepdf.String("elsewhere.bin")


def borrowed(pdf: pikepdf.Pdf) -> None:
    """A picture that a viewer takes from another PDF."""
    pdf.pages[0].Contents.Ref = pikepdf.Dictionary(F=pikepdf.String("other.pdf"), Page=0)


def thumbnail(pdf: pikepdf.Pdf) -> None:
    """Another page in the list of pages."""
    pdf.pages[0].obj.Thumb = pdf.make_stream(b"", Width=1, Height=1)


def enlarged(pdf: pikepdf.Pdf) -> None:
    """Twice the size on paper."""
    pdf.pages[0].obj.UserUnit = 2


def linked(pdf: pikepdf.Pdf) -> None:
    """Links lead elsewhere."""
    pdf.Root.URI = pikepdf.Dictionary(Base=pikepdf.String("elsewhere"))


def renumbered(pdf: pikepdf.Pdf) -> None:
    """Pages with other numbers."""
    label = pikepdf.Dictionary(P=pikepdf.String("95"))
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, label])


def acting(pdf: pikepdf.Pdf) -> None:
    """Something happens when the file is opened."""
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("x"))


def xfa(pdf: pikepdf.Pdf) -> None:
    """Another form, for viewers that draw it."""
    pdf.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.String("x"), Fields=pikepdf.Array())


@pytest.mark.parametrize(
    "change", [elsewhere, borrowed, thumbnail, enlarged, linked, renumbered, acting, xfa]
)
def test_a_sheet_that_does_more_than_show_itself(
    court: Court, change: Callable[[pikepdf.Pdf], None]
) -> None:
    printed = write_pdf(court.score("m1"), at=court.desk.now())
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(printed.pdf)) as opened:
        change(opened)
        opened.save(
            output,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
    found = verify_pdf("x.pdf", court.signed_again(output.getvalue(), "m1"))
    assert not found.trustworthy
    assert "odd-pdf" in {one.code for one in found.findings}


def with_ballot(court: Court, old: bytes, new: bytes) -> bytes:
    """A member's ballot with other words in it, properly sealed with the member's own key."""
    files = dict(unpack(court.ballots["m1"].read_bytes()).files)
    assert old in files[BALLOT]
    bent = {**files, BALLOT: files[BALLOT].replace(old, new)}
    return sealed(bent, court.key("m1"), court.desk.now())


def test_a_member_does_not_choose_which_questions_are_asked(court: Court) -> None:
    asked = '"categories":["双超","双有"]'.encode()
    # Fewer questions: what was answered besides is told, as for anybody's answers.
    with pytest.raises(Unacceptable) as fewer:
        open_ballot(with_ballot(court, asked, '"categories":["双超"]'.encode()))
    assert {one.code for one in fewer.value.problems} == {"not-asked"}
    # The same questions under another name of the enterprise.
    more = with_ballot(court, asked, '"categories":["双超","双有","其他"]'.encode())
    with pytest.raises(OtherCategories) as other:
        open_ballot(more)
    assert other.value.values["wanted"] == ("双超", "双有")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"revision":1', b'"revision":2'),
        ("专家甲".encode(), "专家丙".encode()),
        (b'"member":"m1"', b'"member":"m3"'),
    ],
)
def test_a_ballot_that_says_something_else_of_itself(court: Court, old: bytes, new: bytes) -> None:
    path = court.folder / "x.cpsballot"
    path.write_bytes(with_ballot(court, old, new))
    try:
        assert not verify_file(path).trustworthy
    finally:
        path.unlink()
