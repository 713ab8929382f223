"""A document's running text as comparable lines."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import opencc

from extract.document import Document, Paragraph, Place

_PINYIN = re.compile(r"[(（][a-zA-ZÀ-ɏ]{1,7}[)）]")
_BOOKMARK = re.compile(r"\[bookmark:[^\]]{0,80}\]", re.IGNORECASE)
_HIDDEN = re.compile("[\u200b\u200c\u200d\ufeff\u00ad]")
_TRADITIONAL_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Line:
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
    aligned = "".join(_one_for_one(c, traditional) for c in raw)
    return Line(raw, aligned, text, text.replace(" ", ""), level, place, traditional)


def readable(text: str, traditional: bool = False) -> str:
    """`text` half-width, with single spaces; in simplified characters if `traditional`.

    Only a text in traditional characters is converted: in others the conversion
    would change names (乾县).
    """
    plain = _HIDDEN.sub("", _BOOKMARK.sub("", unicodedata.normalize("NFKC", text)))
    if traditional:
        plain = _simplifier().convert(_PINYIN.sub("", plain))
    return " ".join(plain.split())


def _one_for_one(character: str, traditional: bool) -> str:
    plain = unicodedata.normalize("NFKC", character)
    if traditional:
        plain = _simplifier().convert(plain)
    return plain if len(plain) == 1 else character


def _is_traditional(text: str) -> bool:
    han = "".join(c for c in text if "一" <= c <= "鿿")
    changed = sum(a != b for a, b in zip(han, str(_simplifier().convert(han)), strict=False))
    return bool(changed > len(han) * _TRADITIONAL_SHARE)


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
