"""What a draft leaves open: told by its place, printed all the same, turned into another kind."""

from __future__ import annotations

import pytest

from cpscore.forms.reader import read_form
from cpscore.workflow.mending import as_questions, as_vetoes, open_places, printable

DRAFT = """\
# 由「x.docx」导入的草稿
id: x
title: 某市评分表
total: 10
vetoes:
  - {number: "1", text: 是否达标, fails: undecided}
  - text: 是否停产；若是，是否恢复
    parts: [是否停产, {text: 若是，是否恢复, asked_if: a = yes}]
    fails_when: undecided  # 请写明
  - text: 是否甲；是否乙
    parts: [是否甲, 是否乙]
    fails_when: undecided
sections: [{items: [{title: 现场, max: 10}]}]
grades:
  - {id: good, label: 优秀, range: undecided}
  - {id: pass, label: 合格, range: undecided}
  - {id: fail, label: 不合格, range: undecided}
notes: [{about: v2, text: 见附件}]
sheet:
  - vetoes:
      side: 基本条件
      columns: [{show: text, label: 内容, width: 100}, {show: yes, label: 是, width: 15}]
  - scores: [{show: title, label: 指标, width: 100}, {show: score, label: 得分, width: 20}]
  - grades: 结论
"""


def test_open_places_have_their_words_and_what_may_be_written() -> None:
    places = open_places(DRAFT)

    assert places["/vetoes/0"].text == "是否达标"
    assert places["/vetoes/1"].parts == ("是否停产", "若是，是否恢复")
    assert places["/vetoes/1"].rules == ("a = yes and b = no",)
    assert places["/vetoes/2"].rules == ("a = yes or b = yes", "a = no or b = no")
    assert places["/grades/1"].text == "合格"


@pytest.mark.parametrize("text", ["", "id: [", "vetoes: 3", "- a", "vetoes: [{parts: x}, y]"])
def test_a_draft_that_is_broken_has_places_as_far_as_it_can_be_read(text: str) -> None:
    for place, veto in open_places(text).items():
        assert place.startswith("/vetoes/")
        assert len(veto.parts) == 0


def test_every_rule_that_is_offered_can_be_read() -> None:
    for rule in (*open_places(DRAFT)["/vetoes/1"].rules, *open_places(DRAFT)["/vetoes/2"].rules):
        text = DRAFT.replace("fails_when: undecided", f"fails_when: {rule}")
        assert not any("/fails_when" in one.path for one in read_form(text.encode())[1])


def test_a_draft_that_lacks_decisions_only_can_be_looked_at() -> None:
    form = printable(DRAFT, read_form(DRAFT.encode())[1])

    assert form is not None
    assert [grade.label for grade in form.grades] == ["优秀", "合格", "不合格"]
    assert len(form.vetoes) == 3
    wrong = DRAFT.replace("max: 10", "max: 9")
    assert printable(wrong, read_form(wrong.encode())[1]) is None
    assert printable(DRAFT, ()) is None


def test_vetoes_become_questions_with_all_their_words_and_vetoes_again() -> None:
    text = as_questions(DRAFT)
    assert text is not None
    assert text.startswith("# 由「x.docx」导入的草稿\nid: x\n")
    form, problems = read_form(text.replace("undecided", "x >= 0", 1).encode())
    # What is left are the bands: nothing of the questions is wrong.
    assert form is None
    assert not any(one.path.startswith("/questions") for one in problems)
    assert "about: q2" in text
    assert "fails" not in text

    again = as_vetoes(text)
    assert again is not None
    before, after = open_places(DRAFT), open_places(again)
    assert after == before
    undecided = [one.path for one in read_form(again.encode())[1] if one.code == "undecided"]
    assert [path for path in undecided if path.startswith("/vetoes")] == [
        "/vetoes/0/fails",
        "/vetoes/1/fails_when",
        "/vetoes/2/fails_when",
    ]


def test_where_both_kinds_are_nothing_is_turned() -> None:
    both = DRAFT + "questions: [是否丙]\n"
    assert as_questions(both) is None
    assert as_vetoes(both) is None
    assert as_vetoes("id: x\n") is None
