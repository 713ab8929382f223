"""Pages printed across where their tables are cut off on paper, as in a print's preview."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path

import pypdfium2

from benchmarks.accuracy.dress import PAPER
from benchmarks.accuracy.tools import Step

_HEAD = "</head>"
_UNSEEN = re.compile(
    r"<(style|script|title)\b.*?</\1>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE
)
# The share of a page's letters without which rows are missing.
_MOST = 0.95
_ACROSS = f"<style>{PAPER['landscape']}</style>{_HEAD}"


def turned_where_cut(step: Step) -> Step:
    """`step`, which prints web pages to PDF, with the pages turned that it would cut off.

    LibreOffice prints nothing of what lies beyond the side of the page, and may leave out rows
    at the end of one: no reader finds figures that are not there.
    """

    def convert(files: Sequence[Path], folder: Path) -> list[Path]:
        made = step(files, folder)
        pairs = [(file, pdf) for file, pdf in zip(files, made, strict=True) if pdf.exists()]
        cut = [file for file, pdf in pairs if is_cut(pdf) or lacks_rows(pdf, file.read_text())]
        for file in cut:
            file.write_text(file.read_text().replace(_HEAD, _ACROSS))
        if cut:
            step(cut, folder)
        return made

    return convert


def is_cut(file: Path) -> bool:
    """Whether something on a page of a PDF reaches the side of it."""
    with pypdfium2.PdfDocument(file) as document:
        return any(
            thing.get_bounds()[2] >= page.get_width()
            for page in document
            for thing in page.get_objects()
        )


def lacks_rows(file: Path, page: str) -> bool:
    """Whether a PDF has notably fewer letters than the web page that was printed."""
    shown = _UNSEEN.sub("", page)
    with pypdfium2.PdfDocument(file) as document:
        printed = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    return _letters(printed) < _MOST * _letters(unescape(shown))


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
