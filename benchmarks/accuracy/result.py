"""Counts by format, by oddity, by setting and by scan, as tables to print."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.accuracy.by_hand import WITH
from benchmarks.accuracy.formats import FORMATS
from benchmarks.accuracy.scoring import Outcome

CELLS = ("right", "forced", "abstained", "status", "guess", "silent")
DOCUMENTS = ("docs", "unprinted", "kept", "head", "form")
ABOUT = (
    "docs: documents; unprinted: the program wrote no file; kept: accepted as a report",
    "head, form: documents with a wrong agency or year, or a wrong form",
    "right: cells as printed; forced: undecidable in print, given right by the form's sums",
    "abstained: cells with a figure, a blank or a dash in print, and no reading",
    "status: a blank or dash read as the other, or as a lack; guess: right by chance",
    "silent: a wrong figure without a sign",
    "ms: CPU time to read and interpret a document, programs that do it included",
    "a document with two oddities counts below both",
)
Rows = list[list[str]]


@dataclass(slots=True)
class Result:
    """What was measured so far: counts by the title of a table and the name of its row."""

    counts: dict[tuple[str, str], Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    gouji: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    by_hand: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(lambda: [0.0, 0.0]))
    shown: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count a document."""
        name = outcome.case.format
        for place in _places(outcome):
            self.counts[place].update(outcome.counts)
            self.counts[place]["ms"] += round(1000 * outcome.seconds)
        if outcome.by_hand:
            self.gouji[name].update(outcome.gouji)
            self.by_hand[name].update(outcome.by_hand, docs=1)
            self.seconds[name][0] += outcome.seconds
            self.seconds[name][1] += outcome.hand_seconds

    def silent(self) -> int:
        """How many wrong figures were read without a sign."""
        return sum(c["silent"] for (title, _), c in self.counts.items() if title == "format")

    def tables(self) -> Iterator[tuple[str, Rows]]:
        """Each table with its title; its first row has the heads."""
        for title in dict.fromkeys(title for title, _ in self.counts):
            named = {name: c for (own, name), c in self.counts.items() if own == title}
            yield title, self._kinds(title, named)
        if self.by_hand:
            yield "by hand", self._beside()

    def text(self) -> str:
        """All tables for a terminal."""
        parts = [_columns(rows) for _, rows in self.tables()]
        return "\n\n".join([*parts, "\n".join(ABOUT)])

    def markdown(self) -> str:
        """All tables for a page."""
        parts = []
        for title, rows in self.tables():
            head, *body = rows
            rule = ["---", *("--:" for _ in head[1:])]
            lines = ["| " + " | ".join(row) + " |" for row in (head, rule, *body)]
            parts.append(f"### {title}\n\n" + "\n".join(lines))
        return "\n\n".join([*parts, "\n".join(f"- {line}" for line in ABOUT)])

    def _kinds(self, title: str, named: Mapping[str, Counter[str]]) -> Rows:
        known = list(FORMATS) if title == "format" else sorted(named)
        rows = [[title, *DOCUMENTS, *CELLS, "% right", "ms"]]
        for name in (n for n in known if n in named):
            count = named[name]
            cells = sum(count[kind] for kind in CELLS) or 1
            good = 100 * (count["right"] + count["forced"]) / cells
            numbers = [str(count[head]) for head in (*DOCUMENTS, *CELLS)]
            rows.append([name, *numbers, f"{good:.3f}", f"{count['ms'] / count['docs']:.0f}"])
            if count["crashed"]:
                rows[-1][0] += f" ({count['crashed']} crashed)"
        return rows

    def _beside(self) -> Rows:
        """Figures right, wrong and missed: gouji beside a script of the usual libraries."""
        ways = ("right", "wrong", "missed")
        heads = ["figures", "docs", "with", *ways, "ms", *(f"by hand {w}" for w in ways), "ms"]
        rows = [[*heads, "stopped"]]
        for name, hand in self.by_hand.items():
            docs, row = hand["docs"], [name, str(hand["docs"]), WITH[name]]
            for counts, seconds in zip((self.gouji[name], hand), self.seconds[name], strict=True):
                row += [*(str(counts[way]) for way in ways), f"{1000 * seconds / docs:.0f}"]
            stopped = self.counts["format", name]
            row.append(str(sum(v for k, v in stopped.items() if k.startswith("by hand"))))
            rows.append(row)
        return rows


def _places(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """The tables and rows that a document counts in."""
    case, form = outcome.case, FORMATS[outcome.case.format]
    yield "format", case.format
    for oddity in (*case.oddities, *((case.on_page,) if case.on_page else ())):
        yield "oddity", oddity
    if form.printer is None:
        yield "text layout", case.layout
    if form.dressed:
        yield "setting", case.dress
    if form.scanned:
        yield "scan dpi", f"{case.format} {case.dpi}"


def _columns(rows: Rows) -> str:
    widths = [max(len(row[n]) for row in rows) + 2 for n in range(len(rows[0]))]
    return "\n".join(
        "".join(
            text.rjust(width) if n else text.ljust(width)
            for n, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def failed(counts: Counter[str], kinds: Sequence[str]) -> bool:
    """Whether a document has any of these."""
    return any(counts[kind] for kind in kinds)
