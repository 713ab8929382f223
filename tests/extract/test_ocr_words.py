"""Words on page pictures without rulings: told by their ink, at whatever heights they stand."""

from __future__ import annotations

from collections.abc import Sequence

from extract.ocr.figures import is_dash
from extract.ocr.level import has_columns, lines_or_words
from extract.ocr.lines import Blob, Line
from extract.ocr.words import words_between

HIGH = 20


def letters(left: int, top: int, count: int, high: int = HIGH) -> list[Blob]:
    """Whole letters side by side, hardly apart."""
    return [
        Blob(left + n * (high + 2), top, left + n * (high + 2) + high, top + high)
        for n in range(count)
    ]


def words(*print_: Sequence[Blob]) -> list[list[Blob]]:
    """The words of print, from the left and the top."""
    found = words_between([b for part in print_ for b in part], (), HIGH, 2.0)
    return sorted(sorted(word.blobs) for word in found)


def test_cells_side_by_side_at_other_heights_are_words_of_their_own() -> None:
    label, upper, lower = letters(0, 12, 4), letters(100, 0, 3), letters(100, 24, 3)
    assert words(label, upper, lower) == sorted([label, upper, lower])


def test_a_piece_of_a_letter_is_of_its_word_though_it_reaches_the_line_above() -> None:
    above, below = letters(0, 0, 3), letters(40, 21, 3)
    roof = Blob(106, 19, 124, 24)
    rest = Blob(106, 26, 126, 41)
    assert words(above, [*below, roof, rest]) == sorted([above, sorted([*below, roof, rest])])


def test_letters_that_touch_those_below_are_cut_where_the_words_beside_them_end() -> None:
    upper, lower = letters(0, 0, 2), letters(0, 21, 2)
    both = Blob(44, 0, 64, 41)
    one, two = words(upper, lower, [both])
    assert {b.bottom for b in one} | {b.bottom for b in two} <= {20, 21, 41}
    assert len(one) == len(two) == 3


def test_letters_larger_than_others_of_the_page_are_whole_though_their_pieces_are_as_high() -> None:
    large = letters(0, 0, 7, round(1.72 * HIGH))
    pieces = [Blob(x, 6, x + 28, 34) for x in range(256, 400, 36)]
    pieces += [Blob(x, 0, x + 28, 4) for x in range(256, 400, 36)]
    assert words(large, pieces) == [sorted([*large, *pieces])]


def test_a_letter_in_pieces_that_stands_alone_may_be_higher_than_digits_are() -> None:
    sun, mile = Blob(0, 0, 24, 9), Blob(0, 11, 24, 23)
    assert words([sun, mile]) == [[sun, mile]]


def test_the_point_between_a_number_and_its_label_is_kept() -> None:
    number, point, label = Blob(0, 4, 10, 20), Blob(13, 17, 16, 20), letters(23, 0, 3)
    assert words([number, point], label) == [[number, point, *label]]


def test_white_behind_a_comma_parts_no_word() -> None:
    before, comma, after = letters(0, 0, 2), Blob(45, 15, 49, 22), letters(70, 0, 2)
    assert words(before, [comma], after) == [[*before, comma, *after]]
    assert len(words(before, after)) == 2


def test_a_colon_is_one_mark_between_words() -> None:
    before, after = letters(0, 0, 2), letters(68, 0, 2)
    colon = [Blob(53, 6, 56, 9), Blob(53, 16, 56, 19)]
    assert len(words(before, colon, after)) == 1


def test_dust_beside_figures_is_none_of_them() -> None:
    figure, dust = [Blob(0, 4, 10, 20), Blob(12, 4, 22, 20)], Blob(25, 17, 28, 20)
    assert words(figure, [dust], letters(200, 0, 2))[0] == figure


def test_strokes_above_each_other_are_a_letter_and_no_dash() -> None:
    three = [Blob(2, 0, 18, 2), Blob(3, 8, 17, 10), Blob(0, 17, 20, 19)]
    assert words(three) == [sorted(three)]
    assert not is_dash(Line(tuple(three)), HIGH)
    assert is_dash(Line((three[0],)), HIGH)


def test_one_row_of_many_figures_has_columns() -> None:
    row = [Line((Blob(x, 0, x + 10, 16),)) for x in range(0, 1500, 100)]
    assert has_columns(row, HIGH)
    assert not has_columns(row[:5], HIGH)


def test_heads_at_several_heights_are_read_word_by_word() -> None:
    upper, lower = letters(0, 0, 9), letters(170, 12, 9)
    below = letters(0, 24, 7)
    found = lines_or_words([*upper, *lower[2:], *below], HIGH, 2.0)
    assert sorted(len(line.blobs) for line in found) == [7, 7, 9]


def test_a_comma_that_hangs_below_its_line_is_in_its_word() -> None:
    before, comma, after = letters(0, 0, 3), Blob(67, 16, 71, 24), letters(87, 0, 3)
    assert words(before, [comma], after) == [[*before, comma, *after]]
    below = letters(0, 27, 3)
    assert words(before, [comma], below) == sorted([[*before, comma], below])
