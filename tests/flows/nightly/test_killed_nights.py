"""Nights killed at any moment of crawl and build, and run again: as if nothing had been."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.crawl.manifest import read_manifest, rows_of
from flows.crawl.vault import Vault
from tests.web import Web

KILLS, ROUNDS = 50, 5
NIGHT = """
import sys
from pathlib import Path
from flows.nightly.options import Plan
from flows.nightly.steps import run_night
from flows.pipeline import plainly
from flows.progress import Progress
from flows.settings import Settings

if __name__ == "__main__":
    folder, sites = Path(sys.argv[1]), sys.argv[2]
    settings = Settings(folder / "raw", folder / "curated", workers=1)
    plan = Plan(settings, sites=(sites,), networks=("127.0.0.0/8",), retries=0)
    night = run_night(plan, Progress(quiet=True), plainly)
    sys.exit(bool(night.failed))
"""
SAME = {
    "facts": "*",
    "cells": "*",
    "reports": "* EXCLUDE run_id",
    "checks": "*",
    "issues": "*",
    "narratives": "*",
}


def start(folder: Path, sites: Path) -> subprocess.Popen[bytes]:
    folder.mkdir(parents=True, exist_ok=True)
    script = sites.parent / "night.py"
    script.write_text(NIGHT, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, str(script), str(folder), str(sites)],
        env={"PYTHONPATH": str(Path(__file__).parents[3]), "PATH": "/usr/bin:/bin"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def outcome(folder: Path) -> dict[str, Any]:
    """What the vault and the dataset hold, but for times and the names of runs."""
    vault = Vault(folder / "raw")
    files = sorted(
        str(path.relative_to(folder))
        for path in (folder / "raw" / "vault").rglob("*")
        if path.is_file() and "_crawl" not in path.parts
    )
    rows = sorted((r.url, r.sha256, r.state, r.title) for r in rows_of(read_manifest(vault)))
    with duckdb.connect(str(folder / "curated" / "gouji.duckdb"), read_only=True) as dataset:
        tables = {
            name: sorted(map(repr, dataset.execute(f"SELECT {what} FROM {name}").fetchall()))
            for name, what in SAME.items()
        }
    return {"files": files, "rows": rows, **tables}


@pytest.mark.long
def test_nights_killed_fifty_times_end_as_an_undisturbed_one(tmp_path: Path) -> None:
    chance = random.Random(7)
    with Web("trs", "jpage") as web:
        sites = tmp_path / "sites"
        web.sites(sites, pace=0.02)
        started = time.monotonic()
        assert start(tmp_path / "whole", sites).wait(300) == 0
        seconds = time.monotonic() - started
        whole = outcome(tmp_path / "whole")
        assert whole["facts"]
        for round_number in range(ROUNDS):
            folder = tmp_path / f"killed{round_number}"
            for _ in range(KILLS // ROUNDS):
                process = start(folder, sites)
                time.sleep(chance.uniform(0, seconds))
                process.kill()
                process.wait(60)
            assert start(folder, sites).wait(300) == 0
            assert outcome(folder) == whole
