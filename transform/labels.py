"""Naming printed labels: which row, group, column or block of a form a text stands for.

A label is known by its wording, after the numbering before it, the brackets
after it and its punctuation are set aside. A wording close to one label and to
no other is accepted as a misprint; the beginning of a wording is offered as
torn. Nothing falls to a default.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from extract.document import LOST
from transform.codebook import Label, codebook
from transform.remember import remembered
from transform.text import squash

# A bracket that an upright label leaves beside a numbered one is no part of it.
_OUTLINE = re.compile(
    r"\d?(?:\((?=\d{1,2}[.、](?!\d)))?(?P<outline>[一二三四五六七八九十]{1,2}[、.]|\([一二三四五六七八九十]\)[、.]?|"
    r"\d{1,2}[.、)](?!\d)|\(\d\)|其中[::]?)"
)
_BRACKETS = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?|〔[^〕]*〕?")
_MARKS = re.compile(r"[、,,。.;;::“”\"'‘’《》<>!?#*·\-—_/|]+")
_DIGIT = re.compile(r"\d")
_LONGEST = 400
"""No label is longer, whatever explanation stands in its brackets."""
_LONG = 8
_SHORTEST_TYPO = 6
_SHORTEST_PIECE = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A label that a text may stand for; `how` is exact, misprint or torn."""

    label: Label
    how: str


def outline_of(text: str) -> str:
    """The numbering at the start of a squashed text, brackets kept: ``（三）`` → ``(三)``."""
    match = _OUTLINE.match(text)
    return match["outline"].rstrip("、.:)").lstrip("(") if match else ""


def bracketed(text: str) -> bool:
    """Whether the numbering of a squashed text stands in brackets, as a group's does."""
    match = _OUTLINE.match(text)
    return bool(match and match["outline"].startswith("("))


def continued(above: str, text: str) -> str | None:
    """A label whose brackets open in the line above and close in `text`, in one piece."""
    first, second = squash(above), squash(text)
    opens = first.count("(") > first.count(")")
    closes = second.count(")") > second.count("(") and "(" not in second.split(")")[0]
    return above + text if opens and closes else None


@remembered
def core(text: str) -> str:
    """The wording of a label alone: no numbering, no brackets, no punctuation."""
    plain, at = squash(text), 0
    while match := _OUTLINE.match(plain, at):
        at = match.end()
    return _MARKS.sub("", _BRACKETS.sub("", plain[at:]))


@cache
def labels_of(section: str, axis: str) -> tuple[Label, ...]:
    """The labels of one axis of a section, in printed order."""
    return tuple(x for x in codebook().labels if x.section == section and x.axis == axis)


@remembered
def name(text: str, section: str, axis: str) -> tuple[Match, ...]:
    """Every label of an axis that `text` can stand for, none when it is unknown.

    Several labels may share a wording (其他, 总计): the numbering decides where
    it can, and all that remain are returned for the context to decide.
    """
    wording = core(text) if len(text) <= _LONGEST else ""
    if not wording:
        return ()
    known = _wordings(section, axis)
    exact = known.whole.get(wording)
    if exact:
        return tuple(Match(x, "exact") for x in _by_outline(exact, text))
    extended = {x for long, x in known.long.get(wording[:_LONG], ()) if _extends(wording, long)}
    if len(extended) == 1:
        return (Match(extended.pop(), "exact"),)
    close = _misprint(wording, text, known) or _unread(wording, text, known)
    if close is not None:
        return (Match(close, "misprint"),)
    torn = known.beginnings.get(wording, ())
    return (Match(torn[0], "torn"),) if len(torn) == 1 else ()


@dataclass(frozen=True, slots=True)
class _Wordings:
    """The labels of one axis in printed order, by what a text may have of a wording.

    `whole` by the wording itself, `long` by its first letters, `beginnings` by
    each of its beginnings; `close` by a length that a misprint of it may have.
    """

    whole: dict[str, list[Label]] = field(default_factory=dict)
    long: dict[str, list[tuple[str, Label]]] = field(default_factory=dict)
    beginnings: dict[str, list[Label]] = field(default_factory=dict)
    close: dict[int, list[_Close]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Close:
    """A wording with its letters, and how many edits away a misprint of it may be."""

    wording: str
    letters: frozenset[str]
    allowed: int
    label: Label


@cache
def _wordings(section: str, axis: str) -> _Wordings:
    found = _Wordings()
    for label in labels_of(section, axis):
        for known in dict.fromkeys(core(wording) for wording in label.wordings):
            found.whole.setdefault(known, []).append(label)
            if len(known) >= _LONG:
                found.long.setdefault(known[:_LONG], []).append((known, label))
            for length in range(_SHORTEST_PIECE, len(known)):
                labels = found.beginnings.setdefault(known[:length], [])
                if label not in labels:
                    labels.append(label)
            if len(known) >= _SHORTEST_TYPO:
                close = _Close(known, frozenset(known), 1 if len(known) < 10 else 2, label)
                for length in range(len(known) - close.allowed, len(known) + close.allowed + 1):
                    found.close.setdefault(length, []).append(close)
    return found


def _may_be(text: str, wording: str) -> bool:
    """Whether a text is a wording but for letters that could not be read, fewer than half."""
    if len(text) != len(wording) or 2 * text.count(LOST) > len(text):
        return False
    return all(x in (LOST, y) for x, y in zip(text, wording, strict=True))


def _extends(text: str, wording: str) -> bool:
    """Whether a text goes on after a wording long enough not to begin another."""
    return text.startswith(wording) and not _DIGIT.search(text, len(wording))


def _by_outline(labels: list[Label], text: str) -> list[Label]:
    outline = outline_of(squash(text))
    if not outline:
        return labels
    kind = bracketed(squash(text))
    fitting = [
        x
        for x in labels
        if outline_of(squash(x.outline)) == outline and bracketed(squash(x.outline)) == kind
    ]
    return fitting or labels


def _misprint(wording: str, text: str, known: _Wordings) -> Label | None:
    """The one label within a misprint of `wording` whose numbering does not contradict.

    A digit at the end is of a figure that touches the label, not of a misprint.
    """
    if len(wording) < _SHORTEST_TYPO or wording[-1].isdigit():
        return None
    near = [x.label for x in known.close.get(len(wording), ()) if _is_close(wording, x)]
    return _only(near, text)


def _unread(wording: str, text: str, known: _Wordings) -> Label | None:
    """The one label that `wording` is but for letters that could not be read."""
    if LOST not in wording:
        return None
    return _only([x for w, own in known.whole.items() if _may_be(wording, w) for x in own], text)


def _only(near: list[Label], text: str) -> Label | None:
    """The only one of some labels, if the numbering of a text does not contradict."""
    if len({label.code for label in near}) != 1:
        return None
    outline = outline_of(squash(text))
    expected = outline_of(squash(near[0].outline))
    return near[0] if not outline or outline == expected else None


def _is_close(wording: str, known: _Close) -> bool:
    # Each letter that only one of them has takes an edit: most wordings end here.
    letters = frozenset(wording)
    if max(len(letters - known.letters), len(known.letters - letters)) > known.allowed:
        return False
    return _distance(wording, known.wording) <= known.allowed


def _distance(a: str, b: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]
