"""What makes a figure of a scan sure: its ink, what touches it, and specks that are none of it."""

from __future__ import annotations

from typing import Any

import pytest

from extract.ocr import installed

pytestmark = pytest.mark.skipif(not installed(), reason="the extra ocr is not installed")


def blank() -> Any:
    import numpy as np

    return np.full((80, 200), 255, np.uint8)


def printed(grey: Any, *boxes: tuple[int, int, int, int]) -> tuple[Any, list[Any]]:
    """A page with ink in these boxes (left, top, right, bottom), and its pieces."""
    from extract.ocr.lines import Blob
    from extract.ocr.pixels import Page

    for left, top, right, bottom in boxes:
        grey[top:bottom, left:right] = 0
    return Page(grey, 2.0), [Blob(*box) for box in boxes]


@pytest.mark.parametrize(
    ("speck", "kept"),
    [
        ((100, 30, 102, 32), 1),  # Far from the figure.
        ((37, 43, 39, 45), 1),  # Beside it, below the line that it stands on.
        ((33, 38, 35, 40), 2),  # Where a point stands.
    ],
)
def test_a_speck_that_is_no_point_of_a_figure_is_none_of_it(
    speck: tuple[int, int, int, int], kept: int
) -> None:
    from extract.ocr.cells import cell_print
    from extract.page.grid import Slot

    page, found = printed(blank(), (20, 20, 32, 40), speck)
    slot = Slot(0, 0, 1, 1, drawn=True, box=(0.0, 0.0, 100.0, 40.0))
    [line] = cell_print(slot, found, page, 20).lines
    assert len(line.blobs) == kept


def test_a_speck_in_a_pale_figure_is_kept() -> None:
    from extract.ocr.cells import cell_print
    from extract.page.grid import Slot

    grey = blank()
    grey[20:40, 98:106] = 200
    page, found = printed(grey, (20, 20, 32, 40), (100, 30, 102, 32))
    slot = Slot(0, 0, 1, 1, drawn=True, box=(0.0, 0.0, 100.0, 40.0))
    [line] = cell_print(slot, found, page, 20).lines
    assert len(line.blobs) == 2


@pytest.mark.parametrize(
    ("ink", "shade", "doubtful"),
    [
        ((100, 30, 105, 35), 255, False),  # A speck.
        ((100, 30, 105, 35), 200, True),  # A speck in a pale figure.
    ],
)
def test_a_cell_with_a_speck_is_blank(
    ink: tuple[int, int, int, int], shade: int, doubtful: bool
) -> None:
    from extract.ocr.cells import cell_print
    from extract.page.grid import Slot

    grey = blank()
    grey[20:40, 98:106] = shade
    page, found = printed(grey, ink)
    slot = Slot(0, 0, 1, 1, drawn=True, box=(0.0, 0.0, 100.0, 40.0))
    cell = cell_print(slot, found, page, 20)
    assert (cell.lines, cell.doubtful) == ([], doubtful)


def test_digits_after_a_zero_are_not_sure() -> None:
    from extract.ocr.engine import Characters
    from extract.ocr.figures import sureness
    from extract.ocr.lines import Line

    def sure(text: str, *, begins: bool = True) -> float:
        _, found = printed(blank(), *((20 + 16 * n, 20, 32 + 16 * n, 40) for n in range(len(text))))
        read = Characters(text, (1.0,) * len(text), (0.5,) * len(text))
        return sureness(Line(tuple(found)), read, text, 20, begins=begins)

    assert sure("010") == 0.0
    assert sure("310") == 1.0
    assert sure("010", begins=False) == 1.0


@pytest.mark.parametrize(
    ("sides", "sure"),
    [(((20, 24), (26, 34)), 1.0), (((20, 24), (30, 34)), 0.0), (((20, 28), (30, 38)), 0.0)],
)
def test_the_sides_of_a_digit_without_its_thin_top_are_one(
    sides: tuple[tuple[int, int], ...], sure: float
) -> None:
    from extract.ocr.engine import Characters
    from extract.ocr.figures import sureness
    from extract.ocr.lines import Line

    _, found = printed(blank(), *((left, 20, right, 40) for left, right in sides))
    assert len(found) == 2
    assert sureness(Line(tuple(found)), Characters("0", (1.0,), (0.5,)), "0", 20) == sure


def test_white_between_full_width_digits_is_told_by_the_ink_alone() -> None:
    from extract.ocr.engine import Characters
    from extract.ocr.figures import sureness
    from extract.ocr.lines import Line

    def sure(text: str, *lefts: int, point: int = 0, last: int = 20) -> float:
        boxes = [(left, 20, left + 12, 40) for left in lefts]
        boxes[-1] = (lefts[-1], 40 - last, lefts[-1] + 12, 40)
        _, found = printed(blank(), *boxes, *([(point, 37, point + 3, 40)] if point else []))
        read = Characters(text, tuple(0.5 if c == " " else 1.0 for c in text), (0.5,) * len(text))
        return sureness(Line(tuple(found)), read, text.replace(" ", ""), 20)

    assert sure("4 0", 20, 46) == 1.0
    assert sure("4 0", 20, 50) == 0.0
    assert sure("4.0", 20, 60, point=42) == 1.0
    assert sure("40", 20, 60) == 0.0
    assert sure("40", 20, 50, last=28) == 0.0, "the rest of a ruling makes a digit no wider"


@pytest.mark.parametrize(
    ("bottom", "readings", "told"),
    [
        (44, ("1,5", "1.5"), "1,5"),
        (40, ("1,5", "1.5"), "1.5"),
        (41, ("1,5", "1.5"), "1.5"),
        (42, ("1,5", "1.5"), "1,5"),
        (44, ("1.5", "1.5"), "1.5"),
        (44, ("1,5", "1.6"), None),
        (44, ("15", "1.5"), None),
    ],
)
def test_a_comma_reaches_below_the_digits(
    bottom: int, readings: tuple[str, str], told: str | None
) -> None:
    from extract.ocr.lines import Line
    from extract.ocr.strokes import as_marked

    boxes = ((20, 20, 32, 40), (34, 38, 36, bottom), (40, 20, 52, 40))
    _, found = printed(blank(), *boxes)
    assert as_marked(Line(tuple(found)), *readings) == told


def test_digits_far_apart_are_two_figures() -> None:
    from extract.ocr.figures import is_several
    from extract.ocr.lines import Line

    def several(left: int, last: int) -> bool:
        boxes = ((20, 20, 32, 40), (left, 40 - last, left + 12, 40))
        return is_several(Line(tuple(printed(blank(), *boxes)[1])), 20)

    assert [several(36, 20), several(50, 20), several(50, 28)] == [False, True, True]


def test_digits_as_wide_as_letters_stand_at_one_distance() -> None:
    from extract.ocr.figures import is_several, steps_of, wide_step
    from extract.ocr.lines import Line

    def figure(*lefts: int) -> Line:
        return Line(tuple(printed(blank(), *((x, 20, x + 8, 40) for x in lefts))[1]))

    wide, usual = steps_of([figure(20, 48, 76)] * 3), steps_of([figure(20, 34, 48)] * 3)
    assert wide_step(wide) == pytest.approx(1.4)
    assert wide_step(wide[:5]) == wide_step(usual) == wide_step([*wide, *usual]) == 0.0
    assert [is_several(figure(20, left), 20, wide_step(wide)) for left in (48, 60)] == [False, True]
    assert is_several(figure(20, 48), 20)


def test_wide_digits_of_a_full_line_are_stretched_to_both_sides_of_their_cell() -> None:
    from extract.ocr.figures import is_several, stretched_step
    from extract.ocr.lines import Line

    line = Line(tuple(printed(blank(), (24, 20, 36, 40), (64, 20, 76, 40))[1]))
    full, wider = (stretched_step(line, 1.4, room) for room in (75.0, 120.0))
    assert not is_several(line, 20, full)
    assert wider == 1.4
    assert is_several(line, 20, wider)


def test_wide_digits_have_white_to_both_sides_of_their_ink() -> None:
    from extract.ocr.lines import Blob, Line
    from extract.ocr.print import whole

    line = Line((Blob(50, 20, 62, 40), Blob(78, 20, 90, 40)))
    close, wide = whole(line, "41", 20, 2.0), whole(line, "41", 20, 2.0, 1.4)
    assert (close[0].left, close[-1].right) == (25.0, 45.0)
    assert (wide[0].left, wide[-1].right) == (21.0, 49.0)


def test_a_merged_cell_beside_many_rows_is_of_none_of_them() -> None:
    from extract.ocr.assembled import are_beside
    from extract.page.grid import Slot

    def cell(top: float, bottom: float) -> Slot:
        return Slot(0, 0, 1, 1, True, (0.0, top, 50.0, bottom))

    assert are_beside(cell(0, 20), cell(1, 19))
    assert not are_beside(cell(0, 20), cell(20, 40))
    assert not are_beside(cell(0, 100), cell(40, 60))


def touching(
    width: int,
    digit: str,
    beyond: bool = False,
    thick: int = 2,
    ring: tuple[int, int] | None = None,
) -> bool:
    """Whether a digit of this width, right of a ruling that it touches, may be hidden.

    A `ring` has a hole from one column to another, in two parts where that is one column.
    """
    import numpy as np

    from extract.ocr.lines import Line
    from extract.ocr.pixels import Page
    from extract.ocr.rulings import Ruled
    from extract.ocr.touching import Touching
    from extract.page.ink import Drawing

    whole, found = printed(blank(), *((60 + 30 * n, 20, 72 + 30 * n, 40) for n in range(3)))
    known = [(Line((blob,)), digit) for blob in found]
    grey = whole.grey
    if beyond:
        grey[20:40, 6:16] = 0
    own, [piece] = printed(grey, (20, 20, 20 + width, 40))
    if ring:
        left, right = ring
        grey[23:37, 20 + left : 20 + max(right, left + 4)] = 255
        if left == right:
            grey[28:32, 20:30] = 0
    cut = np.zeros(grey.shape, dtype=bool)
    cut[25:35, 20] = True
    found_there = Ruled(Drawing([], []), Page(grey.copy(), 2.0), cut)
    grey[:, 20 - thick : 20] = 0
    return Touching(own, found_there, known, 20).hides(Line((piece,)), digit)


def test_a_digit_that_touches_a_ruling_is_whole_where_it_is_as_large_as_others() -> None:
    assert not touching(12, "3")
    assert touching(11, "3")
    assert touching(12, "1")
    assert not touching(11, "0")
    assert not touching(11, "2"), "no digit that lost its edge is left as a 2"
    assert touching(10, "2")


@pytest.mark.parametrize(("hole", "hidden"), [((3, 7), False), ((3, 12), True), ((3, 3), True)])
def test_a_ring_that_touches_a_ruling_is_a_zero_however_narrow(
    hole: tuple[int, int], hidden: bool
) -> None:
    """The hole is so wide, or open to a side, or broken in two."""
    assert touching(10, "0", ring=hole) == hidden


def test_a_digit_before_or_under_the_ruling_may_be_hidden() -> None:
    assert touching(12, "3", beyond=True)
    assert touching(12, "3", thick=12)
