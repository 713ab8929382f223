"""Pages printed across where their tables are wider than the paper, as in a print's preview."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2

from benchmarks.accuracy.dress import PAPER
from benchmarks.accuracy.tools import Step

_HEAD = "</head>"
_ACROSS = f"<style>{PAPER['landscape']}</style>{_HEAD}"


def turned_where_cut(step: Step) -> Step:
    """`step`, which prints web pages to PDF, with the pages turned that it would cut off.

    LibreOffice prints nothing of what lies beyond the side of the page: no reader
    finds figures that are not there.
    """

    def convert(files: Sequence[Path], folder: Path) -> list[Path]:
        made = step(files, folder)
        cut = [file for file, pdf in zip(files, made, strict=True) if pdf.exists() and is_cut(pdf)]
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
