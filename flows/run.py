"""A build from the command line: the Prefect flow, quietly, on a server of its own."""

from __future__ import annotations

import logging
import os
import traceback
from dataclasses import asdict

from flows.guard import guard
from flows.settings import Settings
from flows.verify import DEEP, USUAL

# Set before Prefect is imported; whoever sets them otherwise is obeyed.
QUIETLY = {
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    # The first server on a machine makes its database, which takes a while.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}


def build_here(settings: Settings) -> None:
    """Run the build flow now, in this process.

    Raises:
        Failure: the work was not done.
    """
    given = dict(os.environ)
    for name, value in QUIETLY.items():
        os.environ.setdefault(name, value)
    guard()
    from flows.build import build_flow

    if "PREFECT_LOGGING_LEVEL" not in given:
        logging.disable(logging.INFO)
    try:
        limits = asdict(settings.limits)
        verify = DEEP if settings.deep else USUAL
        folders = (str(settings.raw), str(settings.curated))
        build_flow(*folders, settings.workers, limits, verify, settings.versions)
    except BaseException as error:
        # Prefect keeps the error, and the error keeps connections in its frames alive
        # until after DuckDB has gone, which then complains on the terminal.
        traceback.clear_frames(error.__traceback__)
        raise
