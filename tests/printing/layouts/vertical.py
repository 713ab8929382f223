"""One cell a line, blank lines between; a blank cell vanishes, and so does its place.

A row that lost a cell cannot be decided: nobody sees which of its cells is gone.
"""

from __future__ import annotations

from random import Random

from tests.printing.ink import Ink, Printed
from tests.printing.sheet import Grid, Sheet


def print_sheet(sheet: Sheet, rng: Random) -> Printed:
    """The sheet as lone lines."""
    ink = Ink()
    pad = rng.choice(("", " ", "\u3000"))
    between = rng.choice(("\n", "\n\n", "\n\n"))
    breaks = rng.choice(("\n", "\n\n", ""))
    for block in sheet.blocks:
        if not isinstance(block, Grid):
            ink.write(f"{block.text}\n{between}")
            continue
        for row in block.rows:
            ink.row()
            for slot in row:
                if not slot.text.strip():
                    continue
                if slot.role == "value":
                    ink.write(pad)
                ink.write(slot.text.replace("\n", breaks), slot.key)
                ink.write(f"{rng.choice(('', pad))}\n{between[1:]}")
    lost = [row for row in sheet.value_rows() if any(key not in ink.spans for key in row)]
    printed = ink.printed(sheet)
    return printed.undecided(key for row in lost for key in row)
