"""The pages of a picture file, in grey and no finer than they need be."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator

import cv2
import numpy as np
from PIL import Image, ImageFile, UnidentifiedImageError

from extract.limits import Limits
from extract.ocr.pixels import Pixels
from extract.refusal import RefusedError

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
SMALLEST = 32
# What the library raises for damaged files, most of it by accident.
_DAMAGED = (
    UnidentifiedImageError,
    OSError,
    EOFError,
    SyntaxError,
    TypeError,
    ValueError,
    LookupError,
    ArithmeticError,
    struct.error,
)


def frames(data: bytes, media_type: str, limits: Limits) -> Iterator[tuple[Pixels, float]]:
    """Each page of a picture file in grey, and its pixels to a point.

    Raises:
        RefusedError: it cannot be decoded, is too large, or has too many pages.
    """
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
    except _DAMAGED as error:
        raise RefusedError("unreadable_file", f"{type(error).__name__}") from error
    except Image.DecompressionBombError as error:
        raise RefusedError("too_large", "pixels") from error


def _frame(picture: ImageFile.ImageFile | Image.Image, limits: Limits) -> tuple[Pixels, float]:
    width, height = picture.size
    if width * height > limits.pixels:
        raise RefusedError("too_large", f"pixels {width} x {height} > {limits.pixels}")
    if min(width, height) < SMALLEST:
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
