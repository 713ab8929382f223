"""Section four: one row of reconsiderations and lawsuits, three blocks of five.

The heads stand two deep and are often cut, so a row counts by its number of
cells; heads that can all be read and stand in another order forbid it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extract.document import Issue, Place
from transform.codebook import CellKey, Label, codebook
from transform.glued import ways
from transform.labels import labels_of, name
from transform.recognise.below_heads import below_heads
from transform.recognise.cells import Reading, doubted, read_cells, read_cut, unreadable
from transform.recognise.columns import Columns
from transform.recognise.layout import Layout
from transform.recognise.rows import FigureRow, figure_rows
from transform.recognise.strays import Strays
from transform.recognise.strips import BLANK, Item, Strip
from transform.recognise.sums import row_sums
from transform.recognise.wrapped import are_numbers

SECTION = "remedies"
_ZERO = Decimal(0)


@dataclass(slots=True)
class RemediesTable:
    """Section four as read: readings by block, and what was left over."""

    blocks: dict[str, Reading] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)


def block_keys(block: str) -> tuple[CellKey, ...]:
    """The cells of a block, in printed order."""
    return tuple(CellKey(SECTION, f"{block}.{x.code}", None) for x in labels_of(SECTION, "column"))


def read_remedies(strips: Sequence[Strip], form: str) -> RemediesTable:
    """The row of section four in `strips`, or its blocks where they stand apart."""
    blocks = [x.code for x in labels_of(SECTION, "block")]
    keys = tuple(key for block in blocks for key in block_keys(block))
    table = RemediesTable()
    words = [item for strip in strips for item in strip.texts]
    if _other_order(words):
        table.issues.append(Issue("head_order", "", _first(strips)))
        return table
    rows = figure_rows(strips, least=len(keys))
    layout = Layout.learn(rows, len(keys))
    heads = labels_of(SECTION, "column") * len(blocks)
    found = [
        (row, _read_row(row, keys, layout, form) or _below_heads(row, strips, heads, keys, form))
        for row in rows
    ]
    # Empty boxes about the heads are no second row, nor one instead of figures; nor are numbers.
    filled = [x for x in found if x[0].figures and not are_numbers(x[0].figures)] or found
    whole = [reading for _, reading in filled if reading is not None]
    if whole:
        complete = [row for row, read in filled if read is not None]
        strays = Strays.of(row for row, read in filled if read is None)
        values = {tuple((c.value, c.status) for c in r.cells) for r in whole}
        reading = whole[0]
        if len(values) > 1:
            items = [i for row in rows for i in row.figures]
            reading = unreadable(keys, items, form, "row_repeated", SECTION)
        elif not _adds_up(reading, form) and any(map(strays.may_go_on, complete)):
            items = [i for row in rows for i in row.figures]
            reading = unreadable(keys, items, form, "ambiguous_digits", SECTION)
        elif any(row.figures for row, read in filled if read is None):
            # Figures beside the row may be those of its blanks, a little higher or lower.
            reading = doubted(reading)
        table.issues.extend(reading.issues)
        size = len(keys) // len(blocks)
        for n, block in enumerate(blocks):
            table.blocks[block] = Reading(reading.cells[n * size : (n + 1) * size])
        return table
    columns = Columns.learn(rows, len(labels_of(SECTION, "column")))
    named = _blocks_of(rows, words)
    for row, its_block in zip(rows, named, strict=True):
        if its_block is not None:
            _read_block(row, its_block, columns, form, table)
    if not table.blocks and any(row.figures for row in rows):
        items = [i for row in rows for i in row.figures]
        reading = unreadable(keys, items, form, "wrong_count", SECTION)
        table.issues.extend(reading.issues)
        for block in blocks:
            own = set(block_keys(block))
            table.blocks[block] = Reading(tuple(c for c in reading.cells if c.key in own))
    return table


def _adds_up(reading: Reading, form: str) -> bool:
    """Whether the blocks of a reading have their sums, blanks being nothing."""
    keys = tuple(cell.key for cell in reading.cells)
    return row_sums(keys, form).add_up([cell.value or _ZERO for cell in reading.cells])


def _first(strips: Sequence[Strip]) -> Place | None:
    return strips[0].place if strips else None


def _other_order(words: Sequence[Item]) -> bool:
    """Whether all fifteen heads can be read, and not in the form's order."""
    order = [x.code for x in labels_of(SECTION, "column")]
    matches = (name(word.raw, SECTION, "column") for word in words)
    # Of a head that a page's end tore both halves may be taken for it.
    found = [m[0].label.code for m in matches if len(m) == 1 and m[0].how != "torn"]
    blocks = len(labels_of(SECTION, "block"))
    return len(found) == blocks * len(order) and found != order * blocks


def _read_row(
    row: FigureRow, keys: tuple[CellKey, ...], layout: Layout, form: str
) -> Reading | None:
    """All cells from one row, None when the row is not the whole one."""
    count = len(keys)
    placed = layout.place(row)
    if placed is not None and (row.figures or row.table is not None):
        return read_cells(keys, placed, form)
    # The sums of three blocks tell more than those of one row: its columns need not be known.
    if not row.may_be_glued and not row.may_touch(count, spanning=False):
        return None
    sums = row_sums(keys, form)
    cut = ways([c.raw for c in row.cells], count, sums.blocks)
    if len(cut.numbers) != 1:
        return None
    forced = None if cut.certain else sums.identities
    return read_cut(keys, cut.numbers[0], row.cells, form, forced)


def _below_heads(
    row: FigureRow,
    strips: Sequence[Strip],
    heads: Sequence[Label],
    keys: tuple[CellKey, ...],
    form: str,
) -> Reading | None:
    """All cells from one row of too few, as far as its heads tell them; None where they do not."""
    placed = below_heads(row, strips, heads) if row.figures else None
    return read_cells(keys, placed, form) if placed else None


def _block_of(row: FigureRow) -> str | None:
    """The block a row's own words name, or the only one that the heads above it name."""
    words = row.words[-1:] or row.above
    found = {m.label.code for w in words for m in name(w.raw, SECTION, "block") if m.how == "exact"}
    return found.pop() if len(found) == 1 else None


def _blocks_of(rows: Sequence[FigureRow], words: Sequence[Item]) -> list[str | None]:
    """The block of each row.

    In a text that keeps a page's columns labels may stand a line below their figures; then the
    first row has none above, and one is left at the end.
    """
    named = [_block_of(row) for row in rows]
    printed = {found.label.code for w in words for found in name(w.raw, SECTION, "block")}
    if printed <= set(named):
        return named
    sure = (row.words or row.table is not None for row in rows)
    return [block if own else None for block, own in zip(named, sure, strict=True)]


def _read_block(
    row: FigureRow, block: str, columns: Columns, form: str, table: RemediesTable
) -> None:
    """A block that stands as a row of its own."""
    keys = block_keys(block)
    placed = columns.place(row)
    if placed is None or not any(i.kind != BLANK for i in placed):
        return
    reading = read_cells(keys, placed, form)
    printed = codebook().label(SECTION, "block", block).zh
    if block in table.blocks:
        reading = unreadable(keys, list(row.figures), form, "row_repeated", printed)
    elif row.stacked and not _adds_up(reading, form):
        # Values below each other have no columns: they may be of this block and of another.
        reading = unreadable(keys, list(row.figures), form, "ambiguous_columns", printed)
    table.blocks[block] = reading
    table.issues.extend(reading.issues)
