"""What a page of an OFD document draws (GB/T 33190-2016): glyphs, rulings, pictures, in points."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import pairwise

from extract.limits import Limits
from extract.markup import Element
from extract.page.ink import Glyph, Ink, Ruling
from extract.refusal import RefusedError

_POINTS = 72 / 25.4
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_PATH = re.compile(r"[SMLQBAC]|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_STRAIGHT = "SMLC"
_MOST_STEPS = 10_000
_LARGEST = 1e5
# Lengths in millimetres: a line that leans no more is straight, an area no thicker is a line.
_LEANING, _THIN = 0.2, 1.1
_ASCENT, _DESCENT = 0.86, 0.14
_SMALLEST, _BIGGEST = 1.0, 400.0
_WIDE_FROM = 0x2E80
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_A4 = (0.0, 0.0, 210.0, 297.0)
_WHITE = 250

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]


def numbers(text: str | None) -> list[float]:
    """The numbers in an attribute that are of a size that a page can have."""
    found = (float(n) for n in _NUMBER.findall((text or "")[:_MOST_STEPS]))
    return [n for n in found if math.isfinite(n) and abs(n) < _LARGEST]


def page_ink(roots: list[Element], size: list[float], limits: Limits) -> Ink:
    """The ink of a page from its content and its templates; `size` is its box in millimetres.

    Raises:
        RefusedError: more on the page than the limits allow.
    """
    left, top, width, height = size if len(size) == len(_A4) else _A4
    ink = Ink(width * _POINTS, height * _POINTS)
    seen = 0
    for item in (item for root in roots for item in root.iter("{*}*")):
        read = _OBJECTS.get(str(item.tag).rpartition("}")[2])
        if read is None or item.get("Visible", "true") == "false":
            continue
        seen += 1
        if seen > limits.page_objects or len(ink.glyphs) > limits.page_characters:
            raise RefusedError("too_large", f"page_objects > {limits.page_objects}")
        read(item, ink, (-left, -top))
    return ink


def _text(item: Element, ink: Ink, moved: Point) -> None:
    """The glyphs of a text object (11.2); what cannot be seen or lies askew is only counted."""
    size = next(iter(numbers(item.get("Size"))), 0.0)
    matrix, origin = _matrix(item), _origin(item, moved)
    stretch = next(iter(numbers(item.get("HScale"))), 1.0)
    unseen = _is_unseen(item)
    upright = matrix[0] > 0 and abs(matrix[1]) <= 0.1 * matrix[0] and matrix[3] > 0
    for code in item.iter("{*}TextCode"):
        text = (code.text or "").strip("\r\n")
        if unseen:
            ink.hidden += len(text)
        elif not upright:
            ink.slanted += len(text)
        else:
            ink.glyphs.extend(_glyphs(code, text, (size, stretch), matrix, origin))


def _glyphs(
    code: Element, text: str, scale: Point, matrix: Matrix, origin: Point
) -> Iterator[Glyph]:
    size, stretch = scale
    x = next(iter(numbers(code.get("X"))), 0.0)
    y = next(iter(numbers(code.get("Y"))), 0.0)
    across, down = _steps(code.get("DeltaX")), _steps(code.get("DeltaY"))
    printed = size * matrix[3] * _POINTS
    if not _SMALLEST <= printed <= _BIGGEST:
        return
    for n, letter in enumerate(text):
        width = size * stretch * (1.0 if ord(letter) >= _WIDE_FROM else 0.5)
        left, base = _placed(matrix, origin, (x, y))
        right = left + width * matrix[0] * _POINTS
        box = left, base - printed * _ASCENT, right, base + printed * _DESCENT
        yield Glyph(" " if letter.isspace() else letter, *box, printed, 0, 0)
        step = across[n] if n < len(across) else 0.0 if n < len(down) else width
        x, y = x + step, y + (down[n] if n < len(down) else 0.0)


def _steps(text: str | None) -> list[float]:
    """Distances from letter to letter; ``g 3 5.5`` is three times 5.5 (11.3)."""
    steps: list[float] = []
    tokens = iter((text or "").split())
    for token in tokens:
        if len(steps) > _MOST_STEPS:
            break
        if token == "g":
            count, step = numbers(next(tokens, "")), numbers(next(tokens, ""))
            steps.extend(step[:1] * min(int(count[0]) if count else 0, _MOST_STEPS))
        else:
            steps.extend(numbers(token)[:1])
    return steps


def _is_unseen(item: Element) -> bool:
    if item.get("Fill") == "false" and item.get("Stroke", "false") != "true":
        return True
    if item.get("Alpha") == "0":
        return True
    colour = next(item.iter("{*}FillColor"), None)
    if colour is None:
        return False
    channels = numbers(colour.get("Value"))
    return colour.get("Alpha") == "0" or (len(channels) == 3 and min(channels) >= _WHITE)


def _path(item: Element, ink: Ink, moved: Point) -> None:
    """The straight lines of a path object: strokes, edges of rectangles, filled areas."""
    data = next(item.iter("{*}AbbreviatedData"), None)
    if data is None:
        return
    matrix, origin = _matrix(item), _origin(item, moved)
    stroked = item.get("Stroke", "true") != "false"
    for corners in _subpaths(data.text or "", ink):
        points = [_placed(matrix, origin, corner) for corner in corners]
        if stroked:
            for one, other in pairwise(points):
                _rule(ink, one, other, _LEANING)
        elif points:
            xs, ys = zip(*points, strict=True)
            _rule(ink, (min(xs), min(ys)), (max(xs), max(ys)), _THIN)


def _rule(ink: Ink, one: Point, other: Point, thickness: float) -> None:
    (x0, y0), (x1, y1) = one, other
    if abs(y0 - y1) <= thickness * _POINTS:
        ink.drawing.across.append(Ruling((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
    if abs(x0 - x1) <= thickness * _POINTS:
        ink.drawing.down.append(Ruling((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _subpaths(text: str, ink: Ink) -> Iterator[list[Point]]:
    """The corners of each part of a path (9.1); a curve ends a part and is only counted."""
    tokens = iter(_PATH.findall(text)[:_MOST_STEPS])
    corners: list[Point] = []
    for token in tokens:
        if token not in _OPERANDS:
            continue
        values = numbers(" ".join(next(tokens, "") for _ in range(_OPERANDS[token])))
        ends = [(values[-2], values[-1])] if len(values) == _OPERANDS[token] > 0 else []
        if token in "LC" and corners:
            corners.extend(ends or corners[:1])
            continue
        yield corners
        corners = ends
        ink.drawing.curves += token not in _STRAIGHT
    yield corners


def _picture(item: Element, ink: Ink, moved: Point) -> None:
    box = numbers(item.get("Boundary"))
    if len(box) == len(_A4):
        ink.drawing.picture_area += abs(box[2] * box[3]) * _POINTS**2


_OBJECTS = {"TextObject": _text, "PathObject": _path, "ImageObject": _picture}


def _origin(item: Element, moved: Point) -> Point:
    box = numbers(item.get("Boundary"))
    left, top = box[:2] if len(box) == len(_A4) else (0.0, 0.0)
    return left + moved[0], top + moved[1]


def _matrix(item: Element) -> Matrix:
    values = numbers(item.get("CTM"))
    if len(values) != len(_IDENTITY):
        return _IDENTITY
    a, b, c, d, e, f = values
    return a, b, c, d, e, f


def _placed(matrix: Matrix, origin: Point, point: Point) -> Point:
    """A point of an object on the page, in points."""
    a, b, c, d, e, f = matrix
    x, y = point
    return (origin[0] + a * x + c * y + e) * _POINTS, (origin[1] + b * x + d * y + f) * _POINTS
