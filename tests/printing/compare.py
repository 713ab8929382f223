"""Readings against the truth: what is right, left alone, or wrong without a sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tests.printing.ink import Printed
from tests.printing.report import UNDECIDABLE
from transform.codebook import CellKey
from transform.report import CellReading

NO_NUMBER = ("blank", "dash")


@dataclass(frozen=True, slots=True)
class Finding:
    """One cell compared; `kind` is right, forced, abstained, status, guess or silent.

    status: a number where a blank or dash is read, or the other way round without
    a number. guess: the figure is the agency's, but nothing printed forces it.
    silent: a figure that is not the agency's.
    """

    kind: str
    key: CellKey
    expected: str
    read: str

    def describe(self, printed: Printed) -> str:
        """The finding with the printed text about its cell."""
        return (
            f"{self.kind.upper()} {'/'.join(str(part) for part in self.key)}: "
            f"printed {self.expected}, read {self.read}\n    …{printed.excerpt(self.key)!r}…"
        )


def compare(
    printed: Printed,
    readings: Iterable[CellReading],
    actual: Mapping[CellKey, Decimal | None],
) -> list[Finding]:
    """Every cell of the truth and every reading, compared; `actual` are the report's figures."""
    found: dict[CellKey, CellReading] = {}
    findings = []
    for reading in readings:
        earlier = found.setdefault(reading.key, reading)
        if earlier is not reading:
            findings.append(Finding("silent", reading.key, "once", f"twice ({reading.value})"))
    for key in {**printed.truth, **found}:
        findings.append(_cell(printed, key, found.get(key), actual))
    return findings


def _cell(
    printed: Printed,
    key: CellKey,
    reading: CellReading | None,
    actual: Mapping[CellKey, Decimal | None],
) -> Finding:
    truth = printed.truth.get(key, UNDECIDABLE)
    value = reading.value if reading else None
    status = reading.status if reading else "missing"
    read = f"{value} ({status})"
    if truth is UNDECIDABLE:
        if value is None:
            return Finding("right", key, "undecidable", read)
        forced = reading is not None and reading.forced_by is not None
        right = "forced" if forced else "guess"
        kind = right if actual.get(key) == value else "silent"
        return Finding(kind, key, "undecidable", read)
    assert isinstance(truth, tuple)
    wanted, wanted_status = truth
    expected = f"{wanted} ({wanted_status})"
    if value is not None:
        good = value == wanted and status == "reported"
        return Finding("right" if good else "silent", key, expected, read)
    if status == wanted_status:
        return Finding("right", key, expected, read)
    if status in NO_NUMBER:
        return Finding("status", key, expected, read)
    return Finding("right" if key in printed.optional else "abstained", key, expected, read)
