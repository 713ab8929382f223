"""What a worker process does: read a batch of documents and write its part.

It imports the rooms that read, and neither Prefect nor Great Expectations. A
document that makes it run too long, or our code fail, costs that document only.
"""

from __future__ import annotations

import faulthandler
import hashlib
import os
import signal
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow.parquet as pq

from extract.document import Document
from extract.issues import Issue
from extract.limits import DEFAULT_LIMITS
from extract.reading import read
from flows.raw import Source
from flows.store import TABLES
from transform.codebook import CodebookError
from transform.interpret import interpret
from transform.report import Report
from transform.tables import report_tables, to_arrow

Rows = dict[str, list[dict[str, Any]]]
CURRENT_FILE = "current"


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents to read; or, when `refused` names a kind of issue, to refuse unread."""

    folder: Path
    part: Path
    sources: tuple[Source, ...]
    seconds_per_file: float
    refused: str = ""


def start() -> None:
    """Prepare a worker process: it ends when, and only when, its parent says so or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def read_batch(batch: Batch) -> dict[str, str]:
    """Write the part of a batch; the errors of files that could not be read, by path.

    Raises:
        OSError: the part cannot be written.
        CodebookError: the codebook is wrong.
    """
    failed: dict[str, str] = {}
    rows: Rows = {table: [] for table in TABLES}
    with (batch.part / CURRENT_FILE).open("wb", buffering=0) as current, _no_output() as nothing:
        for number, source in enumerate(batch.sources):
            os.pwrite(current.fileno(), b"%d\n" % number, 0)
            # A thread of its own ends the process even where C code does not return.
            faulthandler.dump_traceback_later(batch.seconds_per_file, exit=True, file=nothing)
            try:
                document_rows = _rows(batch, source)
            except _ChangedError as error:
                failed[source.path] = str(error)
                continue
            finally:
                faulthandler.cancel_dump_traceback_later()
            for table in TABLES:
                rows[table].extend(document_rows[table])
    for table in TABLES:
        path = batch.part / f"{table}.parquet"
        pq.write_table(to_arrow(table, rows[table]), path, compression="zstd")
    (batch.part / CURRENT_FILE).unlink()
    return failed


def unreadable(sources: Iterable[Source]) -> Rows:
    """The rows of files that could not even be opened."""
    rows: Rows = {table: [] for table in TABLES}
    for source in sources:
        issue = Issue("unreadable_file", detail=source.error)
        key = hashlib.sha256(source.name.encode()).hexdigest()
        for table, found in _tables(source, _refusal(issue), key).items():
            rows[table].extend(found)
    return rows


class _ChangedError(Exception):
    """A file is no longer what it was when the folder was listed."""


def _rows(batch: Batch, source: Source) -> Rows:
    if batch.refused:
        issue = Issue(batch.refused)
        return _tables(source, _refusal(issue), source.sha256)
    data = _bytes(batch.folder / source.path, source)
    try:
        document = read(data, source.name)
        report = interpret(document)
        return _tables(source, (document, report), source.sha256)
    except CodebookError:
        raise
    except Exception as error:  # a fault of ours must cost one document, and be seen
        issue = Issue("reader_failed", detail=f"{type(error).__name__}: {error}"[:500])
        return _tables(source, _refusal(issue), source.sha256)


def _bytes(path: Path, source: Source) -> bytes:
    # One byte more than the limit is enough for the reader to refuse the file.
    limit = DEFAULT_LIMITS.file_bytes + 1
    try:
        with path.open("rb") as file:
            data = file.read(limit)
    except OSError as error:
        raise _ChangedError(error.strerror or str(error)) from error
    if len(data) < limit and hashlib.sha256(data).hexdigest() != source.sha256:
        raise _ChangedError("the file changed while it was read")
    return data


def _refusal(issue: Issue) -> tuple[Document, Report]:
    document = Document(reader="", media_type="", blocks=(), issues=(issue,))
    return document, interpret(document)


def _tables(source: Source, read_as: tuple[Document, Report], key: str) -> Rows:
    document, report = read_as
    return report_tables(
        report,
        source_name=source.name,
        sha256=source.sha256,
        size=source.size,
        media_type=document.media_type,
        reader=document.reader,
        report_id=key[:16],
        run_id="",
    )


def _no_output() -> BinaryIO:
    return Path(os.devnull).open("wb", buffering=0)


def _follow(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
