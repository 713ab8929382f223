"""Section three: requests received and their results, by kind of applicant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extract.document import Issue, Place
from transform.codebook import CellKey
from transform.recognise.applicants import SECTION, SUBTOTAL, applicant_columns, columns_left
from transform.recognise.cells import (
    Reading,
    doubt_beside,
    doubt_beside_stacked,
    doubted,
    read_cells,
    read_cut,
    unreadable,
)
from transform.recognise.leading import figures_lead
from transform.recognise.named_row import NamedRow, row_keys
from transform.recognise.named_rows import named_rows
from transform.recognise.rows import figure_rows
from transform.recognise.strips import BLANK, Item, Strip
from transform.recognise.sums import choose, row_sums

_ALSO_HEADS = ("other.other", "handled_total")


@dataclass(slots=True)
class RequestsTable:
    """Section three as read: readings by row code, and what was left over."""

    rows: dict[str, Reading] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)


def read_requests(strips: Sequence[Strip], form: str, last: Place | None) -> RequestsTable:
    """The rows of section three in `strips`; `last` is where the document's last text stands."""
    table = RequestsTable()
    left = columns_left(strips)
    order, strips = left if left is not None else (applicant_columns(strips), strips)
    if order is None:
        table.issues.append(Issue("head_order", "", strips[0].place))
        return table
    words = [item for strip in strips for item in strip.texts]
    rows = figure_rows(strips, least=len(order))
    named = named_rows(rows, words, form, order, last)
    if figures_lead(rows, (SECTION,), len(order)) or _first_has_no_label(named, len(order)):
        for n in (n for n in named if n.row.stacked):
            n.placed = n.ways = None
    _read_rows(table, named, form, order)
    stray = [n for n in named if n.code is None or (n.placed is None and n.ways is None)]
    if any(len(n.row.figures) == 1 and n.row.stacked for n in stray):
        table.rows = {code: doubted(reading) for code, reading in table.rows.items()}
    else:
        codes = _codes(named)
        table.rows = doubt_beside_stacked(doubt_beside(table.rows, codes), codes)
    return table


def _codes(named: Iterable[NamedRow]) -> list[str | None]:
    """The rows as they are printed, None for figures that nothing names."""
    codes: list[str | None] = []
    for n in named:
        codes += [None] if n.row.follows_noted else []
        codes += [n.code] if n.code or n.row.figures else []
    return codes


def _first_has_no_label(named: Sequence[NamedRow], figures: int) -> bool:
    """Whether the first whole row stands below the heads, and not below a label of its own.

    The last heads (其他, 总计) are labels of rows too, but never of the first.
    """
    first = next((n for n in named if len(n.row.figures) >= figures), None)
    return first is not None and first.row.stacked and first.code in (None, *_ALSO_HEADS)


def _read_rows(
    table: RequestsTable, named: Sequence[NamedRow], form: str, order: tuple[str, ...]
) -> None:
    by_code: dict[str, list[NamedRow]] = defaultdict(list)
    for n in named:
        if n.code is None:
            if n.row.figures:
                table.issues.append(_leftover(n))
        else:
            by_code[n.code].append(n)
    open_rows: dict[str, NamedRow] = {}
    merged = _may_be_merged([n.placed for n in named if n.placed is not None])
    for code, printed in by_code.items():
        # A head (总计) with blanks beside it is no row, where the row itself has figures.
        candidates = [n for n in printed if n.row.figures] or printed
        chosen = _same(candidates)
        if chosen is None:
            items = [i for n in candidates for i in n.row.figures]
            table.rows[code] = unreadable(row_keys(code), items, form, "row_repeated")
        elif chosen.ways is not None and len(chosen.ways.numbers) > 1:
            open_rows[code] = chosen
        else:
            table.rows[code] = _read_row(code, chosen, form, order, merged)
    _choose(table, open_rows, form, order)


def _same(rows: Sequence[NamedRow]) -> NamedRow | None:
    """The row that all `rows` are: one, or the same figures printed again.

    Rows of a table whose columns cannot be told do not count beside others; of a line of a
    text without columns nobody knows what it repeats.
    """
    usable = [n for n in rows if n.placed is not None or n.ways is not None]
    if len(rows) == 1 or not usable:
        return rows[0]
    if any(n.row.table is None for n in rows if n.placed is None and n.ways is None):
        return None
    if len(usable) == 1:
        return usable[0]
    filled = [n for n in usable if n.row.figures] or usable[:1]
    printed = {
        tuple(i.raw.strip() for i in n.placed) if n.placed else tuple(i.raw for i in n.row.cells)
        for n in filled
    }
    return filled[0] if len(printed) == 1 else None


def _read_row(
    code: str, n: NamedRow, form: str, order: tuple[str, ...], merged: Container[int]
) -> Reading:
    keys = row_keys(code, order)
    alone = _filled(n.placed or ())
    if len(alone) == 1 and alone[0] in merged:
        return unreadable(keys, n.row.figures, form, "ambiguous_columns", code)
    if n.placed is not None:
        items = [i for a, i in zip(order, n.placed, strict=True) if a != SUBTOTAL]
        return read_cells(keys, items, form, n.decided)
    if n.ways is not None:
        sums = row_sums(keys, form)
        forced = None if n.ways.certain else sums.identities
        return read_cut(keys, n.ways.numbers[0], n.row.cells, form, forced)
    enough = len(n.row.cells) >= len(keys) and n.row.table is not None
    kind = "ambiguous_columns" if enough else "wrong_count"
    if n.row.may_be_glued and len(n.row.cells) < len(keys):
        kind = "ambiguous_digits"
    return unreadable(keys, n.row.figures or n.row.cells, form, kind, code)


def _may_be_merged(rows: Sequence[Sequence[Item]]) -> frozenset[int]:
    """Where figures stand that are alone in rows which may be one cell for all columns.

    On a page whose rulings do not show it, such a figure is the first, or stands in the middle,
    or is a last one of nothing: a figure of one applicant has its sum beside it. Figures alone in
    other places are their columns' own, and so is one only where other rows have blanks of their
    own. In a text whose lines are the page's, it stands anywhere where no row has such blanks.
    """
    partly = [x for row in rows if 0 < len(x := _filled(row)) < len(row)]
    alone = {x[0] for x in partly if len(x) == 1}
    lone = [row[x[0]] for row in rows if len(x := _filled(row)) == 1]
    if lone and all(item.place.line is not None for item in lone):
        return frozenset(alone if len(lone) == len(partly) else ())
    if len(alone) != 1 or len(lone) == 1 < len(partly):
        return frozenset()
    ruled = (item.columns_known and item.place.table is not None for item in lone)
    if any(ruled) or any(item.place.box is None for item in lone):
        return frozenset()
    (at,), columns = alone, max(map(len, rows))
    nothing = all(item.raw.strip().strip("0０无零/—-") == "" for item in lone)
    middle, rest = divmod(columns, 2)
    may_be = at == 0 or (rest and at == middle) or (at == columns - 1 and nothing)
    return frozenset(alone if may_be else ())


def _filled(row: Sequence[Item]) -> list[int]:
    return [at for at, item in enumerate(row) if item.kind != BLANK]


def _choose(
    table: RequestsTable, open_rows: dict[str, NamedRow], form: str, order: tuple[str, ...]
) -> None:
    """Read rows with several ways where the sums over all rows leave one."""
    if not open_rows:
        return
    known: dict[CellKey, Decimal | None] = {
        c.key: (Decimal(0) if c.status in ("blank", "dash") else c.value)
        for reading in table.rows.values()
        for c in reading.cells
    }
    candidates = {code: n.ways.numbers for code, n in open_rows.items() if n.ways}
    choice = choose(candidates, known, {code: row_keys(code, order) for code in open_rows}, form)
    for code, n in open_rows.items():
        items = n.row.cells
        if choice is None:
            table.rows[code] = unreadable(row_keys(code), items, form, "ambiguous_digits", code)
        else:
            table.rows[code] = read_cut(
                row_keys(code, order), choice.numbers[code], items, form, choice.identities
            )


def _leftover(n: NamedRow) -> Issue:
    text = " ".join(i.raw for i in (*n.row.words, *n.row.cells) if i.kind != BLANK)
    kind = "unknown_row" if n.row.words else "unlabelled_row"
    if n.row.stacked or (len(n.row.figures) == 1 and not n.row.words):
        kind = "stray_number"
    return Issue(kind, text, n.row.place)
