"""Rulings of scans that other lines of the page would hide: each table shows its own."""

from __future__ import annotations

from typing import Any

import pytest

from extract.ocr import installed
from extract.page.grid import Grid
from tests.extract.drawn_pages import DPI

pytestmark = pytest.mark.skipif(not installed(), reason="the extra ocr is not installed")


def page() -> Any:
    import numpy as np

    return np.full((2339, 1654), 255, np.uint8)


def lines(grey: Any, shade: int, thick: int, *ends: tuple[int, int, int, int]) -> None:
    import cv2

    for left, top, right, bottom in ends:
        cv2.line(grey, (left, top), (right, bottom), shade, thick)


def grids_of(grey: Any) -> list[Grid]:
    """The grids of a page, from its top."""
    import cv2

    from extract.ocr.pixels import Page
    from extract.ocr.rulings import ruled
    from extract.page.grid import grids

    seen = Page(cv2.GaussianBlur(grey, (0, 0), 0.9), DPI / 72)
    return sorted(grids(ruled(seen).drawing), key=lambda g: g.ys[0])


def columns_of(grey: Any) -> list[int]:
    """How many cells the rows of each grid have at most, from the top of the page."""
    found = grids_of(grey)
    return [max(sum(s.row == row for s in g.slots) for row in range(len(g.ys))) for g in found]


def test_a_heavy_frame_does_not_hide_the_thin_rulings_in_it() -> None:
    grey = page()
    rows = [(300, y, 1300, y) for y in range(500, 1100, 100)]
    lines(grey, 0, 7, (300, 500, 300, 1000), (1300, 500, 1300, 1000), (700, 500, 700, 1000))
    lines(grey, 130, 2, *rows, (900, 600, 900, 800), (1100, 600, 1100, 800))
    assert columns_of(grey) == [4]


def test_a_paler_table_below_a_darker_one_has_its_own_columns() -> None:
    grey = page()
    for top, shade in ((400, 20), (900, 130)):
        lines(grey, shade, 2, *((300, y, 1300, y) for y in range(top, top + 180, 60)))
        lines(grey, shade, 2, *((x, top, x, top + 120) for x in (300, 700, 1000, 1300)))
    assert columns_of(grey) == [3, 3]


def test_double_rulings_that_the_end_of_a_page_cuts_off_are_there() -> None:
    grey = page()
    for beside in (0, 5):
        lines(grey, 20, 2, *((300, y + beside, 1300, y + beside) for y in (250, 300, 350)))
        uprights = ((300, 350), (450, 300), (600, 250), (900, 350), (1100, 350), (1300, 350))
        lines(grey, 20, 2, *((x + beside, 200, x + beside, end) for x, end in uprights))
    assert columns_of(grey) == [5]


def test_strokes_of_letters_in_tight_rows_are_no_rulings() -> None:
    grey = page()
    lines(grey, 20, 2, *((300, y, 1300, y) for y in range(400, 711, 31)))
    lines(grey, 20, 2, *((x, 400, x, 710) for x in (300, 900, 1100, 1300)))
    for top in range(462, 586, 31):
        lines(grey, 0, 3, (500, top, 500, top + 31))
        lines(grey, 0, 3, *((485, top + y, 515, top + y) for y in (7, 15, 23)))
    assert columns_of(grey) == [3]


def test_strokes_of_two_lines_of_letters_in_one_row_are_no_ruling() -> None:
    grey = page()
    lines(grey, 20, 2, *((300, y, 1300, y) for y in (400, 462, 524, 586)))
    lines(grey, 20, 2, *((x, 400, x, 586) for x in (300, 700, 900, 1100, 1300)))
    lines(grey, 0, 3, (500, 400, 500, 462))
    for y in (408, 418, 428, 438, 448):
        lines(grey, 0, 3, (485, y, 515, y))
    assert columns_of(grey) == [4]


def test_rulings_beside_heads_of_two_lines_are_rulings() -> None:
    grey = page()
    lines(grey, 20, 2, *((300, y, 1300, y) for y in (400, 462, 524)))
    lines(grey, 20, 2, (700, 462, 1200, 462))
    lines(grey, 20, 2, *((x, 400, x, 524) for x in (300, 700, 1200, 1300)))
    lines(grey, 20, 2, *((x, 462, x, 524) for x in (800, 950, 1100)))
    for y in (470, 480, 490, 500, 510):
        lines(grey, 0, 3, *((x + 2, y, x + 40, y) for x in (800, 950, 1100)))
    assert columns_of(grey) == [6]


def test_a_thin_ruling_that_is_not_quite_upright_is_no_row_of_dashes() -> None:
    import numpy as np

    from extract.ocr.stretches import Tested

    grey, _, upright = dashed()
    steps = np.full_like(grey, 255)
    for ruling in upright:
        at = int(2 * ruling.at)
        steps[20:174, at] = 40
        for y in range(174, 240):
            steps[y, at + 2 + y // 2 % 2] = 40
    assert not Tested(upright, steps, 2.0).dashed
    assert Tested(upright, grey, 2.0).dashed


def test_rows_of_letters_are_no_dashes_beside_longer_rulings() -> None:
    from extract.ocr.dashes import usual_period

    assert usual_period([(0.0, 540.0), (4.9, 60.0), (5.1, 86.0), (4.8, 86.0), (0.0, 540.0)]) == 0.0
    assert usual_period([(4.0, 540.0), (4.1, 540.0), (0.0, 60.0)]) == 4.0
    assert usual_period([]) == 0.0


@pytest.mark.parametrize("two_lines", [False, True])
def test_a_ruling_far_higher_than_the_one_line_of_letters_beside_it_is_no_stroke(
    two_lines: bool,
) -> None:
    from extract.ocr.pieces import Letters
    from extract.ocr.stretches import Tested
    from extract.page.ink import Ruling

    grey = page()[:600, :600]
    lines(grey, 20, 2, (300, 100, 300, 154))
    for y in (115, 125, 135, *((145, 151, 105) if two_lines else ())):
        lines(grey, 0, 3, (303, y, 340, y))
    own = Ruling(300 * 72 / DPI, 100 * 72 / DPI, 154 * 72 / DPI)
    upright = Tested([own], grey, DPI / 72, Letters(9.0, 11.0))
    assert not upright.is_clear(own)
    assert upright.outgrows_print(own) == (not two_lines)
    assert not Tested([own], grey, DPI / 72).outgrows_print(own), "letters are not known"


@pytest.mark.parametrize(
    ("letters", "height", "low"),
    [
        ((10.8, 11.5), 11, True),
        ((10.8, 11.5), 17, False),
        ((9.0, 9.5), 18, True),
        ((8.0, 15.0), 17, True),
        (None, 17, True),
    ],
)
def test_what_is_no_letter_and_has_no_room_for_two_is_no_stroke(
    letters: tuple[float, float] | None, height: float, low: bool
) -> None:
    from extract.ocr.pieces import Letters
    from extract.ocr.stretches import Tested

    grey, _, upright = dashed()
    known = Letters(*letters) if letters else None
    assert Tested(upright, grey, 2.0, known).is_low(height), "it may end in the gap of a dash"
    for ruling in upright:
        at = int(2 * ruling.at)
        grey[20:240, at - 1 : at + 1] = 40
    assert Tested(upright, grey, 2.0, known).is_low(height) == low


def test_a_worn_ruling_in_the_last_row_of_a_page_is_one() -> None:
    grey = page()
    lines(grey, 20, 2, *((300, y, 1300, y) for y in range(400, 721, 80)))
    lines(grey, 20, 2, *((x, 400, x, 720) for x in (300, 900, 1300)))
    lines(grey, 20, 2, (500, 640, 500, 720))
    lines(grey, 110, 2, (500, 660, 500, 672))
    assert columns_of(grey) == [3]


def dashed() -> tuple[Any, list[Any], list[Any]]:
    """A dashed table at 144 dpi, and its level and its upright rulings in points."""
    import numpy as np

    from extract.page.ink import Ruling

    grey = np.full((400, 500), 255, np.uint8)
    for at in (60, 120, 180, 240):
        for x in range(40, 440, 8):
            grey[at : at + 2, x : x + 5] = 40
    for at in (40, 160, 300, 438):
        for y in range(20, 240, 8):
            grey[y : y + 5, at : at + 2] = 40
    level = [Ruling(at / 2 + 0.5, 20, 220) for at in (60, 120, 180, 240)]
    return grey, level, [Ruling(at / 2 + 0.5, 10, 120) for at in (40, 160, 300, 438)]


@pytest.mark.parametrize(("torn", "drawn"), [(1, True), (3, True), (6, False)])
def test_of_a_long_line_noise_tears_a_little_more_in_one_row(torn: int, drawn: bool) -> None:
    import numpy as np

    from extract.ocr.stretches import Tested
    from extract.page.ink import Ruling

    grey = np.full((400, 500), 255, np.uint8)
    grey[20:380, 100:102] = 40
    grey[200 : 200 + torn, 96:106] = 255
    grey[180:184, 80:130] = 40
    tested = Tested([Ruling(50.5, 10, 190)], grey, 2.0)
    assert tested.drawn(0, 88, 114) == drawn
    assert tested.drawn(0, 95, 114) == (torn == 1), "so high may be a stroke in its continuation"


def test_letters_that_touch_a_pale_line_do_not_make_it_darker() -> None:
    import numpy as np

    from extract.ocr.stretches import Tested
    from extract.page.ink import Ruling

    grey = np.full((200, 400), 255, np.uint8)
    beside = range(180, 400, 20)
    for x in (100, *beside):
        grey[20:180, x : x + 2] = 255 - 120
    for top in (*range(24, 150, 22), 164):
        grey[top : min(top + 18, 176), 102:106] = 60
    found = [Ruling(x / 2 + 0.5, 10, 90) for x in (100, *beside)]
    assert Tested(found, grey, 2.0).drawn(0, 80, 90)


def test_dashes_reach_beyond_the_first_that_was_found() -> None:
    import numpy as np

    from extract.ocr.lattice import crossing_of
    from extract.ocr.stretches import Tested

    grey, level, _ = dashed()
    found = crossing_of(Tested(level, np.ascontiguousarray(grey.T), 2.0), 4)
    assert [(round(r.start), round(r.end)) for r in found] == [(16, 224)] * 4


def test_a_dashed_ruling_that_is_torn_at_a_crossing_goes_on_beyond_it() -> None:
    from extract.ocr.lattice import held

    grey, level, (first, second, *others) = dashed()
    torn = [second._replace(end=24), second._replace(start=34)]
    found = held(level, [first, *torn, *others], grey, 2.0)[1]
    assert (80, 9) in [(round(r.at), round(r.start)) for r in found]


def test_a_stroke_of_heads_among_dashes_is_no_ruling() -> None:
    from extract.ocr.lattice import held
    from extract.page.ink import Ruling

    grey, level, upright = dashed()
    for y in (22, 42):
        grey[y : y + 17, 230:232] = 40
    stroke = Ruling(115.5, 11, 30)
    found = held(level, [*upright[:2], stroke, *upright[2:]], grey, 2.0).upright
    assert sum(r.start < 12 for r in found) == len(upright)
    assert not any(110 < r.at < 120 for r in found)


def test_of_dashes_as_short_as_dots_no_edge_is_print() -> None:
    from extract.ocr.lattice import held

    grey, level, upright = dashed()
    assert held(level, upright, grey, 2.0).step == pytest.approx(4, abs=0.3)
    for ruling in upright:
        at = int(2 * ruling.at)
        grey[20:240, at - 1 : at + 1] = 40
    assert held(level, upright, grey, 2.0).step == 0


@pytest.mark.parametrize(
    ("left", "top", "wide", "of_border"),
    [(95, 120, 1, True), (95, 120, 4, False), (80, 120, 1, False), (95, 320, 1, False)],
)
def test_a_thin_stroke_beside_a_table_is_a_piece_of_its_border(
    left: int, top: int, wide: int, of_border: bool
) -> None:
    from extract.ocr.cells import is_of_border
    from extract.ocr.lines import Blob
    from extract.page.grid import Grid

    grid = Grid((50.0, 100.0), (50.0, 150.0), (), open_top=False, open_bottom=False)
    assert is_of_border(grid, Blob(left, top, left + wide, top + 20), 2.0) == of_border


@pytest.mark.parametrize(("left", "rows"), [(300, [4]), (150, [])])
def test_a_line_from_side_to_side_is_a_ruling_however_pale(left: int, rows: list[int]) -> None:
    grey = page()
    lines(grey, 90, 2, *((300, y, 1300, y) for y in range(400, 701, 100)))
    lines(grey, 90, 2, *((x, 400, x, 800) for x in (300, 700, 1000, 1300)))
    lines(grey, 90, 2, (300, 800, 300, 900), (1300, 800, 1300, 840))
    lines(grey, 160, 1, (left, 800, 1600 - left, 800))
    assert [len(grid.ys) - 1 for grid in grids_of(grey)] == rows
