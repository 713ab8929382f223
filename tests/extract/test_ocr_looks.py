"""Pages that are pictures are looked at twice; of too many pages none is."""

from __future__ import annotations

import pytest

from extract.document import Document, Table
from extract.limits import Limits
from extract.ocr import installed
from extract.reading import read
from tests.extract.drawn_pages import drawn, packed, tables
from tests.extract.pdf_tables import XS, YS, filled
from tests.extract.pdf_writer import Page, pdf

pytestmark = pytest.mark.skipif(not installed(), reason="the extra ocr is not installed")

ROWS = [["12", "0", "345"], ["", "7", "1505"], ["60", "", "2.5"]]
MORE = [["8", "", "61"]] * 3


@pytest.mark.parametrize("kind", ["TIFF", "PDF"])
def test_every_page_is_looked_at_from_closer(kind: str) -> None:
    document = read(packed([drawn(ROWS), drawn(MORE)], kind), "scan")
    closer = document.closer
    assert closer is not None
    assert tables(closer) == tables(document)
    assert (closer.media_type, closer.closer) == (document.media_type, None)
    for first, other in zip(boxes(document), boxes(closer), strict=True):
        assert other == pytest.approx(first, abs=1)


@pytest.mark.parametrize("kind", ["TIFF", "PDF"])
def test_a_document_of_more_pages_than_the_limit_is_looked_at_once(kind: str) -> None:
    data = packed([drawn(ROWS), drawn(MORE)], kind)
    assert read(data, "scan", Limits(pages_seen_twice=1)).closer is None
    assert read(data, "scan", Limits(pages_seen_twice=2)).closer is not None


def test_pages_with_text_are_not_looked_at() -> None:
    assert read(pdf(filled(Page().grid(XS, YS))), "text").closer is None


def boxes(document: Document) -> list[tuple[float, ...]]:
    return [
        cell.place.box or ()
        for table in document.blocks
        if isinstance(table, Table)
        for row in table.rows
        for cell in row
    ]
