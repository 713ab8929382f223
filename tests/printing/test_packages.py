"""Reports printed as Word, Excel and OFD files are read back without a wrong figure."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

from extract.reading import read
from tests.printing import docx, ofd, xlsx
from tests.printing.compare import compare
from tests.printing.lay_out import sheet_of
from tests.printing.oddities import ODDITIES
from tests.printing.printer import print_report, random_report
from tests.printing.values import VARIANTS, form_of
from transform.recognise import recognise

# A page shows no difference between a cell that is lost and one that is blank.
SHOWS_NO_LOSS = ("ofd",)
OFFICE = shutil.which("soffice")
REPORTS = 2


def names(layout: str, form: str) -> list[str]:
    return [
        name
        for name, oddity in ODDITIES.items()
        if oddity.printed is None
        and oddity.fits("html", form)
        and not (name == "lost_cell" and layout in SHOWS_NO_LOSS)
    ]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(("layout", "printer"), [("docx", docx), ("xlsx", xlsx), ("ofd", ofd)])
def test_printed_reports_are_read_back(layout: str, printer: ModuleType, variant: str) -> None:
    rng = Random(f"{layout}/{variant}")
    right = wrong = 0
    for seed in range(REPORTS):
        name = rng.choice(names(layout, form_of(variant)))
        report = random_report(seed, variant, (name,))
        change = ODDITIES[name].sheet
        sheet = change(sheet_of(report), rng) if change else sheet_of(report)
        printed = printer.print_sheet(sheet, rng)
        document = read(printer.package(printed), f"report.{layout}")
        assert document.reader == layout
        findings = compare(printed, recognise(document).cells, report.cells)
        silent = [f for f in findings if f.kind in ("silent", "guess", "status")]
        assert [f.describe(printed) for f in silent] == [], name
        right += sum(f.kind in ("right", "forced") for f in findings)
        wrong += sum(f.kind == "abstained" for f in findings)
    assert right > 9 * wrong


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_a_word_file_that_libreoffice_makes_of_a_page_is_read_back(tmp_path: Path) -> None:
    report = random_report(7, "f2021", ("plain",))
    printed = print_report(report, "html")
    page = tmp_path / "report.html"
    page.write_text(printed.text, encoding="utf-8")
    command = [str(OFFICE), f"-env:UserInstallation=file://{tmp_path}/office", "--headless"]
    command += ["--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML"]
    command += ["--outdir", str(tmp_path), str(page)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    document = read(page.with_suffix(".docx").read_bytes(), "report.docx")
    assert document.reader == "docx"
    findings = compare(printed, recognise(document).cells, report.cells)
    assert [f.describe(printed) for f in findings if f.kind not in ("right", "forced")] == []
