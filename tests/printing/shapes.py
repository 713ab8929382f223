"""Figures in the shape that real reports have: mostly zero, with a long tail.

A township prints zeros, a bureau a handful of figures, a city thousands of
requests, a ministry millions of licences; fees have no to six decimals.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from tests.printing.narrative import narrative
from tests.printing.printer import random_report
from tests.printing.report import PrintedReport
from tests.printing.values import Cells
from transform.codebook import CellKey, codebook

# How often agencies print on each variant of the forms.
VARIANTS = {
    "f2021": 60,
    "f2021_unsplit": 8,
    "f2019": 17,
    "f2019_split": 4,
    "f2014": 11,
}


@dataclass(frozen=True, slots=True)
class Shape:
    """An agency's share among all, the scale of its figures, and its largest count of decisions.

    `busy` is how likely each kind of decision and each amount is above zero.
    """

    name: str
    share: int
    scale: str
    decisions: int
    busy: float


SHAPES = (
    Shape("nothing", 15, "zero", 0, 0.0),
    Shape("township", 30, "town", 300, 0.3),
    Shape("bureau", 25, "bureau", 20_000, 0.5),
    Shape("county", 15, "county", 300_000, 0.8),
    Shape("city", 10, "city", 3_000_000, 0.95),
    Shape("ministry", 5, "city", 30_000_000, 0.6),
)


def shaped_report(seed: int, oddities: tuple[str, ...], variant: str) -> PrintedReport:
    """A made-up report of a realistic shape; the same seed makes it again."""
    rng = Random(f"shape/{seed}")
    shape = rng.choices(SHAPES, [s.share for s in SHAPES])[0]
    report = random_report(seed, variant, oddities, shape.scale)
    cells = _shaped(rng, dict(report.cells), shape)
    text = narrative(Random(seed), report.agency, report.year, cells)
    return replace(report, cells=cells, narrative=text)


def _shaped(rng: Random, cells: Cells, shape: Shape) -> Cells:
    """The figures with the decisions and amounts of this shape; no identity binds them."""
    for key in cells:
        kind = codebook().row(key.section, key.row).kind
        if kind == "money" or (key.section == "proactive" and key.row.endswith(".decisions")):
            some = rng.random() < shape.busy
            largest = shape.decisions if some else 0
            cells[key] = _amount(rng, key, largest) if kind == "money" else _count(rng, largest)
    return cells


def _count(rng: Random, largest: int) -> Decimal:
    """A count of any order of magnitude up to `largest`."""
    return Decimal(int(math.exp(rng.uniform(0, math.log(largest))))) if largest else Decimal(0)


def _amount(rng: Random, key: CellKey, largest: int) -> Decimal:
    """An amount with as many decimals as agencies print: in 10 000 yuan up to six, in yuan two."""
    row = codebook().row(key.section, key.row)
    decimals = rng.choice((0, 2)) if row.unit == "cny" else rng.randrange(7)
    whole = int(_count(rng, largest))
    rest = rng.randrange(10**decimals) if largest else 0
    return whole + Decimal(rest).scaleb(-decimals)
