"""A review carried through to the end, for whoever wants to bend what came out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cpscore.documents.pdf import write_pdf
from cpscore.rules.ink import Ink
from cpscore.rules.merging import Decisions, merge
from cpscore.rules.panel import Submission, sort_submissions
from cpscore.rules.sheet import Sheet, SignaturePlace
from cpscore.signing.identity import Identity
from cpscore.signing.pdf import certify, close, sign, with_signature_fields
from cpscore.workflow.ballots import OpenBallot, open_ballot
from cpscore.workflow.collect import take_in
from cpscore.workflow.demo import (
    FORM,
    LEADER,
    RECTIFIED,
    Sample,
    ink_of,
    sample_review,
    sign_all,
    take_part,
    write_opinion,
)
from cpscore.workflow.desk import Desk
from cpscore.workflow.evidence import Attachments, score_evidence, summary_evidence
from cpscore.workflow.issue import issue
from cpscore.workflow.naming import plain
from cpscore.workflow.packages import Package
from cpscore.workflow.prepare import package_of, write_package
from cpscore.workflow.printing import SIGNED, print_score, print_summary, with_signature_line
from cpscore.workflow.settle import decide_veto, panel
from cpscore.workflow.sheets import roster_bytes


@dataclass(frozen=True)
class Court:
    """The desk, the keys of everybody, the ballots by member, and the folder of issued files."""

    sample: Sample
    folder: Path
    ballots: Mapping[str, Path]

    @property
    def desk(self) -> Desk:
        """The leader's desk."""
        return self.sample.desk

    @property
    def id(self) -> str:
        """The review's id."""
        return self.sample.review.id

    @property
    def package(self) -> Package:
        """The review's package."""
        return package_of(self.desk, self.id)

    def key(self, member_id: str) -> Identity:
        """A member's key."""
        return self.sample.identities[member_id]

    def opened(self, member_id: str) -> OpenBallot:
        """A member's ballot."""
        return open_ballot(self.ballots[member_id].read_bytes())

    def ink(self, member_id: str) -> Ink:
        """A member's handwriting."""
        return ink_of(member_id)

    def score(self, member_id: str) -> Sheet:
        """A member's score sheet as it was before it was signed."""
        one = self.opened(member_id)
        assert one.ink is not None
        day = self.desk.now().date().isoformat()
        sheet = print_score(self.package, one.result, one.ink, day, submitted=True)
        evidence = score_evidence(self.package, one.result, one.ink, day)
        return replace(with_signature_line(sheet), attachments=evidence)

    def summary(self, *left_out: str, package: Package | None = None) -> Sheet:
        """The summary as it was before it was signed, some ballots left out."""
        one = panel(self.desk, self.id, FORM)
        given = [self.opened(id) for id in self.ballots if id not in left_out]
        files = sort_submissions(
            one.form, [Submission(b.member.id, b.member.name, b.answers, ()) for b in given]
        )
        assert one.result is not None
        contested = "m4" not in left_out
        decisions = one.result.decisions if contested else Decisions()
        result = merge(one.form, files.counted, decisions)
        roster = roster_bytes(self.desk, one.review)
        evidence = summary_evidence(package or self.package, given, result, files, roster)
        sheet = print_summary(self.package, result, (), {})
        return replace(with_signature_line(sheet), attachments=evidence)

    def signed(self, sheet: Sheet, member_id: str) -> bytes:
        """A sheet with one place, signed there with a member's key."""
        printed = write_pdf(sheet, at=self.desk.now())
        ready = with_signature_fields(printed.pdf, printed.places)
        return certify(ready, SIGNED, self.key(member_id), at=self.desk.now())

    def signed_again(self, pdf: bytes, member_id: str) -> bytes:
        """The bytes of a printed but unsigned PDF, signed with a member's key in a new place."""
        [place] = write_pdf(self.score(member_id), at=self.desk.now()).places
        ready = with_signature_fields(pdf, [place])
        return certify(ready, SIGNED, self.key(member_id), at=self.desk.now())

    def opinion(self, hands: Mapping[str, str], last: str = LEADER) -> bytes:
        """The opinion's pages signed anew: field by field with whose key, and who closes."""
        pdf = (self.folder / "opinion.pdf").read_bytes()
        first = pdf.index(b"%%EOF") + 6
        fields = ["closing", *hands]
        places = [
            SignaturePlace(name, 0, 60, 40 + 30 * at, 120, 20) for at, name in enumerate(fields)
        ]
        ready = with_signature_fields(pdf[:first], places)
        at = self.desk.now()
        for number, (field, hand) in enumerate(hands.items()):
            put = sign if number else certify
            ready = put(ready, field, self.key(hand), at=at)
        return close(ready, "closing", self.key(last), at=at)


def exchanged(sheet: Sheet, **changed: bytes) -> Sheet:
    """The sheet with other bytes inside; names have `_` for `.`."""
    named = {name.replace("_", ".", 1): data for name, data in changed.items()}
    parts: Attachments = tuple((name, named.pop(name, data)) for name, data in sheet.attachments)
    return replace(sheet, attachments=(*parts, *named.items()))


def carried_through(desk: Desk, identities: Mapping[str, Identity], folder: Path) -> Court:
    """The sample review from nothing to signed sheets."""
    sample = sample_review(desk, identities)
    ballots = {id: take_part(sample, id, folder) for id in identities}
    for path in ballots.values():
        take_in(desk, sample.review.id, path)
    leader = identities[LEADER]
    decide_veto(desk, sample.review.id, FORM, "v8", False, RECTIFIED, by=leader.person.name)
    write_opinion(sample)
    sign_all(sample)
    write_package(desk, sample.review.id, folder)
    issue(desk, sample.review.id, leader, folder, naming=plain)
    return Court(sample, folder, ballots)
