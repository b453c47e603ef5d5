"""What is drawn: one table of scenes, each a way to bring the window to a page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from cpscore.desktop.forms.draft_page import PROBLEMS, REMARKS, SHEET, DraftPage
from cpscore.desktop.start.new_review import NewReviewPage
from cpscore.desktop.widgets import into_view
from cpscore.desktop.window import Window
from cpscore.forms.catalogue import find
from cpscore.rules.answers import VetoAnswer, Whole
from cpscore.rules.form import Answer
from cpscore.rules.review import Enterprise, Review
from cpscore.signing.findings import Person
from cpscore.workflow.demo import FORM, LEADER, PASSPHRASE, Sample
from cpscore.workflow.desk import Desk
from cpscore.workflow.forms import save_draft, take_definition
from cpscore.workflow.paper import enter, paper
from cpscore.workflow.people import cards, create_card
from cpscore.workflow.prepare import Plan, new_review, package_of
from cpscore.workflow.stamping import stamped
from tests.desktop.panel.agreeing import (
    AGREED,
    CARBON,
    CEMENT,
    PHOTOVOLTAIC,
    agreeing,
    differing,
)
from tests.desktop.panel.dividing import TITANIUM
from tests.desktop.panel.dividing import divided as divided_work
from tests.desktop.score.regional import BEIJING, YUNNAN, install
from tests.forms.official import as_word, official
from tests.gallery import rounds
from tests.gallery.keys import other_way, token_card, token_found, with_token


@dataclass(frozen=True)
class Stage:
    """A window on the sample review, and the way to its pages.

    Two older reviews: one passed and was signed, one failed and has its opinion still to write.
    """

    window: Window
    sample: Sample
    passed: Review
    failed: Review

    def sit(self, member_id: str) -> Stage:
        """Another member of the panel takes the seat."""
        wanted = self.sample.identities[member_id].sha256
        self.window.sit(next(one for one in cards(self.sample.desk) if one.sha256 == wanted))
        return self

    def go(self, route: str, review: Review | None = None, **arguments: object) -> None:
        """Open a page of the sample review, or of an older one."""
        self.window.go(route, review_id=(review or self.sample.review).id, **arguments)

    def seen(self, route: str, **arguments: object) -> None:
        """Open a page that belongs to no review."""
        self.window.go(route, **arguments)

    def stranger(self) -> Stage:
        """Somebody who is in no review here."""
        person = Person("专家己", "示例设计院", "高级工程师")
        made = [one for one in cards(self.sample.desk) if one.person == person]
        self.window.sit(made[0] if made else create_card(self.sample.desk, person, PASSPHRASE))
        return self

    def nobody(self) -> Stage:
        """A machine on which no identity was made yet."""
        self.window.card = None
        self.window.bar.show_menu(None, (), self.window.settings)
        return self


def draft(at: Stage, *, ready: bool) -> str:
    """A draft with problems and one without, from the shipped form; made once."""
    name = "gallery-ready" if ready else "gallery"
    folder = at.sample.desk.data / "drafts"
    if not (folder / f"{name}.yaml").exists():
        found = find(FORM)
        assert found is not None
        text = stamped(found.yaml.decode("utf-8"), {"id": name, "status": "adopted"})
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        if not ready:
            text = text.replace("total: 100", "total: 110").replace("fails: no", "fails: undecided")
            save_draft(at.sample.desk, name, text)
            remark = {"table": 1, "row": 4, "column": 2, "found": "备注：以现场为准"}
            seen = [{"code": "not-understood", "values": remark, "done": False}]
            notes = {"source": "验收评分表.docx", "remarks": seen}
            (folder / f"{name}.json").write_text(json.dumps(notes), encoding="utf-8")
    return name


def imported(at: Stage, tab: int) -> None:
    """The draft of 附录G from a Word file, made once: what is to decide, to compare, to print."""
    name, folder = "附录G", at.sample.desk.data / "tables"
    if not (at.sample.desk.data / "drafts" / f"{name}.yaml").exists():
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.docx").write_bytes(as_word(official("G")))
        take_definition(at.sample.desk, folder / f"{name}.docx")
    at.seen("draft", name=name)
    page = at.window.pages.page
    assert isinstance(page, DraftPage)
    page.panes.turn(tab)


FILLED = (
    "hebei-b", "cppc-worksheets", "cppc-checklist", "guangzhou-carbon", "henan-acceptance"
)  # fmt: skip


def filled(at: Stage, form_id: str) -> None:
    """The leader's page of a form without points, in a review of its own; made once."""
    desk, name = at.sample.desk, "示例线路板有限公司"
    made = (package_of(desk, id).review for id in desk.store.reviews())
    review = next((one for one in made if one.enterprise.name == name), None)
    if review is None:
        members = tuple(replace(one, id="") for one in at.sample.review.members)
        plan = Plan("验收", Enterprise(name, ("双有",)), "2025-03-14", FILLED, members)
        review = new_review(desk, plan, at.sample.identities[LEADER])
        fill_some(desk, review)
    at.go("score", review, form_id=form_id, member_id=LEADER)


def fill_some(desk: Desk, review: Review) -> None:
    """A few entries, as if somebody were at it."""
    one = paper(desk, review.id, "hebei-b", LEADER)
    for id, value in (("enterprise", "示例线路板有限公司"), ("legal", "张三"), ("way", "self")):
        answers = one.draft.answers
        one = enter(desk, one, replace(answers, fields={**answers.fields, id: value}))
    answered = {"q1": VetoAnswer({"a": Answer.YES})}
    enter(desk, one, replace(one.draft.answers, questions=answered))
    team = ({"c1": "张三", "c2": "组长"}, {"c1": "李四", "c2": "组员"})
    one = paper(desk, review.id, "cppc-worksheets", LEADER)
    columns = next(field for field in one.form.fields if field.id == "team").columns
    rows = tuple(
        {column.id: text for column, text in zip(columns, cells.values(), strict=False)}
        for cells in team
    )
    enter(desk, one, replace(one.draft.answers, fields={"team": rows}))
    one = paper(desk, review.id, "guangzhou-carbon", LEADER)
    enter(desk, one, replace(one.draft.answers, conclusion="pass"))


def regional(at: Stage) -> Review:
    """A review on other regions' kinds of form whose work is divided, half scored; made once."""
    desk, name = at.sample.desk, "示例磷化工有限公司"
    made = (package_of(desk, id).review for id in desk.store.reviews())
    review = next((one for one in made if one.enterprise.name == name), None)
    if review is not None:
        return review
    install(desk)
    work = {"m1": ("main",), "m3": ("survey",)}
    members = tuple(
        replace(one, sections={YUNNAN: work[one.id]} if one.id in work else {})
        for one in at.sample.review.members[:3]
    )
    plan = Plan("验收", Enterprise(name, ("其他",)), "2025-06-12", (YUNNAN, BEIJING), members)
    review = new_review(desk, plan, at.sample.identities[LEADER])
    one = paper(desk, review.id, YUNNAN, LEADER)
    for id, points in (("report", "36"), ("star", "0"), ("training", "10")):
        one = enter(desk, one, one.draft.answers.with_score(id, Whole(Decimal(points))))
    return review


def divided(at: Stage) -> None:
    """A new review whose work is divided."""
    install(at.sample.desk)
    at.seen("new-review")
    page = at.window.pages.page
    assert isinstance(page, NewReviewPage)
    page.procedure.choose(YUNNAN)
    for one, name in zip(page.members.lines[1:], ("专家甲", "专家丙"), strict=True):
        one.fields[0].setText(name)
    line = page.division.names.index("专家甲")
    page.division.boxes[YUNNAN, "survey", line].setChecked(False)
    into_view(page.division)


def agreement(at: Stage, name: str, form_id: str, make: Callable[[Sample], Sample]) -> None:
    """The panel's page where members differ, in a review of its own; made once."""
    desk = at.sample.desk
    made = (package_of(desk, id).review for id in desk.store.reviews())
    review = next((one for one in made if one.enterprise.name == name), None)
    at.go("panel", review or make(at.sample).review, form_id=form_id)


def another_way(at: Stage, way: int) -> None:
    """The identity page of a first start, on its second or third way."""
    other_way(at.nobody().window, way)


def ballot(at: Stage) -> Path:
    """A ballot the sample wrote to its stick."""
    return next(iter(sorted((at.sample.desk.data / "stick").glob("*.cpsballot"))))


MINE: Mapping[str, Any] = {"form_id": FORM, "member_id": "m1"}

# One line for each page and dialog; a page that is missing here has no picture.
SCENES: Mapping[str, Callable[[Stage], None]] = {
    "first-start": lambda at: at.nobody().seen("identity"),
    "identity-file": lambda at: another_way(at, 1),
    "identity-token": lambda at: another_way(at, 2),
    "identity-token-found": lambda at: token_found(at.nobody().window, at.sample),
    "start": lambda at: at.sit("m1").window.home(),
    "start-leader": lambda at: at.sit(LEADER).window.home(),
    "start-nothing": lambda at: at.stranger().window.home(),
    "seat": lambda at: at.sit("m1").seen("seat", sha256=at.sample.identities[LEADER].sha256),
    "seat-token": lambda at: at.sit("m1").seen("seat", sha256=token_card(at.sample)),
    "new-review": lambda at: at.sit(LEADER).seen("new-review"),
    "new-review-divided": lambda at: divided(at.sit(LEADER)),
    "start-submitted": lambda at: at.sit("m3").window.home(),
    "review": lambda at: at.sit("m1").go("review"),
    "review-leader": lambda at: at.sit(LEADER).go("review"),
    "forms": lambda at: at.sit("m1").seen("forms"),
    "form": lambda at: at.sit("m1").seen("form", form_id=FORM),
    "form-provisional": lambda at: at.sit("m1").seen("form", form_id="guangdong"),
    "form-fields": lambda at: at.sit("m1").seen("form", form_id="hebei-b"),
    "draft": lambda at: at.sit("m1").seen("draft", name=draft(at, ready=False)),
    "draft-imported": lambda at: imported(at.sit("m1"), PROBLEMS),
    "draft-imported-remarks": lambda at: imported(at.sit("m1"), REMARKS),
    "draft-imported-sheet": lambda at: imported(at.sit("m1"), SHEET),
    "draft-ready": lambda at: at.sit("m1").seen("draft", name=draft(at, ready=True)),
    "verify": lambda at: at.sit("m1").seen("verify", path=ballot(at)),
    "score": lambda at: at.sit("m1").go("score", **MINE),
    "score-marks": lambda at: at.sit(LEADER).go(
        "score", regional(at), form_id=YUNNAN, member_id=LEADER, at="/scores/star"
    ),
    "score-divided": lambda at: at.sit("m1").go(
        "score", regional(at), form_id=YUNNAN, member_id="m1"
    ),
    "fill": lambda at: filled(at.sit(LEADER), "hebei-b"),
    "fill-table": lambda at: filled(at.sit(LEADER), "cppc-worksheets"),
    "fill-ticks": lambda at: filled(at.sit(LEADER), "cppc-checklist"),
    "fill-conclusion": lambda at: filled(at.sit(LEADER), "guangzhou-carbon"),
    "fill-questions": lambda at: filled(at.sit(LEADER), "henan-acceptance"),
    "score-veto": lambda at: at.sit("m1").go("score", **MINE, at="/vetoes/v8/a"),
    "score-submitted": lambda at: at.sit("m3").go("score", form_id=FORM, member_id="m3"),
    "score-of-another": lambda at: at.sit("m3").go("score", **MINE),
    "submit": lambda at: at.sit("m1").go("submit", **MINE),
    "submit-done": lambda at: at.sit("m3").go("submit", form_id=FORM, member_id="m3"),
    "sheet": lambda at: at.sit("m3").go("sheet", form_id=FORM, member_id="m3"),
    "summary": lambda at: at.sit(LEADER).go("summary", form_id=FORM),
    "collect": lambda at: at.sit(LEADER).go("collect", form_id=FORM),
    "panel": lambda at: at.sit(LEADER).go("panel", form_id=FORM),
    "panel-conclusion": lambda at: agreement(at.sit(LEADER), PHOTOVOLTAIC, CARBON, differing),
    "panel-agreed": lambda at: agreement(at.sit(LEADER), CEMENT, AGREED, agreeing),
    "panel-divided": lambda at: agreement(at.sit(LEADER), TITANIUM, YUNNAN, divided_work),
    "panel-member": lambda at: at.sit("m1").go("panel", form_id=FORM),
    "opinion": lambda at: at.sit(LEADER).go("opinion"),
    "opinion-verdict": lambda at: at.sit(LEADER).go("opinion", at.failed),
    "sign": lambda at: at.sit(LEADER).go("sign", at.failed),
    "sign-turn": rounds.signing,
    "sign-declining": rounds.declining,
    "sign-away": rounds.away,
    "sign-anew": rounds.anew,
    "round": rounds.in_hand_of_member,
    "round-declining": rounds.in_hand_declining,
    "round-altered": rounds.in_hand_altered,
    "round-done": rounds.in_hand_done,
    "round-no-place": rounds.in_hand_stranger,
    "round-unwritten": rounds.in_hand_unwritten,
    "sign-closed": lambda at: at.sit(LEADER).go("sign", at.passed),
    "announce": lambda at: at.sit(LEADER).go("announce", at.passed),
    "export": lambda at: at.sit(LEADER).go("export", at.passed),
    "export-token": lambda at: with_token(at.sit(LEADER).window, at.sample, at.passed.id),
    "bug": lambda at: at.sit("m1").seen("bug", report=None),
}
