"""Changing parts of a sheet: the labels, the values, one of its tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.printing.sheet import Grid, Sheet, Slot, Text
from transform.codebook import CellKey


def change_labels(
    sheet: Sheet, words: dict[str, str], roles: tuple[str, ...] = ("label", "head")
) -> Sheet:
    def slot(s: Slot) -> Slot:
        return replace(s, text=words[s.code]) if s.role in roles and s.code in words else s

    return sheet.map_slots(slot)


def change_values(sheet: Sheet, change: Callable[[Slot], Slot]) -> Sheet:
    return sheet.map_slots(lambda s: change(s) if s.role == "value" else s)


def change_grid(sheet: Sheet, name: str, change: Callable[[Grid], tuple[Grid, ...]]) -> Sheet:
    blocks: list[Text | Grid] = []
    for block in sheet.blocks:
        same = isinstance(block, Grid) and block.name == name
        blocks.extend(change(block) if same and isinstance(block, Grid) else (block,))
    return replace(sheet, blocks=tuple(blocks))


def unsure(sheet: Sheet, keys: set[CellKey]) -> Sheet:
    """Mark cells that a reader may leave alone though they are printed."""
    return change_values(sheet, lambda s: replace(s, code="unsure") if s.key in keys else s)
