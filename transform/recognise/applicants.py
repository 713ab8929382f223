"""The applicant columns of section three, by their heads.

The five kinds of organisation stand side by side below one head; their order
is read where all five can be. A subtotal of the five is no applicant column.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from transform.labels import core, labels_of, name
from transform.recognise.lines import Item, Line

SECTION = "requests"
SUBTOTAL = "org_subtotal"
_SUBTOTAL_WORDS = frozenset({"小计", "法人或其他组织小计", "合计小计"})


@cache
def statutory() -> tuple[str, ...]:
    """The applicant columns as the form prints them."""
    return tuple(x.code for x in labels_of(SECTION, "column"))


def applicant_columns(lines: Sequence[Line]) -> tuple[str, ...] | None:
    """The columns in the order that the heads print, or None when they contradict the form.

    Heads that are cut, or lost, leave the statutory order.
    """
    codes = _head_codes(_head_words(lines))
    first, *organisations, total = statutory()
    printed = [c for c in codes if c in organisations or c == SUBTOTAL]
    five = [c for c in printed if c != SUBTOTAL]
    if five == [c for c in organisations if c in five] and SUBTOTAL not in printed:
        return statutory()
    if sorted(five) != sorted(organisations) or printed.count(SUBTOTAL) > 1:
        return None
    if first not in codes or total not in codes or codes.index(first) > codes.index(total):
        return None
    return (first, *printed, total)


def _head_words(lines: Sequence[Line]) -> list[Item]:
    """The words before the first row of the form."""
    words: list[Item] = []
    for line in lines:
        for item in line.texts:
            if any(
                m.how == "exact" and len(core(item.raw)) > 3 for m in name(item.raw, SECTION, "row")
            ):
                return words
            words.append(item)
    return words


def _head_codes(words: Sequence[Item]) -> list[str]:
    """The heads among `words`, a head cut over two or three of them put together."""
    codes: list[str] = []
    at = 0
    while at < len(words):
        for count in (3, 2, 1):
            text = "".join(w.raw for w in words[at : at + count])
            if core(text) in _SUBTOTAL_WORDS:
                codes.append(SUBTOTAL)
                break
            matches = [m for m in name(text, SECTION, "column") if m.how == "exact"]
            if len(matches) == 1:
                codes.append(matches[0].label.code)
                break
        at += count
    return codes
