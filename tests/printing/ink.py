"""Text as it is printed, with the place of every figure in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tests.printing.report import UNDECIDABLE, Truth
from tests.printing.sheet import Sheet
from transform.codebook import CellKey

Span = tuple[int, int]


class Ink:
    """A text under way: written piece by piece, remembering where each cell stands."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self.spans: dict[CellKey, Span] = {}
        self._breaks: list[int] = []

    def write(self, text: str, key: CellKey | None = None) -> None:
        """Add `text`; with a key it is the printed text of that cell."""
        if key is not None:
            self.spans[key] = (self._length, self._length + len(text))
        self._pieces.append(text)
        self._length += len(text)

    def row(self) -> None:
        """A row of a table begins here: a page may end before it."""
        self._breaks.append(self._length)

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self._pieces)

    def printed(
        self, sheet: Sheet, media: str = "text", optional: frozenset[CellKey] = frozenset()
    ) -> Printed:
        """The finished document, with the truth of its sheet."""
        return Printed(
            self.text, sheet.truth(), self.spans, sheet.value_rows(), tuple(self._breaks),
            media, optional | sheet.unsure(),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed document and what a careful person can decide from it.

    `truth` has every cell of the form that was printed; the cells in `optional`
    may be read or left alone. `rows` are the cells that stand in one printed row;
    a page may break at each of `breaks`.
    """

    text: str
    truth: Truth
    spans: Mapping[CellKey, Span]
    rows: tuple[tuple[CellKey, ...], ...]
    breaks: tuple[int, ...] = ()
    media: str = "text"
    optional: frozenset[CellKey] = frozenset()

    def excerpt(self, key: CellKey, around: int = 70) -> str:
        """The printed text about a cell, with the cell in ⟦ ⟧."""
        if key not in self.spans:
            return "(not printed)"
        start, end = self.spans[key]
        before, after = self.text[max(0, start - around) : start], self.text[end : end + around]
        return f"{before}⟦{self.text[start:end]}⟧{after}"

    def undecided(self, keys: Iterable[CellKey]) -> Printed:
        """The same document with these cells marked as undecidable."""
        return replace(self, truth={**self.truth, **dict.fromkeys(keys, UNDECIDABLE)})

    def insert(self, at: int, text: str) -> Printed:
        """The same document with `text` put in after `at` characters."""
        move = len(text)
        spans = {
            key: (start + move, end + move) if start >= at else (start, end)
            for key, (start, end) in self.spans.items()
        }
        breaks = tuple(b + move if b > at else b for b in self.breaks)
        text = self.text[:at] + text + self.text[at:]
        return replace(self, text=text, spans=spans, breaks=breaks)

    def cut(self, at: int) -> Printed:
        """The document ending after `at` characters, in the middle of whatever stands there.

        A row that is cut is not to be read (in HTML, and where only its last
        figure is cut, its closed cells may be); a row at the very end may be.
        """
        truth, optional = dict(self.truth), set(self.optional)
        for row in self.rows:
            known = [self.spans[key] for key in row if key in self.spans]
            if not known or max(end for _, end in known) <= at:
                end = max((end for _, end in known), default=0)
                if not self.text[end:at].strip(" |\n\t\r"):
                    optional.update(row)
                continue
            closed = [key for key in row if key in self.spans and self.spans[key][1] < at]
            few = self.media != "html" and len(closed) < len(row) - 1
            for key in row:
                if key in closed and not few:
                    optional.add(key)
                else:
                    truth[key] = UNDECIDABLE
        return replace(
            self, text=self.text[:at], truth=truth, optional=frozenset(optional - _open(truth))
        )


def _open(truth: Truth) -> set[CellKey]:
    return {key for key, fact in truth.items() if fact is UNDECIDABLE}
