"""Web archives: the page in them is read as any page."""

from __future__ import annotations

import base64
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.document import Document, Paragraph
from extract.limits import Limits
from extract.reading import read

PAGE = (
    '<html><head><meta charset="gb2312"></head><body><p>政府信息公开工作年度报告</p></body></html>'
)


def archive(*parts: bytes, kind: str = "related", end: bytes = b"\r\n") -> bytes:
    head = f'MIME-Version: 1.0\nContent-Type: multipart/{kind};\n\ttype="x"; boundary="B=1"\n\n'
    body = b"".join(b"\n--B=1\n" + part for part in parts) + b"\n--B=1--\n"
    return (head.encode() + body).replace(b"\n", end)


def part(kind: str, encoding: str, content: bytes) -> bytes:
    return f"Content-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n\n".encode() + content


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_the_page_is_decoded_and_read(charset: str, end: bytes) -> None:
    raw = PAGE.encode(charset)
    for page in (
        part('text/html; charset="gb2312"', "base64", base64.encodebytes(raw)),
        part("text/html", "quoted-printable", quopri.encodestring(raw)),
        part("TEXT/HTML", "8bit", raw),
    ):
        found = read(archive(page, end=end), "a.mht")
        assert (found.reader, found.media_type) == ("mhtml", "multipart/related")
        assert texts(found) == ["政府信息公开工作年度报告"]


def test_other_parts_are_not_read() -> None:
    pictures = part("image/png", "base64", b"AAAA")
    other = part("text/html", "8bit", b"<p>frame</p>")
    page = part("text/html", "8bit", PAGE.encode())
    assert texts(read(archive(pictures, page, other), "a.mht")) == ["政府信息公开工作年度报告"]


def test_a_page_among_alternatives_is_found() -> None:
    inner = (
        b'Content-Type: multipart/alternative; boundary="C"\n\n\n--C\nContent-Type: text/plain\n\n'
        b"text\n--C\nContent-Type: text/html\n\n<p>page</p>\n--C--\n"
    )
    assert texts(read(archive(inner), "a.mht")) == ["page"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (archive(part("image/png", "base64", b"AAAA")), "no_text"),
        (archive(part("text/html", "base64", base64.b64encode(bytes(99)))), "not_text"),
        (archive(b"Content-Type: multipart/related; boundary=B=1\n\n" * 50), "no_text"),
    ],
)
def test_an_archive_without_a_page_is_refused(data: bytes, kind: str) -> None:
    found = read(data, "a.mht")
    assert (found.reader, [issue.kind for issue in found.issues]) == ("", [kind])


def test_an_archive_over_the_limit_is_refused() -> None:
    data = archive(part("text/html", "8bit", PAGE.encode()))
    assert [i.kind for i in read(data, "a", Limits(text_bytes=50)).issues] == ["too_large"]


@given(st.binary(max_size=40), st.integers(0, 300), st.integers(0, 40))
def test_a_damaged_archive_is_read_or_refused(junk: bytes, at: int, cut: int) -> None:
    data = archive(part("text/html", "base64", base64.b64encode(PAGE.encode())))
    found = read(data[:at] + junk + data[at + cut :], "a")
    assert "reader_failed" not in [issue.kind for issue in found.issues]
