"""Files that are there whole or not at all, whatever ends the program while they are written."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flows.failure import Failure, is_disk_full

# A name that the raw folder passes over (``flows/ignored.csv``).
UNFINISHED_END = ".tmp"
FORGOTTEN_AFTER = 24 * 3600.0
"""Seconds after which an unfinished file is nobody's any more."""


def write_whole(path: Path, data: bytes, unfinished: Path | None = None) -> None:
    """Put a file in place under its name by a rename, once its bytes are on the disk.

    `unfinished` is the folder it is written in, on the same disk; beside it, unless given.

    Raises:
        Failure: the disk is full; nothing has changed.
    """
    folder = unfinished or path.parent
    with disk_full_is_named(path):
        make_folder(folder)
        make_folder(path.parent)
        new = folder / f"{path.name[:100]}.{secrets.token_hex(8)}{UNFINISHED_END}"
        try:
            with new.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
        finally:
            with suppress(OSError):
                new.unlink(missing_ok=True)
        sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each lasting once this returns."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Have what was renamed, made or removed in a folder last."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def tidy(unfinished: Path) -> None:
    """Remove what killed crawls left; a crawl at work finishes a file at once."""
    for path in unfinished.glob(f"*{UNFINISHED_END}"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > FORGOTTEN_AFTER:
                path.unlink()


@contextmanager
def disk_full_is_named(path: Path) -> Iterator[None]:
    """Turn the system's word for a full disk into a failure that names the place."""
    try:
        yield
    except OSError as error:
        if is_disk_full(error):
            raise Failure(
                f"no space left for {path.parent}; what was fetched before is kept",
                f"{path.parent} 所在磁盘已满；此前抓取的内容均已保存",
            ) from error
        raise
