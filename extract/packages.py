"""ZIP archives from outside, opened in memory and within bounds.

Nothing is written to disk, and the names of entries are labels, never paths.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator

from extract import sniff
from extract.issues import Issue
from extract.limits import DEFAULT_LIMITS, MEBIBYTE, Limits
from extract.markup import Element, parse
from extract.refusal import RefusedError

_ENTRY = b"PK\x01\x02"
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1 | 0x40
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Stands between an archive and what is in it, so never within a name.
_INSIDE = re.compile("!+/")
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError),
    *(RuntimeError, ValueError, KeyError, IndexError, OverflowError),
)


class Package:
    """An archive and how much may still be unpacked from it.

    `files` are its files in its order, by name with ``/`` between folders. A file
    asked for by name is found without regard to case, as office programs do; of
    several the first.

    Raises:
        RefusedError: no archive, or one with too many entries.
    """

    def __init__(self, data: bytes, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._left = limits.unpacked_bytes
        self._related: dict[str, dict[str, tuple[str, str]]] = {}
        # Every entry has this signature in the directory, which is not parsed before.
        if data.count(_ENTRY) > limits.entries:
            raise RefusedError("too_large", f"entries > {limits.entries}")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise RefusedError("unreadable_file", f"ZIP: {type(error).__name__}") from error
        # An entry may have no name at all, where ZipInfo.is_dir fails.
        named = [
            (entry_name(info), info)
            for info in self._zip.infolist()
            if not info.filename.endswith("/")
        ]
        self.files = tuple((name, info) for name, info in named if name)
        self._entries = {name.lower(): info for name, info in reversed(self.files)}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def read(self, name: str, longest: int | None = None) -> bytes:
        """What a file holds, at most `longest` bytes (else `Limits.file_bytes`).

        Raises:
            RefusedError: no such file, or as `unpack`.
        """
        info = self._entries.get(name.lower())
        if info is None:
            raise RefusedError("unreadable_file", f"ZIP: no {name[:100]}")
        return self.unpack(info, longest)

    def unpack(self, info: zipfile.ZipInfo, longest: int | None = None) -> bytes:
        """What one of `files` holds.

        Raises:
            RefusedError: it is protected, damaged, too large, or swells too much.
        """
        longest = min(self._left, self._limits.file_bytes if longest is None else longest)
        if info.flag_bits & _ENCRYPTED:
            raise RefusedError("encrypted")
        if info.compress_type not in _METHODS:
            raise RefusedError("unreadable_file", f"ZIP: method {info.compress_type}")
        if info.file_size > max(MEBIBYTE, self._limits.unpack_ratio * info.compress_size):
            raise RefusedError("zip_bomb", f"{info.compress_size} → {info.file_size}")
        if info.file_size > longest:
            passed = {self._limits.file_bytes: "file_bytes", self._limits.text_bytes: "text_bytes"}
            name = passed.get(longest, "unpacked_bytes")
            raise RefusedError("too_large", f"{name}: {info.file_size} > {longest}")
        try:
            with self._zip.open(info) as file:
                content = file.read(longest)
        except _BROKEN as error:
            raise RefusedError("unreadable_file", f"ZIP: {type(error).__name__}") from error
        self._left -= len(content)
        return content

    def xml(self, name: str) -> Element:
        """The root of an XML entry.

        Raises:
            RefusedError: it cannot be read, or is no XML that may be parsed.
        """
        return parse(self.read(name, self._limits.text_bytes), self._limits)

    def related(self, part: str = "") -> dict[str, tuple[str, str]]:
        """What a part of an office package points to (ECMA-376-2, 9): type's end and name, by id.

        What lies outside the package is left out. The package itself is ``""``.

        Raises:
            RefusedError: the list is there and cannot be read.
        """
        if part in self._related:
            return self._related[part]
        folder, name = posixpath.split(part)
        list_name = posixpath.join(folder, "_rels", f"{name}.rels")
        items = self.xml(list_name).iter(_RELATIONSHIPS) if list_name in self else ()
        found = {}
        for item in items:
            if item.get("TargetMode") != "External":
                target = item.get("Target", "").replace("\\", "/")
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[item.get("Id", "")] = (item.get("Type", "").rpartition("/")[2], path)
        self._related[part] = found
        return found


def entry_name(info: zipfile.ZipInfo) -> str:
    """The name of an entry, without what could make it a path out of its folder.

    Where UTF-8 is not flagged it is UTF-8 all the same, gb18030, or the
    cp437 of the format's own text (APPNOTE, appendix D).
    """
    name = info.orig_filename
    if not info.flag_bits & _UTF8_NAME:
        name = _decoded(name)
    pieces = _CONTROLS.sub("", name.replace("\\", "/")).split("/")
    kept = "/".join(piece for piece in pieces if piece.strip() not in ("", ".", ".."))
    return _INSIDE.sub("/", kept)


def _decoded(name: str) -> str:
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for charset in ("utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return name


def members(
    data: bytes, limits: Limits = DEFAULT_LIMITS, inside: int = 1
) -> Iterator[tuple[str, bytes | Issue]]:
    """The files of an archive one by one: name, and bytes or the issue that says why not.

    A file of an archive in the archive is named ``inner.zip!/name``. No two have
    one name: the second ``a.txt`` is ``a.txt (2)``. An archive that cannot be
    read, or not to its end, gives an issue under the name ``""``.
    """
    yield from _members(data, limits, inside, _Budget(limits))


class Archive:
    """An archive from which single files are taken, by the names that `members` gives them.

    Of the archives in it the one last used stays open.

    Raises:
        RefusedError: as `Package`.
    """

    def __init__(self, data: bytes, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._open = {"": self._entries(data)}

    def read(self, name: str) -> bytes:
        """What the file holds.

        Raises:
            RefusedError: there is no such file, or as `Package.unpack`.
        """
        folder, _, own_name = name.rpartition("!/")
        if folder not in self._open:
            content = self.read(folder)
            self._open = {"": self._open[""], folder: self._entries(content)}
        package, entries = self._open[folder]
        if own_name not in entries:
            raise RefusedError("unreadable_file", f"ZIP: no {name[:100]}")
        return package.unpack(entries[own_name])

    def _entries(self, data: bytes) -> tuple[Package, dict[str, zipfile.ZipInfo]]:
        package = Package(data, self._limits)
        return package, {label: info for label, _, info in _labelled(package, self._limits)}


def _labelled(package: Package, limits: Limits) -> Iterator[tuple[str, str, zipfile.ZipInfo]]:
    """The files of one archive, each with a name that no other has and with its whole name."""
    taken: set[str] = set()
    met: Counter[str] = Counter()
    for name, info in package.files:
        label = short = name[: limits.name_characters]
        while label in taken:
            met[short] += 1
            label = f"{short} ({met[short] + 1})"
        taken.add(label)
        yield label, name, info


class _Budget:
    """What may still be taken from an archive and from those in it."""

    def __init__(self, limits: Limits) -> None:
        self.entries = limits.entries
        self.bytes = limits.unpacked_bytes


def _members(
    data: bytes, limits: Limits, inside: int, budget: _Budget
) -> Iterator[tuple[str, bytes | Issue]]:
    try:
        package = Package(data, limits)
    except RefusedError as error:
        yield "", error.issue
        return
    for label, name, info in _labelled(package, limits):
        budget.entries -= 1
        if budget.entries < 0:
            yield "", Issue("too_large", detail=f"entries > {limits.entries}")
            return
        if len(name) > limits.name_characters:
            detail = f"name > {limits.name_characters}"
            yield label, Issue("too_large", detail=detail)
            continue
        try:
            content = package.unpack(info, min(limits.file_bytes, budget.bytes))
        except RefusedError as error:
            yield label, error.issue
            continue
        budget.bytes -= len(content)
        if sniff.sniff(content) != sniff.ZIP:
            yield label, content
        elif inside >= limits.archives:
            yield label, _unopened(content, limits)
        else:
            for inner, found in _members(content, limits, inside + 1, budget):
                yield (f"{label}!/{inner}" if inner else label), found


def _unopened(data: bytes, limits: Limits) -> Issue:
    """Why an archive is not opened that lies too deep: it may be no whole archive at all."""
    try:
        Package(data, limits)
    except RefusedError as error:
        return error.issue
    return Issue("too_deep", detail=f"archives > {limits.archives}")
