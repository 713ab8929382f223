"""What is printed: a seed gives the report, its oddity and, for text, its layout."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.printing.lay_out import sheet_of
from tests.printing.layouts import LAYOUTS, NOT_F2014
from tests.printing.oddities import ODDITIES
from tests.printing.printer import random_report
from tests.printing.report import PrintedReport
from tests.printing.sheet import Sheet
from tests.printing.values import VARIANTS, form_of

LOST = "lost_cell"


@dataclass(frozen=True, slots=True)
class Case:
    """A document to print; the same seed gives the same report in every format."""

    seed: int
    format: str
    variant: str
    oddity: str
    layout: str

    def report(self) -> PrintedReport:
        """The report to print."""
        return random_report(self.seed, self.variant, (self.oddity,))

    def sheet(self, rng: Random) -> Sheet:
        """The report laid out, with its oddity."""
        sheet = sheet_of(self.report())
        change = ODDITIES[self.oddity].sheet
        return change(sheet, rng) if change else sheet

    def command(self) -> str:
        """The command that prints and reads this case again."""
        return (
            f"python -m benchmarks.accuracy --only {self.seed} --formats {self.format} --dump DIR"
        )


def case(seed: int, format_name: str) -> Case:
    """The case of a seed in a format.

    Only oddities of the report itself: those of printed characters (a text cut
    off, page marks) have no meaning in a file that a program lays out, and a cell
    lost with its place looks on a page as if the last one were blank.
    """
    rng = Random(f"accuracy/{seed}")
    variant = rng.choice(VARIANTS)
    form = form_of(variant)
    oddity = rng.choice(
        [
            oddity.name
            for oddity in ODDITIES.values()
            if oddity.printed is None and oddity.name != LOST and oddity.fits("html", form)
        ]
    )
    fitting = [
        layout
        for layout in LAYOUTS
        if layout != "html"
        and ODDITIES[oddity].fits(layout, form)
        and not (form == "f2014" and layout in NOT_F2014)
    ]
    return Case(seed, format_name, variant, oddity, rng.choice(fitting or ["tab"]))
