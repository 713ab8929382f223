"""What is printed in a file, and where: the value every reader returns.

A `Document` knows nothing of the statutory form. It is a sequence of blocks in
reading order: paragraphs, and tables whose cells carry their text and place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from extract.issues import Issue
from extract.place import Place

__all__ = ["LOST", "Block", "Cell", "Document", "Issue", "Paragraph", "Place", "Table"]

LOST = "\ufffd"
"""Stands where something is printed that could not be told."""


class Paragraph(NamedTuple):
    """A line or paragraph of running text; `level` is 1 to 6 for a marked heading."""

    text: str
    place: Place
    level: int = 0


class Cell(NamedTuple):
    """One printed cell, with the text as it stands and the grid cells it spans.

    `confidence`, 0 to 1, is how sure the recognition of characters is of the
    text; None where the file itself holds the characters. `full` says that its last
    line has no room for another letter, so that it may go on elsewhere.
    """

    text: str
    place: Place
    rowspan: int = 1
    colspan: int = 1
    confidence: float | None = None
    full: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of printed cells; a cell that spans rows stands only in its first row.

    `columns_known` says that the file tells, or rulings show, over which columns each cell reaches.
    """

    rows: tuple[tuple[Cell, ...], ...]
    place: Place
    columns_known: bool = True


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """All that a reader found in a file, in reading order.

    `reader` and `blocks` are empty when the file was refused: `issues` says why.
    `media_type` is what the bytes are, whatever the file's name.
    `metadata` holds what the file says of itself outside its body, by the
    file's own names (``title``, ``PubDate``, ``发布机构`` …).
    `again` is the same content read from the file in a way that does not share
    the weak points of the first (alignment instead of ruled lines, the picture
    of a page instead of its characters); empty where there is no such way.
    `closer` is the same file read from closer pictures of its pages; None where no page is a
    picture, or too many are.
    """

    reader: str
    media_type: str
    blocks: tuple[Block, ...]
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    issues: tuple[Issue, ...] = ()
    again: tuple[Block, ...] = ()
    closer: Document | None = None
