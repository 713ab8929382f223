"""Digits of figures, glyph by glyph: what is a number, and the zero with which none begins."""

from __future__ import annotations

from collections.abc import Sequence

from extract.page.ink import Glyph

DIGITS = frozenset("0123456789.,０１２３４５６７８９")
_ZEROS = (["0"], ["０"])


def is_zero(glyphs: Sequence[Glyph]) -> bool:
    """Whether glyphs are a zero and nothing else: no number begins with it and goes on."""
    return [g.text for g in glyphs] in _ZEROS


def is_number(glyphs: Sequence[Glyph]) -> bool:
    """Whether glyphs are a number that begins with a digit, and not with its point."""
    first = min(glyphs, key=lambda g: g.left, default=None)
    return first is not None and first.text.isdigit() and all(g.text in DIGITS for g in glyphs)
