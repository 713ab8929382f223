"""Where a build reads and writes, how much it may use at once, and how much of a file it reads."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.limits import DEFAULT_LIMITS, Limits

FILE_NAME = "gouji.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """The folders and bounds of a build.

    `raw` holds the report files, `curated` the dataset. A batch is what one
    worker process reads at a time: at most `batch_files` files and about
    `batch_bytes` bytes. `memory_limit` is DuckDB's, in its own notation;
    `limits` are those for each file.
    """

    raw: Path
    curated: Path
    workers: int
    batch_files: int = 200
    batch_bytes: int = 64 * 1024 * 1024
    memory_limit: str = "1GB"
    limits: Limits = DEFAULT_LIMITS
    corrections_file: Path | None = None

    @property
    def corrections(self) -> Path:
        """The reviewed corrections: the file named, or ``corrections.csv`` beside `raw`."""
        return self.corrections_file or self.raw.parent / "corrections.csv"

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
    file: Path | str | None = None,
    limits: Mapping[str, Any] | None = None,
) -> Settings:
    """The settings for these options.

    A folder is, in this order: the option given; the environment's GOUJI_RAW or
    GOUJI_CURATED; ``data/raw`` or ``data/curated`` below `home`, which is the
    current directory unless given. Paths become absolute here, once. The limits
    are those given, else those of `file`: the option, GOUJI_SETTINGS, or a
    ``gouji.toml`` in `home` if there is one.

    Raises:
        Failure: the limits are not what can be set.
    """
    env = os.environ if environment is None else environment
    base = Path(home or ".")
    named, reviewed = file or env.get("GOUJI_SETTINGS"), env.get("GOUJI_CORRECTIONS")
    return Settings(
        raw=_absolute(raw or env.get("GOUJI_RAW") or base / "data" / "raw"),
        curated=_absolute(curated or env.get("GOUJI_CURATED") or base / "data" / "curated"),
        workers=workers or len(os.sched_getaffinity(0)),
        limits=_limits(limits, Path(named) if named else None, base),
        corrections_file=_absolute(reviewed) if reviewed else None,
    )


def _limits(given: Mapping[str, Any] | None, file: Path | None, base: Path) -> Limits:
    usual = base / FILE_NAME
    if given is None and file is None and not usual.is_file():
        return DEFAULT_LIMITS
    # Most builds have the default limits, and need nothing of what sets others.
    from flows.limits import limits_from, load_limits

    return load_limits(file or usual) if given is None else limits_from(given)


def _absolute(path: Path | str) -> Path:
    return Path(os.path.abspath(Path(path).expanduser()))  # noqa: PTH100 - keeps links as given
