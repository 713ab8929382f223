"""Ends what a build started when the build itself was killed.

Prefect's own server is a process that outlives a killed parent. The guard is
another, that does nothing but wait for its parent's end of a pipe to close, and
then ends whatever still carries the mark that the parent set in its environment.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

MARK = "GOUJI_STARTED_BY"
_guards: list[subprocess.Popen[bytes]] = []


def guard() -> None:
    """Mark all processes started from now on, and have them end with this one."""
    mark = f"{MARK}={secrets.token_hex(8)}"
    os.environ[MARK] = mark.partition("=")[2]
    # Kept, so that the pipe stays open as long as this process lives.
    _guards.append(_start(mark))


def _start(mark: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-S", str(Path(__file__)), mark],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _end_marked(mark: bytes) -> None:
    for folder in Path("/proc").glob("[0-9]*"):
        # A process that has gone, or is another user's, is none of ours.
        with contextlib.suppress(OSError):
            marked = mark in (folder / "environ").read_bytes().split(b"\0")
            if marked and int(folder.name) != os.getpid():
                os.kill(int(folder.name), signal.SIGTERM)


if __name__ == "__main__":
    sys.stdin.buffer.read()
    _end_marked(sys.argv[1].encode())
