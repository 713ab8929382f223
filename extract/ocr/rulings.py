"""Rulings of a page picture: thin level or upright lines, however pale, and the page without them.

A ruling is a ridge: darker than the paper a little above and a little below it,
all the way along. Characters are taken away first. What is found so is kept where
rulings hold one another (`extract.ocr.lattice`) and make a grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extract.ocr.edges import clear_of_figures, fitted
from extract.ocr.lattice import held
from extract.ocr.level import is_table, loose_rulings
from extract.ocr.painted import Traced, covered, cut_off, painted_over, step_of
from extract.ocr.pieces import Letters
from extract.ocr.pixels import Mask, Page, Pixels, filled, outlines, stroke
from extract.page.grid import grids
from extract.page.ink import Box, Drawing, Ruling

# In points: how far beside a line its paper is looked for, over what length a line is
# averaged, the gap that noise tears into it, its shortest piece, its thickest, its sway.
_BESIDE = (1.6, 3.2, 5.0, 7.0)
_SOLID = 2.5
_DASHED = 7.0
_BREAK = 1.6
# A dash, the gap after it, and how long a row of them is for sure.
_DASH, _DASH_GAP, _DASHES = 3.0, 6.0, 80.0
_SHORTEST_ACROSS = 16.0
_SHORTEST_DOWN = 11.0
_THICKEST = 6.5
_SWAY = 6.5
# A piece this long is a line for sure; what goes on in its row may be paler.
_SURE = 60.0
# Of the way from paper to ink, and as a multiple of what noise alone does.
_PALEST = 0.07
_PALEST_DASHED = 0.12
_PALEST_REST = 0.035
_PAPER = 0.15
_ABOVE_NOISE = 4.5
_NOISE_SHARE = 0.8
# The largest character, and what no stroke of one is.
_LARGEST_TEXT = 36.0
_THINNEST_TEXT = 2.0
_NO_TEXT, _NO_TEXT_DOWN = 40.0, 24.0
_FAINT = 0.28
# Most letters are in pieces: which part of all pieces is lower than letters usually are, and than
# all but the largest; and how many pieces tell.
_USUAL, _LARGE, _SEVERAL_LETTERS = 0.75, 0.95, 40
# How far pieces of one line lie apart, and lines of a grid beyond its sides.
_SAME = 1.2
_TOUCH = 3.0
_GAP = 12.0


@dataclass(frozen=True, slots=True)
class Ruled:
    """The rulings of a page in points, and the page with them painted over.

    `cut` is where print goes on into a ruling, and was cut off there, and `loose`
    are the level rulings that others neither cross nor meet, those that are edges of
    `painted` rows among them.
    """

    drawing: Drawing
    page: Page
    cut: Mask
    loose: Sequence[Ruling] = ()
    painted: Sequence[Ruling] = ()


def ruled(page: Page, painted: Sequence[Ruling] = ()) -> Ruled:
    """Find the rulings of an upright page.

    The edges of `painted` rows are level rulings that no ink shows.
    """
    dashed = _is_dashed(page.ink(_FAINT).astype(np.uint8), page.scale)
    bare, letters = _without_text(page, dashed)
    across = _lines(bare, page.scale, _SHORTEST_ACROSS, dashed=True)
    down = _lines(np.ascontiguousarray(bare.T), page.scale, _SHORTEST_DOWN, dashed)
    level, upright, step = held(
        [x.ruling for x in across], [x.ruling for x in down], page.grey, page.scale, letters
    )
    boxes = [g.box for g in grids(Drawing(level, upright)) if is_table(g.box, upright)]
    level = [r for r in level if _in_grid(r, boxes, 0)]
    upright = [r for r in upright if _in_grid(r, boxes, 1)]
    edges = [r for r in painted if not _in_grid(r, boxes, 0)]
    loose = loose_rulings([x.ruling for x in across], boxes, page.grey, page.scale)
    level += loose
    lying = covered([x for x in across if _lies_on(x, level)], level, bare.shape, page.scale)
    standing = covered(
        [x for x in down if _lies_on(x, upright)], upright, bare.shape[::-1], page.scale
    )
    without = painted_over(page, lying, standing, max(step, _DASH_GAP if dashed else 0))
    cut = cut_off(without, lying.core | standing.core.T)
    return Ruled(Drawing(level + edges, upright), without, cut, loose + edges, edges)


def with_fitted(found: Ruled, words: Sequence[tuple[Box, bool]]) -> Ruled:
    """The rulings, those in no grid where the words of the page let them be.

    Of each word its box is given, in points, and whether it is a figure.
    """
    drawn = [r for r in found.loose if r not in found.painted]
    edges = fitted(found.painted, words) if found.painted else []
    across = [r for r in found.drawing.across if r not in found.loose]
    loose = [*clear_of_figures(drawn, words), *edges]
    drawing = Drawing([*across, *loose], found.drawing.down)
    return replace(found, drawing=drawing, loose=loose, painted=edges)


def _is_dashed(ink: Pixels, scale: float) -> bool:
    """Whether rulings are rows of dashes: seen on level ones, as print stands in columns."""
    solid = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, stroke(_BREAK * scale))
    solid = cv2.morphologyEx(solid, cv2.MORPH_OPEN, stroke(_NO_TEXT * scale))
    rows = np.count_nonzero(_dashes(ink, scale).any(axis=1) & ~solid.any(axis=1))
    return bool(rows > np.count_nonzero(solid.any(axis=1)))


def _without_text(page: Page, dashed: bool) -> tuple[Pixels, Letters | None]:
    """The page without what is as small as a character and not as thin as a line, and its size."""
    scale = page.scale
    ink = page.ink(_FAINT).astype(np.uint8)
    across, down = _long(ink, scale, _NO_TEXT, True), _long(ink.T, scale, _NO_TEXT_DOWN, dashed)
    lines = np.maximum(across, np.ascontiguousarray(down.T))
    lines = cv2.dilate(lines, np.ones((3, 3), np.uint8))
    text = []
    for outline in outlines(np.where(lines > 0, 0, ink).astype(np.uint8)):
        thickness = min(cv2.boundingRect(outline)[2:])
        if _THINNEST_TEXT * scale < thickness <= _LARGEST_TEXT * scale:
            text.append(outline)
    grey = page.grey.copy()
    grown = cv2.dilate(filled(text, ink.shape), np.ones((3, 3), np.uint8))
    grey[(grown > 0) & (lines == 0)] = 255
    return grey, _letters([cv2.boundingRect(outline)[3] / scale for outline in text])


def _letters(heights: Sequence[float]) -> Letters | None:
    """How high letters are, whose pieces are so high; None where a page has few."""
    if len(heights) < _SEVERAL_LETTERS:
        return None
    usual, large = np.quantile(heights, (_USUAL, _LARGE))
    return Letters(float(usual), float(large))


def _long(ink: Pixels, scale: float, least: float, dashed: bool) -> Pixels:
    """What is as long, on a level, as no stroke of a character, and rows of dashes that are."""
    ink = np.ascontiguousarray(ink)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, stroke(_BREAK * scale))
    solid = cv2.morphologyEx(closed, cv2.MORPH_OPEN, stroke(least * scale))
    return np.maximum(solid, _dashes(ink, scale) & ink) if dashed else solid


def _dashes(ink: Pixels, scale: float) -> Pixels:
    """Rows of dashes as level lines: pieces that are long for their gaps, and many."""
    pieces = cv2.morphologyEx(ink, cv2.MORPH_OPEN, stroke(_DASH * scale))
    joined = cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, stroke(_DASH_GAP * scale))
    return cv2.morphologyEx(joined, cv2.MORPH_OPEN, stroke(_DASHES * scale))


def _lines(grey: Pixels, scale: float, shortest: float, dashed: bool) -> list[Traced]:
    """Level lines of a page."""
    # Along a line there is little to see: about a point is a pixel.
    short = _shortened(grey, scale)
    step = step_of(scale)
    solid = _ridge(short, _SOLID, scale)[0]
    averaged, ground = _ridge(short, _DASHED, scale)
    clean = ground > 255 * (1 - _PAPER)
    sharp = solid > max(255 * _PALEST, _ABOVE_NOISE * _noise(solid))
    faint = (averaged > max(255 * _PALEST_DASHED, _ABOVE_NOISE * _noise(averaged))) & clean
    ink = np.logical_or(sharp, faint)
    closed = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, stroke(_BREAK + 1))
    if dashed:
        closed = np.maximum(closed, _dashes(closed, 1))
    sure = cv2.morphologyEx(closed, cv2.MORPH_OPEN, stroke(_SURE)).any(axis=1)
    rows = np.convolve(sure, np.ones(2 * round(_SAME * scale) + 1), "same") > 0
    rest = (averaged > max(255 * _PALEST_REST, _ABOVE_NOISE * _noise(averaged))) & clean
    closed = np.maximum(closed, (rest & rows[:, None]).astype(np.uint8))
    closed = cv2.morphologyEx(closed, cv2.MORPH_CLOSE, stroke(_BREAK + 1))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, stroke(shortest))
    found = []
    for outline in outlines(opened):
        left, top, width, height = cv2.boundingRect(outline)
        moments = cv2.moments(outline)
        if moments["m00"] <= _THICKEST * scale * width and height <= _SWAY * scale:
            middle = moments["m01"] / moments["m00"] if moments["m00"] else top + (height - 1) / 2
            first, last = _ends(sharp[top : top + height, left : left + width])
            start, end = (left + first) * step / scale, (left + last) * step / scale
            found.append(Traced(Ruling((middle + 0.5) / scale, start, end), outline))
    return found


def _ends(sharp: Mask) -> tuple[int, int]:
    """From where to where a line is sharp: what is averaged along it reaches too far."""
    at = np.nonzero(sharp.any(axis=0))[0]
    return (int(at[0]), int(at[-1]) + 1) if len(at) else (0, sharp.shape[1])


def _shortened(grey: Pixels, scale: float) -> Pixels:
    """The page with every `_step` columns made one."""
    step = step_of(scale)
    return np.ascontiguousarray(cv2.blur(grey, (step, 1))[:, step // 2 :: step])


def _lies_on(piece: Traced, rulings: Sequence[Ruling]) -> bool:
    """Whether a piece that was found is one of a ruling."""
    at, start, end = piece.ruling
    return any(
        abs(r.at - at) <= _SAME and min(end, r.end) - max(start, r.start) > (end - start) / 2
        for r in rulings
    )


def _ridge(short: Pixels, length: float, scale: float) -> tuple[Pixels, Pixels]:
    """How much darker each pixel is than what is above and below it, and how bright that is."""
    along = cv2.blur(short, (round(length), 1))
    highest = np.zeros_like(along)
    ground = np.zeros_like(along)
    for beside in _BESIDE:
        step = max(1, round(beside * scale))
        padded = cv2.copyMakeBorder(along, step, step, 0, 0, cv2.BORDER_REPLICATE)
        around = cv2.min(padded[: -2 * step], padded[2 * step :])
        highest = cv2.max(highest, cv2.subtract(around, along))
        ground = cv2.max(ground, around)
    return highest, ground


def _noise(ridge: Pixels) -> float:
    """The height that ridges have where there are no lines, however densely a page is ruled."""
    return float(np.quantile(ridge[::7, ::3], _NOISE_SHARE))


def _in_grid(ruling: Ruling, boxes: Sequence[Box], axis: int) -> bool:
    """Whether a line across (`axis` 0) or down (1) lies in one of the boxes."""
    return any(
        box[1 - axis] - _TOUCH <= ruling.at <= box[3 - axis] + _TOUCH
        and box[axis] - _GAP <= ruling.start
        and ruling.end <= box[2 + axis] + _GAP
        for box in boxes
    )
