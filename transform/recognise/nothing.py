"""Tables of a page in which no figure stands: each row that is named is blank.

Where no rulings show the columns, only figures do, and a report that leaves every cell blank has
none. That nothing is printed is certain all the same: whatever the columns are, they are blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby

from extract.document import LOST
from transform.codebook import Label
from transform.labels import core, labels_of, name, outline_of
from transform.recognise.openings import Placed
from transform.recognise.strips import BLANK, Item, Strip
from transform.recognise.wrapped import are_numbers
from transform.text import squash

_PROACTIVE, _REQUESTS, _REMEDIES = "proactive", "requests", "remedies"
_NUMBERED = re.compile(r"(?=\d{1,2}[.．、](?!\d)|[（(][一二三四五六七八九十][)）])")
_DIGIT = re.compile(r"\d(?!\d?[.．、)）])")
_FEWEST_CELLS = 3
_LONG = 6
"""A beginning of a label with so many letters needs no numbering to tell whose it is."""
_ENDS = frozenset(("new_received", "handled_total", "carried_over_out"))
"""The rows of section three that show that the whole of it stands there."""
_OWN_TABLE = -1


def with_blanks(sections: Iterable[Placed]) -> Iterator[Placed]:
    """The strips with blank cells for what is named in tables of a page without any figure."""
    parts = [(section, [x.strip for x in own]) for section, own in groupby(sections, _section)]
    elsewhere = any(_is_row_of_remedies(strip) for _, strips in parts for strip in strips)
    for n, (section, strips) in enumerate(parts):
        # On a page whose print lies over other print its figures may stand before their heading.
        followed = not elsewhere and any(later == "" for later, _ in parts[n + 1 :])
        for strip in _filled(section, strips, followed=followed):
            yield Placed(section, strip)


def _section(one: Placed) -> str | None:
    return one.section


def _filled(section: str | None, strips: Sequence[Strip], *, followed: bool) -> Iterable[Strip]:
    if section == _PROACTIVE:
        return [strip for clause in _clauses(strips) for strip in _items(clause)]
    if section == _REQUESTS:
        rows = _rows(strips) if _holds_nothing(strips) else strips
        return [row for strip in rows for row in _apart(strip)]
    if section == _REMEDIES and followed and _holds_nothing(strips):
        words = [core(item.raw) for strip in strips for item in strip.texts]
        blocks = labels_of(_REMEDIES, "block")
        # The first one's name stands in the heading, too.
        if all(any(core(block.zh) in word for word in words) for block in blocks[1:]):
            return [*strips, _blank(strips[-1], (), _remedies())]
    return strips


def _is_row_of_remedies(strip: Strip) -> bool:
    """Whether a strip is as many figures as section four has, and nothing else."""
    return not strip.texts and len(strip.values) == _remedies()


@cache
def _remedies() -> int:
    return len(labels_of(_REMEDIES, "block")) * len(labels_of(_REMEDIES, "column"))


def _holds_nothing(strips: Iterable[Strip]) -> bool:
    """Whether strips of a page hold neither figures nor what may be one, but numbers of columns.

    What is not recognised on a picture may stand there all the same.
    """
    return all(
        strip.place.box is not None
        and (not strip.values or are_numbers(strip.values))
        and not any(i.seen or LOST in i.raw or _DIGIT.search(i.raw) for i in strip.texts)
        for strip in strips
    )


def _rows(strips: Sequence[Strip]) -> Sequence[Strip]:
    """The strips of section three, a row for each label that they name, if all of it is there."""
    named = [[*_labels(strip)] for strip in strips]
    if not {label.code for found in named for label, _ in found} >= _ENDS:
        return strips
    return [
        row
        for strip, found in zip(strips, named, strict=True)
        for row in [_blank(strip, (item,), _FEWEST_CELLS) for _, item in found] or [strip]
    ]


def _apart(strip: Strip) -> Sequence[Strip]:
    """The blank rows of a table that were not told apart, as no figures do it."""
    blanks = [item for item in strip.items if item.kind == BLANK and not item.columns_known]
    if strip.table is None or strip.values or len(blanks) < _FEWEST_CELLS:
        return [strip]
    found = [*_labels(strip)]
    return [_blank(strip, (x,), _FEWEST_CELLS) for _, x in found] if len(found) > 1 else [strip]


def _labels(strip: Strip) -> Iterator[tuple[Label, Item]]:
    """The labels of rows that a strip names, several where their cells were not told apart."""
    for item in strip.texts:
        for piece in _NUMBERED.split(item.raw):
            # What is below its first line may be the rest of the label of a group.
            for text in dict.fromkeys((piece, piece.split("\n")[0])):
                label = _label(text)
                if label is not None:
                    yield label, item._replace(raw=text)
                    break


def _label(text: str) -> Label | None:
    """The only label of a row that a text with its numbering, or of some length, may be."""
    found, outline = name(text, _REQUESTS, "row"), outline_of(squash(text))
    if len(found) != 1 or (not outline and len(core(text)) < _LONG):
        return None
    label = found[0].label
    return label if outline in ("", outline_of(squash(label.outline))) else None


def _clauses(strips: Iterable[Strip]) -> Iterator[list[Strip]]:
    """The strips of section two, those of each clause together."""
    clause: list[Strip] = []
    for strip in strips:
        if any(name(item.raw, _PROACTIVE, "block") for item in strip.texts):
            yield clause
            clause = []
        clause.append(strip)
    yield clause


def _items(clause: Sequence[Strip]) -> Iterator[Strip]:
    """The strips of a clause, items that stand alone with a blank beside them."""
    for strip in clause:
        alone = len(strip.items) == 1 and not _DIGIT.search(strip.items[0].raw)
        labels = name(strip.items[0].raw, _PROACTIVE, "row") if alone else ()
        if len(labels) == 1 and labels[0].how == "exact" and _holds_nothing(clause):
            yield _blank(strip, strip.items, 1)
        else:
            yield strip


def _blank(strip: Strip, label: Sequence[Item], cells: int) -> Strip:
    """A row of a table with a label and blank cells, whose columns nobody knows."""
    blank = Item(BLANK, "", strip.place, columns_known=False)
    return Strip((*label, *[blank] * cells), strip.place, _OWN_TABLE)
