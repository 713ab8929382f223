"""A crawl that is killed at any moment and run again ends where an undisturbed one does."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.crawl.child import run_child
from flows.crawl.job import Job
from flows.crawl.manifest import read_manifest, rows_of
from flows.crawl.result import CrawlResult, load_result
from flows.crawl.vault import Vault
from tests.flows.conftest import ROOT
from tests.flows.crawl.bounded import bounds
from tests.flows.crawl.parts import PARTS
from tests.flows.crawl.server import Reply, Server, links, report
from tests.flows.crawl.test_vault import held

REPORTS = 8
REQUESTS = 2 + 2 * REPORTS + 1
Outcome = tuple[set[str], list[tuple[str, str, str, str, str, str]]]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        pages = [f"/{number}" for number in range(REPORTS)]
        server.replies["/list"] = links(*pages, "/other")
        server.replies["/other"] = Reply(b"something else")
        for page in pages:
            server.replies[page] = report(page, f"{page}.pdf")
            server.replies[f"{page}.pdf"] = report(f"hanging on {page}")
        yield server


def start(raw: Path, server: Server) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.flows.crawl.once", str(raw), server.host]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})


def outcome(raw: Path) -> Outcome:
    """What is in the vault, and what the manifest says but for times."""
    rows = rows_of(read_manifest(Vault(raw)))
    said = [(r.url, r.sha256, r.path, r.state, r.parent_url, r.title) for r in rows]
    return set(held(raw)), said


def undisturbed(tmp_path: Path, server: Server) -> Outcome:
    assert start(tmp_path / "whole", server).wait(120) == 0
    assert len(server.seen) == REQUESTS
    return outcome(tmp_path / "whole")


def begun(raw: Path) -> list[CrawlResult]:
    return [load_result(path) for path in sorted((Vault(raw).records / "runs").glob("*.json"))]


def test_a_killed_crawl_is_made_up_for_by_the_next(tmp_path: Path, server: Server) -> None:
    whole, raw = undisturbed(tmp_path, server), tmp_path / "killed"
    server.seen.clear()
    process = start(raw, server)
    server.wait_for(REQUESTS // 2)
    process.kill()
    process.wait(60)
    [result] = begun(raw)
    assert (result.complete, result.problem) == (False, "not_begun")
    assert start(raw, server).wait(120) == 0
    assert outcome(raw) == whole


def test_two_crawls_at_once_are_as_one(tmp_path: Path, server: Server) -> None:
    whole, raw = undisturbed(tmp_path, server), tmp_path / "both"
    both = [start(raw, server) for _ in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]
    assert outcome(raw) == whole
    assert [result.complete for result in begun(raw)] == [True, True]


def test_a_crawl_whose_child_was_killed_says_so(tmp_path: Path, server: Server) -> None:
    settings = bounds(tmp_path / "raw")
    site = server.site(pace=0.2)
    job = Job(settings, (site,), PARTS, CrawlResult("r1", "", problem="killed"))
    killed = []

    def told(known: int, done: int) -> None:
        for child in _children():
            os.kill(child, signal.SIGKILL)
            killed.append(child)

    result = run_child(job, told)
    assert killed
    assert (result.complete, result.problem) == (False, "killed")


def _children() -> list[int]:
    tasks = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    found = [int(pid) for task in tasks for pid in task.read_text().split()]
    named = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in found}
    return [pid for pid, line in named.items() if b"spawn_main" in line]


@pytest.mark.long
def test_fifty_kills_at_any_moment_lose_and_double_nothing(tmp_path: Path, server: Server) -> None:
    whole, chance = undisturbed(tmp_path, server), random.Random(5)
    for number in range(50):
        raw = tmp_path / f"killed{number // 5}"
        server.seen.clear()
        process = start(raw, server)
        if number % 5 == 4:
            time.sleep(chance.uniform(0, 6))
        else:
            at = chance.randrange(1, 8)
            while len(server.seen) < at and process.poll() is None:
                time.sleep(0.002)
            time.sleep(chance.uniform(0, 0.03))
        process.kill()
        process.wait(60)
        assert set(held(raw)) <= whole[0], "what is in the vault is whole and belongs there"
        if number % 5 == 4:
            assert start(raw, server).wait(120) == 0
            assert outcome(raw) == whole
