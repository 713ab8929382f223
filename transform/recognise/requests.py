"""Section three: the rows of requests and results, by their labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from extract.document import Issue, Place
from transform.codebook import CellKey, codebook
from transform.glued import Ways, ways
from transform.labels import core, labels_of, name
from transform.recognise.alignment import Alignment
from transform.recognise.applicants import SUBTOTAL, applicant_columns, statutory
from transform.recognise.cells import Reading, read_cells, read_cut, unreadable
from transform.recognise.lines import BLANK, VALUE, Item, Line
from transform.recognise.rows import Columns, FigureRow, figure_rows
from transform.recognise.sums import choose, row_sums
from transform.report import CellReading

SECTION = "requests"
_EVIDENCE = 5


@dataclass(slots=True)
class _Named:
    """A row of figures with its code, if it has one, and its cells in their columns."""

    row: FigureRow
    code: str | None
    placed: tuple[Item, ...] | None
    pieces: tuple[FigureRow, ...] = ()
    ways: Ways | None = None
    decided: str = "printed"


@dataclass(slots=True)
class RequestsTable:
    """Section three as read: readings by row code, and what was left over."""

    rows: dict[str, Reading] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)


def read_requests(lines: Sequence[Line], form: str, last: Place | None) -> RequestsTable:
    """The rows of section three in `lines`; `last` is where the document's last text stands."""
    table = RequestsTable()
    order = applicant_columns(lines)
    if order is None:
        table.issues.append(Issue("head_order", "", lines[0].place))
        return table
    columns = len(order)
    rows = figure_rows(lines, least=columns)
    layout, alignment = Columns.learn(rows, columns), Alignment.learn(rows, columns)
    named = list(_named_rows(rows, form, order, layout, alignment, last))
    words = [item for line in lines for item in line.texts]
    _settle_subtotals(named)
    _fill_gaps(named, words)
    _read_rows(table, named, form, order)
    stray = [n for n in named if n.code is None or (n.placed is None and n.ways is None)]
    if any(len(n.row.figures) == 1 and n.row.stacked for n in stray):
        _doubt_blanks(table)
    return table


def _keys(code: str, order: Sequence[str] | None = None) -> tuple[CellKey, ...]:
    """The cells of a row, in the order of its printed columns."""
    return tuple(CellKey(SECTION, code, a) for a in order or statutory() if a != SUBTOTAL)


def _named_rows(
    rows: Sequence[FigureRow],
    form: str,
    order: Sequence[str],
    layout: Columns,
    alignment: Alignment,
    last: Place | None,
) -> Iterator[_Named]:
    columns = len(order)
    previous: _Named | None = None
    for row in rows:
        placed = layout.place(row) or alignment.place(row)
        code = _code(row, previous.code if previous else None)
        if placed is None and code and _cut_off(row, code, columns, last):
            placed = row.cells[:columns]
        if code is None and previous and _continues(row, previous):
            _join(previous, row, placed)
            continue
        current = _Named(row, code, placed, (row,))
        if placed is None and code is not None and row.may_be_glued:
            sums = row_sums(_keys(code, order), form)
            current.ways = ways([c.raw for c in row.cells], columns, sums.blocks)
            if not current.ways.numbers:
                current.ways = None
        yield current
        previous = current


def _code(row: FigureRow, previous: str | None) -> str | None:
    """The code that the row's own words give it, or None."""
    for count, text in enumerate(row.label_texts, 1):
        matches = [m for m in name(text, SECTION, "row") if m.how != "torn" or len(core(text)) > 4]
        codes = [m.label.code for m in matches]
        if len(codes) > 1:
            codes = [c for c in codes if _follows(c, previous)]
        if len(codes) == 1:
            return codes[0]
        if count == 1 and (group := name(text, SECTION, "group")) and not matches:
            return f"printed_subtotal.{group[0].label.code}"
    return None


def _follows(code: str, previous: str | None) -> bool:
    """Whether a row that shares its wording with another is the next after `previous`."""
    order = [x.code for x in labels_of(SECTION, "row")]
    if previous not in order:
        return False
    return order.index(code) == order.index(previous) + 1


def _cut_off(row: FigureRow, code: str, columns: int, last: Place | None) -> bool:
    """Whether a stack's surplus is the number of the next label, cut off by the text's end."""
    if not row.stacked or len(row.cells) != columns + 1 or row.cells[-1].place != last:
        return False
    labels = labels_of(SECTION, "row")
    at = next(n for n, x in enumerate(labels) if x.code == code)
    return at + 1 < len(labels) and labels[at + 1].outline.rstrip(".") == row.cells[-1].raw.strip()


def _continues(row: FigureRow, previous: _Named) -> bool:
    """Whether the row is the rest of one torn by a page: its words end that row's label."""
    if not row.words or previous.code is None or previous.row.stacked:
        return False
    rest = core(row.words[-1].raw)
    label = next((x for x in labels_of(SECTION, "row") if x.code == previous.code), None)
    return label is not None and len(rest) > 1 and core(label.zh).endswith(rest)


def _join(previous: _Named, row: FigureRow, placed: tuple[Item, ...] | None) -> None:
    """Put two pieces of a row together; where both print a figure, neither is taken."""
    previous.pieces = (*previous.pieces, row)
    if placed is None or previous.placed is None:
        if row.figures:
            previous.placed = None
        return
    pairs = list(zip(previous.placed, placed, strict=True))
    if any(a.kind == VALUE and b.kind == VALUE for a, b in pairs):
        previous.placed = None
        return
    previous.placed = tuple(b if b.kind == VALUE else a for a, b in pairs)
    previous.decided = "rejoined"


def _fill_gaps(named: list[_Named], words: Sequence[Item]) -> None:
    """Name full rows without a label that stand between named rows.

    The rows between must be just as many as the form's rows between, and each
    of those must have its label printed somewhere in the section.
    """
    order = [x.code for x in labels_of(SECTION, "row")]
    anchors = [
        n for n, x in enumerate(named) if x.code in order and (x.placed is not None or x.ways)
    ]
    printed = _printed_codes(words)
    taken = {named[n].code for n in anchors}
    for before, after in pairwise(anchors):
        first, last = order.index(str(named[before].code)), order.index(str(named[after].code))
        wanted = [c for c in order[first + 1 : last] if c in printed and c not in taken]
        free = [x for x in named[before + 1 : after] if _nameless(x)]
        if wanted and len(wanted) == len(free):
            for row, code in zip(free, wanted, strict=True):
                row.code, row.decided = code, "forced_by_place"
            for x in named[before + 1 : after]:
                if x.code in wanted and x not in free:
                    x.code = None


def _nameless(row: _Named) -> bool:
    """Whether a row has no label and a figure in every column."""
    return row.code is None and row.placed is not None and all(i.kind == VALUE for i in row.placed)


def _printed_codes(words: Sequence[Item]) -> set[str]:
    """The rows of which at least the beginning of the label is printed in `words`."""
    texts = [core(item.raw) for item in words] + [core(a.raw + b.raw) for a, b in pairwise(words)]
    found = set()
    for label in labels_of(SECTION, "row"):
        starts = {core(w)[: max(_EVIDENCE, 4)] for w in label.wordings if len(core(w)) > 3}
        if any(start in text for start in starts for text in texts):
            found.add(label.code)
    children = codebook().row(SECTION, "other.unsplit").instead_of
    if found & set(children):
        found.discard("other.unsplit")
        found.add("other.other")
    return found


def _settle_subtotals(named: list[_Named]) -> None:
    """A group's own figures are its single row, unless its rows are printed too."""
    for row in codebook().rows:
        if row.section != SECTION or len(row.instead_of) < 2:
            continue
        split = any(n.code in row.instead_of and n.row.figures for n in named)
        for n in named:
            if n.code == row.row and split:
                n.code = f"printed_subtotal.{row.row.split('.')[0]}"


def _read_rows(
    table: RequestsTable, named: Iterable[_Named], form: str, order: Sequence[str]
) -> None:
    by_code: dict[str, list[_Named]] = defaultdict(list)
    for n in named:
        if n.code is None:
            if n.row.figures:
                table.issues.append(_leftover(n))
        else:
            by_code[n.code].append(n)
    open_rows: dict[str, _Named] = {}
    for code, candidates in by_code.items():
        usable = [n for n in candidates if n.placed is not None or n.ways is not None]
        chosen = _same(usable) if usable else candidates[0]
        if chosen is None:
            items = [i for n in usable for i in n.row.figures]
            table.rows[code] = unreadable(_keys(code), items, form, "row_repeated")
        elif chosen.ways is not None and len(chosen.ways.numbers) > 1:
            open_rows[code] = chosen
        else:
            table.rows[code] = _read_row(code, chosen, form, order)
    _choose(table, open_rows, form, order)


def _same(rows: Sequence[_Named]) -> _Named | None:
    """The row that all `rows` are: one, or the same figures printed again."""
    filled = [n for n in rows if n.row.figures] or list(rows[:1])
    printed = {
        tuple(i.raw.strip() for i in n.placed) if n.placed else tuple(i.raw for i in n.row.cells)
        for n in filled
    }
    return filled[0] if len(printed) == 1 else None


def _read_row(code: str, n: _Named, form: str, order: Sequence[str]) -> Reading:
    keys = _keys(code, order)
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


def _choose(
    table: RequestsTable, open_rows: dict[str, _Named], form: str, order: Sequence[str]
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
    choice = choose(candidates, known, {code: _keys(code, order) for code in open_rows}, form)
    for code, n in open_rows.items():
        items = n.row.cells
        if choice is None:
            table.rows[code] = unreadable(_keys(code), items, form, "ambiguous_digits", code)
        else:
            table.rows[code] = read_cut(
                _keys(code, order), choice.numbers[code], items, form, choice.identities
            )


def _leftover(n: _Named) -> Issue:
    text = " ".join(i.raw for i in (*n.row.words, *n.row.cells) if i.kind != BLANK)
    kind = "unknown_row" if n.row.words else "unlabelled_row"
    if n.row.stacked or (len(n.row.figures) == 1 and not n.row.words):
        kind = "stray_number"
    return Issue(kind, text, n.row.place)


def _doubt_blanks(table: RequestsTable) -> None:
    """A figure that belongs to no cell may belong to any blank one."""
    for code, reading in table.rows.items():
        cells = tuple(
            CellReading(c.key, None, "unreadable", c.unit, c.form, c.raw, c.place)
            if c.status == "blank"
            else c
            for c in reading.cells
        )
        table.rows[code] = Reading(cells, reading.issues)
