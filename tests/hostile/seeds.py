"""Whole files of every format, to be damaged: the same seed makes the same file."""

from __future__ import annotations

import csv
import io
from base64 import encodebytes
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.extract.parts import biff, compound, zipped
from tests.extract.pdf_writer import Page, pdf
from tests.printing import docx, ofd, xlsx
from tests.printing.ink import Printed
from tests.printing.lay_out import sheet_of
from tests.printing.layouts import LAYOUTS
from tests.printing.printer import random_report
from tests.printing.sheet import Grid, Sheet

_VARIANTS = ("f2014", "f2019", "f2021")
_CHARACTERS = 240
_TEXTS = ("tab", "pipe_rows", "tsv", "aligned", "vertical")


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its suffix, what it is to a mutation (`mutations.KINDS`), and what makes a file."""

    suffix: str
    kind: str
    make: Callable[[int], bytes]


def sheet(seed: int) -> Sheet:
    """A report laid out."""
    return sheet_of(random_report(seed, _VARIANTS[seed % len(_VARIANTS)]))


def page(seed: int) -> bytes:
    """A web page."""
    return _printed(seed, "html").text.encode()


def text(seed: int) -> bytes:
    """A text, in a layout that the seed chooses; the form of 2014 is in all of them."""
    return _printed(seed, _TEXTS[seed % len(_TEXTS)]).text.encode()


def comma_separated(seed: int) -> bytes:
    """The tables with commas between the cells."""
    rows = [[slot.text for slot in row] for grid in sheet(seed).grids for row in grid.rows]
    width = max(map(len, rows))
    out = io.StringIO()
    csv.writer(out).writerows([row + [""] * (width - len(row)) for row in rows])
    return out.getvalue().encode()


def web_archive(seed: int) -> bytes:
    """A web page among the parts of an archive; odd seeds leave it as it is."""
    coding, body = ("base64", encodebytes(page(seed))) if seed % 2 == 0 else ("8bit", page(seed))
    return (
        b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="----b"\n\n------b\n'
        b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: "
        + coding.encode() + b"\n\n" + body + b"\n------b\nContent-Type: image/png\n\nx\n------b--\n"
    )  # fmt: skip


def word_document(seed: int) -> bytes:
    """A Word document."""
    return docx.package(docx.print_sheet(sheet(seed), Random(seed)))


def workbook(seed: int) -> bytes:
    """An Excel workbook."""
    return xlsx.package(xlsx.print_sheet(sheet(seed), Random(seed)))


def old_workbook(seed: int) -> bytes:
    """An Excel workbook of the binary format, with numbers alone."""
    rng = Random(seed)
    cells = {(n, m): float(rng.choice((0, 1, 12, 1000.5))) for n in range(3, 30) for m in range(9)}
    return compound({"Workbook": biff(cells)})


def fixed_layout(seed: int) -> bytes:
    """An OFD file."""
    return ofd.package(ofd.print_sheet(sheet(seed), Random(seed)))


def portable(seed: int) -> bytes:
    """A PDF file with the tables as grids, in a font of few characters."""
    known: dict[str, str] = {}

    def printable(text: str) -> str:
        line = text.replace("\n", "")[:12]
        return "".join(known.setdefault(c, c if len(known) < _CHARACTERS else "一") for c in line)

    pages = [Page()]
    for block in sheet(seed).blocks:
        if isinstance(block, Grid):
            pages.append(_grid_page(block, printable))
        else:
            pages[0].text(60, 60 + 14 * len(pages[0].drawn), printable(block.text))
    return pdf(*pages)


def archive(seed: int) -> bytes:
    """An archive of two reports and another archive."""
    inner = zipped({"c.txt": text(seed)})
    return zipped({"a.html": page(seed), "b/二.docx": word_document(seed), "c.zip": inner})


FORMATS = {
    "html": Format("html", "markup", page),
    "text": Format("txt", "text", text),
    "csv": Format("csv", "text", comma_separated),
    "mhtml": Format("mhtml", "markup", web_archive),
    "docx": Format("docx", "zip", word_document),
    "xlsx": Format("xlsx", "zip", workbook),
    "xls": Format("xls", "binary", old_workbook),
    "ofd": Format("ofd", "zip", fixed_layout),
    "pdf": Format("pdf", "pdf", portable),
    "zip": Format("zip", "zip", archive),
}


def _printed(seed: int, layout: str) -> Printed:
    return LAYOUTS[layout](sheet(seed), Random(seed))


def _grid_page(grid: Grid, printable: Callable[[str], str]) -> Page:
    count = max(len(row) for row in grid.rows)
    xs = [30 + 535 * n / count for n in range(count + 1)]
    ys = [100 + 14 * n for n in range(len(grid.rows) + 1)]
    printed = Page(height=200.0 + ys[-1]).grid(xs, ys)
    for n, row in enumerate(grid.rows):
        printed.row(xs, ys[n] + 10, [printable(slot.text) for slot in row])
    return printed
