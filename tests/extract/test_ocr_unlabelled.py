"""Rows of scanned tables whose label nobody can read."""

from __future__ import annotations

from extract.document import LOST, Cell, Place
from extract.ocr.unlabelled import without_unlabelled


def row(*texts: str) -> list[Cell]:
    """The cells of a row with these texts."""
    return [Cell(text, Place(page=1, column=n)) for n, text in enumerate(texts, 1)]


def test_figures_beside_a_lost_label_are_lost() -> None:
    rows = [row("三、", "甲", "1", "2"), row("三、", LOST, "3", "0"), row(LOST, "乙", "4", "5")]
    found = [[cell.text for cell in cells] for cells in without_unlabelled(rows)]
    assert found == [
        ["三、", "甲", "1", "2"],
        ["三、", LOST, LOST, LOST],
        [LOST, "乙", "4", "5"],
    ]


def test_a_lost_figure_loses_no_others() -> None:
    rows = [row("甲", "1", "2"), row("乙", LOST, "3")]
    assert without_unlabelled(rows) == rows
