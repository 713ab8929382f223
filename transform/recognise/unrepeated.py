"""Texts in which no line stands twice: something dropped the others, and with them figures."""

from __future__ import annotations

from collections.abc import Mapping

from extract.document import Document, Issue, Paragraph
from transform.codebook import CellKey
from transform.recognise.ending import OPEN_ENDED
from transform.report import CellReading

# The form itself has lines that stand several times, from its heads to its zeros.
_FEWEST = 40


def unrepeated(document: Document) -> Issue | None:
    """The issue of a text in which no line stands twice."""
    lines = [b.text.strip() for b in document.blocks if isinstance(b, Paragraph)]
    texts = [text for text in lines if text]
    whole = document.media_type == OPEN_ENDED and len(lines) == len(document.blocks)
    if not whole or len(texts) < _FEWEST or len({*texts}) < len(texts):
        return None
    return Issue("unrepeated_lines")


def doubt_alone(
    cells: Mapping[CellKey, CellReading], document: Document
) -> dict[CellKey, CellReading]:
    """The cells; those whose figures have lines of their own are unreadable in such a text.

    The label right above such a figure may be that of another row whose own was dropped.
    """
    if unrepeated(document) is None:
        return dict(cells)
    lines = {b.place: b.text.strip() for b in document.blocks if isinstance(b, Paragraph)}
    return {
        key: cell.unreadable()
        if cell.value is not None
        and cell.place is not None
        and lines.get(cell.place) == cell.raw.strip()
        else cell
        for key, cell in cells.items()
    }
