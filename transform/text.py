"""Text made comparable: one spelling for what is printed in many."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import opencc

from transform.remember import remembered

PINYIN = re.compile(r"[(（][a-zA-ZÀ-ɏ]{1,7}[)）]")
BOOKMARK = re.compile(r"\[bookmark:[^\]]{0,80}\]", re.IGNORECASE)
HIDDEN = re.compile("[\u200b\u200c\u200d\ufeff\u00ad]")
SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
_GAPS = re.compile("[ \xa0\u3000]{2,}")
_FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_FULL_WIDTH |= {"\u3000": " ", "\xa0": " "}
_WIDE = re.compile("[\xa0\u3000\uff01-\uff5e]")
_COMMON = re.compile(
    "[\x00-\x7f\xa0\u2014\u2018-\u201d\u3000-\u3003\u3008-\u3011\u4e00-\u9fff\uff01-\uff5e]*"
)
"""Characters that NFKC leaves alone or makes half-width, whatever stands beside them."""

_RADICALS = Path(__file__).with_name("radicals.csv")
_MOST_MARKS = 30
_MANY_MARKS = re.compile(
    "[\u0300-\u1fff\u20d0-\u20ff\u2c00-\u2dff\u302a-\u302f\u3099\u309a\ua660-\uabff\ufb1e"
    f"\ufe20-\ufe2f\uff9e\uff9f\U00010000-\U0001ffff]{{{_MOST_MARKS + 1},}}"
)
"""Where all marks are that combine with the letter before them, and other characters."""


def half_width(text: str) -> str:
    """`text` in NFKC: digits, letters and punctuation become half-width, radicals characters."""
    if text.isascii():
        return text
    if _COMMON.fullmatch(text):
        return _WIDE.sub(_narrow, text)
    return unicodedata.normalize("NFKC", _MANY_MARKS.sub(_few_marks, text).translate(_radicals()))


@cache
def _radicals() -> dict[int, str]:
    """Characters by the radicals and strokes that are drawn as they are, and NFKC leaves.

    The property Equivalent_Unified_Ideograph (Unicode 14). Programs that print PDF files name
    a glyph by either, where a font has one for both.
    """
    with _RADICALS.open(encoding="utf-8", newline="") as file:
        return {ord(row["radical"]): row["ideograph"] for row in csv.DictReader(file)}


def _few_marks(found: re.Match[str]) -> str:
    """The characters without the marks that no letter bears (UAX 15, 13).

    Normalization sorts the marks of a letter, and its time grows with their square.
    """
    kept: list[str] = []
    marks = 0
    for character in found.group():
        first = unicodedata.normalize("NFKD", character)[0]
        marks = marks + 1 if unicodedata.combining(first) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def half_width_each(text: str) -> str:
    """`text` half-width and as long as it was: what would become several characters stays."""
    if _COMMON.fullmatch(text):
        return half_width(text)
    return "".join(map(_half_width_one, text))


@lru_cache(maxsize=16384)
def _half_width_one(character: str) -> str:
    plain = half_width(character)
    return plain if len(plain) == 1 else character


def _narrow(character: re.Match[str]) -> str:
    return _FULL_WIDTH[character.group()]


@remembered
def squash(text: str) -> str:
    """`text` for comparison: NFKC, simplified, without spaces or pinyin in brackets.

    Full-width digits and punctuation become half-width.
    """
    plain = PINYIN.sub("", BOOKMARK.sub("", half_width(text)))
    plain = "".join(HIDDEN.sub("", plain).split())
    return plain if plain.isascii() else simplified(plain)


def simplified(text: str) -> str:
    """`text` in simplified characters, one for one; Taiwan's word for information as the form's."""
    text = text.replace("資訊", "信息")
    try:
        return str(_converter().convert(text))
    except UnicodeEncodeError:
        # Half a letter of UTF-16: nobody prints it, and the library does not take it.
        return str(_converter().convert(text.encode("utf-8", "replace").decode("utf-8")))


def simplified_each(text: str) -> str:
    """`text` with each character simplified alone, whatever stands beside it."""
    return "".join(map(_simplified_one, text))


@lru_cache(maxsize=16384)
def _simplified_one(character: str) -> str:
    return simplified(character)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def spread(text: str) -> str:
    """`text` as `squash` makes it, but with its spaces, for cutting it into pieces."""
    plain = PINYIN.sub("", BOOKMARK.sub("", half_width(text)))
    return plain if plain.isascii() else simplified(plain)


def in_columns(text: str) -> str:
    """`text` as `spread` makes it, each word after a wide gap still in the column it had."""
    gaps = list(_GAPS.finditer(text))
    if not gaps or text.isascii():
        return spread(text)
    pieces, at, owed = [], 0, 0
    for gap in gaps:
        word = text[at : gap.start()]
        plain = spread(word)
        owed += width(word) - width(plain)
        pieces += [plain, " " * (width(gap.group()) + max(owed, 0))]
        at, owed = gap.end(), min(owed, 0)
    return "".join([*pieces, spread(text[at:])])


def width(text: str) -> int:
    """The columns that `text` takes on a terminal: two for a Chinese character."""
    return len(text) if text.isascii() else _width(text)


@remembered
def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
