"""What an evidence page is made from, and which value stands where in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from extract.document import Document
from extract.pictures import Picture
from extract.place import Place
from flows.shown import Shown

Row = dict[str, Any]
_PARTS = ("page", "table", "row", "column", "line")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A report, what its file holds, and pictures of the pages.

    `document` is None where the file is not there, or is no longer what was
    read; `notes` say what is lacking, each in Chinese and English.
    """

    shown: Shown
    document: Document | None = None
    pictures: tuple[Picture, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file and the values read there, by their position in `Shown.cells`."""

    number: int
    place: Place
    cells: tuple[int, ...]

    @property
    def anchor(self) -> str:
        """The name of the element that shows the place."""
        return f"p{self.number}"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A part of the file as HTML, and which element of it shows which value.

    `targets` names the element by the value's position in `Shown.cells`,
    `places` are the names of the places shown (`place_name`), and `styles` the
    rules that put the elements where they belong.
    """

    html: str
    targets: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    places: frozenset[str] = frozenset()
    styles: str = ""


def value_anchor(position: int) -> str:
    """The name of the element that shows the value at this position in `Shown.cells`."""
    return f"v{position}"


def place_of(cell: Row) -> Place:
    """Where a row of `cells` was read."""
    box = cell["box"]
    return Place(
        cell["page"], cell["table"], cell["table_row"], cell["table_column"], cell["line"],
        None if box is None else (box[0], box[1], box[2], box[3]),
    )  # fmt: skip


def place_name(place: Place) -> str:
    """The name of the element that shows a place; of a paragraph without a line none."""
    if place.table is None and place.line is None:
        return ""
    numbers = (place.page, place.table, place.row, place.column, place.line)
    parts = zip(_PARTS, numbers, strict=True)
    return "-".join(f"{name}{number}" for name, number in parts if number is not None)


def page_name(page: int) -> str:
    """The name of the element that shows a page."""
    return f"page{page}"


def place_names(words: str) -> Iterator[str]:
    """The names of what `Place.describe` speaks of, the nearest first."""
    numbers = dict(re.findall(rf"({'|'.join(_PARTS)}) (\d+)", words))
    parts = [f"{name}{numbers[name]}" for name in _PARTS if name in numbers]
    for count in range(len(parts), 0, -1):
        yield "-".join(parts[:count])


def spots(cells: tuple[Row, ...]) -> tuple[Spot, ...]:
    """The places that gave values, in the order of the form."""
    found: dict[Place, list[int]] = {}
    for position, cell in enumerate(cells):
        place = place_of(cell)
        if place != Place():
            found.setdefault(place, []).append(position)
    return tuple(
        Spot(number, place, tuple(positions))
        for number, (place, positions) in enumerate(found.items(), 1)
    )
