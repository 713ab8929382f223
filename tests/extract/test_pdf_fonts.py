"""Which fonts' characters are believed."""

from __future__ import annotations

import pytest

from extract.page.ink import Glyph
from extract.readers.pdf_fonts import mark_lost


def lost(text: str) -> int:
    """How many letters of a font that prints `text` cannot be told."""
    glyphs = [Glyph(c, 10.0 * n, 0, 10.0 * n + 10, 10, 10, 0, 1) for n, c in enumerate(text)]
    return mark_lost(glyphs)[1]


@pytest.mark.parametrize(
    "text",
    [
        "政府信息公开工作年度报告",
        "政府資訊公開工作年度報告",
        "議讀複議訴訟议诉讼复结转總計",
        "郯" * 12,
    ],
)
def test_letters_that_are_printed_are_believed(text: str) -> None:
    assert lost(text) == 0


def test_letters_drawn_at_random_are_not() -> None:
    text = "".join(chr(0x4E00 + n * 641) for n in range(32))
    assert lost(text) == len(text)
