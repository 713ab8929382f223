"""``gouji nightly``: a night, now and here. ``gouji serve``: every night, until it is ended."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from datetime import timedelta
from typing import Any

from flows.failure import USAGE, Failure
from flows.guard import guard
from flows.run import run_quietly
from flows.settings import settings_file

NAME, ZONE = "nightly", "Asia/Shanghai"
HOST = "127.0.0.1"
CRON_FIELDS = 5
SECONDS_TO_START = 180.0


def nightly(arguments: argparse.Namespace) -> int:
    """Run the flow now, in this process, on a server that ends with it unless one is set.

    Raises:
        Failure: a step failed.
    """

    def night() -> dict[str, Any]:
        from flows.nightly.flow import nightly_flow

        done: dict[str, Any] = nightly_flow(**parameters(arguments))
        return done

    done = run_quietly(night)
    for trouble in done["troubles"]:
        print(f"not told / 未能通知: {trouble}", file=sys.stderr)
    counts = ", ".join(f"{kind} {number:,}" for kind, number in done["changes"].items())
    print(f"{done['verdict']}: version {done['version']}; {counts or 'nothing changed / 没有变化'}")
    print(f"page / 页面: {done['page']}")
    return 0


def serve(arguments: argparse.Namespace) -> int:
    """Keep a runner of the flow by its schedule, with a server of its own unless one is set.

    Raises:
        Failure: the server does not start, or an option is wrong.
    """
    chosen = parameters(arguments)
    if len(arguments.cron.split()) != CRON_FIELDS:
        raise Failure(
            f"--cron {arguments.cron!r}: {CRON_FIELDS} fields make a schedule",
            f"--cron 应有 {CRON_FIELDS} 项：{arguments.cron}",
            USAGE,
        )
    guard()
    address = os.environ.get("PREFECT_API_URL") or _start_server(arguments.port)
    os.environ["PREFECT_API_URL"] = address
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.schedules import Cron, Interval
    from prefect.types.entrypoint import EntrypointType

    from flows.nightly.flow import nightly_flow

    schedule = (
        Interval(timedelta(seconds=arguments.interval))
        if arguments.interval
        else Cron(arguments.cron, timezone=ZONE)
    )
    print(f"server / 服务: {address.removesuffix('/api')}", flush=True)
    one = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE)
    nightly_flow.serve(
        name=NAME,
        schedule=schedule,
        parameters=chosen,
        limit=1,
        global_limit=one,
        # A night that was missed is made up for when this is started again.
        pause_on_shutdown=False,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return 0


def parameters(arguments: argparse.Namespace) -> dict[str, Any]:
    """The parameters of the flow for these options, every path from the root on.

    Raises:
        Failure: an option is wrong.
    """
    from flows.nightly.options import plan

    chosen = plan(
        arguments.raw, arguments.curated, arguments.workers, arguments.home, arguments.settings,
        arguments.sites, arguments.allow_network, arguments.hours,
    )  # fmt: skip
    file = settings_file(arguments.settings, arguments.home)
    return {
        "raw": str(chosen.settings.raw),
        "curated": str(chosen.settings.curated),
        "workers": arguments.workers,
        "settings": str(file) if file else None,
        "sites": [os.path.abspath(folder) for folder in chosen.sites] or None,  # noqa: PTH100
        "networks": list(chosen.networks) or None,
        "hours": arguments.hours,
    }


def _start_server(port: int) -> str:
    """Start Prefect's server on this machine only; its address. It ends with this process."""
    address = f"http://{HOST}:{port}/api"
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    server = subprocess.Popen(
        [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)],
        env={**os.environ, "PREFECT_API_URL": address, "PREFECT_UI_API_URL": address},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        with (
            suppress(urllib.error.URLError, OSError),
            urllib.request.urlopen(f"{address}/health", timeout=5),
        ):
            return address
        time.sleep(0.5)
    server.terminate()
    raise Failure(
        f"the server does not start on port {port}: is another one there? (--port)",
        f"无法在端口 {port} 启动服务，可能已被占用（--port）",
        USAGE,
    )
