"""Word styles, as far as they decide what is printed: headings, list numbers, hidden text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from extract.markup import Element
from extract.readers.docx_names import VALUE, VANISH, W, is_on, number, value

_HEADING = re.compile(r"(?:heading|标题)\s*([1-6])", re.I)
_TITLES = frozenset(("title", "标题"))
_LONGEST_CHAIN = 20
_BODY_TEXT = 9
_LEVELS = 6


class ListLevel(NamedTuple):
    """The list a paragraph belongs to; the level is None where only its style's list says it."""

    list_id: str
    level: int | None


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits; `level` is 1 to 6 for a heading, else 0."""

    level: int = 0
    numbered: ListLevel | None = None
    hidden: bool = False


def read_styles(root: Element) -> dict[str, Style]:
    """The styles of ``styles.xml`` by id (17.7)."""
    elements = {e.get(W + "styleId", ""): e for e in root.iterchildren(W + "style")}
    return {style_id: _style(style_id, elements) for style_id in elements}


def _style(style_id: str, elements: dict[str, Element]) -> Style:
    level: int | None = None
    numbered: ListLevel | None = None
    hidden: bool | None = None
    for _ in range(_LONGEST_CHAIN):
        element = elements.get(style_id)
        if element is None:
            break
        if level is None:
            level = _level(element)
        if numbered is None:
            numbered = list_level(element.find(W + "pPr"))
        vanish = element.find(f"{W}rPr/{VANISH}")
        if hidden is None and vanish is not None:
            hidden = is_on(vanish)
        style_id = value(element.find(W + "basedOn"))
    return Style(level or 0, numbered, bool(hidden))


def _level(element: Element) -> int | None:
    name = value(element.find(W + "name")).strip()
    heading = _HEADING.fullmatch(name)
    if heading:
        return int(heading[1])
    if name.lower() in _TITLES:
        return 1
    return outline_level(element.find(W + "pPr"))


def outline_level(properties: Element | None) -> int | None:
    """The heading level that paragraph properties set, 0 for body text; None where they do not."""
    outline = None if properties is None else properties.find(W + "outlineLvl")
    if outline is None:
        return None
    level = number(outline.get(VALUE), _BODY_TEXT)
    return level + 1 if level < _LEVELS else 0


def list_level(properties: Element | None) -> ListLevel | None:
    """The list that paragraph properties name; list ``0`` takes a paragraph out of its list."""
    listed = None if properties is None else properties.find(W + "numPr")
    if listed is None:
        return None
    list_id = listed.find(W + "numId")
    if list_id is None:
        return None
    level = listed.find(W + "ilvl")
    return ListLevel(value(list_id), None if level is None else number(level.get(VALUE), 0))
