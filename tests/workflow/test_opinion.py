"""From collected ballots to the signed opinion: nothing is signed that is not settled."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpscore.documents.picture import text as page_text
from cpscore.rules.ink import Ink
from cpscore.rules.problem import Unacceptable
from cpscore.signing.inspect import inspect_pdf
from cpscore.workflow.collect import take_in
from cpscore.workflow.demo import (
    FORM,
    LEADER,
    RECTIFIED,
    Sample,
    ink_of,
    sign_all,
    take_part,
    write_opinion,
)
from cpscore.workflow.failures import EmptyInk, NoReason, WrongIdentity
from cpscore.workflow.issue import issue
from cpscore.workflow.opinion import (
    NotToSign,
    NoVerdict,
    StillOpen,
    close_opinion,
    finalise,
    opinion,
    preview,
    sign_opinion,
    signed_opinion,
    void_opinion,
    write_dissent,
    write_field,
    write_text,
)
from cpscore.workflow.opinion_state import Signing
from cpscore.workflow.settle import decide_veto, panel, undecide_veto


@pytest.fixture
def collected(sample: Sample, tmp_path: Path) -> Sample:
    """All five ballots in; 丁 found veto 8 failed, the others did not."""
    for member_id in sample.identities:
        take_in(sample.desk, sample.review.id, take_part(sample, member_id, tmp_path))
    return sample


@pytest.fixture
def settled(collected: Sample) -> Sample:
    """The panel decided that veto 8 does not stand."""
    decide_veto(
        collected.desk,
        collected.review.id,
        FORM,
        "v8",
        sustained=False,
        reason=RECTIFIED,
        by="专家乙",
    )
    return collected


def test_a_contested_veto_waits_for_a_decision_with_a_reason(collected: Sample) -> None:
    desk, id = collected.desk, collected.review.id
    result = panel(desk, id, FORM).result
    assert result is not None
    assert result.total is not None
    assert (result.total.shown, result.verdict) == ("78.70", None)
    with pytest.raises(NoVerdict):
        finalise(desk, id, (LEADER,), {})
    with pytest.raises(NoReason):
        decide_veto(desk, id, FORM, "v8", sustained=True, reason=" ", by="专家乙")
    with pytest.raises(Unacceptable):
        decide_veto(desk, id, FORM, "v1", sustained=True, reason="因为", by="专家乙")
    decided = decide_veto(desk, id, FORM, "v8", sustained=True, reason="未整改", by="专家乙")
    assert decided.result is not None
    assert decided.result.verdict is not None
    assert decided.result.verdict.id == "fail"
    back = undecide_veto(desk, id, FORM, "v8", reason="补来了验收文件", by="专家乙")
    assert back.result is not None
    assert back.result.verdict is None
    again = decide_veto(desk, id, FORM, "v8", sustained=False, reason=RECTIFIED, by="专家乙")
    assert again.result is not None
    assert again.result.verdict is not None
    assert again.result.verdict.id == "pass"
    assert again.decided["v8"].by == "专家乙"


def test_the_conclusion_is_filled_from_the_result_and_can_be_written_over(settled: Sample) -> None:
    desk, id = settled.desk, settled.review.id
    one = opinion(desk, id)
    assert "78.70" in one.texts["1.7"]
    assert "合格" in one.texts["1.7"]
    assert one.fields["enterprise"] == "示例化工有限公司"
    assert ("专家丁", "方案实施", "两项中费方案未完工，无替代方案。") in one.remarks
    one = write_text(desk, id, "1.7", "验收合格。")
    assert one.texts["1.7"] == "验收合格。"
    write_field(desk, id, "attendees", "示例市生态环境局")
    printed = page_text(preview(desk, opinion(desk, id)))
    assert "验收合格。" in printed
    assert "示例市生态环境局" in printed
    with pytest.raises(KeyError):
        write_text(desk, id, "9.9", "")


def test_the_leader_signs_first_each_member_once_and_the_leader_closes(settled: Sample) -> None:
    desk, id, keys = settled.desk, settled.review.id, settled.identities
    write_opinion(settled)
    finalise(desk, id, tuple(keys), {})
    with pytest.raises(Signing):
        write_text(desk, id, "1.1", "改")
    with pytest.raises(Signing):
        decide_veto(desk, id, FORM, "v8", sustained=True, reason="改", by="专家乙")
    with pytest.raises(NotToSign):
        sign_opinion(desk, id, "m1", keys["m1"], ink_of("m1"))
    with pytest.raises(WrongIdentity):
        sign_opinion(desk, id, LEADER, keys["m1"], ink_of("m1"))
    sign_opinion(desk, id, LEADER, keys[LEADER], ink_of(LEADER))
    with pytest.raises(StillOpen):
        close_opinion(desk, id, keys[LEADER])
    for member_id in ("m4", "m1", "m5", "m3"):
        one = sign_opinion(desk, id, member_id, keys[member_id], ink_of(member_id))
        with pytest.raises(NotToSign):
            sign_opinion(desk, id, member_id, keys[member_id], ink_of(member_id))
    assert one.state.signed == (LEADER, "m4", "m1", "m5", "m3")
    one = close_opinion(desk, id, keys[LEADER])
    assert one.state.state == "closed"
    signed = signed_opinion(desk, one)
    assert signed is not None
    found = inspect_pdf(signed)
    assert found.whole
    assert [mark.field for mark in found.signatures] == [LEADER, "m4", "m1", "m5", "m3", "closing"]


def test_members_who_sign_by_hand_stand_on_the_page_without_a_key(settled: Sample) -> None:
    desk, id, keys = settled.desk, settled.review.id, settled.identities
    hands = {member_id: ink_of(member_id) for member_id in keys if member_id != LEADER}
    with pytest.raises(EmptyInk):
        finalise(desk, id, (LEADER,), {**hands, "m1": Ink(1000, ())})
    finalise(desk, id, (LEADER,), hands)
    sign_opinion(desk, id, LEADER, keys[LEADER], ink_of(LEADER))
    one = close_opinion(desk, id, keys[LEADER])
    signed = signed_opinion(desk, one)
    assert signed is not None
    found = inspect_pdf(signed)
    assert found.whole
    assert [mark.field for mark in found.signatures] == [LEADER, "closing"]


def test_voiding_needs_a_reason_and_opens_the_opinion_again(settled: Sample) -> None:
    desk, id, keys = settled.desk, settled.review.id, settled.identities
    finalise(desk, id, tuple(keys), {})
    sign_opinion(desk, id, LEADER, keys[LEADER], None)
    with pytest.raises(NoReason):
        void_opinion(desk, id, "")
    one = void_opinion(desk, id, "第5段数字写错")
    assert (one.state.state, one.state.pdf) == ("writing", None)
    [voided] = one.state.voided
    assert (voided.edition, voided.signed, voided.reason) == (1, (LEADER,), "第5段数字写错")
    kept = desk.store.fetch(voided.pdf)
    assert kept is not None
    assert [mark.field for mark in inspect_pdf(kept).signatures] == [LEADER]
    write_text(desk, id, "1.5", "改正后的文字。")
    assert finalise(desk, id, tuple(keys), {}).state.edition == 2


def test_a_dissent_is_printed_behind_the_opinion(settled: Sample) -> None:
    desk, id = settled.desk, settled.review.id
    write_dissent(desk, id, "m4", "我认为两项中费方案未完工，不应合格。")
    assert "我认为两项中费方案未完工，不应合格。" in page_text(preview(desk, opinion(desk, id)))
    write_dissent(desk, id, "m4", "")
    assert opinion(desk, id).state.dissents == {}


def test_nothing_is_issued_without_a_verdict_or_with_another_key(
    collected: Sample, tmp_path: Path
) -> None:
    desk, id, keys = collected.desk, collected.review.id, collected.identities
    with pytest.raises(NoVerdict):
        issue(desk, id, keys[LEADER], tmp_path)
    decide_veto(desk, id, FORM, "v8", sustained=False, reason=RECTIFIED, by="专家乙")
    with pytest.raises(WrongIdentity):
        issue(desk, id, keys["m1"], tmp_path)
    sign_all(collected)
    issued = issue(desk, id, keys[LEADER], tmp_path)
    names = {one.path.name for one in issued}
    assert names >= {
        "验收意见-示例化工有限公司.pdf",
        "评分汇总表-示例化工有限公司.pdf",
        *(f"评分表-{one.person.name}.pdf" for one in keys.values()),
    }
    said = page_text(next(one.path for one in issued if one.kind == "summary").read_bytes())
    for words in (
        "78.70",
        "未见整改验收文件",
        RECTIFIED[:12],
        *(k.person.name for k in keys.values()),
    ):
        assert words in said
