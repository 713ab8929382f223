"""The build as a Prefect flow: on a server of its own, and on a schedule."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.conftest import ROOT, Gouji, write_raw
from tests.flows.prefect_server import deployed, get, processes, wait

pytestmark = pytest.mark.slow
SECONDS_TO_COMPLETE = 300


def test_a_build_ends_with_its_summary_and_queries_that_work(tmp_path: Path, gouji: Gouji) -> None:
    write_raw(tmp_path / "data" / "raw")
    done = gouji("build", "--home", tmp_path)
    assert done.returncode == 0, done.stderr
    for words in ("6  accepted 采用", "facts / 事实: 1,200", "T3_ROW[handled_total]"):
        assert words in done.stdout
    for line in done.stdout.splitlines():
        if line.strip().startswith("gouji sql"):
            query = line.split('"')[1]
            found = gouji("sql", query, "--format", "csv", "--home", tmp_path)
            assert found.returncode == 0, found.stderr
            assert len(found.stdout.splitlines()) > 1
    assert "Traceback" not in done.stderr
    assert "INFO" not in done.stderr


def test_a_killed_build_leaves_no_server_behind(tmp_path: Path) -> None:
    write_raw(tmp_path / "raw")
    home = tmp_path / "prefect"
    build = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "build", "--raw", str(tmp_path / "raw"),
         "--curated", str(tmp_path / "curated")],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PREFECT_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    wait(lambda: len(processes(home)) > 1, 120)
    build.send_signal(signal.SIGKILL)
    build.wait()
    wait(lambda: not processes(home), 30)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a Prefect server and worker at work."""
    with deployed(tmp_path, "gouji-build/daily") as env:
        yield env


@pytest.mark.long
def test_a_scheduled_run_completes_and_leaves_its_artifacts(
    server: dict[str, str], tmp_path: Path
) -> None:
    write_raw(tmp_path / "raw")
    completed = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}}
    wait(lambda: bool(get(server, "flow_runs/filter", completed)), SECONDS_TO_COMPLETE)
    artifacts = get(server, "artifacts/latest/filter", {})
    found = {artifact["key"]: json.loads(artifact["data"]) for artifact in artifacts}
    assert {"what": "facts / 事实", "number": 1200} in found["gouji-build-summary"]
    assert found["gouji-broken-identities"][0]["year"] == 2023
    assert (tmp_path / "curated" / "gouji.duckdb").is_file()
