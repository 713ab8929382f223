"""What becomes of a document: its state, its form, and figures that are not taken."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract.reading import read
from transform.codebook import codebook
from transform.interpret import interpret
from transform.report import CellReading, Report

HEAD = "云溪县教育局2022年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n"
ITEMS = (
    "第二十条第（一）项\t\t\t\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n"
    "规章\t0\t0\t0\n行政规范性文件\t2\t1\t9\n"
)
COLUMNS = "\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计\n"
NEW = "一、本年新收政府信息公开申请数量\t{}\n"
END = "\n五、存在的主要问题及改进情况\n虚构样例。\n"


def report(text: str) -> Report:
    return interpret(read(text.encode(), "sample.txt"))


def cell(found: Report, row: str, applicant: str | None = None) -> CellReading:
    return next(
        c for c in found.tables.cells if (c.key.row, c.key.applicant_type) == (row, applicant)
    )


def requests(*rows: str) -> str:
    return HEAD + ITEMS + "三、收到和处理政府信息公开申请情况\n" + COLUMNS + "".join(rows)


def test_a_report_with_agency_year_and_figures_is_accepted() -> None:
    found = report(HEAD + ITEMS + END)
    assert (found.state, found.reason) == ("accepted", None)
    assert (found.headline.agency, found.headline.year) == ("云溪县教育局", 2022)
    assert found.tables.form == "f2021"
    assert cell(found, "normative_documents.in_force").value == 9
    assert cell(found, "licences.decisions").status == "missing"


def test_without_an_agency_the_figures_are_kept_but_not_accepted() -> None:
    found = report("2022年，我局公开信息。\n二、主动公开政府信息情况\n" + ITEMS + END)
    assert found.state == "quarantined"
    assert "agency" in (found.reason or "")
    assert cell(found, "normative_documents.in_force").value == 9


def test_a_text_without_statutory_tables_is_no_report() -> None:
    found = report(
        "云溪县教育局2022年政府信息公开工作年度报告\n\n今年公开信息12条，收到申请3件。\n"
    )
    assert found.state == "not_a_report"
    assert found.tables.cells == ()


def test_a_refused_file_says_why() -> None:
    found = interpret(read(b"\x00\x01\x02" * 100, "x.bin"))
    assert found.state == "quarantined"
    assert found.reason


def test_a_figure_at_the_very_end_counts_where_its_row_adds_up() -> None:
    row = "\t".join(["4", "0", "0", "0", "0", "1", "5"])
    found = cell(report(requests(NEW.format(row))), "new_received", "total")
    assert (found.value, found.decided, found.forced_by) == (Decimal(5), "forced_by_sums", "T3_ROW")


def test_a_figure_at_the_very_end_that_may_be_cut_is_not_taken() -> None:
    row = "\t".join(["14", "0", "0", "0", "0", "1", "1"])
    found = report(requests(NEW.format(row)))
    assert cell(found, "new_received", "total").status == "unreadable"
    assert cell(found, "new_received", "natural_person").value == 14


def test_the_same_figure_is_taken_when_the_text_goes_on() -> None:
    row = "\t".join(["14", "0", "0", "0", "0", "1", "1"])
    found = cell(report(requests(NEW.format(row)) + END), "new_received", "total")
    assert (found.value, found.status) == (Decimal(1), "reported")


def test_two_readings_that_agree_say_so() -> None:
    row = "\t".join(["4", "0", "0", "0", "0", "1", "5"])
    found = cell(report(requests(NEW.format(row)) + END), "new_received", "business")
    assert found.second_reading == "agree"


def test_a_row_with_blanks_is_read_again_by_the_order_of_its_cells() -> None:
    heads = "".join(f"<td>{head}</td>" for head in COLUMNS.strip("\n").split("\t"))
    label = NEW.split("\t")[0]
    figures = "".join(f"<td>{figure}</td>" for figure in ("4", "", "", "", "", "1", "5"))
    table = f"<table><tr>{heads}</tr><tr><td>{label}</td>{figures}</tr></table>"
    head = HEAD.split("\n")[0]
    section = "三、收到和处理政府信息公开申请情况"
    page = f"<h1>{head}</h1><h2>{section}</h2>{table}<p>五、存在的主要问题</p>"
    found = interpret(read(page.encode(), "sample.html"))
    for applicant, value in (("natural_person", 4), ("other_org", 1), ("total", 5)):
        read_twice = cell(found, "new_received", applicant)
        assert read_twice.value == value
        assert read_twice.second_reading == "agree"
    assert cell(found, "new_received", "business").status == "blank"


def test_two_readings_that_contradict_leave_nothing() -> None:
    stray = "一、本年新收政府信息公开申请数量 9 0 0 0 0 0 9\n"
    table = requests(NEW.format("\t".join(["4", "0", "0", "0", "0", "1", "5"])))
    found = report(table + "\n" + stray + END)
    assert cell(found, "new_received", "natural_person").value is None
    assert {"row_repeated", "readings_disagree"} & {i.kind for i in found.tables.issues}


def test_columns_in_another_order_are_read_by_their_heads() -> None:
    heads = "\t自然人\t科研机构\t商业企业\t社会公益组织\t法律服务机构\t其他\t总计\n"
    row = NEW.format("\t".join(["1", "2", "3", "0", "0", "0", "6"]))
    text = HEAD + ITEMS + "三、收到和处理政府信息公开申请情况\n" + heads + row + END
    found = report(text)
    assert cell(found, "new_received", "research").value == 2
    assert cell(found, "new_received", "business").value == 3


def test_a_head_that_cannot_be_read_may_be_any() -> None:
    heads = "\t自然人\t\ufffd\ufffd\t商业企业\t社会公益组织\t法律服务机构\t其他\t总计\n"
    row = NEW.format("\t".join(["1", "2", "3", "0", "0", "0", "6"]))
    text = HEAD + ITEMS + "三、收到和处理政府信息公开申请情况\n" + heads + row + END
    assert cell(report(text), "new_received", "research").status != "reported"


def test_a_subtotal_column_is_no_applicant() -> None:
    heads = "\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t小计\t总计\n"
    row = NEW.format("\t".join(["1", "2", "0", "0", "0", "3", "5", "6"]))
    text = HEAD + ITEMS + "三、收到和处理政府信息公开申请情况\n" + heads + row + END
    found = report(text)
    assert cell(found, "new_received", "other_org").value == 3
    assert cell(found, "new_received", "total").value == 6


@pytest.mark.parametrize(("first", "rest"), [("自然", "人"), ("自", "然人"), ("自", "人然")])
def test_heads_torn_by_a_page_are_put_together_about_a_subtotal(first: str, rest: str) -> None:
    upper = f"\t申请人情况\n\t{first}\t法人或其他组织\t总\n"
    lower = f"\t{rest}\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t小计\t计\n"
    row = NEW.format("\t".join(["1", "2", "0", "0", "0", "3", "5", "6"]))
    head = HEAD + ITEMS + "三、收到和处理政府信息公开申请情况\n"
    found = report(head + upper + lower + row + END)
    assert cell(found, "new_received", "other_org").value == 3
    assert cell(found, "new_received", "total").value == 6
    elsewhere = report(
        head + upper.replace(first, "总").replace("\t总\n", f"\t{first}\n") + lower + row
    )
    assert cell(elsewhere, "new_received", "total").status != "reported"


def test_the_beginning_of_a_groups_label_is_not_the_group() -> None:
    new = NEW.format("\t".join(["0"] * 7))
    for label, named in (("三、本年度办理结果", True), ("三、本年度", False)):
        found = report(requests(new, f"{label}\t" + "\t".join("1234567") + "\n") + END)
        rows = {c.key.row for c in found.tables.cells if c.value == 7}
        assert ("printed_subtotal.results" in rows) is named


def test_two_reports_in_one_file_are_neither() -> None:
    labels = (
        "1.属于国家秘密",
        "3.危及“三安全一稳定”",
        "2.重复申请",
        "（七）总计",
        "一、本年新收政府信息公开申请数量",
    )

    def rows(figure: str) -> str:
        return "".join(f"{label}\t" + "\t".join(figure * 7) + "\n" for label in labels)

    other = HEAD.replace("教育", "水利") + ITEMS + "三、收到和处理政府信息公开申请情况\n" + COLUMNS
    found = report(requests(rows("1")) + other + rows("2") + END)
    assert found.state == "quarantined"
    assert "more than one report" in (found.reason or "")
    assert report(requests(rows("1")) + END).state == "accepted"


def test_blanks_beside_figures_that_nothing_names_may_be_theirs() -> None:
    def of(figures: str) -> list[str]:
        new = NEW.format("\t".join(["0"] * 7))
        blank = "（一）予以公开" + "\t" * 7 + "\n"
        far = "四、结转下年度继续办理" + "\t" * 7 + "\n"
        handled = "（七）总计\t" + "\t".join("1234567") + "\n"
        found = report(requests(new, blank, figures, handled, far) + END)
        rows = ("granted", "carried_over_out")
        return [cell(found, row, "business").status for row in rows]

    assert of("") == ["blank", "blank"]
    assert of("八、别的申请\t" + "\t".join("1234567") + "\n") == ["unreadable", "blank"]


def test_blanks_whose_columns_nobody_can_tell_are_unreadable() -> None:
    row = NEW.format("\t".join(["", "", "3", "", "", "", "", "", ""]))
    found = cell(report(requests(row) + END), "new_received", "natural_person")
    assert found.status == "unreadable"


def test_an_unknown_row_is_left_over_with_its_place() -> None:
    row = "八、别的申请\t" + "\t".join("1234567") + "\n"
    known = NEW.format("\t".join(["0"] * 7))
    found = report(requests(known, row) + END)
    left = [i for i in found.tables.issues if i.kind == "unknown_row"]
    assert len(left) == 1
    assert left[0].place is not None
    assert left[0].place.line is not None


PAGE = "<html><body><h1>高平市教育局2022年政府信息公开工作年度报告</h1>{}</body></html>"


def test_a_report_in_an_attachment_is_said_to_be_there() -> None:
    link = '<p><a href="/files/report2022.docx">附件</a></p>'
    found = interpret(read(PAGE.format(link).encode(), "page.html"))
    assert found.state == "quarantined"
    assert "attachment" in (found.reason or "")
    assert [i.text for i in found.issues] == ["report2022.docx"]


def test_a_report_in_a_picture_is_said_to_be_one() -> None:
    found = interpret(read(PAGE.format('<p><img src="a.jpg" width="900"></p>').encode(), "page"))
    assert found.state == "quarantined"
    assert "picture" in (found.reason or "")


def test_the_unit_of_money_is_the_one_after_its_own_head() -> None:
    rows = "第二十条第（八）项\n信息内容\t{}\n行政事业性收费\t12.5\n"
    in_wan = report(HEAD + ITEMS + rows.format("本年收费金额（单位：万元）") + END)
    in_yuan = report(HEAD + ITEMS + rows.format("本年收费金额（单位：元）") + END)
    assert cell(in_wan, "fees.amount").value == Decimal("12.5")
    assert cell(in_yuan, "fees.amount").value == Decimal("0.00125")


def test_a_report_that_mixes_two_forms_names_each_item_by_its_own_head() -> None:
    items = (
        "第二十条第（一）项\t\t\t\n信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n"
        "规章\t0\t0\t7\n规范性文件\t2\t2\t9\n"
        "第二十条第（五）项\n信息内容\t本年处理决定数量\n行政许可\t12\n"
        "第二十条第（六）项\n信息内容\t本年处理决定数量\n行政处罚\t3\n"
    )
    found = report(HEAD + items + END)
    assert found.tables.form == "f2021"
    assert (
        cell(found, "rules.total_disclosed").value,
        cell(found, "licences.decisions").value,
    ) == (
        Decimal(7),
        Decimal(12),
    )
    assert cell(found, "rules.total_disclosed").form == "f2019"
    assert cell(found, "rules.in_force").status == "missing"


def test_a_sentence_that_repeats_row_labels_with_numbers_is_no_table() -> None:
    prose = "2022年办理行政许可 27件,行政处罚3件\n行政许可27件\n行政处罚3条,规章1件\n"
    found = report(HEAD + ITEMS + "\n" + prose + END)
    assert cell(found, "licences.decisions").status == "missing"
    assert cell(found, "penalties.decisions").status == "missing"
    assert cell(found, "rules.issued").value == 0


def test_a_file_with_two_reports_is_of_neither() -> None:
    labels = [x for x in codebook().labels if (x.section, x.axis) == ("requests", "row")]
    rows = [f"{label.outline}{label.zh}\t{{0}}\t0\t0\t0\t0\t0\t{{0}}\n" for label in labels]
    first = HEAD + COLUMNS + "".join(row.format(1) for row in rows)
    second = HEAD + COLUMNS + "".join(row.format(2) for row in rows[:-1])
    found = report(first + second + END)
    assert "several_reports" in {issue.kind for issue in found.tables.issues}
    assert {cell.value for cell in found.tables.cells} == {None}
    assert (found.headline.agency, found.headline.year) == (None, None)


def test_a_blank_report_before_another_takes_no_figure_of_it() -> None:
    labels = [x for x in codebook().labels if (x.section, x.axis) == ("requests", "row")]
    rows = [f"{label.outline}{label.zh}\t{{0}}\t\t\t\t\t\t{{0}}\n" for label in labels]
    blank = HEAD + ITEMS + COLUMNS + "".join(row.format("") for row in rows)
    some = "".join(row.format("6" * (n < 2)) for n, row in enumerate(rows))
    filled = HEAD + ITEMS + COLUMNS + some
    found = report(blank + filled + END)
    assert found.state == "quarantined"
    assert {cell.value for cell in found.tables.cells} == {None}
