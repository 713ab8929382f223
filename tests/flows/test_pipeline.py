"""Builds: what becomes a fact, what is read again, and that the same files give the same bytes."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

import flows.assemble
import flows.pipeline
from flows.failure import Failure
from flows.fingerprint import reading_fingerprint
from flows.plan import up_to_date
from flows.progress import Progress
from flows.publish import lock
from flows.settings import Settings
from flows.store import Store
from tests.flows.conftest import AGENCIES, TOTAL, build, files, rows, write_report


def test_every_file_has_its_state(built: Settings) -> None:
    found = dict(rows(built, "SELECT source_name, state FROM reports"))
    assert found == {
        **{f"sub{year}/{n}.html": "accepted" for year in (2022, 2023) for n in range(3)},
        "zz_copy.html": "duplicate",
        "empty.html": "quarantined",
    }


def test_facts_are_the_printed_figures_in_statutory_order(built: Settings) -> None:
    found = rows(built, "SELECT year, agency_id, position FROM facts_labelled")
    assert len(found) == 6 * 200
    assert found == sorted(found)
    assert rows(built, "SELECT count(*) FROM facts WHERE status = 'reported'") == [(1200,)]


def test_a_broken_identity_is_published_and_named(built: Settings) -> None:
    found = rows(built, "SELECT agency, year, identity_id, instance, source_name FROM violations")
    assert {row[:2] for row in found} == {(AGENCIES[0], 2023)}
    assert {row[2:4] for row in found} == {
        ("T3_FLOW", "total"),
        ("T3_RESULTS", "total"),
        ("T3_ROW", TOTAL.row),
    }
    assert {row[4] for row in found} == {"sub2023/0.html"}


def test_counts_of_a_report_are_those_of_its_checks(built: Settings) -> None:
    query = """
        SELECT any_value(r.identities_passed) = count(*) FILTER (verdict_strict = 'pass')
            AND any_value(r.identities_failed) = count(*) FILTER (verdict_strict = 'fail')
            AND any_value(r.identities_not_assessable)
                = count(*) FILTER (verdict_strict = 'not_assessable')
        FROM reports r
            LEFT JOIN (FROM checks SEMI JOIN identities USING (identity_id)) c USING (report_id)
        WHERE state = 'accepted' GROUP BY report_id"""
    assert rows(built, query) == [(True,)] * 6


def test_one_and_two_workers_give_the_same_bytes(built: Settings, settings: Settings) -> None:
    build(replace(settings, batch_files=2))
    one, two = files(built.curated / "current"), files(settings.curated / "current")
    differing = {name for name in one.keys() | two.keys() if one.get(name) != two.get(name)}
    assert differing == {"runs.parquet"}


def test_only_what_is_new_is_read(settings: Settings) -> None:
    first = build(settings)
    before = files(settings.curated / "facts/year=2022")
    write_report(settings.raw / "new.html", AGENCIES[1], 2024)
    second = build(settings)
    assert rows(settings, "SELECT run_id, files, files_read FROM runs ORDER BY 1") == [
        (first.run_id, 8, 7),
        (second.run_id, 9, 1),
    ]
    assert rows(settings, "SELECT run_id, count(*) FROM reports GROUP BY 1 ORDER BY 1") == [
        (first.run_id, 8),
        (second.run_id, 1),
    ]
    assert files(settings.curated / "facts/year=2022") == before


def test_a_renamed_file_is_not_read_again(settings: Settings) -> None:
    build(settings)
    (settings.raw / "sub2022/1.html").rename(settings.raw / "renamed.html")
    build(settings)
    assert rows(settings, "SELECT files_read FROM runs ORDER BY run_id") == [(7,), (0,)]
    assert rows(settings, "SELECT count(*) FROM reports WHERE source_name = 'renamed.html'") == [
        (1,)
    ]


def test_a_file_that_is_gone_leaves_the_dataset(settings: Settings) -> None:
    build(settings)
    (settings.raw / "sub2022/1.html").unlink()
    build(settings)
    query = "SELECT count(*) FROM facts JOIN reports USING (report_id) WHERE source_name LIKE '%1%'"
    assert rows(settings, query) == [(200,)]


def test_what_is_left_of_a_report_does_not_stop_the_others(settings: Settings) -> None:
    report = (settings.raw / "sub2022/1.html").read_text(encoding="utf-8")
    _, _, rest = report.rpartition("<table")
    (settings.raw / "rest.html").write_text("<table" + rest, encoding="utf-8")
    build(settings, gated=True)
    query = "SELECT state, form, agency FROM reports WHERE source_name = 'rest.html'"
    assert rows(settings, query) == [("quarantined", None, None)]


def test_the_fuller_report_of_an_agency_and_year_is_current(settings: Settings) -> None:
    report = (settings.raw / "sub2022/1.html").read_text(encoding="utf-8")
    head, _, _ = report.partition("收到和处理政府信息公开申请情况")
    (settings.raw / "aa_shorter.html").write_text(head, encoding="utf-8")
    build(settings)
    query = "SELECT state, reason FROM reports WHERE source_name = 'aa_shorter.html'"
    [(state, reason)] = rows(settings, query)
    assert state == "superseded"
    assert "sub2022/1.html" in reason
    query = """
        SELECT instance, verdict_strict, evidence = r.report_id FROM checks, reports r
        WHERE identity_id = 'REVISED' AND verdict_strict <> 'not_applicable'
            AND r.source_name = 'aa_shorter.html'
    """
    assert rows(settings, query) == [("version.1", "not_assessable", True)]


def test_two_reports_under_a_name_that_several_agencies_bear_are_kept_apart(
    settings: Settings,
) -> None:
    write_report(settings.raw / "one.html", "太平镇人民政府", 2022, seed=5)
    build(settings)
    query = "SELECT state FROM reports WHERE agency = '太平镇人民政府'"
    assert rows(settings, query) == [("accepted",)]
    write_report(settings.raw / "two.html", "太平镇人民政府", 2022, seed=6)
    build(settings)
    assert rows(settings, query) == [("quarantined",)] * 2
    assert rows(settings, "SELECT count(*) FROM facts WHERE agency = '太平镇人民政府'") == [(0,)]


def test_nothing_new_is_seen_without_a_build(settings: Settings) -> None:
    assert up_to_date(settings) is None
    made = build(settings)
    assert up_to_date(settings) == made
    write_report(settings.raw / "sub2022/1.html", AGENCIES[1], 2022, seed=99)
    assert up_to_date(settings) is None


def test_other_reading_code_reads_everything_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(settings)
    monkeypatch.setattr(flows.pipeline, "reading_fingerprint", lambda *_: "0" * 64)
    build(settings)
    assert rows(settings, "SELECT files_read FROM runs ORDER BY run_id") == [(7,), (7,)]
    old = Store(settings.work / "store", reading_fingerprint())
    assert not old.parts.exists()


def test_two_builds_may_not_write_to_one_folder(settings: Settings) -> None:
    with lock(settings.curated), pytest.raises(Failure, match="another build"):
        build(settings)


def test_a_folder_without_any_report_publishes_nothing_and_says_why(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "news.html").write_text("<p>news</p>", encoding="utf-8")
    settings = Settings(raw, tmp_path / "curated", 1)
    with pytest.raises(Failure, match=r"news\.html: (not_a_report|quarantined)"):
        build(settings)
    assert not (settings.curated / "current").exists()


def test_an_accident_with_the_raw_folder_does_not_empty_the_dataset(settings: Settings) -> None:
    build(settings)
    before = files(settings.curated / "current")
    shutil.rmtree(settings.raw)
    settings.raw.mkdir()
    with pytest.raises(Failure, match="no report files"):
        build(settings)
    assert files(settings.curated / "current") == before


@pytest.mark.parametrize(
    ("function", "error"),
    [
        ("read_new", OSError(28, "No space left on device")),
        ("write_rows", duckdb.IOException("No space left on device")),
        ("write_checks", OSError(28, "No space left on device")),
        ("write_catalogue", duckdb.IOException("No space left on device")),
    ],
)
def test_a_full_disk_leaves_the_dataset_as_it_was(
    built: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    function: str,
    error: Exception,
) -> None:
    settings = copy(built, tmp_path)
    before = files(settings.curated / "current")

    def full(*_: object) -> None:
        raise error

    monkeypatch.setattr(flows.pipeline, function, full)
    with pytest.raises(Failure, match="no space left"):
        build(settings)
    assert files(settings.curated / "current") == before
    assert not (settings.curated / ".versions/unfinished").exists()


def test_a_dataset_that_the_gate_refuses_is_not_published(
    built: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = copy(built, tmp_path)
    before = files(settings.curated / "current")
    agencies = flows.assemble._agencies
    monkeypatch.setattr(
        flows.assemble,
        "_agencies",
        lambda connection: (agencies(connection)[0].slice(1), agencies(connection)[1]),
    )
    with pytest.raises(Failure, match=r"the gate refuses the dataset: .*agenc"):
        build(settings, gated=True)
    assert files(settings.curated / "current") == before
    assert (settings.work / "refused").is_dir()


def copy(settings: Settings, folder: Path) -> Settings:
    """The dataset somewhere else, with a file that it does not know yet."""
    shutil.copytree(settings.raw, folder / "raw")
    shutil.copytree(settings.curated, folder / "curated", symlinks=True)
    write_report(folder / "raw" / "new.html", AGENCIES[0], 2025)
    return Settings(folder / "raw", folder / "curated", workers=1)


def test_progress_is_told_in_plain_lines_where_there_is_no_terminal(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    flows.pipeline.read(flows.pipeline.begin(settings), Progress())
    told = capsys.readouterr().err
    assert "reading / 读取 7/7\n" in told
    assert "\r" not in told
