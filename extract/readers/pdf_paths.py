"""Lines that a PDF page draws: strokes, thin rectangles and frames, however they are drawn."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import nan

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.page.ink import Box, Drawing, Point, Ruling
from extract.readers import pdf_calls as calls
from extract.readers.pdf_calls import Call, Pointer
from extract.readers.pdf_places import Matrix, clip_of, hull

_DEPTH = 6
_POINTS_A_PATH = 5_000
_THIN = 3.2
_DOT = 2.2
_SAME = 0.1
_STRAIGHT = 0.6
_FRAME = 4.5
_DARK, _WHITE = 200, 250
# A frame with round corners, inside and out, has fewer points than this.
_OUTLINE_POINTS = 21
_LARGEST_LETTER = 40.0
_NOWHERE = Ruling(nan, nan, nan)


def read_drawing(page: pdfium.PdfPage, box: Box, most: int) -> Drawing | None:
    """What the page draws besides text, measured from its top left; None beyond `most` objects."""
    x0, y0, x1, y1 = box
    reader = _Reader(box, most)
    if not reader.read(calls.pointer(page.raw), *_PAGE, None, 0):
        return None
    return Drawing(
        [
            Ruling(y1 - y, left - x0, right - x0)
            for y, left, right in _within(reader.across, x0, x1)
        ],
        [Ruling(x - x0, y1 - top, y1 - low) for x, low, top in _within(reader.down, y0, y1)],
        reader.pictures,
        reader.curves,
        reader.shades,
        [(left - x0, y1 - top, right - x0, y1 - low) for left, low, right, top in reader.fills],
    )


def _within(
    lines: Iterable[Ruling], low: float, high: float
) -> Iterator[tuple[float, float, float]]:
    """What lies on the page of lines in either order of their ends."""
    for at, start, end in lines:
        if start > end:
            start, end = end, start
        if start < high and end > low:
            yield at, max(start, low), min(end, high)


_PAGE = calls.page_object_count, calls.page_object
_FORM = calls.form_object_count, calls.form_object


class _Reader:
    """Walks the objects of a page, form objects included."""

    def __init__(self, box: Box, most: int) -> None:
        self.across: list[Ruling] = []
        self.down: list[Ruling] = []
        self.pictures = 0.0
        self.curves = 0
        self.shades: list[Box] = []
        self.fills: list[Box] = []
        self._box = box
        self._left = most
        self._floats = calls.Room(ctypes.c_float, 6)
        self._sides = calls.Room(ctypes.c_float, 4)
        self._mode = calls.Room(ctypes.c_int, 2)
        self._colour = calls.Room(ctypes.c_uint, 4)

    def read(
        self, holder: Pointer, count: Call, get: Call, outer: Matrix | None, depth: int
    ) -> bool:
        """Read every object of a page or form; False when there are too many."""
        for n in range(count(holder)):
            self._left -= 1
            if self._left < 0:
                return False
            item = get(holder, n)
            kind = calls.object_kind(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(item, outer)
            elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
                self._picture(item, outer)
            elif (
                kind == raw.FPDF_PAGEOBJ_FORM
                and depth < _DEPTH
                and not self.read(item, *_FORM, self._matrix(item, outer), depth + 1)
            ):
                return False
        return True

    def _matrix(self, item: Pointer, outer: Matrix | None) -> Matrix:
        calls.object_matrix(item, self._floats.at[0])
        inner = Matrix._make(self._floats.values[:])
        return outer.after(inner) if outer else inner

    def _bounds(self, item: Pointer, outer: Matrix | None) -> Box | None:
        if not calls.object_bounds(item, *self._sides.at):
            return None
        left, bottom, right, top = self._sides.values[:]
        if outer is None:
            return left, bottom, right, top
        return hull([outer.apply(x, y) for x in (left, right) for y in (bottom, top)])

    def _picture(self, item: Pointer, outer: Matrix | None) -> None:
        box = self._bounds(item, outer)
        if box is None:
            return
        if min(box[2] - box[0], box[3] - box[1]) <= _DOT:
            self._thin(box)
            return
        x0, y0, x1, y1 = self._box
        self.shades.append(box)
        self.pictures += max(0.0, min(box[2], x1) - max(box[0], x0)) * max(
            0.0, min(box[3], y1) - max(box[1], y0)
        )

    def _path(self, item: Pointer, outer: Matrix | None) -> None:
        if not calls.path_mode(item, *self._mode.at):
            return
        fill, stroke = self._mode.values[:]
        count = calls.path_segment_count(item)
        if not 1 < count <= _POINTS_A_PATH:
            self.curves += count > _POINTS_A_PATH
            return
        stroked = stroke != 0 and self._visible(item, calls.stroke_colour)
        filled = fill != 0 and self._visible(item, calls.fill_colour)
        if not stroked and not filled:
            return
        if filled and self._is_area(item, outer, count, stroked):
            return
        paths = list(self._subpaths(item, count, self._matrix(item, outer)))
        if count >= _OUTLINE_POINTS and _is_outline(paths):
            return
        if stroked:
            for path in paths:
                for (xa, ya), (xb, yb) in pairwise(path):
                    if abs(ya - yb) <= _STRAIGHT:
                        self.across.append(Ruling((ya + yb) / 2, xa, xb))
                    if abs(xa - xb) <= _STRAIGHT:
                        self.down.append(Ruling((xa + xb) / 2, ya, yb))
        else:
            self._filled(paths)

    def _is_area(self, item: Pointer, outer: Matrix | None, count: int, stroked: bool) -> bool:
        """Take in what a filled path paints; whether that is all it draws, its sides apart."""
        box = self._bounds(item, outer)
        if box is None:
            return True
        simple = count <= 5 and not stroked
        if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            if simple:
                self._thin(box)
            return simple
        light = sum(self._colour.values[:3])
        if light < 3 * _DARK:
            self.shades.append(box)
        if count <= 5 and light < 3 * _WHITE:
            self._fill(box, clip_of(item, outer))
        return simple

    def _fill(self, box: Box, clip: Box) -> None:
        """Take in what a clip leaves of a painted box."""
        left, bottom = max(box[0], clip[0]), max(box[1], clip[1])
        right, top = min(box[2], clip[2]), min(box[3], clip[3])
        if left < right and bottom < top:
            self.fills.append((left, bottom, right, top))

    def _thin(self, box: Box) -> None:
        """The line that a thin box draws; a dot is a piece of a line either way.

        A dot that goes on where the one before it ended is a piece of the same line.
        """
        left, bottom, right, top = box
        width, height = right - left, top - bottom
        if width <= _DOT and height <= _DOT:
            y, x = (bottom + top) / 2, (left + right) / 2
            across = self.across[-1] if self.across else _NOWHERE
            down = self.down[-1] if self.down else _NOWHERE
            if _goes_on(across, y, left):
                self.across[-1] = Ruling(across.at, across.start, right)
            elif _goes_on(down, x, bottom):
                self.down[-1] = Ruling(down.at, down.start, top)
            elif _goes_back(down, x, top):
                self.down[-1] = Ruling(down.at, bottom, down.end)
            else:
                self.across.append(Ruling(y, left, right))
                self.down.append(Ruling(x, bottom, top))
            return
        if height <= _THIN and (width > height or width <= _DOT):
            self.across.append(Ruling((bottom + top) / 2, left, right))
        if width <= _THIN and (height > width or height <= _DOT):
            self.down.append(Ruling((left + right) / 2, bottom, top))

    def _filled(self, paths: Sequence[Sequence[Point]]) -> None:
        """The lines that filled shapes draw: thin shapes, and frames between two rectangles."""
        boxes = [hull(path) for path in paths if len(path) > 2]
        for box in boxes:
            if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
                self._thin(box)
        for outer, inner in pairwise(boxes):
            if _frames(outer, inner) or _frames(inner, outer):
                left, bottom, right, top = ((a + b) / 2 for a, b in zip(outer, inner, strict=True))
                self.across += [Ruling(y, left, right) for y in (bottom, top)]
                self.down += [Ruling(x, bottom, top) for x in (left, right)]

    def _visible(self, item: Pointer, colour: Call) -> bool:
        return not colour(item, *self._colour.at) or self._colour.values[3] > 0

    def _subpaths(self, item: Pointer, count: int, matrix: Matrix) -> Iterator[list[Point]]:
        """The corners of each part of a path, a closed one ending where it began."""
        x, y = self._floats.at[:2]
        a, b, c, d, e, f = matrix
        path: list[Point] = []
        curve = 0
        for n in range(count):
            segment = calls.path_segment(item, n)
            kind = calls.segment_kind(segment)
            calls.segment_point(segment, x, y)
            px, py = self._floats.values[:2]
            point = a * px + c * py + e, b * px + d * py + f
            if kind == raw.FPDF_SEGMENT_BEZIERTO:
                curve = (curve + 1) % 3
                if curve:
                    continue
                self.curves += 1
            if kind == raw.FPDF_SEGMENT_MOVETO and path:
                yield path
                path = []
            path.append(point)
            if calls.segment_closes(segment):
                path.append(path[0])
                yield path
                path = []
        if path:
            yield path


def _is_outline(paths: Sequence[Sequence[Point]]) -> bool:
    """Whether a path of many points is the outline of a letter, as bold print may be drawn.

    It is no larger than one, and not all of its sides are level or upright.
    """
    left, bottom, right, top = hull([point for path in paths for point in path])
    if max(right - left, top - bottom) > _LARGEST_LETTER:
        return False
    return any(
        abs(xa - xb) > _STRAIGHT < abs(ya - yb)
        for path in paths
        for (xa, ya), (xb, yb) in pairwise(path)
    )


def _goes_on(line: Ruling, at: float, start: float) -> bool:
    """Whether a dot begins where a line ends."""
    return -_SAME < line.at - at < _SAME and -_SAME < start - line.end < _DOT


def _goes_back(line: Ruling, at: float, end: float) -> bool:
    """Whether a dot ends where a line begins."""
    return -_SAME < line.at - at < _SAME and -_SAME < line.start - end < _DOT


def _frames(outer: Box, inner: Box) -> bool:
    """Whether a thin frame is left between two boxes, one in the other."""
    margins = (
        inner[0] - outer[0],
        inner[1] - outer[1],
        outer[2] - inner[2],
        outer[3] - inner[3],
    )
    return all(-0.01 <= m <= _FRAME for m in margins) and sum(margins) > 0
