"""Any bytes become a Document, or one with the reason why not."""

from __future__ import annotations

import bz2
import gc
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import reading
from extract.document import Document, Paragraph, Table
from extract.limits import Limits
from extract.reading import read
from tests.extract.parts import compound, zipped

PAGE = "<html><body><p>年报</p><table><tr><td>规章</td><td>1</td></tr></table></body></html>"


OPEN_TEXT = "application/vnd.oasis.opendocument.text"


def tarred(content: bytes) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as file:
        entry = tarfile.TarInfo("年报.html")
        entry.size = len(content)
        file.addfile(entry, io.BytesIO(content))
    return data.getvalue()


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def kinds(document: Document) -> list[str]:
    return [issue.kind for issue in document.issues]


def assert_refused(document: Document, kind: str) -> None:
    assert (document.reader, document.blocks, kinds(document)) == ("", (), [kind])


@pytest.mark.parametrize("name", ["a.html", "a.pdf", "", "../../etc/passwd", "\udcff\x00"])
def test_a_page_is_read_whatever_its_name(name: str) -> None:
    document = read(PAGE.encode("gbk"), name)
    assert (document.reader, document.media_type) == ("html", "text/html")
    assert texts(document) == ["年报"]
    assert [type(block) for block in document.blocks] == [Paragraph, Table]


def test_a_text_file_goes_to_the_text_reader() -> None:
    document = read("第一行\n第二行\n".encode(), "a.html")
    assert (document.reader, document.media_type) == ("text", "text/plain")
    assert texts(document) == ["第一行", "第二行"]


def test_a_page_in_utf8_with_its_mark() -> None:
    assert texts(read(PAGE.encode("utf-8-sig"), "a")) == ["年报"]


def test_lost_bytes_are_an_issue_of_a_document_that_is_read() -> None:
    data = PAGE.replace("年报", "年报" * 40).encode().replace(b"</p>", b"\xff</p>")
    document = read(data, "a")
    assert document.reader == "html"
    assert kinds(document) == ["damaged_text"]


def test_an_empty_file_is_refused() -> None:
    assert_refused(read(b"", "a.html"), "empty_file")


def test_an_unknown_format_is_refused_by_its_media_type() -> None:
    document = read(b"PK\x03\x04" + bytes(26) + b"mimetype" + OPEN_TEXT.encode(), "a.html")
    assert_refused(document, "unknown_format")
    assert document.issues[0].detail == document.media_type == OPEN_TEXT


def test_an_archive_of_files_is_no_report_itself() -> None:
    document = read(zipped({"a.txt": "1", "b/": "", "b/c.txt": "2"}), "a.zip")
    assert_refused(document, "archive")
    assert document.issues[0].detail == "2 files"


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, tarred])
def test_packed_files_that_are_not_opened_say_what_to_do(pack: Callable[[bytes], bytes]) -> None:
    document = read(pack(PAGE.encode()), "a.zip")
    assert_refused(document, "unpack_first")
    assert document.issues[0].detail == document.media_type


def test_an_office_file_behind_a_password_is_refused_as_such() -> None:
    data = compound({"EncryptionInfo": bytes(4096), "EncryptedPackage": bytes(4096)})
    assert_refused(read(data, "a.docx"), "encrypted")


def test_bytes_that_are_no_text_are_refused() -> None:
    assert_refused(read(bytes(range(128, 256)) * 9, "a.txt"), "not_text")


@pytest.mark.parametrize(
    "limits", [Limits(file_bytes=10), Limits(text_bytes=10), Limits(parts=2), Limits(table_slots=1)]
)
def test_a_page_over_a_limit_is_refused_whole(limits: Limits) -> None:
    assert_refused(read(PAGE.encode(), "a.html", limits), "too_large")


def test_a_text_over_a_limit_is_refused_whole() -> None:
    assert_refused(read(b"a\nb\nc\n", "a.txt", Limits(parts=2)), "too_large")


@pytest.mark.parametrize("error", [ValueError, RecursionError, AssertionError])
def test_a_failing_reader_is_an_issue(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(data: bytes, limits: Limits) -> Document:
        raise error("secret text")

    monkeypatch.setitem(reading.READERS, "text/html", fail)
    document = read(PAGE.encode(), "a.html")
    assert_refused(document, "reader_failed")
    assert document.issues[0].detail == error.__name__


def test_a_reader_that_runs_out_of_memory_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def swell(data: bytes, limits: Limits) -> Document:
        raise MemoryError

    monkeypatch.setitem(reading.READERS, "text/html", swell)
    assert_refused(read(PAGE.encode(), "a.html"), "too_much_memory")


def test_an_interrupt_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(data: bytes, limits: Limits) -> Document:
        raise KeyboardInterrupt

    monkeypatch.setitem(reading.READERS, "text/html", interrupt)
    with pytest.raises(KeyboardInterrupt):
        read(PAGE.encode(), "a.html")


def assert_read_or_refused(document: Document) -> None:
    assert "reader_failed" not in kinds(document)
    assert document.reader or (not document.blocks and document.issues)


@given(st.binary(max_size=400))
def test_random_bytes_are_read_or_refused(data: bytes) -> None:
    assert_read_or_refused(read(data, "a"))


@given(st.binary(max_size=40), st.integers(0, 200), st.integers(0, 40))
def test_a_damaged_page_is_read_or_refused(junk: bytes, at: int, cut: int) -> None:
    page = (PAGE * 2).encode()
    assert_read_or_refused(read(page[:at] + junk + page[at + cut :], "a"))


def test_reading_leaves_the_search_for_garbage_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def reader(data: bytes, limits: Limits) -> Document:
        seen.append(gc.get_threshold()[0])
        raise ValueError

    monkeypatch.setitem(reading.READERS, "text/html", reader)
    usual = gc.get_threshold()
    try:
        for threshold in (700, 0):
            gc.set_threshold(threshold)
            assert read(PAGE.encode(), "a").issues[0].kind == "reader_failed"
            assert gc.get_threshold()[0] == threshold
    finally:
        gc.set_threshold(*usual)
    assert seen[0] > 700
    assert seen[1] == 0
