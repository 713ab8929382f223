"""A figure at the very end of a text may be cut: it counts only where a sum confirms it."""

from __future__ import annotations

from collections.abc import Mapping

from extract.document import Document, Place, Table
from transform.codebook import CellKey
from transform.labels import labels_of
from transform.recognise.remedies import block_keys
from transform.recognise.sums import row_sums
from transform.report import CellReading

OPEN_ENDED = "text/plain"


def last_place(document: Document) -> Place | None:
    """Where the document's last text stands; None where its format closes its cells."""
    if not document.blocks or document.media_type != OPEN_ENDED:
        return None
    last = document.blocks[-1]
    if not isinstance(last, Table):
        return last.place if last.text.rstrip()[-1:].isdigit() else None
    filled = [cell for row in last.rows for cell in row if cell.text.strip()]
    return filled[-1].place if filled else last.place


def doubt_last(
    cells: Mapping[CellKey, CellReading], last: Place | None
) -> dict[CellKey, CellReading]:
    """The cells, the one at `last` unreadable unless its own row's sum needs its figure.

    A cut takes the end of a number away, and then the sum is broken; where it
    holds, the sum is what vouches for the figure and is no witness any more.
    """
    checked = dict(cells)
    at_end = [c for c in cells.values() if c.place == last and c.value is not None]
    if last is None or not at_end:
        return checked
    cell = at_end[-1]
    keys = _row_keys(cell.key, cells)
    sums = row_sums(keys, cell.form)
    values = [c.value for key in keys if (c := cells.get(key)) is not None]
    whole = [v for v in values if v is not None]
    if len(whole) == len(keys) and sums.add_up(whole):
        checked[cell.key] = cell._replace(decided="forced_by_sums", forced_by=sums.identities)
    else:
        # What follows in a row that is not full is cut off, not blank.
        short = [
            k for k in keys if k in cells and cells[k].place == last and len(whole) < len(keys)
        ]
        for key in (*short, cell.key):
            checked[key] = cells[key].unreadable()
    return checked


def _row_keys(key: CellKey, cells: Mapping[CellKey, CellReading]) -> tuple[CellKey, ...]:
    """The cells that stand in one row with `key`."""
    if key.section == "remedies":
        return tuple(k for block in labels_of("remedies", "block") for k in block_keys(block.code))
    return tuple(k for k in cells if (k.section, k.row) == (key.section, key.row))
