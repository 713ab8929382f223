"""Damage files of every format, build a dataset of them, and account for each.

python -m benchmarks.fuzz --n 10000 --seed 1
python -m benchmarks.fuzz --n 500 --seed 7 --formats docx,xlsx --keep DIR

Exit status 1 when the build failed, a file is in no table, or a reader failed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.fuzz.account import Account, account
from benchmarks.fuzz.damage import SHARES, damage
from benchmarks.fuzz.watch import Watched, build


def main(argv: list[str] | None = None) -> int:
    """Print what became of the files."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fuzz",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--n", type=int, default=10_000, help="damaged files")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--formats", default=",".join(SHARES), help=f"of {', '.join(SHARES)}")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep files and dataset here")
    arguments = parser.parse_args(argv)
    names = arguments.formats.split(",")
    if unknown := set(names) - set(SHARES):
        parser.error(f"no such format: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        raw, curated = folder / "raw", folder / "curated"
        print(f"{arguments.n} files, seed {arguments.seed}")
        for note in damage(raw, names, arguments.n, arguments.seed, folder / "printed"):
            print(note, flush=True)
        watched = build(raw, curated, arguments.workers)
        _show_build(watched)
        if watched.status:
            print(watched.errors)
            return 1
        found = account(raw, curated)
        _show(found)
    return 1 if found.lost or found.failed else 0


def _show_build(watched: Watched) -> None:
    print(f"build: status {watched.status}, {watched.seconds:.0f} s")
    print(
        f"memory at most: build {watched.build_mebibytes} MiB,"
        f" a worker {watched.worker_mebibytes} MiB, LibreOffice {watched.office_mebibytes} MiB"
    )
    print(f"worker processes: {watched.workers}")
    for seconds, name in watched.slowest:
        print(f"  {seconds:7.1f} s  {name}")


def _show(found: Account) -> None:
    print(f"files {found.files}: in reports {found.accounted}, lost {len(found.lost)}")
    for name in found.lost[:20]:
        print(f"  lost: {name}")
    print(f"\n{'format':<14}{'files':>7}" + "".join(f"{state:>14}" for state in found.states))
    for name, counts in found.formats.items():
        row = "".join(f"{counts.get(state, 0):>14}" for state in found.states)
        print(f"{name:<14}{sum(counts.values()):>7}{row}")
    print("\nreasons")
    for kind, number in found.reasons:
        print(f"  {number:>7}  {kind}")
    for name, reason in found.failed[:20]:
        print(f"  FAILED {name}: {reason}")
    print("\nvalues of accepted files that differ from the whole file's: the bytes say so")
    for name, (files, values, changed, more) in found.changed.items():
        print(f"  {name:<14}{files:>6} files {values:>8} values {changed:>6} other {more:>6} new")


if __name__ == "__main__":
    sys.exit(main())
