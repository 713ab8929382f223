"""The applicant columns of section three, by their heads.

The five kinds of organisation stand side by side below one head; their order
is read where all five can be. A subtotal of the five is no applicant column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from transform.labels import core, labels_of, name
from transform.recognise.strips import TEXT, Strip

SECTION = "requests"
SUBTOTAL = "org_subtotal"
_SUBTOTAL_WORD = "小计"
_FIRST_HEAD = "自然人"
_ALL_APPLICANTS = "申请人情况"
_UNREAD = "\ufffd"
_COMMON_HEAD = "法人或其他组织"


@cache
def statutory() -> tuple[str, ...]:
    """The applicant columns as the form prints them."""
    return tuple(x.code for x in labels_of(SECTION, "column"))


def applicant_columns(strips: Sequence[Strip]) -> tuple[str, ...] | None:
    """The columns in the order that the heads print, or None when they contradict the form.

    Heads that are cut, or lost, leave the statutory order, unless their letters stand in
    another; one that stands there and could not be read may be any.
    """
    first, *organisations, total = statutory()
    text = _head_text(strips)
    codes = _head_codes(text[max(0, text.rfind(_FIRST_HEAD)) :])
    printed = [c for c in codes if c in organisations or c == SUBTOTAL]
    five = [c for c in printed if c != SUBTOTAL]
    if _UNREAD in text and len(five) < len(organisations):
        return None
    if five == [c for c in organisations if c in five] and SUBTOTAL not in printed:
        whole = len(five) == len(organisations)
        return statutory() if whole or _letters_in_order(strips) else None
    if sorted(five) != sorted(organisations) or printed.count(SUBTOTAL) > 1:
        return None
    if first in codes and total in codes:
        return (first, *printed, total) if codes.index(first) < codes.index(total) else None
    return (first, *printed, total) if _outer_heads_are_torn(text) else None


def _outer_heads_are_torn(text: str) -> bool:
    """Whether all that is left beside the organisations are the letters of the outer heads.

    Narrow cells and page ends tear them (自然 … 总, 人 … 计); the first still begins first.
    """
    left = _head_pattern(outer=False).sub("", text.rpartition(_ALL_APPLICANTS)[2])
    first, *_, total = labels_of(SECTION, "column")
    return any(
        sorted(left) == sorted(core(a) + core(z)) and left.index(a[0]) < left.index(z[0])
        for a in first.wordings
        for z in total.wordings
    )


def _letters_in_order(strips: Sequence[Strip]) -> bool:
    """Whether the letters that only one kind of organisation has come in the statutory order.

    Heads of one line and of two may stand at several heights; on each line they are in order.
    """
    known = _letters()
    for line in (line for words in _head_words_of(strips) for line in words.split("\n")):
        left = core(line).replace(_COMMON_HEAD, "")
        found = dict.fromkeys(known[c] for c in left if c in known)
        if len(found) > 2 and list(found) != [code for code in statutory() if code in found]:
            return False
    return True


@cache
def _letters() -> dict[str, str]:
    """The letters of one kind of organisation alone, with its code."""
    owners: dict[str, set[str]] = {}
    for x in labels_of(SECTION, "column"):
        for wording in x.wordings:
            for letter in core(wording):
                owners.setdefault(letter, set()).add(x.code)
    organisations = statutory()[1:-1]
    alone = {letter: min(codes) for letter, codes in owners.items() if len(codes) == 1}
    return {letter: code for letter, code in alone.items() if code in organisations}


def _head_text(strips: Sequence[Strip]) -> str:
    """The words before the first row of the form, run together."""
    return "".join(core(words) for words in _head_words_of(strips))


def _head_words_of(strips: Sequence[Strip]) -> Iterator[str]:
    """The words before the first row of the form, as they stand in lines and cells."""
    for strip in strips:
        for item in strip.items:
            if item.kind != TEXT and _UNREAD not in item.raw:
                continue
            matches = name(item.raw, SECTION, "row")
            if len(core(item.raw)) > 3 and any(m.how == "exact" for m in matches):
                return
            yield item.raw


def _head_codes(text: str) -> list[str]:
    """The heads that stand in `text`, in its order."""
    found = _head_pattern(outer=True).findall(text)
    return [_head_words()[word] for word in found if word in _head_words()]


@cache
def _head_words() -> dict[str, str]:
    words = {core(w): x.code for x in labels_of(SECTION, "column") for w in x.wordings}
    return {**words, _SUBTOTAL_WORD: SUBTOTAL}


@cache
def _head_pattern(*, outer: bool) -> re.Pattern[str]:
    """Every head, those of the first column and the last among them if `outer`."""
    first, *_, total = statutory()
    left_out = () if outer else (first, total)
    known = [word for word, code in _head_words().items() if code not in left_out]
    words = sorted([*known, _COMMON_HEAD], key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, words)))
