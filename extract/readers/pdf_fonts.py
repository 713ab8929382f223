"""Fonts whose characters cannot be told: their glyphs are marked as lost, never guessed."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache
from operator import attrgetter

from extract.page.ink import LOST, Glyph

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
    by_font: dict[int, dict[str, int]] = defaultdict(dict)
    for (font, text), count in Counter(map(attrgetter("font", "text"), glyphs)).items():
        by_font[font][text] = count
    lost = {
        (font, text)
        for font, texts in by_font.items()
        for usable in (_usable(texts),)
        for text in texts
        if not text.isspace() and (not usable or _is_lost(text))
    }
    if not lost:
        return glyphs, 0
    marked = [g._replace(text=LOST) if (g.font, g.text) in lost else g for g in glyphs]
    return marked, sum(by_font[font][text] for font, text in lost)


def _usable(texts: Mapping[str, int]) -> bool:
    printed = {text: n for text, n in texts.items() if not text.isspace()}
    total = sum(printed.values())
    if sum(n for text, n in printed.items() if _is_lost(text)) > _LOST_SHARE * total:
        return False
    odd = sum(n for text, n in printed.items() if text in _ODD or "\x80" <= text <= "\xff")
    if total >= _FEWEST_ODD and odd > _ODD_SHARE * total:
        return False
    han = [text for text in printed if "\u3400" <= text <= "\u9fff"]
    common = sum(any(_is_common(text, charset) for charset in _CHARSETS) for text in han)
    return len(han) < _FEWEST_HAN or common >= _COMMON_SHARE * len(han)


@lru_cache(maxsize=8192)
def _is_lost(text: str) -> bool:
    return any(c == LOST or unicodedata.category(c) in _NEVER_PRINTED for c in text)


@lru_cache(maxsize=32768)
def _is_common(text: str, charset: str) -> bool:
    """Whether a character is in the first level of the set (GB 2312 rows 16 to 55; Big5)."""
    try:
        lead = text[0].encode(charset)[0]
    except UnicodeEncodeError:
        return False
    return lead <= (0xD7 if charset == "gb2312" else 0xC6)
