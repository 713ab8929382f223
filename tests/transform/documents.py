"""Documents for tests: hand-made from lines, and the shared real ones where they are present."""

from __future__ import annotations

import csv
from collections.abc import Sequence

import pytest

from extract.document import Cell, Document, Paragraph, Place, Table
from extract.reading import read
from tests.shared import SHARED
from transform.headline import headline
from transform.labels import labels_of
from transform.report import Headline, Tables

APPLICANTS = tuple(label.zh for label in labels_of("requests", "column"))
NO_TABLES = Tables(None, None, ())
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="shared documents are not present")


def of_lines(text: str, **metadata: str) -> Document:
    """One paragraph a line, as the text reader gives them."""
    lines = enumerate(text.splitlines(), 1)
    blocks = tuple(Paragraph(line, Place(line=number)) for number, line in lines)
    return Document("text", "text/plain", blocks, metadata)


def seen_table(number: int, *rows: tuple[str, ...]) -> Table:
    """A recognised table in which a question mark marks what is not sure."""
    cells = tuple(
        tuple(
            Cell(
                text.rstrip("?"),
                Place(table=number, row=n, column=c),
                confidence=0.0 if text.endswith("?") else 1.0,
            )
            for c, text in enumerate(row, 1)
        )
        for n, row in enumerate(rows, 1)
    )
    return Table(cells, Place(table=number))


def page_table(*rows: Sequence[str]) -> Table:
    """A table on a page, each of its cells with its place and its box."""
    cells = tuple(
        tuple(
            Cell(text, Place(1, 1, n, m, None, (60.0 * m, 20.0 * n, 60.0 * m + 9, 20.0 * n + 9)))
            for m, text in enumerate(row, 1)
        )
        for n, row in enumerate(rows, 1)
    )
    return Table(cells, Place(1, 1))


def truth() -> list[dict[str, str]]:
    """What is known of each shared document, the PDF left out."""
    found: list[dict[str, str]] = []
    for table, folder in (("reports", "reports"), ("layouts", "layouts")):
        path = SHARED / "truth" / f"{table}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as lines:
                found.extend({**row, "folder": folder} for row in csv.DictReader(lines))
    return [row for row in found if not row["file"].endswith(".pdf")]


def shared_document(row: dict[str, str], by_line: bool) -> Document:
    """A shared document as its reader gives it, or with one paragraph a line."""
    data = (SHARED / row["folder"] / row["file"]).read_bytes()
    return of_lines(data.decode("utf-8")) if by_line else read(data, row["file"])


def shared_cases() -> list[object]:
    """Every shared document by its reader, and the texts once more line by line."""
    return [
        pytest.param(row, by_line, id=f"{row['file']}-{'lines' if by_line else 'reader'}")
        for row in truth()
        for by_line in ((False, True) if row["file"].endswith(".txt") else (False,))
    ]


BODY = "一、总体情况\n做了应做的工作。\n二、主动公开政府信息情况\n"


def read_lines(text: str, **metadata: str) -> Headline:
    return headline(of_lines(text, **metadata), NO_TABLES)


def kinds(found: Headline) -> list[str]:
    return [issue.kind for issue in found.issues]
