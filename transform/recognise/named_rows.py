"""Which row of section three a row of figures is: by its words, by what is left of them, or
by its place.

A row torn by a page is put together; a row whose label was torn from it is
named only when it stands between named rows, just as many as the form has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise, zip_longest

from extract.document import Place
from transform.codebook import codebook
from transform.glued import ways
from transform.labels import core, labels_of, name, outline_of
from transform.recognise.alike import code_alike
from transform.recognise.applicants import SECTION, statutory
from transform.recognise.divided import UsualCells
from transform.recognise.gaps import fill_gaps, printed_codes, take_off_pieces
from transform.recognise.layout import Layout
from transform.recognise.named_row import NamedRow, row_keys
from transform.recognise.rows import FigureRow
from transform.recognise.strips import VALUE, Item
from transform.recognise.sums import row_sums
from transform.text import half_width, squash

_GROUP = "printed_subtotal."
_LEAST_PIECE, _SEVERAL = 4, 3


def named_rows(
    rows: Sequence[FigureRow],
    words: Sequence[Item],
    form: str,
    order: tuple[str, ...],
    last: Place | None,
) -> list[NamedRow]:
    """The rows of section three with their codes, as far as they can be told.

    `words` are all words of the section, `order` its columns, `last` where the
    document's last text stands.
    """
    named = list(_by_words(rows, form, order, last))
    _settle_subtotals(named)
    _drop_groups_beside_rows(named)
    _name_alike(named)
    fill_gaps(named, words)
    take_off_pieces(named, form, order)
    _drop_shared(named, len(order))
    return named


def _drop_shared(named: Sequence[NamedRow], columns: int) -> None:
    """Leave figures unread that stand one on a line below the labels of several rows.

    Where other rows have fewer figures than columns, blanks are not printed, and so many
    figures as there are columns may be those of all these rows.
    """
    stacked = [n for n in named if n.row.stacked and n.row.figures]
    if any(len(n.row.cells) < columns for n in stacked):
        for n in stacked:
            if len(printed_codes(n.row.above)) > 1:
                n.placed = n.ways = None


def _by_words(
    rows: Sequence[FigureRow], form: str, order: tuple[str, ...], last: Place | None
) -> Iterator[NamedRow]:
    columns = len(order)
    layout, usual = Layout.learn(rows, columns), UsualCells(rows, columns)
    told = _tables_that_tell(rows, columns)
    previous: NamedRow | None = None
    for row in rows:
        alone = 0 < len(row.figures) < columns and _is_aligned(row) and row.table not in told
        placed = None if alone else layout.place(row)
        code = _code(row, previous.code if previous else None)
        if placed is None and code and _cut_off(row, code, columns, last):
            placed = row.cells[:columns]
        if code is None and previous and _continues(row, previous):
            _join(previous, row, placed)
            continue
        if code is None and previous and row.figures and _is_amid(row, previous):
            # What goes on in the middle of a label may go on in the figures too.
            previous.placed = previous.ways = None
        current = NamedRow(row, code, placed)
        glued = row.may_be_glued or row.may_touch(columns) or _are_zeros(row, columns)
        if placed is None and code and glued and sorted(order) == sorted(statutory()):
            sums = row_sums(row_keys(code, order), form)
            current.ways = ways([c.raw for c in row.figures], columns, sums.blocks)
            if not current.ways.numbers:
                current.ways = None
        if current.placed is None and current.ways is None and not alone:
            current.placed = usual.place(row)
        yield current
        previous = current


def _tables_that_tell(rows: Sequence[FigureRow], columns: int) -> frozenset[int | None]:
    """The tables whose columns several rows show, or one that fills them all."""
    found: Counter[int | None] = Counter()
    for row in rows:
        found[row.table] += _SEVERAL if len(row.figures) == columns else bool(row.figures)
    return frozenset(table for table, count in found.items() if count >= _SEVERAL)


def _is_aligned(row: FigureRow) -> bool:
    """Whether nothing but alignment tells the columns of a row."""
    return row.table is not None and not all(item.columns_known for item in row.cells)


def _are_zeros(row: FigureRow, columns: int) -> bool:
    """Whether a row prints a zero for each column, in cells that could not be told apart."""
    return "".join(half_width(item.raw.strip()) for item in row.figures) == "0" * columns


def _code(row: FigureRow, previous: str | None) -> str | None:
    """The code that the row's own words give it, or None."""
    for count, text in enumerate(row.label_texts, 1):
        matches = [m for m in name(text, SECTION, "row") if m.how != "torn" or len(core(text)) > 4]
        codes = [m.label.code for m in matches]
        if len(codes) > 1:
            codes = [c for c in codes if _follows(c, previous)]
        if len(codes) == 1:
            return codes[0]
        if count == 1 and not matches and (group := _group(row, text)):
            return f"{_GROUP}{group}"
    return None


def _group(row: FigureRow, text: str) -> str | None:
    """The group whose own figures a row has.

    In a line of text, a group without its number is the end of a label on two lines,
    and one without its end is the beginning of one. On a line of a page it stands beside
    figures of its rows, whose own labels are a little higher or lower.
    """
    found = [m for m in name(text, SECTION, "group") if m.how != "torn"]
    # What stands before a name in brackets is its number; another label is of another row.
    if squash(text).startswith("(") and not outline_of(squash(text)):
        return None
    whole = row.table is not None or (outline_of(squash(text)) and row.place.box is None)
    return found[0].label.code if found and whole else None


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


def _continues(row: FigureRow, previous: NamedRow) -> bool:
    """Whether the row is the rest of one torn by a page: its words end that row's label."""
    if not row.words or previous.code is None or previous.row.stacked:
        return False
    rest = core(row.words[-1].raw)
    label = next((x for x in labels_of(SECTION, "row") if x.code == previous.code), None)
    return label is not None and len(rest) > 1 and core(label.zh).endswith(rest)


def _is_amid(row: FigureRow, previous: NamedRow) -> bool:
    """Whether the words beside figures are of the label of the row before them, not its beginning.

    Its end may stand alone, below a page's break.
    """
    if not row.words or previous.code is None:
        return False
    piece = core(row.words[-1].raw)
    own = (x for x in labels_of(SECTION, "row") if x.code == previous.code)
    wordings = [core(wording) for label in own for wording in label.wordings]
    return len(piece) >= _LEAST_PIECE and any(wording.find(piece) > 0 for wording in wordings)


def _join(previous: NamedRow, row: FigureRow, placed: tuple[Item, ...] | None) -> None:
    """Put two pieces of a row together; where both print a figure, neither is taken."""
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


def _name_alike(named: Sequence[NamedRow]) -> None:
    """Name rows of a recognised table by what is left of their labels and by the order."""
    order = [x.code for x in labels_of(SECTION, "row")]
    taken = {x.code for x in named}
    for n, row in enumerate(named):
        if row.code is not None or not row.row.figures or holds_several(row):
            continue
        before = next((x.code for x in reversed(named[:n]) if x.code in order), None)
        after = next((x.code for x in named[n + 1 :] if x.code in order), None)
        first = order.index(before) + 1 if before else 0
        last = order.index(after) if after else len(order)
        between = [code for code in order[first:last] if _may_stand(code, taken)]
        row.code = code_alike(row.row, SECTION, between)
        if row.code is not None:
            row.decided = "forced_by_place"
            taken.add(row.code)


def _may_stand(code: str, taken: Collection[str | None]) -> bool:
    """Whether neither a row is printed nor those that a report has instead of it."""
    instead = codebook().row(SECTION, code).instead_of
    return code not in taken and not any(other in taken for other in instead)


def _drop_groups_beside_rows(named: Sequence[NamedRow]) -> None:
    """Take a group's name off figures beside a row's own label.

    Text that keeps a page's columns has that label alone, or in pieces, a little higher or lower
    than its figures; where rulings were lost, it stands in a cell with that of another row.
    """
    run_together = any(map(holds_several, named))
    for n, below in zip_longest(named, named[1:]):
        if n.code and n.code.startswith(_GROUP):
            begun = any(outline_of(squash(item.raw)) for item in n.row.above if not _is_group(item))
            ended = any(map(_ends_or_is_a_label, below.row.above)) if below else False
            if run_together or (n.row.spaced and (begun or ended)):
                n.code = None


def _is_group(item: Item) -> bool:
    return any(match.how == "exact" for match in name(item.raw, SECTION, "group"))


def _ends_or_is_a_label(item: Item) -> bool:
    """Whether words below figures end a label or are one: their own, a little lower."""
    whole = any(match.how == "exact" for match in name(item.raw, SECTION, "row"))
    return whole or not (_is_group(item) or outline_of(squash(item.raw)))


def holds_several(row: NamedRow) -> bool:
    """Whether labels of several rows stand in one cell, as where a ruling between them is lost."""
    return any(
        sum(bool(outline_of(squash(line))) for line in item.raw.split("\n")) > 1
        for item in row.row.words
    )


def _settle_subtotals(named: list[NamedRow]) -> None:
    """A group's own figures are its single row, unless its rows are printed too."""
    for row in codebook().rows:
        if row.section != SECTION or len(row.instead_of) < 2:
            continue
        split = any(n.code in row.instead_of and n.row.figures for n in named)
        for n in named:
            if n.code == row.row and split:
                n.code = f"{_GROUP}{row.row.split('.')[0]}"
        for n, below in pairwise(named):
            # A label that was lost leaves its group's, and its neighbours lost theirs too.
            if n.code == row.row and below.code is None and below.row.figures:
                n.code = None
