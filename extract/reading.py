"""One file's bytes to a Document, by the reader for what the bytes are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from extract import sniff
from extract.charset import decode
from extract.document import Document, Issue
from extract.garbage import seldom_collected
from extract.limits import DEFAULT_LIMITS, Limits
from extract.ocr import installed
from extract.ole import Ole
from extract.packages import Package
from extract.readers.csv_table import read_csv
from extract.readers.docx import read_docx
from extract.readers.html import read_html
from extract.readers.json_page import read_json
from extract.readers.mhtml import read_mhtml
from extract.readers.text import read_text
from extract.readers.xlsx import read_xlsx
from extract.refusal import RefusedError

__all__ = ["READERS", "Limits", "Reader", "read"]

Reader = Callable[[bytes, Limits], Document]


def read(
    data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, *, deep: bool = False
) -> Document:
    """What is printed in a file. Never raises for what the file does.

    A file that cannot be read comes back without reader and blocks, and with
    the issue that says why. `name` is the file's name, for messages only: it
    does not decide how the bytes are read. With `deep` the text of a PDF file
    is read a second time from the pictures of its pages, for which the extra
    ``ocr`` must be installed.
    """
    media_type = sniff.sniff(data)
    if not data:
        return refused(media_type, Issue("empty_file"))
    if len(data) > limits.file_bytes:
        detail = f"file_bytes: {len(data)} > {limits.file_bytes}"
        return refused(media_type, Issue("too_large", detail=detail))
    reader = (DEEP_READERS if deep else READERS).get(media_type)
    if reader is None:
        return refused(media_type, Issue("unknown_format", detail=media_type))
    try:
        with seldom_collected():
            return reader(data, limits)
    except RefusedError as error:
        return refused(media_type, error.issue)
    except MemoryError:
        return refused(media_type, Issue("too_much_memory"))
    except Exception as error:
        return refused(media_type, Issue("reader_failed", detail=f"{type(error).__name__}"))


def refused(media_type: str, issue: Issue) -> Document:
    """The Document of a file that was not read, with the issue that says why."""
    return Document("", media_type, (), issues=(issue,))


def _text_reader(media_type: str, read_decoded: Callable[[str, Limits], Document]) -> Reader:
    """A reader of bytes from a reader of text: size, character set and what was lost in it."""

    def read_bytes(data: bytes, limits: Limits) -> Document:
        if len(data) > limits.text_bytes:
            detail = f"text_bytes: {len(data)} > {limits.text_bytes}"
            return refused(media_type, Issue("too_large", detail=detail))
        decoded = decode(data)
        if isinstance(decoded, Issue):
            return refused(media_type, decoded)
        document = read_decoded(decoded.text, limits)
        if decoded.lossless:
            return document
        damage = Issue("damaged_text", detail=decoded.charset)
        return replace(document, issues=(*document.issues, damage))

    return read_bytes


def _read_pdf(data: bytes, limits: Limits) -> Document:
    # The library takes longer to load than most files to read.
    from extract.readers.pdf import read_pdf

    return read_pdf(data, limits)


def _read_pdf_deep(data: bytes, limits: Limits) -> Document:
    from extract.readers.pdf import read_pdf

    return read_pdf(data, limits, deep=True)


def _read_xls(data: bytes, limits: Limits) -> Document:
    from extract.readers.xls import read_xls

    return read_xls(data, limits)


def _read_legacy(data: bytes, limits: Limits) -> Document:
    from extract.readers.legacy import read_legacy

    return read_legacy(data, limits)


def _read_flat_word(data: bytes, limits: Limits) -> Document:
    from extract.readers.flat_word import read_flat_word

    return read_flat_word(data, limits)


def _read_ofd(data: bytes, limits: Limits) -> Document:
    # Its pages are put together as those of PDF files are.
    from extract.readers.ofd import read_ofd

    return read_ofd(data, limits)


def _read_image(data: bytes, limits: Limits) -> Document:
    media_type = sniff.sniff(data)
    if not installed():
        return refused(media_type, Issue("scanned_page", detail=media_type))
    # What recognises characters takes a second to load.
    from extract.ocr.reader import read_image

    return read_image(data, media_type, limits)


def _read_archive(data: bytes, limits: Limits) -> Document:
    """An archive is not a report: `extract.packages.members` gives the files in it."""
    return refused(sniff.ZIP, Issue("archive", detail=f"{len(Package(data, limits).files)} files"))


def _read_other_archive(data: bytes, limits: Limits) -> Document:
    media_type = sniff.sniff(data)
    return refused(media_type, Issue("unpack_first", detail=media_type))


def _read_ole(data: bytes, limits: Limits) -> Document:
    if Ole(data).names:
        return refused(sniff.OLE, Issue("unknown_format", detail=sniff.OLE))
    return refused(sniff.OLE, Issue("unreadable_file", detail="OLE: cut off or damaged"))


def _read_protected(data: bytes, limits: Limits) -> Document:
    return refused(sniff.OLE_ENCRYPTED, Issue("encrypted"))


# A new reader is one entry here: the media type that sniff() tells, and the reader.
READERS: dict[str, Reader] = {
    sniff.HTML: _text_reader(sniff.HTML, read_html),
    sniff.TEXT: _text_reader(sniff.TEXT, read_text),
    sniff.CSV: _text_reader(sniff.CSV, read_csv),
    sniff.JSON: _text_reader(sniff.JSON, read_json),
    sniff.MHTML: read_mhtml,
    sniff.PDF: _read_pdf,
    sniff.DOCX: read_docx,
    sniff.DOC: _read_legacy,
    sniff.RTF: _read_legacy,
    sniff.WORD_XML: _read_flat_word,
    sniff.FLAT_DOCX: _read_flat_word,
    sniff.XLSX: read_xlsx,
    sniff.XLS: _read_xls,
    sniff.OFD: _read_ofd,
    sniff.OLE: _read_ole,
    sniff.OLE_ENCRYPTED: _read_protected,
    sniff.ZIP: _read_archive,
    **dict.fromkeys(sniff.IMAGES, _read_image),
    **dict.fromkeys(sniff.OTHER_ARCHIVES, _read_other_archive),
}

# Those that read a file once more when that is asked for.
DEEP_READERS = READERS | {sniff.PDF: _read_pdf_deep}
