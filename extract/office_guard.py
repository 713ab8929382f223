"""Runs LibreOffice within bounds, and ends it with whoever asked: a program of its own.

python -I -S office_guard.py FOLDER SECONDS MEMORY FILE_BYTES COMMAND...

It writes one line: the command's exit status, or ``late``. Then it waits until
its input is closed, which also happens when the one who asked is killed. Before
it ends nothing of the command is left: no process, no FOLDER, no socket.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

LATE = "late"
PROFILE = "profile"
# LibreOffice names its socket so, and leaves it behind when it is killed.
_SOCKETS = "OSL_PIPE_{user}_SingleOfficeIPC_{profile}"
_SOCKET_FOLDERS = ("/tmp", "/var/tmp")


def main(folder: Path, seconds: float, memory: int, file_bytes: int, command: list[str]) -> None:
    """Run the command; its working folder, profile and temporary files are in `folder`."""
    for kind, bound in (
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        most = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (bound if most < 0 else min(bound, most), most))
    office = subprocess.Popen(
        command,
        cwd=folder,
        env={
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(folder),
            "TMPDIR": str(folder),
            "LC_ALL": "C.UTF-8",
            "SAL_USE_VCLPLUGIN": "svp",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    asked = threading.Thread(target=_wait_for_asker, args=(office.pid,))
    asked.start()
    try:
        status = str(office.wait(seconds))
    except subprocess.TimeoutExpired:
        status = LATE
    _kill(office.pid)
    office.wait()
    with contextlib.suppress(OSError):
        print(status, flush=True)
    asked.join()
    _remove(folder)


def _wait_for_asker(group: int) -> None:
    sys.stdin.buffer.read()
    _kill(group)


def _kill(group: int) -> None:
    with contextlib.suppress(OSError):
        os.killpg(group, signal.SIGKILL)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    profile = (folder / PROFILE).as_uri()
    digest = hashlib.md5(profile.encode("utf-16-le"), usedforsecurity=False).digest()
    name = _SOCKETS.format(user=os.getuid(), profile="".join(f"{byte:x}" for byte in digest))
    for place in _SOCKET_FOLDERS:
        (Path(place) / name).unlink(missing_ok=True)


if __name__ == "__main__":
    where, at_most, memory_bytes, size, *words = sys.argv[1:]
    main(Path(where), float(at_most), int(memory_bytes), int(size), words)
