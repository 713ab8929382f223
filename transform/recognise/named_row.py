"""A row of figures of section three with its name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from transform.codebook import CellKey
from transform.glued import Ways
from transform.recognise.applicants import SECTION, SUBTOTAL, statutory
from transform.recognise.rows import FigureRow
from transform.recognise.strips import Item


@dataclass(slots=True)
class NamedRow:
    """A row of figures with its code, if it has one, and its cells in their columns."""

    row: FigureRow
    code: str | None
    placed: tuple[Item, ...] | None
    ways: Ways | None = None
    decided: str = "printed"


@lru_cache(maxsize=1024)
def row_keys(code: str, order: tuple[str, ...] | None = None) -> tuple[CellKey, ...]:
    """The cells of a row, in the order of its printed columns."""
    return tuple(CellKey(SECTION, code, a) for a in order or statutory() if a != SUBTOTAL)
