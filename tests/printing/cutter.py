"""Cutting glued figures by brute force: what a careful person could still tell apart.

Independent of the project's own cutter on purpose. A run is decidable when its
digits can be cut in one way only by notation and number of cells, or else when
one cut only also agrees with the form's row sums; so is a single figure that all
cuts have in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

COUNT = r"(?:0|[1-9]\d*)"
NOTATION = {
    "count": re.compile(COUNT),
    "signed": re.compile(rf"[-+]?{COUNT}"),
    "money": re.compile(rf"{COUNT}(?:\.\d{{1,6}})?(?:万元|元|万)?"),
}
Cut = tuple[str, ...]
# More cuts than this and nothing is common to all of them.
MANY = 300


def cuts(run: str, kinds: Sequence[str], most: int = 2) -> list[Cut]:
    """Up to `most` ways to cut `run` into figures of these kinds; a space is a cut for certain."""
    return list(islice(_parts(run, 0, len(run), tuple(kinds), None), most))


def summed_cuts(run: str, blocks: int, size: int, most: int = 2) -> list[Cut]:
    """Up to `most` ways to cut `run` into blocks of counts whose last is the sum of the others."""
    return list(islice(_blocks(run, 0, blocks, size), most))


def decided(run: str, kinds: Sequence[str], blocks: int = 0) -> tuple[str | None, ...]:
    """Each figure of a run, None where it can be cut in more than one way.

    Notation and number decide first; the form's sums when they leave it open.
    """
    found = cuts(run, kinds, MANY)
    if len(found) != 1 and blocks:
        found = summed_cuts(run, blocks, len(kinds) // blocks, MANY) or found
    if not found or len(found) == MANY:
        return (None,) * len(kinds)
    return tuple(
        pieces[0] if len(set(pieces)) == 1 else None for pieces in zip(*found, strict=True)
    )


def _parts(run: str, at: int, end: int, kinds: tuple[str, ...], total: int | None) -> Iterator[Cut]:
    """Every way to cut run[at:end] into figures of these kinds, adding up to `total`."""
    while at < end and run[at] == " ":
        at += 1
    if not kinds:
        if at == end and not total:
            yield ()
        return
    for stop in range(at + 1, end - len(kinds) + 2):
        piece = run[at:stop]
        if " " in piece:
            break
        if not NOTATION[kinds[0]].fullmatch(piece):
            continue
        left = None if total is None else total - int(piece)
        if left is not None and left < 0:
            break
        for rest in _parts(run, stop, end, kinds[1:], left):
            yield (piece, *rest)


def _blocks(run: str, at: int, blocks: int, size: int) -> Iterator[Cut]:
    if not blocks:
        if not run[at:].strip():
            yield ()
        return
    ends = range(at + size, len(run) + 1) if blocks > 1 else (len(run.rstrip()),)
    for end in ends:
        for start in range(at + size - 1, end):
            piece = run[start:end]
            if not NOTATION["count"].fullmatch(piece):
                continue
            for parts in _parts(run, at, start, ("count",) * (size - 1), int(piece)):
                for rest in _blocks(run, end, blocks - 1, size):
                    yield (*parts, piece, *rest)
