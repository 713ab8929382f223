"""What a night was: the values that its page, its message and its artifact are made from."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path

from flows.crawl.result import CrawlResult
from flows.nightly.ledger import Ledger

CODES_FILE = Path(__file__).with_name("codes.csv")
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Without summer time since 1991: no table of zones is needed."""
Compared = dict[str, object]
"""A row of what differs between two versions: its columns by name."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What an operator should look at: a kind of ``codes.csv``, where, and what was seen."""

    kind: str
    site: str = ""
    url: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the night: its outcome (a code), its time in seconds, how often it was tried."""

    name: str
    outcome: str
    seconds: float = 0.0
    tries: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from the last publication: the counts of all, and the first rows of each."""

    before: int | None = None
    after: int | None = None
    counts: dict[str, int] = field(default_factory=dict)
    reports: tuple[Compared, ...] = ()
    cells: tuple[Compared, ...] = ()
    findings: tuple[Compared, ...] = ()


@dataclass(frozen=True, slots=True)
class Night:
    """A night from its start (Beijing time) to its end, `seconds` later.

    `version` is the current one at the end; None when nothing was ever published.
    """

    started: datetime
    seconds: float
    steps: tuple[Step, ...]
    version: int | None
    crawled: CrawlResult | None = None
    changes: Changes = field(default_factory=Changes)
    ledger: Ledger | None = None
    alarms: tuple[Alarm, ...] = ()

    @property
    def failed(self) -> tuple[Step, ...]:
        """The steps that could not be done."""
        return tuple(step for step in self.steps if step.outcome == "failed")

    @property
    def verdict(self) -> str:
        """``failed``, ``alarm`` or ``well``."""
        return "failed" if self.failed else "alarm" if self.alarms else "well"


@cache
def names(kind: str) -> dict[str, tuple[str, str]]:
    """The codes of a kind in Chinese and English."""
    with CODES_FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {row["code"]: (row["zh"], row["en"]) for row in rows if row["field"] == kind}
