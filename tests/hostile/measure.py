"""Reads the files it is named on standard input, and says of each what it cost.

Each path gives a line of JSON: kinds of issues, reader, seconds of processor
time, and how many mebibytes the process grew at its largest.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from extract.reading import read
from transform.interpret import interpret
from transform.tables import report_tables, to_arrow


def main() -> None:
    """Measure until the input ends."""
    read_one(b"<html><body><p>1</p></body></html>")
    read_one(b"%PDF-1.7\n")
    for line in sys.stdin:
        data = Path(line.strip()).read_bytes()
        before = _memory("VmRSS")
        _forget_peak()
        started = time.process_time()
        found = read_one(data)
        found["seconds"] = round(time.process_time() - started, 2)
        found["mebibytes"] = round((_memory("VmHWM") - before) / 1024)
        print(json.dumps(found), flush=True)


def read_one(data: bytes) -> dict[str, object]:
    """A file's way from its bytes to the rows of the dataset."""
    document = read(data, "hostile")
    report = interpret(document)
    rows = report_tables(
        report,
        source_name="hostile",
        sha256="0" * 64,
        size=len(data),
        media_type=document.media_type,
        reader=document.reader,
        report_id="0" * 16,
        run_id="",
    )
    tables = {table: to_arrow(table, found) for table, found in rows.items()}
    return {
        "reader": document.reader,
        "blocks": len(document.blocks),
        "kinds": [issue.kind for issue in document.issues][:10],
        "details": [issue.detail for issue in document.issues][:3],
        "state": report.state,
        "reports": tables["reports"].num_rows,
        "bytes": len(data),
    }


def _memory(name: str) -> int:
    """A figure of this process's memory in kibibytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(name))


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


if __name__ == "__main__":
    main()
