"""Where a build reads and writes, how much it may use at once, and how much of a file it reads."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.limits import DEFAULT_LIMITS, Limits

FILE_NAME = "gouji.toml"
VERSIONS_KEPT = 7


@dataclass(frozen=True, slots=True)
class Settings:
    """The folders and bounds of a build.

    `raw` holds the report files, `curated` the dataset. A batch is what one
    worker process reads at a time: at most `batch_files` files and about
    `batch_bytes` bytes. `memory_limit` is DuckDB's, in its own notation;
    `limits` are those for each file; `versions` of the dataset are kept.
    With `deep` the text of PDF files is held against the pictures of its pages.
    """

    raw: Path
    curated: Path
    workers: int
    batch_files: int = 200
    batch_bytes: int = 64 * 1024 * 1024
    memory_limit: str = "1GB"
    limits: Limits = DEFAULT_LIMITS
    versions: int = VERSIONS_KEPT
    deep: bool = False
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
    versions: int | None = None,
    verify: str | None = None,
) -> Settings:
    """The settings for these options.

    A folder is, in this order: the option given; the environment's GOUJI_RAW or
    GOUJI_CURATED; ``data/raw`` or ``data/curated`` below `home`, which is the
    current directory unless given. Paths become absolute here, once. The limits,
    the number of versions kept and `verify` (``deep`` or ``usual``) are those
    given, else those of `file`: the option, GOUJI_SETTINGS, or a ``gouji.toml``
    in `home` if there is one.

    Raises:
        Failure: the file holds what cannot be set.
    """
    env = os.environ if environment is None else environment
    base = Path(home or ".")
    reviewed, path = env.get("GOUJI_CORRECTIONS"), settings_file(file, home, env)
    return Settings(
        raw=_absolute(raw or env.get("GOUJI_RAW") or base / "data" / "raw"),
        curated=_absolute(curated or env.get("GOUJI_CURATED") or base / "data" / "curated"),
        workers=workers or len(os.sched_getaffinity(0)),
        limits=_limits(limits, path),
        versions=versions or _versions(path),
        deep=_deep(verify, path),
        corrections_file=_absolute(reviewed) if reviewed else None,
    )


def settings_file(
    file: Path | str | None = None,
    home: Path | str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Path | None:
    """The file of settings: the option, GOUJI_SETTINGS, or ``gouji.toml`` in `home` if it is there.

    None: there is none, and everything has its default.
    """
    env = os.environ if environment is None else environment
    if named := file or env.get("GOUJI_SETTINGS"):
        return _absolute(named)
    usual = Path(home or ".") / FILE_NAME
    return _absolute(usual) if usual.is_file() else None


def _limits(given: Mapping[str, Any] | None, path: Path | None) -> Limits:
    if given is None and path is None:
        return DEFAULT_LIMITS
    # Most builds have the default limits, and need nothing of what sets others.
    from flows.limits import limits_from, load_limits

    return load_limits(path) if given is None and path else limits_from(given or {})


def _versions(path: Path | None) -> int:
    if path is None:
        return VERSIONS_KEPT
    from flows.options import fitting, section

    usual = {"kept": VERSIONS_KEPT}
    found: int = {**usual, **fitting(section(path, "versions"), usual, path)}["kept"]
    return found


def _deep(given: str | None, path: Path | None) -> bool:
    if given is None and path is None:
        return False
    from flows.verify import is_deep

    return is_deep(given, path)


def _absolute(path: Path | str) -> Path:
    return Path(os.path.abspath(Path(path).expanduser()))  # noqa: PTH100 - keeps links as given
