"""What is printed: a seed gives the report, its oddities, its setting and, for text, its layout."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from benchmarks.accuracy.dress import DRESSES
from tests.printing.ink import Printed
from tests.printing.lay_out import sheet_of
from tests.printing.layouts import LAYOUTS, NOT_F2014
from tests.printing.oddities import ODDITIES
from tests.printing.report import PrintedReport
from tests.printing.shapes import VARIANTS, shaped_report
from tests.printing.sheet import Sheet
from tests.printing.values import form_of

LOST = "lost_cell"
# Oddities that change only what stands in a cell or a line: they go with any other.
SECOND = (
    "half_width", "inner_spaces", "nbsp_padding", "traditional", "bookmark", "metadata",
    "no_headings", "talkative", "typos", "full_width_digits", "blanks", "dashes", "thousands",
    "units", "wrong_total", "zero_words",
)  # fmt: skip
TWO, MARKED = 0.3, 0.15
DPI = (150, 200, 300)


@dataclass(frozen=True, slots=True)
class Case:
    """A document to print; the same seed gives the same report in every format.

    `oddities` change the report's sheet, one after the other; `on_page` changes
    the printed text (empty: none); `dress` is the setting of pages that a program
    prints, and `dpi` the resolution of their scans.
    """

    seed: int
    format: str
    variant: str
    oddities: tuple[str, ...]
    layout: str
    on_page: str
    dress: str
    dpi: int

    def report(self) -> PrintedReport:
        """The report to print."""
        return shaped_report(self.seed, self.oddities, self.variant)

    def sheet(self, rng: Random) -> Sheet:
        """The report laid out, with its oddities."""
        sheet = sheet_of(self.report())
        for name in self.oddities:
            change = ODDITIES[name].sheet
            sheet = change(sheet, rng) if change else sheet
        return sheet

    def altered(self, printed: Printed, rng: Random) -> Printed:
        """The printed text with its oddity."""
        alter = ODDITIES[self.on_page].printed if self.on_page else None
        return alter(printed, rng) if alter else printed

    def command(self) -> str:
        """The command that prints and reads this case again."""
        return (
            f"python -m benchmarks.accuracy --only {self.seed} --formats {self.format} --dump DIR"
        )


def case(seed: int, format_name: str) -> Case:
    """The case of a seed in a format.

    Only text shows the oddities of printed characters (a text cut off, page marks);
    a cell lost with its place looks on a page as if the last one were blank.
    """
    rng = Random(f"accuracy/{seed}")
    variant = rng.choices(list(VARIANTS), list(VARIANTS.values()))[0]
    form = form_of(variant)
    oddities = [
        rng.choice(
            [
                oddity.name
                for oddity in ODDITIES.values()
                if oddity.printed is None and oddity.name != LOST and oddity.fits("html", form)
            ]
        )
    ]
    if rng.random() < TWO:
        second = [n for n in SECOND if n not in oddities and ODDITIES[n].fits("html", form)]
        oddities.append(rng.choice(second))
    fitting = [
        layout
        for layout in LAYOUTS
        if layout != "html"
        and all(ODDITIES[name].fits(layout, form) for name in oddities)
        and not (form == "f2014" and layout in NOT_F2014)
    ]
    layout = rng.choice(fitting or ["tab"])
    # Cut off before the second report, the first is alone.
    hides = "second_report" in oddities
    marks = [n for n, o in ODDITIES.items() if o.printed and o.fits(layout, form) and not hides]
    marked = rng.random() < MARKED
    on_page = rng.choice(marks) if marked and marks and format_name == "text" else ""
    return Case(
        seed, format_name, variant, tuple(oddities), layout, on_page,
        rng.choice(DRESSES), rng.choice(DPI),
    )  # fmt: skip


def seeds(number: int, seed: int) -> list[int]:
    """The seeds of the documents, all different, the same for every format."""
    rng = Random(seed)
    chosen: dict[int, None] = {}
    while len(chosen) < number:
        chosen[rng.randrange(10**6)] = None
    return list(chosen)
