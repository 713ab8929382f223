"""The journal of a crawl: what it saw, a line an observation, on the disk before it goes on."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from flows.crawl.files import disk_full_is_named, make_folder, sync_folder
from flows.crawl.row import Row
from flows.crawl.vault import Vault

_FOLDER, _END = "journals", ".jsonl"


class Journal:
    """The journal of one crawl, which holds a lock on it as long as it lives.

    Raises:
        Failure: the disk is full; what was written before is whole.
    """

    def __init__(self, vault: Vault, run: str) -> None:
        self.path = vault.records / _FOLDER / f"{run}{_END}"
        with disk_full_is_named(self.path):
            make_folder(self.path.parent)
            self._file = self.path.open("xb", buffering=0)
            fcntl.flock(self._file, fcntl.LOCK_EX)
            sync_folder(self.path.parent)
        self._length = 0

    def write(self, rows: Iterable[Row]) -> None:
        """Add observations; they are on the disk when this returns."""
        data = b"".join(_line(row) for row in rows)
        if not data:
            return
        with disk_full_is_named(self.path):
            try:
                written = 0
                while written < len(data):
                    written += self._file.write(data[written:])
                os.fsync(self._file)
            except OSError:
                # Half a line must not spoil one that follows.
                with suppress(OSError):
                    self._file.truncate(self._length)
                    self._file.seek(self._length)
                raise
        self._length += len(data)

    def close(self) -> None:
        """Let it be compacted."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def journals(vault: Vault) -> list[Path]:
    """The journals that are not compacted yet, also those of crawls at work."""
    return sorted((vault.records / _FOLDER).glob(f"*{_END}"))


@contextmanager
def abandoned(vault: Vault) -> Iterator[list[Path]]:
    """The journals that no crawl writes to any more: it has ended, or was killed."""
    with ExitStack() as stack:
        over = []
        for path in journals(vault):
            with suppress(FileNotFoundError, BlockingIOError):
                file = stack.enter_context(path.open("rb"))
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                over.append(path)
        yield over


def read_lines(path: Path) -> Iterator[Mapping[str, Any]]:
    """The observations of a journal; a line that its crawl did not finish is none."""
    with path.open("rb") as file:
        for line in file:
            if not line.endswith(b"\n"):
                return
            with suppress(ValueError):
                held = json.loads(line)
                if isinstance(held, dict):
                    yield held


def _line(row: Row) -> bytes:
    held = {name: _plain(value) for name, value in asdict(row).items() if value not in ("", None)}
    # `sha256` may be empty, and is a part of the key.
    held.setdefault("sha256", "")
    held.setdefault("url", "")
    return json.dumps(held, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
