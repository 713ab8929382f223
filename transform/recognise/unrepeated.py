"""Texts in which no line stands twice: something dropped the others, and with them figures."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from extract.document import Document, Issue, Paragraph
from transform.codebook import CellKey
from transform.labels import core, labels_of
from transform.recognise.ending import OPEN_ENDED
from transform.report import CellReading

# The form itself has lines that stand several times, from its heads to its zeros.
_FEWEST = 40


def unrepeated(document: Document) -> Issue | None:
    """The issue of a text in which no line stands twice."""
    enough = sum(bool(text) for text in _lines(document)) >= _FEWEST
    return Issue("unrepeated_lines") if enough and _is_unrepeated(document) else None


def _lines(document: Document) -> list[str]:
    return [b.text.strip() for b in document.blocks if isinstance(b, Paragraph)]


def _is_unrepeated(document: Document) -> bool:
    lines = _lines(document)
    texts = [text for text in lines if text]
    whole = document.media_type == OPEN_ENDED and len(lines) == len(document.blocks)
    return whole and len({*texts}) == len(texts)


def doubt_alone(
    cells: Mapping[CellKey, CellReading], document: Document
) -> dict[CellKey, CellReading]:
    """The cells; those whose figures have lines of their own are unreadable in such a text.

    The label right above such a figure may be that of another row whose own was dropped. Of a text
    too short to show that lines were, it is so where that label stands farther above.
    """
    if not _is_unrepeated(document):
        return dict(cells)
    if unrepeated(document) is None:
        lost = _after_which_labels_are_lost(cells, document)
        return {key: cell.unreadable() if key in lost else cell for key, cell in cells.items()}
    lines = {b.place: b.text.strip() for b in document.blocks if isinstance(b, Paragraph)}
    return {
        key: cell.unreadable()
        if cell.value is not None
        and cell.place is not None
        and lines.get(cell.place) == cell.raw.strip()
        else cell
        for key, cell in cells.items()
    }


def _after_which_labels_are_lost(
    cells: Mapping[CellKey, CellReading], document: Document
) -> set[CellKey]:
    """The cells of rows whose next one has its label far above them, and no figures."""
    printed = {core(b.text): b.place.line or 0 for b in document.blocks if isinstance(b, Paragraph)}
    found: set[CellKey] = set()
    for section in ("proactive", "requests"):
        for label, following in pairwise(labels_of(section, "row")):
            own, rest = (
                [c for k, c in cells.items() if k.section == section and _is_of(k, x.code)]
                for x in (label, following)
            )
            above = [printed[w] for x in following.wordings if (w := core(x)) in printed]
            first = min((c.place.line or 0 for c in own if c.place), default=0)
            if above and not any(c.status != "missing" for c in rest) and min(above) < first:
                found |= {cell.key for cell in own if cell.value is not None}
    return found


def _is_of(key: CellKey, code: str) -> bool:
    """Whether a cell is of a row: in section two a row has a cell for each of its measures."""
    return key.row == code or key.row.startswith(f"{code}.")
