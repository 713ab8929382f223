"""Two looks at each page that is a picture: as it is, and from closer, where other pixels tell.

What a hair of ink, a speck or a rounded edge decides in one picture of a page comes out
otherwise in another. What both show alike is sure, and what one loses the other may show.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from extract.limits import DEFAULT_LIMITS, Limits
from extract.ocr.page import ScannedPage, read_page_picture
from extract.ocr.pixels import Pixels

# How much closer the second look is: no pixel falls on its old place, and no letter gets large.
_CLOSER = 1.07

Scans = dict[int, ScannedPage]


@dataclass(slots=True)
class Looks:
    """Pages that are pictures, by number, as first seen and from closer.

    Of more pages than the limits name the second look would take too long: there is none.
    """

    limits: Limits = DEFAULT_LIMITS
    first: Scans = field(default_factory=dict)
    closer: Scans = field(default_factory=dict)

    def add(self, grey: Pixels, scale: float, number: int) -> bool:
        """Read page `number`; whether anything is printed on it. `scale` is pixels to a point."""
        page = _read(self.first, grey, scale, number)
        if not page.content.items:
            return False
        self.first[number] = page
        if len(self.first) > self.limits.pages_seen_twice:
            self.closer.clear()
        else:
            self.closer[number] = _read(self.closer, _enlarged(grey), scale * _CLOSER, number)
        return True


def _read(known: Scans, grey: Pixels, scale: float, number: int) -> ScannedPage:
    return read_page_picture(grey, scale, number, known.get(number - 1))


def _enlarged(grey: Pixels) -> Pixels:
    picture = cv2.resize(grey, None, fx=_CLOSER, fy=_CLOSER, interpolation=cv2.INTER_CUBIC)
    return np.ascontiguousarray(picture, dtype=np.uint8)
