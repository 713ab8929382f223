"""Recognised lines of scans as the glyphs that a printed text would have."""

from __future__ import annotations

import pytest

from extract.ocr.engine import Characters
from extract.ocr.lines import Blob, Line
from extract.ocr.print import glyphs, letter_height, spread, zero_word
from extract.page.bands import Band
from extract.page.lines import lines_of


def words(text: str, *boxes: tuple[int, int]) -> list[str]:
    """The words of a line whose characters cover these places from left to right."""
    line = Line(tuple(Blob(a, 10, b, 30) for a, b in boxes))
    left, right = boxes[0][0], boxes[-1][1]
    at = tuple(((a + b) / 2 - left) / (right - left) for a, b in boxes)
    read = Characters(text, (1.0,) * len(text), at)
    [printed] = lines_of(glyphs(line, read, 20.0, 2.0, 0, exact=True))
    return [word.text for word in printed.words]


@pytest.mark.parametrize("bracket", ["(", "（"])
def test_a_remark_behind_a_figure_is_in_its_word(bracket: str) -> None:
    boxes = (0, 10), (22, 28), (30, 50), (51, 57)
    assert words(f"8{bracket}注)", *boxes) == [f"8{bracket}注)"]
    assert words("8注注)", *boxes) == ["8", "注注)"]


def test_letters_behind_a_mark_of_full_width_are_in_its_word() -> None:
    boxes = (0, 6), (8, 28), (30, 36), (54, 74)
    assert words("（四）无", *boxes) == ["（四）无"]
    assert words("甲四乙无", *boxes) == ["甲四乙", "无"]


def test_a_line_stands_by_its_middle_whatever_reaches_below_it() -> None:
    low, high = (Line((Blob(0, 10, 20, 10 + tall),)) for tall in (18, 22))
    read = Characters("甲", (1.0,), (0.5,))
    [a], [b] = (glyphs(line, read, 20.0, 2.0, 0, exact=True) for line in (low, high))
    assert b.middle - a.middle == pytest.approx(1.0)


def test_letters_take_their_room_though_their_ink_does_not_fill_it() -> None:
    boxes = (0, 20), (31, 33), (44, 64)
    assert words("第十条", *boxes) == ["第十条"]


def test_a_digit_right_behind_a_letter_begins_where_its_ink_does() -> None:
    line = Line((Blob(0, 10, 18, 30), Blob(20, 10, 39, 30), Blob(44, 12, 52, 30)))
    read = Characters("申请0", (1.0,) * 3, (9 / 52, 29 / 52, 48 / 52))
    *_, letter, digit = glyphs(line, read, 20.0, 2.0, 0, exact=True)
    assert digit.left == pytest.approx(21.5)
    assert 19.5 <= letter.right < 20.5, "a side of a column may stand in what is left"


@pytest.mark.parametrize("dots", [True, False])
def test_figures_with_points_part_between_their_digits(dots: bool) -> None:
    points = (Blob(11, 24, 13, 26), Blob(61, 24, 63, 26)) if dots else ()
    digits = (Blob(x, 10, x + 8, 26) for x in (0, 16, 50, 66))
    line = Line(tuple(sorted((*digits, *points))))
    [printed] = lines_of(spread(line, "1.23.4", 20.0, 2.0, 20.0))
    assert [word.text for word in printed.words] == ["1.2", "3.4"]


def test_letters_are_as_high_as_those_beside_figures() -> None:
    def line(high: int) -> Line:
        return Line((Blob(0, 0, high, high),))

    assert letter_height([line(h) for h in (30, 20, 20, 19, 8)], [line(16)], 16) == 20
    assert letter_height([], [], 16) == 16


@pytest.mark.parametrize(
    ("read", "printed"),
    [("雾", "零"), ("雾件", "零件"), ("零", "零"), ("雾都", "雾都"), ("雷州市", "雷州市")],
)
def test_a_letter_that_looks_like_the_word_for_zero_is_it_where_it_stands_alone(
    read: str, printed: str
) -> None:
    line = Line(tuple(Blob(20 * n, 10, 20 * n + 18, 30) for n in range(len(read))))
    share = tuple((n + 0.5) / len(read) for n in range(len(read)))
    own = glyphs(line, Characters(read, (1.0,) * len(read), share), 20.0, 2.0, 0)
    assert "".join(g.text for g in zero_word(own)) == printed


def test_an_opening_bracket_has_its_white_before_it() -> None:
    line = Line((Blob(10, 10, 16, 30), Blob(18, 10, 38, 30)))
    bracket, letter = glyphs(
        line, Characters("(甲", (1.0,) * 2, (0.1, 0.6)), 20.0, 2.0, 0, exact=True
    )
    assert bracket.left == 0.0
    band = Band(0, 20, [], [bracket, letter], [])
    assert [band.crossed(x) for x in (3.0, 7.0, 14.0)] == [False, True, True]
