"""Lines break as Chinese papers break them, and lose nothing."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpscore.documents.fonts import MissingCharacter
from cpscore.documents.lines import NOT_FIRST, NOT_LAST, Line, break_lines, clusters

ALPHABET = "审核企业清洁生产水平，。、；：（）《》“”…—％孙𬱟㐂䶮aWi0123456789 .,%/-()\n"
texts = st.text(ALPHABET, max_size=300)


def written(line: Line) -> str:
    return "".join(text for _, text, _ in line.runs)


def flat(text: str) -> str:
    return "".join(text.split())


@given(texts, st.floats(40, 400), st.sampled_from([0.0, 21.0]))
def test_nothing_is_lost_and_nothing_sticks_out(text: str, width: float, indent: float) -> None:
    lines = break_lines(text, "song", 10.5, width, indent)
    assert flat("".join(map(written, lines))) == flat(text)
    assert all(line.indent + line.width <= width + 0.01 for line in lines)


@given(texts, st.floats(60, 400))
def test_no_line_begins_with_a_closing_sign_or_ends_with_an_opening_one(
    text: str, width: float
) -> None:
    widest = max((len(cluster) for cluster in clusters(text)), default=0) * 10.5
    if widest > width:  # then there is no better place
        return
    lines = [line for line in break_lines(text, "song", 10.5, width) if line.runs]
    for before, after in pairwise(lines):
        if not before.ends:
            assert written(after)[0] not in NOT_FIRST
            assert written(before)[-1] not in NOT_LAST


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("清洁生产审核，合格。", 63, ["清洁生产审", "核，合格。"]),
        ("见附《导则》", 31.5, ["见附", "《导", "则》"]),
        ("投入312.5万元", 42, ["投入", "312.5万", "元"]),
        ("Low-NOx burner", 60, ["Low-NOx", "burner"]),
        ("甲乙“（ 丙", 42, ["甲乙", "“（ 丙"]),
        ("138.46～179.5", 52, ["138.46～", "179.5"]),
        ("从138.46～179.5", 80, ["从", "138.46～179.5"]),
        ("甲\n\n乙", 60, ["甲", "", "乙"]),
        ("", 60, [""]),
    ],
)
def test_breaks_where_a_typesetter_would(text: str, width: float, lines: list[str]) -> None:
    assert [written(line) for line in break_lines(text, "song", 10.5, width)] == lines


def test_a_word_longer_than_the_line_is_cut() -> None:
    lines = break_lines("x" * 100, "song", 10, 50)
    assert len(lines) > 5
    assert "".join(map(written, lines)) == "x" * 100


def test_every_missing_character_is_named_at_once() -> None:
    with pytest.raises(MissingCharacter) as failure:
        break_lines("好\U0010fffd好\U0010fffc", "song", 10, 500)
    assert failure.value.characters == "\U0010fffd\U0010fffc"


def test_names_with_rare_characters_are_measured() -> None:
    [line] = break_lines("孙𬱟、㐂田、䶮", "fang", 12, 500)
    assert written(line) == "孙𬱟、㐂田、䶮"
    assert line.width == pytest.approx(12 * 7, rel=0.02)
