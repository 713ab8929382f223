"""One cell a line, where a tool dropped every line that had occurred before.

Nearly all zeros are gone. Only a row whose label and figures all survived can be decided.
"""

from __future__ import annotations

from random import Random

from tests.printing.ink import Ink, Printed
from tests.printing.sheet import Grid, Sheet
from transform.codebook import CellKey


def print_sheet(sheet: Sheet, rng: Random) -> Printed:
    """The sheet as lines that all differ."""
    ink = Ink()
    seen: set[str] = set()
    lost: list[CellKey] = []

    def line(text: str, key: CellKey | None = None) -> bool:
        fresh = bool(text.strip()) and text not in seen
        seen.add(text)
        if fresh:
            ink.write(text, key)
            ink.write("\n")
        return fresh

    for block in sheet.blocks:
        if not isinstance(block, Grid):
            line(block.text)
            continue
        for row in block.rows:
            ink.row()
            whole = [line(slot.text.replace("\n", ""), slot.key) for slot in row]
            named = zip(row, whole, strict=True)
            if not all(fresh for slot, fresh in named if slot.role in ("label", "value")):
                lost.extend(slot.key for slot in row if slot.key)
    return ink.printed(sheet).undecided(lost)
