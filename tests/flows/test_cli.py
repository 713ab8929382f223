"""The commands as a user meets them: what they print, and their exit status."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from flows.cli import main
from flows.settings import Settings, settings
from tests.flows.conftest import AGENCIES, TOTAL, Gouji, write_report

Captured = pytest.CaptureFixture[str]


def run(capsys: Captured, *arguments: str | Path) -> tuple[int, str, str]:
    status = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.mark.parametrize(
    "command", ["build", "sql", "show", "status", "diff", "crawl", "nightly", "serve"]
)
def test_help_has_an_example(command: str, capsys: Captured) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"gouji {command}" in capsys.readouterr().out.partition("Example / 例:")[2]


@pytest.mark.parametrize("arguments", [[], ["build", "--workers", "0"], ["sql"], ["dance"]])
def test_wrong_usage_is_status_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


def test_folders_come_from_options_then_environment_then_home(tmp_path: Path) -> None:
    env = {"GOUJI_RAW": "/env/raw"}
    found = settings(curated="/given", home=tmp_path, environment=env)
    assert (found.raw, found.curated) == (Path("/env/raw"), Path("/given"))
    assert settings(home=tmp_path, environment={}).raw == tmp_path / "data" / "raw"


def test_a_build_without_a_raw_folder_says_so(tmp_path: Path, capsys: Captured) -> None:
    status, out, err = run(capsys, "build", "--home", tmp_path)
    assert (status, out) == (2, "")
    assert err.startswith(f"error: no raw folder {tmp_path / 'data' / 'raw'}")
    assert len(err.splitlines()) == 1


def test_a_build_of_an_empty_folder_says_so(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "README.md").touch()
    status, _, err = run(capsys, "build", "--home", tmp_path)
    assert status == 2
    assert err.startswith("error: no report files in")


@pytest.mark.parametrize("arguments", [["sql", "SELECT 1"], ["show", "高平市", "2023"], ["status"]])
def test_commands_without_a_dataset_say_how_to_get_one(
    arguments: list[str], tmp_path: Path, capsys: Captured
) -> None:
    status, _, err = run(capsys, *arguments, "--home", tmp_path)
    assert status == 2
    assert "run `gouji build` first" in err
    assert len(err.splitlines()) == 1


def test_a_build_with_nothing_new_is_done_without_heavy_imports(
    built: Settings, gouji: Gouji, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import atexit, sys\n"
        "heavy = ('prefect', 'pandas', 'great_expectations', 'duckdb', 'pyarrow')\n"
        "atexit.register(lambda: print(sorted(set(heavy) & set(sys.modules))))\n"
    )
    before = sorted((built.curated / ".versions").iterdir())
    done = gouji("build", "--raw", built.raw, "--curated", built.curated, path=str(tmp_path))
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].startswith("nothing new")
    assert done.stdout.splitlines()[-1] == "[]"
    assert sorted((built.curated / ".versions").iterdir()) == before


def test_a_broken_row_of_the_codebook_is_one_line_that_names_it(
    checkout: Path, gouji: Gouji
) -> None:
    rows = checkout / "transform" / "forms" / "rows.csv"
    lines = rows.read_text(encoding="utf-8").splitlines()
    lines[6] = lines[6].replace(",documents,", ",bananas,")
    rows.write_text("\n".join(lines) + "\n", encoding="utf-8")
    write_report(checkout / "data" / "raw" / "a.html", AGENCIES[0], 2023)
    done = gouji("build", root=checkout)
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert line.startswith("error: the codebook is wrong: rows.csv")
    assert "bananas" in line


def test_sql_prints_csv_and_json(built: Settings, capsys: Captured) -> None:
    query = "SELECT agency, year, value FROM facts WHERE year = 2022 LIMIT 3"
    where = ("--curated", built.curated)
    status, out, _ = run(capsys, "sql", query, "--format", "csv", *where)
    assert status == 0
    as_csv = list(csv.DictReader(out.splitlines()))
    assert len(as_csv) == 3
    _, out, _ = run(capsys, "sql", query, "--format", "json", *where)
    assert [row["agency"] for row in json.loads(out)] == [row["agency"] for row in as_csv]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELEC 1", "syntax error"),
        ("SELECT * FROM nothing", "nothing does not exist"),
        ("DELETE FROM facts", "read-only"),
        ("SELECT * FROM sys", "sys does not exist"),
    ],
)
def test_a_wrong_query_is_one_line(
    built: Settings, capsys: Captured, query: str, reason: str
) -> None:
    status, out, err = run(capsys, "sql", query, "--curated", built.curated)
    assert (status, out) == (1, "")
    assert reason in err
    assert len(err.splitlines()) == 1


def test_first_questions_have_views(built: Settings, capsys: Captured) -> None:
    query = (
        "SELECT sum(value) FILTER (applicant_type = 'total')"
        " - sum(value) FILTER (applicant_type <> 'total') AS difference FROM refusals"
    )
    _, out, _ = run(capsys, "sql", query, "--format", "csv", "--curated", built.curated)
    assert out == "difference\n0\n"
    query = f"SELECT year FROM series('%科学技术%', '{TOTAL.row}') WHERE applicant_type = 'total'"
    _, out, _ = run(capsys, "sql", query, "--format", "csv", "--curated", built.curated)
    assert out == "year\n2022\n2023\n"


def test_every_table_and_column_is_explained_in_both_languages(
    built: Settings, capsys: Captured
) -> None:
    query = (
        "SELECT table_name FROM duckdb_tables() WHERE comment NOT LIKE '% / %' OR comment IS NULL"
        " UNION ALL SELECT table_name || '.' || column_name FROM duckdb_columns() WHERE"
        " NOT internal AND table_name IN (SELECT table_name FROM duckdb_tables())"
        " AND (comment NOT LIKE '% / %' OR comment IS NULL)"
    )
    _, out, _ = run(capsys, "sql", query, "--format", "csv", "--curated", built.curated)
    assert out.splitlines() == ["table_name"]


def test_show_prints_the_statutory_tables_and_what_does_not_add_up(
    built: Settings, capsys: Captured
) -> None:
    status, out, _ = run(capsys, "show", "高平市", "2023", "--curated", built.curated)
    assert status == 0
    for words in (
        "二、主动公开",
        "三、收到和处理",
        "四、政府信息公开行政复议",
        "自然人",
        "（七）总计",
    ):
        assert words in out
    assert "T3_ROW[handled_total]" in out


def test_show_lists_the_reports_that_match(built: Settings, capsys: Captured) -> None:
    status, _, err = run(capsys, "show", "市", "2023", "--curated", built.curated)
    assert status == 1
    assert all(agency in err for agency in AGENCIES)


def test_show_of_an_unknown_agency_says_so(built: Settings, capsys: Captured) -> None:
    status, _, err = run(capsys, "show", "高平市", "1999", "--curated", built.curated)
    assert status == 1
    assert "there is 2022, 2023" in err


def test_show_reads_a_file_on_the_spot_and_gives_places(
    built: Settings, capsys: Captured, tmp_path: Path
) -> None:
    path = built.raw / "sub2023" / "0.html"
    status, from_file, _ = run(capsys, "show", path, "--places", "--home", tmp_path)
    assert status == 0
    assert "requests/handled_total/total" in from_file
    assert "第" in from_file.partition("places / 位置")[2]
    _, from_dataset, _ = run(
        capsys, "show", AGENCIES[0], "2023", "--places", "--curated", built.curated
    )
    # The first lines name the file as it was given.
    assert from_file.splitlines()[3:] == from_dataset.splitlines()[3:]


def test_status_names_failures_and_changes(
    built: Settings, capsys: Captured, tmp_path: Path
) -> None:
    write_report(tmp_path / "fresh.html", AGENCIES[1], 2024)
    status, out, _ = run(capsys, "status", "--curated", built.curated, "--raw", tmp_path)
    assert status == 0
    assert "empty.html: quarantined 隔离: 文件是空的：请重新下载 / the file is empty" in out
    assert "zz_copy.html: duplicate" in out
    assert "new / 新增: 1  fresh.html" in out
    assert "gone / 已删: 8" in out
