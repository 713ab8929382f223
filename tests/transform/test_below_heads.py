"""Section four by its heads: those that ran together, and a column that has none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extract.document import Document, Paragraph, Place
from tests.transform.documents import page_table
from transform.joined import with_joined
from transform.recognise import recognise

FIVE = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def values(*texts: Sequence[str]) -> list[int | None]:
    """The figures of section four that are read of a table's rows."""
    blocks = (
        Paragraph("四、政府信息公开行政复议、行政诉讼情况", Place(1)),
        page_table(*texts),
        Paragraph("五、存在的主要问题及改进情况", Place(1)),
    )
    cells = with_joined(recognise(Document("pdf", "application/pdf", blocks), "f2021")).cells
    found = [cell for cell in cells if cell.key.section == "remedies"]
    return [
        int(cell.value or 0) if cell.status in ("reported", "blank") else None for cell in found
    ]


@pytest.mark.parametrize(
    "joined", ["总计 结果维 结果纠\n持 正", "合计维持纠正", "总计结果维持结果纠正"]
)
def test_blanks_below_heads_that_ran_together_are_blanks_of_each(joined: str) -> None:
    heads = (*FIVE[:4], joined, *FIVE[2:], *FIVE)
    figures = ("", "", "", "", "", "285", "1", "286", "", "", "", "7", "7")
    assert values(heads, figures) == [0] * 7 + [285, 1, 286, 0, 0, 0, 7, 7]


def test_figures_below_heads_that_ran_together_are_nobodys_and_others_are_read() -> None:
    heads = (*FIVE[:3], "尚未审\n总计\n结", *FIVE, *FIVE)
    figures = ("0", "1067", "0", "135\n2896", "0", "0", "11", "0", "11", "5", "0", "0", "0", "5")
    expected = [0, 1067, 0, None, None, 0, 0, 11, 0, 11, 5, 0, 0, 0, 5]
    assert values(heads, figures) == expected
    cut = (*FIVE, "结果维持", "结果纠正其他结果尚", "未审结", "总计", *FIVE)
    figures = ("1", "65", "49", "0", "115", "0", "16", "2", "18", "0", "2", "0", "0", "2")
    expected = [1, 65, 49, 0, 115, 0, None, None, None, 18, 0, 2, 0, 0, 2]
    assert values(cut, figures) == expected


def test_sums_of_nothing_do_not_tell_whose_a_figure_below_several_heads_is() -> None:
    heads = (*FIVE[:4], "总计 结果维\n持", *FIVE[1:], *FIVE)
    assert values(heads, ("0",) * 14) == [0] * 4 + [None] * 2 + [0] * 9
    figures = ("3", "0", "0", "0", "3", *"003", *"300000")
    assert values(heads, figures)[4:6] == [None] * 2


def test_a_column_without_a_head_is_none_of_the_form() -> None:
    upper, lower = ("", *FIVE, *[""] * 10), (*[""] * 6, *FIVE, *FIVE)
    figures = ("", "7", "", "", "", "7", "1", "0", "0", "0", "1", "", "0", "", "", "")
    assert values(upper, lower, figures) == [7, 0, 0, 0, 7, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    assert values(upper, lower, ("5", *figures[1:]))[:2] == [None, 0]


def test_words_that_are_no_heads_tell_no_columns() -> None:
    figures = ("1", "", "", "", "1", "", "", "", "", "", "", "", "", "")
    assert set(values((*FIVE, "未知", *FIVE[1:], *FIVE[:4]), figures)) == {None}


def test_the_first_block_names_its_row_where_the_title_ran_into_the_heads() -> None:
    rows = (
        ("四、政府信息公开行政复议、行", f"政诉讼情况\n{FIVE[0]}", *FIVE[1:]),
        ("行政复议", *"10012"),
        ("未经复议直接起诉", *"03003"),
        ("复议后起诉", *"00404"),
    )
    before = Paragraph("四、结转下年度继续办理   0   0   0   0   0   0   0", Place(1))
    found = recognise(Document("pdf", "application/pdf", (before, page_table(*rows))))
    read = [int(c.value or 0) for c in found.cells if c.key.section == "remedies"]
    assert read == [1, 0, 0, 1, 2, 0, 3, 0, 0, 3, 0, 0, 4, 0, 4]
