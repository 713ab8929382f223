"""What a printed report says: the known truth that layouts print and readers must find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

from tests.printing.values import form_of
from transform.codebook import CellKey


class Verdict(Enum):
    """What nobody can decide from the printed text has no value, only this mark."""

    UNDECIDABLE = "undecidable"


UNDECIDABLE = Verdict.UNDECIDABLE
Fact = tuple[Decimal | None, str]
Truth = dict[CellKey, Fact | Verdict]


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """A report with known figures; `variant` is a form, or a form with other rows (values.py).

    `narrative` holds paragraphs by section code; `oddities` are names of
    oddities.py applied in order; `seed` makes every choice of a printer repeatable.
    """

    agency: str
    year: int
    variant: str
    cells: Mapping[CellKey, Decimal | None]
    narrative: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    issuer: str = ""
    signed_on: date | None = None
    published_on: date | None = None
    oddities: tuple[str, ...] = ()
    seed: int = 0

    @property
    def form(self) -> str:
        """The form it is printed on."""
        return form_of(self.variant)

    @property
    def title(self) -> str:
        """The title as such reports carry it."""
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"
