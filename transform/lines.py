"""A document's running text as comparable lines."""

from __future__ import annotations

import re
from operator import ne
from typing import NamedTuple

from extract.document import Document, Paragraph, Place
from transform.text import (
    BOOKMARK,
    HIDDEN,
    PINYIN,
    half_width,
    half_width_each,
    simplified,
    simplified_each,
)

_NOT_HAN = re.compile("[^\u4e00-\u9fff]+")
_TRADITIONAL_SHARE = 0.05


class Line(NamedTuple):
    """A printed line: as it stands, readable (half-width, simplified), and without spaces.

    `aligned` is as long as `raw`, character by character: half-width and simplified.
    """

    raw: str
    aligned: str
    text: str
    squashed: str
    level: int
    place: Place
    traditional: bool

    def part(self, start: int, end: int | None = None) -> Line:
        """A piece of the line, from and to positions in `raw`."""
        return make_line(self.raw[start:end], self.place, self.level, self.traditional)


def lines_of(document: Document) -> tuple[Line, ...]:
    """Every line of running text that is not empty, in reading order; no table cells."""
    texts = [block for block in document.blocks if isinstance(block, Paragraph)]
    convert = _is_traditional("".join(paragraph.text for paragraph in texts))
    return tuple(
        line
        for paragraph in texts
        for raw in paragraph.text.splitlines()
        if (line := make_line(raw, paragraph.place, paragraph.level, convert)).squashed
    )


def make_line(raw: str, place: Place, level: int = 0, traditional: bool = False) -> Line:
    """A line of a document; characters are simplified only if it is `traditional`."""
    text = readable(raw, traditional)
    aligned = half_width_each(raw)
    if traditional:
        aligned = simplified_each(aligned)
    return Line(raw, aligned, text, text.replace(" ", ""), level, place, traditional)


def readable(text: str, traditional: bool = False) -> str:
    """`text` half-width, with single spaces; in simplified characters if `traditional`.

    Only a text in traditional characters is converted: in others the conversion
    would change names (乾县).
    """
    plain = HIDDEN.sub("", BOOKMARK.sub("", half_width(text)))
    if traditional:
        plain = simplified(PINYIN.sub("", plain))
    return " ".join(plain.split())


def _is_traditional(text: str) -> bool:
    han = _NOT_HAN.sub("", text)
    plain = simplified(han)
    if plain == han:
        return False
    return bool(sum(map(ne, han, plain)) > len(han) * _TRADITIONAL_SHARE)
