"""The main job without clicking: a sample review with a panel of five, from nothing to signed
sheets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from cpscore.rules.answers import Whole
from cpscore.rules.form import Answer
from cpscore.rules.ink import Ink
from cpscore.rules.points import read_points
from cpscore.rules.review import Enterprise, Member, Review
from cpscore.signing.findings import Person
from cpscore.signing.identity import Identity
from cpscore.workflow.collect import take_in
from cpscore.workflow.desk import Desk, Progress, open_desk, silent
from cpscore.workflow.issue import Issued, issue
from cpscore.workflow.naming import plain
from cpscore.workflow.opinion import (
    close_opinion,
    finalise,
    sign_opinion,
    write_text,
)
from cpscore.workflow.paper import Paper, enter, paper
from cpscore.workflow.people import create_card, unlock
from cpscore.workflow.prepare import Plan, new_review
from cpscore.workflow.settle import decide_veto
from cpscore.workflow.submit import submit

PASSPHRASE = "sample passphrase"
FORM, OPINION = "hebei-g", "hebei-h"
LEADER = "m2"

PEOPLE = (
    Person("专家甲", "示例大学", "教授"),
    Person("专家乙", "示例清洁生产中心", "高级工程师"),
    Person("专家丙", "示例环境科学研究院", "高级工程师"),
    Person("专家丁", "示例行业协会", "高级工程师"),
    Person("专家戊", "示例节能技术中心", "工程师"),
)
# 丁 is strict where schemes are missing.
SCORES: Mapping[str, str] = {
    "m1": "9 18 20.5 5 8 16 2 1.5 1.5",
    "m2": "8.5 17 19 5 7.5 15.5 1.5 1.5 1",
    "m3": "9 19 21 4.5 8 17 2 2 2",
    "m4": "8 12 18 5 7 15 2 1.5 1.5",
    "m5": "9 18 20 5 8 16 2 1.5 1.5",
}
REMARKS: Mapping[str, Mapping[str, str]] = {
    "m1": {"g3": "3#锅炉改造合同缺设备清单；COD 监测报告仅一次，频次不足。"},
    "m3": {"g6": "2#泵房有轻微滴漏，已当场指出。"},
    "m4": {"g2": "两项中费方案未完工，无替代方案。"},
}
TEXTS: Mapping[str, str] = {
    "1.1": "企业提交的验收资料齐全、真实，报告编制规范，附件基本齐全；"
    "锅炉改造合同缺设备清单，应补充。",
    "1.2": "评估后按技术审查意见完成补充，2项意见已落实。",
    "1.3": "生产现场无明显跑冒滴漏，中/高费方案现场与资料相符并正常运行。",
    "1.4": "无/低费方案已纳入正常生产管理。",
    "1.5": "本轮提出中/高费方案6项，实施5项，未实施的1项说明了理由。",
    "1.6": "对照行业清洁生产评价指标体系，企业达到国内清洁生产一般水平。",
}
ADVICE = "补充锅炉改造合同的设备清单，增加COD监测频次；按持续清洁生产计划开展下一轮工作。"
RECTIFIED = "处罚决定与整改验收文件经专家组当场核对，整改已完成并通过验收，该否决项不成立。"
PENALTY = "未见整改验收文件"


@dataclass(frozen=True)
class Sample:
    """A sample review on a desk, and the keys of its people by member id."""

    desk: Desk
    review: Review
    identities: Mapping[str, Identity]


def sample_identities(desk: Desk) -> Mapping[str, Identity]:
    """Five identities that only exist for the sample, by member id."""
    cards = [create_card(desk, person, PASSPHRASE) for person in PEOPLE]
    return {
        f"m{at}": unlock(desk, card.sha256, PASSPHRASE) for at, card in enumerate(cards, start=1)
    }


def sample_review(desk: Desk, identities: Mapping[str, Identity]) -> Sample:
    """A review prepared on the leader's desk."""
    members = tuple(
        Member(
            id, one.person.name, one.person.organisation, one.person.title, id == LEADER, one.sha256
        )
        for id, one in identities.items()
    )
    plan = Plan(
        stage="验收",
        enterprise=Enterprise(
            "示例化工有限公司", ("双超", "双有"), "示例市示例路1号", "示例咨询有限公司"
        ),
        date=desk.now().date().isoformat(),
        forms=(FORM, OPINION),
        members=members,
        organiser="示例市生态环境局",
        place="示例化工有限公司会议室",
        attendees="示例市生态环境局、示例化工有限公司、示例咨询有限公司",
    )
    return Sample(desk, new_review(desk, plan, identities[LEADER]), identities)


def fill(desk: Desk, one: Paper) -> Paper:
    """Enter a member's sample scores, answers and remarks, one edit after the other."""
    given = SCORES[one.member.id].split()
    for item, written in zip(one.form.items, given, strict=True):
        points = read_points(written)
        assert points is not None
        one = enter(desk, one, one.draft.answers.with_score(item.id, Whole(points)))
    for veto, part, answer in _answers(one):
        one = enter(desk, one, one.draft.answers.with_part(veto, part, answer))
    for about, remark in REMARKS.get(one.member.id, {}).items():
        one = enter(desk, one, one.draft.answers.with_remark(about, remark))
    if one.member.id == "m4":
        one = enter(desk, one, one.draft.answers.with_reason("v8", PENALTY))
    return one


def _answers(one: Paper) -> Iterator[tuple[str, str, Answer]]:
    """A sound enterprise with one penalty; 丁 saw no proof that it was rectified."""
    answers = {"v4": Answer.NO, "v7": Answer.NO}
    for veto in one.form.vetoes:
        if veto.id == "v8":
            proved = Answer.NO if one.member.id == "m4" else Answer.YES
            yield from (("v8", "a", Answer.YES), ("v8", "b", proved))
        else:
            yield veto.id, "a", answers.get(veto.id, Answer.YES)


def ink_of(member_id: str) -> Ink:
    """Handwriting for the sample: a wave, different for each member."""
    steps = 5 + int(member_id.removeprefix("m"))
    points = tuple(
        (200 + at * 2000 // (2 * steps), 300 if at % 2 else 700 - at * 10)
        for at in range(2 * steps)
    )
    return Ink(2600, (points, ((400, 850), (2200, 780))))


def take_part(sample: Sample, member_id: str, folder: Path) -> Path:
    """One member's whole part: score, submit, the ballot on the stick."""
    one = fill(sample.desk, paper(sample.desk, sample.review.id, FORM, member_id))
    _, receipt = submit(sample.desk, one, sample.identities[member_id], ink_of(member_id), folder)
    assert receipt.path is not None
    return receipt.path


def sample_desk(data: Path, now: Callable[[], datetime], fresh: Callable[[], str]) -> Sample:
    """A desk with a review under way: four ballots in, one veto contested, 甲 still scoring."""
    desk = open_desk(data, now=now, fresh=fresh)
    sample = sample_review(desk, sample_identities(desk))
    stick = data / "stick"
    stick.mkdir(exist_ok=True)
    for member_id in ("m2", "m3", "m4", "m5"):
        take_in(sample.desk, sample.review.id, take_part(sample, member_id, stick))
    started = paper(sample.desk, sample.review.id, FORM, "m1")
    for item, written in zip(started.form.items, ["9", "18", "20.5", "5", "8"], strict=False):
        points = read_points(written)
        assert points is not None
        answers = started.draft.answers.with_score(item.id, Whole(points))
        started = enter(sample.desk, started, answers)
    return sample


def run_demo(
    folder: Path,
    now: Callable[[], datetime],
    fresh: Callable[[], str],
    progress: Progress = silent,
) -> tuple[Issued, ...]:
    """Prepare, score, collect, settle, write, sign, issue: the sheets stand in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="cpscore-demo-", ignore_cleanup_errors=True) as name:
        desk = open_desk(Path(name) / "data", now=now, fresh=fresh)
        try:
            return _demonstrate(
                sample_review(desk, sample_identities(desk)), Path(name), folder, progress
            )
        finally:
            desk.close()


def _demonstrate(
    sample: Sample, stick: Path, folder: Path, progress: Progress
) -> tuple[Issued, ...]:
    desk, review = sample.desk, sample.review
    for at, member_id in enumerate(sample.identities):
        progress(at / 10, "collecting")
        take_in(desk, review.id, take_part(sample, member_id, stick))
    leader = sample.identities[LEADER]
    decide_veto(
        desk, review.id, FORM, "v8", sustained=False, reason=RECTIFIED, by=leader.person.name
    )
    write_opinion(sample)
    sign_all(sample)
    return issue(
        desk,
        review.id,
        leader,
        folder,
        lambda share, step: progress((1 + share) / 2, step),
        naming=plain,
        # Samples, of which one is as good as another.
        replacing=True,
    )


def write_opinion(sample: Sample) -> None:
    """The leader's text for every paragraph; the conclusion is filled from the result."""
    for id, written in TEXTS.items():
        write_text(sample.desk, sample.review.id, id, written)
    write_text(sample.desk, sample.review.id, "2", ADVICE)


def sign_all(sample: Sample) -> None:
    """The leader certifies, the members sign, the leader closes."""
    desk, review = sample.desk, sample.review
    finalise(desk, review.id, tuple(sample.identities), {})
    order = (LEADER, *(id for id in sample.identities if id != LEADER))
    for member_id in order:
        sign_opinion(desk, review.id, member_id, sample.identities[member_id], ink_of(member_id))
    close_opinion(desk, review.id, sample.identities[LEADER])
