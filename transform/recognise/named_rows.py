"""Which row of section three a row of figures is: by its words, by what is left of them, or
by its place.

A row torn by a page is put together; a row whose label was torn from it is
named only when it stands between named rows, just as many as the form has.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise

from extract.document import Place
from transform.codebook import CellKey, codebook
from transform.glued import Ways, ways
from transform.labels import core, labels_of, name, outline_of
from transform.recognise.alike import code_alike
from transform.recognise.applicants import SECTION, SUBTOTAL, statutory
from transform.recognise.cells import read_cells
from transform.recognise.layout import Layout
from transform.recognise.rows import FigureRow
from transform.recognise.strips import VALUE, Item
from transform.recognise.sums import row_sums
from transform.text import squash

_BRACKETS = re.compile("[()（）]")
_GROUP = "printed_subtotal."
_EVIDENCE, _SHORTEST_EVIDENCE = 5, 4


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
    _drop_groups_beside_rows(named)
    _settle_subtotals(named)
    _name_alike(named)
    _fill_gaps(named, words)
    _take_off_pieces(named, form, order)
    return named


def _by_words(
    rows: Sequence[FigureRow], form: str, order: tuple[str, ...], last: Place | None
) -> Iterator[NamedRow]:
    columns = len(order)
    layout = Layout.learn(rows, columns)
    previous: NamedRow | None = None
    for row in rows:
        placed = layout.place(row)
        code = _code(row, previous.code if previous else None)
        if placed is None and code and _cut_off(row, code, columns, last):
            placed = row.cells[:columns]
        if code is None and previous and _continues(row, previous):
            _join(previous, row, placed)
            continue
        current = NamedRow(row, code, placed)
        glued = row.may_be_glued or row.may_touch(columns) or _are_zeros(row, columns)
        if placed is None and code and glued and sorted(order) == sorted(statutory()):
            sums = row_sums(row_keys(code, order), form)
            current.ways = ways([c.raw for c in row.figures], columns, sums.blocks)
            if not current.ways.numbers:
                current.ways = None
        yield current
        previous = current


def _are_zeros(row: FigureRow, columns: int) -> bool:
    """Whether a row prints a zero for each column, in cells that could not be told apart."""
    return "".join(item.raw.strip() for item in row.figures) == "0" * columns


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
        if row.code is not None or not row.row.figures:
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


def _fill_gaps(named: list[NamedRow], words: Sequence[Item]) -> None:
    """Name full rows without a label that stand between named rows.

    The rows between must be just as many as the form's rows between, and each
    of those must have its label printed somewhere in the section.
    """
    order = [x.code for x in labels_of(SECTION, "row")]
    anchors = [
        n for n, x in enumerate(named) if x.code in order and (x.placed is not None or x.ways)
    ]
    printed: set[str] | None = None
    taken = {named[n].code for n in anchors}
    for before, after in pairwise(anchors):
        usual = {_blanks(named[before]), _blanks(named[after]), ()} - {None}
        free = [x for x in named[before + 1 : after] if x.code is None and _blanks(x) in usual]
        if not free:
            continue
        printed = _printed_codes(words) if printed is None else printed
        first, last = order.index(str(named[before].code)), order.index(str(named[after].code))
        between = order[first + 1 : last]
        wanted = [c for c in between if c in printed and c not in taken]
        if any(_is_in_pieces(x) for x in named[before + 1 : after]):
            continue
        if wanted and len(wanted) == len(free) and all(map(_may_be, free, wanted)):
            for row, code in zip(free, wanted, strict=True):
                row.code, row.decided = code, "forced_by_place"
            for x in named[before + 1 : after]:
                if x.code in wanted and x not in free:
                    x.code = None


def _may_be(row: NamedRow, code: str) -> bool:
    """Whether the words beside figures, if a label's piece, are one of this row's."""
    piece = core("".join(item.raw for item in row.row.words))
    if len(piece) < _SHORTEST_EVIDENCE:
        return True
    owners = {
        x.code for x in labels_of(SECTION, "row") if any(piece in core(w) for w in x.wordings)
    }
    return not owners or code in owners


def _is_in_pieces(row: NamedRow) -> bool:
    """Whether a line of text has most figures of the row that it names, the others elsewhere."""
    return (
        row.code is not None and row.placed is None and len(row.row.figures) > 1 and row.row.spaced
    )


def _take_off_pieces(named: Sequence[NamedRow], form: str, order: tuple[str, ...]) -> None:
    """Leave rows of spaced text unread that figures without a label may be a part of.

    Digits that go on below in narrow cells stand on lines of their own. A row that has all of
    its figures and adds up is whole.
    """
    for n, other in (*pairwise(named), *pairwise(named[::-1])):
        if not n.code or other.code is not None or not other.row.figures or n.placed is None:
            continue
        spaced = n.row.spaced or other.row.spaced
        if n.row.table is None and spaced and not _adds_up(n.code, n.placed, form, order):
            n.placed = None


def _adds_up(code: str, placed: Sequence[Item], form: str, order: tuple[str, ...]) -> bool:
    """Whether a row has all of its figures, and these its sum."""
    keys = row_keys(code, order)
    items = [item for a, item in zip(order, placed, strict=True) if a != SUBTOTAL]
    cells = read_cells(keys, items, form).cells
    numbers = [Decimal(0) if c.status == "dash" else c.value for c in cells]
    known = [number for number in numbers if number is not None]
    return len(known) == len(numbers) and row_sums(keys, form).add_up(known)


def _blanks(row: NamedRow) -> tuple[int, ...] | None:
    """Which columns of a row are blank, None where no figure is printed or columns are unknown."""
    if row.placed is None or all(item.kind != VALUE for item in row.placed):
        return None
    return tuple(n for n, item in enumerate(row.placed) if item.kind != VALUE)


def _printed_codes(words: Sequence[Item]) -> set[str]:
    """The rows of which at least the beginning of the label is printed in `words`."""
    texts = [core(item.raw) for item in words] + [core(a.raw + b.raw) for a, b in pairwise(words)]
    # A group's label beside a row's own may open a bracket that nothing closes.
    texts += [core(_BRACKETS.sub("", item.raw)) for item in words]
    text = "\n".join(texts)
    found = {code for code, starts in _starts().items() if any(start in text for start in starts)}
    children = codebook().row(SECTION, "other.unsplit").instead_of
    if found & set(children):
        found.discard("other.unsplit")
        found.add("other.other")
    return found


@cache
def _starts() -> dict[str, frozenset[str]]:
    """The beginnings of each row's wordings, long enough to be told from others."""
    return {
        label.code: frozenset(
            core(w)[:_EVIDENCE] for w in label.wordings if len(core(w)) >= _SHORTEST_EVIDENCE
        )
        for label in labels_of(SECTION, "row")
    }


def _drop_groups_beside_rows(named: Iterable[NamedRow]) -> None:
    """Take a group's name off figures of a text where a row's label stands alone right below.

    Text that keeps a page's columns has that label a little lower than its figures.
    """
    for n, below in pairwise(named):
        if n.code and n.code.startswith(_GROUP) and n.row.spaced:
            labels = (name(item.raw, SECTION, "row") for item in below.row.above)
            if any(match.how == "exact" for matches in labels for match in matches):
                n.code = None


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
