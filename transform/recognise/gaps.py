"""Rows of section three that have no label of their own: named by their place between others.

What a line has only a part of is no row's: in a text that keeps a page's columns, digits that
go on below stand on lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise, zip_longest

from extract.document import LOST
from transform.codebook import codebook
from transform.labels import core, labels_of
from transform.recognise.applicants import SECTION, SUBTOTAL
from transform.recognise.cells import read_cells
from transform.recognise.named_row import NamedRow, row_keys
from transform.recognise.strips import VALUE, Item
from transform.recognise.sums import row_sums

# Sentences name rows too, with their figures, and in any order.
_COUNTED = re.compile(r"\d\s*件")
_BRACKETS = re.compile("[()（）]")
_SINGLE = "other.unsplit"
_EVIDENCE, _SHORTEST_EVIDENCE = 5, 4


def fill_gaps(named: list[NamedRow], words: Sequence[Item]) -> None:
    """Name full rows without a label that stand between named rows.

    The rows between must be just as many as the form's rows between, and each of those must
    have its label printed somewhere in the section: they come in the order of these.
    """
    order = [x.code for x in labels_of(SECTION, "row")]
    anchors = [
        n for n, x in enumerate(named) if x.code in order and (x.placed is not None or x.ways)
    ]
    printed: list[str] | None = None
    taken = {named[n].code for n in anchors}
    if not taken.isdisjoint(codebook().row(SECTION, _SINGLE).instead_of):
        taken.add(_SINGLE)
    for before, after in pairwise(anchors):
        usual = {_blanks(named[before]), _blanks(named[after]), ()} - {None}
        free = [x for x in named[before + 1 : after] if x.code is None and _blanks(x) in usual]
        if not free:
            continue
        printed = printed_codes(words) if printed is None else printed
        first, last = order.index(str(named[before].code)), order.index(str(named[after].code))
        between = order[first + 1 : last]
        wanted = [c for c in printed if c in between and c not in taken]
        if any(_is_in_pieces(x) for x in named[before + 1 : after]) or any(map(_is_lost, free)):
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


def _is_lost(row: NamedRow) -> bool:
    """Whether a label stands beside a row of which nothing could be told, as of no other row."""
    return any(LOST in item.raw and not core(item.raw).strip(LOST) for item in row.row.words)


def _is_in_pieces(row: NamedRow) -> bool:
    """Whether a row has only some of its figures: rows run together there, or digits are torn."""
    return row.placed is None and len(row.row.figures) > 1


def take_off_pieces(named: Sequence[NamedRow], form: str, order: tuple[str, ...]) -> None:
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


def printed_codes(words: Sequence[Item]) -> list[str]:
    """The rows of which at least the beginning of the label is printed, in the order of print."""
    found: list[str] = []
    labels = [item for item in words if not _COUNTED.search(item.raw)]
    for item, below in zip_longest(labels, labels[1:]):
        both = item.raw + (below.raw if below else "")
        # A group's label beside a row's own may open a bracket that nothing closes.
        texts = (item.raw, both, _BRACKETS.sub("", item.raw))
        text = "\n".join(map(core, texts))
        found += [
            code
            for code, starts in _starts().items()
            if code not in found and any(start in text for start in starts)
        ]
    rows = codebook().row(SECTION, _SINGLE).instead_of
    if at := [found.index(code) for code in rows if code in found]:
        # The last of them has no words to be told by.
        found.insert(max(at) + 1, rows[-1])
        found = [code for code in found if code != _SINGLE]
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
