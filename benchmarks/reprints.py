"""Real reports printed anew by other programs, and read cell by cell against what is known.

python -m benchmarks.reprints
python -m benchmarks.reprints --shared ../shared --keep /tmp/reprints

Of every web page and PDF file of the shared documents whose cells are known, files are made by
LibreOffice, Chromium, Poppler and a scanner (seed printed, at 150 and 200 dpi), and read. What
the tables say is real, and so are the page's rulings and letters, but not the program that the
agency used. A program that is not installed is named and skipped.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from benchmarks.accuracy import scans, tools
from benchmarks.accuracy.formats import CAIRO, CHROMIUM, PAGED, PDFTOPPM, PDFTOTEXT, SOFFICE
from benchmarks.accuracy.paper import turned_where_cut
from extract.ocr import installed
from extract.reading import read
from transform.interpret import interpret

SHARED = Path(__file__).parents[2] / "shared"
_SEED = 1
_UNKNOWN = ("missing", "unreadable")
_Key = tuple[str, str, str]
_Known = tuple[Decimal | None, str]


def _nothing(files: Sequence[Path], folder: Path) -> list[Path]:
    return list(files)


def _scanned(dpi: int) -> tools.Step:
    def scan(files: Sequence[Path], folder: Path) -> list[Path]:
        made = []
        for file in files:
            sheets = scans.pages(file, dpi, folder)
            seen = [scans.degrade(p.read_bytes(), _SEED, dpi, n) for n, p in enumerate(sheets, 1)]
            path = folder / f"{file.stem}.{dpi}.tiff"
            path.write_bytes(scans.scan_tiff(seen, dpi))
            made.append(path)
        return made

    return scan


_BROWSER = tools.printed_pages(marks=True)
_OFFICE = turned_where_cut(tools.office("pdf:writer_pdf_Export", "pdf", PAGED))
_ANEW = tools.converted(CAIRO, "-pdf", "pdf")
_TAKEN_OUT = tools.converted(PDFTOTEXT, "-layout", "txt")
# What is done with a web page, and with a PDF file; the programs that it takes.
_PAGE_WAYS: dict[str, tuple[tuple[tools.Step, ...], tuple[tuple[str, ...], ...]]] = {
    "web page": ((_nothing,), ()),
    "DOCX, LibreOffice": (
        (tools.office("docx:MS Word 2007 XML", "docx", PAGED),),
        (SOFFICE,),
    ),
    "DOC, LibreOffice": ((tools.office("doc:MS Word 97", "doc", PAGED),), (SOFFICE,)),
    "RTF, LibreOffice": ((tools.office("rtf:Rich Text Format", "rtf", PAGED),), (SOFFICE,)),
    "PDF, LibreOffice": ((_OFFICE,), (SOFFICE,)),
    "PDF, Chromium": ((_BROWSER,), (CHROMIUM,)),
    "PDF, Chromium and cairo": ((_BROWSER, _ANEW), (CHROMIUM, CAIRO)),
    "scan, 200 dpi": ((_BROWSER, _scanned(200)), (CHROMIUM, PDFTOPPM)),
    "scan, 150 dpi": ((_BROWSER, _scanned(150)), (CHROMIUM, PDFTOPPM)),
}
_FILE_WAYS: dict[str, tuple[tuple[tools.Step, ...], tuple[tuple[str, ...], ...]]] = {
    "PDF": ((_nothing,), ()),
    "PDF, cairo": ((_ANEW,), (CAIRO,)),
    "text, pdftotext -layout": ((_TAKEN_OUT,), (PDFTOTEXT,)),
    "scan, 200 dpi": ((_scanned(200),), (PDFTOPPM,)),
    "scan, 150 dpi": ((_scanned(150),), (PDFTOPPM,)),
}


def known_cells(path: Path) -> dict[_Key, _Known]:
    """What each cell of a report prints, from a file of the truth."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            (row["section"], row["row"], row["applicant_type"]): (
                Decimal(row["value"]) if row["value"] else None,
                row["status"],
            )
            for row in csv.DictReader(lines)
        }


def compare(path: Path, known: dict[_Key, _Known]) -> Counter[str]:
    """How many cells of a file are right, wrong and missed."""
    report = interpret(read(path.read_bytes(), path.name))
    cells = {(c.key.section, c.key.row, c.key.applicant_type or ""): c for c in report.tables.cells}
    found: Counter[str] = Counter()
    for key, (value, status) in known.items():
        cell = cells.get(key)
        if cell is None or cell.status in _UNKNOWN:
            found["missed"] += status not in _UNKNOWN
        else:
            same = cell.value == value and (value is not None or cell.status == status)
            found["right" if same else "wrong"] += 1
    return found


def _sources(shared: Path) -> Iterator[tuple[Path, Path]]:
    """The web pages and PDF files whose cells are known, with the files that tell these."""
    for path in sorted((*shared.glob("reports/*"), *shared.glob("layouts/*"))):
        truth = shared / "truth" / "cells" / f"{path.stem}.csv"
        if path.suffix in (".html", ".pdf") and truth.exists():
            yield path, truth


def main(argv: list[str] | None = None) -> int:
    """Print a row for each report and way."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.reprints",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--shared", type=Path, default=SHARED, help="the shared documents")
    parser.add_argument("--keep", type=Path, help="where the files are kept")
    arguments = parser.parse_args(argv)
    print(f"seed of the scanner {_SEED}\n\n| report | as | right | wrong | missed |")
    print("|---|---|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as temporary:
        for source, truth in _sources(arguments.shared):
            _print_report(source, known_cells(truth), arguments.keep or Path(temporary))
    return 0


def _print_report(source: Path, known: dict[_Key, _Known], root: Path) -> None:
    ways = _PAGE_WAYS if source.suffix == ".html" else _FILE_WAYS
    for number, (way, (steps, needs)) in enumerate(ways.items()):
        if missing := _missing(way, needs):
            print(f"| {source.stem} | {way} | skipped: {missing} is not installed | | |")
            continue
        folder = root / f"{source.stem}-{number}"
        folder.mkdir(parents=True, exist_ok=True)
        copy = folder / source.name
        copy.write_bytes(source.read_bytes())
        path = _through(copy, steps, folder)
        counts = compare(path, known) if path.exists() else Counter(missed=len(known))
        figures = " | ".join(str(counts[what]) for what in ("right", "wrong", "missed"))
        print(f"| {source.stem} | {way} | {figures} |", flush=True)


def _through(path: Path, steps: Sequence[tools.Step], folder: Path) -> Path:
    for step in steps:
        (path,) = step([path], folder)
    return path


def _missing(way: str, needs: Sequence[tuple[str, ...]]) -> str | None:
    if way.startswith("scan") and not installed():
        return "the extra ocr"
    return next((names[0] for names in needs if tools.find(names) is None), None)


if __name__ == "__main__":
    sys.exit(main())
