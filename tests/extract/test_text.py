from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Document, Paragraph, Table
from extract.limits import Limits
from extract.readers.bars import bar_rows
from extract.readers.text import read_text
from extract.refusal import RefusedError


def tables(document: Document) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row] for row in block.rows]
        for block in document.blocks
        if isinstance(block, Table)
    ]


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_a_cell_a_line_with_tabs_and_a_blank_line_at_the_row_end() -> None:
    text = "二、标题\n\t甲\n\t1\n\t\n\n\t\n\t乙\n续\n\t2\n\n\n三、后文\n"
    document = read_text(text)
    assert tables(document) == [[["甲", "1", ""], ["", "乙\n续", "2"]]]
    assert paragraphs(document) == ["二、标题", "三、后文"]


def test_a_numbered_heading_right_after_a_tabbed_cell_is_no_part_of_it() -> None:
    document = read_text("\t甲\n\t1\n三、收到和处理情况\n")
    assert tables(document) == [[["甲", "1"]]]
    assert paragraphs(document) == ["三、收到和处理情况"]


def test_tab_separated_rows_keep_their_fields_over_a_page_tear() -> None:
    document = read_text("甲\t1\t\t\n乙\t\t2\t\n\n丙\t3\n")
    assert tables(document) == [[["甲", "1", "", ""], ["乙", "", "2", ""], ["丙", "3"]]]


def test_a_line_without_tabs_between_rows_is_a_row_of_its_own() -> None:
    document = read_text("甲\t0\t-3\n第二十条第（九）项\n乙\t1\t2\n")
    assert tables(document) == [[["甲", "0", "-3"], ["第二十条第（九）项"], ["乙", "1", "2"]]]


def test_rows_on_lines_with_bars_and_unequal_tails() -> None:
    document = read_text("甲 | 1 | 2 | |\n| 乙 | 3 | |||\n|---|---|\n丙 | 4 |\n")
    assert tables(document) == [[["甲", "1", "2", ""], ["乙", "3", "", "", ""], ["丙", "4"]]]


@pytest.mark.parametrize("text", ["a\n" * 10, "\t" * 10, "a\r" * 10, "a|b｜" * 5])
def test_more_lines_and_cells_than_allowed_are_refused(text: str) -> None:
    assert read_text(text, Limits(parts=10)).media_type == "text/plain"
    with pytest.raises(RefusedError) as refusal:
        read_text(text, Limits(parts=9))
    assert refusal.value.issue.kind == "too_large"


def test_a_line_of_dashes_between_rows_is_no_row() -> None:
    text = "甲 | 1\n--|---\n乙 | 2\n"
    assert tables(read_text(text)) == [[["甲", "1"], ["乙", "2"]]]
    assert paragraphs(read_text("前\n-----\n---x\n-- -\n")) == ["前", "---x", "-- -"]


PADDED = [
    "标题 | |||",
    "项 |",
    "一 |",
    "二 |",
    "三 |",
    "甲 |",
    "0 |",
    "0 |",
    "0 |",
    "乙 |",
    "5 | ||",
]


def test_padding_tells_the_width_of_rows_whose_cells_stand_on_lines_of_their_own() -> None:
    rows = [[text for _, text in row] for row in bar_rows(PADDED)]
    assert rows == [["标题"], ["项", "一", "二", "三"], ["甲", "0", "0", "0"], ["乙", "5"]]


def test_a_lone_bar_opens_every_row_and_another_is_a_blank_cell() -> None:
    lines = ["|", "标题 | |||", "|", "甲 |", "0 |", "0 |", "|", "|", "乙 |", "5 |", "1 |", "8 |"]
    rows = [[text for _, text in row] for row in bar_rows(lines)]
    assert rows == [["标题"], ["甲", "0", "0", ""], ["乙", "5", "1", "8"]]


def test_a_line_of_bars_closes_every_row() -> None:
    lines = ["标题 |", "||||", "甲 |", "0 |", "0 |", "7 |", "|", "乙 |", "|", "2 |", "3 |", "|"]
    rows = [[text for _, text in row] for row in bar_rows(lines)]
    assert rows == [["标题"], ["甲", "0", "0", "7"], ["乙", "", "2", "3"]]


def test_a_bar_before_a_cell_does_not_hide_it() -> None:
    assert bar_rows(["||", "|0"])[-1][-1] == (1, "0")


def test_without_padding_or_openers_no_row_is_invented() -> None:
    assert bar_rows(["甲 |", "1 |", "2 |"]) == [[(0, "甲")], [(1, "1")], [(2, "2")]]


def test_a_markdown_heading_has_a_level_and_loses_its_marks() -> None:
    blocks = read_text("### 三、情况\n正文\n").blocks
    assert [(b.text, b.level) for b in blocks if isinstance(b, Paragraph)] == [
        ("三、情况", 3),
        ("正文", 0),
    ]


def test_places_count_lines_and_pages() -> None:
    document = read_text("甲\n\n乙\t1\n\f丙\n")
    assert [b.place.line for b in document.blocks] == [1, 3, 4]
    assert [b.place.page for b in document.blocks] == [1, 1, 2]


def test_a_sentence_with_one_bar_is_no_table() -> None:
    line = (
        "作者是本站的编辑人员，其余情况请见下面的说明文字和图表 | 来源是本站整理后发布的内容和说明"
    )
    assert tables(read_text(line + "\n")) == []


@settings(max_examples=400)
@given(st.text(alphabet="甲乙|\t\n 0123.-、", max_size=300))
def test_no_visible_character_is_lost_or_invented(text: str) -> None:
    kept = "".join(
        block.text
        if isinstance(block, Paragraph)
        else "".join(cell.text for row in block.rows for cell in row)
        for block in read_text(text).blocks
    )
    visible = {c: n for c in "甲乙0123、" if (n := text.count(c))}
    if "-" not in text:
        assert {c: kept.count(c) for c in visible} == visible


@pytest.mark.parametrize("text", ["", "\n\n", "\f", "|||", "\t"])
def test_texts_without_words_are_read_without_words(text: str) -> None:
    assert "".join(paragraphs(read_text(text))) == ""
