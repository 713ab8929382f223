"""From a report to its printed text: lay out, make odd, print."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.printing.ink import Printed
from tests.printing.lay_out import sheet_of
from tests.printing.layouts import LAYOUTS
from tests.printing.narrative import AGENCIES, narrative
from tests.printing.oddities import ODDITIES
from tests.printing.report import PrintedReport
from tests.printing.values import random_cells

YEARS = {"f2014": (2014, 2018), "f2019": (2019, 2020), "f2021": (2021, 2025)}


def print_report(report: PrintedReport, layout: str) -> Printed:
    """The report as this layout leaves it, with its oddities."""
    rng = Random(report.seed)
    sheet = sheet_of(report)
    for name in report.oddities:
        change = ODDITIES[name].sheet
        sheet = change(sheet, rng) if change else sheet
    printed = LAYOUTS[layout](sheet, rng)
    for name in report.oddities:
        alter = ODDITIES[name].printed
        printed = alter(printed, rng) if alter else printed
    return printed


def random_report(
    seed: int, variant: str, oddities: tuple[str, ...] = (), scale: str | None = None
) -> PrintedReport:
    """A made-up report that the same seed makes again."""
    rng = Random(f"{seed}/{variant}")
    cells = random_cells(rng, variant, scale)
    agency = rng.choice(AGENCIES)
    report = PrintedReport(agency, 0, variant, cells, oddities=oddities, seed=seed)
    year = rng.randint(*YEARS[report.form])
    text = narrative(rng, agency, year, cells)
    return replace(report, year=year, narrative=text, issuer=agency)


def file_name(printed: Printed) -> str:
    """A name such a document would lie under."""
    return "report.html" if printed.media == "html" else "report.txt"
