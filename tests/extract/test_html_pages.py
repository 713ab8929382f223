"""Real pages keep the shape in which they were published."""

from __future__ import annotations

import pytest

from extract.document import Document, Paragraph, Table
from extract.reading import read
from tests.shared import SHARED

PAGES = SHARED / "layouts"

pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason="shared documents are not present")


def page(name: str) -> Document:
    return read((PAGES / name).read_bytes(), name)


def shapes(document: Document) -> list[tuple[int, int, int]]:
    """Rows, cells and grid columns of each table."""
    return [
        (
            len(block.rows),
            sum(map(len, block.rows)),
            max((c.place.column or 0) + c.colspan - 1 for row in block.rows for c in row),
        )
        for block in document.blocks
        if isinstance(block, Table)
    ]


def test_a_plain_page_of_the_2019_form() -> None:
    document = page("shanghai_bgt_2019.html")
    assert shapes(document) == [(18, 53, 5), (26, 198, 10), (4, 34, 15)]
    assert document.issues == ()


def test_a_page_with_menus_metadata_table_and_titles_in_its_body() -> None:
    document = page("shuyang_fgj_2023.html")
    assert shapes(document) == [(4, 14, 4), (14, 30, 4), (28, 215, 10), (4, 34, 15)]
    assert document.metadata["SiteName"] == "沭阳县人民政府"
    assert document.metadata["title"].startswith("沭阳县发展和改革局2023年")
    headings = [b.text for b in document.blocks if isinstance(b, Paragraph) and b.level == 1]
    assert len(headings) == 1
    assert document.issues == ()


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_character_set_changes_nothing(charset: str) -> None:
    name = "shuyang_fgj_2023.html"
    text = (PAGES / name).read_text(encoding="utf-8")
    assert read(text.encode(charset), name) == page(name)
