"""Text for terminals: columns that line up in Chinese, and nothing that a terminal obeys."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

WIDEST = 60
MARKS_A_COLUMN = 4
Value = object


def width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def pad(text: str, columns: int, right: bool = False) -> str:
    """The text with spaces up to that many columns."""
    space = " " * max(0, columns - width(text))
    return space + text if right else text + space


def cut(text: str, columns: int = WIDEST) -> str:
    """The text within that many columns, with … where something was cut off.

    Marks that stand on other letters take no column, but not any number of them is kept.
    """
    most = columns * MARKS_A_COLUMN
    kept = used = 0
    for at, char in enumerate(text[:most]):
        used += width(char)
        if used > columns:
            return text[:kept] + "…"
        if used < columns:
            kept = at + 1
    return text if len(text) <= most else text[:kept] + "…"


def visible_lines(text: str) -> str:
    """The text with its line ends, each line as `visible` makes it."""
    return "\n".join(map(visible, text.split("\n")))


def visible(text: str) -> str:
    """The text on one line, with control characters as their escapes.

    Names and texts come from strangers' files: they must not move a cursor.
    """
    return "".join(
        char if char.isprintable() or char == "\u3000" else ascii(char)[1:-1] for char in text
    )


def plain(value: Value) -> str:
    """A value in short: numbers without empty decimals, null as nothing."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(plain(item) for item in value)
    return str(value)


def table(names: Sequence[str], rows: Iterable[Sequence[Value]], widest: int = WIDEST) -> str:
    """Rows as a table; columns of numbers are set to the right."""
    found = list(rows)
    cells = [[cut(visible(plain(value)), widest) for value in row] for row in found]
    head = [cut(visible(name), widest) for name in names]
    sizes = [max([width(head[i]), *(width(row[i]) for row in cells)]) for i in range(len(head))]
    numeric = [
        any(row[i] is not None for row in found)
        and all(isinstance(row[i], int | float | Decimal | None) for row in found)
        for i in range(len(head))
    ]
    lines = ["  ".join(pad(text, size) for text, size in zip(head, sizes, strict=True))]
    lines.append("  ".join("─" * size for size in sizes))
    for row in cells:
        parts = zip(row, sizes, numeric, strict=True)
        lines.append("  ".join(pad(text, size, right) for text, size, right in parts))
    return "\n".join(line.rstrip() for line in lines)


def as_csv(rows: Iterable[Sequence[Value]]) -> str:
    """Rows as lines of CSV, with exact numbers and texts; a null is empty.

    Nothing is changed for spreadsheets, which take a text that begins with ``=``
    for a formula: it would no longer be the text that was printed.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([plain(value) for value in row] for row in rows)
    return text.getvalue().removesuffix("\n")


def as_json(names: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """Rows as a list of objects; decimals are numbers."""
    found = [dict(zip(names, row, strict=True)) for row in rows]
    return json.dumps(found, ensure_ascii=False, indent=1, default=_json)


def _json(value: Value) -> Value:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return plain(value)
