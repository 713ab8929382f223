"""Text that lost its tables: cells without separators, a row a line or all in one paragraph.

What can be decided is found by brute force (cutter.py), never by a rule of the reader.
A figure that all cuts of its row have in common may be read; the others may not.
"""

from __future__ import annotations

from random import Random

from tests.printing.cutter import decided
from tests.printing.ink import Ink, Printed
from tests.printing.sheet import Grid, Row, Sheet, Slot
from transform.codebook import CellKey, codebook


def glued_rows(sheet: Sheet, rng: Random) -> Printed:
    """One row of a table on each line, its cells glued."""
    return _glued(sheet, rng, indent=rng.choice(("", "    ")), end="\n", loose=0.0)


def glued_all(sheet: Sheet, rng: Random) -> Printed:
    """The whole report as one paragraph, here and there a space left between cells."""
    return _glued(sheet, rng, indent="", end=rng.choice(("", "", " ")), loose=rng.choice((0, 0.2)))


def _glued(sheet: Sheet, rng: Random, indent: str, end: str, loose: float) -> Printed:
    ink = Ink()
    unclear: list[CellKey] = []
    common: set[CellKey] = set()
    for block in sheet.blocks:
        if not isinstance(block, Grid):
            ink.write(f"{indent}{block.text}{end}")
            if block.kind == "title":
                ink.write("\n")
            continue
        for row in block.rows:
            ink.row()
            ink.write(indent)
            run = _row(ink, row, rng, loose)
            ink.write(end)
            slots = [slot for slot in row if slot.key]
            agreed = _agreed(run, slots, block.name) if slots else ()
            keys = [slot.key for slot in slots if slot.key]
            if not all(agreed):
                common.update(key for key, same in zip(keys, agreed, strict=True) if same)
                unclear += [key for key, same in zip(keys, agreed, strict=True) if not same]
    ink.write("\n")
    return ink.printed(sheet, optional=frozenset(common)).undecided(unclear)


def _row(ink: Ink, row: Row, rng: Random, loose: float) -> str:
    """Write a row; the run of its figures as they stand."""
    run = ""
    for slot in row:
        ink.write(slot.text.replace("\n", ""), slot.key)
        space = " " if rng.random() < loose else ""
        ink.write(space)
        run += slot.text + space if slot.key else ""
    return run


def _agreed(run: str, slots: list[Slot], grid: str) -> tuple[bool, ...]:
    """For each figure of a row, whether the run can say no other."""
    book = codebook()
    kinds = [book.row(s.key.section, s.key.row).kind for s in slots if s.key]
    blocks = {"requests": 1, "remedies": 3}.get(grid, 0)
    if any(slot.status != "reported" for slot in slots):
        return (False,) * len(slots)
    found = decided(run.translate(DIGITS), kinds, blocks)
    return tuple(
        piece == slot.text.translate(DIGITS) for piece, slot in zip(found, slots, strict=True)
    )


DIGITS = str.maketrans("０１２３４５６７８９－", "0123456789-")
