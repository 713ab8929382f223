"""A table as a word processor's text export leaves it: TAB and cell on a line each.

A blank line ends a row; further lines of a cell carry no TAB; a merged cell
leaves an empty TAB line in every row but its first.
"""

from __future__ import annotations

from random import Random

from tests.printing.ink import Ink, Printed
from tests.printing.sheet import Grid, Sheet, places


def print_sheet(sheet: Sheet, rng: Random) -> Printed:
    """The sheet as TAB lines."""
    ink = Ink()
    indent = rng.choice(("", "\u3000\u3000"))
    for block in sheet.blocks:
        if isinstance(block, Grid):
            _table(ink, block)
        else:
            ink.write(f"{indent}{block.text}\n")
    return ink.printed(sheet)


def _table(ink: Ink, grid: Grid) -> None:
    for line in places(grid):
        ink.row()
        for _, slot, starts in line:
            ink.write("\t")
            if starts:
                ink.write(slot.text, slot.key)
            ink.write("\n")
        ink.write("\n")
    ink.write("\n\n")
