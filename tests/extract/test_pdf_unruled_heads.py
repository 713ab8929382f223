"""Tables of PDF pages without any ruling: heads above figures, and figures a little off."""

from __future__ import annotations

from extract.reading import read
from tests.extract.pdf_writer import Page, pdf
from tests.extract.test_pdf_unruled import level, rows_of

XS = (72.0, 200.0, 232.0, 300.0)


def three_rows(page: Page) -> Page:
    for y, row in ((124, "123"), (148, "456"), (172, "579")):
        page.row(XS, y, ("各机关的数量", *row))
    return page


def test_heads_a_little_apart_are_of_two_columns() -> None:
    page = three_rows(Page()).text(75, 100, "内容").text(203, 94, "新收件").text(203, 106, "数")
    page.text(235, 94, "结转件").text(235, 106, "数").text(303, 100, "总计")
    assert rows_of(read(pdf(page), "a"))[0] == ["内容", "新收件\n数", "结转件\n数", "总计"]


def test_a_figure_above_heads_is_of_another_table() -> None:
    page = three_rows(Page()).text(203, 80, "7").text(75, 86, "行政收费")
    page.row(XS, 106, ("内容", "新收", "结转", "总计"))
    assert rows_of(read(pdf(page), "a"))[0] == ["内容", "新收", "结转", "总计"]


def test_a_column_whose_figures_stand_a_little_lower_has_its_rows() -> None:
    page = Page()
    for y, row in ((124, "123"), (148, "456"), (172, "579")):
        page.row(XS[:3], y, ("各机关的数量", *row)).text(303, y + 5, row[2])
    assert rows_of(read(pdf(page), "a")) == [
        ["各机关的数量", *"123"],
        ["各机关的数量", *"456"],
        ["各机关的数量", *"579"],
    ]


def test_figures_that_touch_are_told_by_their_places_after_the_point() -> None:
    page = Page()
    rows = (("1.0", "0.0", "1.0"), ("0.0", "2.0", "12.0"), ("1.0", "2.0", "13.0"))
    for n, (first, *others) in enumerate((*rows, ("0.0", "0.0", "0.0"))):
        page.row((72, 200), 124 + 24 * n, ("各机关的数量", first))
        page.text(303, 124 + 24 * n, others[0]).text(317, 124 + 24 * n, others[1])
    found = [row[1:] for row in rows_of(read(pdf(page), "a"))]
    assert found == [*map(list, rows), ["0.0", "0.0", "0.0"]]


def test_a_figure_goes_on_below_its_point() -> None:
    page = Page()
    for y, row in ((124, ("1.0", "0.0")), (148, ("0.0", "2.0")), (196, ("4.0", "3.0"))):
        page.row((72, 200, 300), y, ("各机关的数量", *row))
    page.text(75, 172, "各机关的总数").text(303, 172, "2.0")
    page.text(203, 167, "115.").text(211, 177, "0")
    assert rows_of(read(pdf(page), "a"))[2] == ["各机关的总数", "115.0", "2.0"]


def test_a_label_that_goes_on_overleaf_has_the_figures_beside_it() -> None:
    page = three_rows(Page()).row(XS, 196, ("各机关的结果", *"000"))
    page.text(75, 224, "各机关在别处").row(XS[1:], 220, "000")
    assert rows_of(read(pdf(page), "a"))[-1] == ["各机关在别处", *"000"]
    for figures in (("0件", "3人", "0"), ("0", "无", "0")):
        page = three_rows(Page()).row(XS, 196, ("各机关的结果", *"000"))
        page.text(75, 224, "各机关在别处").row(XS[1:], 220, figures).text(75, 240, "的数量")
        assert rows_of(read(pdf(page), "a"))[-1] == ["各机关在别处\n的数量", *figures]
    page = three_rows(Page()).row(XS, 196, ("各机关的结果", *"000"))
    page.text(75, 224, "各机关在别处").row(XS[1:], 220, ("0", "91", "0"))
    assert rows_of(read(pdf(page), "a"))[-1] == ["各机关的结果", *"000"]


def test_a_label_may_end_in_the_empty_half_of_a_bracket_over_the_first_figure() -> None:
    page = (
        three_rows(Page())
        .text(XS[1] - 125, 196, "（各机关另得到的各类结果）")
        .row(XS[1:], 196, "579")
    )
    assert rows_of(read(pdf(page), "a"))[-1] == ["（各机关另得到的各类结果）", *"579"]


def test_a_blank_row_has_a_label_as_long_as_it_is() -> None:
    page = Page().text(75, 184, "各机关另外得到的各类数量")
    for y, row in ((124, "123"), (154, "456"), (214, "579")):
        page.row(XS, y, ("各机关的数量", *row))
    assert rows_of(read(pdf(page), "a"))[2:] == [
        ["各机关另外得到的各类数量", "", "", ""],
        ["各机关的数量", *"579"],
    ]


def test_a_word_for_no_figure_right_behind_a_label_is_in_its_column() -> None:
    page = three_rows(Page()).text(75, 196, "属于各机关之另外各类数量").text(202, 196, "无")
    page.row(XS[2:], 196, "12").row(XS, 220, ("总计", *"579"))
    assert rows_of(read(pdf(page), "a"))[3] == ["属于各机关之另外各类数量", "无", "1", "2"]


def test_a_unit_stands_below_its_figure() -> None:
    page = Page()
    for y, row in ((124, ("1200", "2")), (154, "34"), (214, "57")):
        page.row((72, 200, 300), y, ("各机关的数量", *row))
    page.text(75, 184, "各机关的总数").text(303, 184, "9")
    page.text(203, 178, "8").text(201, 190, "件")
    assert rows_of(read(pdf(page), "a"))[2] == ["各机关的总数", "8\n件", "9"]


def test_a_page_number_among_rows_tears_none_apart() -> None:
    page = Page().text(100, 172, "- 3 -")
    for y, row in ((124, "123"), (148, "456"), (196, "579"), (220, "011")):
        page.row(XS[:3], y, ("各机关得到的各类数量", *row)).text(303, y - 5, row[2])
    found = rows_of(read(pdf(page), "a"))
    assert ["".join(row[1:]) for row in found] == ["123", "456", "579", "011"]


def test_a_number_begins_another_label() -> None:
    page = Page()
    labels = (
        "各机关的数量",
        "（一）总数量",
        "（二）各机关得到的",
        "各类数量",
        "1.其他",
        "2.各机关的数量",
    )
    for n, label in enumerate(labels):
        page.text(75, 124 + 14 * n, label)
    for y, row in ((124, "123"), (159, "456"), (194, "579")):
        page.row(XS[1:], y, row)
    assert rows_of(read(pdf(page), "a")) == [
        ["各机关的数量", *"123"],
        ["（一）总数量", "", "", ""],
        ["（二）各机关得到的\n各类数量", *"456"],
        ["1.其他", "", "", ""],
        ["2.各机关的数量", *"579"],
    ]


def test_heads_of_blank_columns_that_nearly_touch_part_in_every_line() -> None:
    page = Page()
    for x, (upper, lower) in zip(
        (200, 233, 266, 299),
        (("新收申", "请"), ("结转申", "请"), ("办结申", "请"), ("总", "计")),
        strict=True,
    ):
        for y, text in ((90, upper), (102, lower)):
            page.text(x + 15 - 5 * len(text), y, text)
    for y, row in ((124, "1"), (148, "4"), (172, "5")):
        page.row((72.0, 210.0, 309.0), y, ("各机关的数量", row, row))
    assert rows_of(read(pdf(page), "a"))[1:] == [["各机关的数量", x, "", "", x] for x in "145"]


def test_a_head_may_have_many_lines() -> None:
    page, head = Page(), "各机关得到的各类其他数量"
    for n, letter in enumerate(head):
        page.text(203, 100 + 11 * n, letter)
    page.text(235, 200, "结转").text(303, 200, "总计")
    for y, row in ((240, "123"), (264, "456"), (288, "579")):
        page.row(XS, y, ("各机关的数量", *row))
    assert rows_of(read(pdf(page), "a"))[0][1] == "\n".join(head)


def test_heads_that_are_drawn_out_begin_where_their_figures_do() -> None:
    page = Page()
    xs = (72.0, 200.0, 236.0, 269.0, 330.0)
    for y, row in ((124, "1230"), (148, "4560"), (172, "5790")):
        page.row(xs, y, ("各机关的数量", *row))
    page.text(75, 100, "内容").text(203, 100, "总计")
    for x, letter in zip((239, 250, 261, 272, 286, 300), "科研机社会公", strict=True):
        page.text(x, 94, letter)
    page.text(239, 106, "构").text(272, 106, "益组织").text(333, 100, "其他")
    head = ["内容", "总计", "科研机\n构", "社会公\n益组织", "其他"]
    assert [x.replace(" ", "") for x in rows_of(read(pdf(page), "a"))[0]] == head


def test_heads_that_are_drawn_out_begin_where_they_go_on() -> None:
    """Blanks beside figures hide where these begin, and one column looks like two."""
    page = Page()
    for n, (y, row) in enumerate(((124, "1230"), (148, "4560"), (172, "5790"))):
        at = 22 * (n % 2)
        page.row((72, 200, 236 + at, 272 + at, 330), y, ("各机关的数量", *row))
    page.text(75, 100, "内容").text(203, 100, "总计")
    for x, letter in zip((239, 250, 261, 272, 286, 300), "科研机社会公", strict=True):
        page.text(x, 94, letter)
    page.text(239, 106, "构").text(272, 106, "益组织").text(333, 100, "其他")
    assert len(rows_of(read(pdf(page), "a"))) == 4


def test_letters_that_are_spread_over_a_column_are_no_heads_of_two() -> None:
    page = level(Page(), (80, 112, 130, 154, 178)).text(75, 98, "内容").text(203, 98, "总计")
    for y, pair in ((86, "社会"), (98, "公益")):
        page.text(303, y, pair[0]).text(323, y, pair[1])
    page.text(303, 110, "组织").text(403, 98, "其他")
    for y, row in ((124, "123"), (148, "456"), (172, "579")):
        page.row((72, 200, 300, 400), y, ("各机关的数量", *row))
    assert rows_of(read(pdf(page), "a"))[1] == ["各机关的数量", *"123"]


def test_heads_at_the_end_of_a_page_that_only_touch_are_of_two_columns() -> None:
    page = level(Page(), (60, 80, 130)).text(75, 74, "各机关").text(203, 74, "申请人")
    page.text(75, 104, "内容").text(203, 98, "总计机构").text(203, 110, "数量").text(
        243, 104, "其他"
    )
    page.text(303, 104, "合计")
    assert rows_of(read(pdf(page), "a"))[-1] == ["内容", "总计机构\n数量", "其他", "合计"]


def test_heads_whose_lines_stand_far_apart_are_of_their_row() -> None:
    page = level(Page(), (130, 160, 250, 280, 310)).row((72, 200), 118, ("内容", "申请人情况"))
    page.row(XS, 148, ("", "法人", "", "总计")).row((200, 250), 180, ("商业", "科研"))
    page.row((200, 250), 230, ("企业", "机构")).text(303, 205, "其他")
    for y, row in ((268, "123"), (298, "456")):
        page.row((72, 200, 250, 300), y, ("各机关的数量", *row))
    found = rows_of(read(pdf(page), "a"))
    assert found[2] == ["", "商业\n企业", "科研\n机构", "其他"]
    assert found[3:] == [["各机关的数量", *"123"], ["各机关的数量", *"456"]]


def run_together(page: Page, top: float) -> Page:
    """Three heads that stand between two others without a gap, and go on below."""
    page.text(75, top + 6, "内容").text(170, top + 6, "总计").text(
        200, top, "科研机社会公法律服务机"
    )
    page.text(210, top + 12, "构").text(230, top + 12, "益组织").text(280, top + 12, "构")
    return page.text(310, top + 6, "其他")


HEADS = ["内容", "总计", "科研机\n构", "社会公\n益组织", "法律服务机\n构", "其他"]


def test_heads_of_one_line_part_where_they_go_on_below() -> None:
    page = level(run_together(Page(), 100), (120, 140, 160, 180))
    for y, row in ((134, "1"), (154, "4"), (174, "5")):
        page.row((72.0, 175.0, 315.0), y, ("各机关的数量", row, row))
    found = rows_of(read(pdf(page), "a"))
    assert found[0] == HEADS
    assert found[1] == ["各机关的数量", "1", "", "", "", "1"]


def test_heads_of_one_line_part_where_nothing_is_ruled() -> None:
    page = run_together(Page(), 100)
    for y, row in ((134, "1"), (154, "4"), (174, "5")):
        page.row((72.0, 175.0, 315.0), y, ("各机关的数量", row, row)).text(285, y, row)
    found = rows_of(read(pdf(page), "a"))
    assert found[0] == HEADS
    assert found[1] == ["各机关的数量", "1", "", "", "1", "1"]


def test_a_label_that_runs_into_the_first_head_is_parted_from_it() -> None:
    page = Page().text(75, 100, "各机关收到和处理申请的情况").text(205, 100, "自")
    page.text(243, 100, "法人或其他组织").text(205, 112, "然").text(205, 124, "人")
    page.text(240, 112, "商业科研").text(240, 124, "企业机构").text(320, 106, "总")
    page.text(320, 118, "计")
    for y, row in ((148, "1236"), (172, "4560"), (196, "5791")):
        page.row((72, 202, 237, 257, 317), y, ("各机关的数量", *row))
    found = rows_of(read(pdf(page), "a"))
    assert found[1][1:4] == ["然\n人", "商业\n企业", "科研\n机构"]


def test_columns_that_a_page_ends_with_the_heads_of_have_their_figures_overleaf() -> None:
    first = level(run_together(Page(), 700), (650, 680, 720)).row(
        (72, 200), 668, ("内容", "申请人")
    )
    second = level(Page(), (80, 110)).line(72, 80, 120, 80).line(72, 110, 120, 110)
    for y, row in ((68, "13"), (98, "22")):
        second.row((72, 120, 242, 315), y, ("各机关", "的数量", *row))
    found = rows_of(read(pdf(first, second), "a"))
    assert found[-3] == HEADS
    assert [row[-4:] for row in found[-2:]] == [["", "1", "", "3"], ["", "2", "", "2"]]


def test_letters_below_each_other_are_of_as_many_heads() -> None:
    page = Page().text(218, 82, "其").text(230, 82, "小").text(263, 88, "总计")
    page.text(218, 94, "他").text(230, 94, "计")
    for y, row in ((124, "123"), (148, "456"), (172, "579")):
        page.text(75, y, "各机关的数量").text(220.5, y, row[0]).text(232.5, y, row[1])
        page.text(268, y, row[2])
    assert rows_of(read(pdf(page), "a"))[0] == ["", "其\n他", "小\n计", "总计"]


def wandering(page: Page, *first: str) -> Page:
    """Figures padded on either side: no place is that of all those of the first column."""
    for n, text in enumerate(first):
        page.text(75, 154 + 30 * n, "各机关的数量").text(204 + 14 * (n % 2), 154 + 30 * n, text)
        page.text(303, 154 + 30 * n, "7")
    return level(page, [100, *(130 + 30 * n for n in range(len(first) + 1))])


def test_a_head_that_is_drawn_out_stands_over_one_column() -> None:
    page = wandering(Page(), *"1234").text(303, 118, "总计")
    page.text(204, 112, "自").text(222, 112, "然").text(204, 124, "人")
    assert [row[1] for row in rows_of(read(pdf(page), "a"))] == ["自 然\n人", *"1234"]


def test_heads_of_one_letter_a_line_stand_over_columns_of_their_own() -> None:
    page = wandering(Page(), *"1234").text(303, 118, "总计")
    for n, (a, b) in enumerate((("其", "小"), ("他", "计"))):
        page.text(202, 112 + 12 * n, a).text(218, 112 + 12 * n, b)
    assert rows_of(read(pdf(page), "a"))[0][1:] == ["其\n他", "小\n计", "总计"]


def test_a_wide_figure_over_two_places_is_of_one_column() -> None:
    page = (
        wandering(Page(), "1", "20", "30000", "4").text(303, 118, "总计").text(204, 118, "自然人")
    )
    assert [row[1] for row in rows_of(read(pdf(page), "a"))][1:] == ["1", "20", "30000", "4"]


def test_heads_that_touch_part_where_letters_stand_a_little_farther_apart() -> None:
    page = Page().text(75, 100, "内容").text(190, 90, "机关或其他")
    page.text(150, 95, "人").text(186, 100, "机关").text(206.6, 100, "社会公益")
    page.text(150, 106, "数").text(186, 112, "总数").text(226.6, 112, "组织")
    for n, row in enumerate(("123", "344", "579")):
        page.row((72.0, 153.0, 195.0, 236.0), 130 + 20 * n, ("各机关的数量", *row))
    found = rows_of(read(pdf(page), "a"))
    assert [row[-2:] for row in found][-4:] == [
        ["机关\n总数", "社会公益\n组织"],
        *map(list, ("23", "44", "79")),
    ]
