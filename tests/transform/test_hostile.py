"""Documents that nobody would write: understood or not, they never stop the work nor slow it."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.document import Block, Cell, Document, Issue, Paragraph, Place, Table
from transform.codebook import codebook
from transform.interpret import interpret
from transform.schema import Row
from transform.tables import report_tables, to_arrow
from transform.text import half_width, simplified

LABELS = tuple(dict.fromkeys(label.zh for label in codebook().labels))
HEADINGS = tuple(f"{section.ordinal}、{section.zh}" for section in codebook().sections)
ODD = (
    *("\x00", "\ud800", "\udfff\ud800", "\u202e", "\ufeff", "\U0010ffff", "\ufffe", "\x1b[2J"),
    *("9" * 400, "9" * 14, "0." + "0" * 60 + "1", "-0", "1e9999", "٣٤", "²", "½", "一" * 50),
    *("2023年13月45日", "0000年", "9999年12月31日", "20二三年", "(", "《", "[bookmark:", "|"),
    *("a" + "\u0301\u0327" * 40, "ﷺ", "\u200b" * 9, "１２３", "1,23,4", "1 2 3", "—", "?", "\t"),
    *("年度报告", "2023年政府信息公开工作年度报告", "上海市人民政府", "本报告由上海市编制"),
)
pieces = st.one_of(
    st.sampled_from(LABELS),
    st.sampled_from(HEADINGS),
    st.sampled_from(ODD),
    st.integers(0, 10**25).map(str),
    st.text(max_size=12),
)
texts = st.lists(pieces, max_size=6).map(" ".join)
numbers = st.none() | st.integers(0, 2**31 - 1)
places = st.builds(Place, page=numbers, table=numbers, row=numbers, column=numbers, line=numbers)
cells = st.builds(Cell, texts, places, st.integers(1, 70_000), st.integers(1, 1_000))
tables = st.builds(
    Table, st.lists(st.lists(cells, max_size=9).map(tuple), max_size=7).map(tuple), places
)
paragraphs = st.builds(Paragraph, texts, places, st.integers(0, 6))
documents = st.builds(
    Document,
    st.sampled_from(("html", "text", "pdf")),
    st.sampled_from(("text/html", "text/plain", "application/pdf")),
    st.lists(st.one_of(paragraphs, tables), max_size=9).map(tuple),
    st.dictionaries(st.sampled_from(("title", "PubDate", "来源", "attachments")), texts),
    st.lists(st.builds(Issue, st.just("hidden_text"), texts, places), max_size=2).map(tuple),
    st.lists(st.one_of(paragraphs, tables), max_size=3).map(tuple),
)


def rows_of(document: Document) -> dict[str, list[Row]]:
    """The document's way to the rows of the dataset, and into Arrow."""
    rows = report_tables(
        interpret(document),
        source_name="\x1b[2J",
        sha256="0" * 64,
        size=1,
        media_type=document.media_type,
        reader=document.reader,
        report_id="0" * 16,
        run_id="",
    )
    for table, found in rows.items():
        to_arrow(table, found)
    return rows


@settings(deadline=timedelta(seconds=30), max_examples=60, suppress_health_check=list(HealthCheck))
@given(documents)
def test_any_document_becomes_rows(document: Document) -> None:
    (report,) = rows_of(document)["reports"]
    assert report["state"] in ("accepted", "quarantined", "not_a_report")


def line(text: str) -> Document:
    return Document("text", "text/plain", (Paragraph(text, Place(line=1)),))


def lines(text: str, count: int) -> Document:
    blocks = tuple(Paragraph(text, Place(line=n)) for n in range(1, count + 1))
    return Document("text", "text/plain", blocks)


def row(text: str, count: int) -> Document:
    cells = tuple(Cell(text, Place(table=1, row=1, column=n)) for n in range(1, count + 1))
    return Document("html", "text/html", (Table((cells,), Place(table=1)),))


def rows(text: str, count: int) -> Document:
    blocks: tuple[Block, ...] = (
        Table(
            tuple(
                (Cell(text, Place(table=1, row=n, column=1)), Cell("1", Place(table=1, row=n)))
                for n in range(1, count + 1)
            ),
            Place(table=1),
        ),
    )
    return Document("html", "text/html", blocks)


_DIGITS = ("1", "1 ", "0", "1,", "1.", "2023年", "20", "二〇", "2023年1月1日", "2023-1-1 ", "一")
_MARKS = (
    "-",
    "—",
    " ",
    "\t",
    "\u3000",
    "(",
    "（a",
    ")",
    "[",
    "《",
    "《a》",
    "一、",
    "、",
    "。",
    "；",
)
_MORE = ("，", "：", "#", "*", "|", "\u0301\u0327", "\u200b", "[bookmark:", "http://a", "¥", "ABC ")
_WORDS = ("年", "月", "日", "汉", "汉县", "区开发", "政府信息公开", "报告", "年度报告", "附件")
_PHRASES = ("附件：", "其中：", "由各县", "综合", "数据由", "全县", "本报告由", "现将", "增", "减")
_FIELDS = ("发布日期：", "来源：", "收到", "公开", "申请人情况", "信息内容", "统计指标", "万元")
_ROWS = ("第二十条第（一）项", "其他处理 1 ")
RUNS = (*_DIGITS, *_MARKS, *_MORE, *_WORDS, *_PHRASES, *_FIELDS, *_ROWS)
ENDS = ("x", "。", " 2023年12月31日", "）报告")


@pytest.mark.parametrize("run", RUNS)
def test_a_long_run_costs_no_more_than_its_length(run: str) -> None:
    """Six shapes of some 20 000 characters, which cost seconds as soon as a square is in it."""
    count = 20_000 // len(run)
    shapes = [line(run * count + end) for end in ENDS[:2]]
    shapes += [line(f"一、总体情况 {run * count}{ENDS[2]}"), line(f"《由{run * count}{ENDS[3]}")]
    shapes += [lines(run * 4, 300), row(run, 1_500), rows(run, 500)]
    for document in shapes:
        started = time.process_time()
        rows_of(document)
        assert time.process_time() - started < 3


def test_a_row_of_labels_costs_no_more_than_its_length() -> None:
    started = time.process_time()
    for label in LABELS[::12]:
        rows_of(row(label, 3_000))
    assert time.process_time() - started < 10


def test_marks_that_no_letter_bears_are_left_out() -> None:
    assert half_width("年\u0301\u0327") == "年\u0327\u0301"
    started = time.process_time()
    assert len(half_width("a" + "\u0301\u0327" * 200_000 + "报告")) < 40
    assert time.process_time() - started < 5


def test_half_a_letter_is_no_reason_to_stop() -> None:
    assert simplified("\ud800資") == "?资"
