"""The media type of a file by its bytes alone: names and headers are not believed."""

from __future__ import annotations

import codecs
import re

EMPTY = "application/x-empty"
HTML = "text/html"
MHTML = "multipart/related"
TEXT = "text/plain"
XML = "application/xml"
UNKNOWN = "application/octet-stream"
ZIP = "application/zip"
PDF = "application/pdf"

_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b\x08", "application/gzip"),
)
# An entry whose name begins so tells what the archive is; the first that fits counts.
_ZIP_PARTS = (
    ("OFD.xml", "application/ofd"),
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_OPEN_DOCUMENT = re.compile(
    rb"PK\x03\x04.{26}mimetype(application/vnd\.oasis\.opendocument\.[a-z]{4,20})", re.S
)
_ZIP_ENTRIES = 2_000
_ZIP_COMMENT = 65_535

_PDF = re.compile(rb"%PDF-\d\.\d")
_PDF_BYTES = 1_024
_BMP_HEADERS = frozenset((12, 40, 52, 56, 64, 108, 124))
_MHTML = re.compile(
    rb"\A(?:[\w-]{2,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?Content-Type:\s*multipart/related", re.I
)
_MHTML_BYTES = 8_192

_TEXT_BYTES = 256 * 1024
_CONTROLS = bytes(n for n in range(32) if n not in b"\t\n\v\f\r\x1b") + b"\x7f"
_NOISE = 0.02
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}

_PREFIX = re.compile(rb"(?:\s+|<!--.*?-->|<\?xml[^>]*\?>)*+", re.S)
_ELEMENTS = (
    rb"html|head|body|title|meta|link|base|style|script|table|caption|thead|tbody|tfoot|tr|td|th"
    rb"|p|div|section|article|main|header|footer|center|span|font|ul|ol|li|dl|dt|dd|h[1-6]|br|hr"
)
_MARKUP_START = re.compile(rb"<!doctype html|<!--|<(?:" + _ELEMENTS + rb")[\s/>]", re.I)
_TAG = re.compile(rb"</?(?:" + _ELEMENTS + rb")(?=[\s/>])", re.I)
_BLOCK_END = re.compile(rb"</(?:table|tr|td|p|div|body|section|article|h[1-6]|li)\s*>", re.I)
_LINE = re.compile(rb"^.*\S", re.M)
_LINES_TO_A_TAG = 2


def sniff(data: bytes) -> str:
    """The media type of the bytes; ``application/octet-stream`` where they tell none.

    An archive is told by the names in its directory, which is read without
    unpacking. Text is HTML when it begins with markup, or when tags are as
    common as lines: a text that only quotes a tag, or sets a title in ``<…>``,
    stays text.
    """
    if not data:
        return EMPTY
    for signature, media_type in _SIGNATURES:
        if data.startswith(signature):
            return media_type
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(data)
    if _PDF.search(data, 0, _PDF_BYTES):
        return PDF
    if _is_bmp(data):
        return "image/bmp"
    return _text_type(data)


def _is_bmp(data: bytes) -> bool:
    return (
        data.startswith(b"BM")
        and len(data) > 26
        and int.from_bytes(data[14:18], "little") in _BMP_HEADERS
    )


def _zip_type(data: bytes) -> str:
    open_document = _OPEN_DOCUMENT.match(data)
    if open_document:
        return open_document[1].decode("ascii")
    names = _zip_names(data)
    for start, media_type in _ZIP_PARTS:
        if any(name.startswith(start) for name in names):
            return media_type
    return ZIP


def _zip_names(data: bytes) -> list[str]:
    """Entry names in the central directory (APPNOTE 4.3.12, 4.3.16), a bounded number."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 22 - _ZIP_COMMENT))
    if end < 0:
        return []
    at = int.from_bytes(data[end + 16 : end + 20], "little")
    names: list[str] = []
    while len(names) < _ZIP_ENTRIES and data[at : at + 4] == b"PK\x01\x02":
        name, extra, comment = (
            int.from_bytes(data[at + n : at + n + 2], "little") for n in (28, 30, 32)
        )
        names.append(data[at + 46 : at + 46 + name].decode("utf-8", "replace"))
        at += 46 + name + extra + comment
    return names


def _text_type(data: bytes) -> str:
    head = data[:_TEXT_BYTES]
    for mark, charset in _UTF16.items():
        if head.startswith(mark):
            head = head[2:].decode(charset, "replace").encode("utf-8", "replace")
    head = head.removeprefix(codecs.BOM_UTF8)
    if len(head) - len(head.translate(None, _CONTROLS)) > _NOISE * len(head):
        return UNKNOWN
    if _MHTML.match(head, 0, _MHTML_BYTES):
        return MHTML
    return _markup_type(head)


def _markup_type(head: bytes) -> str:
    prefix = _PREFIX.match(head)
    start = prefix.end() if prefix else 0
    if _MARKUP_START.match(head, start):
        return HTML
    if b"<?xml" in head[:start]:
        return XML
    tags = len(_TAG.findall(head))
    if not tags or not _BLOCK_END.search(head):
        return TEXT
    lines = len(_LINE.findall(head))
    return HTML if tags * _LINES_TO_A_TAG >= lines else TEXT
