"""Figures in pieces: put together where the form's own sums leave no other reading.

A cell too narrow for its figure breaks it in lines, and the end of a page may fall between
them. Where nothing on the page tells one figure from two, a sum whose other cells are all
known may; then it has forced the reading, and cannot be its witness.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from transform.codebook import CellKey
from transform.glued import LONGEST_NUMBER
from transform.recognise.sums import choose
from transform.recognise.torn import TORN
from transform.report import CellReading, Tables
from transform.text import squash

_PIECE = re.compile(r"[0-9]+")
_REMARK = re.compile(r"[（(][^（()）\d]*[）)]\s*$")
_ROW = "torn"


def with_joined(tables: Tables) -> Tables:
    """`tables` with the figures in pieces that sums put together, and no issue for them."""
    if tables.form is None:
        return tables
    known = {cell.key: cell.value for cell in tables.cells}
    shared = Counter(cell.place for cell in tables.cells if TORN in cell.raw)
    cells = tuple(
        # Which of the cells that share a figure has it, a sum of zeros does not tell.
        cell if shared[cell.place] > 1 else _joined(cell, known, tables.form)
        for cell in tables.cells
    )
    told = {new.place for old, new in zip(tables.cells, cells, strict=True) if new is not old}
    issues = tuple(i for i in tables.issues if i.kind != "bad_value" or i.place not in told)
    return replace(tables, cells=cells, issues=issues)


def _joined(cell: CellReading, known: Mapping[CellKey, Decimal | None], form: str) -> CellReading:
    numbers = _numbers(cell)
    choice = choose({_ROW: numbers}, known, {_ROW: (cell.key,)}, form) if numbers else None
    if choice is None:
        return cell
    value = Decimal(choice.numbers[_ROW][0])
    return cell._replace(
        value=value, status="reported", decided="forced_by_sums", forced_by=choice.identities
    )


def _numbers(cell: CellReading) -> list[tuple[int]]:
    """What the figure may be: its pieces together, or the first where others may be nobody's."""
    if cell.status != "unreadable" or not ("\n" in cell.raw or TORN in cell.raw):
        return []
    raw = _REMARK.sub("", cell.raw)
    first, *others = (squash(piece) for piece in re.split(rf"\n|{TORN.strip()}", raw))
    pieces = [piece for piece in (first, *others) if piece]
    if not pieces or not all(_PIECE.fullmatch(piece) for piece in pieces):
        return []
    figures = dict.fromkeys(["".join(pieces), *([first] if TORN in cell.raw else [])])
    plain = (f for f in figures if 0 < len(f) <= LONGEST_NUMBER and (f == "0" or f[0] != "0"))
    return [(int(figure),) for figure in plain]
