"""Heads of columns that lost letters, or hold those of the common head above them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from extract.document import LOST
from transform.labels import core
from transform.recognise.head_lines import COMMON_HEAD
from transform.recognise.strips import Item


def restored(heads: Sequence[Item], words: Mapping[str, str], columns: Iterable[str]) -> list[Item]:
    """The heads, each that lost letters as the only one that they can be of.

    `words` are the heads that the `columns` may have, with their codes. What several heads
    can be, or another head is, stays unread.
    """
    found = list(heads)
    known = {words.get(core(item.raw)) for item in heads}
    left = {word: code for word, code in words.items() if code in columns and code not in known}
    unread = [n for n, item in enumerate(heads) if LOST in item.raw]
    fitting = {n: {w: c for w, c in left.items() if _may_be(heads[n].raw, w)} for n in unread}
    while told := [n for n, codes in fitting.items() if len(set(codes.values())) == 1]:
        word, code = next(iter(fitting.pop(told[0]).items()))
        if any(code in fitting[n].values() for n in told[1:]):
            return list(heads)
        found[told[0]] = found[told[0]]._replace(raw=word)
        fitting = {n: {w: c for w, c in own.items() if c != code} for n, own in fitting.items()}
    return [x._replace(raw=COMMON_HEAD) if _is_common(x.raw, words) else x for x in found]


def without_common(heads: Sequence[Item]) -> list[Item]:
    """The heads without the common head, where its letters are the first lines of several."""
    lines = [item.raw.split("\n") for item in heads]
    for start in range(len(heads)):
        letters = ""
        for end in range(start, min(start + len(COMMON_HEAD), len(heads))):
            letters += core(lines[end][0])
            if letters == COMMON_HEAD and all(len(own) > 1 for own in lines[start : end + 1]):
                for own in lines[start : end + 1]:
                    del own[0]
                texts = ["\n".join(own) for own in lines]
                return [x._replace(raw=raw) for x, raw in zip(heads, texts, strict=True)]
            if not COMMON_HEAD.startswith(letters):
                break
    return list(heads)


def _is_common(raw: str, words: Iterable[str]) -> bool:
    """Whether a head lost letters of the common head, and is that of no column."""
    return LOST in raw and _may_be(raw, COMMON_HEAD) and not any(_may_be(raw, w) for w in words)


def _may_be(raw: str, word: str) -> bool:
    """Whether the letters left of a head are those of a word, in its order."""
    letters = iter(word)
    left = core(raw).replace(LOST, "")
    return bool(left) and all(letter in letters for letter in left)
