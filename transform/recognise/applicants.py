"""The applicant columns of section three, by their heads.

The five kinds of organisation stand side by side below one head; their order
is read where all five can be. A subtotal of the five is no applicant column.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from functools import cache

from extract.document import LOST
from transform.labels import core, labels_of, name
from transform.recognise.lost_heads import restored
from transform.recognise.rows import figure_rows
from transform.recognise.scattered import Letter, order_of
from transform.recognise.strips import TEXT, Item, Strip
from transform.text import squash

SECTION = "requests"
SUBTOTAL = "org_subtotal"
_SUBTOTAL_WORD = "小计"
_FIRST_HEAD = "自然人"
_ALL_APPLICANTS = "申请人情况"
_COMMON_HEAD = "法人或其他组织"
_NOTE = "本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和"


@cache
def statutory() -> tuple[str, ...]:
    """The applicant columns as the form prints them."""
    return tuple(x.code for x in labels_of(SECTION, "column"))


def applicant_columns(strips: Sequence[Strip]) -> tuple[str, ...] | None:
    """The columns in the order that the heads print, or None when they contradict the form.

    Heads that are cut, or lost, leave the statutory order, unless their letters stand in
    another; one that stands there and could not be read may be any.
    """
    heads = restored(_heads(strips), _head_words(), statutory())
    text = "".join(core(item.raw) for item in heads)
    codes = _codes_of(text)
    if not _is_complete(codes) and _is_complete(below := _codes_of(_by_column(heads, strips))):
        codes = below
    first, *organisations, total = statutory()
    if not _is_complete(codes):
        scattered = order_of(_lines(strips), _head_words(), first, total)
        if scattered is not None and _is_complete(scattered):
            return scattered
    printed = _once([c for c in codes if c in organisations or c == SUBTOTAL])
    five = [c for c in printed if c != SUBTOTAL]
    if LOST in text and len(five) < len(organisations):
        return None
    if five == [c for c in organisations if c in five] and SUBTOTAL not in printed:
        whole = len(five) == len(organisations)
        return statutory() if whole or _letters_in_order(heads, set(five)) else None
    if sorted(five) != sorted(organisations) or printed.count(SUBTOTAL) > 1:
        return None
    if first in codes and total in codes:
        return (first, *printed, total) if codes.index(first) < codes.index(total) else None
    return (first, *printed, total) if _outer_heads_are_torn(text) else None


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
    letters = re.compile(re.escape(text).replace(LOST, "."))
    codes = {code for word, code in _head_words().items() if letters.fullmatch(word)}
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


def _lines(strips: Sequence[Strip]) -> list[list[Letter]]:
    """The letters of the heads, line by line: those of a cell, or of a line of text."""
    heads = set(_heads(strips))
    spans: dict[object, tuple[int, int]] = {}
    for item in (item for strip in strips for item in strip.items):
        start, end = spans.get(item.place.box, (item.start, item.end))
        spans[item.place.box] = min(start, item.start), max(end, item.end)
    lines: list[list[Letter]] = []
    for n, strip in enumerate(strips):
        own = [item for item in strip.items if item in heads]
        if any(_ALL_APPLICANTS in squash(item.raw) for item in own):
            lines.clear()
        if strip.table is None:
            lines.append([x for item in own for x in _letters_at(item, *spans[item.place.box])])
        else:
            apart = len(strip.items) > len(statutory())
            lines.extend(line for item in own for line in _cell_lines(item, n, apart))
    return [left for line in lines if (left := _heads_only(line))]


def _cell_lines(item: Item, row: int, apart: bool) -> Iterator[list[Letter]]:
    """The lines of a cell; where columns stand `apart` it is of one, and stands in its middle."""
    box, column = item.place.box, item.place.column
    cell = (row, column) if column is not None else None
    at = (box[0] + box[2]) / 2 if box and apart else None
    for line in item.raw.split("\n"):
        yield [Letter(c, at, cell) for c in core(line)]


def _letters_at(item: Item, start: int, end: int) -> Iterator[Letter]:
    """The letters of a piece of a line that has these columns, with their places on the page."""
    text, box = core(item.raw), item.place.box
    for n, letter in enumerate(text):
        column = item.start + (n + 0.5) * (item.end - item.start) / len(text)
        share = (column - start) / ((end - start) or 1)
        yield Letter(letter, box and box[0] + share * (box[2] - box[0]))


def _heads_only(line: list[Letter]) -> list[Letter]:
    """A line without the head of all, the common head, and the note's part that it begins with."""
    line = [letter for letter in line if letter.text.isalpha()]
    text = "".join(letter.text for letter in line)
    begin = text.rfind(_ALL_APPLICANTS) + len(_ALL_APPLICANTS) if _ALL_APPLICANTS in text else 0
    end = begin
    while end < len(text) and text[begin : end + 1] in _NOTE:
        end += 1
    begin = end if end - begin > 1 else begin
    common = text.find(_COMMON_HEAD, begin)
    if common < 0:
        return line[begin:]
    return line[begin:common] + line[common + len(_COMMON_HEAD) :]


def _outer_heads_are_torn(text: str) -> bool:
    """Whether all that is left beside the organisations are the letters of the outer heads.

    Narrow cells and page ends tear them (自然 … 总, 人 … 计); the first still begins first.
    """
    left = _head_pattern(outer=False).sub("", text.rpartition(_ALL_APPLICANTS)[2])
    first, *_, total = labels_of(SECTION, "column")
    return any(
        sorted(left) == sorted(core(a) + core(z)) and left.index(a[0]) < left.index(z[0])
        for a in first.wordings
        for z in total.wordings
    )


def _letters_in_order(heads: Sequence[Item], whole: Set[str]) -> bool:
    """Whether the letters that only one kind of organisation has come in the statutory order.

    Heads of one line and of two may stand at several heights; on each line they are in order.
    Where lines are left of some heads that are not `whole`, they must be of each of these. Lines
    of one cell tell nothing of heads that stand on different ones.
    """
    known = _letters()
    left_of: set[str] = set()
    for item in heads:
        lines = [core(line).replace(_COMMON_HEAD, "") for line in item.raw.split("\n")]
        codes = [list(dict.fromkeys(known[c] for c in line if c in known)) for line in lines]
        if len({code for found in codes for code in found}) > max(map(len, codes)):
            return False
        for line, found in zip(lines, codes, strict=True):
            if len(found) > 2 and found != [code for code in statutory() if code in found]:
                return False
            if all(letter in _head_letters() for letter in line):
                left_of |= {*found} - whole
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
            if (item.kind != TEXT and LOST not in item.raw) or _ends_bracket(item.raw):
                continue
            matches = name(item.raw, SECTION, "row")
            if len(core(item.raw)) > 3 and any(m.how == "exact" for m in matches):
                return heads
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
    words = sorted([*known, _COMMON_HEAD], key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, words)))
