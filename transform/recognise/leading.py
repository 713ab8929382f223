"""Text in which figures come before their labels: each would be read as the next label's.

Some programs that take the text out of a file give the figures of a row first.
It shows where figures begin: right below a head, where labels begin otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from transform.codebook import codebook
from transform.labels import core, name
from transform.recognise.rows import FigureRow
from transform.values import is_dash

_HEAD_AXES = ("column", "group", "block")
_HEADS = ("信息内容", "统计指标", "指标名称", "统计数", "申请人情况", "法人或其他组织")


def figures_lead(rows: Sequence[FigureRow], sections: tuple[str, ...], least: int = 1) -> bool:
    """Whether figures that stand alone on a line follow heads more often than labels do.

    `least` is how many figures there are at least in a row of these sections.
    """
    figures_first = labels_first = 0
    for row in rows:
        if not row.stacked or not row.above:
            continue
        dashes = all(is_dash(item.raw) for item in row.figures)
        if dashes and not _heads_column(row.above[-1].raw, sections):
            # Dashes stand beside headings too.
            continue
        before = [_is_head(item.raw, sections) for item in row.above[-2:]]
        if before and before[-1]:
            label = _may_label(row.above[-1].raw, sections) and not all(before[:-1] or (False,))
            figures_first += len(row.figures) >= least and not label
        elif before and before[0]:
            labels_first += 1
    return figures_first >= max(1, labels_first)


def _is_head(raw: str, sections: tuple[str, ...]) -> bool:
    return core(raw) in _heads(sections) and not (
        len(core(raw)) > 2 and any(name(raw, section, "row") for section in sections)
    )


def _heads_column(raw: str, sections: tuple[str, ...]) -> bool:
    return any(name(raw, section, "column") for section in sections)


def _may_label(raw: str, sections: tuple[str, ...]) -> bool:
    """Whether a head may be the label of the figures below it: 其他, 总计, a group's sums.

    A row with so short a label is never the first, so no other head stands above it; the
    sums are those of a group within a group.
    """
    return any(
        name(raw, section, "row") or any(m.label.parent for m in name(raw, section, "group"))
        for section in sections
    )


@cache
def _heads(sections: tuple[str, ...]) -> frozenset[str]:
    book = codebook()
    labels = [x for x in book.labels if x.section in sections and x.axis in _HEAD_AXES]
    words = {core(wording) for label in labels for wording in label.wordings}
    titles = [s for s in book.sections if s.section in sections]
    words |= {core(wording) for s in titles for wording in (s.zh, *s.variants)}
    return frozenset(words | set(_HEADS))
