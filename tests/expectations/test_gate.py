from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pytest

from expectations.broken import count_rules, list_broken
from expectations.checkpoints import GateError
from expectations.gate import run_gate
from expectations.outcome import GateResult
from expectations.rates import NO_REPORTS, shown
from expectations.results import keep_results
from expectations.rules import rules
from expectations.structure import checked_tables, structure_findings
from tests.expectations.forms import added, dataset, sound_report
from transform.codebook import CellKey, codebook

HOSTILE = '<script src="http://a.example/x.js">\'&县'
FLOW = CellKey("requests", "new_received", "natural_person")
SUSPECT = "requests/new_received/natural_person"


class Ran(NamedTuple):
    result: GateResult
    pages: dict[str, str]


class Tags(HTMLParser):
    """The elements of a page and where they point."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.targets: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.targets |= {value or "" for name, value in attrs if name in ("href", "src")}


def run(connection: duckdb.DuckDBPyConnection, folder: Path, before: pa.Table | None = None) -> Ran:
    result = run_gate(connection, folder, "run <7>", before, evidence=["r000001"])
    return Ran(result, {page.name: page.read_text("utf-8") for page in folder.glob("*.html")})


@pytest.fixture(scope="session")
def summed_wrongly(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The gate over a dataset in which a publisher with a hostile name erred."""
    reports = [
        sound_report("f2021"),
        added(sound_report("f2021", HOSTILE, 2022), FLOW, 3),
        replace(added(sound_report("f2021", "某乡人民政府"), FLOW, 1), state="quarantined"),
    ]
    with dataset(reports) as connection:
        return run(connection, tmp_path_factory.mktemp("gate") / "docs")


@pytest.fixture(scope="session")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The gate over a dataset with faults of our own."""
    with dataset([sound_report("f2021")]) as connection:
        connection.execute("UPDATE facts SET value = -4 WHERE applicant_type = 'total'")
        connection.execute("UPDATE reports SET agency_id = NULL, source_name = '<i>.txt'")
        connection.execute("ALTER TABLE checks DROP severity")
        gone = [{"sha256": f"{n}", "year": 2022, "cells_reported": 200} for n in range(300)]
        before = pa.Table.from_pylist(gone, schema=NO_REPORTS)
        return run(connection, tmp_path_factory.mktemp("gate") / "docs", before)


def test_a_publishers_error_stops_nothing(summed_wrongly: Ran) -> None:
    result = summed_wrongly.result
    assert result.passed
    assert result.failures == ()
    counts = {count.rule_id: count for count in result.counts}
    assert list(counts) == [
        *(identity.identity_id for identity in codebook().identities),
        *(rule.rule_id for rule in rules()),
    ]
    assert (counts["T3_FLOW"].passed, counts["T3_FLOW"].failed) == (13, 1)
    assert counts["T3_ROW"].broken == 1
    assert counts["T3_RESULTS"].broken == 0


def test_the_publishers_error_is_listed(summed_wrongly: Ran) -> None:
    page = summed_wrongly.pages["identities.html"]
    [row] = re.findall(r"<tr><td>.*<code>natural_person</code></td>.*", page)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row)
    assert cells[1] == "2022"
    assert "Natural persons" in cells[2]
    assert cells[5] == "3"
    assert "one changed cell" in cells[7]
    assert SUSPECT in cells[7]
    assert cells[8] == "1.txt"
    assert int(cells[3]) - int(cells[4]) == 3
    assert "某乡人民政府" not in page


def test_our_own_fault_stops_the_run(stopped: Ran) -> None:
    assert not stopped.result.passed
    failures = {failure.rule: failure for failure in stopped.result.failures}
    assert failures["facts.count_not_negative"].violations == 25
    assert "-4" in failures["facts.count_not_negative"].example
    assert "<i>.txt" in failures["reports.complete_when_accepted"].message
    assert failures["checks.columns"].example == "缺 / lacks severity VARCHAR"
    assert "facts.unique_key" not in failures
    assert stopped.result.counts == ()
    assert all(failure.zh and failure.en for failure in failures.values())


def test_a_rate_beyond_its_bound_stops_the_run_and_says_where(stopped: Ran) -> None:
    failures = {failure.rule: failure for failure in stopped.result.failures}
    assert failures["gone_reports"].example == "dataset: 300 / 300 = 1.0000 > 0.5"
    assert "no longer in the raw folder" in failures["gone_reports"].message
    assert "dataset: 300 / 300 = 1.0000 &gt; 0.5" in stopped.pages["index.html"]
    # In a year it is a warning: told, and no reason to stop.
    assert "2022" in stopped.pages["rates.year.html"]


def test_results_are_kept_as_json(summed_wrongly: Ran) -> None:
    folder = summed_wrongly.result.index.parent / "results"
    [run_folder] = folder.iterdir()
    found = {path.stem: json.loads(path.read_text("utf-8")) for path in run_folder.iterdir()}
    assert set(found) == {"structure", "dataset", "year", "batch"}
    suites = {suite["suite"]: suite for suite in found["dataset"]["suites"]}
    assert set(suites) == {"rates.dataset", "identities", "rules"}
    [flow] = [e for e in suites["identities"]["expectations"] if e["name"] == "T3_FLOW"]
    assert (flow["passed"], flow["severity"], flow["found"]) == (False, "warning", 1)
    assert flow["examples"][0]["difference"] == "3.000000"
    [hard, *_] = found["year"]["suites"][1]["expectations"]
    assert {"name": "T3_FLOW", "year": 2022, "broken": 1, "judged": 7} in [
        {**example, "year": int(example["year"])} for example in hard["examples"]
    ]


def test_results_of_the_last_runs_are_taken_over(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / "old/results" / f"{number:06d}-run").mkdir(parents=True)
    keep_results(tmp_path / "old", tmp_path / "new")
    kept = sorted(path.name for path in (tmp_path / "new/results").iterdir())
    assert kept == [f"{number:06d}-run" for number in range(31 - shown("runs"), 30)]


def test_the_pages_say_what_stopped_the_run(stopped: Ran) -> None:
    index = stopped.pages["index.html"]
    assert "不予发布" in index
    assert "facts.count_not_negative" in index
    assert "&lt;i&gt;.txt" in index


@pytest.mark.parametrize("dataset_name", ["summed_wrongly", "stopped"])
def test_pages_need_no_network_and_hold_no_markup_of_documents(
    dataset_name: str, request: pytest.FixtureRequest
) -> None:
    ran: Ran = request.getfixturevalue(dataset_name)
    assert {f"structure.{table}.html" for table in checked_tables()} <= set(ran.pages)
    for name, page in ran.pages.items():
        tags = Tags(page)
        assert tags.names.isdisjoint({"script", "link", "img", "iframe", "i"}), name
        pages = {target.partition("#")[0] for target in tags.targets}
        assert pages <= {*ran.pages, "", "evidence/r000001.html"}, name
        assert "url(" not in page, name
        assert "@import" not in page, name
        assert "<7>" not in page, name


def test_the_list_of_broken_instances_is_bounded() -> None:
    reports = [added(sound_report("f2021", f"某县第{n}局", 2023), FLOW, 1) for n in range(3)]
    with dataset(reports) as connection:
        listed = list_broken(connection, 2)
        assert listed.group_by("name").aggregate([("name", "count")]).to_pylist() == [
            {"name": "T3_FLOW", "name_count": 2},
            {"name": "T3_ROW", "name_count": 2},
        ]
        counts = count_rules(connection)
    assert next(c for c in counts if c.rule_id == "T3_FLOW").broken == 3


def test_an_expectation_that_cannot_be_evaluated_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_the_last(connection: duckdb.DuckDBPyConnection) -> pa.Table:
        found = structure_findings(connection)
        return found.slice(0, found.num_rows - 1)

    monkeypatch.setattr("expectations.gate.structure_findings", without_the_last)
    with dataset([sound_report("f2014")]) as connection, pytest.raises(GateError):
        run_gate(connection, tmp_path, "run")
