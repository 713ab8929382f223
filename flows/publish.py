"""Publication, whole or not at all: versions of the dataset, and the links to the current one.

``.versions/<number>/`` holds a complete dataset; ``current`` is a link to one of
them and is replaced by a rename; the names that users open (``facts``,
``gouji.duckdb`` …) are links through ``current`` and never change. The last
versions are kept; a file that is the same in two of them lies on the disk once.
"""

from __future__ import annotations

import fcntl
import filecmp
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from flows.failure import Failure

CURRENT = "current"
RECORD_FILE = "build.json"


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


def versions(curated: Path) -> dict[int, Path]:
    """The folders of all published versions by their numbers, in that order."""
    now = _current_name(curated)
    return {
        number: path
        for number in sorted(_versions(curated))
        if (path := _folder(curated, number)).name <= now and (path / RECORD_FILE).is_file()
    }


@contextmanager
def lock(curated: Path, name: str = "lock") -> Iterator[None]:
    """Hold the folder for one build; under another `name` for one of something else.

    Raises:
        Failure: another one is at work there, or the folder cannot be written.
    """
    try:
        (curated / ".work").mkdir(parents=True, exist_ok=True)
        handle = (curated / ".work" / name).open("a")
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

    Until the last rename, readers see the version before. It may be called
    again after it failed.
    """
    version = _folder(curated, made.number)
    if stage.is_dir():
        text = json.dumps(asdict(made), indent=2) + "\n"
        (stage / RECORD_FILE).write_text(text, encoding="utf-8")
        _share(stage, current(curated))
        _sync(stage)
        stage.rename(version)
    names = sorted(path.name for path in version.iterdir() if path.name != RECORD_FILE)
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


def tidy(curated: Path, kept: int) -> None:
    """Remove all but the last versions, and those that a killed build did not make current."""
    names = {_folder(curated, number).name for number in _versions(curated)}
    now = _current_name(curated)
    staying = sorted(name for name in names if name <= now)[-kept:]
    for name in names.difference(staying):
        shutil.rmtree(curated / ".versions" / name, ignore_errors=True)


def _folder(curated: Path, number: int) -> Path:
    return curated / ".versions" / f"{number:06d}"


def _current_name(curated: Path) -> str:
    """The name of the current version's folder; smaller than any when there is none."""
    return (curated / CURRENT).readlink().name if (curated / CURRENT).is_symlink() else ""


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


def _share(stage: Path, before: Path | None) -> None:
    """Put links to the version before in the place of files that are the same there."""
    if before is None:
        return
    for path in stage.rglob("*.parquet"):
        old = before / path.relative_to(stage)
        if old.is_file() and filecmp.cmp(old, path, shallow=False):
            shared = path.with_name(f".{path.name}.shared")
            # A file system without hard links only needs more room.
            with suppress(OSError):
                os.link(old, shared)
                shared.replace(path)


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
