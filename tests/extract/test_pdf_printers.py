"""Reports printed to PDF by real programs: every figure comes back, or none in its place."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from extract.reading import read
from tests.printing.compare import compare
from tests.printing.printer import print_report, random_report
from transform.interpret import interpret

STYLE = (
    "<style>@page{size:A4;margin:1.5cm} table[border]{border-collapse:collapse;width:100%}"
    "td{font-size:8pt} table[border] td{border:1px solid #000}</style></head>"
)
VARIANTS = ("f2014", "f2019", "f2021")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def _browser(page: Path, folder: Path) -> list[str]:
    program = next(filter(None, map(shutil.which, BROWSERS)))
    return [
        str(program),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        f"--user-data-dir={folder / 'profile'}",
        f"--print-to-pdf={folder / 'report.pdf'}",
        page.as_uri(),
    ]


def _office(page: Path, folder: Path) -> list[str]:
    return [
        str(shutil.which("soffice")),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf:writer_web_pdf_Export",
        "--outdir",
        str(folder),
        str(page),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(
    "command",
    [
        pytest.param(
            _browser,
            marks=pytest.mark.skipif(
                not any(map(shutil.which, BROWSERS)), reason="no chromium to print with"
            ),
        ),
        pytest.param(
            _office,
            marks=pytest.mark.skipif(
                shutil.which("soffice") is None, reason="no LibreOffice to print with"
            ),
        ),
    ],
    ids=["browser", "office"],
)
def test_a_printed_report_comes_back(
    command: Callable[[Path, Path], list[str]], variant: str, tmp_path: Path
) -> None:
    report = random_report(77, variant, ("plain",), "county")
    printed = print_report(report, "html")
    page = tmp_path / "report.html"
    text = printed.text.replace(' nowrap="nowrap" style="width:47px;"', "")
    page.write_text(text.replace("</head>", STYLE).replace("16pt", "8pt"), encoding="utf-8")
    subprocess.run(command(page, tmp_path), check=True, capture_output=True, timeout=120)
    document = read((tmp_path / "report.pdf").read_bytes(), "report.pdf")
    found = interpret(document)
    findings = compare(printed, found.tables.cells, report.cells)
    assert Counter(f.kind for f in findings) == {"right": len(findings)}
    assert (found.headline.agency, found.headline.year) == (report.agency, report.year)
