"""One document read back: what gouji made of it, and what an analyst would have."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from benchmarks.accuracy.by_hand import read_by_hand
from benchmarks.accuracy.cases import Case
from benchmarks.accuracy.formats import FORMATS
from extract.reading import read
from tests.printing.compare import Finding, compare
from tests.printing.ink import Printed
from tests.printing.report import UNDECIDABLE, PrintedReport
from tests.printing.values import form_of
from transform.codebook import CellKey
from transform.interpret import interpret
from transform.report import Report

WORST = ("silent", "status", "guess", "abstained")
Figures = Mapping[CellKey, Decimal | None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case read back; `gouji` and `by_hand` count figures right, wrong and missed."""

    case: Case
    findings: list[Finding]
    notes: list[str]
    seconds: float
    counts: Counter[str]
    gouji: Counter[str] = field(default_factory=Counter)
    by_hand: Counter[str] = field(default_factory=Counter)
    hand_seconds: float = 0.0


def measure(case: Case, path: Path) -> Outcome:
    """Read a file both ways and compare with what was printed; seconds are CPU time."""
    if not path.exists():
        return Outcome(case, [], [], 0.0, Counter(docs=1, unprinted=1))
    printed, truth = FORMATS[case.format].printed(case), case.report()
    data = path.read_bytes()
    started = time.process_time()
    report = interpret(read(data, path.name))
    seconds = time.process_time() - started
    findings = compare(printed, report.tables.cells, truth.cells)
    if _seen_as_blank(report) and all(_value(printed, key) is None for key in printed.truth):
        findings = [Finding("right", f.key, f.expected, f.read) for f in findings]
    counts = Counter(f.kind for f in findings)
    counts["docs"] = 1
    counts["kept"] = int(report.state == "accepted")
    counts["head"] = int(_wrong_headline(report, truth))
    counts["form"] = int(report.tables.form not in (None, form_of(case.variant)))
    figures = {cell.key: cell.value for cell in report.tables.cells}
    started = time.process_time()
    try:
        by_hand = read_by_hand(path, form_of(case.variant))
    except Exception as error:
        # What a script stops at costs the analyst the whole document.
        by_hand = {}
        counts[f"by hand: {type(error).__name__}"] += 1
    hand_seconds = time.process_time() - started
    return Outcome(
        case,
        findings,
        _notes(report, printed, findings),
        seconds,
        counts,
        _tally(printed, figures, truth.cells),
        Counter() if by_hand is None else _tally(printed, by_hand, truth.cells),
        hand_seconds,
    )


def _tally(printed: Printed, figures: Figures, actual: Figures) -> Counter[str]:
    """Figures alone, without statuses: the measure that both ways of reading share."""
    counts: Counter[str] = Counter()
    for key in {**printed.truth, **figures}:
        value, wanted = figures.get(key), _value(printed, key)
        if printed.truth.get(key, UNDECIDABLE) is UNDECIDABLE:
            counts["wrong"] += value is not None and value != actual.get(key)
        elif value is not None:
            counts["right" if value == wanted else "wrong"] += 1
        elif wanted is not None:
            counts["missed"] += 1
    return counts


def _value(printed: Printed, key: CellKey) -> Decimal | None:
    fact = printed.truth.get(key, UNDECIDABLE)
    return fact[0] if isinstance(fact, tuple) else None


def _seen_as_blank(report: Report) -> bool:
    return any(issue.kind == "blank_form" for issue in report.issues)


def _wrong_headline(report: Report, truth: PrintedReport) -> bool:
    head = report.headline
    return head.year not in (None, truth.year) or head.agency not in (None, truth.agency)


def _notes(report: Report, printed: Printed, findings: list[Finding]) -> list[str]:
    head = report.headline
    worst = [f for kind in WORST for f in findings if f.kind == kind]
    lines = [finding.describe(printed) for finding in worst[:12]]
    lines.append(f"state {report.state}: {report.reason}; {head.agency} {head.year}")
    lines.append(f"form {report.tables.form}: {report.tables.form_evidence}")
    issues = (*report.issues, *report.tables.issues, *head.issues)
    lines += [f"issue {i.kind}: {i.text[:60]!r} {i.detail}" for i in issues[:12]]
    return lines
