"""What a reading copy is, and whether the signed originals inside it hold."""

from __future__ import annotations

from cpscore.documents.reading_inside import originals_inside, shows_originals
from cpscore.rules.problem import Remark
from cpscore.workflow.desk import Desk
from cpscore.workflow.verify_pdf import NOT_INSIDE, Verification, verify_pdf


def verify_reading(name: str, data: bytes, desk: Desk | None = None) -> Verification | None:
    """What an unsigned PDF proves that is a reading copy; None for any other.

    It is not trustworthy itself, whatever is inside: it says which of the originals are.
    """
    originals = originals_inside(data)
    if originals is None:
        return None
    found = [verify_pdf(one, pdf, desk) for one, pdf in originals.items()]
    signed = [one for one in found if one.signatures]
    doubtful = tuple(one.file for one in signed if not one.trustworthy)
    unsigned = tuple(one.file for one in found if not one.signatures)
    remarks = [Remark("reading-not-sound", values={"names": doubtful})] if doubtful else []
    if signed and not doubtful:
        remarks.append(Remark("reading-sound", values={"count": len(signed)}))
    if unsigned:
        remarks.append(Remark("reading-unsigned", values={"names": unsigned}))
    same = shows_originals(data, originals)
    remarks.append(Remark("reading-same") if same else Remark("reading-differs"))
    roots = {one.root for one in signed}
    root = roots.pop() if len(roots) == 1 else None
    return Verification(name, "pdf", False, root, (), NOT_INSIDE, tuple(remarks))
