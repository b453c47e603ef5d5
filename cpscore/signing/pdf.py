"""Signing a PDF: all fields first, then one signature after the other, nothing else ever.

PAdES (`ETSI.CAdES.detached`, SHA-256): the leader certifies, members sign in any order, the
leader closes. A signature adds the field's value and appearance and changes nothing else: no
date of change, no producer.
"""

# pyHanko is typed, but for its smallest methods.
# mypy: untyped-calls-exclude=pyhanko
from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
    ensure_sig_flags,
)
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigIOSetup,
    SigMDPSetup,
    SigObjSetup,
)
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from cpscore.rules.problem import Failure
from cpscore.rules.sheet import SignaturePlace
from cpscore.signing.certificates import HOSTILE, utc
from cpscore.signing.cms import DIGEST, room_for, sign_digest
from cpscore.signing.identity import Identity
from cpscore.signing.inspect import inspect_pdf
from cpscore.signing.revisions import Unreadable, read_states

if sys.version_info >= (3, 12):
    from typing import override
else:
    from typing_extensions import override


class UnusablePdf(Failure):
    """The PDF cannot take signatures: `reason` is a code of `PdfFinding` or `signed`."""

    code = "unusable-pdf"


class FieldNotFree(Failure):
    """There is no such signature field (`field`), or it is signed already."""

    code = "field-not-free"


class SigningClosed(Failure):
    """The last signature forbids any further one."""

    code = "signing-closed"


class _Update(IncrementalPdfFileWriter):
    """An incremental update that leaves the metadata alone and draws no lots."""

    @override
    def _update_meta(self) -> None:
        """Nothing: title, producer and dates stay what was signed."""

    @classmethod
    @override
    def _handle_id(cls, prev: PdfFileReader) -> generic.ArrayObject:
        """The file's two numbers: the first stays, the second follows from the bytes so far."""
        digest = hashlib.sha256(prev.stream.getvalue()).digest()
        second = generic.ByteStringObject(digest[:16])
        first = prev.trailer["/ID"][0].original_bytes if "/ID" in prev.trailer else digest[16:]
        return generic.ArrayObject([generic.ByteStringObject(first), second])


def with_signature_fields(pdf: bytes, places: Sequence[SignaturePlace]) -> bytes:
    """The PDF with an empty, invisible signature field at each place, in one update.

    Field names are distinct and hold no full stop. Raises `UnusablePdf`, also for a signed PDF:
    a field made after a signature breaks it.
    """
    names = [place.field for place in places]
    if len(set(names)) != len(names) or any(not name or "." in name for name in names):
        raise ValueError(f"field names: {names}")
    if inspect_pdf(pdf).signatures:
        raise UnusablePdf(reason="signed")
    writer = _writer(pdf)
    for place in places:
        corner = (place.x + place.width, place.y + place.height)
        append_signature_field(
            writer,
            SigFieldSpec(place.field, on_page=place.page, box=(place.x, place.y, *corner)),  # type: ignore[arg-type]  # it rounds floats itself
        )
    ensure_sig_flags(writer, lock_sig_flags=True)
    output = BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    return output.getvalue()


def certify(
    pdf: bytes,
    field: str,
    identity: Identity,
    *,
    at: datetime,
    appearance: bytes | None = None,
    reason: str = "",
) -> bytes:
    """The first signature: fixes the content, and allows only the other fields to be signed.

    Where there is no other field it allows nothing at all. `at` carries its offset; `appearance`
    is a one-page PDF drawn into the field's box. Raises `UnusablePdf` and `FieldNotFree`.
    """
    found = inspect_pdf(pdf)
    if found.signatures:
        raise UnusablePdf(reason="signed")
    if found.problems != ("unsigned",):
        raise UnusablePdf(reason=found.problems[0])
    if field not in found.unsigned:
        raise FieldNotFree(field=field)
    alone = len(found.unsigned) == 1
    permission = MDPPerm.NO_CHANGES if alone else MDPPerm.FILL_FORMS
    rules = SigMDPSetup(DIGEST, certify=True, docmdp_perms=permission)
    return _signed(pdf, field, identity, at, appearance, reason, rules)


def sign(
    pdf: bytes,
    field: str,
    identity: Identity,
    *,
    at: datetime,
    appearance: bytes | None = None,
    reason: str = "",
) -> bytes:
    """A further signature, in a free field of a certified and unaltered file; see `certify`.

    Raises `UnusablePdf`, `SigningClosed` and `FieldNotFree`.
    """
    _expect_open(pdf, field)
    return _signed(pdf, field, identity, at, appearance, reason, None)


def close(
    pdf: bytes,
    field: str,
    identity: Identity,
    *,
    at: datetime,
    appearance: bytes | None = None,
    reason: str = "",
) -> bytes:
    """The last signature: like `sign`, and it forbids any further change."""
    _expect_open(pdf, field)
    rules = SigMDPSetup(
        DIGEST, field_lock=FieldMDPSpec(FieldMDPAction.ALL), docmdp_perms=MDPPerm.NO_CHANGES
    )
    return _signed(pdf, field, identity, at, appearance, reason, rules)


def _expect_open(pdf: bytes, field: str) -> None:
    """Nobody puts a name under a file that is not what its signers signed."""
    found = inspect_pdf(pdf)
    if found.closed:
        raise SigningClosed
    if wrong := [code for code in found.problems if code != "field-unsigned"]:
        raise UnusablePdf(reason=wrong[0])
    if field not in found.unsigned:
        raise FieldNotFree(field=field)


def _writer(pdf: bytes) -> _Update:
    """A writer of one update. Raises `UnusablePdf` where the PDF is not of the plain kind."""
    try:
        read_states(pdf)
        return _Update(BytesIO(pdf))
    except Unreadable as error:
        raise UnusablePdf(reason=error.code) from error
    except (PdfError, *HOSTILE) as error:
        raise UnusablePdf(reason="damaged") from error


def _signed(
    pdf: bytes,
    field: str,
    identity: Identity,
    at: datetime,
    appearance: bytes | None,
    reason: str,
    rules: SigMDPSetup | None,
) -> bytes:
    """The PDF with one more signature."""
    utc(at)
    writer = _writer(pdf)
    steps = PdfCMSEmbedder().write_cms(field, writer, existing_fields_only=True)
    widget = next(steps)
    if appearance is not None:
        drawn = writer.import_page_as_xobject(PdfFileReader(BytesIO(appearance)))
        widget.get_object()["/AP"] = generic.DictionaryObject({generic.pdf_name("/N"): drawn})
    # Twice, as it is written in hex.
    room = 2 * room_for(identity)
    value = SignatureObject(
        timestamp=at,
        subfilter=SigSeedSubFilter.PADES,
        name=identity.person.name,
        reason=reason or None,
        bytes_reserved=room,
    )
    steps.send(SigObjSetup(value, mdp_setup=rules))
    prepared, output = steps.send(SigIOSetup(DIGEST))
    steps.send(sign_digest(identity, prepared.document_digest, at=None))
    return bytes(output.getvalue())
