"""The build as a Prefect flow: on a server of its own, and on a schedule."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.flows.conftest import ROOT, Gouji, write_raw

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
    _wait(lambda: len(_processes(home)) > 1, 120)
    build.send_signal(signal.SIGKILL)
    build.wait()
    _wait(lambda: not _processes(home), 30)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a Prefect server and worker at work."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {
        **os.environ,
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "GOUJI_RAW": str(tmp_path / "raw"),
        "GOUJI_CURATED": str(tmp_path / "curated"),
    }
    prefect = [sys.executable, "-m", "prefect"]
    log = (tmp_path / "server.log").open("wb")
    running = [
        subprocess.Popen(
            [*prefect, "server", "start", "--host", "127.0.0.1", "--port", str(port)],
            env=env, stdout=log, stderr=log,
        )
    ]  # fmt: skip
    try:
        _wait(lambda: _get(env, "health") is not None, 120)
        for command in (
            ["work-pool", "create", "gouji", "--type", "process"],
            ["--no-prompt", "deploy", "--name", "daily"],
            ["deployment", "schedule", "create", "gouji-build/daily", "--interval", "60"],
        ):
            subprocess.run([*prefect, *command], env=env, cwd=ROOT, check=True, stdout=log)
        worker = [*prefect, "worker", "start", "--pool", "gouji"]
        running.append(subprocess.Popen(worker, env=env, cwd=ROOT, stdout=log, stderr=log))
        yield env
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait(60)
        log.close()


def test_a_scheduled_run_completes_and_leaves_its_artifacts(
    server: dict[str, str], tmp_path: Path
) -> None:
    write_raw(tmp_path / "raw")
    completed = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}}
    _wait(lambda: bool(_get(server, "flow_runs/filter", completed)), SECONDS_TO_COMPLETE)
    artifacts = _get(server, "artifacts/latest/filter", {})
    found = {artifact["key"]: json.loads(artifact["data"]) for artifact in artifacts}
    assert {"what": "facts / 事实", "number": 1200} in found["gouji-build-summary"]
    assert found["gouji-broken-identities"][0]["year"] == 2023
    assert (tmp_path / "curated" / "gouji.duckdb").is_file()


def _get(env: dict[str, str], path: str, body: dict[str, Any] | None = None) -> Any:
    request = urllib.request.Request(
        f"{env['PREFECT_API_URL']}/{path}",
        None if body is None else json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None


def _processes(home: Path) -> list[int]:
    """The processes started with this Prefect home, but for the one that asks."""
    mark = f"PREFECT_HOME={home}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def _wait(ready: Any, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.5)
