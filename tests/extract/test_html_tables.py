"""Tables of an HTML page: data or layout, and where each cell stands."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.document import Cell, Document, Paragraph, Table
from extract.readers import html_tokens
from extract.readers.html import read_html

PROSE = "政府信息公开工作情况的说明文字。" * 20


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def grid(html: str) -> list[list[str]]:
    (table,) = tables(read_html(html))
    return [[cell.text for cell in row] for row in table.rows]


def positions(html: str) -> list[tuple[str, int | None, int | None]]:
    (table,) = tables(read_html(html))
    return [(c.text, c.place.row, c.place.column) for row in table.rows for c in row]


def outline(html: str) -> list[str | list[list[str]]]:
    """Paragraphs as their text, tables as their rows."""
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[cell.text for cell in row] for row in block.rows]
        for block in read_html(html).blocks
    ]


def test_cells_stand_in_their_own_row_with_their_spans() -> None:
    html = "<table><tr><td rowspan=2>甲<td colspan=2>乙<td>丙<tr><td>丁<td>戊<td>己</table>"
    assert positions(html) == [
        ("甲", 1, 1),
        ("乙", 1, 2),
        ("丙", 1, 4),
        ("丁", 2, 2),
        ("戊", 2, 3),
        ("己", 2, 4),
    ]


@st.composite
def layouts(draw: st.DrawFn) -> list[tuple[int, int, int, int]]:
    """A grid filled with spanning cells: row, column, rowspan, colspan, in source order."""
    height, width = draw(st.integers(1, 7)), draw(st.integers(2, 8))
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            free = 1
            while column + free < width and (row, column + free) not in taken:
                free += 1
            across = draw(st.integers(1, free))
            down = draw(st.integers(1, height - row))
            taken |= {(row + r, column + c) for r in range(down) for c in range(across)}
            cells.append((row, column, down, across))
    return cells


@given(layouts(), st.booleans(), st.booleans())
def test_every_grid_is_read_back(
    cells: list[tuple[int, int, int, int]], ended: bool, body: bool
) -> None:
    rows: dict[int, str] = dict.fromkeys(range(max(r + d for r, _, d, _ in cells)), "")
    for row, column, down, across in cells:
        text = f"{row}.{column}"
        rows[row] += f'<td rowspan="{down}" colspan={across}>{text}' + ("</td>" if ended else "")
    # A first row of two cells keeps any drawn grid a data table.
    source = "<tr><td>a<td>b</tr>" + "".join(f"<tr>{cells}" for cells in rows.values())
    found = tables(read_html(f"<table>{'<tbody>' if body else ''}{source}</table>"))[0]
    read = [
        (c.place.row - 2, c.place.column - 1, c.rowspan, c.colspan, c.text)
        for row in found.rows
        for c in row
        if c.place.row is not None and c.place.column is not None and c.place.row > 1
    ]
    assert read == [(r, c, d, a, f"{r}.{c}") for r, c, d, a in cells]


@pytest.mark.parametrize(
    ("attributes", "spans"),
    [
        ("", (1, 1)),
        ("rowspan=0", (3, 1)),
        ("rowspan=99999999 colspan=0", (3, 1)),
        ("rowspan=-2 colspan=-2", (1, 1)),
        ("rowspan=x colspan=''", (1, 1)),
        ("rowspan=' 2px' colspan=+3", (2, 3)),
        ("colspan=5000", (1, 1000)),
        ("colspan=１２", (1, 1)),
    ],
)
def test_spans_are_read_as_browsers_do(attributes: str, spans: tuple[int, int]) -> None:
    html = f"<table><tr><td {attributes}>甲<td>乙<tr><td>丙<td>丁<tr><td>戊<td>己</table>"
    cell = tables(read_html(html))[0].rows[0][0]
    assert (cell.rowspan, cell.colspan) == spans


def test_a_rowspan_ends_with_its_row_group() -> None:
    html = "<table><thead><tr><td rowspan=9>甲<td>乙</thead><tbody><tr><td>丙<td>丁</tbody></table>"
    assert positions(html)[2:] == [("丙", 2, 1), ("丁", 2, 2)]


def test_row_groups_stand_in_the_order_they_are_printed() -> None:
    html = (
        "<table><tfoot><tr><td>总计<td>3</tfoot><tbody><tr><td>规章<td>1</tbody>"
        "<thead><tr><td>信息内容<td>数量</thead><tbody><tr><td>规范性文件<td>2</tbody></table>"
    )
    assert [row[0] for row in grid(html)] == ["信息内容", "规章", "规范性文件", "总计"]


def test_a_caption_is_a_line_before_its_table() -> None:
    html = "<p>前</p><table><caption>题</caption><tr><td>甲<td>1</table>后"
    assert outline(html) == ["前", "题", [["甲", "1"]], "后"]


def test_text_between_cells_stands_before_the_table() -> None:
    html = "<table>散<tr><td>甲<td>1</td>落</tr></table>"
    assert outline(html) == ["散落", [["甲", "1"]]]


def test_leftovers_of_comments_between_cells_are_dropped() -> None:
    html = "<table><tr><td>甲-->--><td>1</td>--></tr>--> ]]></table>"
    assert outline(html) == [[["甲-->-->", "1"]]]


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>",
        "<table><tbody><tr><td>1<td>2<tr><td>3<td>4</table>",
        "<table><td>1<td>2<tr><td>3<td>4</table>",
        "<table><tr><td><div><span>1<td><li>2<tr><td><p>3<td><b>4</table>",
        "<table><form><tr><td>1</td><td>2</td></form></tr><tr><th>3<th>4</tr></table>",
        "<table><tr><td>1</td><td>2</td></tr></td></tr><tr><td>3</td><td>4</td></tr>",
    ],
)
def test_malformed_tables_are_read_as_browsers_do(html: str) -> None:
    assert grid(html) == [["1", "2"], ["3", "4"]]


def test_lines_of_a_cell_are_lines_of_its_text() -> None:
    html = (
        "<table><tr><td><p>本年新<br>制作<span>数</span>量</p><p>&nbsp;</p></td>"
        "<td> 1\n </td><td>&nbsp;</td><td>\u3000</td><td></td></tr></table>"
    )
    assert grid(html) == [["本年新\n制作数量", "1", "\xa0", "\u3000", ""]]


def test_a_figure_in_an_entry_field_is_printed() -> None:
    html = (
        "<table><tr><td>规章<td><input value=12><td><input type=hidden value=3>"
        "<input type=checkbox value=4></table><input value=x>"
    )
    assert outline(html) == [[["规章", "12", ""]]]


def test_hidden_cells_and_rows_take_no_place_and_their_text_is_an_issue() -> None:
    document = read_html(
        "<table><tr><td colspan=2>甲<td style='display: none'><td>乙"
        "<tr style='display:none'><td>旧<td>7<td>"
        "<tr><td>1<td hidden>8<td>2<td>3</table>"
    )
    (table,) = tables(document)
    assert [[(c.text, c.place.row, c.place.column) for c in row] for row in table.rows] == [
        [("甲", 1, 1), ("乙", 1, 3)],
        [("1", 2, 1), ("2", 2, 2), ("3", 2, 3)],
    ]
    assert [(i.kind, i.text) for i in document.issues] == [
        ("hidden_text", "旧"),
        ("hidden_text", "7"),
        ("hidden_text", "8"),
    ]


def test_a_page_shell_is_unwrapped() -> None:
    menu = "".join(f"<td>栏目{n}" for n in range(9))
    html = (
        f"<table><tr>{menu}<tr><td colspan=9><table><tr><td>左栏<td><h1>年报</h1><p>{PROSE}</p>"
        f"<table><tr><td>规章<td>1<tr><td>规范性文件<td>2</table><p>{PROSE}</p></table>"
        "<tr><td colspan=9>页脚</table>"
    )
    found = outline(html)
    assert found[:10] == [*(f"栏目{n}" for n in range(9)), "左栏"]
    assert found[10:] == [
        "年报",
        PROSE,
        [["规章", "1"], ["规范性文件", "2"]],
        PROSE,
        "页脚",
    ]
    assert [table.place.table for table in tables(read_html(html))] == [1]


def test_a_table_of_one_column_is_lines() -> None:
    html = "<table><tr><td>年报<tr><td>正文<br>正文二<tr><td>&nbsp;</table>"
    assert outline(html) == ["年报", "正文", "正文二"]


def test_a_form_with_one_long_explanation_stays_a_table() -> None:
    rows = "".join(f"<tr><td>行{n}<td>1<td>2<td>3" for n in range(10))
    html = f"<table>{rows}<tr><td>其他<td colspan=3>{PROSE}</table>"
    assert len(grid(html)) == 11


def test_a_table_in_a_cell_of_a_data_table_is_a_table_of_its_own() -> None:
    rows = "".join(f"<tr><td>行{n}<td>1<td>2" for n in range(8))
    html = f"<table>{rows}<tr><td>外<table><tr><td>内<td>9</table>层<td>1<td>2</table><p>后"
    outer, inner, after = outline(html)
    assert outer[-1] == ["外\n层", "1", "2"]
    assert (inner, after) == ([["内", "9"]], "后")
    assert [table.place.table for table in tables(read_html(html))] == [1, 2]


def test_pieces_of_a_split_table_stay_apart() -> None:
    html = "<table><tr><td>甲<td>1</table><table><tr><td>乙<td>2</table>"
    assert outline(html) == [[["甲", "1"]], [["乙", "2"]]]
    first, second = tables(read_html(html))
    assert (first.place.table, second.place.table) == (1, 2)
    assert [cell.place.table for row in second.rows for cell in row] == [2, 2]


def test_a_table_directly_in_a_table_ends_it_as_in_browsers() -> None:
    html = "<table><tr><td>甲<td>1</tr><table><tr><td>乙<td>2</table><tr><td>丙<td>3</table>"
    assert outline(html) == [[["甲", "1"]], [["乙", "2"]], "丙3"]


def test_rows_without_cells_are_counted_but_not_kept() -> None:
    assert positions("<table><tr><td>甲<td>1<tr><tr><td>乙<td>2</table>") == [
        ("甲", 1, 1),
        ("1", 1, 2),
        ("乙", 3, 1),
        ("2", 3, 2),
    ]


def test_cells_have_the_spans_that_are_printed() -> None:
    (table,) = tables(read_html("<table><tr><td rowspan=5>甲<td>1<tr><td>2</table>"))
    assert [type(cell) for cell in table.rows[0]] == [Cell, Cell]
    assert table.rows[0][0].rowspan == 2


@pytest.mark.parametrize("tbody", ["", "<tbody>"])
def test_tables_sixty_deep_are_read(tbody: str) -> None:
    """As deep as office programs export them."""
    html = f"<html><body>{f'<table>{tbody}<tr><td>' * 60}<table><tr><td>甲<td>1</table>"
    assert outline(html) == [[["甲", "1"]]]


def test_tables_two_hundred_deep_are_refused_by_the_nesting() -> None:
    document = read_html("<table><tr><td>" * 200)
    assert [(issue.kind, issue.detail) for issue in document.issues] == [
        ("too_deep", "nesting > 250")
    ]


@pytest.mark.parametrize("blank", ["\u3000", "&nbsp;", "\u2002"])
@pytest.mark.parametrize("markup", ["{}", "<p>{}</p>", " <p><span>{}</span></p>\n", "<b> </b>{}"])
def test_a_blank_cell_keeps_its_kind_of_blank_inside_tags(blank: str, markup: str) -> None:
    (table,) = tables(read_html(f"<table><tr><td>甲<td>{markup.format(blank)}</table>"))
    assert table.rows[0][1].text == unescape(blank)


@pytest.mark.parametrize("style", ["display:none", "DISPLAY: none", "Display : None"])
@pytest.mark.parametrize(
    "cells", ["<td>甲<td>1<span style='{}'>7</span>", "<td>甲<td style='{}'>8<td>1"]
)
def test_what_a_style_hides_in_a_cell_is_not_printed_however_it_is_spelt(
    style: str, cells: str
) -> None:
    assert outline(f"<table><tr>{cells.format(style)}</table>") == [[["甲", "1"]]]


@pytest.mark.parametrize("mark", ["a>b", "</td>", "<td>7", "&gt;", "x></p></td>"])
def test_the_end_of_a_tag_is_not_looked_for_in_its_attributes(mark: str) -> None:
    html = f"<table><tr><td title='{mark}'>甲<td><p class='{mark}'>1</p></table>"
    assert grid(html) == [["甲", "1"]]


INSIDE = [
    *("<p>", "</p>", "<p hidden>", "<span style='x'>", "</span>", "<br>", "<b>", "</b>"),
    *("<div>", "</div>", "<span style='display:none'>", "<span style='DISPLAY: none'>"),
    *("<sup>", "</sup>", "<o:p>", "</o:p>", "<td>", "<td hidden>", "<td style='DISPLAY: none'>"),
    *("<td rowspan=2>", "<tr>", "</tr>", "<tr hidden>", "甲", "12", " ", "\n"),
    *("&nbsp;", "\u3000", "-->", "&lt;p>"),
]


@given(st.lists(st.sampled_from(INSIDE), max_size=40))
def test_rows_and_paragraphs_taken_whole_are_as_they_are_tag_by_tag(pieces: list[str]) -> None:
    inner = "".join(pieces)
    html = f"<p>{inner}</p><table><tr><td>甲<td>1<tr><td>{inner}</table>"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(html_tokens, "_hides", lambda source: True)
        slowly = read_html(html)
    assert read_html(html) == slowly
