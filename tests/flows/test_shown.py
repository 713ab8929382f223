"""What strangers' files say is shown and never obeyed: on terminals, in pages, in messages."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.evidence.gather import of_file
from flows.evidence.page import evidence_page
from flows.query import sql
from flows.settings import Settings
from flows.show import show
from flows.status import status
from flows.summary import describe, summarise
from tests.flows.conftest import AGENCIES, ROOT, build, write_report
from tests.printing.printer import print_report, random_report

EVIL = "\x1b]0;evil\x07\x1b[2J\u202e<script>alert(1)</script>\u0301\u0301[x](http:a)"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A dataset of files with hostile names, and with such texts in them."""
    folder = tmp_path_factory.mktemp("hostile")
    raw = folder / "raw"
    write_report(raw / f"{EVIL.replace('/', '')}.html", AGENCIES[0], 2023, off_by=7)
    lines = print_report(random_report(3, "f2021"), "tsv").text.split("\n")
    among = next(n for n, line in enumerate(lines) if "国家秘密" in line)
    lines.insert(among, f"{EVIL}行" + "\t1" * 7)
    (raw / "b.txt").write_text("\n".join([EVIL, *lines]), encoding="utf-8")
    (raw / f"{EVIL.replace('/', '')}.txt").write_text(EVIL, encoding="utf-8")
    shutil.copy(raw / "b.txt", folder / "c.txt")
    settings = Settings(raw=raw, curated=folder / "curated", workers=1)
    build(settings, gated=True)
    return settings


def assert_harmless(text: str) -> None:
    assert "evil" in text
    assert not [c for c in text if not (c.isprintable() or c in "\n\u3000")]


def test_status_and_summary(hostile: Settings) -> None:
    assert_harmless(status(hostile))
    found = describe(hostile, summarise(hostile))
    assert not [c for c in found if not (c.isprintable() or c in "\n\u3000")]


def test_a_report_with_places(hostile: Settings) -> None:
    assert_harmless(show(hostile, AGENCIES[0], 2023, places=True))
    assert_harmless(show(hostile, "b.txt", None, places=True))


@pytest.mark.parametrize("query", ["FROM issues", "FROM reports", "FROM narratives", "FROM cells"])
def test_a_query_as_a_table(hostile: Settings, query: str) -> None:
    found = "".join(sql(hostile, query, "table"))
    assert not [c for c in found if not (c.isprintable() or c in "\n\u3000")]


@pytest.mark.parametrize("what", ["b.txt", f"{EVIL.replace('/', '')}.html"])
def test_an_evidence_page(hostile: Settings, what: str) -> None:
    page = evidence_page(of_file(hostile, what))
    assert "<script>alert" not in page
    assert "evil" in page
    assert not {"\x1b", "\x07", "\u202e"} & set(page)


def test_the_pages_of_the_gate(hostile: Settings) -> None:
    docs = hostile.curated / "docs"
    assert not [p for p in docs.glob("*.html") if "<script" in p.read_text("utf-8")]
    pages = "".join(p.read_text("utf-8") for p in docs.rglob("*.html"))
    assert "evil" in pages
    assert "<script>alert" not in pages
    assert not {"\x1b", "\x07", "\u202e"} & set(pages)


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "flows.cli", *map(str, arguments)]


def test_an_error_names_what_it_was_given_and_obeys_nothing(hostile: Settings) -> None:
    for arguments in (("show", "\x1b[2Jevil"), ("sql", "SELECT 'evil\x1b[2J'::INT")):
        done = subprocess.run(
            command(*arguments, "--curated", hostile.curated),
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode
        assert b"evil" in done.stderr
        assert b"\x1b" not in done.stderr


@pytest.mark.parametrize("form", ["csv", "json"])
def test_exact_output_is_for_programs_and_a_terminal_gets_escapes(
    hostile: Settings, form: str
) -> None:
    query = "SELECT source_name FROM reports"
    arguments = command("sql", query, "--format", form, "--curated", hostile.curated)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    piped = subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, check=True)
    assert "\u202e".encode() in piped.stdout
    ours, theirs = pty.openpty()
    process = subprocess.Popen(arguments, cwd=ROOT, env=environment, stdout=theirs)
    os.close(theirs)
    seen = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:
            break
        seen += piece
    os.close(ours)
    assert process.wait(60) == 0
    assert b"evil" in seen
    assert b"\x1b" not in seen
    assert "\u202e".encode() not in seen
