"""Reading in processes: a document that kills its reader costs itself and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.flows.conftest import AGENCIES, write_report

# Stands at the end of the copied extract/reading.py: some bytes now end the process.
KILLER = """
_read = read

def read(data, name, limits=DEFAULT_LIMITS, *, deep=False):
    import os, time
    if b"KILLS" in data:
        os.kill(os.getpid(), 9)
    if b"HANGS" in data:
        time.sleep(600)
    if b"FAILS" in data:
        raise RuntimeError("a fault of ours")
    if b"SWELLS" in data:
        kept = []
        while True:
            kept.append(bytes(1_000_000))
    if b"BURSTS" in data:
        try:
            bytearray(1_000_000_000)
        except MemoryError:
            os.abort()  # as libraries do that cannot go on
    return _read(data, name, limits, deep=deep)
"""


BUILD = """
from flows.pipeline import run_build
from flows.progress import Progress
from flows.settings import settings

def without_gate(name, function, *arguments):
    return None if name == "gate" else function(*arguments)

run_build(settings(workers=2, environment={}), Progress(), without_gate)
"""


@pytest.fixture
def deadly(checkout: Path) -> Path:
    """A copy of the program that some documents kill, with a folder of such documents."""
    with (checkout / "extract" / "reading.py").open("a", encoding="utf-8") as code:
        code.write(KILLER)
    limits = "[limits]\nseconds_per_file = 3\nmemory_per_file = 200_000_000\n"
    (checkout / "gouji.toml").write_text(limits)
    raw = checkout / "data" / "raw"
    for number in range(4):
        write_report(raw / f"{number}.html", AGENCIES[0], 2021 + number, seed=number)
    words = ("KILLS", "HANGS", "FAILS", "KILLS again", "SWELLS", "BURSTS")
    for number, word in enumerate(words):
        (raw / f"0{number}_{word}.html").write_text(f"<p>{word}</p>", encoding="utf-8")
    return checkout


def build_there(root: Path) -> subprocess.CompletedProcess[str]:
    """A build by the program in `root`, of its own folders, without Prefect and gate."""
    return subprocess.run(
        [sys.executable, "-c", BUILD],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_a_document_that_kills_its_reader_is_named_and_the_others_are_read(deadly: Path) -> None:
    done = build_there(deadly)
    assert done.returncode == 0, done.stderr
    with duckdb.connect(str(deadly / "data/curated/gouji.duckdb"), read_only=True) as dataset:
        reports = dataset.execute("SELECT source_name, state, reason FROM reports").fetchall()
        issues = dataset.execute("SELECT source_name, reason FROM issues").fetchall()
    assert {name for name, state, _ in reports if state == "accepted"} == {
        f"{number}.html" for number in range(4)
    }
    died = {name for name, _, reason in reports if "the reading process died" in (reason or "")}
    assert died == {
        f"{name}.html" for name in ("00_KILLS", "01_HANGS", "03_KILLS again", "05_BURSTS")
    }
    assert [name for name, _, reason in reports if "more memory" in (reason or "")] == [
        "04_SWELLS.html"
    ]
    failed = [reason for name, reason in issues if name == "02_FAILS.html"]
    assert any("RuntimeError: a fault of ours" in reason for reason in failed)


def test_a_reader_that_cannot_start_fails_the_build_and_no_document(checkout: Path) -> None:
    worker = checkout / "flows" / "worker.py"
    text = worker.read_text(encoding="utf-8")
    worker.write_text(text.replace("    parent = parent_process()", "    os._exit(3)"), "utf-8")
    write_report(checkout / "data" / "raw" / "a.html", AGENCIES[0], 2021)
    done = build_there(checkout)
    assert "Failure: the reading processes cannot be started" in done.stderr
    assert not (checkout / "data/curated/current").exists()
