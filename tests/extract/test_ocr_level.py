"""Scanned tables that level rulings alone part, or none: read where they are certain, else lost."""

from __future__ import annotations

import pytest

from extract.document import Table
from extract.ocr import installed
from extract.reading import read
from tests.extract.drawn_pages import level, packed, tables

pytestmark = pytest.mark.skipif(not installed(), reason="the extra ocr is not installed")

_FIGURES = (
    ("12", "0", "7", "305", "1"),
    ("0", "0", "18", "0", "44"),
    ("3", "64", "0", "9", "0"),
    ("15", "64", "25", "314", "45"),
)
LOST = "\ufffd"


def test_a_table_ruled_level_only_is_read() -> None:
    rows = [[name, *figures] for name, *figures in zip("ABCEF", *_FIGURES, strict=True)]
    [found] = tables(read(packed([level(rows)], "PNG"), "scan"))
    assert [row[-4:] for row in found] == [row[1:] for row in rows]


def test_a_table_without_rulings_is_read() -> None:
    rows = [[name, *figures] for name, *figures in zip("ABCEF", *_FIGURES, strict=True)]
    [found] = tables(read(packed([level(rows, ruled=False)], "PNG"), "scan"))
    assert [row[-4:] for row in found] == [row[1:] for row in rows]


def test_figures_in_columns_without_a_table_are_told_from_text() -> None:
    from extract.ocr.level import in_columns
    from extract.ocr.lines import Blob, Line

    def line(*lefts: int) -> Line:
        return Line(tuple(Blob(x, 0, x + 8, 16) for x in lefts))

    row, text = line(0, 10, 20, 60, 120), line(0, 10, 20, 30, 40)
    figures = {row.blobs[3], row.blobs[4], text.blobs[2]}
    assert set(in_columns([row, text], figures, 16)) == set(row.blobs)


def test_a_blank_among_figures_of_a_table_without_rulings_is_not_sure() -> None:
    rows = [[name, *figures] for name, *figures in zip("ABCEF", *_FIGURES, strict=True)]
    rows[2][2] = ""
    [found] = tables(read(packed([level(rows, ruled=False)], "PNG"), "scan"))
    assert found[2][-4:] == [rows[2][1], LOST, *rows[2][3:]]


def test_no_row_parts_the_print_of_one_word() -> None:
    import numpy as np

    from extract.ocr.cells import cells
    from extract.ocr.lines import Blob, Line
    from extract.ocr.pixels import Page
    from extract.page.grid import Grid, Slot

    slots = [
        Slot(r, 0, r + 1, 1, drawn=False, box=(0, 10.0 * r, 30, 10.0 * r + 10)) for r in (0, 1)
    ]
    grid = Grid((0.0, 30.0), (0.0, 10.0, 20.0), tuple(slots), open_top=False, open_bottom=False)
    high, low = Blob(4, 4, 16, 19), Blob(20, 18, 32, 25)
    page = Page(np.full((60, 60), 255, np.uint8), 2.0)
    for blob in (high, low):
        page.grey[blob.top : blob.bottom, blob.left : blob.right] = 0
    upper, lower = cells(grid, [high, low], page, 16, [Line((high, low))])
    assert [len(line.blobs) for line in upper.lines] == [2]
    assert not lower.lines
    assert not lower.doubtful


def test_specks_make_no_columns_of_a_table_ruled_level() -> None:
    rows = [[name, *figures] for name, *figures in zip("ABCEF", *_FIGURES, strict=True)]
    [found] = tables(read(packed([level(rows, specks=12)], "PNG"), "scan"))
    for row, printed in zip(found, rows, strict=True):
        assert len(row) == len(printed)
        assert all(a == b or LOST in a for a, b in zip(row[1:], printed[1:], strict=True))


def test_figures_that_meet_where_no_ruling_parts_them_are_not_sure() -> None:
    from extract.ocr.level import farthest_step, is_apart
    from extract.ocr.lines import Blob, Line

    def digits(*lefts: int) -> Line:
        return Line(tuple(Blob(x, 0, x + 10, 14) for x in lefts))

    farthest = 14 * farthest_step([digits(0, 12, 24)], 18.0, [])
    assert not is_apart(digits(0, 12, 24, 36), farthest)
    assert is_apart(digits(0, 12, 29, 41), farthest)
    stroke = Blob(36, -4, 42, 17)
    struck = Line((*digits(0, 12, 24).blobs, stroke))
    assert 14 * farthest_step([struck], 18.0, []) == farthest


def test_digits_in_the_room_of_letters_are_one_figure_and_those_of_narrow_columns_are_not() -> None:
    from extract.ocr.level import farthest_step, is_apart
    from extract.ocr.lines import Blob, Line

    def figures(step: int) -> list[Line]:
        return [Line(tuple(Blob(x * step, 0, x * step + 10, 14) for x in range(n))) for n in (4, 5)]

    wide, narrow = figures(18), figures(22)
    assert not is_apart(wide[0], 14 * farthest_step(wide, 17.0, []))
    assert is_apart(narrow[0], 14 * farthest_step(narrow, 17.0, []))
    assert is_apart(wide[0], 14 * farthest_step(wide[:1], 17.0, [])), "too few to tell"
    assert not is_apart(wide[0], 14 * farthest_step(wide[:1], 17.0, [18 / 14] * 6))


def test_digits_that_touch_each_other_are_near_the_next() -> None:
    from extract.ocr.level import is_apart
    from extract.ocr.lines import Blob, Line

    touching = Line((Blob(0, 0, 18, 13), Blob(20, 0, 24, 13), Blob(28, 0, 55, 13)))
    assert not is_apart(touching, 14.0)
    assert is_apart(Line((Blob(0, 0, 18, 13), Blob(28, 0, 55, 13))), 14.0)


def test_figures_between_rulings_without_a_table_are_lost() -> None:
    from extract.ocr.engine import Characters
    from extract.ocr.level import unread_between, without_figures
    from extract.page.grid import Grid
    from extract.page.ink import Ruling

    rulings = [Ruling(at, 50.0, 550.0) for at in (100.0, 120.0, 140.0)]
    [(top, bottom)] = unread_between(rulings, [])
    assert top < 100.0
    assert bottom > 140.0
    assert unread_between(rulings, [Grid((50.0, 550.0), (100.0, 140.0), (), False, False)]) == []
    read = Characters("（一）予以公开12", (1.0,) * 9, (0.5,) * 9)
    assert without_figures(read).text == f"（一）予以公开{LOST}{LOST}"


def test_strokes_between_level_rulings_are_no_table() -> None:
    from extract.ocr.level import is_table
    from extract.page.ink import Ruling

    box = (50.0, 100.0, 550.0, 150.0)
    strokes = [Ruling(171.0, 100.0, 113.0), Ruling(177.0, 100.0, 113.0)]
    assert not is_table(box, strokes)
    assert is_table(box, [Ruling(50.0, 100.0, 150.0), *strokes])
    assert is_table(box, [Ruling(at, 100.0, 150.0) for at in (200.0, 300.0)])


@pytest.mark.parametrize("ground", [205, 225])
def test_a_table_with_every_other_row_painted_is_read(ground: int) -> None:
    rows = [[name, *figures] for name, *figures in zip("ABCEF", *_FIGURES, strict=True)]
    rows[1][2] = rows[2][3] = ""
    pages = [level([*rows, rows[1]], ruled=False, painted=ground)]
    document = read(packed(pages, "PNG"), "scan")
    [found] = tables(document)
    assert not any(block.columns_known for block in document.blocks if isinstance(block, Table))
    assert [row[-5:] for row in found] == [*rows, rows[1]]


def test_noise_on_paper_is_no_painted_row() -> None:
    import numpy as np

    from extract.ocr.ground import painted_rows

    page = level([["A", "1", "2"], ["B", "3", "4"], ["C", "5", "6"]], ruled=False)
    noise = np.random.default_rng(5).normal(0, 12, page.shape)
    grey = np.clip(page + noise, 0, 255).astype(np.uint8)
    assert painted_rows(grey, 200 / 72, 0.0) is None


def test_painted_cells_above_a_painted_row_of_figures_end_there() -> None:
    from extract.ocr.edges import fitted
    from extract.page.ink import Ruling

    edges = [Ruling(0.0, 0, 90), Ruling(20.0, 30, 60), Ruling(40.0, 0, 90)]
    head, first, second = (5.0, 4.0, 25.0, 12.0), (10.0, 25.0, 14.0, 33.0), (40.0, 25.0, 44.0, 33.0)
    found = fitted(edges, [(head, False), (first, True), (second, True)])
    assert Ruling(20.0, 0, 30) in found
    label = (5.0, 16.0, 25.0, 24.0)
    assert Ruling(20.0, 0, 30) not in fitted(
        edges, [(label, False), (first, False), (second, True)]
    )


def test_an_edge_that_print_hides_ends_beside_the_word() -> None:
    from extract.ocr.edges import fitted
    from extract.page.ink import Ruling

    shared = [Ruling(at, 30, 90) for at in (0.0, 20.0, 40.0)]
    hidden = Ruling(60.0, 44, 90)
    words = [((32.0, 62.0, 70.0, 70.0), False)]
    assert fitted([*shared, hidden], words)[3].start == 30


def test_a_ruling_ends_beside_the_figures_that_reach_to_its_end() -> None:
    from extract.ocr.edges import clear_of_figures
    from extract.page.ink import Ruling

    figures = [((90.0, at, 101.0, at + 8), True) for at in (10.0, 30.0)]
    label = ((38.0, 10.0, 41.0, 18.0), False)
    rulings = [Ruling(at, 40.0, 100.2) for at in (20.0, 40.0)]
    assert clear_of_figures(rulings, [*figures, label]) == [
        Ruling(at, 40.0, 101.0) for at in (20.0, 40.0)
    ]
    both = [*figures, ((100.0, 50.0, 110.0, 58.0), True)]
    assert clear_of_figures(rulings, both) == rulings, "it may be of either column"


def test_the_noise_of_a_page_with_little_print_is_no_ink() -> None:
    import numpy as np

    from extract.ocr.pixels import whitened

    page = np.full((1200, 900), 235.0)
    page[600:620, 400:420] = 40
    noise = np.random.default_rng(5).normal(0, 8, page.shape)
    ink = whitened(np.clip(page + noise, 0, 255).astype(np.uint8), 200 / 72).ink(0.35)
    assert ink[600:620, 400:420].mean() > 0.9
    assert ink.sum() < 1.2 * 400


def test_a_blank_beside_words_in_a_column_of_figures_is_not_sure() -> None:
    from extract.ocr.cells import CellPrint, doubt_blanks
    from extract.ocr.lines import Blob, Line
    from extract.page.grid import Grid, Slot

    def cell(row: int, column: int, *, printed: bool) -> CellPrint:
        box = (30.0 * column, 10.0 * row, 30.0 * column + 30, 10.0 * row + 10)
        line = Line((Blob(0, 0, 8, 8),))
        slot = Slot(row, column, row + 1, column + 1, drawn=False, box=box)
        return CellPrint(slot, [line] if printed else [])

    head, first, second = (
        [cell(row, column, printed=bool(there)) for column, there in enumerate(print_)]
        for row, print_ in enumerate([(1, 1, 0), (1, 1, 1), (1, 1, 0)])
    )
    found = [*head, *first, *second]
    xs, ys = (0.0, 30.0, 60.0, 90.0), (0.0, 10.0, 20.0, 30.0)
    grid = Grid(xs, ys, tuple(c.slot for c in found), open_top=False, open_bottom=False)
    doubt_blanks(grid, found, first[1:])
    assert [c for c in found if c.doubtful] == [second[2]]


def test_a_figure_alone_is_a_table_of_a_scan_if_it_has_heads() -> None:
    from extract.page.ink import Glyph
    from extract.page.unruled import unruled_grids

    def print_(text: str, left: float, top: float) -> list[Glyph]:
        size = 10.0
        return [
            Glyph(c, left + n * size, top, left + (n + 1) * size, top + size, size, 0, 0)
            for n, c in enumerate(text)
        ]

    heads = print_("信息内容", 50, 100) + print_("本年处理决定数量", 200, 100)
    row = print_("行政许可", 50, 118) + print_("8", 235, 118)
    assert not unruled_grids(heads + row)
    [grid] = unruled_grids(heads + row, single=True)
    assert (len(grid.xs), len(grid.ys)) == (3, 3)
    assert not unruled_grids(row, single=True)
