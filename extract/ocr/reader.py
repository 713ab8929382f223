"""Pictures and pages that are pictures, as the pages they show."""

from __future__ import annotations

import math

import numpy as np
import pypdfium2 as pdfium

from extract.document import Block, Document
from extract.limits import DEFAULT_LIMITS, Limits
from extract.ocr.frames import POINTS_PER_INCH, RESOLUTION, SMALLEST, frames
from extract.ocr.page import ScannedPage, read_page_picture
from extract.ocr.pixels import Pixels
from extract.page.content import PageContent
from extract.page.flow import blocks, drop_repeated
from extract.pictures import check_images
from extract.refusal import RefusedError

READER = "ocr"


def read_image(data: bytes, media_type: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """A picture, or a file of several, as the pages they show.

    Boxes are in points by the resolution that the picture names; without one its
    shorter side is taken for that of A4.

    Raises:
        RefusedError: it cannot be decoded, is too large, or has too many pages.
    """
    first: list[PageContent] = []
    again: list[PageContent] = []
    for number, (grey, scale) in enumerate(frames(data, media_type, limits), start=1):
        page = read_page_picture(grey, scale, number, first[-1] if first else None)
        first.append(page.content)
        again.append(page.again)
    return Document(READER, media_type, joined(first), again=joined(again))


def joined(pages: list[PageContent]) -> tuple[Block, ...]:
    """The blocks of pages in order, tables that go on over a page as one."""
    drop_repeated(pages)
    return tuple(blocks(pages))


def scanned(
    page: pdfium.PdfPage, number: int, limits: Limits, before: PageContent | None = None
) -> ScannedPage:
    """A page of a PDF file that is a picture, drawn and read; `before` is the page before it.

    Raises:
        RefusedError: the page, or a picture on it, is too large to be drawn.
    """
    return read_page_picture(*drawn(page, limits), number, before)


def drawn(page: pdfium.PdfPage, limits: Limits) -> tuple[Pixels, float]:
    """A page of a PDF file in grey as it looks, and its pixels to a point.

    Raises:
        RefusedError: the page, or a picture on it, is too large to be drawn.
    """
    check_images(page, limits.pixels)
    width, height = page.get_size()
    most = math.sqrt(limits.pixels / max(1.0, width * height))
    scale = min(RESOLUTION / POINTS_PER_INCH, most)
    if scale * min(width, height) < SMALLEST:
        raise RefusedError("too_large", f"page of {width:.0f} x {height:.0f} points")
    picture = page.render(scale=scale, grayscale=True).to_numpy()
    grey = picture[:, :, 0] if picture.ndim == 3 else picture
    return np.ascontiguousarray(grey), scale
