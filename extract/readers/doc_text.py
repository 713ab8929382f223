"""The text of a DOC file as it lies in its bytes: a second way that needs no LibreOffice.

It knows the order of the text and what was deleted or hidden, and no table. [MS-DOC]
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator

from extract.ole import Ole

MAIN, TABLES = "WordDocument", ("0Table", "1Table")
# Where the beginning of the main stream (2.5) holds its flags, the length of the
# body's text, and where in the table stream the two lists lie that are used here.
_FLAGS, _TEXT_LENGTH, _RUNS, _PIECES = 0x0A, 0x4C, 0xFA, 0x1A2
_SECOND_TABLE = 0x0200
_PAGE = 512
_LEAST_MARK = 2
_COMPRESSED = 0x40000000
# Properties of characters (2.6.1), and the bytes that the operands of each kind take (2.2.5.1).
_DELETED, _HIDDEN = 0x0800, 0x083C
_OPERANDS = (1, 1, 2, 4, 2, 2, 0, 3)
_FIELD, _RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_PRINTED = {"\x1e": "-", "\x1f": "", "\x01": "", "\x08": "", "\x02": "", "\x05": ""}
_MOST_RUNS = 1 << 20

Runs = tuple[list[int], list[bool]]


def table_name(main: bytes) -> str:
    """The name of the stream that holds the tables of a main stream."""
    return TABLES[bool(struct.unpack_from("<H", main, _FLAGS)[0] & _SECOND_TABLE)]


def text_of(data: bytes) -> str:
    """The body's text, cells and paragraphs set apart by spaces; empty where it cannot be told."""
    ole = Ole(data)
    main = ole.stream(MAIN)
    try:
        table = ole.stream(table_name(main))
        return "".join(_printed("".join(_pieces(main, table))))
    except (struct.error, IndexError, ValueError):
        return ""


def _printed(text: str) -> Iterator[str]:
    """What is printed: of a field its result, and no marks."""
    instructions: list[bool] = []
    for letter in text:
        if letter == _FIELD:
            instructions.append(True)
        elif letter == _RESULT and instructions:
            instructions[-1] = False
        elif letter == _FIELD_END and instructions:
            instructions.pop()
        elif not any(instructions):
            yield _PRINTED.get(letter, " " if letter < " " else letter)


def _pieces(main: bytes, table: bytes) -> Iterator[str]:
    """The pieces of the text in their order (2.8.35), without deleted and hidden letters."""
    length = struct.unpack_from("<I", main, _TEXT_LENGTH)[0]
    places = _list(table, *struct.unpack_from("<II", main, _PIECES))
    count = (len(places) - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", places)
    if list(starts) != sorted(starts) or min(length, starts[-1]) > len(main):
        raise ValueError
    runs = _runs(main, table)
    for number in range(count):
        at = struct.unpack_from("<I", places, 4 * (count + 1) + 8 * number + 2)[0]
        letters = min(starts[number + 1], length) - starts[number]
        if letters <= 0:
            continue
        if at & _COMPRESSED:
            start, width, charset = (at & (_COMPRESSED - 1)) // 2, 1, "cp1252"
        else:
            start, width, charset = at, 2, "utf-16-le"
        if start + letters * width > len(main):
            raise ValueError
        for first, last in _kept(start, start + letters * width, runs):
            yield main[first:last].decode(charset, "replace")


def _list(table: bytes, at: int, size: int) -> bytes:
    """The list of pieces in the table stream; lists of properties may stand before it (2.9.38)."""
    held = table[at : at + size]
    here = 0
    while held[here] == 1:
        here += 3 + struct.unpack_from("<H", held, here + 1)[0]
    if held[here] != 2:
        raise ValueError
    here += 5
    return held[here : here + struct.unpack_from("<I", held, here - 4)[0]]


def _kept(start: int, end: int, runs: Runs) -> Iterator[tuple[int, int]]:
    """The stretches of a piece that are printed."""
    ends, gone = runs
    number = bisect_right(ends, start)
    while start < end:
        last = min(end, ends[number]) if number < len(ends) else end
        if number >= len(ends) or not gone[number]:
            yield start, last
        start, number = last, number + 1


def _runs(main: bytes, table: bytes) -> Runs:
    """Where the runs of characters end in the main stream, and whether each is not printed."""
    at, size = struct.unpack_from("<II", main, _RUNS)
    pages = table[at : at + size]
    count = (len(pages) - 4) // 8
    ends: list[int] = []
    gone: list[bool] = []
    for number in range(count):
        place = struct.unpack_from("<I", pages, 4 * (count + 1) + 4 * number)[0] & 0x3FFFFF
        page = main[place * _PAGE : (place + 1) * _PAGE]
        held = page[_PAGE - 1]
        ends += struct.unpack_from(f"<{held}I", page, 4)
        for mark in page[4 * (held + 1) : 4 * (held + 1) + held]:
            size = page[2 * mark] if mark >= _LEAST_MARK else 0
            gone.append(_is_gone(page[2 * mark + 1 : 2 * mark + 1 + size]))
        if len(ends) > _MOST_RUNS:
            raise ValueError
    if ends != sorted(ends):
        raise ValueError
    return ends, gone


def _is_gone(properties: bytes) -> bool:
    at, gone = 0, False
    while at + 2 < len(properties):
        name = struct.unpack_from("<H", properties, at)[0]
        operand = properties[at + 2]
        if name in (_DELETED, _HIDDEN):
            gone = gone or operand == 1
        at += 2 + (_OPERANDS[name >> 13] or 1 + operand)
    return gone
