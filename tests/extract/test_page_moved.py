"""Figures that spaces push aside in their cells, and digits that only look like such."""

from __future__ import annotations

import pytest

from extract.page.lines import Word
from extract.page.moved import columns_of, levelled
from extract.page.pieces import Piece

SIZE, ROOM = 10.0, 40.0
COLUMNS = [(ROOM * n, ROOM * n + 30) for n in range(5)]


def row(at: float, *columns: int, aside: float = 0.0) -> list[Piece]:
    """A figure at a height in each of these columns."""
    words = (Word("8", ROOM * n + aside, ROOM * n + aside + 6) for n in columns)
    return [Piece(word, at, SIZE) for word in words]


def label(text: str, at: float) -> Piece:
    return Piece(Word(text, -80.0, -10.0), at, SIZE)


def moved(*rows: list[Piece], labels: tuple[Piece, ...] = ()) -> list[tuple[float, float]]:
    """From where to where figures are moved."""
    found = levelled([p for own in rows for p in own], labels, COLUMNS, SIZE)
    return sorted((stood.at, piece.at) for piece, stood in found.items())


FULL = row(0, *range(5)), row(90, *range(5))


def test_figures_half_a_line_off_are_of_the_row_that_lacks_just_them() -> None:
    assert moved(*FULL, row(40, 1, 2, 3), row(46, 0, 4)) == [(46, 40), (46, 40)]
    assert moved(*FULL, row(40, 0, 1, 2, 3), row(34, 4)) == [(34, 40)]


def test_figures_half_a_line_off_are_none_of_a_row_that_has_blanks_or_them() -> None:
    assert moved(*FULL, row(40, 1, 2, 3), row(46, 4)) == []
    assert moved(*FULL, row(40, 0, 1, 2, 3), row(46, 3, 4)) == []


def test_digits_on_both_sides_of_a_row_are_halves_of_figures() -> None:
    assert moved(*FULL, row(34, 0, 4), row(40, 1, 2, 3), row(46, 0, 4)) == []


@pytest.mark.parametrize(
    ("labels", "known"),
    [
        ((), False),
        ((label("1.各机关", 40),), False),
        ((label("1.各机关", 34), label("数量", 46)), True),
    ],
)
def test_at_the_end_of_a_page_the_label_tells_that_the_row_is_whole(
    labels: tuple[Piece, ...], known: bool
) -> None:
    first = row(40, 1, 2, 3), row(46, 0, 4), row(90, *range(5))
    last = row(0, *range(5)), row(34, 0, 4), row(40, 1, 2, 3)
    for rows in (first, last):
        assert bool(moved(*rows, labels=labels)) is known


def test_figures_beside_each_other_in_different_rows_share_a_column() -> None:
    rows = [row(20.0 * n, *range(5), aside=15.0 * (n % 2)) for n in range(6)]
    values = [p for own in rows for p in own]
    assert columns_of(values, 1.0, SIZE) == [(ROOM * n, ROOM * n + 21) for n in range(5)]
    few = [p for own in rows[:4] for p in own]
    assert len(columns_of(few, 1.0, SIZE)) == 10
    across = [*values, *row(200, 0, 1), *row(200, 0, aside=15.0)]
    assert len(columns_of(across, 1.0, SIZE)) == 10
