"""What the signatures of a PDF prove, and whether it is still what was signed.

A viewer's "valid" is not enough: it says so of a page painted over afterwards, and of a file
whose last signature was cut off. Here the file is whole only if its first signature certifies,
each field is signed, each saved state since then adds one signature and nothing else, and the
last spans the file to its very end.
"""

# pyHanko is typed, but for its smallest methods.
# mypy: untyped-calls-exclude=pyhanko
from __future__ import annotations

from dataclasses import replace

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from cpscore.signing.byteranges import claimed_ends, span
from cpscore.signing.certificates import HOSTILE
from cpscore.signing.changes import only_signed, reaches_ahead, what_changed
from cpscore.signing.cms import check_digest
from cpscore.signing.findings import Change, PdfFinding, PdfSignature, SignatureFinding
from cpscore.signing.revisions import Metered, State, Unreadable, read_states

LARGEST = 100 << 20
MOST_FIELDS = 256
SUBFILTER = "/ETSI.CAdES.detached"
BROKEN = SignatureFinding(problem="malformed")


def inspect_pdf(pdf: bytes) -> PdfFinding:
    """What the signatures of a PDF prove; answers to any bytes and never raises."""
    if not pdf.startswith(b"%PDF-"):
        return PdfFinding(problems=("not-a-pdf",))
    if len(pdf) > LARGEST:
        return PdfFinding(problems=("too-large",))
    answer: PdfFinding | None = None
    # Where something was added that cannot be read or hides the signatures, they are still shown.
    for end in (len(pdf), *claimed_ends(pdf)):
        try:
            found = _inspected(pdf[:end])
        except Unreadable as error:
            answer = answer or PdfFinding(problems=(error.code,))
            if error.code == "too-large":
                return answer
            continue
        except (PdfError, *HOSTILE):
            answer = answer or PdfFinding(problems=("damaged",))
            continue
        if found.signatures:
            return found if end == len(pdf) else _overtaken(found)
        answer = answer or found
    return answer or PdfFinding(problems=("damaged",))


def _inspected(pdf: bytes) -> PdfFinding:
    """The finding on a file that ends with a state of its own."""
    states = read_states(pdf)
    reader = PdfFileReader(Metered(pdf), strict=True)
    revisions = range(reader.total_revisions)
    tables = [reader.xrefs.get_startxref_for_revision(number) for number in revisions]
    if tables != [state.table for state in states]:
        raise Unreadable("damaged")
    unsigned, signed = [], []
    for field in _fields(reader):
        name = str(field.get_object()["/T"])
        if "/V" in field.get_object():
            signed.append((field.reference, _signature(pdf, states, reader, name, field)))
        else:
            unsigned.append(name)
    if not signed:
        return PdfFinding(unsigned=tuple(unsigned), problems=("unsigned",), plain=True)
    signed.sort(key=lambda pair: pair[1].revision)
    return _judged(reader, states, signed, tuple(unsigned))


def _fields(reader: PdfFileReader) -> list[generic.IndirectObject]:
    """The signature fields, which all stand at the top of the form. Raises `Unreadable`."""
    if "/AcroForm" not in reader.root:
        return []
    fields = reader.root["/AcroForm"]["/Fields"]
    if len(fields) > MOST_FIELDS:
        raise Unreadable("too-large")
    references = [fields.raw_get(index) for index in range(len(fields))]
    if any("/Kids" in field.get_object() for field in references):
        raise Unreadable("damaged")
    return [field for field in references if field.get_object().get("/FT") == "/Sig"]


def _signature(
    pdf: bytes,
    states: tuple[State, ...],
    reader: PdfFileReader,
    name: str,
    field: generic.IndirectObject,
) -> PdfSignature:
    """One signed field by itself; what came after is not looked at yet."""
    nothing = PdfSignature(name, BROKEN, 0, Change.CONTENT)
    try:
        value = field.get_object().raw_get("/V")
        homes = [number for number, state in enumerate(states, 1) if value.idnum in state.objects]
        entries = value.get_object()
        claimed = generic.parse_pdf_date(entries["/M"])
        plain = entries["/Type"] == "/Sig" and entries["/SubFilter"] == SUBFILTER
        if len(homes) != 1 or not plain or claimed.tzinfo is None:
            return nothing
        state = states[homes[0] - 1]
        contents = entries["/Contents"].original_bytes
        spanned = span(
            pdf, state, state.objects[value.idnum], list(entries["/ByteRange"]), contents
        )
        if spanned is None:
            return nothing
        certifies, locks = _rules(reader, entries, value)
        reason = str(entries.get("/Reason", ""))
    except (PdfError, *HOSTILE):
        return nothing
    finding = check_digest(spanned.signature, spanned.digest, claimed=claimed)
    return PdfSignature(name, finding, homes[0], Change.NOTHING, certifies, locks, reason)


def _rules(
    reader: PdfFileReader, entries: generic.DictionaryObject, value: generic.IndirectObject
) -> tuple[bool, bool]:
    """Whether a signature certifies the file, and whether it forbids any further change."""
    certifies = locks = False
    for rule in entries.get("/Reference", ()):
        parameters = rule["/TransformParams"]
        match rule["/TransformMethod"]:
            case "/DocMDP":
                named = reader.root["/Perms"].raw_get("/DocMDP") == value
                certifies = named and parameters["/P"] in (1, 2)
                locks = locks or parameters["/P"] == 1
            case "/FieldMDP":
                locks = locks or parameters["/Action"] == "/All"
            case _:
                raise ValueError("a transform we never write")
    return certifies, locks


def _judged(
    reader: PdfFileReader,
    states: tuple[State, ...],
    signed: list[tuple[generic.Reference, PdfSignature]],
    unsigned: tuple[str, ...],
) -> PdfFinding:
    """What the signatures, in the order of signing, prove together."""
    first = min((one.revision for _, one in signed if one.revision), default=len(states))
    foreign = [
        number
        for number in range(first + 1, len(states) + 1)
        if not _adds_one(reader, states, number, signed)
    ]
    changes = {kind for number in foreign for kind in what_changed(reader, states, number)}
    if reaches_ahead(reader, states, first):
        foreign.append(len(states) + 1)
    signatures = tuple(
        replace(one, changed_after=_change(one.revision, len(states), foreign)) for _, one in signed
    )
    expected = [one is signatures[0] for one in signatures]
    checks = {
        "signature-broken": not all(one.intact for one in signatures),
        "field-unsigned": bool(unsigned),
        "not-certified": [one.certifies for one in signatures] != expected,
        "changed-after-signing": any(one.changed_after is Change.CONTENT for one in signatures),
        "signed-after-closing": any(one.locks for one in signatures[:-1]),
    }
    covered = signatures[-1].intact and signatures[-1].revision == len(states)
    problems = tuple(code for code, wrong in checks.items() if wrong)
    told = tuple(sorted(changes))
    return PdfFinding(signatures, unsigned, covered, problems, plain=True, changes=told)


def _adds_one(
    reader: PdfFileReader,
    states: tuple[State, ...],
    number: int,
    signed: list[tuple[generic.Reference, PdfSignature]],
) -> bool:
    """Whether the state was saved by one of the signatures, which added nothing but itself."""
    fields = [field for field, one in signed if one.revision == number]
    return len(fields) == 1 and only_signed(reader, states, number, fields[0])


def _change(revision: int, last: int, foreign: list[int]) -> Change:
    """What came after the state that a signature spans; 0 is none."""
    if revision == 0 or any(number > revision for number in foreign):
        return Change.CONTENT
    return Change.SIGNATURES if revision < last else Change.NOTHING


def _overtaken(found: PdfFinding) -> PdfFinding:
    """The finding on a file to which something else was added at its end."""
    signatures = tuple(replace(one, changed_after=Change.CONTENT) for one in found.signatures)
    problems = dict.fromkeys((*found.problems, "changed-after-signing"))
    changes = (*found.changes, "tail")
    return PdfFinding(signatures, found.unsigned, False, tuple(problems), changes=changes)
