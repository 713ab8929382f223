"""Heads of section two: which measures an item's columns are, of which form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from transform.codebook import Label, codebook
from transform.labels import core, labels_of
from transform.recognise.strips import Item
from transform.text import squash

SECTION = "proactive"
FIRST_HEAD = "信息内容"


@dataclass(frozen=True, slots=True)
class Head:
    """What a head says: the form and the columns in printed order; a unit of money.

    `ordered` says that its words stand in the order of their columns, `whole` that all of these
    have one.
    """

    form: str | None
    columns: tuple[str, ...]
    unit: str = ""
    ordered: bool = True
    whole: bool = False


def read_head(words: Sequence[Item], clause: Label) -> Head:
    """The measures that the words of a head name, for the items of `clause`."""
    begins = [n for n, w in enumerate(words) if core(w.raw) == FIRST_HEAD]
    if begins and begins[-1] and (last := read_head(words[begins[-1] :], clause)).whole:
        return last
    text = "".join(squash(w.raw) for w in words)
    # A unit stands after the head of its own measure; elsewhere it is another figure's.
    amount = text.rpartition("金额")[2] if "金额" in text else ""
    unit = "10k_cny" if "万元" in amount else "cny" if "元" in amount else ""
    plain = core("".join(re.sub(r"\([^()]*\)?", "", squash(w.raw)) for w in words))
    found = [wording for wording in measure_pattern(clause.code).findall(plain) if wording]
    scores = {
        form: [code for w in found if (code := _measures(clause.code, form).get(w))]
        for form in clause.forms
    }
    best = sorted(scores, key=lambda form: (-len(scores[form]), form))
    if not best or not scores[best[0]]:
        return Head(None, (), unit)
    if len(best) > 1 and len(scores[best[0]]) == len(scores[best[1]]):
        return Head(None, (), unit)
    form = best[0]
    columns = tuple(dict.fromkeys(scores[form]))
    statutory = columns_of(clause.code, form)
    complete = set(columns) == set(statutory)
    jumbled = complete and columns != statutory and _lines(words, clause.code) > 1
    return Head(form, columns if complete else statutory, unit, not jumbled, complete)


def _lines(words: Sequence[Item], clause: str) -> int:
    """On how many lines or rows of a page the measures of a head stand.

    The words of wrapped heads stand higher than others, and come before them. Heads one on a line
    of a text follow each other as the columns do.
    """
    pattern = measure_pattern(clause)
    own = [w.place for w in words if pattern.search(core(squash(w.raw)))]
    rows = {(p.table, p.row or p.box) for p in own if p.box}
    lines = {p.line for p in own if p.line is not None and not p.box}
    return len(rows) or (len(lines) if len(lines) < len(own) else 1)


@cache
def columns_of(clause: str, form: str) -> tuple[str, ...]:
    """The measures of a clause's items in a form, in printed order."""
    return tuple(
        x.code
        for x in labels_of(SECTION, "column")
        if clause in x.parent.split() and form in x.forms
    )


@cache
def _measures(clause: str, form: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for x in labels_of(SECTION, "column"):
        if clause in x.parent.split() and form in x.forms:
            found.update({core(w): x.code for w in x.wordings})
    return found


@cache
def measure_pattern(clause: str) -> re.Pattern[str]:
    """Any head of a clause's measures, in any form; the longest that stands at a place."""
    words = {w for x in codebook().forms for w in _measures(clause, x.form)}
    longest = sorted(words, key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, longest)) or r"(?!)")
