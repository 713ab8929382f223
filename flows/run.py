"""Flows from the command line: Prefect, quietly, on a server of its own."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Callable
from dataclasses import asdict
from typing import TypeVar

from flows.guard import guard
from flows.settings import Settings
from flows.verify import DEEP, USUAL

T = TypeVar("T")
# Set before Prefect is imported; whoever sets them otherwise is obeyed.
QUIETLY = {
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    # The first server on a machine makes its database, which takes a while.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}


def run_quietly(flow: Callable[[], T]) -> T:
    """Run a flow now, in this process, on a server that ends with it unless one is set.

    `flow` imports what it runs: Prefect takes its settings when it is imported.
    """
    given = dict(os.environ)
    for name, value in QUIETLY.items():
        os.environ.setdefault(name, value)
    guard()
    if "PREFECT_LOGGING_LEVEL" not in given:
        logging.disable(logging.INFO)
    try:
        return flow()
    except BaseException as error:
        # Prefect keeps the error, and the error keeps connections in its frames alive
        # until after DuckDB has gone, which then complains on the terminal.
        traceback.clear_frames(error.__traceback__)
        raise


def build_here(settings: Settings) -> None:
    """Run the build flow now, in this process.

    Raises:
        Failure: the work was not done.
    """

    def build() -> None:
        from flows.build import build_flow

        limits = asdict(settings.limits)
        verify = DEEP if settings.deep else USUAL
        folders = (str(settings.raw), str(settings.curated))
        build_flow(*folders, settings.workers, limits, verify, settings.versions)

    run_quietly(build)
