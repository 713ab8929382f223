"""The media type of a file by its bytes alone: names and headers are not believed."""

from __future__ import annotations

import codecs
import csv
import re

from extract import ole

CSV = "text/csv"
DOC = "application/msword"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EMPTY = "application/x-empty"
FLAT_DOCX = "application/vnd.ms-word2006ml"
HTML = "text/html"
JSON = "application/json"
MHTML = "multipart/related"
OFD = "application/ofd"
OLE = "application/x-ole-storage"
OLE_ENCRYPTED = "application/x-ole-encrypted-package"
RTF = "application/rtf"
TEXT = "text/plain"
WORD_XML = "application/vnd.ms-wordml"
XML = "application/xml"
UNKNOWN = "application/octet-stream"
XLS = "application/vnd.ms-excel"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
PDF = "application/pdf"
# The formats that LibreOffice reads for us.
THROUGH_OFFICE = (DOC, RTF)

_ARCHIVES = (
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    *((b"BZh%d1AY&SY" % level, "application/x-bzip2") for level in range(1, 10)),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"MSCF\x00\x00\x00\x00", "application/vnd.ms-cab-compressed"),
)
_TAR_AT, _TAR = 257, b"ustar"
TAR = "application/x-tar"
IMAGES = ("image/png", "image/jpeg", "image/tiff", "image/bmp", "image/gif")
# Packed files that nothing here unpacks.
OTHER_ARCHIVES = (*dict.fromkeys(media_type for _, media_type in _ARCHIVES), TAR)
_SIGNATURES = (
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    *_ARCHIVES,
)
# Entries in the root and folders tell what the archive is; the first that fits counts.
_OFD_ROOT = "ofd.xml"
_OFFICE_ROOT = "[content_types].xml"
_OFFICE_FOLDERS = (
    ("word/", DOCX),
    ("xl/", XLSX),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
# A stream in the root of an OLE file tells what wrote it; WPS writes the same as Word and Excel.
_OLE_STREAMS = (
    ("EncryptedPackage", OLE_ENCRYPTED),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
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
_CONTROLS_BYTES = 8 * 1024
_NOISE = 0.02
_LEAST_ROWS, _LEAST_CELLS, _LEAST_COMMAS = 3, 3, 6
_NO_CSV = re.compile(rb"\A\s*[\[{]|\t")
# The beginning of an object that has a name, or of an array of objects: no text begins so.
_JSON = re.compile(rb'\s*+(?:\[\s*){0,2}\{\s*"[^"\n]{0,200}"\s*:')
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
# Word's own XML, of 2003 and of 2007 in one file: the outermost element and its namespace.
_ROOT = re.compile(
    rb"(?:\s|<\?.{0,999}?\?>|<!--.{0,9999}?-->)*+<(?:[\w-]{1,40}:)?([a-zA-Z]+)(?=[\s>])([^>]*)",
    re.S,
)
_WORD_ROOTS = {
    b"wordDocument": (b"http://schemas.microsoft.com/office/word/2003/wordml", WORD_XML),
    b"package": (b"http://schemas.microsoft.com/office/2006/xmlPackage", FLAT_DOCX),
}
_LINES_TO_A_TAG = 2


def sniff(data: bytes) -> str:
    """The media type of the bytes; ``application/octet-stream`` where they tell none.

    An archive and an OLE file are told by the names in their directories, which
    are read without unpacking. Text is HTML when it begins with markup, or when tags are as
    common as lines: a text that only quotes a tag, or sets a title in ``<…>``,
    stays text.
    """
    if not data:
        return EMPTY
    for signature, media_type in _SIGNATURES:
        if data.startswith(signature):
            return media_type
    if data.startswith(ole.SIGNATURE):
        return _ole_type(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(data)
    if data.startswith(_TAR, _TAR_AT):
        return TAR
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


def _ole_type(data: bytes) -> str:
    names = ole.Ole(data).names
    return next((media_type for name, media_type in _OLE_STREAMS if name in names), OLE)


def _zip_type(data: bytes) -> str:
    open_document = _OPEN_DOCUMENT.match(data)
    if open_document:
        return open_document[1].decode("ascii")
    names = [name.replace("\\", "/").lower() for name in _zip_names(data)]
    if _OFD_ROOT in names:
        return OFD
    if _OFFICE_ROOT in names:
        for folder, media_type in _OFFICE_FOLDERS:
            if any(name.startswith(folder) for name in names):
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
    # Enough to tell text; whoever decodes it looks at all of it.
    first = head[:_CONTROLS_BYTES]
    if len(first) - len(first.translate(None, _CONTROLS)) > _NOISE * len(first):
        return UNKNOWN
    if _MHTML.match(head, 0, _MHTML_BYTES):
        return MHTML
    if _JSON.match(head):
        return JSON
    media_type = _markup_type(head)
    return (
        CSV if media_type == TEXT and _is_csv(head, whole=len(data) <= _TEXT_BYTES) else media_type
    )


def _is_csv(head: bytes, *, whole: bool) -> bool:
    """Whether every line holds the same number of cells set apart by commas: text never does."""
    if head.count(b",") < _LEAST_COMMAS or _NO_CSV.search(head):
        return False
    # Commas, quotes and line ends are the same bytes in UTF-8 and in gb18030.
    lines = [line.decode("latin-1") + "\n" for line in head.replace(b"\r", b"").split(b"\n")]
    try:
        rows = [row for row in csv.reader(lines if whole else lines[:-1], strict=True) if row]
    except csv.Error:
        return False
    widths = {len(row) for row in rows}
    return len(rows) >= _LEAST_ROWS and len(widths) == 1 and min(widths) >= _LEAST_CELLS


def _markup_type(head: bytes) -> str:
    prefix = _PREFIX.match(head)
    start = prefix.end() if prefix else 0
    if _MARKUP_START.match(head, start):
        return HTML
    root = _ROOT.match(head)
    namespace, media_type = _WORD_ROOTS.get(root[1], (b"", "")) if root else (b"", "")
    if root and media_type and namespace in root[2]:
        return media_type
    if b"<?xml" in head[:start]:
        return XML
    tags = len(_TAG.findall(head))
    if not tags or not _BLOCK_END.search(head):
        return TEXT
    lines = len(_LINE.findall(head))
    return HTML if tags * _LINES_TO_A_TAG >= lines else TEXT
