"""The review package (评审包): the roster and the forms, signed by the leader.

Made and believed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cpscore.exchange.container import manifest, pack, unpack
from cpscore.exchange.parts import demand_package_parts, form_part
from cpscore.forms.reader import read_form
from cpscore.rules.canonical import canonical, sha256
from cpscore.rules.form import FilledBy, Form
from cpscore.rules.form_document import form_document, form_sha256
from cpscore.rules.ijson import read
from cpscore.rules.problem import Failure, Problem, Unacceptable, pointer
from cpscore.rules.review import Member, Review, read_review, review_document
from cpscore.signing.detached import check_detached, sign_detached
from cpscore.signing.findings import SignatureFinding
from cpscore.signing.identity import Identity

SUFFIX = ".cpspkg"
REVIEW, LEADER = "review.json", "leader.der"


class NotThisPackage(Failure):
    """A container that holds no review, or one whose parts do not belong together: `part` says
    which.
    """

    code = "not-a-package"


class AlteredPackage(Failure):
    """The package is not what the leader signed: `problem` is the signature's."""

    code = "altered-package"


@dataclass(frozen=True)
class Definition:
    """A form as it travels: the value, and the YAML it was read from."""

    form: Form
    yaml: bytes

    @property
    def sha256(self) -> str:
        """The hash that reviews and ballots name."""
        return form_sha256(self.form)


@dataclass(frozen=True)
class Package:
    """A package that was believed: what it says, who signed it, and its bytes."""

    review: Review
    definitions: tuple[Definition, ...]
    finding: SignatureFinding
    data: bytes

    @property
    def sha256(self) -> str:
        """The hash of the package."""
        return sha256(self.data)

    @property
    def root(self) -> str:
        """The root of the review, printed on its sheets: the certificate that signed the roster."""
        return self.finding.sha256 or ""

    @property
    def code(self) -> str:
        """The root, short enough for the foot of a page."""
        return short_hash(self.root)

    def definition(self, form_id: str) -> Definition:
        """The form as the review began with it."""
        return next(one for one in self.definitions if one.form.id == form_id)

    @property
    def scored(self) -> tuple[Form, ...]:
        """The forms that every expert answers, and that the result depends on."""
        forms = (one.form for one in self.definitions)
        return tuple(form for form in forms if form.filled_by is FilledBy.EXPERT)

    @property
    def once(self) -> tuple[Form, ...]:
        """The forms that are filled in once for the review, the opinion aside."""
        others = (form for form in (one.form for one in self.definitions) if not form.opinion)
        return tuple(form for form in others if form.filled_by is not FilledBy.EXPERT)

    @property
    def opinion(self) -> Form | None:
        """The form of the opinion, where the review has one."""
        return next((one.form for one in self.definitions if one.form.opinion), None)


def short_hash(digest: str) -> str:
    """The first eight digits of a hash, in two groups, as they are printed."""
    return f"{digest[:4]}-{digest[4:8]}".upper()


def make_package(
    review: Review, definitions: Iterable[Definition], leader: Identity, at: datetime
) -> bytes:
    """The package of a review, signed with the leader's key."""
    files: dict[str, bytes] = {
        REVIEW: canonical(review_document(review)),
        LEADER: leader.certificate,
    }
    for one in definitions:
        files[form_part(one.form.id, "yaml")] = one.yaml
        files[form_part(one.form.id, "json")] = canonical(form_document(one.form))
    return sealed(files, leader, at)


def sealed(files: Mapping[str, bytes], identity: Identity, at: datetime) -> bytes:
    """Files in a container, signed: whatever travels is made here."""
    signed = manifest(files)
    return pack(files, signed, sign_detached(identity, signed, at=at))


def open_package(data: bytes) -> Package:
    """A package, believed only when all of it holds together.

    Raises the container's failures, AlteredPackage, NotThisPackage, and Unacceptable for a form
    or a roster that cannot be read.
    """
    contents = unpack(data)
    finding = check_detached(contents.signature, contents.manifest)
    if not finding.intact:
        raise AlteredPackage(problem=finding.problem)
    files = contents.files
    if REVIEW not in files:
        raise NotThisPackage(part=REVIEW)
    if files.get(LEADER) != finding.certificate:
        raise NotThisPackage(part=LEADER)
    tree, unread = read(files[REVIEW])
    review, problems = read_review(tree) if not unread else (None, unread)
    if review is None:
        raise Unacceptable(problem.inside(REVIEW) for problem in problems)
    # Who signed the roster is the leader it names, or anybody could make one.
    if review.leader is None or review.leader.certificate != finding.sha256:
        raise NotThisPackage(part=LEADER)
    demand_package_parts(files, (one.id for one in review.forms))
    definitions = tuple(_definition(files, one.id, one.sha256) for one in review.forms)
    unknown = assignment_problems(review.members, (one.form for one in definitions))
    if unknown:
        raise Unacceptable(problem.inside(REVIEW) for problem in unknown)
    return Package(review, definitions, finding, data)


def assigned_to(form: Form, member: Member) -> tuple[str, ...] | None:
    """The sections of a form that a member scores, in its order; None where that is all."""
    if form.id not in member.sections:
        return None
    return tuple(one.id for one in form.sections if member.scores(form.id, one.id))


def assignment_problems(members: Iterable[Member], forms: Iterable[Form]) -> list[Problem]:
    """Sections assigned on forms that do not divide the work, or that the forms do not have."""
    dividing = {
        form.id: {section.id for section in form.sections} for form in forms if form.panel.assigned
    }
    return [
        Problem("unknown-id", pointer(f"/members/{at}/sections", form), {"name": form})
        for at, member in enumerate(members)
        for form, ids in member.sections.items()
        if not dividing.get(form, set()).issuperset(ids)
    ]


def _definition(files: Mapping[str, bytes], id: str, expected: str) -> Definition:
    name = form_part(id, "yaml")
    form, problems = read_form(files[name], name)
    if form is None:
        raise Unacceptable(problems)
    document = files[form_part(id, "json")]
    if form_sha256(form) != expected or document != canonical(form_document(form)):
        raise NotThisPackage(part=name)
    return Definition(form, files[name])
