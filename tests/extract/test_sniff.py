"""Media types are told by the bytes alone."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.sniff import sniff
from tests.extract.parts import compound

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def archive(*names: str, first: tuple[str, str] | None = None) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        if first:
            file.writestr(*first)
        for name in names:
            file.writestr(name, "x")
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"", "application/x-empty"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\r\njunk %PDF-1.4\n", "application/pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "application/x-ole-storage"),
        (b"{\\rtf1\\ansi", "application/rtf"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"II*\x00\x08\x00", "image/tiff"),
        (b"MM\x00*\x00\x08", "image/tiff"),
        (b"GIF89a\x01\x00", "image/gif"),
        (b"BM" + bytes(12) + (40).to_bytes(4, "little") + bytes(36), "image/bmp"),
        (b"BM is how this text begins, and it goes on", "text/plain"),
        (b"Rar!\x1a\x07\x01\x00", "application/vnd.rar"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "application/x-7z-compressed"),
        (b"a.txt".ljust(257, b"\x00") + b"ustar\x00", "application/x-tar"),
        (b"MSCF\x00\x00\x00\x00", "application/vnd.ms-cab-compressed"),
        (b"BZh is how this text begins, and it goes on", "text/plain"),
        (
            b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=x",
            "multipart/related",
        ),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:x"/>', "application/xml"),
        (bytes(range(256)) * 4, "application/octet-stream"),
        (b"PK\x03\x04 cut off", "application/zip"),
    ],
)
def test_formats_are_told_by_their_bytes(data: bytes, media_type: str) -> None:
    assert sniff(data) == media_type


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (archive("[Content_Types].xml", "word/document.xml"), WORD),
        (archive("[Content_Types].xml", "xl/workbook.xml"), SHEET),
        (archive("OFD.xml", "Doc_0/Document.xml"), "application/ofd"),
        (
            archive(first=("mimetype", "application/vnd.oasis.opendocument.text")),
            "application/vnd.oasis.opendocument.text",
        ),
        (archive("[content_types].xml", "Word\\document.xml"), WORD),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), SLIDES),
        (archive("word/年报.docx", "xl/年报.xlsx"), "application/zip"),
        (archive("附件/OFD.xml"), "application/zip"),
        (archive("report.txt"), "application/zip"),
        (archive(), "application/zip"),
    ],
)
def test_archives_are_told_by_the_names_in_them(data: bytes, media_type: str) -> None:
    assert sniff(data) == media_type


@pytest.mark.parametrize(
    ("names", "media_type"),
    [
        (["WordDocument", "1Table"], "application/msword"),
        (["Workbook"], "application/vnd.ms-excel"),
        (["Book"], "application/vnd.ms-excel"),
        (["PowerPoint Document"], "application/vnd.ms-powerpoint"),
        (["EncryptionInfo", "EncryptedPackage"], "application/x-ole-encrypted-package"),
        (["Contents"], "application/x-ole-storage"),
        ([], "application/x-ole-storage"),
    ],
)
def test_ole_files_are_told_by_their_streams(names: list[str], media_type: str) -> None:
    assert sniff(compound(dict.fromkeys(names, bytes(4096)))) == media_type


@given(st.binary(min_size=1, max_size=8), st.integers(8, 1_600))
def test_a_broken_ole_directory_does_not_break_the_sniffer(junk: bytes, at: int) -> None:
    data = compound({"WordDocument": bytes(4096), "1Table": bytes(4096)})
    assert sniff(data[:at] + junk + data[at + len(junk) :]).startswith("application/")


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><html><body>x</body></html>",
        '<?xml version="1.0" encoding="gb2312"?>\n<!DOCTYPE html><html></html>',
        "<!-- saved from a site -->\n<HTML><body>x",
        "<table><tr><td>1</td></tr></table>",
        "\n  <div class='a'>x</div>",
        "<p>x",
        "年度报告<p>一、总体情况</p><p>二、主动公开</p>",
        "\ufeff<html><body>x</body></html>",
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_markup_is_html_with_or_without_html_tag(text: str, charset: str) -> None:
    assert sniff(text.encode(charset)) == "text/html"


@pytest.mark.parametrize(
    "text",
    [
        "<条例>的说明\n第二行",
        "依照<中华人民共和国政府信息公开条例>编制\n<附件>",
        "说明\n表格写作 <table> 标签\n第三行",
        "| 规章<br>数量 | 1 |\n| 规范性文件<br>数量 | 2 |\n",
        "年报\n" + "正文一行\n" * 20 + "</p>\n",
        "1 < 2 且 3 > 2",
        "   \n",
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16"])
def test_text_that_mentions_markup_stays_text(text: str, charset: str) -> None:
    assert sniff(text.encode(charset)) == "text/plain"


def test_html_in_utf16_is_html() -> None:
    assert sniff("<html><body>年报</body></html>".encode("utf-16")) == "text/html"


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"BM", b"<"]))
def test_any_bytes_get_a_media_type(data: bytes, start: bytes) -> None:
    assert "/" in sniff(start + data)


@given(st.binary(max_size=200))
def test_a_broken_directory_does_not_break_the_sniffer(junk: bytes) -> None:
    data = archive("word/document.xml")
    assert sniff(data[: -len(junk) or None] + junk).startswith("application/")
