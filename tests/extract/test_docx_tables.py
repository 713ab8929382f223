"""Tables of a Word document: which cells there are, and where they stand."""

from __future__ import annotations

from extract.document import Paragraph, Table
from extract.readers.docx import read_docx
from tests.extract.parts import p, tbl, tc, word


def outline(body: str) -> list[str | list[list[str]]]:
    """Paragraphs as their text, tables as their rows."""
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[cell.text for cell in row] for row in block.rows]
        for block in read_docx(word(body)).blocks
    ]


def cells(body: str) -> list[tuple[str, int | None, int | None, int, int]]:
    """Text, row, column, rowspan and colspan of each cell."""
    (table,) = (b for b in read_docx(word(body)).blocks if isinstance(b, Table))
    return [
        (c.text, c.place.row, c.place.column, c.rowspan, c.colspan) for r in table.rows for c in r
    ]


SPAN, DOWN, GOES_ON = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
FIRST, NEXT = '<w:hMerge w:val="restart"/>', '<w:hMerge w:val="continue"/>'


def test_cells_stand_on_the_grid_with_their_spans() -> None:
    body = tbl(
        tc("甲", DOWN) + tc("乙", SPAN) + tc("丙"),
        tc("", GOES_ON) + tc("1") + tc("2") + tc("3"),
        tc("丁", SPAN) + tc("4") + tc("5"),
    )
    assert cells(body) == [
        ("甲", 1, 1, 2, 1),
        ("乙", 1, 2, 1, 2),
        ("丙", 1, 4, 1, 1),
        *(("1", 2, 2, 1, 1), ("2", 2, 3, 1, 1), ("3", 2, 4, 1, 1)),
        *(("丁", 3, 1, 1, 2), ("4", 3, 3, 1, 1), ("5", 3, 4, 1, 1)),
    ]


def test_a_row_that_begins_later_has_its_columns_where_they_stand() -> None:
    before = '<w:trPr><w:gridBefore w:val="2"/><w:gridAfter w:val="1"/></w:trPr>'
    assert cells(tbl(tc("甲") + tc("乙") + tc("丙"), before + tc("1")))[-1] == ("1", 2, 3, 1, 1)


def test_a_merge_that_nothing_began_is_a_cell_of_its_own() -> None:
    body = tbl(tc("甲", GOES_ON) + tc("1"), tc("", GOES_ON) + tc("2"))
    assert cells(body) == [("甲", 1, 1, 2, 1), ("1", 1, 2, 1, 1), ("2", 2, 2, 1, 1)]


def test_cells_merged_across_in_the_old_way_are_one() -> None:
    body = tbl(tc("甲", FIRST) + tc("", NEXT) + tc("1"), tc("乙") + tc("2") + tc("3"))
    assert cells(body)[:2] == [("甲", 1, 1, 1, 2), ("1", 1, 3, 1, 1)]


def test_what_merged_cells_hide_is_an_issue() -> None:
    body = tbl(tc("甲", DOWN) + tc("1"), tc("7", GOES_ON) + tc("2"))
    assert [(i.kind, i.text) for i in read_docx(word(body)).issues] == [("hidden_text", "7")]


def test_a_table_in_a_cell_is_a_table_after_it() -> None:
    body = p("前") + tbl(tc("甲") + tc(p("乙") + tbl(tc("1") + tc("2")) + "<w:p/>")) + p("后")
    assert outline(body) == ["前", [["甲", "乙"]], [["1", "2"]], "后"]


def test_a_table_of_one_column_is_what_stands_in_it() -> None:
    body = tbl(tc("标题"), tc(p("第一行") + tbl(tc("1") + tc("2")) + p("第二行")))
    assert outline(body) == ["标题", "第一行", [["1", "2"]], "第二行"]
