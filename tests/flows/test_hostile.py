"""A build of hostile files: it ends, each file has its reason, and the rest is in the dataset."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.flows.conftest import AGENCIES, ROOT, write_report
from tests.hostile import archive_files as archives
from tests.hostile import office_files as office
from tests.hostile import page_files as pages
from tests.hostile import pdf_files as pdfs

FILES = {
    "bomb.docx": (archives.zip_bomb, "zip_bomb"),
    "laughs.docx": (office.laughing_docx, "unsafe_markup"),
    "laughs.xlsx": (office.laughing_xlsx, "unsafe_markup"),
    "cycle.ofd": (office.cyclic_ofd, "too_large"),
    "tables.html": (lambda: pages.nested_tables(200), "too_deep"),
    "parts.mht": (pages.many_parts_mhtml, "too_large"),
    "columns.csv": (pages.wide_csv, "too_large"),
    "pages.pdf": (pdfs.many_pages_pdf, "too_large"),
    "tree.pdf": (pdfs.page_cycle_pdf, "unreadable_file"),
    "stream.pdf": (pdfs.flate_bomb_pdf, "zip_bomb"),
    # Only the end of their process stops these two.
    "forms.pdf": (pdfs.form_laughs_pdf, "reader_died"),
    "itself.pdf": (pdfs.self_form_pdf, "reader_died"),
    "nested.zip": (archives.nested_zip, "too_deep"),
    # Later versions of Python see by themselves that its entries overlap.
    "overlapping.zip": (archives.overlapping_zip, "too_large unreadable_file"),
}
BUILD = """
from flows.pipeline import run_build
from flows.progress import Progress
from flows.settings import settings

def without_gate(name, function, *arguments):
    return None if name == "gate" else function(*arguments)

if __name__ == "__main__":
    run_build(settings(workers=2, environment={}), Progress(), without_gate)
"""
LIMITS = "[limits]\nseconds_per_file = 60\nmemory_per_file = 300_000_000\n"


@pytest.mark.slow
def test_every_hostile_file_is_refused_by_name(tmp_path: Path) -> None:
    raw = tmp_path / "data" / "raw"
    for number, agency in enumerate(AGENCIES):
        write_report(raw / f"{number}.html", agency, 2023, seed=number)
    for name, (make, _) in FILES.items():
        (raw / name).write_bytes(make())
    (tmp_path / "gouji.toml").write_text(LIMITS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", BUILD],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with duckdb.connect(str(tmp_path / "data/curated/gouji.duckdb"), read_only=True) as dataset:
        states = dict(dataset.execute("SELECT source_name, state FROM reports").fetchall())
        issues = dataset.execute("SELECT source_name, kind FROM issues").fetchall()
    accepted = {name for name, state in states.items() if state == "accepted"}
    assert accepted == {f"{number}.html" for number in range(len(AGENCIES))}
    for name, (_, wanted) in FILES.items():
        own = {n for n in states if n == name or n.startswith(f"{name}!/")}
        assert own, name
        assert set(wanted.split()) & {kind for n, kind in issues if n in own}, name
