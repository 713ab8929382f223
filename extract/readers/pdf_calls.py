"""Functions of pdfium that are asked of every character or line, with addresses as plain numbers.

pypdfium2's own bindings make an object of every pointer, which costs several times
what the call does. The calls are too short to let another thread run meanwhile.
"""

from __future__ import annotations

import ctypes
import struct
from collections import deque
from collections.abc import Callable, Iterator
from itertools import repeat
from typing import Any

import pypdfium2.raw as raw

Call = Callable[..., Any]


def address(pointer: Any) -> int:
    """A pointer as a number; 0 where it points nowhere."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _bound(function: Any) -> Call:
    arguments = map(_plain, function.argtypes)
    return ctypes.PYFUNCTYPE(_plain(function.restype), *arguments)(address(function))


def _plain(kind: Any) -> Any:
    return ctypes.c_void_p if hasattr(kind, "contents") else kind


char_code = _bound(raw.FPDFText_GetUnicode)
char_is_generated = _bound(raw.FPDFText_IsGenerated)
char_has_no_unicode = _bound(raw.FPDFText_HasUnicodeMapError)
char_object = _bound(raw.FPDFText_GetTextObject)
char_matrix = _bound(raw.FPDFText_GetMatrix)
char_font_size = _bound(raw.FPDFText_GetFontSize)
_char_box = _bound(raw.FPDFText_GetLooseCharBox)
_char_origin = _bound(raw.FPDFText_GetCharOrigin)

text_font = _bound(raw.FPDFTextObj_GetFont)
text_mode = _bound(raw.FPDFTextObj_GetTextRenderMode)

page_object_count = _bound(raw.FPDFPage_CountObjects)
page_object = _bound(raw.FPDFPage_GetObject)
form_object_count = _bound(raw.FPDFFormObj_CountObjects)
form_object = _bound(raw.FPDFFormObj_GetObject)
object_kind = _bound(raw.FPDFPageObj_GetType)
object_matrix = _bound(raw.FPDFPageObj_GetMatrix)
object_bounds = _bound(raw.FPDFPageObj_GetBounds)
fill_colour = _bound(raw.FPDFPageObj_GetFillColor)
stroke_colour = _bound(raw.FPDFPageObj_GetStrokeColor)

path_mode = _bound(raw.FPDFPath_GetDrawMode)
path_segment_count = _bound(raw.FPDFPath_CountSegments)
path_segment = _bound(raw.FPDFPath_GetPathSegment)
segment_kind = _bound(raw.FPDFPathSegment_GetType)
segment_point = _bound(raw.FPDFPathSegment_GetPoint)
segment_closes = _bound(raw.FPDFPathSegment_GetClose)


class Room:
    """Numbers of one type that a call fills in: `values`, and the address of each for the call."""

    def __init__(self, kind: Any, count: int) -> None:
        self.values = (kind * count)()
        start, size = ctypes.addressof(self.values), ctypes.sizeof(kind)
        self.at = tuple(range(start, start + size * count, size))


def char_boxes(text: int, count: int) -> Iterator[tuple[float, ...]]:
    """Left, top, right and bottom of each character, up to `count`."""
    room = (raw.FS_RECTF * count)()
    starts = _starts(room, count)
    deque(map(_char_box, repeat(text), range(count), starts), maxlen=0)
    return struct.iter_unpack("4f", room)


def char_origins(text: int, count: int) -> Iterator[tuple[float, ...]]:
    """The point on the baseline from which each character is drawn, up to `count`."""
    room = (ctypes.c_double * 2 * count)()
    xs = _starts(room, count)
    ys = range(xs.start + 8, xs.stop + 8, 16)
    deque(map(_char_origin, repeat(text), range(count), xs, ys), maxlen=0)
    return struct.iter_unpack("2d", room)


def _starts(room: Any, count: int) -> range:
    """The addresses of sixteen bytes for each of `count` characters."""
    start = ctypes.addressof(room)
    return range(start, start + 16 * count, 16)
