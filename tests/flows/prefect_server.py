"""A Prefect server and worker of a test's own, with a deployment of ``prefect.yaml`` on them."""

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
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.flows.conftest import ROOT


@contextmanager
def deployed(folder: Path, name: str, *options: str, **more: str) -> Iterator[dict[str, str]]:
    """The environment of a server and worker at work on the deployment ``flow/name``, each minute.

    `options` are those of ``prefect deploy``, `more` is added to the environment.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {
        **os.environ,
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "GOUJI_RAW": str(folder / "raw"),
        "GOUJI_CURATED": str(folder / "curated"),
        **more,
    }
    prefect = [sys.executable, "-m", "prefect"]
    deploy = ["--no-prompt", "deploy", "--name", name.partition("/")[2], *options]
    log = (folder / "server.log").open("wb")
    running = [
        subprocess.Popen(
            [*prefect, "server", "start", "--host", "127.0.0.1", "--port", str(port)],
            env=env, stdout=log, stderr=log,
        )
    ]  # fmt: skip
    try:
        wait(lambda: get(env, "health") is not None, 120)
        for command in (
            ["work-pool", "create", "gouji", "--type", "process"],
            deploy,
            ["deployment", "schedule", "create", name, "--interval", "60"],
        ):
            subprocess.run([*prefect, *command], env=env, cwd=ROOT, check=True, stdout=log)
        worker = [*prefect, "worker", "start", "--pool", "gouji"]
        running.append(subprocess.Popen(worker, env=env, cwd=ROOT, stdout=log, stderr=log))
        yield env
    finally:
        # A worker would wait for the run that has just begun, and a run outlives its worker.
        for each in processes(folder / "prefect"):
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        for process in running:
            process.wait(60)
        log.close()


def get(env: dict[str, str], path: str, body: dict[str, Any] | None = None) -> Any:
    """What the server answers; None when it does not."""
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


def wait(ready: Callable[[], bool], seconds: float) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.5)


def processes(home: Path) -> list[int]:
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
