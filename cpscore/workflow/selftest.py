"""Whether this program is whole: everything it must be able to do, done once in a folder that goes
away again.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from cpscore.documents.fonts import CHAINS, runs
from cpscore.documents.picture import pages, text
from cpscore.forms.catalogue import shipped
from cpscore.places import resources_folder
from cpscore.rules.problem import Failure
from cpscore.signing.detached import check_detached, sign_detached
from cpscore.signing.drivers import UnusableDriver, drivers_here
from cpscore.signing.token import keys_on_tokens
from cpscore.workflow.collect import take_in
from cpscore.workflow.demo import (
    FORM,
    LEADER,
    RECTIFIED,
    SCORES,
    Sample,
    sample_identities,
    sample_review,
    sign_all,
    take_part,
    write_opinion,
)
from cpscore.workflow.desk import Desk, open_desk
from cpscore.workflow.formats import Format, wanted
from cpscore.workflow.issue import Issued, issue
from cpscore.workflow.naming import plain
from cpscore.workflow.prepare import shipped_procedures
from cpscore.workflow.settle import decide_veto, panel
from cpscore.workflow.verify import verify_file

# Characters that every sheet needs, and rare ones of names, two of them above U+FFFF.
SIGNS = "清洁生产审核 □☑ 9.5 䶮𬱟㐂𠅤"
Found = Mapping[str, object]


class NotWhole(Failure):
    """Something did not come out as it must: `what` says which."""

    code = "not-whole"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to try; it answers with the values of its sentence, or raises."""

    id: str
    run: Callable[[Trial], Found]


@dataclass(frozen=True, slots=True)
class Checked:
    """How a check ended: `code` and `values` make its sentence."""

    id: str
    ok: bool
    code: str
    values: Found


class Trial:
    """The sample review, carried as far as a check needs it."""

    def __init__(self, folder: Path, now: Callable[[], datetime], fresh: Callable[[], str]) -> None:
        self.folder, self.now, self.fresh = folder, now, fresh

    @cached_property
    def desk(self) -> Desk:
        """A desk of its own."""
        return open_desk(self.folder / "data", now=self.now, fresh=self.fresh)

    @cached_property
    def sample(self) -> Sample:
        """The review and the keys of its people."""
        return sample_review(self.desk, sample_identities(self.desk))

    @cached_property
    def collected(self) -> Sample:
        """The review with every ballot in."""
        for member in self.sample.identities:
            take_in(self.desk, self.sample.review.id, take_part(self.sample, member, self.folder))
        return self.sample

    @cached_property
    def signed(self) -> Sample:
        """The review settled, written and signed."""
        by = self.sample.identities[LEADER].person.name
        decide_veto(self.desk, self.collected.review.id, FORM, "v8", False, RECTIFIED, by=by)
        write_opinion(self.sample)
        sign_all(self.sample)
        return self.sample

    @cached_property
    def issued(self) -> Sequence[Issued]:
        """The review exported in every format."""
        review, leader = self.signed.review, self.sample.identities[LEADER]
        asked = wanted(Format, resources_folder() / "templates" / "sample.docx")
        return issue(self.desk, review.id, leader, self.folder, wanted=asked, naming=plain)

    def file(self, name: str) -> bytes:
        """An exported file."""
        return next(one.path for one in self.issued if one.path.name == name).read_bytes()

    def close(self) -> None:
        """Close the desk, where it was opened."""
        if "desk" in self.__dict__:
            self.desk.close()


def run_checks(trial: Trial, more: Sequence[Check] = ()) -> Iterator[Checked]:
    """Every check in turn, whatever becomes of the others."""
    for check in (*CHECKS, *more):
        try:
            yield Checked(check.id, True, f"whole-{check.id}", check.run(trial))
        except Failure as failure:
            yield Checked(check.id, False, failure.code, failure.values)
        # A build may lack anything: a module, a library, a file. Each is told, none hides another.
        except Exception as error:  # noqa: BLE001
            what = f"{type(error).__name__}: {error}"
            yield Checked(check.id, False, NotWhole.code, {"what": what})


def demand(held: bool, what: str) -> None:
    """Raises NotWhole unless something holds."""
    if not held:
        raise NotWhole(what=what)


def _fonts(_trial: Trial) -> Found:
    fonts = {name for face in CHAINS for name, _ in runs(SIGNS, face)}
    return {"count": len(fonts)}


def _forms(_trial: Trial) -> Found:
    found = list(shipped())
    bad = [one.path.name for one in found if one.problems]
    procedures = shipped_procedures()
    demand(bool(found and procedures) and not bad, "、".join(bad) or "forms")
    return {"forms": len(found), "procedures": len(procedures)}


def _store(trial: Trial) -> Found:
    entry = trial.desk.store.append("selftest", "tried", {}, by="", at=trial.desk.at())
    demand(trial.desk.store.verify_chain() is None, "archive.db")
    return {"entries": entry.seq}


def _sign(trial: Trial) -> Found:
    identity = trial.sample.identities[LEADER]
    signature = sign_detached(identity, b"cpscore", at=trial.now())
    demand(check_detached(signature, b"cpscore").intact, "CAdES")
    demand(not check_detached(signature, b"cpscorf").intact, "CAdES")
    return {"count": len(trial.sample.identities)}


def _token(trial: Trial) -> Found:
    """What is no driver is told from one by whoever can run drivers."""
    path = trial.folder / "no-driver.so"
    path.write_bytes(b"")
    reason: object = ""
    try:
        keys_on_tokens(path)
    except UnusableDriver as failure:
        reason = failure.values["reason"]
    demand(reason == "unloadable", f"PKCS#11: {reason}")
    return {"drivers": len(drivers_here())}


def _score(trial: Trial) -> Found:
    result = panel(trial.desk, trial.collected.review.id, FORM).result
    demand(result is not None and len(result.counted) == len(SCORES), FORM)
    assert result is not None
    assert result.total is not None
    total = sum(Decimal(one) for given in SCORES.values() for one in given.split())
    demand(result.total.exact * len(SCORES) == total, result.total.shown)
    return {"count": len(result.counted), "total": result.total.shown}


def _pdf(trial: Trial) -> Found:
    files = [one for one in trial.issued if one.path.suffix == ".pdf"]
    opinion = trial.file("opinion.pdf")
    demand(trial.sample.review.enterprise.name in text(opinion), "opinion.pdf")
    demand(all(one.startswith(b"\x89PNG") for one in pages(opinion)), "opinion.pdf")
    return {"files": len(files)}


def _verify(trial: Trial) -> Found:
    signed = [one.path for one in trial.issued if one.signed]
    for path in signed:
        demand(verify_file(path, None, trial.desk).trustworthy, path.name)
    bent, data = trial.folder / "bent.pdf", trial.file("summary.pdf")
    half = len(data) // 2
    bent.write_bytes(data[:half] + bytes([data[half] ^ 1]) + data[half + 1 :])
    demand(not verify_file(bent, None, trial.desk).trustworthy, bent.name)
    return {"files": len(signed)}


def _docx(trial: Trial) -> Found:
    return _office(trial, ".docx", "word/document.xml")


def _xlsx(trial: Trial) -> Found:
    return _office(trial, ".xlsx", "xl/sharedStrings.xml")


def _office(trial: Trial, suffix: str, part: str) -> Found:
    """Each file is a sound ZIP in which the enterprise's name stands."""
    files = [one.path for one in trial.issued if one.path.suffix == suffix]
    name = trial.sample.review.enterprise.name
    for path in files:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as office:
            demand(office.testzip() is None, path.name)
            demand(name in office.read(part).decode("utf-8"), path.name)
    demand(bool(files), suffix)
    return {"files": len(files)}


CHECKS = (
    Check("fonts", _fonts),
    Check("forms", _forms),
    Check("store", _store),
    Check("sign", _sign),
    Check("token", _token),
    Check("score", _score),
    Check("pdf", _pdf),
    Check("verify", _verify),
    Check("docx", _docx),
    Check("xlsx", _xlsx),
)
