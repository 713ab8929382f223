"""Publication: readers see the version before or the version after, and the folder can move."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from flows.failure import Failure
from flows.publish import versions
from flows.settings import Settings
from tests.flows.conftest import AGENCIES, ROOT, build, files, write_report

# The build kills its own process where it enters or leaves the function named.
KILLED_BUILD = """
import os, signal, sys
from pathlib import Path
import flows.pipeline as pipeline, flows.publish as publish, flows.store as store
from flows.progress import Progress
from flows.settings import Settings

def kill(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def after(function, times):
    def run(*arguments, **options):
        nonlocal times
        result = function(*arguments, **options)
        times -= 1
        return result if times else kill()
    return run

raw, curated, place, name, times = sys.argv[1:]
pipeline.gate = lambda *_: None
owner = {"pipeline": pipeline, "publish": publish, "store": store.Store}[place]
setattr(owner, name, after(getattr(owner, name), int(times)))
pipeline.run_build(Settings(Path(raw), Path(curated), 1, batch_files=1), Progress(quiet=True))
"""
MOMENTS = [
    ("store", "add", 1),
    ("publish", "_sync", 1),
    ("publish", "_link", 1),
    *(
        pytest.param(*moment, marks=pytest.mark.slow)
        for moment in (
            ("store", "new_part", 1),
            ("pipeline", "write_rows", 1),
            ("pipeline", "write_checks", 1),
            ("pipeline", "write_catalogue", 1),
            ("publish", "_link", 3),
            ("publish", "tidy", 2),
        )
    ),
]


def killed(settings: Settings, place: str, name: str, times: int) -> None:
    arguments = [str(settings.raw), str(settings.curated), place, name, str(times)]
    done = subprocess.run(
        [sys.executable, "-c", KILLED_BUILD, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.fixture(scope="module")
def after(built: Settings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The dataset that a build leaves that nobody kills."""
    settings = _with_more(built, tmp_path_factory.mktemp("whole"))
    build(settings)
    return _stable(settings)


@pytest.mark.parametrize(("place", "name", "times"), MOMENTS)
def test_a_build_killed_at_any_moment_leaves_one_whole_dataset(
    built: Settings, after: dict[str, bytes], tmp_path: Path, place: str, name: str, times: int
) -> None:
    settings = _with_more(built, tmp_path)
    before = _stable(settings)
    killed(settings, place, name, times)
    found = _stable(settings)
    assert found in (before, after)
    assert (found == after) == (name in ("_link", "tidy"))
    with duckdb.connect(str(settings.curated / "gouji.duckdb"), read_only=True) as connection:
        assert connection.sql("SELECT count(*) FROM facts").fetchall() == [
            (1400 if found == after else 1200,)
        ]
    build(settings)
    assert found == after or _stable(settings) == after
    _expect_tidy(settings)


def test_a_build_that_was_killed_does_not_read_again_what_it_had_read(
    settings: Settings,
) -> None:
    killed(settings, "store", "add", 5)
    build(settings)
    with duckdb.connect(str(settings.curated / "gouji.duckdb"), read_only=True) as connection:
        assert connection.sql("SELECT files_read FROM runs").fetchall() == [(2,)]


def test_the_last_versions_are_kept_and_readers_of_the_old_one_go_on(
    built: Settings, tmp_path: Path
) -> None:
    settings = _with_more(built, tmp_path)
    with duckdb.connect(str(settings.curated / "gouji.duckdb"), read_only=True) as reader:
        build(settings)
        assert reader.sql("SELECT count(*) FROM facts").fetchall() == [(1200,)]
    write_report(settings.raw / "newer.html", AGENCIES[2], 2025)
    build(settings)
    assert list(versions(settings.curated)) == [2, 3]


def test_files_that_did_not_change_lie_on_the_disk_once(built: Settings, tmp_path: Path) -> None:
    settings = _with_more(built, tmp_path)
    build(settings)
    before, after = versions(settings.curated).values()
    same = "facts/year=2023/part-0.parquet"
    assert (before / same).samefile(after / same)
    assert not (before / "reports.parquet").samefile(after / "reports.parquet")


def test_the_dataset_works_after_its_folder_has_moved(
    built: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(built.curated, tmp_path / "old", symlinks=True)
    (tmp_path / "old").rename(tmp_path / "moved")
    monkeypatch.chdir(tmp_path)
    for path in (tmp_path / "moved").rglob("*"):
        if path.is_file():
            path.chmod(0o444)
    with duckdb.connect("moved/gouji.duckdb", read_only=True) as connection:
        assert connection.sql(
            "SELECT count(*) FROM facts_labelled WHERE zh IS NULL"
        ).fetchall() == [(0,)]
    assert duckdb.execute("SELECT count(*) FROM 'moved/facts/year=2023/*.parquet'").fetchall() == [
        (600,)
    ]


def test_a_build_goes_on_after_the_folder_has_moved(built: Settings, tmp_path: Path) -> None:
    settings = _with_more(built, tmp_path)
    settings.curated.rename(tmp_path / "moved")
    moved = replace(settings, curated=tmp_path / "moved")
    build(moved)
    assert "facts/year=2025/part-0.parquet" in files(moved.curated / "current")


def test_what_stands_in_the_way_is_named_before_any_work(settings: Settings) -> None:
    (settings.curated / "facts").mkdir(parents=True)
    with pytest.raises(Failure, match="facts is in the way"):
        build(settings)
    assert not (settings.work / "store").exists()


def _with_more(built: Settings, folder: Path) -> Settings:
    shutil.copytree(built.raw, folder / "raw")
    shutil.copytree(built.curated, folder / "curated", symlinks=True)
    write_report(folder / "raw" / "new.html", AGENCIES[0], 2025)
    return Settings(folder / "raw", folder / "curated", workers=1, versions=2)


def _stable(settings: Settings) -> dict[str, bytes]:
    """The dataset as users see it, but for the times and memory of its runs."""
    found = files(settings.curated / "current")
    found.pop("runs.parquet")
    return found


def _expect_tidy(settings: Settings) -> None:
    """Nothing of a killed build is left once another has ended."""
    assert len(list((settings.curated / ".versions").iterdir())) == 2
    assert sorted(path.name for path in settings.work.iterdir()) == [
        "lock",
        "signatures.json",
        "store",
    ]
    assert len(list((settings.work / "store").iterdir())) == 1
