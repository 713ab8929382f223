"""Real reports printed anew by other programs, and read cell by cell against what is known.

python -m benchmarks.reprints
python -m benchmarks.reprints --keep /tmp/reprints

Of every web page and PDF file of the shared documents whose cells are known, files are made by
LibreOffice, Chromium, Poppler and a scanner (seed printed, at 150 and 200 dpi), and read. What
the tables say is real, and so are the page's rulings and letters, but not the program that the
agency used. A program that is not installed is named and skipped.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.accuracy import scans, tools
from benchmarks.accuracy.formats import FORMATS
from extract.ocr import installed
from extract.reading import read
from tests.shared import SHARED, Known, known_cells
from transform.interpret import interpret

_SEED = 1
_UNKNOWN = ("missing", "unreadable")


@dataclass(frozen=True, slots=True)
class _Way:
    """What is done with a file: the last step of each of these formats, and a scan at `dpi`."""

    name: str
    formats: tuple[str, ...] = ()
    dpi: int | None = None

    def missing(self) -> str | None:
        """The program or extra that this way needs and that is not installed."""
        if self.dpi and not installed():
            return "the extra ocr"
        if self.dpi and tools.find(scans.PDFTOPPM) is None:
            return scans.PDFTOPPM[0]
        return next((x for name in self.formats if (x := FORMATS[name].missing())), None)

    def through(self, path: Path, folder: Path) -> Path:
        """The file that comes of one; it is not there where a program failed."""
        for name in self.formats:
            (path,) = FORMATS[name].steps[-1]([path], folder)
        if self.dpi is None:
            return path
        scan = folder / f"{path.stem}.{self.dpi}.tiff"
        scans.scan(path, scan, _SEED, self.dpi)
        return scan


_PAGE_WAYS = (
    _Way("web page"),
    _Way("DOCX, LibreOffice", ("docx-lo",)),
    _Way("DOC, LibreOffice", ("doc-lo",)),
    _Way("RTF, LibreOffice", ("rtf",)),
    _Way("PDF, LibreOffice", ("pdf-lo",)),
    _Way("PDF, Chromium", ("pdf-marks",)),
    _Way("PDF, Chromium and cairo", ("pdf-marks", "pdf-cairo")),
    _Way("scan, 200 dpi", ("pdf-marks",), 200),
    _Way("scan, 150 dpi", ("pdf-marks",), 150),
)
_FILE_WAYS = (
    _Way("PDF"),
    _Way("PDF, cairo", ("pdf-cairo",)),
    _Way("text, pdftotext -layout", ("text-layout",)),
    _Way("scan, 200 dpi", dpi=200),
    _Way("scan, 150 dpi", dpi=150),
)


def compare(path: Path, known: Known) -> Counter[str]:
    """How many cells of a file are right, wrong and missed."""
    cells = {c.key: c for c in interpret(read(path.read_bytes(), path.name)).tables.cells}
    found: Counter[str] = Counter()
    for key, (value, status) in known.items():
        cell = cells.get(key)
        if cell is None or cell.status in _UNKNOWN:
            found["missed"] += status not in _UNKNOWN
        else:
            same = cell.value == value and (value is not None or cell.status == status)
            found["right" if same else "wrong"] += 1
    return found


def _sources() -> Iterator[Path]:
    """The web pages and PDF files whose cells are known."""
    for path in sorted((*SHARED.glob("reports/*"), *SHARED.glob("layouts/*"))):
        if path.suffix in (".html", ".pdf") and known_cells(path):
            yield path


def main(argv: list[str] | None = None) -> int:
    """Print a row for each report and way."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.reprints",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--keep", type=Path, help="where the files are kept")
    arguments = parser.parse_args(argv)
    print(f"seed of the scanner {_SEED}\n\n| report | as | right | wrong | missed |")
    print("|---|---|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as temporary:
        for source in _sources():
            _print_report(source, arguments.keep or Path(temporary))
    return 0


def _print_report(source: Path, root: Path) -> None:
    known = known_cells(source)
    for number, way in enumerate(_PAGE_WAYS if source.suffix == ".html" else _FILE_WAYS):
        if missing := way.missing():
            print(f"| {source.stem} | {way.name} | skipped: {missing} is not installed | | |")
            continue
        folder = root / f"{source.stem}-{number}"
        folder.mkdir(parents=True, exist_ok=True)
        copy = folder / source.name
        copy.write_bytes(source.read_bytes())
        path = way.through(copy, folder)
        counts = compare(path, known) if path.exists() else Counter(missed=len(known))
        figures = " | ".join(str(counts[what]) for what in ("right", "wrong", "missed"))
        print(f"| {source.stem} | {way.name} | {figures} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
