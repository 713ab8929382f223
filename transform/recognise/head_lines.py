"""The letters of the applicant heads, line by line, with their places from left to right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from transform.labels import core
from transform.recognise.scattered import Letter
from transform.recognise.strips import Item, Strip
from transform.text import squash, width

ALL_APPLICANTS = "申请人情况"
COMMON_HEAD = "法人或其他组织"
_NOTE = "本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和"
_SEVERAL = 2
"""So many heads side by side show that the lines of a text keep the columns of the page."""


def lines_of(
    heads: Sequence[Item], strips: Sequence[Strip], most: int, *, counted: bool = False
) -> list[list[Letter]]:
    """The letters of `heads`, line by line: those of a cell, or of a line of text.

    Letters of a cell have a place where its row has more than `most` cells, those of a text where
    its page tells it, or where its lines keep their columns: as wide as they are printed, or
    `counted`, each letter one column, as some programs keep them.
    """
    known = set(heads)
    spans: dict[object, tuple[int, int]] = {}
    for item in (item for strip in strips for item in strip.items):
        start, end = spans.get(item.place.box, (item.start, item.end))
        spans[item.place.box] = min(start, item.start), max(end, item.end)
    spaced = max(Counter(item.place for item in heads).values(), default=0) >= _SEVERAL
    lines: list[list[Letter]] = []
    rows = groupby(strips, lambda strip: (strip.table, strip.place))
    for n, ((table, _), row) in enumerate(rows):
        items = [item for strip in row for item in strip.items]
        own = [item for item in items if item in known]
        if any(ALL_APPLICANTS in squash(item.raw) for item in own):
            lines.clear()
        if table is None:
            placed = _counted(items) if counted else items
            letters = [
                _letters_at(at, *spans[at.place.box], spaced)
                for at, item in zip(placed, items, strict=True)
                if item in known
            ]
            lines.append([letter for piece in letters for letter in piece])
        else:
            lines.extend(line for item in own for line in _cell_lines(item, n, len(items) > most))
    return [left for line in lines if (left := _heads_only(line))]


def _counted(items: Sequence[Item]) -> list[Item]:
    """The items of one line with columns of a letter each; those of a page as they are."""
    placed, wider = [], 0
    for item in items:
        more = width(item.raw) - len(item.raw) if item.place.box is None else 0
        placed.append(item._replace(start=item.start - wider, end=item.end - wider - more))
        wider += more
    return placed


def _cell_lines(item: Item, row: int, apart: bool) -> Iterator[list[Letter]]:
    """The lines of a cell; where columns stand `apart` it is of one, and stands in its middle."""
    box, column = item.place.box, item.place.column
    cell = (row, column) if column is not None else None
    at = (box[0] + box[2]) / 2 if box and apart else None
    for line in item.raw.split("\n"):
        yield [Letter(c, at, cell) for c in core(line)]


def _letters_at(item: Item, start: int, end: int, spaced: bool) -> Iterator[Letter]:
    """The letters of a piece of a line that has these columns, with their places on the page."""
    text, box = core(item.raw), item.place.box
    for n, letter in enumerate(text):
        column = item.start + (n + 0.5) * (item.end - item.start) / len(text)
        share = (column - start) / ((end - start) or 1)
        at = box[0] + share * (box[2] - box[0]) if box else column if spaced else None
        yield Letter(letter, at)


def _heads_only(line: list[Letter]) -> list[Letter]:
    """A line without the head of all, the common head, and the note's part that it begins with."""
    line = [letter for letter in line if letter.text.isalpha()]
    text = "".join(letter.text for letter in line)
    begin = text.rfind(ALL_APPLICANTS) + len(ALL_APPLICANTS) if ALL_APPLICANTS in text else 0
    end = begin
    while end < len(text) and text[begin : end + 1] in _NOTE:
        end += 1
    # One letter may be of a head, unless it is the note's last.
    begin = end if end - begin > 1 or _NOTE.endswith(text[begin:end]) else begin
    common = text.find(COMMON_HEAD, begin)
    if common < 0:
        return line[begin:]
    return line[begin:common] + line[common + len(COMMON_HEAD) :]
