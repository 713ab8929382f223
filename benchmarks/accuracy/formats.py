"""The formats: how each writes its files, and which programs it needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from benchmarks.accuracy import scans, tools
from benchmarks.accuracy.cases import Case, case
from benchmarks.accuracy.dress import NOT_IN_OFFICE, dressed
from benchmarks.accuracy.paper import turned_where_cut
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
# LibreOffice writes rows whose deletion is recorded into a .doc file as if they stood there.
_GONE_ROW = re.compile(r"<w:tr><w:trPr><w:del/></w:trPr>.*?</w:tr>")
_NARROW = {
    "</head>": "<style>td, td p { font-size: 10.5pt }</style></head>",
    "font-size: 16pt": "font-size: 10.5pt",
    '<table border="1"': '<table border="1" width="100%"',
}


def _encode(printed: Printed, chosen: Case) -> bytes:
    return printed.text.encode()


def _dress(text: str, chosen: Case, dress: str) -> bytes:
    return dressed(text, dress, Random(f"dress/{chosen.seed}")).encode()


def _for_pages(printed: Printed, chosen: Case) -> bytes:
    return _dress(printed.text.replace(_UNBREAKABLE, ""), chosen, chosen.dress)


def _for_office(printed: Printed, chosen: Case) -> bytes:
    text = _SHELL.sub("", printed.text.replace(_UNBREAKABLE, ""))
    dress = "thin" if chosen.dress in NOT_IN_OFFICE else chosen.dress
    for printed_so, instead in _NARROW.items():
        text = text.replace(printed_so, instead)
    return _dress(text, chosen, dress)


def _as_docx(printed: Printed, chosen: Case) -> bytes:
    return docx.package(printed)


def _for_doc(printed: Printed, chosen: Case) -> bytes:
    return docx.package(replace(printed, text=_GONE_ROW.sub("", printed.text)))


def _as_xlsx(printed: Printed, chosen: Case) -> bytes:
    return xlsx.package(printed)


def _as_ofd(printed: Printed, chosen: Case) -> bytes:
    return ofd.package(printed)


def _scanned(kind: str, files: Sequence[Path], folder: Path) -> list[Path]:
    """Scans of the pages of PDF files, each at the resolution of its case."""
    made = []
    (folder / kind).mkdir(exist_ok=True)
    for file in files:
        path = folder / kind / f"{file.stem}.{kind}"
        seed = int(file.stem)
        scans.scan(file, path, seed, case(seed, "").dpi)
        made.append(path)
    return made


def _scan_pdf(files: Sequence[Path], folder: Path) -> list[Path]:
    return _scanned("pdf", files, folder)


def _scan_tiff(files: Sequence[Path], folder: Path) -> list[Path]:
    return _scanned("tiff", files, folder)


@dataclass(frozen=True, slots=True)
class Format:
    """A format: a printer, what makes bytes of the print, and steps that convert the file.

    `dressed` says that the case's setting shows in it, `scanned` its resolution.
    """

    name: str
    suffix: str
    printer: Callable[[Sheet, Random], Printed] | None
    package: Callable[[Printed, Case], bytes] = _encode
    steps: tuple[tools.Step, ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()
    dressed: bool = False
    scanned: bool = False

    def printed(self, chosen: Case) -> Printed:
        """The case as this format prints it, with what can be known from it."""
        rng = Random(chosen.seed)
        sheet = chosen.sheet(rng)
        printer = self.printer or LAYOUTS[chosen.layout]
        return chosen.altered(printer(sheet, rng), rng)

    def missing(self) -> str | None:
        """The program that this format needs and that is not installed."""
        return next((names[0] for names in self.needs if tools.find(names) is None), None)

    def write(self, cases: Sequence[Case], folder: Path) -> list[Path]:
        """The files of these cases, in their order; one that a program failed on is not there."""
        folder.mkdir(parents=True, exist_ok=True)
        files = []
        for chosen in cases:
            source = folder / f"{chosen.seed}.{self.suffix}"
            source.write_bytes(self.package(self.printed(chosen), chosen))
            files.append(source)
        for step in self.steps:
            files = step(files, folder)
        return files


SOFFICE, CHROMIUM, PDFTOPPM = tools.SOFFICE, tools.CHROMIUM, tools.PDFTOPPM
CAIRO, PDFTOTEXT = tools.PDFTOCAIRO, tools.PDFTOTEXT
_PDF = turned_where_cut(tools.office("pdf:writer_pdf_Export", "pdf", PAGED))
_BROWSER = tools.printed_pages(marks=False)
_ANEW = tools.converted(CAIRO, "-pdf", "pdf")
_TAKEN_OUT = tools.converted(PDFTOTEXT, "-layout", "txt")
# Straight from .docx to .doc, LibreOffice loses tables.
_DOC = (tools.office("odt:writer8", "odt"), tools.office("doc:MS Word 97", "doc"))


def _from_page(
    name: str, steps: tuple[tools.Step, ...], *needs: tuple[str, ...], scanned: bool = False
) -> Format:
    """A format that a program makes of a web page."""
    package = _for_office if SOFFICE in needs else _for_pages
    return Format(name, "html", page.print_sheet, package, steps, needs, True, scanned)


FORMATS = {
    f.name: f
    for f in (
        Format("html", "html", page.print_sheet),
        Format("text", "txt", None),
        Format("docx", "docx", docx.print_sheet, _as_docx),
        _from_page("docx-lo", (tools.office("docx:MS Word 2007 XML", "docx", PAGED),), SOFFICE),
        Format("doc", "docx", docx.print_sheet, _for_doc, _DOC, (SOFFICE,)),
        _from_page("doc-lo", (tools.office("doc:MS Word 97", "doc", PAGED),), SOFFICE),
        _from_page("rtf", (tools.office("rtf:Rich Text Format", "rtf", PAGED),), SOFFICE),
        Format("xlsx", "xlsx", xlsx.print_sheet, _as_xlsx),
        Format("ofd", "ofd", ofd.print_sheet, _as_ofd),
        _from_page("pdf-lo", (_PDF,), SOFFICE),
        _from_page("pdf-chromium", (_BROWSER,), CHROMIUM),
        _from_page("pdf-marks", (tools.printed_pages(marks=True),), CHROMIUM),
        _from_page("pdf-cairo", (_PDF, _ANEW), SOFFICE, CAIRO),
        _from_page("text-layout", (_PDF, _TAKEN_OUT), SOFFICE, PDFTOTEXT),
        _from_page("scan-pdf", (_PDF, _scan_pdf), SOFFICE, PDFTOPPM, scanned=True),
        _from_page("scan-tiff", (_BROWSER, _scan_tiff), CHROMIUM, PDFTOPPM, scanned=True),
        _from_page("picture", (tools.pictures,), CHROMIUM),
    )
}
