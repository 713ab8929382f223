"""Where something stands in a file, in the terms of the file's own format."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A place in a file; counts start at 1, and what a format lacks is None.

    `box` is left, top, right and bottom in points on the page.
    """

    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None
    box: tuple[float, float, float, float] | None = None

    def describe(self) -> str:
        """The place in words, in Chinese and English."""
        parts = (
            ("第{}页", "page {}", self.page),
            ("第{}表", "table {}", self.table),
            ("第{}行", "row {}", self.row),
            ("第{}列", "column {}", self.column),
            ("文本第{}行", "line {}", self.line),
        )
        known = [(zh, en, n) for zh, en, n in parts if n is not None]
        zh = "".join(z.format(n) for z, _, n in known)
        en = ", ".join(e.format(n) for _, e, n in known)
        return f"{zh} / {en}" if known else ""
