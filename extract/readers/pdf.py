"""PDF files with a text layer as Documents: ruled tables as cells, everything else as lines.

Nothing is drawn, run or fetched: pypdfium2 tells the characters and the lines that
each page draws, and the tables are put together from those.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.document import Document, Issue, Place
from extract.limits import DEFAULT_LIMITS, Limits
from extract.ocr import installed
from extract.page.content import PageContent, page_content
from extract.page.flow import blocks
from extract.page.grid import TooManyRulingsError
from extract.readers.pdf_fonts import mark_lost
from extract.readers.pdf_page import TooMuchOnPageError, read_page
from extract.readers.pdf_streams import check_streams
from extract.refusal import RefusedError

if TYPE_CHECKING:
    from extract.ocr.looks import Scans

READER, OCR_READER = "pdf", "ocr"
MEDIA_TYPE = "application/pdf"

# A page of which pictures take this share and text no more than a stamp or two is a scan.
_PICTURE_SHARE = 0.25
_CURVES = 300
_STAMP_CHARACTERS = 40


class _RefusedError(Exception):
    def __init__(self, kind: str, detail: str = "") -> None:
        self.issue = Issue(kind, detail=detail)


def read_pdf(data: bytes, limits: Limits = DEFAULT_LIMITS, *, deep: bool = False) -> Document:
    """A PDF file as paragraphs and tables, each with its page and its box.

    A paragraph whose words stand in columns keeps them apart by spaces. Page
    numbers and repeated heads and feet are left out, and so is what nobody sees
    (issue ``hidden_text``) and what lies askew (``slanted_text``). A glyph for
    which its font gives no character is U+FFFD (``unreadable_font``). Pages
    that are pictures are named (``scanned_page``). With `deep` every figure of
    the text is also recognised on the picture of its page (`Document.again`).

    Raises:
        RefusedError: a packed part of the file swells beyond the limits.
    """
    check_streams(data, limits)
    try:
        document = _open(data)
        try:
            return _read(document, limits, deep)
        finally:
            document.close()
    except _RefusedError as refusal:
        return Document("", MEDIA_TYPE, (), issues=(refusal.issue,))


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise _RefusedError("encrypted") from None
        raise _RefusedError("unreadable_file") from None


def _read(document: pdfium.PdfDocument, limits: Limits, deep: bool) -> Document:
    count = len(document)
    if count > limits.pages:
        raise _RefusedError("too_large", f"pages {count} > {limits.pages}")
    if count == 0:
        raise _RefusedError("unreadable_file", "no pages")
    issues: list[Issue] = []
    pages: list[PageContent] = []
    deadline = time.monotonic() + limits.seconds
    parts = 0
    for index in range(count):
        if time.monotonic() > deadline:
            raise _RefusedError("too_slow", f"seconds > {limits.seconds}, page {index + 1}")
        page = _page(document, index, limits, issues, pages[-1] if pages else None)
        if page is None:
            continue
        parts += page.parts
        if parts > limits.parts:
            raise _RefusedError("too_large", f"parts > {limits.parts}")
        pages.append(page)
    if not pages:
        raise _RefusedError("unreadable_file", "no page can be opened")
    pictures = [page for page in pages if _is_picture(page)]
    scans: Scans = {}
    closer: Scans = {}
    if pictures and installed():
        scans, closer = _scans(document, pictures, limits, issues)
    else:
        issues += [Issue("scanned_page", place=Place(page=page.number)) for page in pictures]
    seen = _seen(document, pages, scans, limits, issues) if deep else {}
    from_closer = _document(pages, closer, seen) if closer else None
    if scans or deep:
        found = _document(pages, scans, seen)
    else:
        found = Document(READER, MEDIA_TYPE, blocks(pages))
    if not found.blocks and not issues:
        issues.append(Issue("no_text"))
    found = replace(found, metadata=_metadata(document, limits), issues=tuple(issues))
    if from_closer is None:
        return found
    from_closer = replace(from_closer, metadata=found.metadata, issues=found.issues)
    return replace(found, closer=from_closer)


def _document(
    pages: Sequence[PageContent], scans: Scans, seen: Mapping[int, PageContent]
) -> Document:
    """Pages as read first and again: `scans` from their pictures, their figures as `seen` there."""
    first = [scans[p.number].content if p.number in scans else p.copy() for p in pages]
    again = [
        scans[p.number].again if p.number in scans else seen.get(p.number) or p.copy()
        for p in pages
    ]
    return Document(OCR_READER if scans else READER, MEDIA_TYPE, blocks(first), again=blocks(again))


def _scans(
    document: pdfium.PdfDocument, pictures: list[PageContent], limits: Limits, issues: list[Issue]
) -> tuple[Scans, Scans]:
    """The pages that are pictures, by number, as first seen and from closer.

    A page on which nothing is recognised, or that cannot be drawn, is named.
    """
    # It takes a second to load, and most files need it not.
    from extract.ocr.looks import Looks
    from extract.ocr.reader import drawn

    looks = Looks(limits)
    for page in _within(pictures, limits, issues):
        place = Place(page=page.number)
        try:
            picture, scale = drawn(document[page.number - 1], limits)
        except RefusedError as error:
            issues.append(replace(error.issue, place=place))
            continue
        if not looks.add(picture, scale, page.number):
            issues.append(Issue("no_text", place=place))
    return looks.first, looks.closer


def _seen(
    document: pdfium.PdfDocument,
    pages: list[PageContent],
    scans: Scans,
    limits: Limits,
    issues: list[Issue],
) -> dict[int, PageContent]:
    """The pages with text, by number, their figures as the pictures of the pages show them.

    A page that cannot be drawn, and one whose figures are others, is named. What
    is not looked at has no confidence.
    """
    from extract.ocr.seen import seen_page

    looked_at = [page for page in pages if page.number not in scans]
    found = {page.number: page.copy(confidence=0.0) for page in looked_at}
    for page in _within(looked_at, limits, issues):
        place = Place(page=page.number)
        try:
            seen = seen_page(document[page.number - 1], page, limits)
        except RefusedError as error:
            issues.append(replace(error.issue, place=place))
            continue
        found[page.number] = seen.content
        if seen.otherwise:
            issues.append(Issue("seen_otherwise", place=place, detail=f"{seen.otherwise} figures"))
    return found


def _within(pages: list[PageContent], limits: Limits, issues: list[Issue]) -> Iterator[PageContent]:
    """The pages that are looked at as pictures; those beyond the limit are named."""
    yield from pages[: limits.scanned_pages]
    for page in pages[limits.scanned_pages :]:
        detail = f"scanned_pages > {limits.scanned_pages}"
        issues.append(Issue("too_large", place=Place(page=page.number), detail=detail))


def _page(
    document: pdfium.PdfDocument,
    index: int,
    limits: Limits,
    issues: list[Issue],
    before: PageContent | None,
) -> PageContent | None:
    place = Place(page=index + 1)
    try:
        ink = read_page(document, index, limits)
    except pdfium.PdfiumError:
        issues.append(Issue("unreadable_page", place=place))
        return None
    except TooMuchOnPageError as error:
        raise _RefusedError("too_large", f"{error}, page {index + 1}") from None
    ink.glyphs, lost = mark_lost(ink.glyphs)
    if lost:
        issues.append(Issue("unreadable_font", place=place, detail=f"{lost} characters"))
    if ink.hidden:
        issues.append(Issue("hidden_text", place=place, detail=f"{ink.hidden} characters"))
    if ink.slanted:
        issues.append(Issue("slanted_text", place=place, detail=f"{ink.slanted} characters"))
    try:
        return page_content(index + 1, ink, before)
    except TooManyRulingsError:
        raise _RefusedError("too_large", f"rulings, page {index + 1}") from None


def _is_picture(page: PageContent) -> bool:
    """Whether a page is a picture, or its text drawn as curves."""
    drawing, ink = page.ink.drawing, page.ink
    covered = drawing.picture_area > _PICTURE_SHARE * ink.width * ink.height
    return (covered or drawing.curves > _CURVES) and page.characters <= _STAMP_CHARACTERS


def _metadata(document: pdfium.PdfDocument, limits: Limits) -> Mapping[str, str]:
    kept: dict[str, str] = {}
    for name in pdfium.PdfDocument.METADATA_KEYS[: limits.metadata_entries]:
        try:
            value = document.get_metadata_value(name)
        except UnicodeDecodeError:
            continue
        if text := " ".join(value[: limits.metadata_characters].split()):
            kept[name] = text
    return MappingProxyType(kept)
