"""Many words at once: as one pattern, and which of them a text may be that lost letters."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.document import LOST

_Tree = dict[str, "_Tree"]
_END = ""


def longest_of(words: Iterable[str], gap: str = "") -> str:
    """A pattern of the longest of `words` that stands at a place.

    `gap` is a pattern of what may stand between two letters.
    """
    tree: _Tree = {}
    for word in words:
        at = tree
        for letter in word:
            at = at.setdefault(letter, {})
        at[_END] = {}
    return f"(?:{_branches(tree, gap)})" if tree else "(?!)"


def first_letters(words: Iterable[str]) -> str:
    """A pattern of one letter with which any of `words` begins."""
    return f"[{re.escape(''.join(sorted({word[0] for word in words})))}]"


def may_be(text: str, words: Iterable[str]) -> list[str]:
    """Those of `words` that a text of which letters were lost may be, letter for letter."""
    letters = re.compile(re.escape(text).replace(LOST, "."))
    return [word for word in words if letters.fullmatch(word)]


def _branches(tree: _Tree, gap: str) -> str:
    return "|".join(
        re.escape(letter) + _rest(below, gap) for letter, below in sorted(tree.items()) if letter
    )


def _rest(tree: _Tree, gap: str) -> str:
    """What follows a letter: nothing at all only where no longer word goes on."""
    if not any(tree):
        return ""
    rest = f"{gap}(?:{_branches(tree, gap)})"
    return f"(?:{rest})?" if _END in tree else rest
