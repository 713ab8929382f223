"""Where columns part whose sides nobody drew."""

from __future__ import annotations

from extract.page.bands import Band
from extract.page.blank_columns import ways_to_part
from extract.page.columns import sides_of
from extract.page.ink import Glyph, Ruling
from extract.page.lines import lines_of


def band(top: float, *lines: tuple[tuple[str, float], ...]) -> Band:
    """A ruled band with lines of characters, each of which begins at a place."""
    glyphs = [
        Glyph(c, x, top + 14 * n, x + (7.0 if c.isdigit() else 11.0), top + 14 * n + 11, 11.0, 0, 0)
        for n, line in enumerate(lines)
        for c, x in line
    ]
    bottom = top + 14 * len(lines)
    return Band(top, bottom, [Ruling(bottom, 50, 240)], glyphs, lines_of(glyphs))


def spread(text: str, left: float) -> tuple[tuple[str, float], ...]:
    return tuple((c, left + 11 * n) for n, c in enumerate(text))


def test_what_stands_above_labels_does_not_tell_how_heads_stand_above_figures() -> None:
    # Two letters to a line, drawn out over their columns; figures are flush left.
    upper = (("商", 120.0), ("业", 139.0), ("科", 152.0), ("研", 171.0), ("其", 184.0))
    lower = (*spread("企业", 120), *spread("机构", 152), *spread("他", 184))
    heads = band(100, upper, lower, spread("之和", 95))
    label = spread("一二三四五六", 51)
    rows = [band(150 + 20 * n, (*label, ("0", 120), ("0", 152), ("0", 184))) for n in range(4)]
    assert all(149 < x < 153 or 181 < x < 185 for x in sides_of([heads, *rows], [])[1:])


def test_of_many_ways_to_part_heads_two_are_found() -> None:
    run = [(10.0 * n, 10.0 * n + 10) for n in range(40)]
    words = run[::5]
    assert len(ways_to_part(run, words, 2, lambda _: True)) == 2
    assert ways_to_part(run, words, 2, lambda pair: len(pair[0]) == 5) == [
        (5, 10, 15, 20, 25, 30, 35)
    ]
    assert not ways_to_part(run, words, 2, lambda pair: len(pair[0]) < 5)


def test_no_side_goes_through_figures_where_a_ruling_ends_a_little_before_it_does() -> None:
    label = spread("一二三四五六", 51)
    rows = [band(150 + 20 * n, (*label, ("0", 140), ("0", 180), ("0", 220))) for n in range(4)]
    [*_, last] = sides_of(rows, [185.6])
    assert 187 <= last <= 220
