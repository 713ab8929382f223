"""Counts by format and by oddity, as tables to print."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from benchmarks.accuracy.scoring import Outcome

KINDS = ("right", "forced", "abstained", "status", "guess", "silent")
ABOUT = """docs       documents; unprinted: the program wrote no file; kept: accepted as a report
head, form documents with a wrong agency or year, or a wrong form
right      cells as printed; forced: undecidable in print, given right by the form's sums
abstained  cells with a figure, a blank or a dash in print, and no reading
status     a blank or dash read as the other, or as a lack; guess: right by chance
silent     a wrong figure without a sign
ms         CPU time to read and interpret a document"""


@dataclass(slots=True)
class Result:
    """What was measured so far."""

    formats: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    oddities: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    gouji: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    by_hand: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    hand_seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    shown: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count a document."""
        name = outcome.case.format
        for counter in (self.formats[name], self.oddities[outcome.case.oddity]):
            counter.update(outcome.counts)
        self.seconds[name] += outcome.seconds
        self.hand_seconds[name] += outcome.hand_seconds
        if outcome.by_hand:
            self.gouji[name].update(outcome.gouji)
            self.by_hand[name].update(outcome.by_hand)

    def silent(self) -> int:
        """How many wrong figures were read without a sign."""
        return sum(counts["silent"] for counts in self.formats.values())

    def text(self) -> str:
        """All tables."""
        parts = [
            self._kinds("format", self.formats, self.seconds),
            self._kinds("oddity", dict(sorted(self.oddities.items())), {}),
            self._beside(),
            ABOUT,
        ]
        return "\n\n".join(part for part in parts if part)

    def _kinds(self, title: str, counts: dict[str, Counter[str]], seconds: dict[str, float]) -> str:
        heads = ("docs", "unprinted", "kept", "head", "form")
        lines = [
            f"{title:<20}"
            + "".join(f"{head:>10}" for head in (*heads, *KINDS, "% right"))
            + (f"{'ms':>8}" if seconds else "")
        ]
        for name, count in counts.items():
            cells = sum(count[kind] for kind in KINDS) or 1
            good = 100 * (count["right"] + count["forced"]) / cells
            time = f"{1000 * seconds[name] / count['docs']:>8.0f}" if seconds else ""
            numbers = "".join(f"{count[head]:>10}" for head in (*heads, *KINDS))
            lines.append(f"{name:<20}{numbers}{good:>10.2f}{time}")
        return "\n".join(lines)

    def _beside(self) -> str:
        """Figures right, wrong and missed: gouji beside a script of the usual libraries."""
        if not self.by_hand:
            return ""
        ways = ("right", "wrong", "missed", "ms")
        head = "".join(f"{w:>10}" for w in ways)
        lines = [f"{'figures':<20}{head}  | by hand{head}"]
        for name, hand in self.by_hand.items():
            docs = self.formats[name]["docs"]
            sides = [
                "".join(f"{counts[way]:>10}" for way in ways[:3]) + f"{1000 * s / docs:>10.0f}"
                for counts, s in (
                    (self.gouji[name], self.seconds[name]),
                    (hand, self.hand_seconds[name]),
                )
            ]
            stopped = sum(v for k, v in self.formats[name].items() if k.startswith("by hand"))
            note = f"  ({stopped} documents stop the script)" if stopped else ""
            lines.append(f"{name:<20}{sides[0]}  |        {sides[1]}{note}")
        return "\n".join(lines)
