"""Publication, whole or not at all: versions of the dataset, and the links to the current one.

``.versions/<number>/`` holds a complete dataset; ``current`` is a link to one of
them and is replaced by a rename; the names that users open (``facts``,
``gouji.duckdb`` …) are links through ``current`` and never change.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from flows.failure import Failure

CURRENT = "current"
RECORD_FILE = "build.json"
VERSIONS_KEPT = 2


@dataclass(frozen=True, slots=True)
class Record:
    """What a version was built from: enough to know whether there is anything to do."""

    number: int
    run_id: str
    fingerprint: str
    reading_fingerprint: str
    inputs: str


def current(curated: Path) -> Path | None:
    """The folder of the current version; None when nothing has been published."""
    folder = curated / CURRENT
    return folder if (folder / RECORD_FILE).is_file() else None


def record(version: Path | None) -> Record | None:
    """What a version was built from; None when there is no such version."""
    if version is None:
        return None
    try:
        return Record(**json.loads((version / RECORD_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


@contextmanager
def lock(curated: Path) -> Iterator[None]:
    """Hold the folder for one build.

    Raises:
        Failure: another build is at work there, or the folder cannot be written.
    """
    try:
        (curated / ".work").mkdir(parents=True, exist_ok=True)
        handle = (curated / ".work" / "lock").open("a")
    except OSError as error:
        raise Failure(
            f"cannot write to {curated}: {error.strerror}", f"无法写入 {curated}：{error.strerror}"
        ) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Failure(
                f"another build is writing to {curated}", f"另一个构建正在写入 {curated}"
            ) from error
        yield


def new_stage(curated: Path) -> Path:
    """An empty folder for the next version; what a killed build left there is removed."""
    stage = curated / ".versions" / "unfinished"
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    return stage


def next_number(curated: Path) -> int:
    """The number of the version to be published next."""
    return max(_versions(curated), default=0) + 1


def publish(curated: Path, stage: Path, made: Record) -> Path:
    """Make a finished stage the current version; its folder.

    Until the last rename, readers see the version before.
    """
    text = json.dumps(asdict(made), indent=2) + "\n"
    (stage / RECORD_FILE).write_text(text, encoding="utf-8")
    _sync(stage)
    names = sorted(path.name for path in stage.iterdir() if path.name != RECORD_FILE)
    version = curated / ".versions" / f"{made.number:06d}"
    stage.rename(version)
    _sync_folder(version.parent)
    _link(curated / CURRENT, Path(".versions") / version.name)
    for name in names:
        _link(curated / name, Path(CURRENT) / name)
    _sync_folder(curated)
    return version


def check(curated: Path, names: Iterable[str]) -> None:
    """See before any work that the links can be made.

    Raises:
        Failure: something else stands in the place of a link.
    """
    for path in (curated / CURRENT, *(curated / name for name in names)):
        if path.exists() and not path.is_symlink():
            raise Failure(
                f"{path} is in the way: it is not a link that gouji made; move it elsewhere",
                f"{path} 不是本程序建立的链接，请移走",
            )


def tidy(curated: Path) -> None:
    """Remove old versions, and those that a killed build completed but did not make current."""
    versions = {f"{number:06d}" for number in _versions(curated)}
    now = (curated / CURRENT).readlink().name if (curated / CURRENT).is_symlink() else ""
    kept = sorted(name for name in versions if name <= now)[-VERSIONS_KEPT:]
    for name in versions.difference(kept):
        shutil.rmtree(curated / ".versions" / name, ignore_errors=True)


def _versions(curated: Path) -> list[int]:
    folder = curated / ".versions"
    return [int(path.name) for path in folder.glob("[0-9]*")] if folder.is_dir() else []


def _link(path: Path, target: Path) -> None:
    if path.is_symlink() and path.readlink() == target:
        return
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    new.replace(path)


def _sync(folder: Path) -> None:
    for below, _, files in os.walk(folder):
        for name in files:
            _sync_folder(Path(below) / name)
        _sync_folder(Path(below))


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
