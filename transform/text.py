"""Text made comparable: one spelling for what is printed in many."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import opencc

_PINYIN = re.compile(r"[(（][a-zA-ZÀ-ɏ]{1,7}[)）]")
_BOOKMARK = re.compile(r"\[bookmark:[^\]]{0,80}\]", re.IGNORECASE)
_LONGEST_LABEL = 120
"""Labels recur in every report and are kept in memory; longer texts do not."""
_SPACE = re.compile(r"[\s\u200b\u200c\u200d\ufeff\u00ad]+")


def squash(text: str) -> str:
    """`text` for comparison: NFKC, simplified, without spaces or pinyin in brackets.

    Full-width digits and punctuation become half-width.
    """
    return _squash_label(text) if len(text) <= _LONGEST_LABEL else _squash(text)


@lru_cache(maxsize=65536)
def _squash_label(text: str) -> str:
    return _squash(text)


def _squash(text: str) -> str:
    plain = _BOOKMARK.sub("", unicodedata.normalize("NFKC", text))
    plain = _SPACE.sub("", _PINYIN.sub("", plain))
    return plain if plain.isascii() else simplified(plain)


def simplified(text: str) -> str:
    """`text` in simplified characters, one for one."""
    return str(_converter().convert(text))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def spread(text: str) -> str:
    """`text` as `squash` makes it, but with its spaces, for cutting it into pieces."""
    plain = _BOOKMARK.sub("", unicodedata.normalize("NFKC", text))
    plain = _PINYIN.sub("", plain)
    return plain if plain.isascii() else simplified(plain)


def width(text: str) -> int:
    """The columns that `text` takes on a terminal: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
