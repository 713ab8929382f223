"""The formats: how each writes its files, and which program it needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.accuracy import tools
from benchmarks.accuracy.cases import Case
from tests.printing import docx, ofd, xlsx
from tests.printing.ink import Printed
from tests.printing.layouts import LAYOUTS
from tests.printing.layouts import html as page
from tests.printing.sheet import Sheet

# LibreOffice's reader of web pages that gives a text document with pages.
PAGED = "HTML (StarWriter)"
# A table that is wider than the page is cut off at its edge, and its figures are not
# printed: labels that may not break do that, and in LibreOffice tables around tables,
# tables without a width and large letters.
_UNBREAKABLE = ' nowrap="nowrap" style="width:47px;"'
_SHELL = re.compile(
    r"<div class='nav'>.*?<table width='100%'><tr><td>\n"
    r"|</td></tr></table></div>\n<div class='foot'>.*?</div>\n",
    re.DOTALL,
)
_NARROW = {
    "</head>": "<style>td, td p { font-size: 10.5pt }</style></head>",
    "font-size: 16pt": "font-size: 10.5pt",
    '<table border="1"': '<table border="1" width="100%"',
}


def _encode(printed: Printed) -> bytes:
    return printed.text.encode()


def _for_pages(printed: Printed) -> bytes:
    return printed.text.replace(_UNBREAKABLE, "").encode()


def _for_office(printed: Printed) -> bytes:
    text = _SHELL.sub("", printed.text.replace(_UNBREAKABLE, ""))
    for printed_so, instead in _NARROW.items():
        text = text.replace(printed_so, instead)
    return text.encode()


def _to_pdf(files: Sequence[Path], folder: Path) -> None:
    tools.soffice(files, PAGED, "pdf:writer_pdf_Export", folder)


def _to_docx(files: Sequence[Path], folder: Path) -> None:
    tools.soffice(files, PAGED, "docx:MS Word 2007 XML", folder)


def _print(files: Sequence[Path], folder: Path) -> None:
    tools.chromium(files, folder, marks=False)


def _print_marked(files: Sequence[Path], folder: Path) -> None:
    tools.chromium(files, folder, marks=True)


@dataclass(frozen=True, slots=True)
class Format:
    """A format: a printer, what makes bytes of the print, and a program that converts the file."""

    name: str
    suffix: str
    printer: Callable[[Sheet, Random], Printed] | None
    package: Callable[[Printed], bytes] = _encode
    convert: Callable[[Sequence[Path], Path], None] | None = None
    converted: str = ""
    needs: tuple[str, ...] = ()

    def printed(self, case: Case) -> Printed:
        """The case as this format prints it, with what can be known from it."""
        rng = Random(case.seed)
        sheet = case.sheet(rng)
        printer = self.printer or LAYOUTS[case.layout]
        return printer(sheet, rng)

    def missing(self) -> str | None:
        """The program that this format needs and that is not installed."""
        return self.needs[0] if self.needs and tools.find(self.needs) is None else None

    def write(self, cases: Sequence[Case], folder: Path) -> list[Path]:
        """The files of these cases, in their order; one that a program failed on is not there."""
        folder.mkdir(parents=True, exist_ok=True)
        sources = []
        for case in cases:
            source = folder / f"{case.seed}.{self.suffix}"
            source.write_bytes(self.package(self.printed(case)))
            sources.append(source)
        if self.convert is None:
            return sources
        self.convert(sources, folder)
        return [folder / f"{case.seed}.{self.converted}" for case in cases]


SOFFICE, CHROMIUM = tools.SOFFICE, tools.CHROMIUM
FORMATS = {
    f.name: f
    for f in (
        Format("html", "html", page.print_sheet),
        Format("text", "txt", None),
        Format("docx", "docx", docx.print_sheet, docx.package),
        Format("docx-lo", "html", page.print_sheet, _for_office, _to_docx, "docx", SOFFICE),
        Format("xlsx", "xlsx", xlsx.print_sheet, xlsx.package),
        Format("ofd", "ofd", ofd.print_sheet, ofd.package),
        Format("pdf-lo", "html", page.print_sheet, _for_office, _to_pdf, "pdf", SOFFICE),
        Format("pdf-chromium", "html", page.print_sheet, _for_pages, _print, "pdf", CHROMIUM),
        Format("pdf-marks", "html", page.print_sheet, _for_pages, _print_marked, "pdf", CHROMIUM),
    )
}
