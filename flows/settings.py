"""Where a build reads and writes, and how much it may use at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """The folders and bounds of a build.

    `raw` holds the report files, `curated` the dataset. A batch is what one
    worker process reads at a time: at most `batch_files` files and about
    `batch_bytes` bytes. A file that takes longer than `seconds_per_file` is
    given up. `memory_limit` is DuckDB's, in its own notation.
    """

    raw: Path
    curated: Path
    workers: int
    batch_files: int = 200
    batch_bytes: int = 64 * 1024 * 1024
    seconds_per_file: float = 300.0
    memory_limit: str = "1GB"

    @property
    def work(self) -> Path:
        """What may be deleted at any time: it only saves reading again."""
        return self.curated / ".work"


def settings(
    raw: Path | str | None = None,
    curated: Path | str | None = None,
    workers: int | None = None,
    home: Path | str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """The settings for these options.

    A folder is, in this order: the option given; the environment's GOUJI_RAW or
    GOUJI_CURATED; ``data/raw`` or ``data/curated`` below `home`, which is the
    current directory unless given. Paths become absolute here, once.
    """
    env = os.environ if environment is None else environment
    base = Path(home or ".")
    return Settings(
        raw=_absolute(raw or env.get("GOUJI_RAW") or base / "data" / "raw"),
        curated=_absolute(curated or env.get("GOUJI_CURATED") or base / "data" / "curated"),
        workers=workers or len(os.sched_getaffinity(0)),
    )


def _absolute(path: Path | str) -> Path:
    return Path(os.path.abspath(Path(path).expanduser()))  # noqa: PTH100 - keeps links as given
