"""Print reports of known figures in many formats, read them back, and count.

python -m benchmarks.accuracy --n 200 --seed 1
python -m benchmarks.accuracy --n 40 --formats pdf-lo,pdf-chromium --jobs 2
python -m benchmarks.accuracy --only 17 --formats docx --dump /tmp/case
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

from benchmarks.accuracy.cases import Case, case
from benchmarks.accuracy.formats import FORMATS, Format
from benchmarks.accuracy.result import Result
from benchmarks.accuracy.scoring import Outcome, measure

BATCH = 40


def seeds(number: int, seed: int) -> list[int]:
    """The seeds of the documents, the same for every format."""
    rng = Random(seed)
    return [rng.randrange(10**6) for _ in range(number)]


def outcomes(form: Format, chosen: Sequence[int], folder: Path, jobs: int) -> Iterator[Outcome]:
    """The documents of a format, printed and read in batches."""
    for start in range(0, len(chosen), BATCH):
        cases = [case(seed, form.name) for seed in chosen[start : start + BATCH]]
        paths = form.write(cases, folder / form.name)
        if jobs > 1:
            with ProcessPoolExecutor(jobs) as pool:
                yield from pool.map(measure, cases, paths)
        else:
            yield from map(measure, cases, paths)


def main(argv: list[str] | None = None) -> int:
    """Print the result; exit status 1 when a wrong figure was read without a sign."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.accuracy",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--n", type=int, default=200, help="documents in each format")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--formats", default=",".join(FORMATS), help=f"of {', '.join(FORMATS)}")
    parser.add_argument("--jobs", type=int, default=1, help="processes that read")
    parser.add_argument("--show", type=int, default=10, help="how many failing documents to show")
    parser.add_argument("--abstained", action="store_true", help="show abstentions too")
    parser.add_argument("--only", type=int, metavar="SEED", help="one document")
    parser.add_argument("--dump", type=Path, metavar="DIR", help="keep the files here")
    arguments = parser.parse_args(argv)
    names = arguments.formats.split(",")
    if unknown := set(names) - set(FORMATS):
        parser.error(f"no such format: {', '.join(sorted(unknown))}")
    chosen = seeds(arguments.n, arguments.seed) if arguments.only is None else [arguments.only]
    result = Result()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.dump or Path(temporary)
        for form in (FORMATS[name] for name in names):
            if program := form.missing():
                print(f"{form.name}: skipped, {program} is not installed")
                continue
            for outcome in outcomes(form, chosen, folder, arguments.jobs):
                result.add(outcome)
                if arguments.only is not None or _failed(outcome, arguments.abstained):
                    _show(outcome, result, arguments)
    print(result.text())
    return 1 if result.silent() else 0


def _failed(outcome: Outcome, abstained: bool) -> bool:
    kinds = ("silent", "guess", "status", "head", "form", "unprinted")
    return any(outcome.counts[kind] for kind in (*kinds, *(("abstained",) if abstained else ())))


def _show(outcome: Outcome, result: Result, arguments: argparse.Namespace) -> None:
    if result.shown >= arguments.show:
        return
    result.shown += 1
    chosen: Case = outcome.case
    name = f"{chosen.format} ({chosen.layout})" if chosen.format == "text" else chosen.format
    print(f"── {name} / {chosen.variant} / {chosen.oddity} / {dict(outcome.counts)}")
    print(f"   {chosen.command()}")
    for note in outcome.notes:
        print(f"   {note}")


if __name__ == "__main__":
    sys.exit(main())
