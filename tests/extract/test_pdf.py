"""PDF files: what is read of pages, what is refused and what is said of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Document, Paragraph, Table
from extract.limits import Limits
from extract.reading import read
from tests.extract.pdf_writer import NO_MAP, PRIVATE, Page, pdf
from tests.shared import SHARED, known_cells
from transform.interpret import interpret

BODY = "本机关主动公开政府信息的情况和数量如下所列"


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def kinds(document: Document) -> list[str]:
    return [issue.kind for issue in document.issues]


def assert_refused(document: Document, kind: str) -> None:
    assert (document.reader, document.blocks, kinds(document)) == ("", (), [kind])


def test_a_page_of_text_with_its_places() -> None:
    document = read(pdf(Page().text(80, 100, "一、总体情况", 16)), "a.pdf")
    assert (document.reader, document.media_type, kinds(document)) == ("pdf", "application/pdf", [])
    (line,) = document.blocks
    assert isinstance(line, Paragraph)
    assert (line.text, line.place.page) == ("一、总体情况", 1)
    assert line.place.box == pytest.approx((80, 86.2, 176, 102.2), abs=0.2)


def test_wrapped_lines_are_one_paragraph_also_over_a_page() -> None:
    full = BODY[:20]
    first = Page().text(92, 700, full[:19], 20).text(72, 740, full, 20)
    second = Page().text(72, 80, "共12条。", 20).text(112, 120, "另有说明。", 20)
    document = read(pdf(first, second), "a")
    assert texts(document) == [full[:19] + full + "共12条。", "另有说明。"]


def test_page_numbers_and_repeated_heads_are_left_out() -> None:
    pages = [
        Page()
        .text(200, 40, "某某机关公文")
        .text(72, 300, f"{BODY}之{'甲乙丙丁'[n]}")
        .text(290, 800, mark.format(n + 1))
        for n, mark in enumerate(("- {} -", "— {} —", "{}", "{}"))
    ]
    assert texts(read(pdf(*pages), "a")) == [f"{BODY}之{c}" for c in "甲乙丙丁"]


def test_a_figure_at_the_page_end_that_is_no_page_number_stays() -> None:
    document = read(pdf(Page().text(72, 300, BODY).text(290, 800, "57")), "a")
    assert texts(document) == [BODY, "57"]


def test_a_number_on_top_of_one_page_may_be_the_rest_of_a_figure_and_of_all_is_the_pages() -> None:
    def read_with(*numbers: str) -> list[str]:
        pages = [
            Page().text(500, 50, number).text(72, 300, f"{BODY}之{'甲乙丙丁'[n]}")
            for n, number in enumerate(numbers)
        ]
        return [text for text in texts(read(pdf(*pages), "a")) if BODY not in text]

    assert read_with("", "2", "") == ["2"]
    assert read_with("1", "2", "3") == []
    assert read_with("", "2", "3", "4") == []


def test_words_in_columns_keep_their_distance() -> None:
    page = Page()
    for n, row in enumerate((("规章", "有效", "失效", "废止"), ("许可", "准予", "", "不予"))):
        for left, text in zip((72, 200, 300, 400), row, strict=True):
            page.text(left, 100 + 20 * n, text)
    first, second = texts(read(pdf(page), "a"))
    assert [first.split(), second.split()] == [
        ["规章", "有效", "失效", "废止"],
        ["许可", "准予", "不予"],
    ]
    assert first.index("有效") == second.index("准予")
    assert first.index("废止") == second.index("不予") - 2


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (Page().text(72, 100, BODY, mode=3), "hidden_text"),
        (Page().text(72, 100, BODY, colour=(1, 1, 1)), "hidden_text"),
        (Page().text(72, 300, "COPY", 40, matrix=(0.7, 0.7, -0.7, 0.7)), "slanted_text"),
    ],
)
def test_what_nobody_reads_is_not_text(page: Page, kind: str) -> None:
    document = read(pdf(page.text(72, 200, "可见")), "a")
    assert (texts(document), kinds(document)) == (["可见"], [kind])
    assert document.issues[0].place is not None
    assert document.issues[0].place.page == 1


def test_white_letters_on_a_dark_ground_are_read() -> None:
    page = Page().fill(60, 80, 300, 120, (0.1, 0.2, 0.6)).text(72, 100, "总计", colour=(1, 1, 1))
    assert texts(read(pdf(page), "a")) == ["总计"]


@pytest.mark.parametrize("font", [NO_MAP, PRIVATE])
def test_a_font_without_characters_is_named_and_not_read(font: str) -> None:
    page = Page().text(72, 100, BODY, font=font).text(72, 130, "2023")
    document = read(pdf(page), "a")
    assert kinds(document) == ["unreadable_font"]
    assert texts(document) == ["\ufffd" * len(BODY), "2023"]


def test_characters_drawn_at_random_are_not_chinese() -> None:
    rare = "".join(chr(0x4E00 + 97 * n) for n in range(12, 40))
    document = read(pdf(Page().text(72, 100, rare)), "a")
    assert kinds(document) == ["unreadable_font"]
    assert rare[0] not in "".join(texts(document))


@pytest.mark.parametrize("stamp", ["", "- 1 -", "档号12"])
def test_a_page_that_is_a_picture_is_named(stamp: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.readers.pdf.installed", lambda: False)
    scan = Page().picture(0, 0, 595, 842)
    if stamp:
        scan.text(290, 810, stamp)
    document = read(pdf(Page().text(72, 100, BODY), scan), "a")
    assert kinds(document) == ["scanned_page"]
    assert document.issues[0].place is not None
    assert document.issues[0].place.page == 2
    assert texts(document)[0] == BODY


def test_a_picture_beside_text_is_no_scan() -> None:
    page = Page().picture(0, 400, 595, 842)
    for n in range(4):
        page.text(72, 100 + 30 * n, BODY)
    assert kinds(read(pdf(page), "a")) == []


def test_an_empty_page_holds_no_text() -> None:
    assert kinds(read(pdf(Page()), "a")) == ["no_text"]


def test_a_file_that_everyone_may_open_is_read() -> None:
    assert texts(read(pdf(Page().text(72, 100, BODY), user_password=b""), "a")) == [BODY]


def test_a_file_with_a_password_is_refused() -> None:
    assert_refused(read(pdf(Page(), user_password=b"secret"), "a"), "encrypted")


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"%PDF-1.4\n" + b"\0" * 2000, pdf(Page().text(9, 9, "x"))[:500]]
)
def test_a_broken_file_is_refused(data: bytes) -> None:
    assert_refused(read(data, "a"), "unreadable_file")


@pytest.mark.parametrize(
    ("limits", "kind"),
    [
        (Limits(pages=1), "too_large"),
        (Limits(page_characters=5), "too_large"),
        (Limits(page_objects=1), "too_large"),
        (Limits(parts=1), "too_large"),
        (Limits(seconds=-1.0), "too_slow"),
    ],
)
def test_a_file_over_a_limit_is_refused_whole(limits: Limits, kind: str) -> None:
    page = Page().text(72, 100, BODY).text(72, 130, "二")
    assert_refused(read(pdf(page, page), "a", limits), kind)


def test_what_the_file_says_of_itself_is_kept_within_bounds() -> None:
    data = pdf(Page().text(72, 100, BODY), info=f"/Title({'T' * 50})/Author(B)/Subject(C)")
    limits = Limits(metadata_entries=2, metadata_characters=10)
    assert dict(read(data, "a", limits).metadata) == {"Title": "T" * 10, "Author": "B"}


@pytest.mark.skipif(not SHARED.is_dir(), reason="shared documents are not present")
def test_a_real_report_is_read_whole() -> None:
    report = interpret(read((SHARED / "reports" / "hzq2023.pdf").read_bytes(), "hzq2023.pdf"))
    assert (report.headline.agency, report.headline.year) == ("淮安市洪泽区人民政府", 2023)
    assert report.state == "accepted"
    known = known_cells(Path("hzq2023.pdf"))
    assert len(known) == 186
    assert {c.key: (c.value, c.status) for c in report.tables.cells} == known


SMALL = pdf(
    Page()
    .grid((72, 200, 300), (100, 130, 160))
    .row((72, 200), 120, ("规章", "12"))
    .text(72, 60, BODY),
    Page().text(72, 100, BODY, font=NO_MAP),
)


def assert_read_or_refused(document: Document) -> None:
    assert "reader_failed" not in kinds(document)
    assert document.reader or (not document.blocks and document.issues)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), max_size=12))
def test_a_file_with_damaged_bytes_is_read_or_refused(damage: list[tuple[int, int]]) -> None:
    data = bytearray(SMALL)
    for at, byte in damage:
        data[at] = byte
    assert_read_or_refused(read(bytes(data), "a"))


@settings(max_examples=40, deadline=None)
@given(st.integers(20, len(SMALL)), st.binary(max_size=30))
def test_a_file_that_is_cut_is_read_or_refused(at: int, junk: bytes) -> None:
    assert_read_or_refused(read(SMALL[:at] + junk, "a"))


def test_the_same_bytes_give_the_same_document() -> None:
    first, second = read(SMALL, "a"), read(SMALL, "b")
    assert (first.blocks, first.issues) == (second.blocks, second.issues)
    assert any(isinstance(block, Table) for block in first.blocks)
