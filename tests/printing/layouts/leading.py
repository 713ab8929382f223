"""A PDF's text in which the figures of a row come before its label: they are drawn first.

One figure a line, or a row's figures on one line; heads stand above them as usual.
"""

from __future__ import annotations

from random import Random

from tests.printing.ink import Ink, Printed
from tests.printing.sheet import Grid, Row, Sheet


def print_sheet(sheet: Sheet, rng: Random) -> Printed:
    """The sheet as lines, each row from its figures to its label."""
    ink = Ink()
    apart = rng.choice(("\n", "\n", "  "))
    for block in sheet.blocks:
        if not isinstance(block, Grid):
            ink.write(f"{block.text}\n")
            continue
        for row in block.rows:
            ink.row()
            _row(ink, row, apart)
    printed = ink.printed(sheet, optional=frozenset(sheet.truth()))
    lost = [row for row in sheet.value_rows() if any(key not in ink.spans for key in row)]
    return printed.undecided(key for row in lost for key in row)


def _row(ink: Ink, row: Row, apart: str) -> None:
    values = [slot for slot in row if slot.role in ("value", "extra") and slot.text.strip()]
    for n, slot in enumerate(values, 1):
        ink.write(slot.text, slot.key)
        ink.write(apart if n < len(values) else "\n")
    for slot in row:
        if slot.role not in ("value", "extra") and slot.text.strip():
            ink.write(slot.text.replace("\n", "") + "\n")
