"""Scans and pictures: figures are read, blanks told by their ink, and the rest is not guessed."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import pytest

from extract.document import Table
from extract.limits import Limits
from extract.ocr import installed
from extract.reading import read
from tests.extract.drawn_pages import DPI, drawn, packed, tables, tight, touching

pytestmark = pytest.mark.skipif(not installed(), reason="the extra ocr is not installed")

LOST = "\ufffd"
BESIDE = [["60", "0", "345"], ["9", "7", "1505"]] * 3
ROWS = [["12", "0", "345"], ["", "7", "1505"], ["60", "", "2.5"]]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "PDF"])
def test_a_picture_of_a_table_is_read_cell_by_cell(kind: str) -> None:
    document = read(packed([drawn(ROWS)], kind), f"scan.{kind.lower()}")
    assert document.reader == "ocr"
    assert tables(document) == [ROWS]
    [table] = [block for block in document.blocks if isinstance(block, Table)]
    assert table.columns_known
    cell = table.rows[0][2]
    assert cell.confidence is not None
    assert 0.9 < cell.confidence <= 1
    assert cell.place.page == 1
    assert cell.place.box is not None
    left, top, right, bottom = cell.place.box
    assert (left, top) == pytest.approx(((250 + 600) * 72 / DPI, 400 * 72 / DPI), abs=3)
    assert (right - left, bottom - top) == pytest.approx((300 * 72 / DPI, 90 * 72 / DPI), abs=4)


def test_a_page_that_lies_askew_with_specks_is_read() -> None:
    [found] = tables(read(packed([drawn(ROWS, 1.5, 60)], "JPEG"), "scan"))
    for row, printed in zip(found, ROWS, strict=True):
        for text, figure in zip(row, printed, strict=True):
            # A speck in a blank cell leaves nobody sure that it is blank.
            assert text == figure or (text == LOST and not figure)


def test_figures_close_below_each_other_are_no_ruling() -> None:
    rows = [["11", "1", "0"]] * 12
    assert tables(read(packed([tight(rows)], "PNG"), "scan")) == [rows]


def test_a_figure_that_a_ruling_goes_through_is_not_sure() -> None:
    import cv2

    page = drawn([["", "0", "345"], ["", "7", "1505"]])
    cv2.putText(page, "60", (246, 458), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 30, 2, cv2.LINE_AA)
    [table, *_] = [b for b in read(packed([page], "PNG"), "scan").blocks if isinstance(b, Table)]
    cell = table.rows[0][0]
    assert cell.text == "60" or (cell.confidence or 0) < 0.9
    assert (table.rows[0][2].confidence or 0) > 0.9


def test_beside_two_figures_in_one_cell_no_figure_of_the_row_is_sure() -> None:
    page = drawn([["12", "0", "345"], ["4    0", "7", "1505"]])
    [table] = [b for b in read(packed([page], "PNG"), "scan").blocks if isinstance(b, Table)]
    first, second = ([(c.confidence or 0) > 0.9 for c in row] for row in table.rows)
    assert (first, second) == ([True] * 3, [False] * 3)


def test_figures_beside_double_rulings_are_sure() -> None:
    document = read(packed([touching(BESIDE, 2)], "PNG"), "scan")
    assert tables(document) == [BESIDE]
    [table] = [block for block in document.blocks if isinstance(block, Table)]
    assert min(cell.confidence or 0 for row in table.rows for cell in row) > 0.9


def test_a_digit_that_lies_beside_a_ruling_keeps_its_strokes() -> None:
    import cv2
    import numpy as np

    from extract.ocr.pixels import Page
    from extract.ocr.rulings import ruled

    grey = cv2.GaussianBlur(touching([["", "", ""]] * 4), (0, 0), 0.9)
    page, blank = Page(grey, DPI / 72), ruled(Page(grey, DPI / 72)).page.grey
    cv2.line(grey, (254, 422), (254, 442), 30, 3)
    left = ruled(page).page.grey
    assert np.count_nonzero(blank < 160) == 0
    assert np.count_nonzero(left[422:442, 253:257] < 160) >= 20


def test_a_stroke_from_side_to_side_of_a_cell_is_no_one() -> None:
    from extract.ocr.cells import cell_print
    from extract.ocr.lines import Blob
    from extract.page.grid import Slot

    slot = Slot(0, 0, 1, 1, drawn=True, box=(0.0, 0.0, 30.0, 20.0))
    for bottom, doubtful in ((39, True), (28, False)):
        stroke = Blob(20, 1 if doubtful else 12, 22, bottom)
        page = cell_with((20, stroke.top, 22, bottom))
        assert cell_print(slot, [stroke], page, 16).doubtful == doubtful


def test_the_second_line_of_a_border_hides_nothing_of_a_cell() -> None:
    from extract.ocr.cells import cell_print
    from extract.ocr.lines import Blob
    from extract.page.grid import Slot

    slot = Slot(0, 0, 1, 1, drawn=True, box=(0.0, 0.0, 30.0, 20.0))
    digit = Blob(30, 12, 38, 28)
    for left, doubtful in ((3, False), (54, False), (10, True)):
        stroke = Blob(left, 1, left + 2, 39)
        page = cell_with((left, 1, left + 2, 39), (30, 12, 38, 28))
        found = cell_print(slot, [stroke, digit], page, 16)
        assert (found.doubtful, len(found.lines)) == (doubtful, not doubtful)
        assert cell_print(slot, [stroke], page, 16).doubtful, "no blank is certain beside it"


def cell_with(*boxes: tuple[int, int, int, int]) -> Any:
    """A page with ink in these boxes (left, top, right, bottom)."""
    import numpy as np

    from extract.ocr.pixels import Page

    grey = np.full((60, 60), 255, np.uint8)
    for left, top, right, bottom in boxes:
        grey[top:bottom, left:right] = 0
    return Page(grey, 2.0)


def test_lines_of_a_cell_that_touch_are_two() -> None:
    from extract.ocr.lines import Blob, lines

    characters = [Blob(x, y, x + 18, y + 21) for y in (0, 20) for x in (0, 20)]
    found = lines(characters, 16, cell_with())
    assert [len(line.blobs) for line in found] == [2, 2]


def test_pieces_of_one_character_of_a_cell_are_one_line() -> None:
    from extract.ocr.lines import Blob, lines

    pieces = [Blob(0, 0, 20, 9), Blob(0, 12, 20, 21)]
    assert len(lines(pieces, 16, cell_with())) == 1


def test_lines_of_a_cell_that_letters_join_are_two() -> None:
    from extract.ocr.lines import Blob, lines

    page = cell_with((0, 0, 16, 16), (6, 16, 8, 19), (0, 19, 16, 35))
    found = lines([Blob(0, 0, 16, 35)], 16, page)
    assert [(line.box.top, line.box.bottom) for line in found] in (
        [(0, 17), (17, 35)],
        [(0, 18), (18, 35)],
    )
    assert len(lines([Blob(0, 0, 16, 35)], 16, cell_with((0, 0, 16, 35)))) == 1


def test_every_page_of_a_file_is_read() -> None:
    found = tables(read(packed([drawn(ROWS), drawn([["8"] * 3] * 3)], "TIFF"), "scan.tif"))
    assert [row for table in found for row in table] == [*ROWS, *[["8"] * 3] * 3]


def test_figures_are_read_a_second_time() -> None:
    document = read(packed([drawn(ROWS)], "PNG"), "scan")
    again = [block for block in document.again if isinstance(block, Table)]
    assert [[cell.text for cell in row] for row in again[0].rows] == ROWS


def test_a_figure_struck_through_is_not_sure() -> None:
    import cv2

    page = drawn([["12", "34", "56"]] * 3)
    cv2.line(page, (340, 448), (470, 440), 30, 7)
    [table, *_] = [b for b in read(packed([page], "PNG"), "scan").blocks if isinstance(b, Table)]
    cell = table.rows[0][0]
    assert cell.text != "12" or (cell.confidence or 0) < 0.9


def png(width: int, height: int) -> bytes:
    """A picture that says it is large, and is not there."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0"))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (png(60_000, 60_000), "too_large"),
        (png(1_000, 1_000), "unreadable_file"),
        (png(8, 8), "no_text"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "unreadable_file"),
        (b"II*\x00" + bytes(40), "unreadable_file"),
    ],
)
def test_pictures_that_cannot_be_read_are_named(data: bytes, kind: str) -> None:
    document = read(data, "scan")
    assert document.blocks == ()
    assert [issue.kind for issue in document.issues] == [kind]


def test_a_file_whose_second_page_has_no_size_is_refused_by_name() -> None:
    data = bytearray(packed([drawn([["1"]])] * 2, "TIFF"))
    (first,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, first)
    (second,) = struct.unpack_from("<I", data, first + 2 + 12 * count)
    for tag in range(struct.unpack_from("<H", data, second)[0]):
        struct.pack_into("<H", data, second + 2 + 12 * tag, 65_000)
    assert [issue.kind for issue in read(bytes(data), "scan.tif").issues] == ["unreadable_file"]


def test_more_pages_than_the_limit_are_refused() -> None:
    pages = [drawn([["1"]])] * 3
    document = read(packed(pages, "TIFF"), "scan.tif", Limits(scanned_pages=2))
    assert [issue.kind for issue in document.issues] == ["too_large"]
    kept = read(packed(pages, "PDF"), "scan.pdf", Limits(scanned_pages=2))
    assert [(issue.kind, issue.place and issue.place.page) for issue in kept.issues] == [
        ("too_large", 3)
    ]


def test_a_page_on_which_nothing_is_recognised_is_named() -> None:
    document = read(packed([drawn([])], "PDF"), "scan.pdf")
    assert document.blocks == ()
    assert [(issue.kind, issue.place and issue.place.page) for issue in document.issues] == [
        ("no_text", 1)
    ]


def test_without_the_extra_a_scan_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.reading.installed", lambda: False)
    monkeypatch.setattr("extract.readers.pdf.installed", lambda: False)
    for kind in ("PNG", "PDF"):
        document = read(packed([drawn(ROWS)], kind), "scan")
        assert [issue.kind for issue in document.issues] == ["scanned_page"]
        assert "gouji[ocr]" in document.issues[0].reason


def test_a_slash_is_no_one() -> None:
    rows = [["1", "/", "0"], ["/", "11", "1"]]
    document = read(packed([drawn(rows)], "PNG"), "scan.png")
    assert tables(document) == [rows]


def test_double_rulings_all_over_a_page_make_a_table() -> None:
    import cv2
    import numpy as np

    page = np.full((1500, 1200), 250, np.uint8)
    for n in range(40):
        for beside in (0, 6):
            cv2.line(page, (100, 100 + 32 * n + beside), (1100, 100 + 32 * n + beside), 30, 2)
    for n in range(6):
        for beside in (0, 6):
            cv2.line(page, (100 + 200 * n + beside, 100), (100 + 200 * n + beside, 1354), 30, 2)
    for n in range(39):
        cv2.putText(page, str(n + 10), (380, 127 + 32 * n), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 30, 1)
    [table] = tables(read(packed([page], "PNG"), "scan.png"))
    assert [row[1] for row in table if row[1]] == [str(n + 10) for n in range(39)]


@pytest.mark.parametrize(
    ("printed", "read"), [("万元", "万元"), ("方元", f"方{LOST}"), ("元", LOST)]
)
def test_a_unit_behind_a_letter_that_is_none_of_it_is_lost(printed: str, read: str) -> None:
    from extract.ocr.print import sure_unit
    from extract.page.ink import Glyph

    found = sure_unit([Glyph(c, 0.0, 0.0, 9.0, 9.0, 9.0, 0, 0) for c in printed])
    assert "".join(g.text for g in found) == read
