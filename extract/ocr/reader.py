"""Pictures and pages that are pictures, as the pages they show."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pypdfium2 as pdfium

from extract.document import Document
from extract.limits import DEFAULT_LIMITS, Limits
from extract.ocr.frames import POINTS_PER_INCH, RESOLUTION, SMALLEST, frames
from extract.ocr.looks import Looks, Scans
from extract.ocr.pixels import Pixels
from extract.page.flow import blocks
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
    looks = Looks(limits)
    for number, (grey, scale) in enumerate(frames(data, media_type, limits), start=1):
        looks.add(grey, scale, number)
    closer = _document(media_type, looks.closer) if looks.closer else None
    return replace(_document(media_type, looks.first), closer=closer)


def _document(media_type: str, pages: Scans) -> Document:
    first = [page.content for page in pages.values()]
    again = [page.again for page in pages.values()]
    return Document(READER, media_type, blocks(first), again=blocks(again))


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
