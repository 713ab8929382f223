"""CPU time of gouji's reading beside the floor: the same files only opened and decoded.

python -m benchmarks.speed --n 20 --seed 1
python -m benchmarks.speed --formats html,docx --rounds 5 --build

The floor is the fastest library known for each format, which finds no table and
no figure: it opens the file and hands over its text piece by piece. Of HTML that
is the text of every cell and paragraph (selectolax), of DOCX of every paragraph,
of XLSX of every value and of OFD of every piece of text (lxml, all parts of the
package parsed), of PDF the text of every page and the place of each run of
characters in it (pypdfium2), of plain text the decoded characters. The character
set is taken for granted, and nothing is bounded. DOC and RTF have no floor: it
would be LibreOffice's own time. Times are CPU time, the least of all rounds;
starting Python is not in them, except in the builds.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pypdfium2 as pdfium
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from benchmarks.accuracy.__main__ import seeds
from benchmarks.accuracy.cases import case
from benchmarks.accuracy.formats import FORMATS
from extract.reading import read
from transform.interpret import interpret

ROOT = Path(__file__).parents[1]
Work = Callable[[bytes], object]
# The elements that hold the text of packed formats: DOCX, XLSX (both), OFD.
PIECES = ("{*}p", "{*}si", "{*}v", "{*}TextCode")


def _decode(data: bytes) -> str:
    return data.decode()


def _parse_page(data: bytes) -> list[str]:
    return [piece.text() for piece in LexborHTMLParser(data.decode()).css("td, th, p")]


def _parse_archive(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = [etree.fromstring(file.read(name)) for name in file.namelist()]
    return ["".join(piece.itertext()) for part in parts for piece in part.iter(*PIECES)]


def _parse_pdf(data: bytes) -> list[tuple[str, list[object]]]:
    found = []
    with pdfium.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            runs: list[object] = [text.get_rect(n) for n in range(text.count_rects())]
            found.append((text.get_text_range(), runs))
    return found


FLOORS: dict[str, Work] = {
    ".html": _parse_page,
    ".txt": _decode,
    ".docx": _parse_archive,
    ".xlsx": _parse_archive,
    ".ofd": _parse_archive,
    ".pdf": _parse_pdf,
}


def _read(data: bytes) -> object:
    return read(data, "report")


def _interpret(data: bytes) -> object:
    return interpret(read(data, "report"))


def least(work: Work, files: Sequence[bytes], rounds: int) -> float:
    """The least CPU seconds in which `work` went through all files."""
    times = []
    for _ in range(rounds):
        started = time.process_time()
        for data in files:
            work(data)
        times.append(time.process_time() - started)
    return min(times)


def build_seconds(raw: Path, curated: Path) -> float:
    """CPU seconds of a build in a process of its own, with all processes that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "flows.cli", "build", "--raw", str(raw)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [*command, "--curated", str(curated)], check=True, capture_output=True, env=environment
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(argv: list[str] | None = None) -> int:
    """Print times and ratios."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.speed",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--n", type=int, default=20, help="documents in each format")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--formats", default=",".join(FORMATS), help=f"of {', '.join(FORMATS)}")
    parser.add_argument("--build", action="store_true", help="a whole build of these files too")
    arguments = parser.parse_args(argv)
    names = arguments.formats.split(",")
    if unknown := set(names) - set(FORMATS):
        parser.error(f"no such format: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        kept = _print(names, seeds(arguments.n, arguments.seed), folder)
        floor = _table(kept, arguments.rounds)
        if arguments.build:
            raw = folder / "raw"
            _copy(kept, raw)
            _builds(raw, folder / "curated", floor)
    return 0


def _print(names: Iterable[str], chosen: Sequence[int], folder: Path) -> dict[str, list[Path]]:
    kept: dict[str, list[Path]] = {}
    for form in (FORMATS[name] for name in names):
        if program := form.missing():
            print(f"{form.name}: skipped, {program} is not installed")
            continue
        paths = form.write([case(seed, form.name) for seed in chosen], folder / form.name)
        if written := [path for path in paths if path.exists()]:
            kept[form.name] = written
    return kept


def _table(kept: dict[str, list[Path]], rounds: int) -> float:
    """Print a line for each format; the floor of all files together in seconds."""
    heads = ("docs", "floor ms", "read ms", "ratio", "+interpret", "ratio")
    print(f"{'format':<16}" + "".join(f"{head:>12}" for head in heads))
    total = 0.0
    for name, paths in kept.items():
        files = [path.read_bytes() for path in paths]
        floor_work = FLOORS.get(paths[0].suffix)
        if floor_work is None:
            print(f"{name:<16}{len(files):>12}  no floor")
            continue
        # The first document pays for loading the library and the codebook.
        _interpret(files[0])
        floor, first, second = (
            least(work, files, rounds) for work in (floor_work, _read, _interpret)
        )
        total += floor
        each = 1000 / len(files)
        print(
            f"{name:<16}{len(files):>12}{floor * each:>12.3f}{first * each:>12.2f}"
            f"{first / floor:>12.1f}{second * each:>12.2f}{second / floor:>12.1f}"
        )
    return total


def _copy(kept: dict[str, list[Path]], raw: Path) -> None:
    for name, paths in kept.items():
        (raw / name).mkdir(parents=True)
        for path in paths:
            (raw / name / path.name).write_bytes(path.read_bytes())


def _builds(raw: Path, curated: Path, floor: float) -> None:
    files = sum(1 for path in raw.rglob("*") if path.is_file())
    for what in ("whole build", "nothing new"):
        seconds = build_seconds(raw, curated)
        print(f"{what}: {files} files, {seconds:.2f} s CPU, {seconds / floor:.1f} times the floor")


if __name__ == "__main__":
    sys.exit(main())
