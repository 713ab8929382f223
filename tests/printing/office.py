"""Older Word formats of printed reports, as LibreOffice writes them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random

from extract import office
from tests.printing import docx
from tests.printing.ink import Printed
from tests.printing.lay_out import sheet_of
from tests.printing.printer import random_report
from tests.printing.report import PrintedReport

MISSING = office.program() is None
REASON = "LibreOffice is not installed"
# LibreOffice's names of the formats, by the endings of their files.
FILTERS = {
    "doc": "doc:MS Word 97",
    "rtf": "rtf:Rich Text Format",
    "xml": "xml:MS Word 2003 XML",
    "odt": "odt",
}
SECONDS = 120


def reports(forms: tuple[str, ...], seed: int = 0) -> Iterator[tuple[PrintedReport, Printed]]:
    """Reports printed as Word files, without what LibreOffice cannot keep.

    It has no deleted rows, and text boxes only with more about them than is printed.
    """
    for form in forms:
        report = random_report(seed, form)
        yield report, docx.print_sheet(sheet_of(report), _drawn_plainly(seed))


def convert(files: list[Path], ending: str, folder: Path) -> list[Path]:
    """The files in another format, by LibreOffice with a profile of its own as it comes."""
    profile = (folder / "profile").resolve().as_uri()
    command = [office.program() or "", f"-env:UserInstallation={profile}", "--headless"]
    command += ["--convert-to", FILTERS[ending], "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return [folder / f"{file.stem}.{ending}" for file in files]


def write(printed: list[Printed], folder: Path) -> list[Path]:
    """Text documents of LibreOffice: a DOC made straight from these Word files has no tables."""
    files = []
    for number, one in enumerate(printed):
        file = folder / f"{number}.docx"
        file.write_bytes(docx.package(one))
        files.append(file)
    return convert(files, "odt", folder)


def _drawn_plainly(seed: int) -> Random:
    """The chance that draws a document without tracked changes and text boxes."""
    for number in count(1_000 * seed):
        rng = Random(number)
        _, tracked, boxed = (rng.random() for _ in range(3))
        if tracked >= 0.3 and boxed >= 0.3:
            return Random(number)
    raise AssertionError
