"""What a worker process does: read a batch of documents and write its part.

It imports the rooms that read, and neither Prefect nor Great Expectations. A
document that makes it run too long or take too much memory, or our code fail,
costs that document only.
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
from extract.limits import Limits
from extract.reading import read
from flows.ahead import Ahead
from flows.contents import ChangedError, Contents
from flows.memory import bounded
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
    limits: Limits
    refused: str = ""
    deep: bool = False


def start() -> None:
    """Prepare a worker process: it ends when, and only when, its parent says so or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def read_batch(batch: Batch) -> dict[str, str]:
    """Write the part of a batch; the errors of files that could not be read, by name.

    Raises:
        OSError: the part cannot be written.
        CodebookError: the codebook is wrong.
    """
    failed: dict[str, str] = {}
    rows: Rows = {table: [] for table in TABLES}
    contents = Contents(batch.folder, batch.limits)
    ahead = Ahead(batch.sources, Contents(batch.folder, batch.limits), batch.limits)
    with (batch.part / CURRENT_FILE).open("wb", buffering=0) as current, _no_output() as nothing:
        for number, source in enumerate(batch.sources):
            os.pwrite(current.fileno(), b"%d\n" % number, 0)
            # A thread of its own ends the process even where C code does not return.
            faulthandler.dump_traceback_later(
                batch.limits.seconds_per_file, exit=True, file=nothing
            )
            try:
                document_rows = _rows(batch, source, contents, ahead)
            except ChangedError as error:
                failed[source.name] = str(error)
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
    """The rows of files that are refused unread."""
    rows: Rows = {table: [] for table in TABLES}
    for source in sources:
        issue = Issue(source.refused, detail=source.detail)
        key = hashlib.sha256(source.name.encode()).hexdigest()
        for table, found in _tables(source, _refusal(issue), key).items():
            rows[table].extend(found)
    return rows


def _rows(batch: Batch, source: Source, contents: Contents, ahead: Ahead) -> Rows:
    if batch.refused:
        issue = Issue(batch.refused)
        return _tables(source, _refusal(issue), source.sha256)
    data = contents.read(source)
    try:
        with bounded(batch.limits.memory_per_file):
            document = ahead.take(data) or read(data, source.name, batch.limits, deep=batch.deep)
            report = interpret(document)
            return _tables(source, (document, report), source.sha256)
    except CodebookError:
        raise
    except MemoryError:
        return _tables(source, _refusal(Issue("too_much_memory")), source.sha256)
    except Exception as error:  # a fault of ours must cost one document, and be seen
        issue = Issue("reader_failed", detail=f"{type(error).__name__}: {error}"[:500])
        return _tables(source, _refusal(issue), source.sha256)


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
