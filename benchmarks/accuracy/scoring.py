"""One document read back: what gouji made of it, and what an analyst would have."""

from __future__ import annotations

import resource
import time
import traceback
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from benchmarks.accuracy.by_hand import WITH, read_by_hand
from benchmarks.accuracy.cases import Case
from benchmarks.accuracy.formats import FORMATS
from extract.document import Document
from extract.readers import legacy
from extract.reading import read
from tests.printing.compare import Finding, compare
from tests.printing.ink import Printed
from tests.printing.report import UNDECIDABLE, PrintedReport
from tests.printing.values import form_of
from transform.codebook import CellKey
from transform.interpret import interpret
from transform.report import Report

LEGACY = (".doc", ".rtf")
WORST = ("silent", "status", "guess", "abstained")
Figures = Mapping[CellKey, Decimal | None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case read back; `gouji` and `by_hand` count figures right, wrong and missed."""

    case: Case
    notes: list[str]
    seconds: float
    counts: Counter[str]
    gouji: Counter[str] = field(default_factory=Counter)
    by_hand: Counter[str] = field(default_factory=Counter)
    hand_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Timed:
    """A document read beforehand, together with others, and its share of the CPU seconds."""

    document: Document
    seconds: float


def read_together(paths: Sequence[Path]) -> list[Timed | None]:
    """What files are read together for speed, as a build does; None for the others."""
    files = {n: path.read_bytes() for n, path in enumerate(paths) if _legacy(path)}
    if not files:
        return [None] * len(paths)
    started = now()
    documents = legacy.read_together(files)
    share = (now() - started) / len(files)
    found = (documents.get(n) for n in range(len(paths)))
    return [None if document is None else Timed(document, share) for document in found]


def _legacy(path: Path) -> bool:
    return path.suffix in LEGACY and path.exists()


def measure(case: Case, path: Path, known: Timed | None, by_hand: bool) -> Outcome:
    """Read a file, by hand too if asked, and compare with what was printed.

    `known` is what it was already read as. Seconds are CPU time, that of
    programs which a reader starts included.
    """
    if not path.exists():
        return Outcome(case, ["the program wrote no file"], 0.0, Counter(docs=1, unprinted=1))
    printed, truth = FORMATS[case.format].printed(case), case.report()
    data = path.read_bytes()
    started = now()
    try:
        report = interpret(known.document if known else read(data, path.name))
    except Exception:
        return Outcome(case, [traceback.format_exc()], 0.0, Counter(docs=1, crashed=1))
    seconds = now() - started + (known.seconds if known else 0.0)
    findings = compare(printed, report.tables.cells, truth.cells)
    if report.state != "accepted" and all(_value(printed, key) is None for key in printed.truth):
        findings = [Finding("right", f.key, f.expected, f.read) for f in findings]
    counts = Counter(f.kind for f in findings)
    counts["docs"] = 1
    counts["kept"] = int(report.state == "accepted")
    counts["head"] = int(_wrong_headline(report, truth))
    counts["form"] = int(report.tables.form not in (None, form_of(case.variant)))
    notes = _notes(report, printed, findings)
    figures = {cell.key: cell.value for cell in report.tables.cells}
    gouji = _tally(printed, figures, truth.cells)
    if not by_hand or case.format not in WITH:
        return Outcome(case, notes, seconds, counts, gouji)
    return _beside(Outcome(case, notes, seconds, counts, gouji), path, printed, truth)


def _beside(outcome: Outcome, path: Path, printed: Printed, truth: PrintedReport) -> Outcome:
    """The outcome with what a script of the usual libraries reads."""
    counts = outcome.counts
    started = now()
    try:
        found = read_by_hand(path, form_of(outcome.case.variant))
    except Exception as error:
        # What a script stops at costs the analyst the whole document.
        found = {}
        counts[f"by hand: {type(error).__name__}"] += 1
    if found is None:
        return outcome
    seconds = now() - started
    return replace(
        outcome, by_hand=_tally(printed, found, truth.cells), hand_seconds=seconds, counts=counts
    )


def now() -> float:
    """CPU seconds of this process and of those that it has waited for."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


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
