"""Builds with older Word formats: one run for many files, and one bad file costs itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

import flows.ahead
import flows.pipeline
import flows.worker
from extract import office
from extract.document import Document
from extract.limits import DEFAULT_LIMITS, Limits
from extract.reading import read
from extract.refusal import RefusedError
from flows.raw import scan
from flows.settings import Settings
from flows.worker import Batch, read_batch
from tests.flows.conftest import AGENCIES, build, write_report
from tests.printing import docx
from tests.printing.office import MISSING, REASON, convert, reports, write

RTF = b"{\\rtf1 stands for a report}"
Runs = list[int]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    raw = tmp_path / "raw"
    raw.mkdir()
    write_report(raw / "page.html", AGENCIES[0], 2021)
    return Settings(raw=raw, curated=tmp_path / "curated", workers=1)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    """How many files each run of LibreOffice was given."""
    sizes: Runs = []
    run = office.to_docx

    def counted(files: Sequence[bytes], source: str, limits: Limits) -> list[bytes | None]:
        sizes.append(len(files))
        return run(files, source, limits)

    monkeypatch.setattr(office, "to_docx", counted)
    return sizes


def outcome(settings: Settings) -> dict[str, tuple[str, str, str]]:
    with duckdb.connect(str(settings.curated / "gouji.duckdb"), read_only=True) as dataset:
        rows = dataset.execute(
            "SELECT source_name, coalesce(reader, ''), state, coalesce(reason, '') FROM reports"
        ).fetchall()
    return {name: (reader, state, reason) for name, reader, state, reason in rows}


def read_all(settings: Settings) -> dict[str, tuple[str | None, str | None]]:
    """What one worker makes of the raw folder: reader and reason, by name."""
    part = settings.work / "part"
    part.mkdir(parents=True)
    sources = scan(settings.raw).sources
    assert read_batch(Batch(settings.raw, part, sources, settings.limits)) == {}
    rows = pq.read_table(part / "reports.parquet").to_pylist()
    return {row["source_name"]: (row["reader"], row["reason"]) for row in rows}


@pytest.mark.skipif(MISSING, reason=REASON)
def test_a_broken_file_among_good_ones_costs_only_itself(
    settings: Settings, runs: Runs, tmp_path: Path
) -> None:
    texts = write([printed for _, printed in reports(("f2019", "f2021"), seed=5)], tmp_path)
    for path in convert(texts, "rtf", tmp_path):
        (settings.raw / f"{path.stem}.wps").write_bytes(path.read_bytes())
    whole = (settings.raw / "0.wps").read_bytes()
    (settings.raw / "0.doc").write_bytes(whole[: len(whole) // 2])
    found = read_all(settings)
    assert {name: reader for name, (reader, _) in found.items()} == {
        "0.doc": None, "0.wps": "rtf", "1.wps": "rtf", "page.html": "html",
    }  # fmt: skip
    assert [found[name][1] for name in ("0.wps", "1.wps")] == [None, None]
    assert "LibreOffice could not read it" in str(found["0.doc"][1])
    # All of them together, and the broken one once more alone.
    assert runs == [3, 1]


def test_a_run_that_hangs_is_followed_by_one_for_each_file(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    [(_, printed)] = reports(("f2021",))
    sizes: Runs = []

    def hang(files: Sequence[bytes], source: str, limits: Limits) -> list[bytes | None]:
        sizes.append(len(files))
        if any(b"hangs" in data for data in files):
            raise RefusedError("too_slow", "LibreOffice > 1 s")
        return [docx.package(printed) for _ in files]

    monkeypatch.setattr(office, "to_docx", hang)
    for number in range(3):
        (settings.raw / f"{number}.doc").write_bytes(RTF + b" " * number)
    (settings.raw / "bad.doc").write_bytes(RTF + b" hangs")
    found = read_all(settings)
    assert "LibreOffice > 1 s" in str(found["bad.doc"][1])
    assert [found[f"{number}.doc"][0] for number in range(3)] == ["rtf"] * 3
    assert sizes == [4, 1, 1, 1, 1]


def test_files_are_taken_together_up_to_a_number_and_a_size(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    [(_, printed)] = reports(("f2021",))
    sizes: list[list[int]] = []

    def run(files: Sequence[bytes], *_: object) -> list[bytes | None]:
        sizes.append([len(data) for data in files])
        return [docx.package(printed) for _ in files]

    monkeypatch.setattr(office, "to_docx", run)
    monkeypatch.setattr(flows.ahead, "MOST_FILES", 3)
    for number, size in enumerate((10, 10, 10, 10, 60_000, 60_000, 10)):
        (settings.raw / f"{number}.doc").write_bytes(RTF + b" " * (size + number))
    bounded = replace(settings, limits=replace(DEFAULT_LIMITS, file_bytes=100_000))
    read_all(bounded)
    assert [len(run) for run in sizes] == [3, 3, 1]


def test_another_libreoffice_has_only_its_own_files_read_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    [(_, printed)] = reports(("f2021",))
    asked: list[str] = []

    def noted(
        data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, *, deep: bool = False
    ) -> Document:
        asked.append(name)
        return read(data, name, limits, deep=deep)

    def as_if(installed: str) -> None:
        there = installed != "absent"

        def run(files: Sequence[bytes], *_: object) -> list[bytes | None]:
            if not there:
                raise RefusedError("office_missing", office.INSTALL)
            return [docx.package(printed) for _ in files]

        monkeypatch.setattr(office, "to_docx", run)
        monkeypatch.setattr(flows.pipeline, "identity", lambda: installed)
        asked.clear()
        build(settings)

    monkeypatch.setattr(flows.worker, "read", noted)
    (settings.raw / "a.doc").write_bytes(RTF)
    as_if("absent")
    assert asked == ["a.doc", "page.html"]
    assert "libreoffice-writer-nogui" in outcome(settings)["a.doc"][2]
    as_if("7.4")
    assert asked == ["a.doc"]
    found = {name: (reader, state) for name, (reader, state, _) in outcome(settings).items()}
    assert found == {"a.doc": ("rtf", "accepted"), "page.html": ("html", "accepted")}
    as_if("7.4")
    assert asked == []
