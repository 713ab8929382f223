"""Functions of pdfium that are asked of every character or line, bound so that a call costs little.

pypdfium2's own bindings make an object of every pointer and check every argument, which
costs several times what the call does. Here nothing is checked: an argument is a number, or
a `Pointer`, or a place in a `Room`. The calls are too short to let another thread run meanwhile.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any

import pypdfium2.raw as raw

Call = Callable[..., Any]


class Pointer(ctypes.c_void_p):
    """An address as an argument. False where it points nowhere."""


def pointer(found: Any) -> Pointer:
    """A pointer of pypdfium2 as an argument."""
    return ctypes.cast(found, Pointer)


def _bound(function: Any, result: Any = None) -> Call:
    """A function of pdfium; a pointer comes back as a number, or None, if not as a `result`."""
    result = result or _plain(function.restype)
    arguments = [_plain(kind) for kind in function.argtypes]
    # A number is passed as what most functions take, a C int.
    passed = all(kind in (ctypes.c_void_p, ctypes.c_int) for kind in arguments)
    kind = ctypes.PYFUNCTYPE(result) if passed else ctypes.PYFUNCTYPE(result, *arguments)
    return kind(pointer(function).value or 0)


def _plain(kind: Any) -> Any:
    return ctypes.c_void_p if hasattr(kind, "contents") else kind


char_code = _bound(raw.FPDFText_GetUnicode)
char_is_generated = _bound(raw.FPDFText_IsGenerated)
char_has_no_unicode = _bound(raw.FPDFText_HasUnicodeMapError)
char_object = _bound(raw.FPDFText_GetTextObject)
char_matrix = _bound(raw.FPDFText_GetMatrix)
char_font_size = _bound(raw.FPDFText_GetFontSize)
char_box = _bound(raw.FPDFText_GetLooseCharBox)
char_origin = _bound(raw.FPDFText_GetCharOrigin)

text_font = _bound(raw.FPDFTextObj_GetFont)
text_mode = _bound(raw.FPDFTextObj_GetTextRenderMode)

page_object_count = _bound(raw.FPDFPage_CountObjects)
page_object = _bound(raw.FPDFPage_GetObject, Pointer)
form_object_count = _bound(raw.FPDFFormObj_CountObjects)
form_object = _bound(raw.FPDFFormObj_GetObject, Pointer)
object_kind = _bound(raw.FPDFPageObj_GetType)
object_matrix = _bound(raw.FPDFPageObj_GetMatrix)
object_bounds = _bound(raw.FPDFPageObj_GetBounds)
object_clip = _bound(raw.FPDFPageObj_GetClipPath, Pointer)
fill_colour = _bound(raw.FPDFPageObj_GetFillColor)
stroke_colour = _bound(raw.FPDFPageObj_GetStrokeColor)

path_mode = _bound(raw.FPDFPath_GetDrawMode)
path_segment_count = _bound(raw.FPDFPath_CountSegments)
path_segment = _bound(raw.FPDFPath_GetPathSegment, Pointer)
clip_path_count = _bound(raw.FPDFClipPath_CountPaths)
clip_segment_count = _bound(raw.FPDFClipPath_CountPathSegments)
clip_segment = _bound(raw.FPDFClipPath_GetPathSegment, Pointer)
segment_kind = _bound(raw.FPDFPathSegment_GetType)
segment_point = _bound(raw.FPDFPathSegment_GetPoint)
segment_closes = _bound(raw.FPDFPathSegment_GetClose)


@cache
def _numbers(kind: Any, count: int) -> Any:
    """The type of so many numbers, which takes long to make."""
    return kind * count


class Room:
    """Numbers of one type that a call fills in: `values`, and the place of each for the call."""

    def __init__(self, kind: Any, count: int) -> None:
        self.values = _numbers(kind, count)()
        size = ctypes.sizeof(kind)
        self.at = tuple(ctypes.byref(self.values, n * size) for n in range(count))
