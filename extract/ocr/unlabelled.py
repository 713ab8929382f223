"""Rows of scanned tables whose label is lost: nobody knows whose figures these are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.document import LOST, Cell

_FIGURE = re.compile(r"[\d,.]*\d[^\d\s]{0,2}")
_DIGIT = re.compile(r"\d")


def without_unlabelled(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The rows, with the figures of those lost that have a lost label right before the figures."""
    first = min((_column(c) for row in rows for c in row[1:] if _is_figure(c)), default=0)
    return [
        [_without_digits(c) for c in row] if _is_unlabelled(row, first) else list(row)
        for row in rows
    ]


def _is_figure(cell: Cell) -> bool:
    return _FIGURE.fullmatch(cell.text.strip()) is not None


def _is_unlabelled(row: Sequence[Cell], first: int) -> bool:
    """Whether nothing but lost characters stands next to the first column of figures."""
    labels = [c for c in row if c.text.strip() and _column(c) + c.colspan <= first]
    return bool(labels) and not max(labels, key=_column).text.strip().strip(LOST)


def _column(cell: Cell) -> int:
    return cell.place.column or 0


def _without_digits(cell: Cell) -> Cell:
    return cell._replace(text=_DIGIT.sub(LOST, cell.text)) if _is_figure(cell) else cell
