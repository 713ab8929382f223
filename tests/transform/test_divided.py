"""Rows of recognised tables in which a cell is divided, or joined with the next."""

from __future__ import annotations

import pytest

from extract.document import LOST, Cell, Document, Paragraph, Place, Table
from tests.transform.documents import APPLICANTS as HEADS
from tests.transform.test_misread import LABELS
from transform.recognise import recognise
from transform.report import CellReading

APPLICANTS = (
    "natural_person", "business", "research", "public_interest_org", "legal_service", "other_org",
    "total",
)  # fmt: skip
FIGURES = ("10", "1", "5", "2", "3", "4", "25")
Row = tuple[tuple[str, int], ...]


def row_of(*figures: str) -> Row:
    """Cells of two of the table's columns each, which a stroke in another row divides."""
    return tuple((text, 2) for text in figures)


def read(row: Row, confidence: float | None = 1.0) -> dict[str, CellReading]:
    """The cells of the third of five rows; the others are whole."""
    rows = [(("", 2), *row_of(*HEADS))]
    rows += [((label, 2), *row_of(*FIGURES)) for label in LABELS]
    rows[3] = (rows[3][0], *row)
    cells = []
    for number, printed in enumerate(rows, 1):
        column, made = 1, []
        for text, span in printed:
            box = (9.0 * column, 9.0 * number, 9.0 * (column + span), 9.0 * number + 9)
            place = Place(1, 1, number, column, None, box)
            made.append(Cell(text, place, 1, span, confidence))
            column += span
        cells.append(tuple(made))
    blocks = (
        Paragraph("三、收到和处理政府信息公开申请情况", Place(1)),
        Table(tuple(cells), Place(1, 1)),
        Paragraph("五、存在的主要问题及改进情况", Place(1)),
    )
    found = recognise(Document("ocr", "image/tiff", blocks), "f2021").cells
    return {str(c.key.applicant_type): c for c in found if c.key.row == "unprocessed.repeat"}


@pytest.mark.parametrize("pieces", [(LOST, "0"), ("1", "5"), ("", LOST)])
def test_a_divided_cell_is_not_known_and_costs_no_other(pieces: tuple[str, str]) -> None:
    two = ((pieces[0], 1), (pieces[1], 1))
    found = read((*row_of("7", "0"), *two, *row_of("0", "0", "1", "9")))
    figures = [found[code].value for code in APPLICANTS]
    assert figures == [7, 0, None, 0, 0, 1, 9]
    assert found["research"].status == "unreadable"


def test_cells_joined_are_not_known_and_cost_no_other() -> None:
    found = read((*row_of("7", "0"), ("0 0", 4), *row_of("0", "1", "8")))
    assert [found[code].value for code in APPLICANTS] == [7, 0, None, None, 0, 1, 8]
    assert found["research"].status == found["public_interest_org"].status == "unreadable"


def test_a_row_with_few_cells_in_place_is_not_known() -> None:
    found = read((*row_of("7"), *((x, 1) for x in "01020102"), *row_of("1", "9")))
    assert all(cell.value is None for cell in found.values())
