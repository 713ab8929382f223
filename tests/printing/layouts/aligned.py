"""A PDF's text as `pdftotext -layout` leaves it: columns held by spaces.

CJK characters are two columns wide; a label of two lines has its figures on
the line between or on its first; 三、本年度办理结果 runs down the margin, one
character a line; the table's head is printed again on a new page.
"""

from __future__ import annotations

import unicodedata
from random import Random

from tests.printing.ink import Ink, Printed
from tests.printing.sheet import Grid, Row, Sheet, Slot
from transform.codebook import CellKey


def print_sheet(sheet: Sheet, rng: Random) -> Printed:
    """The sheet as aligned columns."""
    ink = Ink()
    for block in sheet.blocks:
        if isinstance(block, Grid):
            {"requests": _requests, "remedies": _remedies}.get(block.name, _simple)(ink, block, rng)
        else:
            for line in wrap(block.text, 80):
                ink.write(line + "\n")
            if block.kind == "title":
                ink.write("\n")
    # Spaces are all that holds a column here: a row with a blank may be left alone.
    unsure = {
        key
        for row in sheet.value_rows()
        if any(not ink.text[slice(*ink.spans[key])].strip() for key in row)
        for key in row
    }
    return ink.printed(sheet, optional=frozenset(unsure))


def width(text: str) -> int:
    """How many columns a text takes on paper."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def wrap(text: str, columns: int) -> list[str]:
    """A text cut into lines of at most so many columns."""
    lines, line = [], ""
    for character in text.replace("\n", ""):
        if width(line + character) > columns:
            lines.append(line)
            line = ""
        line += character
    return [*lines, line]


Piece = tuple[int, str, CellKey | None]


def _line(ink: Ink, pieces: list[Piece]) -> None:
    """Print pieces at their columns; one that has no room starts two columns later."""
    at = 0
    for column, text, key in pieces:
        if not text:
            if key is not None:
                ink.write("", key)
            continue
        gap = max(column - at, 2 if at else 0)
        ink.write(" " * gap)
        ink.write(text, key)
        at += gap + width(text)
    ink.write("\n")


def _simple(ink: Ink, grid: Grid, rng: Random) -> None:
    """二, and the table of 2014: a row a line, no label wrapped in the middle of a figure."""
    stops = (0, 26, 44, 60) if grid.name == "proactive" else (0, 60, 70)
    loose = rng.random() < 0.5
    for row in grid.rows:
        ink.row()
        lines = wrap(row[0].text, 56)
        for line in lines[:-1]:
            _line(ink, [(0, line, None)])
        rest = [(stops[n], s.text.replace("\n", ""), s.key) for n, s in enumerate(row[1:], 1)]
        _line(ink, [(0, lines[-1], None), *rest])
        if loose and row[0].role == "label":
            ink.write("\n")
    ink.write("\n")


MARGIN = "三、本年度办理结果"
GROUP_AT, LABEL_AT, FIRST_VALUE = 5, 14, 44


def _stops() -> list[int]:
    return [FIRST_VALUE + 8 * n for n in range(7)]


def _requests(ink: Ink, grid: Grid, rng: Random) -> None:
    _head(ink, grid)
    margin = [*MARGIN]
    page = rng.choice((0, rng.randrange(4, len(grid.rows))))
    pending: list[str] = []
    for number, row in enumerate(grid.rows[3:], 3):
        ink.row()
        labels = [s for s in row if s.role == "label"]
        values: list[Piece] = [
            (stop, s.text, s.key)
            for stop, s in zip(_stops(), (s for s in row if s.role == "value"), strict=True)
        ]
        if number == page:
            ink.write(f"\n{' ' * 40}{rng.choice(('- 3 -', '3', '— 3 —'))}\n\n")
            _head(ink, grid)
        outer = labels[-1].colspan == 3
        for slot in labels[:-1]:
            if slot.code != "results":
                pending = wrap(slot.text, 8)
        at = 0 if outer else LABEL_AT if labels[-1].colspan == 1 else GROUP_AT
        text = labels[-1].text.replace("\n", "")
        room = FIRST_VALUE - at - 2
        lines = wrap(text, room)
        middle = (len(lines) - 1) // 2 if rng.random() < 0.5 else 0
        if len(lines) == 2 and rng.random() < 0.4:
            lines, middle = [lines[0], "", lines[1]], 1
        for n, line in enumerate(lines):
            pieces: list[Piece] = []
            if not outer and margin and number > 5:
                pieces.append((0, margin.pop(0), None))
            if at == LABEL_AT and pending:
                pieces.append((GROUP_AT, pending.pop(0), None))
            pieces.append((at, line, None))
            _line(ink, pieces + (values if n == middle else []))
        if at == LABEL_AT:
            _between(ink, margin, pending, number)
        else:
            ink.write("\n")
    ink.write("\n")


def _between(ink: Ink, margin: list[str], pending: list[str], number: int) -> None:
    pieces: list[Piece] = []
    if margin and number > 6:
        pieces.append((0, margin.pop(0), None))
    if pending:
        pieces.append((GROUP_AT, pending.pop(0), None))
    _line(ink, pieces)


def _head(ink: Ink, grid: Grid) -> None:
    corner, applicants = grid.rows[0]
    natural, legal, total = grid.rows[1]
    stops = _stops()
    _line(ink, [(0, corner.text, None), (60, applicants.text, None)])
    ink.write("\n")
    _line(ink, [(stops[2], legal.text, None)])
    _line(ink, [(stops[0] - 2, natural.text, None), (stops[6] - 1, total.text, None)])
    halves = [_halves(slot) for slot in grid.rows[2]]
    for part in (0, 1):
        pairs = zip(stops[1:6], halves, strict=True)
        _line(ink, [(stop - 1, half[part], None) for stop, half in pairs])


def _halves(slot: Slot) -> tuple[str, str]:
    text = slot.text.replace("\n", "")
    half = (len(text) + 1) // 2 if len(text) > 2 else len(text)
    return text[:half], text[half:]


def _remedies(ink: Ink, grid: Grid, rng: Random) -> None:
    """All columns on one line, or each outcome's head one character a line."""
    tall = rng.random() < 0.4
    step = 5 if tall else 11
    stops = [step * n for n in range(15)]
    first, second, third, values = grid.rows
    ink.write("\n")
    _line(ink, [(stops[2], first[0].text, None), (stops[9], first[1].text, None)])
    _line(ink, [(stops[6], second[5].text, None), (stops[11], second[6].text, None)])
    heads: Row = (*second[:5], *third)
    texts = [head.text.replace("\n", "") for head in heads]
    if tall:
        for n in range(4):
            _line(ink, [(stop, t[n : n + 1], None) for stop, t in zip(stops, texts, strict=True)])
    else:
        _line(ink, [(stop, t, None) for stop, t in zip(stops, texts, strict=True)])
    _line(ink, [(stop + 1, s.text, s.key) for stop, s in zip(stops, values, strict=True)])
    ink.write("\n")
