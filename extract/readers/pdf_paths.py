"""Lines that a PDF page draws: strokes, thin rectangles and frames, however they are drawn."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

Box = tuple[float, float, float, float]
Point = tuple[float, float]

_DEPTH = 6
_POINTS_A_PATH = 5_000
_THIN = 3.2
_DOT = 2.2
_STRAIGHT = 0.6
_FRAME = 4.5
_DARK = 200
_CURVED = 2


class Ruling(NamedTuple):
    """A straight line: its height (or distance from the left), and from where to where."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Drawing:
    """Rulings of a page, the size of its pictures, and how many curves it draws."""

    across: list[Ruling] = field(default_factory=list)
    down: list[Ruling] = field(default_factory=list)
    picture_area: float = 0.0
    curves: int = 0
    _shades: list[Box] = field(default_factory=list)

    def shaded(self, x: float, y: float) -> bool:
        """Whether a point of the page's own frame lies on a picture or a dark ground."""
        return any(l <= x <= r and b <= y <= t for l, b, r, t in self._shades)

    def turned(self, quarters: int, width: float, height: float) -> Drawing:
        """The rulings after `quarters` turns of the page with the clock."""
        across, down = self.across, self.down
        if quarters == 1:
            across, down = (
                down,
                [Ruling(height - y, start, end) for y, start, end in across],
            )
        elif quarters == 2:
            across = [Ruling(height - y, width - end, width - start) for y, start, end in across]
            down = [Ruling(width - x, height - end, height - start) for x, start, end in down]
        elif quarters == 3:
            across, down = (
                [Ruling(width - x, start, end) for x, start, end in down],
                [Ruling(y, width - end, width - start) for y, start, end in across],
            )
        return Drawing(across, down, self.picture_area, self.curves)


def read_drawing(page: pdfium.PdfPage, box: Box, most: int) -> Drawing | None:
    """What the page draws besides text, measured from its top left; None beyond `most` objects."""
    x0, y0, x1, y1 = box
    reader = _Reader(box, most)
    if not reader.read(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, None, 0):
        return None
    drawing = Drawing(picture_area=reader.pictures, curves=reader.curves, _shades=reader.shades)
    for (xa, ya), (xb, yb) in reader.lines:
        left, right = max(min(xa, xb), x0), min(max(xa, xb), x1)
        low, high = max(min(ya, yb), y0), min(max(ya, yb), y1)
        if left > right or low > high:
            continue
        if high - low <= _STRAIGHT:
            drawing.across.append(Ruling(y1 - (low + high) / 2, left - x0, right - x0))
        if right - left <= _STRAIGHT:
            drawing.down.append(Ruling((left + right) / 2 - x0, y1 - high, y1 - low))
    return drawing


class _Matrix(NamedTuple):
    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def apply(self, x: float, y: float) -> Point:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: _Matrix) -> _Matrix:
        """The matrix that applies `inner` first."""
        a, b, c, d, e, f = inner
        return _Matrix(
            self.a * a + self.c * b,
            self.b * a + self.d * b,
            self.a * c + self.c * d,
            self.b * c + self.d * d,
            *self.apply(e, f),
        )


class _Reader:
    """Walks the objects of a page, form objects included."""

    def __init__(self, box: Box, most: int) -> None:
        self.lines: list[tuple[Point, Point]] = []
        self.pictures = 0.0
        self.curves = 0
        self.shades: list[Box] = []
        self._box = box
        self._left = most
        self._floats = tuple(ctypes.c_float() for _ in range(4))
        self._ints = (ctypes.c_int(), ctypes.c_int())
        self._colour = tuple(ctypes.c_uint() for _ in range(4))
        self._fs_matrix = raw.FS_MATRIX()

    def read(self, holder: Any, count: Any, get: Any, outer: _Matrix | None, depth: int) -> bool:
        """Read every object of a page or form; False when there are too many."""
        for n in range(count(holder)):
            self._left -= 1
            if self._left < 0:
                return False
            item = get(holder, n)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(item, outer)
            elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
                self._picture(item, outer)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
                matrix = self._matrix(item)
                inner = outer.after(matrix) if outer else matrix
                form = (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
                if not self.read(item, *form, inner, depth + 1):
                    return False
        return True

    def _matrix(self, item: Any) -> _Matrix:
        m = self._fs_matrix
        raw.FPDFPageObj_GetMatrix(item, m)
        return _Matrix(m.a, m.b, m.c, m.d, m.e, m.f)

    def _bounds(self, item: Any, outer: _Matrix | None) -> Box | None:
        left, bottom, right, top = self._floats
        if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return None
        points = [(left.value, bottom.value), (right.value, top.value)]
        if outer:
            corners = [(x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
            points = [outer.apply(x, y) for x, y in corners]
        return _hull(points)

    def _picture(self, item: Any, outer: _Matrix | None) -> None:
        box = self._bounds(item, outer)
        if box is None:
            return
        if min(box[2] - box[0], box[3] - box[1]) <= _DOT:
            self.lines.extend(_thin_lines(box))
            return
        x0, y0, x1, y1 = self._box
        self.shades.append(box)
        self.pictures += max(0.0, min(box[2], x1) - max(box[0], x0)) * max(
            0.0, min(box[3], y1) - max(box[1], y0)
        )

    def _path(self, item: Any, outer: _Matrix | None) -> None:
        box = self._bounds(item, outer)
        fill, stroke = self._ints
        if box is None or not raw.FPDFPath_GetDrawMode(item, fill, stroke):
            return
        count = raw.FPDFPath_CountSegments(item)
        if not 1 < count <= _POINTS_A_PATH:
            self.curves += count > _POINTS_A_PATH
            return
        stroked = bool(stroke.value) and self._visible(item, raw.FPDFPageObj_GetStrokeColor)
        filled = bool(fill.value) and self._visible(item, raw.FPDFPageObj_GetFillColor)
        if not stroked and not filled:
            return
        thin = min(box[2] - box[0], box[3] - box[1]) <= _THIN
        if filled and not thin:
            if self._colour[0].value + self._colour[1].value + self._colour[2].value < 3 * _DARK:
                self.shades.append(box)
            if not stroked and count <= 5:
                return
        elif filled and not stroked and count <= 5:
            self.lines.extend(_thin_lines(box))
            return
        matrix = self._matrix(item)
        paths = list(self._subpaths(item, count, outer.after(matrix) if outer else matrix))
        if stroked:
            for path in paths:
                self.lines.extend(zip(path, path[1:], strict=False))
        else:
            self.lines.extend(_filled_lines(paths))

    def _visible(self, item: Any, get_colour: Any) -> bool:
        return not get_colour(item, *self._colour) or self._colour[3].value > 0

    def _subpaths(self, item: Any, count: int, matrix: _Matrix) -> Iterator[list[Point]]:
        """The corners of each part of a path, a closed one ending where it began."""
        x, y = self._floats[:2]
        path: list[Point] = []
        curve = 0
        for n in range(count):
            segment = raw.FPDFPath_GetPathSegment(item, n)
            kind = raw.FPDFPathSegment_GetType(segment)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = matrix.apply(x.value, y.value)
            if kind == raw.FPDF_SEGMENT_BEZIERTO:
                curve = (curve + 1) % 3
                if curve:
                    continue
                self.curves += 1
            if kind == raw.FPDF_SEGMENT_MOVETO and path:
                yield path
                path = []
            path.append(point)
            if raw.FPDFPathSegment_GetClose(segment):
                path.append(path[0])
                yield path
                path = []
        if path:
            yield path


def _hull(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _thin_lines(box: Box) -> Iterator[tuple[Point, Point]]:
    """The line that a thin box draws; a dot is a piece of a line either way."""
    left, bottom, right, top = box
    x, y = (left + right) / 2, (bottom + top) / 2
    if top - bottom <= _THIN and (right - left > top - bottom or right - left <= _DOT):
        yield (left, y), (right, y)
    if right - left <= _THIN and (top - bottom > right - left or top - bottom <= _DOT):
        yield (x, bottom), (x, top)


def _filled_lines(paths: Sequence[Sequence[Point]]) -> Iterator[tuple[Point, Point]]:
    """The lines that filled shapes draw: thin shapes, and frames between two rectangles."""
    boxes = [_hull(path) for path in paths if len(path) > 2]
    for box in boxes:
        if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            yield from _thin_lines(box)
    for outer, inner in zip(boxes, boxes[1:], strict=False):
        if _frames(outer, inner) or _frames(inner, outer):
            left, bottom, right, top = ((a + b) / 2 for a, b in zip(outer, inner, strict=True))
            yield (left, bottom), (right, bottom)
            yield (left, top), (right, top)
            yield (left, bottom), (left, top)
            yield (right, bottom), (right, top)


def _frames(outer: Box, inner: Box) -> bool:
    """Whether a thin frame is left between two boxes, one in the other."""
    margins = (
        inner[0] - outer[0],
        inner[1] - outer[1],
        outer[2] - inner[2],
        outer[3] - inner[3],
    )
    return all(-0.01 <= m <= _FRAME for m in margins) and sum(margins) > 0
