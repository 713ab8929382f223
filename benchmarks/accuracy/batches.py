"""Batches: documents of one format that are printed together and read one by one."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.accuracy.cases import case
from benchmarks.accuracy.formats import FORMATS
from benchmarks.accuracy.scoring import Outcome, measure, read_together

SIZE = 25


@dataclass(frozen=True, slots=True)
class Batch:
    """Seeds of one format; `by_hand` is how many of them to read with other libraries too.

    Its files lie in `folder`, and stay there if `keep`.
    """

    format: str
    seeds: tuple[int, ...]
    folder: Path
    by_hand: int
    keep: bool


def batches(
    formats: Sequence[str], seeds: Sequence[int], folder: Path, by_hand: int, keep: bool
) -> list[Batch]:
    """All documents of all formats in batches; the first `by_hand` of each format also by hand."""
    return [
        Batch(
            name, tuple(seeds[start : start + SIZE]), folder / name / f"{start:05d}",
            max(0, by_hand - start), keep,
        )
        for name in formats
        for start in range(0, len(seeds), SIZE)
    ]  # fmt: skip


def outcomes(batch: Batch) -> list[Outcome]:
    """The documents of a batch printed, read and compared."""
    cases = [case(seed, batch.format) for seed in batch.seeds]
    paths = FORMATS[batch.format].write(cases, batch.folder)
    timed = read_together(paths)
    found = [
        measure(chosen, path, known, n < batch.by_hand)
        for n, (chosen, path, known) in enumerate(zip(cases, paths, timed, strict=True))
    ]
    if not batch.keep:
        shutil.rmtree(batch.folder)
    return found
