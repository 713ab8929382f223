"""The applicant columns of section three, by their heads.

The five kinds of organisation stand side by side below one head; their order
is read where all five can be. A subtotal of the five is no applicant column.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from functools import cache
from itertools import groupby

from extract.document import LOST
from transform.labels import core, labels_of, name
from transform.recognise.head_lines import ALL_APPLICANTS, COMMON_HEAD, lines_of
from transform.recognise.lost_heads import restored, without_common
from transform.recognise.rows import figure_rows
from transform.recognise.scattered import Letter, order_of
from transform.recognise.strips import TEXT, Item, Strip
from transform.text import squash
from transform.words import may_be

SECTION = "requests"
SUBTOTAL = "org_subtotal"
_SUBTOTAL_WORD = "小计"
_FIRST_HEAD = "自然人"
_SENTENCE = re.compile(r"[。；;]|\d\s*[件条项]")


@cache
def statutory() -> tuple[str, ...]:
    """The applicant columns as the form prints them."""
    return tuple(x.code for x in labels_of(SECTION, "column"))


def applicant_columns(strips: Sequence[Strip]) -> tuple[str, ...] | None:
    """The columns in the order that the heads print, or None when they contradict the form.

    Heads that are cut, or lost, leave the statutory order, unless their letters stand in
    another; one that stands there and could not be read may be any.
    """
    printed_heads = without_common(_heads(strips))
    heads = restored(printed_heads, _head_words(), statutory())
    text = "".join(core(item.raw) for item in heads)
    codes = _codes_of(text)
    if not _is_complete(codes):
        below = _once(_codes_of(_by_column(heads, strips)))
        codes = below if _is_complete(below) else codes
    first, *organisations, total = statutory()
    if not _is_complete(codes):
        by_width, by_count = (
            order_of(_lines(printed_heads, strips, counted), _head_words(), first, total)
            for counted in (False, True)
        )
        if by_width is not None and _is_complete(by_width):
            # An order that only one way to count the columns of a text tells must be the usual.
            told = {by_width, statutory() if by_count is None else by_count}
            return by_width if len(told) == 1 else None
        if by_count is not None and by_count != statutory():
            return None
        if _follow(first, total, codes) and _begin_in_one_row(printed_heads):
            return statutory()
    printed = _once([c for c in codes if c in organisations or c == SUBTOTAL])
    five = [c for c in printed if c != SUBTOTAL]
    if LOST in text and len(five) < len(organisations):
        return None
    if five == [c for c in organisations if c in five] and SUBTOTAL not in printed:
        whole = len(five) == len(organisations)
        in_order = whole or _letters_in_order(_lines(printed_heads, strips), set(five))
        return statutory() if in_order else None
    if sorted(five) != sorted(organisations) or printed.count(SUBTOTAL) > 1:
        return None
    outer = first in codes and total in codes
    at_the_sides = _follow(first, total, codes) if outer else _outer_heads_are_torn(text)
    return (first, *printed, total) if at_the_sides else None


def _lines(
    heads: Sequence[Item], strips: Sequence[Strip], counted: bool = False
) -> list[list[Letter]]:
    return lines_of(heads, strips, len(statutory()), counted=counted)


def _follow(first: str, total: str, codes: Sequence[str]) -> bool:
    """Whether the outer heads are both there, the total's after the first column's."""
    return first in codes and total in codes and codes.index(first) < codes.index(total)


def _begin_in_one_row(heads: Iterable[Item]) -> bool:
    """Whether a recognised row has letters of all five organisations' heads, in the form's order.

    However many others were lost, on the first lines of its cells these stand side by side.
    """
    rows = groupby((x for x in heads if x.seen), lambda x: (x.place.table, x.place.row))
    for _, row in rows:
        letters = "".join(core(item.raw.split("\n")[0]) for item in row)
        found = dict.fromkeys(_letters()[x] for x in letters if x in _letters())
        if tuple(found) == statutory()[1:-1] and _SUBTOTAL_WORD[0] not in letters:
            return True
    return False


def columns_left(strips: Sequence[Strip]) -> tuple[tuple[str, ...], list[Strip]] | None:
    """The first columns of the form where the side of a page cuts the others off, else None.

    Each has its head above it, and no row has a figure that can be read right of these heads.
    They come with the strips without what cannot be read there.
    """
    last = _last_columns(strips)
    heads: dict[int, str] = {}
    for item in _heads(strips):
        code = _head_of(core(item.raw))
        if item.place.column is None or code is None:
            continue
        if heads.setdefault(item.place.column - last.get(item.place.table, 0), code) != code:
            return None
    left = tuple(heads[column] for column in sorted(heads))
    if not 1 < len(left) < len(statutory()) or left != statutory()[: len(left)]:
        return None

    def is_cut(item: Item) -> bool:
        column = (item.place.column or 0) - last.get(item.place.table, 0)
        unread = item.raw and not item.raw.strip(LOST)
        return bool(unread) and column > max(heads)

    kept = [s._replace(items=tuple(x for x in s.items if not is_cut(x))) for s in strips]
    rows = [
        {(column or 0) - last.get(row.table, 0) for column in row.columns}
        for row in figure_rows(kept)
        if row.figures
    ]
    whole = set(heads) in rows and all(row <= set(heads) for row in rows)
    return (left, kept) if whole else None


def _head_of(text: str) -> str | None:
    """The column whose head a text is, letters that could not be read being any."""
    codes = {_head_words()[word] for word in may_be(text, _head_words())}
    return codes.pop() if len(codes) == 1 and text.strip(LOST) else None


def _once(codes: list[str]) -> list[str]:
    """Heads that are printed again, in the same order, each once."""
    first, last = dict.fromkeys(codes), dict.fromkeys(reversed(codes))
    return list(first) if list(first) == list(reversed(last)) else codes


def _is_complete(codes: Sequence[str]) -> bool:
    """Whether each head of the form is there, once, and perhaps the subtotal's."""
    return sorted(c for c in codes if c != SUBTOTAL) == sorted(statutory())


def _by_column(heads: Sequence[Item], strips: Sequence[Strip]) -> str:
    """The heads run together column by column, over the tables that a page's end made of one.

    Tables end with the same column, wherever the cells beside their labels begin.
    """
    last = _last_columns(strips)
    below: dict[int, str] = defaultdict(str)
    for item in heads:
        if item.place.table is not None and item.place.column is not None:
            below[last.get(item.place.table, 0) - item.place.column] += core(item.raw)
    return "".join(below[left] for left in sorted(below, reverse=True))


def _last_columns(strips: Sequence[Strip]) -> dict[int | None, int]:
    """In which column the last cells of each table begin."""
    last: dict[int | None, int] = {}
    for strip in strips:
        columns = (item.place.column or 0 for item in strip.items)
        last[strip.table] = max([last.get(strip.table, 0), *columns])
    return last


def _outer_heads_are_torn(text: str) -> bool:
    """Whether all that is left beside the organisations are the letters of the outer heads.

    Narrow cells and page ends tear them (自然 … 总, 人 … 计); the first still begins first.
    """
    left = _head_pattern(outer=False).sub("", text.rpartition(ALL_APPLICANTS)[2])
    first, *_, total = labels_of(SECTION, "column")
    return any(
        sorted(left) == sorted(core(a) + core(z)) and left.index(a[0]) < left.index(z[0])
        for a in first.wordings
        for z in total.wordings
    )


def _letters_in_order(lines: Iterable[Sequence[Letter]], whole: Set[str]) -> bool:
    """Whether the letters that only one kind of organisation has come in the statutory order.

    Heads of one line and of two may stand at several heights; on each line they are in order.
    Where lines are left of some heads that are not `whole`, they must be of each of these. Lines
    of one cell tell nothing of heads that stand on different ones.
    """
    known = _letters()
    left_of: set[str] = set()
    in_cells: dict[tuple[int, int], list[set[str]]] = defaultdict(list)
    for line in lines:
        left = [letter.text for letter in line]
        found = dict.fromkeys(known[c] for c in left if c in known)
        if len(found) > 1 and list(found) != [code for code in statutory() if code in found]:
            return False
        if all(letter in _head_letters() for letter in left):
            left_of |= found.keys() - whole
        if line[0].cell is not None:
            in_cells[line[0].cell].append(set(found))
    if any(len(set().union(*found)) > max(map(len, found)) for found in in_cells.values()):
        return False
    return not left_of or left_of == set(statutory()[1:-1]) - whole


@cache
def _head_letters() -> frozenset[str]:
    """The letters of all heads."""
    return frozenset("".join(_head_words()))


@cache
def _letters() -> dict[str, str]:
    """The letters of one kind of organisation alone, with its code."""
    owners: dict[str, set[str]] = {}
    for x in labels_of(SECTION, "column"):
        for wording in x.wordings:
            for letter in core(wording):
                owners.setdefault(letter, set()).add(x.code)
    organisations = statutory()[1:-1]
    alone = {letter: min(codes) for letter, codes in owners.items() if len(codes) == 1}
    return {letter: code for letter, code in alone.items() if code in organisations}


def _heads(strips: Sequence[Strip]) -> list[Item]:
    """The words before the first row of the form."""
    heads: list[Item] = []
    for strip in strips:
        for item in strip.items:
            if item.kind == TEXT and _SENTENCE.search(item.raw):
                # A remark above the table may stand in the cell of its first head.
                kept = (line for line in item.raw.split("\n") if not _SENTENCE.search(line))
                item = item._replace(raw="\n".join(kept))
            if (item.kind != TEXT and LOST not in item.raw) or _ends_bracket(item.raw):
                continue
            matches = name(item.raw, SECTION, "row")
            if len(core(item.raw)) > 3 and any(m.how == "exact" for m in matches):
                return heads
            lines = [*map(squash, item.raw.split("\n"))]
            if len(lines) > 1 and ALL_APPLICANTS in lines:
                # Text above the table ran into the cell of its first head.
                heads.clear()
                item = item._replace(raw=ALL_APPLICANTS)
            heads.append(item)
    return heads


def _ends_bracket(raw: str) -> bool:
    """Whether a text is the rest of what stands in brackets: the note in the table's corner."""
    plain = squash(raw)
    return plain.endswith(")") and "(" not in plain


def _codes_of(text: str) -> list[str]:
    """The heads that stand in `text` from the first of the form on, in its order."""
    found = _head_pattern(outer=True).findall(text, max(0, text.rfind(_FIRST_HEAD)))
    return [_head_words()[word] for word in found if word in _head_words()]


@cache
def _head_words() -> dict[str, str]:
    words = {core(w): x.code for x in labels_of(SECTION, "column") for w in x.wordings}
    return {**words, _SUBTOTAL_WORD: SUBTOTAL}


@cache
def _head_pattern(*, outer: bool) -> re.Pattern[str]:
    """Every head, those of the first column and the last among them if `outer`."""
    first, *_, total = statutory()
    left_out = () if outer else (first, total)
    known = [word for word, code in _head_words().items() if code not in left_out]
    words = sorted([*known, COMMON_HEAD], key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, words)))
