"""The raw folder: which files lie there, and what their bytes are."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from flows.failure import USAGE, Failure

IGNORED_FILE = Path(__file__).with_name("ignored.csv")
# A file changed twice within the clock's grain keeps its size and time, so
# a signature this young is not trusted.
SETTLED_NANOSECONDS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """One raw file; `sha256` is empty when it could not be read, and `error` says why."""

    path: str
    size: int
    changed: int
    sha256: str
    error: str = ""

    @property
    def name(self) -> str:
        """The path below the raw folder as text that every reader can store."""
        return os.fsencode(self.path).decode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class Listing:
    """The raw folder at one moment: its files in order of name, and what was passed over."""

    sources: tuple[Source, ...]
    ignored: tuple[tuple[str, str], ...] = ()

    @property
    def digest(self) -> str:
        """The same for the same names and contents, wherever and whenever they are."""
        digest = hashlib.sha256()
        for source in self.sources:
            digest.update(f"{source.name}\0{source.sha256}\0".encode())
        return digest.hexdigest()

    def failed(self, errors: dict[str, str]) -> Listing:
        """This listing with the files at these paths marked as not readable."""
        return replace(
            self,
            sources=tuple(
                replace(source, sha256="", error=errors[source.path])
                if source.path in errors
                else source
                for source in self.sources
            ),
        )


def scan(folder: Path, known: dict[str, Source] | None = None) -> Listing:
    """Everything in `folder` and below it, in order of name.

    A file with the size and time of one in `known` is not read again. Links
    are followed only to files inside the folder; what is passed over is named
    with its rule.

    Raises:
        Failure: there is no such folder.
    """
    if not folder.is_dir():
        raise Failure(
            f"no raw folder {folder}: name it with --raw, or put the reports there",
            f"原始文件夹不存在：{folder}；请用 --raw 指定，或把报告放入其中",
            USAGE,
        )
    ignored: list[tuple[str, str]] = []
    started = time.time_ns()
    sources = [
        _source(folder, path, known or {}, started) for path in sorted(_files(folder, "", ignored))
    ]
    sources.sort(key=lambda source: source.name)
    return Listing(tuple(sources), tuple(sorted(ignored)))


def load_signatures(path: Path) -> dict[str, Source]:
    """The files of the last scan by path; empty when there was none."""
    try:
        entries = json.loads(path.read_text(encoding="ascii"))
        return {entry[0]: Source(*entry) for entry in entries}
    except (OSError, ValueError, TypeError, IndexError):
        return {}


def save_signatures(path: Path, listing: Listing) -> None:
    """Keep sizes, times and hashes, so that the next scan need not read the files."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    entries = [[s.path, s.size, s.changed, s.sha256] for s in listing.sources if s.sha256]
    new.write_text(json.dumps(entries, separators=(",", ":")), encoding="ascii")
    new.replace(path)


@cache
def ignore_rules() -> tuple[tuple[str, str, str, str], ...]:
    """The rules by which a file is passed over: name, pattern, Chinese, English."""
    with IGNORED_FILE.open(encoding="utf-8", newline="") as lines:
        return tuple((r["rule"], r["pattern"], r["zh"], r["en"]) for r in csv.DictReader(lines))


def _files(folder: Path, below: str, ignored: list[tuple[str, str]]) -> Iterator[str]:
    try:
        entries = list(os.scandir(folder / below))
    except OSError:
        yield below  # a folder that cannot be opened is recorded like such a file
        return
    for entry in entries:
        path = f"{below}/{entry.name}" if below else entry.name
        rule = _ignoring_rule(folder, entry)
        if rule:
            ignored.append((path, rule))
        elif entry.is_dir(follow_symlinks=False):
            yield from _files(folder, path, ignored)
        else:
            yield path


def _ignoring_rule(folder: Path, entry: os.DirEntry[str]) -> str:
    for rule, pattern, _, _ in ignore_rules():
        if fnmatch(entry.name.lower(), pattern):
            return rule
    if entry.is_symlink():
        target = Path(os.path.realpath(entry.path))
        if target.is_dir():
            return "link_to_folder"
        if not target.is_relative_to(os.path.realpath(folder)):
            return "link_outside"
    if entry.is_dir(follow_symlinks=False):
        return ""
    try:
        return "" if stat.S_ISREG(entry.stat().st_mode) else "not_a_file"
    except OSError:
        return ""  # the file itself is then recorded as unreadable


def _source(folder: Path, path: str, known: dict[str, Source], started: int) -> Source:
    try:
        found = (folder / path).stat()
        size, changed = found.st_size, found.st_mtime_ns
        old = known.get(path)
        if old and (old.size, old.changed) == (size, changed):
            return old
        with (folder / path).open("rb") as data:
            sha256 = hashlib.file_digest(data, "sha256").hexdigest()
    except OSError as error:
        return Source(path, 0, 0, "", error.strerror or str(error))
    settled = changed < started - SETTLED_NANOSECONDS
    return Source(path, size, changed if settled else 0, sha256)
