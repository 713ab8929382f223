"""Fonts whose characters cannot be told: their glyphs are marked as lost, never guessed."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from extract.document import LOST
from extract.page.ink import Glyph

# A font with a usable map loses a symbol here and there, one without loses most.
_LOST_SHARE = 0.2
# Of printed Chinese nearly all is in the first level of one of its character sets, also where
# a page has both kinds; of characters drawn at random about three in ten are. Each counts
# once: a font may hold little more than the rare letter of a place's name.
_CHARSETS = ("gb2312", "big5")
_COMMON_SHARE = 0.75
_FEWEST_HAN = 8
_ODD_SHARE = 0.5
_FEWEST_ODD = 4
_ODD = frozenset("!\"#$&'*;<=>?@[\\]^_`{|}~")
_NEVER_PRINTED = frozenset(("Cc", "Cn", "Co", "Cs"))


def mark_lost(glyphs: list[Glyph]) -> tuple[list[Glyph], int]:
    """The glyphs of a page, U+FFFD where the character cannot be told, and how many."""
    counts = Counter(map(attrgetter("font", "text"), glyphs))
    fonts: dict[int, _Font] = defaultdict(_Font)
    for (font, text), count in counts.items():
        if not text.isspace():
            fonts[font].take(_traits(text), count)
    unusable = {font for font, printed in fonts.items() if not printed.is_usable()}
    if not unusable and not any(font.lost for font in fonts.values()):
        return glyphs, 0
    lost = {
        (font, text)
        for font, text in counts
        if not text.isspace() and (font in unusable or _traits(text).lost)
    }
    marked = [g._replace(text=LOST) if (g.font, g.text) in lost else g for g in glyphs]
    return marked, sum(counts[key] for key in lost)


class _Traits(NamedTuple):
    """What a text shows of its font; `common` only of `han`."""

    lost: bool
    odd: bool
    han: bool
    common: bool


@dataclass(slots=True)
class _Font:
    """How many characters a font prints, of these lost or odd, and of different Chinese ones."""

    total: int = 0
    lost: int = 0
    odd: int = 0
    han: int = 0
    common: int = 0

    def take(self, traits: _Traits, count: int) -> None:
        """Count a text that is printed so often."""
        lost, odd, han, common = traits
        self.total += count
        if lost:
            self.lost += count
        if odd:
            self.odd += count
        if han:
            self.han += 1
            self.common += common

    def is_usable(self) -> bool:
        """Whether what the font prints can be what is read."""
        if self.lost > _LOST_SHARE * self.total:
            return False
        if self.total >= _FEWEST_ODD and self.odd > _ODD_SHARE * self.total:
            return False
        return self.han < _FEWEST_HAN or self.common >= _COMMON_SHARE * self.han


@lru_cache(maxsize=32_768)
def _traits(text: str) -> _Traits:
    lost = any(c == LOST or unicodedata.category(c) in _NEVER_PRINTED for c in text)
    han = "\u3400" <= text <= "\u9fff"
    common = han and any(_is_common(text, charset) for charset in _CHARSETS)
    return _Traits(lost, text in _ODD or "\x80" <= text <= "\xff", han, common)


def _is_common(text: str, charset: str) -> bool:
    """Whether a character is in the first level of the set (GB 2312 rows 16 to 55; Big5)."""
    try:
        lead = text[0].encode(charset)[0]
    except UnicodeEncodeError:
        return False
    return lead <= (0xD7 if charset == "gb2312" else 0xC6)
