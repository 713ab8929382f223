"""Pictures of pages: what they show, and that a hostile file cannot make them large."""

from __future__ import annotations

import io
import struct
import zlib
from random import Random

import pytest

from extract.ocr import installed
from extract.pictures import Picture, PictureLimits, pictures, png
from tests.extract.pdf_writer import Page, pdf

WHITE, INK = 255, 100
with_ocr = pytest.mark.skipif(not installed(), reason="needs the extra ocr")


def dots(picture: Picture) -> tuple[int, int, list[bytes]]:
    """Width, height and rows of a PNG of one byte for each dot."""
    assert picture.png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", picture.png[16:24])
    start = picture.png.index(b"IDAT")
    (length,) = struct.unpack(">I", picture.png[start - 4 : start])
    rows = zlib.decompress(picture.png[start + 4 : start + 4 + length])
    return width, height, [rows[n + 1 : n + 1 + width] for n in range(0, len(rows), width + 1)]


def darkest(rows: list[bytes], box: tuple[float, float, float, float], scale: float) -> int:
    left, top, right, bottom = (round(edge * scale) for edge in box)
    return min(min(row[left:right]) for row in rows[top:bottom])


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_picture_shows_the_page_as_it_is_read(rotate: int) -> None:
    page = Page(width=400, height=600, rotate=rotate).fill(100, 200, 140, 220)
    [picture] = pictures(pdf(page), [1], PictureLimits(resolution=72))
    width, height, rows = dots(picture)
    across, down = (600, 400) if rotate % 180 else (400, 600)
    assert (width, height) == (picture.width, picture.height) == (across, down)
    where = {
        0: (100, 200, 140, 220),
        90: (380, 100, 400, 140),
        180: (260, 380, 300, 400),
        270: (200, 260, 220, 300),
    }[rotate]
    assert darkest(rows, where, 1) < INK
    assert sum(row.count(WHITE) for row in rows) > 0.98 * width * height


def test_only_the_pages_asked_for_are_drawn_in_order() -> None:
    data = pdf(Page(), Page().fill(0, 0, 9, 9), Page())
    assert [p.page for p in pictures(data, [3, 2, 3], PictureLimits(resolution=20))] == [2, 3]


def test_a_page_that_is_not_there_has_no_picture() -> None:
    [picture] = pictures(pdf(Page()), [7])
    assert not picture.png
    assert picture.issue
    assert picture.issue.kind == "unreadable_page"


def test_a_large_page_has_a_coarser_picture() -> None:
    [picture] = pictures(pdf(Page(width=14_000, height=9_000)), [1], PictureLimits(pixels=50_000))
    width, height, _ = dots(picture)
    assert 40_000 < width * height < 51_000


@pytest.mark.parametrize(
    ("limits", "kind"),
    [
        (PictureLimits(pages=1), "too_large"),
        (PictureLimits(total_bytes=300, resolution=20), "too_large"),
        (PictureLimits(seconds=0), "too_slow"),
    ],
)
def test_beyond_a_limit_the_reason_stands_for_the_picture(limits: PictureLimits, kind: str) -> None:
    made = pictures(pdf(*[Page()] * 3), [1, 2, 3], limits)
    assert [p.page for p in made] == [1, 2, 3]
    last = made[-1]
    assert not last.png
    assert last.issue
    assert last.issue.kind == kind


def test_a_picture_in_a_page_that_swells_is_not_unpacked() -> None:
    bomb = pdf(Page().picture(0, 0, 500, 500)).replace(
        b"/Width 1/Height 1", b"/Width 90000/Height 90000"
    )
    [picture] = pictures(bomb, [1])
    assert not picture.png
    assert picture.issue
    assert picture.issue.kind == "zip_bomb"


@pytest.mark.parametrize("data", [b"", b"<html><p>1</p></html>", b"PK\x03\x04"])
def test_a_file_without_pages_has_no_pictures(data: bytes) -> None:
    assert pictures(data, [1]) == ()


def test_a_broken_file_says_so_for_each_page() -> None:
    made = pictures(b"%PDF-1.4 nothing", [1, 2])
    assert [(p.png, p.issue and p.issue.kind) for p in made] == [(b"", "unreadable_file")] * 2


def test_shades_stay_in_their_order() -> None:
    shades = bytes(range(256))
    _, _, [row] = dots(Picture(1, 256, 1, png(256, 1, shades)))
    assert list(row) == sorted(row)
    assert (row[0], row[255]) == (0, 255)
    assert max(abs(a - b) for a, b in zip(row, shades, strict=True)) <= 9


@with_ocr
def test_a_picture_file_is_shown_as_the_page_it_is() -> None:
    grey = bytearray(b"\xff" * (400 * 600))
    for row in range(200, 220):
        grey[row * 400 + 100 : row * 400 + 140] = bytes(40)
    [picture] = pictures(png(400, 600, bytes(grey)), [1])
    assert picture.width == pytest.approx(595)
    assert picture.height == pytest.approx(892.5)
    width, height, rows = dots(picture)
    assert (width, height) == (400, 600)
    assert darkest(rows, (100, 200, 140, 220), 1) < INK
    assert sum(row.count(WHITE) for row in rows) == 400 * 600 - 40 * 20


@with_ocr
def test_pages_of_a_picture_file_are_told_apart() -> None:
    from PIL import Image

    file = io.BytesIO()
    pages = [Image.new("L", (100, 100 + 10 * n), 255) for n in range(3)]
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:], dpi=(100, 100))
    made = pictures(file.getvalue(), [3, 1, 9])
    sizes = [(p.page, round(p.width), round(p.height)) for p in made[:2]]
    assert sizes == [(1, 72, 72), (3, 72, 86)]
    assert not made[2].png
    assert made[2].issue


@with_ocr
def test_a_picture_file_that_swells_is_not_unpacked() -> None:
    small = png(40, 40, bytes(1600))
    head = struct.pack(">II", 60_000, 60_000) + small[24:29]
    bomb = small[:16] + head + struct.pack(">I", zlib.crc32(b"IHDR" + head)) + small[33:]
    [picture] = pictures(bomb, [1])
    assert not picture.png
    assert picture.issue
    assert picture.issue.kind == "too_large"


@with_ocr
def test_a_picture_file_cut_off_says_so() -> None:
    [picture] = pictures(png(400, 400, random_grey(400 * 400))[:900], [1])
    assert not picture.png
    assert picture.issue
    assert picture.issue.kind == "unreadable_file"


def random_grey(count: int) -> bytes:
    return Random(1).randbytes(count)
