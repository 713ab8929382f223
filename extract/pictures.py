"""Pages as they look: pictures to put beside what was read from them.

A picture is an aid for the eye. Nothing is read from it here.
"""

from __future__ import annotations

import math
import struct
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract import sniff
from extract.issues import Issue
from extract.limits import DEFAULT_LIMITS
from extract.ocr import installed
from extract.place import Place
from extract.refusal import RefusedError

POINTS_PER_INCH = 72
_SHADES = 16
_IMAGES_DEEP = 4


@dataclass(frozen=True, slots=True)
class Picture:
    """One page: its size in points, and a PNG of it.

    `png` is empty where there is none; `issue` then says why.
    """

    page: int
    width: float = 0.0
    height: float = 0.0
    png: bytes = b""
    issue: Issue | None = None


@dataclass(frozen=True, slots=True)
class PictureLimits:
    """Bounds for the pictures of one file; what lies beyond them has no picture.

    Attributes:
        pages: pictures made.
        resolution: dots per inch; fewer where a page would have more than `pixels`.
        pixels: of one picture made.
        source_pixels: of the pictures that one page draws, as they say themselves.
        total_bytes: of all pictures made.
        seconds: for all pictures, looked at between pages.
    """

    pages: int = 40
    resolution: int = 144
    pixels: int = 4_000_000
    source_pixels: int = 100_000_000
    total_bytes: int = 14 * 1024 * 1024
    seconds: float = 30.0


DEFAULT_PICTURE_LIMITS = PictureLimits()


def pictures(
    data: bytes, pages: Iterable[int], limits: PictureLimits = DEFAULT_PICTURE_LIMITS
) -> tuple[Picture, ...]:
    """The pictures of these pages of a PDF or picture file, in order; none for another format.

    Never raises for what the file does.
    """
    wanted = sorted(set(pages))
    media_type = sniff.sniff(data) if wanted else ""
    if media_type in sniff.IMAGES and installed():
        return tuple(_frames(data, media_type, wanted, limits))
    if media_type != sniff.PDF:
        return ()
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        return tuple(_none(page, "unreadable_file") for page in wanted)
    try:
        return tuple(_pictures(document, wanted, limits))
    finally:
        document.close()


def png(width: int, height: int, grey: bytes) -> bytes:
    """A picture of one byte for each dot, row after row, as PNG (ISO/IEC 15948).

    Sixteen shades are kept: enough to read by, at two thirds of the size.
    """
    step = 255 // (_SHADES - 1)
    dots = grey.translate(bytes(round(n / step) * step for n in range(256)))
    rows = b"".join(b"\0" + dots[n * width : (n + 1) * width] for n in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def _pictures(
    document: pdfium.PdfDocument, wanted: list[int], limits: PictureLimits
) -> Iterator[Picture]:
    left, deadline = limits.total_bytes, time.monotonic() + limits.seconds
    for made, page in enumerate(wanted):
        if made >= limits.pages:
            yield _none(page, "too_large", f"pictures > {limits.pages}")
        elif left <= 0:
            yield _none(page, "too_large", f"pictures > {limits.total_bytes} bytes")
        elif time.monotonic() > deadline:
            yield _none(page, "too_slow", f"pictures > {limits.seconds} s")
        else:
            picture = _page_picture(document, page, limits)
            left -= len(picture.png)
            yield picture if left >= 0 else _none(page, "too_large", "pictures")


def _frames(
    data: bytes, media_type: str, wanted: list[int], limits: PictureLimits
) -> Iterator[Picture]:
    """The pages of a picture file, which is decoded no further than the last one wanted."""
    # What decodes pictures is there with the extra only.
    from extract.ocr.frames import frames

    bounds = replace(DEFAULT_LIMITS, pixels=limits.source_pixels)
    asked, left = set(wanted[: limits.pages]), limits.total_bytes
    try:
        for number, (grey, scale) in enumerate(frames(data, media_type, bounds), start=1):
            if not asked:
                break
            if number in asked:
                asked.remove(number)
                down, across = grey.shape
                made = png(across, down, grey.tobytes())
                left -= len(made)
                yield (
                    Picture(number, across / scale, down / scale, made)
                    if left >= 0
                    else _none(number, "too_large", "pictures")
                )
    except RefusedError as error:
        yield from (Picture(number, issue=error.issue) for number in sorted(asked))
        asked = set()
    yield from (_none(number, "unreadable_page") for number in sorted(asked))
    for number in wanted[limits.pages :]:
        yield _none(number, "too_large", f"pictures > {limits.pages}")


def _page_picture(document: pdfium.PdfDocument, number: int, limits: PictureLimits) -> Picture:
    try:
        page = document[number - 1]
        try:
            check_images(page, limits.source_pixels)
            return _render(page, number, limits)
        finally:
            page.close()
    except RefusedError as error:
        return Picture(number, issue=error.issue)
    except (pdfium.PdfiumError, IndexError):
        return _none(number, "unreadable_page")


def check_images(page: pdfium.PdfPage, most: int) -> None:
    """Refuse a page whose pictures swell beyond measure when they are unpacked.

    Raises:
        RefusedError: they have more than `most` pixels in all, as they say themselves.
    """
    pixels = 0
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_IMAGES_DEEP):
        width, height = image.get_px_size()
        pixels += width * height
        if pixels > most:
            raise RefusedError("zip_bomb", f"{pixels} pixels > {most}")


def _render(page: pdfium.PdfPage, number: int, limits: PictureLimits) -> Picture:
    width, height = page.get_size()
    if min(width, height) <= 0:
        raise RefusedError("unreadable_page")
    scale = min(limits.resolution / POINTS_PER_INCH, math.sqrt(limits.pixels / (width * height)))
    bitmap = page.render(scale=scale, grayscale=True, prefer_bgrx=False)
    try:
        grey = bytes(bitmap.buffer)
        across, down, stride = bitmap.width, bitmap.height, bitmap.stride
    finally:
        bitmap.close()
    if stride != across:
        grey = b"".join(grey[n * stride : n * stride + across] for n in range(down))
    return Picture(number, width, height, png(across, down, grey))


def _none(page: int, kind: str, detail: str = "") -> Picture:
    return Picture(page, issue=Issue(kind, place=Place(page=page), detail=detail))
