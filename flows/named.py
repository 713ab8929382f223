"""The file that a user names: on the disk, in the raw folder, or in an archive there."""

from __future__ import annotations

from pathlib import Path

from extract import sniff
from extract.limits import Limits
from extract.packages import Archive, Package
from extract.refusal import RefusedError
from flows.archives import INSIDE
from flows.failure import USAGE, Failure
from flows.printing import visible
from flows.settings import Settings

NAMES_SHOWN = 20


def open_named(settings: Settings, what: str) -> tuple[str, bytes]:
    """The name and the bytes of the file `what`; of a file in an archive ``archive.zip!/file``.

    Of a file larger than the limit one byte more than that: enough for the
    reader to refuse it.

    Raises:
        Failure: there is no such file, it cannot be opened, or it is an archive of several.
    """
    path, inner = _find(settings, what)
    try:
        with path.open("rb") as file:
            data = file.read(settings.limits.file_bytes + 1)
    except OSError as error:
        raise Failure(f"{path}: {error.strerror}", "无法打开文件", USAGE) from error
    name = str(path)
    if inner:
        name, data = f"{path}{INSIDE}{inner}", _member(data, inner, settings.limits)
    if len(data) <= settings.limits.file_bytes and sniff.sniff(data) == sniff.ZIP:
        _name_members(name, data, settings.limits)
    return name, data


def _find(settings: Settings, what: str) -> tuple[Path, str]:
    pieces = what.split(INSIDE)
    for count in range(len(pieces), 0, -1):
        file, inner = INSIDE.join(pieces[:count]), INSIDE.join(pieces[count:])
        for path in (Path(file), settings.raw / file):
            if path.is_file():
                return path, inner
    raise Failure(
        f"no file {what}: give a file, or an agency and a year",
        f"没有文件 {what}；请给出文件，或机构与年度",
        USAGE,
    )


def _member(data: bytes, inner: str, limits: Limits) -> bytes:
    try:
        return Archive(data, limits).read(inner)
    except RefusedError as error:
        raise Failure(f"{inner}: {error.issue.reason}", "无法打开压缩包内的文件") from error


def _name_members(archive: str, data: bytes, limits: Limits) -> None:
    """Say which files there are to be named instead of the archive.

    Raises:
        Failure: it is an archive that can be read, and holds files.
    """
    try:
        names = [name for name, _ in Package(data, limits).files]
    except RefusedError:
        return
    if names:
        lines = [visible(f"  {archive}{INSIDE}{name}") for name in names[:NAMES_SHOWN]]
        more = ["  …"] if len(names) > NAMES_SHOWN else []
        raise Failure(
            f"{archive} is an archive of {len(names)} files: name one of them",
            f"{archive} 是压缩包，内有 {len(names)} 个文件；请指明其中一个",
            USAGE,
            "\n".join(lines + more),
        )
