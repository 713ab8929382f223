"""The raw folder: which report files lie there and in its archives, and what their bytes are."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import translate
from functools import cache
from pathlib import Path

from extract.limits import DEFAULT_LIMITS, Limits
from flows.archives import INSIDE, Member, list_members
from flows.failure import USAGE, Failure
from flows.provenance import Provenance

IGNORED_FILE = Path(__file__).with_name("ignored.csv")
# A file changed twice within the clock's grain keeps its size and time, so
# a signature this young is not trusted.
SETTLED_NANOSECONDS = 2_000_000_000
_ZIP = b"PK"


@dataclass(frozen=True, slots=True)
class Source:
    """One report file: at `path` below the raw folder, or `inner` in the archive there.

    `name` is what the dataset calls it, and no other. When it is not to be
    read, `refused` is the kind of issue that says why, `detail` adds to it, and
    `sha256` is empty.
    """

    name: str
    path: str
    size: int
    sha256: str
    inner: str = ""
    refused: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a file was found to hold when it had this size and time.

    `members` are the files in it, if it is an archive.
    """

    size: int
    changed: int
    sha256: str
    members: tuple[Member, ...] | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The raw folder at one moment: its report files in order of name.

    `ignored` are names that were passed over, each with its rule; `signatures`
    what was found out about each file that could be read, by path; `origin` where
    files were fetched, by name, as far as that is known.
    """

    sources: tuple[Source, ...]
    ignored: tuple[tuple[str, str], ...] = ()
    signatures: Mapping[str, Signature] = field(default_factory=dict)
    origin: Mapping[str, Provenance] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The same for the same names and contents, wherever and whenever they are."""
        digest = hashlib.sha256()
        for source in self.sources:
            said = (source.name, source.sha256, source.refused, source.detail)
            digest.update("\0".join((*said, "")).encode())
        return digest.hexdigest()

    @property
    def contents(self) -> dict[str, str]:
        """The hash of the file that each source is or lies in, by the source's name."""
        return {
            source.name: self.signatures[source.path].sha256
            for source in self.sources
            if source.path in self.signatures
        }

    @property
    def archives(self) -> int:
        """How many archives there are from which files are read."""
        return len({source.path for source in self.sources if source.inner})

    def failed(self, errors: dict[str, str]) -> Listing:
        """This listing with the files of these names marked as not readable."""
        return replace(
            self,
            sources=tuple(
                replace(source, sha256="", refused="file_changed", detail=errors[source.name])
                if source.name in errors
                else source
                for source in self.sources
            ),
        )


def scan(
    folder: Path,
    known: Mapping[str, Signature] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    but: str = "",
) -> Listing:
    """Every report file in `folder` and below it, and in the archives there.

    A file with the size and time of its signature in `known` is not read again; nothing
    in the folder `but` is looked at. Links are followed only to files inside the folder; what
    is passed over is named with its rule. A file larger than the limit is not opened at all.

    Raises:
        Failure: there is no such folder.
    """
    _expect(folder)
    ignored: list[tuple[str, str]] = []
    signatures: dict[str, Signature] = {}
    sources: list[Source] = []
    started = time.time_ns()
    for path in sorted(_files(folder, "", ignored, but)):
        try:
            found = (folder / path).stat()
            if found.st_size > limits.file_bytes:
                detail = f"file_bytes: {found.st_size} > {limits.file_bytes}"
                sources.append(_refused(path, found.st_size, "too_large", detail))
                continue
            signature = _signature(folder / path, found, (known or {}).get(path), started, limits)
        except OSError as error:
            detail = error.strerror or str(error)
            sources.append(_refused(path, 0, "no_access", detail))
            continue
        signatures[path] = signature
        sources += _sources(path, signature, ignored)
    return Listing(_distinct(sources), tuple(sorted(ignored)), signatures)


def holds_files(folder: Path) -> bool:
    """Whether there is any file in `folder` and below it that is not passed over.

    Raises:
        Failure: there is no such folder.
    """
    _expect(folder)
    return any(True for _ in _files(folder, "", []))


@cache
def ignore_rules() -> tuple[tuple[str, str, str, str], ...]:
    """The rules by which a file is passed over: name, pattern, Chinese, English."""
    with IGNORED_FILE.open(encoding="utf-8", newline="") as lines:
        return tuple((r["rule"], r["pattern"], r["zh"], r["en"]) for r in csv.DictReader(lines))


def _expect(folder: Path) -> None:
    if not folder.is_dir():
        raise Failure(
            f"no raw folder {folder}: name it with --raw, or put the reports there",
            f"原始文件夹不存在：{folder}；请用 --raw 指定，或把报告放入其中",
            USAGE,
        )


def _files(
    folder: Path, below: str, ignored: list[tuple[str, str]], but: str = ""
) -> Iterator[str]:
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
            yield from () if path == but else _files(folder, path, ignored, but)
        else:
            yield path


def _ignoring_rule(folder: Path, entry: os.DirEntry[str]) -> str:
    rule = _name_rule(entry.name)
    if rule:
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


def _name_rule(name: str) -> str:
    """The rule that passes over a file or folder of this name."""
    rules, patterns = _name_patterns()
    found = patterns.match(name.lower())
    return rules[found.lastindex - 1] if found and found.lastindex else ""


@cache
def _name_patterns() -> tuple[list[str], re.Pattern[str]]:
    """The rules that go by a name, and one pattern with a group for each."""
    by_name = [(rule, pattern) for rule, pattern, _, _ in ignore_rules() if pattern]
    groups = "|".join(f"({translate(pattern)})" for _, pattern in by_name)
    return [rule for rule, _ in by_name], re.compile(groups)


def _signature(
    path: Path, found: os.stat_result, old: Signature | None, started: int, limits: Limits
) -> Signature:
    size, changed = found.st_size, found.st_mtime_ns
    if old and (old.size, old.changed) == (size, changed):
        return old
    settled = changed if changed < started - SETTLED_NANOSECONDS else 0
    with path.open("rb") as file:
        start = file.read(len(_ZIP))
        file.seek(0)
        if start != _ZIP:
            return Signature(size, settled, hashlib.file_digest(file, "sha256").hexdigest())
        data = file.read(size)
    sha256 = hashlib.sha256(data).hexdigest()
    return Signature(size, settled, sha256, list_members(data, limits))


def _sources(path: str, signature: Signature, ignored: list[tuple[str, str]]) -> Iterator[Source]:
    """What a file gives to read: itself, or the files in it."""
    if signature.members is None:
        yield Source(_text(path), path, signature.size, signature.sha256)
        return
    used = 0
    for member in signature.members:
        name = f"{path}{INSIDE}{member.name}"
        rule = next(filter(None, map(_name_rule, _pieces(member.name))), "")
        if rule:
            ignored.append((name, rule))
            continue
        used += 1
        if member.name:
            yield Source(
                _text(name), path, member.size, member.sha256,
                member.name, member.refused, member.detail,
            )  # fmt: skip
        else:
            yield _refused(path, signature.size, member.refused, member.detail)
    if not used:
        yield _refused(path, signature.size, "empty_archive")


def _pieces(name: str) -> list[str]:
    """The names of the folders and archives a member lies in, and its own."""
    return name.replace(INSIDE, "/").split("/")


def _refused(path: str, size: int, kind: str, detail: str = "") -> Source:
    return Source(_text(path), path, size, "", refused=kind, detail=detail)


def _text(path: str) -> str:
    """The path as text that every reader can store."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _distinct(sources: list[Source]) -> tuple[Source, ...]:
    """In order of name, no two of one: a folder may bear the name of what is in an archive."""
    taken: dict[str, Source] = {}
    for source in sorted(sources, key=lambda source: (source.name, source.path)):
        name, number = source.name, 1
        while name in taken:
            number += 1
            name = f"{source.name} ({number})"
        taken[name] = source if number == 1 else replace(source, name=name)
    return tuple(taken[name] for name in sorted(taken))
