"""A ballot file: what an expert submits, sealed with the expert's key; made and believed here."""

from __future__ import annotations

from dataclasses import dataclass

from cpscore.exchange.ballot import read_ballot
from cpscore.exchange.container import unpack
from cpscore.exchange.ink import read_ink
from cpscore.exchange.parts import demand_ballot_parts
from cpscore.rules.answers import Answers, expert_name
from cpscore.rules.answers_reading import read_answers
from cpscore.rules.ballot import Ballot
from cpscore.rules.canonical import canonical, sha256
from cpscore.rules.form_document import form_document
from cpscore.rules.ijson import Tree
from cpscore.rules.ink import Ink
from cpscore.rules.problem import Failure, Unacceptable
from cpscore.rules.review import FormReference, Member
from cpscore.rules.scoring import ScoreResult, score
from cpscore.signing.detached import check_detached
from cpscore.signing.findings import SignatureFinding
from cpscore.workflow.packages import Definition, Package, assigned_to, open_package

SUFFIX = ".cpsballot"
BALLOT, SHEET, INK, PACKAGE = "ballot.json", "score.pdf", "ink.json", "review.cpspkg"


class AlteredBallot(Failure):
    """The ballot is not what its expert signed: `problem` is the signature's."""

    code = "altered-ballot"


class IncompleteBallot(Failure):
    """The ballot leaves a question open, which nobody can submit: `part` is its JSON pointer."""

    code = "incomplete-ballot"


class WrongForm(Failure):
    """The ballot answers another form, or another version of it: both hashes, short."""

    code = "wrong-form"


class WrongReview(Failure):
    """The ballot belongs to another review."""

    code = "wrong-review"


class UnknownMember(Failure):
    """The ballot is by nobody on this review's roster."""

    code = "unknown-member"


class OtherCategories(Failure):
    """The ballot puts the enterprise into other categories than the review does, and was asked
    other questions: those it has (`given`), and those of the review (`wanted`).
    """

    code = "other-categories"


class WrongSigner(Failure):
    """The ballot was signed with another key than the one it names, or than the member's known
    one.
    """

    code = "wrong-signer"


class OtherSections(Failure):
    """The ballot scores other sections than the roster assigned to its member."""

    code = "other-sections"


@dataclass(frozen=True)
class OpenBallot:
    """A ballot that was believed: what it says, whose it is, and the sheet inside."""

    ballot: Ballot
    package: Package
    definition: Definition
    member: Member
    answers: Answers
    ink: Ink | None
    ink_bytes: bytes | None
    sheet: bytes
    finding: SignatureFinding
    data: bytes

    @property
    def sha256(self) -> str:
        """The hash of the file."""
        return sha256(self.data)

    @property
    def result(self) -> ScoreResult:
        """What its answers come to."""
        return score(self.definition.form, self.answers)


def open_ballot(data: bytes) -> OpenBallot:
    """A ballot, believed only when all of it holds together, by itself: roster, form, member,
    answers.

    Raises the container's and the document's failures, AlteredBallot, IncompleteBallot, WrongForm,
    WrongReview, UnknownMember, WrongSigner, OtherSections, and Unacceptable
    for answers the form does not allow.
    """
    contents = unpack(data)
    finding = check_detached(contents.signature, contents.manifest)
    if not finding.intact:
        raise AlteredBallot(problem=finding.problem)
    files = contents.files
    demand_ballot_parts(files)
    ballot = read_ballot(files[BALLOT])
    package = open_package(files[PACKAGE])
    definition = _definition(ballot, package)
    if files["form.yaml"] != definition.yaml or files["form.json"] != canonical(
        form_document(definition.form)
    ):
        raise WrongForm(named=ballot.form.sha256[:8], found=sha256(files["form.json"])[:8])
    member = _member(ballot, package, finding)
    ink = read_ink(files[INK]) if INK in files else None
    answers = answers_of(ballot, definition, member)
    _demand_categories(answers, package)
    return OpenBallot(
        ballot,
        package,
        definition,
        member,
        answers,
        ink,
        files.get(INK),
        files[SHEET],
        finding,
        data,
    )


def _definition(ballot: Ballot, package: Package) -> Definition:
    if ballot.review != package.review.id:
        raise WrongReview(found=ballot.review)
    for one in package.definitions:
        if FormReference(one.form.id, one.form.version, one.sha256) == ballot.form:
            return one
    found = next((one.sha256 for one in package.review.forms if one.id == ballot.form.id), "")
    raise WrongForm(named=ballot.form.sha256[:8], found=found[:8] or "—")


def _member(ballot: Ballot, package: Package, finding: SignatureFinding) -> Member:
    member = package.review.member(ballot.member)
    if member is None:
        raise UnknownMember(member=ballot.member)
    named = finding.signer.name if finding.signer else ""
    theirs = package.review.is_key_of(member, ballot.certificate, named, {})
    if finding.sha256 != ballot.certificate or not theirs:
        raise WrongSigner(member=member.name)
    return member


def _demand_categories(answers: Answers, package: Package) -> None:
    """Which questions are asked is not for a member to choose, where the review says it."""
    wanted = package.review.enterprise.categories
    if wanted and set(answers.categories) != set(wanted):
        raise OtherCategories(given=answers.categories, wanted=wanted)


def answers_of(ballot: Ballot, definition: Definition, member: Member) -> Answers:
    """The answers in a ballot, held against its form. Raises Unacceptable, IncompleteBallot,
    WrongSigner, OtherSections.
    """
    tree: Tree = ballot.answers
    answers, problems = read_answers(definition.form, tree)
    if answers is None:
        raise Unacceptable(problems)
    missing = score(definition.form, answers).missing
    if missing:
        raise IncompleteBallot(part=missing[0])
    if answers.expert != expert_name(member.name):
        raise WrongSigner(member=member.name)
    if answers.sections != assigned_to(definition.form, member):
        raise OtherSections(member=member.name)
    return answers
