"""Two looks at the same pictures: what both show is known, and what one shows otherwise is not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extract.document import LOST, Block, Document, Paragraph, Place, Table
from tests.transform.documents import seen_table
from tests.transform.test_joined import HEADS
from transform.interpret import interpret
from transform.report import CellReading, Report

RULES = ("规章", "1", "0", "2")
BLOCK = ("10", "28", "0", "0", "38")
TITLE = "清河市民政局2023年政府信息公开工作年度报告"


def look(
    rules: tuple[str, ...] = RULES, block: tuple[str, ...] = BLOCK, title: str = TITLE
) -> Document:
    heads = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
    blocks: list[Block] = [Paragraph(title, Place(line=1))]
    if rules:
        blocks.append(seen_table(1, ("第二十条第（一）项",), heads, rules))
    if block:
        blocks.append(seen_table(2, *HEADS, (*block, *["0"] * 10)))
    return Document("ocr", "image/tiff", tuple(blocks))


def both(first: Document, closer: Document) -> Report:
    report = interpret(replace(first, closer=closer))
    mirrored = interpret(replace(closer, closer=first))
    assert [c[:3] for c in report.tables.cells] == [c[:3] for c in mirrored.tables.cells]
    assert report.state == mirrored.state
    return report


def cell(report: Report, row: str) -> CellReading:
    return next(c for c in report.tables.cells if c.key.row == row)


def test_what_both_looks_show_is_as_one_shows_it() -> None:
    assert both(look(), look()) == interpret(look())


def test_figures_that_differ_are_unreadable_however_sure() -> None:
    report = both(look(), look(("规章", "7", "0", "2")))
    issued = cell(report, "rules.issued")
    assert (issued.value, issued.status, issued.second_reading) == (None, "unreadable", "disagree")
    assert [i.kind for i in report.tables.issues] == ["readings_disagree"]
    assert cell(report, "rules.repealed").value == 0


@pytest.mark.parametrize("seen", ["7?", f"{LOST}7", "7", "-1?", "1.0?"])
def test_a_figure_that_one_look_is_not_sure_of_may_still_be_another(seen: str) -> None:
    report = both(look(), look(("规章", seen, "0", "2")))
    assert cell(report, "rules.issued").status == "unreadable"


@pytest.mark.parametrize("seen", ["1?", LOST, f"{LOST}1", "0 2 1"])
def test_what_one_look_could_not_tell_the_other_tells(seen: str) -> None:
    report = both(look(), look(("规章", seen, "0", "2")))
    assert cell(report, "rules.issued").value == 1
    assert report.tables.issues == ()


@pytest.mark.parametrize(
    ("seen", "status"), [("", "blank"), ("1", "unreadable"), (LOST, "unreadable")]
)
def test_a_blank_in_which_the_other_look_sees_something_is_none(seen: str, status: str) -> None:
    report = both(look(("规章", "", "0", "2")), look(("规章", seen, "0", "2")))
    assert cell(report, "rules.issued").status == status


def test_a_table_that_one_look_lost_is_the_other_looks() -> None:
    report = both(look(rules=()), look(block=()))
    assert cell(report, "rules.issued").value == 1
    assert cell(report, "reconsideration.total").value == 38


@pytest.mark.parametrize("seen", ["18", "18?"])
def test_a_sum_of_what_both_show_tells_which_figure_it_is(seen: str) -> None:
    report = both(look(), look(block=(seen, *BLOCK[1:])))
    upheld = cell(report, "reconsideration.upheld")
    assert (upheld.value, upheld.decided) == (Decimal(10), "forced_by_sums")
    assert (upheld.forced_by, upheld.second_reading) == ("T4_SUM", "disagree")
    assert report.tables.issues == ()


def test_a_sum_with_two_cells_that_differ_tells_nothing() -> None:
    report = both(look(), look(block=("18", *BLOCK[1:4], "46")))
    assert cell(report, "reconsideration.upheld").status == "unreadable"
    assert cell(report, "reconsideration.total").status == "unreadable"


@pytest.mark.parametrize("title", [TITLE.replace("2023", "2022"), TITLE.replace("清河", "清江")])
def test_a_report_of_which_the_looks_name_another_year_or_agency_is_nobodys(title: str) -> None:
    report = both(look(), look(title=title))
    assert report.state == "quarantined"
    assert None in (report.headline.year, report.headline.agency)
    assert report.reason is not None


def test_that_a_report_is_of_no_whole_year_needs_one_look_only() -> None:
    notice = look(title="清河市民政局2023年上半年政府信息公开工作报告")
    assert interpret(notice).reason == both(look(), notice).reason is not None


@pytest.mark.parametrize(("upheld", "status"), [("11", "unreadable"), ("10", "reported")])
def test_what_one_look_alone_read_is_sure_only_where_its_sum_holds(
    upheld: str, status: str
) -> None:
    lost = look(block=(f"1{LOST}", *BLOCK[1:]))
    report = both(look(block=(upheld, *BLOCK[1:])), lost)
    assert cell(report, "reconsideration.upheld").status == status
    assert cell(report, "reconsideration.total").value == 38
    assert [i.kind for i in report.tables.issues] == ["sum_contradicts"] * (upheld != "10")


@pytest.mark.parametrize(("seen", "status"), [("零", "reported"), ("0", "unreadable")])
def test_a_word_for_zero_needs_to_be_no_surer_than_words(seen: str, status: str) -> None:
    document = look(("规章", seen, "0", "2"))
    table = document.blocks[1]
    assert isinstance(table, Table)
    rows = [[c._replace(confidence=0.6) if c.text == seen else c for c in r] for r in table.rows]
    blocks = document.blocks[0], replace(table, rows=tuple(map(tuple, rows)))
    assert cell(interpret(replace(document, blocks=blocks)), "rules.issued").status == status
