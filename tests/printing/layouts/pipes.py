"""Tables as converters leave them with bars: four ways to print the same bars.

A short row is padded with bars up to the table's width; merged cells leave nothing.
"""

from __future__ import annotations

from random import Random

from tests.printing.ink import Ink, Printed
from tests.printing.sheet import Grid, Row, Sheet, Slot


def one_line(text: str) -> str:
    """A cell of several lines on one, as converters join them."""
    return text.replace("\n", " ")


def padding(grid: Grid, row: Row) -> str:
    """The bars that fill a short row up to the table's width."""
    return "|" * (grid.width - len(row))


def pipe_lines(sheet: Sheet, rng: Random) -> Printed:
    """A cell and a bar on each line; a short row's last line also has its padding.

    A full row has no padding, so nothing marks its end, and a table's last row
    has lost its padding.
    """
    ink = Ink()
    for block in sheet.blocks:
        if not isinstance(block, Grid):
            ink.write(f"{block.text}\n")
            continue
        for row in block.rows:
            ink.row()
            for slot in row[:-1]:
                _line(ink, slot.text, slot)
            ink_end = padding(block, row) if row is not block.rows[-1] else ""
            _line(ink, row[-1].text, row[-1], ink_end)
    return ink.printed(sheet)


def lead_pipe(sheet: Sheet, rng: Random) -> Printed:
    """As pipe_lines, with a lone bar before each row and sometimes a wider padding."""
    ink = Ink()
    wider = rng.choice((0, 7))
    for block in sheet.blocks:
        if not isinstance(block, Grid):
            ink.write(f"{block.text}\n")
            continue
        extra = "|" * (wider if block.name == "requests" else 0)
        for row in block.rows:
            ink.row()
            ink.write("|\n")
            for slot in row[:-1]:
                _line(ink, slot.text, slot)
            _line(ink, row[-1].text, row[-1], padding(block, row) + extra)
    return ink.printed(sheet)


def closer_pipe(sheet: Sheet, rng: Random) -> Printed:
    """A cell and a bar on each line, and each row's padding on a line of its own."""
    ink = Ink()
    for block in sheet.blocks:
        if not isinstance(block, Grid):
            ink.write(f"{block.text}\n")
            continue
        for row in block.rows:
            ink.row()
            for slot in row:
                _line(ink, slot.text, slot)
            if padding(block, row):
                ink.write(padding(block, row) + "\n")
    return ink.printed(sheet)


def pipe_rows(sheet: Sheet, rng: Random) -> Printed:
    """A row on each line, its cells between bars, with or without opening bar and padding."""
    ink = Ink()
    opening = {name: rng.choice(("| ", "")) for name in ("proactive", "requests", "remedies")}
    padded = rng.random() < 0.7
    trailing = rng.choice((" ", ""))
    for block in sheet.blocks:
        if not isinstance(block, Grid):
            ink.write(f"{block.text}\n")
            continue
        for row in block.rows:
            ink.row()
            ink.write(opening.get(block.name, "| "))
            for number, slot in enumerate(row):
                ink.write(" | " if number else "")
                ink.write(one_line(slot.text), slot.key)
            ink.write(" |")
            end = padding(block, row) if padded and row is not block.rows[-1] else ""
            ink.write((f" {end}" if end else trailing) + "\n")
    return ink.printed(sheet)


def _line(ink: Ink, text: str, slot: Slot, end: str = "") -> None:
    ink.write(one_line(text), slot.key)
    ink.write((" |" if text else "|") + (f" {end}" if end else "") + "\n")
