"""What a document says, in form codes: the value that recognition returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from extract.document import Issue, Place
from transform.codebook import CellKey


class CellReading(NamedTuple):
    """One cell of the form as read: value (in `unit`) or the reason there is none.

    `status`, `decided` and `second_reading` are codes of ``forms/codes.csv``.
    `forced_by` names the identities, separated by spaces, without which the
    digits could not be cut. `confidence`, 0 to 1, is that of recognised characters.
    """

    key: CellKey
    value: Decimal | None
    status: str
    unit: str
    form: str
    raw: str = ""
    place: Place | None = None
    decided: str | None = None
    forced_by: str | None = None
    second_reading: str = "single"
    confidence: float | None = None

    def unreadable(self) -> CellReading:
        """The cell as nobody knows it."""
        return self._replace(value=None, status="unreadable", decided=None, forced_by=None)


@dataclass(frozen=True, slots=True)
class Headline:
    """Who reports about which year, each with the words it was read from.

    What the text does not say is None (scope: ``unknown``) and has an issue.
    """

    agency: str | None = None
    agency_evidence: str | None = None
    issuer: str | None = None
    scope: str = "unknown"
    scope_evidence: str | None = None
    division_code: str | None = None
    year: int | None = None
    year_evidence: str | None = None
    title: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    signed_on: date | None = None
    published_on: date | None = None
    source_url: str | None = None
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Narrative:
    """A section of the report's text under one of the six headings."""

    section: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A number claimed in the text, and the cell of the form it speaks of."""

    section: str
    sentence: str
    number: Decimal
    cell: CellKey


@dataclass(frozen=True, slots=True)
class Tables:
    """The statutory tables of a document: the form found, its cells, what was left over."""

    form: str | None
    form_evidence: str | None
    cells: tuple[CellReading, ...]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A document understood: its state says whether its cells may become facts.

    `state` is ``accepted``, ``quarantined`` or ``not_a_report``; whether an
    accepted report is current is decided when all reports are together.
    """

    headline: Headline
    tables: Tables
    narratives: tuple[Narrative, ...]
    claims: tuple[Claim, ...]
    state: str
    reason: str | None = None
    issues: tuple[Issue, ...] = field(default=())
