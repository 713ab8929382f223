"""Word styles, as far as they decide what is printed: headings, list numbers, hidden text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from extract.markup import Element
from extract.readers import docx_names as names
from extract.readers.docx_names import VALUE, Properties, W, number, value

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


class _Own(NamedTuple):
    """What a style sets itself, None where it says nothing, and the style it is based on."""

    level: int | None
    numbered: ListLevel | None
    hidden: bool | None
    base: str


def read_styles(root: Element) -> dict[str, Style]:
    """The styles of ``styles.xml`` by id (17.7)."""
    own = {e.get(W + "styleId", ""): _own(e) for e in root.iterchildren(W + "style")}
    return {style_id: _style(style_id, own) for style_id in own}


def _style(style_id: str, styles: dict[str, _Own]) -> Style:
    level: int | None = None
    numbered: ListLevel | None = None
    hidden: bool | None = None
    for _ in range(_LONGEST_CHAIN):
        own = styles.get(style_id)
        if own is None:
            break
        level = own.level if level is None else level
        numbered = own.numbered if numbered is None else numbered
        hidden = own.hidden if hidden is None else hidden
        style_id = own.base
    return Style(level or 0, numbered, bool(hidden))


def _own(style: Element) -> _Own:
    parts = names.parts(style)
    properties = names.parts(parts.get(names.PARAGRAPH_PROPERTIES))
    vanish = names.parts(parts.get(names.RUN_PROPERTIES)).get(names.VANISH)
    hidden = None if vanish is None else names.is_on(vanish)
    level = _level(value(parts.get(W + "name")), properties)
    return _Own(level, list_level(properties), hidden, value(parts.get(W + "basedOn")))


def _level(name: str, properties: Properties) -> int | None:
    heading = _HEADING.fullmatch(name.strip())
    if heading:
        return int(heading[1])
    if name.strip().lower() in _TITLES:
        return 1
    return outline_level(properties)


def outline_level(properties: Properties) -> int | None:
    """The heading level that paragraph properties set, 0 for body text; None where they do not."""
    outline = properties.get(names.OUTLINE_LEVEL)
    if outline is None:
        return None
    level = number(outline.get(VALUE), _BODY_TEXT)
    return level + 1 if level < _LEVELS else 0


def list_level(properties: Properties) -> ListLevel | None:
    """The list that paragraph properties name; list ``0`` takes a paragraph out of its list."""
    listed = names.parts(properties.get(names.LIST))
    list_id = listed.get(names.LIST_ID)
    if list_id is None:
        return None
    level = listed.get(names.LIST_LEVEL)
    return ListLevel(value(list_id), None if level is None else number(level.get(VALUE), 0))
