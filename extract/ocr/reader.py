"""Pictures and pages that are pictures, as the pages they show."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFile, UnidentifiedImageError

from extract.document import Block, Document
from extract.limits import DEFAULT_LIMITS, Limits
from extract.ocr.page import ScannedPage, read_page_picture
from extract.ocr.pixels import Pixels
from extract.pictures import check_images
from extract.readers.pdf_flow import PageContent, blocks, drop_repeated
from extract.refusal import RefusedError

READER = "ocr"
FORMATS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/tiff": "TIFF",
    "image/bmp": "BMP",
    "image/gif": "GIF",
}
POINTS_PER_INCH = 72
# Finer than this, recognition gains nothing and takes longer.
RESOLUTION = 200
# A picture that does not say how large its dots are is taken for a page of A4.
_SHORT_SIDE = 595.0
_LIKELY = range(90, 1_300)
_SMALLEST = 32


def read_image(data: bytes, media_type: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """A picture, or a file of several, as the pages they show.

    Boxes are in points by the resolution that the picture names; without one its
    shorter side is taken for that of A4.

    Raises:
        RefusedError: it cannot be decoded, is too large, or has too many pages.
    """
    first, again = [], []
    for number, (grey, scale) in enumerate(_frames(data, media_type, limits), start=1):
        page = read_page_picture(grey, scale, number)
        first.append(page.content)
        again.append(page.again)
    return Document(READER, media_type, joined(first), again=joined(again))


def joined(pages: list[PageContent]) -> tuple[Block, ...]:
    """The blocks of pages in order, tables that go on over a page as one."""
    drop_repeated(pages)
    return tuple(blocks(pages))


def scanned(page: pdfium.PdfPage, number: int, limits: Limits) -> ScannedPage:
    """A page of a PDF file that is a picture, drawn and read.

    Raises:
        RefusedError: the page, or a picture on it, is too large to be drawn.
    """
    check_images(page, limits.pixels)
    width, height = page.get_size()
    most = math.sqrt(limits.pixels / max(1.0, width * height))
    scale = min(RESOLUTION / POINTS_PER_INCH, most)
    if scale * min(width, height) < _SMALLEST:
        raise RefusedError("too_large", f"page of {width:.0f} x {height:.0f} points")
    drawn = page.render(scale=scale, grayscale=True).to_numpy()
    grey = drawn[:, :, 0] if drawn.ndim == 3 else drawn
    return read_page_picture(np.ascontiguousarray(grey), scale, number)


def _frames(data: bytes, media_type: str, limits: Limits) -> Iterator[tuple[Pixels, float]]:
    """Each page of a picture file in grey, and its pixels to a point."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=[FORMATS[media_type]]) as picture:
                count = getattr(picture, "n_frames", 1)
                if count > limits.scanned_pages:
                    raise RefusedError("too_large", f"pages {count} > {limits.scanned_pages}")
                for index in range(count):
                    picture.seek(index)
                    yield _frame(picture, limits)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, KeyError) as error:
        raise RefusedError("unreadable_file", f"{type(error).__name__}") from error
    except Image.DecompressionBombError as error:
        raise RefusedError("too_large", "pixels") from error


def _frame(picture: ImageFile.ImageFile | Image.Image, limits: Limits) -> tuple[Pixels, float]:
    width, height = picture.size
    if width * height > limits.pixels:
        raise RefusedError("too_large", f"pixels {width} x {height} > {limits.pixels}")
    if min(width, height) < _SMALLEST:
        raise RefusedError("no_text", f"{width} x {height} pixels")
    named = picture.info.get("dpi", (0, 0))[0]
    resolution = float(named or 0)
    if round(resolution) not in _LIKELY:
        resolution = min(width, height) / _SHORT_SIDE * POINTS_PER_INCH
    # Paper shows through what is transparent.
    flat = picture.convert("RGBA") if "transparency" in picture.info else picture
    if flat.mode in ("RGBA", "LA"):
        paper = Image.new("RGBA", flat.size, "white")
        flat = Image.alpha_composite(paper, flat.convert("RGBA"))
    grey: Pixels = np.asarray(flat.convert("L"))
    scale = resolution / POINTS_PER_INCH
    if resolution > RESOLUTION:
        smaller = RESOLUTION / resolution
        size = (max(1, round(width * smaller)), max(1, round(height * smaller)))
        grey, scale = cv2.resize(grey, size, interpolation=cv2.INTER_AREA), scale * smaller
    return grey, scale
