"""What a look at signatures found: values for `workflow` to judge and `messages` to word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a certificate names: common name, organisation and title; empty where it is silent."""

    name: str
    organisation: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class SignatureFinding:
    """What one signature over some bytes proves.

    `claimed` is the signer's own time, with its offset. `sha256` is that of the certificate.
    `problem` is None, or one of: `malformed` (not exactly the form this program writes),
    `other-digest`, `unsuitable-certificate`, `outside-validity` (claimed time outside the
    certificate's), `altered` (the data are not those signed), `forged` (not made with this
    certificate's key).
    """

    signer: Person | None = None
    certificate: bytes | None = None
    sha256: str | None = None
    claimed: datetime | None = None
    problem: str | None = None

    @property
    def intact(self) -> bool:
        """Whether these very bytes were signed with the key of this certificate."""
        return self.problem is None


class Change(StrEnum):
    """What came into a file after a signature."""

    NOTHING = "nothing"
    SIGNATURES = "signatures"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class PdfSignature:
    """One signed field of a PDF.

    `revision` counts the saved states of the file from 1, and is 0 where the signature covers
    none of them; `certifies` and `locks` say what it forbids afterwards. The problems are those
    of `SignatureFinding`; `malformed` also covers every trick with the bytes it spans.
    """

    field: str
    finding: SignatureFinding
    revision: int
    changed_after: Change
    certifies: bool = False
    locks: bool = False
    reason: str = ""

    @property
    def intact(self) -> bool:
        """Whether the revision it spans is, byte for byte, what the signer signed."""
        return self.finding.intact


@dataclass(frozen=True, slots=True)
class PdfFinding:
    """What the signatures of a PDF prove together, in the order of signing.

    `unsigned` names the signature fields nobody signed. `covered`: the last signature spans the
    file to its very end. `plain`: every byte of the file is of the plain structure we write, so
    that others may read on. `problems` holds, each at most once: `not-a-pdf`, `too-large`,
    `encrypted`, `damaged`, `unsigned` (no signature at all), `field-unsigned`,
    `signature-broken`, `not-certified`, `changed-after-signing`, `signed-after-closing`.
    `changes` says what came into it after signing, as far as can be read: `page`, `note`, `info`
    (title and the like), `attachment`, `catalog` (what happens on opening, layers, permissions),
    `signature` (a field or a value that does not belong), `tail` (bytes behind its end), `other`.
    """

    signatures: tuple[PdfSignature, ...] = ()
    unsigned: tuple[str, ...] = ()
    covered: bool = False
    problems: tuple[str, ...] = ()
    plain: bool = False
    changes: tuple[str, ...] = ()

    @property
    def certified(self) -> bool:
        """Whether the first signature fixes the content."""
        return bool(self.signatures) and self.signatures[0].certifies

    @property
    def closed(self) -> bool:
        """Whether the last signature forbids any further one."""
        return bool(self.signatures) and self.signatures[-1].locks

    @property
    def whole(self) -> bool:
        """Every field signed and intact, nothing but signatures added, covered to the end."""
        return not self.problems
