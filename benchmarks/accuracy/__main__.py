"""Print reports of known figures in many formats, read them back, and count.

python -m benchmarks.accuracy --n 200 --seed 1 --jobs 2
python -m benchmarks.accuracy --n 40 --formats pdf-lo,pdf-chromium --abstained
python -m benchmarks.accuracy --n 1000 --seed 7 --jobs 2 --markdown tables.md
python -m benchmarks.accuracy --only 17 --formats docx --dump /tmp/case
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.accuracy.batches import Batch, batches, outcomes
from benchmarks.accuracy.cases import seeds
from benchmarks.accuracy.formats import FORMATS
from benchmarks.accuracy.result import Result, failed
from benchmarks.accuracy.scoring import Outcome

__all__ = ["seeds"]

BY_HAND = "how many documents of each format to read with other libraries too"
BAD = ("silent", "guess", "status", "head", "form", "unprinted", "crashed")


def main(argv: list[str] | None = None) -> int:
    """Print the result; exit status 1 when a wrong figure was read without a sign."""
    arguments = _arguments(argv)
    names = arguments.formats.split(",")
    chosen = seeds(arguments.n, arguments.seed) if arguments.only is None else [arguments.only]
    result = Result()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.dump or Path(temporary)
        for form in (FORMATS[name] for name in names):
            if program := form.missing():
                print(f"{form.name}: skipped, {program} is not installed")
                names = [name for name in names if name != form.name]
        planned = batches(names, chosen, folder, arguments.by_hand, keep=bool(arguments.dump))
        for outcome in _read(planned, arguments.jobs):
            result.add(outcome)
            kinds = (*BAD, *(("abstained",) if arguments.abstained else ()))
            if arguments.only is not None or failed(outcome.counts, kinds):
                _show(outcome, result, arguments.show)
    print(result.text())
    said = " ".join(sys.argv[1:]) if argv is None else " ".join(argv)
    seconds = time.monotonic() - started
    print(f"\nseed {arguments.seed}; {seconds:.0f} s; python -m benchmarks.accuracy {said}")
    if arguments.markdown:
        arguments.markdown.write_text(
            f"`python -m benchmarks.accuracy {said}` ({seconds:.0f} s)\n\n{result.markdown()}\n",
            encoding="utf-8",
        )
    return 1 if result.silent() else 0


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.accuracy",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--n", type=int, default=200, help="documents in each format")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--formats", default=",".join(FORMATS), help=f"of {', '.join(FORMATS)}")
    parser.add_argument("--jobs", type=int, default=1, help="processes that print and read")
    parser.add_argument("--by-hand", type=int, default=100, metavar="N", help=BY_HAND)
    parser.add_argument("--show", type=int, default=10, help="how many failing documents to show")
    parser.add_argument("--abstained", action="store_true", help="show abstentions too")
    parser.add_argument("--only", type=int, metavar="SEED", help="one document")
    parser.add_argument("--dump", type=Path, metavar="DIR", help="keep the files here")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables here too")
    arguments = parser.parse_args(argv)
    if unknown := set(arguments.formats.split(",")) - set(FORMATS):
        parser.error(f"no such format: {', '.join(sorted(unknown))}")
    return arguments


def _read(planned: list[Batch], jobs: int) -> Iterator[Outcome]:
    """The outcomes in the order of the plan, whatever the number of processes."""
    if jobs < 2:
        for batch in planned:
            yield from outcomes(batch)
        return
    with ProcessPoolExecutor(jobs) as pool:
        for found in pool.map(outcomes, planned):
            yield from found


def _show(outcome: Outcome, result: Result, most: int) -> None:
    if result.shown >= most:
        return
    result.shown += 1
    chosen = outcome.case
    words = [chosen.format, chosen.variant, *chosen.oddities]
    words += [chosen.layout, chosen.on_page] if chosen.format == "text" else [chosen.dress]
    counts = {kind: count for kind, count in outcome.counts.items() if count}
    print(f"── {' / '.join(word for word in words if word)} / {counts}")
    print(f"   {chosen.command()}")
    for note in outcome.notes:
        print(f"   {note}")


if __name__ == "__main__":
    sys.exit(main())
