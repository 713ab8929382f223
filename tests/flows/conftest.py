"""Raw folders of made-up reports, builds of them, and copies of the program to break."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import flows.reading
from flows.catalogue import open_catalogue
from flows.pipeline import plainly, run_build
from flows.progress import Progress
from flows.publish import Record
from flows.settings import Settings
from tests.printing.printer import print_report, random_report
from transform.codebook import CellKey

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("extract", "transform", "expectations", "flows")
AGENCIES = ("高平市人民政府办公室", "上海市科学技术委员会", "宿迁市财政局")
TOTAL = CellKey("requests", "handled_total", "total")

Gouji = Callable[..., "subprocess.CompletedProcess[str]"]


def write_report(path: Path, agency: str, year: int, seed: int = 0, off_by: int = 0) -> None:
    """A report with figures that add up, except for a total that is `off_by` too large."""
    report = replace(
        random_report(seed, "f2021"), agency=agency, issuer=agency, year=year, narrative={}
    )
    if off_by:
        total = (report.cells[TOTAL] or Decimal(0)) + off_by
        report = replace(report, cells={**report.cells, TOTAL: total})
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(print_report(report, "html").text, encoding="utf-8")


def write_raw(folder: Path) -> None:
    """Six reports, one of them broken; a copy, an empty file, and a README."""
    for number, agency in enumerate(AGENCIES):
        for year in (2022, 2023):
            broken = number == 0 and year == 2023
            path = folder / f"sub{year}" / f"{number}.html"
            write_report(path, agency, year, seed=10 * number + year, off_by=7 if broken else 0)
    shutil.copy(folder / "sub2022" / "0.html", folder / "zz_copy.html")
    (folder / "empty.html").touch()
    (folder / "README.md").write_text("not a report", encoding="utf-8")


class InThisProcess(ProcessPoolExecutor):
    """A pool that spares the seconds in which its processes start."""

    def submit(self, function: Any, /, *arguments: Any, **options: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(function(*arguments, **options))
        return done


def build(settings: Settings, gated: bool = False) -> Record:
    """A build without Prefect, and with one worker without the cost of processes.

    The seconds of the gate are spent only when they are asked for.
    """
    step = plainly if gated else _without_gate
    with pytest.MonkeyPatch.context() as patch:
        if settings.workers == 1:
            patch.setattr(flows.reading, "ProcessPoolExecutor", InThisProcess)
        return run_build(settings, Progress(quiet=True), step)


def _without_gate(name: str, function: Callable[..., Any], *arguments: Any) -> Any:
    return None if name == "gate" else function(*arguments)


def rows(settings: Settings, query: str) -> list[tuple[Any, ...]]:
    """What the dataset answers."""
    with open_catalogue(settings.curated) as connection:
        return connection.execute(query).fetchall()


def files(folder: Path) -> dict[str, bytes]:
    """The Parquet files of a dataset by their place in it."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*.parquet"))
    }


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    write_raw(folder)
    return folder


@pytest.fixture
def settings(raw: Path, tmp_path: Path) -> Settings:
    return Settings(raw=raw, curated=tmp_path / "curated", workers=1)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A dataset that tests read and do not change."""
    folder = tmp_path_factory.mktemp("built")
    write_raw(folder / "raw")
    settings = Settings(raw=folder / "raw", curated=folder / "curated", workers=2)
    build(settings, gated=True)
    return settings


@pytest.fixture(scope="session")
def gouji() -> Gouji:
    """The command as a user calls it, in a process of its own."""

    def run(
        *arguments: str | Path, root: Path = ROOT, path: str = ""
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "flows.cli", *map(str, arguments)],
            cwd=root,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(root), path)))},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture
def peak() -> Callable[[Callable[[], object]], int]:
    """How much memory that Python asked for a call held at once, in bytes."""

    def measure(call: Callable[[], object]) -> int:
        tracemalloc.start()
        try:
            call()
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    return measure


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the program that a test may break."""
    root = tmp_path / "checkout"
    for room in ROOMS:
        shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("__pycache__"))
    return root
